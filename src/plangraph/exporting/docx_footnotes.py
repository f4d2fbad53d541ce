"""Real footnotes in a Word document, which python-docx does not write: their part, their references, their numbers.

A source that is cited again points to the footnote it already has (a ``NOTEREF`` field), so numbers stay right when
somebody edits the document.
"""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

TEXT_STYLE: Final = "FootnoteText"
MARK_STYLE: Final = "FootnoteReference"

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SEPARATORS: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Footnotes:
    """The footnotes of one document; ``finish`` writes their part."""

    def __init__(self, document: Any, size: float) -> None:
        self.document = document
        self._texts: dict[int, str] = {}
        _styles(document, size)

    def refer(self, paragraph: Any, number: int, text: str) -> None:
        """Put the reference of source ``number`` at the end of a paragraph."""
        if number in self._texts:
            paragraph._p.append(_again(number))
            return
        self._texts[number] = text
        paragraph._p.append(_mark("w:bookmarkStart", number, name=True))
        run = _raised()
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        run.append(reference)
        paragraph._p.append(run)
        paragraph._p.append(_mark("w:bookmarkEnd", number))

    def finish(self) -> None:
        """Add the part with the texts of all footnotes."""
        if not self._texts:
            return
        notes = "".join(self._note(number, text) for number, text in sorted(self._texts.items()))
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:footnotes xmlns:w="{_MAIN}">{_SEPARATORS}{notes}</w:footnotes>'
        )
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml.encode("utf-8"), self.document.part.package)
        self.document.part.relate_to(part, _RELATION)

    def _note(self, number: int, text: str) -> str:
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{TEXT_STYLE}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{MARK_STYLE}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:rPr><w:cs/></w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        )


def _styles(document: Any, size: float) -> None:
    """Word's own styles for footnotes and their marks, under the names it knows."""
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.style_id, text.base_style, text.font.size = TEXT_STYLE, document.styles["Normal"], Pt(size)
    text.element.get_or_add_rPr().append(_element("w:szCs", str(int(size * 2))))
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.style_id, mark.font.superscript = MARK_STYLE, True
    for style in (text, mark):
        style.hidden, style.quick_style = False, False


def _element(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _raised() -> Any:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.append(_element("w:rStyle", MARK_STYLE))
    run.append(properties)
    return run


def _mark(tag: str, number: int, *, name: bool = False) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    if name:
        element.set(qn("w:name"), f"note{number}")
    return element


def _again(number: int) -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" NOTEREF note{number} \\h ")
    run = _raised()
    text = OxmlElement("w:t")
    text.text = str(number)
    run.append(text)
    field.append(run)
    return field
