"""People's decisions on links: SSSOM tables in ``graph/reviews/`` and in the user's data folder.

They are read strictly, one decision per line.

A row confirms a link, or with ``Not`` in ``predicate_modifier`` refuses one; either way it says who, when and why. A
confirmed ``pg:alignedTo`` becomes an asserted edge with a ``pg:confirmed`` alignment whose evidence is the row itself;
a confirmed ``pg:sameSeriesAs`` joins two years of a project. What was decided is no longer proposed.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NoReturn

from pyoxigraph import Literal, NamedNode, Quad

from plangraph.errors import PlanGraphError
from plangraph.exporting.safe import unguarded
from plangraph.namespaces import PREFIXES, REVIEWS_GRAPH, expand, ident, pg, shorten, term

SUFFIX: Final = ".sssom.tsv"
SHIPPED: Final = "reviews"  # decisions that come with PlanGraph
OWN: Final = "own-reviews"  # decisions of this user, beside an installed PlanGraph
QUOTE_LIMIT: Final = 300  # DESIGN.md: evidence is at most 300 characters
REQUIRED: Final = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "reviewer_label",
    "mapping_date",
    "comment",
)
COLUMNS: Final = {*REQUIRED, "predicate_modifier", "subject_label", "object_label"}
RELATIONS: Final = ("pg:alignedTo", "pg:sameSeriesAs")
REVIEW: Final = "semapv:MappingReview"
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Link = tuple[str, str, str]  # IRIs of from, relation and to


class BrokenReview(PlanGraphError, ValueError):
    """A review file has a row we cannot use; ``path`` and ``line`` (from 1) say which."""

    def __init__(self, path: Path, line: int, *, th: str, en: str) -> None:
        super().__init__(th=f"{path}:{line}: {th}", en=f"{path}:{line}: {en}")
        self.path, self.line = path, line


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: a link a person confirmed or refused."""

    path: Path
    line: int
    text: str  # the row, verbatim
    link: Link
    confirmed: bool
    reviewer: str
    date: str  # as written, Gregorian ISO 8601
    why: str
    labels: tuple[str, str] = ("", "")  # names of the two ends, for people
    place: str = SHIPPED  # name of its folder in IRIs

    def fail(self, th: str, en: str) -> NoReturn:
        raise BrokenReview(self.path, self.line, th=th, en=en)


def load_reviews(folder: Path) -> list[Decision]:
    """Every decision of every ``*.sssom.tsv`` in order; an unknown column or a broken row raises ``BrokenReview``."""
    decisions = [decision for path in sorted(folder.glob(f"*{SUFFIX}")) for decision in _decisions(path)]
    seen: dict[Link, Decision] = {}
    for decision in decisions:
        if (other := seen.setdefault(decision.link, decision)) is not decision:
            where = f"{other.path.name}:{other.line}"
            decision.fail(f"ตัดสินความเชื่อมโยงนี้แล้วที่ {where}", f"this link was decided at {where}; keep one row")
    return decisions


def load_all_reviews(shipped: Path, own: Path) -> list[Decision]:
    """The decisions of both folders, each link once: this user's own stands before the shipped one."""
    decisions = {decision.link: decision for decision in load_reviews(shipped)}
    if own.resolve() != shipped.resolve():
        for decision in load_reviews(own):
            stands = decisions.get(decision.link)
            if stands is None or stands.confirmed != decision.confirmed:
                decisions[decision.link] = replace(decision, place=OWN)
    return list(decisions.values())


def _decisions(path: Path) -> Iterator[Decision]:
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if header is None:
            header = _header(path, number, cells)
        elif len(cells) != len(header):
            raise BrokenReview(path, number, th="จำนวนช่องไม่ตรงกับหัวตาราง", en="this row has another number of cells")
        else:
            row = {name: unguarded(cell.strip()) for name, cell in zip(header, cells, strict=True)}
            yield read_row(path, number, line, row)


def _header(path: Path, line: int, names: list[str]) -> list[str]:
    unknown, missing = sorted(set(names) - COLUMNS), sorted(set(REQUIRED) - set(names))
    if unknown or missing:
        raise BrokenReview(
            path,
            line,
            th=f"คอลัมน์ไม่ถูกต้อง: ไม่รู้จัก {unknown} ขาด {missing}",
            en=f"wrong columns: unknown {unknown}, missing {missing}",
        )
    return names


def read_row(path: Path, line: int, text: str, row: dict[str, str]) -> Decision:
    """The decision of one row; ``BrokenReview`` says what is wrong with it."""
    link = (
        _iri(path, line, row["subject_id"]),
        expand_relation(row["predicate_id"]),
        _iri(path, line, row["object_id"]),
    )
    decision = Decision(
        path,
        line,
        text,
        link,
        confirmed=not row.get("predicate_modifier"),
        reviewer=row["reviewer_label"],
        date=row["mapping_date"],
        why=row["comment"],
        labels=(row.get("subject_label", ""), row.get("object_label", "")),
    )
    if empty := [name for name in REQUIRED if not row[name]]:
        decision.fail(f"ยังไม่ได้กรอก {', '.join(empty)}", f"{', '.join(empty)} is empty")
    if row["mapping_justification"] != REVIEW:
        decision.fail(f"mapping_justification ต้องเป็น {REVIEW}", f"mapping_justification must be {REVIEW}")
    if row.get("predicate_modifier", "") not in {"", "Not"}:
        decision.fail("predicate_modifier ต้องว่างหรือเป็น Not", "predicate_modifier is empty or Not")
    if not _DATE.fullmatch(decision.date):
        decision.fail("mapping_date ต้องเป็น ค.ศ. รูปแบบ 2026-05-31", "mapping_date must look like 2026-05-31")
    return _known_relation(decision, row["predicate_id"])


def expand_relation(name: str) -> str:
    """The IRI of a relation's prefixed name; anything else stays as it is and is refused later."""
    return expand(name) if name.partition(":")[0] in PREFIXES else name


def _known_relation(decision: Decision, name: str) -> Decision:
    allowed = RELATIONS if decision.confirmed else (*RELATIONS, "owl:sameAs")
    if name not in allowed:
        decision.fail(f"predicate_id ต้องเป็น {' หรือ '.join(allowed)}", f"predicate_id must be {' or '.join(allowed)}")
    return decision


def _iri(path: Path, line: int, name: str) -> str:
    prefix, _, local = name.partition(":")
    if prefix != "id" or not re.fullmatch(r"[\w./~-]+", local, re.ASCII):
        th, en = f"{name} ไม่ใช่รหัส เช่น id:national-strategy/2", f"{name} is no id such as id:national-strategy/2"
        raise BrokenReview(path, line, th=th, en=en)
    return expand(name)


# --- quads -----------------------------------------------------------------------------------------------------------


def review_quads(decisions: Iterable[Decision]) -> Iterator[Quad]:
    """The graph of confirmed links, with the review files as documents and their rows as passages."""
    graph = NamedNode(REVIEWS_GRAPH)
    for decision in decisions:
        if decision.confirmed:
            facts = [*_document(decision), *_confirmed(decision)]
            yield from (Quad(*fact, graph) for fact in facts)


Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _confirmed(decision: Decision) -> Iterator[Fact]:
    start, relation, end = (NamedNode(iri) for iri in decision.link)
    yield start, relation, end
    if relation == pg("sameSeriesAs"):
        yield end, relation, start
        return
    passage = _passage(decision)
    node = ident(f"alignment/{_digest(decision, passage)}")
    yield node, term("rdf:type"), pg("Alignment")
    yield node, pg("from"), start
    yield node, pg("to"), end
    yield node, pg("relation"), relation
    yield node, pg("basis"), pg("confirmed")
    yield node, pg("justification"), term(REVIEW)
    yield node, term("sssom:reviewer_label"), Literal(decision.reviewer)
    yield node, term("sssom:mapping_date"), Literal(decision.date)
    yield node, term("rdfs:comment"), Literal(decision.why)
    yield node, pg("evidence"), passage
    yield passage, term("rdf:type"), pg("Passage")
    yield passage, pg("document"), _node(decision)
    yield passage, pg("firstLine"), Literal(decision.line)
    yield passage, pg("lastLine"), Literal(decision.line)
    yield passage, pg("exactText"), Literal(decision.text[:QUOTE_LIMIT])


def _digest(decision: Decision, passage: NamedNode) -> str:
    """12 hex digits over from, to, relation, basis and passage: docs/data-model.md, "Identifiers"."""
    start, relation, end = decision.link
    parts = (start, end, relation, pg("confirmed").value, passage.value)
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]


def _node(decision: Decision) -> NamedNode:
    return ident(f"document/{decision.place}/{decision.path.name.removesuffix(SUFFIX)}")


def _passage(decision: Decision) -> NamedNode:
    end = min(len(decision.text), QUOTE_LIMIT)
    return NamedNode(f"{_node(decision).value}/passage/{decision.line}.0-{decision.line}.{end}")


def _document(decision: Decision) -> Iterator[Fact]:
    path, folder = decision.path, "graph/reviews" if decision.place == SHIPPED else decision.place
    content = path.read_bytes()
    node = _node(decision)
    yield node, term("rdf:type"), pg("Document")
    yield node, term("rdfs:label"), Literal(path.name)
    yield node, pg("sourcePath"), Literal(f"{folder}/{path.name}")
    yield node, pg("sha256"), Literal(hashlib.sha256(content).hexdigest())
    yield node, pg("lineCount"), Literal(len(content.decode("utf-8").split("\n")))


def without_decided(proposals: Iterable[Quad], decisions: Iterable[Decision]) -> list[Quad]:
    """The proposals nobody has decided on yet, in either direction where the relation has none."""
    decided = {link for decision in decisions for link in _both_ways(decision.link)}
    quads = list(proposals)
    parts: dict[str, dict[str, str]] = {}
    for quad in quads:
        parts.setdefault(str(quad.subject), {})[shorten(quad.predicate.value)] = _value(quad)
    gone = {
        node for node, says in parts.items() if tuple(map(says.get, ("pg:from", "pg:proposes", "pg:to"))) in decided
    }
    return [quad for quad in quads if str(quad.subject) not in gone]


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""


def _both_ways(link: Link) -> tuple[Link, ...]:
    start, relation, end = link
    return (link,) if relation == expand("pg:alignedTo") else (link, (end, relation, start))
