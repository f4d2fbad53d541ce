"""Pages from templates: the language of a request, and the words and addresses that every template uses."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from plangraph import __version__
from plangraph.cautions import line_range
from plangraph.described import DOCUMENTS, Passage
from plangraph.links import Node
from plangraph.namespaces import ID, ONTOLOGY, PG, shorten
from plangraph.outputs import check_words
from plangraph.resources import package_file
from plangraph.texts import LANGS, Lang, Texts
from plangraph.web.paging import page_path

if TYPE_CHECKING:
    from starlette.requests import Request

DEFAULT: Final[Lang] = "th"
COOKIE: Final = "plangraph-lang"
COOKIE_SECONDS: Final = 365 * 24 * 3600
MILLION: Final = Decimal(1_000_000)
_SAFE: Final = "/:@!$&'()*+,;=-._~"


def language_of(request: Request) -> Lang:
    """The language of a request: ``?lang=``, else the last one chosen, else Thai."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        for lang in LANGS:
            if wanted == lang:
                return lang
    return DEFAULT


# --- addresses -------------------------------------------------------------------------------------------------------


def path_of(iri: str) -> str:
    """The address of a thing on this site; a term of another vocabulary keeps its own, what is no web address none."""
    if iri.startswith(ID):
        return "/id/" + quote(iri[len(ID) :], safe=_SAFE)
    if iri == ONTOLOGY:
        return "/ontology"
    if iri.startswith(PG):
        return "/ontology#" + quote(iri[len(PG) :])
    return quote(iri, safe=_SAFE + "#?%[]") if iri.startswith(("https://", "http://")) else ""


def line_path(passage: Passage) -> str:
    """Where a document prints a passage, on this site."""
    lines = f"{passage.first_line}" if passage.first_line == passage.last_line else line_range(passage)
    return f"{path_of(DOCUMENTS + passage.document)}?lines={lines}#L{passage.first_line}"


def network_path(iri: str) -> str:
    """The network of a thing."""
    return with_query("/network", focus=iri.removeprefix(ID))


def with_query(path: str, **values: object) -> str:
    """A path of this site with a query string; values that are None are left out."""
    given = {name: value for name, value in values.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


# --- words -----------------------------------------------------------------------------------------------------------


class Words:
    """What templates say: the sentences of ``texts/web.toml`` and ``texts/check.toml``, figures, names of elements."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.web, self.check, self.query = Texts("web", lang), Texts("check", lang), Texts("query", lang)

    def __call__(self, key: str, **values: object) -> str:
        return self.web(key, **values)

    def called(self, node: Node) -> str:
        """An element as people call it."""
        return node.label if node.kind == "Project" else check_words.called(node, self.check)

    def kind(self, kind: str) -> str:
        """What a class is called."""
        return self.web(f"class_{kind}") if f"class_{kind}" in self.web else kind

    def baht(self, amount: Decimal | None) -> str:
        """An amount with its unit; what no document prints is said to be so."""
        return self.web("no_budget") if amount is None else self.web("baht", amount=check_words.baht(amount))

    def short_baht(self, amount: Decimal) -> str:
        """An amount for a chart: in millions where it is that much."""
        if amount < MILLION:
            return self.baht(amount)
        return self.web("million", amount=f"{amount / MILLION:,.2f}".rstrip("0").rstrip("."))

    def line(self, passage: Passage) -> str:
        """``บรรทัด 1346``."""
        return check_words.place(passage, self.check)

    def basis(self, basis: str, verification: str | None) -> str:
        """What a link rests on."""
        if basis == "official" and verification == "verified":
            return self.check("basis_official_verified")
        return self.check(f"basis_{basis}")

    def money(self, amount: Decimal | None) -> str:
        """An amount in a column of baht."""
        return check_words.baht(amount)

    def number(self, value: int) -> str:
        return f"{value:,}"

    def short_strategy(self, node: Node) -> str:
        """One of the six without the words that all of them begin with."""
        return node.label.removeprefix("ยุทธศาสตร์ชาติด้าน").removeprefix("การ")

    def column(self, name: str) -> str:
        """The heading of a column of an answer."""
        plain = name.removesuffix("Label")
        return self.web(f"column_{plain}") if f"column_{plain}" in self.web else name


@lru_cache(maxsize=2)
def environment(lang: Lang) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(package_file("web", "templates"), encoding="utf-8"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        say=Words(lang), lang=lang, path_of=path_of, line_path=line_path, with_query=with_query,
        network_path=network_path, shorten=shorten,
        version=__version__, ID=ID,
    )  # fmt: skip
    return made


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    scripts: Iterable[str] = (),
    styles: Iterable[str] = (),
    **values: object,
) -> HTMLResponse:
    """A page; ``scripts`` and ``styles`` are addresses on this site beyond those of every page."""
    lang = language_of(request)
    text = (
        environment(lang)
        .get_template(template)
        .render(
            here=request.url.path,
            lang_paths={each: lang_path(request, each) for each in LANGS},
            scripts=tuple(scripts),
            styles=tuple(styles),
            with_desk=request.app.state.site.settings.reviews is not None,
            page_path=partial(page_path, request),
            **values,
        )
    )
    response = HTMLResponse(text, status, headers={"Vary": "Accept, Cookie", "Cache-Control": "no-cache"})
    if request.query_params.get("lang") in LANGS:
        response.set_cookie(COOKIE, lang, max_age=COOKIE_SECONDS, httponly=True, samesite="lax")
    return response


def lang_path(request: Request, lang: Lang) -> str:
    """This page in a language."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"{request.url.path}?{urlencode([*others, ('lang', lang)])}"
