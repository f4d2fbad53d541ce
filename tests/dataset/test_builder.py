"""Passages, links and proposals: verbatim, short enough to quote, one node for each thing said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from lampang import PLAN_ID, catalogue, plan
from plangraph.dataset.builder import QUOTE_LIMIT, Builder, decimal, shortened
from plangraph.identifiers import Mint
from plangraph.namespaces import PROPOSALS_GRAPH, ident, pg, term
from plangraph.records import Basis, Measure, Quantity, SourceSpan


def builder() -> Builder:
    return Builder(plan(), catalogue(), Mint(PLAN_ID, {}))


def span(text: str, first_char: int = 0) -> SourceSpan:
    lines = text.split("\n")
    last_char = len(lines[-1]) + (first_char if len(lines) == 1 else 0)
    return SourceSpan(PLAN_ID, 7, 6 + len(lines), text, first_char, last_char)


def objects(built: Builder, subject: NamedNode, predicate: str) -> set[object]:
    name = term(predicate) if ":" in predicate else pg(predicate)
    return {o for s, p, o in built.triples if (s, p) == (subject, name)}


@given(st.text(alphabet="กขค ำ\n", min_size=1, max_size=900), st.integers(0, 50))
def test_a_long_quotation_is_cut_and_stays_verbatim(text: str, first_char: int) -> None:
    whole = span(text, first_char)
    cut = shortened(whole)
    assert len(cut.text) <= QUOTE_LIMIT
    assert whole.text.startswith(cut.text)
    assert (cut.first_line, cut.first_char) == (whole.first_line, whole.first_char)
    assert cut.last_line - cut.first_line == cut.text.count("\n")
    rest = cut.text.rpartition("\n")[2]
    assert cut.last_char == len(rest) + (first_char if "\n" not in cut.text else 0)


def test_a_quotation_ends_at_a_gap() -> None:
    assert shortened(span("คำ " * 200)).text.endswith("คำ")
    assert shortened(span("สั้น")).text == "สั้น"


def test_one_place_is_one_passage() -> None:
    built = builder()
    assert built.passage(span("ก ข")) == built.passage(span("ก ข"))
    node = built.passage(span("ก ข"), "หัวข้อ")
    assert node == ident(f"document/{PLAN_ID}/passage/7.0-7.3")
    assert objects(built, node, "heading") == {Literal("หัวข้อ")}
    assert objects(built, node, "exactText") == {Literal("ก ข")}


def test_a_link_said_twice_is_one_alignment_with_two_quotations() -> None:
    built = builder()
    first = built.link(ident("a"), ident("b"), "alignedTo", Basis.STATED, [span("ก")], caveats=["titleDiffers"])
    second = built.link(ident("a"), ident("b"), "alignedTo", Basis.STATED, [span("ข", 9)], printed_title="ข")
    assert first == second
    assert len(objects(built, first, "evidence")) == 2
    assert objects(built, first, "caveat") == {pg("titleDiffers")}
    assert objects(built, ident("a"), "alignedTo") == {ident("b")}
    other = built.link(ident("a"), ident("b"), "alignedTo", Basis.PLAN_WIDE, [span("ก")])
    assert other != first


@pytest.mark.parametrize(("score", "kept"), [(0.5, "0.5"), (1.7, "1"), (-0.2, "0"), (0.66666, "0.667")])
def test_a_proposal_asserts_nothing_and_its_score_lies_between_0_and_1(score: float, kept: str) -> None:
    built = builder()
    before = {p for _, p, _ in built.triples}
    built.propose(ident("a"), ident("b"), "owl:sameAs", score, ["เหตุผล"], [span("ก")])
    assert {quad.graph_name for quad in built.proposal_quads()} == {NamedNode(PROPOSALS_GRAPH)}
    assert Literal(kept, datatype=term("xsd:decimal")) in {o for _, p, o in built.proposed if p == pg("score")}
    assert term("owl:sameAs") in {o for _, p, o in built.proposed if p == pg("proposes")}
    assert term("owl:sameAs") not in {p for _, p, _ in built.triples} - before


@pytest.mark.parametrize(
    ("value", "text"), [("280000.0000", "280000"), ("0.10", "0.1"), ("5E+3", "5000"), ("-0.77", "-0.77")]
)
def test_a_decimal_has_one_form(value: str, text: str) -> None:
    assert decimal(Decimal(value)) == Literal(text, datatype=term("xsd:decimal"))


def test_a_measure_has_its_targets_in_order() -> None:
    built = builder()
    found = Measure("อบรม", span("อบรม"), 2, (Quantity(Decimal(50), "คน", "atLeast", "ไม่น้อยกว่า ๕๐ คน"),))
    node = built.measure(ident("x/output/2"), "Output", found)
    target = ident("x/output/2/target/1")
    assert objects(built, node, "hasTarget") == {target}
    assert objects(built, target, "value") == {Literal("50", datatype=term("xsd:decimal"))}
    assert objects(built, target, "comparator") == {pg("atLeast")}
    assert objects(built, target, "unitText") == {Literal("คน")}
    assert objects(built, node, "number") == {Literal(2)}
    plain = built.measure(ident("x/output/3"), "Output", replace(found, quantities=()))
    assert objects(built, plain, "hasTarget") == set()
