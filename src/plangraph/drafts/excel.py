"""Drafts in a workbook: on every sheet the ten labels stand in one column, and each column behind them is a project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from plangraph.drafts.gather import Gathering
from plangraph.drafts.model import BadDraft, Draft, Place, form, label_cell, template_mark
from plangraph.drafts.needs import office
from plangraph.drafts.package import check_package

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LABEL_COLUMNS: Final = 4  # the labels stand in one of the first columns
MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 500
HELP: Final = "help:"  # a heading that begins so marks a column of help, no project


def read_workbook(path: Path) -> list[Draft]:
    """The drafts of a workbook, sheet by sheet, column by column; a column without any text is none."""
    check_package(path)
    book = _open(path)
    try:
        _check_version(path, book)
        return [draft for sheet in book.worksheets for draft in _of_sheet(path, sheet)]
    finally:
        book.close()


def _open(path: Path) -> Workbook:
    openpyxl = office("openpyxl")
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book: Workbook = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        ParseError,
        SyntaxError,
    ) as error:
        raise BadDraft(path, "damaged") from error
    return book


def _check_version(path: Path, book: Workbook) -> None:
    """Refuse a template of another version; a workbook that carries no mark is nobody's template."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=5, max_col=MOST_COLUMNS):
            for cell in row:
                check_mark(path, cell.value)


def check_mark(path: Path, value: object) -> None:
    """Refuse a text that is the mark of another version of our template."""
    text = str(value).strip() if isinstance(value, str) else ""
    if text.startswith(f"{form()['mark']} ") and text != template_mark():
        raise BadDraft(path, "other_version", found=text, wanted=template_mark())


def _of_sheet(path: Path, sheet: Worksheet) -> Iterator[Draft]:
    rows = list(sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS)))
    column, keys = _labels(rows)
    if len(keys) < 2:  # two labels make a form: one may be a heading of something else
        return
    _check_merged(path, sheet, column, keys)
    for at in range(column + 1, len(rows[0])):
        if _is_help(rows, at, keys):
            continue
        draft = Gathering(_cell_place(sheet, rows[min(keys)][at]))
        for row, key in sorted(keys.items()):
            cell = rows[row][at]
            draft.add(key, cell_text(cell.value), _cell_place(sheet, cell))
        if draft.fields:
            yield draft.finish(path)


def _labels(rows: list[tuple[Cell | MergedCell, ...]]) -> tuple[int, dict[int, str]]:
    """The column with the most labels and, for its rows, the field each names; a field named twice keeps the first."""
    best: tuple[int, dict[int, str]] = (0, {})
    for column in range(min(LABEL_COLUMNS, len(rows[0]) if rows else 0)):
        keys: dict[int, str] = {}
        for number, row in enumerate(rows):
            value = row[column].value
            found = label_cell(value) if isinstance(value, str) else None
            if found and found.key not in keys.values():
                keys[number] = found.key
        if len(keys) > len(best[1]):
            best = (column, keys)
    return best


def _is_help(rows: list[tuple[Cell | MergedCell, ...]], at: int, keys: dict[int, str]) -> bool:
    """Whether a column holds our help texts: the heading above its first field says so."""
    first = min(keys)
    above = (str(rows[row][at].value or "") for row in range(first))
    return any(text.strip().lower().startswith((HELP, "คำแนะนำ")) for text in above)


def _check_merged(path: Path, sheet: Worksheet, column: int, keys: dict[int, str]) -> None:
    """Refuse merged cells over answers: which field or project their text belongs to is anybody's guess."""
    for area in sheet.merged_cells.ranges:
        rows = set(range(area.min_row - 1, area.max_row))
        if area.max_col > column + 1 and rows & keys.keys():
            raise BadDraft(path, "merged", place=Place("cell", inside=f"{sheet.title}!{area.coord}"))


def _cell_place(sheet: Worksheet, cell: Cell | MergedCell) -> Place:
    return Place("cell", inside=f"{sheet.title}!{cell.coordinate}")


def cell_text(value: object) -> str:
    """What a cell says: whole numbers without their .0, a date by its year's digits as typed, the rest as it is."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)
