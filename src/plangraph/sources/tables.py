"""Statistics and matrix tables: find them with caption, unit, source and notes, join page breaks, read the cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from plangraph.document import SourceText
from plangraph.records import Cell, Table
from plangraph.sources.table_gaps import gaps, rows_alone, strangers_inside
from plangraph.sources.table_rows import (
    Grid,
    Row,
    cut,
    header_rows,
    label_column,
    looks_like_data,
    make_grid,
    opens,
    repeats,
    row_headers,
    settings,
)
from plangraph.thai import normalize, parse_number, to_arabic

_PAGE_NUMBER = re.compile(r"\s*+[-–]?\s*+\d{1,3}\s*+[-–]?\s*+")
_LIST_MARKER = re.compile(r"\s*(?:[-–•*❖]\s|\(?\d{1,2}\)|\d{1,2}\.\s)")
_NUMBERED_NOTE = re.compile(r"\s*(\d{1,2})[.)]\s*\S")
_MOST_FOREIGN = 3  # lines without a tab that may stand between two rows of one table
_MOST_CAPTION_LINES = 3


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table and the lines it used; ``unread`` are lines inside it that fit no row."""

    table: Table
    caption_lines: tuple[int, ...]  # empty when the caption is borrowed from the heading above the running text
    unit_line: int | None
    header_lines: tuple[int, ...]  # repetitions after page breaks included
    body_lines: tuple[int, ...]
    source_lines: tuple[int, ...]
    note_lines: tuple[int, ...]
    page_lines: tuple[int, ...]  # page numbers between two parts
    unread: tuple[int, ...]

    @property
    def headless(self) -> bool:
        """Whether no header was printed or it was cut away."""
        return not self.header_lines

    def lines(self) -> tuple[int, ...]:
        """Every line that was understood, in order."""
        unit = () if self.unit_line is None else (self.unit_line,)
        parts = (self.caption_lines, unit, self.header_lines, self.body_lines, self.source_lines, self.note_lines)
        return tuple(sorted(line for part in parts for line in part))


@dataclass(slots=True)
class _Part:
    """A run of lines with tabs, and the lines without tabs that stand between its rows."""

    rows: list[Row]
    foreign: list[int]
    page: list[int]

    @property
    def first(self) -> int:
        return self.rows[0].line

    @property
    def last(self) -> int:
        return max(self.rows[-1].line, *self.foreign) if self.foreign else self.rows[-1].line


@dataclass(frozen=True, slots=True)
class _Above:
    caption: str
    caption_lines: tuple[int, ...]
    unit: str
    unit_line: int | None


@dataclass(frozen=True, slots=True)
class _Below:
    source: str
    source_lines: tuple[int, ...]
    notes: tuple[str, ...]
    note_lines: tuple[int, ...]
    last: int


# --- parts -----------------------------------------------------------------------------------------------------------


def _is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(to_arabic(text)))


def _surrounds(text: str) -> bool:
    return any(opens(text, key) for key in ("unit_openers", "source_openers", "note_openers"))


def _parts(source: SourceText, first: int, last: int) -> Iterator[_Part]:
    line = first
    while line <= last:
        if "\t" not in source.line(line):
            line += 1
            continue
        part = _Part([], [], [])
        while line <= last:
            text = source.line(line)
            if "\t" in text:
                part.rows.append(Row(line, cut(text)))
                line += 1
                continue
            gap = _foreign(source, line, last, len(part.rows[-1].cells))
            if not gap:
                break
            part.page += [at for at in gap if _is_page_number(source.line(at))]
            part.foreign += [at for at in gap if at not in part.page]
            line = gap[-1] + 1
        yield part


def _foreign(source: SourceText, line: int, last: int, width: int) -> list[int]:
    """The lines without tabs from ``line`` on that stand inside a table: a row follows them, or they close it."""
    gap: list[int] = []
    while line <= last and len(gap) <= _MOST_FOREIGN:
        text = source.line(line)
        if "\t" in text:
            return gap if len(cut(text)) == width else []
        if not text.strip() or _surrounds(text):
            break
        gap.append(line)
        line += 1
    return gap if len(gap) == 1 and not (line <= last and source.line(line).strip()) else []


def _joined(source: SourceText, parts: list[_Part]) -> Iterator[_Part]:
    """Parts of one table over page breaks, as one: the header again, or figures going on in the same columns."""
    current: _Part | None = None
    for part in parts:
        if current is None:
            current = part
            continue
        between = range(current.last + 1, part.first)
        filled = [line for line in between if source.line(line).strip()]
        page = [line for line in filled if _is_page_number(source.line(line))]
        text = [line for line in filled if line not in page]
        headers = header_rows(current.rows)
        width = len(headers[0].cells) if headers else len(current.rows[0].cells)
        goes_on = len(part.rows[0].cells) == width and looks_like_data(part.rows[0], part.rows[1:])
        interrupted = len(text) <= 1 and not any(_surrounds(source.line(line)) for line in text)
        begun = interrupted and len(headers) == len(current.rows) and len(part.rows[0].cells) == width
        if (not text and repeats(headers, part.rows)) or (goes_on and interrupted) or begun:
            current.rows += part.rows
            current.foreign += [*text, *part.foreign]
            current.page += [*page, *part.page]
        else:
            yield current
            current = part
    if current is not None:
        yield current


# --- around the table ------------------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return normalize(text.replace("**", ""))


def _is_caption(text: str) -> bool:
    plain = _clean(text)
    limits = settings()
    return (
        0 < len(plain) <= limits["longest_caption"]
        and "\t" not in text
        and not plain.endswith(tuple(limits["lead_in_ends"]))
        and not _LIST_MARKER.match(to_arabic(plain))
        and not _surrounds(text)
        and not _is_page_number(plain)
    )


def _group_above(source: SourceText, line: int, floor: int) -> list[int]:
    """The run of filled lines that ends next above ``line``, in order; blank lines between are skipped."""
    while line >= floor and not source.line(line).strip():
        line -= 1
    group: list[int] = []
    while line >= floor and source.line(line).strip():
        group.insert(0, line)
        line -= 1
    return group


def _caption_lines(source: SourceText, line: int, floor: int) -> tuple[int, ...]:
    group = _group_above(source, line, floor)
    if not group or len(group) > _MOST_CAPTION_LINES or not all(_is_caption(source.line(at)) for at in group):
        return ()
    if _clean(source.line(group[0])).startswith(tuple(settings()["caption_goes_on"])):
        return (*_caption_lines(source, group[0] - 1, floor), *group)
    return tuple(group)


def _heading_above(source: SourceText, line: int, floor: int) -> str:
    """The nearest line above that could be a caption, for a table that follows running text."""
    return next((_clean(source.line(at)) for at in range(line, floor - 1, -1) if _is_caption(source.line(at))), "")


def _above(source: SourceText, first: int, floor: int, heading: str) -> _Above:
    line = first - 1
    unit, unit_line = "", None
    group = _group_above(source, line, floor)
    opened = opens(source.line(group[-1]), "unit_openers") if group else None
    if opened:
        unit, unit_line = _clean(opened[1].rstrip(")] ")), group[-1]
        line = unit_line - 1
    lines = _caption_lines(source, line, floor)
    caption = " ".join(_clean(source.line(at)) for at in lines) or _heading_above(source, line, floor) or heading
    return _Above(caption, lines, unit, unit_line)


def _next_filled(source: SourceText, line: int, last: int) -> int | None:
    return next((at for at in range(line, last + 1) if source.line(at).strip()), None)


def _whole_note(source: SourceText, line: int, last: int) -> list[int]:
    """A source or note line and the lines right under it that it runs on into."""
    lines = [line]
    while line < last:
        text = source.line(line + 1)
        if not text.strip() or "\t" in text or _surrounds(text) or len(source.line(line)) < 40:
            break
        line += 1
        lines.append(line)
    return lines


def _below(source: SourceText, after: int, last: int) -> _Below:
    """Source and notes under a table, in either order; numbered notes run on over blank lines."""
    text, source_lines, notes, note_lines = "", list[int](), list[str](), list[int]()
    number = 0
    line = _next_filled(source, after + 1, last)
    end = after
    while line is not None:
        printed = source.line(line)
        numbered = _NUMBERED_NOTE.match(to_arabic(printed))
        if opens(printed, "source_openers") and not source_lines:
            lines = source_lines = _whole_note(source, line, last)
            text = _clean(" ".join(source.line(at) for at in lines))
        elif (note := opens(printed, "note_openers")) or (number and numbered and int(numbered[1]) == number + 1):
            lines = _whole_note(source, line, last)
            note_lines += lines
            notes.append(_clean(" ".join(source.line(at) for at in lines)))
            first = _NUMBERED_NOTE.match(to_arabic(note[1])) if note else numbered
            number = int(first[1]) if first else 0
        else:
            break
        end = lines[-1]
        line = _next_filled(source, end + 1, last)
    return _Below(text, tuple(source_lines), tuple(notes), tuple(note_lines), end)


# --- reading ---------------------------------------------------------------------------------------------------------


def _cells(grid: Grid) -> Iterator[Cell]:
    """The filled cells beside the labels; a row that has only a label keeps that one cell."""
    label = label_column(grid.header)
    for number, (row, text) in enumerate(zip(grid.body, row_headers(grid), strict=True), start=1):
        filled = [column for column in range(label + 1, len(row.cells)) if row.cells[column]]
        for column in filled or [column for column in range(label + 1) if row.cells[column]][-1:]:
            reading = parse_number(row.cells[column])
            yield Cell(
                row=number,
                column=column + 1,
                row_header=text,
                column_header=grid.header[column],
                printed=row.cells[column],
                value=reading.value,
                damaged=reading.damaged,
                line=row.line,
            )


def _table(source: SourceText, grid: Grid, last: int, above: _Above, below: _Below, heading: str) -> Table:
    lines = [row.line for row in (*grid.headers, *grid.body)]
    return Table(
        caption=above.caption,
        header=grid.header,
        cells=tuple(_cells(grid)),
        span=source.span(min(lines), max(lines, default=last)),
        unit=above.unit,
        source=below.source,
        notes=below.notes,
        heading=heading,
    )


def _is_trimmed(source: SourceText) -> bool:
    """Whether an editor cut the white space at the ends of lines, and with it the empty cells there."""
    return not any(line.endswith("\t") for line in source.lines)


def read_table(
    source: SourceText, first_line: int, last_line: int, *, caption: str, unit: str, source_note: str, heading: str
) -> Table:
    """Read the one table whose rows stand in these lines; lines without a tab are passed over.

    Raises ``ValueError`` when no line there has a tab.
    """
    rows = [Row(at, cut(source.line(at))) for at in range(first_line, last_line + 1) if "\t" in source.line(at)]
    if not rows:
        raise ValueError(f"{source.document_id}:{first_line}-{last_line}: no table in these lines")
    above = _Above(caption, (), unit, None)
    below = _Below(source_note, (), (), (), last_line)
    return _table(source, make_grid(rows, [], trimmed=_is_trimmed(source)), last_line, above, below, heading)


def find_tables(
    source: SourceText, first: int, last: int, heading: str, strangers: Collection[int] = ()
) -> list[FoundTable]:
    """Every table whose rows stand in lines ``first`` to ``last``, page breaks joined, in order.

    ``strangers`` are lines known to belong to nothing: tables are found as if they were not there, and those that stand
    inside one are among its unread lines.
    """
    alone = rows_alone(source, first, last)
    apart = strangers_inside(source, first, last, frozenset(strangers) | alone)
    if not apart:
        return [table for table in _find(source, first, last, heading) if not alone.intersection(table.lines())]
    dropped = apart.union(gaps(source, first, last, apart))
    kept = [line for line in range(first, last + 1) if line not in dropped]
    without = replace(source, lines=(*source.lines[: first - 1], *(source.line(line) for line in kept)))
    found = _find(without, first, first + len(kept) - 1, heading)
    moved = (_moved(source, table, dict(enumerate(kept, start=first)), apart) for table in found)
    return [table for table in moved if not alone.intersection(table.lines())]


def _moved(source: SourceText, found: FoundTable, places: dict[int, int], apart: frozenset[int]) -> FoundTable:
    """A table found among the kept lines, with the numbers those lines have in the document."""

    def of(lines: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(places[line] for line in lines)

    table = found.table
    span = source.span(places[table.span.first_line], places[table.span.last_line])
    inside = [line for line in apart if span.first_line < line < span.last_line]
    return FoundTable(
        table=replace(table, span=span, cells=tuple(replace(c, line=places[c.line]) for c in table.cells)),
        caption_lines=of(found.caption_lines),
        unit_line=None if found.unit_line is None else places[found.unit_line],
        header_lines=of(found.header_lines),
        body_lines=of(found.body_lines),
        source_lines=of(found.source_lines),
        note_lines=of(found.note_lines),
        page_lines=of(found.page_lines),
        unread=tuple(sorted((*of(found.unread), *inside))),
    )


def _find(source: SourceText, first: int, last: int, heading: str) -> list[FoundTable]:
    found: list[FoundTable] = []
    floor = first
    trimmed = _is_trimmed(source)
    for part in _joined(source, list(_parts(source, first, last))):
        grid = make_grid(part.rows, part.foreign, trimmed=trimmed)
        if not grid.body and not grid.headers:
            continue
        above = _above(source, part.first, floor, heading)
        below = _below(source, part.last, last)
        found.append(
            FoundTable(
                table=_table(source, grid, part.last, above, below, heading),
                caption_lines=above.caption_lines,
                unit_line=above.unit_line,
                header_lines=tuple(sorted((*(row.line for row in grid.headers), *grid.repeated))),
                body_lines=tuple(row.line for row in grid.body),
                source_lines=below.source_lines,
                note_lines=below.note_lines,
                page_lines=tuple(part.page),
                unread=grid.unread,
            )
        )
        floor = below.last + 1
    return found
