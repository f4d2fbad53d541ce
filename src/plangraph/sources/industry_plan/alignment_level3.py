"""Section 2.3: the list of related level-3 plans."""

from __future__ import annotations

from plangraph.records import Claim, SourceSpan
from plangraph.sources.industry_plan.claims import Alignment
from plangraph.sources.industry_plan.labels import patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.plan_names import plan_reference
from plangraph.sources.listing import Entry, claim, marker_of, wraps
from plangraph.sources.reading import Reading


def read_level3(reading: Reading, part: Part, out: Alignment) -> None:
    """The list of related level-3 plans; an entry that joins two plans by หรือ or และ gives two."""
    found = _plan_entries(reading, part)
    claim(reading, found)
    for entry in found:
        pieces = [entry.text[start:end].strip() for start, end in _joint(entry.text)]
        starts = [_start_of(reading, entry, piece) for piece in pieces]
        for piece, start, after in zip(pieces, starts, [*starts[1:], None], strict=True):
            out.claims.append(Claim(plan_reference(reading, piece, _part_span(reading, entry, start, after))))


def _plan_entries(reading: Reading, part: Part) -> tuple[Entry, ...]:
    plan = patterns("kinds", marked=False)["plan"]
    found: list[Entry] = []
    for number in reading.numbers(part.first, part.last):
        text = reading.folded(number).text
        marker, value, start = marker_of(text)
        if marker:
            found.append(Entry(marker, value, reading.clean(text[start:], part.role), number, number, start))
        elif reading.stranger(number):
            continue
        elif not (found and _goes_on(reading, found[-1].last, number)):
            if plan.match(text):
                found.append(Entry("", None, reading.text(number, part.role), number, number, 0))
        else:
            entry = found[-1]
            joined = f"{entry.text}{_glue(entry.text)}{reading.text(number, part.role)}"
            found[-1] = Entry(entry.marker, entry.number, joined, entry.first, number, entry.start)
    return tuple(found)


def _goes_on(reading: Reading, before: int, number: int) -> bool:
    """A line that opens with a word no plan's name begins with, or one below a full line."""
    opens = patterns("kinds", marked=False)["wrapped"].match(reading.folded(number).text)
    return (bool(opens) and reading.neighbours(before, number)) or wraps(reading, before, number)


def _glue(text: str) -> str:
    """No space where a line broke inside a name ("สำนักงานปลัดกระทรวง" / "อุตสาหกรรม")."""
    return "" if text.endswith(("กระทรวง", "จังหวัด", "สำนักงาน", "กรม")) else " "


def _joint(text: str) -> list[tuple[int, int]]:
    cuts = [(m.start(), m.end()) for m in patterns("kinds", marked=False)["joint"].finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def _start_of(reading: Reading, entry: Entry, title: str) -> tuple[int, int]:
    """Line and verbatim offset at which a part of the entry begins; the entry's own begin when repairs changed it."""
    for number in range(entry.first, entry.last + 1):
        begin = reading.folded(number).text.find(title[:14])
        if begin >= 0:
            return number, reading.folded(number).back(begin, begin + 1)[0]
    return entry.first, reading.folded(entry.first).back(entry.start, entry.start + 1)[0]


def _part_span(reading: Reading, entry: Entry, start: tuple[int, int], after: tuple[int, int] | None) -> SourceSpan:
    """From where a part of the entry begins to where the next one does, or to the end of the entry."""
    first, begin = start
    if after is None:
        return reading.between(first, begin, entry.last, len(reading.line(entry.last).rstrip()))
    last, end = after
    if last > first and not reading.line(last)[:end].strip(" หรือและ"):
        last = reading.above(last)
        end = len(reading.line(last).rstrip())
    return reading.between(first, begin, last, end)
