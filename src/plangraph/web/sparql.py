"""SPARQL 1.1 Protocol, its query part: GET, POST of a form, POST of a query; read-only.

The default dataset is the union of all graphs but the proposals. ``default-graph-uri`` and ``named-graph-uri`` choose
among our graphs; ``…/id/graph/union`` stands for that union, so that the proposals can be added to it.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from plangraph.errors import PlanGraphError
from plangraph.query_errors import QueryError, QueryLimit, QueryRefused, QuerySyntax
from plangraph.query_guard import MAX_LENGTH
from plangraph.web.body import BodyTooLong, BodyTooSlow, read_body
from plangraph.web.job import UNION, Job, NotAcceptable, Reply
from plangraph.web.negotiation import best
from plangraph.web.pool import Busy
from plangraph.web.render_answer import ROWS, TRIPLES
from plangraph.web.service_description import description

if TYPE_CHECKING:
    from starlette.requests import Request

    from plangraph.web.site import Site

METHODS: Final = "GET, HEAD, POST, OPTIONS"
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
# Answers that are not the same every time are not kept.
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b|\\u", re.IGNORECASE)
_LIMIT_STATUS: Final = {"time": 504, "rows": 413, "memory": 507}
KEPT_ANSWERS: Final = 256
KEPT_BYTES: Final = 200_000  # of one answer that is kept


class ProtocolError(PlanGraphError):
    """A request that the protocol does not allow."""

    def __init__(self, status: int, *, th: str, en: str) -> None:
        super().__init__(th=th, en=en)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: every parameter in its order."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)


class Kept:
    """The last answers, by the job that asked for them."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Job, Reply] = OrderedDict()

    def get(self, job: Job) -> Reply | None:
        if job in self._answers:
            self._answers.move_to_end(job)
        return self._answers.get(job)

    def put(self, job: Job, reply: Reply) -> None:
        if len(reply.content) <= KEPT_BYTES:
            self._answers[job] = reply
            if len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)


async def sparql(request: Request) -> Response:
    """The endpoint."""
    site: Site = request.app.state.site
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD", "POST"):
        return PlainTextResponse("This endpoint takes GET and POST.\n", 405, headers={"Allow": METHODS})
    try:
        asked = await read_request(request)
        queries = asked.all("query")
        if request.method in ("GET", "HEAD") and not asked.pairs:
            return _about(request, site)
        job = make_job(site, request.headers.get("accept"), asked, queries)
        return await _answer(request, site, job)
    except (PlanGraphError, BodyTooLong, BodyTooSlow) as error:
        return error_response(error)


async def read_request(request: Request) -> Asked:
    """The parameters of a request, wherever the protocol lets them stand. Raises ``ProtocolError``."""
    given = parse_pairs(request.url.query)
    if request.method in ("GET", "HEAD"):
        return Asked(given)
    body = await read_body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == UPDATE:
        raise _read_only()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, th="ข้อความไม่ใช่ UTF-8", en="the body is not UTF-8") from None
    if kind == FORM:
        return Asked((*given, *parse_pairs(text)))
    if kind == QUERY:
        return Asked((*given, ("query", text)))
    raise ProtocolError(
        415,
        th=f"Content-Type ต้องเป็น {FORM} หรือ {QUERY}",
        en=f"the Content-Type must be {FORM} or {QUERY}",
    )


def parse_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Form-encoded parameters in their order. Raises ``ProtocolError``."""
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100))
    except ValueError:  # UnicodeDecodeError is one
        raise ProtocolError(400, th="พารามิเตอร์ไม่ใช่ UTF-8", en="the parameters are not UTF-8") from None


def make_job(site: Site, accept: str | None, asked: Asked, queries: tuple[str, ...]) -> Job:
    """What to run. Raises ``ProtocolError``."""
    if asked.all("update"):
        raise _read_only()
    if len(queries) != 1:
        raise ProtocolError(400, th="ต้องมีพารามิเตอร์ query หนึ่งตัว", en=f"one query is needed, {len(queries)} were given")
    if len(queries[0]) > MAX_LENGTH:
        raise QueryRefused("too_long", limit=MAX_LENGTH)
    return Job(
        text=queries[0],
        rows_as=best(accept, tuple(ROWS)),
        triples_as=best(accept, tuple(TRIPLES)),
        default_graphs=_ours(site, asked.all("default-graph-uri")),
        named_graphs=_ours(site, asked.all("named-graph-uri")),
        rows=site.settings.limits.rows,
        seconds=site.settings.limits.seconds,
    )


def _ours(site: Site, graphs: tuple[str, ...]) -> tuple[str, ...]:
    for iri in graphs:
        if iri != UNION and iri not in site.graphs:
            raise QueryRefused("from_refused", graph=iri)
    return graphs


def _read_only() -> ProtocolError:
    return ProtocolError(403, th="บริการนี้อ่านได้อย่างเดียว", en="this service is read-only")


async def _answer(request: Request, site: Site, job: Job) -> Response:
    tag = f'"{hashlib.sha256(repr((site.key, job)).encode()).hexdigest()[:24]}"'
    lasting = not _CHANGING.search(job.text)
    headers = {"Vary": "Accept"} | ({"ETag": tag, "Cache-Control": "no-cache"} if lasting else {})
    if lasting and request.method != "POST" and request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    reply = site.kept.get(job) if lasting else None
    if reply is None:
        found = await site.pool.ask(job)
        if isinstance(found, NotAcceptable):
            return error_response(_not_acceptable(found))
        reply = found
        if lasting:
            site.kept.put(job, reply)
    return Response(reply.content, media_type=content_type(reply.media_type), headers=headers)


def content_type(media_type: str) -> str:
    """The media type with its character set where it has one."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _not_acceptable(found: NotAcceptable) -> ProtocolError:
    offers = ", ".join(dict.fromkeys(ROWS if found.kind == "rows" else TRIPLES))
    return ProtocolError(406, th=f"รูปแบบที่ให้ได้คือ {offers}", en=f"this answer can be had as {offers}")


def _about(request: Request, site: Site) -> Response:
    """The service description, or the editor for a person."""
    offer = best(request.headers.get("accept"), ("text/turtle", "text/html", *tuple(TRIPLES)[1:]))
    if offer == "text/html":
        return RedirectResponse("/editor", 303, headers={"Vary": "Accept"})
    if offer is None:
        return error_response(_not_acceptable(NotAcceptable("triples")))
    content = description(f"{request.base_url}sparql", site.store.graph_names(), offer)
    return Response(content, media_type=content_type(offer), headers={"Vary": "Accept"})


def error_response(error: PlanGraphError | BodyTooLong | BodyTooSlow) -> Response:
    """What went wrong, in English and in Thai, one line each."""
    if isinstance(error, BodyTooLong):
        error = ProtocolError(413, th="คำขอยาวเกินไป", en="the request is too long")
    elif isinstance(error, BodyTooSlow):
        error = ProtocolError(408, th="คำขอมาไม่ครบในเวลาที่กำหนด", en="the request did not arrive in time")
    headers = {"Vary": "Accept"}
    if isinstance(error, QueryLimit):
        headers["X-PlanGraph-Limit"] = error.limit
    if isinstance(error, Busy):
        headers["Retry-After"] = "10"
    return PlainTextResponse(f"{error.en}\n{error.th}\n", status_of(error), headers=headers)


def status_of(error: PlanGraphError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, ProtocolError):
        return error.status
    if isinstance(error, QueryLimit):
        return _LIMIT_STATUS[error.limit]
    if isinstance(error, QueryRefused):
        return 413 if error.key == "too_long" else 403
    if isinstance(error, Busy):
        return 503
    return 400 if isinstance(error, QuerySyntax | ValueError) or not isinstance(error, QueryError) else 500
