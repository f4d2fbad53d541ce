"""What became of the figures of a project: its budget, where each is printed, and who pays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from plangraph.diffing.changes import SEVERITIES, Figures
from plangraph.diffing.facts import Lines, Money, ProjectFacts
from plangraph.diffing.ledger import Ledger, of_project
from plangraph.diffing.pairing import Pair
from plangraph.diffing.phrases import Phrase
from plangraph.diffing.rules import rules
from plangraph.thai import normalize, to_arabic

ORIGINS: Final = ("projectBrief", "strategyTable", "resultReport")
_UNITS: Final = {"ล้านบาท": Decimal(1_000_000), "แสนบาท": Decimal(100_000), "พันบาท": Decimal(1_000)}
_ROUNDING: Final = Decimal("0.01")  # a figure printed with more digits may differ by so much of itself and be the same


def compare_money(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    """Compare the budgets of one project, then the sources of its funds."""
    a, b = both.a, both.b
    if ledger.of_years or not (a.listed and b.listed):
        _of_years(ledger, both)
    else:
        _of_one_plan(ledger, both)
    sources = [frozenset(each.funding for each in side.money if each.funding) for side in (a, b)]
    if all(sources) and sources[0] != sources[1] and a.listed and b.listed:
        names = [tuple(Phrase(f"funding_{name}") for name in sorted(side)) for side in sources]
        ledger.add(
            "funding", "changed", "funding_changed",
            a=", ".join(sorted(sources[0])), b=", ".join(sorted(sources[1])),
            lines=(_lines(a.money), _lines(b.money)), subjects=[a.id, b.id], certain=both.certain,
            of=of_project(b), from_=names[0], to=names[1],
        )  # fmt: skip


def _of_years(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    """Two years: the budget of each, whatever it was printed in."""
    one, other = _main(both.a), _main(both.b)
    if one is None or other is None or one.baht is None or other.baht is None or _agree(one, other):
        return
    _rebudgeted(ledger, both, one.baht, other.baht, ([one], [other]), "budget_of_years",
                from_=Phrase(f"origin_{one.origin}"), to=Phrase(f"origin_{other.origin}"))  # fmt: skip


def _of_one_plan(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    a, b = both.a, both.b
    details: list[Phrase] = []
    moved: tuple[list[Money], list[Money]] = ([], [])
    for origin in ORIGINS:
        left, right = _unequal(_of(a, origin), _of(b, origin))
        for one, other in zip(left, right, strict=False):
            if one.baht is None or other.baht is None:
                _unreadable(ledger, both, one, other)
                continue
            details.append(
                Phrase("budget_detail", place=Phrase(f"origin_{origin}"), a=_printed(one), b=_printed(other))
            )
            moved[0].append(one)
            moved[1].append(other)
        _alone(ledger, both, left[len(right) :], right[len(left) :])
    if not details:
        return
    before, after = a.budget, b.budget
    if before is None or after is None or before == after:
        before, after = moved[0][0].baht, moved[1][0].baht
        assert before is not None and after is not None  # noqa: S101  # the unreadable ones were left out above
        message = "budget_one_place"
    else:
        message = "budget_rebudgeted"
    _rebudgeted(ledger, both, before, after, moved, message, details=tuple(details))


def _rebudgeted(
    ledger: Ledger,
    both: Pair[ProjectFacts],
    before: Decimal,
    after: Decimal,
    moved: tuple[list[Money], list[Money]],
    message: str,
    **values: Any,
) -> None:
    percent = ((after - before) / before * 100).quantize(Decimal("0.1")) if before else None
    numbers: Figures = {"baht_a": before, "baht_b": after, "difference": after - before}
    if percent is not None:
        numbers["percent"] = percent
    for side, figures in zip("ab", moved, strict=True):
        numbers[f"printed_{side}"] = "; ".join(_printed(each) for each in figures)
    ledger.add(
        "budget", "rebudgeted", message,
        a=f"{before:,f}", b=f"{after:,f}", lines=(_lines(moved[0]), _lines(moved[1])),
        subjects=[both.a.id, both.b.id], numbers=numbers, certain=both.certain,
        severity=_matters(before, after, of_years=ledger.of_years), of=of_project(both.b),
        difference=f"{after - before:+,f}", percent=f"{percent:+}%" if percent is not None else "–", **values,
    )  # fmt: skip


def _matters(before: Decimal, after: Decimal, *, of_years: bool) -> str:
    """By the share and the baht of a change; between years one step less."""
    size = abs(after - before)
    reached = 2
    for step, name in enumerate(("high", "medium")):
        limit = rules()["budget"][name]
        if size >= limit["baht"] or (before and size / before >= Decimal(str(limit["share"]))):
            reached = step
            break
    return SEVERITIES[min(2, reached + of_years)]


def _unreadable(ledger: Ledger, both: Pair[ProjectFacts], one: Money, other: Money) -> None:
    if one.baht is None and other.baht is None:
        ledger.misread("budget", one.printed, other.printed, (one.lines, other.lines))
        return
    ledger.add(
        "budget", "unreadable", "budget_unreadable",
        a=_printed(one), b=_printed(other), lines=(one.lines, other.lines), subjects=[both.a.id, both.b.id],
        certain=both.certain, of=of_project(both.b), place=Phrase(f"origin_{one.origin}"),
    )  # fmt: skip


def _alone(ledger: Ledger, both: Pair[ProjectFacts], gone: list[Money], new: list[Money]) -> None:
    """Figures of one side alone; that of a brief that came or went is told with the brief if the budget stays."""
    if bool(both.a.brief) != bool(both.b.brief) and both.a.budget == both.b.budget:
        gone, new = ([each for each in side if each.origin != "projectBrief"] for side in (gone, new))
    for change, figures in (("dropped", gone), ("added", new)):
        for each in figures:
            left = change == "dropped"
            ledger.add(
                "budget", change, f"budget_{change}",
                a=_printed(each) if left else None, b=None if left else _printed(each),
                lines=(each.lines, ()) if left else ((), each.lines), subjects=[both.a.id, both.b.id],
                numbers={"baht": each.baht} if each.baht is not None else {}, certain=both.certain,
                severity=None if len(_of(both.a, each.origin)) == 0 or len(_of(both.b, each.origin)) == 0 else "medium",
                of=of_project(both.b), place=Phrase(f"origin_{each.origin}"), figure=_printed(each),
            )  # fmt: skip


def _unequal(a: list[Money], b: list[Money]) -> tuple[list[Money], list[Money]]:
    """The figures of each side that the other does not print; what remains stands in the order of the documents."""
    left, right = list(a), list(b)
    for one in list(left):
        same = next((other for other in right if _agree(one, other)), None)
        if same is not None:
            left.remove(one)
            right.remove(same)
    return left, right


def _agree(one: Money, other: Money) -> bool:
    """Whether two figures are one, the coarser rounded or cut at its last printed digit."""
    if one.baht is None or other.baht is None:
        return one.baht is other.baht and normalize(one.printed) == normalize(other.printed)
    difference = abs(one.baht - other.baht)
    if not difference:
        return True
    if one.unit not in _UNITS and other.unit not in _UNITS:
        return False
    return difference < max(_step(one), _step(other)) and difference / max(one.baht, other.baht) < _ROUNDING


def _step(money: Money) -> Decimal:
    """What one of the last printed digit is worth, in baht."""
    digits = len(to_arabic(money.printed).partition(".")[2].strip())
    return _UNITS.get(money.unit, Decimal(1)) / Decimal(10) ** digits


def _of(project: ProjectFacts, origin: str) -> list[Money]:
    return [money for money in project.money if money.origin == origin]


def _main(project: ProjectFacts) -> Money | None:
    """The figure that is the budget of the project."""
    return next((money for origin in ORIGINS for money in _of(project, origin) if money.baht == project.budget), None)


def _printed(money: Money) -> str:
    return f"{normalize(money.printed)} {money.unit}".strip()


def _lines(figures: tuple[Money, ...] | list[Money]) -> Lines:
    return tuple(sorted({line for money in figures for line in money.lines}))
