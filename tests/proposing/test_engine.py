"""Proposals from the bundled graph: stated first, reasons for every candidate, the whole chain, and abstention."""

from __future__ import annotations

import pytest

from drafts_fixture import BEDS, GREEN
from plangraph.drafts import Draft
from plangraph.namespaces import ID
from plangraph.proposing import Candidate, Group, Proposal
from plangraph.proposing.asking import Asking
from plangraph.proposing.targets import fetch_targets
from proposing_fixture import draft, engine, listed, served

INDUSTRY = (Group.GUIDELINE, Group.MINISTRY_ISSUE)
CONFIDENT = 0.5  # the score at which a proposal begins


def green() -> Proposal:
    return engine().propose(draft(**GREEN))


def test_the_graph_gives_targets_at_every_level() -> None:
    counts = dict.fromkeys(Group, 0)
    for target in fetch_targets(engine().store):
        counts[target.group] += 1
    assert counts == {
        Group.PROVINCIAL_ISSUE: 5,
        Group.GUIDELINE: 3,
        Group.MINISTRY_ISSUE: 6,
        Group.SUB_PLAN_GOAL: 120,  # 133 codes, 13 of them without a text
        Group.MILESTONE: 13,
        Group.NATIONAL_GOAL: 20,
    }


def test_no_text_of_the_plan_speaks_for_a_national_target() -> None:
    """Sub-plan guidelines that the plan quotes, and goals only it prints, are no part of what is compared."""
    quoted = "ส่งเสริมการรวมกลุ่มและสร้างเครือข่ายของผู้ประกอบการให้เข้มแข็ง"
    national = [one for one in engine().targets if one.level < 3]
    assert not [one.id for one in national if quoted in (*one.own, *one.context) or "/claim/" in one.id]


def test_what_the_draft_states_comes_first_with_its_quote_and_place() -> None:
    stated = {one.id: one for one in green().stated}
    milestone = stated[f"{ID}nesdp-13/milestone/10"]
    assert "หมุดหมายที่ ๑๐" in milestone.quote
    assert (milestone.field.key, milestone.level) == ("rationale", 2)
    issue = stated[f"{ID}lampang-development-plan-2566-2570/issue/3"]
    assert issue.quote == "ประเด็นที่ ๓"


@pytest.mark.parametrize(
    "links",
    [
        "แผนพัฒนาจังหวัดลำปาง (พ.ศ. 2566 - 2570) ฉบับทบทวน ประจำปี พ.ศ. 2569 ประเด็นที่ 3",
        "แผนพัฒนาจังหวัดลำปาง ประเด็นที่ ๓",
        "ประเด็นการพัฒนาที่ 3",
    ],
)
def test_an_issue_of_the_provinces_plan_is_resolved_with_and_without_its_years(links: str) -> None:
    found = engine().propose(draft(**{**GREEN, "links": links})).stated
    assert f"{ID}lampang-development-plan-2566-2570/issue/3" in {one.id for one in found}


def test_an_issue_of_another_province_is_not_taken_for_ours() -> None:
    fields = {**GREEN, "links": "แผนพัฒนาจังหวัดแพร่ ประเด็นที่ 3"}
    assert f"{ID}lampang-development-plan-2566-2570/issue/3" not in {
        one.id for one in engine().propose(draft(**fields)).stated
    }


def test_a_negated_strategy_is_not_stated() -> None:
    fields = {**BEDS, "rationale": "โครงการนี้ไม่สอดคล้องกับหมุดหมายที่ 10 ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ"}
    assert engine().propose(draft(**fields)).stated == ()


def test_a_green_factory_is_placed_at_its_guideline_goal_and_milestone() -> None:
    found = green()
    assert found.province == "ลำปาง"
    assert found.of(Group.GUIDELINE)[0].target.id == f"{ID}lampang-industry-action-plan-2570/guideline/2"
    assert found.of(Group.SUB_PLAN_GOAL)[0].target.code == "180301"
    assert found.of(Group.MILESTONE)[0].target.code == "M10"


def test_every_candidate_says_why() -> None:
    for one in green().candidates:
        assert CONFIDENT <= one.score < 1
        assert one.words
        assert one.passages
        assert all(clause.text in clause.field.text for clause in one.passages)


def test_the_chain_runs_from_the_draft_to_level_1() -> None:
    leading = green().of(Group.SUB_PLAN_GOAL)[0].leading
    assert [(hop.basis, hop.target.id.removeprefix(ID)) for hop in leading.hops] == [
        ("proposed", "master-plan-2566/18/goal/180301"),
        ("official", "master-plan-2566/18/sub-plan/1803"),
        ("official", "master-plan-2566/18"),
        ("official", "national-strategy/5"),
    ]
    assert leading.reaches is not None
    assert [goal.code for goal in leading.y2] == ["180001"]
    assert len(leading.z) == 4


def test_a_chain_that_the_graph_cannot_finish_says_so() -> None:
    leading = green().of(Group.MILESTONE)[0].leading
    assert leading.reaches is None
    assert [hop.basis for hop in leading.hops] == ["proposed"]


def test_similar_projects_show_what_they_are_linked_to() -> None:
    similar = green().similar
    assert similar
    bases = {link.basis for one in similar for link in one.links}
    assert bases <= {"stated", "positioned", "confirmed", "official"}
    assert f"{ID}lampang-industry-action-plan-2570/guideline/2" in {
        link.node.id for one in similar for link in one.links
    }


def test_a_project_left_out_lends_no_vote() -> None:
    out = [one.id for one in green().similar]
    assert not {one.id for one in engine().propose(draft(**GREEN), leave_out=out).similar} & set(out)


def test_a_draft_of_another_province_is_not_given_lampangs_issues() -> None:
    fields = {**GREEN, "name": "โครงการโรงงานสีเขียว จังหวัดแพร่", "responsible": "สำนักงานอุตสาหกรรมจังหวัดแพร่", "links": ""}
    found = engine().propose(draft(**fields))
    assert found.province == "แพร่"
    assert not [one for one in found.candidates if one.target.province]


def test_a_place_name_that_is_a_common_word_is_no_province() -> None:
    assert engine().propose(draft(**{**BEDS, "rationale": "ข่าวแพร่ไปทั่ว เด็กเล่นน้ำน่านตาก"})).province is None


def test_a_limit_cuts_every_level() -> None:
    found = engine().propose(draft(**GREEN), limit=1)
    assert {len(found.of(group)) for group in Group} <= {0, 1}
    assert found.candidates


def test_letters_rank_where_damage_has_left_no_word() -> None:
    """Tone marks lost and words torn apart, as OCR leaves them: placed right, and too weak to be proposed."""
    torn = draft(
        name="โครงการการปลอยกาซเรือนก ระจกของสถ านประกอบการลดลง", rationale="การปลอย กาซเรือนกระ จกของประเทศ เพิมขึน"
    )
    asking = Asking(torn, engine().words)
    goals = [one for one in engine().rank(asking) if one[0].group is Group.SUB_PLAN_GOAL]
    assert asking.doubt > 0.1
    assert max(goals, key=lambda one: one[1])[0].code == "180301"
    assert engine().propose(torn).of(Group.SUB_PLAN_GOAL) == ()


# --- abstention -------------------------------------------------------------------------------------------------------


def _accepted(one: Candidate, right: frozenset[int]) -> bool:
    """A goal of a master plan a reviewer would accept, or of a strategy that such a plan serves."""
    if one.target.group is Group.SUB_PLAN_GOAL:
        return int(one.target.code[:2]) in right
    return one.target.id.partition("/goal/")[0] in {end for number in right for end in served()[number]}


@pytest.mark.parametrize(("written", "right"), listed("fits_nothing"), ids=lambda value: getattr(value, "name", ""))
def test_a_draft_that_fits_nothing_gets_no_wrong_proposal(written: Draft, right: frozenset[int]) -> None:
    proposal = engine().propose(written)
    for group in INDUSTRY:
        assert proposal.of(group) == ()
    wrong = [one for one in proposal.candidates if not _accepted(one, right)]
    assert [(one.score, one.target.group, one.target.label) for one in wrong] == []


def test_the_list_holds_twenty_drafts_and_none_of_the_calibration() -> None:
    held, chosen = listed("fits_nothing"), listed("calibration")
    assert len(held) == 20
    assert not {one.name for one, _ in held} & {one.name for one, _ in chosen}


def test_an_abstention_is_said() -> None:
    found = engine().propose(draft(name="โครงการทาสีรั้ว", rationale="สีหลุดลอก", objectives="เพื่อให้รั้วสวยงาม"))
    assert found.abstained
    assert (found.candidates, found.stated) == ((), ())
