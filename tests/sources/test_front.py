"""Whose plan of which year it is, and what the summary states."""

from __future__ import annotations

import pytest

from lampang import line, plan, reading
from plangraph.sources.industry_plan import front
from plangraph.sources.industry_plan.outline import find_sections


def test_the_plan_is_lampangs_for_2570_by_its_provincial_industry_office() -> None:
    identity = plan().identity
    assert (identity.fiscal_year, identity.province) == (2570, "ลำปาง")
    assert identity.title == "แผนปฏิบัติการ ด้านการพัฒนาอุตสาหกรรม จังหวัดลำปาง รายปี พ.ศ. 2570"
    assert (identity.span.first_line, identity.span.last_line) == (5, 7)
    assert identity.owner == "สำนักงานอุตสาหกรรมจังหวัดลำปาง"
    assert identity.owner_span is not None
    assert identity.owner_span.first_line == 51
    assert identity.prepared_in == "พฤษภาคม 2569"


def test_the_years_its_titles_name_are_kept_also_where_they_differ() -> None:
    """Lines 71 and 440 call the plan of 2570 one of the fiscal year 2569."""
    stated = {(year, span.first_line) for year, span in plan().identity.stated_years}
    assert {(2570, 71), (2569, 71), (2570, 440), (2569, 440)} <= stated


@pytest.mark.parametrize("number", [130, 1175])
def test_the_vision_is_the_same_in_the_summary_and_in_the_programme(number: int) -> None:
    (vision,) = [vision for vision in plan().visions if vision.span.first_line == number]
    assert vision.text == "นครหัตถศิลป์ ถิ่นอุตสาหกรรมสร้างสรรค์อย่างยั่งยืน ด้วยนวัตกรรม"
    assert vision.text in line(number)


def test_the_four_missions_are_read_in_both_places() -> None:
    lines = [(mission.number, mission.span.first_line, mission.span.last_line) for mission in plan().missions]
    assert lines[:4] == [(1, 1179, 1179), (2, 1180, 1180), (3, 1181, 1181), (4, 1182, 1182)]
    assert lines[4:] == [(1, 136, 137), (2, 138, 139), (3, 140, 141), (4, 142, 142)]
    assert plan().missions[1].text == plan().missions[5].text
    assert plan().missions[3].text == "สร้างเครือข่ายอุตสาหกรรมให้มีความเข้มแข็ง บูรณาการทำงานร่วมกัน"


def test_a_plan_that_names_no_year_has_no_identity() -> None:
    desk = reading("แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัดลำปาง", "", "ส่วนที่ ๑ บทสรุปผู้บริหาร")
    assert front.read_identity(desk, find_sections(desk)) is None
