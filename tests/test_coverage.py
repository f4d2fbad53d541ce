"""Coverage: a project counts once at each element it reaches, strong and weak apart, zeros included."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chains_fixture import iri, link, project, store
from plangraph.coverage import Coverage, Survey, survey
from plangraph.store import EmbeddedStore

ALL = 9, Decimal(15_502_430)


def found(graph: EmbeddedStore, path: str) -> Coverage:
    (coverage,) = (each for each in survey(graph).elements if each.element.id == iri(path))
    return coverage


def counts(coverage: Coverage) -> tuple[int, int]:
    return coverage.strong.projects, coverage.weak.projects


def with_budget(path: str, baht: int) -> str:
    """Turtle of a project of the Lampang plan with one table line."""
    line = f"<{path}/b> a pg:BudgetLine ; pg:amount {baht} ; pg:figureFrom pg:strategyTable .\n"
    return project(path, "โครงการ ก", more=f"; pg:hasBudgetLine <{path}/b>") + line


@pytest.fixture(scope="module")
def lampang() -> Survey:
    return survey(store())


def test_every_element_of_levels_1_and_2_is_listed_zeros_included(lampang: Survey) -> None:
    """Three strategies and a goal, three master plans and a sub-plan, a milestone; no plan as a whole."""
    assert [each.element.id.removeprefix(iri("")) for each in lampang.elements] == [
        "national-strategy/2",
        "national-strategy/5",
        "national-strategy/5/goal/1",
        "national-strategy/6",
        "master-plan-2566/08",
        "master-plan-2566/16",
        "master-plan-2566/18",
        "master-plan-2566/18/sub-plan/1801",
        "nesdp-13/milestone/10",
    ]
    assert [each.projects for each in lampang.elements if each.element.id == iri("national-strategy/6")] == [0]


def test_it_speaks_of_the_projects_of_plans_that_were_read(lampang: Survey) -> None:
    """The two projects of 2568 are known from a report of results only."""
    assert (lampang.projects.projects, lampang.projects.baht) == ALL


@pytest.mark.parametrize(
    ("path", "strong", "weak", "strong_baht"),
    [
        ("national-strategy/5", 1, 8, 141_700),  # one project states it, the plan claims it for all
        ("national-strategy/2", 1, 8, 193_000),
        ("nesdp-13/milestone/10", 1, 8, 282_430),  # the mining project names it
        ("master-plan-2566/18", 0, 9, 0),  # only the plan claims it
        ("master-plan-2566/08", 0, 0, 0),
    ],
)
def test_strong_and_weak_are_counted_apart_and_add_up(
    lampang: Survey, path: str, strong: int, weak: int, strong_baht: int
) -> None:
    (coverage,) = (each for each in lampang.elements if each.element.id == iri(path))
    assert (*counts(coverage), int(coverage.strong.baht)) == (strong, weak, strong_baht)
    assert coverage.projects == strong + weak
    assert coverage.baht == coverage.strong.baht + coverage.weak.baht


def test_a_goal_counts_for_its_strategy_too() -> None:
    """The project names a goal of strategy 5; its chain ends there, and it counts at the strategy all the same."""
    text = with_budget("p", 100) + link("p", "national-strategy/5/goal/1", "stated")
    assert counts(found(store(text), "national-strategy/5/goal/1")) == (1, 9)
    assert counts(found(store(text), "national-strategy/5")) == (2, 8)


def test_a_sub_plan_counts_for_its_master_plan_strongly_though_its_row_is_unverified() -> None:
    """Some chain to a part is strong; that a sub-plan is a part of its master plan is no claim of the project."""
    text = with_budget("p", 100) + link("p", "master-plan-2566/18/sub-plan/1801", "stated")
    graph = store(text)
    assert counts(found(graph, "master-plan-2566/18")) == (1, 9)
    assert counts(found(graph, "national-strategy/5")) == (1, 9)  # from the master plan on, only an unverified row


def test_a_project_counts_once_however_many_ways_lead_there() -> None:
    text = (
        with_budget("p", 100) + link("p", "national-strategy/6", "stated") + link("p", "master-plan-2566/16", "stated")
    )
    text += link("master-plan-2566/16", "national-strategy/6", "stated")
    coverage = found(store(text), "national-strategy/6")
    assert (counts(coverage), coverage.baht) == ((1, 0), Decimal(100))


def test_naming_the_national_strategy_as_a_whole_counts_nowhere() -> None:
    text = with_budget("p", 100) + link("p", "national-strategy", "stated")
    assert counts(found(store(text), "national-strategy/6")) == (0, 0)


def test_a_proposal_counts_nowhere(lampang: Survey) -> None:
    """A machine proposes strategy 2 for the digital project (5 million baht): it stays among the weak."""
    (coverage,) = (each for each in lampang.elements if each.element.id == iri("national-strategy/2"))
    assert coverage.strong.baht == 193_000


def test_numbers_in_names_sort_as_numbers() -> None:
    text = "".join(
        f'<nesdp-13/milestone/{n}> a pg:Milestone ; pg:planLevel 2 ; pg:inPlan <nesdp-13> ; rdfs:label "หมุดหมาย"@th .\n'
        for n in (9, 11, 2)
    )
    order = [each.element.id for each in survey(store(text)).elements if "milestone" in each.element.id]
    assert [iri_.rpartition("/")[2] for iri_ in order] == ["2", "9", "10", "11"]


def test_an_empty_graph_covers_nothing() -> None:
    assert survey(EmbeddedStore.in_memory([])).elements == ()
