"""Verdicts: is a project aligned, how far do its strong hops go, through which chains, and what each hop rests on.

``aligned``: a chain that ends in one of the six strategies, or an issue or goal of one, has only strong hops.
``aligned-by-plan``: chains exist, each leans on a weak hop or end. ``not-aligned``: there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Final, Literal, NamedTuple

from plangraph.chains import Chain, all_chains, best_chains, strong_link, walk
from plangraph.described import Described, Passage, describe, fetch_passages, first, number, text_of
from plangraph.links import OF_NODE, Graph, Link, Node, Way, fetch_graph, node_of, rules
from plangraph.namespaces import PG, expand
from plangraph.naming import Candidate
from plangraph.projects import Project, Proposal, fetch_proposals, iris_of_read_plans
from plangraph.store import GraphStore

Verdict = Literal["aligned", "aligned-by-plan", "not-aligned"]
ALIGNED: Final = "aligned"
BY_PLAN: Final = "aligned-by-plan"
NOT_ALIGNED: Final = "not-aligned"

_SERIES: Final = PG + "sameSeriesAs"
LOWEST_LEVEL: Final = 3  # of what has no level of its own: a policy known by name


class Account(NamedTuple):
    """What one alignment rests on."""

    passages: tuple[Passage, ...]
    caveats: tuple[str, ...]  # "agencyMission", "titleDiffers"
    printed_titles: tuple[str, ...]  # with "titleDiffers": the words the document used


class Hop(NamedTuple):
    """A link with the way that is shown for it."""

    link: Link
    source: Node
    target: Node
    way: Way
    account: Account
    others: tuple[Account, ...]  # equally strong ways of the same basis, in the order of the document
    weak_because: str | None  # basis of a weak way, "unverified", "noStrategy"; None for a strong hop

    @property
    def passage(self) -> Passage | None:
        """The first place that says it."""
        return self.account.passages[0] if self.account.passages else None

    @property
    def also(self) -> tuple[Passage, ...]:
        """Further places that say the same."""
        more = [passage for account in self.others for passage in account.passages]
        return tuple(dict.fromkeys([*self.account.passages[1:], *more]))


class ShownChain(NamedTuple):
    hops: tuple[Hop, ...]
    strong: bool

    @property
    def end(self) -> Node:
        return self.hops[-1].target


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is known of a plan as a whole."""

    id: str
    label: str
    was_read: bool
    valid_until: int | None  # last Buddhist year it is in force
    level: int | None


@dataclass(frozen=True, slots=True)
class OtherYear:
    """The same project in another year."""

    id: str
    name: str
    fiscal_year: int | None
    how: Literal["asserted", "proposed", "matched"]  # matched: its name fits what was asked for


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the graph says of one project; ``missing`` and ``cautions`` draw reasons and warnings from it."""

    project: Project
    verdict: Verdict
    reach: tuple[Node, ...]
    chains: tuple[ShownChain, ...]
    paths: int  # how many simple paths there are, when all were asked for; else the number of chains shown
    direct: tuple[Hop, ...]  # every hop of the project's own
    graph: Graph
    strong: dict[str, tuple[Link, ...]]  # everything strong hops reach, and how
    plans: dict[str, PlanFacts]
    accounts: dict[str, Account]
    proposals: tuple[tuple[Proposal, Node], ...]
    other_years: tuple[OtherYear, ...]


def judge(
    store: GraphStore, projects: Sequence[Project], lang: str = "th", *, every_path: bool = False
) -> list[Judgement]:
    """Judge projects, in their order; ``every_path`` shows all simple paths in place of the best for each end."""
    graph = fetch_graph(store, [project.id for project in projects], lang)
    plans = fetch_plans(store, graph, lang)
    chosen = {project.id: _chains(graph, project.id, every_path) for project in projects}
    accounts = fetch_accounts(store, _alignments(graph, projects, chosen))
    proposals = fetch_proposals(store, [project.id for project in projects])
    named = _named(store, projects, proposals, lang)
    hop = _Hops(graph, accounts)
    return [_judge(project, hop, plans, chosen[project.id], proposals, named) for project in projects]


@singledispatch
def aligned_projects(store: GraphStore) -> frozenset[str]:
    """The projects of the plans that were read, results-only ones too, from which a strong chain leads to level 1."""
    projects = iris_of_read_plans(store)
    graph = fetch_graph(store, projects)
    return frozenset(iri for iri in projects if any(map(graph.is_end, walk(graph, iri, strong_link))))


def verdict_of(chains: Iterable[Chain]) -> Verdict:
    """The verdict that some chains amount to."""
    strengths = {chain.strong for chain in chains}
    return ALIGNED if True in strengths else BY_PLAN if strengths else NOT_ALIGNED


def strong_reach(graph: Graph, project: Project, strong: Iterable[str]) -> tuple[Node, ...]:
    """Of what strong hops reach outside the project's own plan, the elements of the highest level."""
    counted = [graph.nodes[iri] for iri in outside(graph, project, strong)]
    highest = min((level_of(node) for node in counted), default=LOWEST_LEVEL)
    return tuple(sorted((node for node in counted if level_of(node) == highest), key=lambda node: node.id))


def outside(graph: Graph, project: Project, strong: Iterable[str]) -> set[str]:
    """Of what strong hops reach, what is reach: outside the own plan; a plan or policy only where a link names it;
    of level 1 only what is an end.
    """
    reached = list(strong)
    named = {
        link.target
        for source in (project.id, *reached)
        if not graph.stops(source)
        for link in graph.links(source)
        if link.named and link.strong
    }
    return {iri for iri in reached if _counts(graph, project, iri, named)}


def _counts(graph: Graph, project: Project, iri: str, named: set[str]) -> bool:
    node = graph.nodes[iri]
    if project.plan in (iri, node.plan):
        return False
    if graph.stops(iri):
        return graph.is_end(iri)
    return node.kind not in rules()["reach"]["plans_and_policies"] or iri in named


def level_of(node: Node) -> int:
    """The level of a node; what has none is taken as level 3."""
    return node.level or LOWEST_LEVEL


def _chains(graph: Graph, start: str, every_path: bool) -> tuple[list[Chain], int]:
    if every_path:
        return all_chains(graph, start)
    best = best_chains(graph, start)
    return best, len(best)


# --- what hops rest on -----------------------------------------------------------------------------------------------


def fetch_accounts(store: GraphStore, alignments: Iterable[str]) -> dict[str, Account]:
    """Passages, caveats and printed titles of alignments; one that has none gets an empty account."""
    wanted = sorted(set(alignments))
    found = describe(store, wanted, ("pg:evidence", "pg:caveat", "pg:printedTitle"))
    described: Described = {iri: found.get(iri, {}) for iri in wanted}
    passages = fetch_passages(store, described)
    return {
        iri: Account(
            passages[iri],
            tuple(sorted(text_of(term).removeprefix(PG) for term in facts.get(expand("pg:caveat"), []))),
            tuple(sorted(text_of(term) for term in facts.get(expand("pg:printedTitle"), []))),
        )
        for iri, facts in described.items()
    }


def fetch_plans(store: GraphStore, graph: Graph, lang: str) -> dict[str, PlanFacts]:
    """The plans that the nodes of a graph belong to, and the plans among the nodes."""
    wanted = {node.plan for node in graph.nodes.values() if node.plan}
    wanted |= {iri for iri, node in graph.nodes.items() if node.kind == "Plan"}
    described = describe(store, wanted, (*OF_NODE, "pg:wasRead", "pg:validUntil"))
    return {iri: _plan(iri, described, lang) for iri in described}


def _plan(iri: str, described: Described, lang: str) -> PlanFacts:
    facts, node = described[iri], node_of(iri, described[iri], lang)
    was_read = first(facts, "pg:wasRead") in ("true", "1")
    return PlanFacts(iri, node.label, was_read, number(facts, "pg:validUntil"), node.level)


def _alignments(graph: Graph, projects: Sequence[Project], chosen: dict[str, tuple[list[Chain], int]]) -> set[str]:
    links = [link for chains, _ in chosen.values() for chain in chains for link in chain.links]
    own = [link for project in projects for link in graph.links(project.id)]
    upward = [link for iri in graph.nodes for link in graph.links(iri) if link.ways[0].verification == "unverified"]
    return {way.alignment for link in (*links, *own, *upward) for way in link.ways}


@dataclass(slots=True)
class _Hops:
    """Links as hops; those that chains share are made once."""

    graph: Graph
    accounts: dict[str, Account]
    _made: dict[tuple[str, str], Hop] = field(default_factory=dict)

    def __call__(self, link: Link) -> Hop:
        ends = (link.source, link.target)
        hop = self._made.get(ends)
        if hop is None:
            hop = self._made[ends] = self._make(link)
        return hop

    def _make(self, link: Link) -> Hop:
        way, others = best_way(link, self.accounts)
        source, target = self.graph.nodes[link.source], self.graph.nodes[link.target]
        because = weak_because(way, whole=self.graph.is_whole(link.target))
        return Hop(link, source, target, way, self.accounts[way.alignment], others, because)


def best_way(link: Link, accounts: dict[str, Account]) -> tuple[Way, tuple[Account, ...]]:
    """Of several ways to know a link the one that is shown, and what equally good ones rest on."""
    best = link.ways[0]
    if len(link.ways) == 1:
        return best, ()
    equal = [way for way in link.ways if (way.strong, way.basis) == (best.strong, best.basis)]
    ranked = sorted(equal, key=lambda way: _rank(accounts[way.alignment], way))
    return ranked[0], tuple(accounts[way.alignment] for way in ranked[1:])


def _rank(account: Account, way: Way) -> tuple[bool, tuple[Passage, ...], str]:
    return ("agencyMission" in account.caveats, account.passages, way.alignment)


def weak_because(way: Way, *, whole: bool) -> str | None:
    """Why a hop is weak; ``whole``: it ends at the National Strategy as a whole."""
    if not way.strong:
        return "unverified" if way.verification == "unverified" else way.basis
    return "noStrategy" if whole else None


# --- putting it together ---------------------------------------------------------------------------------------------


def _judge(
    project: Project,
    hop: _Hops,
    plans: dict[str, PlanFacts],
    chosen: tuple[list[Chain], int],
    proposals: Sequence[Proposal],
    named: dict[str, tuple[Node, int | None]],
) -> Judgement:
    (chains, paths), graph = chosen, hop.graph
    strong = walk(graph, project.id, strong_link)
    return Judgement(
        project=project,
        verdict=verdict_of(chains),
        reach=strong_reach(graph, project, strong),
        chains=tuple(ShownChain(tuple(map(hop, chain.links)), chain.strong) for chain in chains),
        paths=paths,
        direct=tuple(map(hop, graph.links(project.id))),
        graph=graph,
        strong=strong,
        plans=plans,
        accounts=hop.accounts,
        proposals=tuple(
            (proposal, named[proposal.target][0])
            for proposal in proposals
            if proposal.source == project.id and proposal.what != _SERIES
        ),
        other_years=_other_years(project, proposals, named),
    )


def _named(
    store: GraphStore, projects: Sequence[Project], proposals: Sequence[Proposal], lang: str
) -> dict[str, tuple[Node, int | None]]:
    """Name and fiscal year of everything that proposals and series point to."""
    wanted = {iri for project in projects for iri in project.series}
    wanted |= {iri for proposal in proposals for iri in (proposal.source, proposal.target)}
    described = describe(store, wanted, (*OF_NODE, "pg:fiscalYear"))
    return {
        iri: (node_of(iri, described.get(iri, {}), lang), number(described.get(iri, {}), "pg:fiscalYear"))
        for iri in wanted
    }


def _other_years(
    project: Project, proposals: Sequence[Proposal], named: dict[str, tuple[Node, int | None]]
) -> tuple[OtherYear, ...]:
    proposed = {
        proposal.target if proposal.source == project.id else proposal.source
        for proposal in proposals
        if proposal.what == _SERIES and project.id in (proposal.source, proposal.target)
    }
    found = [_other(iri, "asserted", named) for iri in project.series]
    found += [_other(iri, "proposed", named) for iri in proposed - set(project.series)]
    return tuple(sorted(found, key=newest_first))


def _other(iri: str, how: Literal["asserted", "proposed"], named: dict[str, tuple[Node, int | None]]) -> OtherYear:
    node, year = named[iri]
    return OtherYear(iri, node.label, year, how)


def with_matches(judgement: Judgement, matches: Iterable[Candidate]) -> tuple[OtherYear, ...]:
    """The other years of a project, with the projects of other years whose name fits as well."""
    known = {other.id for other in judgement.other_years}
    found = [OtherYear(each.id, each.name, each.fiscal_year, "matched") for each in matches if each.id not in known]
    return tuple(sorted((*judgement.other_years, *found), key=newest_first))


def newest_first(other: OtherYear) -> tuple[int, str]:
    """Sorts the years of a project."""
    return (-(other.fiscal_year or 0), other.id)
