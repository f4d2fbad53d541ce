"""What became of the items of a plan and of a brief, and of the values they set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from plangraph.diffing import words
from plangraph.diffing.facts import Statement, Target
from plangraph.diffing.ledger import Ledger, clip
from plangraph.diffing.pairing import Pair, Pairs, pair_statements
from plangraph.diffing.phrases import Phrase
from plangraph.thai import match_key, normalize, to_arabic

NUMBERED = ("guideline", "strategy", "mission")  # kinds whose numbers name them: "แนวทางการพัฒนาด้านที่ 1"
INDICATOR = "indicator"
_SAME = (words.Relation.SAME, words.Relation.OCR)


def compare_statements(
    ledger: Ledger, kind: str, a: Sequence[Statement], b: Sequence[Statement], of: Phrase, *, certain: bool = True
) -> Pairs[Statement]:
    """Compare the statements of one kind of one owner; returns which are the same."""
    pairs = pair_statements(a, b, by_number=kind in NUMBERED)
    for gone in pairs.only_a:
        _alone(ledger, "dropped", gone, of, certain)
    for new in pairs.only_b:
        _alone(ledger, "added", new, of, certain)
    for both in pairs.both:
        _text(ledger, both, of, certain)
        _targets(ledger, both, of, certain)
    return pairs


def _alone(ledger: Ledger, change: str, one: Statement, of: Phrase, certain: bool) -> None:
    gone = change == "dropped"
    ledger.add(
        one.kind,
        change,
        f"statement_{change}",
        a=one.text if gone else None,
        b=None if gone else one.text,
        lines=(one.lines, ()) if gone else ((), one.lines),
        subjects=[one.id],
        certain=certain,
        what=Phrase(f"kind_{one.kind}"),
        of=of,
    )


def _text(ledger: Ledger, both: Pair[Statement], of: Phrase, certain: bool) -> None:
    a, b = both.a, both.b
    lines = (a.lines, b.lines)
    relation = words.relation(a.text, b.text)
    if relation in _SAME:
        ledger.misread(a.kind, a.printed, b.printed, lines)
        if a.kind in NUMBERED and a.number != b.number:
            _say(ledger, "renumbered", "statement_renumbered", both, of, certain, from_=a.number, to=b.number)
        return
    if relation in (words.Relation.CHANGED, words.Relation.OTHER) and _only_targets_differ(a, b):
        return
    reworded = relation in (words.Relation.GLUE, words.Relation.REWORDED)
    change = "reworded" if reworded else "changed"
    one, other = words.differing(a.text, b.text)
    _say(ledger, change, f"statement_{change}", both, of, certain, one=clip(one), other=clip(other))


def _only_targets_differ(a: Statement, b: Statement) -> bool:
    """Whether two texts are one but for the values they set."""
    if sorted(map(_said, a.targets)) == sorted(map(_said, b.targets)):
        return False
    plain = [words.glueless(_without_targets(side)) for side in (a, b)]
    return plain[0] == plain[1] or words.bare(a.text) == words.bare(b.text)


def _without_targets(statement: Statement) -> str:
    text = to_arabic(normalize(statement.text))
    for target in statement.targets:
        text = text.replace(to_arabic(normalize(target.printed)), " ")
    return text


def _say(
    ledger: Ledger, change: str, message: str, both: Pair[Statement], of: Phrase, certain: bool, **values: Any
) -> None:
    a, b = both.a, both.b
    ledger.add(
        a.kind,
        change,
        message,
        a=a.text,
        b=b.text,
        lines=(a.lines, b.lines),
        subjects=[a.id, b.id],
        certain=certain,
        what=Phrase(f"kind_{a.kind}"),
        of=of,
        **values,
    )


# --- values ----------------------------------------------------------------------------------------------------------


def _targets(ledger: Ledger, both: Pair[Statement], of: Phrase, certain: bool) -> None:
    a, b = _without_common(both.a.targets, both.b.targets)
    changed: list[tuple[Target | None, Target | None]] = []
    for target in list(a):
        same_unit = next((other for other in b if _unit(other) == _unit(target)), None)
        if same_unit is not None:
            changed.append((target, same_unit))
            a.remove(target)
            b.remove(same_unit)
    while a and b:
        changed.append((a.pop(0), b.pop(0)))
    changed += [(target, None) for target in a]
    changed += [(None, target) for target in b]
    for one, other in changed:
        _target(ledger, both, one, other, of, certain)


def _without_common(a: Iterable[Target], b: Iterable[Target]) -> tuple[list[Target], list[Target]]:
    left, right = list(a), list(b)
    for target in list(left):
        same = next((other for other in right if _said(other) == _said(target)), None)
        if same is not None:
            left.remove(target)
            right.remove(same)
    return left, right


def _said(target: Target) -> tuple[str, str, str]:
    """What a value says, without how it is printed."""
    return (f"{target.value.normalize():f}", target.comparator, _unit(target))


def _unit(target: Target) -> str:
    return match_key(target.unit)


def _target(
    ledger: Ledger, both: Pair[Statement], one: Target | None, other: Target | None, of: Phrase, certain: bool
) -> None:
    a, b = both.a, both.b
    change = "added" if one is None else "dropped" if other is None else "retargeted"
    severity = None
    if one and other and other.value < one.value and _unit(one) == _unit(other):
        severity = ledger.severity("target", "lowered" if a.kind == INDICATOR else "retargeted")
    elif a.kind != INDICATOR and change == "dropped":
        severity = ledger.severity("target", "retargeted")
    ledger.add(
        "target",
        change,
        f"target_{change}",
        a=_printed(one),
        b=_printed(other),
        lines=(a.lines, b.lines),
        subjects=[a.id, b.id],
        numbers={
            **({"value_a": one.value, "printed_a": one.printed} if one else {}),
            **({"value_b": other.value, "printed_b": other.printed} if other else {}),
        },
        certain=certain,
        severity=severity,
        what=Phrase(f"kind_{a.kind}"),
        text=clip(b.text),
        of=of,
    )


def _printed(target: Target | None) -> str | None:
    """The value as printed, with its unit."""
    if target is None:
        return None
    printed = normalize(target.printed)
    return printed if not target.unit or target.unit in printed else f"{printed} {target.unit}"
