"""A project: its verdict, every hop with its quote, what is missing, its money, its brief, its past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from plangraph.cautions import cautions
from plangraph.described import describe, fetch_passages, first, label_of, number, text_of
from plangraph.links import Node
from plangraph.missing import missing_hops
from plangraph.namespaces import expand
from plangraph.outputs import check_words
from plangraph.pointing import pointing
from plangraph.verdicts import ALIGNED, Judgement
from plangraph.web.pages.facts import Item, items, labels_of
from plangraph.web.pages.forms import NAMES, endings
from plangraph.web.render import Words, language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.audit.findings import Finding
    from plangraph.described import Passage, Properties
    from plangraph.texts import Lang
    from plangraph.web.site import Site

BRIEF_PARTS: Final = ("pg:hasObjective", "pg:hasIndicator", "pg:hasOutput", "pg:hasOutcome", "pg:hasActivity")


@dataclass(frozen=True, slots=True)
class Result:
    """What a past year reported."""

    id: str
    project: str
    year: int | None
    measures: tuple[Measure, ...]
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Measure:
    label: str
    planned: str
    achieved: str
    unit: str


def project_page(request: Request, iri: str) -> Response:
    """The page of a project."""
    site: Site = request.app.state.site
    lang = language_of(request)
    judgement = site.judgement(iri, lang)
    assert judgement is not None  # noqa: S101  # the caller saw its class
    say = Words(lang)
    known = site.memory.get(("project", iri, lang), lambda: about(site, judgement, lang))
    return page(
        request,
        "project.html",
        j=judgement,
        verdict_text=verdict_text(judgement, say),
        gaps=check_words.messages(missing_hops(judgement), say.check),
        mending=check_words.sentence(judgement, say.check) if judgement.verdict != ALIGNED else None,
        warnings=[check_words.warning(each, say.check) for each in cautions(judgement)],
        hop_weak=lambda hop: check_words.weak_because(hop, say.check),
        figure_place=lambda figure: check_words.figure_place(figure, say.check),
        scripts=["/static/js/network.js"],
        form_names=NAMES,
        form_endings=endings(),
        findings=findings(site, judgement, known["parts_of_brief"]),
        **known,
    )


def verdict_text(judgement: Judgement, say: Words) -> str:
    """The verdict as a sentence."""
    end = say.called(judgement.chains[0].end) if judgement.chains else ""
    return say.check(f"why_{judgement.verdict}", end=end)


def about(site: Site, judgement: Judgement, lang: Lang) -> dict[str, Any]:
    """Everything beside the verdict."""
    project = judgement.project
    properties = describe(site.store, [project.id])[project.id]
    above = [link.target for link in judgement.graph.links(project.id) if not link.named]
    offices = [text_of(term) for term in properties.get(expand("pg:responsible"), [])]
    parts = {name.partition(":has")[2]: items(site, properties, name, lang) for name in BRIEF_PARTS}
    return {
        "crumbs": [_up(judgement, iri) for iri in above],
        "offices": labels_of(site, offices, lang),
        "strategies": labels_of(site, {figure.under for figure in project.figures if figure.under}, lang),
        "sources": sources(site, properties, lang),
        "parts_of_brief": {name: found for name, found in parts.items() if found},
        "results": results(site, [project.id, *(other.id for other in judgement.other_years)], lang),
        "neighbours": site.listing(lang).around(project.id),
    }


def _up(judgement: Judgement, iri: str) -> list[Node]:
    """The elements of the project's own plan above it, the plan first."""
    graph, found = judgement.graph, [judgement.graph.nodes[iri]]
    while (onward := [link.target for link in graph.links(found[0].id) if not link.named]) and len(found) < 9:
        found.insert(0, graph.nodes[onward[0]])
    return found


def sources(site: Site, properties: Properties, lang: Lang) -> list[str]:
    """Who funds it, as the headings of the tables say."""
    lines = [text_of(term) for term in properties.get(expand("pg:hasBudgetLine"), [])]
    funds = describe(site.store, lines, ("pg:fundingSource",))
    found = {text_of(term) for facts in funds.values() for term in facts.get(expand("pg:fundingSource"), [])}
    return sorted(labels_of(site, found, lang).values())


def results(site: Site, projects: list[str], lang: Lang) -> list[Result]:
    """What past years reported of these projects, newest first."""
    of = dict(pointing(site.store, "pg:resultOf", projects))
    found = describe(site.store, of)
    passages = fetch_passages(site.store, found)
    measures = describe(
        site.store, {text_of(term) for each in found.values() for term in each.get(expand("pg:hasMeasure"), [])}
    )
    made = [
        Result(
            iri,
            of[iri],
            number(facts, "pg:fiscalYear"),
            tuple(
                _measure(measures[text_of(term)], lang)
                for term in facts.get(expand("pg:hasMeasure"), [])
                if text_of(term) in measures
            ),
            next(iter(passages[iri]), None),
        )
        for iri, facts in found.items()
    ]
    return sorted(made, key=lambda each: (-(each.year or 0), each.id))


def _measure(facts: Properties, lang: Lang) -> Measure:
    def figure(name: str) -> str:
        return first(facts, name) or "–"

    label = label_of(facts, lang) or ""
    return Measure(label, figure("pg:planned"), figure("pg:achieved"), first(facts, "pg:unitText") or "")


def findings(site: Site, judgement: Judgement, parts: dict[str, list[Item]]) -> list[Finding]:
    """What the audit finds about a project, its briefs and their parts."""
    project = judgement.project
    own = {project.id, *(brief.id for brief in project.briefs)}
    own |= {item.node.id for found in parts.values() for item in found}
    lines = {
        line
        for figure in project.figures
        if figure.passage
        for line in range(figure.passage.first_line, figure.passage.last_line + 1)
    }
    every = site.findings_so_far() or []
    about_it = [each for each in every if own & set(each.subjects)]
    by_line = [each for each in every if not each.subjects and lines & set(each.lines)]
    return sorted([*about_it, *by_line], key=lambda each: (each.severity.rank, len(each.subjects)))
