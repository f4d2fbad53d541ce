"""Pages for what is not there or went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plangraph.search import search
from plangraph.web.render import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.web.site import Site

NEAR = 5


def not_found(request: Request, _error: Exception | None = None) -> Response:
    """404, with what the address may have meant."""
    site: Site = request.app.state.site
    words = request.url.path.removeprefix("/id/").replace("/", " ").replace("-", " ")[:100]
    near = search(site.store, words, limit=NEAR, least=0.5)
    return page(request, "error.html", status=404, kind="not_found", near=near)


def failed(request: Request, _error: Exception | None = None) -> Response:
    """500; what happened stands in the log."""
    return page(request, "error.html", status=500, kind="failed", near=[])


def method_refused(request: Request, _error: Exception | None = None) -> Response:
    """405."""
    return page(request, "error.html", status=405, kind="method", near=[])
