"""``plangraph search TEXT``: elements by name. Exit 1 when nothing is found."""

from __future__ import annotations

import click

from plangraph.commands.common import command as make_command
from plangraph.commands.common import (
    emit_csv,
    emit_json,
    format_option,
    lang_option,
    note,
    open_store,
    option,
    store_option,
)
from plangraph.commands.query_table import Column, Kind, print_table
from plangraph.errors import PlanGraphError
from plangraph.namespaces import shorten
from plangraph.search import Hit, search, searchable
from plangraph.texts import LANGS, Lang, Texts, sentences

NOTHING_FOUND = 1
COLUMNS = ("id", "label", "type", "score")


class BadSearch(PlanGraphError, ValueError):
    """What to search for is missing, or where to search is unknown."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(th=Texts("search", "th")(key, **values), en=Texts("search", "en")(key, **values))


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("search")[key][lang] for lang in LANGS}


@make_command("search", **_texts("about"))
@click.argument("text")
@option("--type", "types", metavar="CLASS", multiple=True, **_texts("option_type"))
@option("--limit", type=click.IntRange(min=1), default=20, show_default=True, **_texts("option_limit"))
@format_option("table", "json", "csv")
@store_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context, text: str, types: tuple[str, ...], limit: int, form: str, store: str | None, lang: Lang
) -> None:
    """Print what is found, best first."""
    if not text.strip():
        raise BadSearch("empty_text")
    chosen = [_class_name(name) for name in types] or None
    hits = search(open_store(store), text, types=chosen, limit=limit)
    rows = [(hit.id, hit.label, hit.type, hit.score) for hit in hits]
    if form == "json":
        emit_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    elif form == "csv":
        emit_csv(COLUMNS, rows)
    elif hits:
        _print(hits, lang)
    if not hits:
        note(Texts("search", lang)("nothing", text=text))
        ctx.exit(NOTHING_FOUND)


def _class_name(name: str) -> str:
    """The class as we spell it, whatever its case and with or without a prefix."""
    known = {found.lower(): found for found in searchable()}
    try:
        return known[name.rpartition(":")[2].lower()]
    except KeyError:
        raise BadSearch("unknown_type", type=name, types=", ".join(searchable())) from None


def _print(hits: list[Hit], lang: Lang) -> None:
    say = Texts("search", lang)
    rows = [[f"{hit.score:.2f}", hit.type, hit.label, str(hit.year or ""), shorten(hit.id)] for hit in hits]
    kinds: tuple[Kind, ...] = ("number", "text", "text", "number", "name")
    titles = ("score", "type", "label", "year", "id")
    print_table([Column(say(title), kind) for title, kind in zip(titles, kinds, strict=True)], rows)
