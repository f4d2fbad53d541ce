"""The projects of a snapshot as lists need them: ``listing`` from the columns, without a word of what each hop says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from plangraph.coverage import Share
from plangraph.described import Passage, describe, fetch_passages
from plangraph.listing import VERDICTS, Apart, Listed, Listing, Stream, Strength
from plangraph.namespaces import PG
from plangraph.projects import fetch_projects
from plangraph.snapshot.build_projects import NO_BUDGET
from plangraph.snapshot.columns import Array
from plangraph.snapshot.covering import by_class
from plangraph.snapshot.facts import join, look_up, offsets
from plangraph.snapshot.order import gather
from plangraph.snapshot.reach import unpacked
from plangraph.verdicts import Judgement, Verdict, judge

if TYPE_CHECKING:
    from plangraph.snapshot.store import SnapshotStore


class Roll:
    """What is known of every project counted, by its place among them (``Covering.projects``)."""

    def __init__(self, store: SnapshotStore) -> None:
        self.store, self.snapshot, self.covering = store, store.snapshot, store.covering
        found = self.covering.verdicts()
        self.projects, self.verdict, self.printed = found.projects, found.verdict, found.budget
        self.budget = self.covering.budget
        self.order = np.lexsort((np.arange(len(self.projects)), -self.budget, self.verdict))

    def place(self, iri: str) -> int | None:
        """The place of a project."""
        node = self.snapshot.node(iri)
        at = int(np.searchsorted(self.projects, node)) if node is not None else len(self.projects)
        return at if at < len(self.projects) and self.projects[at] == node else None

    @cached_property
    def plan(self) -> Array:
        """The plan of each project, a node; -1 for none."""
        return np.asarray(self.snapshot.columns["node_plan"].all()[self.projects])

    @cached_property
    def province(self) -> Array:
        """The province of each project, a term; -1 for none."""
        return np.asarray(self.snapshot.columns["project_province"].all()[self.covering.listed])

    @cached_property
    def guidelines(self) -> tuple[Array, Array]:
        """Places and the guidelines they stand under, by place: up the links that name nothing, to the nearest."""
        column = self.snapshot.columns
        guideline = column["node_kind"].all() == _index(self.snapshot.facts["kinds"], "Guideline")
        plain = np.flatnonzero(~column["edge_named"].all())
        target = column["edge_target"].all()[plain]
        starts = offsets(column["edge_source"].all()[plain], self.snapshot.nodes)
        width = max(self.snapshot.nodes, 1)
        pairs = np.arange(len(self.projects)) * width + self.projects
        seen, found = pairs, [np.empty(0, np.int64)]
        while len(pairs):
            places, nodes = pairs // width, pairs % width
            counts = starts[nodes + 1] - starts[nodes]
            pairs = np.repeat(places, counts) * width + gather(target, starts, nodes)
            if self.snapshot.facts["cycles"]:
                pairs = np.setdiff1d(pairs, seen)
                seen = np.concatenate((seen, pairs))
            ends = guideline[pairs % width]
            found.append(pairs[ends])
            pairs = pairs[~ends]
        every = _distinct(np.concatenate(found))
        return every // width, every % width

    @cached_property
    def sources(self) -> tuple[Array, Array]:
        """Places and the sources of funds (terms) of their budget lines, by place."""
        sources, lines = self.store.incoming(PG + "fundingSource")
        by_line = np.argsort(lines, kind="stable")
        funded, owners = self.store.incoming(PG + "hasBudgetLine")
        rows, found = join(funded, lines[by_line])
        terms = self.snapshot.columns["node_term"].all()[self.projects]
        place = look_up(terms, np.arange(len(terms)), owners[rows])
        known, width = place >= 0, len(self.snapshot.columns["term_start"])
        pairs = _distinct(place[known] * width + sources[by_line][found][known])
        return pairs // width, pairs % width

    def reaching(self, element: str, strength: str) -> Array:
        """For each project whether it reaches an element or a part of it."""
        node = self.snapshot.node(element)
        there = np.zeros(self.snapshot.nodes, bool)
        if node is None:
            return there[self.projects]
        there[node] = True
        column = self.snapshot.columns
        plain = ~column["edge_named"].all()
        _spread(there, column["edge_source"].all()[plain], column["edge_target"].all()[plain])
        edges = self.covering.reach.edges(strength)
        _spread(there, edges.source, edges.target)
        leads = np.zeros(self.snapshot.nodes, bool)
        leads[edges.source[there[edges.target]]] = True
        return np.asarray(leads[self.projects])


class ColumnListing:
    """Some projects of a snapshot: ``places`` among those counted, in the order of the roll."""

    def __init__(self, roll: Roll, lang: str, places: Array) -> None:
        self.roll, self.lang, self.places = roll, lang, places

    def __len__(self) -> int:
        return len(self.places)

    def rows(self, start: int = 0, stop: int | None = None) -> list[Listed]:
        return [self._row(place) for place in self.places[start:stop].tolist()]

    def _row(self, place: int) -> Listed:
        roll, snapshot = self.roll, self.roll.snapshot
        node, budget = int(roll.projects[place]), int(roll.printed[place])
        named = snapshot.named(node, self.lang)
        return Listed(
            named.id,
            named.label,
            named.plan,
            snapshot.columns["node_year"].at(node) or None,
            None if budget == NO_BUDGET else roll.covering.baht(budget),
            VERDICTS[int(roll.verdict[place])],
        )

    def get(self, iri: str) -> Listed | None:
        place = self.roll.place(iri)
        return self._row(place) if place is not None and self._has[place] else None

    @cached_property
    def _has(self) -> Array:
        found = np.zeros(len(self.roll.projects), bool)
        found[self.places] = True
        return found

    @property
    def share(self) -> Share:
        return self._share(self.places)

    def _share(self, places: Array) -> Share:
        return Share(len(places), self.roll.covering.baht(int(self.roll.budget[places].sum())))

    @property
    def by_verdict(self) -> Mapping[Verdict, Share]:
        verdict = self.roll.verdict[self.places]
        return {name: self._share(self.places[verdict == at]) for at, name in enumerate(VERDICTS)}

    def none(self) -> Listing:
        return self._some(self.places[:0])

    def apart(self, by: Apart) -> dict[str, Listing]:
        snapshot = self.roll.snapshot
        if by == "province":
            return self._grouped(self.places, self.roll.province[self.places], snapshot.text)
        if by == "plan":
            return self._grouped(self.places, self.roll.plan[self.places], self._iri)
        places, nodes = self._pairs(*self.roll.guidelines)
        return self._grouped(places, nodes, self._iri)

    def _pairs(self, owners: Array, values: Array) -> tuple[Array, Array]:
        """Place and value, in the order of the places; -1 for a place with none."""
        rows, found = join(self.places, owners)
        bare = self.places[~np.isin(self.places, owners)]
        places = np.concatenate((self.places[rows], bare))
        chosen = np.concatenate((values[found], np.full(len(bare), -1, values.dtype)))
        rank = np.empty(len(self.roll.projects), np.int64)
        rank[self.roll.order] = np.arange(len(self.roll.order))
        order = np.argsort(rank[places], kind="stable")
        return places[order], chosen[order]

    def _iri(self, node: int) -> str:
        return self.roll.snapshot.iri(node) if node >= 0 else ""

    def _grouped(self, places: Array, keys: Array, name: Callable[[int], str]) -> dict[str, Listing]:
        order = np.argsort(keys, kind="stable")
        cuts = np.flatnonzero(np.diff(keys[order])) + 1
        groups = {name(int(keys[group[0]])): self._some(places[group]) for group in np.split(order, cuts) if len(group)}
        return {key: groups[key] for key in sorted(groups)}

    def _some(self, places: Array) -> Listing:
        return ColumnListing(self.roll, self.lang, places)

    def serving(self, element: str) -> tuple[Listing, Listing]:
        strong, every = (self.roll.reaching(element, strength)[self.places] for strength in ("strong", "any"))
        return self._some(self.places[strong]), self._some(self.places[every & ~strong])

    def served(self) -> Mapping[str, tuple[Share, Share]]:
        covering, budget = self.roll.covering, self.roll.budget[self.places]
        if not len(budget):
            return {}
        sums = covering.sums(np.stack((np.ones(len(budget), np.int64), budget)), self.places)
        strong, weak = (
            [Share(int(projects), covering.baht(amount)) for projects, amount in sums[strength].T.tolist()]
            for strength in ("strong", "weak")
        )
        iris = map(self.roll.snapshot.iri, covering.reach.elements.tolist())
        found = zip(iris, zip(strong, weak, strict=True), strict=True)
        return {iri: shares for iri, shares in found if any(share.projects for share in shares)}

    # --- where the money goes ----------------------------------------------------------------------------------------

    def streams(self) -> list[Stream]:
        paid = np.sort(self.places[self.roll.budget[self.places] != 0])  # what is looked up in order is found fast
        if not len(paid):
            return []
        source, sources = _sets(paid, *self.roll.sources, self.roll.snapshot.text)
        guideline, guidelines = _sets(paid, *self.roll.guidelines, self.roll.snapshot.iri)
        end, ends = self._ends(paid)
        keys, where = np.unique((source * len(guidelines) + guideline) * len(ends) + end, return_inverse=True)
        sums = by_class(where, np.stack((np.ones(len(paid), np.int64), self.roll.budget[paid])), len(keys))
        found = []
        for key, (projects, amount) in zip(keys.tolist(), sums.T.tolist(), strict=True):
            rest, at_end = divmod(key, len(ends))
            at_source, at_guideline = divmod(rest, len(guidelines))
            strength, strategies = ends[at_end]
            found.append(
                Stream(
                    sources[at_source],
                    guidelines[at_guideline],
                    strength,
                    strategies,
                    Share(projects, self.roll.covering.baht(amount)),
                )
            )
        return sorted(found, key=lambda each: (each.sources, each.guidelines, each.strength, each.strategies))

    def _ends(self, places: Array) -> tuple[Array, list[tuple[Strength, tuple[str, ...]]]]:
        """Where the money of some projects arrives, as places in a list of all these ends."""
        snapshot, covering = self.roll.snapshot, self.roll.covering
        elements = covering.reach.elements
        kinds = snapshot.columns["node_kind"].all()[elements]
        six = np.flatnonzero(kinds == _index(snapshot.facts["kinds"], "NationalStrategy"))
        number, rows = covering.classes
        strong, every = (unpacked(rows[each], covering.reach.bits)[:, six].astype(bool) for each in ("strong", "any"))
        aligned = np.asarray(strong.any(axis=1))[:, None]
        reached = np.concatenate((strong, every & ~aligned), axis=1)
        iris = np.array([snapshot.iri(node) for node in elements[six].tolist()], object)
        known: dict[bytes, int] = {}
        packed = (row.tobytes() for row in np.packbits(reached, axis=1))
        of_class = np.fromiter((known.setdefault(row, len(known)) for row in packed), np.int64, len(reached))
        firsts = np.unique(of_class, return_index=True)[1]
        return of_class[number[places]], list(_named_ends(reached[firsts], iris))

    # --- one by one --------------------------------------------------------------------------------------------------

    def around(self, iri: str) -> tuple[Listed | None, Listed | None]:
        place = self.roll.place(iri)
        if place is None or not self._has[place]:
            return None, None
        ordered = list(self._printed_order(int(self.roll.plan[place])))
        at = ordered.index(place)
        before, after = ordered[max(at - 1, 0) : at], ordered[at + 1 : at + 2]
        return (self._row(before[0]) if before else None), (self._row(after[0]) if after else None)

    def _printed_order(self, plan: int) -> Iterator[int]:
        """The places of a plan as its document prints them, with a neighbour of the plans before and after it."""
        plans = self.roll.plan[self.places]
        known = np.unique(plans)
        at = int(np.searchsorted(known, plan))
        if at:
            yield self._in_document(self.places[plans == known[at - 1]])[-1]
        yield from self._in_document(self.places[plans == plan])
        if at + 1 < len(known):
            yield self._in_document(self.places[plans == known[at + 1]])[0]

    def _in_document(self, places: Array) -> list[int]:
        """Places of one plan as their document prints them."""
        iris = {self._iri(int(self.roll.projects[place])): place for place in places.tolist()}
        facts = describe(self.roll.store, iris, ("pg:evidence",))
        passages = fetch_passages(self.roll.store, {iri: facts.get(iri, {}) for iri in iris})
        nowhere = Passage("", 0, 0, "")
        return [iris[iri] for iri in sorted(iris, key=lambda iri: ((passages[iri] or (nowhere,))[0], iri))]

    def judged(self, iris: Iterable[str]) -> list[Judgement]:
        wanted = list(iris)
        projects = fetch_projects(self.roll.store, wanted, self.lang)
        return judge(self.roll.store, [projects[iri] for iri in wanted if iri in projects], self.lang)


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _distinct(numbers: Array) -> Array:
    """Numbers in order, each once: a few times as fast as ``np.unique`` where most are different."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _spread(marks: Array, source: Array, target: Array) -> None:
    """Mark everything from which links lead to something marked."""
    before = -1
    while (now := int(marks.sum())) != before:
        before = now
        marks[source[marks[target]]] = True


def _sets(
    places: Array, owners: Array, values: Array, name: Callable[[int], str]
) -> tuple[Array, list[tuple[str, ...]]]:
    """The set of values of each place, as places in a list of all these sets by name, the empty one first."""
    rows, found = join(places, owners)
    counts = np.bincount(rows, minlength=len(places)) if len(rows) else np.zeros(len(places), np.int64)
    single, alone = np.unique(values[found][counts[rows] == 1], return_inverse=True)
    sets: dict[tuple[int, ...], int] = {(): 0} | {(value,): at for at, value in enumerate(single.tolist(), 1)}
    number = np.zeros(len(places), np.int64)
    number[rows[counts[rows] == 1]] = alone + 1
    starts = np.cumsum(counts) - counts
    for place in np.flatnonzero(counts > 1).tolist():
        several = tuple(values[found[starts[place] : starts[place] + counts[place]]].tolist())
        number[place] = sets.setdefault(several, len(sets))
    return number, [tuple(map(name, each)) for each in sets]


def _named_ends(combined: Array, iris: Array) -> Iterator[tuple[Strength, tuple[str, ...]]]:
    for row in combined:
        strong, weak = row[: len(iris)], row[len(iris) :]
        if strong.any():
            yield "strong", tuple(sorted(iris[strong]))
        elif weak.any():
            yield "weak", tuple(sorted(iris[weak]))
        else:
            yield "none", ()
