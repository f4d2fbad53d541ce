"""Walk a section line by line: labelled lines with the lines they wrap onto, list entries, and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plangraph.records import SourceSpan
from plangraph.sources.industry_plan.labels import Label, label
from plangraph.sources.listing import MOST, marker_of, wraps
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
    before_list: bool = False  # an unmarked line, and the list entries of the same label follow it
    stranger: bool = False  # neither label nor list entry, and foreign to the document by its script or its words

    def span(self, reading: Reading) -> SourceSpan:
        """Verbatim from the reference to the end of the step."""
        begin, _ = reading.folded(self.first).back(self.start, len(reading.folded(self.first).text))
        return reading.between(self.first, begin, self.last, len(reading.line(self.last).rstrip()))


def steps(reading: Reading, first: int, last: int, role: str, section: str, names: tuple[str, ...]) -> Iterator[Step]:
    """The steps of lines ``first`` to ``last``, strangers left out; labels are tried in the order of ``names``."""
    every = steps_and_strangers(reading, first, last, role, section, names)
    found = [step for step in every if not step.stranger]
    follows = False  # whether a list entry follows, other unmarked lines apart
    for place in range(len(found) - 1, -1, -1):
        step = found[place]
        if step.label is None and not step.marker:
            found[place] = replace(step, before_list=follows)
        else:
            follows = step.label is None
    return iter(found)


def steps_and_strangers(
    reading: Reading, first: int, last: int, role: str, section: str, names: tuple[str, ...]
) -> Iterator[Step]:
    """The same with strangers, for sections in which text may run."""
    pending: Step | None = None
    strangers: list[Step] = []  # those that stand behind the pending step, or inside it
    for number in reading.numbers(first, last):
        step = _step(reading, number, role, section, names)
        if step.stranger:
            strangers.append(step)
            continue
        plain = step.label is None and not step.marker
        near = pending is not None and number - pending.first < MOST
        if near and pending and plain and pending.text and wraps(reading, pending.last, number):
            pending = _joined(pending, step)
            continue
        yield from _steps_of(pending, strangers)
        pending, strangers = step, []
    yield from _steps_of(pending, strangers)


def _steps_of(pending: Step | None, strangers: list[Step]) -> Iterator[Step]:
    if pending:
        yield pending
    yield from strangers


def _fits_nowhere(reading: Reading, number: int) -> bool:
    """Whether a line without label or list marker is a table row, or a stranger."""
    return "\t" in reading.line(number).strip() or reading.stranger(number)


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
    return Step(
        None, marker, value, clean, number, number, start, stranger=not marker and _fits_nowhere(reading, number)
    )
