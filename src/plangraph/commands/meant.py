"""Which element of a graph a user means by a name or an IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from plangraph.store import GraphStore
    from plangraph.texts import Lang

BAD_INPUT: Final = 2
_SURE: Final = 0.9  # likeness from which an element found by name is taken as meant


def element_meant(graph: GraphStore, text: str, year: int | None, lang: Lang) -> str:
    """The IRI of the project or element that a name means; what fits nothing or several ends with candidates."""
    from plangraph.commands.check import print_no_match
    from plangraph.naming import as_iri, find_project
    from plangraph.outputs.network_collect import is_element
    from plangraph.search import search

    if is_element(graph, as_iri(text)):
        return as_iri(text)
    match = find_project(graph, text, year)
    if match.kind == "found":
        return match.candidates[0].id
    hits = search(graph, text, least=_SURE, limit=2) if match.kind == "unknown" else []
    if hits and (len(hits) == 1 or hits[0].score > hits[1].score):
        return hits[0].id
    print_no_match(match, text, year, "table", lang)
    raise click.exceptions.Exit(BAD_INPUT)
