"""Any element of a plan: what it is, which projects serve it with how much money, what it is part of, who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from plangraph.described import describe, fetch_passages, text_of
from plangraph.links import Link, Node, fetch_graph, fetch_links, fetch_nodes, node_of
from plangraph.namespaces import expand, shorten
from plangraph.pointing import links_into, pointing
from plangraph.usage import graph_size
from plangraph.web.pages.errors import is_iri
from plangraph.web.pages.facts import facts_of
from plangraph.web.pages.supporters import Step, Support, told
from plangraph.web.paging import Cut, cut, number
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.coverage import Share
    from plangraph.described import Properties
    from plangraph.listing import Listing
    from plangraph.texts import Lang
    from plangraph.web.site import Site

PARTS_SHOWN: Final = 400
LISTS: Final = ("strong", "weak", "parts", "links", "into")  # query parameters that choose a page of a list


@dataclass(frozen=True, slots=True)
class Group:
    """The projects of one strength that serve an element: their sum, and a page of them by the words they rest on."""

    strength: str
    share: Share
    claims: list[tuple[Step, list[Support]]]
    cut: Cut


def element_page(request: Request, iri: str, properties: Properties) -> Response:
    """The page of an element, an organisation, a budget line or anything else without a page of its own.

    ``?under=IRI``: only supporters under that guideline; ``?strong=2&weak=2&parts=2&links=2&into=2``: pages of lists.
    """
    site: Site = request.app.state.site
    lang = language_of(request)
    under = request.query_params.get("under")
    under = under if under and is_iri(under) and site.linked(under) else None
    at = tuple(number(request.query_params.get(name)) for name in LISTS)
    known = site.memory.get(("element", iri, lang, under, at), lambda: about(request, iri, properties, under))
    return page(request, "element.html", scripts=["/static/js/network.js"], **known)


def about(request: Request, iri: str, properties: Properties, under: str | None) -> dict[str, Any]:
    """Everything the page shows."""
    site: Site = request.app.state.site
    lang = language_of(request)
    node = node_of(iri, properties, lang)
    serving = site.listing(lang).serving(iri)
    shown = [some.apart("guideline").get(under) for some in serving] if under else list(serving)
    below, parts_cut = parts(request, iri)
    upward, upward_cut = links_up(request, iri)
    downward, downward_cut = links_down(request, iri)
    return {
        "node": node,
        "kind": node.kind.rpartition("/")[2].rpartition("#")[2],
        "crumbs": crumbs(site, iri, lang),
        "others": [text_of(term) for term in properties.get(expand("skos:altLabel"), [])],
        "supports": [group(request, iri, name, some) for name, some in zip(("strong", "weak"), shown, strict=True)],
        "under": site.node(under, lang).label if under else None,
        "networked": any(map(len, serving)),
        "served": any(some is not None and len(some) for some in shown),
        "can_serve": node.level in (1, 2) or site.linked(iri),
        "parts_below": below,
        "parts_cut": parts_cut,
        "linked": (
            ("links_up", upward, "target", upward_cut, "order_target"),
            ("links_down", downward, "source", downward_cut, "order_source"),
        ),
        "passages": fetch_passages(site.store, {iri: properties})[iri],
        "facts": facts_of(site, properties, lang),
        "name": shorten(iri),
    }


def group(request: Request, iri: str, strength: str, some: Listing | None) -> Group:
    """A page of the supporters of one strength."""
    site: Site = request.app.state.site
    lang = language_of(request)
    chosen = cut(request, strength, len(some) if some else 0)
    some = some or site.listing(lang).none()
    return Group(strength, some.share, claims(told(site, iri, some, chosen, lang)), chosen)


def claims(supports: list[Support]) -> list[tuple[Step, list[Support]]]:
    """Each deciding hop with the projects that rest on it, in their order."""
    found: dict[Step, list[Support]] = {}
    for support in supports:
        found.setdefault(support.telling, []).append(support)
    return list(found.items())


def crumbs(site: Site, iri: str, lang: Lang) -> list[Node]:
    """What it is a part of, the widest first."""
    graph, found, here = fetch_graph(site.store, [iri], lang), list[Node](), iri
    while (onward := [link.target for link in graph.links(here) if not link.named]) and len(found) < 9:
        here = onward[0]
        found.insert(0, graph.nodes[here])
    return found


def parts(request: Request, iri: str) -> tuple[list[tuple[str, list[tuple[Node, int]]]], Cut]:
    """The parts of an element by kind, each with how many projects serve it."""
    site: Site = request.app.state.site
    lang = language_of(request)
    found = [part for part, _ in pointing(site.store, "pg:partOf", [iri])]
    chosen = cut(request, "parts", len(found), PARTS_SHOWN)
    counts = {each.element.id: each.projects for each in site.survey(lang).elements}
    nodes = [node_of(part, facts, lang) for part, facts in describe(site.store, chosen.of(found)).items()]
    by_kind: dict[str, list[tuple[Node, int]]] = {}
    for node in sorted(nodes, key=lambda node: (node.number or 0, node.code or "", node.id)):
        by_kind.setdefault(node.kind, []).append((node, counts.get(node.id, 0)))
    return sorted(by_kind.items()), chosen


def links_up(request: Request, iri: str) -> tuple[list[Step], Cut]:
    """What it is linked to across plans, each with the place that says so."""
    site: Site = request.app.state.site
    named = [link for link in fetch_links(site.store, [iri])[iri] if link.named]
    chosen = cut(request, "links", len(named))
    return steps(site, chosen.of(named), language_of(request)), chosen


def links_down(request: Request, iri: str) -> tuple[list[Step], Cut]:
    """What is linked to it across plans, each with the place that says so."""
    site: Site = request.app.state.site
    chosen = cut(request, "into", links_into(site.store, iri, 0, 0).named)
    return steps(site, links_into(site.store, iri, chosen.start, chosen.stop).links, language_of(request)), chosen


def steps(site: Site, links: Sequence[Link], lang: Lang) -> list[Step]:
    """Links with the place that says so."""
    from plangraph.verdicts import fetch_accounts

    accounts = fetch_accounts(site.store, {link.ways[0].alignment for link in links})
    nodes = fetch_nodes(site.store, {end for link in links for end in (link.source, link.target)}, lang)
    made = []
    for link in links:
        way = link.ways[0]
        passage = next(iter(accounts[way.alignment].passages), None)
        made.append(Step(nodes[link.source], nodes[link.target], way.basis, way.verification, way.strong, passage))
    return made


def graph_page(request: Request, iri: str) -> Response:
    """The page of a named graph: how much it holds and where to get it."""
    site: Site = request.app.state.site
    return page(request, "graph.html", iri=iri, name=shorten(iri), count=graph_size(site.store, iri))
