"""Who may write at the review desk: whoever typed the token of this run, from a page of this site.

Three things guard a change, each alone enough against a page of another site: the cookie is never sent from one
(``SameSite=Strict``), the form carries a number only our pages know, and the browser names the page it comes from.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts
from plangraph.web.body import BodyTooLong, BodyTooSlow, read_body

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE: Final = "plangraph-review"
PATH: Final = "/review"
SESSIONS: Final = 1_000  # the oldest ends beyond
FIELDS: Final = 20  # of a form
FORM: Final = "application/x-www-form-urlencoded"


class Refused(PlanGraphError):
    """A change that is not taken; ``key`` is its sentence in ``texts/review_web.toml``, ``status`` that of HTTP."""

    def __init__(self, key: str, status: int = 403) -> None:
        super().__init__(th=Texts("review_web", "th")(key), en=Texts("review_web", "en")(key))
        self.key, self.status = key, status


@dataclass(slots=True)
class Session:
    """Somebody who typed the token."""

    csrf: str
    name: str = ""  # as last given, to fill in again


@dataclass(slots=True)
class Door:
    """Lets in whoever has the token, and knows them again; in memory, so a new run asks anew."""

    token: str = field(repr=False)
    _sessions: dict[str, Session] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def enter(self, given: str) -> str:
        """The cookie of a new session; ``Refused`` for another token."""
        if not self.token or not same(given.strip(), self.token):
            raise Refused("wrong_token")
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._sessions) >= SESSIONS:
                self._sessions.pop(next(iter(self._sessions)))
            self._sessions[digest(cookie)] = Session(secrets.token_urlsafe(32))
        return cookie

    def session(self, request: Request) -> Session | None:
        """The session of a request; None before the token was typed."""
        return self._sessions.get(digest(request.cookies.get(COOKIE, "")))

    def leave(self, request: Request) -> None:
        """End the session of a request."""
        with self._lock:
            self._sessions.pop(digest(request.cookies.get(COOKIE, "")), None)

    def writer(self, request: Request, form: dict[str, str]) -> Session:
        """The session a form is sent in; ``Refused`` when there is none, or the form is not of one of its pages."""
        session = self.session(request)
        if session is None:
            raise Refused("not_entered")
        if not same(form.get("csrf", ""), session.csrf):
            raise Refused("old_page")
        return session


def digest(text: str) -> str:
    """What a secret is looked up by, so that the time a look-up takes says nothing of it."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def same(given: str, secret: str) -> bool:
    """Whether two secrets are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(digest(given), digest(secret))


def set_cookie(request: Request, response: Response, cookie: str) -> None:
    """Give a browser the cookie of its session, until it is closed."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, cookie, path=PATH, httponly=True, samesite="strict", secure=secure)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of our own pages sent. Raises ``Refused``."""
    origin = request.headers.get("origin", "")
    if origin.partition("://")[2].lower() != request.headers.get("host", "").strip().lower():
        raise Refused("other_site")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused("no_form", 415)
    try:
        text = (await read_body(request)).decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS, strict_parsing=bool(text)))
    except BodyTooLong:
        raise Refused("too_long", 413) from None
    except BodyTooSlow:
        raise Refused("too_slow", 408) from None
    except ValueError:
        raise Refused("no_form", 400) from None
