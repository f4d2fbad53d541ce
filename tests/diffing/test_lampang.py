"""Two versions of the Lampang plan: what a reviewer must be told, and what is no difference at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from diffing_fixture import (
    as_edited,
    as_edited_and_misread,
    as_misread,
    as_printed,
    difference,
    of_substance,
    side_of,
)
from plangraph.diffing.changes import Change
from plangraph.diffing.compare import compare
from plangraph.diffing.inputs import beside

# kind, change, severity, lines in A, lines in B, a part of what A and of what B prints (None: nothing there)
EXPECTED = [
    ("project", "dropped", "high", (1260,), (), "พัฒนาสถานประกอบการ และเครือข่าย", None),
    ("project", "added", "medium", (), (1245,), None, "ส่งเสริมตลาดกาแฟล้านนา"),
    ("project", "renamed", "medium", (1239, 1345), (1239, 1345), "รักษ์สิ่งแวดล้อม", "โรงงานสีเขียวเคียงคู่ชุมชนลำปาง"),
    ("project", "moved", "medium", (1214, 1330), (1208, 1330), "1.2 ส่งเสริมการ ประชาสัมพันธ์", "1.1 ยกระดับผลิตภัณฑ์"),
    ("brief", "dropped", "high", (1359,), (), None, None),
    ("budget", "rebudgeted", "high", (1207, 1290), (1207, 1290), "46,850", "56,850"),
    ("target", "retargeted", "high", (1379,), (1367,), "25 คน", "20 คน"),
    ("target", "added", "medium", (1229,), (1229,), None, "10 แห่ง"),
    ("outcome", "changed", "low", (1349,), (1349,), "ยุทธศาสตร์ชาติ 20 ปี", "สอดคล้องกับ นโยบาย"),
    ("verdict", "changed", "high", (1239, 1345), (1239, 1345), "aligned", "aligned-by-plan"),
    ("link", "dropped", "high", (1346, 1349), (), "ยุทธศาสตร์ชาติด้านการสร้างการเติบโต", None),
    ("link", "retargeted", "high", (1287,), (1287,), "ยกระดับหัตถอุตสาหกรรม", "ส่งเสริมอุตสาหกรรมการท่องเที่ยว"),
    ("link", "dropped", "medium", (1360,), (), "ปฏิรูปอุตสาหกรรมไทย", None),
    ("link", "dropped", "medium", (1365,), (), "ยกระดับหัตถอุตสาหกรรม", None),
]

EDITED = pytest.mark.parametrize(
    "version", [as_edited, as_edited_and_misread], ids=["as printed", "misread all through"]
)


def one(changes: Sequence[Change], kind: str, change: str, lines_a: tuple[int, ...]) -> Change:
    (found,) = [each for each in changes if (each.kind, each.change, each.lines_a) == (kind, change, lines_a)]
    return found


@EDITED
@pytest.mark.parametrize(
    "expected", EXPECTED, ids=lambda row: f"{row[0]} {row[1]} {row[3] or row[4]}" if isinstance(row, tuple) else None
)
def test_every_change_is_found_with_its_lines_on_both_sides(
    version: Callable[[], Sequence[str]], expected: tuple[str, str, str, tuple[int, ...], tuple[int, ...], str, str]
) -> None:
    """Also where every digit of the text is of another script and every third tone mark is doubled."""
    kind, change, severity, lines_a, lines_b, a, b = expected
    found = one(difference(version).changes, kind, change, lines_a)
    assert (found.severity, found.lines_b) == (severity, lines_b)
    assert (found.a is None) == (a is None) and (a or "") in (found.a or "")
    assert (found.b is None) == (b is None) and (b or "") in (found.b or "")


@EDITED
def test_nothing_else_is_called_a_change(version: Callable[[], Sequence[str]]) -> None:
    """As many differences of each kind as were put in, no more."""
    found = Counter((each.kind, each.change) for each in of_substance(difference(version)))
    assert found == Counter((kind, change) for kind, change, *_ in EXPECTED)


@EDITED
def test_a_rewording_stands_apart(version: Callable[[], Sequence[str]]) -> None:
    """ "ให้ความรู้แก่ผู้ประกอบการเกี่ยวกับ" and "ให้ความรู้ผู้ประกอบการในเรื่อง" say one thing."""
    found = one(difference(version).changes, "objective", "reworded", (1283,))
    assert (found.severity, found.substance) == ("none", False)


@pytest.mark.parametrize("folder", ["lampang-industry-action-plan-2570", "scan-2"])
def test_another_ocr_of_one_text_is_no_difference(folder: str) -> None:
    """Nothing of substance; the misread texts are counted by kind, whatever folder the text lies in."""
    found = difference(as_misread, folder)
    assert of_substance(found) == []
    assert {each.change for each in found.changes} == {"ocr"}
    counted = {each.kind: each.numbers["count"] for each in found.changes}
    assert counted["goal"] == 3 and counted["guideline"] == 3 and counted["output"] == 37


def test_a_plan_differs_from_itself_in_nothing() -> None:
    """Not even in print."""
    assert compare(beside(side_of(as_printed), side_of(as_printed))).changes == ()


def test_a_budget_says_both_figures_in_both_places() -> None:
    """Brief and table, before and after, as printed and as baht."""
    found = one(difference(as_edited).changes, "budget", "rebudgeted", (1207, 1290))
    assert found.numbers == {
        "baht_a": Decimal(46850),
        "baht_b": Decimal(56850),
        "difference": Decimal(10000),
        "percent": Decimal("21.3"),
        "printed_a": "๔๖,๘๕๐ บาท; ๐.๐๔๖๘ ล้านบาท",
        "printed_b": "๕๖,๘๕๐ บาท; ๐.๐๕๖๘ ล้านบาท",
    }
    assert "46,850 → 56,850 บาท (+10,000, +21.3%)" in found.text("th")
    assert "ตารางกลยุทธ์ ๐.๐๔๖๘ ล้านบาท → ๐.๐๕๖๘ ล้านบาท" in found.text("th")


def test_a_renamed_project_says_why_it_is_the_same() -> None:
    """Its name shares little; its contents, its amount and its row are those of the old one."""
    found = one(difference(as_edited).changes, "project", "renamed", (1239, 1345))
    assert found.certain
    assert found.reasons("th") == [
        "ชื่อคล้ายกันร้อยละ 20",
        "งบประมาณเท่ากัน 141,700 บาท",
        "วัตถุประสงค์ ผลผลิต และกิจกรรมเหมือนกันร้อยละ 100",
        "อยู่แถวเดียวกันของตารางกลยุทธ์",
    ]


def test_the_other_way_round_added_and_dropped_change_places() -> None:
    """A comparison has no direction of its own."""
    back = compare(beside(side_of(as_edited), side_of(as_printed)))
    turned = {"added": "dropped", "dropped": "added"}
    there = Counter((each.kind, turned.get(each.change, each.change)) for each in of_substance(difference(as_edited)))
    assert Counter((each.kind, each.change) for each in of_substance(back)) == there


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_change_has_a_sentence(lang: str) -> None:
    """In both languages, with nothing left to fill in and no doubled blank."""
    for each in difference(as_edited_and_misread).changes:
        text = each.text("th" if lang == "th" else "en")
        assert text and "{" not in text and "  " not in text
