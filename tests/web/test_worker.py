"""The query worker in this process: what runs without being parsed, what comes out, and how it talks."""

from __future__ import annotations

import io
import pickle

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from chains_fixture import GREEN, files, iri
from plangraph.errors import PlanGraphError
from plangraph.query_errors import BadParameter, QueryLimit, QueryRefused, QuerySyntax
from plangraph.store import load
from plangraph.web import worker
from plangraph.web.job import Job, NotAcceptable, Reply
from plangraph.web.render_answer import sparql_json

LABEL = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label }"


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    load(made, files().values())
    return made


def reply(store: Store, job: Job) -> Reply:
    found = worker.answer(store, job)
    assert isinstance(found, Reply)
    return found


def test_our_prefixes_need_no_declaration(store: Store) -> None:
    assert "โครงการ" in reply(store, Job(LABEL)).content.decode()


def test_parameters_are_bound_as_terms(store: Store) -> None:
    job = Job(LABEL, params=(("thing", NamedNode(iri(GREEN))),), rows_as="text/csv")
    assert reply(store, job).content.decode().count("\r\n") == 2
    with pytest.raises(BadParameter):
        worker.answer(store, Job(LABEL, params=(("nothing", Literal("x")),)))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?from WHERE { ?x pg:from ?from }",
        "SELECT ?validFrom { ?x pg:validFrom ?validFrom } # where it comes from",
        "ASK { ?a ?b 'plain' }",
    ],
)
def test_what_holds_no_keyword_of_danger_is_not_parsed_twice(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``?from`` and ``pg:from`` are names; comments are gone before anything looks."""
    worker.fit.cache_clear()
    monkeypatch.setattr(worker, "guard", lambda text: pytest.fail(f"parsed {text}"))
    assert worker.fit(text).startswith(text[:10])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <urn:x> {}",
        "SELECT *FROM<urn:x>{}",
        "SELECT ?a FROM\t<urn:x> {}",
        "SELECT * \\u0046ROM <urn:x> {}",
        "SELECT * { SERVICE <urn:x> {} }",
        "SELECT * { ?a a ?b .SERVICE:x {} }",
        "PREFIX FROM: <urn:x> SELECT * FROM FROM:a {}",
    ],
)
def test_what_may_hold_one_is_parsed_and_refused(text: str) -> None:
    with pytest.raises((QueryRefused, QuerySyntax)):
        worker.fit(text)


def test_limits_of_rows_hold_for_rows_and_triples(store: Store) -> None:
    for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        for kind in ("text/csv", "application/sparql-results+json"):
            with pytest.raises(QueryLimit):
                worker.answer(store, Job(text, rows_as=kind, rows=10))


def test_rows_written_as_json_are_counted_never_too_low() -> None:
    """``},{`` stands between two rows; a text that holds it can only make the count run ahead."""
    store = Store()
    for at in range(10):
        store.update(f'INSERT DATA {{ <urn:{at}> <urn:p> "x{at}" }}')
    for limit, fits in ((10, True), (9, False)):
        found = store.query("SELECT * { ?s ?p ?o }")
        assert isinstance(found, QuerySolutions)
        if fits:
            assert sparql_json(found, limit).count(b"urn:p") == 10
        else:
            with pytest.raises(QueryLimit):
                sparql_json(found, limit)


def test_a_form_nobody_asked_for_is_said_to_be_missing(store: Store) -> None:
    assert worker.answer(store, Job("ASK {}", rows_as=None)) == NotAcceptable("rows")
    assert worker.answer(store, Job("CONSTRUCT {} WHERE {}", triples_as=None)) == NotAcceptable("triples")


def test_jobs_and_outcomes_travel_through_pipes(store: Store) -> None:
    """An answer, then an error, then the end."""
    source, sink = io.BytesIO(), io.BytesIO()
    for job in (Job("ASK {}"), Job("ASK {")):
        worker.send(source, job)
    source.seek(0)
    worker.serve(source, sink, store)
    sink.seek(0)
    outcomes = []
    while head := sink.read(worker.LENGTH.size):
        outcomes.append(pickle.loads(sink.read(worker.LENGTH.unpack(head)[0])))  # noqa: S301  # our own
    assert isinstance(outcomes[0], Reply)
    assert isinstance(outcomes[1], PlanGraphError)
    assert "1" in outcomes[1].en


def test_an_update_that_slips_through_the_quick_look_is_still_none(store: Store) -> None:
    before = len(store)
    for text in ("INSERT DATA { <urn:a> <urn:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL"):
        with pytest.raises(QueryRefused):
            worker.answer(store, Job(text))
    assert len(store) == before
