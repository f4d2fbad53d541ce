"""Bring the triples of a load to a service: a union that nobody reads yet, then the named graphs that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from plangraph.namespaces import PROPOSALS_GRAPH
from plangraph.remote.address import origin
from plangraph.remote.client import Client
from plangraph.remote.content import Graphs
from plangraph.remote.errors import RemoteError
from plangraph.remote.lock import Lock
from plangraph.remote.marker import Load
from plangraph.remote.store import whole_table

POSTED: Final = 20_000  # triples of one request to a graph store, about 5 MB
TOGETHER: Final = 20  # operations on whole graphs in one request
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } }"


class Tell(Protocol):
    """Says a sentence of ``texts/remote.toml`` to the user."""

    def __call__(self, key: str, **values: object) -> None: ...


class Sender:
    """Writes to a service and keeps the lock of its load alive."""

    def __init__(self, client: Client, lock: Lock, tell: Tell) -> None:
        self._client, self._lock, self.tell = client, lock, tell

    def bring(self, new: Load, graphs: Graphs, fresh: Sequence[str]) -> None:
        """Fill the union of a load, and its graphs that are ``fresh``; ``graphs`` holds all that is ours.

        Raises ``RemoteError`` when not all arrived. The union that answers is not touched.
        """
        if self._client.endpoints.graph_store:
            self._by_store(new, graphs, fresh)
        else:
            self._by_updates(new, graphs, fresh)

    def _by_store(self, new: Load, graphs: Graphs, fresh: Sequence[str]) -> None:
        """By the Graph Store Protocol: triples go to the union as they are, then each graph is put in one request."""
        for graph in members(fresh):
            self.tell("loading", graph=graph, triples=new.parts[graph].triples)
            self._send(new.union, graphs[graph])
        there = [graph for graph in members(new.parts) if graph not in fresh]
        self.steps([f"ADD <{graph}> TO <{new.union}>" for graph in there])
        self._expect_union(new, graphs)
        for graph in fresh:
            self._client.put_graph(graph, graphs[graph])
            self._expect(graph, graph, new.parts[graph].triples)
            self._lock.live()

    def _by_updates(self, new: Load, graphs: Graphs, fresh: Sequence[str]) -> None:
        """By updates in batches: each graph is sent to a place beside, then joined and copied by the service."""
        staged = dict(zip(fresh, new.places(len(fresh)), strict=True))
        for graph, place in staged.items():
            self.tell("loading", graph=graph, triples=new.parts[graph].triples)
            self._send(place, graphs[graph])
            self._expect(place, graph, new.parts[graph].triples)
        self.tell("joining", graphs=len(new.parts))
        self.steps([f"ADD <{staged.get(graph, graph)}> TO <{new.union}>" for graph in members(new.parts)])
        self._expect_union(new, graphs)
        self._lock.move()
        self.steps([f"COPY <{place}> TO <{graph}>" for graph, place in staged.items()])
        self.clear(staged.values())

    def insert(self, graph: str, ntriples: bytes) -> None:
        """Add triples by updates, in batches that the engine takes."""
        for batch in _batches(ntriples, self._client.dialect.batch):
            self._client.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch.decode('utf-8')}}} }}")
            self._lock.live()

    def _send(self, graph: str, ntriples: bytes) -> None:
        if self._client.endpoints.graph_store is None:
            self.insert(graph, ntriples)
            return
        for batch in _batches(ntriples, POSTED):
            self._client.add_triples(graph, batch)
            self._lock.live()

    def size(self, graph: str) -> int:
        """How many triples a graph has; 0 for none."""
        return int(whole_table(self._client, _COUNT % graph, ())[1][0]["n"].value)

    def _expect(self, place: str, graph: str, expected: int) -> None:
        if (found := self.size(place)) != expected:
            host = origin(self._client.endpoints.update)[1]
            raise RemoteError("short_load", host=host, graph=graph, found=found, expected=expected)

    def _expect_union(self, new: Load, graphs: Graphs) -> None:
        """Where every graph of the union is ours, we know its size as a set."""
        if new.parts.keys() == graphs.keys():
            lines = {line for graph in members(graphs) for line in graphs[graph].split(b"\n")} - {b""}
            self._expect(new.union, new.union, len(lines))

    def clear(self, graphs: Iterable[str]) -> None:
        """Drop graphs."""
        self.steps([f"DROP SILENT GRAPH <{graph}>" for graph in sorted(graphs)])

    def steps(self, updates: Sequence[str]) -> None:
        """Operations on whole graphs, several in one request."""
        for start in range(0, len(updates), TOGETHER):
            self._client.update(" ;\n".join(updates[start : start + TOGETHER]))
            self._lock.live()


def members(graphs: Iterable[str]) -> list[str]:
    """Those of the graphs that the union holds."""
    return sorted(graph for graph in graphs if graph != PROPOSALS_GRAPH)


def _batches(ntriples: bytes, size: int) -> Iterator[bytes]:
    lines = ntriples.splitlines(keepends=True)
    for start in range(0, len(lines), size):
        yield b"".join(lines[start : start + size])
