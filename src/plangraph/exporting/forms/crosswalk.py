"""The crosswalk of plans (4.2), regenerated from the graph: a row for each printed row, a column for each plan.

Visions and development issues of several plans that the document prints on one line share a row; a plan without an
element there has an empty cell, and the form says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from plangraph.described import Passage, select_for, text_of
from plangraph.exporting.citing import READ, Citer
from plangraph.exporting.errors import ExportError
from plangraph.exporting.form import Block, Cell, Form, Grid, Line, Source, fact, label
from plangraph.exporting.forms.crosswalk_rows import Place, printed_cells, shared_rows
from plangraph.exporting.forms.lines import absent
from plangraph.links import Node, fetch_nodes
from plangraph.store import GraphStore
from plangraph.thai_text import normalize

NAME: Final = "crosswalk"
LABEL_WIDTH: Final = 14
PLAN_WIDTH: Final = 22


def of_plan(store: GraphStore, plan: Node, citer: Citer) -> Form:
    """The crosswalk of a plan; ``ExportError`` when its document has none."""
    rows = shared_rows(store, plan, citer)
    if not rows:
        raise ExportError("no_crosswalk")
    columns = _columns(rows, plan)
    printed = printed_cells(store, plan, rows)
    names = fetch_nodes(store, columns, citer.lang)
    say = citer.say
    grid = Grid(
        ("", *(names[iri].label for iri in columns)),
        tuple(_row(places, columns, number, printed, citer) for number, places in _numbered(rows)),
        (LABEL_WIDTH, *(PLAN_WIDTH for _ in columns)),
    )
    blocks: list[Block] = [grid, Line((label(say("crosswalk_remark", absent=say("absent"))),), "remark")]
    blocks += _left_out(store, plan, rows, citer)
    return Form(NAME, say("crosswalk_title", name=plan.label), tuple(blocks), landscape=True)


def _columns(rows: Mapping[int, list[Place]], plan: Node) -> list[str]:
    """The plans in the order of their columns; the plan itself stands last, as printed."""
    order: defaultdict[str, list[int]] = defaultdict(list)
    for places in rows.values():
        for position, place in enumerate(places):
            order[place.element.plan or ""].append(position)
    others = sorted((iri for iri in order if iri and iri != plan.id), key=lambda iri: (max(order[iri]), iri))
    return [*others, plan.id]


def _numbered(rows: Mapping[int, list[Place]]) -> list[tuple[int, list[Place]]]:
    """The rows with the numbers of their issues; a row of visions has 0."""
    issue = 0
    found: list[tuple[int, list[Place]]] = []
    for places in rows.values():
        if any(place.element.kind == "Vision" for place in places):
            found.append((0, places))
        else:
            issue += 1
            found.append((issue, places))
    return found


def _row(
    places: list[Place], columns: list[str], number: int, printed: Mapping[tuple[int, str], str], citer: Citer
) -> tuple[Cell, ...]:
    say = citer.say
    head = say("crosswalk_issue", number=number) if number else say("crosswalk_vision")
    cells: list[Cell] = [(Line((label(head),)),)]
    for plan in columns:
        inside = [place for place in places if place.element.plan == plan]
        text = printed.get((places[0].line, plan), "")
        if inside:
            cells.append(tuple(Line((fact(each.element.label, (each.source,)),)) for each in inside))
        elif text:
            cells.append((Line((fact(normalize(text), (_only_printed(places[0], text, citer),)),)),))
        else:
            cells.append((Line((absent(say),)),))
    return tuple(cells)


def _only_printed(place: Place, text: str, citer: Citer) -> Source:
    """The row of a cell that holds a text and no element: the graph knows the text as something else, or not at all."""
    row = Passage(place.source.passage.document, place.line, place.line, text)
    return citer.source(row, READ, citer.say("crosswalk_only_printed"))


_GUIDELINES: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?guideline WHERE { %s ?guideline pg:inPlan ?plan ; a pg:Guideline }"""


def _left_out(store: GraphStore, plan: Node, rows: Mapping[int, list[Place]], citer: Citer) -> list[Block]:
    """The plan's own guidelines that stand in no row."""
    inside = {place.element.id for places in rows.values() for place in places}
    own = [text_of(row["guideline"]) for row in select_for(store, _GUIDELINES, "plan", [plan.id])]
    nodes = fetch_nodes(store, own, citer.lang)
    sources = citer.of_elements(own)
    missing = [iri for iri in sorted(own) if iri not in inside and sources[iri]]
    if not missing:
        return []
    lines = [Line((label("- "), fact(nodes[iri].label, sources[iri][:1])), indent=1) for iri in missing]
    return [Line((label(citer.say("crosswalk_not_in")),), "subheading"), *lines]
