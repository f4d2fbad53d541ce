"""Which rows and which briefs speak of one project."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lampang import plan
from plangraph.dataset.projects import amounts_agree, likeness, listings, merge, name_key, shared
from plangraph.records import Money, SourceSpan

HERE = SourceSpan("excerpt", 1, 1, "", 0, 0)


def money(printed: str, baht: str | None, unit: str = "ล้านบาท") -> Money:
    return Money(None if baht is None else Decimal(baht), printed, unit, HERE)


@pytest.mark.parametrize(
    ("rows", "brief"),
    [
        ((1205,), 1),
        ((1206, 1212), 4),
        ((1207,), 2),
        ((1211,), 13),
        ((1213,), 5),
        ((1214,), 6),
        ((1237,), 11),
        ((1238,), 12),
        ((1239,), 7),
        ((1243,), 8),
        ((1244,), 9),
        ((1260,), None),
        ((1261,), 10),
        ((1263,), 3),
    ],
)
def test_rows_and_briefs_of_the_plan_are_one_project_each(rows: tuple[int, ...], brief: int | None) -> None:
    """Also where the brief has another name: line 1238 and brief 12, line 1261 and the short name of brief 10."""
    drafts = merge(plan().guidelines, plan().briefs)
    (found,) = [d for d in drafts if tuple(listing.row.span.first_line for listing in d.listings) == rows]
    assert (found.brief.position if found.brief else None) == brief


def test_the_fourteen_projects_stand_in_the_order_of_their_first_listing() -> None:
    drafts = merge(plan().guidelines, plan().briefs)
    lines = [draft.listings[0].row.span.first_line for draft in drafts]
    assert len(drafts) == 14
    assert lines == sorted(lines)


def test_rows_are_counted_through_the_plan() -> None:
    assert [listing.position for listing in listings(plan().guidelines)] == list(range(1, 16))


def test_a_brief_without_a_row_is_a_project_of_its_own_after_the_others() -> None:
    drafts = merge(plan().guidelines[1:], plan().briefs)
    alone = [draft.brief.position for draft in drafts if draft.brief and not draft.listings]
    assert alone == [1, 2, 4, 5, 6, 13]
    assert [bool(draft.listings) for draft in drafts] == [True] * 8 + [False] * 6


def test_the_same_name_in_another_year_is_another_project() -> None:
    guideline = plan().guidelines[2]
    strategy = guideline.strategies[0]
    rows = (strategy.rows[0], replace(strategy.rows[0], fiscal_year=2571))
    drafts = merge((replace(guideline, strategies=(replace(strategy, rows=rows),)),), ())
    assert [draft.fiscal_year for draft in drafts] == [2570, 2571]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("โครงการ ค่าใช้จ่ายในการส่งเสริมพัฒนาศักยภาพ", "โครงการ ส่งเสริมพัฒนาศักยภาพ", True),
        ("กองทุนพัฒนาเอสเอ็มอี จังหวัดลำปาง", "โครงการกองทุนพัฒนาเอสเอ็มอี จังหวัด ลำปาง", True),
        ("โครงการเหมืองแร่ดีคู่ชุมชน", "โครงการเหมืองแร่ดีกับชุมชน", False),
    ],
)
def test_leading_words_and_spaces_are_no_part_of_a_name(left: str, right: str, same: bool) -> None:
    assert (name_key(left) == name_key(right)) is same


def test_a_short_name_counts_when_it_is_the_whole_other_name() -> None:
    names, aliases = ["โครงการเพิ่มประสิทธิภาพการกำกับ “เหมืองแร่ดีคู่ชุมชน”"], ["เหมืองแร่ดีคู่ชุมชน"]
    assert likeness(names, aliases, ["โครงการเหมืองแร่ดีคู่ชุมชน"], []) > 90
    assert likeness(names, aliases, ["โครงการพัฒนาเหมืองแร่อย่างยั่งยืน"], []) < 72


@pytest.mark.parametrize(
    ("row", "brief", "agree"),
    [
        (money("๐.๒๘๐๐", "280000"), money("๒๘๐,๐๐๐", "280000", "บาท"), True),
        (money("๐.๐๔๖๘", "46800"), money("๔๖,๘๕๐", "46850", "บาท"), True),
        (money("๐.๒๐๗๑", "207100"), money("๒๐๗,๑๕๐", "207150", "บาท"), True),
        (money("๐.๒๑๘", "218000"), money("๒๘๒,๔๓๐", "282430", "บาท"), False),
        (money("๐.๒๘๐๐", None), money("๒๘๐,๐๐๐", "280000", "บาท"), False),
        (money("๑๐๐", "100", "บาท"), money("๑๐๐", "100", "บาท"), True),
    ],
)
def test_amounts_agree_within_the_printed_digits(row: Money, brief: Money, agree: bool) -> None:
    assert amounts_agree(row, brief) is agree
    assert not amounts_agree(row, None)


def test_an_old_and_a_new_name_share_words() -> None:
    old = "โครงการพัฒนาสถานประกอบการ และเครือข่ายความร่วมมือ ด้านสิ่งแวดล้อมตามหลักธรรมาภิบาล"
    new = "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการมีส่วนร่วมและธรรมาภิบาล"
    assert 45 <= shared(old, new) < 72
