"""The triples of one document: nodes, passages, links with alignments, proposals. No blank nodes, no titles in IRIs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from plangraph.catalogue import Catalogue
from plangraph.identifiers import Mint
from plangraph.namespaces import PROPOSALS_GRAPH, graph_node, ident, pg, term
from plangraph.records import Basis, Measure, PlanDocument, Quantity, SourceSpan

QUOTE_LIMIT = 300  # characters of an evidence text: DESIGN, "Links and what they are worth"

Value = NamedNode | Literal


def text(value: str, lang: str | None = "th") -> Literal:
    """A literal in Thai, or a plain string."""
    return Literal(value, language=lang) if lang else Literal(value)


def number(value: int) -> Literal:
    return Literal(value)


def decimal(value: Decimal) -> Literal:
    """An xsd:decimal in its shortest form: the printed form is kept beside it."""
    plain = format(value.normalize(), "f")
    return Literal(plain, datatype=term("xsd:decimal"))


def boolean(value: bool) -> Literal:
    return Literal(value)


@dataclass(slots=True)
class Builder:
    """Collects the quads of one document."""

    document: PlanDocument
    catalogue: Catalogue
    mint: Mint
    triples: set[tuple[NamedNode, NamedNode, Value]] = field(default_factory=set)
    proposed: set[tuple[NamedNode, NamedNode, Value]] = field(default_factory=set)

    @property
    def plan(self) -> NamedNode:
        return ident(self.document.id)

    @property
    def source(self) -> NamedNode:
        return ident(f"document/{self.document.id}")

    def quads(self) -> list[Quad]:
        graph = graph_node(self.document.id)
        return [Quad(s, p, o, graph) for s, p, o in self.triples]

    def proposal_quads(self) -> list[Quad]:
        """Proposals of links that the document does not state elsewhere: what is asserted needs no proposing."""
        graph = NamedNode(PROPOSALS_GRAPH)
        facts: dict[NamedNode, dict[NamedNode, Value]] = {}
        for subject, predicate, value in self.proposed:
            facts.setdefault(subject, {})[predicate] = value
        known = {node for node, said in facts.items() if self._asserted(said)}
        return [Quad(s, p, o, graph) for s, p, o in self.proposed if s not in known]

    def _asserted(self, said: dict[NamedNode, Value]) -> bool:
        return (said[pg("from")], said[pg("proposes")], said[pg("to")]) in self.triples

    # nodes -----------------------------------------------------------------------------------------------------------

    def add(self, subject: NamedNode, predicate: str, value: Value | None) -> None:
        """One triple; the predicate is a local name of the ontology or a prefixed name."""
        if value is not None:
            self.triples.add((subject, term(predicate) if ":" in predicate else pg(predicate), value))

    def node(
        self,
        subject: NamedNode,
        kind: str,
        label: str,
        span: SourceSpan | None,
        *,
        plan: NamedNode | None = None,
        level: int | None = 3,
        number_: int | None = None,
        code: str | None = None,
    ) -> NamedNode:
        """An element with what every element has; returns it."""
        self.add(subject, "rdf:type", pg(kind))
        self.add(subject, "rdfs:label", text(label))
        self.add(subject, "inPlan", plan or self.plan)
        if level is not None:
            self.add(subject, "planLevel", number(level))
        if number_ is not None:
            self.add(subject, "number", number(number_))
        if code:
            self.add(subject, "code", text(code, None))
        if span is not None:
            self.add(subject, "asPrinted", text(span.text, None))
            self.evidence(subject, span)
        return subject

    def evidence(self, subject: NamedNode, span: SourceSpan) -> NamedNode:
        passage = self.passage(span)
        self.add(subject, "evidence", passage)
        return passage

    def passage(self, span: SourceSpan, heading: str | None = None) -> NamedNode:
        """The passage of a span, cut to the quoting limit."""
        cut = shortened(span)
        where = f"{cut.first_line}.{cut.first_char}-{cut.last_line}.{cut.last_char}"
        node = NamedNode(f"{self.source.value}/passage/{where}")
        self.add(node, "rdf:type", pg("Passage"))
        self.add(node, "document", self.source)
        self.add(node, "firstLine", number(cut.first_line))
        self.add(node, "lastLine", number(cut.last_line))
        self.add(node, "exactText", text(cut.text, None))
        if heading:
            self.add(node, "heading", text(heading, None))
        return node

    def targets(self, subject: NamedNode, quantities: Iterable[Quantity], plan: NamedNode | None = None) -> None:
        """The target values a text sets."""
        for index, quantity in enumerate(quantities, start=1):
            node = NamedNode(f"{subject.value}/target/{index}")
            self.add(subject, "hasTarget", node)
            self.add(node, "rdf:type", pg("TargetValue"))
            self.add(node, "inPlan", plan or self.plan)
            self.add(node, "value", decimal(quantity.value))
            self.add(node, "asPrinted", text(quantity.printed, None))
            self.add(node, "comparator", pg(quantity.comparator))
            if quantity.unit:
                self.add(node, "unitText", text(quantity.unit, None))

    def measure(self, subject: NamedNode, kind: str, measure: Measure, plan: NamedNode | None = None) -> NamedNode:
        self.node(subject, kind, measure.text, measure.span, plan=plan, number_=measure.number)
        self.targets(subject, measure.quantities, plan)
        return subject

    # links -----------------------------------------------------------------------------------------------------------

    def link(
        self,
        source: NamedNode,
        target: NamedNode,
        relation: str,
        basis: Basis,
        spans: Iterable[SourceSpan],
        *,
        caveats: Iterable[str] = (),
        printed_title: str | None = None,
    ) -> NamedNode:
        """Assert an edge and explain it: one alignment per (edge, basis), evidence added up."""
        self.add(source, relation, target)
        parts = (source.value, target.value, relation, basis.value)
        node = ident(f"alignment/{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:12]}")
        self.add(node, "rdf:type", pg("Alignment"))
        self.add(node, "from", source)
        self.add(node, "to", target)
        self.add(node, "relation", pg(relation))
        self.add(node, "basis", pg(basis.value))
        self.add(node, "justification", term("semapv:ManualMappingCuration"))
        self.add(node, "inPlan", self.plan)
        for span in spans:
            self.evidence(node, span)
        for caveat in caveats:
            self.add(node, "caveat", pg(caveat))
        if printed_title:
            self.add(node, "printedTitle", text(printed_title, None))
        return node

    def propose(
        self,
        source: NamedNode,
        target: NamedNode,
        relation: str,
        score: float,
        because: Iterable[str],
        spans: Iterable[SourceSpan],
    ) -> None:
        """A proposal: an alignment node in the proposals graph, nothing else; its passages stand in the document's."""
        parts = (source.value, target.value, relation, Basis.PROPOSED.value)
        node = ident(f"alignment/{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:12]}")
        triples: list[tuple[NamedNode, NamedNode, Value]] = [
            (node, term("rdf:type"), pg("Alignment")),
            (node, pg("from"), source),
            (node, pg("to"), target),
            (node, pg("basis"), pg(Basis.PROPOSED.value)),
            (node, pg("proposes"), term(relation) if ":" in relation else pg(relation)),
            (node, pg("score"), decimal(Decimal(f"{min(max(score, 0.0), 1.0):.3f}"))),
            (node, pg("justification"), term("semapv:LexicalMatching")),
            (node, pg("inPlan"), self.plan),
        ]
        triples += [(node, pg("because"), text(reason, "th")) for reason in because]
        triples += [(node, pg("evidence"), self.passage(span)) for span in spans]
        self.proposed.update(triples)


def shortened(span: SourceSpan) -> SourceSpan:
    """The beginning of a span that fits the quoting limit, contiguous and verbatim, ending at a gap if one is near."""
    if len(span.text) <= QUOTE_LIMIT:
        return span
    cut = span.text[:QUOTE_LIMIT]
    gap = max(cut.rfind(" "), cut.rfind("\n"))
    if gap > QUOTE_LIMIT * 2 // 3:
        cut = cut[:gap]
    cut = cut.rstrip()
    lines = cut.split("\n")
    last_line = span.first_line + len(lines) - 1
    last_char = len(lines[-1]) + (span.first_char if len(lines) == 1 else 0)
    return SourceSpan(span.document, span.first_line, last_line, cut, span.first_char, last_char)
