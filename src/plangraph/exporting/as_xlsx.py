"""A form as an Excel workbook: the form on one sheet, its sources in full on another; no formulas, fixed bytes."""

from __future__ import annotations

import io
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plangraph.exporting.files import still
from plangraph.exporting.form import Cell, Form, Grid, Line
from plangraph.exporting.notes import Notes, Printing

FONT: Final = "TH SarabunPSK"
SIZE: Final = 16
WIDE: Final = 110  # characters across a page
SOURCE_WIDTHS: Final = (6, 60, 14, 34, 90, 50)
TALLEST: Final = 409.0  # points a row of Excel can be high
LONGEST: Final = 32_767  # characters a cell of Excel holds
_GREY: Final = PatternFill("solid", fgColor="E7E6E6")
_EMPTY: Final = PatternFill("solid", fgColor="FFF2CC")
_EDGE: Final = Side(style="thin", color="808080")
_BORDER: Final = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
CORE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>PlanGraph</dc:creator></cp:coreProperties>'
)


def write(form: Form, how: Printing) -> bytes:
    """The workbook as the bytes of a ``.xlsx`` file."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  # a new workbook has one
    notes = Notes(form, how)
    sheet.title = form.name
    _page(sheet, form)
    columns = max((len(block.header) for block in form.blocks if isinstance(block, Grid)), default=1)
    widths = next((block.widths for block in form.blocks if isinstance(block, Grid)), (1,))
    for number, share in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDE * share / sum(widths)
    row = _Sheet(sheet, notes, columns)
    row.title(form.title)
    for block in form.blocks:
        row.grid(block) if isinstance(block, Grid) else row.line(block)
    _sources(book.create_sheet(how.text(notes.say("sources"))), notes)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook's bytes without its clock."""
    buffer = io.BytesIO()
    book.save(buffer)
    return still(buffer.getvalue(), {"docProps/core.xml": CORE})


def put(sheet: Worksheet, row: int, column: int, value: str | float | None) -> Any:
    """Write a value as what it is: a text never becomes a formula, whatever it starts with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = value[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    return cell


def _page(sheet: Worksheet, form: Form) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if form.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1 if form.one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False


class _Sheet:
    """Fills the sheet of the form from the top."""

    def __init__(self, sheet: Worksheet, notes: Notes, columns: int) -> None:
        self.sheet, self.notes, self.columns, self.row = sheet, notes, columns, 0

    def title(self, text: str) -> None:
        cell = self._wide(self.notes.text(text), bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="top", wrap_text=True)

    def line(self, line: Line) -> None:
        text = self._text(line)
        cell = self._wide(text, bold=line.style in ("heading", "subheading"), italic=line.style == "remark")
        cell.alignment = Alignment(indent=line.indent * 2, vertical="top", wrap_text=True)
        if any(phrase.kind == "absent" for phrase in line.phrases):
            cell.fill = _EMPTY

    def grid(self, grid: Grid) -> None:
        self.row += 1
        for column, text in enumerate(grid.header, start=1):
            cell = put(self.sheet, self.row, column, self.notes.text(text))
            cell.font, cell.fill, cell.border = Font(name=FONT, size=SIZE, bold=True), _GREY, _BORDER
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._height(max(_rows(text, self._width(at)) for at, text in enumerate(grid.header, start=1)))
        for row in grid.rows:
            self.row += 1
            longest = 1
            for column, lines in enumerate(row, start=1):
                text = "\n".join(self._text(line) for line in lines)
                self._cell(column, text, lines)
                longest = max(longest, _rows(text, self._width(column)))
            self._height(longest)

    def _cell(self, column: int, text: str, lines: Cell) -> None:
        cell = put(self.sheet, self.row, column, text)
        cell.font, cell.border = Font(name=FONT, size=SIZE), _BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if any(phrase.kind == "absent" for line in lines for phrase in line.phrases):
            cell.fill = _EMPTY

    def _wide(self, text: str, *, bold: bool = False, italic: bool = False) -> Any:
        self.row += 1
        cell = put(self.sheet, self.row, 1, text)
        cell.font = Font(name=FONT, size=SIZE, bold=bold, italic=italic)
        if self.columns > 1:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.columns)
        self._height(_rows(text, WIDE))
        return cell

    def _width(self, column: int) -> float:
        return float(self.sheet.column_dimensions[get_column_letter(column)].width)

    def _height(self, rows: int) -> None:
        self.sheet.row_dimensions[self.row].height = min(TALLEST, rows * SIZE * 1.5)

    def _text(self, line: Line) -> str:
        parts = []
        for phrase in line.phrases:
            numbers = ",".join(str(number) for number in self.notes.of(phrase))
            parts.append(self.notes.shown(phrase) + (self.notes.text(f" [{numbers}]") if numbers else ""))
        return "".join(parts)


def _rows(text: str, width: float) -> int:
    """About how many rows a text takes in a column: Thai marks above and below take no width."""
    return sum(max(1, -(-len(part) // max(1, int(width * 1.05)))) for part in text.split("\n"))


def _sources(sheet: Worksheet, notes: Notes) -> None:
    titles = notes.say("source_columns").split("|")
    for column, (text, width) in enumerate(zip(titles, SOURCE_WIDTHS, strict=True), start=1):
        cell = put(sheet, 1, column, text)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=SIZE, bold=True), _GREY, _BORDER
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, source in enumerate(notes.sources, start=1):
        said = (source.document, source.lines, notes.basis(source), source.passage.text, source.remark)
        values: tuple[str | int, ...] = (number, *said)
        for column, value in enumerate(values, start=1):
            cell = put(sheet, number + 1, column, notes.text(value) if isinstance(value, str) else value)
            cell.font, cell.border = Font(name=FONT, size=SIZE), _BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
