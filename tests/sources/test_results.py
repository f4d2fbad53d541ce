"""Sections 4.3 and 4.4: what eleven projects of fiscal year 2568 spent and achieved."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lampang import line, plan, reading
from plangraph.records import Result
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.results import read_results

RESULTS = [
    ("4.3", 1, 1465, 3_340_000, "province", "โครงการส่งเสริมอุตสาหกรรมไทยมุ่งสู่การลดใช้คาร์บอน"),
    ("4.3", 2, 1493, 2_900_000, "provincialCluster", "โครงการพัฒนาเพื่อเพิ่มมูลค่าผลิตภัณฑ์ชุมชนจากภูมิภาคสู่สากล"),
    ("4.4", 1, 1529, 396_000, None, "โครงการยกระดับการพัฒนาอุตสาหกรรมในภูมิภาค"),
    ("4.4", 2, 1553, 266_712, None, "โครงการส่งเสริมและพัฒนาด้านการมาตรฐานเพื่อเพิ่มขีดความสามารถในการแข่งขัน"),
    ("4.4", 3, 1571, 389_300, None, "โครงการกองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ"),
    ("4.4", 4, 1590, 65_100, None, "โครงการปั้นนักธุรกิจอุตสาหกรรมคู่ชุมชน (MIND STAR)"),
    ("4.4", 5, 1606, 185_100, None, "โครงการยกระดับธุรกิจเกษตรอุตสาหกรรมคู่ชุมชน"),
    ("4.4", 6, 1624, 156_000, None, "โครงการจัดตั้งผู้ประกอบการจากช่างชุมชน"),
    ("4.4", 7, 1640, 12_000, None, "โครงการพัฒนาและผลักดันแผนระดับ 3 ของกระทรวงอุตสาหกรรม"),
    ("4.4", 8, 1654, 122_900, None, "โครงการพัฒนาสถานประกอบการและเครือข่ายความร่วมมือด้านสิ่งแวดล้อม"),
    ("4.4", 9, 1672, 290_630, None, "โครงการเหมืองแร่ดีคู่ชุมชน"),
]


def result(at: int) -> Result:
    (found,) = [result for result in plan().results if result.span.first_line == at]
    return found


def test_eleven_projects_are_reported_for_2568_and_spent_all_they_had() -> None:
    assert [(found.section, found.number) for found in plan().results] == [(row[0], row[1]) for row in RESULTS]
    assert {found.fiscal_year for found in plan().results} == {2568}
    budgets = [found.budget.baht for found in plan().results if found.budget and found.budget.baht is not None]
    spent = [found.disbursed.baht for found in plan().results if found.disbursed and found.disbursed.baht is not None]
    assert budgets == spent
    assert sum(budgets) == Decimal(8_123_742)


@pytest.mark.parametrize(("section", "number", "at", "baht", "funding", "name"), RESULTS)
def test_a_result_has_its_budget_its_disbursement_and_its_source(
    section: str, number: int, at: int, baht: int, funding: str | None, name: str
) -> None:
    found = result(at)
    assert (found.section, found.number, found.funding) == (section, number, funding)
    assert found.name.startswith(name)
    assert found.budget is not None
    assert found.disbursed is not None
    assert found.budget.baht == found.disbursed.baht == Decimal(baht)
    assert (found.budget.span.first_line, found.disbursed.span.first_line) == (at + 2, at + 4)
    assert found.budget.printed in line(at + 2)
    assert (found.problems, found.suggestions) == ("ไม่มี", "ไม่มี")


@pytest.mark.parametrize(
    ("at", "measures"),
    [
        (
            1553,
            [
                ("รับคำขอ มผช.", 50, 59, "คำขอ"),
                ("จัดทำใบรับรอง", 42, 54, "ฉบับ"),
                ("ตรวจสอบคุณภาพผู้ได้รับรอง", 20, 20, "ราย"),
                ("จัดประชุมคณะกรรมการรับรองฯ", 3, 3, "ครั้ง"),
            ],
        ),
        (
            1571,
            [
                ("ลงพื้นที่ตรวจเยี่ยมและติดตามผู้ประกอบการที่ได้รับสินเชื่อ", 240, 240, ""),
                ("ให้คำปรึกษาแนะนำหรือแก้ไขปัญหาให้ผู้ประกอบการที่ได้รับสินเชื่อ", 240, 240, ""),
                ("แนะนำโครงการสินเชื่อกองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ", 60, 60, ""),
            ],
        ),
    ],
)
def test_planned_and_achieved_figures_stand_side_by_side(at: int, measures: list[tuple[str, int, int, str]]) -> None:
    found = [(m.label, m.planned_value, m.achieved_value, m.unit) for m in result(at).measures]
    assert found == [(label, Decimal(planned), Decimal(done), unit) for label, planned, done, unit in measures]


def test_planned_and_achieved_figures_are_read_out_of_running_text_too() -> None:
    """ "แผน ๑๐๐ ราย ผลสะสม ๑๐๒ ราย" (line 1541)."""
    found = [(m.span.first_line, m.planned_value, m.achieved_value, m.unit) for m in result(1529).measures]
    assert found == [
        (1541, Decimal(100), Decimal(102), "ราย"),
        (1543, Decimal(300), Decimal(303), "ราย"),
        (1547, Decimal(50), Decimal(50), "ราย"),
    ]


def test_outputs_and_outcomes_of_the_carbon_project_are_counted() -> None:
    found = result(1465)
    assert [item.span.first_line for item in found.outputs] == [1479, 1480, 1481, 1482]
    assert [item.span.first_line for item in found.outcomes] == [1486, 1487]
    (people,) = found.outputs[0].quantities
    assert (people.value, people.unit) == (Decimal(39), "คน")
    assert found.outcomes[1].quantities[0].value == Decimal("2409455.6217")


def test_short_names_are_aliases() -> None:
    assert result(1590).aliases == ("MIND STAR",)
    assert result(1606).aliases == ("OPOAI-C Next Steps",)


def test_the_story_of_a_result_is_kept_with_it() -> None:
    assert [prose.span.first_line for prose in result(1624).narrative] == [1632, 1634]


def test_a_section_whose_heading_names_no_year_is_reported() -> None:
    desk = reading("๔.๓ ข้อมูลสรุปผลการดำเนินงาน", "๑. โครงการหนึ่ง", "๑) งบประมาณ ๑๐๐ บาท")
    assert read_results(desk, Part("results", "4.3", "ข้อมูลสรุปผลการดำเนินงาน", 1, 1, 2, 3)) == ()
    assert [warning.line for warning in desk.warnings] == [1]


def test_a_result_without_figures_keeps_its_place() -> None:
    title = "ข้อมูลสรุปผลการดำเนินงานในปีงบประมาณ พ.ศ. ๒๕๖๙"
    desk = reading(f"๔.๓ {title}", "๑. โครงการหนึ่ง", "๑) งบประมาณ ไม่มี", "๔) ปัญหาและอุปสรรค : ไม่มี", "๒. โครงการสอง")
    found = read_results(desk, Part("results", "4.3", title, 1, 1, 2, 5))
    assert [(one.number, one.name, one.budget, one.disbursed) for one in found] == [
        (1, "โครงการหนึ่ง", None, None),
        (2, "โครงการสอง", None, None),
    ]
