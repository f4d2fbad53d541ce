"""SPARQL 1.1 Graph Store HTTP Protocol, its read side: ``GET`` and ``HEAD`` of ``/graphs?graph=…`` and ``?default``.

The named graphs of the data also answer at their own IRI, under ``/id/graph/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse, Response

from plangraph.errors import PlanGraphError
from plangraph.web.job import UNION, Job, NotAcceptable
from plangraph.web.negotiation import best
from plangraph.web.render_answer import TRIPLES
from plangraph.web.service_description import description
from plangraph.web.sparql import ProtocolError, content_type, error_response, parse_pairs

if TYPE_CHECKING:
    from starlette.requests import Request

    from plangraph.web.site import Site

METHODS: Final = "GET, HEAD, OPTIONS"
TRIPLES_OF_GRAPH: Final = 5_000_000
_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


async def graphs(request: Request) -> Response:
    """The graph a request names; without a name, what graphs there are."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        return PlainTextResponse("This graph store is read-only.\n", 405, headers={"Allow": METHODS})
    site: Site = request.app.state.site
    try:
        pairs = parse_pairs(request.url.query)
        named = [value for name, value in pairs if name == "graph"]
        default = [name for name, _ in pairs if name == "default"]
        if not pairs:
            return _list(request, site)
        if len(named) + len(default) != 1 or len(pairs) != 1:
            raise ProtocolError(400, th="ใช้ ?graph=IRI หรือ ?default", en="give either ?graph=IRI or ?default")
        return await graph_response(request, site, named[0] if named else UNION)
    except PlanGraphError as error:
        return error_response(error)


async def graph_response(request: Request, site: Site, iri: str) -> Response:
    """One graph in the format the caller likes. Raises ``PlanGraphError``."""
    if iri != UNION and iri not in site.graphs:
        raise ProtocolError(404, th=f"ไม่มีกราฟ {iri}", en=f"there is no graph {iri}")
    media_type = _negotiated(request)
    limits = site.settings.limits
    job = Job(_ALL, triples_as=media_type, default_graphs=(iri,), rows=TRIPLES_OF_GRAPH, seconds=limits.seconds)
    found = await site.pool.ask(job)
    assert not isinstance(found, NotAcceptable)  # noqa: S101  # a media type was given
    return Response(found.content, media_type=content_type(found.media_type), headers={"Vary": "Accept"})


def _list(request: Request, site: Site) -> Response:
    media_type = _negotiated(request)
    content = description(f"{request.base_url}sparql", site.graphs, media_type)
    return Response(content, media_type=content_type(media_type), headers={"Vary": "Accept"})


def _negotiated(request: Request) -> str:
    media_type = best(request.headers.get("accept"), tuple(TRIPLES))
    if media_type is None and "text/html" in request.headers.get("accept", ""):
        return "text/turtle"
    if media_type is None:
        offers = ", ".join(TRIPLES)
        raise ProtocolError(406, th=f"รูปแบบที่ให้ได้คือ {offers}", en=f"a graph can be had as {offers}")
    return media_type
