"""Coverage apart by plan, province, year or source of funds: for each of these, every element of levels 1 and 2.

A project counts once in a group and once at each element there. By source of funds it stands in the group of each
source of its table lines: of one that has several, the largest line of a source is its budget there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import singledispatch
from typing import Final, Literal

from plangraph.coverage import Coverage, Reached, Share, Survey, reached, share
from plangraph.described import describe, first
from plangraph.links import fetch_nodes
from plangraph.namespaces import PG
from plangraph.projects import TABLE, Figure, Project
from plangraph.store import GraphStore

By = Literal["plan", "province", "year", "source"]
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
    for at, project in enumerate(found.projects):
        for key, counted in _keys(store, project, by):
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


def _keys(store: GraphStore, project: Project, by: By) -> list[tuple[str, Project]]:
    """The groups of a project, with the project as it counts there."""
    if by == "source":
        return _by_source(store, project)
    if by == "year":
        return [(str(project.fiscal_year or ""), project)]
    if by == "plan" or project.plan is None:
        return [(project.plan or "" if by == "plan" else "", project)]
    facts = describe(store, [project.plan], ("pg:provinceName",)).get(project.plan, {})
    return [(first(facts, "pg:provinceName") or "", project)]


def _by_source(store: GraphStore, project: Project) -> list[tuple[str, Project]]:
    of_source: dict[str, list[Decimal]] = {}
    lines = describe(store, [project.id], ("pg:hasBudgetLine",)).get(project.id, {}).get(PG + "hasBudgetLine", [])
    for facts in describe(store, [line.value for line in lines]).values():
        source, amount = first(facts, "pg:fundingSource"), first(facts, "pg:amount")
        if source and amount and first(facts, "pg:figureFrom") == PG + TABLE:
            of_source.setdefault(source.removeprefix(PG), []).append(Decimal(amount))
    if not of_source:
        return [("", project)]
    if len(of_source) == 1:
        return [(next(iter(of_source)), project)]
    return [(source, _with_budget(project, max(amounts))) for source, amounts in sorted(of_source.items())]


def _with_budget(project: Project, baht: Decimal) -> Project:
    """The project as if this were its only figure."""
    return replace(project, figures=(Figure(baht, TABLE, None, None),), briefs=())
