"""Ask a service and say clearly why it does not answer: retries, and one sentence for every failure."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from plangraph.remote.address import Endpoints, origin
from plangraph.remote.auth import credentials_for
from plangraph.remote.dialects import Dialect, dialect_of
from plangraph.remote.errors import NotUnderstood, Refused, RemoteError
from plangraph.remote.transport import AnonymousTransport, HttpxTransport, Request, Response, TimeOuts, Transport

BUSY: Final = frozenset({502, 503, 504})
PAUSES: Final = (0.5, 1.0, 2.0, 4.0)  # seconds before each further attempt
LONGEST: Final = 30.0  # seconds a service may ask us to wait
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SENTENCES: Final = {
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    405: "not_found",
    410: "not_found",
    413: "too_large",
}
_TAG = re.compile(r"<[^<>]*>")


class Client:
    """One service. Every request is one that may be sent twice, so a busy service is asked again."""

    def __init__(
        self,
        endpoints: Endpoints,
        time_outs: TimeOuts | None = None,
        *,
        environ: Mapping[str, str] = os.environ,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoints = endpoints
        waits = time_outs or _time_outs(environ)
        credentials = credentials_for(endpoints.query, environ)
        self._full: Transport = HttpxTransport(credentials, waits)
        simple = AnonymousTransport.serves(endpoints.query, credentials)
        self._queries: Transport = AnonymousTransport(waits) if simple else self._full
        self._sleep = sleep
        self._server = ""

    @property
    def dialect(self) -> Dialect:
        """The engine, as its last answer named it."""
        return dialect_of(self._server)

    def query(self, text: str, dataset: Sequence[tuple[str, str]] = (), *, accept: str) -> Response:
        """The answer to a query over a dataset given by ``default-graph-uri`` and ``named-graph-uri`` pairs.

        It goes as a form: Virtuoso never answers a direct POST of ``application/sparql-query``.
        """
        form = (("query", text), *dataset)
        return self._send(self._queries, Request(self.endpoints.query, form, accept))

    def update(self, text: str) -> None:
        """Run an update, which must be one that may run twice."""
        self._send(self._full, Request(self.endpoints.update, (("update", text),)))

    def add_triples(self, graph: str, ntriples: bytes) -> None:
        """Add N-Triples to a graph by the Graph Store Protocol (POST)."""
        self._send_graph("POST", graph, ntriples)

    def put_graph(self, graph: str, ntriples: bytes) -> None:
        """Make these N-Triples the whole of a graph by the Graph Store Protocol (PUT)."""
        self._send_graph("PUT", graph, ntriples)

    def _send_graph(self, method: str, graph: str, ntriples: bytes) -> None:
        address = self.endpoints.graph_store
        if address is None:
            raise RemoteError("no_graph_store")
        kind = "application/n-triples"
        params = (("graph", graph),)
        self._send(self._full, Request(address, (), "*/*", method, ntriples, kind, params))

    def close(self) -> None:
        self._full.close()
        self._queries.close()

    def _send(self, transport: Transport, request: Request) -> Response:
        response = transport.send(request)
        for pause in PAUSES:
            if response.status not in BUSY:
                break
            self._sleep(_pause(response, pause))
            response = transport.send(request)
        self._server = response.headers.get("server", self._server)
        if not 200 <= response.status < 300:
            raise _refusal(response, request)
        return response


def _time_outs(environ: Mapping[str, str]) -> TimeOuts:
    if (given := environ.get("PLANGRAPH_STORE_TIMEOUT")) is None:
        return TimeOuts()
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise RemoteError("bad_time_out", given=given)
    return TimeOuts(read=seconds)


def _pause(response: Response, otherwise: float) -> float:
    asked = response.headers.get("retry-after", "")
    return min(float(asked), LONGEST) if asked.isascii() and asked.isdigit() else otherwise


def _refusal(response: Response, request: Request) -> RemoteError:
    host, status, reason = origin(response.address)[1], response.status, said(response)
    if status in _REDIRECTS:
        return Refused("redirected", host=host, target=response.headers.get("location", "?")[:200])
    if status in BUSY:
        return Refused("busy", host=host, status=status, attempts=len(PAUSES) + 1)
    if status in _SENTENCES:
        return Refused(_SENTENCES[status], host=host, address=response.address)
    understood = request.is_query and (status == 400 or "Virtuoso" in response.headers.get("server", ""))
    if understood and not _ran_out(reason):
        return NotUnderstood("not_understood", host=host, reason=reason)
    return Refused("other_status", host=host, status=status, reason=reason)


def _ran_out(reason: str) -> bool:
    """Whether Virtuoso's error is about time or memory rather than about the query."""
    return reason.startswith(("Virtuoso S1T00", "Virtuoso 42000 Error The estimated execution time", "Virtuoso 40"))


def said(response: Response) -> str:
    """The first words of what a service says, as one line without markup."""
    text = _TAG.sub(" ", response.content[:4000].decode("utf-8", "replace"))
    line = " ".join(
        "".join(char if char.isprintable() else " " for char in text.partition("\nSPARQL query:")[0]).split()
    )
    return line[:300] or "?"
