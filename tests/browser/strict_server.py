"""A page that forbids inline scripts and styles, and holds a network: what ``plangraph serve`` does with a fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser.conftest import Opener
from plangraph.resources import shipped

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from plangraph.outputs.network import Fragment

HOST = "plangraph.test"
TYPES = {"js": "text/javascript", "css": "text/css"}


def strict_page(open_page: Opener, piece: Fragment, policy: str) -> Page:
    """Open the fragment in a page of ``HOST``; files come from ``viz/`` through the browser's own interception."""
    links = "".join(f'<link rel="stylesheet" href="/viz/{name}">' for name in piece.styles)
    scripts = "".join(f'<script defer src="/viz/{name}"></script>' for name in piece.scripts)
    html = (
        f'<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">'
        f"{links}{scripts}</head><body><h1>x</h1>{piece.html}</body></html>"
    )

    def answer(route: Route) -> None:
        path = route.request.url.partition(HOST)[2].partition("?")[0]
        if path.startswith("/viz/"):
            file = shipped("viz", *path.removeprefix("/viz/").split("/"))
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix[1:]])
        else:
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})

    watched = open_page("about:blank", host=HOST)
    watched.page.route("**/*", answer)
    watched.page.goto(f"http://{HOST}/")
    return watched.page
