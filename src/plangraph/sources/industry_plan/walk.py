"""Walk a section line by line: labelled lines with the lines they wrap onto, list entries, and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plangraph.records import SourceSpan
from plangraph.sources.industry_plan.labels import Label, label
from plangraph.sources.listing import marker_of, wraps
from plangraph.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One labelled line, list entry or other line with what it wraps onto."""

    label: Label | None
    marker: str  # list marker of an unlabelled line
    number: int | None  # number in that marker
    text: str  # clean: the label's title, or the entry without its marker, or the whole line
    first: int
    last: int
    start: int  # folded offset of the reference in the first line

    def span(self, reading: Reading) -> SourceSpan:
        """Verbatim from the reference to the end of the step."""
        begin, _ = reading.folded(self.first).back(self.start, len(reading.folded(self.first).text))
        return reading.between(self.first, begin, self.last, len(reading.line(self.last).rstrip()))


def steps(reading: Reading, first: int, last: int, role: str, section: str, names: tuple[str, ...]) -> Iterator[Step]:
    """The steps of lines ``first`` to ``last``; labels are tried in the order of ``names``."""
    pending: Step | None = None
    for number in reading.numbers(first, last):
        step = _step(reading, number, role, section, names)
        if pending and step.label is None and not step.marker and pending.text and _goes_on(reading, pending, number):
            pending = _joined(pending, step)
            continue
        if pending:
            yield pending
        pending = step
    if pending:
        yield pending


def _goes_on(reading: Reading, pending: Step, number: int) -> bool:
    return pending.last == number - 1 and wraps(reading, number - 1, number)


def _joined(step: Step, rest: Step) -> Step:
    return Step(step.label, step.marker, step.number, f"{step.text} {rest.text}", step.first, rest.last, step.start)


def _step(reading: Reading, number: int, role: str, section: str, names: tuple[str, ...]) -> Step:
    text = reading.text(number, role)
    found = label(text, section, names)
    raw = reading.folded(number).text
    if found:
        shift = len(raw) - len(text)  # a repair before the title moves it; keep the quote at or before the reference
        start = max(0, min(found.start, found.start + shift))
        return Step(found, "", None, found.title, number, number, start)
    marker, value, start = marker_of(raw)
    clean = reading.clean(raw[start:], role)
    return Step(None, marker, value, clean, number, number, start)
