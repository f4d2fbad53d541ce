"""The alignment section (ส่วนที่ ๒) of a plan or a project: three levels, in the wording and order of an action plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from plangraph.exporting.citing import Citer, said
from plangraph.exporting.claims import Entry, plan_entries, project_entries
from plangraph.exporting.form import Block, Form, Line, Phrase, fact, label
from plangraph.exporting.forms.level2 import FAMILIES, family_lines, family_of
from plangraph.exporting.forms.lines import absent_line, achievement_lines, called, entry_phrase, goal_lines
from plangraph.links import Node
from plangraph.projects import Project
from plangraph.store import GraphStore
from plangraph.texts import Texts
from plangraph.verdicts import judge

NAME: Final = "alignment-section"


@dataclass(slots=True)
class StrategyPart:
    """One strategy of level 1: its goals and issues in blocks that an issue closes."""

    strategy: Entry | None
    blocks: list[tuple[list[Entry], Entry | None]] = field(default_factory=list)


def of_plan(store: GraphStore, plan: Node, citer: Citer) -> Form:
    """The section of a whole plan, from what the plan claims for itself."""
    entries = plan_entries(store, plan, citer)
    title = citer.say("section_title")
    of = label(citer.say("of_plan", name=plan.label))
    return Form(NAME, title, (Line((of,), "subheading"), *_section(entries, citer)))


def of_project(store: GraphStore, project: Project, citer: Citer) -> Form:
    """The section of one project, from its own strong links; what only the whole plan claims stands apart, marked."""
    judgement = judge(store, [project], citer.lang)[0]
    strong, weak = project_entries(store, judgement, citer)
    name = Line((label(citer.say("of_project", name="")), _own_name(project, citer)), "subheading")
    blocks: list[Block] = [name, *_section([_with_quote(entry, citer) for entry in strong], citer)]
    blocks.append(Line((label(citer.say("claimed_by_plan")),), "heading"))
    blocks += [
        Line((label("- "), fact(called(entry, citer.say), entry.sources, weak=True)), indent=1) for entry in weak
    ]
    if not weak:
        blocks.append(absent_line(citer.say, 1))
    return Form(NAME, citer.say("section_title"), tuple(blocks))


def _own_name(project: Project, citer: Citer) -> Phrase:
    sources = [citer.source(passage, "read") for passage in project.passages[:1]]
    return fact(project.name, sources) if sources else label(project.name)


def _with_quote(entry: Entry, citer: Citer) -> Entry:
    """An entry of a project says how it contributes in the words of the project itself."""
    if not entry.claimed:
        return entry
    return replace(entry, achievement=said(entry.sources[-1], citer), achieved_at=entry.sources)


def _section(entries: Sequence[Entry], citer: Citer) -> Iterator[Block]:
    say = citer.say
    yield Line((label(say("level_1")),), "heading")
    yield from _level_1([entry for entry in entries if _level(entry) == 1], say)
    yield Line((label(say("level_2")),), "heading")
    level_2 = [entry for entry in entries if _level(entry) == 2]
    for number, family in enumerate(FAMILIES, start=1):
        yield from family_lines(number, family, [each for each in level_2 if family_of(each, level_2) == family], say)
    yield Line((label(say("level_3")),), "heading")
    level_3 = [entry for entry in entries if _level(entry) == 3 and entry.claimed]
    for entry in level_3:
        yield Line((label("- "), fact(called(entry, say), entry.sources)), indent=1)
    if not level_3:
        yield absent_line(say, 1)


def _level(entry: Entry) -> int:
    return entry.node.level or 3


def _level_1(entries: Sequence[Entry], say: Texts) -> Iterator[Line]:
    parts = list(_strategies(entries))
    if not parts:
        yield absent_line(say, 1)
    for number, part in enumerate(parts, start=1):
        head = label(say("strategy_n", number=number))
        yield Line((head, entry_phrase(part.strategy, say)), "subheading", 1)
        for goals, issue in part.blocks or [([], None)]:
            yield from goal_lines(label(say("goal_of_strategy")), goals, say, 2)
            yield Line((label(say("issue")), entry_phrase(issue, say)), indent=2)
            yield from achievement_lines(label(say("achieving_strategy")), issue or part.strategy, say, 2)


def _strategies(entries: Iterable[Entry]) -> Iterator[StrategyPart]:
    part: StrategyPart | None = None
    goals: list[Entry] = []
    for entry in entries:
        if entry.node.kind == "NationalStrategy" or part is None:
            if part is not None:
                yield _closed(part, goals)
            part, goals = StrategyPart(entry if entry.node.kind == "NationalStrategy" else None), []
            if part.strategy:
                continue
        if entry.node.kind == "StrategicIssue":
            part.blocks.append((goals, entry))
            goals = []
        else:
            goals.append(entry)
    if part is not None:
        yield _closed(part, goals)


def _closed(part: StrategyPart, goals: list[Entry]) -> StrategyPart:
    if goals:
        part.blocks.append((goals, None))
    return part
