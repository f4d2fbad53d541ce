"""Tables as sheets of an Excel workbook: bold header, wrapped cells, filters, nothing that is ever a formula.

Texts are written as texts; control characters become U+FFFD. openpyxl is an extra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from plangraph.texts import Texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST: Final = 32_000  # Excel takes 32,767 characters a cell
_WIDTH: Final = 16


def fill(
    sheet: Worksheet,
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    say: Texts,
    widths: Mapping[str, int],
) -> None:
    """Fill a sheet; the titles of its columns are the sentences ``column_…`` of ``say``, their widths characters."""
    for column, name in enumerate(header, start=1):
        sheet.cell(1, column, say(f"column_{name}")).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(name, _WIDTH)
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(place, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, int):
                cell.value = value
            else:
                put_text(cell, str(value))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"


def put_text(cell: Any, text: str) -> Any:
    """Write a text into a cell, also when it starts like a formula; returns the cell."""
    clean = "".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in text)
    cell.value = clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
    cell.data_type = "s"
    cell.quotePrefix = clean.startswith(("=", "+", "-", "@"))
    return cell


def print_wide(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
