"""A site that runs in a thread of the test, and requests to it over real HTTP."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import uvicorn
from pyoxigraph import Store

from plangraph.store import EmbeddedStore, write_store
from plangraph.web.app import create_app
from plangraph.web.server import ImpatientProtocol
from plangraph.web.settings import Limits, Settings
from plangraph.web.site import Site, site_over

JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Client:
    """Requests to one site, each over a connection of its own."""

    port: int
    site: Site

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        """``accept="text/html"`` and ``content_type=…`` become headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, (body.encode() if isinstance(body, str) else body) or None, named)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", quote(path, safe="/?&=#%+:,"), **headers)

    def sparql(self, query: str, *more: tuple[str, str], accept: str = JSON) -> Answer:
        """A query by GET, with further parameters."""
        return self.send("GET", f"/sparql?{urlencode([('query', query), *more])}", accept=accept)

    def post(self, query: str, *more: tuple[str, str], accept: str = JSON) -> Answer:
        """A query as a posted form."""
        return self.send("POST", "/sparql", urlencode([("query", query), *more]), content_type=FORM, accept=accept)


def database(folder: Path, nquads: Iterable[bytes]) -> Path:
    """A store folder on disk, as a build makes it."""
    target = folder / "0123456789abcdef" / "db"
    target.mkdir(parents=True)
    write_store(target, nquads)
    return target


@contextmanager
def running(
    db: Path, limits: Limits | None = None, workers: int = 4, *, warm: bool = False, settings: Settings | None = None
) -> Iterator[Client]:
    """A site over a store folder, until the block ends."""
    chosen = settings or Settings(limits=limits or Limits(), workers=workers)
    with serving(lambda: site_over(chosen, EmbeddedStore(Store.read_only(str(db))), db), warm=warm) as client:
        yield client


@contextmanager
def serving(opened: Callable[[], Site], *, warm: bool = False) -> Iterator[Client]:
    """A site, opened where its event loop runs, until the block ends."""
    ready, loops = threading.Event(), list[asyncio.AbstractEventLoop]()
    servers, sites = list[uvicorn.Server](), list[Site]()
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen(1024)

    async def serve() -> None:
        site = opened()
        config = uvicorn.Config(
            create_app(site, warm=warm),
            http=ImpatientProtocol,
            ws="none",
            log_level="error",
            access_log=False,
            lifespan="on",
        )
        server = uvicorn.Server(config)
        servers.append(server)
        sites.append(site)
        loops.append(asyncio.get_running_loop())
        ready.set()
        await server.serve(sockets=[listening])

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    try:
        assert ready.wait(20)
        yield Client(listening.getsockname()[1], sites[0])
    finally:
        for server in servers:
            server.should_exit = True
        thread.join(20)
        listening.close()
