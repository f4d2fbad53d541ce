"""A graph on a SPARQL service, behind the same protocol as the embedded one.

``build --store`` keeps the union of all named graphs but the proposals as one more graph, as the embedded store does:
a set, at no cost per query, the same on an engine whose own union is a bag (Virtuoso) or slow (one look-up for each
graph). It is given as ``default-graph-uri``, the named graphs as ``named-graph-uri`` where a query says GRAPH. Where
somebody else loaded our files, all graphs but the proposals are given instead, and a triple in two of them may count
twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import Triple

from plangraph.namespaces import GRAPH, ONTOLOGY, PROPOSALS_GRAPH
from plangraph.remote.address import origin
from plangraph.remote.binding import prepared
from plangraph.remote.client import Client
from plangraph.remote.errors import BadAnswer, ForeignStore
from plangraph.remote.marker import UNION, is_there, read_load
from plangraph.remote.ordering import ordered
from plangraph.remote.paging import Paged, looks_cut
from plangraph.remote.results import JSON, Table, table, truth
from plangraph.remote.templates import graph_of
from plangraph.remote.tokens import selects, tokens
from plangraph.store import Params, Row, names_own_dataset

if TYPE_CHECKING:
    from plangraph.queries import Answer

FRESH: Final = 20.0  # seconds after which we look whether the load we answer from is still there
Dataset: TypeAlias = Sequence[tuple[str, str]]
_OURS: Final = (GRAPH, ONTOLOGY)
_NAMES: Final = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


class RemoteStore:
    """The graph of a service; ``load`` is None when somebody else loaded it."""

    def __init__(self, client: Client, *, with_proposals: bool = False) -> None:
        self._client = client
        self._host = origin(client.endpoints.query)[1]
        self._with_proposals = with_proposals
        self.load = read_load(self._rows, self._host)
        self._graphs = sorted(self.load.parts) if self.load else self._found_graphs()
        self._looked = time.monotonic()

    @property
    def address(self) -> str:
        return self._client.endpoints.query

    @property
    def key(self) -> str:
        """Changes with the data, where the service says so."""
        return self.load.key if self.load else ""

    def select(self, query: str, params: Params | None = None) -> list[Row]:
        return self._table(prepared(query, params))[1]

    def ask(self, query: str, params: Params | None = None) -> bool:
        return self._truth(prepared(query, params))

    def construct(self, query: str, params: Params | None = None) -> list[Triple]:
        return self._triples(prepared(query, params))

    def graph_names(self) -> list[str]:
        return list(self._graphs)

    def stream(
        self,
        query: str,
        params: Params | None = None,
        prefixes: Mapping[str, str] | None = None,
        dataset: Dataset | None = None,
    ) -> Answer:
        """What a query of any form finds; ``prefixes`` are known without being declared.

        ``dataset`` (``default-graph-uri`` and ``named-graph-uri`` pairs) stands in place of our graphs.
        """
        from plangraph.queries import Answer

        text = prepared(query, params, prefixes)
        form = _form(text)
        if form == "ASK":
            return Answer(boolean=self._truth(text, dataset))
        if form != "SELECT":
            return Answer(triples=sorted(self._triples(text, dataset), key=str))
        names, rows = self._table(text, dataset)
        return Answer(variables=tuple(names), rows=rows)

    def close(self) -> None:
        self._client.close()

    @property
    def union(self) -> list[str]:
        """The graphs that together are the union of all but the proposals: one, where we loaded them."""
        return [self.load.union] if self.load else [graph for graph in self._graphs if graph != PROPOSALS_GRAPH]

    def _truth(self, text: str, dataset: Dataset | None = None) -> bool:
        if _form(text) != "ASK":
            raise SyntaxError("this query is no ASK")
        answer = truth(self._client.query(text, self._dataset(text, dataset), accept=JSON))
        self._still_there(sure=answer)
        return answer

    def _triples(self, text: str, dataset: Dataset | None = None) -> list[Triple]:
        return graph_of(text, lambda select: self._table(select, dataset)[1])

    def _table(self, text: str, dataset: Dataset | None = None) -> Table:
        if _form(text) != "SELECT":
            raise SyntaxError("this query is no SELECT")
        names, rows = whole_table(self._client, text, self._dataset(text, dataset))
        self._still_there(sure=bool(rows))
        return names, rows if self._client.dialect.sorts_texts else ordered(text, rows)

    def _rows(self, text: str) -> list[Row]:
        """Rows over the service's own dataset."""
        return whole_table(self._client, text, ())[1]

    def _dataset(self, text: str, dataset: Dataset | None) -> Dataset:
        if dataset is not None:
            return dataset
        if names_own_dataset(text):
            return ()
        default = [*self.union, PROPOSALS_GRAPH] if self._with_proposals else self.union
        named = self._graphs if any(token.word == "GRAPH" for token in tokens(text)) else []
        return [*(("default-graph-uri", iri) for iri in default), *(("named-graph-uri", iri) for iri in named)]

    def _found_graphs(self) -> list[str]:
        names = [row["g"].value for row in self._rows(_NAMES)]
        ours = sorted(name for name in names if name.startswith(_OURS) and not name.startswith(f"{UNION}/"))
        if not any(name.startswith(GRAPH) for name in ours):
            raise ForeignStore("no_graph", host=self._host)
        return ours

    def _still_there(self, *, sure: bool) -> None:
        """A load that was replaced twice is gone; its union would answer nothing, and nothing is no answer."""
        if self.load is None or (sure and time.monotonic() - self._looked < FRESH):
            return
        self._looked = time.monotonic()
        if not self._rows(is_there(self.load.union)):
            raise ForeignStore("replaced", host=self._host)


def whole_table(client: Client, text: str, dataset: Dataset) -> Table:
    """The variables and all rows of a SELECT. Raises ``BadAnswer`` when the service does not give all of them."""
    response = client.query(text, dataset, accept=JSON)
    names, rows = table(response)
    if not looks_cut(len(rows), client.dialect.rows) and "x-sparql-maxrows" not in response.headers:
        return names, rows
    paged = Paged.of(text)
    if paged.limit == len(rows):
        return names, rows

    def ask(query: str) -> Table:
        return table(client.query(query, dataset, accept=JSON))

    total = int(ask(paged.count)[1][0]["rows"].value)
    if total != len(rows):
        rows = _pages(ask, paged, names, len(rows))
    if total != len(rows):
        raise BadAnswer("cut", host=origin(response.address)[1], rows=len(rows), total=total)
    return names, rows


def _pages(ask: Callable[[str], Table], paged: Paged, names: Sequence[str], size: int) -> list[Row]:
    rows: list[Row] = []
    while True:
        page = ask(paged.page(names, size, len(rows)))[1]
        rows += page
        if len(page) < size:
            return rows


def _form(text: str) -> str:
    found = tokens(text)
    return found[selects(found)[0].start].word
