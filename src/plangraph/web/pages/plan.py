"""A plan that was read: its figures, its outline from vision to project, its money, what it claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from plangraph.described import describe, first, number, text_of
from plangraph.links import Node, node_of
from plangraph.namespaces import expand
from plangraph.outputs.check_words import baht
from plangraph.queries import find_question, run
from plangraph.query_formats import number_of
from plangraph.verdicts import Judgement
from plangraph.web.pages.home import share
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.coverage import Share
    from plangraph.texts import Lang
    from plangraph.web.site import Site

_ACCOUNT: Final = ("linesRead", "linesOfProse", "linesIgnored", "linesUnread")
_OF_NODE: Final = ("rdf:type", "rdfs:label", "pg:planLevel", "pg:inPlan", "pg:number", "pg:code")


@dataclass(frozen=True, slots=True)
class Branch:
    """A guideline or strategy with what stands under it."""

    node: Node
    lines_baht: Decimal | None  # sum of the table lines under it
    branches: tuple[Branch, ...]
    projects: tuple[Judgement, ...]


def plan_page(request: Request, iri: str) -> Response:
    """The page of a plan."""
    site: Site = request.app.state.site
    lang = language_of(request)
    known = site.memory.get(("plan", iri, lang), lambda: about(site, iri, lang))
    return page(request, "plan.html", scripts=["/static/js/network.js"], **known)


def loss_account(site: Site, document: str | None) -> dict[str, Any] | None:
    """What became of the lines of the plan's document; None where the graph does not say."""
    facts = describe(site.store, [document])[document] if document else {}
    counts = {name: number(facts, f"pg:{name}") for name in _ACCOUNT}
    if None in counts.values():
        return None
    unread = sorted(int(text_of(term)) for term in facts.get(expand("pg:unreadLine"), []))
    return {**counts, "whole": sum(value or 0 for value in counts.values()), "unread": unread}


def about(site: Site, iri: str, lang: Lang) -> dict[str, Any]:
    """Everything the page shows."""
    properties = describe(site.store, [iri])[iri]
    judgements = [each for each in site.judgements(lang) if each.project.plan == iri]
    totals: Share = share(judgements)
    return {
        "node": node_of(iri, properties, lang),
        "year": number(properties, "pg:fiscalYear"),
        "province": first(properties, "pg:provinceName"),
        "document": first(properties, "pg:document"),
        "account": loss_account(site, first(properties, "pg:document")),
        "offices": [site.node(text_of(term), lang) for term in properties.get(expand("pg:responsible"), [])],
        "totals": totals,
        "by_verdict": Counter(each.verdict for each in judgements),
        "elements": elements(site, iri, lang),
        "outline": outline(site, iri, judgements, lang),
        "loose": loose(site, iri, judgements),
        "sources": totals_by_source(site, iri, lang),
        "findings": [each for each in site.findings() if each.document == first(properties, "pg:document")],
        "baht_of": baht,
    }


def elements(site: Site, iri: str, lang: Lang) -> list[tuple[str, list[Node]]]:
    """Vision and missions."""
    rows = run(site.store, "visions_and_missions", {"plan": iri}).rows
    nodes = [site.node(text_of(row["element"]), lang) for row in rows]
    return [(kind, [node for node in nodes if node.kind == kind]) for kind in ("Vision", "Mission")]


def outline(site: Site, iri: str, judgements: list[Judgement], lang: Lang) -> list[Branch]:
    """Guidelines, their strategies, and the projects of each."""
    rows = run(site.store, "programme_of_plan", {"plan": iri}).rows
    by_id = {each.project.id: each for each in judgements}
    tree: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        strategies = tree.setdefault(text_of(row["guideline"]), {})
        if "strategy" in row:
            projects = strategies.setdefault(text_of(row["strategy"]), [])
            if "project" in row:
                projects.append(text_of(row["project"]))
    money = {**money_by(site, iri, "guideline"), **money_by(site, iri, "strategy")}
    nodes = {iri: site.node(iri, lang) for iri in (*tree, *(each for found in tree.values() for each in found))}

    def order(node: str) -> tuple[int, str]:
        return (nodes[node].number or 0, node)

    return [
        Branch(
            nodes[guideline],
            money.get(guideline),
            tuple(
                Branch(
                    nodes[strategy],
                    money.get(strategy),
                    (),
                    tuple(by_id[each] for each in tree[guideline][strategy] if each in by_id),
                )
                for strategy in sorted(tree[guideline], key=order)
            ),
            (),
        )
        for guideline in sorted(tree, key=order)
    ]


def money_by(site: Site, plan: str, what: str) -> dict[str, Decimal]:
    """The sums of the table lines by guideline or strategy."""
    rows = run(site.store, find_question(f"budget_by_{what}"), {"plan": plan}).rows
    return {text_of(row[what]): Decimal(text_of(row["baht"])) for row in rows if "baht" in row}


def loose(site: Site, iri: str, judgements: list[Judgement]) -> list[Judgement]:
    """The projects that stand under no strategy: only a brief names them."""
    placed = {
        text_of(row["project"]) for row in run(site.store, "programme_of_plan", {"plan": iri}).rows if "project" in row
    }
    return [each for each in judgements if each.project.id not in placed]


def totals_by_source(site: Site, iri: str, lang: Lang) -> list[tuple[str, Decimal]]:
    """The sums of the table lines by source of funds."""
    rows = run(site.store, "budget_by_funding_source", {"plan": iri}).rows
    sums: dict[str, Decimal] = {}
    for row in rows:
        amount = number_of(row.get("baht"))
        if amount is not None and "source" in row:
            sums[text_of(row["source"])] = sums.get(text_of(row["source"]), Decimal(0)) + Decimal(amount)
    return [
        (site.node(source, lang).label, amount) for source, amount in sorted(sums.items(), key=lambda pair: -pair[1])
    ]
