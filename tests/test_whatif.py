"""What-ifs: the coverage as it would be with a link more, with one less, or with one that leads elsewhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chains_fixture import MINING, PLAN, built, iri, link, store
from plangraph.cli import program
from plangraph.coverage import survey
from plangraph.texts import sentences
from plangraph.whatif import Change, UnknownElement, effects, move

STRATEGY = "national-strategy/2"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = built(tmp_path_factory.mktemp("whatif") / "graph")

    def invoke(*args: str) -> Any:
        return CliRunner().invoke(program, [*args, "--store", str(folder)], catch_exceptions=False)

    return invoke


def counts(found: list[Any]) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """By element: strong and weak projects, before and after."""
    return {
        effect.element.id.removeprefix(iri("")): (
            (effect.before.strong.projects, effect.before.weak.projects),
            (effect.after.strong.projects, effect.after.weak.projects),
        )
        for effect in found
    }


def test_a_confirmed_link_makes_a_project_strong() -> None:
    assert counts(effects(store(), [Change("add", iri(MINING), iri(STRATEGY))])) == {STRATEGY: ((1, 8), (2, 7))}


def test_a_weak_link_adds_nothing_where_there_is_one() -> None:
    assert effects(store(), [Change("add", iri(MINING), iri(STRATEGY), strong=False)]) == []


def test_what_is_foreseen_is_what_the_graph_with_the_link_says() -> None:
    (effect,) = effects(store(), [Change("add", iri(PLAN), iri("national-strategy/6"), strong=False)])
    with_link = survey(store(link(PLAN, "national-strategy/6", "planWide")))
    assert effect.after in with_link.elements
    assert (effect.before.projects, effect.after.projects) == (0, 9)


def test_a_link_that_moves_leaves_one_element_for_another() -> None:
    there = [Change("add", iri(MINING), iri("national-strategy/6"))]
    elsewhere = [*there, *move(iri(MINING), iri("national-strategy/6"), iri(STRATEGY))]
    assert counts(effects(store(), there)) == {"national-strategy/6": ((0, 0), (1, 0))}
    assert set(counts(effects(store(), elsewhere))) == {"national-strategy/6", STRATEGY}


def test_an_element_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownElement, match="nowhere"):
        effects(store(), [Change("add", iri(MINING), iri("nowhere"))])


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_table_says_before_after_and_that_it_is_no_evidence(run: Any) -> None:
    text = run("--lang", "en", "whatif", "--add", MINING, STRATEGY).stdout
    assert "1 → 2" in text
    assert "8 → 7" in text
    assert "none of this is evidence" in text


def test_names_are_taken_for_the_elements_they_mean(run: Any) -> None:
    by_name = run("whatif", "--add", "MIND STAR", STRATEGY, "--format", "json")
    assert [each["id"] for each in json.loads(by_name.stdout)] == [iri(STRATEGY)]


def test_json_and_csv_say_the_same(run: Any) -> None:
    (answer,) = json.loads(run("whatif", "--add", MINING, STRATEGY, "--format", "json").stdout)
    (row,) = csv.DictReader(io.StringIO(run("whatif", "--add", MINING, STRATEGY, "--format", "csv").stdout))
    assert answer["before"]["strong"]["projects"] == int(row["strong_before"]) == 1
    assert answer["after"]["strong"]["projects"] == int(row["strong_after"]) == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [((), "--add"), (("--add", "ไม่มีโครงการนี้", STRATEGY), "ไม่มีโครงการนี้")],
)
def test_bad_input_is_named(run: Any, args: tuple[str, ...], said: str) -> None:
    done = run("whatif", *args)
    assert done.exit_code == 2
    assert said in done.stderr


def test_where_nothing_changes_the_answer_says_so(run: Any) -> None:
    assert "ไม่มีรายการใดเปลี่ยน" in run("whatif", "--add", MINING, STRATEGY, "--weak").stdout


def test_every_sentence_is_there_in_both_languages() -> None:
    assert all(set(said) == {"th", "en"} and all(said.values()) for said in sentences("whatif").values())


@pytest.mark.parametrize(
    "asked", [("--remove", MINING, "national-strategy/6"), ("--move", MINING, "national-strategy/6", STRATEGY)]
)
def test_a_link_that_is_not_there_cannot_go(run: Any, asked: tuple[str, ...]) -> None:
    option, *ends = asked
    done = run("whatif", option, *map(iri, ends), "--lang", "en")
    assert done.exit_code == 2
    assert f"no link leads from “{iri(MINING)}” straight to “{iri('national-strategy/6')}”" in done.stderr
