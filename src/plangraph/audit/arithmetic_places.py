"""Where a quantity stands: the sentences that state it and the cells of tables that hold it, each with its year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from plangraph.audit.arithmetic_words import (
    Concept,
    is_average,
    is_change,
    is_share,
    is_total,
    is_total_column,
    last_part,
    settings,
    squeezed,
)
from plangraph.audit.figures import Amount, Cell, Figures, Statement, Table
from plangraph.thai import YearMention, years

_THOUSANDS = re.compile(r"\(1,000|พันคน")
_SEX = re.compile(r"^เพศ?(ชาย|หญิง)")
_SPAN = re.compile(r"เฉลี่ย\d+ปี")
_BASE_YEAR = re.compile(r"จากปี(?:พ\.ศ\.)?(2[456]\d\d)$")
_LABEL_NUMBER = re.compile(r"^[\d๐-๙.]+\s")
_IN_YEAR = re.compile(r"(?:ใน)?ปี(?:พ\.ศ\.)?2[456]\d\d$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed value of a quantity."""

    value: Decimal
    places: int
    printed: str
    year: int | None
    line: int
    iri: str
    table: Table | None = None
    scale: Decimal = Decimal(1)

    @property
    def actual(self) -> Decimal:
        return self.value * self.scale

    @property
    def blur(self) -> Decimal:
        """Half of the last place printed; nothing where whole things are counted."""
        unit = Decimal(1).scaleb(-self.places) * self.scale
        return unit / 2 if self.places or self.scale != 1 else Decimal(0)


# --- where a quantity stands -----------------------------------------------------------------------------------------


def in_sentences(figures: Figures, concept: Concept, *, growth: bool = False) -> Iterator[Figure]:
    """The sentences that state a quantity, or its change in percent."""
    if concept.subject is None:
        return
    inherited: str | None = None
    line = 0
    for each in figures.statements:
        if not each.amounts or each.listed:
            continue
        if each.line != line:
            inherited, line = None, each.line
        amount = each.amounts[0]
        named = bool(concept.subject.search(_IN_YEAR.sub("", squeezed(each.subject))))
        if amount.is_share and concept.unit == amount.unit and (named or _led_to(concept, each)):
            inherited = concept.id
        if concept.unit == amount.unit and not growth and named and not _is_difference(each):
            yield stated_figure(each, amount)
        elif growth and amount.is_share and named and (sign := _sign(each)):
            yield replace(stated_figure(each, amount), value=amount.value * sign)
        elif growth and each.share and named and (sign := _sign(each)):
            yield replace(stated_figure(each, each.share), value=each.share.value * sign)
        elif inherited and not growth and amount.is_share and (sex := _SEX.match(squeezed(each.subject))):
            yield replace(stated_figure(each, amount), iri=f"{each.iri}#{sex[1]}")


def _led_to(concept: Concept, statement: Statement) -> bool:
    """Whether the words before a rate of men name the quantity: "อัตราการจ้างงานน้อยกว่าเพศชาย กล่าวคือ เพศชาย…"."""
    sex = _SEX.match(squeezed(statement.subject))
    return bool(sex and concept.subject and concept.subject.search(squeezed(statement.lead)))


def stated_figure(statement: Statement, amount: Amount) -> Figure:
    return Figure(amount.value, amount.places, amount.printed, statement.year, statement.line, statement.iri)


def _is_difference(statement: Statement) -> bool:
    """Whether an amount is how much something grew or fell, or an average of years."""
    words = settings()["prose"]
    subject = squeezed(statement.subject)
    return any(word in subject for word in words["grows"]) or bool(re.search(r"เฉลี่ย\d+ปี", subject))


def _sign(statement: Statement) -> int:
    """1 for growth, -1 for a fall, 0 where a percentage is neither or covers several years."""
    words = settings()["prose"]
    subject = squeezed(statement.subject)
    if re.search(r"เฉลี่ย", subject) or not any(word in subject for word in words["grows"]):
        return 0
    return -1 if any(subject.endswith(word) for word in words["falls"]) else 1


def in_tables(figures: Figures, concept: Concept, *, growth: bool = False) -> Iterator[Figure]:
    """The cells that hold a quantity for the whole province, or its change in percent."""
    for table in figures.tables:
        captioned = concept.caption is None or bool(concept.caption.search(squeezed(table.caption)))
        if captioned or not concept.of_total:
            yield from _in_rows(table, concept, growth)
        if captioned and not growth:
            yield from _in_columns(table, concept)


def _in_rows(table: Table, concept: Concept, growth: bool) -> Iterator[Figure]:
    for row in table.rows:
        label = table.row_headers[row]
        named = is_total(label) and " / " not in label if concept.of_total else row_named(label, concept, growth=growth)
        if not named:
            continue
        for column in value_columns(table):
            cell = table.cells.get((row, column))
            if cell and cell.value is not None:
                yield printed_figure(table, cell)


def row_named(label: str, concept: Concept, *, growth: bool) -> bool:
    if concept.row is None:
        return False
    group, _, own = label.rpartition(" / ")
    if growth:
        return is_change(label) and bool(concept.row.search(squeezed(group)))
    return not is_change(label) and bool(concept.row.search(squeezed(_LABEL_NUMBER.sub("", own or label))))


def value_columns(table: Table) -> list[int]:
    """The columns that speak of everybody: those of years, and of a group of columns only its total."""
    groups: dict[str, list[int]] = defaultdict(list)
    for column, header in table.column_headers.items():
        if not (is_share(header) or is_change(header) or is_average(header)):
            groups[_group(header)].append(column)
    out = []
    for columns in groups.values():
        totals = [column for column in columns if is_total_column(table.column_headers[column])]
        out += totals or columns
    return sorted(out)


def _group(header: str) -> str:
    """The columns a column is added up with: those under one header, and those of no header and no year."""
    if " / " in header:
        return header.rsplit(" / ", 1)[0]
    return header if years(header) else ""


def _in_columns(table: Table, concept: Concept) -> Iterator[Figure]:
    if concept.column is None:
        return
    for column, header in table.column_headers.items():
        parts = [squeezed(header.replace(" / ", "/")), squeezed(last_part(header))]
        if is_share(header) or is_change(header) or not any(concept.column.search(part) for part in parts):
            continue
        dated = any(years(table.row_headers[row]) for row in table.rows)
        for row in table.rows:
            cell = table.cells.get((row, column))
            label = table.row_headers[row]
            wanted = bool(years(label)) if dated else is_total(label) and " / " not in label
            if cell and cell.value is not None and wanted:
                yield printed_figure(table, cell)


def printed_figure(table: Table, cell: Cell) -> Figure:
    sources = (cell.column_header, cell.row_header, table.caption)
    year = next((mentions[0].year for text in sources if (mentions := years(text)) and _one(mentions)), None)
    scale = Decimal(1000) if _THOUSANDS.search(squeezed(cell.row_header)) else Decimal(1)
    iri = f"{table.iri}/r{cell.row}c{cell.column}"
    return Figure(cell.value or Decimal(0), cell.places, cell.printed, year, cell.line, iri, table, scale)


def _one(mentions: Sequence[YearMention]) -> bool:
    return len({each.year for each in mentions}) == 1


# --- averages and differences ----------------------------------------------------------------------------------------


def averages_of(figures: Figures, concept: Concept) -> Iterator[tuple[Figure, Figure]]:
    """Average changes over so many years in sentences, each with the cell that gives the average of as many."""
    for each in figures.statements:
        span = _SPAN.search(squeezed(each.subject))
        named = concept.subject and concept.subject.search(squeezed(each.subject))
        if not each.amounts or each.listed or not each.amounts[0].is_share or not (span and named):
            continue
        for table in figures.tables:
            for row in (row for row in table.rows if row_named(table.row_headers[row], concept, growth=True)):
                for column, header in table.column_headers.items():
                    cell = table.cells.get((row, column))
                    if cell and cell.value is not None and squeezed(header) == span[0]:
                        yield stated_figure(each, each.amounts[0]), printed_figure(table, cell)


def differences_of(figures: Figures, concept: Concept, printed: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """By how much a quantity rose from a named year, in sentences, each with what the figures of both years make."""
    by_year = {each.year: each for each in printed if each.year is not None}
    for each in figures.statements:
        named = concept.subject and concept.subject.search(squeezed(each.subject))
        base = _BASE_YEAR.search(squeezed(each.subject))
        if not each.amounts or each.listed or each.amounts[0].unit != concept.unit or not (named and base):
            continue
        now, before = by_year.get(each.year or 0), by_year.get(int(base[1]))
        if now and before and now is not before:
            difference = abs(now.actual - before.actual)
            stated = stated_figure(each, each.amounts[0])
            blurred = replace(now, value=difference, scale=Decimal(1), places=min(now.places, stated.places))
            if abs(difference - stated.value) > now.blur + before.blur:
                yield stated, blurred
