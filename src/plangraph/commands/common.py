"""What the commands share: their options, the graph that answers, and the ways to print an answer.

A command module exposes ``command`` and ends with ``ctx.exit(1)`` when its answer is no. What the user can mend is
raised as ``PlanGraphError``; ``cli`` prints it as one line and exits 2.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from plangraph.commands.localised import command, language, option
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.store import GraphStore

__all__ = [
    "command", "csv_text", "emit_csv", "emit_json", "format_option", "lang_option", "language", "note", "open_sparql",
    "open_store", "option", "printable", "progress", "store_option", "tell", "with_proposals_option",
]  # fmt: skip

Function = Callable[..., Any]
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("cli")[key][lang] for lang in LANGS}


def lang_option(function: Function) -> Function:
    """``--lang th|en`` as the parameter ``lang``; what stands before the command's name counts too."""
    decorate = option("--lang", "lang", type=click.Choice(LANGS), default=language, **_texts("lang_option"))
    return decorate(function)


def store_option(function: Function) -> Function:
    """``--store DIR|URL`` as the parameter ``store`` (None: the graph built last, else the bundled one)."""
    return option("--store", "store", metavar="DIR|URL", default=None, **_texts("store_option"))(function)


def with_proposals_option(function: Function) -> Function:
    """``--with-proposals`` as the parameter ``with_proposals``."""
    return option("--with-proposals", "with_proposals", is_flag=True, **_texts("with_proposals_option"))(function)


def format_option(*choices: str) -> Callable[[Function], Function]:
    """``--format`` as the parameter ``form``; the first choice is the default."""
    return option(
        "--format", "form", type=click.Choice(choices), default=choices[0], show_default=True, **_texts("format_option")
    )


def note(text: str) -> None:
    """Say something on standard error, so that the answer on standard output stays clean."""
    click.echo(printable(text), err=True)


def tell(key: str, **values: object) -> None:
    """Say a sentence of ``texts/store.toml`` on standard error, in the language of this run."""
    note(Texts("store", language())(key, **values))


def open_store(store: str | None, with_proposals: bool = False) -> GraphStore:
    """The graph that answers, and a line on standard error that says which; ``PlanGraphError`` when there is none."""
    from plangraph.snapshot import preferred

    return preferred(store, tell, with_proposals=with_proposals) or open_sparql(store, with_proposals)


def open_sparql(store: str | None, with_proposals: bool = False) -> GraphStore:
    """The same graph for what is nothing but SPARQL, whether there is a snapshot or not."""
    from plangraph.opening import open_graph

    return open_graph(store, with_proposals=with_proposals, tell=tell)


@contextmanager
def progress(length: int, label: str, *, soon: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error that is told how much more is done; none where ``length`` is at most ``soon``."""
    if length <= soon:
        yield _unseen
        return
    shown: Any = click.progressbar(length=length, label=label, file=sys.stderr)
    with shown as bar:
        yield bar.update


def _unseen(more: int) -> None:
    """What is done soon needs no bar."""


def printable(text: str) -> str:
    """A text of a document made safe for a terminal: control characters but line feed and tab become U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(char) == "Cc" and char not in "\n\t" else char for char in text)


def emit_json(obj: object) -> None:
    """Print JSON: UTF-8, unescaped, keys in the order given."""
    click.echo(json.dumps(obj, ensure_ascii=False, indent=2))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV table whose texts no spreadsheet takes for a formula: those that start like one get an apostrophe.

    Control characters become U+FFFD; numbers stay numbers.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return buffer.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    return printable(f"'{value}" if value.startswith(_FORMULA) else value)


def emit_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a CSV table, without a byte order mark."""
    click.echo(csv_text(header, rows), nl=False)
