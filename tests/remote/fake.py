"""A SPARQL service on loopback that misbehaves on order, and keeps what it was asked."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, Store

JSON = "application/sparql-results+json"
CUT = b'{"head":{"vars":["n"]},"results":{"bindings":[The SPARQL operation has been cancelled'
ONE = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode("utf-8"))

    @property
    def params(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer."""

    status: int = 200
    body: bytes = ONE
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})


Behaviour = Callable[[Asked], Said]


@dataclass(slots=True)
class Service:
    """A running fake: its address, and what it was asked so far."""

    address: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def service(*says: Said | Behaviour) -> Iterator[Service]:
    """A service that gives these answers one after another, the last one for ever."""
    asked: list[Asked] = []
    left = list(says)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            asked.append(request)
            say = left.pop(0) if len(left) > 1 else left[0]
            reply = say if isinstance(say, Said) else say(request)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # the names of http.server

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Service(f"http://127.0.0.1:{server.server_address[1]}/sparql", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def engine(
    store: Store, *, rows: int = 0, name: str = "", before: Callable[[Asked], Said | None] | None = None
) -> Behaviour:
    """A service over an Oxigraph store that cuts results at ``rows`` in silence, as Virtuoso does.

    ``before`` may answer in its place.
    """
    lock = threading.Lock()

    def behave(asked: Asked) -> Said:
        if before and (said := before(asked)):
            return said
        headers = {"Content-Type": JSON, **({"Server": name} if name else {})}
        with lock:
            if "update" in asked.form:
                store.update(asked.form["update"][0])
                return Said(204, b"", headers)
            return Said(200, _answered(store, asked, rows), headers)

    return behave


def _answered(store: Store, asked: Asked, limit: int) -> bytes:
    found = store.query(
        asked.form["query"][0],
        default_graph=_nodes(asked.form.get("default-graph-uri")),
        named_graphs=_nodes(asked.form.get("named-graph-uri")),
    )
    assert isinstance(found, QuerySolutions | QueryBoolean)
    text = found.serialize(format=QueryResultsFormat.JSON)
    assert text is not None
    return _cut(text, limit) if limit and isinstance(found, QuerySolutions) else text


def _cut(text: bytes, limit: int) -> bytes:
    import json

    results = json.loads(text)
    results["results"]["bindings"] = results["results"]["bindings"][:limit]
    return json.dumps(results).encode("utf-8")


def _nodes(iris: Sequence[str] | None) -> Any:
    return [NamedNode(iri) for iri in iris] if iris else None
