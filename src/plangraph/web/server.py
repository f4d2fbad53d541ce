"""Serve the site with uvicorn: bind first, open the graph, answer, and give slow connections no room."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from plangraph.web.app import create_app
from plangraph.web.settings import HEADER_SECONDS, Settings
from plangraph.web.site import open_site

if TYPE_CHECKING:
    from plangraph.opening import Tell

KEEP_ALIVE: Final = 5  # seconds an idle connection is kept
CONNECTIONS: Final = 4096  # open at once; beyond, 503
BACKLOG: Final = 1024  # connections that wait to be taken
FILES: Final = 8192  # open files that many connections and the store need


class ImpatientProtocol(H11Protocol):
    """Closes a connection that has not sent the head of its first request in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._patience = self.loop.call_later(HEADER_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if getattr(self, "cycle", None) is None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        super().connection_lost(exc)


def run(settings: Settings, tell: Tell, ready: Callable[[int], None]) -> None:
    """Serve until interrupted. ``OSError`` when the address cannot be had, ``PlanGraphError`` without a graph."""
    allow_files()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With its protocol named, asyncio sets TCP_NODELAY; without, every answer waits 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)
        asyncio.run(_serve(settings, tell, listening, ready))


async def _serve(settings: Settings, tell: Tell, listening: socket.socket, ready: Callable[[int], None]) -> None:
    config = uvicorn.Config(
        create_app(open_site(settings, tell)),
        http=ImpatientProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        limit_concurrency=CONNECTIONS,
        backlog=BACKLOG,
    )
    server = uvicorn.Server(config)
    asyncio.get_running_loop().call_soon(ready, listening.getsockname()[1])
    await server.serve(sockets=[listening])


def allow_files() -> None:
    """Let this process open as many files as it may, where the system asks."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
