"""What-ifs of a snapshot: the answers of ``whatif.effects``.

Only what reaches a changed link is worked out again. Links taken away come first: the rows of everything that reaches
their sources are filled again, level by level. A link that is added hands what its target hands down to everything that
reaches its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from plangraph.coverage import Coverage, Share
from plangraph.snapshot.columns import Array
from plangraph.snapshot.covering import Covering
from plangraph.snapshot.order import gather
from plangraph.snapshot.reach import STRENGTHS, Reach
from plangraph.whatif import Change, Effect, UnknownElement

Resolved = tuple[int, int, Change]


class WhatIf:
    """Answers what-ifs on one snapshot; the coverage as it is is worked out once."""

    def __init__(self, covering: Covering, lang: str = "th") -> None:
        self.covering, self.reach, self.snapshot = covering, covering.reach, covering.snapshot
        self.now = covering.survey(lang)
        self._place = np.full(self.snapshot.nodes, -1)
        self._place[covering.projects] = np.arange(len(covering.projects))

    def effects(self, changes: Sequence[Change]) -> list[Effect]:
        """The elements whose coverage would change, in the order of the plans. ``UnknownElement`` for a strange IRI."""
        resolved = [(self._node(change.source), self._node(change.target), change) for change in changes]
        sums = {strength: self._difference(strength, resolved) for strength in STRENGTHS}
        weak = sums["any"] - sums["strong"]
        changed = np.flatnonzero(sums["strong"].any(axis=0) | weak.any(axis=0)).tolist()
        return [self._effect(at, sums["strong"][:, at], weak[:, at]) for at in changed]

    def _node(self, iri: str) -> int:
        node = self.snapshot.node(iri)
        if node is None:
            raise UnknownElement(iri)
        return node

    def _effect(self, at: int, strong: Array, weak: Array) -> Effect:
        before = self.now.elements[at]
        shares = [
            Share(share.projects + int(change[0]), share.baht + self.covering.baht(change[1]))
            for share, change in ((before.strong, strong), (before.weak, weak))
        ]
        return Effect(before.element, before, Coverage(before.element, *shares))

    def _difference(self, strength: str, changes: Iterable[Resolved]) -> Array:
        """How many projects more, and how much money, each element would have: a column for each."""
        found = np.zeros((2, len(self.reach.elements)), np.int64)
        changed = _Changed(self.reach, strength)
        changed.apply(changes)
        nodes = np.flatnonzero(changed.below & (self._place >= 0))
        if not len(nodes):
            return found
        number, rows = self.covering.classes
        before, after = rows[strength][number[self._place[nodes]]], changed.of(nodes)
        other = (before != after).any(axis=1)
        before, after, budget = before[other], after[other], self.covering.budget[self._place[nodes[other]]]
        for bit in _bits(before ^ after, len(self.reach.elements)):
            is_, was = (
                ((rows[:, bit >> 6] >> np.uint64(bit & 63)) & np.uint64(1)).astype(np.int64) for rows in (after, before)
            )
            found[:, bit] = (is_ - was).sum(), ((is_ - was) * budget).sum()
        return found


def _bits(rows: Array, bits: int) -> list[int]:
    """The bits that are set in any of some rows."""
    every = np.bitwise_or.reduce(rows, axis=0) if len(rows) else np.zeros(rows.shape[1], np.uint64)
    return np.flatnonzero(np.unpackbits(every.view(np.uint8), bitorder="little")[:bits]).tolist()


@dataclass(slots=True)
class _Changed:
    """The rows of one strength with some changes laid over them."""

    reach: Reach
    strength: str
    rows: Array = field(init=False)
    inner: Array = field(init=False)  # as in ``Reach``, and of nodes that a new link leads to
    below: Array = field(init=False)  # which nodes reach a changed link, or are the source of one
    targets: dict[int, set[int]] = field(default_factory=dict)  # of nodes whose links change
    added: list[tuple[int, int]] = field(default_factory=list)
    _gone: list[int] = field(default_factory=list)  # links taken away: nothing that is added is handed down over them

    def __post_init__(self) -> None:
        self.rows, self.inner = self.reach.rows(self.strength).copy(), self.reach.inner.copy()
        self.below = np.zeros(self.reach.snapshot.nodes, bool)

    def apply(self, changes: Iterable[Resolved]) -> None:
        """Take links away, then add links."""
        walked = [each for each in changes if not self.reach.snapshot.ends[2][each[0]]]
        removed = [(source, target) for source, target, change in walked if change.kind == "remove"]
        for source, target in removed:
            self._links_of(source).discard(target)
        if removed:
            self._refill([source for source, _ in removed])
            self._gone = [edge for pair in removed for edge in self._edges_between(*pair)]
        for source, target, change in walked:
            if change.kind == "add" and (change.strong or self.strength == "any"):
                self._add(source, target)

    def _edges_between(self, source: int, target: int) -> list[int]:
        """The place of the link from one node to another among all links, where there is one."""
        column = self.reach.snapshot.columns
        first, last = column["out_start"].at(source), column["out_start"].at(source + 1)
        return [first + at for at, to in enumerate(column["edge_target"].part(first, last).tolist()) if to == target]

    def _links_of(self, node: int) -> set[int]:
        if node not in self.targets:
            edges = self.reach.edges(self.strength)
            self.targets[node] = set(edges.target[edges.starts[node] : edges.starts[node + 1]].tolist())
        return self.targets[node]

    def _add(self, source: int, target: int) -> None:
        """Hand what the target hands down to everything that reaches the source."""
        if self.inner[target] < 0:
            self.rows = np.concatenate((self.rows, self.of(np.array([target]))))
            self.inner[target] = len(self.rows) - 1
        self._links_of(source).add(target)
        self.added.append((source, target))
        gain = self.rows[self.inner[target]].copy()
        below = self._reaching([source])
        self.below |= below
        inner = self.inner[below]
        self.rows[inner[inner >= 0]] |= gain

    def _reaching(self, sources: list[int]) -> Array:
        """Which nodes reach any of some nodes, themselves included."""
        column = self.reach.snapshot.columns
        back, starts = column["in_edge"].all(), column["in_start"].all()
        origin, strong = column["edge_source"].all(), column["edge_strong"].all()
        stops = self.reach.snapshot.ends[2]
        found = np.zeros(self.reach.snapshot.nodes, bool)
        frontier = np.array(sources)
        while len(frontier):
            found[frontier] = True
            edges = gather(back, starts, frontier)
            if self.strength == "strong":
                edges = edges[strong[edges]]
            edges = edges[~np.isin(edges, self._gone)]
            below = np.concatenate((origin[edges], [of for of, to in self.added if found[to]])).astype(np.int64)
            frontier = np.unique(below[~found[below] & ~stops[below]])
        return found

    def _refill(self, sources: list[int]) -> None:
        """Fill the rows of everything that reaches some nodes again, those nearest to level 1 first."""
        snapshot = self.reach.snapshot
        below = self._reaching(sources)
        self.below |= below
        nodes = np.flatnonzero(below & (self.reach.inner >= 0))
        owners, bits = self.reach.seeds
        self.rows[self.reach.inner[nodes]] = 0
        seeded = below[owners]
        self.rows[self.reach.inner[owners[seeded]]] = bits[seeded]
        height = snapshot.columns[f"{self.strength}_height"].all()[nodes]
        order = np.argsort(height, kind="stable")
        levels = np.split(nodes[order], np.flatnonzero(np.diff(height[order])) + 1)
        while True:
            before = self.rows[self.reach.inner[nodes]]
            for level in levels:
                self.rows[self.reach.inner[level]] |= self.of(level)
            if not snapshot.facts["cycles"] or (self.rows[self.reach.inner[nodes]] == before).all():
                return  # around a circle it may take several times

    def of(self, nodes: Array) -> Array:
        """What some nodes reach."""
        found, owners = self.reach.gathered(nodes, self.reach.edges(self.strength), self.rows)
        rows = np.zeros((len(nodes), self.reach.words), np.uint64)
        rows[np.isin(nodes, owners)] = found
        for node, targets in self.targets.items():
            at = np.flatnonzero(nodes == node)
            if len(at):
                rows[at] = np.bitwise_or.reduce(self.rows[self.inner[sorted(targets)]], axis=0) if targets else 0
        return rows
