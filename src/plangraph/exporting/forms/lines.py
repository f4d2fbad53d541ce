"""Lines that the forms share: an element as forms call it, goals, contributions, and what the graph does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plangraph.exporting.claims import Entry
from plangraph.exporting.form import Line, Phrase, Style, fact, label
from plangraph.texts import Texts


def called(entry: Entry, say: Texts) -> str:
    """An element as the section calls it: a milestone by its number, a goal by its code."""
    node = entry.node
    if node.kind in ("Milestone", "SecurityPolicy", "DevelopmentIssue") and node.number is not None:
        plan = f"{entry.plan_label} " if entry.plan_label else ""
        return say(f"called_{node.kind}", number=node.number, label=node.label, plan=plan)
    if node.kind == "Goal" and node.code:
        return f"{node.code} {node.label}"
    return node.label


def absent(say: Texts) -> Phrase:
    """What the graph does not know."""
    return Phrase(say("absent"), "absent")


def absent_line(say: Texts, indent: int) -> Line:
    return Line((absent(say),), indent=indent)


def entry_phrase(entry: Entry | None, say: Texts) -> Phrase:
    """An entry's name with its sources, or that the plan has none."""
    return fact(called(entry, say), entry.sources) if entry else absent(say)


def goal_lines(head: Phrase, goals: Sequence[Entry], say: Texts, indent: int, style: Style = "body") -> Iterator[Line]:
    """One goal on the line of its heading, several below it."""
    if len(goals) < 2:
        yield Line((head, entry_phrase(goals[0] if goals else None, say)), style, indent)
        return
    yield Line((head,), style, indent)
    for number, goal in enumerate(goals, start=1):
        yield Line((label(f"{number}. "), entry_phrase(goal, say)), indent=indent + 1)


def achievement_lines(head: Phrase, entry: Entry | None, say: Texts, indent: int) -> Iterator[Line]:
    """How the plan says it contributes to an element."""
    yield Line((head,), indent=indent)
    if entry is None or not entry.achievement:
        yield absent_line(say, indent + 1)
        return
    for paragraph in entry.achievement.split("\n"):
        if paragraph.strip():
            yield Line((fact(paragraph.strip(), entry.achieved_at or entry.sources),), indent=indent + 1)
