"""The rows of a crosswalk as the graph holds them: which elements of which plans the document prints on one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from plangraph.described import Passage, describe, first, number, select_for, text_of
from plangraph.exporting.citing import Citer
from plangraph.exporting.form import Source
from plangraph.links import Node, fetch_nodes
from plangraph.namespaces import ID
from plangraph.store import GraphStore
from plangraph.thai_text import match_key

_ROWS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?document ?element ?passage ?line WHERE { %s
  { ?element a pg:Vision } UNION { ?element a pg:DevelopmentIssue } UNION { ?element a pg:Guideline }
  ?element pg:planLevel 3 ; pg:evidence ?passage . ?passage pg:document ?document ; pg:firstLine ?line }"""
_TABULATED: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT DISTINCT ?plan ?element ?passage ?line WHERE { %s ?link pg:inPlan ?plan ; pg:basis pg:tabulated ;
  pg:evidence ?passage ; pg:from ?element . ?passage pg:firstLine ?line }"""
_CELLS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#> PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT ?plan ?table ?row ?column ?text WHERE { %s ?table pg:inPlan ?plan ; a qb:DataSet . ?cell qb:dataSet ?table ;
  pg:rowNumber ?row ; pg:columnNumber ?column ; pg:asPrinted ?text }"""


@dataclass(frozen=True, slots=True)
class Place:
    """An element in a row of the table."""

    element: Node
    line: int
    offset: int  # in the line, so that columns stand as printed
    source: Source


Rows = dict[int, list[Place]]  # by line of the document


def shared_rows(store: GraphStore, plan: Node, citer: Citer) -> Rows:
    """The lines of the plan's document where elements of two plans or more stand side by side, and those right behind.

    What stands behind them is a row that only one plan fills.
    """
    document = first(describe(store, [plan.id], ("pg:document",)).get(plan.id, {}), "pg:document")
    if document is None:
        return {}
    found = {_triple(row) for row in select_for(store, _ROWS, "document", [document])}
    found |= _own_cells(store, plan, document, {passage for _, passage, _ in found})
    nodes = fetch_nodes(store, {element for element, _, _ in found}, citer.lang)
    sources = _sources(citer, {passage for _, passage, _ in found})
    by_line: defaultdict[int, list[Place]] = defaultdict(list)
    for element, passage, line in sorted(found):
        by_line[line].append(Place(nodes[element], line, _offset(passage), sources[passage]))
    wanted = _lines(by_line)
    return {line: sorted(by_line[line], key=lambda place: place.offset) for line in wanted}


def _triple(row: Mapping[str, object]) -> tuple[str, str, int]:
    element, passage, line = (getattr(row[name], "value", "") for name in ("element", "passage", "line"))
    return (element, passage, int(line))


def _lines(by_line: Mapping[int, list[Place]]) -> list[int]:
    shared = [line for line, places in by_line.items() if len({place.element.plan for place in places}) > 1]
    after = max(shared, default=0) + 1
    while shared and after in by_line:
        shared.append(after)
        after += 1
    return sorted(shared)


def _own_cells(store: GraphStore, plan: Node, document: str, known: set[str]) -> set[tuple[str, str, int]]:
    """The plan's own cells: evidence of the links of their row, and of no other element."""
    found = {_triple(row) for row in select_for(store, _TABULATED, "plan", [plan.id])}
    texts = describe(store, {passage for _, passage, _ in found}, ("pg:document",))
    return {each for each in found if each[1] not in known and first(texts[each[1]], "pg:document") == document}


def _sources(citer: Citer, passages: Iterable[str]) -> dict[str, Source]:
    names = ("pg:document", "pg:firstLine", "pg:lastLine", "pg:exactText")
    return {
        iri: citer.source(
            Passage(
                (first(said, "pg:document") or "").removeprefix(f"{ID}document/"),
                number(said, "pg:firstLine") or 0,
                number(said, "pg:lastLine") or 0,
                first(said, "pg:exactText") or "",
            ),
            "tabulated",
        )
        for iri, said in describe(citer.store, passages, names).items()
    }


def _offset(passage: str) -> int:
    """The first character of a passage, from the end of its IRI: ``…/1456.124-1456.211``."""
    return int(passage.rpartition("/")[2].partition("-")[0].partition(".")[2] or 0)


def printed_cells(store: GraphStore, plan: Node, rows: Rows) -> dict[tuple[int, str], str]:
    """What the document prints in each cell of the table, by line and plan; cells without a letter are left out.

    The table is the one that prints the elements of the rows; it says where its rows and columns are by them.
    """
    tables: defaultdict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in select_for(store, _CELLS, "plan", [plan.id]):
        place = (int(text_of(row["row"])), int(text_of(row["column"])))
        tables[text_of(row["table"])][place] = text_of(row["text"])
    texts = {match_key(place.source.passage.text): place for places in rows.values() for place in places}
    best = max(sorted(tables.values(), key=str), key=lambda cells: _shared(cells, texts), default={})
    lines, plans = {}, {}
    for (row_number, column), text in best.items():
        if found := texts.get(match_key(text)):
            lines[row_number] = found.line
            plans[column] = found.element.plan or ""
    return {
        (lines[row_number], plans[column]): text
        for (row_number, column), text in best.items()
        if row_number in lines and column in plans and match_key(text)
    }


def _shared(cells: Mapping[tuple[int, int], str], texts: Mapping[str, Place]) -> int:
    return sum(match_key(text) in texts for text in cells.values())
