"""A damaged document yields findings about that, never a crash and never a made-up figure."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from audit_fixture import clean_text, findings_of


def without_tabs(text: str) -> str:
    """Tables run together: every cell boundary behind the contents is lost."""
    head, body = text.split("ส่วนที่ ๓ สาระสำคัญ", 1)[0], text.split("ส่วนที่ ๓ สาระสำคัญ", 1)[1]
    return head + "ส่วนที่ ๓ สาระสำคัญ" + body.replace("\t", " ")


def with_unreadable_figures(text: str) -> str:
    """Commas and points jump around in the figures of briefs and tables."""
    return text.replace("๓๐๐,๐๐๐", "๓,๐๐,๐๐๐").replace("๐.๓๐๐๐", "๐.๓.๐๐").replace("๓๕\t๑๗๐", "๓,๕\t๑,๗๐")


def cut_in_the_middle(text: str) -> str:
    """The second half is missing."""
    return text[: len(text) // 2]


def without_letters(text: str) -> str:
    """Every twentieth character of the body is lost."""
    chance = random.Random(7)  # noqa: S311  # the same damage in every run
    head = text[:400]
    return head + "".join(char for char in text[400:] if char in "\n\t" or chance.random() > 0.05)


@pytest.mark.parametrize("damage", [without_tabs, with_unreadable_figures, cut_in_the_middle, without_letters])
def test_damage_is_survived(damage: Callable[[str], str]) -> None:
    """Every finding speaks of lines that are there, in whole sentences."""
    text = damage(clean_text())
    assert text != clean_text()
    last = text.count("\n") + 1
    for each in findings_of(text):
        assert all(1 <= line <= last for line in each.lines), each.rule
        assert "None" not in each.message_en and "{" not in each.message_th, each.rule


def test_an_unreadable_amount_is_said_to_be_unreadable() -> None:
    """The figure is reported as printed, and no amount is invented for it."""
    found = findings_of(with_unreadable_figures(clean_text()), ["budget-unreadable", "budget-row-contradicts-brief"])
    assert {each.rule for each in found} == {"budget-unreadable"}
    assert {each.numbers["printed"] for each in found} == {"๐.๓.๐๐", "๓,๐๐,๐๐๐"}
