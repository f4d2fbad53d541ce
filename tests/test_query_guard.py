"""What a user's query may not do, how its mistakes are shown, and the limits of the process that runs it."""

from __future__ import annotations

import io
import pickle
import re
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from plangraph import query_worker
from plangraph.errors import NoGraphHere, PlanGraphError
from plangraph.namespaces import PREFIXES, PROPOSALS_GRAPH
from plangraph.queries import Answer
from plangraph.query_errors import BadParameter, QueryError, QueryLimit, QueryRefused, QuerySyntax
from plangraph.query_guard import MAX_LENGTH, guard, syntax_error
from plangraph.query_worker import Limits, Request, ask, evaluate
from query_fixture import ID, MINE, PLAN, built_folder, small_graph

GRAPH = f"{ID}graph/lampang-industry-action-plan-2570"
PREFIX = "PREFIX pg: <https://w3id.org/plangraph/ontology#>\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(built_folder(tmp_path_factory.mktemp("built") / "small"))


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service SILENT ?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o # a comment\rSERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\r}",
        "SELECT * { ?s ?p ?o # a comment\\u000ASERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\n}",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a" .SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }',
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE is refused"):
        guard(text)


@pytest.mark.parametrize(
    "text",
    ["LOAD <http://127.0.0.1:9/x.ttl>", "INSERT DATA { <a:b> <a:b> <a:b> }", "CLEAR ALL", "drop graph <a:b>",
     "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"],
)  # fmt: skip
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="queries only read"):
        guard(text)


@pytest.mark.parametrize(
    "clause",
    ["FROM <http://127.0.0.1:9/>", "FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1:9/>", "FROM w:x",
     f"FROM <{GRAPH}> FROM <http://127.0.0.1:9/>", "FROM <relative>", "FROM \\u003chttp://127.0.0.1:9/\\u003e"],
)  # fmt: skip
def test_only_graphs_of_ours_may_be_named(clause: str) -> None:
    with pytest.raises(QueryRefused, match="only graphs under"):
        guard(f"PREFIX w: <http://127.0.0.1:9/> SELECT ?s {clause} WHERE {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    "clause",
    [f"FROM <{GRAPH}>", f"FROM NAMED <{PROPOSALS_GRAPH}>", "FROM g:lampang-industry-action-plan-2570",
     "FROM <https://w3id.org/plangraph/ontology>"],
)  # fmt: skip
def test_graphs_of_ours_may_be_named(clause: str) -> None:
    found = guard(f"PREFIX g: <{ID}graph/> SELECT ?s {clause} WHERE {{ ?s ?p ?o }}")
    assert found.has_dataset
    assert clause in found.text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ('ASK { ?s ?p "SERVICE, LOAD and FROM <http://x/>" } # SERVICE <x>', "ASK"),
        ("ASK { ?service ?from ?load }", "ASK"),
        ("PREFIX from: <a:> PREFIX load: <b:> ASK { from:x load:y from:SERVICE }", "ASK"),
        ("ASK { ?s ?p '''it's a \"SERVICE\" '''@en }", "ASK"),
        ("ASK { ?s <http://x/SERVICE#from> ?o }", "ASK"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        (f"DESCRIBE <{PLAN}>", "DESCRIBE"),
        (f"{PREFIX}SELECT ?x {{ ?x (pg:partOf|pg:alignedTo)+ ?y FILTER(?x < ?y && ?y > 3) }}", "SELECT"),
        ("\ufeffASK {}", "ASK"),
        ("SELECT ?x { VALUES ?x { -2.5 } FILTER(?x < -.5 || ?x-1.5 < 0) ?s <a:b-2.5> 'c-2.5' }", "SELECT"),
    ],
)
def test_words_inside_texts_names_and_comments_do_no_harm(text: str, form: str) -> None:
    found = guard(text)
    assert (found.form, found.has_dataset) == (form, False)
    Store().query(found.text)


def test_what_runs_is_what_was_looked_at() -> None:
    """Escapes and line ends are resolved and comments blanked before either parser sees the text; places stay."""
    assert guard('ASK { ?s ?p "\\u0E01" }\r\n# ก').text == 'ASK { ?s ?p "ก" }\n   '


@pytest.mark.parametrize("text", ["ASK { ?s ?p \\u005Cu0053 }", "ASK { ?s ?p '\\U00110000' }", "ASK {} \\uD800", "A\0"])
def test_escapes_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="write the character itself"):
        guard(text)


@pytest.mark.parametrize(
    "text",
    ["ASK { " * 500, "SELECT (" + "(" * 5000, " " * (MAX_LENGTH + 1), 'ASK { ?s ?p "' + '\\"' * 49_000,
     "-" * 90_000, "a-" * 45_000, "1." * 45_000, "'" * 90_001, '"""' + 'a"' * 45_000, "<a" * 45_000, "#" * 90_000,
     "ASK { ?x a " + "p.q-" * 20_000 + ":r }"],
)  # fmt: skip
def test_hostile_texts_are_refused_in_no_time(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(PlanGraphError):
        evaluate(small_graph(), Request(text))
    assert time.perf_counter() - started < 2


# --- prefixes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["SELECT ?p { ?p a pg:Project }", f"SELECT ?p {{ ?p rdf:type pg:Project ; pg:inPlan <{PLAN}> ; rdfs:label ?l }}",
     "PREFIX rdfs: <a:> SELECT ?p { ?p a pg:Project }", f"SELECT ?p FROM <{GRAPH}> {{ ?p a pg:Project }}"],
)  # fmt: skip
def test_our_prefixes_are_known_without_being_declared(text: str) -> None:
    assert NamedNode(MINE) in [row["p"] for row in evaluate(small_graph(), Request(text)).rows]


def test_a_prefix_that_is_declared_wins() -> None:
    asked = "PREFIX pg: <http://example.org/> ASK { ?p a pg:Project }"
    assert evaluate(small_graph(), Request(asked)) == Answer(boolean=False)


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_no_undeclared_prefix_opens_a_graph_that_is_not_ours(prefix: str) -> None:
    with pytest.raises(QueryRefused, match="only graphs under"):
        guard(f"SELECT ?s FROM {prefix}:x {{ ?s ?p ?o }}")


def test_a_declared_prefix_decides_which_graph_is_meant() -> None:
    assert guard(f"PREFIX owl: <{ID}graph/> SELECT ?s FROM owl:reviews {{ ?s ?p ?o }}").has_dataset
    with pytest.raises(QueryRefused, match="only graphs under"):
        guard("PREFIX id: <http://127.0.0.1:9/> SELECT ?s FROM id:graph { ?s ?p ?o }")


@pytest.mark.parametrize(
    "text", ["ASK { SERVICE pg:x { ?s ?p ?o } }", "ASK { service SILENT schema:x { ?s a pg:Project } }"]
)
def test_a_known_prefix_makes_no_service_known(text: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE is refused"):
        guard(text)


# --- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("SELCT ?x WHERE { ?x ?y ?z }", 1, 1, "SELCT"),
        ("SELECT ?x WHRE { ?x ?y ?z }", 1, 11, "WHRE"),
        ('SELECT ?x\nWHERE { ?x ?y "แผน" ; ?z ?w FILTR(?x) }', 2, 29, "FILTR"),
        ("SELECT ?x { ?x a <a:b> ?x <a:c> ?l }", 1, 24, "?x"),
        ("SELECT ?x { ?x ?y ?z } ODER BY ?x", 1, 24, "ODER"),
        ("SELECT ?x { ?x ?y ?z } LIMT 1", 1, 24, "LIMT"),
        ("SELECT ?x ,?y { ?x ?y ?z }", 1, 11, ","),
        ("hello", 1, 1, "hello"),
        ("SELECT ?x { ?x ?y ?z } XX", 1, 24, "XX"),
        ("SELECT ?x { ?x ?y SERVICES }", 1, 13, "?x"),  # not shown to Oxigraph, so rdflib places it
        ("SELECT ?x { ?x a pg:Project FILTR(?x) }", 1, 29, "FILTR"),  # behind a prefix that is known undeclared
    ],
)
def test_a_mistake_is_shown_where_it_is(text: str, line: int, column: int, word: str) -> None:
    with pytest.raises(QuerySyntax, match=f'not understood at "{re.escape(word)}"') as caught:
        guard(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.source_line[column - 1 :].startswith(word)


@pytest.mark.parametrize("text", ["", "SELECT ?x WHERE { ?x ?y ?z", 'ASK { ?s ?p "a }', "# only a comment"])
def test_a_query_that_stops_short_says_so(text: str) -> None:
    with pytest.raises(QuerySyntax, match="ends too early"):
        guard(text)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT ?x\nWHERE { ?x a ex:Project }", (2, 14), 'the prefix "ex:" is not declared'),
        ("SELECT ?x { ?x a pg:Project ; ex:y ?z }", (1, 31), 'the prefix "ex:" is not declared'),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x a ?y }", (1, 40), "neither grouped nor bound"),
    ],
)
def test_mistakes_that_only_the_engine_sees_are_shown_too(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(QuerySyntax, match=message) as caught:
        evaluate(small_graph(), Request(text))
    assert (caught.value.line, caught.value.column) == place


def test_a_message_without_a_place_points_at_the_start() -> None:
    assert (syntax_error("ASK", "something else").line, syntax_error("ASK", "something else").column) == (1, 1)


# --- answers and limits ----------------------------------------------------------------------------------------------


def test_a_query_is_answered_by_another_process(folder: str) -> None:
    text = f"{PREFIX}SELECT ?project ?year WHERE {{ ?project a pg:Project ; pg:fiscalYear ?year }} ORDER BY ?project"
    answer = ask(Request(text, store=folder, params={"year": Literal(2570)}))
    assert answer.variables == ("project", "year")
    assert [row["project"] for row in answer.rows][-1] == NamedNode(MINE)
    assert len(answer.rows) == 2


@pytest.mark.parametrize(("with_proposals", "expected"), [(False, False), (True, True)])
def test_proposals_answer_only_when_they_are_asked_for(folder: str, with_proposals: bool, expected: bool) -> None:
    answer = ask(Request(f"{PREFIX}ASK {{ ?x pg:proposes ?y }}", store=folder, with_proposals=with_proposals))
    assert answer == Answer(boolean=expected)


def test_a_graph_is_described_in_a_fixed_order() -> None:
    request = Request(f"DESCRIBE <{MINE}>")
    answer = evaluate(small_graph(), request)
    assert answer.triples
    assert answer.triples == sorted(answer.triples, key=str)
    assert not answer.is_empty


def test_the_time_limit_ends_a_query_and_says_so(folder: str) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
    started = time.perf_counter()
    with pytest.raises(QueryLimit, match="stopped after 2 seconds") as caught:
        ask(Request(text, store=folder, limits=Limits(seconds=2)))
    assert caught.value.limit == "time"
    assert time.perf_counter() - started < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process as we ask")
def test_the_memory_limit_ends_a_query_and_says_so(folder: str) -> None:
    text = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i"
    with pytest.raises(QueryLimit, match="out of memory") as caught:
        ask(Request(text, store=folder, limits=Limits(megabytes=300)))
    assert caught.value.limit == "memory"


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_the_row_limit_ends_a_query_and_says_so(text: str) -> None:
    with pytest.raises(QueryLimit, match="more than 10 rows") as caught:
        evaluate(small_graph(), Request(text, limits=Limits(rows=10)))
    assert caught.value.limit == "rows"
    assert len(evaluate(small_graph(), Request(f"{text} LIMIT 10", limits=Limits(rows=10))).rows) <= 10


def test_errors_come_back_from_the_other_process_as_they_are(folder: str, tmp_path: Path) -> None:
    with pytest.raises(QuerySyntax) as caught:
        ask(Request("SELECT ?x WHRE { ?x ?y ?z }", store=folder))
    assert (caught.value.line, caught.value.column, caught.value.source_line[10:14]) == (1, 11, "WHRE")
    assert caught.value.th != caught.value.en == str(caught.value)
    with pytest.raises(PlanGraphError, match="no built graph"):
        ask(Request("ASK {}", store=str(tmp_path)))


def test_a_process_that_dies_is_an_error_and_no_empty_answer(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_worker, "__name__", "plangraph.no_such_module")
    with pytest.raises(QueryError, match=r"cannot be evaluated .*no_such_module"):
        ask(Request("ASK {}", store=folder))


@pytest.mark.parametrize(
    ("text", "found"),
    [("ASK {}", Answer), ("ASK", QuerySyntax), ("ASK { SERVICE <a:b> {} }", QueryRefused)],
)
def test_the_worker_answers_one_request_or_sends_its_error(
    folder: str, monkeypatch: pytest.MonkeyPatch, text: str, found: type
) -> None:
    monkeypatch.setattr(query_worker, "_limit_memory", lambda megabytes: None)
    sink = io.BytesIO()
    query_worker.serve(io.BytesIO(pickle.dumps(Request(text, store=folder))), sink)
    assert isinstance(pickle.loads(sink.getvalue()), found)  # noqa: S301


def test_the_worker_sends_other_errors_as_their_messages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(query_worker, "_limit_memory", lambda megabytes: None)
    sink = io.BytesIO()
    query_worker.serve(io.BytesIO(pickle.dumps(Request("ASK {}", store=str(tmp_path)))), sink)
    expected = NoGraphHere(tmp_path)
    assert pickle.loads(sink.getvalue()) == (expected.th, expected.en)  # noqa: S301


def test_a_parameter_that_select_does_not_name_is_explained() -> None:
    with pytest.raises(BadParameter, match="the SELECT of the query does not name it"):
        evaluate(small_graph(), Request("SELECT ?s { ?s ?p ?o }", params={"p": Literal(1)}))


def test_an_error_of_ours_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(QueryLimit("time", seconds=3.0)))  # noqa: S301
    assert isinstance(error, QueryLimit)
    assert (error.limit, str(error)) == ("time", str(QueryLimit("time", seconds=3.0)))
