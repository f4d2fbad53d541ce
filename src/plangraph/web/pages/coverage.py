"""Coverage: elements of levels 1 and 2 against guidelines or provinces, strong and weak apart; the flow of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from plangraph.commands.common import csv_text
from plangraph.commands.coverage import HEADER, as_csv_row, as_json
from plangraph.coverage import Coverage, Share
from plangraph.links import fetch_nodes
from plangraph.web.downloads import csv_response, json_response
from plangraph.web.pages.flows import picture
from plangraph.web.paging import Cut, cut
from plangraph.web.render import Words, language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.listing import Apart, Listing
    from plangraph.texts import Lang
    from plangraph.web.site import Site

T = TypeVar("T", bound=str)
BY: Final[tuple[Apart, ...]] = ("guideline", "province")
COLUMNS: Final = 12  # guidelines or provinces side by side; of more, the largest come first
PARTS: Final = frozenset({"Goal", "StrategicIssue", "SubPlan"})  # of elements that are shown themselves
MEASURES: Final = ("projects", "baht")


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above a column, and the projects in it."""

    key: str  # IRI of a guideline, or the name of a province
    label: str
    projects: Listing


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
    """``/coverage?by=guideline|province&measure=projects|baht&zeros=1``; ``&columns=2`` for more columns."""
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
    columns_cut = cut(request, "columns", len(groups_of(site, by, lang)), COLUMNS)
    key = (by, lang, columns_cut.at)
    columns = site.memory.get(("columns", *key), lambda: columns_of(site, by, lang, columns_cut))
    rows = site.memory.get(("matrix", *key), lambda: matrix(site, columns, lang))
    shown = [row for row in rows if deep or row.coverage.element.kind not in PARTS]
    levels = {level: [row for row in shown if row.coverage.element.level == level] for level in (1, 2)}
    flow = site.memory.get(("flow", lang), lambda: picture(site, Words(lang), lang))
    return page(
        request, "coverage.html",
        by=by, measure=measure, zeros=zeros, deep=deep, columns=columns, columns_cut=columns_cut, levels=levels,
        every=site.survey(lang).projects, flow=flow,
    )  # fmt: skip


def _one_of(given: str | None, known: Sequence[T]) -> T:
    return next((each for each in known if each == given), known[0])


def groups_of(site: Site, by: Apart, lang: Lang) -> list[tuple[str, Listing]]:
    """Guidelines or provinces in the order of the plans; of more than stand side by side, the largest first."""

    def work() -> list[tuple[str, Listing]]:
        groups = list(site.listing(lang).apart(by).items())
        return groups if len(groups) <= COLUMNS else sorted(groups, key=lambda group: -group[1].share.baht)

    return site.memory.get(("groups", by, lang), work)


def columns_of(site: Site, by: Apart, lang: Lang, chosen: Cut | None = None) -> list[Column]:
    """The columns of the matrix, all of them or those on one page."""
    say, groups = Words(lang), groups_of(site, by, lang)
    shown = chosen.of(groups) if chosen else groups
    nothing = say("flow_no_guideline") if by == "guideline" else say("no_province")
    nodes = fetch_nodes(site.store, (key for key, _ in shown if key), lang) if by == "guideline" else {}
    return [
        Column(key, (say.called(nodes[key]) if key in nodes else key) or nothing, projects) for key, projects in shown
    ]


def matrix(site: Site, columns: Sequence[Column], lang: Lang) -> list[Row]:
    """Every element of levels 1 and 2 with its cells."""
    most = max((each.baht for each in site.survey(lang).elements), default=Decimal(0))
    served = [column.projects.served() for column in columns]
    none = (Share(0, Decimal(0)), Share(0, Decimal(0)))
    rows = []
    for coverage in site.survey(lang).elements:
        cells = tuple(Cell(*found.get(coverage.element.id, none)) for found in served)
        step = 0 if not most or not coverage.baht else 1 + int(3 * coverage.baht / most)
        rows.append(Row(coverage, cells, step))
    return rows
