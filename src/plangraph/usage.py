"""How much of what a graph holds: statements of a named graph, and the terms of the vocabulary with their uses.

Functions of the store's type, like those of ``described``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from plangraph.described import text_of
from plangraph.namespaces import ONTOLOGY
from plangraph.store import GraphStore, Term

_SIZE: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } }"
_TERMS: Final = f"SELECT DISTINCT ?term WHERE {{ GRAPH <{ONTOLOGY}> {{ ?term a ?class }} }}"
_MEMBERS: Final = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a ?class } GROUP BY ?class"
_USES: Final = "SELECT ?property (COUNT(*) AS ?count) WHERE { ?thing ?property ?value } GROUP BY ?property"
_SOME_MEMBERS: Final = "SELECT ?thing WHERE { ?thing a <%s> . FILTER EXISTS { ?thing ?p ?o } } LIMIT %d"
_SOME_USES: Final = "SELECT ?thing ?value WHERE { ?thing <%s> ?value } LIMIT %d"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things each class has, and how many statements each property."""

    members: dict[str, int]
    uses: dict[str, int]


@singledispatch
def graph_size(store: GraphStore, graph: str) -> int:
    """How many statements a named graph has."""
    return int(text_of(store.select(_SIZE % graph)[0]["n"]))


@singledispatch
def terms(store: GraphStore) -> list[str]:
    """The terms that the vocabulary defines, by IRI."""
    return sorted(text_of(row["term"]) for row in store.select(_TERMS))


@singledispatch
def counts(store: GraphStore) -> Counts:
    """How much every class and property is used."""
    members = {text_of(row["class"]): int(text_of(row["count"])) for row in store.select(_MEMBERS)}
    uses = {text_of(row["property"]): int(text_of(row["count"])) for row in store.select(_USES)}
    return Counts(members, uses)


@singledispatch
def some_members(store: GraphStore, kind: str, most: int) -> list[str]:
    """A few things of a class."""
    return [text_of(row["thing"]) for row in store.select(_SOME_MEMBERS % (kind, most))]


@singledispatch
def some_uses(store: GraphStore, name: str, most: int) -> list[tuple[Term, Term]]:
    """A few things that have a property, each with its value."""
    return [(row["thing"], row["value"]) for row in store.select(_SOME_USES % (name, most))]
