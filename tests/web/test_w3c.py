"""The W3C tests of SPARQL 1.1 queries and of the query protocol, through our endpoint."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from plangraph.namespaces import GRAPH
from support import require
from web import w3c
from web.serving import FORM, JSON, Answer, Client, database, running

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
D1, D2, D3 = (f"{GRAPH}w3c/protocol/data{n}.rdf" for n in (1, 2, 3))

# Tests that fail, and why.
RDF_1_1 = 'the suite is of RDF 1.0, where "x" and "x"^^xsd:string differ'
RELATIVE = "FROM of a relative name is refused, whatever the base"
EVALUATION_FAILS = {
    "aggregates/agg-empty-group": "the suite of 2013 wants one empty row; by the erratum there is none",
    "construct/constructwhere04": RELATIVE,
    "csv-tsv-res/tsv03": 'Oxigraph stores "-3"^^xsd:negativeInteger as an xsd:integer',
    "functions/bnode01": "Oxigraph gives BNODE(x) one node for the whole answer, not one for each row",
    "functions/strdt03": RDF_1_1,
    "functions/strlang03": RDF_1_1,
}
FEDERATION = "SERVICE is refused"
SYNTAX_FAILS = {
    "syntax-fed/test_1": FEDERATION,
    "syntax-fed/test_2": FEDERATION,
    "syntax-fed/test_3": FEDERATION,
    "syntax-query/test_4": "Oxigraph refuses a function it does not know before it runs",
    "syntax-query/test_42": RELATIVE,
}
READ_ONLY = "the service is read-only and refuses every update"
PROTOCOL_FAILS = {
    f"protocol/{name}": READ_ONLY
    for name in (
        "update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs",
        "update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An endpoint over the data of all tests, each file a graph of its own."""
    require("module:starlette")
    protocol = "".join(
        f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Document> <{iri}> .\n"
        for iri in (D1, D2, D3)
    )
    with running(database(tmp_path_factory.mktemp("w3c"), [*w3c.nquads(), protocol.encode()])) as client:
        yield client


def test_the_suites_are_whole() -> None:
    """These are the tests that the committed manifests list."""
    assert Counter(case.kind for case in w3c.cases()) == {
        "QueryEvaluationTest": 180,
        "PositiveSyntaxTest11": 63,
        "NegativeSyntaxTest11": 35,
        "ProtocolTest": 34,
        "CSVResultFormatTest": 3,
    }


def dataset(case: w3c.Case) -> list[tuple[str, str]]:
    """The dataset of a test as parameters of the protocol."""
    if case.data and not case.graphs and not w3c.holds_anything(case.data):
        return [("named-graph-uri", D1)]  # so that the default graph is empty
    default = [("default-graph-uri", case.data)] if case.data else []
    return [*default, *(("named-graph-uri", graph) for graph in case.graphs)]


@pytest.mark.parametrize("case", w3c.names(["QueryEvaluationTest"]), ids=lambda case: case.name)
def test_query_gives_what_the_suite_expects(site: Client, case: w3c.Case) -> None:
    """Each query over its data gives the rows, the graph or the yes or no of its result file."""
    assert passes(site, case) != (case.name in EVALUATION_FAILS), EVALUATION_FAILS.get(case.name)


def passes(site: Client, case: w3c.Case) -> bool:
    assert case.result
    if case.result.suffix in (".ttl", ".nt", ".rdf"):
        answer = site.sparql(case.query, *dataset(case), accept="application/n-triples")
        return answer.status == 200 and w3c.same_graph(answer.body, case.result)
    if case.result.suffix == ".tsv":
        answer = site.sparql(case.query, *dataset(case), accept="text/tab-separated-values")
        return answer.status == 200 and same(answer, case)
    answer = site.sparql(case.query, *dataset(case))
    return answer.status == 200 and same(answer, case)


def same(answer: Answer, case: w3c.Case) -> bool:
    assert case.result
    form = w3c.RESULT_FORMATS[".tsv" if answer.kind == "text/tab-separated-values" else ".srj"]
    found, wanted = w3c.rows_of(answer.body, form), w3c.expected_rows(case.result)
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found == wanted
    return w3c.same_rows(found, wanted)


@pytest.mark.parametrize("case", w3c.names(["CSVResultFormatTest"]), ids=lambda case: case.name)
def test_csv_results_are_those_of_the_suite(site: Client, case: w3c.Case) -> None:
    """CSV holds the plain values, quoted as RFC 4180 says; the order of rows is free, blank nodes have any name."""
    assert case.result
    answer = site.sparql(case.query, *dataset(case), accept="text/csv")
    assert answer.kind == "text/csv"
    assert csv_rows(answer.body) == csv_rows(case.result.read_bytes())


def csv_rows(content: bytes) -> list[list[str]]:
    """Rows with their columns by name: after SELECT * Oxigraph's are alphabetical."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    order = sorted(range(len(header)), key=lambda at: header[at])
    plain = [["_:" if row[at].startswith("_:") else number(row[at]) for at in order] for row in rows]
    return [[header[at] for at in order], *sorted(plain)]


def number(cell: str) -> str:
    """A number by its value: Oxigraph writes 1.0e6 as 1.0E6."""
    try:
        return repr(float(cell))
    except ValueError:
        return cell


SYNTAX = w3c.names(["PositiveSyntaxTest11", "NegativeSyntaxTest11"])


@pytest.mark.parametrize("case", SYNTAX, ids=lambda case: case.name)
def test_syntax_is_told_from_what_is_none(site: Client, case: w3c.Case) -> None:
    """A good query is answered, a bad one is refused with 400; SERVICE and foreign FROM are refused with 403."""
    status = site.post(case.query, accept="*/*").status
    good = case.kind.startswith("Positive")
    fails = status != 200 if good else status != 400
    assert fails == (case.name in SYNTAX_FAILS), f"{status}: {SYNTAX_FAILS.get(case.name)}"


# --- the protocol ----------------------------------------------------------------------------------------------------


def get(site: Client, *pairs: tuple[str, str], method: str = "GET", accept: str = JSON) -> Answer:
    return site.send(method, f"/sparql?{urlencode(pairs)}", accept=accept)


def form(site: Client, *pairs: tuple[str, str], accept: str = JSON) -> Answer:
    return site.send("POST", "/sparql", urlencode(pairs), content_type=FORM, accept=accept)


def yes(answer: Answer) -> bool:
    return answer.status == 200 and answer.json()["boolean"] is True


def refused(answer: Answer) -> bool:
    return 400 <= answer.status < 500


BOTH = [("default-graph-uri", D1), ("default-graph-uri", D2)]
NAMED = [("named-graph-uri", D1), ("named-graph-uri", D2)]
TWO = f"ASK {{ <{D1}> a ?type . <{D2}> a ?type }}"
IN_GRAPHS = f"ASK {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
FULL = f"ASK {{ <{D3}> a ?type GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
RESULTS = {JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
RDF = {"text/turtle", "application/rdf+xml", "application/n-triples"}
INSERT = "INSERT DATA { <urn:s> <urn:p> <urn:o> }"

PROTOCOL = {
    "query_get": lambda s: yes(get(s, ("query", "ASK {}"))),
    "query_post_form": lambda s: yes(form(s, ("query", "ASK {}"))),
    "query_post_direct": lambda s: yes(s.send("POST", "/sparql", "ASK {}", content_type=QUERY, accept=JSON)),
    "query_dataset_default_graphs_get": lambda s: yes(get(s, ("query", TWO), *BOTH)),
    "query_dataset_default_graphs_post": lambda s: yes(
        s.send("POST", f"/sparql?{urlencode(BOTH)}", TWO, content_type=QUERY, accept=JSON)
    ),
    "query_dataset_named_graphs_post": lambda s: yes(
        s.send("POST", f"/sparql?{urlencode(NAMED)}", IN_GRAPHS, content_type=QUERY, accept=JSON)
    ),
    "query_dataset_named_graphs_get": lambda s: yes(get(s, ("query", IN_GRAPHS), *NAMED)),
    "query_dataset_full": lambda s: yes(get(s, ("query", FULL), ("default-graph-uri", D3), *NAMED)),
    "query_multiple_dataset": lambda s: yes(
        get(s, ("query", f"ASK FROM <{D1}> {{ <{D2}> a ?type }}"), ("default-graph-uri", D2))
    ),
    "query_content_type_select": lambda s: get(s, ("query", "SELECT (1 AS ?x) {}"), accept="*/*").kind in RESULTS,
    "query_content_type_ask": lambda s: get(s, ("query", "ASK {}"), accept="*/*").kind in RESULTS,
    "query_content_type_describe": lambda s: get(s, ("query", f"DESCRIBE <{D1}>"), accept="*/*").kind in RDF,
    "query_content_type_construct": lambda s: (
        get(s, ("query", "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}"), accept="*/*").kind in RDF
    ),
    "update_dataset_default_graph": lambda s: (
        form(s, ("using-graph-uri", D1), ("update", "CLEAR ALL")).status in (200, 204)
    ),
    "update_dataset_default_graphs": lambda s: (
        form(s, ("using-graph-uri", D1), ("using-graph-uri", D2), ("update", "CLEAR ALL")).status in (200, 204)
    ),
    "update_dataset_named_graphs": lambda s: (
        form(s, ("using-named-graph-uri", D1), ("update", "CLEAR ALL")).status in (200, 204)
    ),
    "update_dataset_full": lambda s: (
        form(s, ("using-graph-uri", D1), ("using-named-graph-uri", D2), ("update", INSERT)).status in (200, 204)
    ),
    "update_post_form": lambda s: form(s, ("update", INSERT)).status in (200, 204),
    "update_post_direct": lambda s: s.send("POST", "/sparql", INSERT, content_type=UPDATE).status in (200, 204),
    "update_base_uri": lambda s: form(s, ("update", f"BASE <urn:> {INSERT}")).status in (200, 204),
    "bad_query_method": lambda s: get(s, ("query", "ASK {}"), method="PUT").status == 405,
    "bad_multiple_queries": lambda s: refused(get(s, ("query", "ASK {}"), ("query", "SELECT * {}"))),
    "bad_query_wrong_media_type": lambda s: refused(s.send("POST", "/sparql", "ASK {}", content_type="text/plain")),
    "bad_query_missing_form_type": lambda s: refused(s.send("POST", "/sparql", f"query={quote('ASK {}')}")),
    "bad_query_missing_direct_type": lambda s: refused(s.send("POST", "/sparql", "ASK {}")),
    "bad_query_non_utf8": lambda s: refused(s.send("POST", "/sparql", "ASK {}".encode("utf-16"), content_type=QUERY)),
    "bad_query_syntax": lambda s: get(s, ("query", "ASK {")).status == 400,
    "bad_update_get": lambda s: refused(get(s, ("update", "CLEAR ALL"))),
    "bad_multiple_updates": lambda s: refused(form(s, ("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT"))),
    "bad_update_wrong_media_type": lambda s: refused(
        s.send("POST", "/sparql", "CLEAR NAMED", content_type="text/plain")
    ),
    "bad_update_missing_form_type": lambda s: refused(s.send("POST", "/sparql", f"update={quote('CLEAR NAMED')}")),
    "bad_update_non_utf8": lambda s: refused(
        s.send("POST", "/sparql", "CLEAR NAMED".encode("utf-16"), content_type=UPDATE)
    ),
    "bad_update_syntax": lambda s: refused(form(s, ("update", "CLEAR XYZ"))),
    "bad_update_dataset_conflict": lambda s: refused(
        form(s, ("using-named-graph-uri", D1), ("update", f"INSERT {{ ?s ?p ?o }} USING <{D1}> WHERE {{ ?s ?p ?o }}"))
    ),
}


def test_every_protocol_test_of_the_manifest_is_here() -> None:
    """The manifest names 34 tests and no more."""
    assert {f"protocol/{name}" for name in PROTOCOL} == {case.name for case in w3c.names(["ProtocolTest"])}


@pytest.mark.parametrize("name", PROTOCOL)
def test_protocol_is_kept(site: Client, name: str) -> None:
    """The endpoint does what the W3C's protocol test of this name asks."""
    assert PROTOCOL[name](site) != (f"protocol/{name}" in PROTOCOL_FAILS), PROTOCOL_FAILS.get(f"protocol/{name}")


@pytest.mark.parametrize("folder", ["syntax-fed"])
def test_federation_is_refused_whatever_its_syntax(site: Client, folder: str) -> None:
    """Every query of the federation suite holds SERVICE, and is refused before it runs."""
    files = sorted((w3c.SUITES / folder).glob("*.rq"))
    assert len(files) == 3
    for path in files:
        answer = site.post(path.read_text(encoding="utf-8"))
        assert (answer.status, "SERVICE" in answer.text) == (403, True)
