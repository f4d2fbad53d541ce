"""The chains of one project with what every hop rests on: the same answers as ``verdicts.judge``, from the columns.

Projects share what is above them. So the best way from a node to each end is worked out once, from those of the nodes
it links to, and kept as its first hop alone, as a router does; the way itself, once somebody has gone it. A breadth-first walk finds the
same: of two ways to an end the shorter wins, of equal ones that over the link whose target comes first. A graph with
circles is walked.
"""

from __future__ import annotations

from collections.abc import Iterator
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


_Nearest = dict[int, tuple[int, int, int]]  # by end: how many hops, the next node, the edge to it
_Tables = tuple[_Nearest, _Nearest]  # over strong links alone, and over any; the same one where all are strong
_Way = tuple[tuple[int, ...], tuple[Hop, ...]]  # the nodes after the first, the hops


class Tracer:
    """Traces projects of one snapshot."""

    def __init__(self, snapshot: Snapshot, lang: str = "th") -> None:
        self.snapshot, self.lang = snapshot, lang
        self._tables: dict[int, _Tables] = {}
        self._ways: dict[tuple[int, int, bool], _Way] = {}  # by node, end and whether over any links
        self._hops: dict[int, Hop] = {}
        self._ends = [snapshot.columns[name].at for name in ("edge_source", "edge_target")]
        self._noted = snapshot.columns["alignment_noted"].at

    def trace(self, iri: str) -> Trace | None:
        """The chains of a project; None for an IRI that is no node."""
        start = self.snapshot.node(iri)
        if start is None:
            return None
        for kept in (self._tables, self._ways, self._hops):
            if len(kept) > KEPT:
                kept.clear()
        chains = self._chains(start)
        if not chains:
            return Trace(NOT_ALIGNED, ())
        return Trace(ALIGNED if chains[0].strong else BY_PLAN, tuple(chains))

    def _chains(self, start: int) -> list[ShownChain]:
        """The best chain to each end."""
        ways = self._walked(start) if self.snapshot.facts["cycles"] else self._followed(start)
        found = sorted((weak, len(nodes), nodes, hops) for weak, (nodes, hops) in ways)  # no two have the same nodes
        return [ShownChain(hops, not weak) for weak, _, _, hops in found]

    def _followed(self, start: int) -> Iterator[tuple[bool, _Way]]:
        """Whether the best way to each end is weak, and the way: from hop to hop."""
        steps = self._steps(start)
        for target, _, _ in steps:
            if target not in self._tables:
                self._work_out(target)
        tables = strong, every = self._joined(steps)
        for end in every:
            weak = end not in strong
            yield weak or self.snapshot.end(end, WHOLE), self._onwards(tables, end, weak)

    def _onwards(self, tables: _Tables, end: int, weak: bool) -> _Way:
        """The way to an end that begins with the hop in the tables."""
        _, node, edge = tables[weak][end]
        hop = self._hops.get(edge) or self._read_hop(edge)
        if node == end:
            return (node,), (hop,)
        rest = self._ways.get((node, end, weak))
        if rest is None:
            rest = self._ways[node, end, weak] = self._onwards(self._tables[node], end, weak)
        return (node, *rest[0]), (hop, *rest[1])

    def _steps(self, node: int) -> tuple[Step, ...]:
        return () if self.snapshot.end(node, STOPS) else self.snapshot.steps(node)

    def _work_out(self, node: int) -> None:
        """Keep the tables of a node and, before it, of everything above it."""
        waiting = [node]
        while waiting:
            steps = self._steps(waiting[-1])
            above = [target for target, _, _ in steps if target not in self._tables]
            if above:
                waiting += above
                continue
            done = waiting.pop()
            strong, every = self._tables[done] = self._joined(steps)
            if self.snapshot.end(done, COUNTS, WHOLE):
                strong[done] = every[done] = (0, done, -1)

    def _joined(self, steps: tuple[Step, ...]) -> _Tables:
        """The first hop of the shortest way over some links to each end; of equal ones that over the first."""
        ways = [(target, edge, self._tables[target]) for target, edge, _ in steps]
        every = _shortest(ways, 1)
        if all(strong and tables[0] is tables[1] for (_, _, strong), (_, _, tables) in zip(steps, ways, strict=True)):
            return every, every
        return _shortest([way for way, (_, _, strong) in zip(ways, steps, strict=True) if strong], 0), every

    def _walked(self, start: int) -> Iterator[tuple[bool, _Way]]:
        """Whether the best way to each end is weak, and the way: by walking."""
        strong, every = (self.walk(start, strong_only=strong_only) for strong_only in (True, False))
        for end in every:
            if end != start and self.snapshot.end(end, COUNTS, WHOLE):
                nodes, edges = _way(strong if end in strong else every, start, end)
                hops = tuple([self._hops.get(edge) or self._read_hop(edge) for edge in edges])
                yield end not in strong or self.snapshot.end(end, WHOLE), (nodes, hops)

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

    def _read_hop(self, edge: int) -> Hop:
        """A link with the way that is shown for it."""
        snapshot = self.snapshot
        link, alignments = snapshot.link(edge, self.lang)
        accounts = {
            way.alignment: self.account(alignment) for way, alignment in zip(link.ways, alignments, strict=True)
        }
        way, others = best_way(link, accounts)
        source, target = [at(edge) for at in self._ends]
        self._hops[edge] = hop = Hop(
            link,
            snapshot.named(source, self.lang),
            snapshot.named(target, self.lang),
            way,
            accounts[way.alignment],
            others,
            weak_because(way, whole=snapshot.end(target, WHOLE)),
        )
        return hop

    def account(self, alignment: int) -> Account:
        """What one alignment rests on."""
        passages = self.snapshot.passages(alignment)
        if not self._noted(alignment):
            return Account(passages, (), ())
        iri = self.snapshot.text(self.snapshot.columns["alignment_term"].at(alignment))
        facts = self.snapshot.described(iri, (_CAVEAT, _PRINTED))
        caveats = (text_of(term).removeprefix(PG) for term in facts.get(_CAVEAT, []))
        return Account(passages, tuple(sorted(caveats)), tuple(sorted(map(text_of, facts.get(_PRINTED, [])))))


def _shortest(ways: list[tuple[int, int, _Tables]], which: int) -> _Nearest:
    """The first hop of the shortest way to each end over some links."""
    found: _Nearest = {}
    for node, edge, tables in ways:
        for end, (length, _, _) in tables[which].items():
            if end not in found or length + 1 < found[end][0]:
                found[end] = (length + 1, node, edge)
    return found


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
