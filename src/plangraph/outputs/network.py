"""The linkage network: what stands in a picture, and the picture as a page or as a piece of one.

``network()`` collects, ``render()`` writes one offline HTML file, ``fragment()`` a piece for a page that serves the
files of ``assets()`` itself and allows no inline script or style.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plangraph.links import fetch_nodes
from plangraph.listing import Listing, listing, served
from plangraph.outputs.network_collect import (
    SERIES_RELATION,
    Choice,
    choose,
    net_links,
    net_nodes,
    proposed_links,
    series_links,
    titles,
)
from plangraph.outputs.network_model import NetNode, NetworkData, fold
from plangraph.outputs.network_page import Fragment, Links, assets, fragment, render
from plangraph.projects import Project, Proposal, fetch_proposals
from plangraph.store import GraphStore
from plangraph.texts import Lang, Texts

__all__ = ["Fragment", "Links", "NetworkData", "assets", "fragment", "network", "render"]


def network(
    store: GraphStore,
    focus: str | None = None,
    lang: Lang = "th",
    *,
    every: Listing | None = None,
    most: int | None = None,
) -> NetworkData:
    """The network of a focus: the IRI of a project (its chains), of another element (its supporters), of a plan that
    was read (all of it), or None (all plans that were read).

    ``every`` are the projects of these plans, where the caller has them at hand; ``most`` of them are shown.
    """
    every = listing(store, lang) if every is None else every
    choice = choose(store, focus, lang, every, most)
    kept = {iri: node for iri, node in choice.graph.nodes.items() if choice.keep is None or iri in choice.keep}
    proposals = fetch_proposals(store, kept)
    kept |= fetch_nodes(store, _proposed_ends(choice, focus, proposals) - kept.keys(), lang)
    nodes = net_nodes(store, kept, choice.projects, lang)
    links = [*net_links(store, choice.graph, nodes), *proposed_links(proposals, nodes)]
    links += series_links(choice.projects, nodes)
    judged = every.judged(project.id for project in choice.projects)
    data = NetworkData(
        view=choice.view,
        focus=focus,
        title=_title(focus, nodes, lang),
        nodes=nodes,
        links=tuple(links),
        judgements={judgement.project.id: judgement for judgement in judged},
        served=served(choice.graph, choice.projects),
        documents=titles(store, nodes.values(), links, lang),
        left_out=choice.left_out,
    )
    return _at_first_sight(data, choice.projects)


def _proposed_ends(choice: Choice, focus: str | None, proposals: Iterable[Proposal]) -> set[str]:
    """What proposals bring into a picture: all ends for a plan, for a project what it may align to, else nothing."""
    if choice.view == "plan":
        return {end for each in proposals for end in (each.source, each.target)}
    return {each.target for each in proposals if each.source == focus and each.what != SERIES_RELATION}


def _at_first_sight(data: NetworkData, projects: tuple[Project, ...]) -> NetworkData:
    years = tuple(sorted({project.fiscal_year for project in projects if project.listed and project.fiscal_year}))
    return replace(data, years=years, folded=fold(data.nodes, data.parents(), years))


def _title(focus: str | None, nodes: dict[str, NetNode], lang: Lang) -> str:
    if focus is not None and focus in nodes:
        return nodes[focus].label
    plans = [node.label for node in nodes.values() if node.own and node.kind == "Plan"]
    return plans[0] if len(plans) == 1 else Texts("view", lang)("all_plans")
