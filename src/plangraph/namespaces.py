"""Prefixes and terms: the one place that spells a namespace.

Namespaces are plain strings, the helpers return ``pyoxigraph.NamedNode``. Importing this module costs about 5 ms.
"""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import NamedNode

ONTOLOGY = "https://w3id.org/plangraph/ontology"  # the ontology itself, and the graph it is loaded into
PG = f"{ONTOLOGY}#"
ID = "https://w3id.org/plangraph/id/"
GRAPH = f"{ID}graph/"

REVIEWS_GRAPH = f"{GRAPH}reviews"
PROPOSALS_GRAPH = f"{GRAPH}proposals"  # the one named graph that the union leaves out
PROVENANCE_GRAPH = f"{GRAPH}provenance"

PREFIXES: dict[str, str] = {
    "pg": PG,
    "id": ID,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(name: str) -> str:
    """The IRI of a prefixed name such as ``prov:Entity``; a prefix outside ``PREFIXES`` raises ``KeyError``."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


@lru_cache(maxsize=4096)
def term(name: str) -> NamedNode:
    """The node of a prefixed name such as ``prov:Entity``; a prefix outside ``PREFIXES`` raises ``KeyError``."""
    return NamedNode(expand(name))


@lru_cache(maxsize=1024)
def pg(local: str) -> NamedNode:
    """The ontology term with this local name: ``pg("Project")``."""
    return NamedNode(PG + local)


def ident(path: str) -> NamedNode:
    """The data node at this path under the data namespace: ``ident("national-strategy/2")``.

    A path that is no part of an IRI (blanks, angle brackets) raises ``ValueError``.
    """
    return NamedNode(ID + path)


def graph_node(path: str) -> NamedNode:
    """The named graph at this path: ``graph_node("reviews")`` is ``…/id/graph/reviews``."""
    return ident(f"graph/{path}")


@lru_cache(maxsize=1)
def sparql_prefixes() -> str:
    """Every prefix as a SPARQL ``PREFIX`` line, in alphabetical order, ending in a newline."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(PREFIXES.items()))


@lru_cache(maxsize=1)
def _longest_first() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0])))


def shorten(iri: str) -> str:
    """The IRI with its namespace as a prefix (``id:national-strategy/2``), for people; others stay as they are."""
    for namespace, prefix in _longest_first():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
