"""One HTTP exchange with a service, by SPARQLWrapper where it serves, else by httpx.

SPARQLWrapper serves for queries without credentials on a direct connection. It does not serve for the rest: it sends
Basic credentials and tokens again wherever a redirect points to, installs a process-wide opener for Digest, sends
requests to this machine through a proxy, and knows no Graph Store Protocol. It has one time-out for connecting and
reading, so the first connection is tried before. No answer from another address is taken: the error says where a
redirect points. httpx does not go there at all; SPARQLWrapper does, with nothing secret in its hands.
"""

from __future__ import annotations

import ast
import http.client
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import httpx
from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from plangraph import __version__
from plangraph.remote.address import origin
from plangraph.remote.auth import Answering, Credentials
from plangraph.remote.errors import Unreachable

AGENT: Final = f"PlanGraph/{__version__}"
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class TimeOuts:
    """Seconds to wait for a connection, and for the next byte of an answer."""

    connect: float = 10.0
    read: float = 120.0


@dataclass(frozen=True, slots=True)
class Request:
    """A form (query or update with dataset parameters), or with ``method`` and ``content`` a graph."""

    address: str
    form: Sequence[tuple[str, str]] = ()
    accept: str = "*/*"
    method: str = "POST"
    content: bytes | None = None
    content_type: str = FORM
    params: Sequence[tuple[str, str]] = ()

    @property
    def is_query(self) -> bool:
        return any(name == "query" for name, _ in self.form)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, complete."""

    address: str
    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Transport(Protocol):
    """Sends one request; raises ``Unreachable`` when no whole answer comes."""

    def send(self, request: Request) -> Response: ...

    def close(self) -> None: ...


class AnonymousTransport:
    """Queries without credentials, by SPARQLWrapper. It keeps state: one instance per query."""

    def __init__(self, time_outs: TimeOuts) -> None:
        self._time_outs = time_outs
        self._reached: set[tuple[str, str, int]] = set()

    @staticmethod
    def serves(address: str, credentials: Credentials) -> bool:
        """Whether SPARQLWrapper may send queries there."""
        return not (credentials or urllib.request.getproxies().get(origin(address)[0]))

    def send(self, request: Request) -> Response:
        self._reach(origin(request.address))
        wrapper = SPARQLWrapper(request.address, agent=AGENT)
        wrapper.setTimeout(max(1, round(self._time_outs.read)))
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setOnlyConneg(True)
        for name, value in request.form:
            if name == "query":
                wrapper.setQuery(value)
            else:
                wrapper.addParameter(name, value)
        wrapper.addCustomHttpHeader("Accept", request.accept)
        return _opened(wrapper, request.address, self._time_outs)

    def _reach(self, where: tuple[str, str, int]) -> None:
        if where in self._reached:
            return
        try:
            socket.create_connection(where[1:], timeout=self._time_outs.connect).close()
        except OSError as error:
            raise _unreachable(where[1], error, self._time_outs) from error
        self._reached.add(where)

    def close(self) -> None:
        """Nothing is kept open."""


def _opened(wrapper: SPARQLWrapper, address: str, time_outs: TimeOuts) -> Response:
    host = origin(address)[1]
    try:
        with wrapper.query().response as found:
            content = found.read()
            headers = {name.lower(): value for name, value in found.headers.items()}
            if found.geturl() != address:  # urllib followed a redirect
                return Response(address, 302, b"", {"location": found.geturl()})
            return Response(address, found.status, content, headers)
    except SPARQLWrapperException as error:
        cause = error.__context__
        if isinstance(cause, urllib.error.HTTPError):
            return _refused(address, cause, _said(error))
        raise Unreachable("broken_off", host=host) from error
    except urllib.error.HTTPError as error:
        return _refused(address, error)
    except urllib.error.URLError as error:
        raise _unreachable(host, error.reason, time_outs) from error
    except TimeoutError as error:
        raise Unreachable("time_out_read", host=host, seconds=time_outs.read) from error
    except (http.client.HTTPException, OSError) as error:
        raise Unreachable("broken_off", host=host) from error


def _said(error: SPARQLWrapperException) -> bytes:
    """The body of an answer that SPARQLWrapper has read, and keeps only as the end of its own message."""
    shown = str(error).partition("Response:\n")[2]
    try:
        said = ast.literal_eval(shown)
    except (ValueError, SyntaxError):
        return shown.encode("utf-8")
    return said if isinstance(said, bytes) else shown.encode("utf-8")


def _refused(address: str, error: urllib.error.HTTPError, said: bytes = b"") -> Response:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    try:
        with error:
            content = error.read() or said
    except (OSError, ValueError, http.client.HTTPException):
        content = said
    return Response(address, error.code, content, headers)


def _unreachable(host: str, reason: object, time_outs: TimeOuts) -> Unreachable:
    """The sentence for what the system says against a connection."""
    if isinstance(reason, ssl.SSLError):
        said = getattr(reason, "verify_message", "") or reason.reason or type(reason).__name__
        return Unreachable("tls", host=host, reason=said)
    if isinstance(reason, socket.gaierror):
        return Unreachable("unknown_host", host=host)
    if isinstance(reason, TimeoutError):
        return Unreachable("time_out_connect", host=host, seconds=time_outs.connect)
    if isinstance(reason, ConnectionRefusedError):
        return Unreachable("refused", host=host)
    return Unreachable("broken_off", host=host)


class HttpxTransport:
    """Everything with credentials, every update and every graph, by httpx; one connection pool for each host."""

    def __init__(self, credentials: Credentials, time_outs: TimeOuts) -> None:
        self._credentials = credentials
        self._time_outs = time_outs
        self._clients: dict[tuple[str, str, int], httpx.Client] = {}

    def send(self, request: Request) -> Response:
        where = origin(request.address)
        content = request.content if request.content is not None else str(httpx.QueryParams(list(request.form)))
        try:
            found = self._client(where).request(
                request.method,
                request.address,
                params=list(request.params) or None,
                content=content,
                headers={"Accept": request.accept, "Content-Type": request.content_type},
            )
        except httpx.ConnectTimeout as error:
            raise Unreachable("time_out_connect", host=where[1], seconds=self._time_outs.connect) from error
        except httpx.TimeoutException as error:
            raise Unreachable("time_out_read", host=where[1], seconds=self._time_outs.read) from error
        except httpx.TransportError as error:
            raise _unreachable(where[1], _root(error), self._time_outs) from error
        headers = {name.lower(): value for name, value in found.headers.items()}
        return Response(request.address, found.status_code, found.content, headers)

    def _client(self, where: tuple[str, str, int]) -> httpx.Client:
        if where not in self._clients:
            self._clients[where] = httpx.Client(
                auth=Answering(self._credentials),
                headers={"User-Agent": AGENT},
                timeout=httpx.Timeout(self._time_outs.read, connect=self._time_outs.connect),
                follow_redirects=False,
                trust_env=where[0] == "https",  # no proxy between us and this machine
            )
        return self._clients[where]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._clients.clear()


def _root(error: BaseException) -> BaseException:
    """The system's own error under those of the libraries."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    return error
