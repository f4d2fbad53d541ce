"""In which order reach is worked out: everything above a node before the node, cycles as one.

``height`` is 0 for what no link leads on from, else one more than the highest target. Nodes of one cycle (a strongly
connected component) share a component and a height.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plangraph.snapshot.columns import Array


@dataclass(frozen=True, slots=True)
class Order:
    """Component and height of every node; components are numbered like their first node."""

    component: Array
    height: Array
    loops: Array  # nodes with a link to themselves

    def cycles(self) -> list[list[int]]:
        """The nodes of every cycle, those of one node that links to itself among them."""
        used, counts = np.unique(self.component, return_counts=True)
        circles = used[(counts > 1) | np.isin(used, self.component[self.loops])]
        return [np.flatnonzero(self.component == one).tolist() for one in circles.tolist()]


def order(nodes: int, source: Array, target: Array) -> Order:
    """The order of a graph of links; ``source`` is sorted."""
    component, height = np.arange(nodes, dtype=np.int32), np.zeros(nodes, np.int32)
    left = _peel(height, source, target)
    if left.any():
        _join_cycles(component, left, source, target)
        height[:] = 0
        ends = component[source], component[target]
        joined = ends[0] != ends[1]
        _peel(height, ends[0][joined], ends[1][joined])
        height = height[component]
    return Order(component, height, np.unique(source[source == target]))


def _peel(height: Array, source: Array, target: Array) -> Array:
    """Set the height of every node that no cycle is above; returns which nodes are left."""
    nodes = len(height)
    waits = np.bincount(source, minlength=nodes)
    back = np.argsort(target, kind="stable")
    sources = source[back]
    starts = np.concatenate(([0], np.cumsum(np.bincount(target, minlength=nodes))))
    left = np.ones(nodes, bool)
    ready, level = np.flatnonzero(waits == 0), 0
    while len(ready):
        left[ready] = False
        height[ready] = level
        below = gather(sources, starts, ready)
        level += 1
        waits -= np.bincount(below, minlength=nodes)
        below = np.unique(below)
        ready = below[waits[below] == 0]
    return left


def _join_cycles(component: Array, left: Array, source: Array, target: Array) -> None:
    """Give the nodes of each cycle among those left the number of its first node."""
    from scipy.sparse import csr_array  # hardly any graph has cycles, and to import it takes as long as a search
    from scipy.sparse.csgraph import connected_components

    inside = left[source] & left[target]
    number = np.cumsum(left) - 1
    size = int(left.sum())
    links = csr_array(
        (np.ones(int(inside.sum()), np.int8), (number[source[inside]], number[target[inside]])), shape=(size, size)
    )
    _, labels = connected_components(links, directed=True, connection="strong")
    members = np.flatnonzero(left)
    _, first = np.unique(labels, return_index=True)
    component[members] = members[first[labels]]


def gather(values: Array, starts: Array, owners: Array) -> Array:
    """The values of some owners, one after the other."""
    counts = starts[owners + 1] - starts[owners]
    where = np.repeat(starts[owners] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    return values[where]
