"""Collect the linkage network from a store: a whole plan, one project's chains, or one element's supporters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from plangraph.chains import any_link, best_chains, strong_link, walk
from plangraph.described import DOCUMENTS, describe, fetch_passages, first, label_of, number
from plangraph.links import Graph, Link, Node, fetch_graph, fetch_nodes
from plangraph.listing import Listed, Listing, wholes
from plangraph.namespaces import PG
from plangraph.outputs.network_model import PROPOSED, SERIES, NetLink, NetNode, NetWay, View, looks
from plangraph.pointing import members, pointing, read_plans
from plangraph.projects import Project, Proposal, document_order, fetch_projects, fetch_proposals
from plangraph.store import GraphStore
from plangraph.verdicts import Account, fetch_accounts, level_of

SERIES_RELATION: Final = PG + "sameSeriesAs"
_NOTHING: Final = Account((), (), ())


@dataclass(frozen=True, slots=True)
class Choice:
    """What a view shows: projects, the graph above them, and which of its nodes to keep (None: all)."""

    view: View
    projects: tuple[Project, ...]
    graph: Graph
    keep: frozenset[str] | None
    left_out: int = 0  # projects that belong to it and are not shown


def is_element(store: GraphStore, iri: str) -> bool:
    """Whether an IRI is a plan or an element the network can focus on."""
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return fetch_nodes(store, [iri])[iri].kind in looks()["kinds"]


def choose(store: GraphStore, focus: str | None, lang: str, every: Listing, most: int | None) -> Choice:
    """The projects and the nodes that a focus calls for; without one, every plan that was read.

    ``every`` are the projects of these plans; ``most`` of them are shown, the first of their list.
    """
    if focus is None:
        return _whole(store, every, lang, most)
    found = fetch_projects(store, [focus], lang)
    if focus in found:
        return _of_project(store, found[focus], lang)
    own = every.apart("plan").get(focus)
    return _whole(store, own, lang, most) if own else _of_element(store, focus, every, lang, most)


def _projects(store: GraphStore, rows: Iterable[Listed], lang: str) -> list[Project]:
    return sorted(fetch_projects(store, [row.id for row in rows], lang).values(), key=document_order)


def _whole(store: GraphStore, listed: Listing, lang: str, most: int | None) -> Choice:
    """Projects with their activities, the same projects in other years, and all six strategies, served or not."""
    projects = _projects(store, listed.rows(0, most), lang)
    six = [strategy for strategy, _ in pointing(store, "rdf:type", [PG + "NationalStrategy"])]
    ids = [project.id for project in projects]
    parts = activities(store, ids)
    series = {iri for project in projects for iri in project.series}
    series |= {
        end
        for each in fetch_proposals(store, ids)
        if each.what == SERIES_RELATION
        for end in (each.source, each.target)
    }
    others = fetch_projects(store, series - set(ids), lang)
    graph = fetch_graph(store, [*ids, *parts, *six, *others], lang)
    return Choice("plan", (*projects, *others.values()), graph, None, len(listed) - len(projects))


def activities(store: GraphStore, projects: Iterable[str]) -> list[str]:
    """The activities of some projects."""
    return [each for found in members(store, "pg:partOf", projects, "pg:Activity").values() for each in found]


def _of_project(store: GraphStore, project: Project, lang: str) -> Choice:
    """The best chain to each end of level 1, the project's own links, and everything strong hops reach."""
    parts = activities(store, [project.id])
    graph = fetch_graph(store, [project.id, *parts], lang)
    chained = {end for chain in best_chains(graph, project.id) for link in chain.links for end in _ends(link)}
    linked = {link.target for link in graph.links(project.id)}
    keep = {project.id, *parts, *chained, *linked, *walk(graph, project.id, strong_link)}
    return Choice("project", (project,), graph, frozenset(keep))


def _of_element(store: GraphStore, focus: str, every: Listing, lang: str, most: int | None) -> Choice:
    """The projects that reach an element or a part of it, the ways there, and what stands above it."""
    strong, weak = every.serving(focus)
    rows = [*strong.rows(), *weak.rows()] if most is None else [*strong.rows(0, most), *weak.rows(0, most)][:most]
    projects = _projects(store, rows, lang)
    graph = fetch_graph(store, [*(project.id for project in projects), focus], lang)
    keep = {focus, *walk(graph, focus, any_link)}
    for project in projects:
        ways = walk(graph, project.id, any_link) | walk(graph, project.id, strong_link)
        keep |= {end for iri, way in ways.items() if focus in wholes(graph, iri) for link in way for end in _ends(link)}
    return Choice("element", tuple(projects), graph, frozenset(keep), len(strong) + len(weak) - len(projects))


def _ends(link: Link) -> tuple[str, str]:
    return (link.source, link.target)


# --- nodes -----------------------------------------------------------------------------------------------------------


def net_nodes(
    store: GraphStore, nodes: Mapping[str, Node], projects: Iterable[Project], lang: str
) -> dict[str, NetNode]:
    """The cards of these nodes, in the order of their IRIs; nodes of no kind we know are left out."""
    read = set(read_plans(store))
    facts = describe(store, nodes, ("pg:evidence", "pg:fiscalYear", "pg:responsible"))
    passages = fetch_passages(store, {iri: facts.get(iri, {}) for iri in nodes})
    offices = {iri: office for iri in nodes if (office := first(facts.get(iri, {}), "pg:responsible"))}
    names = fetch_nodes(store, offices.values(), lang)
    known = {project.id: project for project in projects}
    cards = {}
    for iri, node in sorted(nodes.items()):
        if not node.kind:
            continue
        project = known.get(iri)
        cards[iri] = NetNode(
            id=iri,
            label=node.label,
            kind=node.kind,
            level=level_of(node),
            own=node.plan in read or iri in read,
            plan=node.plan,
            number=_number(node, nodes),
            year=number(facts.get(iri, {}), "pg:fiscalYear"),
            baht=project.budget if project else None,
            figures=tuple((each.baht, each.origin, each.passage) for each in project.figures) if project else (),
            passages=project.passages if project else passages[iri],
            responsible=names[offices[iri]].label if iri in offices else None,
        )
    return cards


def _number(node: Node, nodes: Mapping[str, Node]) -> str:
    """``1.2`` for the second strategy of the first guideline, the code of a goal, else the number."""
    if node.kind in ("Plan", "Policy", "Project", "Activity"):
        return ""
    if node.kind == "Strategy" and node.number is not None:
        above = nodes.get(node.id.rpartition("/strategy/")[0])
        return f"{above.number}.{node.number}" if above and above.number else str(node.number)
    if node.kind in ("Goal", "SubPlan") and node.code:
        return node.code
    return node.code or "" if node.number is None else str(node.number)


# --- links -----------------------------------------------------------------------------------------------------------


def net_links(store: GraphStore, graph: Graph, shown: Mapping[str, NetNode]) -> list[NetLink]:
    """The links between nodes that are shown, with what each way rests on."""
    links = [link for iri in shown for link in graph.links(iri) if link.target in shown]
    accounts = fetch_accounts(store, {way.alignment for link in links for way in link.ways})
    return [
        NetLink(
            link.source,
            link.target,
            not link.named,
            tuple(NetWay(way.basis, way.verification, way.strong, accounts[way.alignment]) for way in link.ways),
        )
        for link in links
    ]


def proposed_links(proposals: Iterable[Proposal], shown: Mapping[str, NetNode]) -> list[NetLink]:
    """Dotted lines: what rules and likeness suggest between two nodes that are shown."""
    return [
        NetLink(each.source, each.target, False, (_proposal(each),))
        for each in proposals
        if each.source in shown and each.target in shown
    ]


def _proposal(proposal: Proposal) -> NetWay:
    return NetWay(PROPOSED, None, False, _NOTHING, proposal.score, proposal.because)


def series_links(projects: Iterable[Project], shown: Mapping[str, NetNode]) -> list[NetLink]:
    """The same project in two years, from the later to the earlier."""
    pairs = {tuple(sorted((project.id, other))) for project in projects for other in project.series}
    way = NetWay(SERIES, None, False, _NOTHING)
    return [
        NetLink(later, earlier, False, (way,))
        for earlier, later in sorted((pair[0], pair[1]) for pair in pairs)
        if earlier in shown and later in shown
    ]


def titles(store: GraphStore, nodes: Iterable[NetNode], links: Iterable[NetLink], lang: str) -> dict[str, str]:
    """The titles of the documents that are quoted."""
    quoted = {passage.document for node in nodes for passage in node.passages}
    quoted |= {passage.document for link in links for way in link.ways for passage in way.account.passages}
    described = describe(store, [DOCUMENTS + document for document in quoted], ("rdfs:label",))
    return {
        document: label_of(described.get(DOCUMENTS + document, {}), lang) or document for document in sorted(quoted)
    }
