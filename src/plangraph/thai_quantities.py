"""Quantities inside a text: "จำนวนไม่น้อยกว่า ๕๐ คน" is at least 50 คน. Words and units are data (``data/thai.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from plangraph.records import Quantity
from plangraph.thai_numbers import figure, years
from plangraph.thai_text import binds, mask_tags, spaced, to_arabic, words

_FIGURES = re.compile(r"(?<![\d.,])\d[\d,.]*+")
_SPAN = re.compile(r"(\d[\d,.]*)\s*[-–]\s*$")
_TOKEN = re.compile(r"[A-Za-z\u0e01-\u0e2e\u0e40-\u0e44][^\s()<>,;:“”\"\d]{0,24}")
_PER = re.compile(r"/([^\s/(),.\d]{1,24})(?![^\s/(),.])")
_GLUED = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4e]")  # a sign that makes the unit the beginning of another word
_LOOK = 60  # characters looked at on either side of a number


@dataclass(frozen=True, slots=True)
class _Lists:
    before: tuple[tuple[re.Pattern[str], str], ...]  # a word at the end and what it says, longest first
    behind: tuple[tuple[str, str], ...]
    not_after: tuple[str, ...]
    units: tuple[str, ...]
    whole_word: frozenset[str]
    no_units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Front:
    """What the words in front of a number say."""

    start: int  # where the printed quantity begins
    comparator: str
    percent: str
    announced: bool


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    data = words()["quantities"]
    before = [(word, kind) for kind in ("atLeast", "atMost", "announce", "percent") for word in data[kind]]
    behind = [(word, kind) for kind in ("atLeast", "atMost") for word in data[f"{kind}_behind"]]
    return _Lists(
        before=tuple(
            (re.compile(spaced(re.escape(word)) + "$"), kind)
            for word, kind in sorted(before, key=lambda pair: -len(pair[0]))
        ),
        behind=tuple(behind),
        not_after=tuple(data["not_after"]),
        units=tuple(sorted(data["units"], key=lambda unit: -len(unit))),
        whole_word=frozenset(data["whole_word"]),
        no_units=tuple(data["no_units"]),
    )


def _front(plain: str, start: int) -> _Front | None:
    """Peel the words in front of the number at ``start``; None when they make it a name, not an amount."""
    lists = _lists()
    rest = plain[max(0, start - _LOOK) : start]
    offset = start - len(rest)
    printed_from, comparator, percent, announced = start, "", "", False
    while True:
        rest = rest.rstrip()
        found = next(((match, kind) for word, kind in lists.before if (match := word.search(rest))), None)
        if found is None:
            break
        word, kind = found[0][0], found[1]
        rest = rest[: found[0].start()]
        announced = True
        if kind == "percent" and not percent:
            percent = word
        elif kind in ("atLeast", "atMost") and not comparator:
            comparator = kind
        else:
            break
        printed_from = offset + len(rest)
    if not announced and binds(rest, lists.not_after):
        return None
    return _Front(printed_from, comparator or "exactly", percent, announced)


def _known_unit(rest: str) -> str:
    lists = _lists()
    for unit in lists.units:
        if not rest.startswith(unit):
            continue
        behind = rest[len(unit) : len(unit) + 1]
        if _GLUED.match(behind) or (unit in lists.whole_word and behind.isalpha()):
            continue
        return unit
    return ""


def _unit(plain: str, end: int, announced: bool) -> tuple[str, int] | None:
    """Unit behind a number and where it ends; None when what stands there makes the number no quantity."""
    rest = plain[end : end + _LOOK]
    gap = len(rest) - len(rest.lstrip(" "))
    rest = rest[gap:]
    unit = _known_unit(rest)
    if not unit:
        token = _TOKEN.match(rest)
        word = token[0].split("/")[0].rstrip(".") if token and gap <= 2 else ""
        if not announced or word.startswith(_lists().no_units):
            return None
        unit = word
    if not unit:
        return "", end
    stop = end + gap + len(unit)
    per = _PER.match(plain, stop)
    if per:
        return plain[end + gap : per.end()], per.end()
    return unit, stop


def _behind(plain: str, end: int) -> tuple[str, int]:
    """A comparator behind the unit ("ขึ้นไป") and where it ends."""
    rest = plain[end : end + _LOOK]
    gap = len(rest) - len(rest.lstrip(" "))
    for word, kind in _lists().behind:
        if rest[gap:].startswith(word):
            return kind, end + gap + len(word)
    return "", end


def _read(text: str, plain: str, match: re.Match[str]) -> Iterator[Quantity]:
    digits = match[0].rstrip(".,")
    end = match.start() + len(digits)
    value = figure(digits)
    front = _front(plain, match.start())
    if value is None or front is None or (plain[end : end + 1] == ")" and not front.announced):
        return
    if len(digits) < len(match[0]) and not front.announced:
        return  # the number of an item: "๑. …"
    found = (front.percent, end) if front.percent else _unit(plain, end, front.announced)
    if found is None:
        return
    unit, end = found
    kind, end = _behind(plain, end)
    lower = _SPAN.search(plain, max(0, match.start() - _LOOK), match.start())
    first = figure(lower[1].rstrip(".,")) if lower and front.comparator == "exactly" and not kind else None
    if lower is not None and first is not None and first < value:
        printed = text[lower.start() : end]
        yield Quantity(first, unit, "atLeast", printed)
        yield Quantity(value, unit, "atMost", printed)
        return
    yield Quantity(value, unit, kind or front.comparator, text[front.start : end])


def quantities(text: str) -> list[Quantity]:
    """Every number of ``text`` that counts something, with its unit and comparator; ``printed`` is verbatim.

    Dates, years, versions ("๔.๐"), numbers of laws and of items are no quantities, nor is a damaged figure.
    A range ("๕ - ๑๐ คน") gives its lower and its upper bound.
    """
    plain = to_arabic(mask_tags(text))
    dated = {mention.start for mention in years(plain)}
    figures = (match for match in _FIGURES.finditer(plain) if match.start() not in dated)
    return [quantity for match in figures for quantity in _read(text, plain, match)]
