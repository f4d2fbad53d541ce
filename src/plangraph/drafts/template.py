"""Our empty form in Excel, Word and YAML: Thai labels, help, data validation, and the mark of its version.

The same version of PlanGraph writes the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plangraph.drafts.model import BadDraft, form, form_fields, template_mark
from plangraph.drafts.needs import office
from plangraph.texts import Texts
from plangraph.thai import to_thai_digits

if TYPE_CHECKING:
    from docx.document import Document
    from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "TH Sarabun New"  # what Thai offices write in; others are put in its place where it is missing
FIRST_ROW: Final = 4  # of the ten fields on the sheet
FIRST_PROJECT: Final = 4  # column D
HEIGHTS: Final = {"rationale": 180, "objectives": 140, "outputs": 140, "activities": 140, "links": 100}  # points
LONG: Final = frozenset({"rationale", "objectives", "outputs", "activities"})
SUFFIXES: Final = (".xlsx", ".docx", ".yaml", ".yml")
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_CHANGED: Final = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")


def template(path: Path) -> bytes:
    """The bytes of an empty form of the kind the name of ``path`` ends in; ``BadDraft`` for another kind."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return workbook()
    if suffix == ".docx":
        return word()
    if suffix in {".yaml", ".yml"}:
        return yaml_text().encode("utf-8")
    raise BadDraft(path, "unknown_kind", suffixes=" ".join(SUFFIXES))


def steady(package: bytes) -> bytes:
    """An Office file without the time it was made at: the same content gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CHANGED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return buffer.getvalue()


# --- Excel ------------------------------------------------------------------------------------------------------------


def workbook() -> bytes:
    """The form as a workbook: a field a row, a project a column; help beside the labels and in every cell."""
    openpyxl = office("openpyxl")
    book = openpyxl.Workbook()
    say = Texts("template", "th")
    sheet = book.active
    sheet.title = say("sheet")
    _heading(sheet, say)
    for field in form_fields():
        _field_row(sheet, field.number)
    _validate(sheet, say)
    _lay_out(sheet)
    _help_sheet(book.create_sheet(say("help_sheet")))
    book.properties.title = say("title")
    book.properties.creator = "PlanGraph"
    book.properties.version = template_mark()
    book.properties.created = _EPOCH
    buffer = io.BytesIO()
    book.save(buffer)
    return steady(buffer.getvalue())


def _put(sheet: Worksheet, row: int, column: int, text: str, **style: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = sheet.cell(row, column, text or None)
    fill = style.pop("fill", None)
    cell.font = Font(name=FONT, size=style.pop("size", 16), **style)
    cell.alignment = Alignment(wrap_text=row >= FIRST_ROW - 1, vertical="top")
    if row >= FIRST_ROW - 1:
        side = Side("thin", color="999999")
        cell.border = Border(side, side, side, side)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def _heading(sheet: Worksheet, say: Texts) -> None:
    _put(sheet, 1, 1, say("title"), bold=True, size=20)
    _put(sheet, 2, 1, template_mark(), size=12, color="999999")
    _put(sheet, 2, 3, say("how"), size=14, color="444444")
    for column, key in enumerate(("number", "label", "help"), start=1):
        _put(sheet, FIRST_ROW - 1, column, say(key), bold=True, fill="D9E2EC")
    for at in range(form()["columns"]):
        text = say("project", number=to_thai_digits(str(at + 1)))
        _put(sheet, FIRST_ROW - 1, FIRST_PROJECT + at, text, bold=True, fill="D9E2EC")


def _field_row(sheet: Worksheet, number: int) -> None:
    field, row = form_fields()[number - 1], FIRST_ROW + number - 1
    _put(sheet, row, 1, to_thai_digits(str(number)), fill="F2F5F8")
    _put(sheet, row, 2, field.th, bold=True, fill="F2F5F8")
    _put(sheet, row, 3, field.help_th, size=14, color="555555", fill="F2F5F8")
    for at in range(form()["columns"]):
        _put(sheet, row, FIRST_PROJECT + at, "")
        sheet.cell(row, FIRST_PROJECT + at).number_format = "#,##0.##" if field.key == "budget" else "@"
    sheet.row_dimensions[row].height = HEIGHTS.get(field.key, 72)


def _validate(sheet: Worksheet, say: Texts) -> None:
    """Help in every cell; years to choose from, a number for the budget. Both only warn: Thai digits are welcome."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = get_column_letter(FIRST_PROJECT + form()["columns"] - 1)
    for field in form_fields():
        kind: dict[str, Any] = {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "30000"}
        if field.key == "period":
            years = ",".join(str(year) for year in range(form()["shown_from"], form()["shown_until"] + 1))
            kind = {"type": "list", "formula1": f'"{years}"'}
        elif field.key == "budget":
            kind = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
        rule = DataValidation(
            **kind, allow_blank=True, errorStyle="warning", showInputMessage=True, showErrorMessage=True
        )
        rule.promptTitle, rule.prompt = field.th[:32], field.help_th[:250]
        rule.errorTitle, rule.error = (
            say("check_title"),
            say(f"check_{field.key}" if f"check_{field.key}" in say else "check"),
        )
        row = FIRST_ROW + field.number - 1
        rule.add(f"{get_column_letter(FIRST_PROJECT)}{row}:{last}{row}")
        sheet.add_data_validation(rule)


def _lay_out(sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    widths = (8.0, 26.0, 44.0, *(56.0 for _ in range(form()["columns"])))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, height in enumerate((34, 24, 28), start=1):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"{get_column_letter(FIRST_PROJECT)}{FIRST_ROW}"
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"A1:D{FIRST_ROW + len(form_fields()) - 1}"


def _help_sheet(sheet: Worksheet) -> None:
    say = Texts("template", "th")
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(say("steps").strip().splitlines(), start=1):
        _put(sheet, row, 1, line, bold=row == 1)


# --- Word -------------------------------------------------------------------------------------------------------------


def word() -> bytes:
    """The form as a Word file: the table of two columns that offices know, help under every label."""
    docx = office("docx")
    from docx.shared import Cm, Pt, RGBColor

    say = Texts("template", "th")
    document: Document = docx.Document()
    _thai_style(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    title = document.add_paragraph().add_run(say("title"))
    _thai_run(title, 20, bold=True)
    for text in (template_mark(), say("how_word")):
        run = document.add_paragraph().add_run(text)
        _thai_run(run, 12)
        run.font.color.rgb = RGBColor(0x77, 0x77, 0x77)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    table.columns[0].width, table.columns[1].width = Cm(6.5), Cm(10.5)
    for field in form_fields():
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(6.5), Cm(10.5)
        _thai_run(cells[0].paragraphs[0].add_run(f"{to_thai_digits(str(field.number))}. {field.th}"), 16, bold=True)
        note = cells[0].add_paragraph().add_run(field.help_th)
        _thai_run(note, 12)
        note.font.color.rgb = RGBColor(0x77, 0x77, 0x77)
        cells[1].paragraphs[0].paragraph_format.space_after = Pt(24 if field.key in LONG else 6)
    document.core_properties.title, document.core_properties.author = say("title"), "PlanGraph"
    document.core_properties.version = template_mark()
    buffer = io.BytesIO()
    document.save(buffer)
    return steady(buffer.getvalue())


def _thai_style(document: Document) -> None:
    """Word sets Thai in the font and size for complex scripts, which python-docx does not name."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(16)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:cs"), FONT)
    _complex_size(properties, 16)
    style.paragraph_format.space_after = Pt(0)


def _thai_run(run: Any, size: int, *, bold: bool = False) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    run.font.size, run.font.bold = Pt(size), bold
    properties = run._r.get_or_add_rPr()  # python-docx has no name for complex scripts
    if bold:
        properties.append(OxmlElement("w:bCs"))
    _complex_size(properties, size)


def _complex_size(properties: Any, size: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:szCs")
    element.set(qn("w:val"), str(2 * size))
    properties.append(element)


# --- YAML -------------------------------------------------------------------------------------------------------------


def yaml_text() -> str:
    """The form as YAML, with the help as comments."""
    say = Texts("template", "th")
    head = [
        f"# {say('title')}",
        *(f"# {line}" for line in say("how_yaml").splitlines()),
        f"version: {form()['version']}",
        "drafts:",
    ]
    rows = []
    for field in form_fields():
        start = "  - " if field.number == 1 else "    "
        rows += [
            f"    # {field.number}. {field.th}: {field.help_th}",
            f"{start}{field.key}: {'|' if field.key in LONG else ''}".rstrip(),
        ]
    return "\n".join([*head, *rows]) + "\n"
