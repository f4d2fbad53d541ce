"""The chains of one project with what every hop rests on: the same answers as ``verdicts.judge``, from the columns."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.described import text_of
from plangraph.namespaces import PG, expand
from plangraph.snapshot.graph import KEPT, Snapshot
from plangraph.verdicts import ALIGNED, BY_PLAN, NOT_ALIGNED, Account, Hop, ShownChain, Verdict, best_way, weak_because

Way = tuple[int, ...]  # edges, one after the other
_CAVEAT, _PRINTED = expand("pg:caveat"), expand("pg:printedTitle")


@dataclass(frozen=True, slots=True)
class Trace:
    """The best chain to each level-1 end, strong before weak, then the shortest, then by IRI."""

    verdict: Verdict
    chains: tuple[ShownChain, ...]


class Tracer:
    """Traces projects of one snapshot; hops above the projects are kept ready, for projects share them."""

    def __init__(self, snapshot: Snapshot, lang: str = "th") -> None:
        self.snapshot, self.lang = snapshot, lang
        self.strong_end, self.whole, self.stops = (flags.view("u1") for flags in snapshot.ends)
        self._hops: dict[int, Hop] = {}

    def trace(self, iri: str) -> Trace | None:
        """The chains of a project; None for an IRI that is no node."""
        start = self.snapshot.node(iri)
        if start is None:
            return None
        chains = self._chains(start)
        if not chains:
            return Trace(NOT_ALIGNED, ())
        shown = tuple(ShownChain(tuple(map(self.hop, edges)), strong) for edges, strong in chains)
        return Trace(ALIGNED if shown[0].strong else BY_PLAN, shown)

    def _chains(self, start: int) -> list[tuple[Way, bool]]:
        """The edges of the best chain to each end, and whether it is strong."""
        strong, every = self.walk(start, strong_only=True), self.walk(start, strong_only=False)
        found = []
        for end in every:
            if end == start or not (self.strong_end[end] or self.whole[end]):
                continue
            if end in strong:
                nodes, edges = _way(strong, start, end)
                found.append((bool(self.whole[end]), len(edges), nodes, edges))
            else:
                nodes, edges = _way(every, start, end)
                found.append((True, len(edges), nodes, edges))
        return [(edges, not weak) for weak, _, _, edges in sorted(found)]

    def walk(self, start: int, *, strong_only: bool) -> dict[int, tuple[int, int]]:
        """How everything reachable is reached first, by breadth and then by IRI: the node before it, and the edge."""
        steps, stops = self.snapshot.steps, self.stops
        ways: dict[int, tuple[int, int]] = {start: (-1, -1)}
        frontier = [start]
        while frontier:
            following = []
            for node in frontier:
                if stops[node]:
                    continue
                for target, edge, strong in steps(node):
                    if target not in ways and (strong or not strong_only):
                        ways[target] = (node, edge)
                        following.append(target)
            frontier = following
        return ways

    # --- what hops rest on -------------------------------------------------------------------------------------------

    def hop(self, edge: int) -> Hop:
        """A link with the way that is shown for it."""
        found = self._hops.get(edge)
        if found is None:
            if len(self._hops) > KEPT:
                self._hops.clear()
            found = self._hops[edge] = self._read_hop(edge)
        return found

    def _read_hop(self, edge: int) -> Hop:
        column = self.snapshot.columns
        link = self.snapshot.link(edge)
        places = range(column["way_start"].at(edge), column["way_start"].at(edge + 1))
        alignments = {
            way.alignment: column["way_alignment"].at(place) for way, place in zip(link.ways, places, strict=True)
        }
        accounts = {iri: self.account(alignment) for iri, alignment in alignments.items()}
        way, others = best_way(link, accounts)
        target = column["edge_target"].at(edge)
        return Hop(
            link,
            self.snapshot.named(column["edge_source"].at(edge), self.lang),
            self.snapshot.named(target, self.lang),
            way,
            accounts[way.alignment],
            others,
            weak_because(way, whole=bool(self.whole[target])),
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


def _way(ways: dict[int, tuple[int, int]], start: int, end: int) -> tuple[tuple[int, ...], Way]:
    """The nodes and the edges of the way from ``start``, which is left out, to ``end``."""
    nodes: list[int] = []
    edges: list[int] = []
    node = end
    while node != start:
        nodes.append(node)
        node, edge = ways[node]
        edges.append(edge)
    return tuple(reversed(nodes)), tuple(reversed(edges))
