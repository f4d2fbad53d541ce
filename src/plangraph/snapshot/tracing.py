"""The chains of one project with what every hop rests on: the same answers as ``verdicts.judge``, from the columns.

Projects share what is above them. So the best ways from a node up are worked out once, from those of the nodes it
links to, and kept; a project's are its own links followed by these. A breadth-first walk finds the same: of two ways to
an end the shorter wins, of equal ones that over the link whose target comes first. A graph with circles is walked.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Tail:
    """The best way from a node to one end."""

    nodes: tuple[int, ...]  # after the first
    edges: tuple[int, ...]


_Tails = tuple[dict[int, _Tail], dict[int, _Tail]]  # by end: over strong links alone, and over any


class Tracer:
    """Traces projects of one snapshot."""

    def __init__(self, snapshot: Snapshot, lang: str = "th") -> None:
        self.snapshot, self.lang = snapshot, lang
        self._tails: dict[int, _Tails] = {}
        self._hops: dict[int, Hop] = {}

    def trace(self, iri: str) -> Trace | None:
        """The chains of a project; None for an IRI that is no node."""
        start = self.snapshot.node(iri)
        if start is None:
            return None
        for kept in (self._tails, self._hops):
            if len(kept) > KEPT:
                kept.clear()
        chains = self._chains(start)
        if not chains:
            return Trace(NOT_ALIGNED, ())
        return Trace(ALIGNED if chains[0].strong else BY_PLAN, tuple(chains))

    def _chains(self, start: int) -> list[ShownChain]:
        """The best chain to each end."""
        strong, every = self._tails_of(start)
        found = []
        for end, any_tail in every.items():
            tail = strong.get(end)
            weak = tail is None or self.snapshot.end(end, WHOLE)
            shown = tail or any_tail
            found.append((weak, len(shown.edges), shown.nodes, shown.edges))
        found.sort()
        return [ShownChain(tuple(map(self._hop, edges)), not weak) for weak, _, _, edges in found]

    def _tails_of(self, start: int) -> _Tails:
        """The best ways from a node to each end but itself."""
        if self.snapshot.facts["cycles"]:
            return self._ways(start, strong_only=True), self._ways(start, strong_only=False)
        steps: tuple[Step, ...] = () if self.snapshot.end(start, STOPS) else self.snapshot.steps(start)
        for target, _, _ in steps:
            if target not in self._tails:
                self._work_out(target)
        return self._joined(steps)

    def _work_out(self, node: int) -> None:
        """Keep the ways from a node and, before it, from everything above it."""
        waiting = [node]
        while waiting:
            steps: tuple[Step, ...] = () if self.snapshot.end(waiting[-1], STOPS) else self.snapshot.steps(waiting[-1])
            above = [target for target, _, _ in steps if target not in self._tails]
            if above:
                waiting += above
                continue
            done = waiting.pop()
            strong, every = self._joined(steps)
            if self.snapshot.end(done, COUNTS, WHOLE):
                strong[done] = every[done] = _Tail((), ())
            self._tails[done] = strong, every

    def _joined(self, steps: tuple[Step, ...]) -> _Tails:
        """The shortest ways over some links; of equal ones those over the first."""
        strong: dict[int, _Tail] = {}
        every: dict[int, _Tail] = {}
        for target, edge, is_strong in steps:
            strong_above, every_above = self._tails[target]
            for found, above in ((every, every_above), (strong, strong_above))[: 1 + is_strong]:
                for end, tail in above.items():
                    known = found.get(end)
                    if known is None or len(tail.edges) + 1 < len(known.edges):
                        found[end] = _Tail((target, *tail.nodes), (edge, *tail.edges))
        return strong, every

    def _ways(self, start: int, *, strong_only: bool) -> dict[int, _Tail]:
        ways = self.walk(start, strong_only=strong_only)
        found = {}
        for end in ways:
            if end != start and self.snapshot.end(end, COUNTS, WHOLE):
                found[end] = _Tail(*_way(ways, start, end))
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
        """A link with the way that is shown for it."""
        found = self._hops.get(edge)
        if found is None:
            found = self._hops[edge] = self._read_hop(edge)
        return found

    def _read_hop(self, edge: int) -> Hop:
        column = self.snapshot.columns
        link, alignments = self.snapshot.link(edge, self.lang)
        accounts = {
            way.alignment: self.account(alignment) for way, alignment in zip(link.ways, alignments, strict=True)
        }
        way, others = best_way(link, accounts)
        target = column["edge_target"].at(edge)
        return Hop(
            link,
            self.snapshot.named(column["edge_source"].at(edge), self.lang),
            self.snapshot.named(target, self.lang),
            way,
            accounts[way.alignment],
            others,
            weak_because(way, whole=self.snapshot.end(target, WHOLE)),
        )

    def account(self, alignment: int) -> Account:
        """What one alignment rests on."""
        passages, column = self.snapshot.passages(alignment), self.snapshot.columns
        if not column["alignment_noted"].at(alignment):
            return Account(passages, (), ())
        iri = self.snapshot.text(column["alignment_term"].at(alignment))
        facts = self.snapshot.described(iri, (_CAVEAT, _PRINTED))
        caveats = (text_of(term).removeprefix(PG) for term in facts.get(_CAVEAT, []))
        return Account(passages, tuple(sorted(caveats)), tuple(sorted(map(text_of, facts.get(_PRINTED, [])))))


def _way(ways: dict[int, tuple[int, int]], start: int, end: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The nodes and the edges of the way from ``start``, which is left out, to ``end``."""
    nodes: list[int] = []
    edges: list[int] = []
    node = end
    while node != start:
        nodes.append(node)
        node, edge = ways[node]
        edges.append(edge)
    return tuple(reversed(nodes)), tuple(reversed(edges))
