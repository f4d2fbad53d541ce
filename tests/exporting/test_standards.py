"""Standards out: every export is read again by a tool that is not ours, and nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
import rdflib
import yaml
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from chains_fixture import store as small_store
from plangraph.exporting import context, networks, rdf, sssom, stratml, tables
from plangraph.exporting.focus import find_plan
from plangraph.exporting.quads import all_quads
from plangraph.namespaces import PREFIXES, expand, pg
from plangraph.resources import package_file
from plangraph.store import EmbeddedStore
from support import ROOT

SCHEMAS = ROOT / "tests" / "data" / "stratml"


# --- RDF --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_what_we_write(name: str, form: str) -> None:
    store = small_store()
    read = rdflib.Dataset(default_union=True)
    read.parse(data=getattr(rdf, name)(store).decode("utf-8"), format=form)
    ours = {
        (str(quad.subject).strip("<>"), quad.predicate.value, quad.object.value)
        for quad in all_quads(store)
        if isinstance(quad.object, NamedNode | Literal)
    }
    theirs = {(str(s), str(p), str(o)) for s, p, o, _ in read.quads((None, None, None, None))}
    assert theirs == ours
    assert len(ours) > 500


@pytest.mark.parametrize("name", ["trig", "nquads", "jsonld"])
def test_nothing_of_the_whole_graph_is_lost(graph: EmbeddedStore, name: str) -> None:
    form = {"trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}[name]
    content = getattr(rdf, name)(graph, with_proposals=True)
    assert set(parse(content, format=form)) == set(all_quads(graph, with_proposals=True))


@pytest.mark.parametrize("name", ["turtle", "trig", "nquads", "jsonld"])
def test_proposals_stand_among_no_facts_unless_asked_for(graph: EmbeddedStore, name: str) -> None:
    content = getattr(rdf, name)(graph).decode("utf-8")
    assert "because" not in content.replace('"because": "pg:because"', "")
    if name != "turtle":
        assert "because" in getattr(rdf, name)(graph, with_proposals=True).decode("utf-8").replace('"pg:because"', "")


def test_the_shipped_context_is_the_one_the_ontology_gives() -> None:
    assert package_file("data", "context.jsonld").read_text(encoding="utf-8") == context.text()


def test_json_ld_needs_nothing_from_the_network(graph: EmbeddedStore) -> None:
    document = json.loads(rdf.jsonld(small_store()))
    assert isinstance(document["@context"], dict)
    assert document["@context"]["partOf"] == {"@id": "pg:partOf", "@type": "@id"}
    assert not [name for name, value in document["@context"].items() if name == "@import" or value == "@import"]


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Oxigraph keeps prefixes without an order, and Python's hashes differ from run to run."""
    script = (
        "import sys; sys.path[:0] = ['tests', 'src']\n"
        "from chains_fixture import store\nfrom plangraph.exporting import networks, rdf, sssom\n"
        "import hashlib\ns = store()\n"
        "made = [rdf.turtle(s), rdf.trig(s), rdf.jsonld(s), sssom.write(s), networks.graphml(s), networks.gexf(s)]\n"
        "print(*(hashlib.sha256(each).hexdigest() for each in made))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, check=True, cwd=ROOT, encoding="utf-8", env={"PYTHONHASHSEED": seed}, timeout=60,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1


# --- SSSOM ------------------------------------------------------------------------------------------------------------


def head_and_rows(content: bytes) -> tuple[dict[str, object], list[dict[str, str]]]:
    lines = content.decode("utf-8").splitlines(keepends=True)
    head = "".join(line[1:] for line in lines if line.startswith("#"))
    body = "".join(line for line in lines if not line.startswith("#"))
    return yaml.safe_load(head), list(csv.DictReader(io.StringIO(body, newline=""), delimiter="\t"))


def test_the_head_of_the_table_is_yaml_and_declares_every_column_of_ours(graph: EmbeddedStore) -> None:
    head, rows = head_and_rows(sssom.write(graph))
    declared = {each["slot_name"] for each in head["extension_definitions"]}  # type: ignore[attr-defined]
    assert declared == {name for name in rows[0] if name.startswith("ext_")}
    assert head["curie_map"] == PREFIXES
    assert head["mapping_set_id"] and head["license"]


def test_every_row_has_the_slots_sssom_requires(graph: EmbeddedStore) -> None:
    _, rows = head_and_rows(sssom.write(graph))
    assert len(rows) > 600
    for row in rows:
        for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert row[slot].partition(":")[0] in PREFIXES, row
        assert row["ext_basis"] != "pg:proposed"


@pytest.mark.parametrize("with_proposals", [False, True])
def test_sssom_to_graph_to_sssom_is_the_same_file(graph: EmbeddedStore, with_proposals: bool) -> None:
    content = sssom.write(graph, with_proposals=with_proposals)
    quads = list(sssom.quads(sssom.read(content)))
    labels = [quad for quad in all_quads(graph) if quad.predicate.value == expand("rdfs:label")]
    assert sssom.table([*quads, *labels], sssom._labels(labels)) == content


def test_the_alignments_of_the_table_are_those_of_the_graph(graph: EmbeddedStore) -> None:
    quads = all_quads(graph, with_proposals=True)
    alignments = {quad.subject for quad in quads if quad.object == pg("Alignment")}
    read = set(sssom.quads(sssom.read(sssom.write(graph, with_proposals=True))))
    assert read == {quad for quad in quads if quad.subject in alignments}


@pytest.mark.parametrize(
    "text", ["a|b", "a\\|b\\", "ก\nข\tค\r", "@th", "a@th", "x@", '"', "=1+1", "'=1", "-", "\\n", "a@en|b@th"]
)
@pytest.mark.parametrize("language", [None, "th"])
def test_no_text_of_a_link_is_lost_in_its_cell(text: str, language: str | None) -> None:
    graph, node = NamedNode(expand("id:graph/x")), NamedNode(expand("id:alignment/x"))
    value = Literal(text, language=language) if language else Literal(text)
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (pg("from"), pg("a")),
        (pg("to"), pg("b")),
        (pg("printedTitle"), value),
        (pg("printedTitle"), Literal("อื่น")),
    ]
    quads = {Quad(node, predicate, held, graph) for predicate, held in said}
    quads.add(Quad(node, NamedNode(expand("rdf:type")), pg("Alignment"), graph))
    assert set(sssom.quads(sssom.read(sssom.table(quads, {})))) == quads


# --- networks ---------------------------------------------------------------------------------------------------------


def test_networkx_reads_graphml_with_every_link_and_its_basis(graph: EmbeddedStore) -> None:
    read = nx.read_graphml(io.BytesIO(networks.graphml(graph)), force_multigraph=True)
    made = networks.build(graph)
    assert set(read.nodes) == set(made.nodes)
    assert sorted(basis for *_, basis in read.edges(data="basis")) == sorted(b for *_, b in made.edges(data="basis"))
    strategy = read.nodes["id:national-strategy/2"]
    assert (strategy["kind"], strategy["level"]) == ("NationalStrategy", 1)


def test_networkx_reads_gexf_without_a_clock(graph: EmbeddedStore) -> None:
    content = networks.gexf(graph)
    assert b"lastmodified" not in content
    read = nx.read_gexf(io.BytesIO(content))
    assert read.number_of_edges() == networks.build(graph).number_of_edges()


def test_no_proposal_is_an_edge(graph: EmbeddedStore) -> None:
    for make in (networks.graphml, networks.gexf):
        assert make(graph, with_proposals=True) == make(graph)
        assert b"proposed" not in make(graph)


def test_strong_and_weak_links_are_told_apart(graph: EmbeddedStore) -> None:
    worth = {(d["basis"], d["verification"]): d["strength"] for *_, d in networks.build(graph).edges(data=True)}
    assert worth["stated", ""] == "strong"
    assert worth["planWide", ""] == worth["tabulated", ""] == worth["official", "unverified"] == "weak"


# --- CSV --------------------------------------------------------------------------------------------------------------


def test_every_table_has_the_columns_its_dictionary_and_its_package_describe(graph: EmbeddedStore) -> None:
    parts = tables.parts(graph)
    package = json.loads(parts["datapackage.json"])
    dictionary = list(csv.DictReader(io.StringIO(parts["dictionary.csv"].decode("utf-8-sig"))))
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in tables.tables()]
    for resource in package["resources"]:
        rows = list(csv.reader(io.StringIO(parts[resource["path"]].decode("utf-8-sig"), newline="")))
        fields = [field["name"] for field in resource["schema"]["fields"]]
        name = resource["path"].removesuffix(".csv")
        assert rows[0] == fields == [row["column"] for row in dictionary if row["table"] == name and row["column"]]
        assert len(rows) > 20, name
        for field, values in zip(resource["schema"]["fields"], zip(*rows[1:], strict=True), strict=True):
            if field["type"] in ("integer", "number"):
                assert all(value == "" or float(value) == float(value) for value in values), field


def test_the_budget_lines_are_the_figures_of_the_graph(graph: EmbeddedStore) -> None:
    rows = list(csv.DictReader(io.StringIO(tables.parts(graph)["budget_lines.csv"].decode("utf-8-sig"), newline="")))
    (printed,) = [
        row for row in rows if row["as_printed"].startswith("๑๔๑,๗๐๐") and row["figure_from"] == "projectBrief"
    ]
    assert printed["baht"] == "141700"
    assert len({row["id"] for row in rows}) == len(rows)


def test_no_cell_of_a_table_is_a_formula(graph: EmbeddedStore) -> None:
    for name, content in tables.parts(graph).items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@"))], name


def test_excel_is_told_that_the_tables_are_utf_8(graph: EmbeddedStore) -> None:
    assert tables.parts(graph)["projects.csv"].startswith(b"\xef\xbb\xbf")


# --- StratML ----------------------------------------------------------------------------------------------------------


def schema(part: int) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / f"part{part}.rng"))


@pytest.mark.parametrize("part", [1, 2])
def test_stratml_is_valid_by_the_declarations_of_its_schema(graph: EmbeddedStore, part: int) -> None:
    write = stratml.part_1 if part == 1 else stratml.part_2
    document = etree.fromstring(write(graph, find_plan(graph, None)))
    rules = schema(part)
    assert rules.validate(document), rules.error_log.last_error


@pytest.mark.parametrize("part", [1, 2])
def test_the_schema_refuses_a_document_without_a_name(graph: EmbeddedStore, part: int) -> None:
    write = stratml.part_1 if part == 1 else stratml.part_2
    document = etree.fromstring(write(graph, find_plan(graph, None)))
    document.remove(document[0])
    assert not schema(part).validate(document)


def test_the_goals_of_stratml_are_the_three_guidelines(graph: EmbeddedStore) -> None:
    document = etree.fromstring(stratml.part_1(graph, find_plan(graph, None)))
    names = {"s": stratml.CORE}
    assert [str(text) for text in document.xpath("//s:Goal/s:SequenceIndicator/text()", namespaces=names)] == [
        "1",
        "2",
        "3",
    ]
    assert len(document.xpath("//s:Objective", namespaces=names)) == 4
    dates = document.xpath("//s:StartDate/text() | //s:EndDate/text()", namespaces=names)
    assert [str(each) for each in dates] == ["2026-10-01", "2027-09-30"]


def test_the_performance_form_has_the_targets_as_printed(graph: EmbeddedStore) -> None:
    document = etree.fromstring(stratml.part_2(graph, find_plan(graph, None)))
    names = {"s": stratml.PERFORMANCE}
    budgets = document.xpath(
        "//s:PerformanceIndicator[@ValueChainStage='Input']//s:NumberOfUnits/text()", namespaces=names
    )
    assert "141700" in budgets
    targets = document.xpath("//s:TargetResult[s:Description]", namespaces=names)
    assert len(targets) > 50


@pytest.mark.parametrize("part", [1, 2])
def test_no_identifier_of_stratml_is_used_twice(graph: EmbeddedStore, part: int) -> None:
    """``xsd:ID`` must be unique; a project under two strategies stands there twice, under different ones."""
    write = stratml.part_1 if part == 1 else stratml.part_2
    document = etree.fromstring(write(graph, find_plan(graph, None)))
    identifiers = [str(text) for text in document.xpath("//*[local-name()='Identifier']/text()")]
    assert len(identifiers) == len(set(identifiers)) > 8
