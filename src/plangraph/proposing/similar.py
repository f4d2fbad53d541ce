"""Projects of the graph that are like a draft, and what they are linked to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from plangraph.chains import strong_link, walk
from plangraph.links import Graph, Link, Node, fetch_graph
from plangraph.proposing.asking import Asking
from plangraph.proposing.index import Index
from plangraph.proposing.rules import rules
from plangraph.proposing.targets import PREFIX
from plangraph.proposing.words import Words
from plangraph.store import GraphStore

_PROJECTS: Final = (
    PREFIX + "SELECT ?project ?label ?plan WHERE { ?project a pg:Project ; rdfs:label ?label } ORDER BY ?project"
)
_PARTS: Final = (
    PREFIX
    + """SELECT DISTINCT ?project ?text WHERE { ?project a pg:Project .
  { ?project pg:hasObjective ?part } UNION { ?project pg:hasOutput ?part } UNION { ?project pg:hasActivity ?part }
  ?part rdfs:label ?text } ORDER BY ?project ?text"""
)


@dataclass(frozen=True, slots=True)
class SimilarLink:
    """Something a similar project is linked to, and how that is known."""

    node: Node
    basis: str  # of the link the project itself has, or of its place: "stated", "positioned", "planWide" …


@dataclass(frozen=True, slots=True)
class Similar:
    """A project of the graph that is like the draft."""

    id: str
    label: str
    score: float  # 0 to 1
    words: tuple[str, ...]  # what they have in common
    links: tuple[SimilarLink, ...]  # what its own text, its place in a plan, or a person links it to


@dataclass(frozen=True)
class Projects:
    """The projects of one graph, ready to be compared."""

    store: GraphStore
    words: Words

    @cached_property
    def labels(self) -> dict[str, str]:
        return {row["project"].value: row["label"].value for row in self.store.select(_PROJECTS)}

    @cached_property
    def graph(self) -> Graph:
        return fetch_graph(self.store, self.labels)

    @cached_property
    def _index(self) -> Index:
        parts: dict[str, list[str]] = {project: [] for project in self.labels}
        for row in self.store.select(_PARTS):
            parts[row["project"].value].append(row["text"].value)
        return Index(self.words, [[label] for label in self.labels.values()], list(parts.values()))

    def similar(self, asking: Asking, leave_out: Collection[str] = ()) -> list[Similar]:
        """The projects most like a draft, best first; ``leave_out`` are IRIs (the draft's own project, in a test)."""
        rule = rules()["similar"]
        found = []
        for project, compared in zip(
            self.labels, self._index.compare(asking.terms, asking.letters, asking.doubt), strict=True
        ):
            score = compared.score / (compared.score + rule["half"])
            if score >= rule["least"] and project not in leave_out:
                words = sorted(compared.worth, key=lambda term: (-compared.worth[term], term))[:5]
                found.append(
                    Similar(project, self.labels[project], round(score, 3), tuple(words), self._links(project))
                )
        found.sort(key=lambda one: (-one.score, one.id))
        return found[: rule["limit"]]

    def _links(self, project: str) -> tuple[SimilarLink, ...]:
        """What strong links lead to, outside the project's own activities; nearest first."""
        ways = walk(self.graph, project, strong_link)
        return tuple(
            SimilarLink(self.graph.nodes[iri], _weakest(way))
            for iri, way in sorted(ways.items(), key=lambda pair: (len(pair[1]), pair[0]))
        )


def _weakest(way: tuple[Link, ...]) -> str:
    """The basis a way rests on: that of its first named link, else that of its last."""
    named = [link for link in way if link.named]
    return (named[0] if named else way[-1]).ways[0].basis
