"""Coverage apart by plan, province, year or source of funds: for each of these, every element of levels 1 and 2.

A project counts once in a group and once at each element there. By source of funds it stands in the group of each
source of its table lines: of one that has several, the largest line of a source is its budget there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import singledispatch
from typing import Final, Literal

from plangraph.coverage import Coverage, Reached, Share, Survey, reached, share
from plangraph.described import describe, first
from plangraph.links import fetch_nodes
from plangraph.namespaces import PG
from plangraph.pointing import provinces_of
from plangraph.projects import TABLE, Figure, Project, decimal_of
from plangraph.store import GraphStore

By = Literal["plan", "province", "year", "source"]
_OF_LINE: Final = ("pg:fundingSource", "pg:amount", "pg:figureFrom")
BY: Final[tuple[By, ...]] = ("plan", "province", "year", "source")


@dataclass(frozen=True, slots=True)
class Group:
    """The projects of one plan, province, year or source, and what they serve: strong and weak, element by element."""

    key: str  # IRI of a plan, name of a province, a Buddhist year, local name of a source; "" where nothing is said
    label: str
    projects: Share
    elements: tuple[tuple[Share, Share], ...]  # in the order of the survey


@dataclass(frozen=True, slots=True)
class Matrix:
    """Coverage as a whole and apart by something; groups in the order of their keys."""

    by: By
    survey: Survey
    groups: tuple[Group, ...]


@singledispatch
def matrix(store: GraphStore, by: By, lang: str = "th") -> Matrix:
    """The coverage of all elements apart by something."""
    found = reached(store, lang)
    members: dict[str, list[tuple[int, Project]]] = {}
    for at, keyed in enumerate(_keyed(store, found.projects, by)):
        for key, counted in keyed:
            members.setdefault(key, []).append((at, counted))
    names = labels(store, by, members, lang)
    groups = tuple(_group(key, names[key], members[key], found) for key in sorted(members))
    counts = tuple(Coverage(element, *found.at(element.id)) for element in found.elements)
    return Matrix(by, Survey(share(found.projects), counts), groups)


def labels(store: GraphStore, by: By, keys: Iterable[str], lang: str) -> dict[str, str]:
    """What groups are called: a plan by its label, everything else by its key."""
    if by != "plan":
        return {key: key for key in keys}
    nodes = fetch_nodes(store, [key for key in keys if key], lang)
    return {"": "", **{key: node.label for key, node in nodes.items()}}


def _group(key: str, label: str, members: list[tuple[int, Project]], found: Reached) -> Group:
    projects = tuple(project for _, project in members)
    of_group = Reached(projects, found.elements, tuple(found.served[at] for at, _ in members))
    return Group(key, label, share(projects), tuple(of_group.at(element.id) for element in found.elements))


def _keyed(store: GraphStore, projects: Sequence[Project], by: By) -> Iterator[list[tuple[str, Project]]]:
    """The groups of each project, with the project as it counts there."""
    if by == "source":
        yield from _by_source(store, projects)
    elif by == "province":
        provinces = provinces_of(store, (project.plan for project in projects))
        for project in projects:
            yield [(provinces[project.plan], project)]
    else:
        for project in projects:
            yield [((project.plan if by == "plan" else str(project.fiscal_year or "")) or "", project)]


def _by_source(store: GraphStore, projects: Sequence[Project]) -> Iterator[list[tuple[str, Project]]]:
    owners = describe(store, [project.id for project in projects], ("pg:hasBudgetLine",))
    lines_of = {iri: [line.value for line in facts[PG + "hasBudgetLine"]] for iri, facts in owners.items()}
    lines = describe(store, {line for of_project in lines_of.values() for line in of_project}, _OF_LINE)
    for project in projects:
        of_source: dict[str, list[Decimal]] = {}
        for facts in (lines.get(line, {}) for line in lines_of.get(project.id, ())):
            source, amount = first(facts, "pg:fundingSource"), decimal_of(first(facts, "pg:amount"))
            if source and amount is not None and first(facts, "pg:figureFrom") == PG + TABLE:
                of_source.setdefault(source.removeprefix(PG), []).append(amount)
        if len(of_source) > 1:
            yield [(source, _with_budget(project, max(amounts))) for source, amounts in sorted(of_source.items())]
        else:
            yield [(next(iter(of_source), ""), project)]


def _with_budget(project: Project, baht: Decimal) -> Project:
    """The project as if this were its only figure."""
    return replace(project, figures=(Figure(baht, TABLE, None, None),), briefs=())
