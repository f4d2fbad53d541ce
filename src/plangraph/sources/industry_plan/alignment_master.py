"""Section 2.2.1: the master plans the whole plan claims to serve, their sub-plans, goals and guidelines."""

from __future__ import annotations

from plangraph.records import Kind, Reference, SourceSpan
from plangraph.sources.industry_plan.claims import Alignment, ClaimSection, is_running
from plangraph.sources.industry_plan.labels import Label, patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.walk import Step, steps
from plangraph.sources.listing import wraps
from plangraph.sources.reading import Reading

MASTER = (
    "master_plan",
    "master_issue",
    "master_achievement",
    "sub_achievement",
    "master_goal",
    "master_goals",
    "sub_goals",
    "sub_plan",
    "sub_guidelines",
    "coded_goal",
    "plain_goal",
)


CODE = 6  # digits of a goal: master plan, sub-plan, goal
WHOLE = "00"  # in place of a sub-plan: a goal of the whole master plan


class _MasterPlans:
    def __init__(self, reading: Reading, part: Part, out: Alignment) -> None:
        self.section = ClaimSection(reading, part, out)
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
        if step.text:
            self.section.claim(step, Kind.GOAL, self.plan)

    def _master_goal(self, step: Step) -> None:
        code = step.label.code if step.label else None
        below = self.section.mode == "sub_goals" if code is None or len(code) != CODE else code[2:4] != WHOLE
        if below and self.sub is not None:
            self.section.claim(step, Kind.GOAL, self.sub)
            return
        self.section.mode = "master_goals"
        self.section.claim(step, Kind.GOAL, self.plan)

    _coded_goal = _master_goal

    def _plain_goal(self, step: Step) -> None:
        if self.plan is not None:
            self._master_goal(step)

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
        if mode == "master_achievement" and is_running(self.reading, step):
            self.section.achieve(step, self.section.last_open((Kind.MASTER_PLAN,)))
        elif mode == "sub_achievement" and (
            is_running(self.reading, step) or step.first == _after_label(self.reading, step)
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
        above = self.reading.above(step.first)
        return (
            self.heading is not None
            and not step.before_list
            and (above == self.heading.last_line or wraps(self.reading, above, step.first))
        )


def _after_label(reading: Reading, step: Step) -> int:
    """The line itself when the line above it (blank ones apart) is a label, else 0."""
    above = reading.text(reading.above(step.first))
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
