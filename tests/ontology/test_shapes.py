"""SHACL: each shape finds its mistake and leaves the right thing alone, and the built data conform."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from plangraph.shapes import SHAPES, ShapeViolation, ValidatorMissing, validate

ID = "https://w3id.org/plangraph/id/"
PG = "https://w3id.org/plangraph/ontology#"
ROOT = Path(__file__).resolve().parents[2]
FIXTURES = {path.stem: path for path in sorted((ROOT / "tests/data/shapes").glob("*.ttl"))}


def shape_names(shapes: Graph) -> set[str]:
    named = {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}
    return {str(shape).removeprefix(SHAPES) for shape in named}


def unknown_shacl_terms(graph: Graph) -> set[str]:
    """Terms of the SHACL namespace that SHACL does not have; pySHACL passes over them in silence."""
    used = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    names = {iri.removeprefix(str(SH)) for iri in used if iri.startswith(str(SH))}
    return {name for name in names if name not in SH}


# --- the shapes themselves -------------------------------------------------------------------------------------------


def test_the_shapes_use_only_terms_that_shacl_has(shapes: Graph) -> None:
    assert unknown_shacl_terms(shapes) == set()


def test_a_misspelt_shacl_term_is_noticed() -> None:
    text = f"<{SHAPES}x> a <{SH.NodeShape}> ; <{SH}targetClas> <{PG}Project> ; <{SH}minCout> 1 ."
    assert unknown_shacl_terms(Graph().parse(data=text, format="turtle")) == {"targetClas", "minCout"}


def test_every_shape_has_a_fixture_of_its_name(shapes: Graph) -> None:
    assert len(FIXTURES) > 35
    assert shape_names(shapes) == FIXTURES.keys()


def test_every_shape_has_a_target_and_one_message_in_each_language(shapes: Graph) -> None:
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    for name in shape_names(shapes):
        shape = URIRef(SHAPES + name)
        assert any(shapes.value(shape, kind, any=True) for kind in targets), name
        holder = shapes.value(shape, SH.sparql) or shape
        messages = [text for text in shapes.objects(holder, SH.message) if isinstance(text, Literal)]
        assert sorted(str(text.language) for text in messages) == ["en", "th"], name


@pytest.mark.parametrize("name", FIXTURES)
def test_a_shape_finds_what_is_wrong_and_nothing_else(name: str) -> None:
    """A fixture names its right nodes good-… and its wrong ones bad-…; the shape must tell them apart."""
    graph = Graph().parse(FIXTURES[name])
    subjects = {str(subject).removeprefix(ID) for subject in graph.subjects()}
    bad = {subject for subject in subjects if subject.startswith("bad")}
    assert bad
    assert any(subject.startswith("good") for subject in subjects)
    found = [violation for violation in validate(graph) if violation.shape == name]
    assert {violation.focus.removeprefix(ID) for violation in found} == bad
    assert all(violation.th and violation.en for violation in found)


# --- validate() ------------------------------------------------------------------------------------------------------


def test_a_violation_reads_as_one_line_in_each_language() -> None:
    line = f"<{ID}alignment/0a1b> <{PG}basis> <{PG}official> .\n"
    (violation,) = validate(line)
    assert violation == ShapeViolation(
        shape="official-says-verified",
        focus=f"{ID}alignment/0a1b",
        path="",
        value="",
        th="ความเชื่อมโยงจากข้อมูลทางการต้องระบุว่าเทียบกับตัวบททางการแล้วหรือไม่ (pg:verification)",
        en="an official link says whether its row was compared with the official text (pg:verification)",
    )
    assert violation.message("en").startswith("id:alignment/0a1b: an official link says")
    assert violation.message("th").startswith("id:alignment/0a1b: ความเชื่อมโยง")


def test_a_violation_names_the_property_and_the_value_at_fault() -> None:
    line = f'<{ID}project/1> <{PG}fiscalYear> "2027"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    (violation,) = validate(line)
    assert (violation.path, violation.value) == (f"{PG}fiscalYear", "2027")


def test_nothing_conforms_to_everything() -> None:
    assert validate("") == []


def test_without_pyshacl_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(ValidatorMissing, match=r"pip install 'plangraph\[validate\]'"):
        validate("")


# --- the built data --------------------------------------------------------------------------------------------------


def test_the_built_data_conform(built_triples: list[str]) -> None:
    assert len(built_triples) > 10_000
    assert validate("".join(built_triples)) == []


def test_what_is_taken_from_the_built_data_is_missed(built_triples: list[str]) -> None:
    """A listed project without its strategies, a link without evidence and a second target are each found."""
    graph = Graph().parse(data="".join(built_triples), format="nt")
    line = subjects(graph, "figureFrom", f"{PG}strategyTable")[0]
    project = subjects(graph, "hasBudgetLine", line)[0]
    bare, double = subjects(graph, "basis", f"{PG}stated")[:2]
    graph.remove((URIRef(project), URIRef(f"{PG}partOf"), None))
    graph.remove((URIRef(bare), URIRef(f"{PG}evidence"), None))
    graph.add((URIRef(double), URIRef(f"{PG}to"), URIRef(f"{ID}national-strategy")))
    found = {(violation.shape, violation.focus) for violation in validate(graph)}
    assert {
        ("project-part-of-strategy", project),
        ("alignment-has-evidence", bare),
        ("alignment-one-target", double),
    } <= found


def subjects(graph: Graph, name: str, value: str) -> list[str]:
    return sorted(str(subject) for subject in graph.subjects(URIRef(PG + name), URIRef(value)))
