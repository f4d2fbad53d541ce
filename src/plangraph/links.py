"""Links: what a chain may walk, what each link is worth, and the nodes they join.

What may be followed and what it is worth stands in ``queries/rules/chains.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, singledispatch
from typing import Any, Final, NamedTuple

from plangraph.described import Properties, describe, first, label_of, number, select_for, text_of
from plangraph.namespaces import PG, expand
from plangraph.resources import shipped
from plangraph.store import GraphStore, Row

_ALIGNED: Final = expand("pg:alignedTo")
OF_NODE: Final = ("rdf:type", "rdfs:label", "pg:planLevel", "pg:inPlan", "pg:number", "pg:code")

LINKS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?from ?to ?relation ?alignment ?basis ?verification WHERE {
  %s ?alignment pg:from ?from ; pg:relation ?relation ; pg:to ?to ; pg:basis ?basis .
  OPTIONAL { ?alignment pg:verification ?verification } }"""


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """``queries/rules/chains.toml``."""
    return tomllib.loads(shipped("queries", "rules", "chains.toml").read_text(encoding="utf-8"))


class Node(NamedTuple):
    """One end of a hop."""

    id: str
    label: str
    kind: str  # local name of its class: "Milestone"
    level: int | None  # 1 | 2 | 3
    plan: str | None = None  # IRI of the plan it belongs to
    number: int | None = None
    code: str | None = None


class Way(NamedTuple):
    """One way we know a link."""

    alignment: str  # IRI of the pg:Alignment
    basis: str  # "stated"
    verification: str | None  # "verified" | "unverified" | None
    strong: bool


class Link(NamedTuple):
    """A hop a chain may take, with every way it is known, strongest first."""

    source: str
    target: str
    named: bool  # some way is pg:alignedTo: the target is named, not merely the whole that the source is part of
    ways: tuple[Way, ...]

    @property
    def strong(self) -> bool:
        return self.ways[0].strong


@dataclass(frozen=True)
class Graph:
    """The links reachable from some projects and the nodes they join; ``out[iri]`` is sorted by target."""

    out: Mapping[str, tuple[Link, ...]]
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def links(self, source: str) -> tuple[Link, ...]:
        return self.out.get(source, ())

    def is_end(self, iri: str) -> bool:
        """One of the six strategies, or an issue or goal of one."""
        return iri in self._ends

    def is_whole(self, iri: str) -> bool:
        """The National Strategy as a whole."""
        return iri in self._wholes

    def stops(self, iri: str) -> bool:
        """No chain goes on from here."""
        return iri in self._top

    @cached_property
    def _top(self) -> frozenset[str]:
        return frozenset(iri for iri, node in self.nodes.items() if node.level == rules()["ends"]["level"])

    @cached_property
    def _ends(self) -> frozenset[str]:
        return self._of_worth("strong")

    @cached_property
    def _wholes(self) -> frozenset[str]:
        return self._of_worth("weak")

    def _of_worth(self, worth: str) -> frozenset[str]:
        return frozenset(iri for iri in self._top if self.nodes[iri].kind in rules()["ends"][worth])


@singledispatch
def fetch_links(store: GraphStore, starts: Iterable[str]) -> dict[str, tuple[Link, ...]]:
    """Every link that can be walked from ``starts``, by breadth: one query for each step away from them."""
    out: dict[str, tuple[Link, ...]] = {}
    frontier = sorted(set(starts))
    while frontier:
        found = group_links(select_for(store, LINKS, "from", frontier))
        for source in frontier:
            out[source] = found.get(source, ())
        frontier = sorted({link.target for links in found.values() for link in links} - out.keys())
    return out


@singledispatch
def fetch_all_links(store: GraphStore) -> dict[str, tuple[Link, ...]]:
    """Every link of the store, in one query."""
    return group_links(store.select(LINKS % ""))


def group_links(rows: Iterable[Row]) -> dict[str, tuple[Link, ...]]:
    """Rows of alignments as links by source: those the rules follow, the ways of each strongest first."""
    followed = {expand(name) for name in rules()["follow"]}
    ways: dict[tuple[str, str], set[Way]] = {}
    named: set[tuple[str, str]] = set()
    for row in rows:
        way, relation = _way(row), text_of(row["relation"])
        if way is None or relation not in followed:
            continue
        pair = (text_of(row["from"]), text_of(row["to"]))
        ways.setdefault(pair, set()).add(way)
        if relation == _ALIGNED:
            named.add(pair)
    out: dict[str, list[Link]] = {}
    for pair in sorted(ways):
        link = Link(*pair, named=pair in named, ways=tuple(sorted(ways[pair], key=_rank)))
        out.setdefault(pair[0], []).append(link)
    return {source: tuple(links) for source, links in out.items()}


def _way(row: Row) -> Way | None:
    basis = text_of(row["basis"]).removeprefix(PG)
    strength = rules()["strength"].get(basis)
    if strength is None:
        return None
    verification = text_of(row["verification"]).removeprefix(PG) if "verification" in row else None
    if verification == "verified":
        strength = rules()["verified"].get(basis, strength)
    return Way(text_of(row["alignment"]), basis, verification, strength == "strong")


def _rank(way: Way) -> tuple[bool, int, str, str]:
    order = rules()["shown"]["order"]
    place = order.index(way.basis) if way.basis in order else len(order)
    return (not way.strong, place, way.alignment, way.verification or "")


def fetch_nodes(store: GraphStore, iris: Iterable[str], lang: str = "th") -> dict[str, Node]:
    """What is known of each IRI; one without a label is labelled with its IRI."""
    wanted = sorted(set(iris))
    found = describe(store, wanted, OF_NODE)
    return {iri: node_of(iri, found.get(iri, {}), lang) for iri in wanted}


def node_of(iri: str, properties: Properties, lang: str = "th") -> Node:
    """A described IRI as a node."""
    return Node(
        id=iri,
        label=label_of(properties, lang) or iri,
        kind=(first(properties, "rdf:type") or "").removeprefix(PG),
        level=number(properties, "pg:planLevel"),
        plan=first(properties, "pg:inPlan"),
        number=number(properties, "pg:number"),
        code=first(properties, "pg:code"),
    )


def fetch_graph(store: GraphStore, starts: Iterable[str], lang: str = "th") -> Graph:
    """The links that can be walked from ``starts`` and their nodes."""
    out = fetch_links(store, starts)
    return Graph(out, fetch_nodes(store, out, lang))
