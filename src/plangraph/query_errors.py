"""What can go wrong with a query of a user; the sentences are those of ``texts/query.toml``."""

from __future__ import annotations

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts


class QueryError(PlanGraphError):
    """A question or query cannot be answered; ``key`` is that of its sentence, ``values`` what the sentence names."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(th=Texts("query", "th")(key, **values), en=Texts("query", "en")(key, **values))
        self.key, self.values = key, values

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), dict(self.__dict__), self.args)


class UnknownQuestion(QueryError, LookupError):
    """No question or file of that name; the nearest names are in the message."""


class BadParameter(QueryError, ValueError):
    """A parameter is unknown, missing or of another kind than the question wants."""


class QueryRefused(QueryError):
    """The query would change data or reach outside the graph."""


class QueryLimit(QueryError):
    """A limit ended the query: ``limit`` is ``"time"``, ``"rows"`` or ``"memory"``."""

    def __init__(self, limit: str, **values: object) -> None:
        super().__init__(f"limit_{limit}", **values)
        self.limit = limit


class QuerySyntax(QueryError, ValueError):
    """The text is no SPARQL query; ``line`` and ``column`` (from 1) say where it stops being one."""

    def __init__(self, key: str, text: str, *, line: int, column: int, **values: object) -> None:
        super().__init__(key, line=line, column=column, **values)
        self.line, self.column = line, column
        lines = text.split("\n")
        self.source_line = lines[line - 1] if line <= len(lines) else ""


class BadHeader(QueryError, ValueError):
    """The ``#+`` header of a query file is not as documented."""


def _again(kind: type[QueryError], state: dict[str, object], args: tuple[object, ...]) -> QueryError:
    """An error that came from the worker process, as it was there."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
