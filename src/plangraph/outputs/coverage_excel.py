"""Coverage as an Excel workbook: the elements, charts of each level, and the matrix in projects and in baht.

Texts are written as texts, so no cell is ever a formula. openpyxl is an extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from plangraph.coverage import Coverage, Share, Survey
from plangraph.coverage_matrix import Matrix
from plangraph.exporting.as_xlsx import saved
from plangraph.outputs.check_words import called, words
from plangraph.outputs.coverage_html import group_name
from plangraph.outputs.sheets import print_wide, put_text
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ELEMENT: Final = 60  # characters
_NUMBER: Final = 14
_CHARTED: Final = 30  # elements in one chart: of more, those with most projects
_BAR: Final = 0.85  # centimetres of a chart for each of its bars
_ROW: Final = 0.53  # centimetres of a row
_COLOURS: Final = ("0B5394", "9FC0DE")  # strong, weak: those of the page
_HEADER: Final = ("element", "level", "projects", "baht", "strong", "strong_baht", "weak", "weak_baht")


def workbook(survey: Survey, found: Matrix | None, lang: Lang) -> bytes:
    """The workbook as bytes, the same for the same coverage; ``found`` adds the matrix."""
    book, say = Workbook(), Texts("coverage", lang)
    book.remove(book.worksheets[0])
    _elements(book.create_sheet(say("sheet_elements")), survey, say, lang)
    _charts(book.create_sheet(say("sheet_charts")), survey, say, lang)
    if found:
        _matrix(book.create_sheet(say("sheet_projects")), found, say, lang, money=False)
        _matrix(book.create_sheet(say("sheet_baht")), found, say, lang, money=True)
    for sheet in book.worksheets:
        print_wide(sheet)
    return saved(book)


def _elements(sheet: Worksheet, survey: Survey, say: Texts, lang: Lang) -> None:
    _head(sheet, [say(f"column_{name}") for name in _HEADER])
    for place, each in enumerate(survey.elements, start=2):
        values = (each.projects, each.baht, each.strong.projects, each.strong.baht, each.weak.projects, each.weak.baht)
        _row(sheet, place, called(each.element, words(lang)), [each.element.level or 0, *values])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADER))}{len(survey.elements) + 1}"


def _charts(sheet: Worksheet, survey: Survey, say: Texts, lang: Lang) -> None:
    """A table of the elements with most projects of each level, and a chart of it beside."""
    sheet.column_dimensions["A"].width = _ELEMENT
    sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = _NUMBER
    top = 1
    for level in sorted({each.element.level or 0 for each in survey.elements}):
        reached = [each for each in survey.elements if each.element.level == level and each.projects]
        shown = sorted(reached, key=_most_first)[:_CHARTED]
        put_text(sheet.cell(top, 1), say("level", level=level)).font = Font(bold=True)
        for column, name in ((2, "strong"), (3, "weak")):
            put_text(sheet.cell(top, column), say(f"column_{name}"))
        for place, each in enumerate(shown, start=top + 1):
            _row(sheet, place, called(each.element, words(lang)), [each.strong.projects, each.weak.projects])
        if shown:
            height = 3 + _BAR * len(shown)
            _chart(sheet, top, len(shown), height, say("level", level=level))
            top += max(len(shown), int(height / _ROW)) + 3
        else:
            put_text(sheet.cell(top + 1, 1), say("none_reached"))
            top += 3


def _most_first(each: Coverage) -> int:
    return -each.projects


def _chart(sheet: Worksheet, top: int, count: int, height: float, title: str) -> None:
    """Bars of projects, strong and weak one after the other, the first element on top."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth, chart.title = "bar", "stacked", 100, 40, title
    chart.add_data(Reference(sheet, min_col=2, max_col=3, min_row=top, max_row=top + count), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=top + count))
    for series, colour in zip(chart.series, _COLOURS, strict=True):
        series.graphicalProperties.solidFill = colour
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl leaves axes out that Excel then hides
    chart.x_axis.tickLblSkip = 1  # every bar has its name
    chart.legend.position = "b"
    chart.height, chart.width = height, 32
    sheet.add_chart(chart, f"E{top}")


def _matrix(sheet: Worksheet, found: Matrix, say: Texts, lang: Lang, *, money: bool) -> None:
    _head(sheet, [say("column_element"), *(group_name(group, say) for group in found.groups)])
    _row(sheet, 2, say("all_projects"), [_of(group.projects, money) for group in found.groups])
    shown = [at for at, each in enumerate(found.survey.elements) if each.projects]
    for place, at in enumerate(shown, start=3):
        cells = [group.elements[at] for group in found.groups]
        values = [_of(strong, money) + _of(weak, money) for strong, weak in cells]
        _row(sheet, place, called(found.survey.elements[at].element, words(lang)), values)


def _of(share: Share, money: bool) -> Decimal:
    return share.baht if money else Decimal(share.projects)


def _head(sheet: Worksheet, titles: Sequence[str]) -> None:
    for column, title in enumerate(titles, start=1):
        cell = put_text(sheet.cell(1, column), title)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = _ELEMENT if column == 1 else _NUMBER
    sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"


def _row(sheet: Worksheet, place: int, name: str, values: Sequence[int | Decimal]) -> None:
    put_text(sheet.cell(place, 1), name)
    for column, value in enumerate(values, start=2):
        cell = sheet.cell(place, column, value)
        cell.number_format = "#,##0.00" if value % 1 else "#,##0"
