"""Shares, rates, changes, averages and products of a statistics table, recomputed from the figures they come from.

What a percentage is a share of is seldom printed. A relation is taken for granted where it holds in most of the cells
it could hold in; the cells in which it fails are the findings, and where none holds nothing was checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from plangraph.audit.arithmetic_relations import Formula, Relation, Values
from plangraph.audit.arithmetic_totals import additive_columns, is_exact, outline
from plangraph.audit.arithmetic_words import (
    is_average,
    is_change,
    is_plain_row,
    is_share,
    is_total,
    last_part,
    limit,
    settings,
    squeezed,
)
from plangraph.audit.figures import Key, Table
from plangraph.thai import years

_HUNDRED = Decimal(100)
_LEAST = 2  # cells a relation must hold in
_TELLING = 100  # differences this large do not agree by chance
_LEAST_UNNAMED = 3  # … when nothing but the figures speaks for it


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage: which cell it is, which amount of which whole."""

    result: Key
    amount: Key
    whole: Key


def _ratio(amount: Key, whole: Key) -> Formula:
    def formula(values: Values) -> Decimal | None:
        part, base = values.get(amount), values.get(whole)
        return None if part is None or not base else part / base * _HUNDRED

    return formula


def _ratio_relation(table: Table, rule: str, group: str, share: _Share) -> Relation | None:
    """The relation of a percentage; it may be cut instead of rounded, so one in its last place is allowed."""
    printed, part, base = (table.cells.get(key) for key in (share.result, share.amount, share.whole))
    if not (printed and part and base) or printed.value is None or part.value is None or not base.value:
        return None
    exact = is_exact(table, (share.amount, share.whole))
    blur = _HUNDRED * (part.unit / 2 + base.unit / 2 * abs(part.value / base.value)) / abs(base.value)
    return Relation(
        rule,
        group,
        share.result,
        (share.amount, share.whole),
        _ratio(share.amount, share.whole),
        printed.unit + (Decimal(0) if exact or part.places else blur),
        points=True,
        cut=True,
    )


def _best(choices: Sequence[list[Relation]], table: Table, least: int) -> list[Relation]:
    """The choice that holds most often, if it holds in enough of its cells; the earlier one among equals."""
    values = table.values()
    best: list[Relation] = []
    most = 0
    for relations in choices:
        held = [each for each in relations if each.holds(values)]
        speaking = sum(_speaks(each, values) for each in held)
        if speaking > most and speaking >= least and len(held) >= limit("support") * len(relations):
            best, most = relations, speaking
    return best


def _speaks(relation: Relation, values: Values) -> bool:
    """Whether a figure that agrees says anything: nought of nothing always does."""
    return abs(values[relation.result]) > relation.tolerance


# --- columns of shares -----------------------------------------------------------------------------------------------


def share_columns(table: Table) -> Iterator[Relation]:
    """Every column of percentages, as shares of the total of a column, of the row above it, or of another column."""
    columns = additive_columns(table)
    for column in table.columns:
        if is_share(table.column_headers[column]):
            choices = list(_share_choices(table, column, columns))
            yield from _best(choices, table, _LEAST)


def _share_choices(table: Table, column: int, columns: Sequence[int]) -> Iterator[list[Relation]]:
    rows = outline(table)
    amounts = sorted(columns, key=lambda each: (each > column, abs(column - each)))
    group = "shares"
    for amount in amounts:
        wholes: list[Callable[[int], int | None]] = [_parent_of(table), _total_of(table)]
        for whole in wholes:
            found = [
                _ratio_relation(
                    table, "table-share-differs", group, _Share((row.row, column), (row.row, amount), (base, amount))
                )
                for row in rows
                if (base := whole(row.row)) is not None
            ]
            yield [each for each in found if each]
        for other in columns:
            if other != amount:
                found = [
                    _ratio_relation(
                        table,
                        "table-share-differs",
                        group,
                        _Share((row.row, column), (row.row, amount), (row.row, other)),
                    )
                    for row in rows
                ]
                yield [each for each in found if each]


def _total_of(table: Table) -> Callable[[int], int | None]:
    rows = outline(table)
    total = next((each.row for each in reversed(rows) if each.total), None)
    return lambda _row: total


def _parent_of(table: Table) -> Callable[[int], int | None]:
    """The row a row is a part of; a row with parts is the whole of itself."""
    rows = outline(table)
    parents = {each.row: each.parent for each in rows}
    heads = {parent for parent in parents.values() if parent is not None}
    return lambda row: row if row in heads and parents[row] is None else parents.get(row)


# --- rows of rates ---------------------------------------------------------------------------------------------------


def rate_rows(table: Table) -> Iterator[Relation]:
    """Every row of percentages, as the ratio of two other rows, column by column."""
    rows = [row for row in table.rows if is_plain_row(table.row_headers[row])]
    for row in table.rows:
        label = table.row_headers[row]
        if is_plain_row(label) or is_change(label) or " / " in label:
            continue
        word = squeezed(label).removeprefix("อัตรา").removeprefix("การ")
        named, unnamed = list[list[Relation]](), list[list[Relation]]()
        for amount in rows:
            alike = bool(word) and word in squeezed(last_part(table.row_headers[amount]))
            for whole in rows:
                if whole != amount:
                    (named if alike else unnamed).append(_rate_relations(table, row, amount, whole))
        yield from _best(unnamed, table, _LEAST_UNNAMED) or _named(named, table)


def _rate_relations(table: Table, row: int, amount: int, whole: int) -> list[Relation]:
    found = [
        _ratio_relation(
            table, "table-rate-differs", f"rate {row}", _Share((row, column), (amount, column), (whole, column))
        )
        for column in table.columns
        if not is_share(table.column_headers[column]) and not is_average(table.column_headers[column])
    ]
    return [each for each in found if each]


def _named(choices: Sequence[list[Relation]], table: Table) -> list[Relation]:
    """A rate whose name is in the label of its amount needs to agree only once."""
    values = table.values()
    scored = [(sum(each.holds(values) for each in relations), relations) for relations in choices if len(relations) > 1]
    most = max((score for score, _ in scored), default=0)
    return next((relations for score, relations in scored if score == most), []) if most else []


# --- changes and averages --------------------------------------------------------------------------------------------


def _change(now: Key, before: Key, *, percent: bool) -> Formula:
    def formula(values: Values) -> Decimal | None:
        new, old = values.get(now), values.get(before)
        if new is None or old is None or (percent and not old):
            return None
        return (new - old) / old * _HUNDRED if percent else new - old

    return formula


def _change_relation(table: Table, group: str, result: Key, now: Key, before: Key, *, percent: bool) -> Relation | None:
    cell, new, old = (table.cells.get(key) for key in (result, now, before))
    if not (cell and new and old) or cell.value is None or new.value is None or not old.value:
        return None
    blur = _HUNDRED * (new.unit + old.unit * abs(new.value / old.value)) / 2 / abs(old.value)
    allowed = cell.unit + blur if percent else Decimal(0)
    return Relation(
        rule="table-change-differs",
        group=group,
        result=result,
        inputs=(now, before),
        formula=_change(now, before, percent=percent),
        tolerance=allowed,
        points=percent,
        cut=percent,
    )


def changes(table: Table) -> Iterator[Relation]:
    """Rows of changes under a row of years, and columns of changes beside a column of years."""
    yield from _change_rows(table)
    yield from _change_columns(table)


def _year_columns(table: Table) -> list[int]:
    """The columns of single years in a row, in order."""
    found = [(years(table.column_headers[column]), column) for column in table.columns]
    single = [(mentions[0].year, column) for mentions, column in found if mentions]
    return [column for _, column in single] if single == sorted(single) else []


def _change_rows(table: Table) -> Iterator[Relation]:
    columns = _year_columns(table)
    above: int | None = None
    for row in table.rows:
        label = table.row_headers[row]
        if not is_change(label):
            above = row
        elif above is not None:
            pairs = list(pairwise(columns))
            for percent in (True, False):
                found = [
                    _change_relation(table, f"row {row}", (row, now), (above, now), (above, before), percent=percent)
                    for before, now in pairs
                ]
                chosen = _best([[each for each in found if each]], table, _LEAST)
                yield from chosen
                if chosen:
                    break


def _change_columns(table: Table) -> Iterator[Relation]:
    rows = [row for row in table.rows if years(table.row_headers[row])]
    numbered = [years(table.row_headers[row])[0].year for row in rows]
    if numbered != list(range(numbered[0], numbered[0] + len(numbered))) if numbered else True:
        return
    for column in table.columns:
        if not is_change(table.column_headers[column]):
            continue
        choices = []
        for percent in (False, True):
            for amount in sorted(additive_columns(table), key=lambda each: (each > column, abs(column - each))):
                found = [
                    _change_relation(
                        table, f"column {column}", (now, column), (now, amount), (before, amount), percent=percent
                    )
                    for before, now in pairwise(rows)
                ]
                choices.append([each for each in found if each])
        yield from _best(choices, table, _LEAST) or _exact(choices, table)


def _exact(choices: Sequence[list[Relation]], table: Table) -> list[Relation]:
    """Differences that agree to the digit speak for themselves, also where most are wrong."""
    values = table.values()
    for relations in choices:
        agreeing = [each for each in relations if not each.points and each.holds(values)]
        if len(agreeing) >= _LEAST and all(abs(values[each.result]) >= _TELLING for each in agreeing):
            return relations
    return []


def averages(table: Table) -> Iterator[Relation]:
    """Columns of averages over the columns on their left."""
    for column in table.columns:
        if not is_average(table.column_headers[column]):
            continue
        left = [each for each in table.columns if each < column and years(table.column_headers[each])]
        found = []
        for row in table.rows:
            inputs = tuple((row, each) for each in left if table.value(row, each) is not None)
            cell = table.cells.get((row, column))
            if cell and cell.value is not None and len(inputs) > 1:
                found.append(
                    Relation(
                        "table-average-differs", f"average {column}", (row, column), inputs, _mean(inputs), cell.unit
                    )
                )
        yield from _best([found], table, _LEAST)


def _mean(inputs: tuple[Key, ...]) -> Formula:
    def formula(values: Values) -> Decimal | None:
        return sum((values[key] for key in inputs), Decimal(0)) / len(inputs)

    return formula


# --- products --------------------------------------------------------------------------------------------------------


def products(table: Table) -> Iterator[Relation]:
    """An amount, an amount per unit of it, and their product, also in thousands."""
    for rule in settings()["tables"]["product"]:
        per = [c for c in table.columns if squeezed(rule["per"]) in squeezed(table.column_headers[c])]
        amounts = [
            c for c in table.columns if c not in per and f"({rule['amount']})" in squeezed(table.column_headers[c])
        ]
        for rate in per:
            choices = [
                _product_relations(table, amount, rate, result, factor)
                for amount in amounts
                for result in additive_columns(table)
                if result not in (amount, rate)
                for factor in (Decimal(1), Decimal("0.001"))
            ]
            yield from _best(choices, table, _LEAST)


def _product_relations(table: Table, amount: int, rate: int, result: int, factor: Decimal) -> list[Relation]:
    out = []
    for row in table.rows:
        first, second, third = (table.cells.get((row, column)) for column in (amount, rate, result))
        if not (first and second and third) or is_total(table.row_headers[row]):
            continue
        if first.value is None or second.value is None or third.value is None:
            continue
        blur = (abs(first.value) * second.unit + abs(second.value) * first.unit) / 2 * factor
        key = (row, result)
        inputs = ((row, amount), (row, rate))
        out.append(
            Relation(
                "table-product-differs", f"product {result}", key, inputs, _product(inputs, factor), blur + third.unit
            )
        )
    return out


def _product(inputs: tuple[Key, ...], factor: Decimal) -> Formula:
    def formula(values: Values) -> Decimal | None:
        found = factor
        for key in inputs:
            found *= values[key]
        return found

    return formula
