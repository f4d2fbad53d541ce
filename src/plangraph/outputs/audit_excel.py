"""Findings as an Excel workbook: all of them, one sheet per group, and the lines they quote; filters on every sheet.

Texts are written as texts, so no cell is ever a formula; control characters become U+FFFD. openpyxl is an extra.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from plangraph.audit.checkfiles import GROUPS
from plangraph.audit.findings import Finding, Severity
from plangraph.audit.pages import Page
from plangraph.audit.titles import rule_titles
from plangraph.outputs.audit_rows import HEADER, as_row, quoted
from plangraph.outputs.sheets import fill
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
        row["severity"] = say(f"severity_{each.severity.value}", count=1).partition(" (")[0]
        row["cause"], row["group"] = say(f"cause_{each.cause.value}"), say(f"group_{each.group}")
        row["status"] = say(f"status_{each.status.value}", count=1).partition(" (")[0]
        rows.append(list(row.values()))
    fill(sheet, HEADER, rows, say, _WIDTHS)
    for place, each in enumerate(found, start=2):
        sheet.cell(place, 1).fill = PatternFill("solid", fgColor=_FILLS[each.severity])
