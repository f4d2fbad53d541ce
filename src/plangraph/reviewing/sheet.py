"""The sheet of decisions: its columns, and how it is written. ``sheet_in`` reads it back.

Ids stand in hidden columns of each row with a digest over them, so the sheet may be sorted and filtered, and a row
whose ids were damaged is noticed. What a decision was when the sheet was written stands there too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from plangraph.exporting.safe import printable
from plangraph.namespaces import shorten
from plangraph.reviewing.desk import fingerprint
from plangraph.reviewing.items import Item
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

VERSION: Final = 1
MARK: Final = "plangraph-review"
MARK_SHEET: Final = "_plangraph"
SHOWN: Final = (
    "number",
    "source",
    "relation",
    "target",
    "level",
    "score",
    "because",
    "verdict",
    "new",
    "why",
    "who",
    "when",
)
HIDDEN: Final = ("subject", "predicate", "object", "seen", "digest")
TO_FILL: Final = ("verdict", "new", "why", "who", "when")
WIDTHS: Final = (6, 44, 18, 44, 8, 8, 50, 18, 34, 44, 24, 14)
HEAD_ROW: Final = 2  # the first row holds the help
FIRST_ROW: Final = 3
VERDICTS: Final = ("confirm", "refuse", "retarget", "undo")


def column(name: str) -> int:
    """The number of a column, from 1."""
    return (*SHOWN, *HIDDEN).index(name) + 1


def row_digest(cells: Sequence[str]) -> str:
    """What proves that the hidden cells of a row are those that were written."""
    return hashlib.sha256("\t".join(cells).encode("utf-8")).hexdigest()[:10]


def hidden_cells(item: Item) -> tuple[str, ...]:
    """Ids, what was seen, and the digest over them."""
    ids = (*map(shorten, item.link), fingerprint(item.decision))
    return (*ids, row_digest(ids))


def write(waiting: Sequence[Item], decided: Sequence[Item], lang: Lang = "th") -> bytes:
    """A workbook with what waits on one sheet and what was decided on another; the same items give the same bytes."""
    from openpyxl import Workbook

    from plangraph.exporting.as_xlsx import saved

    say = Texts("review", lang)
    book = Workbook()
    first = book.worksheets[0]
    first.title = say("sheet_waiting")
    _fill(first, waiting, say)
    _fill(book.create_sheet(say("sheet_decided")), decided, say)
    _mark(book, lang)
    return saved(book)


def _fill(sheet: Worksheet, items: Sequence[Item], say: Texts) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    from plangraph.exporting.as_xlsx import FONT, put

    put(sheet, 1, 1, say("help")).font = Font(name=FONT, size=14, italic=True)
    for number, (title, width) in enumerate(zip(say("columns").split("|"), WIDTHS, strict=True), start=1):
        cell = put(sheet, HEAD_ROW, number, title)
        cell.font, cell.fill = Font(name=FONT, size=14, bold=True), PatternFill("solid", fgColor="E7E6E6")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for name in HIDDEN:
        put(sheet, HEAD_ROW, column(name), name)
        sheet.column_dimensions[get_column_letter(column(name))].hidden = True
    for row, item in enumerate(items, start=FIRST_ROW):
        for number, value in enumerate((*_shown(item, row - FIRST_ROW + 1, say), *hidden_cells(item)), start=1):
            cell = put(sheet, row, number, printable(value) if isinstance(value, str) else value)
            cell.font, cell.alignment = Font(name=FONT, size=14), Alignment(wrap_text=True, vertical="top")
            if number <= len(SHOWN) and SHOWN[number - 1] in TO_FILL:
                cell.fill = PatternFill("solid", fgColor="FFF9E5")
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    last = max(FIRST_ROW, FIRST_ROW + len(items) - 1)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(SHOWN))}{last}"
    _choices(sheet, last, say)


def _shown(item: Item, number: int, say: Texts) -> tuple[str | float | None, ...]:
    relation = say(f"relation_{item.link[1].rpartition('#')[2]}")
    decision = item.decision
    filled: tuple[str | None, ...] = (None,) * len(TO_FILL)
    if decision:
        verdict = say("confirm" if decision.confirmed else "refuse")
        filled = (verdict, None, decision.why, decision.reviewer, decision.date)
    because = "\n".join(item.because)
    return (number, item.source, relation, item.target, item.level, item.score, because, *filled)


def _choices(sheet: Worksheet, last: int, say: Texts) -> None:
    """The decisions to choose from, as a list in the cell."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(say(verdict) for verdict in VERDICTS)
    choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    letter = get_column_letter(column("verdict"))
    choices.add(f"{letter}{FIRST_ROW}:{letter}{last}")
    sheet.add_data_validation(choices)


def _mark(book: Workbook, lang: Lang) -> None:
    sheet = book.create_sheet(MARK_SHEET)
    sheet.cell(1, 1).value, sheet.cell(1, 2).value, sheet.cell(1, 3).value = MARK, VERSION, lang
    sheet.sheet_state = "veryHidden"
