"""The linkage network of one thing: a page of its own, and a piece that other pages load when it comes in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plangraph.namespaces import ID
from plangraph.outputs.network import Fragment, Links, fragment, network
from plangraph.web.downloads import json_response
from plangraph.web.pages.errors import not_found
from plangraph.web.render import language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.texts import Lang
    from plangraph.web.site import Site

LINKS: Final = Links(element="/id/{id}", line="/id/document/{document}?lines={line}#L{line}")


def network_page(request: Request) -> Response:
    """``/network?focus=PATH``, its path under ``/id/``; ``&part=1`` gives the piece alone."""
    site: Site = request.app.state.site
    lang = language_of(request)
    path = request.query_params.get("focus", "")
    iri = ID + path if path else None
    if iri is not None and iri not in site.graph(lang).nodes:
        return not_found(request)
    piece = site.memory.get(("network", iri, lang), lambda: made(site, iri, lang))
    if request.query_params.get("part") == "1":
        return json_response({"html": piece.html, "styles": _paths(piece.styles), "scripts": _paths(piece.scripts)})
    return page(
        request,
        "network.html",
        styles=_paths(piece.styles),
        scripts=_paths(piece.scripts),
        node=site.node(iri, lang) if iri else None,
        piece=piece.html,
    )


def _paths(names: tuple[str, ...]) -> list[str]:
    return [f"/viz/{name}" for name in names]


def made(site: Site, iri: str | None, lang: Lang) -> Fragment:
    """The piece of a focus."""
    return fragment(network(site.store, iri, lang), lang, LINKS)
