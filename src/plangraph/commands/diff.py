"""``plangraph diff A B``: what differs between two plans, or two builds of one. Exit 1: something of substance."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.diffing.compare import Difference
    from plangraph.diffing.inputs import Side
    from plangraph.store import GraphStore

YES: Final = 1
SUFFIXES: Final = (".xlsx", ".html", ".json", ".csv")


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("diff")[key][lang] for lang in LANGS}


@common.command("diff", **_texts("about"))
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@common.option("--reworded", "reworded", is_flag=True, **_texts("option_reworded"))
@common.option("-o", "--output", "output", metavar="FILE", default=None, **_texts("option_output"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
@click.pass_context
def command(
    ctx: click.Context, a: str, b: str, reworded: bool, output: str | None, form: str, store: str | None, lang: Lang
) -> None:
    """Compare two sides and print what differs."""
    from plangraph.diffing.compare import compare
    from plangraph.diffing.inputs import beside, open_side

    target = None if output is None else _target(output, lang)

    @lru_cache(maxsize=1)
    def graph() -> GraphStore:
        return common.open_store(store)

    sides = (open_side(a, graph, tell=common.tell), open_side(b, graph, tell=common.tell))
    found = compare(beside(*sides))
    if target is None:
        print_difference(found, form, lang, reworded=reworded)
    else:
        write(target, found, sides, lang)
        common.note(Texts("diff", lang)("written", path=target))
    if found.substance:
        ctx.exit(YES)


def _target(output: str, lang: Lang) -> Path:
    path = Path(output)
    if path.suffix.lower() not in SUFFIXES:
        raise click.UsageError(Texts("diff", lang)("unknown_format", name=path.name))
    return path


def print_difference(found: Difference, form: str, lang: Lang, *, reworded: bool = False) -> None:
    """The changes on standard output."""
    from plangraph.outputs import diff_rows

    if form == "json":
        common.emit_json(diff_rows.as_json(found.changes))
    elif form == "csv":
        common.emit_csv(diff_rows.HEADER, [diff_rows.csv_row(each, lang) for each in found.changes])
    else:
        from plangraph.outputs.diff_table import table_lines

        for line in table_lines(found, lang, reworded=reworded):
            click.echo("".join(char if char == "\x1b" else common.printable(char) for char in line))


def write(path: Path, found: Difference, sides: tuple[Side, Side], lang: Lang) -> None:
    """The changes as a file of the kind its name ends in, written beside and renamed."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content(path.suffix.lower(), found, sides, lang))
    draft.replace(path)


def content(suffix: str, found: Difference, sides: tuple[Side, Side], lang: Lang) -> bytes:
    """The bytes of a file with these changes; ``NeedsOffice`` for a workbook without openpyxl."""
    from plangraph.audit.pages import fetch_pages
    from plangraph.outputs import diff_rows

    if suffix == ".json":
        return (json.dumps(diff_rows.as_json(found.changes), ensure_ascii=False, indent=2) + "\n").encode()
    if suffix == ".csv":
        rows = [diff_rows.csv_row(each, lang) for each in found.changes]
        return common.csv_text(diff_rows.HEADER, rows).encode("utf-8-sig")  # Excel wants the byte order mark
    pages = (fetch_pages(sides[0].store), fetch_pages(sides[1].store))
    if suffix == ".html":
        from plangraph.outputs.diff_html import report

        return report(found, pages, lang).encode()
    try:
        from plangraph.outputs.diff_excel import workbook
    except ModuleNotFoundError as error:
        from plangraph.commands.audit import NeedsOffice

        raise NeedsOffice from error
    return workbook(found, pages, lang)
