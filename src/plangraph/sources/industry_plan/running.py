"""Running text under headings: paragraphs as passages, the lists and tables among them as what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plangraph.records import Fact, Listing, Section, SourceSpan, Table
from plangraph.sources.listing import Entry, entries, interruptions, width
from plangraph.sources.reading import Reading
from plangraph.sources.tables import find_tables
from plangraph.thai import quantities

SHORT = 64  # columns: a line this short that stands alone is a heading, or text of a figure
NOTE = re.compile(r"^\(?(?:ที่มา|หมายเหตุ) ?:?")
ANNOUNCED = re.compile(r"(?<![\d.,])(\d{1,2}) ?(?:อันดับ|อุตสาหกรรม|ด้าน|ลักษณะ|ประการ|เสาหลัก|ชนิด|ข้อ|ส่วน|มิติ|กิจกรรม)")


@dataclass(slots=True)
class Running:
    """What a stretch of running text yields."""

    tables: list[Table] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    headings: list[Section] = field(default_factory=list)


def read_running(reading: Reading, first: int, last: int, role: str, heading: str, out: Running) -> None:
    """Read lines ``first`` to ``last``: tables first, then lists, then paragraphs under the nearest heading."""
    if first > last:
        return
    for found in find_tables(reading.source, first, last, heading, reading.strangers(first, last)):
        out.tables.append(replace(found.table, span=reading.as_printed(found.table.span)))
        for number in found.lines():
            reading.read(number)
        for number in found.unread:
            reading.account.leave(number)
    _lists_and_text(reading, first, last, role, heading, out)


def _lists_and_text(reading: Reading, first: int, last: int, role: str, heading: str, out: Running) -> None:
    open_lines = [n for n in reading.numbers(first, last) if reading.account.open(n) and "\t" not in reading.line(n)]
    listed = set(open_lines)
    found = [entry for entry in entries(reading, first, last, role) if entry.first in listed]
    covered = {n for entry in found for n in range(entry.first, entry.last + 1)}
    text = [n for n in open_lines if n not in covered]
    for number in interruptions(reading, found, text):
        reading.account.leave(number)
    starts = {entry.first: entry for entry in found}
    run: list[Entry] = []
    for number in open_lines:
        if number in starts:
            run.append(starts[number])
        elif number not in covered and reading.account.open(number):
            heading = _close(reading, run, heading, out)
            heading = _text(reading, number, role, heading, out)
    _close(reading, run, heading, out)


def _text(reading: Reading, number: int, role: str, heading: str, out: Running) -> str:
    """A paragraph, a note, or a short line that becomes the heading of what follows."""
    text = reading.text(number, role)
    if NOTE.match(text) or width(text) > SHORT or "\t" in reading.line(number):
        reading.running_text(heading, number)
        return heading
    out.headings.append(Section("", text.strip(" *“”"), reading.span(number)))
    reading.running_text(heading, number)
    return text.strip(" *")


def _close(reading: Reading, run: list[Entry], heading: str, out: Running) -> str:
    """A finished run of entries: facts where they carry figures, a listing otherwise."""
    if not run:
        return heading
    if len(run) == 1 and not _is_fact(run[0]):
        entry = run.pop()
        reading.running_text(heading, entry.first, entry.last)
        return entry.text if width(entry.text) <= SHORT else heading
    for entry in run:
        reading.read(entry.first, entry.last)
    facts = [entry for entry in run if _is_fact(entry)]
    out.facts += [
        Fact(entry.text, entry.span(reading), tuple(quantities(entry.text)), heading, entry.number) for entry in facts
    ]
    items = tuple(entry.item(reading) for entry in run if entry not in facts)
    if items:
        out.listings.append(Listing(heading, _announced(heading), items, _whole(reading, run)))
    run.clear()
    return heading


def _is_fact(entry: Entry) -> bool:
    return "จำนวน" in entry.text and bool(quantities(entry.text))


def _announced(heading: str) -> int | None:
    found = ANNOUNCED.search(heading)
    return int(found.group(1)) if found else None


def _whole(reading: Reading, run: list[Entry]) -> SourceSpan:
    return reading.span(run[0].first, run[-1].last)
