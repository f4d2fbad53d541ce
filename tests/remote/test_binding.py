"""A query prepared for a service answers as the embedded store does with its own substitutions."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from plangraph.namespaces import PREFIXES
from plangraph.queries import Question, bind, load_questions
from plangraph.remote.binding import prepared
from plangraph.remote.templates import graph_of
from plangraph.remote.tokens import selects, text_of, tokens
from plangraph.store import EmbeddedStore, Params
from query_fixture import OPOAI, lampang, small_graph

PG = "PREFIX pg: <https://w3id.org/plangraph/ontology#>\n"
QUESTIONS = load_questions()


def examples(question: Question, *, required: bool) -> dict[str, str]:
    return {each.name: each.example for each in question.parameters if each.required or not required}


@pytest.mark.parametrize("required", [False, True], ids=["all", "required"])
@pytest.mark.parametrize("question", QUESTIONS, ids=[each.name for each in QUESTIONS])
def test_every_bundled_question_asks_the_same(question: Question, required: bool) -> None:
    params = bind(question, examples(question, required=required))
    store = lampang()
    rows = store.select(prepared(question.text, params))
    assert rows == store.select(question.text, params)


def test_the_bundled_questions_are_all_there() -> None:
    assert len(QUESTIONS) > 35


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x ?y WHERE { ?x pg:partOf ?y }",
        "SELECT * { ?x pg:partOf ?y OPTIONAL { ?y pg:partOf ?z FILTER(?x != ?z) } }",
        "SELECT ?x (COUNT(?y) AS ?n) { ?x pg:partOf ?y } GROUP BY ?x",
        "SELECT ?x (COUNT(*) AS ?n) { ?x pg:noSuchThing ?y } GROUP BY ?x",
        "SELECT ?x ?y { { SELECT DISTINCT ?x ?y WHERE { ?x (pg:partOf|pg:alignedTo)+ ?y } } ?x a pg:Project }",
        "SELECT ?x ?n { ?x a pg:Project { SELECT (COUNT(?x) AS ?n) { ?x a pg:Project } } }",
        "SELECT ?x ?y { ?x a pg:Project . ?y a pg:Project FILTER(BOUND(?x) && ?x = ?y) }",
        "SELECT ?x ?y { ?x pg:partOf ?y MINUS { ?x a pg:Plan } FILTER NOT EXISTS { ?x a pg:Goal } } ORDER BY ?x ?y",
        "SELECT ?x ?y ?z { ?x a pg:Project BIND(?x AS ?y) VALUES ?z { 1 2 } } ORDER BY DESC(?z) LIMIT 1",
        "SELECT $x ('{ ?x # no comment' AS ?text) WHERE { $x a pg:Project } # SELECT ?y { ?x",
    ],
)
def test_a_parameter_means_the_same_wherever_its_variable_stands(query: str) -> None:
    store, params = small_graph(), {"x": NamedNode(OPOAI)}
    ours = store.select(prepared(PG + query, params))
    theirs = store.select(PG + query, params)
    assert theirs or "noSuchThing" in query
    assert sorted(map(str, ours)) == sorted(map(str, theirs))


@pytest.mark.parametrize(
    "text", ['" } DROP ALL #', "\\", 'ไทย \'""" ๒๕๗๐', "line\nfeed\r\ttab", "?x <urn:y> {", "\x00\x07"]
)
def test_texts_are_bound_as_terms_and_never_change_the_query(text: str) -> None:
    query = 'SELECT ?t (STRLEN(?t) AS ?n) { FILTER(CONTAINS(?t, "")) }'
    [row] = small_graph().select(prepared(query, {"t": Literal(text)}))
    assert row["t"] == Literal(text)
    assert row["n"] == Literal(len(text))


def test_only_what_a_path_starts_from_stands_in_the_pattern_itself() -> None:
    query = prepared(PG + "SELECT ?x ?y { ?x pg:partOf+ ?y } ORDER BY ?x", {"x": NamedNode(OPOAI)})
    assert f"<{OPOAI}> pg:partOf+ ?y" in query
    assert query.endswith("ORDER BY ?x")
    assert "SELECT ?x ?y {" in query


def test_known_prefixes_are_declared_where_they_are_used() -> None:
    query = prepared("SELECT ?x { ?x a pg:Project ; rdfs:label 'a:b'@th . <urn:skos:x> <p:y> 2 }", None, PREFIXES)
    assert query.startswith("PREFIX pg:")
    assert query.count("PREFIX") == 2
    own = prepared("PREFIX pg: <urn:mine#> SELECT ?x { ?x a pg:Project }", None, PREFIXES)
    assert own.count("PREFIX") == 1


def test_a_parameter_that_is_not_projected_is_refused_as_the_embedded_store_does() -> None:
    params: Params = {"x": NamedNode(OPOAI)}
    with pytest.raises(SyntaxError, match="projection"):
        prepared("SELECT ?y { ?x a ?y }", params)


@pytest.mark.parametrize("query", ["", "nothing", "SELECT ?x { ?x a ?y } }", "INSERT DATA { <a> <b> <c> }"])
def test_what_is_no_query_is_a_syntax_error(query: str) -> None:
    with pytest.raises(SyntaxError):
        prepared(query)


@pytest.mark.parametrize("question", QUESTIONS, ids=[each.name for each in QUESTIONS])
def test_taking_a_query_apart_and_together_changes_nothing_but_comments(question: Question) -> None:
    text = text_of(tokens(question.text))
    assert [each.text for each in tokens(text)] == [each.text for each in tokens(question.text)]
    assert "#+" not in text
    assert selects(tokens(text))[0].names == frozenset(question.returns)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?p pg:in ?s . [] pg:of ?p ; pg:n 2.50 , true , 'ก'@th } { ?p a pg:Project ; pg:partOf ?s }",
        "CONSTRUCT WHERE { ?p pg:partOf ?s . ?s a pg:Strategy }",
        "CONSTRUCT { ?p a ?missing } WHERE { ?p a pg:Project OPTIONAL { ?p pg:noSuchThing ?missing } }",
        "CONSTRUCT { ?p pg:first ?s } { { SELECT ?p ?s { ?p pg:partOf ?s } ORDER BY ?p ?s LIMIT 3 } }",
        "CONSTRUCT { ?p pg:first ?s } { ?p pg:partOf ?s } ORDER BY ?p ?s LIMIT 3 OFFSET 1",
        f"DESCRIBE <{OPOAI}>",
        "DESCRIBE ?s WHERE { ?s a pg:Strategy }",
        f"DESCRIBE <{OPOAI}> ?s {{ ?s a pg:Guideline }}",
    ],
)
def test_graphs_made_from_rows_are_the_graphs_of_the_query(query: str) -> None:
    store = small_graph()
    ours, theirs = graph_of(prepared(PG + query), store.select), store.construct(PG + query)
    assert theirs or "missing" in query
    assert shapes(store, ours) == shapes(store, theirs)


def shapes(store: EmbeddedStore, triples: object) -> list[str]:
    """Triples without the names of their blank nodes."""
    from pyoxigraph import BlankNode, Triple

    assert isinstance(triples, list)
    found = []
    for triple in triples:
        assert isinstance(triple, Triple)
        subject = "_" if isinstance(triple.subject, BlankNode) else str(triple.subject)
        found.append(f"{subject} {triple.predicate} {triple.object}")
    return sorted(found)


def test_a_select_is_no_graph() -> None:
    with pytest.raises(SyntaxError):
        graph_of("SELECT ?x { ?x a ?y }", small_graph().select)
