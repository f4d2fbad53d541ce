"""What stands oddly in tables and between them: parts above wholes, jumps, damage, figures under other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_words import (
    concepts,
    is_plain,
    is_plain_row,
    is_total,
    last_part,
    limit,
    settings,
    squeezed,
)
from plangraph.audit.figures import Cell, Figures, Key, Table
from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.thai import match_key, years

_LONG_FIGURE = 1000  # smaller figures agree by chance
_FEWEST_YEARS = 5  # a row of years shorter than this has no habit to leave
_FEWEST_NAMES = 2
_FEWEST_SHIFTED = 3
_MOST_SHOWN = 14


# --- one table -------------------------------------------------------------------------------------------------------


def damaged_figures(table: Table) -> Iterator[Finding]:
    """Cells that look like a figure but are none."""
    for cell in table.cells.values():
        if cell.damaged:
            yield finding(
                "figure-unreadable",
                severity=Severity.MEDIUM,
                cause=Cause.UNDETERMINED,
                lines=(cell.line,),
                document=table.document,
                subjects=(table.iri,),
                numbers={"printed": cell.printed},
                caption=table.caption,
                place=f"{cell.row_header} – {cell.column_header}",
                printed=cell.printed,
                line=cell.line,
            )


def parts_above_wholes(table: Table) -> Iterator[Finding]:
    """Amounts that cannot be more than another amount of the same row or column, and are."""
    for rule in settings()["tables"]["part_of"]:
        for part, whole in _pairs(table.column_headers, rule):
            yield from _above(table, rule, [((row, part), (row, whole)) for row in table.rows])
        for part, whole in _pairs(table.row_headers, rule):
            yield from _above(table, rule, [((part, column), (whole, column)) for column in table.columns])


def _pairs(labels: dict[int, str], rule: dict[str, str]) -> Iterator[tuple[int, int]]:
    part_word, whole_word = squeezed(rule["part"]), squeezed(rule["whole"])
    plain = {at: squeezed(last_part(label)) for at, label in labels.items() if is_plain(label) and is_plain_row(label)}
    for part in (at for at, label in plain.items() if part_word in label):
        for whole in (at for at, label in plain.items() if whole_word in label and part_word not in label):
            yield part, whole


def _above(table: Table, rule: dict[str, str], pairs: Sequence[tuple[Key, Key]]) -> Iterator[Finding]:
    found = [
        (part, whole)
        for key, base in pairs
        if (part := table.cells.get(key)) and (whole := table.cells.get(base))
        if part.value is not None and whole.value is not None and part.value > whole.value
    ]
    if not found:
        return
    part, whole = found[0]
    yield finding(
        "table-part-above-whole",
        severity=Severity.MEDIUM,
        cause=Cause.UNDETERMINED,
        lines=tuple(cell.line for pair in found for cell in pair),
        document=table.document,
        subjects=(table.iri,),
        numbers={
            "part": part.value or 0,
            "whole": whole.value or 0,
            "difference": (part.value or 0) - (whole.value or 0),
        },
        caption=table.caption,
        part=rule["part"],
        whole=rule["whole"],
        listed="; ".join(
            f"{_where(one, table)}: {one.printed} > {two.printed} ({one.line}, {two.line})" for one, two in found
        ),
    )


def _where(cell: Cell, table: Table) -> str:
    return cell.column_header if cell.row in table.rows and years(cell.column_header) else cell.row_header


@dataclass(frozen=True, slots=True)
class Series:
    """A row or column of figures by year."""

    table: Table
    label: str
    cells: dict[int, Cell]  # by year


def series_of(table: Table) -> Iterator[Series]:
    """The rows over columns of years and the columns over rows of years."""
    columns = {years(header)[0].year: column for column, header in table.column_headers.items() if _single(header)}
    if len(columns) > 1:
        for row in table.rows:
            cells = {year: table.cells[row, column] for year, column in columns.items() if (row, column) in table.cells}
            yield Series(table, table.row_headers[row], {y: c for y, c in cells.items() if c.value is not None})
    rows = {years(header)[0].year: row for row, header in table.row_headers.items() if _single(header)}
    if len(rows) > 1:
        for column in table.columns:
            cells = {year: table.cells[row, column] for year, row in rows.items() if (row, column) in table.cells}
            yield Series(table, table.column_headers[column], {y: c for y, c in cells.items() if c.value is not None})


def _single(header: str) -> bool:
    return len({mention.year for mention in years(header)}) == 1


def jumps(table: Table) -> Iterator[Finding]:
    """A quantity that never jumps, jumping in one year and back in the next."""
    for series in series_of(table):
        label = squeezed(series.label)
        for concept in concepts():
            named = concept.row and concept.row.search(label)
            headed = concept.column and concept.column.search(label)
            captioned = concept.caption is None or concept.caption.search(squeezed(table.caption))
            if concept.steady and (named or (headed and captioned)):
                yield from _jumps(series, {"th": concept.th, "en": concept.en}, steady=True)
                break
        else:
            yield from _jumps(series, {"th": f"“{series.label}” ", "en": f"“{series.label}”"}, steady=False)


def _jumps(series: Series, name: dict[str, str], *, steady: bool) -> Iterator[Finding]:
    ordered = sorted(series.cells)
    values = [series.cells[year].value or Decimal(0) for year in ordered]
    steps = [abs(after - before) for before, after in pairwise(values)]
    usual = Decimal(median(steps)) if steady and len(values) >= _FEWEST_YEARS else Decimal(0)
    for at in range(1, len(values) - 1):
        before, now, after = values[at - 1 : at + 2]
        turns = (now - before) * (after - now) < 0
        jumping = usual and abs(now - (before + after) / 2) > limit("jump") * usual
        if turns and (jumping or _is_outlier(values, at)):
            cells = [series.cells[year] for year in ordered[at - 1 : at + 2]]
            yield finding(
                "table-value-jumps",
                severity=Severity.MEDIUM,
                cause=Cause.UNDETERMINED,
                lines=tuple(cell.line for cell in cells),
                document=series.table.document,
                subjects=(series.table.iri,),
                numbers={"printed": now, "year_before": before, "year_after": after},
                caption=series.table.caption,
                name=name,
                year=ordered[at],
                printed=cells[1].printed,
                before=cells[0].printed,
                after=cells[2].printed,
            )


def _is_outlier(values: Sequence[Decimal], at: int) -> bool:
    """Whether one value is far from all others, which lie close together."""
    others = [*values[:at], *values[at + 1 :]]
    middle = sum(others, Decimal(0)) / len(others)
    close = max(others) - min(others) <= abs(middle) * limit("outlier_others")
    return len(others) > 2 and close and abs(values[at] - middle) > abs(middle) * limit("outlier")


# --- two tables ------------------------------------------------------------------------------------------------------


def copies(figures: Figures) -> Iterator[Finding]:
    """Columns of two tables that hold the same figures beside other names."""
    places: dict[Decimal, list[tuple[int, Cell]]] = defaultdict(list)
    for index, table in enumerate(figures.tables):
        for cell in table.cells.values():
            plain = is_plain(cell.column_header) and not is_total(cell.row_header)
            if plain and cell.value is not None and abs(cell.value) >= _LONG_FIGURE:
                places[cell.value].append((index, cell))
    shared: dict[tuple[int, int, int, int], list[tuple[Cell, Cell]]] = defaultdict(list)
    for found in places.values():
        for at, (first, cell) in enumerate(found):
            for second, other in found[at + 1 :]:
                if first != second:
                    shared[first, cell.column, second, other.column].append((cell, other))
    for (first, _, second, _), pairs in sorted(shared.items()):
        yield from _copy(figures.tables[first], figures.tables[second], pairs)


def _copy(one: Table, two: Table, pairs: list[tuple[Cell, Cell]]) -> Iterator[Finding]:
    if len(pairs) < settings()["limits"]["shared_figures"]:
        return
    names = [{match_key(label) for label in table.row_headers.values()} for table in (one, two)]
    other = [
        (cell, copy)
        for cell, copy in sorted(pairs, key=lambda pair: pair[0].line)
        if match_key(cell.row_header) != match_key(copy.row_header)
        and match_key(cell.row_header) in names[1]
        and match_key(copy.row_header) in names[0]
    ]
    if len(other) < _FEWEST_NAMES:
        return
    listed = [
        f"{cell.printed}: {cell.row_header} ({cell.line}) ↔ {copy.row_header} ({copy.line})" for cell, copy in other
    ]
    yield finding(
        "table-figures-under-other-names",
        severity=Severity.HIGH,
        cause=Cause.DOCUMENT,
        lines=tuple(each.line for pair in other for each in pair),
        document=one.document,
        subjects=(one.iri, two.iri),
        numbers={"shared": len(pairs), "other_names": len(other)},
        first=one.caption,
        second=two.caption,
        count=len(other),
        shared=len(pairs),
        listed="; ".join(listed[:_MOST_SHOWN]),
    )


def year_shifts(figures: Figures) -> Iterator[Finding]:
    """Two rows of years that hold the same figures, one year apart."""
    places: dict[Decimal, list[tuple[int, int]]] = defaultdict(list)
    every = [series for table in figures.tables for series in series_of(table)]
    for index, series in enumerate(every):
        for year, cell in series.cells.items():
            if cell.value is not None and abs(cell.value) >= _LONG_FIGURE:
                places[cell.value].append((index, year))
    apart: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for found in places.values():
        for at, (first, year) in enumerate(found):
            for second, other in found[at + 1 :]:
                if first != second and year != other:
                    apart[first, second, other - year].append(year)
    for (first, second, offset), shared in sorted(apart.items()):
        if len(shared) >= _FEWEST_SHIFTED and every[first].table is not every[second].table:
            yield _shift(every[first], every[second], offset, sorted(shared))


def _shift(one: Series, two: Series, offset: int, shared: list[int]) -> Finding:
    cells = [(one.cells[year], two.cells[year + offset]) for year in shared]
    return finding(
        "table-years-shifted",
        severity=Severity.MEDIUM,
        cause=Cause.DOCUMENT,
        lines=tuple(cell.line for pair in cells for cell in pair),
        document=one.table.document,
        subjects=(one.table.iri, two.table.iri),
        numbers={"offset": offset, "shared": len(shared)},
        first=one.table.caption,
        second=two.table.caption,
        label=one.label,
        other=two.label,
        offset=offset,
        listed="; ".join(
            f"{cell.printed}: {year} ↔ {year + offset}" for (cell, _), year in zip(cells, shared, strict=True)
        ),
    )


def all_of(figures: Figures) -> Iterator[Finding]:
    """Every finding of this module."""
    for table in figures.tables:
        yield from damaged_figures(table)
        yield from parts_above_wholes(table)
        yield from jumps(table)
    yield from copies(figures)
    yield from year_shifts(figures)
