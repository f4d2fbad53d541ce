"""Coverage: how many projects, and how much money, serve each element of levels 1 and 2, strong and weak apart.

A project counts once at each element it reaches, also through the element's parts. It counts as strong where some chain
there (to the element or to a part of it) has only strong hops, else as weak; the total is their sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Final

from plangraph.chains import any_link, strong_link, walk
from plangraph.described import select_for, text_of
from plangraph.links import Graph, Link, Node, fetch_all_links, fetch_nodes, rules
from plangraph.projects import Project, projects_of_read_plans
from plangraph.store import GraphStore

_ELEMENTS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?element WHERE { ?element pg:planLevel ?level FILTER(?level IN (%s)) }"""

_PARTS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?part ?whole WHERE { %s ?part pg:partOf ?whole }"""


Links = Mapping[str, tuple[Link, ...]]  # by source


@dataclass(frozen=True, slots=True)
class Share:
    """Some projects and the sum of their budgets in baht."""

    projects: int
    baht: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """What reaches one element of level 1 or 2."""

    element: Node
    strong: Share
    weak: Share

    @property
    def projects(self) -> int:
        return self.strong.projects + self.weak.projects

    @property
    def baht(self) -> Decimal:
        return self.strong.baht + self.weak.baht


@dataclass(frozen=True, slots=True)
class Survey:
    """The coverage of all elements, and the projects it speaks of."""

    projects: Share
    elements: tuple[Coverage, ...]


@singledispatch
def survey(store: GraphStore, lang: str = "th") -> Survey:
    """Every element of levels 1 and 2, zeros included, by level and then in the order of the plans.

    The projects are those of the plans that were read, with a table line or a brief.
    """
    found = reached(store, lang)
    counts = tuple(Coverage(element, *found.at(element.id)) for element in found.elements)
    return Survey(share(found.projects), counts)


@dataclass(frozen=True, slots=True)
class Reached:
    """The projects counted, the elements in order, and what each project serves strongly and at all."""

    projects: tuple[Project, ...]
    elements: tuple[Node, ...]
    served: tuple[tuple[set[str], set[str]], ...]

    def at(self, element: str) -> tuple[Share, Share]:
        """What reaches one element, strong and weak."""
        pairs = list(zip(self.projects, self.served, strict=True))
        return (
            share(project for project, (strong, _) in pairs if element in strong),
            share(project for project, (strong, every) in pairs if element in every - strong),
        )


def unchanged(links: Links) -> Links:
    """The links as they are."""
    return links


def reached(store: GraphStore, lang: str = "th", alter: Callable[[Links], Links] = unchanged) -> Reached:
    """What every project of the plans that were read serves, or would serve if the links were altered."""
    projects = projects_of_read_plans(store, lang)
    elements = _elements(store, lang)
    links = alter(fetch_all_links(store))
    ends = {link.target for linked in links.values() for link in linked} | links.keys()
    graph = Graph(links, elements | fetch_nodes(store, ends - elements.keys(), lang))
    wholes = _wholes(store, elements)
    served = tuple(_served(graph, project, wholes) for project in projects)
    return Reached(tuple(projects), tuple(sorted(elements.values(), key=plan_order)), served)


def _elements(store: GraphStore, lang: str) -> dict[str, Node]:
    rule = rules()["coverage"]
    rows = store.select(_ELEMENTS % ", ".join(str(int(level)) for level in rule["levels"]))
    nodes = fetch_nodes(store, [text_of(row["element"]) for row in rows], lang)
    return {iri: node for iri, node in nodes.items() if node.kind not in rule["leave_out"]}


def _wholes(store: GraphStore, elements: dict[str, Node]) -> dict[str, set[str]]:
    """For each element, itself and the elements it is a part of, at any depth."""
    direct: dict[str, set[str]] = {}
    for row in select_for(store, _PARTS, "part", elements):
        if (whole := text_of(row["whole"])) in elements:
            direct.setdefault(text_of(row["part"]), set()).add(whole)
    return {iri: _closure(iri, direct) for iri in elements}


def _closure(start: str, direct: dict[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        onward = direct.get(waiting.pop(), set()) - found
        found |= onward
        waiting.extend(onward)
    return found


def _served(graph: Graph, project: Project, wholes: dict[str, set[str]]) -> tuple[set[str], set[str]]:
    """The elements a project serves strongly, and those it serves at all."""
    strong, every = (
        {whole for iri in walk(graph, project.id, allowed) for whole in wholes.get(iri, ())}
        for allowed in (strong_link, any_link)
    )
    return strong, every


def share(projects: Iterable[Project]) -> Share:
    """Some projects and the sum of their budgets."""
    counted = list(projects)
    return Share(len(counted), sum((project.budget or Decimal(0) for project in counted), Decimal(0)))


def plan_order(node: Node) -> tuple[int, list[tuple[int, int, str]], bool, list[tuple[int, int, str]]]:
    """By level, plan (what a document adds to it comes last) and IRI, numbers as numbers: 2 stands before 10."""
    plan = node.plan or ""
    return (node.level or 0, list(_parts(plan)), not node.id.startswith(plan), list(_parts(node.id)))


def _parts(iri: str) -> Iterator[tuple[int, int, str]]:
    for part in re.findall(r"[0-9]+|[^0-9]+", iri):
        yield (0, int(part), part) if part.isdecimal() else (1, 0, part)
