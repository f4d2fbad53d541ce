"""Totals of a statistics table: of rows, of the parts under a row, of columns, and shares that must make 100."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plangraph.audit.arithmetic_relations import Formula, Relation, Values
from plangraph.audit.arithmetic_words import (
    counts_things,
    is_plain,
    is_plain_row,
    is_share,
    is_total,
    is_total_column,
    last_part,
    limit,
    numbering,
)
from plangraph.audit.figures import Key, Table

_SMALL = 1000  # whole numbers below this count things also where no unit is printed
_HUNDRED = Decimal(100)
_LEAST_COLUMNS = 3  # columns that must agree for a row to be taken for a total nobody calls so
_MOST_BLANK = Decimal("0.5")  # share of the parts that must be printed
_NOTHING = frozenset({"-", "–", "—"})


@dataclass(frozen=True, slots=True)
class RowOfTable:
    """A row in the outline of its table."""

    row: int
    label: str
    level: int
    parent: int | None  # the row it is a part of
    total: bool


def outline(table: Table) -> tuple[RowOfTable, ...]:
    """The rows with values that can be added, each with the row it is a part of."""
    out: list[RowOfTable] = []
    for row in table.rows:
        label = table.row_headers[row]
        if not is_plain_row(label):
            continue
        parent = _parent(label, out)
        level = parent.level + 1 if parent else 0
        out.append(
            RowOfTable(row, label, level, parent.row if parent else None, " / " not in label and is_total(label))
        )
    return tuple(out)


def _parent(label: str, above: Sequence[RowOfTable]) -> RowOfTable | None:
    if " / " in label:
        group = label.rsplit(" / ", 1)[0]
        return next((each for each in reversed(above) if each.label == group), None)
    number = numbering(label)
    if len(number) > 1:
        return next((each for each in reversed(above) if numbering(each.label) == number[:-1]), None)
    if number:
        heads = (each for each in reversed(above) if " / " not in each.label and not numbering(each.label))
        return next(heads, None)
    return None


def additive_columns(table: Table) -> tuple[int, ...]:
    """The columns of figures that can be added up."""
    return tuple(
        column
        for column in table.columns
        if is_plain(table.column_headers[column]) and any(table.value(row, column) is not None for row in table.rows)
    )


def is_exact(table: Table, keys: Sequence[Key]) -> bool:
    """Whether a sum of these cells must agree to the last digit: things counted one by one."""
    cells = [table.cells[key] for key in keys if key in table.cells]
    if any(cell.places for cell in cells):
        return False
    words = f"{cells[0].column_header} {table.unit}" if cells else ""
    if counts_things(words):
        return True
    return all(cell.value is None or abs(cell.value) < _SMALL for cell in cells)


def tolerance(table: Table, result: Key, inputs: Sequence[Key]) -> Decimal:
    """How far a sum may be off: nothing where things are counted, else half the last place of every figure."""
    keys = (result, *inputs)
    if is_exact(table, keys):
        return Decimal(0)
    units = [table.cells[key].unit for key in keys if key in table.cells]
    return sum(units, Decimal(0)) / 2


def _sum(inputs: tuple[Key, ...]) -> Formula:
    def formula(values: Values) -> Decimal | None:
        return sum((values.get(key, Decimal(0)) for key in inputs), Decimal(0))

    return formula


def _readable(table: Table, result: Key, inputs: Sequence[Key]) -> bool:
    """Whether a sum can be checked: its total is a figure, no part is damaged, and most parts are printed or "-"."""
    there = [cell for key in inputs if (cell := table.cells.get(key)) is not None]
    if table.value(*result) is None or any(cell.damaged for cell in there):
        return False
    known = sum(cell.value is not None or cell.printed.strip() in _NOTHING for cell in there)
    return known >= _MOST_BLANK * len(inputs) and any(cell.value is not None for cell in there)


def _relation(table: Table, rule: str, group: str, result: Key, inputs: tuple[Key, ...]) -> Relation:
    return Relation(rule, group, result, inputs, _sum(inputs), tolerance(table, result, inputs))


# --- rows ------------------------------------------------------------------------------------------------------------


def row_totals(table: Table) -> Iterator[Relation]:
    """Every total row and every row with parts, against the rows it stands for, column by column."""
    rows = outline(table)
    columns = additive_columns(table)
    grouped = _has_groups(table, rows, columns)
    for each in rows:
        parts = tuple(part.row for part in rows if part.parent == each.row)
        single = len(parts) == 1 and grouped and " / " in table.row_headers[parts[0]]
        if single or (len(parts) > 1 and _belongs(table, each, parts, columns)):
            yield from _column_by_column(table, "table-total-differs", f"parts of {each.row}", each.row, parts, columns)
    yield from _named_totals(table, rows, columns)
    yield from _across_groups(table, rows, columns)


def _has_groups(table: Table, rows: Sequence[RowOfTable], columns: Sequence[int]) -> bool:
    """Whether some group of several rows adds up to its head: then a row alone in its group must equal its head."""
    for each in rows:
        parts = [part.row for part in rows if part.parent == each.row]
        if len(parts) > 1 and not each.total and _agreeing(table, each.row, parts, columns)[0]:
            return True
    return False


def _belongs(table: Table, each: RowOfTable, parts: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether the rows under a row are its parts: numbered or bulleted so, or near its value in every column."""
    if any(" / " in table.row_headers[part] or len(numbering(table.row_headers[part])) > 1 for part in parts):
        return True
    gaps = []
    for column in columns:
        whole = table.value(each.row, column)
        if whole:
            total = sum((table.value(part, column) or Decimal(0) for part in parts), Decimal(0))
            gaps.append(abs(total - whole) / abs(whole))
    return bool(gaps) and all(gap <= Decimal("0.3") for gap in gaps)


def _column_by_column(
    table: Table, rule: str, group: str, result: int, parts: Sequence[int], columns: Sequence[int]
) -> Iterator[Relation]:
    for column in columns:
        inputs = tuple((part, column) for part in parts)
        if _readable(table, (result, column), inputs):
            yield _relation(table, rule, group, (result, column), inputs)


def _named_totals(table: Table, rows: Sequence[RowOfTable], columns: Sequence[int]) -> Iterator[Relation]:
    """Rows called a total, and rows that are one in most columns without being called so."""
    top = [each for each in rows if each.parent is None]
    for at, each in enumerate(top):
        if any(part.parent == each.row for part in rows) and not each.total:
            continue
        choices = _choices(top, at) if each.total else [[part.row for part in top[:at] if not part.total]]
        choices = [choice for choice in choices if len(choice) > 1]
        if not choices:
            continue
        best = max(choices, key=lambda choice: _agreeing(table, each.row, choice, columns)[0])
        agreeing, checked = _agreeing(table, each.row, best, columns)
        if each.total or (agreeing >= _LEAST_COLUMNS and agreeing * 2 > checked):
            yield from _column_by_column(table, "table-total-differs", f"total {each.row}", each.row, best, columns)


def _choices(top: Sequence[RowOfTable], at: int) -> list[list[int]]:
    """The rows a total can be the sum of: those since the last total, all above, the totals above, or all below."""
    above = top[:at]
    last = max((index for index, part in enumerate(above) if part.total), default=-1)
    since = [part.row for part in above[last + 1 :]]
    every = [part.row for part in above if not part.total]
    totals = [part.row for part in above if part.total]
    if above:
        return [since, every, totals]
    ends = next((index for index, part in enumerate(top[1:], start=1) if part.total), len(top))
    return [[part.row for part in top[1:ends]]]


def _agreeing(table: Table, result: int, parts: Sequence[int], columns: Sequence[int]) -> tuple[int, int]:
    values = table.values()
    relations = list(_column_by_column(table, "", "", result, parts, columns))
    return sum(each.holds(values) for each in relations), len(relations)


def _across_groups(table: Table, rows: Sequence[RowOfTable], columns: Sequence[int]) -> Iterator[Relation]:
    """The parts of a total against the parts of the same name in each group ("ผิวลาดยาง" of every office)."""
    for each in rows:
        if not each.total:
            continue
        for part in (row for row in rows if row.parent == each.row):
            name = last_part(part.label)
            alike = [
                row.row
                for row in rows
                if row.row < each.row and last_part(row.label) == name and row.parent is not None
            ]
            if len(alike) > 1:
                yield from _column_by_column(table, "table-total-differs", f"same {part.row}", part.row, alike, columns)


# --- columns ---------------------------------------------------------------------------------------------------------


def column_totals(table: Table) -> Iterator[Relation]:
    """Every column called a total that agrees with the columns on its left in most rows, row by row."""
    columns = additive_columns(table)
    rows = tuple(row for row in table.rows if is_plain_row(table.row_headers[row]))
    for column in columns:
        if not is_total_column(table.column_headers[column]):
            continue
        best: tuple[Decimal, list[Relation]] | None = None
        for choice in _left_of(table, column, columns):
            relations = [
                _relation(table, "table-row-total-differs", f"column {column}", (row, column), inputs)
                for row in rows
                if _readable(table, (row, column), inputs := tuple((row, part) for part in choice))
            ]
            support = _support(table, relations)
            if relations and support >= limit("support") and (best is None or support > best[0]):
                best = (support, relations)
        if best:
            yield from best[1]


def _left_of(table: Table, column: int, columns: Sequence[int]) -> list[tuple[int, ...]]:
    """Sets of columns left of a total that it may sum up: its group, everything, and each run next to it."""
    left = [each for each in columns if each < column]
    head = table.column_headers[column].split(" / ")[0]
    group = tuple(each for each in left if table.column_headers[each].split(" / ")[0] == head)
    runs = [tuple(left[-size:]) for size in range(2, len(left) + 1)]
    return [choice for choice in dict.fromkeys([group, *runs]) if len(choice) > 1]


def _support(table: Table, relations: Sequence[Relation]) -> Decimal:
    """The share of rows in which a total is near its sum, if it is the sum in at least one."""
    values = table.values()
    near = exact = 0
    for each in relations:
        found = each.formula(values)
        printed = values[each.result]
        exact += each.holds(values)
        near += found is not None and abs(found - printed) <= abs(printed) * limit("near")
    return Decimal(near) / len(relations) if relations and exact else Decimal(0)


# --- shares ----------------------------------------------------------------------------------------------------------


def share_sums(table: Table) -> Iterator[Relation]:
    """Columns of shares whose total row prints 100: the shares above must make 100."""
    rows = outline(table)
    for column in table.columns:
        if not is_share(table.column_headers[column]):
            continue
        for each in rows:
            if table.value(each.row, column) != _HUNDRED:
                continue
            parts = [part.row for part in rows if part.parent == each.row]
            if not parts and each.total:
                parts = [part.row for part in rows if part.parent is None and part.row < each.row and not part.total]
            inputs = tuple((part, column) for part in parts)
            hundreds = sum(table.value(part, column) == _HUNDRED for part in parts)
            if len(parts) > 1 and hundreds < 2 and _readable(table, (each.row, column), inputs):
                units = sum((table.cells[key].unit for key in inputs if key in table.cells), Decimal(0))
                yield Relation(
                    "table-shares-not-100",
                    f"{column} {each.row}",
                    (each.row, column),
                    inputs,
                    _sum(inputs),
                    units,
                    points=True,
                )
