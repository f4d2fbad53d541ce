"""The numbers of the plans, recomputed: totals, shares, changes, figures in text against tables, one quantity twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from plangraph.audit import (
    arithmetic_compare,
    arithmetic_leads,
    arithmetic_lists,
    arithmetic_prose,
    arithmetic_tables,
)
from plangraph.audit.arithmetic_merging import merged, other_values
from plangraph.audit.arithmetic_ratios import averages, changes, products, rate_rows, share_columns
from plangraph.audit.arithmetic_relations import Relation, judge
from plangraph.audit.arithmetic_totals import column_totals, row_totals, share_sums
from plangraph.audit.arithmetic_words import is_average, is_change, is_plain, is_share, is_total
from plangraph.audit.figures import Cell, Figures, Table, fetch
from plangraph.audit.findings import Finding
from plangraph.store import GraphStore

RULES: Final = (
    "figure-unreadable",
    "prose-differs-from-table",
    "prose-names-another-row",
    "prose-order-differs",
    "prose-parts-differ-from-whole",
    "prose-ranking-incomplete",
    "prose-share-differs",
    "prose-shares-of-another-whole",
    "prose-unit-conversion-differs",
    "prose-uses-older-year",
    "quantity-has-two-values",
    "table-average-differs",
    "table-change-differs",
    "table-figure-contradicted",
    "table-figures-under-other-names",
    "table-part-above-whole",
    "table-product-differs",
    "table-rate-differs",
    "table-row-total-differs",
    "table-share-differs",
    "table-shares-not-100",
    "table-total-differs",
    "table-totals-one-column-off",
    "table-value-jumps",
    "table-years-shifted",
)


@dataclass(frozen=True, slots=True)
class Examination:
    """What the arithmetic of a store's plans yields."""

    findings: tuple[Finding, ...]
    unchecked: dict[str, int]  # by kind of figure: how many could not be checked


def examine(store: GraphStore) -> Examination:
    """Recompute every figure of every document once; findings by document and line, and counts of what was left."""
    found: list[Finding] = []
    unchecked: Counter[str] = Counter()
    for figures in fetch(store):
        relations = {table.iri: _relations(table) for table in figures.tables}
        of_tables = [each for table in figures.tables for each in judge(table, relations[table.iri])]
        compared = list(arithmetic_compare.findings(figures))
        prose = arithmetic_prose.examine(figures, other_values(compared, figures))
        every = [*_with_sentences(of_tables, figures), *arithmetic_tables.all_of(figures), *prose.findings, *compared]
        every += [*arithmetic_leads.findings(figures), *arithmetic_lists.findings(figures)]
        found += merged(every, figures)
        unchecked["prose-share-differs"] += prose.unchecked
        for table in figures.tables:
            unchecked.update(_unchecked(table, relations[table.iri]))
    ordered = sorted(found, key=lambda each: (each.document, each.lines, each.rule, each.message_en))
    return Examination(tuple(ordered), {kind: count for kind, count in sorted(unchecked.items()) if count})


def findings(store: GraphStore) -> list[Finding]:
    """The findings of all arithmetic rules, ordered by document and line."""
    return list(examine(store).findings)


def unchecked(store: GraphStore) -> dict[str, int]:
    """How many figures of each kind could not be checked: damaged, without a base, or without a relation that holds."""
    return examine(store).unchecked


def _relations(table: Table) -> list[Relation]:
    return [
        *row_totals(table),
        *column_totals(table),
        *share_sums(table),
        *share_columns(table),
        *rate_rows(table),
        *changes(table),
        *averages(table),
        *products(table),
    ]


def _unchecked(table: Table, relations: list[Relation]) -> Iterator[str]:
    """The kind of every derived figure of a table that no relation reaches."""
    reached = {each.result for each in relations}
    for key, cell in table.cells.items():
        if key not in reached and (cell.value is not None or cell.damaged) and (kind := _kind(cell)):
            yield kind


def _kind(cell: Cell) -> str:
    """The rule that would check a derived figure; "" for one that follows from no other."""
    header, label = cell.column_header, cell.row_header
    if cell.damaged:
        return "figure-unreadable"
    if is_change(header) or is_change(label):
        return "table-change-differs"
    if is_average(header) or is_average(label):
        return "table-average-differs"
    if is_share(header) or is_share(label):
        return "table-share-differs"
    return "table-total-differs" if " / " not in label and is_total(label) and is_plain(header) else ""


def _with_sentences(of_tables: list[Finding], figures: Figures) -> Iterator[Finding]:
    """Table findings with the lines of the sentences that repeat a printed figure found wrong."""
    yield from (arithmetic_compare.with_sentences(each, figures) for each in of_tables)
