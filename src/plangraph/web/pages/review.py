"""The review desk: what waits for a decision, what was decided, and every change, with forms that need no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.routing import Route

from plangraph.described import describe, fetch_passages
from plangraph.errors import PlanGraphError
from plangraph.reviewing.desk import Desk, Saved
from plangraph.reviewing.items import Item, decided_items, waiting_items
from plangraph.texts import Texts
from plangraph.web.pages.review_form import choices, iri_of, item_of, key_of, seen_of, wishes
from plangraph.web.pages.review_guard import PATH, Door, Refused, read_form, set_cookie
from plangraph.web.render import language_of, page, with_query

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.described import Passage
    from plangraph.texts import Lang
    from plangraph.web.site import Site

VIEWS: Final = ("waiting", "decided", "history")
ON_PAGE: Final = 50
QUOTES: Final = 2  # of each end of a link
SEE_OTHER: Final = 303


def review_routes(folder: Path, token: str) -> list[Route]:
    """The pages of the desk over a folder of decisions; whoever has the token may write."""
    pages = _Pages(Desk(folder), Door(token))
    return [
        Route(PATH, pages.show),
        Route(f"{PATH}/enter", pages.enter, methods=["POST"]),
        Route(f"{PATH}/leave", pages.leave, methods=["POST"]),
        Route(f"{PATH}/decide", pages.decide, methods=["POST"]),
        *(Route(f"{PATH}/{step}", back) for step in ("enter", "leave", "decide")),
    ]


def back(request: Request) -> Response:
    """Whoever reads the answer to a form again, in the other language for one, gets the desk."""
    return RedirectResponse(with_query(PATH, lang=language_of(request)), SEE_OTHER)


class _Pages:
    def __init__(self, desk: Desk, door: Door) -> None:
        self.desk, self.door = desk, door

    def show(self, request: Request) -> Response:
        """``/review?show=waiting|decided|history``."""
        return self._page(request)

    async def enter(self, request: Request) -> Response:
        """Take the token."""
        try:
            cookie = self.door.enter((await read_form(request)).get("token", ""))
        except Refused as refused:
            return await run_in_threadpool(self._page, request, status=refused.status, error=refused)
        response = RedirectResponse(PATH, SEE_OTHER)
        set_cookie(request, response, cookie)
        return response

    async def leave(self, request: Request) -> Response:
        """End a session."""
        try:
            self.door.writer(request, await read_form(request))
        except Refused as refused:
            return await run_in_threadpool(self._page, request, status=refused.status, error=refused)
        self.door.leave(request)
        return RedirectResponse(PATH, SEE_OTHER)

    async def decide(self, request: Request) -> Response:
        """Take one decision."""
        form: dict[str, str] = {}
        try:
            form = await read_form(request)
            session = self.door.writer(request, form)
            session.name = form.get("who", "")[:200]
            saved = await run_in_threadpool(self._save, request, form)
        except Refused as refused:
            return await run_in_threadpool(self._page, request, status=refused.status, error=refused, form=form)
        except PlanGraphError as error:
            return await run_in_threadpool(self._page, request, status=400, error=error, form=form)
        if saved.conflicts:
            return await run_in_threadpool(self._page, request, status=409, form=form, conflicts=saved.conflicts)
        done = "written" if saved.written else "already"
        return RedirectResponse(with_query(PATH, show=_view(form.get("show")), done=done), SEE_OTHER)

    def _save(self, request: Request, form: dict[str, str]) -> Saved:
        site: Site = request.app.state.site
        lang = language_of(request)
        items = [*_waiting(site, lang), *decided_items(site.store, self.desk.decisions(), lang)]
        item = item_of(form, items)
        return self.desk.save(wishes(form, item, site.store, lang))

    def _page(
        self, request: Request, *, status: int = 200, form: dict[str, str] | None = None, **more: Any
    ) -> Response:
        site: Site = request.app.state.site
        lang = language_of(request)
        session = self.door.session(request)
        try:
            found = self._found(site, lang)
        except PlanGraphError as broken:
            found, status, more = {view: [] for view in VIEWS}, 500, {"error": broken}
        view = _view((form or {}).get("show") or request.query_params.get("show"))
        if any(conflict.stands for conflict in more.get("conflicts", ())):
            view = "decided"  # where the decision that stands can be changed
        at = _number(request.query_params.get("page"), -(-len(found[view]) // ON_PAGE))
        items = found[view][(at - 1) * ON_PAGE : at * ON_PAGE]
        error: PlanGraphError | None = more.get("error")
        response = page(
            request,
            "review.html",
            status=status,
            styles=["/static/css/review.css"],
            session=session,
            view=view,
            items=items,
            counts={name: len(each) for name, each in found.items()},
            quotes=_quotes(site, items if view != "history" else []),
            page_at=at,
            pages=max(1, -(-len(found[view]) // ON_PAGE)),
            form=form or {},
            conflicts=more.get("conflicts", ()),
            error=(error.th if lang == "th" else error.en) if error else "",
            done=request.query_params.get("done"),
            tell=Texts("review_web", lang),
            desk=Texts("review", lang),
            choices=choices,
            key_of=key_of,
            seen_of=seen_of,
            iri_of=iri_of,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _found(self, site: Site, lang: Lang) -> dict[str, list[Any]]:
        decisions = self.desk.decisions()
        decided = {link for each in decisions for link in (each.link, each.link[::-1])}
        waiting = [item for item in _waiting(site, lang) if item.link not in decided]
        history = self.desk.history()[::-1]
        return {"waiting": waiting, "decided": decided_items(site.store, decisions, lang)[::-1], "history": history}


def _waiting(site: Site, lang: Lang) -> list[Item]:
    """Every proposal of the graph: it does not change while the site runs, decisions do."""
    return site.memory.get(("proposals", lang), lambda: waiting_items(site.store, [], lang))


def _quotes(site: Site, items: list[Item]) -> dict[str, tuple[Passage, ...]]:
    """What documents say of the two ends of links."""
    found = fetch_passages(site.store, describe(site.store, {end for item in items for end in item.link[::2]}))
    return {iri: passages[:QUOTES] for iri, passages in found.items()}


def _view(name: str | None) -> str:
    return name if name in VIEWS else VIEWS[0]


def _number(text: str | None, last: int) -> int:
    return min(max(1, int(text)), max(1, last)) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1
