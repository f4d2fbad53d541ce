"""Who reaches what, as bits: one pass over all links from level 1 down, nothing of it kept on disk.

Every node has two rows of bits, for what strong hops reach and for what any hops reach: one bit for each element that
coverage counts at (set for the elements it is part of, too), and two at the end: an end that counts, and the National
Strategy as a whole. Rows of nodes that nothing leads to (most projects) are worked out in one step from their targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from plangraph.snapshot.columns import Array
from plangraph.snapshot.graph import Snapshot
from plangraph.snapshot.order import gather

STRENGTHS = ("strong", "any")
FEW = 8  # links of one node that are taken one after the other


@dataclass(slots=True)
class Edges:
    """The links that are walked, by source."""

    source: Array
    target: Array
    starts: Array


class Reach:
    """The rows of bits of a snapshot; with ``ends_only`` just the two at the end, a single word for each node."""

    def __init__(self, snapshot: Snapshot, *, ends_only: bool = False) -> None:
        self.snapshot = snapshot
        elements = snapshot.columns["element_node"].all()
        self.elements = elements[:0] if ends_only else elements
        self.bits = len(self.elements) + 2
        self.words = -(-self.bits // 64)
        self._edges: dict[str, Edges] = {}
        self._rows: dict[str, Array] = {}

    @cached_property
    def seeds(self) -> tuple[Array, Array]:
        """The nodes that set bits in what reaches them, and the bits."""
        strong, weak, _ = self.snapshot.ends
        nodes = np.unique(np.concatenate((self.elements, np.flatnonzero(strong | weak))))
        bits = np.zeros((len(nodes), self.words * 64), bool)
        if len(self.elements):
            wholes = self.snapshot.columns["element_wholes"].all().reshape(len(self.elements), len(self.elements))
            bits[np.searchsorted(nodes, self.elements), : len(self.elements)] = wholes
        bits[:, len(self.elements)] = strong[nodes]
        bits[:, len(self.elements) + 1] = weak[nodes]
        return nodes, np.packbits(bits, axis=1, bitorder="little").view(np.uint64)

    def edges(self, strength: str) -> Edges:
        """The links of one strength that lead on: none does from level 1."""
        if strength not in self._edges:
            self._edges[strength] = self._walked(strength)
        return self._edges[strength]

    def _walked(self, strength: str) -> Edges:
        column = self.snapshot.columns
        source, target = column["edge_source"].all(), column["edge_target"].all()
        walked = ~self.snapshot.ends[2][source]
        if strength == "strong":
            walked &= column["edge_strong"].all()
        if not walked.all():
            source, target = source[walked], target[walked]
        starts = np.concatenate(([0], np.cumsum(np.bincount(source, minlength=self.snapshot.nodes))))
        return Edges(source, target, starts)

    @cached_property
    def inner(self) -> Array:
        """Where the row of each node that something leads to stands; -1 for the others."""
        used = np.zeros(self.snapshot.nodes, bool)
        used[self.snapshot.columns["edge_target"].all()] = True
        used[self.seeds[0]] = True
        return np.where(used, np.cumsum(used) - 1, -1)

    def rows(self, strength: str) -> Array:
        """What each inner node hands down: what it reaches, and the bits it sets itself."""
        if strength not in self._rows:
            self._rows[strength] = self._filled(strength)
        return self._rows[strength]

    def _filled(self, strength: str) -> Array:
        edges = self.edges(strength)
        nodes = np.flatnonzero(self.inner >= 0)
        rows = np.zeros((len(nodes), self.words), np.uint64)
        rows[self.inner[self.seeds[0]]] = self.seeds[1]
        height = self.snapshot.columns[f"{strength}_height"].all()[nodes]
        component = self.snapshot.columns[f"{strength}_component"].all()
        order = np.argsort(height, kind="stable")
        cuts = np.flatnonzero(np.diff(height[order])) + 1
        cyclic = bool(self.snapshot.facts["cycles"])
        for level in np.split(nodes[order], cuts):
            found, owners = self.gathered(level, edges, rows)
            if cyclic:
                found, owners = _joined(found, owners, component, level)
            if len(owners):
                rows[self.inner[owners]] |= found
        return rows

    def gathered(self, nodes: Array, edges: Edges, rows: Array) -> tuple[Array, Array]:
        """What some nodes reach, and which of the nodes reach anything."""
        counts = edges.starts[nodes + 1] - edges.starts[nodes]
        owners = nodes[counts > 0]
        if not len(owners):
            return np.empty((0, self.words), np.uint64), owners
        counts = counts[counts > 0]
        if counts.max() > FEW:
            targets = self.inner[gather(edges.target, edges.starts, owners)]
            return np.bitwise_or.reduceat(rows[targets], np.cumsum(counts) - counts, axis=0), owners
        first = edges.starts[owners]
        found = rows[self.inner[edges.target[first]]]
        for more in range(1, int(counts.max())):  # most projects have one link or two
            some = np.flatnonzero(counts > more)
            found[some] |= rows[self.inner[edges.target[first[some] + more]]]
        return found, owners

    def of(self, nodes: Array, strength: str) -> Array:
        """What some nodes reach: a row of words for each."""
        edges = self.edges(strength)
        found, owners = self.gathered(nodes, edges, self.rows(strength))
        if len(owners) == len(nodes):
            return found
        rows = np.zeros((len(nodes), self.words), np.uint64)
        rows[edges.starts[nodes + 1] > edges.starts[nodes]] = found
        return rows

    def flags(self, rows: Array) -> tuple[Array, Array]:
        """Whether rows reach an end that counts, and the National Strategy as a whole."""
        end, whole = len(self.elements), len(self.elements) + 1
        return _bit(rows, end), _bit(rows, whole)


def _bit(rows: Array, bit: int) -> Array:
    return np.asarray((rows[:, bit >> 6] >> np.uint64(bit & 63)) & np.uint64(1) != 0)


def _joined(found: Array, owners: Array, component: Array, level: Array) -> tuple[Array, Array]:
    """Every node of a cycle reaches what any of them does."""
    if not len(owners):
        return found, owners
    members = level[np.argsort(component[level], kind="stable")]
    names = component[members]
    which = np.searchsorted(np.unique(names), component[owners])
    sums = np.zeros((len(np.unique(names)), found.shape[1]), np.uint64)
    np.bitwise_or.at(sums, which, found)
    return sums[np.searchsorted(np.unique(names), names)], members


def unpacked(rows: Array, bits: int) -> Array:
    """Rows of words as rows of 0 and 1."""
    return np.unpackbits(np.ascontiguousarray(rows).view(np.uint8), axis=1, count=bits, bitorder="little")
