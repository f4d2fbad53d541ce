"""Data that no plan should hold, and some does: the same answers from columns and from SPARQL, or one clear line."""

from __future__ import annotations

import pytest

from chains_fixture import PLAN, PREFIXES, nquads, project
from plangraph.coverage import survey
from plangraph.coverage_matrix import matrix
from plangraph.pointing import read_plans
from plangraph.projects import fetch_projects
from plangraph.search import search
from plangraph.snapshot.errors import NumberTooLarge
from snapshot_fixture import Pair, pair, snapshot_of

P = "https://w3id.org/plangraph/id/p/1"


def with_amounts(*amounts: str) -> Pair:
    """One project with a table line for each amount, in the plan of the fixture."""
    lines = "".join(
        f"<p/1> pg:hasBudgetLine <p/1/{at}> . <p/1/{at}> pg:amount {amount} ; pg:figureFrom pg:strategyTable ; "
        f"pg:fundingSource pg:province .\n"
        for at, amount in enumerate(amounts)
    )
    return pair(project("p/1", "โครงการ") + lines, with_chains=True)


@pytest.mark.parametrize("char", ["\x01", "\x0b", "\x1b", "\x7f", "\ufffe"])
def test_control_characters_stay_what_they_are(char: str) -> None:
    both = pair(project("p/1", f"ก{char}ข"))
    assert fetch_projects(both.columns, [P])[P].name == f"ก{char}ข"
    assert fetch_projects(both.columns, [P]) == fetch_projects(both.sparql, [P])
    assert search(both.columns, "ก") == search(both.sparql, "ก")


@pytest.mark.parametrize(
    "amounts", [('"abc"', "5"), ("-5",), ("1.234567", "2"), ('"INF"',), ("99999999999999", "0.01"), ("0.0", "1e3")]
)
def test_amounts_count_the_same(amounts: tuple[str, ...]) -> None:
    both = with_amounts(*amounts)
    assert survey(both.columns) == survey(both.sparql)
    assert matrix(both.columns, "source") == matrix(both.sparql, "source")


@pytest.mark.parametrize(
    "facts",
    [
        "pg:hasBudgetLine <p/1/b> . <p/1/b> pg:amount 92233720368547758.08",
        "pg:hasBudgetLine <p/1/b> , <p/1/c> . <p/1/b> pg:amount 0.000000000001 . <p/1/c> pg:amount 9300000",
        "pg:fiscalYear 99999999999999999999",
        "pg:number 4294967296",
    ],
)
def test_a_number_that_does_not_fit_is_named(facts: str) -> None:
    with pytest.raises(NumberTooLarge, match=r"[0-9]{7}"):
        snapshot_of(nquads(f"{PREFIXES}<p/1> a pg:Project ; {facts} .".encode(), PLAN))


def test_amounts_that_do_not_fit_together_are_refused_rather_than_summed_wrongly() -> None:
    with pytest.raises(NumberTooLarge):
        with_amounts("90000000000000000", "90000000000000000.5")


def test_a_year_is_kept_as_it_is_however_odd() -> None:
    both = pair(project("p/1", "โครงการ", year=32768, more="; pg:hasBudgetLine <b>") + LINE, with_chains=True)
    assert matrix(both.columns, "year") == matrix(both.sparql, "year")


def test_a_year_that_is_no_number_is_no_year() -> None:
    turtle = project("p/1", "โครงการ").replace("pg:fiscalYear 2570", 'pg:fiscalYear "abc"')
    both = pair(turtle)
    assert search(both.columns, "โครงการ") == search(both.sparql, "โครงการ")


def test_a_plan_that_was_read_says_so_in_either_way() -> None:
    both = pair('<a> a pg:Plan ; pg:wasRead "1"^^<http://www.w3.org/2001/XMLSchema#boolean> . <b> pg:wasRead true .')
    assert read_plans(both.columns) == read_plans(both.sparql)


@pytest.mark.parametrize("text", ["ก", "กขค", "a b"])
def test_an_empty_graph_has_no_names(text: str) -> None:
    assert search(snapshot_of(b""), text) == []


LINE = "<b> a pg:BudgetLine ; pg:amount 5 ; pg:figureFrom pg:strategyTable .\n"
