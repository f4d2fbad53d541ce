"""Patterns run on folded text, and every match leads back to what the document prints."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampang import line, source
from plangraph.sources.folding import clean, fold
from plangraph.thai import normalize, to_arabic
from plangraph.thai_text import spaced

THAI = st.text(alphabet="กขาำ\u0e4d\u0e48\u0e49ิี๐๑๙ \t<p>/u\u200b\u00a0–ๆ", max_size=40)
SYLLABLES = ("ก", "ที่", "น้ำ", "น\u0e4d\u0e49า", "น้้ำ", "ทำ", "ท\u0e4dา", "๒๕๗๐", " ", "\t", "<p>", "</u>", "\u200b", "–")


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("<p>๒๘๐,๐๐๐ บาท</p>", "280,000 บาท"),
        ("พ.ศ. ๒๕๖๖ – ๒๕๗๐", "พ.ศ. 2566 - 2570"),
        ("กลยุทธ์\u00a0\u00a0ที่\u200b ๑", "กลยุทธ์ ที่ 1"),
        ("ทำ", "ทำ"),
        ("ท\u0e4dา", "ทำ"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น้้ำ", "น้ำ"),
        ("<u>ผลผลิต</u> ไม่น้อยกว่า ๓", "ผลผลิต ไม่น้อยกว่า 3"),
        ("ก < ข", "ก < ข"),
    ],
)
def test_one_spelling_is_left_of_digits_am_spaces_dashes_and_tags(printed: str, folded: str) -> None:
    assert clean(printed) == folded


@pytest.mark.parametrize(
    ("number", "pattern", "verbatim"),
    [
        (1278, r"\d[\d,]+ บาท", "๒๘๐,๐๐๐ บาท"),
        (1346, r"\(พ\.ศ\. \d{4} - \d{4}\)", "(พ.ศ. ๒๕๖๑ – ๒๕๘๐)"),
        (1237, r"โครงการส่งเสริม.*(?= 5\.687)", None),
        (1696, r"ข้อเสนอแนะ : ไม่มี", "ข้อเสนอแนะ : ไม่มี"),
    ],
)
def test_a_match_on_the_folded_line_quotes_the_verbatim_one(number: int, pattern: str, verbatim: str | None) -> None:
    folded = fold(line(number))
    found = re.search(pattern, folded.text)
    assert found
    start, end = folded.back(*found.span())
    quoted = line(number)[start:end]
    assert quoted in line(number)
    assert clean(quoted) == found.group().strip()
    assert verbatim is None or quoted == verbatim


@given(THAI)
def test_offsets_never_run_backwards_or_out_of_the_line(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= place <= len(text) for place in folded.origin)
    for index in range(len(folded.text)):
        start, end = folded.back(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(st.lists(st.sampled_from(SYLLABLES), max_size=12).map("".join))
def test_folding_again_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_every_line_of_the_plan_is_folded_once_and_for_all() -> None:
    assert all(clean(clean(text)) == clean(text) for text in source().lines)


@given(THAI)
def test_folded_text_is_spelt_as_normalize_spells_it(text: str) -> None:
    """There is one place that knows how Thai is spelt; folding only keeps the way back."""
    assert normalize(to_arabic(clean(text))) == clean(text)


def test_an_empty_stretch_is_a_place_and_no_text() -> None:
    assert fold("กลยุทธ์ที่ ๑").back(3, 3) == (3, 3)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("เศรษฐกิจและสังคม", "เศรษฐกิจ และสังคม", True),
        ("แผนพัฒนา", "แผน พัฒนา", True),
        ("แผนพัฒนา", "แผนพัฒนา", True),
        ("แผนพัฒนา", "แผนการพัฒนา", False),
    ],
)
def test_a_pattern_forgives_the_spaces_of_a_page_break(pattern: str, text: str, fits: bool) -> None:
    assert bool(re.fullmatch(spaced(pattern), text)) is fits
