"""Search by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from plangraph.search import Hit, search, searchable
from plangraph.web.render import Words, language_of, page, path_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from plangraph.web.site import Site

SHOWN: Final = 40
SUGGESTED: Final = 8
LONGEST: Final = 200  # characters of what is looked for
LEAST: Final = 0.45  # score of the least likely hit that is shown


def search_page(request: Request) -> Response:
    """``/search?q=…``; with ``format=json`` a short list for suggestions."""
    site: Site = request.app.state.site
    lang = language_of(request)
    text = " ".join(request.query_params.get("q", "").split())[:LONGEST]
    kind = request.query_params.get("type") or None
    types = (kind,) if kind in searchable() else None
    short = request.query_params.get("format") == "json"
    hits = search(site.store, text, types=types, limit=SUGGESTED if short else SHOWN, least=LEAST)
    if short:
        return _suggestions(hits, Words(lang))
    listed = site.listing(lang)
    verdicts = {hit.id: found.verdict for hit in hits if (found := listed.get(hit.id))}
    served = {each.element.id: each for each in site.survey(lang).elements}
    return page(
        request, "search.html",
        text=text, kind=kind, kinds=searchable(), hits=hits, verdicts=verdicts, served=served, cut=len(hits) == SHOWN,
    )  # fmt: skip


def _suggestions(hits: list[Hit], say: Words) -> Response:
    found = [
        {"label": hit.label, "kind": say.kind(hit.type), "year": hit.year, "path": path_of(hit.id)} for hit in hits
    ]
    content = json.dumps(found, ensure_ascii=False)
    return Response(content, media_type="application/json", headers={"Vary": "Cookie"})
