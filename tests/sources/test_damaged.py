"""Damaged and hostile texts: read as far as they go, gaps named, never a crash, never slow."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lampang import catalogue, spans
from plangraph.dataset import document_quads
from plangraph.document import SourceText
from plangraph.places import province_slugs
from plangraph.records import Fate, PlanDocument
from plangraph.sources import industry_plan, read_plan
from plangraph.sources.doubled import doubled_lines
from plangraph.sources.repairs import Repairs
from plangraph.thai import to_thai_digits
from sources.synthetic import Plan
from sources.variants import LINES, read_lines
from support import LAMPANG

PHRAE = "phrae-industry-action-plan-2571"


def read(lines: list[str] | tuple[str, ...]) -> PlanDocument | None:
    """The records of a damaged synthetic plan; None when its title and year are lost."""
    source = SourceText(Path("damaged.txt"), PHRAE, "utf-8", tuple(lines), "0" * 64)
    return industry_plan.read(source, Repairs())


def holds(document: PlanDocument) -> None:
    """What is true of every reading: each line has a fate, each quote is verbatim, and a graph can be made of it."""
    assert len(document.fates) == len(document.lines)
    for line, fate in zip(document.lines, document.fates, strict=True):
        assert (fate is Fate.BLANK) == (not line.strip())
    for span in spans(document):
        lines = document.lines[span.first_line - 1 : span.last_line]
        assert span.text in "\n".join(lines)
    document_quads(document, catalogue())


def rows(document: PlanDocument) -> int:
    return sum(len(strategy.rows) for guideline in document.guidelines for strategy in guideline.strategies)


def said(document: PlanDocument) -> str:
    return "\n".join(warning.message_en for warning in document.warnings)


def unread(document: PlanDocument) -> int:
    return sum(fate is Fate.UNREAD for fate in document.fates)


# --- the real plan, cut ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "briefs", "listed", "results", "warning"),
    [
        (700, 0, 0, 0, "section “สาระสำคัญของแผน (วิสัยทัศน์ พันธกิจ แนวทางการพัฒนา)” was not found"),
        (1206, 0, 2, 0, "section “โครงการแบบย่อ” was not found"),
        (1238, 0, 9, 0, "section “โครงการแบบย่อ” was not found"),
        (1300, 3, 15, 0, "lacks field 8, 9, 10"),
        (1389, 10, 15, 0, "lacks field 3, 4, 5, 6, 7, 8, 9, 10"),
        (1457, 13, 15, 0, "section “ข้อมูลสรุปผลการดำเนินงาน” was not found"),
        (1563, 13, 15, 4, ""),
    ],
)
def test_a_plan_that_ends_early_is_read_as_far_as_it_goes(
    last: int, briefs: int, listed: int, results: int, warning: str
) -> None:
    document = read_lines(LINES[:last])
    holds(document)
    assert (len(document.briefs), rows(document), len(document.results)) == (briefs, listed, results)
    assert warning in said(document)


@pytest.mark.parametrize(
    ("first", "last", "warning"),
    [
        (1185, 1264, "section “แนวทางการพัฒนา เป้าประสงค์ ตัวชี้วัด ค่าเป้าหมาย กลยุทธ์ โครงการ” holds nothing"),
        (1268, 1449, "section “โครงการแบบย่อ” holds nothing that could be read"),
        (1451, 1460, "section “ความเชื่อมโยงของแผน” holds nothing that could be read"),
        (412, 439, ""),
        (346, 373, ""),
    ],
)
def test_a_section_without_its_content_is_named(first: int, last: int, warning: str) -> None:
    document = read_lines([*LINES[: first - 1], *LINES[last:]])
    holds(document)
    assert warning in said(document)


def test_a_table_that_is_cut_in_the_middle_of_a_row_leaves_that_row_unread() -> None:
    document = read_lines([*LINES[:569], LINES[569][:8], "", *LINES[580:]])
    holds(document)
    table = next(table for table in document.tables if table.span.first_line == 564)
    assert {cell.row for cell in table.cells} == {1, 2, 3, 4, 5}
    assert unread(document) <= 1


@pytest.mark.parametrize("mangle", [lambda line: f"{line}\r", lambda line: f"{line}   ", lambda line: f"\u200b{line}"])
def test_line_ends_and_invisible_signs_change_nothing(mangle: Callable[[str], str]) -> None:
    document = read_lines([mangle(line) if line.strip() else line for line in LINES])
    assert (len(document.briefs), rows(document), len(document.results)) == (13, 15, 11)
    assert unread(document) == 0


def test_a_page_that_was_scanned_twice_is_left_out_by_name() -> None:
    """Its projects would count twice otherwise; what stands around it is read as if it were not there."""
    pages = [*LINES[:1292], *LINES[1268:1292], *LINES[1292:]]
    document = read_lines(pages)
    holds(document)
    assert len(document.briefs) == 13
    assert len(document.ignored["หน้าที่สแกนซ้ำ"]) == sum(bool(line.strip()) for line in LINES[1268:1292])
    assert unread(document) == 0
    assert not doubled_lines(LINES)


def test_every_page_twice_gives_the_records_of_one() -> None:
    document = read_lines([line for at in range(0, len(LINES), 40) for line in LINES[at : at + 40] * 2])
    holds(document)
    assert (len(document.briefs), rows(document), len(document.results)) == (13, 15, 11)


def test_tables_that_lost_their_tabs_are_missed_and_said_to_be() -> None:
    document = read_lines([line.replace("\t", "    ") for line in LINES])
    holds(document)
    assert "section “โครงการแบบย่อ” holds nothing that could be read" in said(document)
    assert "guideline 1 has no project row that could be read" in said(document)


def test_a_text_in_windows_874_with_other_line_ends_and_no_last_one(tmp_path: Path) -> None:
    text = "\r\n".join(LINES).encode("cp874", errors="ignore")
    file = tmp_path / "lampang.txt"
    file.write_bytes(text)
    document = read_plan(file, slugs=province_slugs())
    assert document.id == "lampang-industry-action-plan-2570"
    assert (len(document.briefs), rows(document), len(document.results)) == (13, 15, 11)
    assert document.results[-1].suggestions == "ไม่มี"
    assert LAMPANG.read_bytes()[-1:] != b"\n"


# --- a synthetic plan, damaged ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "damaged"),
    [
        ("3.2.3 แนวทางการพัฒนา เป้าประสงค์ ตัวชี้วัด", "3.2.3 แนวทกงการพัฒนา เป้าประสงค ตัวชี้วด"),
        ("4.1 โครงการแบบย่อ", "4.1 โครงกรแบบยอ"),
        ("2.1 ยุทธศาสตร์ชาติ (แผนระดับที่ 1)", "2.1 ยทุธศาสตรชาติ (แผนระดับที่ 1)"),
        ("2.3 แผนระดับที่ 3 ที่เกี่ยวข้อง", "2.3 แผนระตับที่ 3 ที่เกี่ยวข้อง"),
        ("4.4 ข้อมูลสรุปผลการดำเนินงาน", "4.4 ข้อมลูสรุปผลการดาเนินงาน"),
        ("ส่วนที่ 3 สาระสำคัญของแผน", "ส่วนที่ 3 สารสําคญของแผน"),
    ],
)
def test_a_heading_with_damaged_letters_is_still_that_heading(heading: str, damaged: str) -> None:
    lines = [line.replace(to_thai_digits(heading), to_thai_digits(damaged)) for line in Plan().lines()]
    assert lines != list(Plan().lines())
    document = read(lines)
    assert document is not None
    holds(document)
    assert (len(document.briefs), rows(document), len(document.results)) == (2, 6, 2)
    assert len(document.claims) == 12
    assert said(document) == ""


@pytest.mark.parametrize(("heading", "name"), [("๓.๒.๓ ", "แนวทางการพัฒนา"), ("๔.๑ ", "โครงการแบบย่อ")])
def test_guidelines_and_briefs_are_found_without_their_heading(heading: str, name: str) -> None:
    """Nothing else looks like them; the heading is missed all the same."""
    document = read([line for line in Plan().lines() if not line.startswith(heading)])
    assert document is not None
    holds(document)
    assert (len(document.briefs), rows(document)) == (2, 6)
    assert f"section “{name}" in said(document)


@pytest.mark.parametrize("figure", ["874,31.38", "1.5.0", "1,50", "l.50"])
def test_a_figure_that_cannot_be_read_is_no_amount(figure: str) -> None:
    """Flagged, never guessed: the printed figure stays beside the missing amount."""
    lines = [line.replace("๑.๕๐๐๐", to_thai_digits(figure)) for line in Plan().lines()]
    document = read(lines)
    assert document is not None
    money = document.guidelines[0].strategies[0].rows[0].money
    assert (money.baht, money.printed) == (None, to_thai_digits(figure))
    assert ("cannot be read" in said(document)) == (figure != "l.50")
    holds(document)


def test_a_damaged_budget_of_a_brief_is_said() -> None:
    document = read([line.replace("๘๕๐,๐๐๐ บาท", "๘๕๐,๐๐ บาท") for line in Plan().lines()])
    assert document is not None
    money = document.briefs[0].money
    assert money is not None
    assert money.baht is None
    assert money.words_baht == 850_000
    assert "the budget “๘๕๐,๐๐” of a project brief cannot be read" in said(document)


@pytest.mark.parametrize("field", range(1, 11))
def test_a_brief_that_lacks_a_field_is_read_without_it(field: int) -> None:
    lines = [line for line in Plan().lines() if "\t" not in line or not line.startswith(to_thai_digits(f"{field}. "))]
    document = read(lines)
    assert document is not None
    holds(document)
    assert len(document.briefs) == (0 if field == 1 else 2)
    assert field == 1 or f"lacks field {field}" in said(document)


def test_lines_behind_a_text_that_was_cut_at_its_front_are_no_cover() -> None:
    """A cover holds short lines; the middle of a table that now comes first is none."""
    document = read_lines([*LINES[:5], *LINES[454:]])
    holds(document)
    cover = document.ignored.get("ข้อความในภาพหน้าปก", ())
    assert all("\t" not in document.lines[line - 1] and line <= 80 for line in cover)


SIGNS = "()<>[]“”\t*-.,:/|๑๒๓12กข่ำั้\u200b\u0e4d \n\ufeff\U0001f600"


@given(st.randoms(use_true_random=False), st.integers(5, 60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_of_the_text_is_fatal(rnd: random.Random, edits: int) -> None:
    lines = list(Plan().lines())
    for _ in range(edits):
        place = rnd.randrange(len(lines))
        line = lines[place]
        at = rnd.randrange(len(line) + 1)
        what = rnd.randrange(6)
        if what == 0:
            lines[place] = line[:at]
        elif what == 1:
            lines[place] = line[at:]
        elif what == 2:
            lines[place] = line[:at] + rnd.choice(SIGNS).replace("\n", "") + line[at:]
        elif what == 3:
            lines.insert(place, rnd.choice(lines))
        elif what == 4 and len(lines) > 50:
            del lines[place]
        else:
            lines[place] = line.replace(line[at : at + 1] or "ก", "")
    document = read(lines)
    if document is not None:
        holds(document)


@given(
    st.lists(
        st.text(alphabet=SIGNS + "ยุทธศาสตร์ชาติที่โครงการ", max_size=60).map(lambda t: t.replace("\n", "")), max_size=40
    )
)
@settings(max_examples=40, deadline=None)
def test_no_text_below_the_title_is_fatal(below: list[str]) -> None:
    document = read([*Plan().lines()[:3], *below])
    assert document is not None
    holds(document)


# --- size ------------------------------------------------------------------------------------------------------------


LONG = 30_000  # characters of a line; a pattern that is quadratic in it takes a minute
HOSTILE = (
    "ก",
    "1",
    "ก ",
    " x",
    "1) ",
    "(",
    "<p ",
    "“",
    "\t",
    "แผน5",
    "งบ",
    "บาท",
    "จังหวัด",
    "อำเภอ",
    "ตามยุทธศาสตร์ชาติ ด้านความมั่นคง ",
    "แผนปฏิบัติการ",
    "หมุดหมายที่ 1 ",
    "พ.ศ. 2566 - 2570 ",
    "ไม่น้อยกว่า ",
)


def _hostile(unit: str) -> list[str]:
    """The synthetic plan with one endless line wherever a reader looks."""
    endless = (unit * (LONG // len(unit) + 1))[:LONG]
    spaces = " " * LONG + "x"
    lines: list[str] = []
    for line in Plan().lines():
        lines.append(line)
        if line.startswith(("(๓) การบรรลุ", "- แนวทางการพัฒนา", "องค์ประกอบที่", "สูงเม่น\t", "(ที่มา", "๓) ผลการดำเนินงาน")):
            lines += [endless, "", spaces]
        elif line.startswith(("๑. ชื่อโครงการ", "๒. ความสำคัญ", "๖. ความเชื่อม", "๙. งบประมาณ", "๑) งบประมาณ")):
            lines[-1] += f" ({endless}"
        elif line.startswith(("๔. ผลผลิต", "- ๑) ", "๑. โครงการ")) or "เฟอร์นิเจอร์" in line:
            lines[-1] += endless
    return lines


@pytest.mark.parametrize("unit", HOSTILE)
def test_an_endless_line_is_read_in_one_go(unit: str) -> None:
    document = read(_hostile(unit))
    assert document is not None
    assert max(map(len, document.lines)) >= LONG
    assert document.guidelines


@pytest.mark.parametrize(
    "lines",
    [
        [f"- ๑) {'ก' * 50}", *["ส่งเสริมผู้ประกอบการให้ใช้เทคโนโลยีและนวัตกรรมของจังหวัด"] * 10_000],
        [f"{n % 99}) ข้อ {n}" for n in range(3_000)],
        ["ก\t๑\t๒", ""] * 5_000,
        [f"ส่วนที่ {n % 99} ก" for n in range(3_000)],
        ["๑. ชื่อโครงการ\tโครงการ ก"] * 2_000,
        ["\tต่อ"] * 10_000,
        ["", *["แมว"] * 10_000],
    ],
    ids=["wrapped", "list", "tables", "parts", "briefs", "rows", "strangers"],
)
def test_many_lines_are_read_in_one_go(lines: list[str]) -> None:
    plan = Plan().lines()
    for anchor in ("- ๑) มีแหล่ง", "๓. วัตถุประสงค์"):
        place = next(i for i, line in enumerate(plan) if line.startswith(anchor))
        document = read([*plan[: place + 1], *lines, *plan[place + 1 :]])
        assert document is not None
        assert len(document.fates) == len(plan) + len(lines)


def test_a_plan_that_repeats_itself_a_hundred_times_is_read() -> None:
    """Every section may come again; nothing grows faster than the text."""
    plan = replace(Plan(), missing=frozenset({"front"})).lines()
    document = read([*Plan().lines()[:12], *plan * 25])
    assert document is not None
    assert len(document.briefs) >= 2
