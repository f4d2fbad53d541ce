"""What a brief's own text names, and how it speaks of it: follows, cites, negates, counts, or of the agency."""

from __future__ import annotations

import pytest

from lampang import line, plan
from plangraph.records import Kind, Mention
from plangraph.sources.industry_plan.mentions import find_mentions

# brief, line, kind, number or beginning of the title, whether the sentence speaks of the agency
STATED = [
    (4, 1306, Kind.NATIONAL_STRATEGY, "การสร้างความสามารถในการแข่งขัน", True),
    (4, 1306, Kind.VISION, "การปฏิรูปอุตสาหกรรมไทยสู่", True),
    (5, 1319, Kind.POLICY, "นโยบาย MIND", False),
    (6, 1331, Kind.PLAN, "ยุทธศาสตร์ชาติ 20 ปี", False),
    (6, 1331, Kind.POLICY, "พัฒนาอุตสาหกรรมเศรษฐกิจที่เติบโตอย่างยั่งยืนคู่ชุมชน", False),
    (6, 1339, Kind.POLICY, "นโยบาย MIND", False),
    (7, 1346, Kind.NATIONAL_STRATEGY, "การพัฒนาที่ยั่งยืนและการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม", False),
    (7, 1349, Kind.NATIONAL_STRATEGY, "การสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม", False),
    (8, 1360, Kind.VISION, "ผลักดันการปฏิรูปอุตสาหกรรมไทยสู่อุตสาหกรรมเศรษฐกิจ", True),
    (10, 1389, Kind.PLAN, "ยุทธศาสตร์ชาติ 20 ปี (พ.ศ. 2561 - 2580)", False),
    (10, 1389, Kind.MILESTONE, 10, False),
    (10, 1389, Kind.PLAN, "ยุทธศาสตร์การบริหารจัดการแร่ 20 ปี", False),
    (10, 1389, Kind.PLAN, "แผนแม่บทการ บริหารจัดการแร่ ฉบับที่ 2", False),
    (10, 1389, Kind.PLAN, "แผนปฏิบัติการ กพร. ระยะ 5 ปี", False),
    (10, 1395, Kind.POLICY, "นโยบาย MIND", False),
    (12, 1422, Kind.POLICY, "BCG Model", False),
    (12, 1426, Kind.POLICY, "BCG Model", False),
    (12, 1433, Kind.POLICY, "BCG Model", False),
]


def stated(position: int) -> list[Mention]:
    return [mention for mention in plan().briefs[position - 1].mentions if mention.role == "stated"]


@pytest.mark.parametrize(("position", "at", "kind", "name", "agency"), STATED)
def test_a_brief_states_what_it_follows(position: int, at: int, kind: Kind, name: str | int, agency: bool) -> None:
    found = [
        mention
        for mention in stated(position)
        if mention.target.span.first_line == at
        and mention.target.kind is kind
        and (mention.target.number == name if isinstance(name, int) else mention.target.title.startswith(name))
    ]
    assert found
    assert {mention.agency for mention in found} == {agency}
    assert all(mention.target.span.text in line(at) for mention in found)


@pytest.mark.parametrize("position", [1, 2, 3, 9, 11, 13])
def test_a_brief_that_names_nothing_states_nothing(position: int) -> None:
    """ "ตามนโยบายของรัฐบาล" (brief 1) is generic; brief 9 speaks of foreign measures and of the world's targets."""
    assert stated(position) == []


def test_level_1_is_stated_by_four_briefs_only() -> None:
    level_1 = {
        (brief.position, str(mention.target.kind))
        for brief in plan().briefs
        for mention in brief.mentions
        if mention.role == "stated" and mention.rule.startswith("national-strategy")
    }
    assert level_1 == {(4, "NationalStrategy"), (6, "Plan"), (7, "NationalStrategy"), (10, "Plan")}


def test_the_milestone_is_read_through_its_damaged_word_and_knows_its_plan() -> None:
    (milestone,) = [mention.target for mention in stated(10) if mention.target.kind is Kind.MILESTONE]
    assert milestone.title == "ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ"
    assert "ในหมวดหมายที่ ๑๐" in milestone.span.text
    assert milestone.within is not None
    assert milestone.within.number == 13


@pytest.mark.parametrize(
    ("position", "title"),
    [
        (4, "อุตสาหกรรม 4.0"),
        (8, "Zero Waste Society"),
        (9, "EU Carbon Border Adjustment Mechanism"),
        (9, "กฎกระทรวงกำหนดพิกัดอัตราภาษีสรรพสามิต (ฉบับที่ 23) พ.ศ. 2565"),
        (10, "พระราชบัญญัติแร่ พ.ศ. 2560"),
        (11, "แผนแม่บทรองรับ การเปลี่ยนแปลงสภาพภูมิอากาศ พ.ศ.2558 - 2593"),
        (12, "เป้าหมายการพัฒนาที่ยั่งยืน (SDGs)"),
    ],
)
def test_laws_foreign_measures_slogans_and_counts_are_cited_only(position: int, title: str) -> None:
    roles = {mention.role for mention in plan().briefs[position - 1].mentions if mention.target.title == title}
    assert roles == {"cites"}


def test_a_mention_knows_the_field_it_stands_in() -> None:
    fields = {(mention.target.span.first_line, mention.field) for mention in stated(7)}
    assert fields == {(1346, "rationale"), (1349, "outputs and outcomes")}


# --- sentences of other plans ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "role", "kind", "number"),
    [
        ("โครงการนี้สอดคล้องกับหมุดหมายที่ 7 ไทยมีวิสาหกิจขนาดกลาง", "stated", Kind.MILESTONE, 7),
        ("โครงการนี้ไม่สอดคล้องกับหมุดหมายที่ 7 ไทยมีวิสาหกิจขนาดกลาง", "negated", Kind.MILESTONE, 7),
        ("หมุดหมายที่ 7 กล่าวถึงวิสาหกิจขนาดกลาง", "cites", Kind.MILESTONE, 7),
        ("ตามยุทธศาสตร์ชาติที่ 5 ด้านการสร้างการเติบโต", "stated", Kind.NATIONAL_STRATEGY, 5),
        ("รองรับเป้าหมายที่ 080001 ผู้ประกอบการ", "stated", Kind.GOAL, None),
        ("สอดคล้องกับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็น 16 เศรษฐกิจฐานราก", "stated", Kind.MASTER_PLAN, 16),
        ("สอดคล้องกับ SDGs 14 ใน 17 เป้าหมาย", "cites", Kind.POLICY, None),
        ("ตามพระราชบัญญัติโรงงาน พ.ศ. 2535", "cites", Kind.BACKGROUND, None),
        ("ตามแผนพัฒนาจังหวัดแพร่ ประเด็นการพัฒนาที่ 2 ท่องเที่ยว", "stated", Kind.DEVELOPMENT_ISSUE, 2),
    ],
)
def test_the_words_around_a_name_say_how_it_is_meant(text: str, role: str, kind: Kind, number: int | None) -> None:
    found = find_mentions(text, "rationale")[0]
    assert (found.role, found.rule.kind, found.number) == (role, kind, number)


def test_a_name_joined_to_one_that_is_followed_is_followed_too() -> None:
    text = "สอดคล้องกับหมุดหมายที่ 1 การเกษตร และหมุดหมายที่ 7 วิสาหกิจ"
    assert [(found.number, found.role) for found in find_mentions(text, "rationale")] == [(1, "stated"), (7, "stated")]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("กระทรวงอุตสาหกรรมมีภารกิจที่สอดคล้องกับหมุดหมายที่ 1 การเกษตร", True),
        ("กระทรวงอุตสาหกรรมมีภารกิจหลายด้าน จึงได้จัดทำโครงการตามหมุดหมายที่ 1 การเกษตร", False),
        ("โครงการเป็นไปตามหมุดหมายที่ 1 การเกษตร", False),
    ],
)
def test_a_sentence_about_the_agencys_mission_is_told_from_one_about_the_project(text: str, agency: bool) -> None:
    assert find_mentions(text, "rationale")[0].agency is agency


@pytest.mark.parametrize("text", ["ตามนโยบายของรัฐบาล", "สอดคล้องกับยุทธศาสตร์ของประเทศ", "", "ตามแผนงานที่กำหนด"])
def test_generic_words_name_nothing(text: str) -> None:
    assert find_mentions(text, "rationale") == ()
