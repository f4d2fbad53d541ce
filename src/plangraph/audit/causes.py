"""Whose error a finding looks like: text that reading damaged gives itself away, clean text is the document's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from plangraph.audit.findings import Cause
from plangraph.thai_text import to_arabic

_SCRIPTS: Final = ("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE", "KELVIN", "ANGSTROM", "MODIFIER LETTER")
# a mark with nothing under it, two vowels below or above one consonant, a leading vowel without its consonant
_BROKEN: Final = re.compile(
    '(?:(?<=[\\s\\d๐-๙(“"])|^)[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]'
    "|[\u0e34-\u0e39]{2}|[เแโใไ](?=[\\s,.)”]|$)|ะ[\u0e30\u0e32\u0e33]"
)
_FIGURE: Final = re.compile(r"(?<![\d.,/-])\d[\d,]*,\d[\d,]*(?:\.\d+)?(?![\d,]*\d)")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def looks_damaged(text: str) -> bool:
    """Whether a text shows signs of misreading: letters of other scripts, marks out of place, impossible figures."""
    if damaged_words(text):
        return True
    return any(not _GROUPED.fullmatch(match[0]) for match in _FIGURE.finditer(to_arabic(text)))


def damaged_words(text: str) -> list[str]:
    """The words of a text that no Thai printer sets: other scripts inside, broken characters, marks out of place."""
    if text.isascii():
        return []
    broken = _BROKEN.search(text) is not None
    strange = {char for char in set(text) if char == "\ufffd" or (char.isalpha() and not _known(char))}
    if not broken and not strange:
        return []
    return [word for word in text.split() if strange & set(word) or _BROKEN.search(word)]


@lru_cache(maxsize=4096)
def _known(char: str) -> bool:
    return char < "\u0080" or "\u0e00" <= char <= "\u0e7f" or unicodedata.name(char, "").startswith(_SCRIPTS)


def cause_of(quotes: Iterable[str], lines: Iterable[str]) -> Cause:
    """``quotes`` are the words the finding is about, ``lines`` the whole lines they stand in.

    Damaged words are the OCR's, clean words in clean lines the document's; clean words in a damaged line tell nothing.
    """
    if any(map(looks_damaged, quotes)):
        return Cause.OCR
    return Cause.UNDETERMINED if any(map(looks_damaged, lines)) else Cause.DOCUMENT
