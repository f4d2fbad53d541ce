"""The same findings for the terminal, as JSON, CSV, workbook and printable page."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from plangraph.audit.engine import rule_names
from plangraph.audit.findings import Cause, Finding, Severity, Status
from plangraph.audit.pages import Page
from plangraph.audit.titles import rule_titles
from plangraph.commands.audit import content
from plangraph.outputs.audit_figures import figure_table, figure_text
from plangraph.outputs.audit_html import report
from plangraph.outputs.audit_rows import as_json, line_list
from plangraph.outputs.audit_table import table_lines
from plangraph.outputs.terminal import columns
from plangraph.texts import LANGS, Texts
from support import require

DOCUMENT = "https://w3id.org/plangraph/id/document/nan-industry-action-plan-2571"
RAW = re.compile(r"[a-z]+-[a-z]+-[a-z]+")  # "table-change-differs"
FORMULA = '=HYPERLINK("http://example.org")'
FINDING = Finding(
    "budget-row-contradicts-brief",
    Severity.HIGH,
    Cause.DOCUMENT,
    (12, 13, 14, 40),
    "งบประมาณของโครงการ <b>หนึ่ง</b> ขัดกัน " * 6,
    FORMULA,
    "แก้ให้ตรงกัน",
    "make them agree",
    {"table": Decimal("218000.0"), "brief": Decimal("282430.50"), "printed": "๐.๒๑๘"},
    ("https://w3id.org/plangraph/id/x",),
    DOCUMENT,
    group="money",
)
PAGES = {DOCUMENT: Page(DOCUMENT, {12: "<script>alert(1)</script> ๐.๒๑๘", 40: "=1+1"})}


def test_json_is_what_design_says() -> None:
    """Keys, lines as numbers, figures as numbers, printed ones as text."""
    (found,) = as_json([FINDING])
    wanted = [
        "rule",
        "severity",
        "cause",
        "lines",
        "message_th",
        "message_en",
        "fix_th",
        "fix_en",
        "numbers",
        "subjects",
        "status",
    ]
    assert list(found)[:11] == wanted
    assert json.loads(json.dumps(found))["numbers"] == {"table": 218000, "brief": 282430.5, "printed": "๐.๒๑๘"}
    assert (found["lines"], found["status"]) == ([12, 13, 14, 40], "open")


@pytest.mark.parametrize(("lines", "shown"), [((12, 13, 14, 40), "12–14, 40"), ((1, 2, 9), "1, 2, 9"), ((), "")])
def test_lines_in_a_row_become_a_range(lines: tuple[int, ...], shown: str) -> None:
    """Three or more."""
    assert line_list(lines) == shown


def test_the_terminal_wraps_and_keeps_decided_findings_apart() -> None:
    """No line wider than the terminal; an accepted finding stands in its own part with its reason."""
    accepted = replace(FINDING, lines=(7,), status=Status.ACCEPTED, reason="ฟอร์มเดิม (สมชาย, 2026-05-01)")
    lines = list(table_lines([FINDING, accepted], "th"))
    plain = [line.replace("\x1b[0m", "") for line in lines]
    assert all(columns(line.split("m", 1)[-1] if line.startswith("\x1b") else line) <= 100 for line in plain)
    text = "\n".join(lines)
    assert text.index("รุนแรง (1)") < text.index("ผู้ตรวจรับทราบแล้ว (1)") < text.index("ฟอร์มเดิม")
    assert "พบ 1 ข้อ" in lines[0]


def test_csv_neutralises_formulas_and_opens_in_excel() -> None:
    """A byte order mark, and no cell that a spreadsheet would run."""
    text = content(".csv", [FINDING], PAGES, "en").decode("utf-8")
    assert text.startswith("\ufeff")
    assert "\"'=HYPERLINK(" in text


def test_the_page_shows_the_passage_and_runs_nothing() -> None:
    """Markup of a document comes out escaped; nothing is loaded; figures stand side by side."""
    page = report([FINDING], PAGES, "th")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ๐.๒๑๘" in page
    assert "<script" not in page and "src=" not in page and "href=" not in page
    head = "<tr><th>ที่พิมพ์</th><th>ในตาราง</th><th>ในโครงการแบบย่อ</th></tr>"
    assert f"{head}<tr><td>๐.๒๑๘</td><td>218,000.0</td><td>282,430.50</td></tr>" in page


def test_figures_of_several_places_make_a_row_each() -> None:
    """Printed beside recomputed, years as rows; what is no figure stays in the message."""
    say = Texts("audit", "en")
    numbers: dict[str, Decimal | int | str] = {
        "printed_1": Decimal(1),
        "recomputed_1": Decimal(2),
        "printed_2": Decimal(3),
        "count": 2,
    }
    table = figure_table(numbers, say)
    assert "<tr><th></th><th>printed</th><th>recomputed</th></tr>" in table
    assert "<tr><th>1</th><td>1</td><td>2</td></tr><tr><th>2</th><td>3</td><td></td></tr>" in table
    assert figure_text({"value_2566_1": Decimal(5), "difference_2566": Decimal(1)}, say) == "value 1 5 · difference 1"
    assert figure_table({"count": 2}, say) == ""


def test_the_terminal_shortens_long_lists_and_files_do_not() -> None:
    """A heading names eight lines, a message three places; the count of the rest follows."""
    places = "; ".join(f"แห่งที่ {number}" for number in range(1, 21))
    long = replace(FINDING, lines=tuple(range(1, 60, 2)), message_th=places)
    shown = "\n".join(table_lines([long], "th"))
    assert "(รวม 30 บรรทัด)" in shown and "และอีก 17 แห่ง" in shown and "แห่งที่ 4" not in shown
    assert "แห่งที่ 20" in report([long], PAGES, "th") and "แห่งที่ 20" in content(".csv", [long], PAGES, "th").decode()


def test_no_finding_is_headed_by_the_name_of_its_rule() -> None:
    """Every rule has a title in both languages, and people read that."""
    for lang in LANGS:
        assert all(not RAW.search(rule_titles(lang)[rule]) for rule in rule_names())
    assert "งบในตารางขัดกับโครงการแบบย่อ" in "".join(table_lines([FINDING], "th"))


def test_the_workbook_has_a_sheet_per_group_filters_and_no_formula() -> None:
    """Texts that look like formulas are texts."""
    require("module:openpyxl")
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content(".xlsx", [FINDING], PAGES, "en")))
    assert book.sheetnames == ["All", "Money", "Quoted lines"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert all(sheet.auto_filter.ref for sheet in book)
    assert [str(book["Quoted lines"]["B2"].value), book["Quoted lines"]["C5"].value] == ["12", "=1+1"]
