"""The SPARQL 1.1 Service Description of the endpoint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from plangraph.namespaces import PROPOSALS_GRAPH, term
from plangraph.web.render_answer import rdf

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip


def description(endpoint: str, graphs: Iterable[str], media_type: str) -> bytes:
    """The description of the service at this URL, over these named graphs."""
    return rdf(triples(endpoint, graphs), media_type)


def triples(endpoint: str, graphs: Iterable[str]) -> list[Triple]:
    """The description as triples."""
    service, dataset, union = BlankNode("service"), BlankNode("dataset"), BlankNode("union")
    found = [
        Triple(service, term("rdf:type"), _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        *(Triple(service, _sd("resultFormat"), NamedNode(FORMATS + name)) for name in _RESULTS),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(service, _sd("availableGraphs"), dataset),
        Triple(dataset, term("rdf:type"), _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), union),
        Triple(union, term("rdf:type"), _sd("Graph")),
    ]
    for at, iri in enumerate(sorted(graphs)):
        graph = BlankNode(f"graph{at}")
        found += [
            Triple(dataset, _sd("namedGraph"), graph),
            Triple(graph, term("rdf:type"), _sd("NamedGraph")),
            Triple(graph, _sd("name"), NamedNode(iri)),
        ]
        if iri == PROPOSALS_GRAPH:
            found.append(Triple(graph, term("rdfs:comment"), Literal("not in the default graph", language="en")))
    return found


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
