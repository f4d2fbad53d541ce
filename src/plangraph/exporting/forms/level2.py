"""Level 2 of the alignment section: master plans, reform plan, national development plan, security plan.

Each has its own paragraphs in the model section; which family an element belongs to follows from its class, and for
goals, strategies and indicators from the other elements of their plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from plangraph.exporting.claims import Entry
from plangraph.exporting.form import Line, fact, label
from plangraph.exporting.forms.lines import absent, absent_line, achievement_lines, entry_phrase, goal_lines
from plangraph.texts import Texts

Family = Literal["master", "reform", "nesdp", "security"]
FAMILIES: Final[tuple[Family, ...]] = ("master", "reform", "nesdp", "security")
_DECISIVE: Final[dict[str, Family]] = {
    "MasterPlan": "master",
    "SubPlan": "master",
    "ReformTopic": "reform",
    "Milestone": "nesdp",
    "SecurityPolicy": "security",
}


def family_of(entry: Entry, others: Sequence[Entry]) -> Family | None:
    """The family an element belongs to; None when nothing of its plan says so."""
    if entry.node.kind in _DECISIVE:
        return _DECISIVE[entry.node.kind]
    of_plan = {_DECISIVE[each.node.kind] for each in others if each.node.kind in _DECISIVE and _same_plan(each, entry)}
    if entry.node.kind == "Component":
        return "nesdp"
    return next(iter(sorted(of_plan, key=FAMILIES.index)), None)


def _same_plan(one: Entry, other: Entry) -> bool:
    return one.node.plan is not None and one.node.plan == other.node.plan


def family_lines(number: int, family: Family, entries: Sequence[Entry], say: Texts) -> Iterator[Line]:
    """The paragraphs of one family under its number; that it is not in the plan where there are none."""
    if not entries:
        yield Line((label(say(f"{family}_head", number=number)), label(" "), absent(say)), "subheading")
        return
    yield from _WRITERS[family](number, entries, say)


def _groups(entries: Sequence[Entry], kind: str) -> list[tuple[Entry | None, list[Entry]]]:
    """The entries cut where one of ``kind`` begins; what stands before the first has None."""
    groups: list[tuple[Entry | None, list[Entry]]] = []
    for entry in entries:
        if entry.node.kind == kind:
            groups.append((entry, []))
        elif groups:
            groups[-1][1].append(entry)
        else:
            groups.append((None, [entry]))
    return groups


def _of(entries: Sequence[Entry], *kinds: str) -> list[Entry]:
    return [entry for entry in entries if entry.node.kind in kinds]


# --- master plans -----------------------------------------------------------------------------------------------------


def _master(number: int, entries: Sequence[Entry], say: Texts) -> Iterator[Line]:
    head = say("master_head", number=number)
    for position, (plan, parts) in enumerate(_groups(entries, "MasterPlan")):
        numbered = label(head if position == 0 else say("master_again"))
        issue = say("master_issue", number=plan.node.number) if plan and plan.node.number else say("master_which")
        yield Line((numbered, label(issue), entry_phrase(plan, say)), "subheading")
        sub_plans = _groups(parts, "SubPlan")
        own = sub_plans.pop(0)[1] if sub_plans and sub_plans[0][0] is None else []
        yield Line((label(say("issue_goals")),), indent=1)
        yield from goal_lines(label(say("goal")), _of(own, "Goal"), say, 2)
        yield from achievement_lines(label(say("achieving_master")), plan, say, 2)
        for at, (sub_plan, inside) in enumerate(sub_plans or [(None, [])], start=2):
            yield from _sub_plan(at, sub_plan, inside, say)


def _sub_plan(number: int, sub_plan: Entry | None, inside: Sequence[Entry], say: Texts) -> Iterator[Line]:
    yield Line((label(say("sub_plan", number=number)), entry_phrase(sub_plan, say)), indent=1)
    yield Line((label(say("guidelines")),), indent=2)
    guidelines = _of(inside, "Guideline")
    for guideline in guidelines:
        yield Line((label("- "), entry_phrase(guideline, say)), indent=3)
    if not guidelines:
        yield absent_line(say, 3)
    yield from goal_lines(label(say("goal_of_sub_plan")), _of(inside, "Goal"), say, 2)
    yield from achievement_lines(label(say("achieving_sub_plan")), sub_plan, say, 2)


# --- the others -------------------------------------------------------------------------------------------------------


def _reform(number: int, entries: Sequence[Entry], say: Texts) -> Iterator[Line]:
    for position, (topic, parts) in enumerate(_groups(entries, "ReformTopic")):
        head = label(say("reform_head" if position == 0 else "reform_again", number=number))
        yield Line((head, label(" "), entry_phrase(topic, say)), "subheading")
        elements = _of(parts, "PlanElement")
        issues = [entry for entry in elements if entry.node.number is None]
        yield from goal_lines(label(say("reform_issue")), issues, say, 1)
        yield from _numbered(say("reform_steps"), [each for each in elements if each not in issues], say, "reform_step")
        yield from _numbered(say("reform_activities"), _of(parts, "Activity"), say, "reform_activity")
        yield from goal_lines(label(say("reform_goal")), _of(parts, "Goal"), say, 1)


def _numbered(head: str, entries: Sequence[Entry], say: Texts, key: str) -> Iterator[Line]:
    yield Line((label(head),), indent=1)
    for entry in entries:
        yield Line((label(say(key, number=entry.node.number or "-")), entry_phrase(entry, say)), indent=2)
    if not entries:
        yield absent_line(say, 2)


def _nesdp(number: int, entries: Sequence[Entry], say: Texts) -> Iterator[Line]:
    yield Line((label(say("nesdp_head", number=number)),), "subheading")
    yield from goal_lines(label(say("nesdp_goal")), _of(entries, "Goal"), say, 1)
    for component, milestones in _groups(_of(entries, "Component", "Milestone"), "Component"):
        if component is not None:
            head = label(say("component", number=component.node.number or "-"))
            yield Line((head, entry_phrase(component, say)), indent=1)
        for milestone in milestones:
            yield Line((label("- "), entry_phrase(milestone, say)), indent=2)


def _security(number: int, entries: Sequence[Entry], say: Texts) -> Iterator[Line]:
    yield Line((label(say("security_head", number=number)),), "subheading")
    for policy, parts in _groups(entries, "SecurityPolicy"):
        yield Line((label("1) "), entry_phrase(policy, say)), indent=1)
        yield from achievement_lines(label(say("security_plan")), policy, say, 1)
        yield from goal_lines(label(say("security_goal")), _of(parts, "Goal"), say, 1)
        yield from goal_lines(label(say("security_indicator")), _of(parts, "Indicator"), say, 1)
        yield Line((label(say("security_strategies")),), indent=1)
        strategies = _of(parts, "Strategy")
        for strategy in strategies:
            yield _strategy(strategy, say)
        if not strategies:
            yield absent_line(say, 2)


def _strategy(entry: Entry, say: Texts) -> Line:
    node = entry.node
    key, number = ("sub_strategy", node.code) if node.code else ("strategy", node.number or "-")
    return Line((label(say(key, number=number)), fact(node.label, entry.sources)), indent=3 if node.code else 2)


_WRITERS: Final[dict[Family, Callable[[int, Sequence[Entry], Texts], Iterator[Line]]]] = {
    "master": _master,
    "reform": _reform,
    "nesdp": _nesdp,
    "security": _security,
}
