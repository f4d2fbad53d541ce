"""Results that a service cuts in silence: noticed by counting, and fetched again in pages.

Virtuoso ends every result at 10,000 rows (``ResultSetMaxRows``) with status 200. A result of a suspiciously round size
is compared with ``COUNT``; when rows are missing, the query is asked in pages over an order that no two rows share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plangraph.remote.tokens import Token, modifiers, selects, text_of, tokens

ROUND: Final = (1000, 1024)  # limits of services are multiples of these


def looks_cut(rows: int, limit: int) -> bool:
    """Whether so many rows may be a cut result of a service with this known limit (0: unknown)."""
    return rows > 0 and (rows == limit or any(rows % size == 0 for size in ROUND))


@dataclass(frozen=True, slots=True)
class Paged:
    """A SELECT that can be counted and asked in pages."""

    prologue: str
    datasets: str  # its FROM clauses
    text: str  # the SELECT without them
    limit: int | None  # its own LIMIT

    @classmethod
    def of(cls, query: str) -> Paged:
        """Take a SELECT apart; ``ValueError`` for another form."""
        found = tokens(query)
        whole = selects(found)[0]
        if found[whole.start].word != "SELECT":
            raise ValueError("no SELECT")
        start = next((at for at in range(whole.start, whole.head_end) if found[at].word == "FROM"), whole.head_end)
        places = modifiers(found, whole)
        limit = int(found[places["LIMIT"] + 1].text) if "LIMIT" in places else None
        return cls(
            text_of(found[: whole.start]),
            text_of(found[start : whole.head_end]),
            text_of([*found[whole.start : start], *found[whole.head_end :]]),
            limit,
        )

    @property
    def count(self) -> str:
        """The query for the number of rows, as ``?rows``."""
        return f"{self.prologue} SELECT (COUNT(*) AS ?rows) {self.datasets} WHERE {{ {{ {self.text} }} }}"

    def page(self, names: Sequence[str], size: int, offset: int) -> str:
        """One page, in the order of the query and then by all its columns.

        The order is inside, the page outside: Virtuoso refuses to sort and to skip beyond 10,000 rows at once.
        """
        columns = " ".join(f"?{name}" for name in names)
        inner = _ordered(self.text, columns)
        limits = f"LIMIT {size} OFFSET {offset}"
        return f"{self.prologue} SELECT {columns} {self.datasets} WHERE {{ {{ {inner} }} }} {limits}"


def _ordered(text: str, columns: str) -> str:
    """A SELECT whose order has all of its columns at the end."""
    found = tokens(text)
    places = modifiers(found, selects(found)[0])
    behind = [at for word, at in places.items() if word in {"LIMIT", "OFFSET", "VALUES"}]
    at = min(behind, default=len(found))
    added = columns if "ORDER" in places else f"ORDER BY {columns}"
    return text_of([*found[:at], Token("order", added, " "), *found[at:]])
