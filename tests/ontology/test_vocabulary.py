"""The vocabulary: complete in both languages, inside OWL 2 RL, used, and nothing used that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, QB, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

PG = "https://w3id.org/plangraph/ontology#"
ONTOLOGY = URIRef("https://w3id.org/plangraph/ontology")
THAI = re.compile("[\u0e01-\u0e5b]")
USE = re.compile(r"\bpg:(?=[A-Za-z])(\w+)|plangraph/ontology#(\w+)|\bpg\(\"(\w+)\"\)")

WAITING: set[str] = set()  # names the design fixes and nothing uses yet


def texts(graph: Graph, kind: URIRef, subject: Node | None = None) -> list[Literal]:
    return [text for text in graph.objects(subject, kind) if isinstance(text, Literal)]


def local_names(nodes: Iterable[Node]) -> set[str]:
    return {str(node).removeprefix(PG) for node in nodes if str(node).startswith(PG)}


@pytest.fixture(scope="session")
def terms(vocabulary: Graph) -> set[str]:
    return local_names(vocabulary.subjects())


@pytest.fixture(scope="session")
def used(root: Path) -> dict[str, Path]:
    """Every term that code, shapes, queries or data name, with a file that does."""
    files = [root / "ontology/shapes.ttl"]
    for folder in ("src/plangraph", "queries", "graph/reference", "graph/sources", "graph/reviews", "graph/data"):
        found = [path for path in sorted((root / folder).rglob("*")) if _is_text(path)]
        assert found or folder == "graph/reviews", f"nothing in {folder}"
        files += found
    return {next(filter(None, match)): file for file in files for match in USE.findall(file.read_text("utf-8"))}


def _is_text(path: Path) -> bool:
    return path.suffix in {".py", ".toml", ".rq", ".ttl", ".nq", ".tsv", ".csv", ".json"}


# --- every term ------------------------------------------------------------------------------------------------------


def test_every_fixed_name_is_there(terms: set[str]) -> None:
    lines = Path(__file__).with_name("fixed_terms.txt").read_text("utf-8").splitlines()
    fixed = {name for line in lines if not line.startswith("#") for name in line.split()}
    assert len(fixed) > 130
    assert fixed <= terms


@pytest.mark.parametrize("kind", [RDFS.label, SKOS.definition])
def test_every_term_has_text_in_thai_and_english(vocabulary: Graph, terms: set[str], kind: URIRef) -> None:
    assert len(terms) > 150
    for name in terms:
        found = texts(vocabulary, kind, URIRef(PG + name))
        by_language = {text.language: str(text) for text in found}
        assert len(found) == 2, f"{name}: {kind}"
        assert by_language.keys() == {"th", "en"}, f"{name}: {kind}"
        assert THAI.search(by_language["th"]), f"{name}: no Thai in the Thai text"
        assert re.search("[a-z]", by_language["en"].lower()), f"{name}: no English in the English text"


def test_no_two_terms_share_a_definition(vocabulary: Graph) -> None:
    """A definition that fits two terms was copied and not finished."""
    for language in ("th", "en"):
        found = [str(text) for text in texts(vocabulary, SKOS.definition) if text.language == language]
        assert sorted({text for text in found if found.count(text) > 1}) == []


def test_every_term_says_which_ontology_defines_it(vocabulary: Graph, terms: set[str]) -> None:
    defined = local_names(vocabulary.subjects(RDFS.isDefinedBy, ONTOLOGY))
    assert defined == terms
    assert vocabulary.value(ONTOLOGY, OWL.versionInfo)


def test_classes_are_upper_camel_and_everything_else_lower_camel(vocabulary: Graph, terms: set[str]) -> None:
    classes = local_names(vocabulary.subjects(RDF.type, OWL.Class))
    assert len(classes) > 40
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", name) for name in classes)
    assert all(re.fullmatch(r"[a-z]+[0-9]*([A-Z][a-z]+)*", name) for name in terms - classes)


def test_a_retired_term_names_its_successor(vocabulary: Graph) -> None:
    for term in vocabulary.subjects(OWL.deprecated, Literal(True)):
        assert vocabulary.value(term, DCTERMS.isReplacedBy), term


# --- what the axioms mean --------------------------------------------------------------------------------------------


def test_the_ontology_stays_inside_the_rl_profile(vocabulary: Graph) -> None:
    """Only constructs that OWL 2 RL allows on the right of a subclass axiom, and no datatype outside OWL 2."""
    outside = (OWL.unionOf, OWL.someValuesFrom, OWL.minCardinality, OWL.cardinality, OWL.oneOf, OWL.disjointUnionOf)
    assert [term for term in outside if (None, term, None) in vocabulary] == []
    assert (None, RDF.type, OWL.ReflexiveProperty) not in vocabulary
    allowed = {"string", "integer", "decimal", "boolean"}
    ranges = {str(node) for node in vocabulary.objects(None, RDFS.range) if "XMLSchema#" in str(node)}
    assert {datatype.rpartition("#")[2] for datatype in ranges} == allowed


def test_only_contribution_is_transitive(vocabulary: Graph) -> None:
    """HermiT refuses functional or irreflexive on a transitive property, and a part of a part is another link."""
    assert local_names(vocabulary.subjects(RDF.type, OWL.TransitiveProperty)) == {"contributesTo"}
    below = local_names(vocabulary.subjects(RDFS.subPropertyOf, URIRef(PG + "contributesTo")))
    assert below == {"partOf", "alignedTo"}


def test_contribution_is_defined_as_a_path_and_never_as_alignment(vocabulary: Graph) -> None:
    found = texts(vocabulary, SKOS.definition, URIRef(PG + "contributesTo"))
    definition = {text.language: str(text) for text in found}
    assert "answers 'is there a path', never 'is it aligned'" in definition["en"]
    assert "ตอบได้เพียงว่า 'มีเส้นทางหรือไม่' มิใช่ 'สอดคล้องหรือไม่'" in definition["th"]


def test_the_table_structure_consists_of_named_nodes(vocabulary: Graph) -> None:
    components = list(vocabulary.objects(URIRef(PG + "tableStructure"), QB.component))
    assert len(components) == 7
    assert all(isinstance(component, URIRef) for component in components)
    kinds = {QB.dimension: QB.DimensionProperty, QB.measure: QB.MeasureProperty, QB.attribute: QB.AttributeProperty}
    found = [(kind, node) for part in components for kind in kinds for node in vocabulary.objects(part, kind)]
    assert len(found) == 7
    assert all((node, RDF.type, kinds[kind]) in vocabulary for kind, node in found)


@pytest.mark.parametrize(
    ("ours", "relation", "theirs"),
    [
        ("PlanElement", RDFS.subClassOf, "http://www.w3.org/ns/prov#Entity"),
        ("evidence", RDFS.subPropertyOf, "http://www.w3.org/ns/prov#wasDerivedFrom"),
        ("FiscalYear", RDFS.subClassOf, "http://www.w3.org/2006/time#ProperInterval"),
        ("Passage", RDFS.subClassOf, "http://www.w3.org/ns/oa#TextQuoteSelector"),
        ("exactText", RDFS.subPropertyOf, "http://www.w3.org/ns/oa#exact"),
        ("BudgetLine", RDFS.subClassOf, "https://schema.org/MonetaryAmount"),
        ("responsible", RDFS.range, "http://www.w3.org/ns/org#Organization"),
        ("justification", RDFS.subPropertyOf, "https://w3id.org/sssom/mapping_justification"),
        ("ControlledValue", RDFS.subClassOf, "http://www.w3.org/2004/02/skos/core#Concept"),
        ("Goal", SKOS.closeMatch, "http://metadata.un.org/sdg/ontology#Goal"),
        ("tableStructure", RDF.type, "http://purl.org/linked-data/cube#DataStructureDefinition"),
    ],
)
def test_we_map_to_known_vocabularies(vocabulary: Graph, ours: str, relation: URIRef, theirs: str) -> None:
    assert (URIRef(PG + ours), relation, URIRef(theirs)) in vocabulary


# --- what is used ----------------------------------------------------------------------------------------------------


def test_every_term_that_is_used_exists(terms: set[str], used: dict[str, Path]) -> None:
    assert len(used) > 80
    assert {name: str(file) for name, file in used.items() if name not in terms} == {}


def test_no_term_is_dead(vocabulary: Graph, terms: set[str], used: dict[str, Path]) -> None:
    """A term earns its place in code, data, shapes or queries, or by holding others together here."""
    structural = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDF.type, QB.component)
    holding = {name for kind in structural for name in local_names(vocabulary.objects(None, kind))}
    assert terms - used.keys() - holding == WAITING
