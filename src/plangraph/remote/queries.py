"""The query workers of the site over a service: they ask it as they ask an Oxigraph store in their own process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Triple, Variable

from plangraph.remote.store import Dataset, RemoteStore
from plangraph.store import Term

if TYPE_CHECKING:
    from plangraph.queries import Answer

Graphs = Sequence[NamedNode | BlankNode | DefaultGraph]


class ServiceQueries:
    """What a worker needs of ``pyoxigraph.Store``; the service answers, whole."""

    def __init__(self, store: RemoteStore) -> None:
        self._store = store

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        default_graph: Graphs | None = None,
        named_graphs: Graphs | None = None,
        substitutions: Mapping[Variable, Term | Triple] | None = None,
    ) -> Answer:
        """The answer over our graphs, or over those named; ``DefaultGraph()`` is the union of all but the proposals."""
        bound = {name.value: term for name, term in (substitutions or {}).items() if not isinstance(term, Triple)}
        asked = None if default_graph is None and named_graphs is None else self._dataset(default_graph, named_graphs)
        return self._store.stream(query, bound, prefixes, asked)

    def _dataset(self, default: Graphs | None, named: Graphs | None) -> Dataset:
        """The pairs of the protocol; an empty default graph is said by a graph that nobody fills."""
        plain: list[str] = []
        for graph in default or ():
            plain += self._store.union if isinstance(graph, DefaultGraph) else [graph.value]
        given = [("default-graph-uri", iri) for iri in plain or ["urn:x-plangraph:empty"]]
        names = [graph.value for graph in named or () if not isinstance(graph, DefaultGraph)]
        return [*given, *(("named-graph-uri", iri) for iri in names)]
