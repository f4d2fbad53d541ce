"""Ask a built graph: the ``GraphStore`` protocol, and Oxigraph opened read-only on disk behind it.

Every named graph but the proposals is loaded twice: under its name, and into the default graph. A query without
``GRAPH`` or ``FROM`` so sees their union as a set, with no cost per query; a list of graphs given with each query is
eight times slower, and Oxigraph's own union counts a triple that stands in two graphs twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from plangraph.namespaces import PROPOSALS_GRAPH

Term: TypeAlias = NamedNode | BlankNode | Literal
Row: TypeAlias = dict[str, Term]
Dataset: TypeAlias = list[NamedNode | BlankNode | DefaultGraph]
Params: TypeAlias = Mapping[str, Term]

_PROPOSALS: Final = f" <{PROPOSALS_GRAPH}> .".encode()
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NOT_SYNTAX: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|\#[^\n\r]*",
    re.DOTALL,
)
_FROM: Final = re.compile(r"(?<![\w:?$@-])FROM\s*(?:<|NAMED\b|[\w.-]*:)", re.IGNORECASE)


class GraphStore(Protocol):
    """What the rest of PlanGraph asks of a store, embedded or remote.

    A query that does not parse raises ``SyntaxError``. Parameters are bound as RDF terms, never pasted into the text;
    in a ``SELECT`` each one must be projected. Results are complete when a method returns.
    """

    def select(self, query: str, params: Params | None = None) -> list[Row]:
        """The rows of a ``SELECT`` in order; a variable without a value is absent from its row."""

    def ask(self, query: str, params: Params | None = None) -> bool:
        """The answer of an ``ASK``."""

    def construct(self, query: str, params: Params | None = None) -> list[Triple]:
        """The triples of a ``CONSTRUCT`` or ``DESCRIBE``."""

    def graph_names(self) -> list[str]:
        """The IRIs of all named graphs, sorted; the proposals among them."""


class EmbeddedStore:
    """Oxigraph in this process."""

    def __init__(self, store: Store, *, with_proposals: bool = False) -> None:
        self._store = store
        self._dataset: Dataset | None = [DefaultGraph(), NamedNode(PROPOSALS_GRAPH)] if with_proposals else None

    @classmethod
    def open(cls, folder: Path, *, with_proposals: bool = False) -> EmbeddedStore:
        """Open a store folder that ``write_store`` made, read-only; ``OSError`` when it is none."""
        return cls(Store.read_only(str(folder)), with_proposals=with_proposals)

    @classmethod
    def in_memory(cls, nquads: Iterable[bytes], *, with_proposals: bool = False) -> EmbeddedStore:
        """A store of these N-Quads texts that lives as long as this object."""
        store = Store()
        load(store, nquads)
        return cls(store, with_proposals=with_proposals)

    def select(self, query: str, params: Params | None = None) -> list[Row]:
        found = self.stream(query, params)
        if not isinstance(found, QuerySolutions):
            raise SyntaxError("this query is no SELECT")
        names = [variable.value for variable in found.variables]
        return [
            {name: value for name, value in zip(names, solution, strict=True) if value is not None}
            for solution in found
        ]

    def ask(self, query: str, params: Params | None = None) -> bool:
        found = self.stream(query, params)
        if not isinstance(found, QueryBoolean):
            raise SyntaxError("this query is no ASK")
        return bool(found)

    def construct(self, query: str, params: Params | None = None) -> list[Triple]:
        found = self.stream(query, params)
        if not isinstance(found, QueryTriples):
            raise SyntaxError("this query is no CONSTRUCT or DESCRIBE")
        return list(found)

    def graph_names(self) -> list[str]:
        return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode))

    def stream(
        self, query: str, params: Params | None = None, prefixes: Mapping[str, str] | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """What a query finds, as it is found: rows or triples to go through once, in the thread that asked.

        ``prefixes`` are known without being declared; one that the query declares itself wins.
        """
        bound: dict[Variable, Term | Triple] | None = None
        if params:
            bound = {Variable(name): term for name, term in params.items()}
        dataset = None if self._dataset and names_own_dataset(query) else self._dataset
        known = dict(prefixes) if prefixes else None
        return self._store.query(query, prefixes=known, default_graph=dataset, substitutions=bound)


def names_own_dataset(query: str) -> bool:
    """Whether a query chooses its graphs with ``FROM``; texts, IRIs and comments that hold the word do not count."""
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), query) if "\\" in query else query
    return bool(_FROM.search(_NOT_SYNTAX.sub(lambda match: "<>" if match[0].startswith("<") else " ", plain)))


def load(store: Store, nquads: Iterable[bytes]) -> None:
    """Load N-Quads texts under their graphs and, but for the proposals, into the default graph as well.

    The lines must be N-Quads as ``canonical`` writes them; text that is no N-Quads raises ``SyntaxError``.
    """
    texts = list(nquads)
    store.bulk_load(b"".join([*texts, *map(without_graphs, texts)]), RdfFormat.N_QUADS, lenient=True)


def canonical(quads: Iterable[Quad]) -> bytes:
    """Quads as sorted N-Quads lines without repetition, UTF-8, LF: the same quads give the same bytes."""
    lines = set((serialize(quads, format=RdfFormat.N_QUADS) or b"").split(b"\n")) - {b""}
    return b"".join(line + b"\n" for line in sorted(lines))


def without_graphs(nquads: bytes) -> bytes:
    """N-Quads as N-Triples, without the proposals."""
    lines = (line for line in nquads.split(b"\n") if line and not line.endswith(_PROPOSALS))
    try:
        return b"".join(line[: line.rindex(b" <")] + b" .\n" for line in lines)
    except ValueError as error:
        raise SyntaxError("a line names no graph") from error


def write_store(folder: Path, nquads: Iterable[bytes]) -> None:
    """Make an Oxigraph store in an empty folder; ``OSError`` when the system refuses, ``SyntaxError`` for bad text."""
    store = Store(str(folder))
    load(store, nquads)
    store.flush()
