"""Everything a store says of some IRIs, in few queries: the one way our own answers read the graph.

One pattern (``?subject ?property ?value``) over a batch of IRIs answers in under a millisecond on every store, where a
row of ``OPTIONAL`` multiplies rows and time.

What reads the graph in bulk is a function of the store's type (``singledispatch``): SPARQL answers for every store, and
``snapshot/store.py`` answers from columns for the store that has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch
from typing import Final, NamedTuple

from plangraph.namespaces import ID, expand
from plangraph.store import GraphStore, Row, Term

DOCUMENTS: Final = f"{ID}document/"
BATCH: Final = 200  # IRIs per query

Properties = dict[str, list[Term]]  # property IRI -> values
Described = dict[str, Properties]

_EVIDENCE: Final = expand("pg:evidence")
_OF_PASSAGE: Final = ("pg:document", "pg:firstLine", "pg:lastLine", "pg:exactText")
_DESCRIBE: Final = "SELECT ?subject ?property ?value WHERE {{ %s ?subject ?property ?value {only} }}"


class Passage(NamedTuple):
    """Where a document says something."""

    document: str  # document id: "lampang-industry-action-plan-2570"
    first_line: int
    last_line: int
    text: str  # verbatim


def select_for(store: GraphStore, query: str, variable: str, iris: Iterable[str]) -> Iterator[Row]:
    """The rows of ``query``, whose ``%s`` takes the values of ``variable``, for all ``iris`` in batches.

    The IRIs must come from a store or have been checked by ``NamedNode``: they are written into the query.
    """
    wanted = sorted(set(iris))
    for first in range(0, len(wanted), BATCH):
        values = " ".join(f"<{iri}>" for iri in wanted[first : first + BATCH])
        yield from store.select(query % f"VALUES ?{variable} {{ {values} }}")


@singledispatch
def describe(store: GraphStore, iris: Iterable[str], only: Iterable[str] = ()) -> Described:
    """What the store says of each IRI: IRI, property, values in the order of their text.

    ``only`` are the prefixed names of the properties wanted; with none, all of them.
    """
    wanted = ", ".join(f"<{expand(name)}>" for name in only)
    query = _DESCRIBE.format(only=f"FILTER(?property IN ({wanted}))" if wanted else "")
    found: Described = {}
    for row in select_for(store, query, "subject", iris):
        properties = found.setdefault(text_of(row["subject"]), {})
        properties.setdefault(text_of(row["property"]), []).append(row["value"])
    for properties in found.values():
        for values in properties.values():
            values.sort(key=str)
    return found


def text_of(term: Term) -> str:
    """The IRI or the text of a term."""
    return term.value


def first(properties: Properties, name: str) -> str | None:
    """The first value of a prefixed property as text."""
    values = properties.get(expand(name))
    return text_of(values[0]) if values else None


def number(properties: Properties, name: str) -> int | None:
    """The first value of a prefixed property as a whole number."""
    value = first(properties, name)
    return int(value) if value is not None and value.isdecimal() else None


def label_of(properties: Properties, lang: str) -> str | None:
    """The label in ``lang``, else in Thai, else any."""
    labels = properties.get(expand("rdfs:label"), [])
    ranked = sorted(((getattr(term, "language", None), text_of(term)) for term in labels), key=_by_language(lang))
    return ranked[0][1] if ranked else None


def _by_language(lang: str) -> Callable[[tuple[str | None, str]], tuple[bool, bool, str]]:
    return lambda label: (label[0] != lang, label[0] != "th", label[1])


def fetch_passages(store: GraphStore, evidence: Described) -> dict[str, tuple[Passage, ...]]:
    """The passages that described things have as evidence, in the order of the document."""
    wanted = {iri: [text_of(term) for term in properties.get(_EVIDENCE, [])] for iri, properties in evidence.items()}
    passages = describe(store, {passage for passages in wanted.values() for passage in passages}, _OF_PASSAGE)
    return {
        iri: tuple(sorted(_passage(passages[passage]) for passage in found if passage in passages))
        for iri, found in wanted.items()
    }


def _passage(properties: Properties) -> Passage:
    first_line = number(properties, "pg:firstLine") or 0
    return Passage(
        (first(properties, "pg:document") or "").removeprefix(DOCUMENTS),
        first_line,
        number(properties, "pg:lastLine") or first_line,
        first(properties, "pg:exactText") or "",
    )
