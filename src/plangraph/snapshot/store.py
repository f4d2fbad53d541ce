"""A graph with a snapshot as a ``GraphStore``: what answers read in bulk comes from the columns, SPARQL from Oxigraph.

The functions registered here say the same as their SPARQL twins, which stand in ``described``, ``pointing``, ``links``,
``projects``, ``coverage``, ``listing`` and ``search``; ``tests/snapshot`` compares them on random graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from pyoxigraph import Triple

from plangraph.coverage import Survey, survey
from plangraph.coverage_matrix import By, Matrix, matrix
from plangraph.described import Described, Properties, describe
from plangraph.links import Link, fetch_all_links, fetch_links
from plangraph.listing import Listing, listing
from plangraph.namespaces import ONTOLOGY, PG, expand
from plangraph.opening import ontology_quads, open_folder
from plangraph.pointing import Into, links_into, pointing, read_plans
from plangraph.projects import (
    briefs_of,
    described_proposal,
    iris_of_read_plans,
    iris_of_year,
    iris_with_proposals,
    rows_of_proposals,
)
from plangraph.search import Hit, by_iri, search
from plangraph.snapshot.build_projects import TRUE
from plangraph.snapshot.columns import Array
from plangraph.snapshot.covering import Covering
from plangraph.snapshot.graph import Snapshot
from plangraph.snapshot.listing import ColumnListing, Roll
from plangraph.snapshot.searching import Searcher
from plangraph.snapshot.terms import term_of
from plangraph.snapshot.tracing import Tracer
from plangraph.snapshot.usage import TYPE, Uses, graph_files, lines
from plangraph.snapshot.whatif import WhatIf
from plangraph.store import EmbeddedStore, Params, Row, Term
from plangraph.usage import Counts, counts, graph_size, some_members, some_uses, terms
from plangraph.verdicts import aligned_projects
from plangraph.whatif import Change, Effect, effects, refuse

_COLUMNS = {"from": "from", "to": "to", "what": "proposes"}


class SnapshotStore:
    """One graph, asked by columns where there are some and by SPARQL for the rest."""

    def __init__(self, folder: Path, sparql: Callable[[], EmbeddedStore] | None = None) -> None:
        """``sparql`` opens the same graph in Oxigraph; it is asked when a query is."""
        self.snapshot, self._folder = Snapshot(folder), folder
        self._open = sparql
        self._opened: EmbeddedStore | None = None

    @property
    def key(self) -> str:
        """Changes with the data: the name of the snapshot's folder."""
        return self._folder.name

    @cached_property
    def covering(self) -> Covering:
        return Covering(self.snapshot)

    @cached_property
    def roll(self) -> Roll:
        return Roll(self)

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
    def ontology(self) -> EmbeddedStore:
        """The vocabulary: every store of Oxigraph holds it, the columns do not."""
        return EmbeddedStore.in_memory([ontology_quads()])

    @property
    def sparql(self) -> EmbeddedStore:
        """The same graph in Oxigraph, made ready when it is first asked."""
        if self._opened is None:
            self._opened = self._open() if self._open else open_folder(str(self._folder.parent.parent))
        return self._opened

    def select(self, query: str, params: Params | None = None) -> list[Row]:
        return self.sparql.select(query, params)

    def ask(self, query: str, params: Params | None = None) -> bool:
        return self.sparql.ask(query, params)

    def construct(self, query: str, params: Params | None = None) -> list[Triple]:
        return self.sparql.construct(query, params)

    def graph_names(self) -> list[str]:
        return sorted({*self.graphs, ONTOLOGY})

    @cached_property
    def graphs(self) -> dict[str, Path]:
        """The data file of every named graph but the vocabulary."""
        return graph_files(self._folder.parent.parent)

    @cached_property
    def uses(self) -> Uses:
        return Uses(self.snapshot)

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
    if terms := [iri for iri in found if _is_term(iri)]:
        for iri, properties in describe(store.ontology, terms, only).items():
            found[iri] = _joined(found[iri], properties)
    return {iri: properties for iri, properties in found.items() if properties}


def _is_term(iri: str) -> bool:
    return iri.startswith(PG) or iri == ONTOLOGY


def _joined(some: Properties, others: Properties) -> Properties:
    return {
        name: sorted({*some.get(name, ()), *others.get(name, ())}, key=str)
        for name in sorted(some.keys() | others.keys())
    }


@pointing.register
def _(store: SnapshotStore, name: str, iris: Iterable[str]) -> list[tuple[str, str]]:
    return list(store.subjects(expand(name), iris))


@links_into.register
def _(store: SnapshotStore, target: str, start: int = 0, stop: int | None = None) -> Into:
    snapshot = store.snapshot
    node = snapshot.node(target)
    if node is None:
        return Into(0, 0, ())
    column = snapshot.columns
    edges = column["in_edge"].part(column["in_start"].at(node), column["in_start"].at(node + 1))
    named = edges[column["edge_named"].all()[edges]]  # by source
    return Into(len(edges), len(named), tuple(snapshot.link(edge)[0] for edge in named[start:stop].tolist()))


@read_plans.register
def _(store: SnapshotStore) -> list[str]:
    yes = [term for text in TRUE if (term := store.snapshot.term_of_token(text)) is not None]
    objects, subjects = store.incoming(PG + "wasRead")
    return [store.snapshot.text(subject) for subject in subjects[np.isin(objects, yes)].tolist()]


@listing.register
def _(store: SnapshotStore, lang: str = "th") -> Listing:
    return ColumnListing(store.roll, lang, store.roll.order)


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


@iris_with_proposals.register
def _(store: SnapshotStore) -> list[str]:
    snapshot = store.snapshot
    names: list[str] = snapshot.facts["names"]["proposed"]
    if PG + "from" not in names:
        return []
    where = snapshot.columns["proposed_name"].all() == names.index(PG + "from")
    return [snapshot.text(term) for term in np.unique(snapshot.columns["proposed_value"].all()[where]).tolist()]


@described_proposal.register
def _(store: SnapshotStore, iri: str) -> Properties:
    snapshot = store.snapshot
    term = snapshot.term(iri)
    if term is None:
        return {}
    names: list[str] = snapshot.facts["names"]["proposed"]
    subjects, name_of, values = (snapshot.columns[f"proposed_{part}"].all() for part in ("subject", "name", "value"))
    first, last = np.searchsorted(subjects, [term, term + 1])
    found: Properties = {}
    for name, value in zip(name_of[first:last].tolist(), values[first:last].tolist(), strict=True):
        found.setdefault(names[name], []).append(term_of(snapshot.token(value)))
    return {name: sorted(found[name], key=str) for name in found}


@graph_size.register
def _(store: SnapshotStore, graph: str) -> int:
    return lines(store.graphs[graph]) if graph in store.graphs else graph_size(store.ontology, graph)


@terms.register
def _(store: SnapshotStore) -> list[str]:
    return terms(store.ontology)


@counts.register
def _(store: SnapshotStore) -> Counts:
    return store.uses.counts()


@some_members.register
def _(store: SnapshotStore, kind: str, most: int) -> list[str]:
    term, (objects, subjects) = store.snapshot.term(kind), store.incoming(TYPE)
    first = int(np.searchsorted(objects, term)) if term is not None else len(objects)
    return [store.snapshot.text(each) for each in subjects[first : first + most][objects[first : first + most] == term]]


@some_uses.register
def _(store: SnapshotStore, name: str, most: int) -> list[tuple[Term, Term]]:
    return store.uses.some(name, most)


@survey.register
def _(store: SnapshotStore, lang: str = "th") -> Survey:
    return store.covering.survey(lang)


@matrix.register
def _(store: SnapshotStore, by: By, lang: str = "th") -> Matrix:
    return store.covering.matrix(by, lang)


@effects.register
def _(store: SnapshotStore, changes: Sequence[Change], lang: str = "th") -> list[Effect]:
    refuse(store, changes)
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
