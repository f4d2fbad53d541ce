"""The rows of a tab-separated table: header, labels, which rows fit. Words are data (``data/table_words.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from plangraph.thai import NumberReading, match_key, normalize, parse_number, to_arabic, years

_BULLET = re.compile(r"^[-–•*❖●▪]\s*")
_CHILD = re.compile(r"^[-–]\s*\S")  # a dash opens a part of the row above; ❖ and • only decorate
_FOOTNOTE = re.compile(r"(?<!\s)\s*\^\s?\d{1,2}")
_YEARS = range(2400, 2700)  # Buddhist years: as a column header they are no data
_SAME_HEADER = 0.7  # share of equal cells that makes a row the header over again, OCR slips allowed
_NUMERIC = 0.6  # share of figures that makes a column one of figures
_ALIKE = 0.75  # share of the rows of a table without header that must begin alike to tell a foreign one
_ROWS_COMPARED = 8
_COMMON_START = 5  # characters with which all cells of a column may begin only when the first row is data too


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table without its surroundings; every row has as many cells as the header."""

    headers: tuple[Row, ...]  # the header rows, empty when the table has none
    header: tuple[str, ...]  # one text per column
    body: tuple[Row, ...]
    repeated: tuple[int, ...]  # lines that print the header again
    unread: tuple[int, ...]  # lines that fit no row


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """The lists of ``data/table_words.toml``."""
    text = resources.files("plangraph").joinpath("data", "table_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def cut(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))


def opens(text: str, key: str) -> re.Match[str] | None:
    """Match a line that opens with one of the words of ``data/table_words.toml``; group 1 is what follows."""
    words = "|".join(map(re.escape, settings()[key]))
    return re.match(rf"[(\[]?\s*+(?:{words})(?:\s*+[:：]\s*+|(?=[\s(])\s*+)(.*)$", text.strip())


@lru_cache(maxsize=4096)
def _reading(cell: str) -> NumberReading:
    return parse_number(cell)


def _is_data(cell: str) -> bool:
    """Whether a cell is a figure that no header would print."""
    value = _reading(cell).value
    return value is not None and not (value == int(value) and int(value) in _YEARS)


def _is_numeric(cell: str) -> bool:
    reading = _reading(cell)
    return reading.value is not None or reading.damaged or cell.strip("-–— ") == ""


def looks_like_data(row: Row, below: list[Row]) -> bool:
    """Whether the first row of a block is data already, because its header was cut away or never printed."""
    if any(_is_data(cell) for cell in row.cells[1:]):
        return True
    for column in range(1, len(row.cells)):
        start = row.cells[column][:_COMMON_START]
        cells = [other.cells[column] for other in below[:_ROWS_COMPARED] if column < len(other.cells)]
        alike = sum(cell.startswith(start) for cell in cells)
        if len(start) == _COMMON_START and len(cells) > 1 and alike >= _ALIKE * len(cells):
            return True
    return False


# --- header ----------------------------------------------------------------------------------------------------------


def _spanned(headers: list[Row], column: int) -> bool:
    """Whether the last header row leaves ``column`` to the cell on its left: under it more header is to come."""
    return _spans_together(headers, column)


def _spans_together(headers: list[Row], column: int) -> bool:
    """Whether ``column`` stands under the same header cells as its left neighbour in all these rows."""
    return column > 0 and all(not row.cells[column] for row in headers)


def _only_years_or_remarks(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    return bool(filled) and all(
        cell.startswith("(") or (years(cell) and len(match_key(cell)) <= 6 + len("ปีงบประมาณ")) for cell in filled
    )


def _goes_on(headers: list[Row], row: Row) -> bool:
    """Whether ``row`` is one more header row under ``headers``."""
    if any(_is_data(cell) for cell in row.cells):
        return False
    fills = any(row.cells[column] and _spanned(headers, column) for column in range(len(row.cells)))
    return fills or (not row.cells[0] and _only_years_or_remarks(row))


def _pad(row: Row, width: int) -> Row:
    return Row(row.line, (row.cells + ("",) * width)[:width])


def header_rows(rows: list[Row]) -> list[Row]:
    """The header rows at the top of a block, padded to one width; empty when the block begins with data."""
    if not rows or looks_like_data(rows[0], rows[1:]):
        return []
    width = max(len(row.cells) for row in rows[:3])
    headers = [_pad(rows[0], width)]
    for row in rows[1:]:
        if len(row.cells) > width or not _goes_on(headers, _pad(row, width)):
            break
        headers.append(_pad(row, width))
    used = max((column + 1 for row in headers for column, cell in enumerate(row.cells) if cell), default=0)
    printed = max(len(row.cells) for row in rows[: len(headers)])
    return [_pad(row, max(used, printed)) for row in headers]


def _filled(headers: list[Row]) -> list[list[str]]:
    """Header cells with the empty ones filled from the left, as far as a cell above spans both columns."""
    grid = [list(row.cells) for row in headers]
    for depth, row in enumerate(grid):
        for column in range(1, len(row)):
            together = _spans_together(headers[:depth], column)
            has_more_below = any(lower.cells[column] for lower in headers[depth + 1 :])
            if not row[column] and together and has_more_below:
                row[column] = row[column - 1]
    return grid


def header_texts(headers: list[Row], width: int) -> tuple[str, ...]:
    """One text per column: its header cells from the top down, joined by " / ", footnote marks left out."""
    if not headers:
        return ("",) * width
    out = []
    for parts in zip(*_filled(headers), strict=True):
        clean = (normalize(_FOOTNOTE.sub("", to_arabic_marks(part))) for part in parts if part)
        out.append(" / ".join(dict.fromkeys(clean)))
    return tuple(out)


def to_arabic_marks(text: str) -> str:
    """``text`` with the digits of its footnote marks ("^๑") in Arabic, and nothing else changed."""
    return re.sub(r"\^\s?[๐-๙]{1,2}", lambda mark: to_arabic(mark[0]), text)


def repeats(headers: list[Row] | tuple[Row, ...], rows: list[Row]) -> bool:
    """Whether ``rows`` begin with these header rows again, small OCR differences allowed."""
    if not headers or len(rows) < len(headers) or any(_is_data(cell) for cell in rows[0].cells):
        return False
    pairs = [
        (old, new)
        for header, row in zip(headers, rows, strict=False)
        for old, new in zip(header.cells, _pad(row, len(header.cells)).cells, strict=True)
        if old or new
    ]
    same = sum(match_key(old) == match_key(new) for old, new in pairs)
    return len(rows[0].cells) <= len(headers[0].cells) and same >= _SAME_HEADER * len(pairs)


# --- body ------------------------------------------------------------------------------------------------------------


def _numeric_columns(rows: list[Row], width: int, label: int) -> frozenset[int]:
    out = set()
    for column in range(label + 1, width):
        cells = [row.cells[column] for row in rows if len(row.cells) == width and row.cells[column]]
        figures = sum(_is_numeric(cell) for cell in cells)
        if any(_reading(cell).value is not None for cell in cells) and figures >= _NUMERIC * len(cells):
            out.add(column)
    return frozenset(out)


def _common_starts(rows: list[Row], width: int) -> dict[int, str]:
    """How the cells of a column begin where (nearly) all begin alike: "ติดต่อกับ …"."""
    out = {}
    for column in range(1, width):
        starts = Counter(row.cells[column][:_COMMON_START] for row in rows if len(row.cells) == width)
        start, count = starts.most_common(1)[0] if starts else ("", 0)
        if len(start) == _COMMON_START and count > 1 and count >= _ALIKE * starts.total():
            out[column] = start
    return out


def _fits(row: Row, width: int, numeric: frozenset[int], *, trimmed: bool) -> bool:
    """Whether a row can be one of this table: as many cells as the header, figures where the table has figures.

    In a text whose line ends were ``trimmed`` empty cells may be missing at the end of a row.
    """
    if len(row.cells) > width and any(row.cells[width:]):
        return False
    if not any(row.cells) or (len(row.cells) < width and not trimmed):
        return False
    checked = [row.cells[column] for column in numeric if column < len(row.cells) and row.cells[column]]
    right = sum(_is_numeric(cell) for cell in checked)
    return right == len(checked) if len(row.cells) < width else right > 0 or not checked


def label_column(header: tuple[str, ...]) -> int:
    """The column that names the rows: the second when the first only numbers them."""
    index = {match_key(word) for word in settings()["index_headers"]}
    return 1 if len(header) > 2 and match_key(header[0]) in index else 0


def make_grid(rows: list[Row], foreign: list[int], *, trimmed: bool) -> Grid:
    """Sort the rows of one table (page breaks joined) into header, body and what fits neither.

    ``foreign`` are lines without a tab between the rows; ``trimmed`` says that line ends lost their empty cells.
    """
    headers = header_rows(rows)
    width = len(headers[0].cells) if headers else Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    header = header_texts(headers, width)
    rest, repeated = [], list[int]()
    position = len(headers)
    while position < len(rows):
        if repeats(headers, rows[position : position + len(headers)]):
            repeated += [row.line for row in rows[position : position + len(headers)]]
            position += len(headers)
        else:
            rest.append(rows[position])
            position += 1
    numeric = _numeric_columns(rest, width, label_column(header))
    starts = {} if headers else _common_starts(rest, width)
    body = tuple(
        _pad(row, width)
        for row in rest
        if _fits(row, width, numeric, trimmed=trimmed)
        and all(_pad(row, width).cells[column].startswith(start) for column, start in starts.items())
    )
    lines = {row.line for row in body}
    unread = sorted({row.line for row in rest if row.line not in lines} | set(foreign))
    return Grid(tuple(headers), header, body, tuple(repeated), tuple(unread))


# --- row labels ------------------------------------------------------------------------------------------------------


def row_headers(grid: Grid) -> list[str]:
    """One text per body row: the group it stands under, if any, and its own label, joined by " / "."""
    column = label_column(grid.header)
    labels = _inherited(grid, column)
    bare = [normalize(_BULLET.sub("", label)) for label in labels]
    totals = {match_key(word) for word in settings()["totals"]}
    often = {label for label, count in Counter(bare).items() if count > 1 and _is_rate(label)}
    grouped = column == 1
    out: list[str] = []
    group = ""
    for row, label, text in zip(grid.body, labels, bare, strict=True):
        child = bool(_CHILD.match(label)) or (not grouped and text in often)
        if grouped:
            child = not row.cells[0] and match_key(text) not in totals
        if not child:
            group = text
        out.append(f"{group} / {text}" if child and group and group != text else text)
    return out


def _is_rate(label: str) -> bool:
    return any(word in label for word in settings()["rate_words"])


def _inherited(grid: Grid, column: int) -> list[str]:
    """The printed label of each row; an empty one takes the label above, or the text of the number column."""
    out: list[str] = []
    for row in grid.body:
        label = row.cells[column]
        if not label and column and row.cells[0] and _reading(row.cells[0]).value is None:
            label = row.cells[0]
        out.append(label or (out[-1] if out else ""))
    return out
