"""The SPARQL endpoint and the graph store, as clients use them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from rdflib import Graph

from plangraph.namespaces import GRAPH, ID, ONTOLOGY, PROPOSALS_GRAPH
from support import require
from web.serving import JSON, Client

GREEN = f"{ID}lampang-industry-action-plan-2570/project/2.1.2.1"
PG = "PREFIX pg: <https://w3id.org/plangraph/ontology#> "
BUDGETS = f"{PG}SELECT ?line ?baht WHERE {{ <{GREEN}> pg:hasBudgetLine ?line . ?line pg:amount ?baht }} ORDER BY ?line"
ONE = f"CONSTRUCT WHERE {{ <{GREEN}> <https://w3id.org/plangraph/ontology#fiscalYear> ?year }}"
PROPOSED = f"{PG}SELECT (COUNT(*) AS ?n) WHERE {{ ?a pg:basis pg:proposed }}"


@pytest.fixture(name="site")
def _site(lampang_site: Client) -> Client:
    return lampang_site


def test_two_printed_figures_of_the_green_project_come_as_json(site: Client) -> None:
    """Lines 1239 and 1356 print 141,700 baht each."""
    found = site.sparql(BUDGETS).json()
    assert [row["baht"]["value"] for row in found["results"]["bindings"]] == ["141700", "141700"]
    assert found["head"]["vars"] == ["line", "baht"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*;q=0.5, application/sparql-results+json;q=0.1", "text/csv"),
        ("application/*;q=0, text/csv", "text/csv"),
    ],
)
def test_rows_come_in_the_format_the_caller_likes_best(site: Client, accept: str, kind: str) -> None:
    answer = site.sparql(BUDGETS, accept=accept)
    assert (answer.status, answer.kind, answer.headers["vary"]) == (200, kind, "Accept")
    assert "141700" in answer.text


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("*/*", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("text/turtle;q=0.3, application/ld+json", "application/ld+json", "json-ld"),
    ],
)
def test_triples_come_in_the_format_the_caller_likes_best(site: Client, accept: str, kind: str, form: str) -> None:
    answer = site.sparql(ONE, accept=accept)
    assert (answer.status, answer.kind) == (200, kind)
    assert [str(value) for value in Graph().parse(data=answer.text, format=form).objects()] == ["2570"]


def test_a_format_we_do_not_write_is_406_and_names_those_we_do(site: Client) -> None:
    answer = site.sparql("ASK {}", accept="image/png")
    assert (answer.status, "application/sparql-results+json" in answer.text) == (406, True)


def test_thai_text_comes_back_whole_in_every_format(site: Client) -> None:
    query = f"SELECT ?label WHERE {{ <{GREEN}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    name = "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการมีส่วนร่วมและธรรมาภิบาล"
    for accept in (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
        assert name in site.sparql(query, accept=accept).text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("SELECT * WHERE { ?s ?p", 400, "line 1"),
        ("SELECT * WHERE { ?s foo:p ?o }", 400, "foo"),
        ("SELEKT * {}", 400, "SELEKT"),
        ("", 400, ""),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403, "INSERT"),
        ("DROP ALL", 403, "DROP"),
        ("LOAD <http://127.0.0.1/>", 403, "LOAD"),
    ],
)
def test_what_is_no_query_is_refused_in_plain_words(site: Client, query: str, status: int, says: str) -> None:
    """The first line is English, the second Thai."""
    answer = site.post(query)
    assert (answer.status, answer.kind) == (status, "text/plain")
    english, thai = answer.text.strip().split("\n")
    assert says in english
    assert any("\u0e01" <= char <= "\u0e5b" for char in thai)


def test_proposals_are_seen_only_when_the_dataset_names_them(site: Client) -> None:
    """The union leaves them out; ``…/graph/union`` stands for it beside them."""

    def count(*dataset: tuple[str, str]) -> int:
        return int(site.sparql(PROPOSED, *dataset).json()["results"]["bindings"][0]["n"]["value"])

    alone = count(("default-graph-uri", PROPOSALS_GRAPH))
    assert count() == 0
    assert alone > 0
    assert count(("default-graph-uri", f"{GRAPH}union"), ("default-graph-uri", PROPOSALS_GRAPH)) == alone


def test_a_graph_that_is_not_ours_is_no_dataset(site: Client) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        answer = site.sparql("ASK {}", (name, "http://example.org/g"))
        assert (answer.status, "http://example.org/g" in answer.text) == (403, True)


def test_an_answer_that_did_not_change_is_304(site: Client) -> None:
    first = site.sparql(BUDGETS)
    path = f"/sparql?query={quote(BUDGETS)}"
    again = site.send("GET", path, accept=JSON, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert site.sparql("SELECT (RAND() AS ?x) {}").headers.get("etag") is None


def test_chance_is_not_kept(site: Client) -> None:
    """Two answers of RAND differ; one of a lasting query does not."""
    query = "SELECT (STRUUID() AS ?x) {}"
    assert site.sparql(query).body != site.sparql(query).body
    assert site.sparql(BUDGETS).body == site.sparql(BUDGETS).body


def test_head_has_the_headers_of_get_and_no_body(site: Client) -> None:
    path = f"/sparql?query={quote(BUDGETS)}"
    got, head = site.send("GET", path, accept=JSON), site.send("HEAD", path, accept=JSON)
    assert (head.status, head.body, head.headers["content-type"]) == (200, b"", got.headers["content-type"])
    assert head.headers["content-length"] == str(len(got.body))


def test_options_say_what_is_allowed_and_open_nothing_to_other_sites(site: Client) -> None:
    for path, allowed in (("/sparql", "GET, HEAD, POST, OPTIONS"), ("/graphs", "GET, HEAD, OPTIONS")):
        answer = site.send("OPTIONS", path, origin="http://evil.example", access_control_request_method="POST")
        assert answer.status in (204, 403)
        assert not any(name.startswith("access-control") for name in answer.headers)
        assert site.send("OPTIONS", path).headers["allow"] == allowed


def test_the_service_describes_itself(site: Client) -> None:
    """Without a query: its language, its formats, its graphs."""
    answer = site.send("GET", "/sparql", accept="text/turtle")
    described = Graph().parse(data=answer.text, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert sorted(str(value).rpartition("#")[2] for value in described.objects() if str(value).startswith(sd))[:2] == [
        "Dataset",
        "Graph",
    ]
    assert {str(name) for _, predicate, name in described if str(predicate) == f"{sd}name"} == set(site.site.graphs)
    assert site.send("GET", "/sparql", accept="text/html").headers["location"] == "/editor"


# --- graph store -----------------------------------------------------------------------------------------------------


def test_a_named_graph_is_had_whole_and_the_default_graph_is_the_union(site: Client) -> None:
    """tests.txt of the W3C: GET of a graph that is there gives it, in the type asked for."""
    graph = f"{GRAPH}lampang-industry-action-plan-2570"
    got = site.send("GET", f"/graphs?graph={quote(graph)}", accept="application/n-triples")
    count = site.sparql(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").json()
    assert got.kind == "application/n-triples"
    assert got.body.count(b"\n") == int(count["results"]["bindings"][0]["n"]["value"])
    union = site.send("GET", "/graphs?default", accept="application/n-triples")
    assert got.body.splitlines()[0] in union.body


def test_a_graph_answers_at_its_own_iri(site: Client) -> None:
    path = PROPOSALS_GRAPH.removeprefix("https://w3id.org/plangraph")
    answer = site.send("GET", path, accept="text/turtle")
    assert (answer.status, "proposed" in answer.text) == (200, True)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_cannot_be_written(site: Client, method: str) -> None:
    answer = site.send(method, "/graphs?default", "<urn:a> <urn:b> <urn:c> .", content_type="text/turtle")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("query", "status"),
    [("graph=http%3A//example.org/none", 404), ("default&graph=x", 400), ("graph=a&graph=b", 400), ("other=1", 400)],
)
def test_a_graph_that_is_not_there_is_404_and_an_unclear_request_400(site: Client, query: str, status: int) -> None:
    assert site.send("GET", f"/graphs?{query}", accept="text/turtle").status == status


def test_head_of_a_graph_is_as_get_without_the_graph(site: Client) -> None:
    answer = site.send("HEAD", f"/graphs?graph={quote(ONTOLOGY)}", accept="text/turtle")
    assert (answer.status, answer.kind, answer.body) == (200, "text/turtle", b"")
    assert site.send("HEAD", "/graphs?graph=urn:none").status == 404


# --- other people's clients ------------------------------------------------------------------------------------------


def test_sparqlwrapper_asks_us(site: Client) -> None:
    require("module:SPARQLWrapper")
    from SPARQLWrapper import JSON as WRAPPED_JSON
    from SPARQLWrapper import POST, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{site.address}/sparql")
    wrapper.setTimeout(20)
    wrapper.setReturnFormat(WRAPPED_JSON)
    for method in ("GET", POST):
        wrapper.setMethod(method)
        wrapper.setQuery(BUDGETS)
        found = wrapper.queryAndConvert()
        assert isinstance(found, dict)
        assert len(found["results"]["bindings"]) == 2


def test_rdflib_reads_us_as_a_store(site: Client) -> None:
    from rdflib import URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{site.address}/sparql", returnFormat="json"))
    rows = list(graph.query(BUDGETS))
    assert [int(row[1]) for row in rows] == [141700, 141700]  # type: ignore[index, arg-type]
    assert graph.value(URIRef(GREEN), URIRef("https://w3id.org/plangraph/ontology#fiscalYear")).toPython() == 2570  # type: ignore[union-attr]
