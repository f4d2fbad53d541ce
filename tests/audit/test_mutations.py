"""Defects of every kind at random places of a clean plan, in Thai and in Arabic digits, are found in their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest

from audit_fixture import findings_of
from audit_grown import grown
from audit_mutations import ALL, Mutation, seeded_text
from plangraph.audit.findings import Finding, Severity
from plangraph.thai import to_arabic

ENOUGH = 0.95  # share of the seeded defects that must be found with all of their lines
CASES = [(mutation, seed) for mutation in ALL for seed in (0, 1)]  # even seeds in Thai digits, odd ones in Arabic


def digits(seed: int) -> Callable[[str], str]:
    return to_arabic if seed % 2 else str


@lru_cache(maxsize=len(CASES))
def examined(mutation: Mutation, seed: int) -> tuple[frozenset[int], tuple[Finding, ...]]:
    """The lines that were damaged and what the audit finds then."""
    text, lines = seeded_text(grown(seed), mutation, seed)
    return frozenset(lines), tuple(findings_of(digits(seed)(text)))


def missed() -> Iterator[str]:
    for mutation, seed in CASES:
        lines, found = examined(mutation, seed)
        if not any(each.rule in mutation.rules and lines <= set(each.lines) for each in found):
            yield f"{mutation.name}-{seed}"


@pytest.mark.parametrize("seed", [0, 1])
def test_the_grown_plan_is_clean(seed: int) -> None:
    """Nine projects, five tables: nothing is wrong with them before a defect is seeded."""
    assert [(each.rule, each.lines) for each in findings_of(digits(seed)(grown(seed)))] == []


def test_nearly_all_seeded_defects_are_found_in_their_lines() -> None:
    """Over fifty kinds, each twice, at places and with figures that differ."""
    assert len(ALL) > 50
    assert len(list(missed())) <= (1 - ENOUGH) * len(CASES), list(missed())


def test_a_seeded_defect_brings_up_nothing_else() -> None:
    """No other high or medium finding than the defect's own rule and what follows from it."""
    others = {
        f"{mutation.name}-{seed}": [(each.rule, each.lines) for each in strange]
        for mutation, seed in CASES
        if (strange := [each for each in examined(mutation, seed)[1] if _is_other(mutation, each)])
    }
    assert others == {}


def _is_other(mutation: Mutation, finding: Finding) -> bool:
    return finding.severity is not Severity.LOW and finding.rule not in mutation.rules | mutation.also
