"""The project that ``check NAME`` means: what is taken as meant, what is offered, and that search has one voice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from chains_fixture import GREEN, MIND_STAR, MIND_STAR_2568, MINING, OPOAI, iri, only, project, store
from plangraph.naming import Candidate, as_iri, find_project
from plangraph.search import How, rules, search


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("MIND STAR", MIND_STAR),
        ("mindstar", MIND_STAR),
        ("MIND SATR", MIND_STAR),  # letters swapped
        ("โครงารเหมืองแร่ดีบุกชุมชน", MINING),  # the word before the name is misspelt
        ("ดีคู่ชุมชน เหมืองแร่", MINING),  # its words in another order
        ("OPOAI–C", OPOAI),
    ],
)
def test_what_is_meant_is_found(text: str, path: str) -> None:
    match = find_project(store(), text)
    assert (match.kind, match.candidates[0].id) == ("found", iri(path))


@pytest.mark.parametrize("text", ["MIND STAR", "เหมืองแร่ดีคู่ชุมชน", "สิ่งแวดล้อม", "เหมืองแรดีคู่ชุมชน", "เหมืองแร่ดีคู่ชุมชม"])
def test_check_and_search_give_a_match_the_same_score(text: str) -> None:
    scores = {hit.id: hit.score for hit in search(store(), text, types=["Project"])}
    for found in find_project(store(), text).candidates:
        assert found.score == scores[found.id]


def test_where_in_two_names_a_text_stands_makes_neither_the_better_match() -> None:
    graph = only(project("a", "น้ำสะอาดเพื่อชุมชนเข้มแข็งและยั่งยืน"), project("b", "จัดการน้ำสะอาด"))
    match = find_project(graph, "น้ำสะอาด")
    assert (match.kind, {found.id for found in match.candidates}) == ("ambiguous", {iri("a"), iri("b")})


@pytest.mark.parametrize(
    ("names", "text", "meant"),
    [
        (("ตลาดเขา", "ตลาดเข่า"), "ตลาดเขา", "a"),  # the very name before one with other marks
        (("ตลาดเขาเขียว", "ตลาดเข่าเขียว"), "เขาเขียว", "a"),  # likewise for a part of it
        (("ตลาดน้ำ", "ตลาดน้ำลำปาง"), "ตลาดน้ำ", "a"),  # a name before the beginning of another
        (("ถนนสายวัฒนธรรม", "ถนนสายวัฒนธรรน"), "ถนนสายวัฒนธรรน", "b"),  # rightly spelt before misspelt
        (("ผ้าทอมือของชุมชน", "ผ้าทอมือของชุมชม"), "ผ้าทอมือขงชุมชน", "a"),  # less misspelt before more
    ],
)
def test_the_better_match_is_meant(names: tuple[str, str], text: str, meant: str) -> None:
    match = find_project(only(project("a", names[0]), project("b", names[1])), text)
    assert (match.kind, match.candidates[0].id) == ("found", iri(meant))


def test_names_that_are_misspelt_alike_are_ambiguous() -> None:
    graph = only(project("a", "ผ้าทอมือของชุมชนก"), project("b", "ผ้าทอมือของชุมชนข"))
    assert find_project(graph, "ผ้าทอมือของชุมชนค").kind == "ambiguous"


@pytest.mark.parametrize("text", ["แร", "ดี", "ดี แร่", "ระบบราง", "เหมืองทองคำ"])
def test_a_text_that_says_too_little_or_another_thing_is_no_name(text: str) -> None:
    match = find_project(store(), text)
    assert match.kind == "unknown"
    assert 0 < len(match.candidates) <= rules()["check"]["offered"]


def test_the_newest_year_wins_and_the_year_asked_for_wins_over_it() -> None:
    graph = only(*(project(f"p{year}", "ปั้นนักธุรกิจ", year=year) for year in (2568, 2570, 2569)))
    assert [found.fiscal_year for found in find_project(graph, "ปั้นนักธุรกิจ").candidates] == [2570, 2569, 2568]
    assert [found.fiscal_year for found in find_project(graph, "ปั้นนักธุรกิจ", 2569).candidates] == [2569]


def test_near_names_of_other_years_are_offered_when_a_year_has_none() -> None:
    match = find_project(store(), "MIND STAR", 2560)
    assert match.kind == "unknown"
    assert {iri(MIND_STAR), iri(MIND_STAR_2568)} <= {found.id for found in match.candidates}


@pytest.mark.parametrize("text", [GREEN, iri(GREEN), f"<{iri(GREEN)}>", f"id:{GREEN}", f" {GREEN} "])
def test_an_iri_is_the_project_itself(text: str) -> None:
    (found,) = find_project(store(), text, 2500).candidates
    assert (found.id, found.fiscal_year, found.score) == (iri(GREEN), 2570, 1.0)


def test_a_candidate_carries_what_a_list_of_them_shows() -> None:
    found = find_project(only(project("p", "โครงการน้ำสะอาด")), "น้ำสะอาด").candidates
    assert found == (Candidate(iri("p"), "โครงการน้ำสะอาด", 2570, 1.0),)


@pytest.mark.parametrize(
    ("text", "full"),
    [("pg:Project", "https://w3id.org/plangraph/ontology#Project"), ("http://x/y", "http://x/y"), ("a/b", iri("a/b"))],
)
def test_an_iri_may_be_written_in_three_ways(text: str, full: str) -> None:
    assert as_iri(text) == full


def test_every_kind_of_match_has_a_rank() -> None:
    ranked = [how for row in rules()["check"]["taken"] for how in row["kinds"]]
    assert sorted(ranked) == sorted(get_args(How))


def test_a_name_spelt_rightly_is_found_without_comparing_spellings() -> None:
    """The library that compares spellings takes a tenth of what ``check`` may take to start."""
    code = (
        "import sys; from chains_fixture import store; from plangraph.naming import find_project; "
        "assert find_project(store(), 'MIND STAR').kind == 'found'; sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, check=False).returncode == 0
