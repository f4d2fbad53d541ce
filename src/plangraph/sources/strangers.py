"""Lines that are strangers to their document: written in another script, or in words that no other line of it uses.

A wrapped line of a list carries no mark of its own, so the layout alone cannot tell it from a line that a scan, a hand
or another page put there. Plans repeat themselves: what a line says is said again in other words a few pages on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from statistics import median

_LETTERS = re.compile(r"[^a-z\u0e01-\u0e4e]+")
_GRAM = 5  # letters: long enough to hold a word, short enough for two lines to share one
_LONGEST = 600  # characters of a line that are looked at
_FEWEST = 4  # five-letter pieces below which a line says too little to be judged
# Share of its five-letter pieces that another line has too, relative to the document's median, below which a line is a
# stranger. Measured on the Lampang plan (median 0.89): its unmarked lines inside lists have 0.50 and more, thirty
# sentences about cats, football and the weather 0.47 and less.
_STRANGE = 0.55
# Pieces from which on a document says enough for that; a shorter one repeats itself less: less is asked of its lines.
_ENOUGH = 20_000


def is_latin(text: str) -> bool:
    """Whether less than a fifth of the letters are Thai: such a line is not the rest of a Thai one."""
    letters = [char for char in text if char.isalpha()]
    thai = sum(1 for char in letters if "\u0e01" <= char <= "\u0e5b")
    return bool(letters) and thai * 5 < len(letters)


class Vocabulary:
    """The five-letter pieces of a document, each with the number of different lines that have it."""

    def __init__(self, lines: Iterable[str]) -> None:
        """``lines`` are folded; one that is printed again and again counts once."""
        pieces = [_pieces(line) for line in dict.fromkeys(line.strip() for line in lines) if line]
        self._counts = Counter(piece for found in pieces for piece in found)
        shares = [self._share(found) for found in pieces if len(found) >= _FEWEST]
        size = min(1.0, (len(self._counts) / _ENOUGH) ** 0.5)
        self._least = _STRANGE * size * median(shares) if shares else 0.0

    def strange(self, text: str) -> bool:
        """Whether ``text``, a folded line of the document, shares too little with the others."""
        if is_latin(text):
            return True
        pieces = _pieces(text.strip())
        return len(pieces) >= _FEWEST and self._share(pieces) < self._least

    def _share(self, pieces: frozenset[str]) -> float:
        return sum(self._counts[piece] > 1 for piece in pieces) / len(pieces)


def _pieces(line: str) -> frozenset[str]:
    letters = _LETTERS.sub("", line[:_LONGEST].lower())
    return frozenset(letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1))
