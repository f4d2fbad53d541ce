"""A form as a Word document: the styles of a Thai office, real footnotes, the same bytes each time.

Thai is a complex script in Word: font, size, bold and italic count only where they are set for complex scripts too
(``w:cs``, ``w:szCs``, ``w:bCs``, ``w:iCs``).
"""

from __future__ import annotations

import io
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt

from plangraph.exporting.docx_footnotes import Footnotes
from plangraph.exporting.files import still
from plangraph.exporting.form import Form, Grid, Line, Phrase
from plangraph.exporting.notes import Notes, Printing

FONT: Final = "TH SarabunPSK"  # cabinet resolution of 7 September 2553: the standard fonts of Thai offices
OTHER_FONT: Final = "TH Sarabun New"  # its successor; Word takes it where the first is not installed
SIZE: Final = 16.0  # points, rules of the Office of the Prime Minister on official letters
SMALL: Final = 14.0  # of a form that must stay on one page
NOTE: Final = 12.0
SMALL_NOTE: Final = 10.0
TALL: Final = (Cm(21.0), Cm(29.7))  # A4
MARGINS: Final = (Cm(2.5), Cm(2.0), Cm(3.0), Cm(2.0))  # top, bottom, left, right, as official letters have them
TIGHT: Final = (Cm(1.5), Cm(1.2), Cm(2.0), Cm(1.5))
INDENT: Final = Cm(0.9)
LONG_ROW: Final = 900  # characters from which a row of a table may break across pages
GREY: Final = "595959"

_BOLD: Final = {"title", "heading", "subheading"}


def write(form: Form, how: Printing) -> bytes:
    """The document as the bytes of a ``.docx`` file."""
    document = docx.Document()
    _styles(document, form)
    _page(document, form)
    _properties(document, form, how)
    notes = Notes(form, how)
    writer = _Writer(document, notes, Footnotes(document, SMALL_NOTE if form.one_page else NOTE))
    writer.title(form.title)
    for block in form.blocks:
        if isinstance(block, Grid):
            writer.grid(block)
        else:
            writer.line(document.add_paragraph(), block)
    writer.footnotes.finish()
    buffer = io.BytesIO()
    document.save(buffer)
    return still(buffer.getvalue())


def _styles(document: Any, form: Form) -> None:
    size = SMALL if form.one_page else SIZE
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    _append(properties, "w:szCs", {"w:val": str(int(size * 2))})
    _append(properties, "w:lang", {"w:val": "en-US", "w:bidi": "th-TH"})
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    _font_table(document)


def _font_table(document: Any) -> None:
    """Name the other font that stands in where ours is not installed."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part = relation.target_part
            entry = f'<w:font w:name="{FONT}"><w:altName w:val="{OTHER_FONT}"/></w:font></w:fonts>'
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode("utf-8"))


def _page(document: Any, form: Form) -> None:
    section = document.sections[0]
    width, height = TALL
    section.page_width, section.page_height = (height, width) if form.landscape else (width, height)
    section.orientation = WD_ORIENT.LANDSCAPE if form.landscape else WD_ORIENT.PORTRAIT
    edges = TIGHT if form.one_page else MARGINS
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = edges


def _properties(document: Any, form: Form, how: Printing) -> None:
    """Title and maker; no clock, and nobody's name."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = how.text(form.title), "PlanGraph", "", ""
    core.language = "th-TH"
    for name in ("created", "modified", "lastPrinted"):
        for element in list(core._element):
            if element.tag.endswith(f"}}{name}"):
                core._element.remove(element)


class _Writer:
    """Writes lines and tables into one document."""

    def __init__(self, document: Any, notes: Notes, footnotes: Footnotes) -> None:
        self.document, self.notes, self.footnotes = document, notes, footnotes

    def title(self, text: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = 1
        paragraph.paragraph_format.space_after = Pt(6)
        _run(paragraph, self.notes.text(text), bold=True)

    def line(self, paragraph: Any, line: Line) -> None:
        """Fill a paragraph."""
        layout = paragraph.paragraph_format
        layout.left_indent = INDENT * line.indent
        if line.style in ("heading", "subheading"):
            layout.space_before, layout.keep_with_next = Pt(6 if line.style == "heading" else 3), True
        elif line.style == "body":
            _append(paragraph._p.get_or_add_pPr(), "w:jc", {"w:val": "thaiDistribute"})
        for phrase in line.phrases:
            self._phrase(paragraph, phrase, line)

    def _phrase(self, paragraph: Any, phrase: Phrase, line: Line) -> None:
        absent = phrase.kind == "absent"
        bold = line.style in _BOLD and not absent
        italic = absent or phrase.kind == "weak" or line.style == "remark"
        text = self.notes.shown(phrase)
        _run(paragraph, text, bold=bold, italic=italic, colour=GREY if absent else None, shade=absent)
        for position, number in enumerate(self.notes.of(phrase)):
            if position:
                _superscript(paragraph, ",")
            self.footnotes.refer(paragraph, number, self.notes.note(number))

    def grid(self, grid: Grid) -> None:
        """A table whose heading is repeated on every page."""
        table = self.document.add_table(rows=1, cols=len(grid.header), style="Table Grid")
        table.autofit = False
        section = self.document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        widths = [int(room * share / sum(grid.widths)) for share in grid.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for cell, text in zip(table.rows[0].cells, grid.header, strict=True):
            cell.paragraphs[0].alignment = 1
            _run(cell.paragraphs[0], self.notes.text(text), bold=True)
            _append(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "E7E6E6"})
        _append(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})
        for row in grid.rows:
            added = table.add_row()
            if sum(len(phrase.text) for lines in row for line in lines for phrase in line.phrases) < LONG_ROW:
                _append(added._tr.get_or_add_trPr(), "w:cantSplit", {})
            for cell, lines in zip(added.cells, row, strict=True):
                for position, line in enumerate(lines):
                    self.line(cell.paragraphs[0] if position == 0 else cell.add_paragraph(), _left(line))
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)


def _left(line: Line) -> Line:
    """A line of a cell: cells are too narrow for spreading words."""
    return Line(line.phrases, "cell" if line.style == "body" else line.style, line.indent)


def _run(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str | None = None,
    shade: bool = False,
) -> None:
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    for wanted, names in ((bold, ("w:b", "w:bCs")), (italic, ("w:i", "w:iCs"))):
        for name in names if wanted else ():
            _append(properties, name, {})
    if colour:
        _append(properties, "w:color", {"w:val": colour})
    if shade:
        _append(properties, "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "FFF2CC"})
    _append(properties, "w:cs", {})


def _superscript(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.superscript = True


def _append(parent: Any, name: str, values: dict[str, str]) -> None:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(key), value)
    parent.append(element)
