"""What the site asks of a query worker, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plangraph.namespaces import GRAPH

if TYPE_CHECKING:
    from plangraph.store import Term

UNION: Final = f"{GRAPH}union"  # stands for the union of all graphs but the proposals


@dataclass(frozen=True, slots=True)
class Job:
    """A query and the media types its answer may have: ``rows_as`` for rows or a yes, ``triples_as`` for triples."""

    text: str
    rows_as: str | None = "application/sparql-results+json"
    triples_as: str | None = "text/turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    params: tuple[tuple[str, Term], ...] = ()
    rows: int = 100_000
    seconds: float = 10.0

    @property
    def names_dataset(self) -> bool:
        """Whether the request, not the query, says which graphs to ask."""
        return bool(self.default_graphs or self.named_graphs)


@dataclass(frozen=True, slots=True)
class Reply:
    """A rendered answer."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NotAcceptable:
    """The answer has a form for which the caller named no media type we write."""

    kind: str  # "rows" | "triples"
