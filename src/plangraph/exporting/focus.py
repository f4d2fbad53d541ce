"""What a form is about: the plan or the project that a name means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from plangraph.exporting.errors import ExportError
from plangraph.links import Node, fetch_nodes
from plangraph.naming import as_iri, find_project
from plangraph.pointing import read_plans
from plangraph.projects import Project, fetch_projects
from plangraph.search import search
from plangraph.store import GraphStore

_SURE: Final = 0.9  # likeness from which a plan found by name is taken as meant


@dataclass(frozen=True, slots=True)
class Focus:
    """A plan, or a project and its plan."""

    plan: Node | None
    project: Project | None


def find_plan(store: GraphStore, name: str | None, lang: str = "th") -> Node:
    """The plan a name means; without a name the only one that was read. ``ExportError`` lists the plans otherwise."""
    read = read_plans(store)
    nodes = fetch_nodes(store, read, lang)
    if not name:
        if len(read) == 1:
            return nodes[read[0]]
        raise ExportError("which_plan", plans=" · ".join(nodes[iri].label for iri in read) or "-")
    if (iri := as_iri(name)) in nodes:
        return nodes[iri]
    hits = [hit for hit in search(store, name, types=("Plan",), least=_SURE) if hit.id in nodes]
    if hits:
        return nodes[hits[0].id]
    raise ExportError("no_such_plan", name=name, plans=" · ".join(node.label for node in nodes.values()) or "-")


def find_one_project(store: GraphStore, name: str | None, year: int | None = None, lang: str = "th") -> Project:
    """The project a name means; ``ExportError`` with candidates where it means none or several."""
    if not name:
        raise ExportError("which_project")
    match = find_project(store, name, year)
    if match.kind != "found":
        near = " · ".join(f"{each.name} ({each.fiscal_year or '-'}: {each.id})" for each in match.candidates)
        raise ExportError("ambiguous_project" if match.kind == "ambiguous" else "no_such_project", name=name, near=near)
    iri = match.candidates[0].id
    return fetch_projects(store, [iri], lang)[iri]


def find_focus(store: GraphStore, name: str | None, year: int | None = None, lang: str = "th") -> Focus:
    """The plan a name means, else the project; without a name the only plan that was read."""
    if not name or as_iri(name) in read_plans(store):
        return Focus(find_plan(store, name, lang), None)
    try:
        project = find_one_project(store, name, year, lang)
    except ExportError as error:
        try:
            return Focus(find_plan(store, name, lang), None)
        except ExportError:
            raise error from None
    plan = fetch_nodes(store, [project.plan], lang)[project.plan] if project.plan else None
    return Focus(plan, project)
