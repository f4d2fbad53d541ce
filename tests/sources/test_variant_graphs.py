"""The graph of a plan of another province: what is counted, what links, and what is only proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store

from lampang import catalogue
from plangraph.dataset import document_quads
from plangraph.namespaces import ID, PROPOSALS_GRAPH, sparql_prefixes
from plangraph.sources.repairs import Repairs
from sources.synthetic import GREEN, INDIGO, ISSUES, TWO_BRIEFS, TWO_GUIDELINES, Group, Past, Plan, Row
from sources.variants import read_lines

PLAN = "phrae-industry-action-plan-2571"
INDIGO_NODE, GREEN_NODE = f"{PLAN}/project/1.1.2.1", f"{PLAN}/project/2.1.1.1"


@cache
def graph(plan: Plan = Plan()) -> Store:  # noqa: B008
    """The graph of the plan and its proposals; the reference data are known to the catalogue only."""
    document = read_lines(plan.lines(), name=PLAN, repairs=Repairs())
    parts = document_quads(document, catalogue())
    store = Store()
    store.bulk_extend([*parts.graph, *parts.proposals])
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """The answer of a SELECT; IRIs of the data are shortened."""
    found = store.query(f"BASE <{ID}>\n{sparql_prefixes()}{query}", use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return sorted(tuple(str(getattr(term, "value", "")).removeprefix(ID) for term in solution) for solution in found)


def stated(store: Store, project: str) -> list[str]:
    query = f"SELECT ?to WHERE {{ ?a pg:basis pg:stated ; pg:from <{project}> ; pg:to ?to }}"
    return [to for (to,) in rows(store, query)]


def proposed(store: Store, project: str) -> list[str]:
    query = f"SELECT ?to WHERE {{ ?a pg:basis pg:proposed ; pg:from <{project}> ; pg:to ?to }}"
    return [to for (to,) in rows(store, query)]


def with_briefs(*changes: dict[str, str]) -> Plan:
    """The synthetic plan with other fields in its briefs."""
    briefs = [replace(brief, **change) for brief, change in zip(TWO_BRIEFS, changes, strict=False)]  # type: ignore[arg-type]
    return Plan(briefs=(*briefs, *TWO_BRIEFS[len(briefs) :]))


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("Guideline", 2),
        ("Strategy", 3),
        ("Goal", 2),
        ("Project", 5),
        ("ProjectBrief", 2),
        ("BudgetLine", 8),
        ("Vision", 1),
        ("Mission", 2),
        ("SwotFactor", 3),
        ("Activity", 6),
        ("Objective", 4),
    ],
)
def test_elements_of_the_plan_are_counted(kind: str, count: int) -> None:
    """INDIGO stands under two strategies: one project, two table lines, one brief figure."""
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a pg:{kind} ; pg:inPlan <{PLAN}> }}"
    assert rows(graph(), query) == [(str(count),)]


def test_table_lines_add_up_by_guideline() -> None:
    query = """SELECT ?g (SUM(?baht) AS ?sum) WHERE {
      ?line pg:figureFrom pg:strategyTable ; pg:amount ?baht ; pg:underStrategy/pg:partOf ?g } GROUP BY ?g"""
    assert [(place, Decimal(total)) for place, total in rows(graph(), query)] == [
        (f"{PLAN}/guideline/1", Decimal(3_440_000)),
        (f"{PLAN}/guideline/2", Decimal(420_000)),
    ]


def test_section_2_reaches_the_national_plans_of_the_reference() -> None:
    query = f"SELECT ?to WHERE {{ ?a pg:basis pg:planWide ; pg:from <{PLAN}> ; pg:to ?to }}"
    assert [to for (to,) in rows(graph(), query)] == [
        "master-plan-2566/04",
        "master-plan-2566/04/goal/040001",
        "master-plan-2566/04/goal/040101",
        "master-plan-2566/04/sub-plan/0401",
        "national-strategy/2",
        "national-strategy/2/goal/2",
        "national-strategy/2/issue/2",
        "nesdp-13/milestone/1",
        "nesdp-13/milestone/7",
        "phrae-development-plan-2566-2570",
        "plan/ministry-of-industry-5-year-2566",
        "reform-plan-2564/topic/5",
    ]


def test_every_brief_reaches_the_issue_its_section_6_names() -> None:
    issue = "phrae-development-plan-2566-2570/issue/2"
    assert stated(graph(), INDIGO_NODE) == [issue]
    assert stated(graph(), GREEN_NODE) == ["national-strategy/5", issue]


@pytest.mark.parametrize(
    ("rationale", "target"),
    [
        ("สอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง", "national-strategy/1"),
        ("สอดคล้องกับยุทธศาสตร์ชาติที่ 2 ด้านการสร้างความสามารถในการแข่งขัน", "national-strategy/2"),
        ("ตามยุทธศาสตร์ชาติ 20 ปี ด้านที่ 3 การพัฒนาและเสริมสร้างศักยภาพทรัพยากรมนุษย์", "national-strategy/3"),
        ("รองรับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็นที่ 16 เศรษฐกิจฐานราก", "master-plan-2566/16"),
        ("สนับสนุนแผนแม่บทฯ ประเด็นเศรษฐกิจฐานราก", "master-plan-2566/16"),
        ("สอดคล้องกับแผนย่อยการสร้างความเข้มแข็งผู้ประกอบการอัจฉริยะ", "master-plan-2566/08/sub-plan/0801"),
        ("ส่งผลต่อเป้าหมาย Y1 รหัส 080102", "master-plan-2566/08/goal/080102"),
        ("ตอบสนองหมุดหมายที่ 7 ไทยมีวิสาหกิจขนาดกลางและขนาดย่อมที่เข้มแข็ง", "nesdp-13/milestone/7"),
        ("ภายใต้นโยบายและแผนความมั่นคงที่ 9 การป้องกันและบรรเทาสาธารณภัย", "national-security-plan-2566/policy/9"),
        ("สอดคล้องกับแผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570) ประเด็นที่ 3", "phrae-development-plan-2566-2570/issue/3"),
        ("ตามยุทธศาสตร์ชาติ 20 ปี", "national-strategy"),
        ("ตามโมเดลเศรษฐกิจ BCG", "policy/bcg-model"),
    ],
)
def test_what_a_brief_follows_is_a_stated_link_of_its_project(rationale: str, target: str) -> None:
    store = graph(with_briefs({"rationale": rationale}))
    assert stated(store, INDIGO_NODE) == sorted([target, "phrae-development-plan-2566-2570/issue/2"])


@pytest.mark.parametrize(
    "rationale",
    [
        "ไม่สอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง",
        "ตามแผนปฏิรูปประเทศ ด้านเศรษฐกิจ ซึ่งสิ้นสุดแล้ว",
        "ตามพระราชบัญญัติโรงงาน พ.ศ. 2535",
        "ตอบโจทย์การพัฒนาที่ยั่งยืน SDGs 14 ใน 17 เป้าหมาย",
        "ตามนโยบายของรัฐบาล",
        "ภายใต้แนวคิด “ชุมชนรักโรงงาน โรงงานรักชุมชน”",
        "ยุทธศาสตร์ชาติด้านความมั่นคงกำหนดให้ทุกภาคส่วนร่วมกันดูแลพื้นที่",
    ],
)
def test_what_is_denied_over_cited_or_generic_links_nothing(rationale: str) -> None:
    store = graph(with_briefs({"rationale": rationale}))
    assert stated(store, INDIGO_NODE) == ["phrae-development-plan-2566-2570/issue/2"]
    assert proposed(store, INDIGO_NODE) == []


def test_a_sentence_about_the_agency_links_with_that_caveat() -> None:
    text = "สำนักงานปลัดกระทรวงอุตสาหกรรมมีภารกิจที่สอดคล้องกับยุทธศาสตร์ชาติด้านการสร้างความสามารถในการแข่งขัน"
    store = graph(with_briefs({"rationale": text}))
    query = "SELECT ?to ?caveat WHERE { ?a pg:basis pg:stated ; pg:to ?to ; pg:caveat ?caveat }"
    assert rows(store, query) == [("national-strategy/2", "https://w3id.org/plangraph/ontology#agencyMission")]


def test_the_number_of_one_issue_with_the_clean_title_of_another_is_two_proposals() -> None:
    """Nobody knows which of the two is meant: no link, and both are kept."""
    link = f"แผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570) ประเด็นที่ 1 {ISSUES[2]}"
    store = graph(with_briefs({"links": link}))
    assert stated(store, INDIGO_NODE) == []
    assert proposed(store, INDIGO_NODE) == [f"phrae-development-plan-2566-2570/issue/{n}" for n in (1, 3)]
    assert list(store.quads_for_pattern(None, None, None, NamedNode(PROPOSALS_GRAPH)))


@pytest.mark.parametrize(
    "title",
    ["ยกดับการค้ การลงทน และอุตสาหกรรมไมสัก", "ยุทธศาสตร์ที่ 2 การลงทุน อุตสาหกรรม", "ยกระดับการค้า"],
    ids=["damaged", "other words", "shortened"],
)
def test_the_number_wins_over_a_damaged_title(title: str) -> None:
    store = graph(with_briefs({"links": f"แผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570) ประเด็นที่ 2 {title}"}))
    assert stated(store, INDIGO_NODE) == ["phrae-development-plan-2566-2570/issue/2"]


def test_two_issues_in_section_6_are_two_links() -> None:
    link = f"แผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570) ประเด็นที่ 1 {ISSUES[0]} และประเด็นที่ 4 {ISSUES[3]}"
    store = graph(with_briefs({"links": link}))
    assert stated(store, INDIGO_NODE) == [f"phrae-development-plan-2566-2570/issue/{n}" for n in (1, 4)]


def test_a_project_with_amounts_for_two_years_is_a_series() -> None:
    """The year of a project is that of the column that funds it; the brief belongs to the plan's own year."""
    rows_of_two = Group(TWO_GUIDELINES[0].strategies[0].groups[0].heading, (Row(INDIGO.name, ("0.8500", "0.9000")),))
    strategy = replace(TWO_GUIDELINES[0].strategies[0], groups=(rows_of_two,))
    plan = Plan(years=(2571, 2572), guidelines=(replace(TWO_GUIDELINES[0], strategies=(strategy,)),))
    found = rows(graph(plan), "SELECT ?p ?year WHERE { ?p a pg:Project ; pg:fiscalYear ?year ; pg:partOf ?s }")
    first, second = f"{PLAN}/project/1.1.1.1", f"{PLAN}/project/1.1.1.1-2572"
    assert (first, "2571") in found
    assert (second, "2572") in found
    query = "SELECT ?a ?b WHERE { ?a pg:sameSeriesAs ?b . ?b pg:hasBudgetLine ?line }"
    assert {(first, second), (second, first)} <= set(rows(graph(plan), query))


def _series(past: Sequence[Past]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    store = graph(Plan(past=tuple(past)))
    asserted = rows(store, f"SELECT ?b WHERE {{ <{GREEN_NODE}> pg:sameSeriesAs ?b }}")
    query = f"SELECT ?b WHERE {{ ?a pg:proposes pg:sameSeriesAs ; pg:from <{GREEN_NODE}> ; pg:to ?b }}"
    return asserted, rows(store, query)


def test_a_series_is_asserted_for_equal_names_and_proposed_for_like_ones() -> None:
    past = "phrae-industry-action-plan-2569/project/4.4.01"
    assert _series([Past(GREEN.name)]) == ([(past,)], [])
    assert _series([Past("โครงการส่งเสริมโรงงานสีเขียวและชุมชน")]) == ([], [(past,)])
    assert _series([Past("โครงการอบรมช่างไม้")]) == ([], [])
