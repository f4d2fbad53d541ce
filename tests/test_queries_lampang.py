"""The named questions asked of the bundled graph: the Lampang plan of 2570 and the national reference data."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from plangraph.queries import Question, load_questions, run
from plangraph.query_formats import cell
from plangraph.search import search
from query_fixture import ID, PLAN, lampang

QUESTIONS = load_questions()
OPOAI = f"{PLAN}/project/1.1.1.2"
NETWORK = f"{PLAN}/project/2.1.2.1"
RENAMED = f"{PLAN}/project/3.1.1.1"


def answer(name: str, *columns: str, **params: str) -> list[tuple[object, ...]]:
    found = run(lampang(), name, params)
    return [tuple(cell(row.get(column)) for column in columns) for row in found.rows]


def total(rows: list[tuple[object, ...]]) -> Decimal:
    return sum((Decimal(str(row[0])) for row in rows), Decimal(0))


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.name for question in QUESTIONS])
def test_the_examples_of_a_question_answer_something(question: Question) -> None:
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    assert run(lampang(), question, examples).rows
    required = {parameter.name: parameter.example for parameter in question.parameters if parameter.required}
    assert run(lampang(), question, required).rows


def test_table_lines_add_up_by_guideline_strategy_and_source() -> None:
    by_guideline = answer("budget_by_guideline", "lines", "baht", plan=PLAN)
    assert by_guideline == [(7, Decimal(6001800)), (5, Decimal(9775500)), (3, Decimal(794200))]
    for name in ("budget_by_strategy", "budget_by_funding_source"):
        assert total(answer(name, "baht", plan=PLAN)) == Decimal(16571500)
        assert total(answer(name, "lines", plan=PLAN)) == 15


def test_the_budgets_of_the_fourteen_projects_add_to_16443690_baht() -> None:
    budgets = answer("budget_by_project", "baht", "project", plan=PLAN)
    assert len(budgets) == 14
    assert total(budgets) == Decimal(16443690)
    assert (Decimal(193000), OPOAI) in budgets
    assert len(answer("amounts_in_words", "project", plan=PLAN)) == 13


def test_a_project_listed_twice_has_two_table_lines_and_one_brief_figure() -> None:
    figures = [str(row[0]).rpartition("#")[2] for row in answer("budget_lines_of_project", "figureFrom", project=OPOAI)]
    assert sorted(figures) == ["projectBrief", "strategyTable", "strategyTable"]
    listed = answer("programme_of_plan", "strategy", "project", plan=PLAN)
    assert len([row for row in listed if row[1] == OPOAI]) == 2
    assert len(listed) == 15


def test_the_network_project_states_a_strategy_of_level_1_and_quotes_it() -> None:
    hops = answer("chain_of_project", "to", "basis", "firstLine", "quote", project=NETWORK)
    stated = [hop for hop in hops if hop[0] == f"{ID}national-strategy/5" and str(hop[1]).endswith("#stated")]
    assert {hop[2] for hop in stated} == {1346, 1349}
    assert all("ยุทธศาสตร์ชาติ" in str(hop[3]) for hop in stated)


def test_two_projects_have_a_strong_chain_and_twelve_have_none() -> None:
    strong = answer("projects_with_strong_chain", "project", "end")
    assert strong == [(OPOAI, f"{ID}national-strategy/2"), (NETWORK, f"{ID}national-strategy/5")]
    weak = [row[0] for row in answer("projects_without_strong_chain", "project", plan=PLAN)]
    assert len(weak) == 12
    assert RENAMED in weak


def test_every_brief_reaches_the_third_issue_of_the_province() -> None:
    issue = f"{ID}lampang-development-plan-2566-2570/issue/3"
    stated = [
        row for row in answer("links_to_element", "from", "basis", element=issue) if str(row[1]).endswith("#stated")
    ]
    assert len({row[0] for row in stated}) == 13


def test_eleven_projects_reported_results_in_2568_and_spent_all_they_had() -> None:
    results = answer("results_of_year", "baht", "disbursed", "project", year="2568")
    assert len(results) == 11
    assert total(results) == Decimal(8123742)
    assert all(baht == disbursed for baht, disbursed, _ in results)


def test_guidelines_have_three_goals_and_five_indicators_none_with_a_target() -> None:
    kinds = [str(row[0]).rpartition("#")[2] for row in answer("goals_and_indicators_of_guidelines", "class", plan=PLAN)]
    assert (kinds.count("Goal"), kinds.count("Indicator")) == (3, 5)
    without = {str(row[0]) for row in answer("indicators_without_targets", "indicator", plan=PLAN)}
    assert len([iri for iri in without if "/guideline/" in iri]) == 5


def test_briefs_that_still_print_2569_are_named() -> None:
    rows = answer("briefs_with_other_year", "fiscalYear", "statedYear", plan=PLAN)
    assert len(rows) == 10
    assert set(rows) == {(2570, 2569)}


def test_the_old_name_of_a_project_is_a_proposal_and_no_link() -> None:
    pairs = answer("proposals", "from", "to", relation="owl:sameAs")
    assert {RENAMED, NETWORK} in [{from_, to} for from_, to in pairs]


def test_master_plans_lead_to_level_1_by_rows_nobody_has_verified() -> None:
    links = answer("level_2_to_level_1", "from", "verification")
    assert {str(row[0]).rpartition("/")[2] for row in links} >= {f"{number:02}" for number in range(1, 24)}
    assert {str(row[1]).rpartition("#")[2] for row in links} == {"unverified"}


def test_a_chain_is_quick_in_an_open_process() -> None:
    run(lampang(), "chain_of_project", {"project": NETWORK})
    started = time.perf_counter()
    for _ in range(5):
        run(lampang(), "chain_of_project", {"project": NETWORK})
    assert (time.perf_counter() - started) / 5 < 0.05


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม", NETWORK),
        ("เครือข่ายอุตสหกรรมรักสิ่งแวดล้อม", NETWORK),
        ("MIND STAR", f"{PLAN}/project/1.2.2.2"),
        ("opoai-c next steps", OPOAI),
        ("หมุดหมายที่ ๑๐", f"{ID}nesdp-13/milestone/10"),
        ("แผนแม่บท ๑๖", f"{ID}master-plan-2566/16"),
        ("090101", f"{ID}master-plan-2566/09/goal/090101"),
        ("สํานักงานอุตสาหกรรมจังหวัดลําปาง", f"{ID}org/lampang-provincial-industry-office"),
        ("โมเดลเศรษฐกิจ BCG", f"{ID}policy/bcg-model"),
    ],
)
def test_search_finds_what_a_planner_types(text: str, found: str) -> None:
    assert search(lampang(), text)[0].id == found
