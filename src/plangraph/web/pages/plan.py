"""A plan that was read: its figures, its outline from vision to project, its money, what it claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from plangraph.described import Described, Properties, describe, first, number, text_of
from plangraph.links import Node, node_of
from plangraph.listing import Listed, Listing
from plangraph.namespaces import PG, expand
from plangraph.outputs.check_words import baht
from plangraph.pointing import members, pointing
from plangraph.projects import TABLE
from plangraph.web.pages.home import judged
from plangraph.web.paging import Cut, cut
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.texts import Lang
    from plangraph.web.site import Site

OUTLINED: Final = 1_000  # projects that an outline has room for; of more, a few stand under each strategy
FEW: Final = 10  # of each strategy of such a plan
_ACCOUNT: Final = ("linesRead", "linesOfProse", "linesIgnored", "linesUnread")
_INSIDE: Final = ("rdf:type", "pg:number", "pg:figureFrom", "pg:amount", "pg:fundingSource")


@dataclass(frozen=True, slots=True)
class Branch:
    """A guideline or strategy with what stands under it."""

    node: Node
    lines_baht: Decimal | None  # sum of the table lines under it
    branches: tuple[Branch, ...]
    projects: tuple[Listed, ...]
    more: int = 0  # projects that are not shown here


def plan_page(request: Request, iri: str) -> Response:
    """The page of a plan; ``?loose=2`` for more of the projects under no strategy."""
    site: Site = request.app.state.site
    lang = language_of(request)
    wanted = request.query_params.get("loose")
    known = site.memory.get(("plan", iri, lang, wanted), lambda: about(request, iri))
    return page(request, "plan.html", scripts=["/static/js/network.js"], **known)


def loss_account(site: Site, document: str | None) -> dict[str, Any] | None:
    """What became of the lines of the plan's document; None where the graph does not say."""
    facts = describe(site.store, [document])[document] if document else {}
    counts = {name: number(facts, f"pg:{name}") for name in _ACCOUNT}
    if None in counts.values():
        return None
    unread = sorted(int(text_of(term)) for term in facts.get(expand("pg:unreadLine"), []))
    return {**counts, "whole": sum(value or 0 for value in counts.values()), "unread": unread}


def about(request: Request, iri: str) -> dict[str, Any]:
    """Everything the page shows."""
    site: Site = request.app.state.site
    lang = language_of(request)
    properties = describe(site.store, [iri])[iri]
    projects = site.listing(lang).apart("plan").get(iri, site.listing(lang).none())
    inside = describe(site.store, (each for each, _ in pointing(site.store, "pg:inPlan", [iri])), _INSIDE)
    tree = programme(site, of_kind(inside, "pg:Guideline"))
    loose, loose_cut = unplaced(request, projects, tree)
    document = first(properties, "pg:document")
    return {
        "node": node_of(iri, properties, lang),
        "year": number(properties, "pg:fiscalYear"),
        "province": first(properties, "pg:provinceName"),
        "document": document,
        "account": loss_account(site, document),
        "offices": [site.node(text_of(term), lang) for term in properties.get(expand("pg:responsible"), [])],
        "totals": projects.share,
        "by_verdict": projects.by_verdict,
        "elements": [(kind, elements(site, inside, f"pg:{kind}", lang)) for kind in ("Vision", "Mission")],
        "outline": outline(site, tree, projects, lang),
        "loose": loose,
        "loose_cut": loose_cut,
        "sources": totals_by_source(site, inside, lang),
        "findings": [each for each in site.findings() if each.document == document] if site.audited else None,
        "baht_of": baht,
    }


def of_kind(described: Described, kind: str) -> list[str]:
    """The things of a class among some that are described, by IRI."""
    return [iri for iri in sorted(described) if expand(kind) in _iris(described[iri], "rdf:type")]


def _iris(facts: Properties, name: str) -> list[str]:
    return [text_of(term) for term in facts.get(expand(name), [])]


def elements(site: Site, inside: Described, kind: str, lang: Lang) -> list[Node]:
    """Visions or missions, by number."""
    found = of_kind(inside, kind)
    return [site.node(iri, lang) for iri in sorted(found, key=lambda iri: (number(inside[iri], "pg:number") or 0, iri))]


Programme = dict[str, dict[str, list[str]]]  # guideline -> strategy -> projects


def programme(site: Site, guidelines: list[str]) -> Programme:
    """Guidelines, their strategies, and the projects of each."""
    strategies = members(site.store, "pg:partOf", guidelines, "pg:Strategy")
    every = {each for found in strategies.values() for each in found}
    projects = members(site.store, "pg:partOf", every, "pg:Project")
    return {
        guideline: {each: projects.get(each, []) for each in strategies.get(guideline, [])} for guideline in guidelines
    }


def outline(site: Site, tree: Programme, projects: Listing, lang: Lang) -> list[Branch]:
    """The programme with names, money and verdicts."""
    lines = lines_under(site, {each for strategies in tree.values() for each in strategies})
    most = None if len(projects) <= OUTLINED else FEW

    def order(iri: str) -> tuple[int, str]:
        return (site.node(iri, lang).number or 0, iri)

    def strategy(iri: str, placed: list[str]) -> Branch:
        found = [row for each in placed if (row := projects.get(each))]
        return Branch(site.node(iri, lang), _sum(lines[iri]), (), tuple(found[:most]), len(found[most:]) if most else 0)

    def guideline(iri: str) -> Branch:
        below = tuple(strategy(each, tree[iri][each]) for each in sorted(tree[iri], key=order))
        every = {line: amount for each in tree[iri] for line, amount in lines[each].items()}
        return Branch(site.node(iri, lang), _sum(every), below, ())

    return [guideline(iri) for iri in sorted(tree, key=order)]


def lines_under(site: Site, strategies: Iterable[str]) -> dict[str, dict[str, Decimal]]:
    """The lines of the tables under each strategy, with their amounts."""
    pairs = pointing(site.store, "pg:underStrategy", strategies)
    facts = describe(site.store, {line for line, _ in pairs}, ("pg:figureFrom", "pg:amount"))
    found: dict[str, dict[str, Decimal]] = {each: {} for each in strategies}
    for line, each in pairs:
        amount = _amount(facts.get(line, {}))
        if amount is not None:
            found[each][line] = amount
    return found


def _amount(facts: Properties) -> Decimal | None:
    """The amount of a line of a table; None for what is none."""
    amount = first(facts, "pg:amount")
    return Decimal(amount) if amount is not None and PG + TABLE in _iris(facts, "pg:figureFrom") else None


def _sum(lines: Mapping[str, Decimal]) -> Decimal | None:
    return sum(lines.values(), Decimal(0)) if lines else None


def unplaced(request: Request, projects: Listing, tree: Programme) -> tuple[list[Listed], Cut]:
    """The projects that stand under no strategy: only a brief names them."""
    placed = {each for strategies in tree.values() for found in strategies.values() for each in found}
    rows = {row.id: row for row in projects.rows() if row.id not in placed}
    chosen = cut(request, "loose", len(rows))
    site: Site = request.app.state.site
    shown = judged(site, chosen.of(list(rows.values())), chosen, language_of(request))
    return [rows[each.project.id] for each in shown], chosen


def totals_by_source(site: Site, inside: Described, lang: Lang) -> list[tuple[str, Decimal]]:
    """The sums of the table lines by source of funds."""
    sums: dict[str, Decimal] = {}
    for facts in inside.values():
        amount = _amount(facts)
        for source in _iris(facts, "pg:fundingSource") if amount is not None else ():
            sums[source] = sums.get(source, Decimal(0)) + (amount or 0)
    return [
        (site.node(source, lang).label, amount)
        for source, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
