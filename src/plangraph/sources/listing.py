"""Numbered and bulleted lists over lines, with the lines they wrap onto, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from plangraph.records import Item, SourceSpan
from plangraph.sources.reading import Reading

MARKER = re.compile(
    r"^ ?(?P<bullet>[-•❖*●▪] ?)?(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)(?:\)|\.(?!\d)|(?=\s))|\((?P<paren>\d{1,2})\))? ?"
)
MIN_WRAPPED = 40  # columns: a line shorter than this has not been wrapped by the page


def width(text: str) -> int:
    """Printed columns of a text: combining marks take none."""
    return sum(1 for char in text.strip() if not unicodedata.combining(char) and unicodedata.category(char) != "Mn")


def _foreign(text: str) -> bool:
    """Whether a line is written in Latin letters: such a line is not the rest of a Thai one."""
    letters = [char for char in text if char.isalpha()]
    thai = sum(1 for char in letters if "\u0e01" <= char <= "\u0e5b")
    return bool(letters) and thai * 5 < len(letters)


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


def wraps(reading: Reading, before: int, line: int, widest: int = 110) -> bool:
    """Whether ``line`` can be the wrapped rest of line ``before``, its neighbour."""
    if line != before + 1 or "\t" in reading.line(line) or marker_of(reading.folded(line).text)[0]:
        return False
    if _foreign(reading.line(line)) and not _foreign(reading.line(before)):
        return False
    rest = width(reading.line(line))
    return MIN_WRAPPED <= width(reading.line(before)) <= widest and rest <= widest


def entries(reading: Reading, first: int, last: int, role: str) -> tuple[Entry, ...]:
    """The marked entries of a stretch with the lines they wrap onto; other lines are left alone.

    In a list whose entries fill one long line each, nothing wraps, so a line without a marker is foreign to it.
    """
    numbers = list(reading.numbers(first, last))
    found: list[Entry] = []
    for number in numbers:
        marker, value, start = marker_of(reading.folded(number).text)
        if marker:
            text = reading.clean(reading.folded(number).text[start:], role)
            found.append(Entry(marker, value, text, number, number, start))
        elif found and found[-1].last == number - 1 and wraps(reading, number - 1, number):
            entry = found[-1]
            text = f"{entry.text} {reading.text(number, role)}"
            found[-1] = Entry(entry.marker, entry.number, text, entry.first, number, entry.start)
    return tuple(found)


def claim(reading: Reading, found: tuple[Entry, ...]) -> None:
    """Account the lines of list entries as read."""
    for entry in found:
        reading.read(entry.first, entry.last)
