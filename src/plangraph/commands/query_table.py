"""Rows for people: a table where it fits the terminal, else one block per row."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from plangraph.commands.common import printable

WIDTH: Final = 110  # columns when the terminal does not say
WORDS: Final = 28  # cells a long text needs at least to read well in a column
GAP: Final = 3  # cells between two columns


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()) -> None:
    """Print rows of texts on standard output; ``numeric`` columns are set to the right."""
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    console = Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
    shown = [[printable(text) for text in row] for row in rows]
    if _needed(header, shown) <= width:
        console.print(_table(header, shown, numeric))
    else:
        _print_blocks(console, header, shown)


def _needed(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The width of the narrowest table that still reads well: short columns whole, long ones ``WORDS`` wide."""
    widths = [max([cell_len(name), *(cell_len(row[at]) for row in rows)]) for at, name in enumerate(header)]
    return sum(max(cell_len(name), min(width, WORDS)) + GAP for name, width in zip(header, widths, strict=True))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for at, name in enumerate(header):
        table.add_column(name, justify="right" if at in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _print_blocks(console: Console, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        block = Table.grid(padding=(0, 2, 0, 0))
        block.add_column(no_wrap=True, style="dim")
        block.add_column(overflow="fold")
        for name, text in zip(header, row, strict=True):
            if text:
                block.add_row(Text(name), Text(text))
        console.print(Text(f"{number}."), block, sep="\n")
