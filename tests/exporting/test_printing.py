"""Forms in Word, Excel, HTML and PDF: read again by other tools, hostile texts harmless, the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree, html
from openpyxl import load_workbook

from plangraph.described import Passage
from plangraph.exporting import as_docx, as_html, as_pdf, as_xlsx
from plangraph.exporting.errors import ExportError
from plangraph.exporting.form import Form, Grid, Line, Phrase, Source, fact, label
from plangraph.exporting.formats import make_form, print_form
from plangraph.exporting.notes import Printing
from plangraph.exporting.safe import guarded, unguarded
from plangraph.store import EmbeddedStore
from support import require

GREEN = "id:lampang-industry-action-plan-2570/project/2.1.2.1"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","กด")',
    "+1",
    "-1",
    "@SUM(A1)",
    "ก\x00ข\x1b[31m",
    "]]>&<",
)
PLAIN = Printing()


def hostile_form() -> Form:
    """A form whose every text is an attack."""
    sources = [Source(text, Passage("d", 1, 1, text), "read", text) for text in HOSTILE]
    lines = tuple(Line((label(text), fact(text, [source]))) for text, source in zip(HOSTILE, sources, strict=True))
    table = Grid(HOSTILE, (tuple((line,) for line in lines),), tuple(10 for _ in HOSTILE))
    return Form("annex", HOSTILE[0], (*lines, table))


def part(package: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return etree.fromstring(archive.read(name))


@pytest.fixture(scope="module")
def annex(graph: EmbeddedStore) -> Form:
    return make_form(graph, "annex", GREEN)


# --- Word -------------------------------------------------------------------------------------------------------------


def test_word_sets_the_font_for_thai_letters_too(annex: Form) -> None:
    styles = part(as_docx.write(annex, PLAIN), "word/styles.xml")
    normal = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "Normal")
    fonts, size = normal.find(f".//{W}rFonts"), normal.find(f".//{W}szCs")
    assert fonts is not None and fonts.get(f"{W}cs") == "TH SarabunPSK"
    assert size is not None and size.get(f"{W}val") == "28"


def test_every_run_of_thai_text_is_a_complex_script_run_and_bold_is_bold_in_it(annex: Form) -> None:
    body = part(as_docx.write(annex, PLAIN), "word/document.xml")
    runs = [run for run in body.iter(f"{W}r") if re.search("[ก-๙]", "".join(run.itertext()))]
    assert len(runs) > 8
    for run in runs:
        assert run.find(f"{W}rPr/{W}cs") is not None
        assert (run.find(f"{W}rPr/{W}b") is None) == (run.find(f"{W}rPr/{W}bCs") is None)


def test_word_has_one_footnote_for_each_source_and_points_back_to_it_when_cited_again(annex: Form) -> None:
    package = as_docx.write(annex, PLAIN)
    notes = part(package, "word/footnotes.xml")
    numbers = [n.get(f"{W}id") for n in notes.iter(f"{W}footnote") if n.get(f"{W}type") is None]
    assert numbers == [str(n) for n in range(1, len(annex.sources()) + 1)]
    body = part(package, "word/document.xml")
    assert [r.get(f"{W}id") for r in body.iter(f"{W}footnoteReference")] == numbers
    cited = sum(len(p.sources) for line in annex.lines() for p in line.phrases)
    again = [field.get(f"{W}instr") or "" for field in body.iter(f"{W}fldSimple")]
    assert len(again) == cited - len(numbers) > 0
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert {field.split()[1] for field in again} <= marks


def test_word_reads_its_own_document_again(annex: Form) -> None:
    document = Document(io.BytesIO(as_docx.write(annex, PLAIN)))
    assert document.paragraphs[0].text == annex.title
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "ไม่พบในแผน" in cells
    assert document.core_properties.author == "PlanGraph"
    assert document.core_properties.created is None


def test_thai_digits_reach_every_text_of_the_form(annex: Form) -> None:
    package = as_docx.write(annex, Printing(thai_digits=True))
    for name in ("word/document.xml", "word/footnotes.xml"):
        texts = [node.text or "" for node in part(package, name).iter(f"{W}t")]
        numbered = [text for text in texts if re.search("[0-9]", text)]
        assert all(re.fullmatch("[0-9]+", text) for text in numbered)  # the cached number of a repeated note
    assert any("๒๕๗๐" in (node.text or "") for node in part(package, "word/document.xml").iter(f"{W}t"))


# --- Excel ------------------------------------------------------------------------------------------------------------


def test_no_text_becomes_a_formula_in_excel() -> None:
    book = load_workbook(io.BytesIO(as_xlsx.write(hostile_form(), PLAIN)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_excel_lists_every_source_in_full(annex: Form) -> None:
    book = load_workbook(io.BytesIO(as_xlsx.write(annex, PLAIN)))
    rows = list(book["ที่มา"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[2], row[4]) for row in rows] == [
        (number, source.lines, source.passage.text) for number, source in enumerate(annex.sources(), start=1)
    ]


# --- HTML -------------------------------------------------------------------------------------------------------------


def test_markup_of_a_document_stays_text_in_html() -> None:
    page = html.document_fromstring(as_html.write(hostile_form(), PLAIN).decode("utf-8"))
    assert not page.xpath("//script") and not page.xpath("//@onerror")
    assert page.xpath("string(//h1)") == HOSTILE[0]
    assert not page.xpath("//link | //img | //iframe | //@src")


def test_every_mark_of_the_page_leads_to_a_note(annex: Form) -> None:
    page = html.document_fromstring(as_html.write(annex, PLAIN).decode("utf-8"))
    targets = {mark.removeprefix("#") for mark in page.xpath("//sup/a/@href")}
    assert targets == set(page.xpath("//section[@class='sources']//li/@id"))
    assert len(targets) == len(annex.sources())


# --- all --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
def test_the_same_form_gives_the_same_bytes(annex: Form, ending: str) -> None:
    assert print_form(annex, ending, PLAIN) == print_form(annex, ending, PLAIN)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_no_clock_is_left_in_an_office_file(annex: Form, ending: str) -> None:
    package = print_form(annex, ending, PLAIN)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert b"W3CDTF" not in core


def test_hostile_texts_are_whole_in_word() -> None:
    document = Document(io.BytesIO(as_docx.write(hostile_form(), PLAIN)))
    assert document.paragraphs[0].text == HOSTILE[0]
    assert "ก\ufffdข\ufffd[31m" in [cell.text for cell in document.tables[0].rows[0].cells]


def test_an_unknown_ending_says_which_are_known(annex: Form) -> None:
    with pytest.raises(ExportError, match=r"\.docx \.xlsx \.html \.pdf"):
        print_form(annex, ".doc", PLAIN)


@pytest.mark.parametrize("text", ["=1+1", "-ไม่มี", "'=1", "''", "ปกติ", " =1", "@x", "+", ""])
def test_a_guarded_cell_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@"))


def test_a_phrase_that_only_the_plan_claims_is_marked_in_every_format() -> None:
    source = Source("แผน", Passage("d", 161, 161, "ยุทธศาสตร์ชาติ"), "planWide")
    form = Form("annex", "แบบ", (Line((Phrase("ยุทธศาสตร์", "weak", (source,)),)),))
    document = Document(io.BytesIO(as_docx.write(form, PLAIN)))
    assert "(อ้างทั้งแผน)" in document.paragraphs[1].text
    assert "(อ้างทั้งแผน)" in as_html.write(form, PLAIN).decode("utf-8")
    sheet = load_workbook(io.BytesIO(as_xlsx.write(form, PLAIN))).worksheets[0]
    assert "(อ้างทั้งแผน) [1]" in str(sheet.cell(2, 1).value)


# --- PDF --------------------------------------------------------------------------------------------------------------


def test_a_machine_without_a_browser_is_told_what_to_do(annex: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(as_pdf, "PLACES", ())
    monkeypatch.delenv(as_pdf.CHOSEN, raising=False)
    with pytest.raises(ExportError) as caught:
        as_pdf.write(annex, PLAIN)
    assert caught.value.key == "no_chromium"


def test_a_program_that_is_no_browser_is_named(annex: Form, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(as_pdf.CHOSEN, str(tmp_path / "nothing"))
    with pytest.raises(ExportError) as caught:
        as_pdf.write(annex, PLAIN)
    assert caught.value.key == "chromium_failed"
    assert str(tmp_path / "nothing") in caught.value.th


def test_the_printed_annex_is_one_page_and_keeps_its_thai(annex: Form, tmp_path: Path) -> None:
    require("chromium")
    require("pdftotext")
    printed = as_pdf.write(annex, Printing(thai_digits=True))
    assert printed.startswith(b"%PDF-")
    path = tmp_path / "annex.pdf"
    path.write_bytes(printed)
    tool = shutil.which("pdftotext")
    assert tool
    done = subprocess.run([tool, "-layout", path, "-"], capture_output=True, check=True, timeout=60)
    text = done.stdout.decode("utf-8")
    assert text.count("\f") == 1
    assert "ความสอดคล้องของโครงการ" in text.replace("\n", "")
