"""What the audit must find in the real plan, each with all its lines."""

from __future__ import annotations

import pytest

from audit_fixture import lampang_findings
from plangraph.audit.findings import Severity

BRIEFS_2569 = (1276, 1288, 1300, 1313, 1325, 1338, 1354, 1366, 1381, 1402)
FOUND = (
    ("budget-row-contradicts-brief", Severity.HIGH, (1261, 1404)),
    ("budget-row-contradicts-brief", Severity.MEDIUM, (1213, 1327)),
    ("budget-row-cut-off", Severity.LOW, (1207, 1244, 1263, 1290, 1302, 1385)),
    ("amount-words-no-number", Severity.MEDIUM, (1290,)),
    ("budget-without-unit", Severity.LOW, (1419,)),
    ("project-counted-twice", Severity.MEDIUM, (1206, 1212)),
    ("project-under-two-names", Severity.MEDIUM, (1239, 1260)),
    ("title-names-two-years", Severity.MEDIUM, (71, 440, 442)),
    ("brief-dated-another-year", Severity.HIGH, BRIEFS_2569),
    ("brief-text-names-other-year", Severity.LOW, (1393, 1402)),
    ("cited-edition-older", Severity.MEDIUM, (436, 1401)),
    ("plan-validity-differs", Severity.MEDIUM, (426, 1389)),
    ("plan-validity-differs", Severity.MEDIUM, (427, 1389)),
    ("plan-period-miscounted", Severity.LOW, (420, 421)),
    ("plan-validity-ended", Severity.MEDIUM, (321,)),
    ("event-outside-year", Severity.MEDIUM, (1515, 1519)),
    ("column-year-after-its-data", Severity.MEDIUM, (863, 879, 881, 883, 885, 887)),
    ("indicator-without-target", Severity.HIGH, (1195, 1196, 1226, 1227, 1229, 1252)),
    ("brief-indicator-measures-nothing", Severity.MEDIUM, (1274, 1286, 1298, 1364, 1400)),
    ("indicator-not-among-outputs", Severity.MEDIUM, (1321, 1322)),
    ("target-below-last-year", Severity.MEDIUM, (1273, 1562, 1563)),
    ("two-thresholds", Severity.MEDIUM, (1378,)),
    ("unit-differs-from-result", Severity.MEDIUM, (1397, 1680)),
    ("quantity-left-blank", Severity.MEDIUM, (1367,)),
    ("project-without-brief", Severity.MEDIUM, (1260,)),
    ("vision-differs", Severity.HIGH, (130, 1175, 1455)),
    ("crosswalk-column-shifted", Severity.HIGH, (1093, 1094, 1095, 1096, 1097, 1455, 1456, 1457, 1458, 1459)),
    ("crosswalk-column-shifted", Severity.HIGH, (1216, 1246, 1456, 1457)),
    ("guideline-missing-from-crosswalk", Severity.MEDIUM, (1186, 1456, 1457)),
    ("sub-plan-under-wrong-master-plan", Severity.MEDIUM, (256, 268)),
    ("goal-code-wrong", Severity.MEDIUM, (222,)),
    ("list-count-differs", Severity.MEDIUM, (1001,)),
    ("numbering-breaks", Severity.LOW, (167, 173)),
    ("numbering-breaks", Severity.LOW, (385, 395)),
    ("heading-without-number", Severity.LOW, (197, 218, 256, 280)),
    ("official-wording-reversed", Severity.HIGH, (260,)),
    ("project-name-differs", Severity.LOW, (1263, 1293)),
    ("row-name-misspelt", Severity.LOW, (547, 566)),
    ("district-misspelt", Severity.LOW, (512, 1005)),
    ("level-2-claim-without-level-1", Severity.MEDIUM, (256,)),
    ("level-2-without-level-1", Severity.MEDIUM, (1389,)),
    ("goal-never-measured", Severity.MEDIUM, (1191, 1221, 1222, 1250)),
    ("quantity-has-two-values", Severity.HIGH, (613, 634)),
    ("quantity-has-two-values", Severity.HIGH, (770, 789, 795, 799)),
    ("quantity-has-two-values", Severity.HIGH, (799, 803, 805, 806, 807, 808, 809, 849)),
    ("quantity-has-two-values", Severity.HIGH, (615, 636)),
    ("table-total-differs", Severity.HIGH, (676, 681, 682, 684, 685, 688, 689, 692, 693)),
    ("table-totals-one-column-off", Severity.HIGH, (*range(901, 911), 915, 917)),
    ("table-rate-differs", Severity.MEDIUM, (631, 632, 633, 634, 641, 642)),
)


@pytest.mark.parametrize(("rule", "severity", "lines"), FOUND)
def test_the_plan_contradicts_itself_here(rule: str, severity: Severity, lines: tuple[int, ...]) -> None:
    """The defect is one finding with exactly these lines."""
    assert (rule, severity, lines) in {(each.rule, each.severity, each.lines) for each in lampang_findings()}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({613, 634}, ("7,944", "17,719")),
        ({770, 795, 799}, ("973,638", "473,638")),
        ({676, 692}, ("1,807.109", "1,723.725")),
        ({1261, 1404}, ("๐.๒๑๘", "๒๘๒,๔๓๐")),
    ],
)
def test_the_figures_stand_in_the_message(lines: set[int], said: tuple[str, ...]) -> None:
    """A planner sees what is printed against what, without opening the document."""
    messages = [each.message_th for each in lampang_findings() if lines <= set(each.lines)]
    assert any(all(figure in message for figure in said) for message in messages)


def test_few_findings_are_severe() -> None:
    """A reviewer reads the severe ones first: less than a quarter, and no defect twice under two rules."""
    found = lampang_findings()
    severe = [each for each in found if each.severity is Severity.HIGH]
    assert 15 <= len(severe) <= len(found) / 4
    assert not [each for each in found if each.rule == "prose-parts-differ-from-whole" and set(each.lines) & {795, 799}]


def test_all_projects_hang_on_one_issue() -> None:
    """Thirteen briefs, one provincial issue."""
    (finding,) = [each for each in lampang_findings() if each.rule == "all-projects-on-one-issue"]
    assert finding.numbers == {"count": 13}


def test_a_project_listed_twice_says_what_it_does_to_the_total() -> None:
    """OPOAI-C stands under two strategies: 193,000 baht too much."""
    (finding,) = [each for each in lampang_findings() if each.rule == "project-counted-twice"]
    assert {name: int(finding.numbers[name]) for name in ("extra", "total", "once")} == {
        "extra": 193_000,
        "total": 16_571_500,
        "once": 16_378_500,
    }


def test_every_finding_has_its_own_key_and_says_what_to_do() -> None:
    """A person's decision must name one finding, and no sentence may be left with a hole."""
    found = lampang_findings()
    assert len({each.key for each in found}) == len(found)
    for each in found:
        for text in (each.message_th, each.message_en, each.fix_th, each.fix_en):
            assert text.strip() and "{" not in text and "None" not in text, each.key
