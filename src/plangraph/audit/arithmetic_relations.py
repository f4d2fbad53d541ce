"""Relations between the figures of one table, judged: which fail, which figure would mend them, one finding each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_words import severity_of, severity_of_points, shown
from plangraph.audit.figures import Cell, Key, Table, lines_of
from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.thai import to_arabic

_FEWEST_SHIFTED = 1  # totals off by one column must be more than this many
_BY_TABLE = frozenset({"table-rate-differs"})  # rates fail together: their numbers are wrong
_DERIVED = frozenset({"table-change-differs", "table-average-differs"})  # the figures they come from stay right
_WORTH = 3  # relations a figure must mend for each one it breaks to be believed

Values = Mapping[Key, Decimal]
Formula = Callable[[Values], Decimal | None]


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """One cell that follows from others: a total, a share, a change. Equal only to itself."""

    rule: str
    group: str  # equal for the same relation in other rows or columns
    result: Key
    inputs: tuple[Key, ...]
    formula: Formula
    tolerance: Decimal
    points: bool = False  # whether the result is a percentage
    cut: bool = False  # whether it may be cut instead of rounded; then the tolerance is one in its last place

    def recomputed(self, values: Values) -> Decimal | None:
        return self.formula(values)

    def holds(self, values: Values) -> bool:
        """Whether the printed figure agrees; what cannot be computed disagrees with nothing."""
        found = self.formula(values)
        if found is None:
            return True
        printed = values[self.result]
        if not self.cut:
            return abs(found - printed) <= self.tolerance
        return percentage_agrees(found, printed, self.tolerance)

    def cells(self) -> tuple[Key, ...]:
        return (self.result, *self.inputs)


def percentage_agrees(found: Decimal, printed: Decimal, unit: Decimal) -> bool:
    """Whether a percentage is the rounded or the cut form of what was found; ``unit`` is one in its last place."""
    if found * printed < 0:
        return abs(found - printed) <= unit / 2
    longer = abs(found) - abs(printed)
    return -unit / 2 <= longer <= unit


@dataclass(frozen=True, slots=True)
class _Mended:
    """A figure that differs in one digit from what is printed and mends several relations."""

    key: Key
    value: Decimal
    mends: tuple[Relation, ...]
    breaks: int

    @property
    def weight(self) -> Decimal:
        """How much speaks for it: a sum that agrees to the digit more than a rounded percentage."""
        return sum((Decimal("0.5") if each.points else Decimal(1) for each in self.mends), Decimal(-self.breaks))


def judge(table: Table, relations: Iterable[Relation]) -> Iterator[Finding]:
    """The findings of one table: failing relations that one figure explains together, the others by their kind."""
    values = table.values()
    every = list(relations)
    failing = [each for each in every if not each.holds(values)]
    for mended in _explanations(table, every, failing, values):
        failing = [each for each in failing if each not in mended.mends]
        yield _explained(table, mended, values)
    groups: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for each in failing:
        groups[each.rule, each.group].append(each)
    for key in [key for key, relations in groups.items() if _is_shifted(relations, values)]:
        yield _shifted(table, groups.pop(key), values)
    for together in _same_difference(groups, values):
        yield _finding(table, together, values)


# --- one digit that explains several ---------------------------------------------------------------------------------


def _explanations(table: Table, every: list[Relation], failing: list[Relation], values: Values) -> Iterator[_Mended]:
    by_cell: dict[Key, list[Relation]] = defaultdict(list)
    for each in every:
        for key in each.cells():
            by_cell[key].append(each)
    left = list(failing)
    while True:
        counts: dict[Key, int] = defaultdict(int)
        for each in left:
            for key in set(each.cells()):
                counts[key] += 1
        doubtful = sorted(key for key, count in counts.items() if count > 1 and key in table.cells)
        candidates = [found for key in doubtful if (found := _best(table.cells[key], by_cell[key], left, values))]
        if not candidates:
            return
        best = max(candidates, key=lambda found: (found.weight, found.key))
        rivals = [each for each in candidates if each.key != best.key and each.weight == best.weight]
        if any(set(each.mends) & set(best.mends) for each in rivals):
            return
        left = [each for each in left if each not in best.mends]
        yield best


def _best(cell: Cell, relations: list[Relation], failing: list[Relation], values: Values) -> _Mended | None:
    key = (cell.row, cell.column)
    broken = set(failing)
    best: _Mended | None = None
    for value in _one_digit_off(cell):
        tried = {**values, key: value}
        mends = tuple(each for each in relations if each in broken and each.holds(tried))
        if len(mends) < 2:
            continue
        breaks = sum(each not in broken and not each.holds(tried) for each in relations)
        found = _Mended(key, value, mends, breaks)
        if len(mends) > _WORTH * breaks and (best is None or found.weight > best.weight):
            best = found
    return best


def _one_digit_off(cell: Cell) -> Iterator[Decimal]:
    """Every figure that differs from the printed one in one digit."""
    if cell.value is None:
        return
    digits = f"{abs(cell.value):f}"
    sign = -1 if cell.value < 0 else 1
    for at, digit in enumerate(digits):
        if digit.isdigit():
            for other in "0123456789":
                if other != digit and not (at == 0 and other == "0" and len(digits) > 1):
                    yield sign * Decimal(f"{digits[:at]}{other}{digits[at + 1 :]}")


def _explained(table: Table, mended: _Mended, values: Values) -> Finding:
    cell = table.cells[mended.key]
    keys = [key for each in mended.mends for key in each.cells()]
    worst = min((_severity(each, values) for each in mended.mends), key=list(Severity).index)
    return finding(
        "table-figure-contradicted",
        severity=worst,
        cause=Cause.OCR if not mended.breaks else Cause.UNDETERMINED,
        lines=lines_of(table, keys),
        document=table.document,
        subjects=(table.iri,),
        numbers={
            "printed": values[mended.key],
            "recomputed": mended.value,
            "difference": values[mended.key] - mended.value,
        },
        caption=table.caption,
        place=_place(cell),
        line=cell.line,
        printed=shown(values[mended.key], cell.places),
        recomputed=shown(mended.value, cell.places),
        count=len(mended.mends),
        against=mended.breaks,
        details=_details(table, mended.mends, values),
    )


# --- totals that stand one column off ---------------------------------------------------------------------------------


def _is_shifted(relations: list[Relation], values: Values) -> bool:
    """Whether failing totals of one row print what their neighbour on the left, or on the right, adds up to."""
    found = {each.result: each.formula(values) for each in relations}
    pairs = list(pairwise(sorted(found)))
    right = sum(values[after] == found[before] for before, after in pairs)
    left = sum(values[before] == found[after] for before, after in pairs)
    same_row = len({row for row, _ in found}) == 1
    return same_row and len(found) > _FEWEST_SHIFTED and max(left, right) >= len(found) - 1


def _shifted(table: Table, relations: list[Relation], values: Values) -> Finding:
    ordered = sorted(relations, key=lambda each: each.result)
    keys = [key for each in ordered for key in each.cells()]
    return finding(
        "table-totals-one-column-off",
        severity=Severity.HIGH,
        cause=Cause.DOCUMENT,
        lines=lines_of(table, keys),
        document=table.document,
        subjects=(table.iri,),
        numbers=_numbers(table, ordered, values),
        caption=table.caption,
        count=len(ordered),
        details=_details(table, ordered, values),
    )


# --- the others ------------------------------------------------------------------------------------------------------


def _same_difference(groups: Mapping[tuple[str, str], list[Relation]], values: Values) -> Iterator[list[Relation]]:
    """Groups of one rule whose failures differ by the very same amount, and more than 1, are one defect."""
    merged: dict[tuple[str, tuple[Decimal, ...]], list[Relation]] = {}
    for (rule, _), relations in groups.items():
        if rule in _BY_TABLE:
            merged.setdefault((rule, ()), []).extend(relations)
            continue
        differences = tuple(sorted({abs(_difference(each, values)) for each in relations}))
        key = (rule, differences)
        if key in merged and differences and differences[0] > 1 and not relations[0].points:
            merged[key] += relations
        else:
            free = (rule, (*differences, Decimal(-len(merged)))) if key in merged else key
            merged[free] = list(relations)
    yield from merged.values()


def _difference(relation: Relation, values: Values) -> Decimal:
    found = relation.formula(values)
    return values[relation.result] - found if found is not None else Decimal(0)


def _severity(relation: Relation, values: Values) -> Severity:
    difference = _difference(relation, values)
    return severity_of_points(difference) if relation.points else severity_of(difference, values[relation.result])


def _finding(table: Table, relations: list[Relation], values: Values) -> Finding:
    ordered = sorted(relations, key=lambda each: each.result)
    keys = [key for each in ordered for key in each.cells()]
    worst = min((_severity(each, values) for each in ordered), key=list(Severity).index)
    derived = ordered[0].rule in _DERIVED and worst is Severity.HIGH
    return finding(
        ordered[0].rule,
        severity=Severity.MEDIUM if derived else worst,
        cause=Cause.UNDETERMINED,
        lines=lines_of(table, keys),
        document=table.document,
        subjects=(table.iri,),
        numbers=_numbers(table, ordered, values),
        caption=table.caption,
        count=len(ordered),
        details=_details(table, ordered, values),
    )


def _numbers(table: Table, relations: list[Relation], values: Values) -> dict[str, Decimal | int | str]:
    out: dict[str, Decimal | int | str] = {}
    for index, each in enumerate(relations, start=1):
        suffix = f"_{index}" if len(relations) > 1 else ""
        found = each.formula(values)
        if found is not None:
            places = max(table.cells[key].places for key in each.cells() if key in table.cells)
            found = found.quantize(Decimal(1).scaleb(-places))
            out[f"printed{suffix}"] = values[each.result]
            out[f"recomputed{suffix}"] = found
            out[f"difference{suffix}"] = values[each.result] - found
    return out


def _details(table: Table, relations: Iterable[Relation], values: Values) -> tuple[tuple[str, str, str, int], ...]:
    """Place, printed and recomputed figure and line of each failure, for the message."""
    out = []
    for each in relations:
        cell = table.cells[each.result]
        found = each.formula(values)
        if found is not None:
            places = max(cell.places, max((table.cells[k].places for k in each.inputs if k in table.cells), default=0))
            out.append(
                (_place(cell), shown(cell.value or Decimal(0), cell.places), shown(found, min(places, 3)), cell.line)
            )
    return tuple(out)


def _place(cell: Cell) -> str:
    return f"{to_arabic(cell.row_header)} – {to_arabic(cell.column_header)}".strip(" –")
