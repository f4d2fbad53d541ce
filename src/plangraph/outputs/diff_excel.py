"""Changes as an Excel workbook: all of them, one sheet per group, the lines they rely on; filters on every sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from plangraph.audit.pages import Page
from plangraph.diffing.changes import GROUPS, Change
from plangraph.diffing.compare import Difference
from plangraph.outputs.diff_rows import HEADER, as_row, quoted
from plangraph.outputs.sheets import fill
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {"message": 70, "a": 44, "b": 44, "why": 44, "numbers": 36, "change": 20, "kind": 20, "text": 110}
_FILLS: Final = {"high": "F8D7DA", "medium": "FFF3CD", "low": "E2F0F5", "none": "FFFFFF"}
_QUOTES: Final = ("row", "side", "line", "text")


def workbook(found: Difference, pages: tuple[Mapping[str, Page], Mapping[str, Page]], lang: Lang) -> bytes:
    """The workbook as bytes; the same changes give the same cells."""
    book, say = Workbook(), Texts("diff", lang)
    book.remove(book.worksheets[0])
    _changes(book.create_sheet(say("sheet_all")), found.changes, lang)
    for group in GROUPS:
        members = [each for each in found.changes if each.group == group]
        if members:
            _changes(book.create_sheet(say(f"group_{group}")), members, lang)
    rows = [
        [number, say(side), line, text]
        for number, each in enumerate(found.changes, start=1)
        for side, lines, document, of in (
            ("column_a", each.lines_a, each.document_a, pages[0]),
            ("column_b", each.lines_b, each.document_b, pages[1]),
        )
        for line, text in quoted(lines, document, of)
    ]
    fill(book.create_sheet(say("sheet_lines")), _QUOTES, rows, say, _WIDTHS)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _changes(sheet: Worksheet, changes: Sequence[Change], lang: Lang) -> None:
    fill(sheet, HEADER, [as_row(each, lang) for each in changes], Texts("diff", lang), _WIDTHS)
    for place, each in enumerate(changes, start=2):
        sheet.cell(place, 1).fill = PatternFill("solid", fgColor=_FILLS[each.severity])
