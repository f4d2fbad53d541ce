"""What stands inside a table and is none of it: strangers, rows of something else, and the gaps around them."""

from __future__ import annotations

from collections.abc import Iterator

from plangraph.document import SourceText
from plangraph.sources.table_rows import Row, cut, looks_like_data, opens
from plangraph.thai import to_arabic

_NEAR = 8  # lines within which two rows can still be of one table


def rows_alone(source: SourceText, first: int, last: int) -> frozenset[int]:
    """Rows that stand for themselves: none right next to them, and none near that has as many cells."""
    tabs = {line: source.line(line).count("\t") for line in range(first, last + 1) if "\t" in source.line(line)}
    rows = list(tabs)
    found = set()
    for place, line in enumerate(rows):
        beside = (*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2])
        near = [other for other in beside if abs(other - line) <= _NEAR]
        if all(abs(other - line) > 1 and tabs[other] != tabs[line] for other in near):
            found.add(line)
    return frozenset(found)


def strangers_inside(source: SourceText, first: int, last: int, strangers: frozenset[int]) -> frozenset[int]:
    """The strangers between two rows, or between unit and rows: a caption may be written in another script."""
    found: set[int] = set()
    run: list[int] = []
    below_row = False
    for line in range(first, last + 1):
        if line in strangers:  # among them rows that stand for themselves
            run.append(line)
        elif source.line(line).strip():
            is_row = "\t" in source.line(line)
            found.update(run if below_row and is_row else ())
            run, below_row = [], is_row or opens(source.line(line), "unit_openers") is not None
    return frozenset(found)


def gaps(source: SourceText, first: int, last: int, apart: frozenset[int]) -> Iterator[int]:
    """The blank lines that came with strangers: one of the two around them, both where they only parted two rows."""
    for start in sorted(line for line in apart if line - 1 not in apart):
        end = start
        while end + 1 in apart:
            end += 1
        if start - 1 < first or end + 1 > last or source.line(start - 1).strip() or source.line(end + 1).strip():
            continue
        yield end + 1
        if start - 2 >= first and end + 2 <= last and _row_goes_on(source.line(start - 2), source.line(end + 2)):
            yield start - 1


def _row_goes_on(above: str, below: str) -> bool:
    """Whether the row ``below`` can follow ``above``; one of words alone below figures may be a new header."""
    rows = [Row(0, cut(above)), Row(0, cut(below))]
    if len(rows[0].cells) < 2 or len(rows[0].cells) != len(rows[1].cells):
        return False
    first = to_arabic(rows[1].cells[0])
    return not looks_like_data(rows[0], []) or looks_like_data(rows[1], []) or not first or first[0].isdigit()
