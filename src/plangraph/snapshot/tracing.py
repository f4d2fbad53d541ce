"""The chains of one project with what every hop rests on: the same answers as ``verdicts.judge``, from the columns.

Projects share what is above them. So the first hop of the best way from a node to each end is worked out once, from
those of the nodes it links to, and kept; so is the way itself, two hops above a project. A breadth-first walk finds the
same: of two ways to an end the shorter wins, of equal ones that over the link whose target comes first. A graph with
circles is walked.
"""

from __future__ import annotations

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
_Found = tuple[bool, int, _Way]  # whether it is weak, its length, its hops


class _Above(NamedTuple):
    """The ways up from a node."""

    strong: _Nearest  # over strong links alone
    every: _Nearest  # over any; the same dict where all are strong
    ways: dict[int, _Way]  # that were gone, by end; by ~end those over any
    whole: bool  # whether it is the National Strategy as a whole


class Tracer:
    """Traces projects of one snapshot, for one thread; another needs its own."""

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
        found = self._walked(start) if self.snapshot.facts["cycles"] else self._followed(start)
        found.sort()  # where two ways part, both hops have one source: so hops compare as the IRIs of their targets
        return [ShownChain(hops, not weak) for weak, _, hops in found]

    def _followed(self, start: int) -> list[_Found]:
        """The best way to each end, from hop to hop."""
        steps = self._steps(start)
        for target, _, _ in steps:
            if target not in self._above:
                self._work_out(target)
        strong, every = self._joined(steps)
        own = {edge: (target, self._read_hop(edge)) for target, edge, _ in steps}  # not kept: nobody else has them
        known, found = self._above, []
        for end, nearest in every.items():
            weak = end not in strong
            node, hop = own[(nearest if weak else strong[end]) & _LINK]
            hops = (hop,) if node == end else (hop, *self._onwards(known[node], end, weak))
            found.append((weak or known[end].whole, len(hops), hops))
        return found

    def _onwards(self, above: _Above, end: int, weak: bool) -> _Way:
        """The way to an end from a node below it, which few projects share: only what follows its first hop is kept."""
        edge = (above.every if weak else above.strong)[end] & _LINK
        node, hop = self._target(edge), self._hop(edge)
        return (hop,) if node == end else (hop, *self._kept(node, end, weak))

    def _kept(self, node: int, end: int, weak: bool) -> _Way:
        """The way to an end from a node below it, kept at every node it passes."""
        key = ~end if weak else end
        passed: list[tuple[_Above, Hop]] = []
        rest: _Way = ()
        while node != end:
            above = self._above[node]
            if (known := above.ways.get(key)) is not None:
                rest = known
                break
            edge = (above.every if weak else above.strong)[end] & _LINK
            passed.append((above, self._hop(edge)))
            node = self._target(edge)
        for above, hop in reversed(passed):
            rest = above.ways[key] = (hop, *rest)
        return rest

    def _steps(self, node: int) -> tuple[Step, ...]:
        return () if self.snapshot.end(node, STOPS) else self.snapshot.read_steps(node)

    def _work_out(self, node: int) -> None:
        """Keep the tables of a node and, before it, of everything above it."""
        waiting = [(node, self._steps(node))]
        while waiting:
            done, steps = waiting[-1]
            above = [(target, self._steps(target)) for target, _, _ in steps if target not in self._above]
            if above:
                waiting += above
                continue
            waiting.pop()
            strong, every = self._joined(steps)
            whole = self.snapshot.end(done, WHOLE)
            if whole or self.snapshot.end(done, COUNTS):
                strong[done] = every[done] = 0
            self._above[done] = _Above(strong, every, {}, whole)

    def _joined(self, steps: tuple[Step, ...]) -> tuple[_Nearest, _Nearest]:
        """The first hop of the shortest way over some links to each end; of equal ones that over the first."""
        above = [(edge, strong, self._above[target]) for target, edge, strong in steps]
        every = _shortest([(edge, known.every) for edge, _, known in above])
        for _, strong, known in above:
            if not strong or known.strong is not known.every:
                return _shortest([(edge, known.strong) for edge, strong, known in above if strong]), every
        return every, every

    def _walked(self, start: int) -> list[_Found]:
        """The best way to each end, by walking."""
        strong, every = (self.walk(start, strong_only=strong_only) for strong_only in (True, False))
        found: list[_Found] = []
        for end in every:
            if end != start and self.snapshot.end(end, COUNTS, WHOLE):
                hops = tuple(map(self._hop, _way(strong if end in strong else every, start, end)))
                found.append((end not in strong or self.snapshot.end(end, WHOLE), len(hops), hops))
        return found

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
        further = edge + 1  # added to a length below which all bits are set, this is one hop more, and this link
        for end, known in nearest.items():
            way = (known | _LINK) + further
            if end not in found or way < found[end]:
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
