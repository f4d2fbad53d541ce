"""Numbered and bulleted lists: what a marker is, what wraps, and what is foreign to a list."""

from __future__ import annotations

import pytest

from lampang import plan, reading
from plangraph.sources.listing import claim, entries, marker_of, width, wraps


@pytest.mark.parametrize(
    ("text", "marker", "number", "rest"),
    [
        ("- เป้าหมายที่ 1 ผลผลิต", "-", None, "เป้าหมายที่ 1 ผลผลิต"),
        ("1) นโยบายและแผนความมั่นคงที่ 9", "1)", 1, "นโยบายและแผนความมั่นคงที่ 9"),
        ("(2) ประเด็นยุทธศาสตร์", "(2)", 2, "ประเด็นยุทธศาสตร์"),
        ("- 10) มีการศึกษา", "- 10)", 10, "มีการศึกษา"),
        ("1.2 ใช้ประโยชน์", "1.2", 2, "ใช้ประโยชน์"),
        ("• เป้าประสงค์", "•", None, "เป้าประสงค์"),
        ("12. งานวันดอกไม้บ้าน", "12.", 12, "งานวันดอกไม้บ้าน"),
        ("5 อันดับแรก ดังนี้", "", None, "5 อันดับแรก ดังนี้"),
        ("ขยายจำนวนสมาชิกเครือข่าย", "", None, "ขยายจำนวนสมาชิกเครือข่าย"),
        ("1.5 ล้านบาท", "1.5", 5, "ล้านบาท"),
    ],
)
def test_a_list_marker_and_the_number_in_it(text: str, marker: str, number: int | None, rest: str) -> None:
    printed, value, start = marker_of(text)
    assert (printed, value, text[start:]) == (marker, number, rest)


def test_combining_marks_take_no_column() -> None:
    assert width("ที่ปรึกษา") == 6
    assert width("  ก่ ") == 1


def test_the_missions_of_the_summary_are_joined_over_their_line_breaks() -> None:
    found = entries(reading(), 136, 142, "executive")
    assert [(e.number, e.first, e.last) for e in found] == [(1, 136, 137), (2, 138, 139), (3, 140, 141), (4, 142, 142)]
    assert found[0].text == "กำกับ ดูแล สถานประกอบการให้มีการพัฒนาอย่างยั่งยืน เป็นมิตรกับสิ่งแวดล้อมควบคู่ กับการดูแลชุมชน"


def test_a_list_interrupted_by_a_page_goes_on() -> None:
    """The twelve festivals of lines 660-672 stand on two pages."""
    (festivals,) = [listing for listing in plan().listings if listing.span.first_line == 660]
    assert [item.number for item in festivals.items] == list(range(1, 13))
    assert festivals.items[-1].text == "งานวันดอกไม้บ้าน"


def test_a_list_announces_how_many_entries_it_has() -> None:
    (targets,) = [listing for listing in plan().listings if listing.span.first_line == 119]
    assert targets.announced == len(targets.items) == 5
    assert [item.text for item in targets.items] == [
        "อุตสาหกรรมเกษตรมูลค่าสูง",
        "อุตสาหกรรมอาหารอัจฉริยะ",
        "อุตสาหกรรมสมุนไพรและสุขภาพ",
        "อุตสาหกรรมหัตถกรรมอัจฉริยะ",
        "อุตสาหกรรมดิจิทัล AI และ Semiconductor",
    ]


LONG = "๑) กำกับ ดูแล สถานประกอบการให้มีการพัฒนาอย่างยั่งยืน เป็นมิตรกับสิ่งแวดล้อมควบคู่"


@pytest.mark.parametrize(
    ("second", "wrapped"),
    [
        ("กับการดูแลชุมชน", True),
        ("The quick brown fox", False),
        ("๒) ยกระดับ", False),
        ("ช่องหนึ่ง\tช่องสอง", False),
    ],
)
def test_only_a_thai_line_without_marker_or_cells_is_the_rest_of_an_entry(second: str, wrapped: bool) -> None:
    assert wraps(reading(LONG, second), 1, 2) is wrapped


def test_a_short_line_has_not_been_wrapped_by_the_page() -> None:
    desk = reading("๑) สั้น", "บรรทัดถัดไปที่ไม่เกี่ยวกัน")
    found = entries(desk, 1, 2, "*")
    assert [(entry.first, entry.last) for entry in found] == [(1, 1)]
    claim(desk, found)
    assert desk.account.open(2)
    assert not desk.account.open(1)
