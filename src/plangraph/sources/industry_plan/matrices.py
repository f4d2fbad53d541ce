"""Tables that are read into records of their own (strategies, crosswalk, TOWS, results), kept as tables as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plangraph.records import Fate, Guideline, Result, Table
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.reading import Reading
from plangraph.sources.tables import find_tables
from plangraph.thai import normalize

ROLES = ("situation.", "programme.guidelines", "crosswalk", "results")


def matrix_tables(
    reading: Reading,
    parts: tuple[Part, ...],
    known: list[Table],
    guidelines: tuple[Guideline, ...],
    results: tuple[Result, ...],
) -> tuple[Table, ...]:
    """The tables of a document that are not among ``known``, with the cells of the lines that were read, in order.

    Nothing is accounted here: what became of a line is what the reader of its section said.
    """
    taken = {line for table in known for line in range(table.span.first_line, table.span.last_line + 1)}
    titles = {
        **{guideline.span.first_line: normalize(_printed(reading, guideline)) for guideline in guidelines},
        **{result.span.first_line: result.name for result in results},
        **{part.heading_first: part.title for part in parts if part.role == "crosswalk"},
    }
    kept = [part for part in parts if part.role.startswith(ROLES)]
    return tuple(_titled(table, part, titles) for part in kept for table in _tables(reading, part, taken))


def _printed(reading: Reading, guideline: Guideline) -> str:
    """A guideline as it is printed, without what stands between its lines and is no part of it."""
    span = guideline.span
    lines = enumerate(span.text.split("\n"), start=span.first_line)
    return " ".join(text for number, text in lines if reading.account.fates[number - 1] is Fate.READ)


def _tables(reading: Reading, part: Part, taken: set[int]) -> Iterator[Table]:
    if not any("\t" in reading.line(line) and line not in taken for line in reading.numbers(part.first, part.last)):
        return
    for found in find_tables(
        reading.source, part.first, part.last, part.title, reading.strangers(part.first, part.last)
    ):
        table = found.table
        cells = tuple(cell for cell in table.cells if reading.account.fates[cell.line - 1] is Fate.READ)
        if cells and table.span.first_line not in taken:
            yield replace(table, cells=cells, span=reading.as_printed(table.span))


def _titled(table: Table, part: Part, titles: dict[int, str]) -> Table:
    """A table under a guideline, a result or the heading of the crosswalk has its title for a caption."""
    above = [line for line in titles if part.heading_first <= line < table.span.first_line]
    return replace(table, caption=titles[max(above)]) if above else table
