"""The network of links as GraphML and GEXF, written by networkx: nodes are elements, each alignment is an edge."""

from __future__ import annotations

import importlib.util
import io
import re
from typing import TYPE_CHECKING, Any, Final

from plangraph.described import describe, fetch_passages, first, text_of
from plangraph.exporting.errors import ExportError
from plangraph.exporting.safe import printable
from plangraph.links import fetch_nodes, rules
from plangraph.namespaces import PG, shorten
from plangraph.store import GraphStore

if TYPE_CHECKING:
    import networkx as nx

_LINKS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?alignment ?from ?to ?relation ?basis ?verification WHERE { ?alignment pg:from ?from ; pg:to ?to ;
  pg:relation ?relation ; pg:basis ?basis . OPTIONAL { ?alignment pg:verification ?verification } }"""
_CLOCK: Final = re.compile(r' lastmodifieddate="[^"]*"')


def graphml(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """The network as GraphML; ``ExportError`` without networkx. Proposals are no links and are never in it."""
    del with_proposals
    buffer = io.BytesIO()
    _networkx().write_graphml_xml(build(store), buffer, prettyprint=True)
    return buffer.getvalue().rstrip() + b"\n"


def gexf(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """The network as GEXF without its clock; ``ExportError`` without networkx."""
    del with_proposals
    graph = build(store)
    return (_CLOCK.sub("", "\n".join(_networkx().generate_gexf(graph))).rstrip() + "\n").encode("utf-8")


def _networkx() -> Any:
    if importlib.util.find_spec("networkx") is None:
        raise ExportError("needs_extra", what="GraphML/GEXF", extra="view")
    import networkx

    return networkx


def build(store: GraphStore) -> nx.MultiDiGraph[str]:
    """The network itself: keys are prefixed names, edges are keyed by their alignment."""
    rows = sorted(store.select(_LINKS), key=lambda row: text_of(row["alignment"]))
    nodes = fetch_nodes(store, {text_of(row[end]) for row in rows for end in ("from", "to")})
    evidence = describe(store, {text_of(row["alignment"]) for row in rows}, ("pg:evidence", "pg:caveat"))
    passages = fetch_passages(store, evidence)
    graph: nx.MultiDiGraph[str] = _networkx().MultiDiGraph()
    for iri, node in sorted(nodes.items()):
        told = {"label": node.label, "kind": node.kind, "level": node.level or 0, "plan": shorten(node.plan or "")}
        graph.add_node(shorten(iri), **_plain({**told, "code": node.code or "", "number": node.number or 0}))
    for row in rows:
        alignment = text_of(row["alignment"])
        basis, verification = (text_of(row[name]).removeprefix(PG) if name in row else "" for name in _WAY)
        worth = rules()["verified"].get(basis) if verification == "verified" else rules()["strength"].get(basis)
        where = next(iter(passages.get(alignment, ())), None)
        told = {
            "relation": shorten(text_of(row["relation"])),
            "basis": basis,
            "strength": worth or rules()["strength"].get(basis, ""),
            "verification": verification,
            "caveat": (first(evidence.get(alignment, {}), "pg:caveat") or "").removeprefix(PG),
            "document": where.document if where else "",
            "first_line": where.first_line if where else 0,
            "last_line": where.last_line if where else 0,
            "quote": where.text if where else "",
        }
        ends = (shorten(text_of(row["from"])), shorten(text_of(row["to"])))
        graph.add_edge(*ends, key=shorten(alignment), **_plain(told))
    return graph


_WAY: Final = ("basis", "verification")


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: printable(value) if isinstance(value, str) else value for name, value in told.items()}
