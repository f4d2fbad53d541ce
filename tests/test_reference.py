"""The national reference: what its files hold, and how strictly they are read."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from plangraph.namespaces import GRAPH, ID, PG, expand, ident, pg, term
from plangraph.reference import BrokenReference, ReferenceFile, load_reference

FOLDER = Path(__file__).parents[1] / "graph" / "reference"
STEMS = [
    *("master_plans", "named_plans", "national_strategy", "nesdp_13"),
    *("organisations", "provinces", "reform_plan", "security_plan"),
]


@pytest.fixture(scope="module")
def files() -> list[ReferenceFile]:
    return load_reference(FOLDER)


@pytest.fixture(scope="module")
def facts(files: list[ReferenceFile]) -> dict[str, dict[str, list[str]]]:
    """Every node of the reference with its values by predicate IRI."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in quads(files):
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return nodes


def quads(files: list[ReferenceFile]) -> Iterator[tuple[str, str, str]]:
    """Subject, predicate and object of every quad, as plain text."""
    for file in files:
        for quad in file.quads:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            yield quad.subject.value, quad.predicate.value, quad.object.value


def of_class(facts: dict[str, dict[str, list[str]]], name: str) -> list[str]:
    return [iri for iri, values in facts.items() if expand(name) in values.get(expand("rdf:type"), ())]


def official(facts: dict[str, dict[str, list[str]]], relation: str) -> list[tuple[str, str, str]]:
    """(from, to, verification) of the official links of one relation, IRIs shortened."""
    rows = [facts[iri] for iri in of_class(facts, "pg:Alignment")]
    return [
        (
            row[f"{PG}from"][0].removeprefix(ID),
            row[f"{PG}to"][0].removeprefix(ID),
            row[f"{PG}verification"][0][len(PG) :],
        )
        for row in rows
        if row[f"{PG}relation"] == [PG + relation]
    ]


def test_there_are_eight_files_each_in_a_graph_of_its_own(files: list[ReferenceFile]) -> None:
    assert [file.stem for file in files] == STEMS
    for file in files:
        assert {quad.graph_name for quad in file.quads} == {NamedNode(f"{GRAPH}reference/{file.stem}")}


@pytest.mark.parametrize(
    ("kind", "plan", "count"),
    [
        ("NationalStrategy", "national-strategy", 6),
        ("StrategicIssue", "national-strategy", 35),
        ("Goal", "national-strategy", 20),
        ("Indicator", "national-strategy", 24),
        ("MasterPlan", "master-plan-2566", 23),
        ("SubPlan", "master-plan-2566", 86),
        ("Goal", "master-plan-2566", 36 + 133),
        ("Milestone", "nesdp-13", 13),
        ("Goal", "nesdp-13", 5 + 14),
        ("SecurityPolicy", "national-security-plan-2566", 17),
        ("ReformTopic", "reform-plan-2564", 13),
    ],
)
def test_every_plan_holds_the_elements_of_its_source(
    facts: dict[str, dict[str, list[str]]], kind: str, plan: str, count: int
) -> None:
    found = [iri for iri in of_class(facts, f"pg:{kind}") if facts[iri][f"{PG}inPlan"] == [ID + plan]]
    assert len(found) == count


def test_the_master_plan_says_where_its_counts_differ_from_the_official_ones(
    facts: dict[str, dict[str, list[str]]],
) -> None:
    comments = " ".join(facts[f"{ID}master-plan-2566"][expand("rdfs:comment")])
    assert "แผนย่อย 86 (ทางการ 85)" in comments
    assert "Y2 36 (ทางการ 37)" in comments
    assert "Y1 133 (ทางการ 140)" in comments


def test_thirteen_goals_are_codes_only_and_say_so(facts: dict[str, dict[str, list[str]]]) -> None:
    bare = [iri for iri, values in facts.items() if values.get(f"{PG}codeOnly") == ["true"]]
    assert len(bare) == 13
    assert all("ไม่มีข้อความในแหล่งข้อมูล" in facts[iri][expand("rdfs:label")][0] for iri in bare)
    assert all(facts[iri][f"{PG}verification"] == [f"{PG}unverified"] for iri in bare)


@pytest.mark.parametrize(
    ("plan", "years"),
    [
        ("national-strategy", ("2561", "2580")),
        ("master-plan-2566", ("2566", "2580")),
        ("master-plan-2562", ("2562", "2566")),
        ("nesdp-13", ("2566", "2570")),
        ("nesdp-14", ("2571", "2575")),
        ("national-security-plan-2566", ("2566", "2570")),
        ("reform-plan-2564", ("2564", "2565")),
    ],
)
def test_national_plans_have_their_period(
    facts: dict[str, dict[str, list[str]]], plan: str, years: tuple[str, str]
) -> None:
    node = facts[ID + plan]
    assert (node[f"{PG}validFrom"][0], node[f"{PG}validUntil"][0]) == years


def test_the_old_master_plan_edition_names_its_successor_and_the_draft_says_it_is_one(
    facts: dict[str, dict[str, list[str]]],
) -> None:
    assert facts[f"{ID}master-plan-2562"][expand("dcterms:isReplacedBy")] == [f"{ID}master-plan-2566"]
    assert facts[f"{ID}nesdp-14"][f"{PG}edition"] == ["ร่าง"]
    elements = [iri for iri, node in facts.items() if node.get(f"{PG}inPlan") == [f"{ID}master-plan-2566"]]
    assert all("2566" in facts[iri].get(f"{PG}edition", ["2566"]) for iri in elements)


def test_every_edge_has_one_official_alignment_and_every_alignment_its_edge(files: list[ReferenceFile]) -> None:
    triples = set(quads(files))
    edges = Counter(edge for edge in triples if edge[1] in (f"{PG}partOf", f"{PG}alignedTo"))
    by_node: dict[str, dict[str, str]] = {}
    for subject, predicate, value in triples:
        by_node.setdefault(subject, {})[predicate] = value
    nodes = [node for node in by_node.values() if node.get(f"{PG}basis") == f"{PG}official"]
    explained = Counter((node[f"{PG}from"], node[f"{PG}relation"], node[f"{PG}to"]) for node in nodes)
    assert explained == edges
    assert len(edges) > 380


def test_every_quote_is_the_beginning_of_its_line_names_the_target_and_fits(
    facts: dict[str, dict[str, list[str]]],
) -> None:
    lines = {stem: (FOLDER / f"{stem}.ttl").read_text(encoding="utf-8").splitlines() for stem in STEMS}
    checked = 0
    for iri in of_class(facts, "pg:Alignment"):
        passage = facts[facts[iri][f"{PG}evidence"][0]]
        stem = passage[f"{PG}document"][0].rsplit("/", 1)[1]
        line, quote = lines[stem][int(passage[f"{PG}firstLine"][0]) - 1], passage[f"{PG}exactText"][0]
        assert line.startswith(quote)
        assert len(quote) <= 300
        assert f"<{facts[iri][f'{PG}to'][0].removeprefix(ID)}>" in quote
        checked += 1
    assert checked > 380


def test_only_master_plans_link_to_the_national_strategy_and_no_link_is_verified(
    facts: dict[str, dict[str, list[str]]],
) -> None:
    links = official(facts, "alignedTo")
    assert len(links) == 26
    assert {verification for _, _, verification in links} == {"unverified"}
    assert {origin.rsplit("/", 1)[0] for origin, _, _ in links} == {"master-plan-2566"}
    assert {target.split("/")[0] for _, target, _ in links} == {"national-strategy"}


@pytest.mark.parametrize(
    ("origin", "target", "verification"),
    [
        ("nesdp-13/milestone/10", "nesdp-13", "verified"),
        ("national-strategy/5", "national-strategy", "verified"),
        ("master-plan-2566/16", "master-plan-2566", "verified"),
        ("master-plan-2566/08/sub-plan/0801", "master-plan-2566/08", "unverified"),
        ("master-plan-2566/08/goal/080101", "master-plan-2566/08/sub-plan/0801", "unverified"),
        ("national-security-plan-2566/policy/9", "national-security-plan-2566", "unverified"),
        # the text was seen, the code that says where it belongs was not: the link has a row of its own
        ("master-plan-2566/03/goal/030201", "master-plan-2566/03/sub-plan/0302", "unverified"),
    ],
)
def test_a_link_inside_a_plan_is_as_sure_as_the_row_that_states_it(
    facts: dict[str, dict[str, list[str]]], origin: str, target: str, verification: str
) -> None:
    assert (origin, target, verification) in official(facts, "partOf")


def test_seventy_six_provinces_are_each_in_one_group(facts: dict[str, dict[str, list[str]]]) -> None:
    places = of_class(facts, "schema:AdministrativeArea")
    provinces = [iri for iri in places if iri.startswith(f"{ID}province/")]
    members = [place for iri in places for place in facts[iri].get(expand("schema:containsPlace"), ())]
    assert len(provinces) == 77
    assert len(places) - len(provinces) == 18
    assert sorted(members) == sorted(set(provinces) - {f"{ID}province/10"})
    assert facts[f"{ID}province/52"][expand("rdfs:label")] == ["ลำปาง", "Lampang"]


def test_every_row_has_a_source_and_says_whether_it_was_verified(facts: dict[str, dict[str, list[str]]]) -> None:
    rows = [node for node in facts.values() if expand("dcterms:source") in node]
    assert len(rows) > 600
    assert all(node[f"{PG}verification"][0] in (f"{PG}verified", f"{PG}unverified") for node in rows)
    memory = [node for node in rows if node[expand("dcterms:source")] == ["general knowledge, unverified (high)"]]
    assert memory
    assert all(node[f"{PG}verification"] == [f"{PG}unverified"] for node in memory)


def test_documents_carry_hash_and_line_count_and_nothing_is_blank(files: list[ReferenceFile]) -> None:
    for file in files:
        data, found = file.path.read_bytes(), set(file.quads)
        document, graph = ident(f"document/reference/{file.stem}"), NamedNode(f"{GRAPH}reference/{file.stem}")
        assert Quad(document, pg("sha256"), Literal(hashlib.sha256(data).hexdigest()), graph) in found
        assert Quad(document, pg("lineCount"), Literal(data.count(b"\n")), graph) in found
        assert Quad(document, pg("sourcePath"), Literal(f"graph/reference/{file.path.name}"), graph) in found
        assert not any(isinstance(node, BlankNode) for quad in found for node in (quad.subject, quad.object))


def test_reading_twice_gives_the_same_quads_in_the_same_order(files: list[ReferenceFile]) -> None:
    assert [file.quads for file in load_reference(FOLDER)] == [file.quads for file in files]


# --- one-line changes and broken rows --------------------------------------------------------------------------------


def edited(tmp_path: Path, stem: str, old: str, new: str) -> Path:
    """A copy of the reference with one replacement in one file."""
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)
    path = folder / f"{stem}.ttl"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_verifying_a_link_is_a_one_line_change_that_moves_no_iri(tmp_path: Path, files: list[ReferenceFile]) -> None:
    path = FOLDER / "master_plans.ttl"
    row = next(line for line in path.read_text(encoding="utf-8").splitlines() if "03--national-strategy-2> a" in line)
    folder = edited(tmp_path, "master_plans", row, row.replace("pg:unverified", "pg:verified"))
    before, after = set(files[0].quads), set(load_reference(folder)[0].quads)
    node = NamedNode(f"{ID}alignment/reference/master-plan-2566-03--national-strategy-2")
    changed = {(quad.subject, quad.predicate) for quad in before ^ after}
    assert (node, pg("verification")) in changed
    assert changed == {(node, pg("verification")), (ident("document/reference/master_plans"), pg("sha256"))}


ROW = '<nesdp-13/milestone/3> a pg:Milestone ; pg:partOf <nesdp-13> ; rdfs:label "'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("pg:number 3 ; pg:inPlan", "pg:nomber 3 ; pg:inPlan", "unknown pg:nomber"),
        ("a pg:Milestone ;", "a pg:Mileston ;", "unknown class pg:Mileston"),
        ("<nesdp-13/milestone/3> a", "<nesdp-13/milestone/2> a", r"stands in line \d+ already"),
        ("pg:partOf <nesdp-13> ; rdfs:label", "pg:partOf <nesdp-99> ; rdfs:label", "pg:partOf points to no row"),
        ("pg:planLevel 2 ;", "", "pg:planLevel missing"),
        ("pg:verification pg:verified", "pg:verification pg:checked", "expected pg:verified or pg:unverified"),
        ("pg:verification pg:verified", "pg:verification pg:verified , pg:unverified", "more than one pg:verification"),
        (" .", "", "not a row on one line"),
        ('rdfs:label "', 'rdfs:label """', "no Turtle"),
        ("pg:inPlan <nesdp-13>", "pg:inPlan [ ]", "a blank node"),
    ],
)
def test_a_broken_row_stops_with_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    lines = (FOLDER / "nesdp_13.ttl").read_text(encoding="utf-8").splitlines()
    number, row = next((n, line) for n, line in enumerate(lines, 1) if line.startswith(ROW))
    head, found, tail = row.rpartition(old)
    assert found
    folder = edited(tmp_path, "nesdp_13", row, head + new + tail)
    with pytest.raises(BrokenReference, match=says) as raised:
        load_reference(folder)
    assert raised.value.path.name == "nesdp_13.ttl"
    assert raised.value.line == number
    assert "\n" not in str(raised.value)
    assert raised.value.th != raised.value.en


def test_a_code_that_is_not_of_its_parent_is_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "master_plans", 'pg:code "0301"', 'pg:code "0401"')
    with pytest.raises(BrokenReference, match=r"code 0401 is none of id:master-plan-2566/03"):
        load_reference(folder)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"@prefix pg: <x#> .\n", "the first line must be its title"),
        (b"# \xff\n", "not UTF-8"),
        (b"# x\n@prefix pg <x#> .\n", "no Turtle"),
        ("# ก\n@base <http://example.org/> .\n@prefix pg: <{PG}> .\n<a> a pg:Plan ; pg:number 1 .\n", "@base must be"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, data: bytes | str, says: str) -> None:
    raw = data.replace("{PG}", PG).encode() if isinstance(data, str) else data
    (tmp_path / "x.ttl").write_bytes(raw)
    with pytest.raises(BrokenReference, match=says):
        load_reference(tmp_path)


def test_the_same_element_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "reform_plan", "<reform-plan-2564/topic/5> a", "<nesdp-13/milestone/3> a")
    with pytest.raises(BrokenReference, match=r"nesdp_13\.ttl:\d+ already"):
        load_reference(folder)


def test_a_folder_without_reference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenReference, match=r"no \.ttl file"):
        load_reference(tmp_path)


def test_terms_of_the_data_are_in_the_ontology(files: list[ReferenceFile]) -> None:
    """Every ``pg:`` name the reference uses is declared, so that a misspelt one cannot slip in."""
    ontology = (FOLDER.parents[1] / "ontology" / "plangraph.ttl").read_text(encoding="utf-8")
    used = {name for triple in quads(files) for name in triple[1:] if name.startswith(PG)}
    assert len(used) > 25
    assert not [name for name in used if f"pg:{name[len(PG) :]} a " not in ontology]
    assert term("pg:codeOnly").value in used
