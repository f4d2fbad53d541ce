"""Percentages of running text: each beside its amount, checked against the whole that the text names or implies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from plangraph.audit.arithmetic_relations import percentage_agrees
from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_words import (
    cause_of,
    concepts,
    is_total,
    one_slip,
    settings,
    severity_of,
    severity_of_points,
    shown,
    squeezed,
)
from plangraph.audit.figures import Amount, Figures, Statement
from plangraph.audit.findings import Cause, Finding, Severity

_HUNDRED = Decimal(100)
_SHORTEST_NAME = 6  # characters of the name of a whole that are enough to know it by
_FEWEST = 2  # shares that must agree on a whole nobody names
_LIST_LINES = 3
_SECTION_LINES = 40  # a whole named in words stands at most so far away


@dataclass(frozen=True, slots=True)
class _Pair:
    """An amount, its share, and the wholes it can be a share of, the likeliest first."""

    statement: Statement
    amount: Amount
    share: Amount
    wholes: tuple[Statement, ...]

    def of(self, whole: Decimal) -> Decimal:
        """The share that the amount is of ``whole``."""
        words = settings()["prose"]
        value = self.amount.value
        if any(word in self.statement.text for word in words["compares"]):
            return abs(whole - value) / value * _HUNDRED if value else Decimal(0)
        subject = self.statement.subject
        if any(word in subject for word in words["grows"]):
            whole = whole + value if any(word in subject for word in words["falls"]) else whole - value
        return value / whole * _HUNDRED if whole else Decimal(0)

    def agrees(self, whole: Decimal) -> bool:
        return bool(whole) and percentage_agrees(
            self.of(whole), self.share.value, Decimal(1).scaleb(-self.share.places)
        )


class Shares:
    """The shares of one document."""

    def __init__(
        self,
        figures: Figures,
        totals: Iterable[Decimal],
        reported: Mapping[str, Decimal],
        others: Mapping[str, Sequence[Decimal]],
    ) -> None:
        self._figures = figures
        self._others = {iri: [*others.get(iri, ()), *filter(None, [reported.get(iri)])] for iri in {*others, *reported}}
        self._reported = reported  # wholes already said to differ from their parts, with the sum of these
        self._sums = set(totals)
        self._printed = _table_totals(figures)
        self.unchecked = 0

    def findings(self) -> list[Finding]:
        """The findings; counts the shares whose whole nobody names."""
        out: list[Finding] = []
        statements = self._figures.statements
        for group in _groups(statements):
            pairs = [_Pair(each, each.amounts[0], share, self._wholes(each)) for each in group if (share := each.share)]
            self.unchecked += sum(not pair.wholes for pair in pairs)
            failing = [
                pair
                for pair in pairs
                if pair.wholes and not any(pair.agrees(whole.amounts[0].value) for whole in pair.wholes)
            ]
            if failing:
                out += self._explain(failing)
        return out

    def _said(self, pair: _Pair) -> bool:
        """Whether amount or whole is said to be wrong elsewhere, and the share fits another value of it."""
        values = [pair.amount.value, *self._others.get(pair.statement.iri, ())]
        tried = [replace(pair, amount=replace(pair.amount, value=value)) for value in values]
        wholes = [
            value for whole in pair.wholes for value in (whole.amounts[0].value, *self._others.get(whole.iri, ()))
        ]
        return any(other.agrees(whole) for other in tried for whole in wholes)

    def _wholes(self, statement: Statement) -> tuple[Statement, ...]:
        named = self._named(statement)
        if named or statement.share_of:
            return named
        unit = statement.amounts[0].unit
        alike = [each for each in self._figures.statements if _is_amount(each, unit) and each is not statement]
        if statement.listed:
            above = [each for each in alike if not each.listed and statement.line > each.line]
            near = [each for each in above if statement.line - each.line <= _LIST_LINES + (statement.number or 0)]
            return tuple(near[-1:])
        return tuple(each for each in alike if each.line == statement.line and each.place < statement.place)

    def _named(self, statement: Statement) -> tuple[Statement, ...]:
        """The statements that count what the text says the share is taken of."""
        name = squeezed(statement.share_of)
        if len(name) < 3:
            return ()
        unit = statement.amounts[0].unit
        near = [
            each
            for each in self._figures.statements
            if _is_amount(each, unit) and each is not statement and abs(each.line - statement.line) <= _SECTION_LINES
        ]
        concept = next((each for each in concepts() if each.subject and each.subject.search(name)), None)
        if concept and concept.subject:
            found = [each for each in near if concept.subject.search(squeezed(each.subject))]
        else:
            found = [each for each in near if len(name) >= _SHORTEST_NAME and _names(squeezed(each.subject), name)]
        return tuple(sorted(found, key=lambda each: abs(each.line - statement.line)))

    # explaining ------------------------------------------------------------------------------------------------------

    def _explain(self, failing: list[_Pair]) -> Iterator[Finding]:
        other, fitting = self._other_whole(failing)
        if other is not None:
            whole = fitting[0].wholes[0]
            if whole.iri not in self._reported:
                yield self._whole_finding(fitting, other)
            failing = [pair for pair in failing if pair not in fitting]
        failing = [pair for pair in failing if not self._said(pair)]
        if failing:
            yield self._share_finding(failing, other, fitting)

    def _other_whole(self, failing: Sequence[_Pair]) -> tuple[Decimal | None, list[_Pair]]:
        """The figure of the document that most of these shares are shares of, if at least two are."""
        units = {pair.amount.unit for pair in failing}
        stated = {
            each.amounts[0].value for each in self._figures.statements if each.amounts and each.amounts[0].unit in units
        }
        best: tuple[Decimal | None, list[_Pair]] = (None, [])
        printed = sorted(stated | self._printed)
        for whole in (*printed, *sorted(self._sums)):
            fitting = [pair for pair in failing if pair.agrees(whole) and not _compared(pair)]
            if len(fitting) >= _FEWEST and len(fitting) > len(best[1]):
                best = (whole, fitting)
        return best

    def _whole_finding(self, pairs: Sequence[_Pair], other: Decimal) -> Finding:
        whole = pairs[0].wholes[0]
        printed = whole.amounts[0]
        elsewhere = [each for each in self._figures.statements if each.amounts and each.amounts[0].value == other]
        places = max(printed.places, 0)
        return finding(
            "prose-shares-of-another-whole",
            severity=severity_of(printed.value - other, printed.value),
            cause=cause_of(shown(printed.value, places), shown(other, places)),
            lines=(whole.line, *(pair.statement.line for pair in pairs), *(each.line for each in elsewhere)),
            document=whole.document,
            subjects=(whole.iri, *(pair.statement.iri for pair in pairs)),
            numbers={"printed": printed.value, "recomputed": other, "difference": printed.value - other},
            subject=whole.subject or whole.text,
            printed=shown(printed.value, printed.places),
            unit=printed.unit,
            line=whole.line,
            other=shown(other, places),
            count=len(pairs),
            listed="; ".join(f"{shown(pair.amount.value, pair.amount.places)} = {pair.share.value}%" for pair in pairs),
        )

    def _share_finding(self, pairs: Sequence[_Pair], other: Decimal | None, fitting: Sequence[_Pair]) -> Finding:
        replaced = {pair.wholes[0].iri for pair in fitting}
        wholes = [
            other if other is not None and pair.wholes[0].iri in replaced else pair.wholes[0].amounts[0].value
            for pair in pairs
        ]
        differences = [pair.share.value - pair.of(whole) for pair, whole in zip(pairs, wholes, strict=True)]
        statements = [each for pair in pairs for each in (pair.statement, *pair.wholes[:1])]
        numbers: dict[str, Decimal | int | str] = {}
        for index, (pair, whole) in enumerate(zip(pairs, wholes, strict=True), start=1):
            suffix = f"_{index}" if len(pairs) > 1 else ""
            numbers[f"printed{suffix}"] = pair.share.value
            numbers[f"recomputed{suffix}"] = round(pair.of(whole), pair.share.places + 2)
            numbers[f"difference{suffix}"] = round(pair.share.value - pair.of(whole), pair.share.places + 2)
        return finding(
            "prose-share-differs",
            severity=min((severity_of_points(each) for each in differences), key=list(Severity).index),
            cause=self._cause(pairs, wholes),
            lines=tuple(each.line for each in statements),
            document=pairs[0].statement.document,
            subjects=tuple(pair.statement.iri for pair in pairs),
            numbers=numbers,
            count=len(pairs),
            details=tuple(
                (
                    f"{pair.statement.subject or pair.statement.text} {shown(pair.amount.value, pair.amount.places)} / "
                    f"{shown(whole, max(pair.amount.places, pair.wholes[0].amounts[0].places))}",
                    shown(pair.share.value, pair.share.places),
                    shown(pair.of(whole), pair.share.places),
                    pair.statement.line,
                )
                for pair, whole in zip(pairs, wholes, strict=True)
            ),
        )

    def _cause(self, pairs: Sequence[_Pair], wholes: Sequence[Decimal]) -> Cause:
        """A slip, where the document prints elsewhere an amount one digit off that fits the share."""
        stated = [each.amounts[0] for each in self._figures.statements if each.amounts]
        for pair, whole in zip(pairs, wholes, strict=True):
            alike = [each for each in stated if one_slip(each.printed, pair.amount.printed)]
            unit = Decimal(1).scaleb(-pair.share.places)
            if not any(
                percentage_agrees(each.value / whole * _HUNDRED, pair.share.value, unit) for each in alike if whole
            ):
                return Cause.UNDETERMINED
        return Cause.OCR


def _compared(pair: _Pair) -> bool:
    return any(word in pair.statement.text for word in settings()["prose"]["compares"])


def _is_amount(statement: Statement, unit: str) -> bool:
    return bool(statement.amounts) and statement.amounts[0].unit == unit


def _names(subject: str, name: str) -> bool:
    return bool(subject) and (subject.endswith(name) or (len(subject) >= _SHORTEST_NAME and name.startswith(subject)))


def _groups(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements with a share: those of one line, or of one list."""
    run: list[Statement] = []
    for each in statements:
        if each.share is None:
            continue
        same = run and (each.line == run[-1].line or (each.listed and run[-1].listed and each.line - run[-1].line <= 2))
        if run and not same:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _table_totals(figures: Figures) -> set[Decimal]:
    return {
        cell.value
        for table in figures.tables
        for cell in table.cells.values()
        if cell.value is not None and cell.value > _HUNDRED and is_total(cell.row_header)
    }
