"""Findings as an Excel workbook: all of them, one sheet per group, and the lines they quote; filters on every sheet.

Texts are written as texts, so no cell is ever a formula; control characters become U+FFFD. openpyxl is an extra.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from plangraph.audit.checkfiles import GROUPS
from plangraph.audit.findings import Finding, Severity
from plangraph.audit.pages import Page
from plangraph.outputs.audit_rows import HEADER, as_row, quoted
from plangraph.outputs.audit_table import titles
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {
    "message": 70,
    "fix": 50,
    "numbers": 36,
    "lines": 22,
    "rule": 32,
    "key": 34,
    "reason": 30,
    "text": 110,
}
_FILLS: Final = {Severity.HIGH: "F8D7DA", Severity.MEDIUM: "FFF3CD", Severity.LOW: "E2F0F5"}
_LONGEST: Final = 32_000  # Excel takes 32,767 characters a cell
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
    _fill(sheet, _QUOTES, rows, say)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _findings(sheet: Worksheet, found: Sequence[Finding], lang: Lang) -> None:
    names, say = titles(lang), Texts("audit", lang)
    rows = []
    for each in found:
        row = dict(zip(HEADER, as_row(each, lang), strict=True))
        row["rule"] = names.get(each.rule, each.rule)
        row["severity"] = say(f"severity_{each.severity.value}", count=1).partition(" (")[0]
        row["cause"], row["group"] = say(f"cause_{each.cause.value}"), say(f"group_{each.group}")
        row["status"] = say(f"status_{each.status.value}", count=1).partition(" (")[0]
        rows.append(list(row.values()))
    _fill(sheet, HEADER, rows, say)
    for place, each in enumerate(found, start=2):
        sheet.cell(place, 1).fill = PatternFill("solid", fgColor=_FILLS[each.severity])


def _fill(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[object]], say: Texts) -> None:
    for column, name in enumerate(header, start=1):
        sheet.cell(1, column, say(f"column_{name}")).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 16)
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(place, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, int):
                cell.value = value
            else:
                cell.value, cell.data_type = _text(str(value)), "s"  # "s": a text, also when it starts with "="
                cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"


def _text(value: str) -> str:
    clean = "".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in value)
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
