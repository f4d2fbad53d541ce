"""The provenance graph: which inputs, with which hash, and which PlanGraph each graph came from. No clock, no host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from plangraph import __version__
from plangraph.namespaces import PROVENANCE_GRAPH, ident, pg, term

Fact: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Input:
    """One file a graph was made from."""

    path: str  # relative to the bundled ``graph/`` ("reference/nesdp_13.ttl"), or "<plan-id>/<file name>" elsewhere
    sha256: str
    bundled: bool = True


def provenance_quads(origins: Mapping[NamedNode, Sequence[Input]]) -> Iterator[Quad]:
    """What each graph was derived from, and that this version of PlanGraph did it."""
    graph, build, software = NamedNode(PROVENANCE_GRAPH), ident("build"), ident("software/plangraph")
    facts: list[Fact] = [
        (build, term("rdf:type"), term("prov:Activity")),
        (build, term("prov:wasAssociatedWith"), software),
        (software, term("rdf:type"), term("prov:SoftwareAgent")),
        (software, term("rdfs:label"), Literal("PlanGraph")),
        (software, term("schema:softwareVersion"), Literal(__version__)),
    ]
    for made, inputs in origins.items():
        facts += [
            (made, term("rdf:type"), term("prov:Entity")),
            (made, term("prov:wasGeneratedBy"), build),
            *((made, term("prov:wasDerivedFrom"), _node(source)) for source in inputs),
        ]
    for source in {source for inputs in origins.values() for source in inputs}:
        facts += [
            (_node(source), term("rdf:type"), term("prov:Entity")),
            (_node(source), pg("sourcePath"), Literal(f"graph/{source.path}" if source.bundled else source.path)),
            (_node(source), pg("sha256"), Literal(source.sha256)),
        ]
    return (Quad(*fact, graph) for fact in facts)


def _node(source: Input) -> NamedNode:
    return ident(f"input/{source.sha256[:16]}")
