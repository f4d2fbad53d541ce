"""Section 2: every strategy, goal, master plan, milestone, policy and plan it names, with number, code and line."""

from __future__ import annotations

from collections import Counter

import pytest

from lampang import clean_line, line, plan
from plangraph.records import Claim, ForeignElement, Kind, Reference

LEVEL_1 = [
    (161, Kind.NATIONAL_STRATEGY, None, "ประเทศไทยมีขีดความสามารถในการแข่งขันสูงขึ้น"),
    (163, Kind.GOAL, 161, "ประเทศไทยมีขีดความสามารถในการแข่งขันสูงขึ้น"),
    (165, Kind.STRATEGIC_ISSUE, 161, "อุตสาหกรรมและบริการแห่งอนาคต"),
    (173, Kind.GOAL, 161, "ประเทศไทยมีขีดความสามารถในการแข่งขันสูงขึ้น"),
    (175, Kind.STRATEGIC_ISSUE, 161, "การเกษตรสร้างมูลค่า"),
    (181, Kind.NATIONAL_STRATEGY, None, "การสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรกับสิ่งแวดล้อม"),
    (185, Kind.GOAL, 181, "อนุรักษ์และรักษาทรัพยากรธรรมชาติ สิ่งแวดล้อม และวัฒนธรรม ให้คนรุ่นต่อไปได้ใช้อย่างยั่งยืน มีสมดุล"),
    (187, Kind.GOAL, 181, "ใช้ประโยชน์และสร้างการเติบโตบนฐานทรัพยากรธรรมชาติและ สิ่งแวดล้อมให้สมดุล"),
    (189, Kind.STRATEGIC_ISSUE, 181, "สร้างการเติบโตอย่างยั่งยืนบนสังคมเศรษฐกิจสีเขียว"),
]
# line, kind, number or code, line of what it stands under, title
MASTER = [
    (197, Kind.MASTER_PLAN, 3, None, "การเกษตร"),
    (201, Kind.GOAL, 1, 197, "ผลผลิตทั้งหมดรวมในประเทศสาขาเกษตรเพิ่มขึ้น"),
    (202, Kind.GOAL, 2, 197, "ผลผลิตภาพการผลิตของภาคเกษตรเพิ่มขึ้น"),
    (207, Kind.SUB_PLAN, None, 197, "เกษตรแปรรูป"),
    (214, Kind.GOAL, None, 207, "สินค้าเกษตรแปรรูปและผลิตภัณฑ์มีมูลค่าเพิ่มขึ้น"),
    (218, Kind.MASTER_PLAN, 8, None, "ผู้ประกอบการและวิสาหกิจขนาดกลางและขนาดย่อมยุคใหม่"),
    (222, Kind.GOAL, "08001", 218, "ผู้ประกอบการในทุกระดับเป็นผู้ประกอบการยุคใหม่ที่มีบทบาทต่อระบบเศรษฐกิจเพิ่มมากขึ้น"),
    (225, Kind.SUB_PLAN, None, 218, "การสร้างความเข้มแข็งผู้ประกอบการอัจฉริยะ"),
    (233, Kind.GOAL, None, 225, "การขยายตัวของวิสาหกิจเริ่มต้นในประเทศไทยเพิ่มขึ้น"),
    (234, Kind.GOAL, None, 225, "ความสามารถในการแข่งขันด้านการใช้เครื่องมือและเทคโนโลยีดิจิทัลดีขึ้น"),
    (238, Kind.SUB_PLAN, None, 218, "การสร้างโอกาสเข้าถึงตลาด"),
    (245, Kind.GOAL, None, 238, "ความสามารถในการแข่งขันด้านการค้าระหว่างประเทศของประเทศไทยดีขึ้น"),
    (246, Kind.GOAL, None, 238, "การขยายตัวการส่งออกของวิสาหกิจขนาดกลางและขนาดย่อมเพิ่มขึ้น"),
    (256, Kind.MASTER_PLAN, 16, None, "เศรษฐกิจฐานราก"),
    (260, Kind.GOAL, "160001", 256, "รายได้ของประชากรกลุ่มรายได้ไม่น้อยเพิ่มขึ้น อย่างกระจายและอย่างต่อเนื่อง"),
    (268, Kind.SUB_PLAN, None, 256, "การสร้างความเข้มแข็งผู้ประกอบการอัจฉริยะ"),
    (274, Kind.GOAL, None, 268, "ศักยภาพและขีดความสามารถของเศรษฐกิจฐานรากเพิ่มขึ้น"),
    (280, Kind.MASTER_PLAN, 18, None, "การเติบโตอย่างยั่งยืน"),
    (284, Kind.GOAL, "180001", 280, "สภาพแวดล้อมของประเทศไทยมีคุณภาพดีขึ้น อย่างยั่งยืน"),
    (293, Kind.SUB_PLAN, None, 280, "การสร้างการเติบโตอย่างยั่งยืนบนสังคม เศรษฐกิจสีเขียว"),
    (301, Kind.GOAL, None, 293, "การบริโภคและการผลิตของประเทศมีความยั่งยืนสูงขึ้น"),
    (307, Kind.SUB_PLAN, None, 280, "การสร้างการเติบโตอย่างยั่งยืนบนสังคม ที่เป็นมิตรต่อสภาพภูมิอากาศ"),
    (315, Kind.GOAL, None, 307, "การปล่อยก๊าซ เรือนกระจกของประเทศไทยลดลง"),
]
MILESTONES = [
    (349, 1, "การเกษตรและเกษตรแปรรูปมูลค่าสูง"),
    (351, 2, "การท่องเที่ยวเน้นคุณภาพและความยั่งยืน"),
    (353, 3, "ฐานการผลิตยานยนต์ไฟฟ้าของอาเซียน"),
    (355, 4, "การแพทย์และสุขภาพครบวงจร"),
    (357, 5, "ประตูการค้า การลงทุน และโลจิสติกส์"),
    (359, 6, "อิเล็กทรอนิกส์อัจฉริยะและดิจิทัล"),
    (363, 7, "วิสาหกิจขนาดกลางและขนาดย่อม (SMEs) ที่เข้มแข็ง มีศักยภาพสูง และแข่งขันได้"),
    (365, 8, "พื้นที่และเมืองอัจฉริยะที่น่าอยู่"),
    (367, 9, "ความยากจนข้ามรุ่นลดลงและความคุ้มครองทางสังคมที่เพียงพอ"),
    (371, 10, "เศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ"),
    (373, 11, "การลดความเสี่ยงและผลกระทบจากภัยพิบัติและการเปลี่ยนแปลงสภาพภูมิอากาศ"),
]
# first and last line, beginning of the title, years of validity, year, edition, owner
PLANS = [
    (413, 413, "แผนปฏิบัติราชการระยะ 5 ปี", (2566, 2570), None, None, "กระทรวงอุตสาหกรรม"),
    (414, 414, "แผนปฏิบัติราชการรายปี พ.ศ. 2568", None, 2568, None, "กระทรวงอุตสาหกรรม"),
    (415, 415, "ร่างแผนปฏิบัติราชการรายปี พ.ศ. 2569", None, 2569, None, "กระทรวงอุตสาหกรรม"),
    (416, 417, "แผนปฏิบัติราชการระยะ 5 ปี", (2566, 2570), None, None, "สำนักงานปลัดกระทรวงอุตสาหกรรม"),
    (418, 418, "แผนปฏิบัติราชการรายปี พ.ศ. 2568", None, 2568, None, "สำนักงานปลัดกระทรวงอุตสาหกรรม"),
    (419, 419, "ร่างแผนปฏิบัติราชการรายปี พ.ศ. 2569", None, 2569, None, "สำนักงานปลัดกระทรวงอุตสาหกรรม"),
    (420, 421, "แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมไทย 4.0", (2562, 2580), None, None, "กระทรวงอุตสาหกรรม"),
    (422, 423, "แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมแปรรูปอาหาร", (2562, 2570), None, None, "สำนักงานเศรษฐกิจอุตสาหกรรม"),
    (424, 425, "มาตรการพัฒนาอุตสาหกรรมชีวภาพของไทย", (2561, 2570), None, None, "สำนักงานเศรษฐกิจอุตสาหกรรม"),
    (426, 426, "ยุทธศาสตร์การบริหารจัดการแร่ 20 ปี", (2560, 2579), None, None, None),
    (
        427,
        428,
        "(ร่าง) แผนแม่บทการบริหารจัดการแร่ ฉบับที่ 2",
        (2565, 2569),
        None,
        None,
        "คณะกรรมการนโยบายบริหารจัดการแร่แห่งชาติ (คนร.)",
    ),
    (429, 431, "แผนปฏิบัติการลดก๊าซเรือนกระจกของประเทศ", (2564, 2573), None, None, "กรมโรงงานอุตสาหกรรม"),
    (432, 433, "มาตรการสนับสนุนการผลิตรถยนต์ที่ขับเคลื่อนด้วยพลังงานไฟฟ้า", None, None, None, "สำนักงานเศรษฐกิจอุตสาหกรรม"),
    (434, 435, "มาตรการพัฒนาอุตสาหกรรมหุ่นยนต์ และระบบอัตโนมัติ", None, None, None, "สำนักงานเศรษฐกิจอุตสาหกรรม"),
    (436, 436, "แผนพัฒนาจังหวัดลำปาง", (2566, 2570), None, "2569", None),
    (437, 438, "แผนพัฒนากลุ่มจังหวัดภาคเหนือตอนบน 1", (2566, 2570), None, "2569", None),
]


def claim_at(number: int) -> Claim:
    (found,) = [claim for claim in plan().claims if claim.target.span.first_line == number]
    return found


def target_at(number: int) -> Reference:
    return claim_at(number).target


def foreign_at(number: int) -> ForeignElement:
    (found,) = [element for element in plan().foreign if element.span.first_line == number]
    return found


@pytest.mark.parametrize(("number", "kind", "under", "title"), LEVEL_1)
def test_level_1_names_its_strategies_goals_and_issues(number: int, kind: Kind, under: int | None, title: str) -> None:
    """The list numbers ๑) and ๒) of lines 161 and 181 are no numbers of strategies: they are the second and fifth."""
    target = target_at(number)
    assert (target.kind, target.title, target.number) == (kind, title, None)
    assert (target.within.span.first_line if target.within else None) == under


@pytest.mark.parametrize(("number", "kind", "code", "under", "title"), MASTER)
def test_master_plans_have_their_numbers_and_codes(
    number: int, kind: Kind, code: int | str | None, under: int | None, title: str
) -> None:
    target = target_at(number)
    assert (target.kind, target.title) == (kind, title)
    assert (target.number, target.code) == (None, code) if isinstance(code, str) else (target.number == code)
    assert (target.within.span.first_line if target.within else None) == under
    assert title[:10] in clean_line(number)


@pytest.mark.parametrize(("number", "milestone", "title"), MILESTONES)
def test_milestones_are_read_by_their_numbers_through_damaged_words(number: int, milestone: int, title: str) -> None:
    target = target_at(number)
    assert (target.kind, target.number, target.title) == (Kind.MILESTONE, milestone, title)
    assert target.within is not None
    assert (target.within.kind, target.within.number) == (Kind.PLAN, 13)


def test_the_security_plan_is_claimed_by_two_policies() -> None:
    policies = [claim.target for claim in plan().claims if claim.target.kind is Kind.SECURITY_POLICY]
    assert [(target.span.first_line, target.number) for target in policies] == [(377, 9), (395, 14)]
    assert policies[0].title == "การป้องกันและบรรเทาสาธารณภัย"
    assert policies[1].title == "การพัฒนาศักยภาพการเตรียมพร้อมแห่งชาติและการบริหารจัดการวิกฤตการณ์ระดับชาติ"


def test_the_reform_plan_is_claimed_by_its_economic_topic() -> None:
    assert (target_at(321).kind, target_at(321).title) == (Kind.REFORM_TOPIC, "ด้านเศรษฐกิจ")


@pytest.mark.parametrize(("first", "last", "title", "years", "year", "edition", "owner"), PLANS)
def test_the_list_of_level_3_plans_gives_each_plan_with_years_and_owner(
    first: int,
    last: int,
    title: str,
    years: tuple[int, int] | None,
    year: int | None,
    edition: str | None,
    owner: str | None,
) -> None:
    """An entry that joins two plans by หรือ or และ gives two."""
    target = target_at(first)
    assert target.kind is Kind.PLAN
    assert target.title.startswith(title)
    assert target.span.last_line == last
    assert ((target.valid_from, target.valid_until) if target.valid_from else None) == years
    assert (target.year, target.edition, target.owner) == (year, edition, owner)


def test_the_plan_claims_these_and_nothing_else() -> None:
    kinds = Counter(claim.target.kind for claim in plan().claims)
    assert kinds == {
        Kind.NATIONAL_STRATEGY: 2,
        Kind.STRATEGIC_ISSUE: 3,
        Kind.GOAL: 4 + 13,
        Kind.MASTER_PLAN: 4,
        Kind.SUB_PLAN: 6,
        Kind.REFORM_TOPIC: 1,
        Kind.MILESTONE: 11,
        Kind.SECURITY_POLICY: 2,
        Kind.PLAN: 16,
    }
    assert sum(kinds.values()) == len(LEVEL_1) + len(MASTER) + len(MILESTONES) + len(PLANS) + 3


@pytest.mark.parametrize(
    ("number", "first", "last", "begins"),
    [
        (165, 169, 171, "สร้างประโยชน์จากความหลากหลายทางชีวภาพ"),
        (175, 179, 179, "การเพิ่มขีดความสามารถในการแข่งขัน"),
        (189, 193, 193, "การนำระบบมาตรฐานด้านสิ่งแวดล้อมมาปฏิบัติ"),
        (238, 249, 254, "สนับสนุนผู้ประกอบการให้มีอัตลักษณ์"),
        (256, 263, 266, "ส่งเสริมเศรษฐกิจระดับชุมชนท้องถิ่น"),
        (293, 305, 305, "การพัฒนาและส่งเสริมพัฒนาผู้ประกอบการตาม"),
        (377, 379, 379, "รองรับนโยบายที่แผนปฏิบัติราชการมีความสอดคล้อง"),
    ],
)
def test_what_the_plan_does_towards_a_target_is_kept_with_it(number: int, first: int, last: int, begins: str) -> None:
    claim = claim_at(number)
    assert begins in claim.achievement[:120]
    assert claim.achievement_span is not None
    assert (claim.achievement_span.first_line, claim.achievement_span.last_line) == (first, last)


# --- what the section spells out of other plans ----------------------------------------------------------------------


def test_sub_plan_guidelines_stand_under_their_sub_plan() -> None:
    found = {
        element.span.first_line: element.parent.span.first_line
        for element in plan().foreign
        if element.kind is Kind.GUIDELINE and element.parent
    }
    assert found == {
        **dict.fromkeys((210, 211, 212, 213), 207),
        **dict.fromkeys((228, 229, 230, 231), 225),
        **dict.fromkeys((241, 242, 243), 238),
        271: 268,
        297: 293,
        311: 307,
    }


def test_the_components_of_the_development_plan_hold_the_milestones_they_announce() -> None:
    found = [
        (component.number, component.announced, [m.number for m in component.milestones], component.span.first_line)
        for component in plan().components
    ]
    assert found == [
        (1, 6, [1, 2, 3, 4, 5, 6], 347),
        (2, 3, [7, 8, 9], 361),
        (3, 2, [10, 11], 369),
    ]
    assert [component.title for component in plan().components] == [
        "เศรษฐกิจมูลค่าสูงที่เป็นมิตรต่อสิ่งแวดล้อม (High Value-Added Economy)",
        "สังคมแห่งโอกาสและความเสมอภาค",
        "วิถีชีวิตที่ยั่งยืน",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "printed", "parent", "title"),
    [
        (345, Kind.GOAL, None, None, "เพื่อพลิกโฉมประเทศไปสู่"),
        (381, Kind.GOAL, None, 377, "การยกระดับการจัดการความเสี่ยงสาธารณภัยที่สำคัญ"),
        (383, Kind.INDICATOR, None, 377, "จำนวนผู้ได้รับผลกระทบจากภัยธรรมชาติ"),
        (387, Kind.STRATEGY, 1, 377, "การลดความเสี่ยงจากสาธารณภัยให้มีประสิทธิภาพ"),
        (389, Kind.STRATEGY, "1.2", 387, "พัฒนามาตรการลดความเสี่ยงจากสาธารณภัยที่เกิดขึ้น"),
        (391, Kind.STRATEGY, 2, 377, "การจัดการสาธารณภัยให้มีมาตรฐานตามหลักสากล"),
        (393, Kind.STRATEGY, "2.5", 391, "เสริมสร้างระบบการบริหารจัดการเกี่ยวกับการบรรเทาทุกข์"),
        (399, Kind.GOAL, None, 395, "การพัฒนาศักยภาพการเตรียมพร้อมสำหรับการระดมทรัพยากร"),
        (401, Kind.INDICATOR, None, 395, "การพัฒนาศักยภาพของกลไก การบริหารจัดการ และความพร้อม"),
        (404, Kind.STRATEGY, 1, 395, "การเสริมสร้างศักยภาพการเตรียมพร้อมเพื่อรองรับภัย คุกคาม"),
        (407, Kind.STRATEGY, "1.1", 404, "จัดทำ ทบทวน และปรับปรุงกฎหมาย"),
        (335, Kind.ACTIVITY, 1, 321, "การสร้างเกษตรมูลค่าสูง"),
        (337, Kind.ACTIVITY, 2, 321, "การเพิ่มโอกาสของผู้ประกอบการขนาดกลางและขนาดเล็ก"),
        (341, Kind.GOAL, None, 321, "มุ่งให้เกิดการสร้างการเติบโตทางเศรษฐกิจอย่างยั่งยืน"),
    ],
)
def test_goals_indicators_and_strategies_of_other_plans_stand_where_the_document_puts_them(
    number: int, kind: Kind, printed: int | str | None, parent: int | None, title: str
) -> None:
    """Also the strategy that shares a line with its label (404: "๕) กลยุทธ์ กลยุทธ์ที่ ๑ …")."""
    element = foreign_at(number)
    assert element.kind is kind
    assert element.title.startswith(title)
    assert (element.code if isinstance(printed, str) else element.number) == printed
    assert (element.parent.span.first_line if element.parent else None) == parent


def test_the_indicator_of_policy_14_sets_85_percent() -> None:
    (target,) = foreign_at(401).quantities
    assert (int(target.value), target.unit) == (85, "ร้อยละ")
    assert foreign_at(401).span.text.endswith(line(402).rstrip())
