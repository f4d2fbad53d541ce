"""Who we are to a service: from the environment or netrc, never from the command line.

``PLANGRAPH_STORE_TOKEN`` is sent as a bearer token. ``PLANGRAPH_STORE_USER`` and ``PLANGRAPH_STORE_PASSWORD``, or the
entry of netrc for the host (``NETRC`` names another file), answer the challenge of the service: Digest when it offers
that, else Basic. Nothing is sent before the service asks, but the token.
"""

from __future__ import annotations

import netrc
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from plangraph.remote.errors import RemoteError


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, or a user with a password; neither is ever shown."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        return self.token is not None or self.user is not None


def credentials_for(address: str, environ: Mapping[str, str] = os.environ) -> Credentials:
    """What the environment, else netrc, says for this address; empty when they say nothing.

    Raises ``RemoteError`` for half of a pair, or a netrc that cannot be read.
    """
    user, password = environ.get("PLANGRAPH_STORE_USER"), environ.get("PLANGRAPH_STORE_PASSWORD")
    if token := environ.get("PLANGRAPH_STORE_TOKEN"):
        if not token.isascii() or not token.isprintable():
            raise RemoteError("bad_token")
        return Credentials(token=token)
    if user and password is not None:
        return Credentials(user, password)
    if user or password:
        raise RemoteError("half_credentials", missing="PASSWORD" if user else "USER")
    return _from_netrc(address, environ)


def _from_netrc(address: str, environ: Mapping[str, str]) -> Credentials:
    path = Path(environ.get("NETRC") or Path.home() / (".netrc" if os.name != "nt" else "_netrc"))
    host = urlsplit(address).hostname or ""
    if not path.is_file():
        return Credentials()
    try:
        entry = netrc.netrc(str(path)).hosts.get(host)  # not its default: a password for everybody is for nobody
    except netrc.NetrcParseError as error:
        raise RemoteError("bad_netrc", path=path, reason=error.msg) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RemoteError("bad_netrc", path=path, reason=type(error).__name__) from None
    return Credentials(entry[0], entry[2]) if entry and entry[2] is not None else Credentials()


class Answering(httpx.Auth):
    """Answers the challenge of a service: Digest before Basic; the bearer token goes with every request."""

    def __init__(self, credentials: Credentials) -> None:
        self._known = credentials
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._known.token is not None:
            request.headers["Authorization"] = f"Bearer {self._known.token}"
            yield request
            return
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)
            return
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED or self._known.user is None:
            return
        offered = [challenge.lower() for challenge in response.headers.get_list("www-authenticate")]
        user, password = self._known.user, self._known.password or ""
        if any("digest" in challenge for challenge in offered):
            yield from self._digest(httpx.DigestAuth(user, password), request, response)
        elif any(challenge.startswith("basic") or ", basic" in challenge for challenge in offered):
            self._chosen = httpx.BasicAuth(user, password)
            yield from self._chosen.auth_flow(request)

    def _digest(
        self, digest: httpx.DigestAuth, request: httpx.Request, challenge: httpx.Response
    ) -> Generator[httpx.Request, httpx.Response, None]:
        flow = digest.auth_flow(request)
        next(flow)  # the request without an answer, which was sent already
        self._chosen = digest
        yield flow.send(challenge)
