"""Virtuoso 7: each of its traps, shown to be there, and that we hold under it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from plangraph.namespaces import GRAPH, expand
from plangraph.remote.address import Endpoints
from plangraph.remote.client import Client
from plangraph.remote.errors import Refused, RemoteError
from plangraph.remote.loading import load
from plangraph.remote.results import JSON
from plangraph.remote.store import RemoteStore
from plangraph.store import canonical
from remote.opened import client, opened
from remote.servers import Server, virtuoso
from support import require

EX = "https://w3id.org/plangraph/id/x/"
PLAN = f"{EX}plan"
MANY = 25_000
XSD_BOOLEAN, XSD_INTEGER = NamedNode(expand("xsd:boolean")), NamedNode(expand("xsd:integer"))


def quads(graph: str, rows: int, predicate: str = "value") -> bytes:
    name, value = NamedNode(GRAPH + graph), NamedNode(EX + predicate)
    return canonical(Quad(NamedNode(f"{EX}{at}"), value, NamedNode(f"{EX}{at + 1}"), name) for at in range(rows))


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of these tests alone, because they load what belongs to no plan."""
    require("virtuoso-t")
    with virtuoso(tmp_path_factory.mktemp("traps")) as server:
        yield server


@pytest.fixture
def many(mine: Server) -> Server:
    """Graphs that share triples, one beyond the limit of rows."""
    load(client(mine), [quads("many", MANY), quads("few", 10), quads("odd", 3, "odd")], [PLAN], exactly=True)
    return mine


def raw(server: Server, query: str, **params: str) -> httpx.Response:
    return httpx.post(server.query, data={"query": query, **params}, headers={"Accept": JSON}, timeout=30)


def rows_of(response: httpx.Response) -> int:
    return len(response.json()["results"]["bindings"])


def test_ten_thousand_rows_are_all_it_gives_and_we_fetch_the_rest(many: Server) -> None:
    cut = raw(many, f"SELECT ?s {{ GRAPH <{GRAPH}many> {{ ?s ?p ?o }} }}")
    assert (cut.status_code, rows_of(cut)) == (200, 10_000)
    store = opened(many)
    rows = store.select(f"SELECT ?s ?o {{ ?s <{EX}value> ?o }}")
    assert len({row["s"].value for row in rows}) == len(rows) == MANY
    assert len(store.construct(f"CONSTRUCT {{ ?o <{EX}back> ?s }} {{ ?s <{EX}value> ?o }}")) == MANY


def test_an_order_beyond_ten_thousand_rows_is_refused_and_pages_hold_it(many: Server) -> None:
    query = f"SELECT ?s {{ GRAPH <{GRAPH}many> {{ ?s ?p ?o }} }} ORDER BY DESC(?s)"
    assert "SR353" in raw(many, f"{query} LIMIT 10 OFFSET 20000").text
    rows = opened(many).select(f"SELECT ?s {{ ?s <{EX}value> ?o }} ORDER BY DESC(?s)")
    found = [row["s"].value for row in rows]
    assert len(found) == MANY
    assert found == sorted(found, reverse=True)


def test_a_query_posted_as_such_hangs_so_we_send_a_form(many: Server) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            many.query, content="ASK {}", headers={"Content-Type": "application/sparql-query"}, timeout=1.5
        )  # fmt: skip
    assert opened(many).ask(f"ASK {{ ?s <{EX}value> ?o }}")


@pytest.mark.parametrize(
    "pattern",
    [
        "VALUES ?a {{ <{0}1> }} ?a (<{0}value>|<{0}odd>)+ ?b",
        "GRAPH <{1}few> {{ ?a (<{0}value>|<{0}odd>)+ ?b }}",
    ],
)
def test_paths_that_start_nowhere_are_refused(pattern: str, many: Server) -> None:
    refused = raw(many, f"SELECT ?a ?b {{ {pattern.format(EX, GRAPH)} }}")
    assert "transitive start not given" in refused.text


def test_a_bound_parameter_starts_a_path(many: Server) -> None:
    query = f"SELECT ?a ?b {{ {{ SELECT DISTINCT ?a ?b {{ ?a (<{EX}value>|<{EX}odd>)+ ?b }} }} }} ORDER BY ?b"
    rows = opened(many).select(query, {"a": NamedNode(f"{EX}{MANY - 3}")})
    assert [row["b"].value for row in rows] == [f"{EX}{MANY - 2}", f"{EX}{MANY - 1}", f"{EX}{MANY}"]
    assert {row["a"].value for row in rows} == {f"{EX}{MANY - 3}"}


def test_a_refused_path_is_an_error_with_the_words_of_virtuoso(many: Server) -> None:
    with pytest.raises(SyntaxError, match="transitive start not given"):
        opened(many).select(f"SELECT ?a ?b {{ GRAPH <{GRAPH}few> {{ ?a (<{EX}value>|<{EX}odd>)+ ?b }} }}")


def test_its_default_graph_is_a_bag_and_ours_a_set(many: Server) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ <{EX}1> <{EX}value> ?o }}"
    bag = raw(many, query, **{"default-graph-uri": GRAPH + "many"}).json()
    assert bag["results"]["bindings"][0]["n"]["value"] == "1"
    both = httpx.post(
        many.query,
        data={"query": query, "default-graph-uri": [GRAPH + "many", GRAPH + "few"]},
        headers={"Accept": JSON},
        timeout=30,
    ).json()
    assert both["results"]["bindings"][0]["n"]["value"] == "2"
    assert [row["n"].value for row in opened(many).select(query)] == ["1"]


def test_booleans_come_back_as_numbers_and_we_mend_them(mine: Server) -> None:
    name, value = NamedNode(GRAPH + "kinds"), NamedNode(f"{EX}kind")
    terms = [
        Literal("true", datatype=XSD_BOOLEAN),
        Literal("1.5", datatype=NamedNode(expand("xsd:decimal"))),
        Literal(str(2**63 - 1), datatype=XSD_INTEGER),
        Literal('"ก"\n\t\\ 😀', language="th"),
        Literal("2568-10-01"),
    ]
    load(client(mine), [canonical(Quad(NamedNode(f"{EX}k"), value, each, name) for each in terms)], [PLAN])
    text = raw(mine, f"SELECT ?o {{ GRAPH <{GRAPH}kinds> {{ ?s ?p ?o }} }}").text
    assert '"http://www.w3.org/2001/XMLSchema#boolean", "value": "1"' in text
    rows = opened(mine).select(f"SELECT ?o {{ ?s <{EX}kind> ?o }}")
    assert {row["o"] for row in rows} == set(terms)
    assert opened(mine).ask(f"ASK {{ ?s <{EX}kind> true }}")


def test_an_integer_it_would_change_stops_the_load_before_anything_is_sent(mine: Server) -> None:
    big = Quad(
        NamedNode(f"{EX}b"), NamedNode(f"{EX}big"), Literal(str(2**64), datatype=XSD_INTEGER), NamedNode(GRAPH + "big")
    )
    with pytest.raises(RemoteError) as refused:
        load(client(mine), [canonical([big])], [PLAN])
    assert refused.value.key == "big_integer"
    assert rows_of(raw(mine, f"SELECT ?s {{ GRAPH <{GRAPH}big> {{ ?s ?p ?o }} }}")) == 0


def test_more_than_its_triples_at_once_are_refused_and_our_batches_are_not(mine: Server) -> None:
    lines = "".join(f"<{EX}{at}> <{EX}batch> <{EX}{at}> .\n" for at in range(12_000))
    with pytest.raises(RemoteError):
        client(mine).update(f"INSERT DATA {{ GRAPH <urn:batch> {{ {lines} }} }}")
    client(mine).update(f"INSERT DATA {{ GRAPH <urn:batch> {{ {''.join(lines.splitlines(True)[:500])} }} }}")
    client(mine).update("DROP SILENT GRAPH <urn:batch>")


def test_it_lets_in_by_digest_alone(mine: Server) -> None:
    update = {"update": "DROP SILENT GRAPH <urn:none>"}
    basic = httpx.post(mine.update, data=update, auth=httpx.BasicAuth("dba", "dba"), timeout=30)
    assert basic.status_code == 401
    client(mine).update(update["update"])
    with pytest.raises(Refused) as refused:
        client(mine, {}).update(update["update"])
    assert refused.value.key == "unauthorised"
    with pytest.raises(Refused):
        client(mine, {"PLANGRAPH_STORE_USER": "dba", "PLANGRAPH_STORE_PASSWORD": "no"}).update(update["update"])


def test_an_update_without_a_former_value_inserts_nothing_so_our_pointer_has_no_optional(
    mine: Server,
) -> None:
    graph = "GRAPH <urn:pointer> { <urn:a> <urn:b>"
    client(mine).update(
        f"DELETE {{ {graph} ?x }} }} INSERT {{ {graph} 1 }} }} WHERE {{ OPTIONAL {{ {graph} ?x }} }} }}"
    )
    assert rows_of(raw(mine, f"SELECT ?o {{ {graph} ?o }} }}")) == 0
    load(client(mine), [quads("few", 4)], [PLAN], exactly=True)
    assert opened(mine).load


def test_the_graph_store_protocol_loads_the_same(mine: Server) -> None:
    endpoints = Endpoints.of(mine.query, mine.update, mine.graph_store)
    by_store = Client(endpoints, environ=mine.env)
    try:
        load(by_store, [quads("few", 900)], [PLAN], exactly=True)
        assert len(RemoteStore(by_store).select(f"SELECT ?s {{ ?s <{EX}value> ?o }}")) == 900
        assert load(client(mine), [quads("few", 900)], [PLAN], exactly=True).sent == 0
    finally:
        by_store.close()
