"""Section 3.2.3: guidelines with goals, indicators, strategies and the rows of the strategy tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plangraph.records import Guideline, Item, Measure, Strategy
from plangraph.sources.industry_plan.labels import patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.strategy_table import StrategyTables
from plangraph.sources.industry_plan.walk import Step, steps
from plangraph.sources.listing import marker_of
from plangraph.sources.reading import Reading
from plangraph.thai import quantities

NAMES = ("guideline", "goals", "indicators", "strategies", "unit")
SHORTEST = 8  # characters: a shorter line states no goal and no indicator


@dataclass(slots=True)
class _Guideline:
    step: Step
    number: int
    goals: list[Item] = field(default_factory=list)
    indicators: list[Measure] = field(default_factory=list)
    strategies: tuple[Strategy, ...] = ()


class _Programme:
    def __init__(self, reading: Reading, part: Part, fiscal_year: int | None) -> None:
        self.reading, self.part = reading, part
        self.guidelines: list[_Guideline] = []
        self.mode = ""
        self.tables = StrategyTables(reading, part.role, fiscal_year)
        self.in_table = False  # the indicators stand in a table of their own
        self.alone: Step | None = None  # an unmarked line below a label: its goal or indicator, unless a list follows

    def step(self, step: Step) -> None:
        name = step.label.name if step.label else ""
        if name:
            self.close()
        if step.label and name == "guideline":
            self.finish()
            self.guidelines.append(_Guideline(step, step.label.number or 0))
            self.mode, self.in_table = "", False
        elif name == "unit":
            self.tables.unit = step.text
        elif name:
            self.mode = name
        if name:
            self.reading.read(step.first, step.last)
        if not self.guidelines or self.mode not in ("goals", "indicators"):
            return
        if step.marker or (name == "goals" and step.text):
            self.alone = None
            self._content(step)
        elif not name and not self._held() and len(step.text) > SHORTEST and self._rather(step):
            self.alone = step

    def _rather(self, step: Step) -> bool:
        """The first line, unless a later one opens as goals do ("เพื่อ…")."""
        opens = patterns("programme", marked=False)["purpose"]
        return self.alone is None or (bool(opens.match(step.text)) and not opens.match(self.alone.text))

    def row(self, number: int) -> None:
        """A line with tabs: of the strategy table, or of a table of indicators and their targets."""
        if not self.guidelines or self.tables.row(number):
            return
        text = self.reading.text(number, self.part.role)
        first, *rest = (self.reading.clean(cell, self.part.role) for cell in self.reading.line(number).split("\t"))
        if patterns("programme")["indicators"].match(first) and not self.guidelines[-1].indicators:
            self.mode, self.in_table = "indicators", True
            self.reading.read(number)
            return
        marker, value, start = marker_of(text)
        if self.mode != "indicators" or not (marker or self.in_table) or not any(rest):
            return
        self.reading.read(number)
        body = first[start:].strip()
        found = quantities(" ".join([body, *rest]))
        self.guidelines[-1].indicators.append(Measure(body, self.reading.span(number), value, tuple(found)))

    def finish(self) -> None:
        """The guideline is over."""
        self.close()
        found = self.tables.finish()
        if self.guidelines:
            self.guidelines[-1].strategies = found

    def close(self) -> None:
        """The lines below a label are over: a single line without a marker was all of them."""
        if self.alone is not None:
            self._content(self.alone)
        self.alone = None

    def _held(self) -> bool:
        current = self.guidelines[-1]
        return bool(current.goals if self.mode == "goals" else current.indicators)

    def _content(self, step: Step) -> None:
        current = self.guidelines[-1]
        self.reading.read(step.first, step.last)
        span = step.span(self.reading)
        if self.mode == "goals":
            current.goals.append(Item(step.text, span, step.number))
        else:
            current.indicators.append(Measure(step.text, span, step.number, tuple(quantities(step.text))))


def read_guidelines(reading: Reading, part: Part, fiscal_year: int | None) -> tuple[Guideline, ...]:
    """All guidelines of the section."""
    programme = _Programme(reading, part, fiscal_year)
    reading.read(part.heading_first, part.heading_last)
    for first, last, tabbed in _stretches(reading, part):
        if tabbed:
            programme.close()
            for number in range(first, last + 1):
                programme.row(number)
        else:
            for step in steps(reading, first, last, part.role, "programme", NAMES):
                programme.step(step)
    programme.finish()
    return tuple(_freeze(reading, guideline) for guideline in programme.guidelines)


def _stretches(reading: Reading, part: Part) -> Iterator[tuple[int, int, bool]]:
    """Runs of tabbed and of untabbed lines; blank lines end neither."""
    numbers = list(reading.numbers(part.first, part.last))
    start = 0
    for index in range(1, len(numbers) + 1):
        tabbed = "\t" in reading.line(numbers[start])
        if index == len(numbers) or ("\t" in reading.line(numbers[index])) != tabbed:
            yield numbers[start], numbers[index - 1], tabbed
            start = index


def _freeze(reading: Reading, guideline: _Guideline) -> Guideline:
    step = guideline.step
    return Guideline(
        number=guideline.number,
        title=step.text,
        span=step.span(reading),
        goals=tuple(guideline.goals),
        indicators=tuple(guideline.indicators),
        strategies=guideline.strategies,
    )
