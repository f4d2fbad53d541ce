"""Everything the graph says of one thing, as rows that people and templates can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from plangraph.described import Passage, describe, fetch_passages, label_of, number, text_of
from plangraph.links import node_of
from plangraph.namespaces import PG, expand, shorten
from plangraph.query_formats import number_of

if TYPE_CHECKING:
    from plangraph.described import Properties
    from plangraph.links import Node
    from plangraph.store import Term
    from plangraph.texts import Lang
    from plangraph.web.site import Site

SHOWN_VALUES: Final = 60
_NOT_FACTS: Final = frozenset(map(expand, ("rdf:type", "rdfs:label", "pg:evidence", "pg:partOf", "pg:alignedTo")))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: ``iri`` leads somewhere."""

    text: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One property with its values."""

    property: str  # IRI
    label: str
    values: tuple[Value, ...]
    more: int  # values not shown


def facts_of(site: Site, properties: Properties, lang: Lang) -> list[Fact]:
    """The properties of a described thing but those the page shows elsewhere, in the order of their labels."""
    shown = {name: values for name, values in properties.items() if name not in _NOT_FACTS}
    linked = {text_of(term) for values in shown.values() for term in values[:SHOWN_VALUES] if _is_iri(term)}
    labels = labels_of(site, {*linked, *shown}, lang)
    rows = [
        Fact(
            name,
            labels.get(name, shorten(name)),
            tuple(_value(term, labels) for term in values[:SHOWN_VALUES]),
            max(0, len(values) - SHOWN_VALUES),
        )
        for name, values in shown.items()
    ]
    return sorted(rows, key=lambda row: (not row.property.startswith(PG), row.label))


def labels_of(site: Site, iris: Iterable[str], lang: Lang) -> dict[str, str]:
    """The labels of IRIs that have one; a budget line or passage without one goes by its short name."""
    found = describe(site.store, iris, ("rdfs:label",))
    return {iri: label for iri, properties in found.items() if (label := label_of(properties, lang))}


def _is_iri(term: Term) -> bool:
    return isinstance(term, NamedNode)


def _value(term: Term, labels: dict[str, str]) -> Value:
    text = text_of(term)
    if _is_iri(term):
        return Value(labels.get(text, shorten(text)), text)
    figure = number_of(term)
    return Value(text if figure is None or isinstance(figure, int) else f"{figure:,f}")


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a brief: an objective, an activity, an indicator."""

    node: Node
    passage: Passage | None


def items(site: Site, properties: Properties, name: str, lang: Lang) -> list[Item]:
    """The things a property points to, in the order of their numbers, each with the place that says it."""
    iris = [text_of(term) for term in properties.get(expand(name), []) if _is_iri(term)]
    found = describe(site.store, iris)
    passages = fetch_passages(site.store, found)
    made = [Item(node_of(iri, found[iri], lang), next(iter(passages[iri]), None)) for iri in iris if iri in found]
    return sorted(
        made, key=lambda item: (item.node.number or number(found[item.node.id], "pg:number") or 0, item.node.id)
    )
