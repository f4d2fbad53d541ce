"""Section 3.2.3: guidelines with goals, indicators, strategies and the rows of the strategy tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from plangraph.records import Guideline, Item, Measure, Money, ProjectRow, SourceSpan, Strategy
from plangraph.sources.industry_plan.labels import label, patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.walk import Step, steps
from plangraph.sources.reading import Reading
from plangraph.thai import parse_number, quantities, years

NAMES = ("guideline", "goals", "indicators", "strategies", "unit")
UNITS = {"ล้านบาท": Decimal(1_000_000), "แสนบาท": Decimal(100_000), "พันบาท": Decimal(1_000), "บาท": Decimal(1)}
NUMBERED_PROJECT = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,2})[.)] ?(?=\S)")
SHORTEST = 8  # characters: a shorter line states no goal and no indicator
ALIAS = re.compile(r"[“\"(](?P<alias>[^“”\"()]{3,60})[”\")]")


@dataclass(slots=True)
class _Strategy:
    number: int
    title: str
    span: SourceSpan
    rows: list[ProjectRow] = field(default_factory=list)
    groups: int = 0
    funding: str | None = None
    heading: SourceSpan | None = None


@dataclass(slots=True)
class _Guideline:
    step: Step
    number: int
    goals: list[Item] = field(default_factory=list)
    indicators: list[Measure] = field(default_factory=list)
    strategies: list[_Strategy] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """Columns of the strategy table on the page being read."""

    project: int
    strategy: int
    years: dict[int, int | None]  # column -> fiscal year
    unit: str


class _Programme:
    def __init__(self, reading: Reading, part: Part, fiscal_year: int | None) -> None:
        self.reading, self.part, self.fiscal_year = reading, part, fiscal_year
        self.guidelines: list[_Guideline] = []
        self.mode = ""
        self.unit = ""
        self.table: _Table | None = None
        self.alone: Step | None = None  # an unmarked line below a label: its goal or indicator, unless a list follows

    # outside tables --------------------------------------------------------------------------------------------------

    def step(self, step: Step) -> None:
        name = step.label.name if step.label else ""
        if name:
            self.close()
        if step.label and name == "guideline":
            self.guidelines.append(_Guideline(step, step.label.number or 0))
            self.mode, self.table = "", None
        elif name == "unit":
            self.unit = step.text
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

    # tables ----------------------------------------------------------------------------------------------------------

    def row(self, number: int) -> None:
        """One tab-separated line: a header row, a strategy, a funding heading or a project."""
        line = self.reading.line(number)
        cells = line.split("\t")
        texts = [self.reading.clean(cell, self.part.role) for cell in cells]
        if self._header(number, texts) or self._years(number, texts):
            self.reading.read(number)
            return
        table = self.table
        if table is None or not self.guidelines or len(cells) > 2 + len(table.years or {0: None}):
            return
        used = self._strategy_cell(number, texts, cells)
        used = self._project_cell(table, number, texts, cells) or used
        if used:
            self.reading.read(number)

    def _header(self, number: int, texts: list[str]) -> bool:
        heads = [text.replace(" ", "") for text in texts]
        if "โครงการ" not in heads or not heads[0].startswith("กลยุทธ์"):
            return False
        project = heads.index("โครงการ")
        columns = {
            i: self._year_of(texts[i])
            for i in range(project + 1, len(heads))
            if "งบประมาณ" in heads[i] or self._year_of(texts[i])
        }
        for index in range(project + 1, len(heads)):
            if index not in columns and heads[index]:
                self.reading.warn(
                    f"ไม่รู้จักคอลัมน์ “{texts[index]}” ของตารางกลยุทธ์",
                    f"unknown column “{texts[index]}” of the strategy table",
                    number,
                )
        self.table = _Table(project, 0, columns, self.unit)
        return True

    def _years(self, number: int, texts: list[str]) -> bool:
        """The second header row, which names the fiscal year of each amount column."""
        if self.table is None or any(texts[: self.table.project + 1]):
            return False
        found = {i: self._year_of(text) for i, text in enumerate(texts) if text}
        if not found or not all(found.values()):
            return False
        self.table.years = {**{i: y for i, y in self.table.years.items() if y}, **found}
        return True

    def _year_of(self, text: str) -> int | None:
        found = years(text)
        return found[0].year if found else None

    def _strategy_cell(self, number: int, texts: list[str], cells: list[str]) -> bool:
        found = label(texts[0], "programme", ("strategy",)) if texts[0] else None
        if not found or found.number is None:
            return False
        span = self._cell_span(number, cells, 0)
        current = self.guidelines[-1]
        if not current.strategies or current.strategies[-1].number != found.number:
            current.strategies.append(_Strategy(found.number, found.title, span))
        return True

    def _project_cell(self, table: _Table, number: int, texts: list[str], cells: list[str]) -> bool:
        current = self.guidelines[-1]
        column = table.project
        if not current.strategies or len(texts) <= column or not texts[column]:
            return False
        if texts[0] and not label(texts[0], "programme", ("strategy",)):
            return False  # a first cell that is no strategy: not a row of this table
        strategy, start = current.strategies[-1], _cell_start(cells, column)
        text = self.reading.folded(number).text
        cell_first = _folded_index(self.reading, number, start)
        cell_last = _folded_index(self.reading, number, start + len(cells[column]))
        body = text[cell_first:cell_last].strip()
        rest = self._funding(strategy, number, body, cell_first)
        names = _projects(body[rest:])
        if not names:
            return rest > 0 and not body[rest:].strip()
        for printed, begin, end in names:
            name_span = self.reading.clause(number, cell_first + rest + begin, cell_first + rest + end)
            self._add(table, strategy, number, printed, body[rest + begin : rest + end], name_span, cells, texts)
        return True

    def _funding(self, strategy: _Strategy, number: int, body: str, offset: int) -> int:
        """A source-of-funds heading at the head of the cell opens a new group; returns where it ends."""
        first = NUMBERED_PROJECT.search(body)
        head = body[: first.start()].strip() if first else body
        for source, pattern in patterns("funding", marked=False).items():
            if head and pattern.match(self.reading.clean(head, self.part.role)):
                strategy.groups += 1
                strategy.funding = source
                strategy.heading = self.reading.clause(number, offset, offset + len(head))
                return first.start() if first else len(body)
        return 0

    def _add(
        self,
        table: _Table,
        strategy: _Strategy,
        number: int,
        printed: int | None,
        name: str,
        span: SourceSpan,
        cells: list[str],
        texts: list[str],
    ) -> None:
        strategy.groups = max(strategy.groups, 1)
        clean = self.reading.clean(name, "programme.project")
        columns = table.years or {len(cells) - 1: None}
        filled = [i for i in columns if i < len(texts) and texts[i]] or [min(columns)]
        for column in filled:
            strategy.rows.append(
                ProjectRow(
                    name=clean,
                    number=printed,
                    group=strategy.groups,
                    funding=strategy.funding,
                    funding_heading=strategy.heading,
                    money=self._money(table.unit, number, cells, texts, column),
                    fiscal_year=columns[column] or self.fiscal_year,
                    span=span,
                    aliases=aliases(clean),
                )
            )

    def _money(self, unit: str, number: int, cells: list[str], texts: list[str], column: int) -> Money:
        text = texts[column] if column < len(texts) else ""
        reading = parse_number(text)
        factor = UNITS.get(unit)
        baht = reading.value * factor if reading.value is not None and factor is not None else None
        inside = column < len(cells) and cells[column].strip()
        span = self._cell_span(number, cells, column) if inside else self.reading.span(number)
        return Money(baht=baht, printed=cells[column].strip() if inside else "", unit=unit, span=span)

    def _cell_span(self, number: int, cells: list[str], column: int) -> SourceSpan:
        start = _cell_start(cells, column)
        raw = cells[column]
        lead = len(raw) - len(raw.lstrip())
        return self.reading.between(number, start + lead, number, start + len(raw.rstrip()))


def _cell_start(cells: list[str], column: int) -> int:
    return sum(len(cell) + 1 for cell in cells[:column])


def _folded_index(reading: Reading, number: int, offset: int) -> int:
    """The folded offset of a verbatim one."""
    folded = reading.folded(number)
    return next((i for i, origin in enumerate(folded.origin[:-1]) if origin >= offset), len(folded.text))


def _projects(body: str) -> list[tuple[int | None, int, int]]:
    """Numbered projects in one cell: (number, start, end of the name); an unnumbered โครงการ… counts as one."""
    marks = list(NUMBERED_PROJECT.finditer(body))
    found = [
        (int(m["number"]), m.end(), (marks[i + 1].start() if i + 1 < len(marks) else len(body)))
        for i, m in enumerate(marks)
    ]
    kept = [(n, s, e) for n, s, e in found if body[s:e].strip()]
    if kept and not body[: marks[0].start()].strip():
        return [(n, s, s + len(body[s:e].rstrip())) for n, s, e in kept]
    stripped = body.strip()
    if stripped.startswith("โครงการ") or stripped.startswith("ค่าใช้จ่าย"):
        lead = len(body) - len(body.lstrip())
        return [(None, lead, lead + len(stripped))]
    return []


def aliases(name: str) -> tuple[str, ...]:
    """Short names a project carries in parentheses or quotation marks: "MIND STAR", "เหมืองแร่ดีคู่ชุมชน"."""
    return tuple(m["alias"].strip() for m in ALIAS.finditer(name))


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
    programme.close()
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
    strategies = tuple(Strategy(s.number, s.title, s.span, tuple(s.rows)) for s in guideline.strategies)
    return Guideline(
        number=guideline.number,
        title=step.text,
        span=step.span(reading),
        goals=tuple(guideline.goals),
        indicators=tuple(guideline.indicators),
        strategies=strategies,
    )
