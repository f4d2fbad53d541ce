"""The figures of the plans in a store: statistics tables and statements of running text, as plain records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode

from plangraph.store import GraphStore, Row
from plangraph.thai import parse_number, to_arabic

_PREFIX: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_TABLES: Final = (
    _PREFIX
    + """SELECT ?table ?document ?caption ?unit ?first ?last WHERE {
  ?table a qb:DataSet ; rdfs:label ?caption ; pg:evidence ?passage .
  ?passage pg:document ?document ; pg:firstLine ?first ; pg:lastLine ?last .
  OPTIONAL { ?table pg:unitText ?unit } } ORDER BY ?table ?first"""
)
_CELLS: Final = (
    _PREFIX
    + """SELECT ?table ?row ?column ?rowHeader ?columnHeader ?printed ?line ?value WHERE {
  ?cell qb:dataSet ?table ; pg:rowNumber ?row ; pg:columnNumber ?column ; pg:rowHeader ?rowHeader ;
    pg:columnHeader ?columnHeader ; pg:asPrinted ?printed ; pg:firstLine ?line .
  OPTIONAL { ?cell pg:value ?value } }"""
)
_FACTS: Final = (
    _PREFIX
    + """SELECT ?fact ?document ?text ?line ?number ?heading ?subject ?year ?shareOf ?lead WHERE {
  ?fact a pg:Fact ; rdfs:label ?text ; pg:evidence ?passage .
  ?passage pg:document ?document ; pg:firstLine ?line .
  OPTIONAL { ?fact pg:number ?number } OPTIONAL { ?fact pg:heading ?heading }
  OPTIONAL { ?fact pg:figureSubject ?subject } OPTIONAL { ?fact pg:aboutYear ?year }
  OPTIONAL { ?fact pg:shareOf ?shareOf } OPTIONAL { ?fact pg:wordsBefore ?lead } }"""
)
_PROSE: Final = (
    _PREFIX
    + """SELECT ?document ?line ?text WHERE {
  ?passage pg:heading ?heading ; pg:document ?document ; pg:firstLine ?line ;
    pg:exactText ?text } ORDER BY ?line ?text"""
)
_AMOUNTS: Final = (
    _PREFIX
    + """SELECT ?fact ?target ?value ?printed ?unit WHERE {
  ?fact a pg:Fact ; pg:hasTarget ?target . ?target pg:value ?value ; pg:asPrinted ?printed .
  OPTIONAL { ?target pg:unitText ?unit } }"""
)
_PERCENT: Final = frozenset({"ร้อยละ", "เปอร์เซ็นต์", "%"})
_LAST_NUMBERS = re.compile(r"(\d+)(?:\.(\d+))?$")

Key = tuple[int, int]


def places_of(printed: str) -> int:
    """How many decimals a printed figure has."""
    found = re.search(r"\d\.(\d+)", to_arabic(printed))
    return len(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statistics table."""

    row: int
    column: int
    row_header: str
    column_header: str
    printed: str
    line: int
    value: Decimal | None
    damaged: bool
    places: int  # decimals as printed

    @property
    def unit(self) -> Decimal:
        """One in the last printed place."""
        return Decimal(1).scaleb(-self.places)


@dataclass(slots=True)
class Table:
    """One statistics table; rows and columns count from 1."""

    iri: str
    document: str
    caption: str
    unit: str
    first: int
    last: int
    cells: dict[Key, Cell] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    row_headers: dict[int, str] = field(default_factory=dict)
    column_headers: dict[int, str] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)  # of each row

    def value(self, row: int, column: int) -> Decimal | None:
        cell = self.cells.get((row, column))
        return cell.value if cell else None

    def values(self) -> dict[Key, Decimal]:
        return {key: cell.value for key, cell in self.cells.items() if cell.value is not None}


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of a statement."""

    value: Decimal
    unit: str
    printed: str

    @property
    def places(self) -> int:
        return places_of(self.printed)

    @property
    def is_share(self) -> bool:
        return self.unit in _PERCENT


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of figures, of a list or of running text."""

    iri: str
    document: str
    text: str
    line: int
    place: int  # its order within the line
    number: int | None
    heading: str
    subject: str
    year: int | None
    share_of: str
    lead: str  # the words between the figure before and the amount
    amounts: tuple[Amount, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether it is an entry of a list: then its subject is what stands before the first figure."""
        return not self.subject and bool(self.amounts)

    @property
    def amount(self) -> Amount | None:
        return self.amounts[0] if self.amounts else None

    @property
    def share(self) -> Amount | None:
        """The percentage that belongs to the amount."""
        return self.amounts[1] if len(self.amounts) > 1 and self.amounts[1].is_share else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one document, in the order of its lines."""

    document: str
    tables: tuple[Table, ...]
    statements: tuple[Statement, ...]
    prose: dict[int, str]  # the opening words of each paragraph, by its first line


def fetch(store: GraphStore) -> tuple[Figures, ...]:
    """The figures of every document, by document."""
    tables = _tables(store)
    statements = _statements(store)
    prose = _prose(store)
    documents = sorted({each.document for each in tables} | {each.document for each in statements})
    by_table: dict[str, list[Table]] = defaultdict(list)
    by_statement: dict[str, list[Statement]] = defaultdict(list)
    for table in tables:
        by_table[table.document].append(table)
    for statement in statements:
        by_statement[statement.document].append(statement)
    return tuple(
        Figures(
            document,
            tuple(sorted(by_table[document], key=lambda each: each.first)),
            tuple(sorted(by_statement[document], key=lambda each: (each.line, each.place))),
            prose.get(document, {}),
        )
        for document in documents
    )


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None or isinstance(value, BlankNode) else value.value


def _whole(row: Row, name: str) -> int | None:
    text = _text(row, name)
    return int(text) if text else None


def _tables(store: GraphStore) -> list[Table]:
    found: dict[str, Table] = {}
    for row in store.select(_TABLES):
        iri = _text(row, "table")
        if iri not in found:
            first, last = int(_text(row, "first")), int(_text(row, "last"))
            found[iri] = Table(iri, _text(row, "document"), _text(row, "caption"), _text(row, "unit"), first, last)
    for row in store.select(_CELLS):
        if (table := found.get(_text(row, "table"))) is not None:
            cell = _cell(row)
            table.cells[cell.row, cell.column] = cell
    for table in found.values():
        _index(table)
    return list(found.values())


def _cell(row: Row) -> Cell:
    printed = _text(row, "printed")
    value = _text(row, "value")
    return Cell(
        row=int(_text(row, "row")),
        column=int(_text(row, "column")),
        row_header=_text(row, "rowHeader"),
        column_header=_text(row, "columnHeader"),
        printed=printed,
        line=int(_text(row, "line")),
        value=Decimal(value) if value else None,
        damaged=not value and parse_number(printed).damaged,
        places=places_of(printed),
    )


def _index(table: Table) -> None:
    cells = [table.cells[key] for key in sorted(table.cells)]
    table.rows = tuple(sorted({cell.row for cell in cells}))
    table.columns = tuple(sorted({cell.column for cell in cells}))
    for cell in cells:
        table.row_headers.setdefault(cell.row, cell.row_header)
        table.column_headers.setdefault(cell.column, cell.column_header)
        table.lines.setdefault(cell.row, cell.line)
    if table.lines:
        table.last = max(table.last, *table.lines.values())


def _prose(store: GraphStore) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for row in store.select(_PROSE):
        found[_text(row, "document")][int(_text(row, "line"))] = _text(row, "text")
    return found


def _statements(store: GraphStore) -> list[Statement]:
    amounts: dict[str, list[tuple[int, Amount]]] = defaultdict(list)
    for row in store.select(_AMOUNTS):
        order = _order(_text(row, "target"))
        amount = Amount(Decimal(_text(row, "value")), _text(row, "unit"), _text(row, "printed"))
        amounts[_text(row, "fact")].append((order, amount))
    seen: dict[str, Statement] = {}
    for row in store.select(_FACTS):
        iri = _text(row, "fact")
        ordered = tuple(amount for _, amount in sorted(amounts.get(iri, []), key=lambda pair: pair[0]))
        seen[iri] = Statement(
            iri=iri,
            document=_text(row, "document"),
            text=_text(row, "text"),
            line=int(_text(row, "line")),
            place=_order(iri),
            number=_whole(row, "number"),
            heading=_text(row, "heading"),
            subject=_text(row, "subject"),
            year=_whole(row, "year"),
            share_of=_text(row, "shareOf"),
            lead=_text(row, "lead"),
            amounts=ordered,
        )
    return list(seen.values())


def _order(iri: str) -> int:
    found = _LAST_NUMBERS.search(iri)
    return int(found[2] or found[1]) if found else 0


def lines_of(table: Table, keys: Iterable[Key]) -> tuple[int, ...]:
    """The lines of these cells, each once, ascending."""
    return tuple(sorted({table.cells[key].line for key in keys if key in table.cells}))
