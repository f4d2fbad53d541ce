"""Section 3.2.3: guidelines with goals, indicators, strategies and every row of the strategy tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lampang import line, plan, reading
from plangraph.records import Guideline, ProjectRow
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.programme import read_guidelines

MINISTRY, PROVINCE, CLUSTER, OTHER = "ministryOrDepartment", "province", "provincialCluster", "otherSource"
# line, guideline, strategy, group, number, source of funds, printed amount, baht
ROWS = [
    (1205, 1, 1, 1, 1, MINISTRY, "๐.๒๘๐๐", 280_000),
    (1206, 1, 1, 1, 2, MINISTRY, "๐.๑๙๓๐๐", 193_000),
    (1207, 1, 1, 1, 3, MINISTRY, "๐.๐๔๖๘", 46_800),
    (1211, 1, 2, 1, 1, CLUSTER, "๕.๐๐๐๐", 5_000_000),
    (1212, 1, 2, 2, 1, MINISTRY, "๐.๑๙๓๐", 193_000),
    (1213, 1, 2, 2, 2, MINISTRY, "๐.๐๖๔๐", 64_000),
    (1214, 1, 2, 2, 3, MINISTRY, "๐.๒๒๕๐", 225_000),
    (1237, 2, 1, 1, 1, PROVINCE, "๕.๖๘๗", 5_687_000),
    (1238, 2, 1, 1, 2, PROVINCE, "๓.๗๑๒", 3_712_000),
    (1239, 2, 1, 2, 1, MINISTRY, "๐.๑๔๑๗", 141_700),
    (1243, 2, 1, 2, 2, MINISTRY, "๐.๐๒๗๗", 27_700),
    (1244, 2, 1, 2, 3, MINISTRY, "๐.๒๐๗๑", 207_100),
    (1260, 3, 1, 1, 1, MINISTRY, "๐.๑๔๑๗", 141_700),
    (1261, 3, 1, 1, 2, MINISTRY, "๐.๒๑๘", 218_000),
    (1263, 3, 1, 2, 1, OTHER, "๐.๔๓๔๕", 434_500),
]
NAMES = {
    1205: "โครงการส่งเสริมและพัฒนาด้านการมาตรฐาน เพื่อเพิ่มขีด ความสามารถในการแข่งขัน",
    1206: "โครงการยกระดับผลิตภัณฑ์สินค้าเกษตรอุตสาหกรรมสู่ธุรกิจ ตลาดสมัยใหม่ (OPOAI - C NEXT STEPs)",
    1207: "โครงการมาตรฐานอุตสาหกรรมเอส (มอก.เอส)",
    1211: "โครงการปรับเปลี่ยนรูปแบบการดำเนินธุรกิจไปสู่ธุรกิจแบบ เทคโนโลยีและนวัตกรรมเชิงดิจิทัล",
    1212: "โครงการยกระดับผลิตภัณฑ์สินค้าเกษตรอุตสาหกรรมสู่ธุรกิจ ตลาดสมัยใหม่ (OPOAI - C NEXT STEPS)",
    1213: "โครงการปั้นผู้ประกอบการเกษตรอุตสาหกรรมคู่ชุมชน (MIND STAR)",
    1214: "โครงการ ส่งเสริมพัฒนาศักยภาพของอุตสาหกรรมในภูมิภาค",
    1237: "โครงการส่งเสริมอุตสาหกรรมไทย มุ่งสู่การลดใช้คาร์บอน สร้างมูลค่าเศรษฐกิจไทยให้ยั่งยืน",
    1238: "โครงการยกระดับผู้ประกอบการอุตสาหกรรมด้วยเทคโนโลยี และนวัตกรรม ตามแนวทางการพัฒนาเศรษฐกิจ BCG Model",
    1239: "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการ มีส่วนร่วมและธรรมาภิบาล",
    1243: "โครงการค่าใช้จ่ายในการสร้างมูลค่าภาคอุตสาหกรรม โดยการบริหารจัดการอย่างมีประสิทธิภาพ",
    1244: "โครงการยกระดับสถานประกอบการเพื่อเปลี่ยนผ่าน ภาคอุตสาหกรรม สู่อุตสาหกรรมสู่การปล่อยก๊าซเรือนกระจกสุทธิเป็นศูนย์",
    1260: "โครงการพัฒนาสถานประกอบการ และเครือข่ายความร่วมมือ ด้านสิ่งแวดล้อมตามหลักธรรมาภิบาล",
    1261: "โครงการเหมืองแร่ดีคู่ชุมชน",
    1263: "โครงการกองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ จังหวัด ลำปาง",
}


def rows() -> dict[int, tuple[int, int, ProjectRow]]:
    return {
        row.span.first_line: (guideline.number, strategy.number, row)
        for guideline in plan().guidelines
        for strategy in guideline.strategies
        for row in strategy.rows
    }


def test_there_are_fifteen_rows_under_four_strategies_of_three_guidelines() -> None:
    assert [(g.number, g.span.first_line, [s.number for s in g.strategies]) for g in plan().guidelines] == [
        (1, 1186, [1, 2]),
        (2, 1216, [1]),
        (3, 1246, [1]),
    ]
    assert sorted(rows()) == [row[0] for row in ROWS]


@pytest.mark.parametrize(("at", "guideline", "strategy", "group", "number", "funding", "printed", "baht"), ROWS)
def test_a_row_has_its_place_its_source_of_funds_and_its_amount(
    at: int, guideline: int, strategy: int, group: int, number: int, funding: str, printed: str, baht: int
) -> None:
    found = rows()[at]
    row = found[2]
    assert found[:2] == (guideline, strategy)
    assert (row.group, row.number, row.funding) == (group, number, funding)
    assert (row.money.printed, row.money.unit, row.money.baht) == (printed, "ล้านบาท", Decimal(baht))
    assert (row.money.span.text, row.money.span.first_line) == (printed, at)
    assert row.fiscal_year == 2570
    assert row.name == NAMES[at]
    assert row.span.text in line(at)


@pytest.mark.parametrize(
    ("at", "heading_at", "heading"),
    [
        (1205, 1204, "โครงการที่ สอจ. ขอรับการสนับสนุนงบประมาณกระทรวง กรม"),
        (1211, 1211, "โครงการที่ สอจ. ของงบประมาณกลุ่มจังหวัด"),
        (1212, 1212, "โครงการที่ สอจ. ขอรับการสนับสนุนงบประมาณกระทรวง กรม"),
        (1243, 1239, "โครงการที่ สอจ. ขอรับการสนับสนุนงบประมาณกระทรวง กรม"),
        (1263, 1262, "โครงการอื่น ๆ"),
    ],
)
def test_a_source_of_funds_is_the_heading_above_also_over_a_page_and_inside_a_cell(
    at: int, heading_at: int, heading: str
) -> None:
    span = rows()[at][2].funding_heading
    assert span is not None
    assert (span.first_line, span.text) == (heading_at, heading)


def test_the_rows_add_to_the_sums_of_the_guidelines() -> None:
    sums = {
        guideline.number: sum(
            (row.money.baht or Decimal(0) for s in guideline.strategies for row in s.rows), Decimal(0)
        )
        for guideline in plan().guidelines
    }
    assert sums == {1: Decimal(6_001_800), 2: Decimal(9_775_500), 3: Decimal(794_200)}


@pytest.mark.parametrize(
    ("number", "title", "goal", "indicators"),
    [
        (
            1,
            "ยกระดับผลิตภัณฑ์อุตสาหกรรมและหัตถอุตสาหกรรม เชิงสร้างสรรค์ ด้วยนวัตกรรม",
            "เพื่อยกระดับผลิตภัณฑ์อุตสาหกรรมและหัตถกรรมของจังหวัดลำปาง ให้มีคุณภาพและมาตรฐาน ด้วยนวัตกรรมและตอบสนองความต้องการของตลาด",
            [(1, 1195), (2, 1196)],
        ),
        (
            2,
            "ยกระดับสถานประกอบการอุตสาหกรรมและหัตถอุตสาหกรรม สู่อุตสาหกรรมสีเขียว โดยการมีส่วนร่วมกับชุมชนและสังคม",
            "เพื่อให้สถานประกอบการอุตสาหกรรมและหัตถอุตสาหกรรมมีการบริหารจัดการผลิต ที่เป็นมิตรต่อสิ่งแวดล้อม ชุมชน และสังคม อย่างมีประสิทธิภาพ",
            [(1, 1226), (2, 1229)],
        ),
        (
            3,
            "สร้างความเข้มแข็งให้เครือข่ายผู้ประกอบการอุตสาหกรรม และหัตถอุตสาหกรรม",
            "เพื่อสร้างความเข้มแข็งให้เครือข่ายผู้ประกอบการอุตสาหกรรมและหัตถอุตสาหกรรม",
            [(None, 1252)],
        ),
    ],
)
def test_a_guideline_has_one_goal_and_its_indicators(
    number: int, title: str, goal: str, indicators: list[tuple[int | None, int]]
) -> None:
    guideline = plan().guidelines[number - 1]
    assert guideline.title == title
    assert [item.text for item in guideline.goals] == [goal]
    assert [(item.number, item.span.first_line) for item in guideline.indicators] == indicators
    assert not any(item.quantities for item in guideline.indicators), "the heading promises targets, none is printed"


@pytest.mark.parametrize(
    ("guideline", "strategy", "at", "title"),
    [
        (1, 1, 1204, "ยกระดับผลิตภัณฑ์ อุตสาหกรรมและ หัตถอุตสาหกรรม ให้มีคุณภาพและ มาตรฐาน"),
        (1, 2, 1211, "ส่งเสริมการ ประชาสัมพันธ์ และการตลาด ผลิตภัณฑ์อุตสาหกรรม"),
        (2, 1, 1237, "ส่งเสริมสถาน ประกอบการให้มีการ บริหารจัดการที่เป็น มิตรต่อสิ่งแวดล้อม"),
        (3, 1, 1259, "ส่งเสริม สนับสนุน การรวมกลุ่มของ ผู้ประกอบการและ เครือข่าย"),
    ],
)
def test_a_strategy_is_quoted_by_its_own_cell(guideline: int, strategy: int, at: int, title: str) -> None:
    found = plan().guidelines[guideline - 1].strategies[strategy - 1]
    assert found.title.startswith(title)
    assert found.span.first_line == at
    assert found.span.text == line(at).split("\t")[0]


@pytest.mark.parametrize(
    ("at", "aliases"),
    [(1206, ("OPOAI - C NEXT STEPs",)), (1207, ("มอก.เอส",)), (1213, ("MIND STAR",)), (1205, ())],
)
def test_a_short_name_in_parentheses_is_an_alias(at: int, aliases: tuple[str, ...]) -> None:
    assert rows()[at][2].aliases == aliases


# --- other tables of the same template -------------------------------------------------------------------------------

HEAD = ("๑) แนวทางการพัฒนาด้านที่ ๑ ยกระดับผลิตภัณฑ์", "")


def read(*lines: str) -> tuple[Guideline, ...]:
    desk = reading("๓.๒.๓ แนวทางการพัฒนา", "", *HEAD, *lines)
    part = Part("programme.guidelines", "3.2.3", "แนวทางการพัฒนา", 1, 1, 2, len(desk.source.lines))
    return read_guidelines(desk, part, 2571)


def test_a_table_of_two_years_gives_a_row_for_each_year_that_funds_a_project() -> None:
    (guideline,) = read(
        "หน่วย : บาท",
        "",
        "กลยุทธ์\tโครงการ\tปีงบประมาณ\t",
        "\t\tพ.ศ. ๒๕๗๑\tพ.ศ. ๒๕๗๒",
        "กลยุทธ์ที่ ๑ พัฒนา\t๑. โครงการหนึ่ง\t๑๐๐,๐๐๐\t๒๐๐,๐๐๐",
        "\t๒. โครงการสอง\t-\t๕๐,๐๐๐",
    )
    found = [(r.name, r.fiscal_year, r.money.baht) for r in guideline.strategies[0].rows]
    assert found[:2] == [("โครงการหนึ่ง", 2571, Decimal(100_000)), ("โครงการหนึ่ง", 2572, Decimal(200_000))]
    assert ("โครงการสอง", 2572, Decimal(50_000)) in found


def test_a_row_without_an_amount_is_kept_without_one() -> None:
    (guideline,) = read(
        "หน่วย : ล้านบาท", "", "กลยุทธ์\tโครงการ\tปีงบประมาณ", "\t\tพ.ศ. ๒๕๗๑", "กลยุทธ์ที่ ๑ ก\t๑. โครงการหนึ่ง\t"
    )
    (row,) = guideline.strategies[0].rows
    assert (row.money.baht, row.money.printed, row.fiscal_year) == (None, "", 2571)


def test_a_table_whose_unit_is_not_printed_gives_no_baht() -> None:
    (guideline,) = read("กลยุทธ์\tโครงการ\tปีงบประมาณ", "\t\tพ.ศ. ๒๕๗๑", "กลยุทธ์ที่ ๑ ก\t๑. โครงการหนึ่ง\t๐.๕")
    (row,) = guideline.strategies[0].rows
    assert (row.money.baht, row.money.printed) == (None, "๐.๕")


def test_an_unknown_column_is_reported() -> None:
    desk = reading(
        "๓.๒.๓ แนวทางการพัฒนา", *HEAD, "กลยุทธ์\tโครงการ\tผู้ประสานงาน\tปีงบประมาณ", "กลยุทธ์ที่ ๑ ก\t๑. โครงการ ก\tx\t๑"
    )
    read_guidelines(desk, Part("programme.guidelines", "3.2.3", "แนวทาง", 1, 1, 2, len(desk.source.lines)), 2571)
    assert any("ผู้ประสานงาน" in warning.message_th for warning in desk.warnings)
