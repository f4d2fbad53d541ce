"""The Lampang plan as it is, as another OCR prints it, and with a dozen changes in it; each compared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from plangraph.diffing.changes import Change
from plangraph.diffing.compare import Difference, compare
from plangraph.diffing.inputs import Side, beside, open_side
from plangraph.document import read_source
from plangraph.store import GraphStore
from plangraph.thai import to_arabic
from support import LAMPANG

LINES = read_source(LAMPANG).lines
TONES = "\u0e48\u0e49"
ISSUE_3 = "ประเด็นที่ ๓ ยกระดับหัตถอุตสาหกรรม อุตสาหกรรม บนพื้นฐานของเศรษฐกิจเชิงสร้างสรรค์"
ISSUE_2 = "ประเด็นที่ ๒ ส่งเสริมอุตสาหกรรมการท่องเที่ยว เพื่อขับเคลื่อนเศรษฐกิจของจังหวัด"

# line, what it prints, what it is made to print: every change a reviewer should be told of, and one rewording
EDITS: tuple[tuple[int, str, str], ...] = (
    (1207, "๐.๐๔๖๘", "๐.๐๕๖๘"),  # a budget, in the table …
    (1290, "๔๖,๘๕๐ บาท (สี่หมื่น", "๕๖,๘๕๐ บาท (ห้าหมื่น"),  # … and in the brief
    (1287, ISSUE_3, ISSUE_2),  # the issue a project serves
    (1239, "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการ มีส่วนร่วมและธรรมาภิบาล", "โครงการโรงงานสีเขียวเคียงคู่ชุมชนลำปาง"),
    (1345, "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการมีส่วนร่วมและธรรมาภิบาล", "โครงการโรงงานสีเขียวเคียงคู่ชุมชนลำปาง"),
    (1346, "ตามแนวทางยุทธศาสตร์ชาติ ๒๐ ปี (พ.ศ. ๒๕๖๑ – ๒๕๘๐) ด้านการพัฒนาที่ยั่งยืนและการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม ", ""),
    (1349, "ยุทธศาสตร์ชาติ ๒๐ ปีด้านการสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม และสอดคล้องกับ ", ""),
    (1229, "แนวคิด BCG Model", "แนวคิด BCG Model จำนวน ๑๐ แห่ง"),  # a target where there was none
    (1379, "การพัฒนา จำนวน ๒๕ คน", "การพัฒนา จำนวน ๒๐ คน"),  # a lower one
    (1283, "ให้ความรู้แก่ผู้ประกอบการเกี่ยวกับความสำคัญ", "ให้ความรู้ผู้ประกอบการในเรื่องความสำคัญ"),  # a rewording
)  # fmt: skip
DROPPED = 1260  # the row of a project that has no brief
BRIEF = range(1359, 1371)  # a brief that goes
MOVED, BELOW = 1214, 1207  # the row of a project that goes to another strategy
NEW = (1244, "\t๔. โครงการส่งเสริมตลาดกาแฟล้านนา\t๐.๑๐๐๐")  # a new row below this line


def misread(lines: Sequence[str]) -> list[str]:
    """The same text from another OCR: Arabic digits, every third tone mark doubled, wider gaps, some without marks."""
    seen = 0
    read: list[str] = []
    for line in lines:
        letters: list[str] = []
        for char in to_arabic(line):
            letters.append(char)
            if char in TONES:
                seen += 1
                letters += [char] if seen % 3 == 0 else []
        read.append("".join(letters).replace("และ", "และ ") if line.startswith(("๑)", "๒)", "•")) else "".join(letters))
    return read


def edited() -> list[str]:
    """The plan with every change of this module."""
    lines = dict(enumerate(LINES, start=1))
    for number, old, new in EDITS:
        assert old in lines[number], (number, old)
        lines[number] = lines[number].replace(old, new)
    moved = lines.pop(MOVED).replace("๓.", "๔.")
    for number in (DROPPED, *BRIEF):
        del lines[number]
    below = {BELOW: moved, NEW[0]: NEW[1]}
    return [text for number, line in lines.items() for text in (line, *([below[number]] if number in below else []))]


def no_graph() -> GraphStore:
    """For sides that are files: nothing is looked up by name."""
    raise AssertionError("no plan was to be looked up")


def side(lines: Sequence[str], name: str = LAMPANG.parent.name) -> Side:
    """A side whose text has these lines, read with the corrections of the Lampang plan."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / name
        place.mkdir()
        (place / "source.txt").write_text("\n".join(lines), encoding="utf-8")
        (place / "corrections.csv").write_bytes(LAMPANG.with_name("corrections.csv").read_bytes())
        return open_side(str(place), no_graph)


@lru_cache(maxsize=8)
def side_of(make: Callable[[], Sequence[str]], name: str = LAMPANG.parent.name) -> Side:
    """``side`` of what ``make`` gives, read once."""
    return side(make(), name)


def as_printed() -> Sequence[str]:
    return LINES


def as_misread() -> Sequence[str]:
    return misread(LINES)


def as_edited() -> Sequence[str]:
    return edited()


def as_edited_and_misread() -> Sequence[str]:
    return misread(edited())


@lru_cache(maxsize=8)
def difference(b: Callable[[], Sequence[str]], name: str = LAMPANG.parent.name) -> Difference:
    """The Lampang plan against what ``b`` gives."""
    return compare(beside(side_of(as_printed), side_of(b, name)))


def of_substance(found: Difference) -> list[Change]:
    return [change for change in found.changes if change.substance]
