"""The strategy tables of section 3.2.3: strategies, source-of-funds headings and projects with their amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plangraph.records import Money, ProjectRow, SourceSpan, Strategy
from plangraph.sources.industry_plan.amounts import UNITS
from plangraph.sources.industry_plan.labels import label, patterns
from plangraph.sources.reading import Reading
from plangraph.thai import parse_number, years

NUMBERED_PROJECT = re.compile(
    r"(?:(?<=\s)|^)(?:\d{1,2}\.){0,2}(?P<number>\d{1,2})(?:[.)] ?(?=[^\s\d])| (?=โครงการ|ค่าใช้จ่าย))"
)
NAMED_PROJECT = re.compile(r"[-•*●▪❖]? ?(?=โครงการ|ค่าใช้จ่าย|กิจกรรม)")
ALIAS = re.compile(r"[“\"(](?P<alias>[^“”\"()]{3,60})[”\")]")
HEADER_UNIT = re.compile(r"(?:\(|หน่วย ?(?:นับ)? ?:? ?)(?P<unit>ล้านบาท|แสนบาท|พันบาท|บาท)\)?")
TOTAL_ROW = "แถวรวมของตารางกลยุทธ์"


@dataclass(slots=True)
class _Columns:
    """The columns of the table on the page being read."""

    strategy: int
    project: int
    amounts: dict[int, int | None]  # column -> fiscal year
    width: int
    unit: str


@dataclass(slots=True)
class _Strategy:
    number: int
    title: str
    span: SourceSpan
    rows: list[ProjectRow] = field(default_factory=list)
    groups: int = 0
    funding: str | None = None
    heading: SourceSpan | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """One tab-separated line."""

    number: int
    cells: list[str]
    texts: list[str]  # clean

    def text(self, column: int) -> str:
        return self.texts[column] if column < len(self.texts) else ""


class StrategyTables:
    """Reads the tables of one guideline after another; ``strategies`` are those of the guideline being read."""

    def __init__(self, reading: Reading, role: str, fiscal_year: int | None) -> None:
        self.reading, self.role, self.fiscal_year = reading, role, fiscal_year
        self.unit = ""
        self.columns: _Columns | None = None
        self.strategies: list[_Strategy] = []
        self.new_page = False  # the line above is a header: what the page break cut may go on

    def finish(self) -> tuple[Strategy, ...]:
        """The strategies read since the last call, and a new start for the next guideline."""
        found = tuple(Strategy(s.number, s.title, s.span, tuple(s.rows)) for s in self.strategies)
        self.strategies, self.columns = [], None
        return found

    def row(self, number: int) -> bool:
        """Read one line with tabs: header, strategy, funding heading or projects; False when it is none of them."""
        cells = self.reading.line(number).split("\t")
        row = _Row(number, cells, [self.reading.clean(cell, self.role) for cell in cells])
        if self._header(row) or self._years(row):
            self.reading.read(number)
            self.new_page = True
            return True
        columns = self.columns
        if columns is None or any(row.texts[columns.width :]):
            return False
        if self._is_total(columns, row):
            self.reading.account.ignore(TOTAL_ROW, number)
            return True
        used = self._strategy(columns, row)
        used = self._projects(columns, row) or used
        if used:
            self.reading.read(number)
            self.new_page = False
        return used

    # header ----------------------------------------------------------------------------------------------------------

    def _header(self, row: _Row) -> bool:
        heads = [text.replace(" ", "") for text in row.texts]
        strategy = next((i for i, head in enumerate(heads) if head.startswith("กลยุทธ์")), None)
        project = next((i for i, head in enumerate(heads) if head.startswith("โครงการ")), None)
        if strategy is None or project is None or project < strategy or any(map(_is_entry, row.texts)):
            return False
        columns = range(project + 1, len(heads))
        amounts = {i: _year_of(row.texts[i]) for i in columns if "งบประมาณ" in heads[i] or _year_of(row.texts[i])}
        for index in columns:
            if index not in amounts and heads[index]:
                self.reading.warn(
                    f"ไม่รู้จักคอลัมน์ “{row.texts[index]}” ของตารางกลยุทธ์ จึงไม่ได้อ่านข้อมูลในคอลัมน์นี้",
                    f"unknown column “{row.texts[index]}” of the strategy table; its cells were not read",
                    row.number,
                )
        printed = next((found["unit"] for text in row.texts if (found := HEADER_UNIT.search(text))), None)
        self.columns = _Columns(strategy, project, amounts, len(heads), printed or self.unit)
        return True

    def _years(self, row: _Row) -> bool:
        """The second header row, which names the fiscal year of each amount column."""
        columns = self.columns
        if columns is None or any(row.texts[: columns.project + 1]):
            return False
        found = {i: _year_of(text) for i, text in enumerate(row.texts) if text}
        if not found or not all(found.values()):
            return False
        columns.amounts = {**{i: y for i, y in columns.amounts.items() if y}, **found}
        columns.width = max(columns.width, len(row.texts))
        printed = next((unit["unit"] for text in row.texts if (unit := HEADER_UNIT.search(text))), None)
        columns.unit = printed or columns.unit
        return True

    @staticmethod
    def _is_total(columns: _Columns, row: _Row) -> bool:
        """A row that sums up: "รวม" or "รวมทั้งสิ้น" with figures and nothing else."""
        words = [text for text in row.texts[: columns.project + 1] if text]
        return len(words) == 1 and words[0].startswith("รวม") and not NUMBERED_PROJECT.search(words[0])

    # strategies and projects -----------------------------------------------------------------------------------------

    def _strategy(self, columns: _Columns, row: _Row) -> bool:
        text = row.text(columns.strategy)
        found = label(text, "programme", ("strategy",)) if text else None
        if not found or found.number is None:
            return False
        if not self.strategies or self.strategies[-1].number != found.number:
            span = self._cell_span(row, columns.strategy)
            self.strategies.append(_Strategy(found.number, found.title, span))
        return True

    def _projects(self, columns: _Columns, row: _Row) -> bool:
        if not self.strategies or not row.text(columns.project):
            return False
        strategy = self.strategies[-1]
        first = row.text(columns.strategy)
        goes_on = bool(first) and not label(first, "programme", ("strategy",))
        begin, body = self._body(columns, row)
        rest = self._funding(columns, strategy, row, body, begin)
        names = projects(body[rest:])
        if goes_on:  # the rest of a strategy's title after a page break, beside a project of it
            if not (self.new_page and names and any(row.text(column) for column in columns.amounts)):
                return False
            strategy.title = f"{strategy.title} {first}"
        if not names:
            return (rest > 0 and not body[rest:].strip()) or self._name_goes_on(columns, strategy, row, body)
        for place, (printed, start, end) in enumerate(names):
            span = self.reading.clause(row.number, begin + rest + start, begin + rest + end)
            share = (place, len(names))
            self._add(columns, strategy, row, (printed, body[rest + start : rest + end], span), share)
        return True

    def _body(self, columns: _Columns, row: _Row) -> tuple[int, str]:
        """The project cell in the folded line: where it begins, and its text."""
        start = _cell_start(row.cells, columns.project)
        folded = self.reading.folded(row.number)
        first = _folded_index(self.reading, row.number, start)
        last = _folded_index(self.reading, row.number, start + len(row.cells[columns.project]))
        text = folded.text[first:last]
        return first + len(text) - len(text.lstrip()), text.strip()

    def _funding(self, columns: _Columns, strategy: _Strategy, row: _Row, body: str, offset: int) -> int:
        """A heading at the head of the cell opens a new group of projects; returns where it ends."""
        first = NUMBERED_PROJECT.search(body)
        head = body[: first.start()].strip() if first else body
        if not head:
            return 0
        source = self._source(head)
        alone = first is None and not any(row.text(column) for column in columns.amounts)
        numbered = any(project.number is not None for project in strategy.rows) or not strategy.rows
        if source is None:
            unknown = first is not None or (alone and numbered and self._a_list_follows(columns, row.number))
            if not unknown:
                return 0
            self.reading.warn(
                f"ไม่รู้จักแหล่งงบประมาณ “{head[:60]}” ในตารางกลยุทธ์",
                f"unknown source of funds “{head[:60]}” in the strategy table",
                row.number,
            )
        strategy.groups += 1
        strategy.funding = source
        strategy.heading = self.reading.clause(row.number, offset, offset + len(head))
        return first.start() if first else len(body)

    def _source(self, head: str) -> str | None:
        text = self.reading.clean(head, self.role)
        return next((name for name, p in patterns("funding", marked=False).items() if p.match(text)), None)

    def _a_list_follows(self, columns: _Columns, number: int) -> bool:
        """Whether the next row's projects are numbered from one again."""
        below = next((n for n in range(number + 1, number + 4) if self._is_row(n)), None)
        cells = self.reading.line(below).split("\t") if below else []
        body = self.reading.clean(cells[columns.project]) if len(cells) > columns.project else ""
        first = NUMBERED_PROJECT.match(body)
        return first is not None and int(first["number"]) == 1

    def _is_row(self, number: int) -> bool:
        return number <= self.reading.last_line and "\t" in self.reading.line(number)

    def _name_goes_on(self, columns: _Columns, strategy: _Strategy, row: _Row, body: str) -> bool:
        """The rest of a project's name after a page break: a row with nothing but words below one without an end."""
        bare = not row.text(columns.strategy) and not any(row.text(column) for column in columns.amounts)
        last = strategy.rows[-1] if strategy.rows else None
        if not (self.new_page and bare) or last is None or self.reading.strange(body):
            return False
        name = f"{last.name} {self.reading.clean(body, 'programme.project')}"
        for place in range(len(strategy.rows) - 1, -1, -1):
            if strategy.rows[place].span != last.span:
                break
            strategy.rows[place] = replace(strategy.rows[place], name=name, aliases=aliases(name))
        return True

    def _add(
        self,
        columns: _Columns,
        strategy: _Strategy,
        row: _Row,
        named: tuple[int | None, str, SourceSpan],
        share: tuple[int, int],
    ) -> None:
        """One project: its printed number, name and span; ``share`` is its place among those of its cell."""
        printed, name, span = named
        strategy.groups = max(strategy.groups, 1)
        clean = self.reading.clean(name, "programme.project")
        amounts = columns.amounts or {columns.width - 1: None}
        for column in [i for i in amounts if row.text(i)] or [min(amounts)]:
            project = ProjectRow(
                name=clean,
                number=printed,
                group=strategy.groups,
                funding=strategy.funding,
                funding_heading=strategy.heading,
                money=self._money(columns.unit, row, column, share),
                fiscal_year=amounts[column] or self.fiscal_year,
                span=span,
                aliases=aliases(clean),
            )
            strategy.rows.append(project)

    def _money(self, unit: str, row: _Row, column: int, share: tuple[int, int]) -> Money:
        figures = row.text(column).split()
        place, count = share
        shared = count > 1 and len(figures) != count  # several projects, not a figure for each: nobody's amount
        figure = parse_number("" if shared else figures[place] if count > 1 else row.text(column))
        factor = UNITS.get(unit)
        baht = figure.value * factor if figure.value is not None and factor is not None else None
        inside = bool(row.text(column))
        if figure.damaged or (shared and figures and place == 0):
            self.reading.warn(
                f"อ่านจำนวนเงิน “{row.text(column)}” ในตารางกลยุทธ์ไม่ได้",
                f"the amount “{row.text(column)}” in the strategy table cannot be read",
                row.number,
            )
        span = self._cell_span(row, column) if inside else self.reading.span(row.number)
        printed = row.cells[column].strip() if inside else ""
        return Money(baht, printed.split()[place] if count > 1 and not shared else printed, unit, span)

    def _cell_span(self, row: _Row, column: int) -> SourceSpan:
        start = _cell_start(row.cells, column)
        raw = row.cells[column]
        lead = len(raw) - len(raw.lstrip())
        return self.reading.between(row.number, start + lead, row.number, start + len(raw.rstrip()))


def _is_entry(text: str) -> bool:
    return bool(label(text, "programme", ("strategy",)) or NUMBERED_PROJECT.match(text))


def _year_of(text: str) -> int | None:
    found = years(text)
    return found[0].year if found else None


def _cell_start(cells: list[str], column: int) -> int:
    return sum(len(cell) + 1 for cell in cells[:column])


def _folded_index(reading: Reading, number: int, offset: int) -> int:
    """The folded offset of a verbatim one."""
    folded = reading.folded(number)
    return next((i for i, origin in enumerate(folded.origin[:-1]) if origin >= offset), len(folded.text))


def projects(body: str) -> list[tuple[int | None, int, int]]:
    """Projects in one cell: (number, start, end of the name); an unnumbered "โครงการ…" counts as one."""
    marks = list(NUMBERED_PROJECT.finditer(body))
    ends = [*(mark.start() for mark in marks[1:]), len(body)][: len(marks)]
    found = [(int(mark["number"]), mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    kept = [(n, start, start + len(body[start:end].rstrip())) for n, start, end in found if body[start:end].strip()]
    if kept and not body[: marks[0].start()].strip(" -•"):
        return list(_in_sequence(kept))
    named = NAMED_PROJECT.match(body)
    return [(None, named.end(), len(body.rstrip()))] if named else []


def _in_sequence(found: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Only numbers that run on open a project; any other stands inside the name of the one before it."""
    pending = found[0]
    for number, start, end in found[1:]:
        if number == pending[0] + 1:
            yield pending
            pending = (number, start, end)
        else:
            pending = (pending[0], pending[1], end)
    yield pending


def aliases(name: str) -> tuple[str, ...]:
    """Short names a project carries in parentheses or quotation marks: "MIND STAR", "เหมืองแร่ดีคู่ชุมชน"."""
    return tuple(found["alias"].strip() for found in ALIAS.finditer(name))
