"""The W3C test manifests: what each test asks, over which data, and what must come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from plangraph.namespaces import GRAPH
from support import ROOT

SUITES = ROOT / "tests" / "data" / "w3c" / "sparql11"
BASE = f"{GRAPH}w3c/"  # the files' names as graphs of ours, so that the guard knows them
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
DATA_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".rdf": RdfFormat.RDF_XML}
RESULT_FORMATS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
Term: TypeAlias = "NamedNode | BlankNode | Literal | Triple | None"
Rows: TypeAlias = "list[dict[str, Term]]"


@dataclass(frozen=True)
class Case:
    """One test of a suite."""

    name: str  # "aggregates/agg01"
    kind: str  # "QueryEvaluationTest"
    query: str  # the text, with the base its relative names need
    data: str | None  # the default graph
    graphs: tuple[str, ...]  # the named graphs
    result: Path | None


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """Every test of every manifest, in the order of the manifests."""
    return tuple(case for path in sorted(SUITES.glob("*/manifest.ttl")) for case in _of_manifest(path))


def _of_manifest(path: Path) -> Iterator[Case]:
    base = f"{BASE}{path.parent.name}/"
    graph = Graph().parse(path, format="turtle", publicID=base)
    for head in graph.objects(None, MF.entries):
        for test in Collection(graph, head):
            kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            local = str(test).rpartition("#")[2].rpartition("/")[2]
            if kind == "ProtocolTest" or action is None:
                yield Case(f"{path.parent.name}/{local}", kind, "", None, (), None)
                continue
            query = action if isinstance(action, URIRef) else graph.value(action, QT.query)
            data = graph.value(action, QT.data)
            text = _file(str(query)).read_text(encoding="utf-8")
            yield Case(
                f"{path.parent.name}/{local}",
                kind,
                text if kind.startswith("Negative") else f"BASE <{base}>\n{text}",
                str(data) if data else None,
                tuple(sorted(map(str, graph.objects(action, QT.graphData)))),
                _file(str(result)) if isinstance(result, URIRef) else None,
            )


def _file(iri: str) -> Path:
    return SUITES / iri.removeprefix(BASE)


def nquads() -> Iterator[bytes]:
    """The data files of all tests, each as a graph of its own."""
    names = {iri for case in cases() for iri in (case.data, *case.graphs) if iri}
    for iri in sorted(names):
        path = _file(iri)
        quads = parse(path.read_bytes(), format=DATA_FORMATS[path.suffix], base_iri=iri, rename_blank_nodes=True)
        graph = NamedNode(iri)
        yield (
            serialize((Quad(q.subject, q.predicate, q.object, graph) for q in quads), format=RdfFormat.N_QUADS) or b""
        )


def holds_anything(iri: str) -> bool:
    """Whether a data file has any triple."""
    path = _file(iri)
    return any(True for _ in parse(path.read_bytes(), format=DATA_FORMATS[path.suffix], base_iri=iri))


def expected_rows(path: Path) -> Rows | bool:
    """The rows, or the yes or no, that a test expects."""
    return rows_of(path.read_bytes(), RESULT_FORMATS[path.suffix])


def rows_of(content: bytes, form: QueryResultsFormat) -> Rows | bool:
    """Results as rows; a variable without a value is left out."""
    found = parse_query_results(content, form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def same_rows(found: Rows, wanted: Rows) -> bool:
    """Whether two results are the same, whatever their order and the names of their blank nodes."""
    if len(found) != len(wanted):
        return False
    ours, theirs = _blank(found), _blank(wanted)
    if len(ours) != len(theirs):
        return False
    if len(ours) > 7:  # too many ways to name them: compare what is not blank
        return _keys(found, dict.fromkeys(ours, "")) == _keys(wanted, dict.fromkeys(theirs, ""))
    key = _keys(wanted, {node: str(at) for at, node in enumerate(theirs)})
    return any(_keys(found, {node: str(at) for at, node in enumerate(order)}) == key for order in permutations(ours))


def _blank(rows: Rows) -> list[BlankNode]:
    return list(dict.fromkeys(term for row in rows for term in row.values() if isinstance(term, BlankNode)))


def _keys(rows: Rows, names: Mapping[BlankNode, str]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, _key(term, names)) for name, term in row.items()) for row in rows)


def _key(term: Term, names: Mapping[BlankNode, str]) -> str:
    if isinstance(term, BlankNode):
        return f"_:{names[term]}"
    if isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in (
        "integer",
        "decimal",
        "double",
        "float",
    ):
        try:
            return f"{float(term.value)!r}^^{term.datatype.value}"
        except ValueError:
            return str(term)
    return str(term)


def same_graph(found: bytes, wanted: Path) -> bool:
    """Whether N-Triples hold the graph of a file."""
    from rdflib.compare import isomorphic

    return isomorphic(Graph().parse(data=found, format="nt"), Graph().parse(wanted, format="turtle", publicID=BASE))


def names(kinds: Iterable[str]) -> list[Case]:
    """The tests of these kinds."""
    chosen = set(kinds)
    return [case for case in cases() if case.kind in chosen]
