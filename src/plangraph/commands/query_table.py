"""Rows for people: a table where it fits the terminal, else one block per row."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, Literal

import click
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from plangraph.commands.common import printable

Kind = Literal["text", "number", "name"]

WIDTH: Final = 110  # columns when the terminal does not say
WORDS: Final = 26  # cells a long text needs at least to read well in a column
GAP: Final = 2  # cells between two columns


@dataclass(frozen=True, slots=True)
class Column:
    """A column: numbers stand to the right, names (IRIs) are never broken, texts are wrapped."""

    title: str
    kind: Kind = "text"


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print rows of texts on standard output; first columns that are the same in all rows are said once, above them."""
    shown = [[printable(text) for text in row] for row in rows]
    shared = _shared(shown)
    for at in range(shared):
        click.echo(f"{columns[at].title} = {shown[0][at]}")
    _print(columns[shared:], [row[shared:] for row in shown])


def _shared(rows: Sequence[Sequence[str]]) -> int:
    """How many columns from the left, but never the last, hold the same text in every one of several rows."""
    if len(rows) < 2:
        return 0
    same = (len(set(column)) == 1 and column[0] != "" for column in zip(*rows, strict=True))
    return min(sum(1 for _ in takewhile(bool, same)), len(rows[0]) - 1)


def _print(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    if _needed(columns, rows) <= width:
        _show(_table(columns, rows), width)
        return
    for number, row in enumerate(rows, start=1):
        click.echo(f"{number}.")
        _show(_block(columns, row), width)


def _needed(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """The width of the narrowest table that still reads well: only long texts are narrowed, to ``WORDS``."""
    total = 0
    for at, column in enumerate(columns):
        widest = max((cell_len(row[at]) for row in rows), default=0)
        total += max(cell_len(column.title), min(widest, WORDS) if column.kind == "text" else widest) + GAP
    return total


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(
            Text(column.title),
            justify="right" if column.kind == "number" else "left",
            no_wrap=column.kind != "text",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _block(columns: Sequence[Column], row: Sequence[str]) -> Table:
    block = Table.grid(padding=(0, GAP, 0, 0))
    block.add_column(no_wrap=True, style="dim")
    block.add_column(overflow="fold")
    for column, text in zip(columns, row, strict=True):
        if text:
            block.add_row(Text(column.title), Text(text))
    return block


def _show(content: RenderableType, width: int) -> None:
    """Print without the blanks that fill lines up to the right."""
    console = Console(
        file=io.StringIO(), width=width, force_terminal=sys.stdout.isatty(), highlight=False, markup=False, emoji=False
    )
    with console.capture() as captured:
        console.print(content)
    click.echo("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()), nl=False)
