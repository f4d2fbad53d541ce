"""Chains: the ways that lead from a project up to level 1, and the best one to each end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from plangraph.links import Graph, Link, rules


@dataclass(frozen=True, slots=True)
class Chain:
    """Links from a project to a level-1 end."""

    links: tuple[Link, ...]
    strong: bool
    whole: bool  # ends at the National Strategy as a whole

    @property
    def end(self) -> str:
        return self.links[-1].target


def walk(graph: Graph, start: str, allowed: Callable[[Link], bool]) -> dict[str, tuple[Link, ...]]:
    """The shortest way from ``start`` to everything reachable over allowed links; by IRI where equally short.

    Level-1 elements are reached, never passed.
    """
    ways: dict[str, tuple[Link, ...]] = {start: ()}
    frontier = [start]
    while frontier:
        following: list[str] = []
        for iri in frontier:
            if graph.stops(iri):
                continue
            for link in graph.links(iri):
                if link.target not in ways and allowed(link):
                    ways[link.target] = (*ways[iri], link)
                    following.append(link.target)
        frontier = following
    del ways[start]
    return ways


def strong_link(link: Link) -> bool:
    return link.strong


def any_link(_link: Link) -> bool:
    return True


def best_chains(graph: Graph, start: str) -> list[Chain]:
    """One chain for each level-1 end: strong before weak, then the shortest, then by IRI."""
    strong, every = walk(graph, start, strong_link), walk(graph, start, any_link)
    chains = [_chain(graph, strong.get(end, way)) for end, way in every.items() if _ends(graph, end)]
    return sorted(chains, key=_order)


def all_chains(graph: Graph, start: str) -> tuple[list[Chain], int]:
    """The first simple paths to level 1 (``listed`` of the rules, in the order of ``best_chains``) and their number.

    Counting stops at ``counted`` of the rules.
    """
    found = [_chain(graph, path) for path in islice(_paths(graph, start), rules()["counted"])]
    return sorted(found, key=_order)[: rules()["listed"]], len(found)


def _paths(graph: Graph, start: str) -> Iterator[tuple[Link, ...]]:
    """Every simple path to a level-1 end; iterative, so that no length of a path exhausts the stack."""
    useful = _leading_to_an_end(graph)
    path: list[Link] = []
    on_path = {start}
    stack = [iter(graph.links(start))]
    while stack:
        link = next(stack[-1], None)
        if link is None:
            stack.pop()
            if path:
                on_path.discard(path.pop().target)
        elif link.target in on_path or link.target not in useful:
            continue
        elif _ends(graph, link.target):
            yield (*path, link)
        elif not graph.stops(link.target):
            path.append(link)
            on_path.add(link.target)
            stack.append(iter(graph.links(link.target)))


def _leading_to_an_end(graph: Graph) -> set[str]:
    """Every node some path leads from to an end, the ends among them: the rest is not worth walking."""
    into: dict[str, list[str]] = {}
    for source, links in graph.out.items():
        for link in links:
            into.setdefault(link.target, []).append(source)
    useful = {iri for iri in graph.nodes if _ends(graph, iri)}
    waiting = list(useful)
    while waiting:
        for source in into.get(waiting.pop(), ()):
            if source not in useful and not graph.stops(source):
                useful.add(source)
                waiting.append(source)
    return useful


def _ends(graph: Graph, iri: str) -> bool:
    return graph.is_end(iri) or graph.is_whole(iri)


def _chain(graph: Graph, links: Sequence[Link]) -> Chain:
    whole = graph.is_whole(links[-1].target)
    return Chain(tuple(links), strong=not whole and all(link.strong for link in links), whole=whole)


def _order(chain: Chain) -> tuple[bool, int, tuple[str, ...]]:
    return (not chain.strong, len(chain.links), tuple(link.target for link in chain.links))
