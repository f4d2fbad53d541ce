"""A person's decision counts, says who, when and why, and ends the proposal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from plangraph import resources
from plangraph.build import assemble
from plangraph.namespaces import PROPOSALS_GRAPH, REVIEWS_GRAPH, expand, ident, pg, term
from plangraph.reviews import BrokenReview, load_reviews, review_quads, without_decided
from plangraph.store import EmbeddedStore
from support import LAMPANG

HEADER = "\t".join(
    [
        *("subject_id", "predicate_modifier", "predicate_id", "object_id", "mapping_justification"),
        *("reviewer_label", "mapping_date", "comment"),
    ]
)
MIND_STAR = "id:lampang-industry-action-plan-2570/project/1.2.2.2"
MIND_STAR_2568 = "id:lampang-industry-action-plan-2568/project/4.4.04"


def row(**changes: str) -> str:
    cells = {
        "subject_id": MIND_STAR,
        "predicate_modifier": "",
        "predicate_id": "pg:alignedTo",
        "object_id": "id:national-strategy/2",
        "mapping_justification": "semapv:MappingReview",
        "reviewer_label": "นักวิเคราะห์นโยบายและแผน",
        "mapping_date": "2026-05-31",
        "comment": "กิจกรรมพัฒนาผู้ประกอบการตรงกับด้านการแข่งขัน",
    }
    return "\t".join((cells | changes).values())


def reviews(folder: Path, *rows: str, header: str = HEADER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "links.sssom.tsv").write_text("\n".join(["# comment", header, *rows, ""]), encoding="utf-8")
    return folder


def proposal(relation: str, start: str, end: str) -> list[Quad]:
    node, graph = ident("alignment/p"), NamedNode(PROPOSALS_GRAPH)
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (pg("from"), NamedNode(expand(start))),
        (pg("proposes"), term(relation)),
        (pg("to"), NamedNode(expand(end))),
        (pg("because"), Literal("ชื่อใกล้เคียง")),
    ]
    return [Quad(node, predicate, value, graph) for predicate, value in facts]


def test_a_confirmed_link_is_asserted_with_the_row_as_its_evidence(tmp_path: Path) -> None:
    [decision] = load_reviews(reviews(tmp_path, row()))
    quads = set(review_quads([decision]))
    graph = NamedNode(REVIEWS_GRAPH)
    start, end = NamedNode(expand(MIND_STAR)), ident("national-strategy/2")
    assert Quad(start, pg("alignedTo"), end, graph) in quads
    [node] = [quad.subject for quad in quads if quad.predicate == pg("from")]
    assert Quad(node, pg("basis"), pg("confirmed"), graph) in quads
    assert Quad(node, term("sssom:reviewer_label"), Literal("นักวิเคราะห์นโยบายและแผน"), graph) in quads
    said = {quad.predicate: quad.object for quad in quads if "/passage/3.0-3." in str(quad.subject)}
    assert said[pg("exactText")] == Literal(row())
    assert said[pg("firstLine")] == Literal(3)


def test_the_same_project_of_two_years_is_joined_both_ways(tmp_path: Path) -> None:
    decisions = load_reviews(reviews(tmp_path, row(predicate_id="pg:sameSeriesAs", object_id=MIND_STAR_2568)))
    joined = {(q.subject, q.object) for q in review_quads(decisions) if q.predicate == pg("sameSeriesAs")}
    ends = (NamedNode(expand(MIND_STAR)), NamedNode(expand(MIND_STAR_2568)))
    assert joined == {ends, ends[::-1]}


@pytest.mark.parametrize("modifier", ["", "Not"])
def test_what_was_decided_is_no_longer_proposed(tmp_path: Path, modifier: str) -> None:
    decisions = load_reviews(
        reviews(tmp_path, row(predicate_modifier=modifier, predicate_id="pg:sameSeriesAs", object_id=MIND_STAR_2568))
    )
    assert without_decided(proposal("pg:sameSeriesAs", MIND_STAR, MIND_STAR_2568), decisions) == []
    assert without_decided(proposal("pg:sameSeriesAs", MIND_STAR_2568, MIND_STAR), decisions) == []
    other = proposal("pg:alignedTo", MIND_STAR, MIND_STAR_2568)
    assert without_decided(other, decisions) == other


def test_a_refusal_asserts_nothing(tmp_path: Path) -> None:
    assert list(review_quads(load_reviews(reviews(tmp_path, row(predicate_modifier="Not"))))) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subject_id": "MIND STAR"}, "MIND STAR is no id"),
        ({"object_id": "pg:Goal"}, "pg:Goal is no id"),
        ({"predicate_id": "pg:partOf"}, "predicate_id must be pg:alignedTo or pg:sameSeriesAs"),
        ({"predicate_id": "owl:sameAs"}, "predicate_id must be"),
        ({"predicate_id": "xyz:alignedTo"}, "predicate_id must be"),
        ({"mapping_justification": "semapv:LexicalMatching"}, "mapping_justification must be semapv:MappingReview"),
        ({"predicate_modifier": "maybe"}, "predicate_modifier is empty or Not"),
        ({"reviewer_label": " "}, "reviewer_label is empty"),
        ({"mapping_date": "31/5/2569"}, "mapping_date must look like"),
        ({"comment": "a\tb"}, "another number of cells"),
    ],
)
def test_a_broken_row_stops_us_with_its_line(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(BrokenReview, match=rf"links\.sssom\.tsv:3: .*{said}"):
        load_reviews(reviews(tmp_path, row(**changes)))


def test_unknown_columns_and_a_second_decision_on_one_link_stop_us(tmp_path: Path) -> None:
    with pytest.raises(BrokenReview, match=r":2: .*unknown \['confidence'\]"):
        load_reviews(reviews(tmp_path, header=f"{HEADER}\tconfidence"))
    with pytest.raises(BrokenReview, match=r":4: this link was decided at links\.sssom\.tsv:3"):
        load_reviews(reviews(tmp_path, row(), row(predicate_modifier="Not")))


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled inputs whose reviews a test may write."""
    shutil.copytree(resources.folder("graph"), tmp_path / "graph", ignore=shutil.ignore_patterns("data", "store"))
    (tmp_path / "ontology").symlink_to(resources.folder("ontology"))
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    return tmp_path / "graph"


def test_a_build_takes_the_reviews_in(bundle: Path) -> None:
    reviews(bundle / "reviews", row(), row(subject_id="id:nan-industry-action-plan-2570/project/1.1.1.1"))
    store = EmbeddedStore.in_memory(assemble([bundle / LAMPANG.relative_to(LAMPANG.parents[2])]).files.values())
    [found] = store.select("SELECT ?from ?to WHERE { ?a <https://w3id.org/plangraph/ontology#basis> ?b ; "
                           "<https://w3id.org/plangraph/ontology#from> ?from ; "
                           "<https://w3id.org/plangraph/ontology#to> ?to "
                           "FILTER(?b = <https://w3id.org/plangraph/ontology#confirmed>) }")  # fmt: skip
    assert found["from"].value == expand(MIND_STAR)
    assert found["to"].value == expand("id:national-strategy/2")


def test_a_review_of_an_element_that_does_not_exist_stops_the_build(bundle: Path) -> None:
    reviews(bundle / "reviews", row(object_id="id:national-strategy/7"))
    with pytest.raises(BrokenReview, match=r":3: id:national-strategy/7 is not in the graph"):
        assemble([bundle / LAMPANG.relative_to(LAMPANG.parents[2])])


def test_the_bundled_reviews_are_readable() -> None:
    assert list((resources.shipped("graph", "reviews")).glob("*.sssom.tsv"))
    load_reviews(resources.shipped("graph", "reviews"))
