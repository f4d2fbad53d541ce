"""What no graph should have: links nobody explains, explanations of nothing, links without a quote, circles.

The same questions as the shapes of links ask, over all links at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from plangraph.links import rules
from plangraph.namespaces import expand
from plangraph.snapshot.columns import Array
from plangraph.snapshot.graph import Snapshot

PIECE: Final = 1 << 18  # facts looked at together, so few that they stay in the cache of a processor


@dataclass(frozen=True, slots=True)
class Problems:
    """Links by the IRIs of their ends, alignments and elements by their IRIs; sorted."""

    unexplained: tuple[tuple[str, str], ...]  # asserted, but no alignment says why
    unasserted: tuple[tuple[str, str], ...]  # explained, but not asserted
    without_evidence: tuple[str, ...]  # alignments that rest on no passage
    unknown: tuple[str, ...]  # ends of links of which nothing is said
    circles: tuple[tuple[str, ...], ...]

    @property
    def none(self) -> bool:
        """Whether there are none."""
        return not (self.unexplained or self.unasserted or self.without_evidence or self.unknown or self.circles)


def problems(snapshot: Snapshot) -> Problems:
    """Every problem of the links of a snapshot."""
    column = snapshot.columns
    terms = column["node_term"].all()
    source, target = (terms[column[name].all()] for name in ("edge_source", "edge_target"))
    explained = _distinct(_pairs(source, target))
    asserted = _asserted(snapshot)
    evidence = np.diff(column["evidence_start"].all())
    linked = np.zeros(len(terms), bool)
    linked[column["edge_source"].all()] = linked[column["edge_target"].all()] = True
    ends = terms[linked]
    starts = column["fact_start"].all()
    return Problems(
        unexplained=_named(snapshot, _without(asserted, explained)),
        unasserted=_named(snapshot, _without(explained, asserted)),
        without_evidence=tuple(map(snapshot.text, column["alignment_term"].all()[evidence == 0].tolist())),
        unknown=tuple(map(snapshot.text, ends[starts[ends] == starts[ends + 1]].tolist())),
        circles=tuple(tuple(circle) for circle in snapshot.facts["cycles"]),
    )


def _pairs(source: Array, target: Array) -> Array:
    return np.asarray((source.astype(np.int64) << 32) | target)


def _distinct(pairs: Array) -> Array:
    """Each pair once, in order. Links lie in order already, and sorting notices; ``np.unique`` would not."""
    pairs.sort(kind="stable")
    return pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs


def _without(these: Array, those: Array) -> Array:
    """Those of ``these`` that are not among ``those``; both are sorted."""
    if not len(those):
        return these
    if np.array_equal(these, those):  # as it nearly always is
        return these[:0]
    at = np.minimum(np.searchsorted(those, these), len(those) - 1)
    return np.asarray(these[those[at] != these])


def _asserted(snapshot: Snapshot) -> Array:
    """The asserted links of the properties that chains follow."""
    names: list[str] = snapshot.facts["names"]["fact"]
    followed = np.isin(names, [expand(name) for name in rules()["follow"]])
    column = snapshot.columns
    name, value, starts = (column[each].all() for each in ("fact_name", "fact_value", "fact_start"))
    pieces = (np.flatnonzero(followed[name[at : at + PIECE]]) + at for at in range(0, len(name), PIECE))
    where = np.concatenate((np.empty(0, np.int64), *pieces))
    return _distinct(_pairs(np.searchsorted(starts, where, side="right") - 1, value[where]))


def _named(snapshot: Snapshot, pairs: Array) -> tuple[tuple[str, str], ...]:
    return tuple((snapshot.text(pair >> 32), snapshot.text(pair & 0xFFFFFFFF)) for pair in pairs.tolist())
