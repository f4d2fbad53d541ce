"""Load a build into a SPARQL service: beside what is there, then switched by one small update.

Changed graphs are sent to graphs of their own, counted, copied to their names, and joined in a new union; only then the
marker points to it. Whoever asks sees the former union until that update and the new one after it, on any engine. A
load that dies leaves the former answers; the next one clears what it left. COPY and ADD rather than MOVE: each step may
run twice, so a request can be sent again when the service was busy. Graphs that no load of ours wrote stay as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from plangraph import __version__
from plangraph.namespaces import ONTOLOGY, PROPOSALS_GRAPH
from plangraph.remote.address import origin
from plangraph.remote.client import Client
from plangraph.remote.content import (
    SHARED,
    Graphs,
    graphs_of,
    ontology_graph,
    part_of,
    refuse_big_integers,
    with_others,
)
from plangraph.remote.errors import BadAnswer, RemoteError
from plangraph.remote.lock import DEAD, Lock
from plangraph.remote.marker import MARKER, STAGING, UNION, Load, Part, forgetting, key_of, read_load
from plangraph.remote.store import whole_table
from plangraph.store import Row, canonical

POSTED: Final = 20_000  # triples of one request to a graph store, about 5 MB
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } }"
_ALL: Final = "SELECT ?s ?p ?o WHERE { GRAPH <%s> { ?s ?p ?o } }"
_LEFT: Final = 'SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "%s")) }'


class Tell(Protocol):
    """Says a sentence of ``texts/remote.toml`` to the user."""

    def __call__(self, key: str, **values: object) -> None: ...


def silent(key: str, **values: object) -> None:
    """A ``Tell`` that says nothing."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    graphs: int  # on the service now
    triples: int  # in them
    sent: int  # graphs that had changed
    others: tuple[str, ...]  # graphs of documents that were not in this build and stay


def load(
    client: Client,
    nquads: Iterable[bytes],
    plans: Sequence[str],
    *,
    exactly: bool = False,
    tell: Tell = silent,
    dead: float = DEAD,
) -> Loaded:
    """Make a service hold these named graphs (N-Quads, one graph a text) of these plans (their IRIs), and the ontology.

    Graphs of other plans stay, unless ``exactly``. Raises ``RemoteError``; the service then answers as before. A lock
    that does not move for ``dead`` seconds is taken over.
    """
    graphs = graphs_of(nquads)
    graphs[ONTOLOGY] = ontology_graph()
    return _Loader(client, tell, dead).run(graphs, plans, exactly)


class _Loader:
    """One load of one service."""

    def __init__(self, client: Client, tell: Tell, dead: float) -> None:
        self._client, self._tell = client, tell
        self._host = origin(client.endpoints.update)[1]
        self._token = secrets.token_hex(6)
        self._lock = Lock(client, self._rows, self._host, dead=dead)

    def run(self, graphs: Graphs, plans: Sequence[str], exactly: bool) -> Loaded:
        self._rows(_COUNT % MARKER)  # the first answer says which engine it is
        refuse_big_integers(graphs, self._client.dialect.integer_bits)
        self._lock.take(lambda seconds: self._tell("waiting", seconds=seconds))
        try:
            return self._replace(graphs, plans, exactly)
        finally:
            with suppress(RemoteError):  # what went wrong before says more
                self._lock.give_back()

    def _replace(self, graphs: Graphs, plans: Sequence[str], exactly: bool) -> Loaded:
        former = read_load(self._rows, self._host)
        known = dict(former.parts) if former else {}
        if not exactly:
            self._keep_shared(graphs, known, plans)
        ours = {graph: part_of(ntriples) for graph, ntriples in graphs.items()}
        kept = {} if exactly else {graph: part for graph, part in known.items() if graph not in ours}
        new = Load(f"{UNION}/{key_of(__version__, kept | ours)}-{self._token}", __version__, kept | ours)
        triples = sum(part.triples for part in new.parts.values())
        others = tuple(sorted(kept))
        changed = [
            graph for graph, part in ours.items() if known.get(graph) != part or self._size(graph) != part.triples
        ]
        if former and former.key == new.key and not changed and self._size(former.union):
            return Loaded(len(new.parts), triples, 0, others)
        self._sweep(former)
        staged = {graph: self._stage(number, graph, graphs[graph], ours[graph]) for number, graph in enumerate(changed)}
        self._join(new, staged, None if kept else graphs)
        for graph, place in staged.items():
            self._step(f"COPY <{place}> TO <{graph}>")
        self._switch(new, former)
        self._clear([*staged.values(), *(set(known) - set(new.parts))])
        return Loaded(len(new.parts), triples, len(changed), others)

    def _keep_shared(self, graphs: Graphs, known: dict[str, Part], plans: Sequence[str]) -> None:
        for graph in SHARED:
            if graph not in known:
                continue
            merged = with_others(graphs.get(graph, b""), self._fetch(graph, known[graph]), plans)
            if merged:
                graphs[graph] = merged
            else:
                known.pop(graph)

    def _fetch(self, graph: str, part: Part) -> bytes:
        from pyoxigraph import NamedNode, Quad

        rows = self._rows(_ALL % graph)
        if len(rows) != part.triples:
            raise BadAnswer("cut", host=self._host, rows=len(rows), total=part.triples)
        name = NamedNode(graph)
        quads = (Quad(row["s"], row["p"], row["o"], name) for row in rows)  # type: ignore[arg-type]
        return graphs_of([canonical(quads)])[graph]

    def _stage(self, number: int, graph: str, ntriples: bytes, part: Part) -> str:
        """Send a graph to a place of its own and see that it arrived."""
        self._tell("loading", graph=graph, triples=part.triples)
        place = f"{STAGING}{self._token}/{number}"
        self._send(place, ntriples)
        self._expect(place, graph, part.triples)
        return place

    def _send(self, place: str, ntriples: bytes) -> None:
        by_store = self._client.endpoints.graph_store is not None
        size = POSTED if by_store else self._client.dialect.batch
        for batch in _batches(ntriples, size):
            if by_store:
                self._client.add_triples(place, batch)
            else:
                self._client.update(f"INSERT DATA {{ GRAPH <{place}> {{\n{batch.decode('utf-8')}}} }}")
        self._lock.move()

    def _join(self, new: Load, staged: dict[str, str], graphs: Graphs | None) -> None:
        """Make the union; where every graph of it is ours, we know its size as a set."""
        self._tell("joining", graphs=len(new.parts))
        members = [graph for graph in sorted(new.parts) if graph != PROPOSALS_GRAPH]
        for graph in members:
            self._step(f"ADD <{staged.get(graph, graph)}> TO <{new.union}>")
        if graphs is not None:
            lines = {line for graph in members for line in graphs[graph].split(b"\n")} - {b""}
            self._expect(new.union, new.union, len(lines))

    def _expect(self, place: str, graph: str, expected: int) -> None:
        if (found := self._size(place)) != expected:
            self._clear([place])
            raise RemoteError("short_load", host=self._host, graph=graph, found=found, expected=expected)

    def _size(self, graph: str) -> int:
        return int(self._rows(_COUNT % graph)[0]["n"].value)

    def _switch(self, new: Load, former: Load | None) -> None:
        """Describe the load, then point to it. The former union stays until the next load, for who is reading it."""
        for batch in _batches("".join(f"{line}\n" for line in new.triples()).encode(), self._client.dialect.batch):
            self._client.update(f"INSERT DATA {{ GRAPH <{MARKER}> {{\n{batch.decode('utf-8')}}} }}")
        self._step(new.pointer(former))
        now = read_load(self._rows, self._host)
        if now is None or now.union != new.union:
            raise RemoteError("lost_lock", host=self._host)

    def _sweep(self, current: Load | None) -> None:
        """Drop the unions before the current one, and what loads that died have left."""
        left = [row["g"].value for prefix in (STAGING, f"{UNION}/") for row in self._rows(_LEFT % prefix)]
        for graph in left:
            if current is None or graph != current.union:
                for update in forgetting(graph):
                    self._step(update)
                self._clear([graph])

    def _clear(self, graphs: Sequence[str]) -> None:
        for graph in sorted(graphs):
            self._step(f"DROP SILENT GRAPH <{graph}>")

    def _step(self, update: str) -> None:
        self._client.update(update)
        self._lock.move()

    def _rows(self, text: str) -> list[Row]:
        return whole_table(self._client, text, ())[1]


def _batches(ntriples: bytes, size: int) -> Iterator[bytes]:
    lines = ntriples.splitlines(keepends=True)
    for start in range(0, len(lines), size):
        yield b"".join(lines[start : start + size])
