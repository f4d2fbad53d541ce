"""The first page: search, three figures that matter, the six national strategies, the projects, the plans."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from plangraph.coverage import Coverage, Share
from plangraph.described import describe
from plangraph.links import OF_NODE, Node, node_of
from plangraph.outputs.check_all import farthest_first
from plangraph.outputs.check_json import number
from plangraph.pointing import read_plans
from plangraph.projects import document_order
from plangraph.verdicts import ALIGNED, Judgement
from plangraph.web.paging import Cut, cut
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.listing import Listed
    from plangraph.texts import Lang
    from plangraph.web.site import Site

PROJECTS: Final = 50  # on one page: each is judged in full


def home(request: Request) -> Response:
    """``/``; ``?page=2`` for more projects, ``?plans=2`` for more plans."""
    site: Site = request.app.state.site
    lang = language_of(request)
    projects = site.listing(lang)
    by_verdict = projects.by_verdict
    every, strong = projects.share, by_verdict[ALIGNED]
    projects_cut = cut(request, "page", len(projects), PROJECTS)
    plans = site.memory.get(("plans", lang), lambda: plans_of(site, lang))
    plans_cut = cut(request, "plans", len(plans))
    return page(
        request,
        "home.html",
        every=every,
        strong=strong,
        strong_percent=percent(strong.baht, every.baht),
        by_verdict=by_verdict,
        findings=None if (found := site.findings_so_far()) is None else Counter(each.severity.value for each in found),
        audited=site.audited,
        strategies=strategies(site, lang),
        most=max((each.baht for each in strategies(site, lang)), default=Decimal(1)) or Decimal(1),
        plans=plans_cut.of(plans),
        plans_cut=plans_cut,
        judgements=site.memory.get(
            ("home", projects_cut.at, lang),
            lambda: judged(site, projects.rows(projects_cut.start, projects_cut.stop), projects_cut, lang),
        ),
        projects_cut=projects_cut,
        sliver=sliver,
    )


def judged(site: Site, rows: Sequence[Listed], chosen: Cut, lang: Lang) -> list[Judgement]:
    """The judgements of a page of a list: the farthest first when it is all of it, else in the order of the list."""
    found = site.listing(lang).judged(row.id for row in rows)
    if chosen.whole:
        return farthest_first(sorted(found, key=lambda each: document_order(each.project)))
    return found


def percent(part: Decimal, whole: Decimal) -> str:
    """A share in percent, one decimal."""
    return f"{number(round(100 * part / whole, 1)) if whole else 0}"


def sliver(part: Decimal, whole: Decimal) -> float:
    """The width of a bar in percent; what is there is seen, be it ever so little."""
    return max(1.5, round(100 * float(part / whole), 2)) if part and whole else 0


def strategies(site: Site, lang: Lang) -> list[Coverage]:
    """The coverage of the six national strategies."""
    return [each for each in site.survey(lang).elements if each.element.kind == "NationalStrategy"]


def plans_of(site: Site, lang: Lang) -> list[tuple[Node, Share]]:
    """The plans that were read, by IRI, with their projects."""
    read = read_plans(site.store)
    facts = describe(site.store, read, OF_NODE)
    of_plan = site.listing(lang).apart("plan")
    none = Share(0, Decimal(0))
    return [(node_of(iri, facts.get(iri, {}), lang), of_plan[iri].share if iri in of_plan else none) for iri in read]
