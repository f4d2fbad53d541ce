"""Section 4.1: the thirteen briefs with all ten fields, lists split into items, numbers with units and comparators."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lampang import line, plan, reading
from plangraph.records import Brief, Measure
from plangraph.sources.industry_plan.briefs import read_briefs
from plangraph.sources.industry_plan.outline import Part

# position, first and last line, stated year, baht, objectives, outputs, outcomes, indicators, activities
BRIEFS = [
    (1, 1269, 1279, 2569, 280_000, 3, 7, 3, 1, 8),
    (2, 1281, 1291, 2569, 46_850, 3, 3, 3, 1, 3),
    (3, 1293, 1303, 2569, 434_560, 4, 3, 3, 1, 4),
    (4, 1305, 1316, 2569, 193_000, 3, 1, 1, 1, 5),
    (5, 1318, 1328, 2569, 64_600, 1, 4, 1, 1, 4),
    (6, 1330, 1343, 2569, 225_000, 2, 1, 1, 1, 5),
    (7, 1345, 1357, 2569, 141_700, 3, 2, 3, 2, 3),
    (8, 1359, 1369, 2569, 27_700, 2, 2, 1, 1, 1),
    (9, 1371, 1386, 2569, 207_150, 2, 2, 3, 2, 2),
    (10, 1388, 1405, 2569, 282_430, 3, 3, 3, 1, 5),
    (11, 1407, 1420, 2570, 5_687_000, 3, 3, 3, 3, 2),
    (12, 1422, 1435, 2570, 3_712_000, 3, 2, 2, 2, 2),
    (13, 1437, 1448, 2570, 5_000_000, 3, 4, 2, 4, 7),
]
NAMES = [
    "โครงการส่งเสริมและพัฒนาด้านการมาตรฐาน เพื่อเพิ่มขีดความสามารถในการแข่งขัน",
    "โครงการมาตรฐานอุตสาหกรรมเอส (มอก.เอส)",
    "กองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ จังหวัดลำปาง",
    "ค่าใช้จ่ายการยกระดับผลิตภัณฑ์สินค้าเกษตรอุตสาหกรรม สู่ธุรกิจตลาดสมัยใหม่ (OPOAI - C NEXT STEPS)",
    "โครงการปั้นผู้ประกอบการเกษตรอุตสาหกรรมคู่ชุมชน (MIND STAR)",
    "โครงการ ค่าใช้จ่ายในการส่งเสริมพัฒนาศักยภาพของอุตสาหกรรมในภูมิภาค",
    "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการมีส่วนร่วมและธรรมาภิบาล",
    "โครงการสร้างมูลค่าภาคอุตสาหกรรมโดยการบริหารจัดการอย่างมีประสิทธิภาพ",
    "โครงการยกระดับสถานประกอบการเพื่อเปลี่ยนผ่านภาคอุตสาหกรรมสู่การปล่อยก๊าซเรือนกระจกสุทธิเป็นศูนย์",
    "โครงการเพิ่มประสิทธิภาพการกำกับ ดูแล และส่งเสริม การประกอบการเหมืองแร่ ตามแนวอุตสาหกรรม วิถีใหม่ “เหมืองแร่ดีคู่ชุมชน”",
    "โครงการส่งเสริมอุตสาหกรรมไทย มุ่งสู่การลดใช้คาร์บอน สร้างมูลค่าเศรษฐกิจไทยให้ยั่งยืน",
    "โครงการยกระดับอุตสาหกรรมให้ยั่งยืนด้วยเทคโนโลยีและนวัตกรรม ตามแนวทางการพัฒนาเศรษฐกิจ BCG Model",
    "โครงการปรับเปลี่ยนรูปแบบการดำเนินธุรกิจไปสู่ธุรกิจแบบเทคโนโลยีและนวัตกรรมเชิงดิจิทัล",
]
FIELDS = [
    "name",
    "rationale",
    "objectives",
    "outputs and outcomes",
    "indicators",
    "links",
    "period",
    "activities",
    "budget",
    "responsible",
]


def brief(position: int) -> Brief:
    return plan().briefs[position - 1]


@pytest.mark.parametrize(
    ("position", "first", "last", "year", "baht", "objectives", "outputs", "outcomes", "indicators", "activities"),
    BRIEFS,
)
def test_a_brief_has_ten_fields_split_into_their_items(
    position: int,
    first: int,
    last: int,
    year: int,
    baht: int,
    objectives: int,
    outputs: int,
    outcomes: int,
    indicators: int,
    activities: int,
) -> None:
    found = brief(position)
    assert (found.span.first_line, found.span.last_line) == (first, last)
    assert found.name == NAMES[position - 1]
    assert [field.number for field in found.fields] == list(range(1, 11))
    assert [field.name for field in found.fields] == FIELDS
    assert found.stated_year == year
    assert found.money is not None
    assert found.money.baht == baht
    counts = [len(found.objectives), len(found.outputs), len(found.outcomes), len(found.indicators)]
    assert [*counts, len(found.activities)] == [objectives, outputs, outcomes, indicators, activities]
    assert [item.text for item in found.responsible] == ["สำนักงานอุตสาหกรรมจังหวัดลำปาง"]


def test_there_are_thirteen_briefs() -> None:
    assert [found.position for found in plan().briefs] == list(range(1, 14))


@pytest.mark.parametrize(
    ("position", "printed", "unit", "words", "words_baht"),
    [
        (1, "๒๘๐,๐๐๐", "บาท", "สองแสนแปดหมื่นบาทถ้วน", 280_000),
        (2, "๔๖,๘๕๐", "บาท", "สี่หมื่นหกพันแปดห้าร้อยบาทถ้วน", None),
        (3, "๔๓๔,๕๖๐", "บาท", "สี่แสนสามหมื่นสี่พันห้าร้อยหกสิบบาทถ้วน", 434_560),
        (5, "๖๔,๖๐๐.๐๐", "บาท", "หกหมื่นสี่พันหกร้อยบาทถ้วน", 64_600),
        (9, "๒๐๗,๑๕๐", "บาท", "สองแสนเจ็ดพันหนึ่งร้อยห้าสิบบาทถ้วน", 207_150),
        (11, "๕,๖๘๗,๐๐๐.๐๐", "", "ห้าล้านหกแสนแปดหมื่นเจ็ดพันบาทถ้วน", 5_687_000),
        (13, "๕,๐๐๐,๐๐๐.๐๐", "บาท", "ห้าล้านบาทถ้วน", 5_000_000),
    ],
)
def test_the_budget_is_read_in_figures_and_in_words(
    position: int, printed: str, unit: str, words: str, words_baht: int | None
) -> None:
    """Brief 2 writes its words wrong, so they are no number; brief 11 prints no unit but says บาท in words."""
    money = brief(position).money
    assert money is not None
    assert (money.printed, money.unit, money.words) == (printed, unit, words)
    assert money.words_baht == (None if words_baht is None else Decimal(words_baht))
    assert printed in line(money.span.first_line)


@pytest.mark.parametrize("position", range(1, 14))
def test_section_6_of_every_brief_names_the_third_issue_of_the_provinces_plan(position: int) -> None:
    """Ten of the thirteen print a damaged title; the number is what holds."""
    (link,) = brief(position).links
    assert (str(link.kind), link.number) == ("DevelopmentIssue", 3)
    assert link.within is not None
    assert (link.within.valid_from, link.within.valid_until) == (2566, 2570)
    assert link.within.edition == ("2568" if position == 10 else "2569")
    assert "เศรษฐกิจเชิงสร้างสรรค์" in link.title


def test_only_three_briefs_print_the_title_of_the_third_issue_as_the_plan_has_it() -> None:
    clean = "ยกระดับหัตถอุตสาหกรรม อุตสาหกรรม บนพื้นฐานของเศรษฐกิจเชิงสร้างสรรค์".replace(" ", "")
    same = [one.position for one in plan().briefs if one.links[0].title.replace(" ", "") == clean]
    assert same == [1, 2, 13]


def figures(measure: Measure) -> list[tuple[str, str, str]]:
    return [(str(q.value), q.unit, q.comparator) for q in measure.quantities]


@pytest.mark.parametrize(
    ("position", "field", "place", "expected"),
    [
        (1, "outputs", 1, [("50", "คำขอ", "exactly")]),
        (1, "outputs", 6, [("44", "ฉบับ", "exactly")]),
        (1, "outputs", 7, [("25", "ราย", "exactly"), ("10", "ตัวอย่าง", "exactly")]),
        (1, "activities", 8, [("1", "อัตรา", "exactly")]),
        (2, "outputs", 3, [("20", "ราย", "exactly")]),
        (3, "outputs", 2, [("1", "ครั้ง", "atLeast")]),
        (3, "outputs", 3, [("55", "ราย", "exactly")]),
        (4, "outputs", 1, [("3", "ผลิตภัณฑ์", "atLeast")]),
        (4, "indicators", 1, [("3", "ผลิตภัณฑ์", "atLeast")]),
        (5, "outputs", 3, [("80", "ร้อยละ", "atLeast")]),
        (5, "outputs", 4, [("85", "ร้อยละ", "atLeast")]),
        (5, "outcomes", 1, [("600000", "บาท", "exactly")]),
        (6, "outcomes", 1, [("80", "ร้อยละ", "atLeast")]),
        (7, "outputs", 1, [("50", "คน", "atLeast")]),
        (7, "outputs", 2, [("1", "ครั้ง", "exactly"), ("20", "คน", "exactly")]),
        (8, "outputs", 1, [("20", "ราย", "exactly")]),
        (9, "outcomes", 2, [("10", "ร้อยละ", "atLeast"), ("80", "ร้อยละ", "atLeast")]),
        (10, "outputs", 2, [("30", "คน", "exactly"), ("1", "ครั้ง", "exactly")]),
        (10, "outcomes", 3, [("100", "ร้อยละ", "exactly")]),
        (11, "indicators", 3, [("20", "ราย", "exactly")]),
        (12, "outcomes", 1, [("10", "ร้อยละ", "atLeast")]),
        (13, "outputs", 4, [("40", "แผน", "exactly")]),
        (13, "outcomes", 2, [("10", "ร้อยละ", "exactly")]),
    ],
)
def test_what_a_brief_promises_is_counted_with_unit_and_comparator(
    position: int, field: str, place: int, expected: list[tuple[str, str, str]]
) -> None:
    measures: tuple[Measure, ...] = getattr(brief(position), field)
    assert figures(measures[place - 1]) == expected


@pytest.mark.parametrize(
    ("position", "field", "first", "last"),
    [
        (4, "indicators", 1309, 1311),
        (6, "objectives", 1332, 1334),
        (6, "activities", 1339, 1341),
        (7, "indicators", 1350, 1352),
        (9, "rationale", 1372, 1374),
        (9, "objectives", 1375, 1377),
        (9, "activities", 1382, 1384),
        (10, "rationale", 1389, 1395),
        (10, "outputs and outcomes", 1397, 1399),
        (11, "indicators", 1413, 1415),
        (12, "rationale", 1423, 1425),
        (12, "objectives", 1426, 1428),
    ],
)
def test_a_field_broken_by_a_page_is_joined_again(position: int, field: str, first: int, last: int) -> None:
    (found,) = [one for one in brief(position).fields if one.name == field]
    assert (found.span.first_line, found.span.last_line) == (first, last)


def test_a_rationale_on_a_page_of_its_own_goes_on_without_its_cell() -> None:
    """Lines 1391 and 1393 have no tab; they stand between two rows of the same field."""
    assert "สัดส่วนของงบประมาณรายจ่ายประจำปี" in brief(10).rationale
    assert "กองตรวจราชการ" in brief(10).rationale


def test_an_item_that_runs_over_a_page_is_quoted_over_both() -> None:
    item = brief(7).indicators[0]
    assert (item.span.first_line, item.span.last_line) == (1350, 1352)
    assert item.text.endswith("จำนวนไม่น้อยกว่า 50 คน")


@pytest.mark.parametrize(
    ("position", "place", "text"),
    [
        (10, 4, "การจัดกิจกรรมศึกษาดูงานเหมืองแร่ที่ดี"),
        (13, 1, "จัดทำแผนปฏิบัติงาน (Action Plan)"),
        (13, 7, "จัดทำรายงานผลการดำเนินงานโครงการ"),
        (2, 2, "การตรวจติดตามผลภายหลังได้รับการรับรอง จำนวน 2 ราย"),
    ],
)
def test_an_activity_reads_clean_of_its_number(position: int, place: int, text: str) -> None:
    assert brief(position).activities[place - 1].text == text


def test_an_outcome_numbered_in_another_style_is_an_item_of_its_own() -> None:
    """Brief 10 prints "๑) … ๒.สถานประกอบการฯ …" in one cell."""
    assert [item.number for item in brief(10).outcomes] == [1, 2, 3]
    assert brief(10).outcomes[1].text.startswith("สถานประกอบการฯ ที่เข้าร่วมกิจกรรม")


# --- other briefs of the same form -----------------------------------------------------------------------------------


def read(*rows: str) -> tuple[Brief, ...]:
    desk = reading("๔.๑ โครงการแบบย่อ", *rows)
    return read_briefs(desk, Part("briefs", "4.1", "โครงการแบบย่อ", 1, 1, 2, len(rows) + 1))


def test_a_brief_that_breaks_off_keeps_what_it_has() -> None:
    (found,) = read("๑. ชื่อโครงการ\tโครงการหนึ่ง", "๗. ระยะเวลา\tปีงบประมาณ พ.ศ. ๒๕๗๑")
    assert (found.name, found.stated_year, found.money) == ("โครงการหนึ่ง", 2571, None)
    assert (found.objectives, found.links, found.rationale) == ((), (), "")


def test_a_field_whose_number_and_words_disagree_is_not_read() -> None:
    (found,) = read("๑. ชื่อโครงการ\tโครงการหนึ่ง", "๙. วัตถุประสงค์ของโครงการ\t๑) ก")
    assert found.objectives == ()
    assert found.money is None


def test_a_third_column_is_no_part_of_the_form() -> None:
    (found,) = read("๑. ชื่อโครงการ\tโครงการหนึ่ง", "๙. งบประมาณ\t๕,๐๐๐ บาท\tผู้ตรวจ")
    assert found.money is None


@pytest.mark.parametrize(
    ("printed", "baht"),
    [
        ("๐.๕ ล้านบาท", Decimal("500000.0")),
        ("๕,๐๐๐", None),
        ("๕,๐๐๐ (ห้าพันบาทถ้วน)", Decimal(5000)),
        ("ไม่ใช้งบประมาณ", None),
    ],
)
def test_a_figure_is_baht_only_where_its_unit_or_its_words_say_so(printed: str, baht: Decimal | None) -> None:
    (found,) = read("๑. ชื่อโครงการ\tโครงการหนึ่ง", f"๙. งบประมาณ\t{printed}")
    assert found.money is not None
    assert found.money.baht == baht


def test_a_link_without_an_issue_names_the_plan_alone() -> None:
    (found,) = read("๑. ชื่อโครงการ\tโครงการหนึ่ง", "๖. ความเชื่อมโยงกับแผนพัฒนาจังหวัด\tแผนพัฒนาจังหวัดแพร่ พ.ศ. ๒๕๖๖ - ๒๕๗๐")
    assert [(str(link.kind), link.title) for link in found.links] == [("Plan", "แผนพัฒนาจังหวัดแพร่ พ.ศ. 2566 - 2570")]
