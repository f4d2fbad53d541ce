"""What points to a thing, the other way round from ``described``: parts, results, readings, links into an element.

Functions of the store's type, like those of ``described``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from plangraph.described import describe, first, select_for, text_of
from plangraph.links import LINKS, Link, group_links
from plangraph.namespaces import expand
from plangraph.store import GraphStore

_POINTING: Final = "SELECT ?subject ?object WHERE {{ %s ?subject <{name}> ?object }}"
_READ: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?plan WHERE { ?plan pg:wasRead true }"""


@dataclass(frozen=True, slots=True)
class Into:
    """The links into an element: how many there are, how many name it, and some of those that do, by source."""

    every: int
    named: int
    links: tuple[Link, ...]


@singledispatch
def pointing(store: GraphStore, name: str, iris: Iterable[str]) -> list[tuple[str, str]]:
    """Subject and object, by object, of every statement of a property that leads to one of these IRIs.

    ``name`` is the prefixed name of the property. The IRIs must come from a store or have been checked.
    """
    rows = select_for(store, _POINTING.format(name=expand(name)), "object", iris)
    return sorted({(text_of(row["subject"]), text_of(row["object"])) for row in rows}, key=lambda pair: pair[::-1])


def members(store: GraphStore, name: str, iris: Iterable[str], kind: str) -> dict[str, list[str]]:
    """The subjects of ``pointing`` that are of a class (its prefixed name), by what they point to."""
    pairs = pointing(store, name, iris)
    described = describe(store, {subject for subject, _ in pairs}, ("rdf:type",))
    found: dict[str, list[str]] = {}
    for subject, target in pairs:
        if expand(kind) in map(text_of, described.get(subject, {}).get(expand("rdf:type"), [])):
            found.setdefault(target, []).append(subject)
    return found


@singledispatch
def links_into(store: GraphStore, target: str, start: int = 0, stop: int | None = None) -> Into:
    """The links into an element; those that name it are told one by one from ``start`` up to ``stop``."""
    found = group_links(select_for(store, LINKS, "to", [target]))
    links = [link for source in sorted(found) for link in found[source]]
    named = [link for link in links if link.named]
    return Into(len(links), len(named), tuple(named[start:stop]))


@singledispatch
def read_plans(store: GraphStore) -> list[str]:
    """The plans that were read, by IRI."""
    return sorted(text_of(row["plan"]) for row in store.select(_READ))


def provinces_of(store: GraphStore, plans: Iterable[str | None]) -> dict[str | None, str]:
    """The province each plan is for; "" where nothing says so."""
    wanted = set(plans)
    found = describe(store, {plan for plan in wanted if plan}, ("pg:provinceName",))
    return {plan: first(found.get(plan or "", {}), "pg:provinceName") or "" for plan in wanted}
