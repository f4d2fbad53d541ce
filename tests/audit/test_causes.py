"""Damaged text gives a misreading away; clean text is the document's own."""

from __future__ import annotations

import pytest

from plangraph.audit.causes import cause_of, damaged_words, looks_damaged
from plangraph.audit.findings import Cause


@pytest.mark.parametrize("text", ["อำเภोगาว", "ส่งเสริม\ufffdอาชีพ", "ป้มพะาะ", "๑๑,๑๘ ไร่", "874,31.38", " ้ำ", "เ ป้าหมาย"])
def test_damage_is_seen(text: str) -> None:
    """Other scripts, broken characters, marks out of place, figures no one prints."""
    assert looks_damaged(text)


@pytest.mark.parametrize(
    "text",
    ["อำเภองาว", "๑,๘๐๗.๑๐๙ กม.", "kgCO₂eq/ปี", "OPOAI – C NEXT STEPs", "ต่าง ๆ ฯลฯ", "๗๖,๕๗๓", "๒ - ๓, ๔ และ ๕", "“ผู้”"],
)
def test_clean_text_is_not_called_damaged(text: str) -> None:
    """Signs that plans print are none of damage."""
    assert not looks_damaged(text)


def test_the_damaged_word_is_named() -> None:
    """A reviewer sees which word of a long line it is."""
    assert damaged_words("ได้แก่ อำเภोगาว อำเภอวังเหนือ") == ["อำเภोगาว"]


@pytest.mark.parametrize(
    ("quotes", "lines", "cause"),
    [
        (["อำเภोगาว"], ["ได้แก่ อำเภोगาว"], Cause.OCR),
        (["อำเภองาว"], ["อำเภองาว ส่งเสริม\ufffdอาชีพ"], Cause.UNDETERMINED),
        (["๐.๒๑๘"], ["โครงการ ๐.๒๑๘"], Cause.DOCUMENT),
    ],
)
def test_the_cause_follows_the_words_then_the_line(quotes: list[str], lines: list[str], cause: Cause) -> None:
    """Damaged words, clean words in a damaged line, clean words in a clean line."""
    assert cause_of(quotes, lines) is cause
