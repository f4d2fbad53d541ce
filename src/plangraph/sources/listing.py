"""Numbered and bulleted lists over lines, with the lines they wrap onto, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from plangraph.records import Item, SourceSpan
from plangraph.sources.reading import Reading
from plangraph.sources.strangers import is_latin

MARKER = re.compile(
    r"^ ?(?P<bullet>[-•❖*●▪] ?)?(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)(?:\)|\.(?!\d)|(?=\s))|\((?P<paren>\d{1,2})\))? ?"
)
MIN_WRAPPED = 40  # columns: a line shorter than this has not been wrapped by the page
WIDEST = 110  # columns: no page is wider, so a longer line is a paragraph that nothing has wrapped
FEW = 2  # lines of text between two entries of a list that can still be strangers to it
_NEAR = 12  # lines of a block on either side that show how wide its page is
MOST = 60  # lines one entry is printed on at most: more than a page
FULL = 0.8  # share of the page at which a line is full: Thai breaks at words, so the last one may have gone over


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Printed columns of a text: combining marks take none."""
    return sum(1 for char in text.strip() if not unicodedata.combining(char) and unicodedata.category(char) != "Mn")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list; ``text`` is clean and without its marker."""

    marker: str  # "" | "-" | "1)" | "(1)" | "1.1"
    number: int | None
    text: str
    first: int
    last: int
    start: int  # folded offset of the text in the first line

    def span(self, reading: Reading) -> SourceSpan:
        begin, _ = reading.folded(self.first).back(self.start, len(reading.folded(self.first).text))
        tail = reading.line(self.last).rstrip()
        return reading.between(self.first, begin, self.last, len(tail))

    def item(self, reading: Reading) -> Item:
        return Item(self.text, self.span(reading), self.number)


def marker_of(text: str) -> tuple[str, int | None, int]:
    """The list marker a folded line starts with, its number, and where the text begins; ("", None, 0) without one."""
    found = MARKER.match(text)
    if not found or not (found["bullet"] or found["number"] or found["paren"]):
        return "", None, 0
    printed = found["number"] or found["paren"]
    counts = found["number"] and not found["bullet"] and text[found.end("number") : found.end("number") + 1] == " "
    if counts and "." not in found["number"]:
        return "", None, 0  # "5 อันดับแรก" is no list number
    number = int(printed.split(".")[-1]) if printed else None
    return found.group().strip(), number, found.end()


def wraps(reading: Reading, before: int, line: int) -> bool:
    """Whether ``line`` can be the wrapped rest of line ``before``: right below it, and the line above it full.

    A stranger never is; it does not part the lines that it was put between either.
    """
    if reading.stranger(line) or not reading.neighbours(before, line):
        return False
    if is_latin(reading.line(before)):
        return False  # Thai below Latin letters: a line in another script is another line
    if "\t" in reading.line(line) or marker_of(reading.folded(line).text)[0]:
        return False
    page = _page(reading, before, line)
    above, rest = width(reading.line(before)), width(reading.line(line))
    return max(MIN_WRAPPED, FULL * page) <= above <= WIDEST and rest <= WIDEST


def _page(reading: Reading, before: int, line: int) -> int:
    """Columns of the page at a line: the widest near it in its block, ``line`` itself, strangers and rows apart."""
    first, last = before, line
    while first > max(1, before - _NEAR) and not reading.blank(first - 1):
        first -= 1
    while last < min(reading.last_line, line + _NEAR) and not reading.blank(last + 1):
        last += 1
    others = [number for number in range(first, last + 1) if number not in (before, line)]
    texts = [reading.line(number) for number in others if not reading.stranger(number)]
    return max([width(reading.line(before)), *(width(text) for text in texts if "\t" not in text)])


def entries(reading: Reading, first: int, last: int, role: str) -> tuple[Entry, ...]:
    """The marked entries of a stretch with the lines they wrap onto; other lines are left alone."""
    found: list[Entry] = []
    for number in reading.numbers(first, last):
        marker, value, start = marker_of(reading.folded(number).text)
        if marker:
            text = reading.clean(reading.folded(number).text[start:], role)
            found.append(Entry(marker, value, text, number, number, start))
        elif found and number - found[-1].first < MOST and wraps(reading, found[-1].last, number):
            entry = found[-1]
            text = f"{entry.text} {reading.text(number, role)}"
            found[-1] = Entry(entry.marker, entry.number, text, entry.first, number, entry.start)
    return tuple(found)


def interruptions(reading: Reading, found: list[Entry], text: list[int]) -> Iterator[int]:
    """Lines of text that stand inside a list: between two of its entries, and no part of either.

    Between numbered entries such a line may be the paragraph under a heading ("๑. …" and what it means), unless the
    list shows elsewhere that its entries have none.
    """
    pairs = list(pairwise(found))
    between = [text[bisect(text, before.last) : bisect(text, after.first)] for before, after in pairs]
    for place, ((before, after), lines) in enumerate(zip(pairs, between, strict=True)):
        near = [at for at in (place - 1, place + 1) if 0 <= at < len(pairs) and not between[at]]
        few = len(lines) <= FEW or all(reading.stranger(line) for line in lines)
        dense = few and any(_one_list(*pairs[at]) for at in near)
        if len(lines) == after.first - before.last - 1:
            yield from lines
        elif dense and _one_list(before, after):
            yield from (line for line in lines if before.number is not None or reading.stranger(line))


def _one_list(before: Entry, after: Entry) -> bool:
    """Whether two entries can follow each other in one list: the next number in the same style, or the same bullet."""
    if before.number is None or after.number is None:
        return before.marker == after.marker
    return re.sub(r"\d", "", before.marker) == re.sub(r"\d", "", after.marker) and after.number == before.number + 1


def claim(reading: Reading, found: tuple[Entry, ...]) -> None:
    """Account the lines of list entries as read; a stranger among them is none of theirs."""
    for entry in found:
        reading.read(entry.first, entry.last)
