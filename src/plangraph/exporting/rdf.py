"""The graph as RDF: Turtle, TriG, N-Quads, and JSON-LD with the context that ships as ``data/context.jsonld``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from plangraph.exporting.quads import all_quads, text, triples_of
from plangraph.namespaces import PREFIXES, expand, shorten
from plangraph.resources import package_file
from plangraph.store import GraphStore

RDF_TYPE: Final = expand("rdf:type")
STRING: Final = expand("xsd:string")


def turtle(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """All statements without their graphs; the proposals, which are no facts, never stand among them."""
    del with_proposals
    return _in_order(serialize(triples_of(all_quads(store)), format=RdfFormat.TURTLE, prefixes=PREFIXES))


def trig(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """All statements by graph."""
    quads = all_quads(store, with_proposals=with_proposals)
    return _in_order(serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES))


def _in_order(document: bytes | None) -> bytes:
    """The document with its prefixes sorted: Oxigraph keeps them in a table without an order."""
    lines = (document or b"").split(b"\n")
    prefixes = [line for line in lines if line.startswith(b"@prefix ")]
    return b"\n".join([*sorted(prefixes), *lines[len(prefixes) :]])


def nquads(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """All statements, one a line."""
    return serialize(all_quads(store, with_proposals=with_proposals), format=RdfFormat.N_QUADS) or b""


def context() -> dict[str, Any]:
    """The JSON-LD context we ship: prefixes, the terms of the ontology, and which of them hold IRIs or numbers."""
    loaded = json.loads(package_file("data", "context.jsonld").read_text(encoding="utf-8"))
    found: dict[str, Any] = loaded["@context"]
    return found


def jsonld(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """All statements by graph, with the context inside: nothing has to be fetched to read it."""
    quads = all_quads(store, with_proposals=with_proposals)
    writer = _JsonLd(context())
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(text(quad.graph_name if isinstance(quad.graph_name, NamedNode) else None), []).append(quad)
    document = {
        "@context": writer.context,
        "@graph": [{"@id": shorten(name), "@graph": writer.nodes(inside)} for name, inside in graphs.items()],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


class _JsonLd:
    """Writes nodes under one context: a value stands bare where the context says how to read it."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.context = found
        self.names: dict[str, str] = {}
        self.types: dict[str, str | None] = {}
        for name, meaning in found.items():
            iri = meaning if isinstance(meaning, str) else meaning.get("@id", "")
            full = expand(iri) if iri.partition(":")[0] in PREFIXES and not iri.startswith("http") else iri
            if name not in PREFIXES:
                self.names[full] = name
                kind = meaning.get("@type") if isinstance(meaning, dict) else None
                self.types[full] = expand(kind) if kind and not kind.startswith("@") else kind

    def nodes(self, quads: Iterable[Quad]) -> list[dict[str, Any]]:
        by_subject: dict[str, dict[str, Any]] = {}
        for quad in quads:
            node = by_subject.setdefault(text(quad.subject), {"@id": shorten(text(quad.subject))})
            predicate = quad.predicate.value
            key, value = (
                ("@type", self._name(text(quad.object)))
                if predicate == RDF_TYPE
                else (self._name(predicate), self._value(predicate, quad.object))
            )
            node.setdefault(key, []).append(value)
        return [{key: _bare(key, value) for key, value in node.items()} for node in by_subject.values()]

    def _name(self, iri: str) -> str:
        return self.names.get(iri) or shorten(iri)

    def _value(self, predicate: str, value: object) -> Any:
        kind = self.types.get(predicate)
        if isinstance(value, NamedNode):
            return shorten(value.value) if kind == "@id" else {"@id": shorten(value.value)}
        assert isinstance(value, Literal)  # noqa: S101  # no blank nodes, no nested triples
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if datatype == kind or (datatype == STRING and kind is None):
            return value.value
        plain = {"@value": value.value}
        return plain if datatype == STRING else {**plain, "@type": shorten(datatype)}


def _bare(key: str, value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 and key != "@id" else value
