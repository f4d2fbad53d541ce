"""The process that answers queries of users, one after another, until it is told to stop or is killed.

Requests and answers are pickles with their length before them, from our own parent and to it. The worker holds the
graph in memory when it is small enough, because Oxigraph reads from disk several times slower.
"""

from __future__ import annotations

import pickle  # what is unpickled comes from our own parent process
import re
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, Final

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from plangraph.errors import PlanGraphError
from plangraph.namespaces import PREFIXES
from plangraph.opening import silent
from plangraph.query_errors import BadParameter, QueryError, QueryLimit
from plangraph.query_guard import MAX_NESTING, guard, resolve_text, syntax_error
from plangraph.remote.address import is_address
from plangraph.store import Term
from plangraph.web.job import UNION, Job, NotAcceptable, Reply
from plangraph.web.render_answer import reply

if TYPE_CHECKING:
    from plangraph.queries import Answer
    from plangraph.remote.queries import ServiceQueries

LENGTH: Final = struct.Struct("!I")
IN_MEMORY: Final = 600_000  # quads: about 200 MB
GRACE: Final = 2.0  # seconds after its time limit at which a worker whose parent is gone dies by itself
PIPE: Final = 2**20  # bytes an answer may fill before anybody reads it
# A variable or the local part of a name, which both parsers take whole: ``?from`` and ``pg:from`` are no keyword.
_NAMED: Final = re.compile(r"[?$:]\w+", re.ASCII)
_OPENING: Final = frozenset("({[")


def open_store(database: str) -> Store | ServiceQueries:
    """The database, copied into memory when it is small; or the service at that address."""
    if is_address(database):
        from plangraph.remote.opening import open_service
        from plangraph.remote.queries import ServiceQueries

        return ServiceQueries(open_service(database, silent))
    stored = Store.read_only(database)
    return stored if len(stored) > IN_MEMORY else copied(stored)


def copied(stored: Store) -> Store:
    """A copy of a store in memory."""
    copy = Store()
    copy.bulk_load(stored.dump(format=RdfFormat.N_QUADS), RdfFormat.N_QUADS, lenient=True)
    return copy


def answer(store: Store | ServiceQueries, job: Job) -> Reply | NotAcceptable:
    """Guard the query, run it, and render what it finds. Raises ``QueryError``."""
    text = fit(job.text)
    try:
        found = run(store, text, job)
        return reply(found, job)
    except PlanGraphError:  # of a service, which judges the text itself
        raise
    except SyntaxError as error:
        guard(job.text)  # says it better where the text is an update
        raise syntax_error(text, str(error)) from error
    except RuntimeError as error:
        if "SELECT projection" in str(error):
            raise BadParameter("not_selected", names=", ".join(name for name, _ in job.params)) from error
        raise QueryError("query_failed", reason=str(error)) from error
    except (ValueError, OSError) as error:
        raise QueryError("query_failed", reason=str(error)) from error


def run(store: Store | ServiceQueries, text: str, job: Job) -> QuerySolutions | QueryBoolean | QueryTriples | Answer:
    """The answer of a guarded text over the dataset of the job."""
    bound: dict[Variable, Term | Triple] | None = {Variable(name): term for name, term in job.params} or None
    if not job.names_dataset:
        return store.query(text, prefixes=PREFIXES, substitutions=bound)
    return store.query(
        text,
        prefixes=PREFIXES,
        default_graph=[DefaultGraph() if iri == UNION else NamedNode(iri) for iri in job.default_graphs],
        named_graphs=[NamedNode(iri) for iri in job.named_graphs],
        substitutions=bound,
    )


@lru_cache(maxsize=512)
def fit(text: str) -> str:
    """The text that may run. Raises ``QueryRefused`` or ``QuerySyntax``.

    Where no run of letters spells SERVICE at all, nor FROM outside variables and names, after every escape is
    resolved, neither keyword is there in any reading; if the brackets are few as well, Oxigraph alone may judge the
    text, in a tenth of the time. Everything else is parsed first.
    """
    plain = resolve_text(text)
    upper = plain.upper()
    suspect = "SERVICE" in upper or "FROM" in _NAMED.sub(" ", upper)
    if suspect or sum(char in _OPENING for char in plain) > MAX_NESTING:
        return guard(text).text
    return plain


# --- the process -----------------------------------------------------------------------------------------------------


def serve(source: BinaryIO, sink: BinaryIO, store: Store | ServiceQueries) -> None:
    """Answer jobs until ``source`` ends."""
    while job := receive(source):
        send(sink, outcome(store, job))


def outcome(store: Store | ServiceQueries, job: Job) -> Reply | NotAcceptable | PlanGraphError:
    """The answer, or the error the caller should hear."""
    with alarm(job.seconds + GRACE):
        try:
            return answer(store, job)
        except PlanGraphError as error:
            return error
        except MemoryError:
            return QueryLimit("memory", megabytes=limited_to())


def receive(source: BinaryIO) -> Job | None:
    """The next job; None at the end."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    job: Job = pickle.loads(source.read(LENGTH.unpack(head)[0]))  # noqa: S301  # from our parent
    return job


def send(sink: BinaryIO, message: object) -> None:
    """One message with its length before it."""
    content = pickle.dumps(message)
    sink.write(LENGTH.pack(len(content)) + content)
    sink.flush()


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Let the system end this process after ``seconds``, whatever it does then, where the system can."""
    if sys.platform == "win32":
        yield
        return
    import signal

    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def limit_memory(megabytes: int) -> None:
    """Let the system refuse this process more memory, where it can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, megabytes * 2**20))


def widen(pipe: int) -> None:
    """Let a pipe hold a whole answer of common size, where the system can."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # a user may own so many bytes of pipes
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)


def limited_to() -> int:
    """The memory limit in megabytes; 0 where there is none."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrlimit(resource.RLIMIT_DATA)[0] // 2**20


def main(database: str, megabytes: str) -> None:
    """``python -m plangraph.web.worker DATABASE MEGABYTES``: says one byte when it is ready."""
    store = open_store(database)
    limit_memory(int(megabytes))
    widen(sys.stdout.fileno())
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer, store)


if __name__ == "__main__":
    main(*sys.argv[1:])
