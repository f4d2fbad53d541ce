"""Lists inside one string: cells hold several items in one line, numbered, bulleted or in HTML tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from plangraph.thai_text import binds, mask_tags, tag_spans, to_arabic, words

_BREAKING = frozenset(
    {"p", "br", "li", "ol", "ul", "div", "hr", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_LONGEST_PARENTHESIS = 120  # a "(" further back than this was never closed by the OCR, so it shields no marker
_LONGEST_WORD_BEFORE = 20


@dataclass(frozen=True, slots=True)
class TextItem:
    """One item of a run. Without number and marker it introduces the list or continues the item before it."""

    number: int | None
    marker: str  # as printed: "๑)", "กิจกรรมที่ ๑", "-"
    text: str  # without marker; inline tags inside it are blanked
    start: int  # offsets of ``text`` in the whole string
    end: int


@dataclass(frozen=True, slots=True)
class _Marker:
    number: int | None
    style: str
    start: int
    end: int
    at_start: bool


@lru_cache(maxsize=1)
def _marker_pattern() -> re.Pattern[str]:
    openers = "|".join(map(re.escape, words()["items"]["openers"]))
    return re.compile(
        rf"(?<!\S)(?P<opener>{openers})\s?(?P<n>\d{{1,2}})(?!\d|[.,]\d)[.:)]?"
        r"|(?:(?<!\S)[-–•*❖]\s{0,3})?(?:"
        r"(?<![\d(])(?P<both>\((?P<b>\d{1,2})\))"
        r"|(?<![\d.,(/-])(?P<right>(?P<r>\d{1,2})\))"
        r"|(?<![^\s)”\"-])(?P<dot>(?P<d>\d{1,2})\.(?!\d)))"
        r"|(?<!\S)(?P<bullet>[-–•*❖●▪])(?=\s)"
    )


def _segments(text: str, plain: str) -> list[tuple[int, int]]:
    """The stretches between block tags and line breaks, trimmed; ``<u>`` opens one only where a block begins."""
    cuts = {0, len(text)} | {match.start() for match in re.finditer(r"[\n\r\t]", plain)}
    underlined = False
    edge = 0  # where the block so far begins
    for start, end, name in tag_spans(text):
        bare = name.lstrip("/")
        if bare == "u":
            opening = not name.startswith("/")
            underlined = not plain[edge:start].strip() if opening else underlined
            if not underlined:
                continue
        elif bare not in _BREAKING:
            continue
        cuts |= {start, end}
        edge = end
    edges = sorted(cuts)
    trimmed = (_trim(plain, start, end) for start, end in pairwise(edges))
    return [(start, end) for start, end in trimmed if start < end]


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    piece = plain[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _style(match: re.Match[str]) -> tuple[str, int | None]:
    if match["opener"]:
        return match["opener"], int(match["n"])
    for style, number in (("both", "b"), ("right", "r"), ("dot", "d")):
        if match[style]:
            return style, int(match[number])
    return "bullet", None


def _belongs_to_words(plain: str, start: int) -> bool:
    """Whether the number at ``start`` belongs to a word before it: "ข้อ ๒) ของ"."""
    before = plain[max(0, start - _LONGEST_WORD_BEFORE) : start].rstrip()
    return binds(before, tuple(words()["items"]["not_after"]))


def _markers(plain: str, segments: list[tuple[int, int]]) -> Iterator[_Marker]:
    """Everything that may open an item, in order; closing parentheses of a running text are left out."""
    for first, last in segments:
        opened: list[int] = []
        seen = first
        for match in _marker_pattern().finditer(plain, first, last):
            style, number = _style(match)
            start = match.start()
            for at in range(seen, start):
                if plain[at] == "(":
                    opened.append(at)
                elif plain[at] == ")" and opened:
                    opened.pop()
            seen = match.end()
            closes = style == "right" and bool(opened) and start - opened[-1] <= _LONGEST_PARENTHESIS
            if closes:
                opened.pop()
            elif start == first or style == "bullet" or not _belongs_to_words(plain, start):
                yield _Marker(number, style, start, match.end(), start == first)


def _followed_by_two(markers: list[_Marker]) -> set[int]:
    """Indexes of the markers with number 1 that a 2 of the same style follows before the next 1."""
    out: set[int] = set()
    next_number: dict[str, int] = {}
    for index in range(len(markers) - 1, -1, -1):
        marker = markers[index]
        if marker.number == 1:
            if next_number.get(marker.style) == 2:
                out.add(index)
            next_number[marker.style] = 1
        elif marker.number == 2:
            next_number[marker.style] = 2
    return out


def _accepted(plain: str, markers: list[_Marker]) -> Iterator[_Marker]:
    """The markers whose numbers run on: at the start of a block always, inside one only in sequence."""
    has_two = _followed_by_two(markers)
    lists: dict[str, int] = {}  # last number of each open list
    style = ""  # of the innermost list
    for index, marker in enumerate(markers):
        if marker.number is None:
            between_figures = plain[: marker.start].rstrip()[-1:].isdigit() if not marker.at_start else False
            if marker.at_start or (style == "bullet" and not between_figures):
                style = "bullet"
                yield marker
            continue
        runs_on = marker.style == style and marker.number == lists[style] + 1
        back_out = marker.style != style and lists.get(marker.style) == marker.number - 1
        opens = marker.number == 1 and index in has_two and style in ("", marker.style)
        if marker.at_start or runs_on or back_out or opens:
            style = marker.style
            lists[style] = marker.number
            yield marker


def split_items(text: str) -> list[TextItem]:
    """The items of a cell or a line, in order; a text without markers is one item per block.

    A marker counts at the start of a block (string, line, ``<p>``, ``<li>``, leading ``<u>``), elsewhere only where its
    number runs on from the one before, so that "๔.๐" and "ข้อ ๒) ของ" split nothing. ``text[item.start:item.end]`` is
    verbatim and, unless inline tags stand inside it, equals ``item.text``.
    """
    blanked = mask_tags(text)
    plain = to_arabic(blanked)
    segments = _segments(text, plain)
    accepted = list(_accepted(plain, list(_markers(plain, segments))))
    items: list[TextItem] = []
    position = 0
    for first, last in segments:
        inside: list[_Marker] = []
        while position < len(accepted) and accepted[position].start < last:
            inside.append(accepted[position])
            position += 1
        heads = [None, *inside] if not inside or inside[0].start > first else list(inside)
        ends = [marker.start for marker in heads[1:] if marker] + [last]
        for head, limit in zip(heads, ends, strict=True):
            start, end = _trim(plain, head.end if head else first, limit)
            marker = text[head.start : head.end].strip() if head else ""
            items.append(
                TextItem(
                    head.number if head else None, marker, blanked[start : max(start, end)], start, max(start, end)
                )
            )
    return items
