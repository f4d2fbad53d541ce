"""The elements that coverage counts at: those of levels 1 and 2 in the order of the plans, and what they belong to."""

from __future__ import annotations

import numpy as np

from plangraph.coverage import plan_order
from plangraph.links import Node, rules
from plangraph.namespaces import PG
from plangraph.snapshot.columns import Array
from plangraph.snapshot.facts import Facts


def element_order(facts: Facts, nodes: Array) -> tuple[Array, Array]:
    """The nodes that are elements, in order; for each (row) whether it counts for each (column), itself included."""
    rule = rules()["coverage"]
    level = facts.numbers(facts.of(nodes, "pg:planLevel"), 0)
    chosen = np.flatnonzero(np.isin(level, rule["levels"]))
    kinds, plans = (facts.of(nodes[chosen], name).tolist() for name in ("rdf:type", "pg:inPlan"))
    found = [
        (at, _node(facts, int(nodes[at]), int(level[at]), kind, plan))
        for at, kind, plan in zip(chosen.tolist(), kinds, plans, strict=True)
    ]
    elements = sorted(
        (each for each in found if each[1].kind not in rule["leave_out"]), key=lambda each: plan_order(each[1])
    )
    places = {int(nodes[at]): place for place, (at, _) in enumerate(elements)}
    wholes = np.eye(len(elements), dtype=bool)
    for part, whole in zip(*(array.tolist() for array in facts.pairs("pg:partOf")), strict=True):
        if part in places and whole in places:
            wholes[places[part], places[whole]] = True
    return np.array([at for at, _ in elements], np.int32), _closed(wholes)


def _node(facts: Facts, term: int, level: int, kind: int, plan: int) -> Node:
    return Node(
        id=facts.text(term),
        label="",
        kind=facts.text(kind).removeprefix(PG) if kind >= 0 else "",
        level=level,
        plan=facts.text(plan) if plan >= 0 else None,
    )


def _closed(wholes: Array) -> Array:
    """Parts of parts too: squared until nothing is added."""
    while True:
        squared = (wholes.astype(np.float32) @ wholes.astype(np.float32)) > 0
        if (squared == wholes).all():
            return wholes
        wholes = squared
