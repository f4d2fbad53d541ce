"""Make a snapshot of N-Quads files: read once, derive, write."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from plangraph.links import rules
from plangraph.snapshot.build_links import read_ways, write_links
from plangraph.snapshot.build_projects import find_nodes, write_nodes, write_projects
from plangraph.snapshot.columns import Array, Writer
from plangraph.snapshot.elements import element_order
from plangraph.snapshot.facts import Facts, offsets
from plangraph.snapshot.names import write_names
from plangraph.snapshot.order import Order, order
from plangraph.snapshot.reading import Progress, Triples, read, unwatched
from plangraph.snapshot.runs import END, Run

PIECE: Final = 1 << 22  # bytes of terms written at once


def build(
    paths: Sequence[Path], folder: Path, progress: Progress = unwatched, *, names_too: bool = True
) -> dict[str, str]:
    """Write a snapshot of these files into an empty folder; returns the SHA-256 of each file read.

    Raises ``DataDamaged`` for a file that is no N-Quads. ``progress`` is told of the bytes read; ``names_too`` leaves
    out the index of names when it is false.
    """
    with _no_collector():
        return _build(paths, folder, progress, names_too=names_too)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of lists and tuples live for a while: to look through them for cycles takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _build(paths: Sequence[Path], folder: Path, progress: Progress, *, names_too: bool) -> dict[str, str]:
    table = read(paths, progress)
    writer = Writer(folder)
    facts = Facts(table.terms, table.triples)
    ways = read_ways(facts)
    nodes = find_nodes(facts, ways.source, ways.target)
    vocabulary: dict[str, object] = {"bases": ways.bases, "verifications": ways.verifications}
    vocabulary |= write_nodes(writer, facts, nodes)
    vocabulary |= write_projects(writer, facts, nodes)
    elements, wholes = element_order(facts, nodes)
    writer.put("element_node", elements)
    writer.put("element_wholes", wholes)
    source, target, strong = write_links(writer, facts, ways, nodes)
    cycles = _write_orders(writer, facts, nodes, source, target, strong)
    writer.put("fact_start", offsets(table.triples[0], len(table.terms)))
    writer.put("proposed_subject", table.proposals[0])
    names = {name: _write_facts(writer, name, found) for name, found in (
        ("fact", table.triples), ("proposed", table.proposals)
    )}  # fmt: skip
    _write_terms(writer, table.terms)
    if names_too:
        write_names(writer, facts)
    writer.finish(
        {
            **vocabulary,
            "cycles": [[facts.text(nodes[node]) for node in cycle] for cycle in cycles],
            "names": {name: [facts.text(term) for term in found] for name, found in names.items()},
            "quads": table.lines,
        }
    )
    return table.digests


def _write_orders(
    writer: Writer, facts: Facts, nodes: Array, source: Array, target: Array, strong: Array
) -> list[list[int]]:
    """Write the order of all links and that of the strong ones, neither passing level 1; returns the cycles."""
    level = facts.numbers(facts.of(nodes, "pg:planLevel"), 0)
    walked = level[source] != rules()["ends"]["level"]
    every = order(len(nodes), source[walked], target[walked])
    cycles = every.cycles()
    by_strength = {"any": every, "strong": _strong_order(len(nodes), every, source, target, walked & strong)}
    for name, found in by_strength.items():
        writer.put(f"{name}_component", found.component)
        writer.put(f"{name}_height", found.height)
    return cycles


def _strong_order(nodes: int, every: Order, source: Array, target: Array, walked: Array) -> Order:
    """The order of the strong links; without cycles that of all links will do."""
    return order(nodes, source[walked], target[walked]) if every.cycles() else every


def _write_facts(writer: Writer, name: str, triples: Triples) -> list[int]:
    """Write the properties and objects of triples; returns the distinct properties."""
    _, names, objects = triples
    counts = np.bincount(names, minlength=1)
    used = np.flatnonzero(counts)
    place = np.zeros(len(counts), np.uint16)
    place[used] = np.arange(len(used))
    writer.put(f"{name}_name", place[names])
    writer.put(f"{name}_value", objects)
    return [int(term) for term in used]


def _write_terms(writer: Writer, terms: Run) -> None:
    writer.put("term_start", np.asarray(terms.starts) - np.arange(len(terms) + 1))
    pieces = range(0, len(terms.text), PIECE)
    writer.put_bytes("terms", (bytes(terms.text[at : at + PIECE]).replace(END, b"") for at in pieces))
