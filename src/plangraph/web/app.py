"""The site as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from plangraph.resources import package_file, shipped
from plangraph.web.graph_store import graphs
from plangraph.web.pages.audit import audit_page
from plangraph.web.pages.coverage import coverage_page
from plangraph.web.pages.editor import editor_page
from plangraph.web.pages.errors import failed, method_refused, not_found, preparing
from plangraph.web.pages.forms import form_file
from plangraph.web.pages.home import home
from plangraph.web.pages.network import network_page
from plangraph.web.pages.ontology import ontology
from plangraph.web.pages.questions import question_page, questions_page
from plangraph.web.pages.resource import resource
from plangraph.web.pages.review import review_routes
from plangraph.web.pages.search_page import search_page
from plangraph.web.preparing import StillPreparing
from plangraph.web.security import Guard
from plangraph.web.sparql import sparql

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.web.site import Site

WAIT: Final = 1.0  # seconds from the start to working things out in advance
ANY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(site: Site, *, warm: bool = True) -> Starlette:
    """The application over an open site; it ends the query workers, and starts some in advance when ``warm``."""

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(_warm_up(site)) if warm else None
        try:
            yield
        finally:
            if warming:
                warming.cancel()
            await site.pool.close()

    reviews = site.settings.reviews
    app = Starlette(
        routes=[
            Route("/", home),
            Route("/search", search_page),
            Route("/network", network_page),
            Route("/coverage", coverage_page),
            Route("/audit", audit_page),
            Route("/questions", questions_page),
            Route("/questions/{name}", question_page),
            Route("/ontology", ontology),
            Route("/editor", editor_page),
            Route("/sparql", sparql, methods=ANY),
            Route("/sparql/", sparql, methods=ANY),
            Route("/graphs", graphs, methods=ANY),
            Route("/forms/{file}", form_file),
            Route("/id/{path:path}", resource),
            *(review_routes(reviews, site.settings.token) if reviews else ()),
            Route("/robots.txt", robots),
            Route("/favicon.ico", icon),
            Mount("/viz/network", StaticFiles(directory=shipped("viz", "network"))),
            Mount("/viz/vendor", StaticFiles(directory=shipped("viz", "vendor"))),
            Mount("/static", StaticFiles(directory=package_file("web", "static"))),
        ],
        middleware=[Middleware(Guard, allowed_hosts=site.settings.allowed_hosts)],
        exception_handlers={
            404: not_found,
            405: method_refused,
            500: failed,
            HTTPException: not_found,
            StillPreparing: preparing,
        },
        lifespan=running,
    )
    app.state.site = site
    return app


async def _warm_up(site: Site) -> None:
    await asyncio.sleep(WAIT)  # the first page comes first
    if site.database is not None:
        site.pool.top_up()
    await run_in_threadpool(site.warm_up)


def icon(_request: Request) -> Response:
    """The icon that browsers ask for by themselves."""
    return FileResponse(package_file("web", "static", "icon.svg"), media_type="image/svg+xml")


def robots(_request: Request) -> Response:
    """Crawlers may read pages, not run queries."""
    closed = ("/sparql", "/graphs", "/questions/", "/forms/", "/review")
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))
