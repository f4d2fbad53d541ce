"""What a service sent, as terms: whole or not at all.

A 200 may carry an HTML page, results that break off where a time-out struck, or rows cut at a limit: each is an error.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from plangraph.namespaces import expand
from plangraph.remote.address import origin
from plangraph.remote.client import said
from plangraph.remote.errors import BadAnswer
from plangraph.remote.transport import Response
from plangraph.store import Row, Term

JSON: Final = "application/sparql-results+json"
Table: TypeAlias = tuple[list[str], list[Row]]
_BOOLEAN: Final = NamedNode(expand("xsd:boolean"))
_WORDS: Final = {"1": Literal("true", datatype=_BOOLEAN), "0": Literal("false", datatype=_BOOLEAN)}


def table(response: Response) -> Table:
    """The variables and rows of a ``SELECT``. Raises ``BadAnswer`` when they are not whole."""
    found = _parsed(response)
    if isinstance(found, bool):
        raise _bad("not_rows", response)
    return found


def truth(response: Response) -> bool:
    """The answer of an ``ASK``. Raises ``BadAnswer``."""
    found = _parsed(response)
    if isinstance(found, bool):
        return found
    raise _bad("not_boolean", response)


def mended(term: Term) -> Term:
    """A term as it was stored: Virtuoso gives booleans back as 1 and 0."""
    if isinstance(term, Literal) and term.datatype == _BOOLEAN:
        return _WORDS.get(term.value, term)
    return term


def _parsed(response: Response) -> Table | bool:
    if response.media_type not in {JSON, "application/json"}:
        raise _no_results(response)
    with suppress(SyntaxError, ValueError):  # pyoxigraph's solutions must not live on in a traceback: see _read
        return _read(response.content)
    raise _bad("broken_results", response)


def _read(content: bytes) -> Table | bool:
    """What the results hold. Its solutions die here, in the thread that made them, as pyoxigraph wants it."""
    found = parse_query_results(content, QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = [
        {name: _term(value) for name, value in zip(names, solution, strict=True) if value is not None}
        for solution in found
    ]
    return names, rows


def _term(value: Term | Triple) -> Term:
    if isinstance(value, Triple):
        raise ValueError("a triple term")
    return mended(value)


def _no_results(response: Response) -> BadAnswer:
    if "html" in response.media_type or response.content[:200].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return _bad("html", response)
    return _bad("other_type", response, found=response.media_type or "?", reason=said(response))


def _bad(key: str, response: Response, **values: object) -> BadAnswer:
    return BadAnswer(key, host=origin(response.address)[1], **values)
