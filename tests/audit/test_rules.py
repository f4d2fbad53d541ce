"""Every rule of queries/checks finds the defect it is named after, in its lines, and nothing in a clean plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audit_fixture import clean_text, findings_of, lines_with, seeded
from audit_seeds import Seed, seeds
from plangraph.audit.checkfiles import all_checks
from plangraph.thai import to_arabic

CHECKS = {check.rule: check for check in all_checks()}
DIGITS = pytest.mark.parametrize("digits", [str, to_arabic], ids=["thai", "arabic"])


def test_every_rule_has_a_seed() -> None:
    """A check file without a test that finds it would be a promise."""
    assert {seed.rule for seed in seeds()} == set(CHECKS)
    assert len(seeds()) >= len(CHECKS) >= 66


@DIGITS
def test_a_clean_plan_has_no_finding(digits: Callable[[str], str]) -> None:
    """No rule invents anything, in either digits."""
    assert [(each.rule, each.lines) for each in findings_of(digits(clean_text()))] == []


@DIGITS
@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.rule)
def test_a_seeded_defect_is_found_in_its_lines(seed: Seed, digits: Callable[[str], str]) -> None:
    """One finding of the rule, with every line the defect stands in."""
    text = digits(seeded(seed.changes))
    found = findings_of(text, [seed.rule])
    assert [each.rule for each in found] == [seed.rule]
    assert lines_with(text, map(digits, seed.markers)) <= set(found[0].lines)
    assert found[0].severity is (seed.severity or CHECKS[seed.rule].severity)
