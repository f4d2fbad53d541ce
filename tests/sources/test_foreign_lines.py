"""Foreign text put into the lists, tables and briefs of the real plan comes out as unread and changes nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from plangraph.records import Fate
from plangraph.sources.folding import clean
from plangraph.sources.strangers import Vocabulary
from sources.variants import GAPS, LINES, STRUCTURES, mixed, plain, read_lines

LATIN = "The quick brown fox jumps over the lazy dog while the cat sleeps near the old wooden fence by the river."
THAI = "แมวสีส้มของคุณยายนอนหลับอยู่บนหลังคาบ้านในตอนบ่ายที่แดดร่มลมตก"
LONG = (
    "เช้าวันอาทิตย์ที่ผ่านมาพวกเราไปเดินเล่นริมทะเลหัวหิน กินไอศกรีมกะทิ แล้วนั่งดูพระอาทิตย์ตกดินด้วยกันจนฟ้ามืดสนิท ก่อนจะขับรถ"
    "กลับกรุงเทพฯ ตอนสองทุ่มครึ่งเพราะพรุ่งนี้น้องสาวต้องตื่นไปสอบวิชาเคมีแต่เช้า"
)
SENTENCES = (
    "Lorem ipsum dolor sit amet",
    "xyzzy foreign line 12345",
    "เมื่อวานนี้ฝนตกหนักมาก",
    "พรุ่งนี้ฉันจะไปซื้อผักที่ตลาดสดใกล้บ้าน",
    "ผู้โดยสารควรมาถึงสนามบินก่อนเวลาออกเดินทางสองชั่วโมง",
    "ทีมฟุตบอลชนะการแข่งขันสามต่อศูนย์เมื่อคืนนี้",
    "กรุณาถอดรองเท้าก่อนเข้าห้อง",
    "สูตรทำแกงเขียวหวานไก่ใส่มะเขือพวงและใบโหระพา",
    "บรรทัดแปลกปลอมที่ไม่เกี่ยวข้องกับแผนนี้เลย",
    "ข้อความนี้ไม่ใช่ส่วนหนึ่งของแผนและไม่ควรถูกอ่านเป็นข้อมูล",
    "ดาวพฤหัสบดีเป็นดาวเคราะห์ที่ใหญ่ที่สุดในระบบสุริยะ",
    "บทกวีนี้แต่งขึ้นในคืนเดือนหงายริมแม่น้ำเจ้าพระยา",
)
STEP = 4  # every fourth gap at once; four starts reach them all


@cache
def untouched() -> object:
    return plain(read_lines(LINES))


def reads_as_unread(texts: Sequence[str], gaps: Sequence[int], *, apart: bool) -> None:
    """The claim of this file, for one text."""
    text = mixed(texts, gaps, apart=apart)
    document = read_lines(text.lines)
    taken = [text.lines[n - 1][:40] for n in text.foreign if document.fates[n - 1] is not Fate.UNREAD]
    places = [text.original[max(k for k in text.original if k < n)] for n in text.foreign]
    assert not taken, [
        place for place, n in zip(places, text.foreign, strict=True) if document.fates[n - 1] != "unread"
    ]
    lost = [old for new, old in text.original.items() if document.fates[new - 1] is Fate.UNREAD]
    assert not lost
    assert plain(document, text.original) == untouched()


@pytest.mark.parametrize("apart", [False, True], ids=["tight", "apart"])
@pytest.mark.parametrize("start", range(STEP))
def test_a_foreign_line_anywhere_is_unread_and_changes_nothing(start: int, apart: bool) -> None:
    """At every one of the 904 gaps between lines of a list, a table or a brief."""
    assert len(GAPS) == 904
    reads_as_unread([THAI], GAPS[start::STEP], apart=apart)


@pytest.mark.parametrize("apart", [False, True], ids=["tight", "apart"])
@pytest.mark.parametrize("text", [LATIN, LONG], ids=["latin", "long"])
def test_so_is_one_in_another_script_or_as_long_as_a_paragraph(text: str, apart: bool) -> None:
    """Long enough for the rationale of a brief, which runs on over a page break without a table cell."""
    reads_as_unread([text], GAPS[apart::3], apart=apart)


@pytest.mark.parametrize("text", SENTENCES)
def test_other_foreign_lines_are_unread_too(text: str) -> None:
    """Sentences of all kinds: none says in the plan's words what a plan says."""
    place = SENTENCES.index(text)
    reads_as_unread([text], GAPS[place::9], apart=bool(place % 2))


@pytest.mark.parametrize("apart", [False, True], ids=["tight", "apart"])
def test_foreign_paragraphs_of_several_lines_are_unread(apart: bool) -> None:
    """Three lines together, in two scripts."""
    reads_as_unread([THAI, SENTENCES[3], SENTENCES[0]], GAPS[5::9], apart=apart)


@pytest.mark.parametrize("row", ["แมวสีส้ม\tนอนหลับ", "แมว\tนอน\tบน\tหลังคา\tบ้าน\tยาย", "\tLorem ipsum\tdolor"])
@pytest.mark.parametrize(
    "place", ["target industries", "milestones", "briefs", "guideline 2", "crosswalk", "strengths"]
)
def test_a_foreign_row_is_unread(place: str, row: str) -> None:
    """A row with as many cells as no row around it, in the middle of a list, a form or a matrix."""
    first, last = next((first, last) for first, last, name in STRUCTURES if name == place)
    text = mixed([row], [(first + last) // 2], apart=False)
    document = read_lines(text.lines)
    assert [document.fates[number - 1] for number in text.foreign] == [Fate.UNREAD]
    assert plain(document, text.original) == untouched()


def test_no_line_of_the_plan_that_a_list_wraps_onto_is_strange_to_it() -> None:
    """The measure that tells them apart: the plan's own wrapped lines share their words with the rest of it."""
    plan = [clean(line) for line in LINES]
    vocabulary = Vocabulary(plan)
    wrapped = [
        *range(249, 255),
        *range(263, 267),
        *range(285, 292),
        137,
        139,
        141,
        402,
        405,
        408,
        428,
        1187,
        1217,
        1222,
    ]
    assert [line for line in wrapped if line != 286 and vocabulary.strange(clean(LINES[line - 1]))] == []
    assert [text for text in SENTENCES if not Vocabulary([*plan, text]).strange(text)] == []


def test_a_short_text_makes_no_line_a_stranger() -> None:
    """Ten lines that share nothing with each other are all of one document."""
    lines = ["กขคงจฉชซ", "ฌญฎฏฐฑฒณ", "ดตถทธนบป", "ผฝพฟภมยร"]
    assert not any(Vocabulary(lines).strange(line) for line in lines)
