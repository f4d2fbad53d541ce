"""The first page: search, three figures that matter, the six national strategies, the plans."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from plangraph.coverage import Coverage, Share
from plangraph.outputs.check_json import number
from plangraph.verdicts import ALIGNED, Judgement, PlanFacts, fetch_plans
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.texts import Lang
    from plangraph.web.site import Site


def home(request: Request) -> Response:
    """``/``."""
    site: Site = request.app.state.site
    lang = language_of(request)
    judgements = site.judgements(lang)
    by_verdict = Counter(judgement.verdict for judgement in judgements)
    every = share(judgements)
    strong = share(judgement for judgement in judgements if judgement.verdict == ALIGNED)
    return page(
        request,
        "home.html",
        every=every,
        strong=strong,
        strong_percent=percent(strong.baht, every.baht),
        by_verdict=by_verdict,
        findings=None if (found := site.findings_so_far()) is None else Counter(each.severity.value for each in found),
        strategies=strategies(site, lang),
        most=max((each.baht for each in strategies(site, lang)), default=Decimal(1)) or Decimal(1),
        plans=read_plans(site, lang),
        judgements=judgements,
        sliver=sliver,
    )


def share(judgements: Iterable[Judgement]) -> Share:
    """How many projects, and how much money."""
    counted = [judgement.project.budget or Decimal(0) for judgement in judgements]
    return Share(len(counted), sum(counted, Decimal(0)))


def percent(part: Decimal, whole: Decimal) -> str:
    """A share in percent, one decimal."""
    return f"{number(round(100 * part / whole, 1)) if whole else 0}"


def sliver(part: Decimal, whole: Decimal) -> float:
    """The width of a bar in percent; what is there is seen, be it ever so little."""
    return max(1.5, round(100 * float(part / whole), 2)) if part and whole else 0


def strategies(site: Site, lang: Lang) -> list[Coverage]:
    """The coverage of the six national strategies."""
    return [each for each in site.survey(lang).elements if each.element.kind == "NationalStrategy"]


def read_plans(site: Site, lang: Lang) -> list[tuple[PlanFacts, Share]]:
    """The plans that were read, with their projects."""
    facts = site.memory.get(("plans", lang), lambda: fetch_plans(site.store, site.graph(lang), lang))
    judgements = site.judgements(lang)
    return [
        (plan, share(each for each in judgements if each.project.plan == plan.id))
        for plan in sorted(facts.values(), key=lambda plan: plan.id)
        if plan.was_read
    ]
