"""The outline: the table of contents, the headings found in the body, and headings nobody knows."""

from __future__ import annotations

import pytest

from lampang import clean_line, plan, reading
from plangraph.sources.industry_plan.outline import find_sections, heading_rules, read_contents

CONTENTS = [
    ("1", 1, 57),
    ("2", None, 58),
    ("2.1", 4, 59),
    ("2.2", 5, 60),
    ("2.3", 12, 61),
    ("3", 13, 62),
    ("3.1", 13, 63),
    ("3.2", 41, 64),
    ("4", None, 65),
    ("4.1", 44, 66),
    ("4.2", 79, 67),
    ("4.3", 79, 68),
    ("4.4", 82, 69),
]
SECTIONS = {
    "1": 73,
    "2": 157,
    "2.1": 159,
    "2.2": 195,
    "2.2.1": 197,
    "2.2.2": 321,
    "2.2.3": 343,
    "2.2.4": 375,
    "2.3": 411,
    "3": 440,
    "3.1": 444,
    "3.1.1": 446,
    "3.1.2": 965,
    "3.1.3": 1049,
    "3.2": 1170,
    "3.2.1": 1173,
    "3.2.2": 1177,
    "3.2.3": 1184,
    "4": 1265,
    "4.1": 1267,
    "4.2": 1450,
    "4.3": 1461,
    "4.4": 1525,
}


def test_the_table_of_contents_has_every_entry_with_its_page() -> None:
    assert [(entry.number, entry.page, entry.span.first_line) for entry in plan().outline] == CONTENTS


@pytest.mark.parametrize("number", [entry[0] for entry in CONTENTS])
def test_a_contents_entry_is_titled_as_its_line_says(number: str) -> None:
    entry = next(entry for entry in plan().outline if entry.number == number)
    assert clean_line(entry.span.first_line).replace("สารระสำคัญ", "สาระสำคัญ").find(entry.title) > 0


def test_the_body_has_every_numbered_heading_where_it_stands() -> None:
    assert {section.number: section.span.first_line for section in plan().sections if section.number} == SECTIONS


@pytest.mark.parametrize(
    ("number", "title", "last"),
    [
        ("3.2", "สารสำคัญของแผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัดลำปาง รายปี พ.ศ. 2570", 1171),
        (
            "4.3",
            "ข้อมูลสรุปผลการดำเนินงานในปีงบประมาณ พ.ศ. 2568 ของ สอจ. ตามแผนพัฒนา จังหวัดลำปาง และกลุ่มจังหวัดภาคเหนือตอนบน 1",
            1463,
        ),
    ],
)
def test_a_heading_over_two_lines_is_one_heading(number: str, title: str, last: int) -> None:
    (section,) = [section for section in plan().sections if section.number == number]
    assert (section.title, section.span.last_line) == (title, last)


def test_no_heading_of_the_plan_is_unknown() -> None:
    assert not [warning for warning in plan().warnings if "unknown heading" in warning.message_en]


def test_short_lines_that_stand_alone_are_the_headings_of_running_text() -> None:
    unnumbered = {section.span.first_line: section.title for section in plan().sections if not section.number}
    assert unnumbered[508] == "สภาพภูมิประเทศ"
    assert unnumbered[740] == "ไฟฟ้า"
    assert unnumbered[853] == "ด้านอุตสาหกรรม"


def test_a_heading_that_follows_the_numbering_but_belongs_to_nobody_is_found() -> None:
    desk = reading("ส่วนที่ ๔ ภาคผนวก", "", "๔.๑ โครงการแบบย่อ (๑ ชุด : ๑ โครงการ)", "", "๔.๒ ปฏิทินการดำเนินงาน", "", "ข้อความ")
    found = [(part.role, part.number, part.title) for part in find_sections(desk)]
    assert found[1:] == [("briefs", "4.1", "โครงการแบบย่อ (1 ชุด : 1 โครงการ)"), ("", "4.2", "ปฏิทินการดำเนินงาน")]


def test_a_text_without_contents_has_no_outline() -> None:
    assert read_contents(reading("ส่วนที่ ๑ บทสรุปผู้บริหาร")) == ()


def test_the_family_knows_each_main_heading_by_a_name_of_its_own() -> None:
    main = [rule.name for rule in heading_rules() if rule.main]
    assert len(main) == len(set(main)) >= 8
