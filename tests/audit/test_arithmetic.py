"""Every arithmetic rule finds the slip it is for, with its lines, and keeps quiet over the same text without it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from audit_excerpts import stored
from lampang import parts
from plangraph.audit.arithmetic import RULES, examine, findings, unchecked
from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.resources import root
from plangraph.store import EmbeddedStore, canonical
from plangraph.texts import LANGS, sentences
from plangraph.thai import to_arabic

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "audit" / "arithmetic.toml").read_text(encoding="utf-8")
)["case"]
NAMES = [f"{case['rule']}-{number}" for number, case in enumerate(CASES)]


def wrong_text(case: dict[str, Any]) -> str:
    text: str = case["text"].replace(case["right"], case["wrong"], 1)
    assert text != case["text"]
    return text


def of_rule(found: list[Finding], rule: str) -> list[Finding]:
    return [each for each in found if each.rule == rule]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_slip_is_found_with_its_lines(case: dict[str, Any]) -> None:
    found = of_rule(findings(stored(wrong_text(case))), case["rule"])
    assert [list(each.lines) for each in found] == [case["lines"]]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_arabic_digits_make_no_difference(case: dict[str, Any]) -> None:
    found = of_rule(findings(stored(to_arabic(wrong_text(case)))), case["rule"])
    assert [list(each.lines) for each in found] == [case["lines"]]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_text_that_adds_up_has_no_finding(case: dict[str, Any]) -> None:
    assert findings(stored(case["text"])) == []


def test_every_rule_has_a_case_a_page_and_its_words() -> None:
    assert {case["rule"] for case in CASES} == set(RULES)
    said = sentences("arithmetic")
    for rule in RULES:
        assert (root() / "docs" / "audit" / f"{rule}.md").is_file(), rule
        for key in (rule, f"{rule}-fix"):
            assert set(said[key]) == set(LANGS)


# --- what the findings say -------------------------------------------------------------------------------------------


def case_of(rule: str) -> dict[str, Any]:
    return next(case for case in CASES if case["rule"] == rule)


def test_a_total_is_printed_recomputed_and_compared() -> None:
    found = of_rule(findings(stored(wrong_text(case_of("table-total-differs")))), "table-total-differs")[0]
    assert found.numbers == {"printed": Decimal(72), "recomputed": Decimal(73), "difference": Decimal(-1)}
    assert "73" in found.message_th and "73" in found.message_en


def test_one_digit_that_mends_everything_is_laid_to_the_reading() -> None:
    found = findings(stored(wrong_text(case_of("table-figure-contradicted"))))
    assert [(each.rule, each.cause) for each in found] == [("table-figure-contradicted", Cause.OCR)]
    assert found[0].numbers["recomputed"] == Decimal("24996")


def test_what_cannot_be_checked_is_counted() -> None:
    text = case_of("figure-unreadable")["text"].replace("พืชผัก (ไร่)", "ร้อยละ").replace("๑๑,๑๘๐", "๑๑,๑๘")
    assert unchecked(stored(text)) == {"figure-unreadable": 1, "table-share-differs": 2}


def test_a_percentage_may_be_cut_or_rounded_but_no_more() -> None:
    text = case_of("table-share-differs")["text"]
    for printed, wrong in (("๘.๓๒๘", 0), ("๘.๓๒๗", 1), ("๘.๓๒๙", 1)):
        found = of_rule(findings(stored(text.replace("๘.๓๒๘", printed))), "table-share-differs")
        assert len(found) == wrong, printed


# --- the Lampang plan ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def of_lampang() -> tuple[Finding, ...]:
    return examine(EmbeddedStore.in_memory([canonical(parts().graph)])).findings


KNOWN = [
    ("quantity-has-two-values", {613, 634}, "7,944"),
    ("quantity-has-two-values", {770, 795, 799}, "473,638"),
    ("quantity-has-two-values", {799, 803, 849}, "465,032"),
    ("quantity-has-two-values", {770, 789, 1043}, "302,165"),
    ("quantity-has-two-values", {611, 640}, "111,002"),
    ("quantity-has-two-values", {615, 642}, "2.14"),
    ("quantity-has-two-values", {1024, 1043}, "8,317"),
    ("table-total-differs", {676, 681, 684, 688, 692}, "1,807.109"),
    ("table-total-differs", {747, 762}, "1,053,563,365"),
    ("table-change-differs", {600, 601}, "-5,408"),
    ("table-totals-one-column-off", {901, 917}, "20,024,931.87"),
    ("table-figures-under-other-names", {777, 838, 788, 844}, "57,289"),
    ("table-figure-contradicted", {1026, 1027, 1030}, "25,996"),
    ("figure-unreadable", {847}, "11,18"),
    ("prose-parts-differ-from-whole", {650}, "3,690"),
    ("prose-differs-from-table", {701, 707}, "67,383"),
    ("prose-ranking-incomplete", {921, 927, 950}, "1,431.63"),
    ("prose-share-differs", {799}, "0.26"),
    ("quantity-has-two-values", {770, 795, 799}, "7,333,726"),
    ("quantity-has-two-values", {613, 641}, "54.58"),
]


@pytest.mark.parametrize(("rule", "lines", "figure"), KNOWN, ids=[f"{rule}-{figure}" for rule, _, figure in KNOWN])
def test_a_known_defect_of_the_lampang_plan_is_found(rule: str, lines: set[int], figure: str) -> None:
    same = [each for each in of_lampang() if each.rule == rule and lines <= set(each.lines)]
    assert any(figure in to_arabic(each.message_th) for each in same)


def test_tables_of_the_lampang_plan_that_add_up_are_left_alone() -> None:
    """Local government (564–580), licences (863–877), factories (931–961): nothing in them is wrong but one name."""
    of_tables = [each for each in of_lampang() if each.rule.startswith("table-")]
    sound = {*range(564, 581), *range(863, 878), *range(931, 962)}
    assert [each for each in of_tables if sound & set(each.lines)] == []


def test_findings_come_in_order_and_the_worst_are_severe() -> None:
    found = of_lampang()
    assert [each.lines for each in found] == sorted(each.lines for each in found)
    assert {each.severity for each in found} == set(Severity)
