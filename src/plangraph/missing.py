"""What keeps a project from being aligned: which hop is missing, why, and the sentence that would mend it.

The sentence never invents a strategy: it offers those that the project's own plan claims for all its projects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from plangraph.chains import walk
from plangraph.described import Passage
from plangraph.links import Graph, Link, Node
from plangraph.verdicts import ALIGNED, Judgement, level_of, outside

Reason = Literal["not-stated", "names-no-strategy", "plan-not-loaded", "unverified-reference"]
Case = Literal[
    "names_no_strategy", "unverified_reference", "no_link_upward", "plan_not_loaded", "policy_by_name",
    "plan_says_nothing", "nothing_stated", "no_brief",
]  # fmt: skip
REASONS: Final[dict[Case, Reason]] = {
    "names_no_strategy": "names-no-strategy",
    "unverified_reference": "unverified-reference",
    "no_link_upward": "not-stated",
    "plan_not_loaded": "plan-not-loaded",
    "policy_by_name": "plan-not-loaded",
    "plan_says_nothing": "not-stated",
    "nothing_stated": "not-stated",
    "no_brief": "not-stated",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A hop that is missing on the way to level 1."""

    case: Case
    source: Node  # where the way breaks off
    to: Node | None  # what the way would lead to, where that is known
    plan: str | None  # name of the plan the source belongs to
    passage: Passage | None  # the place to mend or to compare

    @property
    def reason(self) -> Reason:
        return REASONS[self.case]


def missing_hops(judgement: Judgement) -> list[Missing]:
    """What is missing, the nearest to level 1 first; nothing for an aligned project."""
    if judgement.verdict == ALIGNED:
        return []
    found = [_whole(judgement, iri) for iri in judgement.strong if judgement.graph.is_whole(iri)]
    found += [_beyond(judgement, judgement.graph.nodes[iri]) for iri in _tops(judgement)]
    return sorted(dict.fromkeys(found), key=_nearest_first) or [_unsaid(judgement)]


def claimed_strategies(judgement: Judgement) -> list[Node]:
    """The level-1 strategies that the project's own plan claims for all its projects, in their order."""
    graph = judgement.graph
    claimed = [
        link.target
        for link in graph.links(judgement.project.plan or "")
        if any(way.basis == "planWide" for way in link.ways) and graph.is_end(link.target)
    ]
    strategies = {strategy for iri in claimed for strategy in _strategies(graph, iri)}
    return [graph.nodes[iri] for iri in sorted(strategies)]


def _strategies(graph: Graph, iri: str) -> Iterator[str]:
    """The strategy an element of level 1 is, or is part of."""
    seen = {iri}
    waiting = [iri]
    while waiting:
        here = waiting.pop()
        if graph.nodes[here].kind == "NationalStrategy":
            yield here
            continue
        onward = {link.target for link in graph.links(here) if not link.named} - seen
        seen |= onward
        waiting.extend(sorted(onward))


def _tops(judgement: Judgement) -> list[str]:
    """Where strong hops end: what they reach outside the own plan and do not lead on from."""
    graph = judgement.graph
    counted = outside(graph, judgement.project, judgement.strong)
    return [
        iri for iri in sorted(counted) if not any(link.strong and link.target in counted for link in graph.links(iri))
    ]


def _whole(judgement: Judgement, iri: str) -> Missing:
    link = judgement.strong[iri][-1]
    account = judgement.accounts.get(link.ways[0].alignment)
    passage = account.passages[0] if account and account.passages else None
    return Missing("names_no_strategy", judgement.graph.nodes[link.source], judgement.graph.nodes[iri], None, passage)


def _beyond(judgement: Judgement, node: Node) -> Missing:
    plan = judgement.plans.get(node.plan or node.id)
    label = plan.label if plan else None
    if level_of(node) < 3:
        if (row := _unverified(judgement.graph, node.id)) is not None:
            account = judgement.accounts[row.ways[0].alignment]
            passage = account.passages[0] if account.passages else None
            nodes = judgement.graph.nodes
            return Missing("unverified_reference", nodes[row.source], nodes[row.target], label, passage)
        return Missing("no_link_upward", node, None, label, None)
    if node.kind == "Policy":
        return Missing("policy_by_name", node, None, label, None)
    return Missing("plan_says_nothing" if plan and plan.was_read else "plan_not_loaded", node, None, label, None)


def _unverified(graph: Graph, iri: str) -> Link | None:
    """The first unverified row of the reference data on the shortest way from here to an end of level 1."""
    ways = walk(graph, iri, lambda link: link.strong or link.ways[0].basis == "official")
    for end, way in ways.items():
        if graph.is_end(end):
            return next((link for link in way if not link.strong), None)
    return None


def _unsaid(judgement: Judgement) -> Missing:
    project = judgement.project
    node = judgement.graph.nodes[project.id]
    place = project.briefs[0].passages[:1] if project.briefs else ()
    return Missing("nothing_stated" if project.briefs else "no_brief", node, None, None, place[0] if place else None)


def _nearest_first(gap: Missing) -> tuple[int, int, str]:
    level = 1 if gap.case == "names_no_strategy" else level_of(gap.source)
    return (level, list(REASONS).index(gap.case), gap.source.id)
