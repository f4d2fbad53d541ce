"""Findings as ``pg:Finding`` in a named graph of their own, so that SPARQL sees them beside what they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from plangraph.audit.findings import Cause, Finding, Severity, Status
from plangraph.audit.titles import rule_titles
from plangraph.namespaces import graph_node, ident, pg, term
from plangraph.store import GraphStore
from plangraph.texts import LANGS

FINDINGS_GRAPH: Final = graph_node("findings")
SEVERITIES: Final = {Severity.HIGH: pg("high"), Severity.MEDIUM: pg("medium"), Severity.LOW: pg("low")}
CAUSES: Final = {
    Cause.DOCUMENT: pg("ownError"),
    Cause.OCR: pg("misreading"),
    Cause.UNDETERMINED: pg("undetermined"),
}
STATUSES: Final = {
    Status.OPEN: pg("openFinding"),
    Status.ACCEPTED: pg("acceptedFinding"),
    Status.FALSE: pg("falseFinding"),
}

_PLANS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?document ?plan WHERE { ?plan pg:wasRead true ; pg:document ?document }"""
_PASSAGES: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?document ?passage WHERE { ?plan pg:wasRead true ; pg:document ?document . ?passage pg:document ?document }"""
_PLACE: Final = re.compile(r"/passage/(\d+)\.(\d+)-(\d+)\.(\d+)$")

Object = NamedNode | Literal


def finding_quads(store: GraphStore, found: Iterable[Finding]) -> Iterator[Quad]:
    """The quads of findings about the plans in ``store``; the passages of their lines are already there."""
    plans = {_iri(row["document"]): _iri(row["plan"]) for row in store.select(_PLANS)}
    passages = _passages(store)
    for each in found:
        node = finding_node(each)
        for predicate, value in _statements(each, plans, passages):
            yield Quad(node, predicate, value, FINDINGS_GRAPH)


def finding_node(each: Finding) -> NamedNode:
    """The node of a finding; its IRI holds the key that people decide it by."""
    rule, _, digest = each.key.partition("#")
    return ident(f"finding/{rule}/{digest}")


def _statements(
    each: Finding, plans: dict[str, str], passages: dict[tuple[str, int], NamedNode]
) -> Iterator[tuple[NamedNode, Object]]:
    yield term("rdf:type"), pg("Finding")
    yield pg("rule"), Literal(each.rule)
    yield pg("findingKey"), Literal(each.key)
    yield pg("severity"), SEVERITIES[each.severity]
    yield pg("cause"), CAUSES[each.cause]
    yield pg("status"), STATUSES[each.status]
    for lang in LANGS:
        thai = lang == "th"
        yield term("rdfs:label"), Literal(rule_titles(lang)[each.rule], language=lang)
        yield pg("message"), Literal(each.message_th if thai else each.message_en, language=lang)
        yield pg("remedy"), Literal(each.fix_th if thai else each.fix_en, language=lang)
    if each.reason:
        yield pg("decisionReason"), Literal(each.reason)
    if each.document in plans:
        yield pg("inPlan"), NamedNode(plans[each.document])
    for line in each.lines:
        if passage := passages.get((each.document, line)):
            yield pg("evidence"), passage
    for subject in each.subjects:
        yield pg("concerns"), NamedNode(subject)
    for name, value in each.numbers.items():
        yield pg("figure"), Literal(f"{name}={value:f}" if isinstance(value, Decimal) else f"{name}={value}")


def _passages(store: GraphStore) -> dict[tuple[str, int], NamedNode]:
    """By document and line: the longest passage that lies in that line alone; of equal ones the first."""
    longest: dict[tuple[str, int], tuple[int, str]] = {}
    for row in store.select(_PASSAGES):
        document, passage = _iri(row["document"]), _iri(row["passage"])
        place = _PLACE.search(passage)
        if place is None or place[1] != place[3]:
            continue
        key, rank = (document, int(place[1])), (int(place[2]) - int(place[4]), passage)
        longest[key] = min(rank, longest.get(key, rank))
    return {key: NamedNode(passage) for key, (_, passage) in longest.items()}


def _iri(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""
