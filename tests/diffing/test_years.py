"""The plan of 2570 against what its results section tells of 2568, and read plans of two years."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from diffing_fixture import no_graph, of_substance
from lampang import graph
from plangraph.diffing.changes import Change
from plangraph.diffing.compare import Difference, compare
from plangraph.diffing.inputs import beside, open_side
from plangraph.outputs.diff_rows import counts
from plangraph.store import EmbeddedStore
from sources.synthetic import GREEN, INDIGO, SME, TWO_BRIEFS, TWO_GUIDELINES, Brief, Plan, Row


@lru_cache(maxsize=1)
def lampang_years() -> Difference:
    store = EmbeddedStore(graph())
    return compare(beside(open_side("2568", lambda: store), open_side("2570", lambda: store)))


def of(kind: str, change: str) -> list[Change]:
    return [each for each in lampang_years().changes if (each.kind, each.change) == (kind, change)]


def test_every_project_of_both_years_is_accounted_for() -> None:
    """11 and 14: three keep their name, one is the same by the name the table prints, four are proposed."""
    (plans,) = lampang_years().plans
    wanted = {"a": 11, "b": 14, "same": 3, "renamed": 1, "proposed": 4, "gone": 3, "new": 6}
    assert counts(plans, lampang_years().changes) == wanted


@pytest.mark.parametrize(
    ("part", "certain", "why"),
    [
        ("เหมืองแร่ดีคู่ชุมชน", True, ["ฉบับ ข พิมพ์อีกชื่อหนึ่งว่า “โครงการเหมืองแร่ดีคู่ชุมชน” ซึ่งตรงกัน"]),
        ("MIND STAR", False, ["ชื่อย่อ “MIND STAR” ตรงกัน", "ชื่อคล้ายกันร้อยละ 77"]),
        ("OPOAI", False, ["ชื่อย่อ “OPOAI - C NEXT STEPS” ตรงกัน", "ชื่อคล้ายกันร้อยละ 69"]),
        ("เอสเอ็มอี", False, ["ชื่อคล้ายกันร้อยละ 85"]),
        ("อุตสาหกรรมในภูมิภาค", False, ["ชื่อคล้ายกันร้อยละ 67"]),
    ],
)
def test_a_project_under_another_name_says_why(part: str, certain: bool, why: list[str]) -> None:
    """What only likeness suggests is marked as a proposal."""
    (found,) = [each for each in of("project", "renamed") if part in (each.b or "")]
    assert (found.certain, found.reasons("th")) == (certain, why)
    assert ("อาจเป็นโครงการเดียวกัน" in found.text("th")) is not certain


def test_dropped_and_new_projects_name_their_lines() -> None:
    """In the results section of 2568, and in table and brief of 2570."""
    assert sorted(each.lines_a for each in of("project", "dropped")) == [(1493,), (1624,), (1640,)]
    assert (1207, 1281) in {each.lines_b for each in of("project", "added")}


def test_budgets_of_two_years_say_what_each_was_printed_in() -> None:
    """A result's figure is never passed off as a plan's."""
    (found,) = [each for each in of("budget", "rebudgeted") if 1419 in each.lines_b]
    assert "ปี 2568 3,340,000 บาท (รายงานผล) → ปี 2570 5,687,000 บาท (แบบย่อโครงการ)" in found.text("th")
    assert found.severity == "medium"


def test_a_budget_of_a_proposed_pair_is_a_proposal_too() -> None:
    """Its certainty is that of the pair."""
    uncertain = {each.subjects for each in of("project", "renamed") if not each.certain}
    assert {each.subjects for each in of("budget", "rebudgeted") if not each.certain} <= uncertain
    assert len(uncertain) == 4


def test_what_a_results_section_does_not_tell_is_not_called_dropped() -> None:
    """No link, indicator, brief or guideline of 2568 is known, so none is compared, and that is said."""
    assert {each.kind for each in lampang_years().changes} == {"plan", "project", "budget"}
    (said,) = of("plan", "uncompared")
    assert "เทียบได้เพียงรายชื่อโครงการและงบประมาณ" in said.text("th")


# --- read plans of two years -----------------------------------------------------------------------------------------

NEXT_INDIGO = Row("โครงการยกระดับผ้าหม้อห้อมสู่ตลาดโลก (MOHOM PLUS)", ("1.8500",))
NEXT_SME = Row("โครงการเพิ่มผลิตภาพวิสาหกิจขนาดกลางและขนาดย่อม ระยะที่ 2", ("0.2400",))


def programme(*changes: tuple[Row, Row]) -> tuple:  # type: ignore[type-arg]
    """The guidelines of the synthetic plan with other rows."""
    rows = dict(changes)
    return tuple(
        replace(guideline, strategies=tuple(
            replace(strategy, groups=tuple(
                replace(group, rows=tuple(rows.get(row, row) for row in group.rows)) for group in strategy.groups
            )) for strategy in guideline.strategies
        )) for guideline in TWO_GUIDELINES
    )  # fmt: skip


def compared(folder: Path, a: Plan, b: Plan) -> Difference:
    """Two synthetic plans as text files."""
    for name, plan in (("a.txt", a), ("b.txt", b)):
        (folder / name).write_text("\n".join(plan.lines()), encoding="utf-8")
    return compare(beside(*(open_side(str(folder / name), no_graph) for name in ("a.txt", "b.txt"))))


def test_the_next_year_s_plan_is_held_against_this_year_s(tmp_path: Path) -> None:
    """A short name in brackets proposes a series, "ระยะที่ 2" another; what kept its name goes on."""
    now = Plan(briefs=())
    then = Plan(year=2572, years=(2572,), briefs=(), guidelines=programme((INDIGO, NEXT_INDIGO), (SME, NEXT_SME)))
    found = compared(tmp_path, now, then)
    renamed = {each.b: each for each in found.changes if (each.kind, each.change) == ("project", "renamed")}
    assert set(renamed) == {NEXT_INDIGO.name, NEXT_SME.name}
    assert not any(each.certain for each in renamed.values())
    assert "ชื่อย่อ “MOHOM PLUS” ตรงกัน" in renamed[NEXT_INDIGO.name].reasons("th")
    continued = {each.a for each in found.changes if each.change == "continued"}
    assert GREEN.name in continued and len(continued) == 3


def test_two_phases_of_one_year_are_two_projects(tmp_path: Path) -> None:
    """Alike to a digit: the one that stayed is the same, the other is new."""
    both = replace(
        TWO_GUIDELINES[1].strategies[0].groups[0], rows=(GREEN, replace(GREEN, name=f"{GREEN.name} ระยะที่ 2"))
    )
    second = replace(TWO_GUIDELINES[1], strategies=(replace(TWO_GUIDELINES[1].strategies[0], groups=(both,)),))
    one = replace(both, rows=(GREEN,))
    first = replace(TWO_GUIDELINES[1], strategies=(replace(TWO_GUIDELINES[1].strategies[0], groups=(one,)),))
    a = Plan(briefs=(), guidelines=(TWO_GUIDELINES[0], first))
    b = Plan(briefs=(), guidelines=(TWO_GUIDELINES[0], second))
    (found,) = of_substance(compared(tmp_path, a, b))
    assert (found.kind, found.change, found.b) == ("project", "added", f"{GREEN.name} ระยะที่ 2")


BRIEF = TWO_BRIEFS[0]


@pytest.mark.parametrize(
    ("brief", "kind", "change", "severity"),
    [
        (replace(BRIEF, indicators=(*BRIEF.indicators, "ยอดขายเพิ่มขึ้น ร้อยละ 5")), "indicator", "added", "medium"),
        (replace(BRIEF, indicators=("ผู้เข้าร่วมมีความพึงพอใจ ไม่น้อยกว่าร้อยละ 60",)), "target", "retargeted", "high"),
        (replace(BRIEF, indicators=("ผู้เข้าร่วมมีความพึงพอใจ ไม่น้อยกว่าร้อยละ 90",)), "target", "retargeted", "medium"),
        (replace(BRIEF, indicators=("ผู้เข้าร่วมมีความพึงพอใจ",)), "target", "dropped", "high"),
        (replace(BRIEF, outputs=("ผู้ประกอบการได้รับการพัฒนา จำนวน 20 ราย",)), "target", "retargeted", "medium"),
        (replace(BRIEF, objectives=("เพื่อพัฒนาผลิตภัณฑ์",)), "objective", "dropped", "low"),
        (replace(BRIEF, period="ปีงบประมาณ พ.ศ. 2570"), "year", "changed", "low"),
        (replace(BRIEF, responsible="สำนักงานพาณิชย์จังหวัดแพร่"), "responsible", "changed", "low"),
    ],
    ids=["indicator", "lowered", "raised", "no target", "output", "objective", "year", "office"],
)  # fmt: skip
def test_one_change_in_a_brief_is_one_difference(
    tmp_path: Path, brief: Brief, kind: str, change: str, severity: str
) -> None:
    """Nothing else is reported, and it weighs what the rules say."""
    found = compared(tmp_path, Plan(), Plan(briefs=(brief, *TWO_BRIEFS[1:])))
    assert [(each.kind, each.change, each.severity) for each in of_substance(found)] == [(kind, change, severity)]


@pytest.mark.parametrize("plan", [Plan(arabic=True), Plan(bold=True), Plan(marked=False), Plan(shared_cell=True)])
def test_the_same_plan_printed_otherwise_does_not_differ(tmp_path: Path, plan: Plan) -> None:
    """Digits, bold headings, tags, cells."""
    assert of_substance(compared(tmp_path, Plan(), plan)) == []
