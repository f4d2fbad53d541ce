"""How project briefs name strategies, plans and policies: stated, cited, negated, of the agency, or not at all."""

from __future__ import annotations

import pytest

from plangraph.records import Kind
from plangraph.sources.folding import clean
from plangraph.sources.industry_plan.mentions import Found, find_mentions

GREEN = "การสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม"
COMPETE = "การสร้างความสามารถในการแข่งขัน"


def found(text: str) -> list[Found]:
    return list(find_mentions(clean(text), "rationale"))


def one(text: str) -> Found:
    mentions = found(text)
    assert len(mentions) == 1, [(mention.rule.id, mention.title) for mention in mentions]
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("สอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง", None, "ความมั่นคง"),
        ("สอดรับกับยุทธศาสตร์ชาติ ด้านความมั่นคง", None, "ความมั่นคง"),
        ("เชื่อมโยงยุทธศาสตร์ชาติด้านความมั่นคง", None, "ความมั่นคง"),
        ("ให้เป็นไปตามยุทธศาสตร์ชาติ ด้านความมั่นคง", None, "ความมั่นคง"),
        ("อยู่ภายใต้ยุทธศาสตร์ชาติ ด้านความมั่นคงของประเทศ", None, "ความมั่นคงของประเทศ"),
        ("ตอบสนองต่อยุทธศาสตร์ชาติ ๒๐ ปี ด้านความมั่นคง เพื่อให้ประชาชนปลอดภัย", None, "ความมั่นคง"),
        (f"โครงการนี้สอดคล้องกับยุทธศาสตร์ชาติที่ ๒ ด้าน{COMPETE}", 2, COMPETE),
        (f"ตามยุทธศาสตร์ชาติ ๒๐ ปี (พ.ศ. ๒๕๖๑ - ๒๕๘๐) ยุทธศาสตร์ที่ ๒ {COMPETE}", 2, COMPETE),
        (f"ภายใต้ยุทธศาสตร์ชาติ พ.ศ. ๒๕๖๑ - ๒๕๘๐ ด้านที่ ๕ {GREEN}", 5, GREEN),
        (f"ส่งผลต่อเป้าหมายของยุทธศาสตร์ชาติด้าน{GREEN}", None, GREEN),
        (f"โดยยึดยุทธศาสตร์ชาติ ด้าน{GREEN}เป็นหลัก", None, GREEN),
        (f"เป็นส่วนหนึ่งของยุทธศาสตร์ชาติ ด้าน{GREEN}", None, GREEN),
        (f"ขับเคลื่อนยุทธศาสตร์ด้าน{COMPETE}", None, COMPETE),
    ],
)
def test_a_text_that_follows_one_of_the_six_strategies_states_it(text: str, number: int | None, title: str) -> None:
    mention = one(text)
    assert (mention.rule.kind, mention.role, mention.number, mention.title) == (
        Kind.NATIONAL_STRATEGY,
        "stated",
        number,
        title,
    )
    assert not mention.agency


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("รองรับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็นที่ ๔ อุตสาหกรรมและบริการแห่งอนาคต", 4, "อุตสาหกรรมและบริการแห่งอนาคต"),
        ("สอดคล้องกับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ (ประเด็นที่ ๑๖) เศรษฐกิจฐานราก", 16, "เศรษฐกิจฐานราก"),
        ("สอดคล้องกับแผนแม่บทฯ ประเด็น ๑๖ เศรษฐกิจฐานราก", 16, "เศรษฐกิจฐานราก"),
        ("สอดคล้องกับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ (๑๖) เศรษฐกิจฐานราก", 16, "เศรษฐกิจฐานราก"),
        ("สนับสนุนแผนแม่บทที่ ๑๖ ประเด็นเศรษฐกิจฐานราก", 16, "เศรษฐกิจฐานราก"),
        ("ขับเคลื่อนแผนแม่บทประเด็นเศรษฐกิจฐานราก", None, "เศรษฐกิจฐานราก"),
    ],
)
def test_a_master_plan_is_no_national_strategy(text: str, number: int | None, title: str) -> None:
    mention = one(text)
    assert (mention.rule.kind, mention.role, mention.number, mention.title) == (
        Kind.MASTER_PLAN,
        "stated",
        number,
        title,
    )


@pytest.mark.parametrize(
    ("text", "numbers", "plan"),
    [
        ("สอดคล้องกับหมุดหมายที่ ๗ ไทยมีวิสาหกิจขนาดกลางและขนาดย่อมที่เข้มแข็ง", [7], None),
        ("ตามแผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ ๑๓ (พ.ศ. ๒๕๖๖ - ๒๕๗๐) หมุดหมายที่ ๑๐", [10], "13"),
        ("ตามแผนพัฒนาฯ ฉบับที่ ๑๓ หมุดหมายที่ ๑ และหมุดหมายที่ ๗", [1, 7], "13"),
        ("ตอบสนองหมุดหมายที่ ๖ และ ๗ ของแผนพัฒนาฯ ฉบับที่ ๑๓", [6, 7], "13"),
        ("รองรับหมุดหมายที่ ๑, ๗ และ ๑๐", [1, 7, 10], None),
        ("สอดคล้องกับหมุดหมาย ๑๐ ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ", [10], None),
    ],
)
def test_milestones_are_named_one_by_one(text: str, numbers: list[int], plan: str | None) -> None:
    mentions = found(text)
    assert [(mention.rule.kind, mention.role) for mention in mentions] == [(Kind.MILESTONE, "stated")] * len(numbers)
    assert [mention.number for mention in mentions] == numbers
    assert {mention.plan for mention in mentions} == {plan}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("สนับสนุนเป้าหมายแผนแม่บทย่อย ๐๘๐๑๐๒ ความสามารถในการแข่งขันด้านการใช้เครื่องมือดีขึ้น", "080102"),
        ("ส่งผลต่อเป้าหมาย Y1 รหัส ๐๘๐๑๐๒", "080102"),
        ("บรรลุเป้าหมายระดับประเด็น (Y2) ๐๘๐๐๐๑", "080001"),
        ("เพื่อบรรลุเป้าหมายที่ ๐๘๐๐๐๑ ผู้ประกอบการเป็นผู้ประกอบการยุคใหม่", "080001"),
    ],
)
def test_a_goal_is_known_by_its_code(text: str, code: str) -> None:
    mention = one(text)
    assert (mention.rule.kind, mention.role, mention.code) == (Kind.GOAL, "stated", code)


def test_what_stands_right_behind_a_plan_is_a_part_of_it() -> None:
    text = "สอดคล้องกับแผนแม่บทฯ ประเด็น ๘ ผู้ประกอบการยุคใหม่ แผนย่อยที่ ๑ การสร้างความเข้มแข็ง เป้าหมายที่ ๐๘๐๑๐๒ ดีขึ้น"
    plan, sub, goal = found(text)
    assert (sub.parent, goal.parent) == (plan, sub)
    assert {plan.role, sub.role, goal.role} == {"stated"}


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("สอดคล้องกับแผนย่อยการพัฒนาเศรษฐกิจบนฐานชีวภาพ", Kind.SUB_PLAN, "การพัฒนาเศรษฐกิจบนฐานชีวภาพ"),
        ("สอดคล้องกับแผนการปฏิรูปประเทศ ด้านเศรษฐกิจ", Kind.REFORM_TOPIC, "ด้านเศรษฐกิจ"),
        ("ภายใต้นโยบายและแผนความมั่นคงที่ ๙ การป้องกันสาธารณภัย", Kind.SECURITY_POLICY, "การป้องกันสาธารณภัย"),
        (
            "ตามนโยบายและแผนระดับชาติว่าด้วยความมั่นคงแห่งชาติ (พ.ศ. ๒๕๖๖ – ๒๕๗๐) นโยบายที่ ๙ การป้องกันสาธารณภัย",
            Kind.SECURITY_POLICY,
            "การป้องกันสาธารณภัย",
        ),
        ("สอดคล้องกับแผนพัฒนาจังหวัดแพร่ (พ.ศ. ๒๕๖๖ - ๒๕๗๐) ประเด็นที่ ๒ ยกระดับการค้า", Kind.DEVELOPMENT_ISSUE, "ยกระดับการค้า"),
        ("สอดคล้องกับยุทธศาสตร์กระทรวงอุตสาหกรรม ยุทธศาสตร์ที่ ๑ เสริมสร้างศักยภาพ", Kind.PLAN, "ยุทธศาสตร์กระทรวงอุตสาหกรรม"),
        (
            "ตามแผนปฏิบัติราชการกระทรวงอุตสาหกรรม ระยะ ๕ ปี (พ.ศ. ๒๕๖๖ - ๒๕๗๐)",
            Kind.PLAN,
            "แผนปฏิบัติราชการกระทรวงอุตสาหกรรม ระยะ 5 ปี (พ.ศ. 2566 - 2570)",
        ),
        ("ตามยุทธศาสตร์ชาติ ๒๐ ปี", Kind.PLAN, "ยุทธศาสตร์ชาติ 20 ปี"),
        ("สอดคล้องกับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ", Kind.PLAN, "แผนแม่บทภายใต้ยุทธศาสตร์ชาติ"),
        ("ตามนโยบายกระทรวงอุตสาหกรรม “ปฏิรูปอุตสาหกรรมสู่เศรษฐกิจใหม่”", Kind.POLICY, "ปฏิรูปอุตสาหกรรมสู่เศรษฐกิจใหม่"),
        ("ตามหลักการบริหารกระทรวงอุตสาหกรรม MIND", Kind.POLICY, "นโยบาย MIND"),
        ("ตามหลักปรัชญาของเศรษฐกิจพอเพียง", Kind.POLICY, "หลักปรัชญาของเศรษฐกิจพอเพียง"),
        ("ตามวาระแห่งชาติ เรื่อง การลดก๊าซเรือนกระจก", Kind.POLICY, "วาระแห่งชาติ เรื่อง การลดก๊าซเรือนกระจก"),
        ("ตามโมเดลเศรษฐกิจ BCG", Kind.POLICY, "BCG Model"),
        ("นำไปสู่วิสัยทัศน์ของประเทศ “ประเทศไทยมั่นคง มั่งคั่ง ยั่งยืน”", Kind.VISION, "ประเทศไทยมั่นคง มั่งคั่ง ยั่งยืน"),
    ],
)
def test_other_plans_and_policies_are_stated_by_their_names(text: str, kind: Kind, title: str) -> None:
    mention = one(text)
    assert (mention.rule.kind, mention.role, mention.title) == (kind, "stated", title)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ไม่สอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง", Kind.NATIONAL_STRATEGY),
        ("โครงการนี้มิได้อยู่ภายใต้แผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็น ๔ อุตสาหกรรมและบริการแห่งอนาคต", Kind.MASTER_PLAN),
        ("ยังไม่สอดคล้องกับหมุดหมายที่ ๕", Kind.MILESTONE),
        ("ซึ่งขัดต่อยุทธศาสตร์ชาติ ด้านความมั่นคง", Kind.NATIONAL_STRATEGY),
        ("ไม่ถือว่าเป็นไปตามแผนย่อยการพัฒนาเศรษฐกิจบนฐานชีวภาพ", Kind.SUB_PLAN),
        ("ตามแผนปฏิรูปประเทศ ด้านเศรษฐกิจ ซึ่งสิ้นสุดแล้ว", Kind.REFORM_TOPIC),
        ("ตามแผนการปฏิรูปประเทศด้านพลังงานที่ยกเลิกไปแล้ว", Kind.REFORM_TOPIC),
        ("ตามแผนปฏิรูปประเทศซึ่งสิ้นสุดแล้ว", Kind.PLAN),
        ("ตามแผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ ๑๒ ซึ่งสิ้นสุดแล้ว", Kind.PLAN),
        ("ยุทธศาสตร์ชาติฉบับเดิมถูกยกเลิก", Kind.PLAN),
    ],
)
def test_what_is_denied_or_over_is_no_alignment(text: str, kind: Kind) -> None:
    mention = one(text)
    assert (mention.rule.kind, mention.role) == (kind, "negated")


def test_a_denial_reaches_what_is_joined_to_it_and_stops_at_but() -> None:
    joined = found("ไม่สอดคล้องกับหมุดหมายที่ ๕ และหมุดหมายที่ ๖ ไทยเป็นศูนย์กลาง")
    assert [mention.role for mention in joined] == ["negated", "negated"]
    turned = found("แม้ไม่สอดคล้องกับแผนแม่บทฯ ประเด็น ๓ การเกษตร แต่สอดคล้องกับหมุดหมายที่ ๑ ไทยเป็นประเทศชั้นนำ")
    assert [(mention.role, mention.rule.kind) for mention in turned] == [
        ("negated", Kind.MASTER_PLAN),
        ("stated", Kind.MILESTONE),
    ]
    assert turned[0].title == "การเกษตร"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ยุทธศาสตร์ชาติด้านความมั่นคงกำหนดให้ทุกภาคส่วนร่วมกันดูแลพื้นที่", Kind.NATIONAL_STRATEGY),
        ("แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ ๑๓ ให้ความสำคัญกับเศรษฐกิจหมุนเวียน", Kind.PLAN),
        ("ตามพระราชบัญญัติโรงงาน พ.ศ. ๒๕๓๕", Kind.BACKGROUND),
        ("ตามมาตรการ CBAM ของสหภาพยุโรป", Kind.BACKGROUND),
        ("ตามนโยบาย Thailand ๔.๐", Kind.BACKGROUND),
        ("ตอบโจทย์การพัฒนาที่ยั่งยืน SDGs 14 ใน 17 เป้าหมาย", Kind.POLICY),
    ],
)
def test_background_laws_measures_and_counts_are_cited(text: str, kind: Kind) -> None:
    mention = one(text)
    assert (mention.rule.kind, mention.role) == (kind, "cites")


@pytest.mark.parametrize(
    "text",
    [
        "ตามนโยบายรัฐบาลในการแก้ไขปัญหาความยากจน",
        "ตามนโยบายของรัฐบาลที่แถลงต่อรัฐสภา",
        "ตามนโยบายของรัฐมนตรีว่าการกระทรวงอุตสาหกรรม",
        "ซึ่งเป็นยุทธศาสตร์ที่สำคัญของรัฐบาล",
        "ดำเนินงานตามแผนปฏิบัติการที่กำหนด",
        "จัดทำแผนปฏิบัติการ (Action Plan) ของสถานประกอบการ",
        "ตามแผนแม่บทของสถานประกอบการ",
        "เป็นหมุดหมายสำคัญของการพัฒนาจังหวัด",
        "เพื่อให้บรรลุเป้าหมายที่ ๕๐๐ ราย",
        "สอดคล้องกับความต้องการของตลาด",
        "ตามแผนงานที่วางไว้",
        "ประกาศเป็นวาระแห่งชาติ ตั้งแต่ปี ๒๕๖๔",
    ],
)
def test_generic_words_name_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"สำนักงานปลัดกระทรวงอุตสาหกรรมมีภารกิจที่สอดคล้องกับยุทธศาสตร์ชาติด้าน{COMPETE}", True),
        ("กรมส่งเสริมอุตสาหกรรมมีพันธกิจในการขับเคลื่อนแผนแม่บทฯ ประเด็น ๔ อุตสาหกรรมและบริการแห่งอนาคต", True),
        ("สำนักงานฯ มีหน้าที่ดำเนินการตามหมุดหมายที่ ๗", True),
        ("สำนักงานฯ มีภารกิจส่งเสริมผู้ประกอบการ โครงการนี้จึงสอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง", False),
        ("สำนักงานฯ มีภารกิจส่งเสริมผู้ประกอบการ จึงจัดทำโครงการเพื่อตอบสนองหมุดหมายที่ ๗", False),
        ("จึงเสนอโครงการให้สอดคล้องกับหมุดหมายที่ ๗", False),
    ],
)
def test_the_agency_s_mission_is_told_from_the_project(text: str, agency: bool) -> None:
    mention = one(text)
    assert (mention.role, mention.agency) == ("stated", agency)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("โครงการนี้สอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง เพื่อให้ปลอดภัย", "สอดคล้องกับยุทธศาสตร์ชาติ ด้านความมั่นคง"),
        ("ดังนั้นจึงดำเนินการตามแนวทางของหมุดหมายที่ ๗", "ตามแนวทางของหมุดหมายที่ 7"),
        ("ยุทธศาสตร์ชาติ ด้านความมั่นคง", "ยุทธศาสตร์ชาติ ด้านความมั่นคง"),
    ],
)
def test_the_quote_is_the_clause_that_names_the_target(text: str, quote: str) -> None:
    plain = clean(text)
    mention = one(text)
    assert plain[mention.start : mention.end] == quote
