"""Words: cut with our own words and the names of provinces, compounds whole and in parts, other names of one thing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.proposing.words import Words, grams
from support import ROOT

WORDS = Words(("ลำปาง", "แพร่"))
THAI = st.text(alphabet="กขคงนมยรลวสอเแโใไะาำิีึืุู็่้๊๋์ฯๆ (พ.ศ)๑๒ab", max_size=300)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("สำนักงานอุตสาหกรรมจังหวัดลำปาง", "สำนักงานอุตสาหกรรมจังหวัด"),
        ("สํานักงานอุตสาหกรรมจังหวัดลําปาง", "สำนักงานอุตสาหกรรมจังหวัด"),  # the other spelling of ำ
        ("ลดก๊าซเรือนกระจกของโรงงาน", "ก๊าซเรือนกระจก"),
        ("จังหวัดแพร่", "แพร่"),
    ],
)
def test_our_own_words_are_never_cut_apart(text: str, word: str) -> None:
    assert word in WORDS.cut(text)


def test_a_compound_is_compared_whole_and_in_its_parts() -> None:
    assert {"เกษตรแปรรูป", "เกษตร", "แปรรูป"} <= set(WORDS.cut("สินค้าเกษตรแปรรูป"))


@pytest.mark.parametrize(
    ("one", "other"), [("การพัฒนา", "พัฒนา"), ("ความมั่นคง", "มั่นคง"), ("๒๕๗๐", "2570"), ("BCG", "bcg")]
)
def test_forms_of_one_word_are_one(one: str, other: str) -> None:
    assert WORDS.cut(one) == WORDS.cut(other)


@pytest.mark.parametrize("word", ["ของเสีย", "การแพทย์", "ทางหลวง"])
def test_a_word_of_ours_keeps_its_head(word: str) -> None:
    assert WORDS.cut(word)[0] == word


@pytest.mark.parametrize(
    ("text", "term", "said"),
    [
        ("ลดคาร์บอนในโรงงาน", "ก๊าซเรือนกระจก", "คาร์บอน"),
        ("มุ่งสู่ Net Zero", "ก๊าซเรือนกระจก", "net zero"),
        ("กลุ่ม SMEs", "วิสาหกิจขนาดกลางและขนาดย่อม", "smes"),
        ("ลดก๊าซเรือนกระจก", "ก๊าซเรือนกระจก", "ก๊าซเรือนกระจก"),
    ],
)
def test_another_name_stands_for_the_first_and_says_so(text: str, term: str, said: str) -> None:
    assert WORDS.asked(text)[term] == said


def test_function_words_places_and_numbers_tell_nothing() -> None:
    assert WORDS.telling("และที่ลำปาง 2570 เพื่อ 1,000 บาท") == ["บาท"]


def test_words_of_every_plan_count_less() -> None:
    assert WORDS.weight("โครงการ") < WORDS.weight("ประชาชน") < WORDS.weight("ก๊าซเรือนกระจก") == 1.0


def test_damage_is_measured() -> None:
    clean = "การลดการปล่อยก๊าซเรือนกระจกของภาคอุตสาหกรรม"
    assert WORDS.doubt(clean) == 0.0
    assert WORDS.doubt("กา รลด กา รปล่ อยก๊ าซเ รือนกร ะจก") > 0.1
    assert WORDS.doubt("BCG 2570") == 0.0


def test_grams_forgive_tone_marks_and_spaces() -> None:
    assert grams("ก๊าซเรือน กระจก") == grams("กาซเรือนกระจก")


@given(THAI)
def test_no_text_is_too_odd_to_cut(text: str) -> None:
    assert all(part for part in WORDS.cut(text))


@pytest.mark.parametrize("text", ["ก" * 60_000, "การ" * 20_000, "เ" * 30_000, "่" * 30_000, "กรม" * 20_000])
def test_a_hostile_run_is_cut_in_linear_time(text: str) -> None:
    WORDS.cut("อุ่นเครื่อง")
    start = time.monotonic()
    WORDS.cut(text)
    assert time.monotonic() - start < 20


def test_pythainlp_writes_nothing_at_home(tmp_path: Path) -> None:
    """No folder in the home of the user, whatever was set before, and no download."""
    script = "from plangraph.proposing.words import Words; print(Words(()).cut('การพัฒนา'))"
    for extra in ({}, {"PYTHAINLP_READ_MODE": "0"}):
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHAINLP")}
        env |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", **extra}
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, timeout=120, check=True
        )
        assert done.stdout.decode("utf-8").strip() == "['พัฒนา']"
        assert not list(tmp_path.iterdir())
