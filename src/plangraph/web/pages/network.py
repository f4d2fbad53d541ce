"""The linkage network of one thing: a page of its own, and a piece that other pages load when it comes in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plangraph.namespaces import ID
from plangraph.outputs.network import Fragment, Links, fragment, network
from plangraph.web.downloads import json_response
from plangraph.web.pages.errors import is_iri, not_found
from plangraph.web.pages.home import plans_of
from plangraph.web.paging import cut
from plangraph.web.render import environment, language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.texts import Lang
    from plangraph.web.site import Site

LINKS: Final = Links(element="/id/{id}", line="/id/document/{document}?lines={line}#L{line}")
DRAWN: Final = 200  # projects of a plan in one picture: of more nobody sees anything, and browsers labour
SUPPORTERS: Final = 100  # of an element, each with its way there


def network_page(request: Request) -> Response:
    """``/network?focus=PATH``, its path under ``/id/``; ``&part=1`` gives the piece alone."""
    site: Site = request.app.state.site
    lang = language_of(request)
    path = request.query_params.get("focus", "")
    iri = ID + path if path else None
    if iri is not None and not (is_iri(iri) and site.linked(iri)):
        return not_found(request)
    if iri is None and len(site.listing(lang)) > DRAWN:
        return _choose(request, site, lang)
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


def _choose(request: Request, site: Site, lang: Lang) -> Response:
    """Too many projects for one picture: which plan is it to be?"""
    plans = site.memory.get(("plans", lang), lambda: plans_of(site, lang))
    chosen = cut(request, "plans", len(plans))
    projects = len(site.listing(lang))
    return page(request, "network_many.html", projects=projects, plans=chosen.of(plans), plans_cut=chosen)


def _paths(names: tuple[str, ...]) -> list[str]:
    return [f"/viz/{name}" for name in names]


def made(site: Site, iri: str | None, lang: Lang) -> Fragment:
    """The piece of a focus, with a word on what it leaves out."""
    every = site.listing(lang)
    most = DRAWN if iri is None or iri in every.apart("plan") else SUPPORTERS
    data = network(site.store, iri, lang, every=every, most=most)
    piece = fragment(data, lang, LINKS)
    if not data.left_out:
        return piece
    note = environment(lang).get_template("network_cut.html").render(shown=most, total=most + data.left_out)
    return Fragment(note + piece.html, piece.styles, piece.scripts)
