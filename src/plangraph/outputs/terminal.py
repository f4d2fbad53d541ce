"""Thai text on a terminal: how wide it is, where a line may break, notes and tables that fit.

A Thai line breaks at a space; a run longer than the line breaks between clusters, never before a combining mark, before
a vowel that follows its consonant, or behind a vowel that is written before it.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal

NARROWEST: Final = 80  # columns of an answer
WIDEST: Final = 100
WIDTH: Final = 96  # where nobody looks on
_CLUSTER: Final = re.compile(r"[เแโใไ]?.[\u0e2f-\u0e3a\u0e45-\u0e4e\u0300-\u036f]*", re.DOTALL)
_LEADING_VOWELS: Final = "เแโใไ"
_LOOK_BACK: Final = 12  # clusters given up for a better break
_BEGINNINGS: Final = ("การ", "ความ", "และ", "ของ", "ที่", "ด้าน", "ด้วย", "ให้", "สู่", "จาก", "ตาม", "บน", "เพื่อ")


def terminal_width() -> int:
    """Columns to write in: those of the terminal, between 80 and 100."""
    return min(WIDEST, max(NARROWEST, shutil.get_terminal_size((WIDTH, 24)).columns))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: marks none, wide characters two."""
    if text.isascii():
        return len(text)
    return sum(_column(char) for char in text)


def _column(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clusters(text: str) -> list[str]:
    """The smallest pieces of a text that may stand apart on two lines."""
    return _CLUSTER.findall(text)


def wrap(text: str, width: int = WIDTH, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of at most ``width`` columns, ``first`` before the first of them and ``indent`` before the others."""
    lines = [indent if first is None else first]
    empty = True
    for word in text.split():
        blank = "" if empty else " "
        if columns(lines[-1] + blank + word) <= width:
            lines[-1] += blank + word
        elif columns(indent + word) <= width:
            lines.append(indent + word)
        else:
            _fill(lines, blank, word, width, indent)
        empty = False
    return lines


def _fill(lines: list[str], blank: str, word: str, width: int, indent: str) -> None:
    """Set a word that is wider than a line: it starts on the last line if a third of that is free."""
    if blank and columns(lines[-1]) > width - width // 3:
        lines.append(indent)
        blank = ""
    lines[-1] += blank
    waiting = clusters(word)
    while waiting:
        count = _fitting(waiting, width - columns(lines[-1]))
        lines[-1] += "".join(waiting[:count])
        waiting = waiting[count:]
        if waiting:
            lines.append(indent)


def _fitting(waiting: Sequence[str], room: int) -> int:
    """How many clusters to set in ``room``: all that fit, or a few less where a syllable surely begins."""
    count, used = 0, 0
    while count < len(waiting) and used + columns(waiting[count]) <= room:
        used += columns(waiting[count])
        count += 1
    if count == len(waiting):
        return count
    shorter = range(count, max(0, count - _LOOK_BACK), -1)
    return next((at for at in shorter if _begins_well(waiting, at)), max(1, count))


def _begins_well(waiting: Sequence[str], at: int) -> bool:
    """Whether a syllable surely begins here: a vowel written before its consonant, or a word that often begins one."""
    return waiting[at][0] in _LEADING_VOWELS or "".join(waiting[at : at + 4]).startswith(_BEGINNINGS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width and the side its texts stand on."""

    title: str
    width: int
    side: Literal["left", "right"] = "left"


def table(header: Sequence[Column], rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """A table whose cells wrap inside their columns."""
    ruled = gap.join("─" * column.width for column in header)
    lines = [*_row(header, [column.title for column in header], gap), ruled]
    for row in rows:
        lines += _row(header, row, gap)
    return lines


def _row(header: Sequence[Column], cells: Sequence[str], gap: str) -> list[str]:
    wrapped = [wrap(cell, column.width) for column, cell in zip(header, cells, strict=True)]
    return [
        gap.join(_padded(part, column) for column, part in zip(header, parts, strict=True)).rstrip()
        for parts in zip_longest(*wrapped, fillvalue="")
    ]


def _padded(text: str, column: Column) -> str:
    blank = " " * max(0, column.width - columns(text))
    return blank + text if column.side == "right" else text + blank


def shortened(text: str, width: int) -> str:
    """The text, cut between clusters and ended with an ellipsis where it is wider than ``width`` columns."""
    if columns(text) <= width:
        return text
    kept, used = "", 0
    for cluster in clusters(text):
        used += columns(cluster)
        if used > width - 1:
            break
        kept += cluster
    return kept.rstrip() + "…"
