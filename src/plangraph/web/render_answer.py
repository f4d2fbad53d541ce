"""An answer in the media type its caller asked for."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples

from plangraph import query_formats
from plangraph.namespaces import PREFIXES
from plangraph.queries import Answer
from plangraph.query_errors import QueryError, QueryLimit
from plangraph.web.job import Job, NotAcceptable, Reply

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from pyoxigraph import Triple

    from plangraph.query_formats import Cell

# media type -> format of ``query_formats``; the first is what a caller gets who takes anything
_BETWEEN: Final = b"},{"
ROWS: Final[dict[str, str]] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES: Final[dict[str, str]] = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/ld+json": "JSON_LD",
    "application/rdf+xml": "RDF_XML",
    "application/x-turtle": "TURTLE",
    "application/json": "JSON_LD",
    "text/plain": "N_TRIPLES",
}


def collect(found: QuerySolutions | QueryBoolean | QueryTriples | Answer, limit: int) -> Answer:
    """Everything a query finds, in its order; ``QueryLimit`` beyond ``limit`` rows or triples."""
    if isinstance(found, Answer):  # of a service: complete already
        return _within(found, len(found.triples or found.rows), limit)
    if isinstance(found, QueryBoolean):
        return Answer(boolean=bool(found))
    if isinstance(found, QueryTriples):
        triples = list(islice(found, limit + 1))
        return _within(Answer(triples=triples), len(triples), limit)
    names = [variable.value for variable in found.variables]
    rows = [
        {name: value for name, value in zip(names, solution, strict=True) if value is not None}
        for solution in islice(found, limit + 1)
    ]
    return _within(Answer(variables=tuple(names), rows=rows), len(rows), limit)


def _within(answer: Answer, count: int, limit: int) -> Answer:
    if count > limit:
        raise QueryLimit("rows", rows=limit)
    return answer


def reply(found: QuerySolutions | QueryBoolean | QueryTriples | Answer, job: Job) -> Reply | NotAcceptable:
    """What a query finds, as the job wants it. Raises ``QueryLimit``."""
    if isinstance(found, QuerySolutions) and job.rows_as and ROWS[job.rows_as] == "json":
        return Reply(job.rows_as, sparql_json(found, job.rows))
    return render(collect(found, job.rows), job)


def render(answer: Answer, job: Job) -> Reply | NotAcceptable:
    """The answer as bytes."""
    if answer.triples is not None:
        if job.triples_as is None:
            return NotAcceptable("triples")
        return Reply(job.triples_as, rdf(answer.triples, job.triples_as))
    if job.rows_as is None:
        return NotAcceptable("rows")
    form = ROWS[job.rows_as]
    text = sparql_csv(answer) if form == "csv" else query_formats.render(answer, form)
    return Reply(job.rows_as, text.encode("utf-8"))


def rdf(triples: list[Triple], media_type: str) -> bytes:
    """Triples as Turtle, N-Triples, JSON-LD or RDF/XML."""
    from pyoxigraph import RdfFormat, serialize

    name = TRIPLES[media_type]
    try:
        return (
            serialize(triples, format=getattr(RdfFormat, name), prefixes=None if name == "N_TRIPLES" else PREFIXES)
            or b""
        )
    except ValueError as error:  # a predicate that RDF/XML cannot name
        raise QueryError("query_failed", reason=str(error)) from error


class Counted(io.BytesIO):
    """Takes JSON results as Oxigraph writes them, and counts their rows: ``},{`` stands between two rows.

    A text of the data may hold these signs too, so the count may run ahead, never behind.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left, self._limit, self._last = limit, limit, b""

    def write(self, content: ReadableBuffer) -> int:
        piece = self._last + bytes(content)
        self._left -= piece.count(_BETWEEN)
        self._last = piece[1 - len(_BETWEEN) :]
        if self._left <= 0:
            raise QueryLimit("rows", rows=self._limit)
        return super().write(content)


def sparql_json(found: QuerySolutions, limit: int) -> bytes:
    """SPARQL 1.1 JSON results, written by Oxigraph; ``QueryLimit`` beyond ``limit`` rows."""
    written = Counted(limit)
    found.serialize(written, QueryResultsFormat.JSON)
    return written.getvalue() + b"\n"


def sparql_csv(answer: Answer) -> str:
    """SPARQL 1.1 CSV results: plain values, RFC 4180 quoting and line ends."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(query_formats.columns(answer))
    writer.writerows([[_plain(cell) for cell in row] for row in query_formats.rows(answer)])
    return buffer.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"_:{cell.value}" if isinstance(cell, BlankNode) else cell.value
