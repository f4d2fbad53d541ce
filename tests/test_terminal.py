"""Thai text on a terminal: widths, breaks, tables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.outputs.terminal import Column, clusters, columns, shortened, table, terminal_width, wrap

LONG = "ด้านการพัฒนาที่ยั่งยืนและการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม"
THAI = st.text(alphabet="กขคงนมยรลวสอเแโใไะาำิีึืุู็่้๊๋์ฯๆ (พ.ศ)๑๒", max_size=120)


@pytest.mark.parametrize(("text", "width"), [("กำ", 2), ("ที่", 1), ("น้ำ", 2), ("ABC 1", 5), ("漢字", 4), ("", 0)])
def test_marks_take_no_column(text: str, width: int) -> None:
    assert columns(text) == width


@given(THAI)
def test_clusters_lose_nothing_and_never_begin_with_a_mark(text: str) -> None:
    pieces = clusters(text)
    assert "".join(pieces) == text
    assert not [piece for piece in pieces[1:] if unicodedata.category(piece[0]) == "Mn"]


@given(THAI, st.integers(min_value=8, max_value=40))
def test_wrapped_lines_fit_keep_every_letter_and_begin_with_no_mark(text: str, width: int) -> None:
    lines = wrap(text, width, "  ", "- ")
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines)[2:].split()) == "".join(text.split())
    # only what the text itself begins with may begin a word of a line
    starts = {word[0] for word in text.split()} | set("ะาำๅๆฯ")
    broken = [line.strip()[0] for line in lines[1:] if line.strip()]
    assert not [char for char in broken if unicodedata.category(char) == "Mn" and char not in starts]


def test_a_line_breaks_at_a_space_where_it_can() -> None:
    assert wrap("ยุทธศาสตร์ชาติ ๒๐ ปี ด้านความมั่นคง", 20) == ["ยุทธศาสตร์ชาติ ๒๐ ปี", "ด้านความมั่นคง"]


def test_a_run_without_spaces_breaks_where_a_word_surely_begins() -> None:
    lines = wrap(LONG, 30)
    assert "".join(lines) == LONG
    assert [line[:2] for line in lines[1:]] == ["บน"]


def test_a_long_run_starts_on_the_line_before_it_where_there_is_room() -> None:
    assert wrap(f"สั้น {LONG}", 40)[0].startswith("สั้น ด้านการพัฒนา")


def test_a_table_wraps_inside_its_columns() -> None:
    header = [Column("โครงการ", 20), Column("บาท", 9, "right")]
    lines = table(header, [[LONG, "5,000,000"], ["", "-"]])
    assert lines[0] == "โครงการ" + " " * (20 - columns("โครงการ")) + "  " + "      บาท"
    assert lines[2].endswith("  5,000,000")
    assert all(columns(line) <= 31 for line in lines)
    assert lines[-1] == " " * 30 + "-"


def test_a_shortened_text_ends_with_an_ellipsis_and_splits_no_cluster() -> None:
    assert shortened("หมุดหมายที่ 10", 40) == "หมุดหมายที่ 10"
    assert shortened("ที่ที่ที่ที่", 3) == "ที่ที่…"


@pytest.mark.parametrize(("reported", "used"), [("200", 100), ("90", 90), ("40", 80)])
def test_an_answer_is_between_80_and_100_columns_wide(
    monkeypatch: pytest.MonkeyPatch, reported: str, used: int
) -> None:
    monkeypatch.setenv("COLUMNS", reported)
    assert terminal_width() == used
