"""Where a proposal would lead: the chain from the draft over the proposed element up to level 1, and its X-Y-Z."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from plangraph.chains import Chain, best_chains
from plangraph.links import Graph, Node, fetch_graph
from plangraph.namespaces import PG
from plangraph.proposing.targets import PREFIX, Group, Target
from plangraph.store import GraphStore

_GOALS: Final = (
    PREFIX
    + f"""SELECT DISTINCT ?goal ?above ?label ?level ?code WHERE {{
  ?goal a <{PG}Goal> ; pg:partOf ?above ; rdfs:label ?label ; pg:planLevel ?level ; dcterms:source ?source .
  {{ ?above a pg:MasterPlan }} UNION {{ ?above a pg:NationalStrategy }}
  OPTIONAL {{ ?goal pg:code ?code }} FILTER NOT EXISTS {{ ?goal pg:codeOnly true }} }} ORDER BY ?goal"""
)


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of the chain a proposal would give."""

    source: Node | None  # None: the draft itself
    target: Node
    basis: str  # "proposed" for the first step, then how the graph knows it
    strong: bool


@dataclass(frozen=True, slots=True)
class Leading:
    """The whole chain: X the draft, Y1 the proposed goal, Y2 a goal of its master plan, Z of the strategy it serves."""

    hops: tuple[Hop, ...]
    reaches: Node | None  # the level-1 end; None where the graph knows no way there
    y2: tuple[Node, ...] = ()
    z: tuple[Node, ...] = ()


class Leads:
    """Chains of one graph's targets."""

    def __init__(self, store: GraphStore, targets: Iterable[Target]) -> None:
        self.graph: Graph = fetch_graph(store, [target.id for target in targets])
        self._goals: dict[str, list[Node]] = {}
        for row in store.select(_GOALS):
            node = Node(
                row["goal"].value,
                row["label"].value,
                "Goal",
                int(row["level"].value),
                code=row["code"].value if "code" in row else None,
            )
            self._goals.setdefault(row["above"].value, []).append(node)

    def of(self, target: Target) -> Leading:
        """The chain that a proposal of ``target`` would give."""
        node = self.graph.nodes[target.id]
        first = Hop(None, node, "proposed", strong=False)
        if self.graph.is_end(target.id):
            return Leading((first,), node)
        chain = next(iter(best_chains(self.graph, target.id)), None)
        if chain is None:
            return Leading((first,), None)
        y2, z = self._xyz(target, chain)
        return Leading((first, *self._hops(chain)), self.graph.nodes[chain.end], y2, z)

    def _hops(self, chain: Chain) -> Iterable[Hop]:
        for link in chain.links:
            nodes = self.graph.nodes
            yield Hop(nodes[link.source], nodes[link.target], link.ways[0].basis, link.strong)

    def _xyz(self, target: Target, chain: Chain) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        if target.group is not Group.SUB_PLAN_GOAL:
            return (), ()
        passed = [link.source for link in chain.links]
        y2 = [goal for iri in passed for goal in self._goals.get(iri, ())]
        return tuple(y2), tuple(self._goals.get(chain.end, ()))
