"""Named questions: their headers, their parameters, and what they answer on a small graph of known content."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from plangraph import resources
from plangraph.queries import (
    Question,
    bind,
    bind_freely,
    find_question,
    iri_of,
    load_questions,
    make_question,
    read_query,
    read_question,
    run,
    year_of,
)
from plangraph.query_docs import MARK, listing, main
from plangraph.query_errors import BadHeader, BadParameter, UnknownQuestion
from plangraph.query_formats import cell
from plangraph.query_header import parse_header
from query_fixture import ID, MINE, OPOAI, PLAN, small_graph
from support import ROOT

QUESTIONS = load_questions()
PROPOSALS = "graph/proposals"
HEADER = """#+ title: {th: "ก", en: "a"}
#+ params:
#+   year: {type: year, required: true, th: "ปี", en: "year", example: "2568"}
#+ returns: [year]
SELECT ?year WHERE { ?x ?y ?year }
"""


def names(questions: tuple[Question, ...]) -> list[str]:
    return [question.name for question in questions]


def answer(name: str, *columns: str, **params: str) -> list[tuple[object, ...]]:
    found = run(small_graph(), name, params)
    return [tuple(cell(row.get(column)) for column in columns) for row in found.rows]


# --- the files -------------------------------------------------------------------------------------------------------


def test_there_are_at_least_28_questions_and_every_file_is_one() -> None:
    files = [path for path in resources.folder("queries").glob("*/*.rq") if path.parent.name not in {"rules", "checks"}]
    assert len(files) == len(QUESTIONS) >= 28
    assert len(set(names(QUESTIONS))) == len(QUESTIONS)
    assert all(re.fullmatch("[a-z0-9_]+", name) for name in names(QUESTIONS))


@pytest.mark.parametrize("question", QUESTIONS, ids=names(QUESTIONS))
def test_a_question_selects_exactly_what_its_header_says(question: Question) -> None:
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    bound: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
        Variable(name): term for name, term in bind(question, examples).items()
    }
    found = Store().query(question.text, substitutions=bound)
    assert isinstance(found, QuerySolutions)
    assert tuple(variable.value for variable in found.variables) == question.returns
    assert {parameter.name for parameter in question.parameters} <= set(question.returns)


@pytest.mark.parametrize("question", QUESTIONS, ids=names(QUESTIONS))
def test_a_question_lists_its_columns_and_orders_its_rows(question: Question) -> None:
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#+"))
    outer = body[body.index("SELECT") :].split("WHERE", 1)[0]
    assert "*" not in outer
    assert re.search(r"^ORDER BY ", body, re.MULTILINE)
    assert "NOT EXISTS" not in body
    assert question.reads_proposals == (PROPOSALS in body)


@pytest.mark.parametrize("question", QUESTIONS, ids=names(QUESTIONS))
def test_a_question_answers_its_examples_the_same_way_twice(question: Question) -> None:
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    first = run(small_graph(), question, examples)
    assert first.variables == question.returns
    assert first == run(small_graph(), question, examples)


def test_every_question_finds_something_in_the_small_graph() -> None:
    """A query that can find nothing is a query with a slip; these take other parameters than their examples."""
    params = {
        "project": OPOAI,
        "goal": f"{ID}national-strategy/5",
        "line": "1306",
        "element": f"{ID}master-plan-2566/18",
        "text": "ยุทธศาสตร์ชาติ",
    }
    special = {"evidence_of_element": {"element": OPOAI}}
    empty = []
    for question in QUESTIONS:
        wanted = {p.name: params.get(p.name, p.example) for p in question.parameters if p.required}
        if not run(small_graph(), question, wanted | special.get(question.name, {})).rows:
            empty.append(question.name)
    assert empty == []


# --- what they answer ------------------------------------------------------------------------------------------------


def test_table_lines_add_and_a_project_listed_twice_counts_twice() -> None:
    assert answer("budget_by_guideline", "lines", "baht") == [(3, Decimal(604000))]
    assert answer("budget_by_strategy", "lines", "baht") == [(1, Decimal(193000)), (2, Decimal(411000))]
    sources = answer("budget_by_funding_source", "source", "baht")
    assert [(str(source).rpartition("#")[2], baht) for source, baht in sources] == [
        ("ministryOrDepartment", Decimal(386000)),
        ("otherSource", Decimal(218000)),
    ]


def test_the_budget_of_a_project_is_its_briefs_figure_and_a_result_stays_in_its_year() -> None:
    budgets = answer("budget_by_project", "project", "fiscalYear", "baht")
    assert (OPOAI, 2570, Decimal(193000)) in budgets
    assert (MINE, 2570, Decimal(218400)) in budgets
    assert [row[1:] for row in budgets if row[1] == 2568] == [(2568, Decimal(200000))]


def test_a_project_counts_once_at_each_level_1_strategy() -> None:
    found = answer("budget_by_national_strategy", "number", "projects", "baht")
    assert found == [(2, 1, Decimal(193000)), (5, 2, Decimal(411400))]


def test_briefs_are_compared_with_the_table() -> None:
    assert answer("briefs_against_table_figures", "project", "difference", plan=PLAN) == [
        (OPOAI, Decimal(0)),
        (MINE, Decimal(400)),
    ]


def test_a_chain_is_given_hop_by_hop_with_quotes_and_ends_at_level_1() -> None:
    hops = answer("chain_of_project", "from", "to", "basis", "firstLine", "quote", project=OPOAI)
    stated = next(hop for hop in hops if hop[1] == f"{ID}national-strategy/2")
    assert stated[0] == OPOAI
    assert str(stated[2]).endswith("#stated")
    assert stated[3:] == (
        1306,
        "ซึ่งได้กำหนดพันธกิจที่สอดคล้องกับยุทธศาสตร์ชาติด้าน การสร้างความสามารถในการแข่งขัน",
    )
    assert (PLAN, f"{ID}master-plan-2566/18") in {hop[:2] for hop in hops}
    assert not any(str(hop[0]).startswith(f"{ID}national-strategy") for hop in hops)


def test_only_strong_hops_make_a_strong_chain() -> None:
    """The mining project reaches strategy 5 through a claim of the whole plan and an unverified reference row."""
    assert answer("projects_with_strong_chain", "project", "end") == [(OPOAI, f"{ID}national-strategy/2")]
    assert answer("projects_without_strong_chain", "project") == [(MINE,)]
    assert answer("projects_reaching_strategy", "project", strategy=f"{ID}national-strategy/5") == [(OPOAI,), (MINE,)]


def test_proposals_are_read_by_their_own_question_and_by_no_other() -> None:
    assert answer("proposals", "from", "to") == [(MINE, OPOAI)]
    assert [question.name for question in QUESTIONS if question.reads_proposals] == ["proposals"]
    assert all(row[0] != MINE for row in answer("links_to_element", "from", element=OPOAI))


def test_goals_nobody_serves_are_those_no_path_reaches() -> None:
    assert answer("goals_nobody_serves", "goal", plan=f"{ID}master-plan-2566") == [
        (f"{ID}master-plan-2566/18/goal/180001",)
    ]


def test_indicators_without_targets_leave_those_with_one_out() -> None:
    assert answer("indicators_without_targets", "indicator") == [(f"{PLAN}/guideline/1/indicator/1",)]


def test_years_are_compared_with_their_budgets() -> None:
    rows = answer("series_of_two_years", "earlierBaht", "laterProject", "laterBaht", earlier="2568", later="๒๕๗๐")
    assert rows == [(Decimal(200000), OPOAI, Decimal(193000))]
    assert answer("results_of_year", "disbursed", "percent", year="2568") == [(Decimal(200000), Decimal(100))]
    assert answer("results_of_year", "disbursed", year="2569") == []


def test_a_link_to_a_plan_that_has_ended_is_found() -> None:
    ended = answer("plans_ended_before_year", "endedPlan", "ended")
    assert ended == [(f"{ID}reform-plan-2564", 2565), (f"{ID}moi-2569", 2569)]


def test_a_line_leads_to_what_was_read_there() -> None:
    document = f"{ID}document/lampang-industry-action-plan-2570"
    found = answer("elements_by_line", "element", document=document, line="1310")
    assert found == [(f"{PLAN}/brief/04",)]
    assert answer("elements_in_lines", "element", document=document, **{"from": "1300", "until": "1304"}) == []


def test_a_text_parameter_is_a_term_and_no_text_of_the_query() -> None:
    assert [row[0] for row in answer("needs_by_district", "district", district="งาว")] == ["งาว"]
    assert answer("needs_by_district", "district", district='งาว" } ; DROP ALL #') == []


# --- finding and binding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chain_of_project", "chain_of_project.rq", "chains/chain_of_project"])
def test_a_question_is_found_by_its_name(name: str) -> None:
    question = find_question(name)
    assert (question.topic, question.name) == ("chains", "chain_of_project")


def test_an_unknown_question_names_near_ones() -> None:
    with pytest.raises(UnknownQuestion, match="chain_of_project"):
        find_question("chain_of_projct")


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, r"needs year \(year\), for example -p year=2568"),
        ({"yaer": "2568"}, 'no parameter "yaer"; it takes: year'),
        ({"year": "ปีที่แล้ว"}, "no year of the Buddhist era; write for example year=2568"),
        ({"year": "2025"}, "no year of the Buddhist era"),
    ],
)
def test_a_wrong_parameter_is_named_with_an_example(params: dict[str, str], message: str) -> None:
    with pytest.raises(BadParameter, match=message):
        bind(find_question("results_of_year"), params)


@pytest.mark.parametrize(
    ("question", "name", "text"),
    [
        ("elements_by_line", "line", "สิบ"),
        ("elements_by_line", "line", "1.5"),
        ("chain_of_project", "project", "โครงการเหมืองแร่"),
        ("chain_of_project", "project", "http://x> } DELETE"),
        ("chain_of_project", "project", ""),
        ("passages_with_text", "text", " "),
    ],
)
def test_a_parameter_of_another_kind_is_refused(question: str, name: str, text: str) -> None:
    asked = find_question(question)
    others = {p.name: p.example for p in asked.parameters if p.name != name}
    with pytest.raises(BadParameter) as caught:
        bind(asked, others | {name: text})
    assert caught.value.message("th") != caught.value.message("en")
    assert name in caught.value.message("th")


def test_digits_may_be_thai() -> None:
    asked = find_question("elements_by_line")
    assert bind(asked, {"document": f"{ID}document/x", "line": "๑๓๔๖"})["line"] == Literal(1346)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        (f"{ID}national-strategy/2", f"{ID}national-strategy/2"),
        (f"<{ID}national-strategy/2>", f"{ID}national-strategy/2"),
        ("id:national-strategy/2", f"{ID}national-strategy/2"),
        ("pg:stated", "https://w3id.org/plangraph/ontology#stated"),
        ("national-strategy/2", None),
        ("nope:stated", None),
        ("http://a b", None),
    ],
)
def test_an_iri_may_be_written_with_a_prefix(text: str, iri: str | None) -> None:
    assert iri_of(text) == iri


@pytest.mark.parametrize(
    ("text", "year"),
    [("2570", 2570), ("๒๕๗๐", 2570), ("พ.ศ. ๒๕๖๘", 2568), ("70", 2570), ("2025", None), ("257", None), ("", None)],
)
def test_a_year_is_a_buddhist_year(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_values_for_a_query_without_a_header_are_bound_by_their_looks() -> None:
    bound = bind_freely("SELECT …", {"a": "pg:Goal", "b": "2570", "c": "แม่เมาะ"})
    assert bound == {
        "a": NamedNode("https://w3id.org/plangraph/ontology#Goal"),
        "b": Literal(2570),
        "c": Literal("แม่เมาะ"),
    }


# --- headers ---------------------------------------------------------------------------------------------------------


def test_a_header_is_read_as_the_style_guide_writes_it() -> None:
    header = parse_header(
        '#+ title: {th: "โครงการที่มีเส้นทางถึงเป้าหมาย (ทุกน้ำหนัก)", en: "Projects, strong or weak"}\n'
        "#+ params:\n"
        '#+   goal: {type: iri, required: true, th: "เป้าหมาย", en: "goal", example: "https://w3id.org/x/2"}\n'
        "#+ returns: [goal, project]\nPREFIX pg: <x:>\n#+ not: header\n"
    )
    assert header["returns"] == ["goal", "project"]
    assert header["title"] == {"th": "โครงการที่มีเส้นทางถึงเป้าหมาย (ทุกน้ำหนัก)", "en": "Projects, strong or weak"}
    params = header["params"]
    assert isinstance(params, dict)
    assert params["goal"] == {
        "type": "iri",
        "required": "true",
        "th": "เป้าหมาย",
        "en": "goal",
        "example": "https://w3id.org/x/2",
    }


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("#+ title", "#+title", "line 1: expected '#\\+ key: value'"),
        ("type: year", "type: date", r"needs type \(iri\|text\|integer\|year\)"),
        ('th: "ก", ', "", "title: expected"),
        ("returns: [year]", "returns: year", r"returns: expected \[column"),
        ("returns: [year]", "return: [year]", "unknown key 'return'"),
        ("required: true", "required: yes", "expected true or false"),
        ("required: true", "requires: true", "unknown key 'requires'"),
        ('example: "2568"}', 'example: "2568"', "expected ',', found 'the end'"),
        ('en: "a"}', 'en: "a"} more', "line 1: unexpected 'more'"),
        ('en: "a"', 'th: "a"', "'th' stands twice"),
        ("#+ params:\n", "", "is indented but stands under no key"),
        ('en: "a"', "en: ]", "expected a value, found ']'"),
        ("#+   year: {", "#+   year:\n#+   {", "has no value"),
        ("#+ params:\n", '#+ params: "year"\n#+ params:\n', "'params' stands twice"),
        ('"2568"', '"2568', "cannot read"),
    ],
)
def test_a_header_that_is_not_as_documented_is_refused(old: str, new: str, reason: str) -> None:
    assert make_question(Path("x.rq"), HEADER).parameters[0].kind == "year"
    assert old in HEADER
    with pytest.raises(ValueError, match=reason):
        make_question(Path("x.rq"), HEADER.replace(old, new, 1))


def test_a_bad_header_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(HEADER.replace("type: year", "type: date"), encoding="utf-8")
    for read in (read_question, read_query):
        with pytest.raises(BadHeader, match=r"mine\.rq: the #\+ header is wrong"):
            read(path)


def test_a_file_of_a_user_is_no_bundled_question(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(HEADER, encoding="utf-8")
    question = read_query(path)
    assert isinstance(question, Question)
    assert not question.is_bundled
    path.write_text("\ufeffASK {}", encoding="utf-8")
    assert read_query(path) == "ASK {}"


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_lists_every_question_as_it_is(tmp_path: Path) -> None:
    """``python -m plangraph.query_docs docs/queries.md`` writes the list anew."""
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page.partition(MARK)[0].startswith("# Questions for the graph")
    assert page.endswith(listing())
    copy = tmp_path / "queries.md"
    copy.write_text(f"above\n\n{MARK}\nold", encoding="utf-8")
    main(copy)
    assert copy.read_text(encoding="utf-8") == f"above\n\n{listing()}"
    assert all(f"### `{name}`" in page for name in names(QUESTIONS))
