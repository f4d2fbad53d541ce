"""Section 2: which elements of levels 1 and 2 the whole plan claims to serve, and what it quotes of them."""

from __future__ import annotations

import re

from plangraph.records import Kind, PlanComponent, Reference, SourceSpan
from plangraph.sources.industry_plan.claims import Alignment, ClaimSection, is_running
from plangraph.sources.industry_plan.labels import Label, patterns
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.plan_names import plan_reference
from plangraph.sources.industry_plan.walk import Step, steps
from plangraph.sources.reading import Reading

LEVEL_1 = ("national_achievement", "strategic_issue", "national_goal", "strategy", "strategy_name")
REFORM = ("reform_topic", "reform_steps", "reform_activity", "reform_goal", "reform_activities")
UNDER_MILESTONE = {
    "milestone_goal": Kind.GOAL,
    "milestone_indicator": Kind.INDICATOR,
    "milestone_strategy": Kind.STRATEGY,
}
NESDP = ("nesdp_target", "component", "milestone", "milestone_achievement", *UNDER_MILESTONE)
SECURITY = (
    "security_policy",
    "security_fit",
    "security_goal",
    "security_indicator",
    "security_sub_strategy",
    "security_strategy",
    "security_strategies",
)


SINGLE = ("reform_goal", "reform_topic")  # labels of one text; under the others stand lists

# --- level 1 ---------------------------------------------------------------------------------------------------------


def read_level1(reading: Reading, part: Part, out: Alignment) -> None:
    """ยุทธศาสตร์ชาติ: strategies with their goals, issues and achievement text."""
    section = ClaimSection(reading, part, out)
    strategy: Reference | None = None
    for step in steps(reading, part.first, part.last, part.role, "alignment", LEVEL_1):
        name = step.label.name if step.label else ""
        if name in ("strategy", "strategy_name"):
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
        elif section.mode == "national_achievement" and is_running(reading, step):
            section.achieve(step, section.last_open((Kind.STRATEGIC_ISSUE, Kind.NATIONAL_STRATEGY)))
    section.close()


def _level1_kind(name: str) -> Kind:
    return Kind.GOAL if name == "national_goal" else Kind.STRATEGIC_ISSUE


# --- level 2: reform, development plan, security ---------------------------------------------------------------------


def _plan(title: str, span: SourceSpan, kind: Kind = Kind.PLAN, number: int | None = None) -> Reference:
    return Reference(kind=kind, title=title, span=span, number=number)


def read_reform(reading: Reading, part: Part, out: Alignment) -> None:
    """แผนการปฏิรูปประเทศ: the topic in the heading, its issue, steps, activities and goal."""
    section = ClaimSection(reading, part, out)
    topic = _reform_topic(section, part)
    heading: SourceSpan | None = None
    kind = Kind.ELEMENT
    waiting = False  # for the one unmarked line that a label announces
    for step in steps(reading, part.first, part.last, part.role, "alignment", REFORM):
        name = step.label.name if step.label else ""
        if name:
            heading = reading.span(step.first, step.last)
            section.mode = name
            kind = {"reform_goal": Kind.GOAL, "reform_activity": Kind.ACTIVITY}.get(name, Kind.ELEMENT)
            reading.read(step.first, step.last)
            waiting = name in SINGLE and not step.text
        if (name and step.text) or (section.mode and not name and (step.marker or waiting)):
            section.add(step, kind, topic, topic, heading)
            waiting = False
    section.close()


def _reform_topic(section: ClaimSection, part: Part) -> Reference:
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
    section = ClaimSection(reading, part, out)
    plan = plan_reference(reading, part.title, reading.span(part.heading_first, part.heading_last))
    components: list[tuple[Step, list[Reference]]] = []
    milestone: Reference | None = None
    for step in steps(reading, part.first, part.last, part.role, "alignment", NESDP):
        name = step.label.name if step.label else ""
        if name == "nesdp_target":
            section.add(step, Kind.GOAL, plan, None, reading.span(part.heading_first, part.heading_last))
        elif name == "component":
            components.append((step, []))
            reading.read(step.first, step.last)
        elif name == "milestone":
            section.mode, milestone = "", section.claim(step, Kind.MILESTONE, plan)
            if components:
                components[-1][1].append(milestone)
        elif milestone is not None:
            _under_milestone(section, step, plan, milestone)
    section.close()
    out.components += [_component(reading, step, tuple(refs)) for step, refs in components]


def _under_milestone(section: ClaimSection, step: Step, plan: Reference, milestone: Reference) -> None:
    """Goals, indicators and strategies of a milestone, on the line of their label or in a list below it."""
    name = step.label.name if step.label else ""
    if name == "milestone_achievement" or (not name and section.mode == "milestone_achievement"):
        if name or is_running(section.reading, step):
            section.achieve(step, section.last_open((Kind.MILESTONE,)))
    elif name:
        section.reading.read(step.first, step.last)
    section.mode = name or section.mode
    kind = UNDER_MILESTONE.get(section.mode)
    if kind is not None and step.text and (name or step.marker):
        section.add(step, kind, plan, milestone, milestone.span)


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
    section = ClaimSection(reading, part, out)
    plan = _plan(part.title, reading.span(part.heading_first, part.heading_last))
    policy: Reference | None = None
    strategy: Reference | None = None
    found = steps(reading, part.first, part.last, part.role, "alignment", SECURITY)
    for step in (_inner_strategy(reading, step) for step in found):
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
