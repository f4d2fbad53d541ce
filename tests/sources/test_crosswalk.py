"""Section 4.2: the crosswalk table, cell by cell, each under the plan of its column."""

from __future__ import annotations

import pytest

from lampang import line, plan, reading
from plangraph.records import CrosswalkCell, Kind
from plangraph.sources.folding import clean
from plangraph.sources.industry_plan.crosswalk import read_crosswalk
from plangraph.sources.industry_plan.outline import Part

COLUMNS = {
    1: "แผนปฏิบัติราชการรายปี พ.ศ. 2569 ของ อก.",
    2: "ร่างแผนปฏิบัติราชการรายปี พ.ศ. 2569 ของ สปอ.",
    3: "แผนพัฒนาจังหวัด ปี 2569",
}


def cells_of(at: int) -> list[CrosswalkCell]:
    return [cell for cell in plan().crosswalk if cell.span.first_line == at]


@pytest.mark.parametrize(
    ("at", "kind", "number", "filled"),
    [
        (1455, Kind.VISION, None, [1, 2, 3, 4]),
        (1456, Kind.DEVELOPMENT_ISSUE, 1, [1, 2, 3, 4]),
        (1457, Kind.DEVELOPMENT_ISSUE, 2, [1, 2, 3, 4]),
        (1458, Kind.DEVELOPMENT_ISSUE, 3, [1, 2, 3]),
        (1459, Kind.DEVELOPMENT_ISSUE, 4, [3]),
    ],
)
def test_every_filled_cell_is_read_with_its_row_and_its_plan(
    at: int, kind: Kind, number: int | None, filled: list[int]
) -> None:
    found = cells_of(at)
    printed = line(at).split("\t")
    assert [cell.text for cell in found] == [clean(printed[column]).replace("วิธีใหม่", "วิถีใหม่") for column in filled]
    assert {(cell.kind, cell.row_number) for cell in found} == {(kind, number)}
    for cell, column in zip(found, filled, strict=True):
        assert cell.own is (column == 4)
        assert (cell.plan.title if cell.plan else None) == COLUMNS.get(column)
        assert cell.span.text == printed[column].strip()


def test_a_cell_with_a_dash_is_no_cell() -> None:
    assert len(plan().crosswalk) == 4 + 4 + 4 + 3 + 1
    assert not any(cell.text in ("-", "") for cell in plan().crosswalk)


def test_the_columns_plans_are_those_of_2569() -> None:
    assert {cell.plan.year for cell in plan().crosswalk if cell.plan} == {2569}


def test_a_row_wider_than_the_header_is_reported_and_left_unread() -> None:
    desk = reading(
        "๔.๒ ความเชื่อมโยง", "\tแผนพัฒนาจังหวัด ปี ๒๕๖๙\tแผนปฏิบัติการ", "วิสัยทัศน์\tก\tข\tค", "ประเด็นการพัฒนา ด้านที่ ๑\tก\tข"
    )
    found = read_crosswalk(desk, Part("crosswalk", "4.2", "ความเชื่อมโยง", 1, 1, 2, 4))
    assert [cell.text for cell in found] == ["ก", "ข"]
    assert [warning.line for warning in desk.warnings] == [3]
    assert desk.account.open(3)
