"""Match patterns on a folded line, quote the verbatim one: folding keeps for every character where it came from.

Folded text has Arabic digits, one spelling of ำ, single spaces, no doubled or invisible marks, no bold and no HTML
tags (a tag becomes a space), so patterns are written once. Offsets lead back, so that a quote is always what the
document prints.
What is mended and how stands in ``thai_text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from plangraph.thai_text import INVISIBLE, mask_tags, mended, to_arabic

_DASHES: Final = str.maketrans("–—‐−", "----")
_BOLD: Final = ("**", "\u200b\u200b")  # what markdown prints around bold text is no part of it
_PIECE: Final = re.compile(rf"(?P<gap>(?:[^\S\n\r]|[{INVISIBLE}])++)|(?:(?![{INVISIBLE}])[\S\n\r])++")
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the offset in the verbatim text it came from."""

    text: str
    origin: tuple[int, ...]  # one more than len(text): the last is the end of the verbatim text

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Verbatim offsets of ``text[start:end]``."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + self._width(end - 1)

    def _width(self, index: int) -> int:
        """How many verbatim characters folded character ``index`` stands for (its own run, no trailing spaces)."""
        if self.text[index] == " ":
            return 1
        return max(1, self.origin[index + 1] - self.origin[index])


def fold(text: str) -> Folded:
    """Fold one verbatim line; linear in its length."""
    plain = to_arabic(mask_tags(text)).translate(_DASHES).replace(*_BOLD)  # one character for one
    spaced_once, places = _single_spaces(plain)
    out: list[str] = []
    origin: list[int] = []
    done = 0
    for start, end, right in mended(spaced_once):
        out.append(spaced_once[done:start] + right)
        origin += places[done : start + len(right)]  # the last character stands for what was left out
        done = end
    out.append(spaced_once[done:])
    return Folded("".join(out), (*origin, *places[done:], len(plain.rstrip())))


def _single_spaces(plain: str) -> tuple[str, list[int]]:
    """The text without invisible characters and with single spaces, none at its ends; where each character stood."""
    out: list[str] = []
    places: list[int] = []
    for piece in _PIECE.finditer(plain):
        if piece.lastgroup != "gap":
            out.append(piece[0])
            places += range(piece.start(), piece.end())
        elif out and (space := _SPACE.search(piece[0])):
            out.append(" ")
            places.append(piece.start() + space.start())
    if out and out[-1] == " ":
        return "".join(out[:-1]), places[:-1]
    return "".join(out), places


def clean(text: str) -> str:
    """The folded text alone, ends stripped: the clean reading before OCR repairs."""
    return fold(text).text.strip()
