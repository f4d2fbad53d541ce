"""What guards every request: the Host it asks for, where it comes from, and the headers of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
    "img-src 'self' data: blob:"
)
# The query editor measures its text with inline styles; no script is allowed to it that is not ours.
EDITOR_POLICY: Final = f"{POLICY}; style-src 'self' 'unsafe-inline'; font-src 'self' data:"
HEADERS: Final[dict[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
MISDIRECTED: Final = 421
FORBIDDEN: Final = 403


class Guard:
    """Refuses foreign hosts and requests that another site makes; adds the headers above to every answer."""

    def __init__(self, app: ASGIApp, allowed_hosts: frozenset[str]) -> None:
        self.app, self.allowed_hosts = app, allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        await (refusal or self.app)(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_name(hosts[0]) not in self.allowed_hosts:
            return PlainTextResponse("This site does not answer for that host name. (--allow-host)\n", MISDIRECTED)
        if is_foreign(method, headers):
            return PlainTextResponse("Requests made by another site are refused.\n", FORBIDDEN)
        return None


def host_name(host: str) -> str:
    """The name in a ``Host`` header: without port, brackets and final dot, in lower case."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].removesuffix(".")


def is_foreign(method: str, headers: Headers) -> bool:
    """Whether a page of another site makes this request: a form it posts, an image or script it embeds.

    Following a link from another site is allowed.
    """
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        follows_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return method not in ("GET", "HEAD") or not follows_link
    origin = headers.get("origin")
    if method in ("GET", "HEAD") or origin is None:
        return False
    return origin.partition("://")[2].lower() != headers.get("host", "").strip().lower()
