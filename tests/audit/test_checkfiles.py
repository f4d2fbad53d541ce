"""A check file with a header we cannot use stops at once and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.audit.checkfiles import BadCheckFile, all_checks, read_check
from plangraph.audit.engine import rule_names
from plangraph.audit.judges import JUDGES
from support import ROOT

PROBLEM, FIX = '#+ problem: {th: "ก", en: "a"}', '#+ fix: {th: "ข", en: "b"}'
GOOD = """#+ severity: low
#+ problem: {th: "ก", en: "a"}
#+ fix: {th: "ข", en: "b"}
#+ group: money
#+ title: {th: "ค", en: "c"}
SELECT ?document WHERE { ?document ?p ?o }
"""


def test_every_judge_named_exists_and_every_judge_is_used() -> None:
    """A header that names no judge would fail only when it runs; a judge nobody names is dead."""
    assert {check.judge for check in all_checks() if check.judge} == set(JUDGES)


def test_every_query_selects_its_document() -> None:
    """Without ``?document`` the rows of a rule belong to no plan."""
    assert [check.rule for check in all_checks() if "?document" not in check.query.partition("WHERE")[0]] == []


def test_every_rule_has_a_page() -> None:
    """The name of a finding leads to its page."""
    pages = {path.stem for path in (ROOT / "docs" / "audit").glob("*.md")} - {"README"}
    assert pages == set(rule_names())


def test_a_rule_is_called_after_its_file(tmp_path: Path) -> None:
    """Underscores in the file, hyphens in the rule."""
    path = tmp_path / "budget_unreadable.rq"
    path.write_text(GOOD, encoding="utf-8")
    assert read_check(path).rule == "budget-unreadable"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: low", "severity: grave"),
        ("group: money", "group: weather"),
        ('{th: "ก", en: "a"}', '{th: "ก"}'),
        ("#+ group: money\n", ""),
        ("#+ group", "#+ colour: red\n#+ group"),
        (f"{PROBLEM}\n{FIX}", f"{FIX}\n{PROBLEM}"),
        ("#+ group: money", "#+ group money"),
    ],
)  # fmt: skip
def test_a_bad_header_stops(tmp_path: Path, old: str, new: str) -> None:
    """Unknown values, missing texts, unknown keys, another order, no YAML."""
    path = tmp_path / "bad.rq"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadCheckFile, match=r"bad\.rq"):
        read_check(path)
