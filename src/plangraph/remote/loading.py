"""Load a build into a SPARQL service: beside what is there, then switched by one small update.

A load makes a new union beside the one that answers and replaces the named graphs that changed; only then the marker
points to the new union. Who asks sees the former union until that update and the new one after it, on any engine. A
load that dies leaves the former answers; the next one clears what it left. ADD and COPY rather than MOVE: each step may
run twice, so a request can be sent again when the service was busy. Graphs that no load of ours wrote stay as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from plangraph import __version__
from plangraph.namespaces import ONTOLOGY
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
from plangraph.remote.marker import MARKER, Load, Part, forgetting, loads_begun, new_load, read_load
from plangraph.remote.sending import Sender, Tell
from plangraph.remote.store import whole_table
from plangraph.store import Row, canonical

_ALL: Final = "SELECT ?s ?p ?o WHERE { GRAPH <%s> { ?s ?p ?o } }"


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
        self._lock = Lock(client, self._rows, self._host, dead=dead)
        self._sender = Sender(client, self._lock, tell)

    def run(self, graphs: Graphs, plans: Sequence[str], exactly: bool) -> Loaded:
        self._sender.size(MARKER)  # the first answer says which engine it is
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
        new = new_load(__version__, kept | ours, secrets.token_hex(6))
        fresh = [graph for graph, part in ours.items() if known.get(graph) != part or self._lacks(graph, part)]
        done = Loaded(len(new.parts), sum(part.triples for part in new.parts.values()), len(fresh), tuple(sorted(kept)))
        if former and former.key == new.key and not fresh and self._sender.size(former.union):
            return done
        self._sweep(former)
        self._sender.steps([new.beginning(len(fresh))])
        self._sender.bring(new, graphs, fresh)
        self._lock.move()
        self._switch(new, former)
        self._sender.clear(known.keys() - new.parts.keys())
        return done

    def _lacks(self, graph: str, part: Part) -> bool:
        """Whether a graph that should be there is not, or not whole."""
        return self._sender.size(graph) != part.triples

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
        rows = self._rows(_ALL % graph)
        if len(rows) != part.triples:
            raise BadAnswer("cut", host=self._host, rows=len(rows), total=part.triples)
        name = NamedNode(graph)
        quads = (Quad(row["s"], row["p"], row["o"], name) for row in rows)  # type: ignore[arg-type]
        return graphs_of([canonical(quads)])[graph]

    def _switch(self, new: Load, former: Load | None) -> None:
        """Describe the load, then point to it. The former union stays until the next load, for who is reading it."""
        self._sender.insert(MARKER, "".join(f"{line}\n" for line in new.triples()).encode("utf-8"))
        self._sender.steps([new.pointer(former)])
        now = read_load(self._rows, self._host)
        if now is None or now.union != new.union:
            raise RemoteError("lost_lock", host=self._host)

    def _sweep(self, current: Load | None) -> None:
        """Drop the unions before the current one, and what loads that died have left."""
        for begun, places in loads_begun(self._rows):
            if current is None or begun.union != current.union:
                self._sender.clear([begun.union, *begun.places(places)])
                self._sender.steps(forgetting(begun.union))

    def _rows(self, text: str) -> list[Row]:
        return whole_table(self._client, text, ())[1]
