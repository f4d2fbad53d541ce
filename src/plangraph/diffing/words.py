"""Two texts: the same, the same misread, the same worded otherwise, changed, or another."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from plangraph.diffing.rules import rules
from plangraph.places import province_slugs
from plangraph.thai import match_key, normalize, to_arabic
from plangraph.thai_text import fold_key

_DIGITS = re.compile(r"\d+")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_POINTED = re.compile(r"\d|(?<=\d)\.(?=\d)")
_MARK = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")


class Relation(StrEnum):
    """How two texts relate."""

    SAME = "same"  # but for spaces, digits of another script, doubled marks
    OCR = "ocr"  # but for lost tone marks and letters that look alike
    GLUE = "glue"  # but for words that say nothing
    REWORDED = "reworded"
    CHANGED = "changed"
    OTHER = "other"


def relation(a: str, b: str) -> Relation:
    """How ``b`` relates to ``a``; figures that differ are always a change, never a misreading."""
    keys = match_key(a), match_key(b)
    if keys[0] == keys[1] and _points(a) == _points(b):
        return Relation.SAME
    if digits(a) != digits(b):
        return Relation.CHANGED if likeness(a, b) >= rules()["words"]["related"] else Relation.OTHER
    folded = fold_key(keys[0]), fold_key(keys[1])
    if folded[0] == folded[1] or _looks(folded[0]) == _looks(folded[1]):
        return Relation.OCR
    if glueless(a) == glueless(b):
        return Relation.GLUE
    score = likeness(a, b)
    if score < rules()["words"]["related"]:
        return Relation.OTHER
    turned = _turning(keys[0]) != _turning(keys[1]) or _places(keys[0]) != _places(keys[1])
    return Relation.CHANGED if turned or score < rules()["words"]["reworded"] else Relation.REWORDED


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The folded key of a text without its digits: two that differ in figures alone are equal."""
    return _DIGITS.sub("", fold_key(match_key(text)))


def likeness(a: str, b: str) -> float:
    """How alike two texts are but for figures, marks and spaces, percent."""
    return ratio(bare(a), bare(b))


def digits(text: str) -> list[str]:
    """The figures of a text as Arabic digits, in their order."""
    arabic = "".join(char if char in ",." else match_key(char) or " " for char in text)
    return [figure.replace(",", "").rstrip(".") for figure in _FIGURES.findall(arabic)]


def _points(text: str) -> list[str]:
    """Digits and decimal points in their order: 4.34 is not 434, and a key has no points."""
    return _POINTED.findall(to_arabic(text))


@lru_cache(maxsize=4096)
def glueless(text: str) -> str:
    """The key of a text without the words that say nothing."""
    key = match_key(text)
    for word in _glue():
        key = key.replace(word, "")
    return fold_key(key)


@lru_cache(maxsize=1)
def _glue() -> tuple[str, ...]:
    return tuple(sorted(map(match_key, rules()["words"]["glue"]), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return {ord(letter): row[0] for row in rules()["words"]["confused"] for letter in row[1:]}


def _looks(key: str) -> str:
    return key.translate(_table())


def _turning(key: str) -> list[str]:
    return sorted(word for word in rules()["words"]["turning"] if match_key(word) in key)


def _places(key: str) -> frozenset[str]:
    return frozenset(name for name in province_slugs() if match_key(name) in key)


def differing(a: str, b: str) -> tuple[str, str]:
    """The stretch of each text that the other has not, with a few letters around it."""
    one, two = normalize(a), normalize(b)
    front = 0
    while front < min(len(one), len(two)) and one[front] == two[front]:
        front += 1
    back = 0
    while back < min(len(one), len(two)) - front and one[-1 - back] == two[-1 - back]:
        back += 1
    return _around(one, front, len(one) - back), _around(two, front, len(two) - back)


def _around(text: str, start: int, end: int) -> str:
    context = rules()["words"]["context"]
    start, end = max(0, start - context), min(len(text), end + context)
    while start > 0 and (_MARK.match(text[start]) or text[start - 1] in "เแโใไ"):
        start -= 1
    while end < len(text) and _MARK.match(text[end]):
        end += 1
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
