"""Run a user's query in a process of its own that is killed at its limits.

Oxigraph cannot be told to stop, so the process that evaluates is not the one that waits. It guards the query first
(parsing a hostile text costs time too), opens the graph read-only, and sends back what it found or the error.
"""

from __future__ import annotations

import os
import pickle  # what is unpickled comes from our own child process, or from our own parent
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from plangraph.errors import PlanGraphError
from plangraph.namespaces import PREFIXES
from plangraph.queries import Answer
from plangraph.query_errors import BadParameter, QueryError, QueryLimit
from plangraph.query_guard import guard, syntax_error
from plangraph.resources import PACKAGE

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from plangraph.remote.store import RemoteStore
    from plangraph.store import EmbeddedStore, Term

SECONDS: Final = 30.0  # for the whole of a query, the start of its process included
ROWS: Final = 100_000
MEGABYTES: Final = 1024  # of memory for the process, where the system can limit it


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: wall-clock seconds, rows (or triples) of its answer, megabytes of memory."""

    seconds: float = SECONDS
    rows: int = ROWS
    megabytes: int = MEGABYTES


@dataclass(frozen=True, slots=True)
class Request:
    """A query for the worker: ``store`` and ``with_proposals`` as ``opening.open_graph`` takes them."""

    text: str
    store: str | None = None
    with_proposals: bool = False
    params: Mapping[str, Term] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


def ask(request: Request) -> Answer:
    """The answer of a user's query.

    Raises ``QueryLimit`` (its ``limit`` says which one), ``QueryRefused``, ``QuerySyntax``, or another
    ``PlanGraphError`` when there is no graph to ask.
    """
    path = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
    try:
        done = subprocess.run(  # noqa: S603  # our own module; the query goes in as data
            [sys.executable, "-P", "-m", __name__],
            input=pickle.dumps(request),
            capture_output=True,
            timeout=request.limits.seconds,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryLimit("time", seconds=request.limits.seconds) from None
    if done.returncode != 0:
        raise _death(done.returncode, done.stderr.decode("utf-8", "replace"), request.limits)
    found: Answer | QueryError | tuple[str, str] = pickle.loads(done.stdout)  # noqa: S301
    if isinstance(found, QueryError):
        raise found
    if isinstance(found, tuple):
        raise PlanGraphError(th=found[0], en=found[1])
    return found


def _death(status: int, said: str, limits: Limits) -> QueryError:
    """Why a worker ended without an answer: killed by a signal or by its own lack of memory, else what it said last."""
    last = next((line for line in reversed(said.splitlines()) if line.strip()), f"exit {status}")
    if status < 0 or last.startswith("MemoryError"):
        return QueryLimit("memory", megabytes=limits.megabytes)
    return QueryError("query_failed", reason=last)


def evaluate(store: EmbeddedStore | RemoteStore, request: Request) -> Answer:
    """Guard the query and answer it in this process; only its row limit is watched here.

    The prefixes of ``namespaces.PREFIXES`` are known without being declared.
    """
    query = guard(request.text)
    try:
        found = store.stream(query.text, request.params, PREFIXES)
        return _collect(found, request.limits.rows)
    except PlanGraphError:  # of a service, which judges the text itself
        raise
    except SyntaxError as error:
        raise syntax_error(query.text, str(error)) from error
    except RuntimeError as error:
        if "SELECT projection" in str(error):
            raise BadParameter("not_selected", names=", ".join(request.params)) from error
        raise QueryError("query_failed", reason=str(error)) from error
    except (ValueError, OSError) as error:
        raise QueryError("query_failed", reason=str(error)) from error


def _collect(found: QuerySolutions | QueryBoolean | QueryTriples | Answer, limit: int) -> Answer:
    from pyoxigraph import QueryBoolean, QueryTriples

    if isinstance(found, Answer):  # of a service: complete already
        return _within(found, len(found.triples or found.rows or ()), limit)
    if isinstance(found, QueryBoolean):
        return Answer(boolean=bool(found))
    if isinstance(found, QueryTriples):
        triples = list(islice(found, limit + 1))
        return _within(Answer(triples=sorted(triples, key=str)), len(triples), limit)
    names = [variable.value for variable in found.variables]
    rows = [
        {name: value for name, value in zip(names, solution, strict=True) if value is not None}
        for solution in islice(found, limit + 1)
    ]
    return _within(Answer(variables=tuple(names), rows=rows), len(rows), limit)


def _within(answer: Answer, size: int, limit: int) -> Answer:
    if size > limit:
        raise QueryLimit("rows", rows=limit)
    return answer


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, megabytes * 2**20))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer the request in ``source``; ``sink`` gets an ``Answer``, a ``QueryError``, or another error's th and en."""
    from plangraph.opening import open_graph

    request: Request = pickle.load(source)  # noqa: S301
    _limit_memory(request.limits.megabytes)
    found: Answer | QueryError | tuple[str, str]
    try:
        found = evaluate(open_graph(request.store, with_proposals=request.with_proposals), request)
    except QueryError as error:
        found = error
    except PlanGraphError as error:
        found = (error.th, error.en)
    pickle.dump(found, sink)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
