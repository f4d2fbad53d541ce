"""Coverage, verdicts and gaps of all projects of a snapshot, from the bits of ``reach``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

import numpy as np

from plangraph.coverage import Coverage, Share, Survey
from plangraph.coverage_matrix import By, Group, Matrix
from plangraph.snapshot.build_projects import NO_BUDGET, ORIGINS
from plangraph.snapshot.columns import Array
from plangraph.snapshot.graph import Snapshot
from plangraph.snapshot.reach import STRENGTHS, Reach

ALIGNED, BY_PLAN, NOT_ALIGNED = range(3)  # verdicts as numbers, the best first
BITS: Final = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.int64)
NOTHING: Final = Share(0, Decimal(0))  # most groups reach few elements
EXACT: Final = 1 << 52  # sums of whole numbers below it are exact in floating point


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The projects of plans that were read, by IRI, each with its verdict (``ALIGNED`` …) and budget."""

    projects: Array  # nodes
    verdict: Array
    budget: Array  # in units of 10 ** -scale baht; ``NO_BUDGET`` for none


class Covering:
    """What the projects of the plans that were read serve."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.reach = Reach(snapshot)

    @cached_property
    def listed(self) -> Array:
        """The places of the projects counted: with a table line or a brief, of a plan that was read."""
        column = self.snapshot.columns
        return np.flatnonzero(column["project_listed"].all() & column["project_read"].all())

    @cached_property
    def projects(self) -> Array:
        """The nodes of the projects counted."""
        return self.snapshot.columns["project_node"].all()[self.listed]

    @cached_property
    def budget(self) -> Array:
        """The budgets of the projects counted, 0 for none."""
        budget = self.snapshot.columns["project_budget"].all()[self.listed]
        return np.where(budget == NO_BUDGET, 0, budget)

    @cached_property
    def ends(self) -> Reach:
        """Whether the ends are reached, and no more: what verdicts need, in a sixth of the memory."""
        return Reach(self.snapshot, ends_only=True)

    @cached_property
    def classes(self) -> tuple[Array, dict[str, Array]]:
        """Which projects reach the very same: the class of each project, and by strength a row for each class."""
        rows = {strength: self.reach.of(self.projects, strength) for strength in STRENGTHS}
        return classed(rows)

    # --- answers -----------------------------------------------------------------------------------------------------

    def verdicts(self) -> Verdicts:
        """The verdict of every project."""
        aligned, _ = self._reached("strong", self.projects)
        ends, whole = self._reached("any", self.projects)
        verdict = np.where(aligned, ALIGNED, np.where(ends | whole, BY_PLAN, NOT_ALIGNED))
        budget = self.snapshot.columns["project_budget"].all()[self.listed]
        return Verdicts(self.projects, verdict.astype(np.int8), budget)

    def gaps(self) -> Array:
        """The projects from which no chain, strong or weak, leads to level 1, as nodes."""
        ends, whole = self._reached("any", self.projects)
        return self.projects[~(ends | whole)]

    def aligned(self) -> Array:
        """Of all projects of the plans that were read, those with a strong chain, as nodes."""
        column = self.snapshot.columns
        nodes = column["project_node"].all()[column["project_read"].all()]
        return np.asarray(nodes[self._reached("strong", nodes)[0]])

    def _reached(self, strength: str, nodes: Array) -> tuple[Array, Array]:
        """Whether nodes reach an end that counts, and the National Strategy as a whole."""
        return self.ends.flags(self.ends.of(nodes, strength))

    def survey(self, lang: str = "th") -> Survey:
        """The coverage of all elements, as ``coverage.survey`` has it."""
        weights = np.stack((np.ones(len(self.budget), np.int64), self.budget))
        sums = self.sums(weights)
        elements = self.reach.elements.tolist()
        found = [
            Coverage(self.snapshot.named(node, lang), *(self._share(*sums[strength][:, at]) for strength in sums))
            for at, node in enumerate(elements)
        ]
        return Survey(self._share(len(self.projects), int(self.budget.sum())), tuple(found))

    def sums(self, weights: Array, chosen: Array | None = None) -> dict[str, Array]:
        """The sums of rows of weights (a column for each project counted) at each element, strong and weak apart.

        ``chosen`` are the places of some of the projects counted, with a column of weights for each.
        """
        number, rows = self.classes
        if chosen is not None:
            used, number = np.unique(number[chosen], return_inverse=True)
            rows = {strength: found[used] for strength, found in rows.items()}
        of_class = by_class(number, weights, len(rows["any"]))
        strong, every = (totals(rows[strength], of_class, len(self.reach.elements)) for strength in STRENGTHS)
        return {"strong": strong, "weak": every - strong}

    def _share(self, projects: int, amount: int) -> Share:
        return Share(int(projects), self.baht(amount)) if projects or amount else NOTHING

    def baht(self, amount: int) -> Decimal:
        """An amount of the columns in baht, without zeros that say nothing."""
        whole = Decimal(int(amount)).scaleb(-self.snapshot.facts["scale"])
        return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole.normalize()

    def matrix(self, by: By, lang: str = "th") -> Matrix:
        """The coverage of all elements apart by something, as ``coverage_matrix.matrix`` has it."""
        found = []
        for key, places, budgets in sorted(self.groups(by), key=lambda group: group[0]):
            sums = self.sums(np.stack((np.ones(len(budgets), np.int64), budgets)), places)
            elements = tuple(
                (self._share(*strong), self._share(*weak))
                for strong, weak in zip(sums["strong"].T.tolist(), sums["weak"].T.tolist(), strict=True)
            )
            node = self.snapshot.node(key) if by == "plan" else None
            label = self.snapshot.named(node, lang).label if node is not None else key
            found.append(Group(key, label, self._share(len(budgets), int(budgets.sum())), elements))
        return Matrix(by, self.survey(lang), tuple(found))

    # --- apart by something ------------------------------------------------------------------------------------------

    def groups(self, by: By) -> list[tuple[str, Array, Array]]:
        """Groups of projects: what they are called, their places among the projects counted, their budgets.

        ``by`` is ``plan``, ``province``, ``year`` or ``source``. By source of funds a project is in the group of each
        source of its table lines; with several, the largest line of a source is its budget there.
        """
        if by == "source":
            return self._by_source()
        column = self.snapshot.columns
        if by == "plan":
            keys = column["node_plan"].all()[self.projects]
            names = {key: self.snapshot.iri(key) if key >= 0 else "" for key in np.unique(keys).tolist()}
        elif by == "province":
            keys = column["project_province"].all()[self.listed]
            names = {key: self.snapshot.text(key) for key in np.unique(keys).tolist()}
        else:
            keys = column["node_year"].all()[self.projects]
            names = {key: str(key or "") for key in np.unique(keys).tolist()}
        order = np.argsort(keys, kind="stable")
        cuts = np.flatnonzero(np.diff(keys[order])) + 1
        return [
            (names[int(keys[places[0]])], places, self.budget[places])
            for places in np.split(order, cuts)
            if len(places)
        ]

    def _by_source(self) -> list[tuple[str, Array, Array]]:
        column = self.snapshot.columns
        starts, names = column["figure_start"].all(), self.snapshot.facts["sources"]
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        table = column["figure_origin"].all() == ORIGINS.index("strategyTable")
        source = np.where(table, column["figure_source"].all(), -1)
        amount = column["figure_amount"].all()
        place = np.full(len(starts) - 1, -1)
        place[self.listed] = np.arange(len(self.listed))
        known = (source >= 0) & np.array([bool(name) for name in names] or [False])[np.maximum(source, 0)]
        pairs = np.unique(owner[known].astype(np.int64) * len(names) + source[known])
        sources_of = np.bincount(pairs // max(len(names), 1), minlength=len(starts) - 1)
        found = []
        for at, name in enumerate(names):
            if not name:
                continue
            mine = np.flatnonzero(known & (source == at) & (place[owner] >= 0))
            largest = np.full(len(starts) - 1, NO_BUDGET)
            np.maximum.at(largest, owner[mine], amount[mine])
            owners = np.unique(owner[mine])
            places = place[owners]
            if not len(owners):
                continue
            found.append((name, places, np.where(sources_of[owners] == 1, self.budget[places], largest[owners])))
        none = np.flatnonzero(sources_of[self.listed] == 0)
        return [*found, *([("", none, self.budget[none])] if len(none) else [])]


def classed(rows: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
    """Equal rows as one class: the class of each row, and the row of each class."""
    pairs = np.concatenate(list(rows.values()), axis=1)
    if not len(pairs):
        return np.empty(0, np.int64), rows
    odd = np.bitwise_or(np.random.default_rng(2570).integers(1, 2**63, pairs.shape[1], dtype=np.uint64), np.uint64(1))
    mixed = np.multiply(pairs, odd)
    mixed ^= mixed >> np.uint64(29)
    hashes = (mixed * odd[::-1]).sum(axis=1)
    _, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    if not (pairs == pairs[first[number]]).all():  # two different rows with one hash
        _, first, number = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
    return number, {strength: found[first] for strength, found in rows.items()}


def by_class(number: Array, weights: Array, classes: int) -> Array:
    """The sums of weights over the projects of each class: whole numbers."""
    found = np.zeros((len(weights), classes), np.int64)
    for at, row in enumerate(weights):
        if np.abs(row).sum() < EXACT:
            found[at] = np.bincount(number, row, minlength=classes)
        else:
            np.add.at(found[at], number, row)
    return found


def totals(rows: Array, weights: Array, bits: int) -> Array:
    """For each of ``bits`` bits the sums of weights over the rows that have it set; exact.

    Byte by byte: the weights of the rows that share a byte are added up, and then spread over its eight bits. On a
    nation this takes a twentieth of the time of a product of matrices, and an eighth of that of sparse ones.
    """
    columns = np.ascontiguousarray(rows.view(np.uint8).T)[: -(-bits // 8)]
    found = np.empty((len(weights), 8 * len(columns)), np.int64)
    for at, column in enumerate(columns):
        found[:, 8 * at : 8 * at + 8] = by_class(column, weights, len(BITS)) @ BITS
    return found[:, :bits]


def names_of(sequence: Sequence[int]) -> list[str]:
    """Verdicts as they are called."""
    return [("aligned", "aligned-by-plan", "not-aligned")[verdict] for verdict in sequence]
