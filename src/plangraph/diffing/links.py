"""What became of the links of a project or a plan: dropped, added, to another target, resting on something else."""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.diffing.facts import LinkFact, PlanFacts, ProjectFacts
from plangraph.diffing.ledger import Ledger, clip, of_project
from plangraph.diffing.pairing import Pair
from plangraph.diffing.phrases import Phrase
from plangraph.diffing.rules import rules
from plangraph.texts import sentences
from plangraph.thai import match_key
from plangraph.verdicts import ALIGNED, BY_PLAN, NOT_ALIGNED

_WORTH = (NOT_ALIGNED, BY_PLAN, ALIGNED)
_WHOLESALE = ("planWide", "tabulated")  # said once for many: never more than of medium weight


def compare_links(
    ledger: Ledger, a: Sequence[LinkFact], b: Sequence[LinkFact], of: Phrase, subjects: Sequence[str], certain: bool
) -> None:
    """Compare the links of one thing."""
    left, right = {_key(x, ledger.plan_a): x for x in a}, {_key(x, ledger.plan_b): x for x in b}
    for key in sorted(left.keys() & right.keys()):
        _basis(ledger, left[key], right[key], of, subjects, certain)
    gone = [left[key] for key in sorted(left.keys() - right.keys())]
    new = [right[key] for key in sorted(right.keys() - left.keys())]
    for one in list(gone):
        other = _instead(one, new)
        if other is not None:
            gone.remove(one)
            new.remove(other)
            edition = match_key(one.label) == match_key(other.label)
            _say(ledger, "retargeted", one, other, of, subjects, certain, edition=edition)
    for one in gone:
        _say(ledger, "dropped", one, None, of, subjects, certain)
    for other in new:
        _say(ledger, "added", None, other, of, subjects, certain)


def compare_verdicts(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    """Whether the answer of ``plangraph check`` is another one."""
    a, b = both.a, both.b
    if a.verdict is None or b.verdict is None or a.verdict == b.verdict:
        return
    better = _WORTH.index(b.verdict) > _WORTH.index(a.verdict)
    ledger.add(
        "verdict", "changed", "verdict_changed",
        a=a.verdict, b=b.verdict, lines=(a.lines, b.lines), subjects=[a.id, b.id], certain=both.certain,
        severity="medium" if better else None, of=of_project(b),
        from_=Phrase(f"verdict_{a.verdict}"), to=Phrase(f"verdict_{b.verdict}"),
    )  # fmt: skip


def _key(link: LinkFact, plan: PlanFacts) -> str:
    """What a target is known by: its address, or its name where the address only says where this plan names it."""
    if link.target.startswith(plan.id + "/") or "/named-plan/" in link.target:
        return f"{link.kind} {match_key(link.label)}"
    return plan.elsewhere(link.target)


def _instead(one: LinkFact, new: Sequence[LinkFact]) -> LinkFact | None:
    """Of the new links the one that stands where ``one`` stood: the same kind of target, known the same way."""
    same = [other for other in new if (other.kind, other.basis) == (one.kind, one.basis)]
    by_name = [other for other in same if match_key(other.label) == match_key(one.label)]
    if by_name:
        return by_name[0]
    siblings = [other for other in same if _parent(other.target) == _parent(one.target)]
    return siblings[0] if one.basis not in _WHOLESALE and siblings else None


def _parent(iri: str) -> str:
    return iri.rpartition("/")[0]


def _basis(ledger: Ledger, one: LinkFact, other: LinkFact, of: Phrase, subjects: Sequence[str], certain: bool) -> None:
    if one.basis == other.basis and one.strong == other.strong:
        return
    weaker = one.strong and not other.strong
    ledger.add(
        "link", "restated", "link_restated",
        a=f"{one.label} ({one.basis})", b=f"{other.label} ({other.basis})", lines=(one.lines, other.lines),
        subjects=[*subjects, one.target, other.target], certain=certain,
        severity="high" if weaker else "medium" if one.strong != other.strong else "low",
        of=of, target=_named(other), from_=Phrase(f"basis_{one.basis}"), to=Phrase(f"basis_{other.basis}"),
    )  # fmt: skip


def _say(
    ledger: Ledger,
    change: str,
    one: LinkFact | None,
    other: LinkFact | None,
    of: Phrase,
    subjects: Sequence[str],
    certain: bool,
    *,
    edition: bool = False,
) -> None:
    known = [link for link in (one, other) if link is not None]
    ledger.add(
        "link", change, "link_other_edition" if edition else f"link_{change}",
        a=one.label if one else None, b=other.label if other else None,
        lines=(one.lines if one else (), other.lines if other else ()),
        subjects=[*subjects, *(link.target for link in known)], certain=certain,
        severity="low" if edition else _severity(ledger, change, known[0]),
        of=of, target=_named(known[0]), to=_named(known[-1]), basis=Phrase(f"basis_{known[-1].basis}"),
    )  # fmt: skip


def _severity(ledger: Ledger, change: str, link: LinkFact) -> str:
    severity = ledger.severity("link", change)
    if link.basis in _WHOLESALE:
        return "medium" if change == "dropped" else "low"
    if change == "dropped" and not ledger.of_years:
        return str(rules()["levels"].get(str(link.level), severity))
    return severity


def _named(link: LinkFact) -> Phrase:
    key = f"class_{link.kind}"
    return Phrase(
        "target", kind=Phrase(key if key in sentences("diff") else "class_PlanElement"), name=clip(link.label)
    )
