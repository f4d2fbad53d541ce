"""One quantity in several places: sentences against tables, tables against tables, the same year and unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from plangraph.audit.arithmetic_places import (
    Figure,
    averages_of,
    differences_of,
    in_sentences,
    in_tables,
    printed_figure,
    row_named,
    stated_figure,
    value_columns,
)
from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_words import (
    Concept,
    cause_of,
    concepts,
    is_plain_row,
    last_part,
    limit,
    settings,
    severity_of,
    severity_of_points,
    shown,
    squeezed,
)
from plangraph.audit.figures import Figures, Statement, Table
from plangraph.audit.findings import Cause, Finding, Severity

_LONG = 1000  # smaller figures repeat by chance
_NAME = re.compile(r"^(?:ชนิด)?(.{5,})$")


def findings(figures: Figures) -> Iterator[Finding]:
    """The findings about quantities that stand in several places of one document."""
    for concept in concepts():
        yield from _compare(figures, concept)
    yield from _labels(figures)
    yield from _old_years(figures)


# --- comparing -------------------------------------------------------------------------------------------------------


def _compare(figures: Figures, concept: Concept) -> Iterator[Finding]:
    name = {"th": concept.th, "en": concept.en}
    stated = list(in_sentences(figures, concept))
    sexes = [each for each in stated if "#" in each.iri]
    stated = [each for each in stated if "#" not in each.iri]
    printed = list(in_tables(figures, concept))
    yield from _conflicts(figures.document, name, stated, printed, points=concept.unit == "ร้อยละ")
    yield from _by_sex(figures, concept, name, sexes)
    if concept.growth:
        grown = {"th": f"อัตราการเปลี่ยนแปลงของ{concept.th}", "en": f"change of {concept.en}"}
        changed = list(in_sentences(figures, concept, growth=True))
        printed_changes = list(in_tables(figures, concept, growth=True))
        yield from _conflicts(figures.document, grown, changed, printed_changes, points=True)
        mean = {"th": f"อัตราการเปลี่ยนแปลงเฉลี่ยของ{concept.th}", "en": f"average change of {concept.en}"}
        yield from _pairs(figures.document, mean, averages_of(figures, concept), points=True)
        rise = {"th": f"ส่วนต่างของ{concept.th}จากปีก่อน", "en": f"difference of {concept.en} from the year before"}
        yield from _pairs(figures.document, rise, differences_of(figures, concept, printed), points=False)


def _conflicts(
    document: str, name: dict[str, str], stated: list[Figure], printed: list[Figure], *, points: bool
) -> Iterator[Finding]:
    """Values of one year that differ; a figure without a year is held against those of every year it could mean."""
    every = [*stated, *printed]
    dated = sorted({each.year for each in every if each.year is not None})
    undated = [each for each in every if each.year is None]
    differing = [of_year for year in dated if _differ(of_year := [each for each in every if each.year == year])]
    if differing:
        yield _conflict(document, name, differing, points=points)
    if len(dated) <= 1:
        if undated and not differing and _differ(every):
            yield _conflict(document, name, [every], points=points)
    elif _differ(undated):
        yield _conflict(document, name, [undated], points=points)
    else:
        yield from _unlike_every_year(document, name, undated, every, points=points)


def _pairs(
    document: str, name: dict[str, str], pairs: Iterator[tuple[Figure, Figure]], *, points: bool
) -> Iterator[Finding]:
    """Figures of sentences, each beside what the tables make of it."""
    differing = [[stated, printed] for stated, printed in pairs if _differ([stated, printed])]
    if differing:
        yield _conflict(document, name, differing, points=points)


def _unlike_every_year(
    document: str, name: dict[str, str], undated: list[Figure], every: list[Figure], *, points: bool
) -> Iterator[Finding]:
    """A figure without a year that equals none of the dated ones, though close to them."""
    known = [each for each in every if each.year is not None]
    for each in undated[:1]:
        near = [other for other in known if abs(other.actual - each.actual) <= abs(each.actual) * limit("lead_in_near")]
        if near and not any(not _differ([each, other]) for other in known):
            latest = max(near, key=lambda other: other.year or 0)
            yield _conflict(document, name, [[*undated, latest]], points=points)


def _differ(found: Sequence[Figure]) -> bool:
    return any(
        abs(one.actual - two.actual) > one.blur + two.blur for at, one in enumerate(found) for two in found[at + 1 :]
    )


def _conflict(document: str, name: dict[str, str], groups: Sequence[Sequence[Figure]], *, points: bool) -> Finding:
    """One finding for a quantity, with the values of every group (a year, men, women) that differ."""
    every = [each for group in groups for each in group]
    spreads = [max(values) - min(values) for group in groups if (values := [each.actual for each in group])]
    severities = [
        severity_of_points(spread) if points else severity_of(spread, max(each.actual for each in group))
        for spread, group in zip(spreads, groups, strict=True)
    ]
    causes = {_cause(group) for group in groups}
    numbers: dict[str, Decimal | int | str] = {}
    for at, group in enumerate(groups, start=1):
        suffix = f"_{group[0].year or at}" if len(groups) > 1 else ""
        numbers |= {f"value{suffix}_{place}": one.actual for place, one in enumerate(_distinct(group), start=1)}
        numbers[f"difference{suffix}"] = spreads[at - 1]
    return finding(
        "quantity-has-two-values",
        severity=min(severities, key=list(Severity).index),
        cause=causes.pop() if len(causes) == 1 else Cause.UNDETERMINED,
        lines=tuple(each.line for each in every),
        document=document,
        subjects=tuple(dict.fromkeys(each.iri.partition("#")[0] for each in every)),
        numbers=numbers,
        name=name,
        listed=" | ".join(_listed(group) for group in groups),
    )


def _cause(group: Sequence[Figure]) -> Cause:
    texts = [shown(each.value, each.places) for each in _distinct(group)]
    slips = [cause_of(one, two) for at, one in enumerate(texts) for two in texts[at + 1 :]]
    return Cause.OCR if Cause.OCR in slips else Cause.UNDETERMINED


def _distinct(group: Sequence[Figure]) -> list[Figure]:
    """The first figure of each value, from the least up."""
    values = sorted({each.actual for each in group})
    return [next(each for each in sorted(group, key=lambda one: one.line) if each.actual == value) for value in values]


def _listed(group: Sequence[Figure]) -> str:
    years_ = {each.year for each in group}
    year = years_.pop() if len(years_) == 1 else None
    parts = []
    for one in _distinct(group):
        lines = ", ".join(map(str, sorted({each.line for each in group if each.actual == one.actual})))
        parts.append(f"{shown(one.value, one.places)}{' ×1,000' if one.scale != 1 else ''} ({lines})")
    return (f"{year}: " if year else "") + "; ".join(parts)


def _by_sex(figures: Figures, concept: Concept, name: dict[str, str], sexes: list[Figure]) -> Iterator[Finding]:
    """Rates of men and women in a sentence against the columns of men and women."""
    differing = [
        [each, printed]
        for each in sexes
        for printed in _of_sex(figures, concept, each.iri.rsplit("#", 1)[1])
        if printed.year in (None, each.year) and _differ([each, printed])
    ]
    if differing:
        who = {"th": f"{name['th']}แยกเพศ", "en": f"{name['en']} of men and women"}
        yield _conflict(figures.document, who, differing, points=True)


def _of_sex(figures: Figures, concept: Concept, sex: str) -> Iterator[Figure]:
    for table in figures.tables:
        for row in (row for row in table.rows if row_named(table.row_headers[row], concept, growth=False)):
            for column, header in table.column_headers.items():
                cell = table.cells.get((row, column))
                if cell and cell.value is not None and squeezed(last_part(header)) == sex:
                    yield printed_figure(table, cell)


# --- labels that are the same ----------------------------------------------------------------------------------------


def _labels(figures: Figures) -> Iterator[Finding]:
    """Sentences whose subject is the label of a row, in the unit of its column and the year of both."""
    rows: dict[str, list[tuple[Table, int]]] = defaultdict(list)
    for table in figures.tables:
        for row, label in table.row_headers.items():
            plain = re.sub(r"^[\d๐-๙.]+\s", "", last_part(label))
            if is_plain_row(label) and _NAME.match(squeezed(plain)):
                rows[squeezed(plain)].append((table, row))
    for each in figures.statements:
        if not each.amounts or each.listed or each.amounts[0].is_share or each.year is None:
            continue
        subject = squeezed(each.subject)
        generic = subject.startswith(tuple(settings()["prose"]["generic"]))
        if generic or any(concept.subject and concept.subject.search(subject) for concept in concepts()):
            continue
        names = dict.fromkeys((subject, subject.removeprefix("ผู้")))
        for table, row in (place for name in names for place in rows.get(name, [])):
            yield from _label(figures.document, each, table, row)


def _label(document: str, statement: Statement, table: Table, row: int) -> Iterator[Finding]:
    amount = statement.amounts[0]
    for column in value_columns(table):
        cell = table.cells.get((row, column))
        words = squeezed(f"{table.column_headers[column]} {table.unit}")
        if cell and cell.value is not None and squeezed(amount.unit) in words:
            printed = printed_figure(table, cell)
            stated = stated_figure(statement, amount)
            if printed.year == statement.year and _differ([stated, printed]):
                name = {"th": statement.subject, "en": statement.subject}
                yield _conflict(document, name, [[stated, printed]], points=False)


def _old_years(figures: Figures) -> Iterator[Finding]:
    """A figure without a year that a table under it prints for a year before its last."""
    for concept in concepts():
        printed = [each for each in in_tables(figures, concept) if each.table and each.year]
        lines_above = int(settings()["limits"]["lead_in_lines"])
        for each in in_sentences(figures, concept):
            own = [other for other in printed if other.table and 0 < other.table.first - each.line <= lines_above]
            latest = max(own, key=lambda other: other.year or 0, default=None)
            same = [other for other in own if other.actual == each.actual]
            if each.year is None and latest and same and all(other.year != latest.year for other in same):
                yield finding(
                    "prose-uses-older-year",
                    severity=Severity.MEDIUM,
                    cause=Cause.DOCUMENT,
                    lines=(each.line, same[0].line, latest.line),
                    document=figures.document,
                    subjects=(each.iri, same[0].iri, latest.iri),
                    numbers={"printed": each.value, "year": same[0].year or 0, "latest": latest.value},
                    name={"th": concept.th, "en": concept.en},
                    printed=shown(each.value, each.places),
                    line=each.line,
                    year=same[0].year,
                    latest_year=latest.year,
                    latest=shown(latest.value, latest.places),
                )


def with_sentences(found: Finding, figures: Figures) -> Finding:
    """A finding about a table with the lines of the sentences that repeat a figure it says is wrong."""
    printed = [value for name, value in found.numbers.items() if name.startswith("printed")]
    numbers = {Decimal(value) for value in printed if not isinstance(value, str)}
    wrong = {value for value in numbers if abs(value) >= _LONG}
    repeated = [each for each in figures.statements for amount in each.amounts if amount.value in wrong]
    if not repeated or not found.rule.startswith("table-"):
        return found
    return replace(
        found,
        lines=tuple(sorted({*found.lines, *(each.line for each in repeated)})),
        subjects=(*found.subjects, *(each.iri for each in repeated)),
    )
