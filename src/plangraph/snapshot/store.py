"""A graph with a snapshot as a ``GraphStore``: what answers read in bulk comes from the columns, SPARQL from Oxigraph.

The functions registered here say the same as their SPARQL twins, which stand in ``described``, ``links``, ``projects``,
``coverage`` and ``search``; ``tests/snapshot`` compares them on random graphs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from pyoxigraph import Triple

from plangraph.coverage import Survey, survey
from plangraph.coverage_matrix import By, Matrix, matrix
from plangraph.described import Described, describe
from plangraph.links import Link, fetch_all_links, fetch_links
from plangraph.namespaces import PG, expand
from plangraph.projects import briefs_of, iris_of_read_plans, iris_of_year, rows_of_proposals
from plangraph.search import Hit, by_iri, search
from plangraph.snapshot.columns import Array
from plangraph.snapshot.covering import Covering
from plangraph.snapshot.graph import Snapshot
from plangraph.snapshot.searching import Searcher
from plangraph.snapshot.terms import term_of
from plangraph.snapshot.tracing import Tracer
from plangraph.snapshot.whatif import WhatIf
from plangraph.store import EmbeddedStore, Params, Row
from plangraph.verdicts import aligned_projects
from plangraph.whatif import Change, Effect, effects

_COLUMNS = {"from": "from", "to": "to", "what": "proposes"}


class SnapshotStore:
    """One graph, asked by columns where there are some and by SPARQL for the rest."""

    def __init__(self, folder: Path, store: str | None = None, *, with_proposals: bool = False) -> None:
        self.snapshot = Snapshot(folder)
        self._store, self._with_proposals = store, with_proposals

    @cached_property
    def covering(self) -> Covering:
        return Covering(self.snapshot)

    @cached_property
    def searcher(self) -> Searcher:
        return Searcher(self.snapshot)

    def whatif(self, lang: str) -> WhatIf:
        """Answers what-ifs; the coverage as it is is worked out once."""
        found = self._whatif.get(lang)
        if found is None:
            found = self._whatif[lang] = WhatIf(self.covering, lang)
        return found

    @cached_property
    def _whatif(self) -> dict[str, WhatIf]:
        return {}

    def tracer(self, lang: str) -> Tracer:
        """Traces projects; labels are in ``lang``."""
        return Tracer(self.snapshot, lang)

    @cached_property
    def sparql(self) -> EmbeddedStore:
        """The same graph in Oxigraph, made ready when it is first asked."""
        from plangraph.opening import open_folder

        return open_folder(self._store, with_proposals=self._with_proposals)

    def select(self, query: str, params: Params | None = None) -> list[Row]:
        return self.sparql.select(query, params)

    def ask(self, query: str, params: Params | None = None) -> bool:
        return self.sparql.ask(query, params)

    def construct(self, query: str, params: Params | None = None) -> list[Triple]:
        return self.sparql.construct(query, params)

    def graph_names(self) -> list[str]:
        return self.sparql.graph_names()

    # --- what is looked up by its object -----------------------------------------------------------------------------

    def incoming(self, name: str) -> tuple[Array, Array]:
        """Objects, in order, and subjects of one property (its IRI)."""
        known = self._incoming.get(name)
        if known is None:
            names: list[str] = self.snapshot.facts["names"]["fact"]
            column = self.snapshot.columns
            where = np.flatnonzero(column["fact_name"].all() == (names.index(name) if name in names else -1))
            subjects = np.searchsorted(column["fact_start"].all(), where, side="right") - 1
            objects = column["fact_value"].all()[where]
            order = np.argsort(objects, kind="stable")
            known = self._incoming[name] = (objects[order], subjects[order])
        return known

    @cached_property
    def _incoming(self) -> dict[str, tuple[Array, Array]]:
        return {}

    def subjects(self, name: str, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Subject and object, as IRIs, of a property that has one of these IRIs as object."""
        objects, subjects = self.incoming(name)
        for iri in sorted(set(iris)):
            term = self.snapshot.term(iri)
            if term is not None:
                first, last = np.searchsorted(objects, [term, term + 1])
                for subject in subjects[first:last].tolist():
                    yield self.snapshot.text(subject), iri


@describe.register
def _(store: SnapshotStore, iris: Iterable[str], only: Iterable[str] = ()) -> Described:
    wanted = {expand(name) for name in only}
    found = {iri: store.snapshot.described(iri, wanted) for iri in sorted(set(iris))}
    return {iri: properties for iri, properties in found.items() if properties}


@fetch_links.register
def _(store: SnapshotStore, starts: Iterable[str]) -> dict[str, tuple[Link, ...]]:
    snapshot = store.snapshot
    out: dict[str, tuple[Link, ...]] = {}
    frontier = sorted(set(starts))
    while frontier:
        following: set[str] = set()
        for iri in frontier:
            node = snapshot.node(iri)
            out[iri] = tuple(snapshot.link(edge)[0] for _, edge, _ in snapshot.steps(node)) if node is not None else ()
            following.update(link.target for link in out[iri])
        frontier = sorted(following - out.keys())
    return out


@fetch_all_links.register
def _(store: SnapshotStore) -> dict[str, tuple[Link, ...]]:
    snapshot = store.snapshot
    sources = np.unique(snapshot.columns["edge_source"].all()).tolist()
    return {
        snapshot.iri(node): tuple(snapshot.link(edge)[0] for _, edge, _ in snapshot.steps(node)) for node in sources
    }


@iris_of_read_plans.register
def _(store: SnapshotStore) -> list[str]:
    column = store.snapshot.columns
    return [store.snapshot.iri(node) for node in column["project_node"].all()[column["project_read"].all()].tolist()]


@aligned_projects.register
def _(store: SnapshotStore) -> frozenset[str]:
    return frozenset(map(store.snapshot.iri, store.covering.aligned().tolist()))


@iris_of_year.register
def _(store: SnapshotStore, year: int) -> list[str]:
    snapshot = store.snapshot
    term = snapshot.term_of_token(f'"{year}"^^<http://www.w3.org/2001/XMLSchema#integer'.encode())
    if term is None:
        return []
    objects, subjects = store.incoming(PG + "fiscalYear")
    first, last = np.searchsorted(objects, [term, term + 1])
    projects = snapshot.columns["node_term"].all()[snapshot.columns["project_node"].all()]
    return [snapshot.text(subject) for subject in np.intersect1d(subjects[first:last], projects).tolist()]


@briefs_of.register
def _(store: SnapshotStore, projects: Iterable[str]) -> dict[str, str]:
    return dict(store.subjects(PG + "briefOf", projects))


@rows_of_proposals.register
def _(store: SnapshotStore, iris: Iterable[str]) -> list[Row]:
    snapshot = store.snapshot
    known = {term for iri in iris if (term := snapshot.term(iri)) is not None}
    names = [name.removeprefix(PG) for name in snapshot.facts["names"]["proposed"]]
    subjects, name_of, values = (snapshot.columns[f"proposed_{part}"].all() for part in ("subject", "name", "value"))
    sides = [at for at, name in enumerate(names) if name in {"from", "to"}]
    speaking = np.unique(subjects[np.isin(name_of, sides) & np.isin(values, list(known))]).tolist()
    rows: list[Row] = []
    for alignment in speaking:
        first, last = np.searchsorted(subjects, [alignment, alignment + 1])
        said: dict[str, list[int]] = {}
        for name, value in zip(name_of[first:last].tolist(), values[first:last].tolist(), strict=True):
            said.setdefault(names[name], []).append(value)
        rows += _proposal_rows(snapshot, alignment, said)
    return rows


def _proposal_rows(snapshot: Snapshot, alignment: int, said: dict[str, list[int]]) -> Iterator[Row]:
    """A row for each reason, as the query has them."""
    if not all(said.get(name) for name in _COLUMNS.values()):
        return
    row: Row = {name: term_of(snapshot.token(said[source][0])) for name, source in _COLUMNS.items()}
    row["alignment"] = term_of(snapshot.token(alignment))
    if score := said.get("score"):
        row["score"] = term_of(snapshot.token(score[0]))
    if reasons := said.get("because"):
        yield from ({**row, "because": term_of(snapshot.token(because))} for because in reasons)
    else:
        yield row


@survey.register
def _(store: SnapshotStore, lang: str = "th") -> Survey:
    return store.covering.survey(lang)


@matrix.register
def _(store: SnapshotStore, by: By, lang: str = "th") -> Matrix:
    return store.covering.matrix(by, lang)


@effects.register
def _(store: SnapshotStore, changes: Sequence[Change], lang: str = "th") -> list[Effect]:
    return store.whatif(lang).effects(changes)


@search.register
def _(
    store: SnapshotStore,
    text: str,
    *,
    types: Collection[str] | None = None,
    limit: int | None = 20,
    least: float = 0.0,
    least_misspelt: float | None = None,
) -> list[Hit]:
    return store.searcher.search(text, types=types, limit=limit, least=least, least_misspelt=least_misspelt)


@by_iri.register
def _(store: SnapshotStore, iri: str, types: Collection[str]) -> Hit | None:
    return store.searcher.by_iri(iri, types)
