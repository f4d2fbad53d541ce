"""The links of a snapshot: edges with their ways, strongest first, and what each way rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plangraph.described import DOCUMENTS
from plangraph.links import rules
from plangraph.namespaces import PG
from plangraph.snapshot.columns import Array, Writer
from plangraph.snapshot.facts import Facts, distinct, join, look_up, numbered, offsets

OF_PASSAGE = ("pg:document", "pg:firstLine", "pg:lastLine", "pg:exactText")


@dataclass(frozen=True, slots=True)
class Ways:
    """Every way a link is known: the terms of its ends and of its alignment, and what it is worth."""

    source: Array
    target: Array
    alignment: Array
    basis: Array  # place in ``bases``
    verification: Array  # place in ``verifications``
    strong: Array
    named: Array
    bases: list[str]
    verifications: list[str | None]


def read_ways(facts: Facts) -> Ways:
    """The alignments that the rules follow, by source, target, strength, basis and IRI; each way once."""
    alignment, relation, basis, verification = _alignments(facts)
    followed = {facts.number(name): name for name in rules()["follow"]}
    bases, basis_at = _vocabulary(facts, basis)
    known = np.array([name in rules()["strength"] for name in bases], bool)
    keep = np.isin(relation, list(followed)) & (known[basis_at] if len(bases) else np.zeros(len(basis), bool))
    rows, ends = join(alignment[keep], facts.pairs("pg:from")[0])
    source = facts.pairs("pg:from")[1][ends]
    kept = [array[keep][rows] for array in (alignment, relation, basis_at, verification)]
    rows, ends = join(kept[0], facts.pairs("pg:to")[0])
    alignment, relation, basis_at, verification = (array[rows] for array in kept)
    verifications, verification_at = _vocabulary(facts, verification)
    strong = _strength(bases, verifications)[basis_at, verification_at] if len(rows) else np.empty(0, bool)
    named = relation == facts.number("pg:alignedTo")
    target = facts.pairs("pg:to")[1][ends]
    said = [name or None for name in verifications]
    ways = Ways(source[rows], target, alignment, basis_at, verification_at, strong, named, bases, said)
    return _ordered(ways)


def _alignments(facts: Facts) -> tuple[Array, Array, Array, Array]:
    """Alignment, relation, basis and verification (-1 for none) in every combination that is said."""
    alignment, relation = facts.pairs("pg:relation")
    rows, found = join(alignment, facts.pairs("pg:basis")[0])
    alignment, relation, basis = alignment[rows], relation[rows], facts.pairs("pg:basis")[1][found]
    verified, values = facts.pairs("pg:verification")
    rows, found = join(alignment, verified)
    said = np.zeros(len(alignment), bool)
    said[rows] = True
    bare = np.flatnonzero(~said)
    rows = np.concatenate((rows, bare))
    verification = np.concatenate((values[found], np.full(len(bare), -1, values.dtype)))
    return alignment[rows], relation[rows], basis[rows], verification


def _vocabulary(facts: Facts, terms: Array) -> tuple[list[str], Array]:
    """The local names among some terms ("" for -1), and the place of each."""
    used, where = numbered(terms)
    return [facts.text(term).removeprefix(PG) if term >= 0 else "" for term in used.tolist()], where


def _strength(bases: list[str], verifications: list[str]) -> Array:
    """Whether a basis with a verification is strong."""
    strength, verified = rules()["strength"], rules()["verified"]
    table = [
        [
            (verified.get(basis, strength.get(basis)) if known == "verified" else strength.get(basis)) == "strong"
            for known in verifications
        ]
        for basis in bases
    ]
    return np.array(table, bool).reshape(len(bases), len(verifications))


def _ordered(ways: Ways) -> Ways:
    shown = rules()["shown"]["order"]
    rank = np.array([shown.index(name) if name in shown else len(shown) for name in ways.bases] or [0])[ways.basis]
    order = np.lexsort((ways.verification, ways.alignment, rank, ~ways.strong, ways.target, ways.source))
    return Ways(
        ways.source[order],
        ways.target[order],
        ways.alignment[order],
        ways.basis[order],
        ways.verification[order],
        ways.strong[order],
        ways.named[order],
        ways.bases,
        ways.verifications,
    )


def write_links(writer: Writer, facts: Facts, ways: Ways, nodes: Array) -> tuple[Array, Array, Array]:
    """Write edges, ways, alignments and evidence; returns source, target and strength of the edges, as nodes."""
    pair = (ways.source[1:] != ways.source[:-1]) | (ways.target[1:] != ways.target[:-1])
    starts = np.flatnonzero(np.concatenate(([True], pair))) if len(ways.source) else np.empty(0, np.int64)
    source = np.searchsorted(nodes, ways.source[starts]).astype(np.int32)
    target = np.searchsorted(nodes, ways.target[starts]).astype(np.int32)
    strong = ways.strong[starts]
    named = np.logical_or.reduceat(ways.named, starts) if len(starts) else np.empty(0, bool)
    _write_ways(writer, facts, ways, starts)
    writer.put("edge_source", source)
    writer.put("edge_target", target)
    writer.put("edge_strong", strong)
    writer.put("edge_named", named)
    writer.put("out_start", offsets(source, len(nodes)))
    back = np.argsort(target, kind="stable").astype(np.int32)  # the sources are in order already
    writer.put("in_edge", back)
    writer.put("in_start", offsets(target[back], len(nodes)))
    return source, target, strong


def _write_ways(writer: Writer, facts: Facts, ways: Ways, starts: Array) -> None:
    """One way per alignment, basis and verification, though it may be there for two relations."""
    keys = (ways.source, ways.target, ways.alignment, ways.basis, ways.verification)
    again = np.zeros(len(ways.source), bool)
    if len(again):
        again[1:] = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    first = np.zeros(len(again), np.int64)
    first[starts] = 1
    owner = (np.cumsum(first) - 1)[~again]
    alignments, place = numbered(ways.alignment)
    writer.put("way_start", offsets(owner, len(starts)))
    writer.put("way_alignment", place[~again].astype(np.int32))
    writer.put("way_basis", ways.basis[~again].astype(np.uint8))
    writer.put("way_verification", ways.verification[~again].astype(np.uint8))
    writer.put("way_strong", ways.strong[~again])
    _write_evidence(writer, facts, alignments)


def _write_evidence(writer: Writer, facts: Facts, alignments: Array) -> None:
    """The passages, and those of each alignment in the order of the document."""
    passages = distinct(np.concatenate([facts.pairs(name)[0] for name in OF_PASSAGE]))
    document, first, last, text = (facts.of(passages, name) for name in OF_PASSAGE)
    first_line = np.maximum(facts.numbers(first), 0)
    last_line = facts.numbers(last)
    last_line = np.where(last_line > 0, last_line, first_line)
    subjects, objects = facts.pairs("pg:evidence")
    rows, found = join(alignments, subjects)
    passage = look_up(passages, np.arange(len(passages)), objects[found])
    rows, passage = rows[passage >= 0], passage[passage >= 0]
    order = _by_place(facts, rows, passage, (_ranks(facts, document), first_line, last_line, text))
    writer.put("alignment_term", alignments.astype(np.int32))
    writer.put("alignment_noted", np.isin(alignments, np.concatenate([facts.pairs(name)[0] for name in _NOTES])))
    writer.put("evidence_start", offsets(rows, len(alignments)))
    writer.put("evidence_passage", passage[order].astype(np.int32))
    writer.put("passage_term", passages.astype(np.int32))
    writer.put("passage_document", document.astype(np.int32))
    writer.put("passage_first", first_line.astype(np.int32))
    writer.put("passage_last", last_line.astype(np.int32))
    writer.put("passage_text", text.astype(np.int32))


_NOTES = ("pg:caveat", "pg:printedTitle")


def _ranks(facts: Facts, documents: Array) -> Array:
    """Documents in the order of their ids."""
    used = distinct(documents).tolist()
    names = {term: facts.text(term).removeprefix(DOCUMENTS) if term >= 0 else "" for term in used}
    ranks = {name: at for at, name in enumerate(sorted(set(names.values())))}
    return look_up(np.array(used), np.array([ranks[names[term]] for term in used]), documents)


def _by_place(facts: Facts, owner: Array, passage: Array, place: tuple[Array, ...]) -> Array:
    """The order of passages by owner, document and lines; by what they say where one owner has two of one line."""
    document, first, last, text = (array[passage] if len(passage) else passage for array in place)
    order = np.lexsort((text, last, first, document, owner))
    keys = [key[order] for key in (owner, document, first, last)]
    tied = np.logical_and.reduce([key[1:] == key[:-1] for key in keys]) if len(order) else np.empty(0, bool)
    for start, stop in _runs(tied):
        said = {at: facts.text(text[at]) if text[at] >= 0 else "" for at in order[start:stop].tolist()}
        order[start:stop] = sorted(said, key=lambda at: said[at])
    return order


def _runs(tied: Array) -> list[tuple[int, int]]:
    """First and last place but one of each run of neighbours that are tied."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], tied.astype(np.int8), [0]))))
    return [(start, stop + 1) for start, stop in edges.reshape(-1, 2).tolist()]
