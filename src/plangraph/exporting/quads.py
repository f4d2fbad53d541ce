"""Every statement of the graph, in canonical order: what the RDF formats and the network formats write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from plangraph.namespaces import ONTOLOGY, PROPOSALS_GRAPH
from plangraph.store import GraphStore

_GRAPH: Final = "SELECT ?s ?p ?o WHERE { GRAPH <%s> { ?s ?p ?o } }"


def all_quads(store: GraphStore, *, with_proposals: bool = False) -> list[Quad]:
    """The quads of every named graph but the ontology, sorted; the proposals only when asked for.

    The graph has no blank nodes, so sorting by the terms' text orders it for good.
    """
    left_out = {ONTOLOGY} if with_proposals else {ONTOLOGY, PROPOSALS_GRAPH}
    quads = [quad for graph in store.graph_names() if graph not in left_out for quad in _of(store, graph)]
    return sorted(quads, key=_order)


def _of(store: GraphStore, graph: str) -> Iterator[Quad]:
    name = NamedNode(graph)
    for row in store.select(_GRAPH % graph):
        subject, predicate, value = row["s"], row["p"], row["o"]
        assert isinstance(subject, NamedNode)  # noqa: S101  # no blank nodes in our data
        assert isinstance(predicate, NamedNode)  # noqa: S101
        yield Quad(subject, predicate, value, name)


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))


def triples_of(quads: list[Quad]) -> list[Triple]:
    """The statements without their graphs, each once, sorted."""
    found = {(str(quad.subject), str(quad.predicate), str(quad.object)): quad.triple for quad in quads}
    return [found[key] for key in sorted(found)]


def text(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    """The IRI or the text of a term."""
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""
