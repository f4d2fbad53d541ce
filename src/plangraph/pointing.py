"""What points to a thing, the other way round from ``described``: parts, results, readings, links into an element.

Functions of the store's type, like those of ``described``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from plangraph.described import describe, first, select_for, text_of
from plangraph.links import Link, group_links
from plangraph.namespaces import expand
from plangraph.store import GraphStore

_POINTING: Final = "SELECT ?subject ?object WHERE {{ %s ?subject <{name}> ?object }}"
_READ: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?plan WHERE { ?plan pg:wasRead true }"""
_INTO: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?from ?to ?relation ?alignment ?basis ?verification WHERE {
  %s ?alignment pg:to ?to ; pg:relation ?relation ; pg:from ?from ; pg:basis ?basis .
  OPTIONAL { ?alignment pg:verification ?verification } }"""


@dataclass(frozen=True, slots=True)
class Into:
    """The links into an element: how many there are, how many name it, and the first of those that do, by source."""

    every: int
    named: int
    first: tuple[Link, ...]


@singledispatch
def pointing(store: GraphStore, name: str, iris: Iterable[str]) -> list[tuple[str, str]]:
    """Subject and object, by object, of every statement of a property that leads to one of these IRIs.

    ``name`` is the prefixed name of the property. The IRIs must come from a store or have been checked.
    """
    rows = select_for(store, _POINTING.format(name=expand(name)), "object", iris)
    return sorted({(text_of(row["subject"]), text_of(row["object"])) for row in rows}, key=lambda pair: pair[::-1])


def subjects_of(store: GraphStore, name: str, iris: Iterable[str], kind: str) -> list[str]:
    """The subjects of ``pointing`` that are of a class (its prefixed name), each once, in the order of their IRIs."""
    found = {subject for subject, _ in pointing(store, name, iris)}
    described = describe(store, found, ("rdf:type",))
    return [
        iri for iri in sorted(described) if expand(kind) in map(text_of, described[iri].get(expand("rdf:type"), []))
    ]


@singledispatch
def links_into(store: GraphStore, target: str, most: int) -> Into:
    """The links into an element, at most ``most`` of them told one by one."""
    found = group_links(select_for(store, _INTO, "to", [target]))
    links = [link for source in sorted(found) for link in found[source]]
    named = [link for link in links if link.named]
    return Into(len(links), len(named), tuple(named[:most]))


@singledispatch
def read_plans(store: GraphStore) -> list[str]:
    """The plans that were read, by IRI."""
    return sorted(text_of(row["plan"]) for row in store.select(_READ))


def province_of(store: GraphStore, plan: str | None) -> str:
    """The province a plan is for; "" where nothing says so."""
    facts = describe(store, [plan], ("pg:provinceName",)).get(plan, {}) if plan else {}
    return first(facts, "pg:provinceName") or ""
