"""Coverage: elements of levels 1 and 2 against guidelines or provinces, strong and weak apart; the flow of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from plangraph.commands.common import csv_text
from plangraph.commands.coverage import HEADER, as_csv_row, as_json
from plangraph.coverage import Coverage, Share
from plangraph.described import describe, first
from plangraph.listing import guidelines_of, served
from plangraph.web.downloads import csv_response, json_response
from plangraph.web.pages.flows import picture
from plangraph.web.render import Words, language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.links import Graph
    from plangraph.texts import Lang
    from plangraph.verdicts import Judgement
    from plangraph.web.site import Site

BY: Final = ("guideline", "province")
PARTS: Final = frozenset({"Goal", "StrategicIssue", "SubPlan"})  # of elements that are shown themselves
MEASURES: Final = ("projects", "baht")


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above a column, and the projects in it."""

    key: str  # IRI of a guideline, or the name of a province
    label: str
    projects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cell:
    strong: Share
    weak: Share

    @property
    def empty(self) -> bool:
        return not (self.strong.projects or self.weak.projects)


@dataclass(frozen=True, slots=True)
class Row:
    coverage: Coverage
    cells: tuple[Cell, ...]
    step: int  # 0 to 4: how dark its total is shown


def coverage_page(request: Request) -> Response:
    """``/coverage?by=guideline|province&measure=projects|baht&zeros=1``."""
    site: Site = request.app.state.site
    lang = language_of(request)
    form = request.query_params.get("format")
    if form == "json":
        return json_response([as_json(each) for each in site.survey(lang).elements])
    if form == "csv":
        return csv_response(csv_text(HEADER, map(as_csv_row, site.survey(lang).elements)), "coverage.csv")
    by = _one_of(request.query_params.get("by"), BY)
    measure = _one_of(request.query_params.get("measure"), MEASURES)
    zeros = request.query_params.get("zeros") == "1"
    deep = request.query_params.get("deep") == "1"
    columns = site.memory.get(("columns", by, lang), lambda: columns_of(site, by, lang))
    rows = site.memory.get(("matrix", by, lang), lambda: matrix(site, columns, lang))
    shown = [row for row in rows if deep or row.coverage.element.kind not in PARTS]
    levels = {level: [row for row in shown if row.coverage.element.level == level] for level in (1, 2)}
    flow = site.memory.get(("flow", lang), lambda: picture(site, Words(lang), lang))
    return page(
        request, "coverage.html",
        by=by, measure=measure, zeros=zeros, deep=deep, columns=columns, levels=levels,
        every=site.survey(lang).projects, flow=flow,
    )  # fmt: skip


def _one_of(given: str | None, known: Sequence[str]) -> str:
    return given if given is not None and given in known else known[0]


def columns_of(site: Site, by: str, lang: Lang) -> list[Column]:
    """The columns of the matrix, in the order of the plans."""
    say, graph = Words(lang), site.graph(lang)
    keys: dict[str, tuple[str, set[str]]] = {}
    for judgement in site.judgements(lang):
        project = judgement.project
        pairs = _guidelines(graph, project.id, say) if by == "guideline" else _provinces(site, judgement, say)
        for key, label in pairs:
            keys.setdefault(key, (label, set()))[1].add(project.id)
    return [Column(key, label, frozenset(found)) for key, (label, found) in sorted(keys.items())]


def _guidelines(graph: Graph, project: str, say: Words) -> list[tuple[str, str]]:
    return [(node.id, say.called(node)) for node in guidelines_of(graph, project)] or [("", say("flow_no_guideline"))]


def _provinces(site: Site, judgement: Judgement, say: Words) -> list[tuple[str, str]]:
    plan = judgement.project.plan or ""
    facts = site.memory.get(
        ("province", plan), lambda: describe(site.store, [plan], ("pg:provinceName",)).get(plan, {})
    )
    name = first(facts, "pg:provinceName") or say("no_province")
    return [(name, name)]


def matrix(site: Site, columns: Sequence[Column], lang: Lang) -> list[Row]:
    """Every element of levels 1 and 2 with its cells."""
    by_id = {each.project.id: each for each in site.judgements(lang)}
    reach = served(site.graph(lang), [each.project for each in by_id.values()])
    most = max((each.baht for each in site.survey(lang).elements), default=Decimal(0))

    def share(projects: Sequence[str], column: Column) -> Share:
        found = [by_id[each].project.budget or Decimal(0) for each in projects if each in column.projects]
        return Share(len(found), sum(found, Decimal(0)))

    rows = []
    for coverage in site.survey(lang).elements:
        strong, weak = reach.get(coverage.element.id, ((), ()))
        cells = tuple(Cell(share(strong, column), share(weak, column)) for column in columns)
        step = 0 if not most or not coverage.baht else 1 + int(3 * coverage.baht / most)
        rows.append(Row(coverage, cells, step))
    return rows
