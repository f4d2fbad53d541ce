"""Compare two plans, or all plans of two builds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.diffing import words
from plangraph.diffing.changes import Change, in_order
from plangraph.diffing.facts import LinkFact, PlanFacts, ProjectFacts, Statement
from plangraph.diffing.ledger import Ledger
from plangraph.diffing.links import compare_links
from plangraph.diffing.pairing import Pairs
from plangraph.diffing.phrases import Phrase
from plangraph.diffing.projects import compare_projects
from plangraph.diffing.statements import compare_statements

_OF_GUIDELINE = ("goal", "indicator")


@dataclass(frozen=True, slots=True)
class Compared:
    """One plan of side A beside one of side B."""

    a: PlanFacts
    b: PlanFacts
    projects: Pairs[ProjectFacts]

    @property
    def of_years(self) -> bool:
        return self.a.year != self.b.year


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two sides."""

    changes: tuple[Change, ...]
    plans: tuple[Compared, ...]

    @property
    def substance(self) -> bool:
        """Whether anything differs that is no mere rewording or misreading."""
        return any(change.substance for change in self.changes)


def compare(pairs: Sequence[tuple[PlanFacts | None, PlanFacts | None]]) -> Difference:
    """The difference of two sides, given as the plans that stand beside each other; None: a side has no such plan."""
    changes: list[Change] = []
    plans: list[Compared] = []
    for a, b in pairs:
        if a is not None and b is not None:
            ledger = Ledger(a, b)
            plans.append(Compared(a, b, _compare_plans(ledger)))
            changes += ledger.close()
        elif only := a or b:
            changes.append(_alone(only, gone=a is not None))
    return Difference(tuple(in_order(changes)), tuple(plans))


def _alone(plan: PlanFacts, *, gone: bool) -> Change:
    ledger = Ledger(plan, plan)
    change = "dropped" if gone else "added"
    ledger.add(
        "plan", change, f"plan_{change}", a=plan.label if gone else None, b=None if gone else plan.label,
        lines=(plan.lines, ()) if gone else ((), plan.lines), subjects=[plan.id],
        numbers={"projects": len(plan.projects)}, name=plan.label, count=len(plan.projects),
    )  # fmt: skip
    return ledger.close()[0]


def _compare_plans(ledger: Ledger) -> Pairs[ProjectFacts]:
    a, b = ledger.plan_a, ledger.plan_b
    strategies: dict[str, str] = {}
    if a.read and b.read:
        if not ledger.of_years and words.relation(a.label, b.label) is not words.Relation.SAME:
            ledger.add("plan", "renamed", "plan_renamed", a=a.label, b=b.label, lines=(a.lines, b.lines),
                       subjects=[a.id, b.id])  # fmt: skip
        strategies = _compare_programme(ledger)
        compare_links(ledger, _from(a, a.id), _from(b, b.id), Phrase("of_plan"), [a.id, b.id], True)
    elif a.read != b.read:
        unread = a if b.read else b
        ledger.add("plan", "uncompared", "plan_uncompared", a=a.label, b=b.label, subjects=[a.id, b.id],
                   year=unread.year, name=unread.label)  # fmt: skip
    return compare_projects(ledger, strategies)


def _compare_programme(ledger: Ledger) -> dict[str, str]:
    """Compare vision, missions, guidelines with goals and indicators, strategies; returns which strategies are one."""
    a, b = ledger.plan_a, ledger.plan_b
    for kind in ("vision", "mission"):
        compare_statements(ledger, kind, _of(a, kind), _of(b, kind), Phrase("of_plan"))
    pairs = compare_statements(ledger, "guideline", _of(a, "guideline"), _of(b, "guideline"), Phrase("of_plan"))
    strategies: dict[str, str] = {}
    for both in pairs.both:
        of = Phrase("of_guideline", number=both.b.number)
        compare_links(ledger, _from(a, both.a.id), _from(b, both.b.id), of, [both.a.id, both.b.id], True)
        for kind in _OF_GUIDELINE:
            compare_statements(ledger, kind, _of(a, kind, both.a.id), _of(b, kind, both.b.id), of)
        before, after = (
            [part for part in _of(side, "strategy") if part.id.startswith(parent + "/")]
            for side, parent in ((a, both.a.id), (b, both.b.id))
        )
        found = compare_statements(ledger, "strategy", before, after, of)
        strategies |= {one.a.id: one.b.id for one in found.both}
    return strategies


def _of(plan: PlanFacts, kind: str, owner: str | None = None) -> list[Statement]:
    return [part for part in plan.statements if part.kind == kind and owner in (None, part.owner)]


def _from(plan: PlanFacts, source: str) -> list[LinkFact]:
    return [link for link in plan.links if link.source == source]
