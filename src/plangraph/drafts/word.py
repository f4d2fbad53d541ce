"""Drafts in a Word file: tables of two columns, label and text, or paragraphs that begin with a label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plangraph.drafts.excel import check_mark
from plangraph.drafts.gather import Gathering
from plangraph.drafts.model import BadDraft, Draft, FormField, Place, label_cell, label_line
from plangraph.drafts.needs import office
from plangraph.drafts.package import check_package

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

Labelled = tuple[FormField | None, str, Place]


def read_word(path: Path) -> list[Draft]:
    """The drafts of a Word file; every ชื่อโครงการ begins one."""
    check_package(path)
    found: list[Gathering] = []
    key = ""
    for label, text, place in _pieces(path, _open(path)):
        if label and (label.key == "name" or not found):
            found.append(Gathering(place))
        if label:
            key = label.key
        if key:
            found[-1].add(key, text, place)
    if not found:
        raise BadDraft(path, "no_form")
    filled = [draft for draft in found if draft.fields]
    return [draft.finish(path) for draft in filled]


def _open(path: Path) -> Document:
    docx = office("docx")
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        document: Document = docx.Document(str(path))
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise BadDraft(path, "damaged") from error
    return document


def _pieces(path: Path, document: Document) -> Iterator[Labelled]:
    """Label, text and place of every row and paragraph of the body, in order; without a label, text that goes on."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    paragraphs = tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            tables += 1
            yield from _of_table(path, block, tables)
        elif isinstance(block, Paragraph):
            paragraphs += 1
            check_mark(path, block.text)
            label = label_line(block.text)
            text = label[1] if label else block.text
            yield (label[0] if label else None), text, Place("paragraph", paragraphs)


def _of_table(path: Path, table: Table, number: int) -> Iterator[Labelled]:
    answered: object = None  # the answer cell of the row above
    for at, row in enumerate(table.rows, start=1):
        place = Place("row", at, str(number))
        cells = list(dict.fromkeys(row.cells))  # a cell merged over columns comes once for each
        texts = [cell.text.strip() for cell in cells]
        heads = [text.partition("\n")[0] for text in texts]  # our template has help below the label
        labels = [(column, label) for column, text in enumerate(heads) if (label := label_cell(text))]
        if not labels:
            yield None, "\n".join(texts[1:]), place
            continue
        column, label = labels[0]
        answer = cells[column + 1]._tc if len(cells) > column + 1 else None
        if (answer is None and len(row.cells) > column + 1) or (answer is not None and answer is answered):
            raise BadDraft(path, "merged", place=place)
        answered = answer
        yield label, "\n".join(filter(None, texts[column + 1 :])), place
