"""Findings as an Excel workbook: all of them, one sheet per group, and the lines they quote; filters on every sheet.

Texts are written as texts, so no cell is ever a formula; control characters become U+FFFD. openpyxl is an extra.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from plangraph.audit.checkfiles import GROUPS
from plangraph.audit.findings import Finding, Severity
from plangraph.audit.pages import Page
from plangraph.audit.titles import rule_titles
from plangraph.outputs.audit_figures import figure_text
from plangraph.outputs.audit_rows import HEADER, as_row, quoted
from plangraph.outputs.sheets import fill, print_wide
from plangraph.outputs.terminal import columns
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {
    "severity": 12,
    "message": 70,
    "fix": 40,
    "numbers": 34,
    "lines": 16,
    "rule": 26,
    "key": 34,
    "reason": 30,
    "text": 110,
}
_FILLS: Final = {Severity.HIGH: "F8D7DA", Severity.MEDIUM: "FFF3CD", Severity.LOW: "E2F0F5"}
_LINE: Final = 15.0  # points of a line of Thai in the font of a new workbook
_FILLED: Final = 0.85  # share of a column's width that wrapped Thai fills
_TALLEST: Final = 409.0  # points that Excel allows a row
_PRINTED: Final = 7  # columns that are printed: severity to cause
_QUOTES: Final = ("key", "line", "text")


def workbook(found: Sequence[Finding], pages: Mapping[str, Page], lang: Lang) -> bytes:
    """The workbook as bytes; the same findings give the same cells."""
    book, say = Workbook(), Texts("audit", lang)
    book.remove(book.worksheets[0])
    _findings(book.create_sheet(say("sheet_all")), found, lang)
    for group in GROUPS:
        of_group = [each for each in found if each.group == group]
        if of_group:
            _findings(book.create_sheet(say(f"group_{group}")), of_group, lang)
    sheet = book.create_sheet(say("sheet_lines"))
    rows = [[each.key, line, text] for each in found for line, text in quoted(each, pages)]
    fill(sheet, _QUOTES, rows, say, _WIDTHS)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _findings(sheet: Worksheet, found: Sequence[Finding], lang: Lang) -> None:
    names, say = rule_titles(lang), Texts("audit", lang)
    rows = []
    for each in found:
        row = dict(zip(HEADER, as_row(each, lang), strict=True))
        row["rule"] = names[each.rule]
        row["numbers"] = figure_text(each.numbers, say)
        row["severity"] = say(f"severity_{each.severity.value}", count=1).partition(" (")[0]
        row["cause"], row["group"] = say(f"cause_{each.cause.value}"), say(f"group_{each.group}")
        row["status"] = say(f"status_{each.status.value}", count=1).partition(" (")[0]
        rows.append(list(row.values()))
    fill(sheet, HEADER, rows, say, _WIDTHS)
    for place, each in enumerate(found, start=2):
        sheet.cell(place, 1).fill = PatternFill("solid", fgColor=_FILLS[each.severity])
        sheet.row_dimensions[place].height = _height(rows[place - 2])
    _printable(sheet, len(found) + 1)


def _height(row: Sequence[object]) -> float:
    """Points that the longest of the printed cells needs; spreadsheets do not grow rows of files they did not write."""
    cells = zip(HEADER[:_PRINTED], row, strict=False)
    lines = max(columns(str(value)) // int(_WIDTHS.get(name, 16) * _FILLED) + 1 for name, value in cells)
    return min(lines * _LINE, _TALLEST)


def _printable(sheet: Worksheet, rows: int) -> None:
    """Printed wide, the header on every page, without the columns that only machines read."""
    print_wide(sheet)
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{get_column_letter(_PRINTED)}{rows}"
