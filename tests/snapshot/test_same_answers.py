"""The snapshot and SPARQL give the same answers, whatever the graph looks like."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chains_fixture import GREEN, iri, link
from plangraph.coverage import survey
from plangraph.coverage_matrix import BY, matrix
from plangraph.described import describe
from plangraph.links import fetch_all_links, fetch_links
from plangraph.listing import Apart, Listing, listing
from plangraph.namespaces import expand
from plangraph.naming import find_project
from plangraph.pointing import links_into, pointing, read_plans
from plangraph.projects import (
    described_proposal,
    fetch_projects,
    fetch_proposals,
    iris_of_year,
    iris_with_proposals,
    projects_of_read_plans,
    rows_of_proposals,
)
from plangraph.search import search, searchable
from plangraph.snapshot.covering import names_of
from plangraph.usage import counts, some_members, some_uses
from plangraph.verdicts import Judgement, judge
from snapshot_fixture import Drawn, Pair, graphs, pair

APART: tuple[Apart, ...] = ("plan", "guideline", "province")
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(judgement: Judgement) -> tuple[object, ...]:
    """Everything an answer shows of a judgement."""
    return (
        judgement.project, judgement.verdict, judgement.reach, judgement.chains, judgement.direct, judgement.strong,
        judgement.plans, judgement.proposals, judgement.other_years,
    )  # fmt: skip


@few
@given(graphs())
def test_coverage_verdicts_and_chains_of_random_graphs(drawn: Drawn) -> None:
    both = pair(drawn.turtle(), names_too=False)
    assert survey(both.columns) == survey(both.sparql)
    for by in BY:
        assert matrix(both.columns, by) == matrix(both.sparql, by)
    projects = projects_of_read_plans(both.sparql)
    assert projects_of_read_plans(both.columns) == projects
    judged = judge(both.sparql, projects)
    assert list(map(told, judge(both.columns, projects))) == list(map(told, judged))
    tracer, found = both.columns.tracer("th"), both.columns.covering.verdicts()
    traces = {project.id: tracer.trace(project.id) for project in projects}
    assert {key: trace and (trace.verdict, trace.chains) for key, trace in traces.items()} == {
        judgement.project.id: (judgement.verdict, judgement.chains) for judgement in judged
    }
    verdicts = zip(
        map(both.columns.snapshot.iri, found.projects.tolist()), names_of(found.verdict.tolist()), strict=True
    )
    assert dict(verdicts) == {judgement.project.id: judgement.verdict for judgement in judged}
    gaps = {both.columns.snapshot.iri(node) for node in both.columns.covering.gaps().tolist()}
    assert gaps == {judgement.project.id for judgement in judged if judgement.verdict == "not-aligned"}


@few
@given(graphs())
def test_links_and_facts_of_random_graphs(drawn: Drawn) -> None:
    both = pair(drawn.turtle(), names_too=False)
    assert fetch_all_links(both.columns) == fetch_all_links(both.sparql)
    assert fetch_links(both.columns, [iri("p0"), iri("e0")]) == fetch_links(both.sparql, [iri("p0"), iri("e0")])
    everything = [row["s"].value for row in both.sparql.select("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")]
    assert describe(both.columns, everything) == describe(both.sparql, everything)
    assert sorted(iris_of_year(both.columns, 2570)) == sorted(iris_of_year(both.sparql, 2570))


@few
@given(graphs())
def test_lists_of_random_graphs(drawn: Drawn) -> None:
    both = pair(drawn.turtle(), names_too=False)
    columns, sparql = listing(both.columns), listing(both.sparql)
    whole = not any("pg:partOf" in text for *_, text in drawn.links)  # pages count weak parts as parts, columns do not
    same_lists(columns, sparql, sums=whole)
    for by in APART:
        apart = columns.apart(by), sparql.apart(by)
        assert list(apart[0]) == list(apart[1])
        for key in apart[0]:
            same_lists(apart[0][key], apart[1][key], sums=whole)
    everything = [row["s"].value for row in both.sparql.select("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")]
    for each in everything:
        assert columns.get(each) == sparql.get(each)
        assert columns.around(each) == sparql.around(each)
        if not both.columns.snapshot.facts["cycles"]:  # does a project serve what leads back to it?
            for some, others in zip(columns.serving(each), sparql.serving(each), strict=True):
                assert some.rows() == others.rows()
        assert links_into(both.columns, each, 1, 3) == links_into(both.sparql, each, 1, 3)
    for name in ("pg:partOf", "pg:inPlan", "pg:evidence", "rdf:type"):
        assert pointing(both.columns, name, everything) == pointing(both.sparql, name, everything)
    assert read_plans(both.columns) == read_plans(both.sparql)


def same_lists(columns: Listing, sparql: Listing, *, sums: bool = True) -> None:
    """Rows, sums, what they serve, where their money goes."""
    assert columns.rows() == sparql.rows()
    assert columns.rows(1, 3) == sparql.rows(1, 3)
    assert (len(columns), columns.share, columns.by_verdict) == (len(sparql), sparql.share, sparql.by_verdict)
    if sums:
        assert columns.served() == sparql.served()
        assert columns.streams() == sparql.streams()
    iris = [each.id for each in columns.rows()]
    judged, others = columns.judged(iris), sparql.judged(iris)
    assert [(each.project, each.verdict, each.chains, each.reach) for each in judged] == [
        (each.project, each.verdict, each.chains, each.reach) for each in others
    ]


@pytest.fixture(scope="module")
def lampang() -> Pair:
    """The small Lampang-like graph: proposals, other years, briefs, an unverified reference row."""
    return pair(with_chains=True)


def test_every_judgement_of_the_lampang_graph(lampang: Pair) -> None:
    everything = [row["p"].value for row in lampang.sparql.select(
        "SELECT ?p WHERE { ?p a <https://w3id.org/plangraph/ontology#Project> }"
    )]  # fmt: skip
    answers = [
        list(map(told, judge(store, list(fetch_projects(store, everything).values()))))
        for store in (lampang.columns, lampang.sparql)
    ]
    assert len(answers[0]) == 11
    assert answers[0] == answers[1]


def test_lists_of_the_lampang_graph(lampang: Pair) -> None:
    columns, sparql = listing(lampang.columns), listing(lampang.sparql)
    assert len(columns) == 9
    same_lists(columns, sparql)
    assert set(columns.apart("guideline")) == set(sparql.apart("guideline")) != {""}
    assert [columns.around(each.id) for each in columns.rows()] == [sparql.around(each.id) for each in sparql.rows()]
    assert len(columns.streams()) > 3


def test_proposals_are_the_same(lampang: Pair) -> None:
    projects = [project.id for project in projects_of_read_plans(lampang.sparql)]
    assert fetch_proposals(lampang.columns, projects) == fetch_proposals(lampang.sparql, projects)
    assert len(fetch_proposals(lampang.columns, projects)) >= 1
    assert iris_with_proposals(lampang.columns) == iris_with_proposals(lampang.sparql)
    alignments = {row["alignment"].value for row in rows_of_proposals(lampang.sparql, projects)}
    for each in (*alignments, iri(GREEN)):
        assert described_proposal(lampang.columns, each) == described_proposal(lampang.sparql, each)
    assert len(described_proposal(lampang.columns, alignments.pop())) > 3


def test_uses_are_counted_the_same(lampang: Pair) -> None:
    assert counts(lampang.columns) == counts(lampang.sparql)
    kind, name = expand("pg:Project"), expand("pg:fiscalYear")
    found = some_members(lampang.columns, kind, 3)
    assert (len(found), set(found) <= set(some_members(lampang.sparql, kind, 99))) == (3, True)
    pairs = some_uses(lampang.columns, name, 2)
    assert (len(pairs), set(pairs) <= set(some_uses(lampang.sparql, name, 99))) == (2, True)
    assert some_members(lampang.columns, expand("pg:NoSuchClass"), 3) == []
    assert some_uses(lampang.columns, expand("pg:noSuchProperty"), 3) == []


@pytest.mark.parametrize(
    "text",
    ["มาตรฐาน", "ยุทธศาสตร์ชาติ", "ก", "MIND STAR", "mind star", "ดิจิทัล", "โครงการ", "หมุดหมายที่ 10", "หมุดหมาย 10",
     "พัฒนา อุตสาหกรรม", "สงเสริม", "การขาย", "ไม่มีชื่อนี้ในกราฟ", "ที่", "18", "-", "แผนแม่บท", "ลำปาง", "ลําปาง", "เหมือง",
     "BCG"],
)  # fmt: skip
@pytest.mark.parametrize("limit", [3, 20, None])
def test_search_finds_the_same(lampang: Pair, text: str, limit: int | None) -> None:
    assert search(lampang.columns, text, limit=limit) == search(lampang.sparql, text, limit=limit)
    projects = search(lampang.columns, text, types=("Project",), limit=limit)
    assert projects == search(lampang.sparql, text, types=("Project",), limit=limit)


letters = st.text(st.sampled_from("กขคงนาำ้่ิีัเแ1 -"), min_size=1, max_size=6)


@few
@given(st.lists(letters, min_size=1, max_size=25), letters)
def test_search_finds_the_same_among_random_names(names: list[str], text: str) -> None:
    kinds = ("Project", "Goal", "Policy")
    both = pair("\n".join(
        f'<n{at}> a pg:{kinds[at % 3]} ; pg:fiscalYear {2569 + at % 2} ; rdfs:label "{name}"@th ; '
        f'pg:asPrinted "โครงการ{name}" .'
        for at, name in enumerate(names)
    ))  # fmt: skip
    for limit in (2, 20):
        assert search(both.columns, text, limit=limit) == search(both.sparql, text, limit=limit)
    assert find_project(both.columns, text) == find_project(both.sparql, text)


def test_every_class_that_is_searched_has_a_mark_of_its_own(lampang: Pair) -> None:
    for kind in searchable():
        assert search(lampang.columns, "ก", types=(kind,)) == search(lampang.sparql, "ก", types=(kind,))


def test_a_circle_of_links_is_walked_once_and_named() -> None:
    """Two issues that serve each other, and a third that leads out of the circle to strategy 5."""
    text = "".join(
        f'<{path}> a pg:DevelopmentIssue ; pg:planLevel 3 ; pg:inPlan <x> ; rdfs:label "{path}"@th .\n'
        for path in "abc"
    )
    text += link("a", "b", "stated") + link("b", "c", "stated") + link("c", "a", "stated")
    text += link("c", "s", "planWide") + '<s> a pg:NationalStrategy ; pg:planLevel 1 ; rdfs:label "ส"@th .\n'
    text += "<x> a pg:Plan ; pg:planLevel 3 ; pg:wasRead true .\n<p> a pg:Project ; pg:planLevel 3 ; pg:inPlan <x> .\n"
    text += "<p> pg:hasBudgetLine <l> . <l> pg:amount 5 ; pg:figureFrom pg:strategyTable .\n" + link("p", "a", "stated")
    both = pair(text, names_too=False)
    assert both.columns.snapshot.facts["cycles"] == [[iri("a"), iri("b"), iri("c")]]
    assert survey(both.columns) == survey(both.sparql)
    assert [(each.strong.projects, each.weak.projects) for each in survey(both.columns).elements] == [(0, 1)]


def test_an_element_that_serves_itself_is_a_circle_of_one() -> None:
    text = '<a> a pg:Goal ; pg:planLevel 2 ; rdfs:label "ก"@th .\n<s> a pg:NationalStrategy ; pg:planLevel 1 .\n'
    text += '<p> a pg:Project ; rdfs:label "โครงการ"@th .\n'
    text += link("p", "a", "stated") + link("a", "a", "stated") + link("a", "s", "stated")
    columns = pair(text, names_too=False).columns
    assert columns.snapshot.facts["cycles"] == [[iri("a")]]
    trace = columns.tracer("th").trace(iri("p"))
    assert trace is not None
    assert [[hop.target.id for hop in chain.hops] for chain in trace.chains] == [[iri("a"), iri("s")]]
