"""Thai text is cleaned, counted and split in one place."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph import thai
from plangraph.thai_text import fold_key, mended

thai_text = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, categories=("L", "M", "N", "P")),
        st.sampled_from("0123456789 .,()-–<>/pu\t\n\u200b\u00a0\uf70a\uf701"),
    ),
    max_size=80,
)


# --- clean-up


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("น\u0e4d\u0e49า", "น้ำ"),  # nikhahit, tone, aa
        ("น\u0e49\u0e4dา", "น้ำ"),  # tone, nikhahit, aa
        ("น\u0e4d้า", "น้ำ"),
        ("ส\u0e4dานักงาน", "สำนักงาน"),
        ("ส\u0e32\u0e4dนักงาน", "สำนักงาน"),  # aa and nikhahit the wrong way round
        ("นำ\u0e49", "น้ำ"),  # tone behind the vowel
        ("น้้ำ", "น้ำ"),
        ("ที่่ปรึกษา", "ที่ปรึกษา"),
        ("ทีี่", "ที่"),
        ("ท\u0e48\u0e35", "ที่"),  # tone before vowel
        ("เเผน", "แผน"),
        ("แผน\u200bปฏิบัติ\u200dการ\ufeff", "แผนปฏิบัติการ"),
        ("แผน\u00a0 ปฏิบัติ\t\nการ ", "แผน ปฏิบัติ การ"),
        ("ป\uf702\uf70a", "ปี่"),  # glyphs of old Windows fonts
        ("กุม\uf71a", "กุม\u0e3a"),
        ("ปั๊\uf717", "ปั๊์"),
        ("พ.ศ. ๒๕๗๐ – ½ ﬁ", "พ.ศ. ๒๕๗๐ – ½ ﬁ"),  # nothing of NFKC: digits, dashes and ligatures stay
    ],
)
def test_normalize_mends_what_fonts_and_keyboards_break(printed: str, clean: str) -> None:
    assert thai.normalize(printed) == clean


@given(thai_text)
def test_normalize_is_one_line_and_changes_nothing_the_second_time(text: str) -> None:
    once = thai.normalize(text)
    assert thai.normalize(once) == once
    assert once.split() == once.split(" ") or not once


@given(st.text(alphabet="กาำ\u0e4d\u0e48\u0e34", max_size=9))
def test_marks_in_any_disorder_are_mended_once_and_for_all(text: str) -> None:
    assert thai.normalize(thai.normalize(text)) == thai.normalize(text)


@given(st.text())
def test_digits_come_back_from_either_script(text: str) -> None:
    assert thai.to_arabic(thai.to_thai_digits(text)) == thai.to_arabic(text)
    assert thai.to_thai_digits(thai.to_arabic(text)) == thai.to_thai_digits(text)
    assert len(thai.to_arabic(text)) == len(text)


def test_match_key_sees_through_digits_case_spaces_and_punctuation() -> None:
    assert thai.match_key("โครงการ “OPOAI – C” (NEXT STEPs) ปี ๒๕๗๐") == thai.match_key(
        "โครงการ OPOAI-C next steps ปี2570"
    )


def test_match_key_keeps_the_marks_that_tell_words_apart() -> None:
    assert thai.match_key("เขา") != thai.match_key("เข่า")
    assert thai.fold_marks("เขา") == thai.fold_marks("เข่า")
    assert thai.fold_marks("ทำ") != thai.fold_marks("ที")


def letters_one_by_one(text: str) -> str:
    """``match_key`` as its definition has it, a character at a time."""
    plain = thai.to_arabic(thai.normalize(text)).translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2))
    return "".join(char for char in plain.lower() if unicodedata.category(char)[0] in "LMN")


@given(st.one_of(thai_text, st.text(), st.text(alphabet="กำา้ํ๒²₃½ⅣAΣσİıßǅ٣–(")))
def test_match_key_keeps_the_letters_marks_and_digits_one_by_one(text: str) -> None:
    assert thai.match_key(text) == letters_one_by_one(text)


@given(thai_text)
def test_a_key_is_folded_as_its_text_is(text: str) -> None:
    assert fold_key(thai.match_key(text)) == thai.fold_marks(text)


@given(st.text(alphabet="กขาำ\u0e4d\u0e48\u0e49\u0e34\u0e31 ", max_size=12))
def test_what_is_mended_is_what_normalize_mends(text: str) -> None:
    plain = " ".join(text.split())
    out, done = "", 0
    for start, end, right in mended(plain):
        assert 0 < len(right) <= end - start
        out, done = out + plain[done:start] + right, end
    assert out + plain[done:] == thai.normalize(plain)


@given(thai_text)
def test_keys_are_the_same_for_a_text_and_its_clean_reading(text: str) -> None:
    assert thai.match_key(text) == thai.match_key(thai.normalize(text))
    assert " " not in thai.match_key(text)


@pytest.mark.parametrize(("text", "expected"), [("แผนปฏิบัติ OTOP", True), ("Agriculture ภาค", False), ("๑๒๓ 12", False)])
def test_is_mostly_thai_counts_letters_only(text: str, expected: bool) -> None:
    assert thai.is_mostly_thai(text) is expected


# --- numbers


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("๑,๐๕๓,๕๖๓,๓๖๕", "1053563365"),
        ("๑๑๖,๙๖๒,๓๖๐.๙๑", "116962360.91"),
        ("(๑.๖๑)", "-1.61"),
        ("- ๒,๘๒๓ คน", "-2823"),
        ("-๐.๑๕", "-0.15"),
        ("+๒๙,๕๔๙ คน", "29549"),
        ("๐๐.๙๗", "0.97"),
        ("๕๘ ^๑", "58"),
        ("๕๘¹", "58"),
        ("๙๗.๙๓%", "97.93"),
        ("๕๐ คำขอ", "50"),
        ("๑๘.๕ ล้าน ลบ.ม.", "18.5"),
    ],
)
def test_a_figure_is_read_with_its_sign_and_unit(printed: str, value: str) -> None:
    reading = thai.parse_number(printed)
    assert (reading.value, reading.damaged, reading.printed) == (Decimal(value), False, printed)


@pytest.mark.parametrize("printed", ["874,31.38", "๑๑,๑๘", "๑.๖๕๘.๓๒๘", "(๑.๖๑", "๑,๒๓", "1234,567", "๐,๑๒๓"])
def test_a_damaged_figure_is_flagged_and_never_guessed(printed: str) -> None:
    reading = thai.parse_number(printed)
    assert (reading.value, reading.damaged) == (None, True)


@pytest.mark.parametrize("printed", ["-", "–", "", "ไม่มี", "๑. ข้าวนาปี", "๑.", "๒๕๖๙ (๓๐ เม.ย. ๖๙)", "ปี ๒๕๖๕ ^๑"])
def test_text_and_dashes_are_no_figures_and_not_damaged_either(printed: str) -> None:
    reading = thai.parse_number(printed)
    assert (reading.value, reading.damaged) == (None, False)


@given(st.integers(-(10**15), 10**15), st.integers(0, 99))
def test_every_grouped_figure_is_read_back(whole: int, hundredths: int) -> None:
    printed = thai.to_thai_digits(f"{abs(whole):,}.{hundredths:02}")
    value = Decimal(f"{abs(whole)}.{hundredths:02}")
    assert thai.parse_number(printed).value == value
    assert thai.parse_number(f"({printed})").value == -value


# --- years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปีงบประมาณ พ.ศ. ๒๕๗๐", [2570]),
        ("พ.ศ.๒๕๓๕", [2535]),
        ("ปี 2566", [2566]),
        ("พ.ศ. ๒๕๖๖/๒๕๖๗", [2566, 2567]),
        ("แผน (ต.ค.๖๗ - ก.ย. ๖๘)", [2567, 2568]),
        ("๓๐ เม.ย. ๖๙", [2569]),
        ("ปีงบประมาณ ๖๙", [2569]),
        ("ปี ๒๕๖๖/๖๗", [2566, 2567]),
        ("วันที่ ๑๖ ธันวาคม ๒๕๖๗", [2567]),
        ("ภายในปี ค.ศ. 2030", []),
        ("ค.ศ. 2500", []),
        ("จำนวน ๒๕๖๖ คน", []),
        ("๒,๕๖๖ บาท", []),
        ("๒๕๖๖.๕๐", []),
        ("รหัส ๐๒๕๖๖๐", []),
        ("ยุทธศาสตร์ชาติ ๒๐ ปี", []),
        ("เดือน ต.ค. ๓๐", []),  # a day, not a year
    ],
)
def test_years_are_buddhist_in_either_digits(text: str, expected: list[int]) -> None:
    assert [mention.year for mention in thai.years(text)] == expected


def test_a_year_points_at_its_digits() -> None:
    text = "ณ ๓๐ ก.ย. ๖๘"
    (mention,) = thai.years(text)
    assert text[mention.start : mention.end] == "๖๘"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(พ.ศ. ๒๕๖๖ – ๒๕๗๐)", (2566, 2570)),
        ("แผนแม่บท พ.ศ.๒๕๕๘ - ๒๕๙๓ ขณะที่", (2558, 2593)),
        ("ปี พ.ศ. ๒๕๖๑-๒๕๗๐", (2561, 2570)),
        ("(เป็น พ.ศ. ๒๕๖๑ - ๒๕๘๐)", (2561, 2580)),
        ("พ.ศ. ๒๕๖๖ ถึง พ.ศ. ๒๕๗๐", (2566, 2570)),
        ("๒๕๖๖-๗๐", (2566, 2570)),
        ("ปี ๒๕๗๐ - ๒๕๖๖", None),
        ("2023 - 2027", None),
        ("๑ ตุลาคม ๒๕๖๘ – ๓๐ เมษายน ๒๕๖๙", None),
        ("พ.ศ. ๒๕๗๐", None),
    ],
)
def test_year_range(text: str, expected: tuple[int, int] | None) -> None:
    assert thai.year_range(text) == expected


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 9, 30), 2568), (date(2025, 10, 1), 2569)])
def test_fiscal_year_turns_on_first_of_october(day: date, expected: int) -> None:
    """The Thai fiscal year 2569 begins on 1 October 2568."""
    assert thai.fiscal_year_be(day) == expected


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_within_the_bounds_of_its_fiscal_year(day: date) -> None:
    first, last = thai.fiscal_year_bounds(thai.fiscal_year_be(day))
    assert first <= day <= last


# --- amounts in words


@pytest.mark.parametrize(
    ("words", "baht"),
    [
        ("สองแสนแปดหมื่นบาทถ้วน", "280000"),
        ("๕,๖๘๗,๐๐๐.๐๐ (ห้าล้านหกแสนแปดหมื่นเจ็ดพันบาทถ้วน)", "5687000"),
        ("สี่แสนสามหมื่นสี่พัน ห้าร้อยหกสิบ บาท ถ้วน", "434560"),
        ("หนึ่งร้อยเอ็ดบาทยี่สิบเอ็ดสตางค์", "101.21"),
        ("ห้าสิบสตางค์", "0.50"),
        ("สองล้านล้านบาทถ้วน", "2000000000000"),
        ("สองล้านสามแสนล้านบาท", "2300000000000"),
        ("หนึ่งล้านเอ็ดบาท", "1000001"),
        ("สิบบาท", "10"),
        ("ศูนย์บาทถ้วน", "0"),
        ("หกพัน", "6000"),
    ],
)
def test_an_amount_in_words_is_baht(words: str, baht: str) -> None:
    assert thai.baht_words(words) == Decimal(baht)


@pytest.mark.parametrize(
    "words",
    [
        "สี่หมื่นหกพันแปดห้าร้อยบาทถ้วน",  # line 1290 of the Lampang plan: two digit words in a row
        "ร้อยพันบาท",
        "สองพันสามหมื่นบาท",
        "ยี่ร้อยบาท",
        "เอ็ดบาท",
        "ล้านบาท",
        "หนึ่งบาทสองร้อยสตางค์",
        "สามารถเบิกจ่ายได้",
        "",
        "บาทถ้วน",
    ],
)
def test_words_that_are_no_number_give_nothing(words: str) -> None:
    assert thai.baht_words(words) is None


@given(st.decimals(Decimal("-9e14"), Decimal("9e14"), places=2, allow_nan=False))
def test_amounts_round_trip_through_words(amount: Decimal) -> None:
    assert thai.baht_words(thai.number_to_baht_words(amount)) == amount


def test_more_than_two_decimals_have_no_words() -> None:
    with pytest.raises(ValueError, match="two decimals"):
        thai.number_to_baht_words(Decimal("1.005"))


# --- lists


def pairs(text: str) -> list[tuple[int | None, str]]:
    return [(item.number, item.text) for item in thai.split_items(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๑) รับคำขอ ๒) ตรวจสอบสถานที่ผลิต ๓) เก็บตัวอย่าง", [(1, "รับคำขอ"), (2, "ตรวจสอบสถานที่ผลิต"), (3, "เก็บตัวอย่าง")]),
        ("ดังนี้ ๑. ก ๒. ข", [(None, "ดังนี้"), (1, "ก"), (2, "ข")]),
        ("(๑) ก (๒) ข", [(1, "ก"), (2, "ข")]),
        ("1) ก 2) ข", [(1, "ก"), (2, "ข")]),
        ("- ๑) พื้นที่นา", [(1, "พื้นที่นา")]),
        ("- ก - ข", [(None, "ก"), (None, "ข")]),
        ("๓) ข้อร้องเรียน ร้อยละ ๑๐๐", [(3, "ข้อร้องเรียน ร้อยละ ๑๐๐")]),  # goes on from the page before
        ("กิจกรรมที่ ๑ ก กิจกรรมที่ ๒ ข", [(1, "ก"), (2, "ข")]),
        ("<ul><li>ก</li><li>ข</li></ul>", [(None, "ก"), (None, "ข")]),
        ("<p>๑) ก</p> <p>๒.ข</p>", [(1, "ก"), (2, "ข")]),
        (
            "<p><u>ผลผลิต</u></p> <p>๑) ก</p> <p><u>ผลลัพธ์</u></p> <p>๑) ข</p>",
            [(None, "ผลผลิต"), (1, "ก"), (None, "ผลลัพธ์"), (1, "ข")],
        ),
        ("๑) ตลอดปี ๒) จำนวน ๔๔ ฉบับ ๓) ในพื้นที่ ๔) ค", [(1, "ตลอดปี"), (2, "จำนวน ๔๔ ฉบับ"), (3, "ในพื้นที่"), (4, "ค")]),
        ("๑) ก\n๒) ข", [(1, "ก"), (2, "ข")]),
        ("๑. ก ๑) ย่อย ๒) ย่อย ๒. ข", [(1, "ก ๑) ย่อย ๒) ย่อย"), (2, "ข")]),
        ("คือ ๑.ห้างหุ้นส่วน (๒๐๑๓) ๒.บริษัท", [(None, "คือ"), (1, "ห้างหุ้นส่วน (๒๐๑๓)"), (2, "บริษัท")]),
    ],
)
def test_a_run_of_items_is_split_where_its_numbers_run_on(text: str, expected: list[tuple[int | None, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "อุตสาหกรรม ๔.๐ และ ๕.๐",
        "ตามข้อ ๑) และข้อ ๒) ของประกาศ",
        "หมุดหมายที่ ๑. และหมุดหมายที่ ๒. ของแผน",
        "การแพร่ระบาดของโควิด (COVID - ๑๙) ในปี ๒๕๖๔ - ๒๕๖๖",
        "ลดลงร้อยละ ๑. จากปีก่อน",
        "ตามมาตรา ๕ (๑) ของพระราชบัญญัติ",
        "โครงการแบบย่อ (ชุดที่ ๑) เท่านั้น",
    ],
)
def test_a_number_of_the_text_splits_nothing(text: str) -> None:
    assert pairs(text) == [(None, text)]


def test_an_item_can_be_quoted_verbatim_from_the_string_it_stood_in() -> None:
    cell = '<p>ดังนี้</p> <ol style="list-style-type: none"> ๑) จัดทำแผน (Action Plan) ๒) ประชาสัมพันธ์ </ol>'
    items = thai.split_items(cell)
    assert [cell[item.start : item.end] for item in items] == ["ดังนี้", "จัดทำแผน (Action Plan)", "ประชาสัมพันธ์"]
    assert [item.marker for item in items] == ["", "๑)", "๒)"]


@given(thai_text)
def test_items_lie_in_order_inside_their_string(text: str) -> None:
    position = 0
    for item in thai.split_items(text):
        assert position <= item.start <= item.end <= len(text)
        assert len(item.text) == item.end - item.start
        position = item.end


# --- quantities


def counted(text: str) -> list[tuple[str, str, str, str]]:
    return [(str(found.value), found.unit, found.comparator, found.printed) for found in thai.quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("จำนวน ๕๐ คำขอ", [("50", "คำขอ", "exactly", "๕๐ คำขอ")]),
        ("ไม่น้อยกว่าร้อยละ ๘๐", [("80", "ร้อยละ", "atLeast", "ไม่น้อยกว่าร้อยละ ๘๐")]),
        ("ร้อยละ ๑๐๐", [("100", "ร้อยละ", "exactly", "ร้อยละ ๑๐๐")]),
        ("ได้ ๓๖ คน ๑ ครั้ง", [("36", "คน", "exactly", "๓๖ คน"), ("1", "ครั้ง", "exactly", "๑ ครั้ง")]),
        ("จำนวนไม่น้อยกว่า ๕๐ คน", [("50", "คน", "atLeast", "ไม่น้อยกว่า ๕๐ คน")]),
        ("มูลค่าทางเศรษฐกิจ ๖๐๐,๐๐๐ บาท", [("600000", "บาท", "exactly", "๖๐๐,๐๐๐ บาท")]),
        ("จำนวนไม่น้อยกว่า ๗ Man-Day/กิจกรรม", [("7", "Man-Day/กิจกรรม", "atLeast", "ไม่น้อยกว่า ๗ Man-Day/กิจกรรม")]),
        ("จำนวน ๙,๔๓๑,๓๖๑.๙๔ บาท/ปี", [("9431361.94", "บาท/ปี", "exactly", "๙,๔๓๑,๓๖๑.๙๔ บาท/ปี")]),
        (
            "เฉลี่ยร้อยละ ๑๐ ไม่น้อยกว่าร้อยละ ๘๐",
            [("10", "ร้อยละ", "exactly", "ร้อยละ ๑๐"), ("80", "ร้อยละ", "atLeast", "ไม่น้อยกว่าร้อยละ ๘๐")],
        ),
        ("ไม่เกิน ๓ วัน", [("3", "วัน", "atMost", "ไม่เกิน ๓ วัน")]),
        ("๑๐ คนขึ้นไป", [("10", "คน", "atLeast", "๑๐ คนขึ้นไป")]),
        ("๕ - ๑๐ คน", [("5", "คน", "atLeast", "๕ - ๑๐ คน"), ("10", "คน", "atMost", "๕ - ๑๐ คน")]),
        ("จำนวน ๔๐ เครื่องมือวัด", [("40", "เครื่องมือ", "exactly", "๔๐ เครื่องมือ")]),
        ("จำนวน ๙ กลุ่มเป้าหมาย", [("9", "กลุ่มเป้าหมาย", "exactly", "๙ กลุ่มเป้าหมาย")]),
        ("จำนวน ๕๐ คน / เจ้าหน้าที่สำนักงาน", [("50", "คน", "exactly", "๕๐ คน")]),
        ("จำนวน ๕๐", [("50", "", "exactly", "๕๐")]),
        ("เมืองแห่งความสุข ๒ มิติ", [("2", "มิติ", "exactly", "๒ มิติ")]),
        ("ในพื้นที่ ๗๖ จังหวัด", [("76", "จังหวัด", "exactly", "๗๖ จังหวัด")]),
    ],
)
def test_a_quantity_has_value_unit_and_comparator(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "วันที่ ๓๐ เมษายน ๒๕๖๙",
        "ฉบับที่ ๒๓",
        "อุตสาหกรรม ๔.๐ (Industry ๔.๐)",
        "๑. คนไทย",
        "๒) กลุ่ม",
        "ยุทธศาสตร์ชาติ ๒๐ ปี",
        "เฉลี่ย ๑๐ ปีที่ผ่านมาตั้งแต่ปี",
        "หมู่ ๔ อำเภอแจ้ห่ม",
        "ภาคเหนือตอนบน ๑",
        "จำนวน 874,31.38 บาท",
        "พ.ศ. ๒๕๖๖ - ๒๕๗๐",
    ],
)
def test_dates_names_and_damaged_figures_are_no_quantities(text: str) -> None:
    assert counted(text) == []


@given(thai_text)
def test_quantities_are_printed_in_the_text(text: str) -> None:
    assert all(found.printed in text for found in thai.quantities(text))


# --- hostile lines


@pytest.mark.parametrize(
    "line",
    [
        "(" * 100_000,
        "๑) " * 33_000,
        "\u0e4d" * 100_000,
        "\u0e4d\u0e49า" * 30_000,
        "<p" * 50_000,
        "๑," * 50_000,
        "ปี " * 30_000,
        "- " * 50_000,
        "ห้า" * 30_000,
    ],
)
def test_a_hostile_line_is_read_to_its_end(line: str) -> None:
    """No pattern is super-linear: these would take minutes, and the suite would hang, if one were."""
    assert len(thai.normalize(line)) <= len(line)
    assert thai.parse_number(line).value is None
    assert thai.years(line) == []
    assert thai.year_range(line) is None
    assert thai.baht_words(line) is None
    assert thai.quantities(line) == []
    assert sum(len(item.text) for item in thai.split_items(line)) <= len(line)


@pytest.mark.parametrize("text", ["ไม่น้อย กว่า ร้อยละ ๑๐", "ไม่น้อยกว่าร้อยละ ๑๐", "ไม่ น้อยกว่า ร้อย ละ ๑๐"])
def test_a_comparator_broken_over_a_line_is_still_one(text: str) -> None:
    """Lines 1308 and 1321 print "ไม่น้อย กว่า": the page broke the words."""
    found = thai.quantities(text)
    assert [(quantity.comparator, quantity.value) for quantity in found] == [("atLeast", Decimal(10))]
