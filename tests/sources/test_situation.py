"""Section 3.1: the needs of the people, the province's own plan, SWOT, TOWS, facts and tables."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from lampang import clean_line, line, plan
from plangraph.records import Kind, Need, Table
from plangraph.thai import quantities

ALL_13 = {
    "เมืองลำปาง",
    "งาว",
    "วังเหนือ",
    "เมืองปาน",
    "สบปราบ",
    "เกาะคา",
    "ห้างฉัตร",
    "แม่ทะ",
    "แม่เมาะ",
    "เสริมงาม",
    "แจ้ห่ม",
    "เถิน",
    "แม่พริก",
}
ECONOMY, SOCIETY, NATURE = "ด้านเศรษฐกิจ", "ด้านสังคมและความมั่นคง", "ด้านทรัพยากรธรรมชาติและสิ่งแวดล้อม"


def need(number: int) -> Need:
    return plan().needs[number - 1]


@pytest.mark.parametrize(
    ("number", "first", "title", "announced", "without", "dimension"),
    [
        (1, 971, "ปัญหาโครงสร้างพื้นฐาน", 13, set(), ECONOMY),
        (2, 975, "ปัญหาด้านการเกษตร", 13, set(), ECONOMY),
        (3, 981, "ปัญหาด้านคุณภาพชีวิต", 11, {"ห้างฉัตร", "แม่ทะ"}, SOCIETY),
        (4, 985, "ปัญหาขยะมูลฝอย", 10, {"สบปราบ", "เสริมงาม", "เถิน"}, NATURE),
        (5, 989, "ปัญหาทรัพยากรธรรมชาติและสิ่งแวดล้อม", 10, {"สบปราบ", "ห้างฉัตร", "เถิน"}, NATURE),
        (6, 993, "ปัญหาเกี่ยวกับสุขภาพอนามัย", 9, {"งาว", "สบปราบ", "แม่ทะ", "เถิน"}, SOCIETY),
        (7, 997, "ปัญหาสุขภาพจิต มั่วสุม", 9, {"ห้างฉัตร", "แม่เมาะ", "แจ้ห่ม", "เถิน"}, SOCIETY),
        (8, 1001, "ปัญหาขาดเอกสารสิทธิ์", 8, {"งาว", "สบปราบ", "แม่ทะ", "แม่พริก"}, ECONOMY),
        (
            9,
            1005,
            "ปัญหาด้านการบริหารจัดการแหล่งท่องเที่ยว",
            7,
            {"เมืองลำปาง", "เมืองปาน", "แม่เมาะ", "เสริมงาม", "เถิน", "แม่พริก"},
            ECONOMY,
        ),
        (
            10,
            1009,
            "ปัญหาขาดการมีส่วนร่วมในวัฒนธรรม",
            7,
            {"งาว", "เมืองปาน", "สบปราบ", "ห้างฉัตร", "แม่เมาะ", "เถิน"},
            SOCIETY,
        ),
    ],
)
def test_a_need_has_its_districts_its_demand_and_its_dimension(
    number: int, first: int, title: str, announced: int, without: set[str], dimension: str
) -> None:
    found = need(number)
    assert (found.number, found.span.first_line) == (number, first)
    assert found.title.startswith(title)
    assert found.announced == announced
    assert set(found.districts) == ALL_13 - without
    assert found.dimension == dimension
    assert len(found.demand) > 40


def test_the_eighth_need_names_nine_districts_where_it_announces_eight() -> None:
    assert (need(8).announced, len(need(8).districts)) == (8, 9)
    assert "๘ อำเภอ" in line(1001)


def test_there_are_ten_needs_and_the_second_runs_over_a_page_break() -> None:
    assert [one.number for one in plan().needs] == list(range(1, 11))
    assert (need(2).span.first_line, need(2).span.last_line) == (975, 979)


# --- the province's plan ---------------------------------------------------------------------------------------------


def test_the_provinces_plan_is_the_one_of_2566_to_2570_in_its_edition_of_2569() -> None:
    reference = plan().province_plan
    assert reference is not None
    assert (reference.valid_from, reference.valid_until, reference.edition) == (2566, 2570, "2569")
    assert reference.span.first_line == 436


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (Kind.VISION, [1056]),
        (Kind.MISSION, [1077, 1078, 1079, 1080, 1081]),
        (Kind.POSITIONING, [1085]),
        (Kind.DEVELOPMENT_ISSUE, [1093, 1094, 1095, 1096, 1097]),
    ],
)
def test_the_provinces_plan_is_quoted_with_vision_missions_positioning_and_issues(kind: Kind, lines: list[int]) -> None:
    found = [element for element in plan().foreign if element.kind is kind]
    assert [element.span.first_line for element in found] == lines
    assert all(element.plan == plan().province_plan for element in found)
    numbers = [element.number for element in found]
    assert numbers == (list(range(1, len(lines) + 1)) if len(lines) > 1 else [None])


def test_the_third_issue_reads_clean_and_prints_as_it_stands() -> None:
    issue = [element for element in plan().foreign if element.kind is Kind.DEVELOPMENT_ISSUE][2]
    assert issue.title == "ยกระดับหัตถอุตสาหกรรม อุตสาหกรรม บนพื้นฐานของเศรษฐกิจเชิงสร้างสรรค์"
    assert issue.span.text.endswith("ยกดับหัตถอุตสาหกรรม อุตสาหกรรม บนพื้นฐานของเศรษฐกิจเชิงสร้างสรรค์")


def test_the_vision_has_its_explanation_and_the_positioning_its_english_name() -> None:
    vision = next(element for element in plan().foreign if element.kind is Kind.VISION)
    assert vision.title == "ลำปาง เมืองแห่งความสุข 2 มิติ (Livable & Smart City)"
    assert vision.detail.startswith("จังหวัดลำปางมุ่งไปสู่การเป็นเมืองแห่งความสุข 2 มิติ")
    positioning = next(element for element in plan().foreign if element.kind is Kind.POSITIONING)
    assert positioning.title.endswith("(Smart cities and cultural heritage cities)")


# --- SWOT ------------------------------------------------------------------------------------------------------------


def test_swot_and_tows_are_complete() -> None:
    counts = Counter(item.kind for item in plan().swot)
    assert counts == {
        "strength": 11,
        "weakness": 11,
        "opportunity": 7,
        "threat": 9,
        "so": 6,
        "wo": 5,
        "st": 6,
        "wt": 4,
    }


@pytest.mark.parametrize(
    ("kind", "number", "at", "text"),
    [
        ("strength", 1, 1107, "ที่ตั้งเป็นพื้นที่เชิงยุทธศาสตร์ (Strategic Location)"),
        ("strength", 11, 1117, "โรงไฟฟ้าแม่เมาะ"),
        ("weakness", 2, 1122, "ขาดแคลนแรงงานฝีมือทั้งภาคการผลิตและบริการ"),
        ("weakness", 11, 1131, "การลดลงของประชากรของจังหวัดลำปางอย่างต่อเนื่อง"),
        ("opportunity", 5, 1141, "เป้าหมายการพัฒนาที่ยั่งยืน (Sustainable Development Goals : SDGs)"),
        ("threat", 4, 1150, "ประเทศไทยการเข้าสู่สังคมผู้สูงอายุ (Aging Society) อย่างเต็มรูปแบบ"),
        ("so", 4, 1160, "พัฒนาเมืองอัจฉริยะด้านบริการภาครัฐ การท่องเที่ยว และเศรษฐกิจดิจิทัล"),
        ("so", 6, 1163, "พัฒนา Medical Hub และ Wellness Tourism รองรับผู้สูงอายุ"),
        ("wo", 5, 1160, "ส่งเสริมเศรษฐกิจผู้สูงอายุและดึงดูดคนรุ่นใหม่กลับสู่พื้นที่"),
        ("st", 6, 1164, "ขยายบริการสุขภาพและดูแลผู้สูงอายุ แบบครบวงจร"),
        ("wt", 4, 1164, "เพิ่มมาตรการฟื้นฟูทรัพยากรและ ควบคุมมลพิษ"),
    ],
)
def test_a_factor_stands_in_its_quadrant(kind: str, number: int, at: int, text: str) -> None:
    """A quadrant that goes on over a page break without its title (line 1163) stays the one of its column."""
    (item,) = [item for item in plan().swot if (item.kind, item.number) == (kind, number)]
    assert item.span.first_line == at
    assert item.text.startswith(text)
    assert text[:20] in clean_line(at)


# --- facts and tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "number", "figures"),
    [
        (805, 1, {("438793", "ไร่"), ("94.47", "ร้อยละ")}),
        (808, 4, {("9315", "ไร่"), ("0.97", "ร้อยละ")}),
        (923, 1, {("94", "โรงงาน"), ("57310.08", "ล้านบาท"), ("4093", "คน")}),
        (927, 5, {("49", "โรงงาน"), ("928.65", "ล้านบาท"), ("4087", "คน")}),
    ],
)
def test_a_statement_of_figures_gives_each_figure_with_its_unit(
    at: int, number: int, figures: set[tuple[str, str]]
) -> None:
    (fact,) = [fact for fact in plan().facts if fact.span.first_line == at]
    assert fact.number == number
    assert {(str(quantity.value), quantity.unit) for quantity in fact.quantities} >= figures


def table(first: int) -> Table:
    (found,) = [table for table in plan().tables if table.span.first_line == first]
    return found


def test_the_plan_has_25_tables_in_the_order_of_their_lines() -> None:
    lines = [found.span.first_line for found in plan().tables]
    assert lines == [
        *(501, 545, 564, 586, 598, 627, 680, 705, 729, 745, 774, 817, 833, 863, 899, 931, 956, 1023),
        *(1159, 1202, 1235, 1257, 1454, 1561, 1581),
    ]
    assert all(found.caption and found.header and found.cells for found in plan().tables)


@pytest.mark.parametrize(
    ("first", "last", "caption", "unit", "columns", "cells"),
    [
        (1159, 1164, "TOWS Matrix", "", 3, 5),
        (1202, 1214, "แนวทางการพัฒนาด้านที่ ๑ ยกระดับผลิตภัณฑ์อุตสาหกรรม", "ล้านบาท", 3, 15),
        (1235, 1244, "แนวทางการพัฒนาในด้านที่ ๒ ยกระดับสถานประกอบการ", "ล้านบาท", 3, 10),
        (1257, 1263, "แนวทางการพัฒนาในด้านที่ ๓ สร้างความเข้มแข็งให้เครือข่าย", "ล้านบาท", 3, 8),
        (1454, 1459, "ความเชื่อมโยงแผนปฏิบัติราชการ", "", 5, 20),
        (1561, 1565, "โครงการส่งเสริมและพัฒนาด้านการมาตรฐาน", "", 3, 8),
        (1581, 1584, "โครงการกองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ", "", 3, 6),
    ],
)
def test_matrices_that_are_read_as_records_are_tables_too(
    first: int, last: int, caption: str, unit: str, columns: int, cells: int
) -> None:
    found = table(first)
    assert found.span.last_line == last
    assert found.caption.startswith(caption)
    assert (found.unit, len(found.header), len(found.cells)) == (unit, columns, cells)


def test_the_strategy_tables_add_to_the_sums_of_their_rows() -> None:
    sums = [
        sum((cell.value for cell in table(first).cells if cell.value is not None), Decimal(0))
        for first in (1202, 1235, 1257)
    ]
    assert sums == [Decimal("6.0018"), Decimal("9.7755"), Decimal("0.7942")]


@pytest.mark.parametrize(
    ("first", "at", "column", "value"),
    [
        (598, 604, 4, "709558"),
        (680, 692, 2, "1807.109"),
        (745, 762, 2, "298763"),
        (774, 789, 4, "965032"),
        (863, 877, 7, "95"),
        (931, 952, 4, "70222.96"),
        (956, 961, 3, "70222.96"),
        (1023, 1031, 5, "-0.77"),
        (1023, 1030, 7, "74915"),
        (1561, 1562, 3, "59"),
        (1581, 1584, 2, "60"),
    ],
)
def test_a_figure_stands_in_its_cell(first: int, at: int, column: int, value: str) -> None:
    """Thai digits, thousands, and parentheses for negative figures."""
    (cell,) = [cell for cell in table(first).cells if (cell.line, cell.column) == (at, column)]
    figure = cell.value if cell.value is not None else quantities(cell.printed)[0].value
    assert figure == Decimal(value)
    assert cell.printed in line(at)


def test_a_dash_is_no_figure_and_a_damaged_figure_is_marked() -> None:
    (dash,) = [cell for cell in table(545).cells if cell.line == 546]
    assert (dash.printed, dash.value, dash.damaged) == ("-", None, False)
    damaged = [(cell.line, cell.printed) for found in plan().tables for cell in found.cells if cell.damaged]
    assert (847, "๑๑,๑๘") in damaged
