"""The chains of one project with what every hop rests on: the same answers as ``verdicts.judge``, from the columns.

Projects share what is above them. So the first hop of the best way from a node to each end is worked out once, from
those of the nodes it links to, and kept; so is the way itself, two hops above a project. A breadth-first walk finds the
same: of two ways to an end the shorter wins, of equal ones that over the link whose target comes first. A graph with
circles is walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plangraph.described import text_of
from plangraph.namespaces import PG, expand
from plangraph.snapshot.graph import COUNTS, KEPT, STOPS, WHOLE, Snapshot, Step
from plangraph.verdicts import ALIGNED, BY_PLAN, NOT_ALIGNED, Account, Hop, ShownChain, Verdict, best_way, weak_because

_CAVEAT, _PRINTED = expand("pg:caveat"), expand("pg:printedTitle")


@dataclass(frozen=True, slots=True)
class Trace:
    """The best chain to each level-1 end, strong before weak, then the shortest, then by IRI."""

    verdict: Verdict
    chains: tuple[ShownChain, ...]


_LINK = (1 << 32) - 1  # the bits of the link in ``_Nearest``
_Nearest = dict[int, int]  # by end: how many hops, and in the lower bits the first link; those of a node are by target
_Way = tuple[Hop, ...]


class _Above(NamedTuple):
    """The ways up from a node."""

    strong: _Nearest  # over strong links alone
    every: _Nearest  # over any; the same dict where all are strong
    ways: dict[int, _Way]  # that were gone, by end; by ~end those over any


class Tracer:
    """Traces projects of one snapshot."""

    def __init__(self, snapshot: Snapshot, lang: str = "th") -> None:
        self.snapshot, self.lang = snapshot, lang
        self._above: dict[int, _Above] = {}
        self._hops: dict[int, Hop] = {}
        self._target = snapshot.columns["edge_target"].at
        self._noted = snapshot.columns["alignment_noted"].at

    def trace(self, iri: str) -> Trace | None:
        """The chains of a project; None for an IRI that is no node."""
        start = self.snapshot.node(iri)
        if start is None:
            return None
        for kept in (self._above, self._hops):
            if len(kept) > KEPT:
                kept.clear()
        chains = self._chains(start)
        if not chains:
            return Trace(NOT_ALIGNED, ())
        return Trace(ALIGNED if chains[0].strong else BY_PLAN, tuple(chains))

    def _chains(self, start: int) -> list[ShownChain]:
        """The best chain to each end."""
        ways = self._walked(start) if self.snapshot.facts["cycles"] else self._followed(start)
        # where two ways part, both hops have one source: so comparing hops is comparing the IRIs of their targets
        found = sorted((weak, len(hops), hops) for weak, hops in ways)
        return [ShownChain(hops, not weak) for weak, _, hops in found]

    def _followed(self, start: int) -> Iterator[tuple[bool, _Way]]:
        """Whether the best way to each end is weak, and the way: from hop to hop."""
        steps = self._steps(start)
        for target, _, _ in steps:
            if target not in self._above:
                self._work_out(target)
        strong, every = self._joined(steps)
        own = {edge: self._read_hop(edge) for _, edge, _ in steps}  # not kept: nobody else has them
        for end in every:
            weak = end not in strong
            edge = (every if weak else strong)[end] & _LINK
            node = self._target(edge)
            rest = self._onwards(self._above[node], end, weak) if node != end else ()
            yield weak or self.snapshot.end(end, WHOLE), (own[edge], *rest)

    def _onwards(self, above: _Above, end: int, weak: bool) -> _Way:
        """The way to an end from a node below it."""
        known = ~end if weak else end
        hops: list[Hop] = []
        passed: list[_Above] = []
        while True:
            edge = (above.every if weak else above.strong)[end] & _LINK
            hops.append(self._hop(edge))
            if (node := self._target(edge)) == end:
                rest: _Way = ()
                break
            above = self._above[node]
            if (gone := above.ways.get(known)) is not None:
                rest = gone
                break
            passed.append(above)
        while passed:
            rest = passed.pop().ways[known] = (hops.pop(), *rest)
        return (hops[0], *rest)

    def _steps(self, node: int) -> tuple[Step, ...]:
        return () if self.snapshot.end(node, STOPS) else self.snapshot.read_steps(node)

    def _work_out(self, node: int) -> None:
        """Keep the tables of a node and, before it, of everything above it."""
        waiting = [node]
        while waiting:
            steps = self._steps(waiting[-1])
            above = [target for target, _, _ in steps if target not in self._above]
            if above:
                waiting += above
                continue
            done = waiting.pop()
            strong, every = self._joined(steps)
            if self.snapshot.end(done, COUNTS, WHOLE):
                strong[done] = every[done] = 0
            self._above[done] = _Above(strong, every, {})

    def _joined(self, steps: tuple[Step, ...]) -> tuple[_Nearest, _Nearest]:
        """The first hop of the shortest way over some links to each end; of equal ones that over the first."""
        above = [(edge, strong, self._above[target]) for target, edge, strong in steps]
        every = _shortest([(edge, known.every) for edge, _, known in above])
        if all(strong and known.strong is known.every for _, strong, known in above):
            return every, every
        return _shortest([(edge, known.strong) for edge, strong, known in above if strong]), every

    def _walked(self, start: int) -> Iterator[tuple[bool, _Way]]:
        """Whether the best way to each end is weak, and the way: by walking."""
        strong, every = (self.walk(start, strong_only=strong_only) for strong_only in (True, False))
        for end in every:
            if end != start and self.snapshot.end(end, COUNTS, WHOLE):
                edges = _way(strong if end in strong else every, start, end)
                yield end not in strong or self.snapshot.end(end, WHOLE), tuple(map(self._hop, edges))

    def walk(self, start: int, *, strong_only: bool) -> dict[int, tuple[int, int]]:
        """How everything reachable is reached first, by breadth and then by IRI: the node before it, and the edge."""
        steps = self.snapshot.steps
        ways: dict[int, tuple[int, int]] = {start: (-1, -1)}
        frontier = [start]
        while frontier:
            following = []
            for node in frontier:
                if self.snapshot.end(node, STOPS):
                    continue
                for target, edge, strong in steps(node):
                    if target not in ways and (strong or not strong_only):
                        ways[target] = (node, edge)
                        following.append(target)
            frontier = following
        return ways

    # --- what hops rest on -------------------------------------------------------------------------------------------

    def _hop(self, edge: int) -> Hop:
        """A link that several projects may have above them."""
        found = self._hops.get(edge)
        if found is None:
            found = self._hops[edge] = self._read_hop(edge)
        return found

    def _read_hop(self, edge: int) -> Hop:
        """A link with the way that is shown for it."""
        snapshot = self.snapshot
        link, source, target, alignments = snapshot.link(edge, self.lang)
        accounts = {
            way.alignment: self.account(alignment) for way, alignment in zip(link.ways, alignments, strict=True)
        }
        way, others = best_way(link, accounts)
        return Hop(
            link,
            source,
            target,
            way,
            accounts[way.alignment],
            others,
            weak_because(way, whole=snapshot.end(self._target(edge), WHOLE)),
        )

    def account(self, alignment: int) -> Account:
        """What one alignment rests on."""
        passages = self.snapshot.passages(alignment)
        if not self._noted(alignment):
            return Account(passages, (), ())
        iri = self.snapshot.text(self.snapshot.columns["alignment_term"].at(alignment))
        facts = self.snapshot.described(iri, (_CAVEAT, _PRINTED))
        caveats = (text_of(term).removeprefix(PG) for term in facts.get(_CAVEAT, []))
        return Account(passages, tuple(sorted(caveats)), tuple(sorted(map(text_of, facts.get(_PRINTED, [])))))


def _shortest(ways: list[tuple[int, _Nearest]]) -> _Nearest:
    """Length and first link of the shortest way to each end; links are given with what their targets know."""
    found: _Nearest = {}
    for edge, nearest in ways:
        for end, known in nearest.items():
            way = (known | _LINK) + 1 + edge  # one hop more
            if way < found.get(end, way + 1):
                found[end] = way
    return found


def _way(ways: dict[int, tuple[int, int]], start: int, end: int) -> list[int]:
    """The edges of the way from ``start`` to ``end``."""
    edges: list[int] = []
    node = end
    while node != start:
        node, edge = ways[node]
        edges.append(edge)
    return edges[::-1]
