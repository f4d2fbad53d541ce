"""A store behind HTTP: datasets, cut results, order, graphs loaded by others."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from plangraph.namespaces import GRAPH, ONTOLOGY, PREFIXES, PROPOSALS_GRAPH, expand
from plangraph.remote.errors import BadAnswer, ForeignStore, RemoteError
from plangraph.remote.loading import load
from plangraph.remote.ordering import conditions_of, key_of, ordered
from plangraph.remote.paging import Paged, looks_cut
from plangraph.remote.queries import ServiceQueries
from plangraph.remote.store import RemoteStore
from plangraph.store import EmbeddedStore, canonical
from remote.fake import Asked, Said, engine, service
from remote.opened import client, opened

EX = "https://w3id.org/plangraph/id/x/"
PLAN = f"{EX}plan"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def number(value: int) -> Literal:
    return Literal(value)


def quads(graph: str, *, start: int = 0, rows: int = 10, kind: str = "value") -> bytes:
    predicate, name = NamedNode(EX + kind), NamedNode(GRAPH + graph)
    return canonical(Quad(NamedNode(f"{EX}{at}"), predicate, number(at), name) for at in range(start, start + rows))


def count(store: RemoteStore | EmbeddedStore, query: str = COUNT) -> int:
    [row] = store.select(query)
    return int(row["n"].value)


def test_a_triple_in_two_graphs_counts_once_and_proposals_not_at_all() -> None:
    texts = [quads("one"), quads("two", start=5), quads("proposals", kind="proposed")]
    with service(engine(Store())) as fake:
        load(client(fake.address), texts, [PLAN])
        mine = "SELECT (COUNT(*) AS ?n) { ?s <%s> ?o }"
        assert count(opened(fake.address), mine % f"{EX}value") == 15
        assert count(opened(fake.address), mine % f"{EX}proposed") == 0
        assert count(opened(fake.address, with_proposals=True), mine % f"{EX}proposed") == 10
        embedded = EmbeddedStore.in_memory(texts)
        assert count(opened(fake.address), mine % f"{EX}value") == count(embedded, mine % f"{EX}value")


def test_named_graphs_are_ours_alone_and_only_given_where_a_query_asks_for_them() -> None:
    with service(engine(Store())) as fake:
        load(client(fake.address), [quads("one"), quads("proposals")], [PLAN])
        store = opened(fake.address)
        rows = store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        assert [row["g"].value for row in rows] == store.graph_names() == [GRAPH + "one", PROPOSALS_GRAPH, ONTOLOGY]
        assert fake.asked[-1].form["named-graph-uri"] == store.graph_names()
        store.select("SELECT ?s { ?s <urn:GRAPH> 'GRAPH' }")
        assert "named-graph-uri" not in fake.asked[-2].form


def test_a_query_with_its_own_dataset_keeps_it() -> None:
    with service(engine(Store())) as fake:
        load(client(fake.address), [quads("one"), quads("two", rows=3)], [PLAN])
        assert count(opened(fake.address), f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}two> {{ ?s ?p ?o }}") == 3


@pytest.mark.parametrize("name", ["Virtuoso/07.20", ""])
@pytest.mark.parametrize("rows", [9_999, 10_000, 10_001, 25_000])
def test_results_cut_in_silence_are_fetched_whole(rows: int, name: str) -> None:
    with service(engine(Store(), rows=10_000, name=name)) as fake:
        load(client(fake.address), [quads("one", rows=rows)], [PLAN])
        found = opened(fake.address).select(f"SELECT ?o {{ ?s <{EX}value> ?o }} ORDER BY DESC(?o)")
    assert [int(row["o"].value) for row in found] == list(range(rows - 1, -1, -1))


def test_pages_hold_under_ties_their_own_limits_and_from() -> None:
    with service(engine(Store(), rows=1000)) as fake:
        load(client(fake.address), [quads("one", rows=2500), quads("two", rows=2500, kind="other")], [PLAN])
        store = opened(fake.address)
        assert len(store.select("SELECT ?p ?o { ?s ?p ?o FILTER(ISNUMERIC(?o)) } ORDER BY ?p")) == 5000
        assert len(store.select(f"SELECT ?s {{ ?s <{EX}value> ?o }} ORDER BY ?o LIMIT 1700")) == 1700
        assert len(store.select(f"SELECT ?s {{ ?s <{EX}value> ?o }} ORDER BY ?o LIMIT 1000")) == 1000
        assert len(store.select(f"SELECT ?s {{ ?s <{EX}value> ?o }} OFFSET 300")) == 2200
        assert len(store.select(f"SELECT * FROM <{GRAPH}two> {{ ?s ?p ?o }}")) == 2500
        assert len(store.select(f"SELECT ?s ?k {{ ?s <{EX}value> ?o }} VALUES ?k {{ 1 }}")) == 2500
        assert len(store.construct(f"CONSTRUCT {{ ?s <urn:p> ?o }} {{ ?s <{EX}value> ?o }}")) == 2500


def test_a_service_that_cannot_give_all_rows_gives_none() -> None:
    with service(engine(Store(), rows=1000, before=_no_pages)) as fake:
        load(client(fake.address), [quads("one", rows=2500)], [PLAN])
        with pytest.raises(BadAnswer) as cut:
            opened(fake.address).select(f"SELECT ?s {{ ?s <{EX}value> ?o }}")
    assert (cut.value.key, cut.value.values["total"]) == ("cut", 2500)


def _no_pages(asked: Asked) -> Said | None:
    query = asked.form.get("query", [""])[0]
    return Said(200, b'{"head":{"vars":["s"]},"results":{"bindings":[]}}') if "OFFSET" in query else None


@pytest.mark.parametrize(
    ("rows", "limit", "suspect"),
    [(0, 0, False), (999, 0, False), (1000, 0, True), (4096, 0, True), (777, 777, True), (778, 777, False)],
)
def test_round_numbers_of_rows_are_suspect(rows: int, limit: int, suspect: bool) -> None:
    assert looks_cut(rows, limit) is suspect


def test_a_count_keeps_prologue_and_dataset() -> None:
    paged = Paged.of("PREFIX a: <urn:a> SELECT DISTINCT ?x FROM <urn:g> WHERE { ?x a:b ?y } ORDER BY ?x LIMIT 5")
    assert paged.count == (
        "PREFIX a: <urn:a> SELECT (COUNT(*) AS ?rows) FROM <urn:g> "
        "WHERE { { SELECT DISTINCT ?x WHERE { ?x a:b ?y } ORDER BY ?x LIMIT 5 } }"
    )
    assert paged.limit == 5
    assert "ORDER BY ?x ?x LIMIT 5 } } LIMIT 10 OFFSET 20" in paged.page(["x"], 10, 20)


def test_graphs_that_others_loaded_answer_too_and_foreign_ones_do_not() -> None:
    store = Store()
    for text in (quads("one"), quads("proposals", kind="proposed")):
        store.load(text, RdfFormat.N_QUADS)
    store.add(Quad(NamedNode(f"{EX}1"), NamedNode(f"{EX}value"), number(99), NamedNode("urn:foreign")))
    store.add(Quad(NamedNode(f"{EX}1"), NamedNode(f"{EX}value"), number(98), DefaultGraph()))
    with service(engine(store)) as fake:
        found = opened(fake.address)
        assert found.load is None
        assert found.graph_names() == [GRAPH + "one", PROPOSALS_GRAPH]
        assert count(found) == 10
        assert count(opened(fake.address, with_proposals=True)) == 20


def test_a_service_without_our_graph_says_so() -> None:
    with service(engine(Store())) as fake, pytest.raises(ForeignStore) as none:
        opened(fake.address)
    assert none.value.key == "no_graph"
    assert "plangraph build --store" in none.value.th


def test_queries_of_the_site_choose_their_dataset() -> None:
    with service(engine(Store())) as fake:
        load(client(fake.address), [quads("one"), quads("two", start=5), quads("proposals", kind="proposed")], [PLAN])
        asked = ServiceQueries(opened(fake.address))
        ours = f"SELECT ?s {{ {{ ?s <{EX}value> ?o }} UNION {{ ?s <{EX}proposed> ?o }} }}"
        assert len(asked.query(ours).rows) == 15
        assert len(asked.query(ours, default_graph=[DefaultGraph()]).rows) == 15
        assert len(asked.query(ours, default_graph=[NamedNode(GRAPH + "one")]).rows) == 10
        assert len(asked.query(ours, default_graph=[DefaultGraph(), NamedNode(PROPOSALS_GRAPH)]).rows) == 25
        assert asked.query(ours, named_graphs=[NamedNode(GRAPH + "one")]).rows == []
        assert asked.query("ASK { ?s pg:no 1 }", prefixes=PREFIXES).boolean is False
        assert asked.query("DESCRIBE ?s { ?s ?p 3 }").triples


def test_rows_are_sorted_as_the_embedded_store_sorts_them() -> None:
    long = "ผู้ประกอบการ SMEs ได้รับการพัฒนา " * 8
    terms = [Literal(long + end) for end in ("ข", "ก", "ค")]
    terms += [Literal("ก", language="th"), Literal("ก", language="en"), Literal(10), Literal(9)]
    terms += [Literal("2.5", datatype=NamedNode(expand("xsd:decimal")))]
    texts = " ".join(f"({term})" for term in terms if not term.value[0].isdigit())
    numbers = " ".join(f"({term})" for term in terms if term.value[0].isdigit())
    for values in (texts, numbers, f"(<{EX}b>) (<{EX}a>) (UNDEF)"):
        for way in ("?x", "ASC(?x)", "DESC(?x)"):
            query = f"SELECT ?x {{ VALUES (?x) {{ {values} }} }} ORDER BY {way}"
            rows = EmbeddedStore.in_memory([]).select(query)
            for shuffled in (rows[::-1], rows[1::2] + rows[::2]):
                assert ordered(query, shuffled) == rows


@pytest.mark.parametrize(
    ("modifiers", "expected"),
    [
        ("ORDER BY ?x DESC(?y)", [("x", False), ("y", True)]),
        ("ORDER BY ASC(?x) LIMIT 3 OFFSET 1", [("x", False)]),
        ("LIMIT 3", []),
        ("ORDER BY STRLEN(?x)", []),
        ("ORDER BY DESC(STRLEN(?x))", []),
        ("ORDER BY ?x ?hidden", []),
    ],
)
def test_only_an_order_by_projected_variables_is_made_again(modifiers: str, expected: list[tuple[str, bool]]) -> None:
    query = f"SELECT ?x ?y {{ ?x ?y ?hidden {{ SELECT ?x {{ ?x a ?z }} ORDER BY ?z }} }} {modifiers}"
    assert conditions_of(query) == expected


def test_numbers_are_sorted_as_numbers() -> None:
    assert key_of(Literal(9)) < key_of(Literal("10.5", datatype=NamedNode(expand("xsd:decimal"))))
    assert key_of(Literal(10)) < key_of(Literal("9"))


def test_booleans_come_back_as_they_were_stored() -> None:
    boolean = expand("xsd:boolean")
    body = (
        '{"head":{"vars":["b"]},"results":{"bindings":['
        f'{{"b":{{"type":"typed-literal","datatype":"{boolean}","value":"1"}}}},'
        f'{{"b":{{"type":"typed-literal","datatype":"{boolean}","value":"0"}}}}]}}}}'
    )
    marker = Said(200, b'{"head":{"vars":[]},"results":{"bindings":[]}}')
    graphs = Said(
        200,
        f'{{"head":{{"vars":["g"]}},"results":{{"bindings":[{{"g":{{"type":"uri","value":"{GRAPH}x"}}}}]}}}}'.encode(),
    )
    with service(marker, graphs, Said(200, body.encode())) as fake:
        rows = opened(fake.address).select("SELECT ?b { ?s ?p ?b }")
    assert [row["b"] for row in rows] == [Literal(True), Literal(False)]


def test_a_store_whose_graph_was_replaced_twice_says_so_instead_of_nothing() -> None:
    with service(engine(Store())) as fake:
        load(client(fake.address), [quads("one")], [PLAN])
        old = opened(fake.address)
        load(client(fake.address), [quads("one", rows=11)], [PLAN])
        query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}value> ?o }}"
        assert count(old, query) == 10, "who is reading goes on with the former graph"
        assert count(opened(fake.address), query) == 11
        load(client(fake.address), [quads("one", rows=12)], [PLAN])
        with pytest.raises(RemoteError) as gone:
            old.select(f"SELECT ?s {{ ?s <{EX}value> ?o }}")
    assert gone.value.key == "replaced"
