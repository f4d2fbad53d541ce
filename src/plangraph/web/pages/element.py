"""Any element of a plan: what it is, which projects serve it with how much money, what it is part of, who says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from plangraph.described import describe, fetch_passages, text_of
from plangraph.links import Node, node_of
from plangraph.listing import guidelines_of
from plangraph.namespaces import PG, expand, shorten
from plangraph.web.pages.facts import facts_of
from plangraph.web.pages.supporters import Step, Support, share, supporters
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.coverage import Share
    from plangraph.described import Properties
    from plangraph.texts import Lang
    from plangraph.web.site import Site

Groups: TypeAlias = "tuple[tuple[str, list[tuple[Step, list[Support]]], Share], ...]"

PARTS_SHOWN: Final = 400
LINKS_SHOWN: Final = 100
_PARTS: Final = "SELECT ?part WHERE { ?part <" + PG + "partOf> ?whole . VALUES ?whole { <%s> } }"
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } }"


def element_page(request: Request, iri: str, properties: Properties) -> Response:
    """The page of an element, an organisation, a budget line or anything else without a page of its own."""
    site: Site = request.app.state.site
    lang = language_of(request)
    known = site.memory.get(("element", iri, lang), lambda: about(site, iri, properties, lang))
    under = request.query_params.get("under")
    if under and under in site.graph(lang).nodes:
        known = {**known, **only_under(site, known, under, lang)}
    return page(request, "element.html", scripts=["/static/js/network.js"], **known)


def only_under(site: Site, known: dict[str, Any], under: str, lang: Lang) -> dict[str, Any]:
    """The supporters that stand under one guideline."""
    graph = site.graph(lang)
    supports: list[Support] = [each for _, claims, _ in known["supports"] for _, found in claims for each in found]
    there = [
        each for each in supports if any(node.id == under for node in guidelines_of(graph, each.judgement.project.id))
    ]
    return {"supports": grouped(there), "served": bool(there), "under": site.node(under, lang).label}


def grouped(supports: list[Support]) -> Groups:
    """Supporters by strength, with their sums; those that rest on the same words stand together."""
    strong = [each for each in supports if each.strong]
    weak = [each for each in supports if not each.strong]
    return (("strong", claims(strong), share(strong)), ("weak", claims(weak), share(weak)))


def claims(supports: list[Support]) -> list[tuple[Step, list[Support]]]:
    """Each deciding hop with the projects that rest on it, in their order."""
    found: dict[Step, list[Support]] = {}
    for support in supports:
        found.setdefault(support.telling, []).append(support)
    return list(found.items())


def about(site: Site, iri: str, properties: Properties, lang: Lang) -> dict[str, Any]:
    """Everything the page shows."""
    node = node_of(iri, properties, lang)
    supports = supporters(site, iri, lang)
    upward, downward = links(site, iri, lang)
    return {
        "node": node,
        "kind": node.kind.rpartition("/")[2].rpartition("#")[2],
        "crumbs": crumbs(site, iri, lang),
        "others": [text_of(term) for term in properties.get(expand("skos:altLabel"), [])],
        "supports": grouped(supports),
        "under": None,
        "networked": bool(supports),
        "served": bool(supports),
        "can_serve": node.level in (1, 2) or iri in site.graph(lang).nodes,
        "parts_below": parts(site, iri, lang),
        "upward": upward,
        "downward": downward,
        "passages": fetch_passages(site.store, {iri: properties})[iri],
        "facts": facts_of(site, properties, lang),
        "name": shorten(iri),
    }


def crumbs(site: Site, iri: str, lang: Lang) -> list[Node]:
    """What it is a part of, the widest first."""
    graph, found, here = site.graph(lang), list[Node](), iri
    while (onward := [link.target for link in graph.links(here) if not link.named]) and len(found) < 9:
        here = onward[0]
        found.insert(0, graph.nodes[here])
    return found


def parts(site: Site, iri: str, lang: Lang) -> list[tuple[str, list[tuple[Node, int]]]]:
    """The parts of an element by kind, each with how many projects serve it."""
    found = [text_of(row["part"]) for row in site.store.select(_PARTS % iri)][:PARTS_SHOWN]
    counts = {each.element.id: each.projects for each in site.survey(lang).elements}
    nodes = [node_of(part, facts, lang) for part, facts in describe(site.store, found).items()]
    by_kind: dict[str, list[tuple[Node, int]]] = {}
    for node in sorted(nodes, key=lambda node: (node.number or 0, node.code or "", node.id)):
        by_kind.setdefault(node.kind, []).append((node, counts.get(node.id, 0)))
    return sorted(by_kind.items())


def links(site: Site, iri: str, lang: Lang) -> tuple[list[Step], list[Step]]:
    """What it is linked to across plans, and what is linked to it, each with the place that says so."""
    from plangraph.verdicts import fetch_accounts

    graph = site.graph(lang)
    out = [link for link in graph.links(iri) if link.named]
    into = [link for found in graph.out.values() for link in found if link.target == iri and link.named]
    chosen = (*out[:LINKS_SHOWN], *into[:LINKS_SHOWN])
    accounts = fetch_accounts(site.store, {link.ways[0].alignment for link in chosen})

    def steps(found: Iterable[object]) -> list[Step]:
        made = []
        for link in chosen:
            if link in found:
                way = link.ways[0]
                passage = next(iter(accounts[way.alignment].passages), None)
                source, target = graph.nodes[link.source], graph.nodes[link.target]
                made.append(Step(source, target, way.basis, way.verification, way.strong, passage))
        return made

    return steps(out), steps(into)


def graph_page(request: Request, iri: str) -> Response:
    """The page of a named graph: how much it holds and where to get it."""
    site: Site = request.app.state.site
    count = int(text_of(site.store.select(_COUNT % iri)[0]["n"]))
    return page(request, "graph.html", iri=iri, name=shorten(iri), count=count)
