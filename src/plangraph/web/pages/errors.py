"""Pages for what is not there or went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from plangraph.links import Node, fetch_nodes
from plangraph.namespaces import ID
from plangraph.search import search
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.texts import Lang
    from plangraph.web.site import Site

NEAR: Final = 5
LIKELY: Final = 0.5  # score of the least likely name that is offered


def not_found(request: Request, _error: Exception | None = None) -> Response:
    """404, with what the address may have meant."""
    site: Site = request.app.state.site
    return page(
        request, "error.html", status=404, kind="not_found", near=near(site, request.url.path, language_of(request))
    )


def near(site: Site, path: str, lang: Lang) -> list[Node]:
    """What stands above an address that leads nowhere, the nearest first, and what has a name like it."""
    parts = path.removeprefix("/id/").strip("/").split("/")[:12]
    above = ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    iris = [ID + each for each in above if is_iri(ID + each)]
    hits = search(site.store, " ".join(parts).replace("-", " ")[:100], limit=NEAR, least=LIKELY)
    found = fetch_nodes(site.store, [*iris, *(hit.id for hit in hits)], lang)
    return [node for iri in (*iris, *(hit.id for hit in hits)) if (node := found[iri]).kind][:NEAR]


def is_iri(text: str) -> bool:
    """Whether a text can be an IRI."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def failed(request: Request, _error: Exception | None = None) -> Response:
    """500; what happened stands in the log."""
    return page(request, "error.html", status=500, kind="failed", near=[])


def method_refused(request: Request, _error: Exception | None = None) -> Response:
    """405."""
    return page(request, "error.html", status=405, kind="method", near=[])


def preparing(request: Request, _error: Exception | None = None) -> Response:
    """503: what SPARQL answers waits for its store."""
    response = page(request, "error.html", status=503, kind="preparing", near=[])
    response.headers["Retry-After"] = "60"
    return response
