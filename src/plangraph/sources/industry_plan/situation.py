"""Section 3.1: the province's data, the needs of its people, its own plan, SWOT and TOWS."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from plangraph.records import ForeignElement, Kind, Need, Reference, SourceSpan, SwotItem
from plangraph.sources.industry_plan.labels import label, patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.running import Running, read_running
from plangraph.sources.listing import Entry, entries, marker_of
from plangraph.sources.reading import Reading
from plangraph.thai import split_items

PROBLEM = re.compile(r"^(?P<title>ปัญหา.*?)(?: ?โดย(?:มี)?พื้นที่ที่ประสบ ?(?P<rest>.*))?$")
DISTRICTS = re.compile(r"(?:ปัญหา)? ?(?:จำนวน ?)?(?P<count>\d{1,2}) ?อำเภอ ?(?:ได้แก่|คือ|:)? ?(?P<names>.*)$")
DIMENSION = re.compile(r"\((?P<dimension>ด้าน[^()]{2,60})\) ?$")
MODES = (
    "demand",
    "vision",
    "missions",
    "positioning",
    "issues",
    "needs",
    "strength",
    "weakness",
    "opportunity",
    "threat",
    "tows",
)


@dataclass(slots=True)
class Situation:
    """What section 3.1 yields beside tables and running text."""

    province_plan: Reference | None = None  # the plan whose vision, missions and issues the section quotes
    running: Running = field(default_factory=Running)
    needs: list[Need] = field(default_factory=list)
    swot: list[SwotItem] = field(default_factory=list)
    foreign: list[ForeignElement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines below one label, up to the next."""

    mode: str  # "" before the first label
    title: str
    heading: int
    first: int
    last: int


def read_situation(reading: Reading, part: Part, out: Situation) -> None:
    """One subsection of 3.1."""
    readers: dict[str, Callable[[Reading, Part, _Stretch, Situation], None]] = {
        "needs": _needs,
        "vision": _vision,
        "missions": _missions,
        "positioning": _positioning,
        "issues": _issues,
        "tows": _tows,
        **dict.fromkeys(("strength", "weakness", "opportunity", "threat"), _swot),
    }
    reading.read(part.heading_first, part.heading_last)
    for stretch in _stretches(reading, part):
        if stretch.mode in readers:
            readers[stretch.mode](reading, part, stretch, out)
        else:
            read_running(reading, stretch.first, stretch.last, part.role, stretch.title or part.title, out.running)


def _stretches(reading: Reading, part: Part) -> list[_Stretch]:
    heads = [(0, "", part.title)]
    for number in reading.numbers(part.first, part.last):
        if "\t" in reading.line(number):
            continue
        found = label(reading.text(number, part.role), "situation", MODES)
        if found and found.name == "demand":
            continue  # belongs to the problem above it: "ความต้องการของประชาชน คือ …" is no heading
        if found and _stands_alone(reading, number):
            heads.append((number, found.name, reading.text(number, part.role)))
        elif heads[-1][1] in _CLOSED_BY_TEXT and _closes(reading, number):
            heads.append((number, "", reading.text(number, part.role)))
    bounds = [number for number, *_ in heads[1:]] + [part.last + 1]
    return [
        _Stretch(mode, title, number, max(number, part.first - 1) + (1 if mode else 0), bound - 1)
        for (number, mode, title), bound in zip(heads, bounds, strict=True)
        if number or bound > part.first
    ]


_CLOSED_BY_TEXT = {"needs", "issues", "strength", "weakness", "opportunity", "threat", "missions"}
ANALYSIS = re.compile(r"^(?:ข้อมูล)?การวิเคราะห์|^Strategy map|^ข้อมูลการวิเคราะห์|^ผลิตภัณฑ์มวลรวม")


def _closes(reading: Reading, number: int) -> bool:
    return bool(ANALYSIS.match(reading.text(number)))


def _stands_alone(reading: Reading, number: int) -> bool:
    return reading.blank(number - 1) if number > 1 else True


def _heading_span(reading: Reading, stretch: _Stretch) -> SourceSpan:
    return reading.span(stretch.heading)


# --- needs of the people ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _NeedDraft:
    number: int
    first: int
    last: int
    problem: list[str]
    demand: list[str] = field(default_factory=list)


def _needs(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    """Numbered problems with their districts, each followed by what the people want; page breaks joined."""
    reading.read(stretch.heading)
    draft: _NeedDraft | None = None
    for number in reading.numbers(stretch.first, stretch.last):
        text = reading.text(number, part.role)
        marker, value, start = marker_of(reading.folded(number).text)
        body = reading.clean(reading.folded(number).text[start:], part.role)
        demand = label(text, "situation", ("demand",))
        if marker and value is not None and body.startswith("ปัญหา"):
            _finish(reading, draft, out)
            draft = _NeedDraft(value, number, number, [body])
        elif demand and draft:
            draft.demand.append(demand.title)
        elif draft and _goes_on(draft, text):
            (draft.demand if draft.demand else draft.problem).append(text)
        elif draft is None and len(text) >= 40 and not marker:
            reading.running_text(stretch.title, number)
            continue
        else:
            continue
        draft.last = number
        reading.read(number)
    _finish(reading, draft, out)


def _goes_on(draft: _NeedDraft, text: str) -> bool:
    """The rest of a problem or demand after a page break: the districts, or a demand without its dimension yet."""
    if draft.demand:
        return not DIMENSION.search(draft.demand[-1]) and bool(DIMENSION.search(text))
    return not DISTRICTS.search(" ".join(draft.problem)) and bool(DISTRICTS.match(text))


def _finish(reading: Reading, draft: _NeedDraft | None, out: Situation) -> None:
    if draft is None:
        return
    problem = " ".join(draft.problem)
    found = PROBLEM.match(problem)
    where = DISTRICTS.search(found["rest"] or "") if found else None
    demand = " ".join(draft.demand)
    dimension = DIMENSION.search(demand)
    out.needs.append(
        Need(
            number=draft.number,
            title=(found["title"] if found else problem).strip(),
            span=reading.span(draft.first, draft.last),
            districts=_districts(where["names"]) if where else (),
            announced=int(where["count"]) if where else None,
            demand=DIMENSION.sub("", demand).strip(),
            dimension=dimension["dimension"] if dimension else "",
        )
    )


def _districts(text: str) -> tuple[str, ...]:
    names = [
        re.sub(r"(?:และ)?$", "", name.strip(" -,")).strip(" -") for name in re.split(r"(?:และ)? ?อำเภ[อโ]-?", text)
    ]
    return tuple(dict.fromkeys(name for name in names if name))


# --- the province's own plan -----------------------------------------------------------------------------------------


def _foreign(
    stretch: _Stretch,
    reading: Reading,
    kind: Kind,
    title: str,
    span: SourceSpan,
    plan: Reference,
    number: int | None = None,
    detail: str = "",
) -> ForeignElement:
    return ForeignElement(
        kind=kind,
        title=title,
        span=span,
        plan=plan,
        number=number,
        heading=_heading_span(reading, stretch),
        detail=detail,
    )


def _vision(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    """The first line is the vision, the next long one explains it; the rest is a model's letters and figure text."""
    plan = out.province_plan
    reading.read(stretch.heading)
    numbers = list(reading.numbers(stretch.first, stretch.last))
    if not numbers or plan is None:
        read_running(reading, stretch.first, stretch.last, part.role, stretch.title, out.running)
        return
    first = numbers[0]
    detail = next((n for n in numbers[1:3] if len(reading.text(n)) > 100), None)
    title = reading.text(first, part.role).strip("“” ")
    explained = reading.text(detail, part.role).strip("“” ") if detail else ""
    out.foreign.append(_foreign(stretch, reading, Kind.VISION, title, reading.span(first), plan, None, explained))
    reading.read(first)
    if detail:
        reading.read(detail)
    read_running(reading, (detail or first) + 1, stretch.last, part.role, stretch.title, out.running)


def _missions(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    plan = out.province_plan
    reading.read(stretch.heading)
    for entry in _numbered(reading, stretch, part.role):
        if plan is not None:
            out.foreign.append(
                _foreign(stretch, reading, Kind.MISSION, entry.text, entry.span(reading), plan, entry.number)
            )
            reading.read(entry.first, entry.last)


def _numbered(reading: Reading, stretch: _Stretch, role: str) -> list[Entry]:
    return [entry for entry in entries(reading, stretch.first, stretch.last, role) if entry.number is not None]


def _positioning(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    plan = out.province_plan
    reading.read(stretch.heading)
    numbers = list(reading.numbers(stretch.first, stretch.last))
    if not numbers or plan is None:
        return
    first = numbers[0]
    english = numbers[1] if len(numbers) > 1 and reading.text(numbers[1]).startswith("(") else None
    title = " ".join(filter(None, [reading.text(first, part.role), reading.text(english) if english else ""]))
    span = reading.span(first, english or first)
    out.foreign.append(_foreign(stretch, reading, Kind.POSITIONING, title, span, plan))
    reading.read(first, english or first)
    read_running(reading, (english or first) + 1, stretch.last, part.role, stretch.title, out.running)


def _issues(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    plan = out.province_plan
    reading.read(stretch.heading)
    for number in reading.numbers(stretch.first, stretch.last):
        found = label(reading.text(number, part.role), "situation", ("issue",))
        if found and plan is not None:
            begin = patterns("situation")["issue"].match(reading.folded(number).text)
            start = begin.start("n") if begin else 0
            span = reading.clause(number, start, len(reading.folded(number).text))
            out.foreign.append(
                _foreign(stretch, reading, Kind.DEVELOPMENT_ISSUE, found.title, span, plan, found.number)
            )
            reading.read(number)


# --- SWOT and TOWS ---------------------------------------------------------------------------------------------------


def _swot(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    reading.read(stretch.heading)
    for entry in _numbered(reading, stretch, part.role):
        if entry.first == entry.last or len(entry.text) > 40:
            out.swot.append(SwotItem(stretch.mode, entry.number or 0, entry.text, entry.span(reading)))
            reading.read(entry.first, entry.last)


def _tows(reading: Reading, part: Part, stretch: _Stretch, out: Situation) -> None:
    """The matrix: each quadrant announces itself; a row without one goes on with those above it."""
    reading.read(stretch.heading)
    columns: dict[int, str] = {}
    for number in reading.numbers(stretch.first, stretch.last):
        raw = reading.line(number).split("\t")
        if len(raw) < 2:
            continue
        texts = [reading.clean(cell, part.role) for cell in raw]
        if texts[0].startswith("TOWS"):
            reading.read(number)
            continue
        if len(raw) > 3:
            continue
        reading.read(number)
        start = 0
        for index, cell in enumerate(raw):
            _quadrant(reading, number, start, cell, index, columns, out)
            start += len(cell) + 1
    rest = [n for n in reading.numbers(stretch.first, stretch.last) if "\t" not in reading.line(n)]
    _figure_text(reading, stretch, rest)


def _figure_text(reading: Reading, stretch: _Stretch, rest: list[int]) -> None:
    """Titles of the figures behind the matrix ("Strategy map")."""
    for number in rest:
        if ANALYSIS.match(reading.text(number)):
            reading.running_text(stretch.title, number)


def _quadrant(
    reading: Reading, number: int, start: int, cell: str, index: int, columns: dict[int, str], out: Situation
) -> None:
    folded = reading.folded(number)
    begin = next((i for i, o in enumerate(folded.origin[:-1]) if o >= start), len(folded.text))
    end = next((i for i, o in enumerate(folded.origin[:-1]) if o >= start + len(cell)), len(folded.text))
    text = folded.text[begin:end]
    for kind, pattern in patterns("tows", marked=False).items():
        if pattern.search(text):
            columns[index] = kind
    if index not in columns:
        return
    for item in split_items(text):
        if item.number is not None:
            span = reading.clause(number, begin + item.start, begin + item.end)
            out.swot.append(SwotItem(columns[index], item.number, reading.clean(item.text, "situation"), span))
