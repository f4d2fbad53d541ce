"""Sections 4.3 and 4.4: what the projects of a past fiscal year achieved and spent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from plangraph.records import Measure, Money, Prose, Result, ResultMeasure, SourceSpan
from plangraph.sources.industry_plan.amounts import amount_of
from plangraph.sources.industry_plan.labels import label, patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.strategy_table import aliases
from plangraph.sources.industry_plan.walk import Step, steps_and_strangers
from plangraph.sources.listing import entries, interruptions
from plangraph.sources.reading import Reading
from plangraph.thai import parse_number, quantities, years

NAMES = ("budget", "disbursed", "narrative", "problems", "suggestions", "outputs", "outcomes")
PROJECT = re.compile(r"^ ?(?P<number>\d{1,2})[.)] ?(?P<name>(?:โครงการ|ค่าใช้จ่าย|กิจกรรม) ?\S.*)$")
FUNDING = re.compile(r"\((?P<funding>[^()]{0,200})\) ?$")
PLAN_RESULT = re.compile(
    r"แผน ?(?P<planned>[\d,.]++) ?(?P<unit>\S{1,40}?) ?(?:ผล(?:สะสม)?|ผลการดำเนินงาน) ?(?P<achieved>[\d,.]+)"
)
RUNNING = 40


@dataclass(slots=True)
class _Result:
    number: int
    name: str
    span: SourceSpan
    funding: str | None
    last: int
    mode: str = ""
    budget: Money | None = None
    disbursed: Money | None = None
    measures: list[ResultMeasure] = field(default_factory=list)
    outputs: list[Measure] = field(default_factory=list)
    outcomes: list[Measure] = field(default_factory=list)
    narrative: list[Prose] = field(default_factory=list)
    problems: str = ""
    suggestions: str = ""
    columns: tuple[str, ...] = ()


def read_results(reading: Reading, part: Part) -> tuple[Result, ...]:
    """The reported projects of one results section; its fiscal year stands in the heading."""
    reading.read(part.heading_first, part.heading_last)
    found = years(part.title)
    if not found:
        reading.warn(
            f"หัวข้อ {part.number} ไม่บอกปีงบประมาณของผลการดำเนินงาน",
            f"heading {part.number} names no fiscal year for its results",
            part.heading_first,
        )
        return ()
    year = found[0].year
    _leave_strangers(reading, part)
    results: list[_Result] = []
    for step in steps_and_strangers(reading, part.first, part.last, part.role, "results", NAMES):
        _step(reading, part, results, step)
    return tuple(_freeze(part, year, result) for result in results)


def _is_form(text: str) -> bool:
    """Whether a line is the name of a project or one of the labels under it."""
    return bool(PROJECT.match(text) or label(text, "results", NAMES))


def _leave_strangers(reading: Reading, part: Part) -> None:
    """Lines inside the lists and tables of the narrative that belong to neither stay unread."""
    numbers = list(reading.numbers(part.first, part.last))
    every = entries(reading, part.first, part.last, part.role)
    found = [entry for entry in every if not _is_form(reading.text(entry.first, part.role))]
    covered = {number for entry in found for number in range(entry.first, entry.last + 1)}
    rows = {number for number in numbers if "\t" in reading.line(number)}
    text = [number for number in numbers if number not in covered and number not in rows]
    for number in interruptions(reading, found, text):
        if not _is_form(reading.text(number, part.role)):
            reading.account.leave(number)
    for above, below in pairwise(number for number in numbers if number in rows):
        lines = [number for number in range(above + 1, below) if not reading.blank(number)]
        few = len(lines) == 1 or all(reading.stranger(number) for number in lines)
        if few and not _columns(reading, part, below):
            for number in lines:
                reading.account.leave(number)


def _step(reading: Reading, part: Part, results: list[_Result], step: Step) -> None:
    line = reading.text(step.first, part.role)
    project = PROJECT.match(line)
    current = results[-1] if results else None
    if project and "\t" not in reading.line(step.first) and _opens(reading, current, int(project["number"]), step):
        results.append(_open(reading, step, project))
        return
    if current is None or step.first in reading.account.left:
        return
    current.last = step.last
    if "\t" in reading.line(step.first):
        for number in range(step.first, step.last + 1):
            _table_row(reading, part, current, number)
        return
    if step.label:
        _label(reading, current, step, step.label.name)
    else:
        _content(reading, current, step)


def _opens(reading: Reading, current: _Result | None, number: int, step: Step) -> bool:
    """A new project is the first, or the next number: behind the closing fields of one, or above its own budget."""
    if current is None:
        return True
    below = next((n for n in range(step.last + 1, reading.last_line + 1) if not reading.blank(n)), None)
    starts = below is not None and label(reading.text(below), "results", ("budget",)) is not None
    return number == current.number + 1 and (current.mode in ("suggestions", "problems") or starts)


def _open(reading: Reading, step: Step, project: re.Match[str]) -> _Result:
    reading.read(step.first, step.last)
    folded = reading.folded(step.first).text
    start = folded.find(project["name"][:10])
    name = reading.clean(
        project["name"] if step.last == step.first else _whole(reading, step, project), "results.project"
    )
    funding = FUNDING.search(name)
    begin, _ = reading.folded(step.first).back(max(start, 0), len(folded))
    span = reading.between(step.first, begin, step.last, len(reading.line(step.last).rstrip()))
    source = _funding(funding["funding"]) if funding and "งบ" in funding["funding"] else None
    clean = FUNDING.sub("", name).strip() if source else name
    return _Result(int(project["number"]), clean, span, source, step.last)


def _whole(reading: Reading, step: Step, project: re.Match[str]) -> str:
    rest = [reading.folded(number).text for number in range(step.first + 1, step.last + 1)]
    return " ".join([project["name"], *rest])


def _funding(text: str) -> str | None:
    return next((name for name, p in patterns("result_funding", marked=False).items() if p.search(text)), None)


def _label(reading: Reading, current: _Result, step: Step, name: str) -> None:
    current.mode = name
    reading.read(step.first, step.last)
    if name in ("budget", "disbursed"):
        setattr(current, name, _money(reading, step))
    elif name in ("problems", "suggestions"):
        setattr(current, name, step.text)
    elif name == "narrative" and step.text:
        current.narrative.append(reading.running_text(current.name, step.first, step.last))


def _money(reading: Reading, step: Step) -> Money | None:
    folded = reading.folded(step.first).text
    found = amount_of(folded[step.start :])
    if found is None:
        return None
    start, end = step.start + found.start, step.start + found.end
    span = reading.clause(step.first, start, end)
    printed = reading.clause(step.first, start, step.start + found.figure_end).text
    if found.value is None:
        reading.warn(
            f"อ่านจำนวนเงิน “{printed}” ของผลการดำเนินงานไม่ได้",
            f"the amount “{printed}” of a result cannot be read",
            step.first,
        )
    return Money(found.baht, printed, found.unit, span)


def _content(reading: Reading, current: _Result, step: Step) -> None:
    span = step.span(reading)
    if current.mode in ("outputs", "outcomes") and step.marker:
        measure = Measure(step.text, span, step.number, tuple(quantities(step.text)))
        (current.outputs if current.mode == "outputs" else current.outcomes).append(measure)
        reading.read(step.first, step.last)
    elif current.mode == "narrative" and (step.marker or len(step.text) >= RUNNING):
        planned = _planned(reading, step)
        if planned:
            current.measures.append(planned)
            reading.read(step.first, step.last)
        else:
            current.narrative.append(reading.running_text(current.name, step.first, step.last))


def _planned(reading: Reading, step: Step) -> ResultMeasure | None:
    """ "… แผน ๑๐๐ ราย ผลสะสม ๑๐๒ ราย" inside an activity's text."""
    found = PLAN_RESULT.search(step.text)
    if not found:
        return None
    label = re.split(r" (?:โดย|เพื่อ|ภายใต้) ?", step.text)[0][:120].strip()
    return ResultMeasure(
        label=label,
        planned=f"{found['planned']} {found['unit']}",
        achieved=found["achieved"],
        planned_value=parse_number(found["planned"]).value,
        achieved_value=parse_number(found["achieved"]).value,
        unit=found["unit"],
        span=step.span(reading),
    )


def _columns(reading: Reading, part: Part, number: int) -> bool:
    """Whether a row is the header of a table of planned and achieved figures."""
    texts = [reading.clean(cell, part.role) for cell in reading.line(number).split("\t")[1:]]
    planned = any("แผน" in text or text.startswith("เป้าหมาย") for text in texts)
    return planned and any(text.startswith("ผล") for text in texts)


def _table_row(reading: Reading, part: Part, current: _Result, number: int) -> None:
    """A row of the table of planned and achieved figures inside a result."""
    texts = [reading.clean(cell, part.role) for cell in reading.line(number).split("\t")]
    if _columns(reading, part, number):
        current.columns = tuple(texts)
        reading.read(number)
        return
    heads = current.columns
    if not heads or len(texts) != len(heads):
        return
    planned, achieved = _column(heads, ("แผน", "เป้าหมาย")), _column(heads, ("ผล",))
    unit = _column(heads, ("หน่วย",))
    named = next(
        (i for i, text in enumerate(texts) if text and i not in (planned, achieved, unit) and not _is_figure(text)),
        None,
    )
    if named is None or planned is None or achieved is None:
        return
    plan, fact = quantities(texts[planned]), quantities(texts[achieved])
    current.measures.append(
        ResultMeasure(
            label=re.sub(r"^\(?\d{1,2}[).] ?", "", texts[named]),
            planned=texts[planned],
            achieved=texts[achieved],
            planned_value=plan[0].value if plan else parse_number(texts[planned]).value,
            achieved_value=fact[0].value if fact else parse_number(texts[achieved]).value,
            unit=texts[unit] if unit is not None else plan[0].unit if plan else "",
            span=reading.span(number),
        )
    )
    reading.read(number)


def _column(heads: tuple[str, ...], opens: tuple[str, ...]) -> int | None:
    """The first column behind the labels whose header opens so."""
    return next((i for i, head in enumerate(heads) if i and head.startswith(opens)), None)


def _is_figure(text: str) -> bool:
    return text.strip(" -.)(").replace(",", "").replace(".", "").isdigit()


def _freeze(part: Part, year: int, result: _Result) -> Result:
    return Result(
        section=part.number,
        number=result.number,
        name=result.name,
        fiscal_year=year,
        span=result.span,
        funding=result.funding,
        budget=result.budget,
        disbursed=result.disbursed,
        measures=tuple(result.measures),
        outputs=tuple(result.outputs),
        outcomes=tuple(result.outcomes),
        narrative=tuple(result.narrative),
        problems=result.problems,
        suggestions=result.suggestions,
        aliases=aliases(result.name),
    )
