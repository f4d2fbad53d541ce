"""One misprinted figure is one finding, though sums, shares and other sections contradict it too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from plangraph.audit.arithmetic_words import limit
from plangraph.audit.figures import Figures
from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.texts import LANGS, Texts

TWICE: Final = "quantity-has-two-values"
PARTS: Final = "prose-parts-differ-from-whole"
TOTALS: Final = "table-total-differs"
_WORTH: Final = 100  # differences below this are equal by chance

Values = Mapping[str, Sequence[Decimal]]


def other_values(found: Iterable[Finding], figures: Figures) -> dict[str, list[Decimal]]:
    """By the IRI of a statement: the other values that its quantity has in the document."""
    printed = {each.iri: each.amounts[0].value for each in figures.statements if each.amounts}
    out: dict[str, list[Decimal]] = defaultdict(list)
    for each in found:
        if each.rule == TWICE:
            values = _numbers(each, "value")
            for iri in (subject for subject in each.subjects if subject in printed):
                out[iri] += [value for value in values if value != printed[iri]]
    return out


def merged(found: Sequence[Finding], figures: Figures) -> Iterator[Finding]:
    """The findings, those about one figure put together under the one that names its values."""
    leading = [each for each in found if each.rule == TWICE]
    others = other_values(leading, figures)
    printed = {each.iri: each.amounts[0].value for each in figures.statements if each.amounts}
    joined: dict[str, list[Finding]] = defaultdict(list)
    for each in found:
        owners = [lead for lead in leading if _explains(lead, each, others, printed)]
        owners += [lead for lead in leading if each.rule == PARTS and each.subjects[0] in lead.subjects]
        for owner in owners[:1]:
            joined[owner.key].append(each)
    taken = {each.key for members in joined.values() for each in members}
    yield from (_with(each, joined[each.key]) for each in found if each.key not in taken)


def _explains(lead: Finding, each: Finding, others: Values, printed: Mapping[str, Decimal]) -> bool:
    """Whether another value of the quantity mends a sum that fails."""
    if each.rule == PARTS:
        return _part_explains(each, lead, others, printed)
    if each.rule == TOTALS:
        same = set(_numbers(lead, "difference")) & {abs(value) for value in _numbers(each, "difference")}
        return bool(set(each.lines) & set(lead.lines)) and any(value >= _WORTH for value in same)
    return False


def _part_explains(each: Finding, lead: Finding, others: Values, printed: Mapping[str, Decimal]) -> bool:
    """Whether the parts make the whole with another value of the quantity."""
    whole, total = _numbers(each, "printed")[0], _numbers(each, "recomputed")[0]
    sums = (
        total - printed[iri] + value
        for iri in each.subjects[1:]
        if iri in lead.subjects
        for value in others.get(iri, ())
    )
    return any(abs(found - whole) <= abs(whole) * limit("medium_share") for found in sums)


def _with(each: Finding, members: Sequence[Finding]) -> Finding:
    """A finding with the lines, figures and words of those that belong to it; as severe as the worst of them."""
    if not members:
        return each
    said = {lang: Texts("arithmetic", lang) for lang in LANGS}
    th = [each.message_th, *(said["th"]("also", message=member.message_th) for member in members)]
    en = [each.message_en, *(said["en"]("also", message=member.message_en) for member in members)]
    numbers = dict(each.numbers)
    for place, member in enumerate(members, start=1):
        numbers |= {f"{name}_also_{place}": value for name, value in member.numbers.items()}
    every = [each, *members]
    causes = {member.cause for member in every}
    return replace(
        each,
        severity=min((member.severity for member in every), key=list(Severity).index),
        cause=Cause.OCR if Cause.OCR in causes else each.cause,
        lines=tuple(sorted({line for member in every for line in member.lines})),
        subjects=tuple(dict.fromkeys(subject for member in every for subject in member.subjects)),
        message_th="; ".join(th),
        message_en="; ".join(en),
        numbers=numbers,
    )


def _numbers(each: Finding, name: str) -> list[Decimal]:
    found = (value for key, value in each.numbers.items() if key.partition("_")[0] == name)
    return [value for value in found if isinstance(value, Decimal)]
