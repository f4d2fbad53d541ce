"""Section 2: which elements of levels 1, 2 and 3 the whole plan claims to serve, and what it quotes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plangraph.records import (
    Claim,
    ForeignElement,
    Kind,
    PlanComponent,
    Reference,
    SourceSpan,
)
from plangraph.sources.industry_plan.labels import Label, patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.plan_names import plan_reference
from plangraph.sources.industry_plan.walk import Step, steps
from plangraph.sources.listing import Entry, claim, marker_of, wraps
from plangraph.sources.reading import Reading
from plangraph.thai import quantities

LEVEL_1 = ("national_achievement", "strategic_issue", "national_goal", "strategy")
MASTER = (
    "master_plan",
    "master_issue",
    "master_achievement",
    "sub_achievement",
    "master_goals",
    "master_goal",
    "sub_goals",
    "sub_plan",
    "sub_guidelines",
)
REFORM = ("reform_topic", "reform_steps", "reform_activity", "reform_goal", "reform_activities")
NESDP = ("nesdp_target", "component", "milestone")
SECURITY = (
    "security_policy",
    "security_fit",
    "security_goal",
    "security_indicator",
    "security_sub_strategy",
    "security_strategy",
    "security_strategies",
)


@dataclass(slots=True)
class _Open:
    """A claim still being read."""

    target: Reference
    achievement: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Alignment:
    """What the alignment section yields."""

    claims: list[Claim] = field(default_factory=list)
    foreign: list[ForeignElement] = field(default_factory=list)
    components: list[PlanComponent] = field(default_factory=list)


class _Section:
    """Shared state of one reader of the alignment section."""

    def __init__(self, reading: Reading, part: Part, out: Alignment) -> None:
        self.reading, self.part, self.out = reading, part, out
        self.open: list[_Open] = []
        self.mode = ""

    def claim(self, step: Step, kind: Kind, within: Reference | None = None, *, own_number: bool = True) -> Reference:
        label = step.label
        target = Reference(
            kind=kind,
            title=step.text,
            span=step.span(self.reading),
            number=label.number if label and own_number else None,
            code=label.code if label else None,
            within=within,
        )
        self.open.append(_Open(target))
        self.reading.read(step.first, step.last)
        return target

    def add(
        self, step: Step, kind: Kind, plan: Reference, parent: Reference | None, heading: SourceSpan | None
    ) -> ForeignElement:
        label = step.label
        element = ForeignElement(
            kind=kind,
            title=step.text,
            span=step.span(self.reading),
            plan=plan,
            number=label.number if label else step.number,
            code=label.code if label else None,
            parent=parent,
            heading=heading,
            quantities=tuple(quantities(step.text)) if kind is Kind.INDICATOR else (),
        )
        self.out.foreign.append(element)
        self.reading.read(step.first, step.last)
        return element

    def achieve(self, step: Step, owner: _Open | None) -> None:
        """Text of an achievement paragraph belongs to the claim it follows."""
        if owner is None:
            return
        if step.text:
            owner.achievement.append(step.text)
            owner.lines += [step.first, step.last]
        self.reading.read(step.first, step.last)

    def close(self) -> None:
        for item in self.open:
            span = self.reading.span(min(item.lines), max(item.lines)) if item.lines else None
            self.out.claims.append(Claim(item.target, " ".join(item.achievement), span))

    def last_open(self, kinds: tuple[Kind, ...]) -> _Open | None:
        return next((item for item in reversed(self.open) if item.target.kind in kinds), None)


def _plan(title: str, span: SourceSpan, kind: Kind = Kind.PLAN, number: int | None = None) -> Reference:
    return Reference(kind=kind, title=title, span=span, number=number)


# --- level 1 -----------------------------------------------------------------------------------------------------------


def read_level1(reading: Reading, part: Part, out: Alignment) -> None:
    """ยุทธศาสตร์ชาติ: strategies with their goals, issues and achievement text."""
    section = _Section(reading, part, out)
    strategy: Reference | None = None
    for step in steps(reading, part.first, part.last, part.role, "alignment", LEVEL_1):
        name = step.label.name if step.label else ""
        if name == "strategy":
            strategy, section.mode = section.claim(step, Kind.NATIONAL_STRATEGY), ""
        elif name in ("national_goal", "strategic_issue"):
            section.mode = name
            reading.read(step.first, step.last)
            if step.text:
                section.claim(step, _level1_kind(name), strategy)
        elif name == "national_achievement":
            section.mode = name
            section.achieve(step, section.last_open((Kind.STRATEGIC_ISSUE, Kind.NATIONAL_STRATEGY)))
        elif section.mode in ("national_goal", "strategic_issue") and step.marker:
            section.claim(step, _level1_kind(section.mode), strategy)
        elif section.mode == "national_achievement" and _running(reading, step):
            section.achieve(step, section.last_open((Kind.STRATEGIC_ISSUE, Kind.NATIONAL_STRATEGY)))
    section.close()


def _level1_kind(name: str) -> Kind:
    return Kind.GOAL if name == "national_goal" else Kind.STRATEGIC_ISSUE


def _running(reading: Reading, step: Step) -> bool:
    """Achievement text runs: a numbered or bulleted paragraph, or a line of some length."""
    return bool(step.marker) or len(step.text) >= 60 or wraps(reading, step.first - 1, step.first)


# --- level 2: master plans ---------------------------------------------------------------------------------------------


class _MasterPlans:
    def __init__(self, reading: Reading, part: Part, out: Alignment) -> None:
        self.section = _Section(reading, part, out)
        self.reading = reading
        self.plan: Reference | None = None
        self.sub: Reference | None = None
        self.heading: SourceSpan | None = None

    def step(self, step: Step) -> None:
        name = step.label.name if step.label else ""
        handler = getattr(self, f"_{name}", None) if name else None
        if handler:
            handler(step)
        else:
            self._other(step)

    def _master_plan(self, step: Step) -> None:
        if step.label and (step.label.number or step.text):
            self.plan, self.sub = self.section.claim(step, Kind.MASTER_PLAN), None
        self.section.mode = ""

    _master_issue = _master_plan

    def _master_goals(self, step: Step) -> None:
        self.section.mode = "master_goals"
        self.reading.read(step.first, step.last)

    def _master_goal(self, step: Step) -> None:
        kept, self.section.mode = self.section.mode, "master_goals"
        if kept in ("sub_goals",) and self.sub is not None:
            self.section.claim(step, Kind.GOAL, self.sub)
            self.section.mode = kept
            return
        self.section.claim(step, Kind.GOAL, self.plan)

    def _master_achievement(self, step: Step) -> None:
        self.section.mode = "master_achievement"
        self.section.achieve(step, self.section.last_open((Kind.MASTER_PLAN,)))

    def _sub_plan(self, step: Step) -> None:
        self.sub, self.section.mode = self.section.claim(step, Kind.SUB_PLAN, self.plan), ""

    def _sub_guidelines(self, step: Step) -> None:
        self.section.mode, self.heading = "sub_guidelines", self.reading.span(step.first, step.last)
        self.reading.read(step.first, step.last)

    def _sub_goals(self, step: Step) -> None:
        self.section.mode, self.heading = "sub_goals", self.reading.span(step.first, step.last)
        self.reading.read(step.first, step.last)
        if step.text:
            self.section.claim(step, Kind.GOAL, self.sub)

    def _sub_achievement(self, step: Step) -> None:
        self.section.mode = "sub_achievement"
        self.section.achieve(step, self.section.last_open((Kind.SUB_PLAN,)))

    def _other(self, step: Step) -> None:
        mode = self.section.mode
        if mode == "master_achievement" and _running(self.reading, step):
            self.section.achieve(step, self.section.last_open((Kind.MASTER_PLAN,)))
        elif mode == "sub_achievement" and (
            _running(self.reading, step) or step.first == _after_label(self.reading, step)
        ):
            self.section.achieve(step, self.section.last_open((Kind.SUB_PLAN,)))
        elif mode == "sub_guidelines" and self.plan and (step.marker or self._first_under(step)):
            self.section.add(step, Kind.GUIDELINE, self.plan, self.sub, self.heading)
        elif mode == "sub_goals" and (step.marker or self._first_under(step)):
            self.section.claim(step, Kind.GOAL, self.sub, own_number=False)
        elif mode == "master_goals" and step.marker and step.text:
            self.section.claim(step, Kind.GOAL, self.plan, own_number=False)

    def _first_under(self, step: Step) -> bool:
        """An unmarked line right below its heading, or the wrapped rest of one."""
        return (
            self.heading is not None
            and _previous(self.reading, step.first) in (self.heading.last_line, step.first - 1)
            and (
                _previous(self.reading, step.first) == self.heading.last_line
                or wraps(self.reading, step.first - 1, step.first)
            )
        )


def _previous(reading: Reading, number: int) -> int:
    number -= 1
    while number > 1 and reading.blank(number):
        number -= 1
    return number


def _after_label(reading: Reading, step: Step) -> int:
    """The line itself when the line above it (blank ones apart) is a label, else 0."""
    above = reading.text(_previous(reading, step.first))
    return step.first if patterns("alignment")["sub_achievement"].match(above) else 0


def read_master(reading: Reading, part: Part, out: Alignment) -> None:
    """แผนแม่บท: issue goals, sub-plans, their guidelines and goals. The heading may name the first plan itself."""
    walker = _MasterPlans(reading, part, out)
    heading = _heading_step(reading, part, MASTER)
    if heading:
        walker.step(heading)
    for step in steps(reading, part.first, part.last, part.role, "alignment", MASTER):
        walker.step(step)
    walker.section.close()


def _heading_step(reading: Reading, part: Part, names: tuple[str, ...]) -> Step | None:
    """The heading of the section read as a label: "๒.๒.๑ แผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็น ๓ การเกษตร"."""
    text = reading.folded(part.heading_first).text
    offset = text.find(part.title[:12]) if part.title else -1
    for name in names:
        found = patterns("alignment", marked=False)[name].search(text, max(offset, 0))
        if found and (found.groupdict().get("title") or found.groupdict().get("n")):
            groups = found.groupdict()
            begin = found.start()
            number = int(groups["n"]) if groups.get("n") else None
            title = reading.clean(groups.get("title") or "", part.role)
            label = Label(name, number, groups.get("code"), title, begin, begin)
            return Step(label, "", None, title, part.heading_first, part.heading_last, begin)
    return None


# --- level 2: reform, development plan, security -----------------------------------------------------------------------


def read_reform(reading: Reading, part: Part, out: Alignment) -> None:
    """แผนการปฏิรูปประเทศ: the topic in the heading, its issue, steps, activities and goal."""
    section = _Section(reading, part, out)
    topic = _reform_topic(section, part)
    heading: SourceSpan | None = None
    kind = Kind.ELEMENT
    for step in steps(reading, part.first, part.last, part.role, "alignment", REFORM):
        name = step.label.name if step.label else ""
        if name:
            heading = reading.span(step.first, step.last)
            section.mode = name
            kind = {"reform_goal": Kind.GOAL, "reform_activity": Kind.ACTIVITY}.get(name, Kind.ELEMENT)
            reading.read(step.first, step.last)
        if (name and step.text) or (not name and _under_label(section, step)):
            section.add(step, kind, topic, topic, heading)
    section.close()


def _under_label(section: _Section, step: Step) -> bool:
    return bool(section.mode) and (bool(step.marker) or len(step.text) >= 60)


def _reform_topic(section: _Section, part: Part) -> Reference:
    found = re.search(r"ด้าน ?\S.*$", part.title)
    reading = section.reading
    folded = reading.folded(part.heading_first).text
    if found is None:
        reading.read(part.heading_first, part.heading_last)
        return _plan(part.title, reading.span(part.heading_first, part.heading_last))
    begin = folded.find("ด้าน", folded.find("ปฏิรูปประเทศ"))
    step = Step(None, "", None, found.group(), part.heading_first, part.heading_last, max(begin, 0))
    return section.claim(step, Kind.REFORM_TOPIC, None)


def read_nesdp(reading: Reading, part: Part, out: Alignment) -> None:
    """แผนพัฒนาฯ: main target, components and the milestones under them."""
    section = _Section(reading, part, out)
    plan = plan_reference(reading, part.title, reading.span(part.heading_first, part.heading_last))
    components: list[tuple[Step, list[Reference]]] = []
    for step in steps(reading, part.first, part.last, part.role, "alignment", NESDP):
        name = step.label.name if step.label else ""
        if name == "nesdp_target":
            section.add(step, Kind.GOAL, plan, None, reading.span(part.heading_first, part.heading_last))
        elif name == "component":
            components.append((step, []))
            reading.read(step.first, step.last)
        elif name == "milestone":
            milestone = section.claim(step, Kind.MILESTONE, plan)
            if components:
                components[-1][1].append(milestone)
    section.close()
    out.components += [_component(reading, step, tuple(refs)) for step, refs in components]


def _component(reading: Reading, step: Step, milestones: tuple[Reference, ...]) -> PlanComponent:
    announced = re.search(r"ประกอบด้วย ?(\d{1,2})", step.text)
    title = re.split(r" (?:โดย)?มุ่ง| เน้น| ประกอบด้วย", step.text)[0].strip()
    return PlanComponent(
        number=step.label.number if step.label and step.label.number else 0,
        title=title,
        span=step.span(reading),
        announced=int(announced.group(1)) if announced else None,
        milestones=milestones,
    )


def read_security(reading: Reading, part: Part, out: Alignment) -> None:
    """แผนความมั่นคง: policies with fit, goal, indicator, strategies and sub-strategies."""
    section = _Section(reading, part, out)
    plan = _plan(part.title, reading.span(part.heading_first, part.heading_last))
    policy: Reference | None = None
    strategy: Reference | None = None
    for step in steps(reading, part.first, part.last, part.role, "alignment", SECURITY):
        step = _inner_strategy(reading, step)
        name = step.label.name if step.label else ""
        heading = policy.span if policy else None
        if name == "security_policy":
            policy, strategy = section.claim(step, Kind.SECURITY_POLICY, plan), None
        elif name == "security_fit":
            section.achieve(step, section.last_open((Kind.SECURITY_POLICY,)))
        elif name in ("security_goal", "security_indicator") and policy:
            kind = Kind.GOAL if name == "security_goal" else Kind.INDICATOR
            section.add(step, kind, plan, policy, heading)
        elif name == "security_strategy" and policy:
            element = section.add(step, Kind.STRATEGY, plan, policy, heading)
            strategy = Reference(Kind.STRATEGY, element.title, element.span, element.number, within=policy)
        elif name == "security_sub_strategy" and policy:
            section.add(step, Kind.STRATEGY, plan, strategy or policy, strategy.span if strategy else heading)
        elif name == "security_strategies":
            reading.read(step.first, step.last)
    section.close()


def _inner_strategy(reading: Reading, step: Step) -> Step:
    """ "๕) กลยุทธ์ กลยุทธ์ที่ ๑ …": the label and its first strategy share a line."""
    if not step.label or step.label.name != "security_strategies" or not step.text:
        return step
    found = patterns("alignment", marked=False)["security_strategy"].match(step.text)
    if not found:
        return step
    start = reading.folded(step.first).text.find("กลยุทธ์ที่")
    title = found["title"].strip()
    label = Label("security_strategy", int(found["n"]), None, title, start, start)
    return Step(label, "", None, title, step.first, step.last, max(start, 0))


# --- level 3 -----------------------------------------------------------------------------------------------------------


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
    wrapped = patterns("kinds", marked=False)["wrapped"]
    found: list[Entry] = []
    for number in reading.numbers(part.first, part.last):
        text = reading.folded(number).text
        marker, value, start = marker_of(text)
        if marker:
            found.append(Entry(marker, value, reading.clean(text[start:], part.role), number, number, start))
        elif found and found[-1].last == number - 1 and wrapped.match(text):
            entry = found[-1]
            joined = f"{entry.text}{_glue(entry.text)}{reading.text(number, part.role)}"
            found[-1] = Entry(entry.marker, entry.number, joined, entry.first, number, entry.start)
    return tuple(found)


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
        last, end = last - 1, len(reading.line(last - 1).rstrip())
    return reading.between(first, begin, last, end)
