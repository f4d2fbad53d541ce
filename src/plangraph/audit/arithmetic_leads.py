"""A sentence that leads to a table, against the totals of the table under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from plangraph.audit.arithmetic_prose import same_unit
from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_totals import additive_columns, outline
from plangraph.audit.arithmetic_words import cause_of, last_part, limit, settings, severity_of, shown, squeezed
from plangraph.audit.figures import Cell, Figures, Statement, Table
from plangraph.audit.findings import Finding

_UNIT = re.compile(r"\(([^()]*)\)")


def findings(figures: Figures) -> Iterator[Finding]:
    """The findings about the sentences between one table and the next."""
    ends = [table.last for table in figures.tables]
    for table in figures.tables:
        before = max((end for end in ends if end < table.first), default=0)
        first = max(before + 1, table.first - int(settings()["limits"]["lead_in_lines"]))
        above = [
            each
            for each in figures.statements
            if first <= each.line < table.first and each.amounts and not each.listed and not each.amounts[0].is_share
        ]
        for unit in dict.fromkeys(each.amounts[0].unit for each in above):
            yield from _against(table, [each for each in above if each.amounts[0].unit == unit], unit)


def _against(table: Table, statements: Sequence[Statement], unit: str) -> Iterator[Finding]:
    """The amounts of one unit against the column that counts in it; one of them must be its total."""
    printed = {cell.value for cell in table.cells.values()}
    if not unit or any(each.amounts[0].value in printed for each in statements):
        return
    named, measured = _columns(table, unit)
    total_words = settings()["prose"]["total"]
    stated = next((each for each in statements if any(word in each.lead for word in total_words)), None)
    stated = stated or (statements[0] if named else None)
    sums = [found for column in (*named, *measured) if (found := _column_sum(table, column))]
    if stated is None or not sums:
        return
    amount = stated.amounts[0]
    total, cells = min(sums, key=lambda found: abs(found[0] - amount.value))
    if not named and abs(total - amount.value) > abs(amount.value) * limit("lead_in_near"):
        return
    if total == amount.value or not total or not amount.value:
        return
    difference = amount.value - total
    yield finding(
        "prose-differs-from-table",
        severity=severity_of(difference, amount.value),
        cause=cause_of(shown(amount.value, amount.places), shown(total, amount.places)),
        lines=(stated.line, *(cell.line for cell in cells)),
        document=table.document,
        subjects=(stated.iri, table.iri),
        numbers={"printed": amount.value, "recomputed": total, "difference": difference},
        subject=stated.subject,
        printed=shown(amount.value, amount.places),
        unit=amount.unit,
        line=stated.line,
        caption=table.caption,
        recomputed=shown(total, amount.places),
        difference=shown(abs(difference), amount.places),
    )


def _columns(table: Table, unit: str) -> tuple[list[int], list[int]]:
    """The columns whose header is the unit itself ("ตำบล"), and those that print it in parentheses."""
    named, measured = [], []
    for column in additive_columns(table):
        header = last_part(table.column_headers[column])
        if same_unit(unit, header.strip()) or squeezed(unit) == squeezed(header):
            named.append(column)
        elif any(same_unit(unit, each.strip()) for each in _UNIT.findall(table.column_headers[column])):
            measured.append(column)
    return named, measured


def _column_sum(table: Table, column: int) -> tuple[Decimal, list[Cell]] | None:
    """The total of a column, printed or added up, with its cells."""
    top = [each for each in outline(table) if each.parent is None]
    totals = [each.row for each in top if each.total]
    rows = totals[-1:] or [each.row for each in top]
    cells = [cell for row in rows if (cell := table.cells.get((row, column))) and cell.value is not None]
    return (sum((cell.value or Decimal(0) for cell in cells), Decimal(0)), cells) if cells else None
