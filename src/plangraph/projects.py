"""Projects as the graph knows them: their names, their figures, their briefs, the same project in other years.

*The budget of a project* is its brief's figure; without a brief its table figures, equal ones counted once, of unequal
ones the largest; with neither, its result report's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import singledispatch
from typing import Final

from pyoxigraph import Literal, NamedNode

from plangraph.described import (
    Described,
    Passage,
    Properties,
    describe,
    fetch_passages,
    first,
    label_of,
    number,
    select_for,
    text_of,
)
from plangraph.namespaces import PG, PROPOSALS_GRAPH, expand
from plangraph.store import GraphStore, Row

TABLE: Final = "strategyTable"
BRIEF: Final = "projectBrief"
RESULT: Final = "resultReport"

_BRIEFS: Final = "SELECT ?project ?brief WHERE { %s ?brief <" + PG + "briefOf> ?project }"

_READ: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?project WHERE { ?plan pg:wasRead true . ?project pg:inPlan ?plan ; a pg:Project }"""

_OF_YEAR: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?project ?year WHERE { ?project a pg:Project ; pg:fiscalYear ?year }"""

_PROPOSED: Final = (
    """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?alignment ?from ?to ?what ?score ?because WHERE { %s GRAPH <"""
    + PROPOSALS_GRAPH
    + """> {
  ?alignment pg:from ?from ; pg:to ?to ; pg:proposes ?what .
  OPTIONAL { ?alignment pg:score ?score } OPTIONAL { ?alignment pg:because ?because } } }"""
)


_WITH_PROPOSALS: Final = f"""PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?from WHERE {{ GRAPH <{PROPOSALS_GRAPH}> {{ ?proposal pg:from ?from }} }}"""
_PROPOSAL: Final = (
    f"SELECT ?proposal ?property ?value WHERE {{ GRAPH <{PROPOSALS_GRAPH}> {{ ?proposal ?property ?value }} }}"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure of a project, in baht."""

    baht: Decimal
    origin: str  # "strategyTable" | "projectBrief" | "resultReport"
    under: str | None  # IRI of the strategy that lists it
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Brief:
    """The ten-field form of a project."""

    id: str
    name: str
    stated_year: int | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Project:
    id: str
    name: str
    names: tuple[str, ...]  # every way it is printed or known, the clean name first
    as_printed: tuple[str, ...]
    fiscal_year: int | None
    plan: str | None
    passages: tuple[Passage, ...]  # in the order of the document
    figures: tuple[Figure, ...]
    briefs: tuple[Brief, ...]
    series: tuple[str, ...]  # IRIs of the same project in other years, as asserted

    @property
    def source(self) -> Passage | None:
        """Where the document first says it."""
        return self.passages[0] if self.passages else None

    @property
    def listed(self) -> bool:
        """It has a table line or a brief, so checks of whole plans, coverage and totals speak of it."""
        return bool(self.briefs) or any(figure.origin == TABLE for figure in self.figures)

    @property
    def budget(self) -> Decimal | None:
        """Its budget in baht, by the rule above; None when no figure is printed."""
        for origin in (BRIEF, TABLE, RESULT):
            if figures := [figure.baht for figure in self.figures if figure.origin == origin]:
                return max(figures)
        return None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a machine suggests: never part of a chain."""

    source: str
    target: str
    what: str  # IRI of the relation it proposes
    score: Decimal
    because: tuple[str, ...]


def fetch_projects(store: GraphStore, iris: Iterable[str], lang: str = "th") -> dict[str, Project]:
    """The projects among ``iris``; an IRI the store calls no project is left out."""
    found = {iri: properties for iri, properties in describe(store, iris).items() if _is_project(properties)}
    briefs = _described_briefs(store, found)
    lines = describe(store, {iri for properties in found.values() for iri in _iris(properties, "pg:hasBudgetLine")})
    strays = {iri: properties for parts in briefs.values() for iri, properties in parts.items()}
    passages = fetch_passages(store, found | lines | strays)
    return {
        iri: _project(iri, properties, briefs.get(iri, {}), lines, passages, lang)
        for iri, properties in sorted(found.items())
    }


def projects_of_read_plans(store: GraphStore, lang: str = "th") -> list[Project]:
    """The projects with a table line or a brief of every plan that was read, in the order of their documents."""
    listed = [project for project in fetch_projects(store, iris_of_read_plans(store), lang).values() if project.listed]
    return sorted(listed, key=document_order)


@singledispatch
def iris_of_read_plans(store: GraphStore) -> list[str]:
    """Every project of the plans that were read, results-only ones too."""
    return [text_of(row["project"]) for row in store.select(_READ)]


@singledispatch
def iris_of_year(store: GraphStore, year: int) -> list[str]:
    """Every project of a Buddhist fiscal year."""
    return [text_of(row["project"]) for row in store.select(_OF_YEAR, {"year": Literal(year)})]


@singledispatch
def briefs_of(store: GraphStore, projects: Iterable[str]) -> dict[str, str]:
    """The briefs of some projects, each with its project."""
    return {text_of(row["brief"]): text_of(row["project"]) for row in select_for(store, _BRIEFS, "project", projects)}


@singledispatch
def iris_with_proposals(store: GraphStore) -> list[str]:
    """Everything that a proposal is made for, by IRI."""
    return sorted(text_of(row["from"]) for row in store.select(_WITH_PROPOSALS))


@singledispatch
def described_proposal(store: GraphStore, iri: str) -> Properties:
    """What the proposals graph says of a proposal, its values in the order of their text; nothing of anything else."""
    found: Properties = {}
    for row in store.select(_PROPOSAL, {"proposal": NamedNode(iri)}):
        found.setdefault(text_of(row["property"]), []).append(row["value"])
    return {name: sorted(values, key=str) for name, values in found.items()}


@singledispatch
def rows_of_proposals(store: GraphStore, iris: Iterable[str]) -> list[Row]:
    """Alignment, from, to, what, score and reason of every proposal that speaks of these IRIs on either side."""
    wanted = set(iris)
    return [row for side in ("from", "to") for row in select_for(store, _PROPOSED, side, wanted)]


def document_order(project: Project) -> tuple[str, Passage, str]:
    """Sorts projects as their documents print them."""
    return (project.plan or "", project.source or Passage("", 0, 0, ""), project.id)


def fetch_proposals(store: GraphStore, iris: Iterable[str]) -> list[Proposal]:
    """The proposals that speak of these IRIs on either side, best score first."""
    rows = rows_of_proposals(store, iris)
    because: dict[str, set[str]] = {}
    for row in rows:
        reasons = because.setdefault(text_of(row["alignment"]), set())
        if "because" in row:
            reasons.add(text_of(row["because"]))
    found = {
        Proposal(
            text_of(row["from"]),
            text_of(row["to"]),
            text_of(row["what"]),
            decimal_of(row["score"].value) or Decimal(0) if "score" in row else Decimal(0),
            tuple(sorted(because[text_of(row["alignment"])])),
        )
        for row in rows
    }
    return sorted(found, key=lambda proposal: (-proposal.score, proposal.source, proposal.target, proposal.what))


def _is_project(properties: Properties) -> bool:
    return PG + "Project" in _iris(properties, "rdf:type")


def _iris(properties: Properties, name: str) -> list[str]:
    return [text_of(term) for term in properties.get(expand(name), [])]


def _described_briefs(store: GraphStore, projects: Iterable[str]) -> dict[str, Described]:
    of = briefs_of(store, projects)
    briefs: dict[str, Described] = {}
    for iri, properties in sorted(describe(store, of).items()):
        briefs.setdefault(of[iri], {})[iri] = properties
    return briefs


def _project(
    iri: str,
    properties: Properties,
    briefs: Described,
    lines: Described,
    passages: dict[str, tuple[Passage, ...]],
    lang: str,
) -> Project:
    name = label_of(properties, lang) or iri
    described = [properties, *briefs.values()]
    printed = [text for each in described for text in _iris(each, "pg:asPrinted")]
    others = [text for each in described for text in (*_iris(each, "rdfs:label"), *_iris(each, "skos:altLabel"))]
    figures = [_figure(lines[line], passages[line]) for line in _iris(properties, "pg:hasBudgetLine") if line in lines]
    return Project(
        id=iri,
        name=name,
        names=tuple(dict.fromkeys((name, *others, *printed))),
        as_printed=tuple(sorted(dict.fromkeys(printed), key=lambda text: _first_printed(text, passages[iri]))),
        fiscal_year=number(properties, "pg:fiscalYear"),
        plan=first(properties, "pg:inPlan"),
        passages=passages[iri],
        figures=tuple(sorted((figure for figure in figures if figure), key=_figure_order)),
        briefs=tuple(_brief(brief, facts, passages[brief], lang) for brief, facts in briefs.items()),
        series=tuple(sorted(_iris(properties, "pg:sameSeriesAs"))),
    )


def _first_printed(text: str, passages: tuple[Passage, ...]) -> tuple[int, str]:
    """Sorts printed names as the document has them."""
    places = (position for position, passage in enumerate(passages) if passage.text == text)
    return (next(places, len(passages)), text)


def _brief(iri: str, properties: Properties, passages: tuple[Passage, ...], lang: str) -> Brief:
    return Brief(iri, label_of(properties, lang) or "", number(properties, "pg:statedYear"), passages)


def _figure(properties: Properties, passages: tuple[Passage, ...]) -> Figure | None:
    baht = decimal_of(first(properties, "pg:amount"))
    if baht is None:
        return None
    origin = (first(properties, "pg:figureFrom") or "").removeprefix(PG)
    where = _printed_at(first(properties, "pg:amountAsPrinted"), passages)
    return Figure(baht, origin, first(properties, "pg:underStrategy"), where)


def _printed_at(printed: str | None, passages: tuple[Passage, ...]) -> Passage | None:
    """Of the evidence of a figure (its name, the heading of its source, itself) the passage that prints the figure."""
    having = [passage for passage in passages if printed and printed in passage.text]
    return min(having, key=lambda passage: len(passage.text)) if having else next(iter(passages), None)


def _figure_order(figure: Figure) -> tuple[Passage, str, Decimal]:
    return (figure.passage or Passage("", 0, 0, ""), figure.origin, figure.baht)


def decimal_of(text: str | None) -> Decimal | None:
    """A number; None for a text that is none, and for what is no amount (``INF``)."""
    try:
        found = None if text is None else Decimal(text)
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
