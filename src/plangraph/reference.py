"""The national reference: Turtle files with one row per line, read strictly, each link with the row as its evidence.

A row is one line: its subject, its class, its facts, its ``dcterms:source`` and its ``pg:verification``. Every
``pg:partOf`` of a row, and every ``pg:Alignment`` row, becomes an asserted edge with one ``pg:official`` alignment
whose passage is that line. ``docs/reference-data.md`` shows the format to the people who verify rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from plangraph.errors import PlanGraphError
from plangraph.namespaces import ID, PG, graph_node, ident, pg, shorten, term

SOURCE_FOLDER = "graph/reference"  # where the files stand in the repository; what pg:sourcePath says
QUOTE_LIMIT = 300  # DESIGN.md: evidence is at most 300 characters

_ROW = re.compile(r"<([^<>\s]+)> a [a-z]+:[A-Za-z]+ ;.* \.")
_LAYOUT = ("#", "@prefix ", "@base ")
_TYPE = "rdf:type"
_WHOLE = frozenset(("pg:Plan", "pg:Policy", "org:Organization", "schema:AdministrativeArea"))  # stand in no plan
_CLASSES = _WHOLE | {
    *("pg:NationalStrategy", "pg:StrategicIssue", "pg:MasterPlan", "pg:SubPlan", "pg:Milestone", "pg:SecurityPolicy"),
    *("pg:ReformTopic", "pg:Goal", "pg:Indicator", "pg:Vision", "pg:Alignment"),
}
_LINKS = {  # facts whose object must be a row too
    *("pg:partOf", "pg:inPlan", "pg:hasIndicator", "pg:responsible", "pg:from", "pg:to", "dcterms:replaces"),
    *("dcterms:isReplacedBy", "org:subOrganizationOf", "schema:containsPlace"),
}
_PREDICATES = _LINKS | {
    *("rdf:type", "rdfs:label", "rdfs:comment", "skos:altLabel", "skos:notation", "dcterms:source", "pg:verification"),
    *("pg:planLevel", "pg:number", "pg:code", "pg:codeOnly", "pg:edition", "pg:validFrom", "pg:validUntil"),
    *("pg:fiscalYear", "pg:relation", "pg:basis"),
}
_ALWAYS = (_TYPE, "dcterms:source", "pg:verification")
_REQUIRED = {"pg:Alignment": ("pg:from", "pg:to", "pg:relation", "pg:basis"), "pg:Plan": ("rdfs:label", "pg:planLevel")}
_ELEMENT = ("rdfs:label", "pg:planLevel", "pg:inPlan")  # what every other pg: class needs
_ONE_OF = {
    "pg:verification": ("pg:verified", "pg:unverified"),
    "pg:relation": ("pg:partOf", "pg:alignedTo"),
    "pg:basis": ("pg:official",),
}

Term = NamedNode | Literal


class BrokenReference(PlanGraphError, ValueError):
    """A reference file of ours has a row we cannot use; ``path`` and ``line`` (from 1) say which."""

    def __init__(self, path: Path, line: int, *, th: str, en: str) -> None:
        super().__init__(th=f"{path}:{line}: {th}", en=f"{path}:{line}: {en}")
        self.path, self.line = path, line


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """One file of the reference and the quads of its graph, ``graph/reference/<stem>``."""

    stem: str
    path: Path
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file: its number, its text and the facts it states, by prefixed name, in the order written."""

    iri: str
    path: Path
    line: int
    text: str
    facts: dict[str, list[Term]]

    def first(self, name: str) -> str:
        return self.facts[name][0].value

    @property
    def kind(self) -> str:
        return shorten(self.first(_TYPE))

    def fail(self, th: str, en: str) -> NoReturn:
        raise BrokenReference(self.path, self.line, th=th, en=en)


def load_reference(folder: Path) -> list[ReferenceFile]:
    """Every ``*.ttl`` of ``folder`` with its quads, in order of name; a broken row raises ``BrokenReference``.

    A folder without such files raises ``BrokenReference`` too: PlanGraph without the national plans answers nothing.
    """
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise BrokenReference(folder, 0, th="ไม่มีแฟ้ม .ttl ของข้อมูลอ้างอิง", en="no .ttl file of reference data here")
    texts = {path: path.read_bytes() for path in paths}
    rows = {path: _rows(path, data) for path, data in texts.items()}
    known = _check_together([row for path in paths for row in rows[path]])
    linked = {_edge(row) for row in known.values() if row.kind == "pg:Alignment"}
    quads = {path: tuple(_quads(path, texts[path], rows[path], known, linked)) for path in paths}
    return [ReferenceFile(path.stem, path, quads[path]) for path in paths]


# --- lines and rows --------------------------------------------------------------------------------------------------


def _rows(path: Path, data: bytes) -> list[_Row]:
    """The rows of one file, each checked on its own."""
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenReference(path, line, th="แฟ้มไม่ใช่ UTF-8", en="the file is not UTF-8") from error
    rows = {row.iri: row for row in _row_lines(path, lines)}
    try:
        triples = _triples(data)
    except SyntaxError as error:
        raise _blame(path, lines, error) from error
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            raise _blame(path, lines, None)
        if subject.value not in rows:
            th, en = f"@base ต้องเป็น <{ID}> ({subject})", f"@base must be <{ID}>, or {subject} cannot be found"
            raise BrokenReference(path, 1, th=th, en=en)
        rows[subject.value].facts.setdefault(shorten(triple.predicate.value), []).append(value)
    for row in rows.values():
        _check_row(row)
    return list(rows.values())


def _row_lines(path: Path, lines: list[str]) -> Iterator[_Row]:
    seen: dict[str, int] = {}
    for number, text in enumerate(lines, 1):
        if not text.strip() or text.startswith(_LAYOUT):
            continue
        match = _ROW.fullmatch(text)
        if match is None:
            th, en = "ไม่ใช่รายการหนึ่งบรรทัด (<iri> a คลาส ; … .)", "not a row on one line (<iri> a class ; … .)"
            raise BrokenReference(path, number, th=th, en=en)
        iri = match[1] if ":" in match[1] else ID + match[1]
        if iri in seen:
            th, en = f"<{match[1]}> มีแล้วที่บรรทัด {seen[iri]}", f"<{match[1]}> stands in line {seen[iri]} already"
            raise BrokenReference(path, number, th=th, en=en)
        seen[iri] = number
        yield _Row(iri, path, number, text, {})


def _triples(data: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(input=data, format=RdfFormat.TURTLE, base_iri=ID)]


def _blame(path: Path, lines: list[str], error: SyntaxError | None) -> BrokenReference:
    """The error of a file that does not parse or has blank nodes, at the first row that alone shows it."""
    head = "\n".join(line for line in lines if line.startswith("@"))
    for number, text in enumerate(lines, 1):
        if not _ROW.fullmatch(text):
            continue
        try:
            triples = _triples(f"{head}\n{text}\n".encode())
        except SyntaxError as found:
            th, en = f"ไวยากรณ์ Turtle ผิด: {found.msg}", f"no Turtle: {found.msg}"
            return BrokenReference(path, number, th=th, en=en)
        if any(isinstance(node, BlankNode) for triple in triples for node in (triple.subject, triple.object)):
            th, en = "มีโหนดไร้ชื่อ โปรดให้ IRI", "a blank node; give it an IRI"
            return BrokenReference(path, number, th=th, en=en)
    reason = error.msg if error else "quoted triple"
    return BrokenReference(path, 1, th=f"ไวยากรณ์ Turtle ผิด: {reason}", en=f"no Turtle: {reason}")


def _check_row(row: _Row) -> None:
    unknown = sorted(set(row.facts) - _PREDICATES)
    if unknown:
        row.fail(f"ไม่รู้จัก {', '.join(unknown)}", f"unknown {', '.join(unknown)}; correct it or add it to reference.py")
    if row.kind not in _CLASSES:
        row.fail(f"ไม่รู้จักคลาส {row.kind}", f"unknown class {row.kind}")
    wanted = _REQUIRED.get(row.kind, ("rdfs:label",) if row.kind in _WHOLE else _ELEMENT)
    missing = [name for name in (*_ALWAYS, *wanted) if name not in row.facts]
    if missing:
        row.fail(f"ขาด {', '.join(missing)}", f"{', '.join(missing)} missing")
    for name, allowed in _ONE_OF.items():
        wrong = [shorten(value.value) for value in row.facts.get(name, ()) if shorten(value.value) not in allowed]
        if wrong:
            row.fail(f"{name} ต้องเป็น {' หรือ '.join(allowed)}", f"{name} {wrong[0]}: expected {' or '.join(allowed)}")
    for name in ("pg:verification", "pg:partOf", _TYPE, "pg:inPlan"):
        if len(row.facts.get(name, ())) > 1:
            row.fail(f"{name} มีมากกว่าหนึ่งค่า", f"more than one {name}")


def _check_together(rows: list[_Row]) -> dict[str, _Row]:
    """All rows by IRI; what a row points to must be a row, and a code must begin with the code of its parent."""
    known: dict[str, _Row] = {}
    for row in rows:
        if row.iri in known:
            other = known[row.iri]
            row.fail(f"รายการนี้มีแล้วใน {other.path.name}:{other.line}", f"in {other.path.name}:{other.line} already")
        known[row.iri] = row
    for row in rows:
        for name in sorted(_LINKS & set(row.facts)):
            for target in row.facts[name]:
                if target.value not in known:
                    row.fail(f"{name} ชี้ไปที่ซึ่งไม่มีรายการ: {target}", f"{name} points to no row: {target}")
        _check_code(row, known)
    return known


def _check_code(row: _Row, known: dict[str, _Row]) -> None:
    if "pg:partOf" not in row.facts or "pg:code" not in row.facts:
        return
    parent, code = known[row.first("pg:partOf")], row.first("pg:code")
    if "pg:code" in parent.facts and not code.startswith(parent.first("pg:code")):
        row.fail(f"รหัส {code} ไม่ขึ้นต้นด้วยรหัส {parent.first('pg:code')}", f"code {code} is none of {shorten(parent.iri)}")


# --- quads -----------------------------------------------------------------------------------------------------------


def _edge(row: _Row) -> tuple[str, str, str]:
    return row.first("pg:from"), row.first("pg:relation"), row.first("pg:to")


def _quads(
    path: Path, data: bytes, rows: list[_Row], known: dict[str, _Row], linked: set[tuple[str, str, str]]
) -> Iterator[Quad]:
    graph = graph_node(f"reference/{path.stem}")
    document = ident(f"document/reference/{path.stem}")
    yield from (Quad(*triple, graph) for triple in _document(path, data, document))
    for row in rows:
        subject = NamedNode(row.iri)
        for name, values in row.facts.items():
            yield from (Quad(subject, term(name), value, graph) for value in values)
        for triple in _edges(row, known, linked, document):
            yield Quad(*triple, graph)


def _document(path: Path, data: bytes, document: NamedNode) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    lines = data.decode("utf-8").splitlines()
    if not lines[0].startswith("# "):
        raise BrokenReference(path, 1, th="บรรทัดแรกต้องเป็นชื่อแฟ้ม (# …)", en="the first line must be its title (# …)")
    yield document, term(_TYPE), pg("Document")
    yield document, term("rdfs:label"), Literal(lines[0][2:], language="th")
    yield document, pg("sourcePath"), Literal(f"{SOURCE_FOLDER}/{path.name}")
    yield document, pg("sha256"), Literal(hashlib.sha256(data).hexdigest())
    yield document, pg("lineCount"), Literal(len(lines))


def _edges(
    row: _Row, known: dict[str, _Row], linked: set[tuple[str, str, str]], document: NamedNode
) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    """The edge a row states, with its alignment and passage; nothing for a row that states none."""
    if row.kind == "pg:Alignment":
        origin, relation, target = _edge(row)
        yield NamedNode(origin), NamedNode(relation), NamedNode(target)
        yield from _alignment(row, NamedNode(row.iri), known[origin], target, document)
        return
    if "pg:partOf" not in row.facts:
        return
    target = row.first("pg:partOf")
    if row.kind == "pg:Goal":
        yield NamedNode(target), pg("hasGoal"), NamedNode(row.iri)
    if (row.iri, f"{PG}partOf", target) in linked:
        return  # a row of its own says how far this link is verified
    node = ident(f"alignment/{_digest(row, target, document)}")
    yield node, term(_TYPE), pg("Alignment")
    yield node, pg("from"), NamedNode(row.iri)
    yield node, pg("to"), NamedNode(target)
    yield node, pg("relation"), pg("partOf")
    yield node, pg("basis"), pg("official")
    yield node, pg("verification"), row.facts["pg:verification"][0]
    yield from _alignment(row, node, row, target, document)


def _digest(row: _Row, target: str, document: NamedNode) -> str:
    """12 hex digits over from, to, relation, basis and passage: docs/data-model.md, "Identifiers"."""
    parts = (row.iri, target, f"{PG}partOf", f"{PG}official", _passage_iri(row, target, document))
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]


def _alignment(
    row: _Row, node: NamedNode, origin: _Row, target: str, document: NamedNode
) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    """What an alignment node has whether it was written or made: justification, plan, evidence."""
    passage = NamedNode(_passage_iri(row, target, document))
    yield node, pg("justification"), term("semapv:ManualMappingCuration")
    if "pg:inPlan" in origin.facts:
        yield node, pg("inPlan"), origin.facts["pg:inPlan"][0]
    yield node, pg("evidence"), passage
    yield passage, term(_TYPE), pg("Passage")
    yield passage, pg("document"), document
    yield passage, pg("firstLine"), Literal(row.line)
    yield passage, pg("lastLine"), Literal(row.line)
    yield passage, pg("exactText"), Literal(_quote(row, target))


def _passage_iri(row: _Row, target: str, document: NamedNode) -> str:
    return f"{document.value}/passage/{row.line}.0-{row.line}.{len(_quote(row, target))}"


def _quote(row: _Row, target: str) -> str:
    """The beginning of the row, cut behind a whole fact when the link is quoted by then, at most 300 characters."""
    if len(row.text) <= QUOTE_LIMIT:
        return row.text
    named = row.text.find(f"<{target.removeprefix(ID)}>")
    cut = row.text.rfind(" ;", 0, QUOTE_LIMIT)
    return row.text[: cut if cut > named else QUOTE_LIMIT]
