"""Links as an SSSOM table: one row for each alignment, with our own slots declared in its head; read back without loss.

Slots that SSSOM has are used as it defines them. What it lacks (the basis, the passages, the caveats of a link) stands
in ``ext_`` columns that the head declares as extensions.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from plangraph.described import label_of
from plangraph.exporting.quads import all_quads, text
from plangraph.exporting.safe import guarded, unguarded
from plangraph.namespaces import ID, PREFIXES, expand, shorten, term
from plangraph.store import GraphStore

SET: Final = f"{ID}mapping-set/links"
LICENCE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
ALIGNMENT: Final = expand("pg:Alignment")
# column: the property it holds; those of one value first
SINGLE: Final = {
    "subject_id": "pg:from", "predicate_id": "pg:relation", "object_id": "pg:to",
    "mapping_justification": "pg:justification", "reviewer_label": "sssom:reviewer_label",
    "mapping_date": "sssom:mapping_date", "comment": "rdfs:comment", "confidence": "pg:score",
    "ext_basis": "pg:basis", "ext_proposes": "pg:proposes", "ext_verification": "pg:verification",
    "ext_plan": "pg:inPlan", "ext_achievement": "pg:achievement",
}  # fmt: skip
MULTIPLE: Final = {
    "ext_evidence": "pg:evidence", "ext_caveat": "pg:caveat", "ext_printed_title": "pg:printedTitle",
    "ext_because": "pg:because", "ext_source": "dcterms:source",
}  # fmt: skip
COLUMNS: Final = (
    "record_id", "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "reviewer_label", "mapping_date", "confidence", "comment", "ext_basis", "ext_proposes", "ext_verification",
    "ext_plan", "ext_graph", "ext_evidence", "ext_caveat", "ext_printed_title", "ext_because", "ext_achievement",
    "ext_source",
)  # fmt: skip
_IRIS: Final = frozenset(
    {"pg:from", "pg:relation", "pg:to", "pg:justification", "pg:basis", "pg:proposes", "pg:verification", "pg:inPlan",
     "pg:evidence", "pg:caveat"}
)  # fmt: skip
_TAG: Final = re.compile(r"[a-z]{2,3}")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "|": "\\|", "@": "\\@", "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_UNESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}


def write(store: GraphStore, *, with_proposals: bool = False) -> bytes:
    """The table; proposals, which are no links, only when asked for, and then with ``pg:proposed`` as their basis."""
    quads = all_quads(store, with_proposals=with_proposals)
    return table(quads, _labels(quads))


def table(quads: Iterable[Quad], labels: dict[str, str]) -> bytes:
    """The alignments among some quads as an SSSOM table."""
    nodes: dict[tuple[str, str], dict[str, list[NamedNode | Literal]]] = {}
    alignments = set()
    for quad in quads:
        graph = text(quad.graph_name if isinstance(quad.graph_name, NamedNode) else None)
        if isinstance(quad.object, NamedNode | Literal):
            nodes.setdefault((graph, text(quad.subject)), {}).setdefault(quad.predicate.value, []).append(quad.object)
            if text(quad.object) == ALIGNMENT:
                alignments.add((graph, text(quad.subject)))
    rows = [
        _row(graph, node, nodes[graph, node], labels) for graph, node in sorted(alignments, key=lambda at: at[::-1])
    ]
    used = [name for name in COLUMNS if name in ("record_id", *SINGLE) or any(row[name] for row in rows)]
    buffer = io.StringIO()
    buffer.write(head(used))
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(used)
    writer.writerows([row[name] for name in used] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _labels(quads: Iterable[Quad]) -> dict[str, str]:
    found: dict[str, list[NamedNode | Literal]] = {}
    for quad in quads:
        if quad.predicate.value == expand("rdfs:label") and isinstance(quad.object, Literal):
            found.setdefault(text(quad.subject), []).append(quad.object)
    return {iri: label_of({expand("rdfs:label"): list(values)}, "th") or "" for iri, values in found.items()}


def head(columns: Iterable[str]) -> str:
    """The metadata block: the set, its licence, the prefixes, and what our own columns mean."""
    lines = ["sssom_version: '1.1'", f"mapping_set_id: {SET}", f"license: {LICENCE}", "curie_map:"]
    lines += [f"  {prefix}: {iri}" for prefix, iri in sorted(PREFIXES.items())]
    lines.append("extension_definitions:")
    meanings = {**SINGLE, **MULTIPLE, "ext_graph": "dcterms:isPartOf"}
    for name in (name for name in columns if name.startswith("ext_")):
        lines += [f"  - slot_name: {name}", f"    property: {meanings[name]}", "    type_hint: xsd:string"]
    return "".join(f"#{line}\n" for line in lines)


def _row(graph: str, node: str, said: dict[str, list[NamedNode | Literal]], labels: dict[str, str]) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    row["record_id"], row["ext_graph"] = shorten(node), shorten(graph)
    for column, name in SINGLE.items():
        row[column] = _cell(said.get(expand(name), [])[:1])
    for column, name in MULTIPLE.items():
        row[column] = _cell(sorted(said.get(expand(name), []), key=str))
    for column, name in (("subject_label", "pg:from"), ("object_label", "pg:to")):
        row[column] = guarded(labels.get(text(next(iter(said.get(expand(name), [])), None)), ""))
    return row


def _cell(values: Iterable[NamedNode | Literal]) -> str:
    return guarded("|".join(_written(value) for value in values))


def _written(value: NamedNode | Literal) -> str:
    if isinstance(value, NamedNode):
        return shorten(value.value)
    plain = value.value.translate(_ESCAPED)
    return f"{plain}@{value.language}" if value.language else plain


# --- reading ----------------------------------------------------------------------------------------------------------


def read(table_bytes: bytes) -> list[dict[str, str]]:
    """The rows of an SSSOM table, its head left out."""
    lines = table_bytes.decode("utf-8").splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("#"))
    reader = csv.DictReader(io.StringIO(body, newline=""), delimiter="\t")
    return [{name: unguarded(value or "") for name, value in row.items() if name} for row in reader]


def quads(rows: Iterable[dict[str, str]]) -> Iterator[Quad]:
    """The alignments of a table that ``write`` made, as they were in the graph."""
    for row in rows:
        graph, node = NamedNode(expand(row["ext_graph"])), NamedNode(expand(row["record_id"]))
        yield Quad(node, term("rdf:type"), NamedNode(ALIGNMENT), graph)
        for column, name in {**SINGLE, **MULTIPLE}.items():
            for value, language in _split(row.get(column, "")):
                yield Quad(node, term(name), _read(value, language, name), graph)


def _split(cell: str) -> Iterator[tuple[str, str]]:
    """The values of a cell with their languages: a bar parts them, a backslash keeps what follows it."""
    for part in re.findall(r"(?:[^|\\]|\\.)+", cell):
        plain, tag = part, ""
        if (found := re.search(r"(?<!\\)(?:\\\\)*@", part)) and _TAG.fullmatch(part[found.end() :]):
            plain, tag = part[: found.end() - 1], part[found.end() :]
        yield re.sub(r"\\(.)", lambda match: _UNESCAPED.get(match[1], match[1]), plain), tag


def _read(value: str, language: str, name: str) -> NamedNode | Literal:
    if name in _IRIS:
        return NamedNode(expand(value))
    if name == "pg:score":
        return Literal(value, datatype=term("xsd:decimal"))
    return Literal(value, language=language) if language else Literal(value)
