"""The X-Y-Z chain sheet of a project, strictly: X project, Y1 sub-plan goal, Y2 issue goal, Z national-strategy goal.

A cell holds a goal that a strong chain of the project reaches, or nothing. A milestone, a strategy or an issue is no
goal and stands for none; goals that only the whole plan claims are listed below, to choose from and confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final, Literal

from plangraph.described import select_for, text_of
from plangraph.exporting.citing import Citer
from plangraph.exporting.claims import Entry, plan_entries, project_entries
from plangraph.exporting.form import Block, Cell, Form, Grid, Line, Phrase, fact, label
from plangraph.exporting.forms.lines import absent, absent_line, called
from plangraph.links import Node, fetch_nodes
from plangraph.projects import Project
from plangraph.store import GraphStore
from plangraph.verdicts import judge

NAME: Final = "xyz"
Step = Literal["y1", "y2", "z"]
STEPS: Final[tuple[Step, ...]] = ("y1", "y2", "z")
_OF_WHOLE: Final[dict[str, Step]] = {"SubPlan": "y1", "MasterPlan": "y2", "NationalStrategy": "z"}
_WHOLES: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?goal ?kind WHERE { %s ?goal a pg:Goal ; pg:partOf ?whole . ?whole a ?kind }"""


def steps_of(store: GraphStore, nodes: Iterable[Node]) -> dict[str, Step]:
    """Which step of the chain each goal is, by the class of what it is the goal of; others are left out."""
    goals = [node.id for node in nodes if node.kind == "Goal"]
    found: dict[str, Step] = {}
    for row in select_for(store, _WHOLES, "goal", goals):
        kind = text_of(row["kind"]).rpartition("#")[2]
        if kind in _OF_WHOLE:
            found[text_of(row["goal"])] = _OF_WHOLE[kind]
    return found


def of_project(store: GraphStore, project: Project, citer: Citer) -> Form:
    """The sheet of one project."""
    judgement = judge(store, [project], citer.lang)[0]
    reached, _ = project_entries(store, judgement, citer)
    reached = [entry for entry in reached if entry.claimed]
    steps = steps_of(store, [entry.node for entry in reached])
    blocks: list[Block] = [_sheet(project, reached, steps, citer), Line((label(citer.say("xyz_rule")),), "remark")]
    blocks += _others([entry for entry in reached if entry.node.id not in steps], citer)
    if project.plan:
        blocks += _claimed(store, fetch_nodes(store, [project.plan], citer.lang)[project.plan], citer)
    return Form(NAME, citer.say("xyz_title"), tuple(blocks), landscape=True)


def _sheet(project: Project, reached: Sequence[Entry], steps: Mapping[str, Step], citer: Citer) -> Grid:
    say = citer.say
    columns = [[entry for entry in reached if steps.get(entry.node.id) == step] for step in STEPS]
    x = fact(project.name, [citer.source(each, "read") for each in project.passages[:1]]) if project.passages else None
    rows: list[tuple[Cell, ...]] = []
    for position, row in enumerate(zip_longest(*columns)):
        rows.append((_x(x or absent(say), position), *(_goal(entry, citer, position) for entry in row)))
    if not rows:
        rows.append((_x(x or absent(say), 0), *((Line((absent(say),)),) for _ in STEPS)))
    return Grid(tuple(say(f"column_{step}") for step in ("x", *STEPS)), tuple(rows), (31, 23, 23, 23))


def _x(phrase: Phrase, position: int) -> Cell:
    return (Line((phrase,)),) if position == 0 else ()


def _goal(entry: Entry | None, citer: Citer, position: int) -> Cell:
    if entry is None:
        return (Line((absent(citer.say),)),) if position == 0 else ()
    return (Line((fact(called(entry, citer.say), entry.sources),)),)


def _others(entries: Sequence[Entry], citer: Citer) -> list[Block]:
    lines: list[Block] = [Line((label(citer.say("xyz_known")),), "subheading")]
    lines += [Line((label("- "), fact(called(entry, citer.say), entry.sources)), indent=1) for entry in entries]
    return lines if entries else [*lines, absent_line(citer.say, 1)]


def _claimed(store: GraphStore, plan: Node, citer: Citer) -> list[Block]:
    entries = [entry for entry in plan_entries(store, plan, citer) if entry.claimed]
    steps = steps_of(store, [entry.node for entry in entries])
    lines: list[Block] = [Line((label(citer.say("xyz_claims")),), "subheading")]
    seen: set[str] = set()
    for step in STEPS:
        for entry in entries:
            if steps.get(entry.node.id) == step and entry.node.id not in seen:
                seen.add(entry.node.id)
                phrase = fact(called(entry, citer.say), entry.sources, weak=True)
                lines.append(Line((label(citer.say(f"kind_{step}")), phrase), indent=1))
    return lines if seen else [*lines, absent_line(citer.say, 1)]
