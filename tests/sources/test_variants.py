"""The reader holds for the next document: other provinces, other numbers, other wordings of the same outline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from plangraph.records import Fate, Kind, PlanDocument
from plangraph.sources.repairs import Repairs
from plangraph.thai import to_arabic, to_thai_digits
from sources.synthetic import (
    CLUSTER,
    FURNITURE,
    INDIGO,
    ISSUES,
    LABELS,
    MINISTRY,
    PROVINCE,
    TWO_BRIEFS,
    TWO_GUIDELINES,
    Group,
    Past,
    Plan,
    Row,
)
from sources.variants import LINES, plain, read_lines

PHRAE = "phrae-industry-action-plan-2571"


def read(plan: Plan | tuple[str, ...] = Plan()) -> PlanDocument:  # noqa: B008
    """The records of a synthetic plan, or of its lines with something done to them."""
    lines = plan.lines() if isinstance(plan, Plan) else plan
    return read_lines(lines, name=PHRAE, repairs=Repairs())


def replaced(*pairs: tuple[str, str], plan: Plan = Plan()) -> tuple[str, ...]:  # noqa: B008
    """The lines of the plan with other words; each of the old ones must be there."""
    lines = list(plan.lines())
    for old, new in pairs:
        there = to_thai_digits(old)
        assert any(there in line for line in lines), old
        lines = [line.replace(there, to_thai_digits(new)) for line in lines]
    return tuple(lines)


def put_below(anchor: str, *new: str) -> tuple[str, ...]:
    """The lines of the plan with others below the first that holds ``anchor``."""
    lines = list(Plan().lines())
    place = next(i for i, line in enumerate(lines) if to_thai_digits(anchor) in line)
    return (*lines[: place + 1], *map(to_thai_digits, new), *lines[place + 1 :])


def unread(document: PlanDocument) -> list[str]:
    return [line for line, fate in zip(document.lines, document.fates, strict=True) if fate is Fate.UNREAD]


def said(document: PlanDocument) -> list[str]:
    return [warning.message_en for warning in document.warnings]


def rows(document: PlanDocument) -> list[tuple[str, int | None, str | None, Decimal | None, int | None]]:
    """Every row of the strategy tables: name, number, source of funds, baht, fiscal year."""
    return [
        (row.name, row.number, row.funding, row.money.baht, row.fiscal_year)
        for guideline in document.guidelines
        for strategy in guideline.strategies
        for row in strategy.rows
    ]


def claims(document: PlanDocument, kind: Kind) -> list[tuple[int | None, str | None, str]]:
    found = (claim.target for claim in document.claims if claim.target.kind is kind)
    return [(target.number, target.code, target.title) for target in found]


EXPECTED = [
    ("โครงการพัฒนาผลิตภัณฑ์เฟอร์นิเจอร์ไม้สัก", 1, "province", Decimal(1_500_000), 2571),
    ("โครงการยกระดับผ้าหม้อห้อมสู่ตลาดสากล (MOHOM PLUS)", 1, "ministryOrDepartment", Decimal(850_000), 2571),
    ("โครงการเพิ่มผลิตภาพวิสาหกิจขนาดกลางและขนาดย่อม", 2, "ministryOrDepartment", Decimal(240_000), 2571),
    ("โครงการยกระดับผ้าหม้อห้อมสู่ตลาดสากล (MOHOM PLUS)", 1, "provincialCluster", Decimal(850_000), 2571),
    ("โครงการส่งเสริมโรงงานสีเขียวคู่ชุมชน", 1, "ministryOrDepartment", Decimal(320_000), 2571),
    ("โครงการสร้างเครือข่ายผู้ประกอบการไม้สัก", 2, "ministryOrDepartment", Decimal(100_000), 2571),
]


# --- the real plan ---------------------------------------------------------------------------------------------------


def test_every_need_keeps_what_the_people_ask_for() -> None:
    """A line "ความต้องการของประชาชน คือ …" belongs to the problem above it; it is no heading of a new part."""
    needs = read_lines(LINES).needs
    assert len(needs) == 10
    assert all(need.demand and need.dimension.startswith("ด้าน") for need in needs)
    assert needs[7].demand.startswith("ให้นำหน่วยงานที่เกี่ยวข้องแบ่งเขต")


def test_the_real_plan_says_the_same_in_arabic_digits() -> None:
    """Thai and Arabic digits are one: only the printed forms differ."""
    thai, arabic = read_lines(LINES), read_lines([to_arabic(line) for line in LINES])
    assert arabic.fates == thai.fates
    assert [plain(claim) for claim in arabic.claims] == [plain(claim) for claim in thai.claims]
    assert rows(arabic) == rows(thai)
    assert [brief.money.baht for brief in arabic.briefs if brief.money] == [
        brief.money.baht for brief in thai.briefs if brief.money
    ]


def test_the_real_plan_may_be_another_province_s() -> None:
    """Nothing in the reader knows Lampang: with another name and year in every line the records carry those."""
    moved = [line.replace("ลำปาง", "น่าน").replace("๒๕๗๐", "๒๕๗๒").replace("2570", "2572") for line in LINES]
    document = read_lines(moved, name="nan-industry-action-plan-2572")
    assert (document.identity.province, document.identity.fiscal_year) == ("น่าน", 2572)
    assert document.identity.owner == "สำนักงานอุตสาหกรรมจังหวัดน่าน"
    assert document.province_plan is not None
    assert document.province_plan.title.startswith("แผนพัฒนาจังหวัดน่าน (พ.ศ. 2566 - 2572)")
    assert [guideline.number for guideline in document.guidelines] == [1, 2, 3]
    assert len(rows(document)) == 15
    assert len(document.briefs) == 13
    assert unread(document) == []


def test_white_space_at_the_ends_of_lines_says_nothing() -> None:
    """An editor that trims lines takes the empty last cells, and the tab of an entry of the contents without a page."""
    trimmed = read_lines([line.rstrip() for line in LINES])
    assert [entry.number for entry in trimmed.outline][:3] == ["1", "2", "2.1"]
    assert rows(trimmed) == rows(read_lines(LINES))
    assert unread(trimmed) == []


def test_a_table_of_contents_may_lead_to_its_pages_with_dots() -> None:
    lines = [line.replace("\t", " ........ ") if 57 <= number <= 69 else line for number, line in enumerate(LINES, 1)]
    assert [(entry.number, entry.page) for entry in read_lines(lines).outline] == [
        (entry.number, entry.page) for entry in read_lines(LINES).outline
    ]


# --- a synthetic plan ------------------------------------------------------------------------------------------------


def test_a_synthetic_plan_is_read_whole() -> None:
    document = read()
    assert (document.identity.province, document.identity.fiscal_year) == ("แพร่", 2571)
    assert rows(document) == EXPECTED
    assert [goal.text for guideline in document.guidelines for goal in guideline.goals] == [
        guideline.goal for guideline in TWO_GUIDELINES
    ]
    assert [brief.name for brief in document.briefs] == [brief.name for brief in TWO_BRIEFS]
    assert [(result.name, result.fiscal_year, result.funding) for result in document.results] == [
        ("โครงการส่งเสริมโรงงานสีเขียวคู่ชุมชน", 2569, None),
        ("โครงการอบรมช่างไม้", 2569, "provincialCluster"),
    ]
    assert [vision.text for vision in document.visions] == ["เมืองไม้สักและผ้าพื้นเมือง"]
    assert [mission.text for mission in document.missions] == ["ส่งเสริมผู้ประกอบการ", "พัฒนาเครือข่าย"]
    assert unread(document) == said(document) == []


@pytest.mark.parametrize(
    "plan",
    [
        Plan(arabic=True),
        Plan(bold=True),
        Plan(shared_cell=True),
        Plan(marked=False),
        Plan(arabic=True, bold=True, shared_cell=True, marked=False),
    ],
    ids=["arabic digits", "bold headings", "headings in a shared cell", "no tags", "all of it"],
)
def test_the_same_plan_printed_otherwise_says_the_same(plan: Plan) -> None:
    other, one = read(plan), read()
    assert rows(other) == EXPECTED
    for name in ("claims", "foreign", "swot", "missions", "components"):
        assert len(getattr(other, name)) == len(getattr(one, name)), name
    assert [claim.target.title for claim in other.claims] == [claim.target.title for claim in one.claims]
    for brief, same in zip(other.briefs, one.briefs, strict=True):
        assert (brief.name, brief.rationale) == (same.name, same.rationale)
        for name in ("objectives", "outputs", "outcomes", "indicators", "activities", "responsible"):
            assert [part.text for part in getattr(brief, name)] == [part.text for part in getattr(same, name)], name
        assert [(mention.rule, mention.role) for mention in brief.mentions] == [
            (mention.rule, mention.role) for mention in same.mentions
        ]
    assert [cell.text for cell in other.crosswalk] == [cell.text for cell in one.crosswalk]
    assert unread(other) == said(other) == []


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_plan_has_as_many_guidelines_as_it_has(count: int) -> None:
    document = read(Plan(guidelines=(TWO_GUIDELINES * 3)[:count]))
    assert [guideline.number for guideline in document.guidelines] == list(range(1, count + 1))
    assert unread(document) == []


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_plan_has_as_many_briefs_as_it_has(count: int) -> None:
    briefs = tuple(replace(TWO_BRIEFS[0], name=f"โครงการพัฒนาที่ {place}") for place in range(count))
    document = read(Plan(briefs=briefs))
    assert [brief.position for brief in document.briefs] == list(range(1, count + 1))
    assert unread(document) == []
    assert said(document) == ([] if count else ["section “โครงการแบบย่อ” holds nothing that could be read"])


# --- the programme ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        replaced(("หน่วย : ล้านบาท", ""), ("โครงการ\tปีงบประมาณ", "โครงการ\tงบประมาณ (ล้านบาท)")),
        replaced(("หน่วย : ล้านบาท", ""), ("\tพ.ศ. 2571", "\tพ.ศ. 2571 (ล้านบาท)")),
        replaced(("หน่วย : ล้านบาท", "(หน่วย: ล้านบาท)")),
        tuple(
            line
            for line in replaced(("โครงการ\tปีงบประมาณ", "โครงการ/กิจกรรม\tปีงบประมาณ พ.ศ. 2571"))
            if not line.startswith("\t\tพ.ศ.")
        ),
        replaced(("กลยุทธ์ที่ 1 ", "กลยุทธ์ที่ 1.1 "), ("กลยุทธ์ที่ 2 ", "กลยุทธ์ที่ 1.2 : ")),
        replaced(("\t1. โครงการ", "\t1) โครงการ"), ("\t2. โครงการ", "\t2) โครงการ")),
        replaced(("\t1. โครงการ", "\t1.1 โครงการ"), ("\t2. โครงการ", "\t1.2 โครงการ")),
        replaced(("แนวทางการพัฒนาด้านที่", "แนวทางการพัฒนาที่")),
        put_below("2. โครงการเพิ่มผลิตภาพ", "รวม\t\t2.5900"),
        put_below("2. โครงการเพิ่มผลิตภาพ", "\tรวมทั้งสิ้น\t2.5900"),
    ],
    ids=[
        "unit in the header",
        "unit beside the year",
        "unit in parentheses",
        "one header row",
        "strategies 1.1 and 1.2",
        "projects 1) and 2)",
        "projects 1.1 and 1.2",
        "guideline without ด้าน",
        "total row",
        "total row in the project column",
    ],
)
def test_strategy_tables_are_printed_in_many_ways(lines: tuple[str, ...]) -> None:
    document = read(lines)
    assert rows(document) == EXPECTED
    assert [s.number for s in document.guidelines[0].strategies] == [1, 2]
    assert unread(document) == said(document) == []


def test_a_total_row_is_left_out_by_name() -> None:
    document = read(put_below("2. โครงการเพิ่มผลิตภาพ", "รวม\t\t2.5900"))
    assert [len(lines) for reason, lines in document.ignored.items() if "แถวรวม" in reason] == [1]


@pytest.mark.parametrize(("unit", "factor"), [("บาท", 1), ("พันบาท", 1_000), ("แสนบาท", 100_000)])
def test_amounts_are_in_the_unit_the_table_prints(unit: str, factor: int) -> None:
    document = read(Plan(unit=unit))
    assert rows(document)[0][3] == Decimal("1.5") * factor


def test_amounts_without_any_unit_are_nobody_s_baht() -> None:
    """Nothing is guessed: the printed figure stays, the amount does not."""
    document = read(replaced(("หน่วย : ล้านบาท", "")))
    money = document.guidelines[0].strategies[0].rows[0].money
    assert (money.baht, to_arabic(money.printed), money.unit) == (None, "1.5000", "")


def test_a_project_funded_in_two_years_has_a_row_for_each() -> None:
    both = tuple(
        replace(
            guideline,
            strategies=tuple(
                replace(
                    s,
                    groups=tuple(
                        replace(g, rows=tuple(Row(r.name, (*r.amounts, "2.0")) for r in g.rows)) for g in s.groups
                    ),
                )
                for s in guideline.strategies
            ),
        )
        for guideline in TWO_GUIDELINES
    )
    document = read(Plan(years=(2571, 2572), guidelines=both))
    assert [(row[3], row[4]) for row in rows(document)[:2]] == [(Decimal(1_500_000), 2571), (Decimal(2_000_000), 2572)]
    assert len(rows(document)) == 12
    assert unread(document) == []


def test_a_column_nobody_knows_is_reported_and_costs_no_row() -> None:
    lines = [
        f"{line}\tหน่วยงาน" if line.startswith("กลยุทธ์\t") else f"{line}\tสอจ." if line.count("\t") == 2 else line
        for line in Plan().lines()
    ]
    document = read(tuple(lines))
    assert rows(document) == EXPECTED
    assert said(document)[0] == "unknown column “หน่วยงาน” of the strategy table; its cells were not read"


def test_the_strategy_column_need_not_be_the_first() -> None:
    start = Plan().lines().index("กลยุทธ์\tโครงการ\tปีงบประมาณ")
    lines = [
        (("ที่\t" if line.startswith("กลยุทธ์\t") else "\t") + line) if line.count("\t") == 2 and n >= start else line
        for n, line in enumerate(Plan(missing=frozenset({"briefs", "crosswalk"})).lines())
    ]
    assert rows(read(tuple(lines))) == EXPECTED


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("โครงการที่ สอจ. ขอรับการสนับสนุนงบประมาณกระทรวง กรม", "ministryOrDepartment"),
        ("โครงการที่ขอรับงบประมาณจากกระทรวงอุตสาหกรรม", "ministryOrDepartment"),
        ("งบประมาณกระทรวง/กรม", "ministryOrDepartment"),
        ("แหล่งงบประมาณ : กระทรวงอุตสาหกรรม", "ministryOrDepartment"),
        ("โครงการที่ใช้งบประมาณกรมส่งเสริมอุตสาหกรรม", "ministryOrDepartment"),
        ("โครงการภายใต้งบประมาณของสำนักงานปลัดกระทรวง", "ministryOrDepartment"),
        ("โครงการที่ สอจ. ของบประมาณจังหวัด", "province"),
        ("โครงการจากงบพัฒนาจังหวัด", "province"),
        ("โครงการที่ สอจ. ของบประมาณกลุ่มจังหวัด", "provincialCluster"),
        ("งบพัฒนากลุ่มจังหวัดภาคเหนือตอนบน 2", "provincialCluster"),
        ("โครงการอื่น ๆ", "otherSource"),
        ("โครงการที่ขอรับการสนับสนุนจากภาคเอกชน", "otherSource"),
    ],
)
@pytest.mark.parametrize("shared", [False, True], ids=["row of its own", "shared cell"])
def test_headings_of_a_source_of_funds_have_many_wordings(heading: str, source: str, shared: bool) -> None:
    strategy = replace(TWO_GUIDELINES[0].strategies[0], groups=(Group(heading, (FURNITURE, INDIGO)),))
    document = read(Plan(guidelines=(replace(TWO_GUIDELINES[0], strategies=(strategy,)),), shared_cell=shared))
    assert [row[2] for row in rows(document)] == [source, source]
    assert said(document) == []


@pytest.mark.parametrize("shared", [False, True], ids=["row of its own", "shared cell"])
def test_a_heading_nobody_knows_opens_a_group_without_a_source(shared: bool) -> None:
    strategy = replace(
        TWO_GUIDELINES[0].strategies[0], groups=(Group(MINISTRY, (FURNITURE,)), Group("แหล่งทุนต่างประเทศ", (INDIGO,)))
    )
    document = read(Plan(guidelines=(replace(TWO_GUIDELINES[0], strategies=(strategy,)),), shared_cell=shared))
    assert [row[2] for row in rows(document)] == ["ministryOrDepartment", None]
    assert said(document) == ["unknown source of funds “แหล่งทุนต่างประเทศ” in the strategy table"]


def test_a_name_and_a_title_go_on_behind_a_page_break() -> None:
    header = ["", "กลยุทธ์\tโครงการ\tปีงบประมาณ", "\t\tพ.ศ. ๒๕๗๑"]
    lines: list[str] = []
    for line in Plan().lines():
        if "MOHOM" in line and line.startswith("\t"):
            lines += [line.replace("ตลาดสากล (MOHOM PLUS)", "ตลาด"), *header, "\tสากล (MOHOM PLUS)\t"]
        elif "เพิ่มผลิตภาพวิสาหกิจ" in line and line.startswith("\t"):
            lines += [*header, f"ให้ได้มาตรฐาน{line}"]
        else:
            lines.append(line)
    document = read(tuple(lines))
    assert [row[0] for row in rows(document)][1:3] == [
        "โครงการยกระดับผ้าหม้อห้อมสู่ตลาด สากล (MOHOM PLUS)",
        "โครงการเพิ่มผลิตภาพวิสาหกิจขนาดกลางและขนาดย่อม",
    ]
    assert [row[3] for row in rows(document)] == [row[3] for row in EXPECTED]
    assert document.guidelines[0].strategies[0].title == "พัฒนาคุณภาพผลิตภัณฑ์ ให้ได้มาตรฐาน"
    assert unread(document) == []


def test_two_projects_that_share_one_amount_have_none() -> None:
    shared = "(MOHOM PLUS) 2. โครงการเพิ่มผลิตภาพวิสาหกิจขนาดกลางและขนาดย่อม\t0.8500"
    lines = [
        line.replace(to_thai_digits("(MOHOM PLUS)\t0.8500"), to_thai_digits(shared))
        for line in Plan().lines()
        if "เพิ่มผลิตภาพวิสาหกิจ" not in line
    ]
    document = read(tuple(lines))
    assert [row[3] for row in rows(document)][1:3] == [None, None]
    assert "cannot be read" in said(document)[0]


def test_indicators_have_targets_in_their_text_or_in_a_table() -> None:
    targets = [(Decimal(50), "ราย", "atLeast"), (Decimal(10), "ร้อยละ", "exactly"), (Decimal(80), "ร้อยละ", "exactly")]
    table = [
        "ตัวชี้วัด\tค่าเป้าหมาย"
        if line == "• ตัวชี้วัด ค่าเป้าหมาย"
        else line.replace(" ไม่น้อยกว่า", "\tไม่น้อยกว่า").replace(" ร้อยละ", "\tร้อยละ")
        if line[:2] in ("๑.", "๒.") and "\t" not in line
        else line
        for line in Plan().lines()
    ]
    for lines in (Plan().lines(), tuple(table)):
        document = read(lines)
        found = [q for guideline in document.guidelines for i in guideline.indicators for q in i.quantities]
        assert [(q.value, q.unit, q.comparator) for q in found] == targets
        assert unread(document) == []


# --- section 2 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        ("1) ยุทธศาสตร์ชาติ ด้านการสร้างความสามารถในการแข่งขัน", None, "การสร้างความสามารถในการแข่งขัน"),
        ("1) ยุทธศาสตร์ชาติที่ 2 ด้านการสร้างความสามารถในการแข่งขัน", 2, "การสร้างความสามารถในการแข่งขัน"),
        ("1) ยุทธศาสตร์ที่ 2 ด้านการสร้างความสามารถในการแข่งขัน", 2, "การสร้างความสามารถในการแข่งขัน"),
        ("ยุทธศาสตร์ชาติด้านที่ 2 การสร้างความสามารถในการแข่งขัน", 2, "การสร้างความสามารถในการแข่งขัน"),
        ("3) ยุทธศาสตร์ชาติ ด้านความมั่นคง", None, "ความมั่นคง"),
        ("2.1.1 ยุทธศาสตร์ชาติด้านความมั่นคง", None, "ความมั่นคง"),
        ("(1) ยุทธศาสตร์ชาติ (พ.ศ. 2561 - 2580) ด้านความมั่นคง", None, "ความมั่นคง"),
        ("(1) ยุทธศาสตร์ชาติ 20 ปี (พ.ศ. 2561 – 2580) ด้านความมั่นคง", None, "ความมั่นคง"),
        ("1. ด้านความมั่นคง", None, "ด้านความมั่นคง"),
    ],
)
def test_a_national_strategy_is_named_in_many_ways(printed: str, number: int | None, title: str) -> None:
    """The number of the list it stands in is never its own."""
    document = read(Plan(strategies=(printed, *Plan().strategies[1:])))
    assert claims(document, Kind.NATIONAL_STRATEGY) == [(number, None, title)]
    assert claims(document, Kind.STRATEGIC_ISSUE) == [(None, None, "อุตสาหกรรมและบริการแห่งอนาคต")]
    assert unread(document) == []


@pytest.mark.parametrize(
    "printed",
    [
        "(1) ประเด็น 4 อุตสาหกรรมและบริการแห่งอนาคต",
        "(๑) ประเด็น ๔ อุตสาหกรรมและบริการแห่งอนาคต",
        "1) แผนแม่บทประเด็น (4) อุตสาหกรรมและบริการแห่งอนาคต",
        "แผนแม่บทภายใต้ยุทธศาสตร์ชาติ (ประเด็นที่ 4) อุตสาหกรรมและบริการแห่งอนาคต",
        "แผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็น (4) อุตสาหกรรมและบริการแห่งอนาคต",
        "1) แผนแม่บทที่ 4 ประเด็นอุตสาหกรรมและบริการแห่งอนาคต",
        "1) แผนแม่บทฯ ประเด็นที่ 4 อุตสาหกรรมและบริการแห่งอนาคต",
        "2.2.1.1 ประเด็น 4 อุตสาหกรรมและบริการแห่งอนาคต",
        "ประเด็นที่ 4 : อุตสาหกรรมและบริการแห่งอนาคต (พ.ศ. 2566 - 2580)",
    ],
)
def test_a_master_plan_is_named_in_many_ways(printed: str) -> None:
    document = read(Plan(master=(printed, *Plan().master[1:])))
    assert claims(document, Kind.MASTER_PLAN) == [(4, None, "อุตสาหกรรมและบริการแห่งอนาคต")]
    assert unread(document) == []


@pytest.mark.parametrize(
    ("printed", "number", "code"),
    [
        ("2) แผนย่อยของแผนแม่บทฯ การพัฒนาอุตสาหกรรมชีวภาพ", None, None),
        ("2) แผนแม่บทย่อย การพัฒนาอุตสาหกรรมชีวภาพ", None, None),
        ("2) แผนย่อยที่ 1 การพัฒนาอุตสาหกรรมชีวภาพ", 1, None),
        ("2) แผนย่อยของแผนแม่บทฯ 0401 การพัฒนาอุตสาหกรรมชีวภาพ", None, "0401"),
        ("2) แผนย่อย 4.1 การพัฒนาอุตสาหกรรมชีวภาพ", None, "0401"),
        ("2) แผนย่อย (4.1) : การพัฒนาอุตสาหกรรมชีวภาพ", None, "0401"),
    ],
)
def test_a_sub_plan_is_named_in_many_ways(printed: str, number: int | None, code: str | None) -> None:
    master = Plan().master
    document = read(Plan(master=(*master[:3], printed, *master[4:])))
    assert claims(document, Kind.SUB_PLAN) == [(number, code, "การพัฒนาอุตสาหกรรมชีวภาพ")]
    assert unread(document) == []


@pytest.mark.parametrize(
    ("printed", "number", "code"),
    [
        ("- เป้าหมายที่ 040001 อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, "040001"),
        ("- เป้าหมาย 040001 : อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, "040001"),
        ("- 040001 อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, "040001"),
        ("- รหัส 040001 อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, "040001"),
        ("(1) เป้าหมายที่ 1 อุตสาหกรรมมีมูลค่าเพิ่มขึ้น (040001)", 1, "040001"),
        ("เป้าหมายที่ 1 (040001) อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", 1, "040001"),
        ("- เป้าหมายที่ 2 อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", 2, None),
        ("- อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, None),
        ("เป้าหมาย : อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, None),
        ("- เป้าหมายที่ 04001 อุตสาหกรรมมีมูลค่าเพิ่มขึ้น", None, "04001"),
    ],
)
def test_a_goal_of_a_master_plan_has_a_number_a_code_or_neither(
    printed: str, number: int | None, code: str | None
) -> None:
    """Its own code, also one of the wrong length as Lampang prints it (๐๘๐๐๑); never the number of the list."""
    master = Plan().master
    document = read(Plan(master=(*master[:2], printed, *master[3:])))
    assert (number, code, "อุตสาหกรรมมีมูลค่าเพิ่มขึ้น") in claims(document, Kind.GOAL)
    assert unread(document) == []


def test_goals_stand_where_their_codes_put_them() -> None:
    """0401xx is a goal of the sub-plan, 0400xx one of the whole master plan."""
    goals = [claim.target for claim in read().claims if claim.target.kind is Kind.GOAL and claim.target.code]
    assert [(goal.code, goal.within.kind if goal.within else None) for goal in goals] == [
        ("040001", Kind.MASTER_PLAN),
        ("040101", Kind.SUB_PLAN),
    ]


def test_milestones_keep_the_goals_and_strategies_printed_under_them() -> None:
    milestones = ("1) หมุดหมายที่ 8 ไทยมีพื้นที่และเมืองอัจฉริยะที่น่าอยู่", "เป้าหมายที่ 1 มีเมืองน่าอยู่", "กลยุทธ์ที่ 2 พัฒนาเมือง")
    document = read(Plan(milestones=milestones))
    assert claims(document, Kind.MILESTONE) == [(8, None, "ไทยมีพื้นที่และเมืองอัจฉริยะที่น่าอยู่")]
    under = [e for e in document.foreign if e.parent is not None and e.parent.kind is Kind.MILESTONE]
    assert [(e.kind, e.number, e.title) for e in under] == [
        (Kind.GOAL, 1, "มีเมืองน่าอยู่"),
        (Kind.STRATEGY, 2, "พัฒนาเมือง"),
    ]
    assert unread(document) == []


def test_the_parts_of_section_2_may_come_in_another_order() -> None:
    lines = Plan().lines()
    reform = next(i for i, line in enumerate(lines) if "ปฏิรูปประเทศ" in line)
    level3 = next(i for i, line in enumerate(lines) if "แผนระดับที่ ๓" in line)
    nesdp = lines[reform + 1 : level3]
    moved = (*lines[:reform], *nesdp, *lines[reform : reform + 1], *lines[level3 - 1 :])
    document = read(moved)
    assert claims(document, Kind.REFORM_TOPIC) == [(None, None, "ด้านเศรษฐกิจ")]
    assert [number for number, *_ in claims(document, Kind.MILESTONE)] == [1, 7]
    assert unread(document) == []


@pytest.mark.parametrize(
    ("missing", "warned"),
    [
        ("level1", "ยุทธศาสตร์ชาติ (แผนระดับที่ 1)"),
        ("level3", "แผนระดับที่ 3 ที่เกี่ยวข้อง"),
        ("situation", "การประเมินสถานการณ์"),
        ("briefs", "โครงการแบบย่อ"),
        ("crosswalk", "ความเชื่อมโยงของแผน"),
        ("results", "ข้อมูลสรุปผลการดำเนินงาน"),
        ("substance", "สาระสำคัญของแผนปฏิบัติการ"),
    ],
)
def test_a_missing_section_is_one_warning_and_the_rest_is_read(missing: str, warned: str) -> None:
    document = read(Plan(missing=frozenset({missing})))
    assert said(document) == [f"section “{warned}” was not found"]
    assert rows(document) == EXPECTED
    assert unread(document) == []


def test_headings_nobody_knows_are_reported_with_what_stands_below_them() -> None:
    extra = ("", "ส่วนที่ ๕ ข้อมูลติดต่อ", "", "โทรศัพท์ ๐๕๔ ๑๑๑๑๑๑")
    document = read((*Plan().lines(), *extra))
    assert said(document) == ["unknown heading 5 “ข้อมูลติดต่อ”; the lines below it were not read"]
    assert unread(document) == [extra[1], extra[3]]


def test_parts_may_be_called_chapters() -> None:
    document = read(replaced(("ส่วนที่", "บทที่")))
    assert said(document) == unread(document) == []


# --- briefs ----------------------------------------------------------------------------------------------------------


def test_a_brief_has_ten_fields() -> None:
    brief = read().briefs[0]
    assert [field.number for field in brief.fields] == list(range(1, 11))
    assert [item.text for item in brief.objectives] == ["เพื่อพัฒนาผลิตภัณฑ์", "เพื่อขยายตลาด"]
    assert [(q.value, q.unit, q.comparator) for measure in brief.outcomes for q in measure.quantities] == [
        (Decimal(10), "ร้อยละ", "atLeast")
    ]
    assert [measure.text for measure in brief.activities] == ["ฝึกอบรม", "ให้คำปรึกษา", "ทดสอบตลาด"]
    assert brief.aliases == ("MOHOM PLUS",)


def _numbers(change: Callable[[str], str]) -> tuple[str, ...]:
    """The plan with another way of numbering the fields of its briefs."""
    lines = list(Plan().lines())
    for place, label in enumerate(LABELS, start=1):
        old = to_thai_digits(f"{place}. {label}\t")
        lines = [line.replace(old, change(old)) if line.startswith(old) else line for line in lines]
    return tuple(lines)


@pytest.mark.parametrize(
    "lines",
    [
        _numbers(lambda label: label.replace(". ", ") ", 1)),
        _numbers(lambda label: label.replace(". ", ".", 1)),
        _numbers(lambda label: label.split(". ", 1)[1]),
        _numbers(lambda label: label.replace("\t", " :\t")),
        _numbers(lambda label: f"<p>{label[:-1]}</p>\t"),
        _numbers(lambda label: f"**{label[:-1]}**\t"),
        replaced(("ความสำคัญของโครงการ หลักการและเหตุผล", "หลักการและเหตุผล")),
    ],
    ids=["1)", "no space", "no number", "colon", "tags", "bold", "other label"],
)
def test_the_labels_of_a_brief_are_printed_in_many_ways(lines: tuple[str, ...]) -> None:
    document = read(lines)
    assert [plain(brief.objectives[0].text) for brief in document.briefs] == ["เพื่อพัฒนาผลิตภัณฑ์"] * 2
    assert [len(brief.fields) for brief in document.briefs] == [10, 10]
    assert unread(document) == []


@pytest.mark.parametrize(
    "budget",
    [
        "850,000 บาท (แปดแสนห้าหมื่นบาทถ้วน)",
        "850,000.00 (แปดแสนห้าหมื่นบาทถ้วน)",
        "850,000 บาท",
        "0.85 ล้านบาท",
        "งบประมาณทั้งสิ้น จำนวน 850,000.- บาท",
        "ปีงบประมาณ พ.ศ. 2571 จำนวน 850,000 บาท",
        "1) ค่าวิทยากร 50,000 บาท 2) ค่าวัสดุ 800,000 บาท รวมทั้งสิ้น 850,000 บาท",
        "ค่าวิทยากร 50,000 บาท ค่าวัสดุ 800,000 บาท เป็นเงิน 850,000 บาท (แปดแสนห้าหมื่นบาทถ้วน)",
    ],
)
def test_the_budget_of_a_brief_is_the_figure_that_is_meant(budget: str) -> None:
    document = read(Plan(briefs=(replace(TWO_BRIEFS[0], budget=budget),)))
    money = document.briefs[0].money
    assert money is not None
    assert money.baht == 850_000


PHRAE_PLAN = "แผนพัฒนาจังหวัดแพร่ (พ.ศ. 2566 - 2570)"


@pytest.mark.parametrize(
    ("printed", "links"),
    [
        (f"{PHRAE_PLAN} ประเด็นการพัฒนาที่ 2 {ISSUES[1]}", [(2, ISSUES[1], "แผนพัฒนาจังหวัดแพร่")]),
        (f"{PHRAE_PLAN} ประเด็นที่ ๒ : {ISSUES[1]}", [(2, ISSUES[1], "แผนพัฒนาจังหวัดแพร่")]),
        (f"ประเด็นการพัฒนาจังหวัดที่ 2 {ISSUES[1]}", [(2, ISSUES[1], None)]),
        (f"แผนพัฒนาจังหวัด ประเด็นการพัฒนา : {ISSUES[1]}", [(None, ISSUES[1], "แผนพัฒนาจังหวัด")]),
        ("ยุทธศาสตร์จังหวัดที่ 2 ยกระดับการค้า", [(2, "ยกระดับการค้า", None)]),
        (
            f"{PHRAE_PLAN} ประเด็นที่ 2 {ISSUES[1]} แนวทางการพัฒนาที่ 1 ส่งเสริมตลาด",
            [(2, ISSUES[1], "แผนพัฒนาจังหวัดแพร่")],
        ),
        (
            f"{PHRAE_PLAN} ประเด็นที่ 1 {ISSUES[0]} และประเด็นที่ 2 {ISSUES[1]}",
            [(1, ISSUES[0], "แผนพัฒนาจังหวัดแพร่"), (2, ISSUES[1], "แผนพัฒนาจังหวัดแพร่")],
        ),
        (
            f"1) {PHRAE_PLAN} ประเด็นที่ 2 {ISSUES[1]} 2) แผนพัฒนากลุ่มจังหวัดภาคเหนือตอนบน 2 ประเด็นที่ 1 พัฒนาเศรษฐกิจ",
            [(2, ISSUES[1], "แผนพัฒนาจังหวัดแพร่"), (1, "พัฒนาเศรษฐกิจ", "แผนพัฒนากลุ่มจังหวัดภาคเหนือตอนบน 2")],
        ),
        ("-", []),
    ],
)
def test_section_6_names_issues_of_plans(printed: str, links: list[tuple[int | None, str, str | None]]) -> None:
    brief = read(Plan(briefs=(replace(TWO_BRIEFS[0], links=printed),))).briefs[0]
    found = [(link.number, link.title, link.within.title if link.within else None) for link in brief.links]
    assert [(number, title) for number, title, _ in found] == [(number, title) for number, title, _ in links]
    for (*_, plan), (*_, expected) in zip(found, links, strict=True):
        assert plan is expected is None or (plan or "").startswith(expected or "?")


@pytest.mark.parametrize("field", [2, 3, 4, 5, 8])
@pytest.mark.parametrize("part", [0.3, 0.6])
def test_a_field_that_a_page_break_cut_is_one_again(field: int, part: float) -> None:
    """At any place: inside a word, a tag or a list number, the rest in a row without a label."""
    whole = read().briefs[0]
    lines = list(Plan().lines())
    place = next(i for i, line in enumerate(lines) if line.startswith(to_thai_digits(f"{field}. {LABELS[field - 1]}")))
    label, _, cell = lines[place].partition("\t")
    cut = cell.index(" ", int(len(cell) * part)) if " " in cell[int(len(cell) * part) :] else len(cell) // 2
    lines[place : place + 1] = [f"{label}\t{cell[:cut]}", "", f"\t{cell[cut:].strip()}"]
    brief = read(tuple(lines)).briefs[0]
    for name in ("objectives", "outputs", "outcomes", "indicators", "activities"):
        assert [to_arabic(part.text).replace(" ", "") for part in getattr(brief, name)] == [
            to_arabic(part.text).replace(" ", "") for part in getattr(whole, name)
        ], name
    assert brief.rationale.replace(" ", "") == whole.rationale.replace(" ", "")


# --- crosswalk and results -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [2, 3, 5])
def test_a_crosswalk_has_as_many_plans_as_it_has(columns: int) -> None:
    lines = []
    for line in Plan().lines():
        if line.startswith(("\tแผนปฏิบัติราชการ", "วิสัยทัศน์\t", "ประเด็นการพัฒนา ด้านที่")):
            cells = line.split("\t")
            cells = [cells[0], *(cells[1:-1] * 3)[: columns - 1], cells[-1]]
            lines.append("\t".join(cells))
        else:
            lines.append(line)
    document = read(tuple(lines))
    assert [cell.own for cell in document.crosswalk] == ([False] * (columns - 1) + [True]) * 2
    assert unread(document) == []


@pytest.mark.parametrize(
    ("budget", "spent"),
    [
        ("1) งบประมาณ 500,000 บาท", "2) ผลการเบิกจ่าย 500,000 บาท"),
        ("1) งบประมาณที่ได้รับจัดสรร : 500,000.00 บาท", "2) ผลการเบิกจ่าย จำนวน 500,000 บาท (ร้อยละ 100)"),
        ("(1) งบประมาณ จำนวน 0.5 ล้านบาท", "(2) การเบิกจ่ายงบประมาณ 500,000.- บาท"),
        ("- งบประมาณ ปีงบประมาณ พ.ศ. 2569 จำนวน 500,000 บาท", "- เบิกจ่าย"),
    ],
)
def test_money_of_a_result_is_printed_in_many_ways(budget: str, spent: str) -> None:
    changed = (("1) งบประมาณ 500,000 บาท", budget), ("2) ผลการเบิกจ่าย 500,000 บาท", spent))
    results = read(replaced(*changed)).results
    assert [result.budget.baht for result in results if result.budget] == [500_000, 500_000]
    disbursed = [result.disbursed.baht for result in results if result.disbursed]
    assert disbursed == ([500_000, 500_000] if "500" in spent else [])


def test_a_result_without_money_is_read_and_has_none() -> None:
    results = read(replaced(("1) งบประมาณ 500,000 บาท", "1) งบประมาณ ไม่ใช้งบประมาณ"))).results
    assert [(result.number, result.budget) for result in results] == [(1, None), (2, None)]


def test_results_need_no_closing_fields_to_be_told_apart() -> None:
    lines = [line for line in Plan().lines() if "ปัญหาและอุปสรรค" not in line and "ข้อเสนอแนะ" not in line]
    assert [result.number for result in read(tuple(lines)).results] == [1, 2]


def test_a_table_of_measures_may_have_other_columns() -> None:
    table = ("", "กิจกรรม\tหน่วยนับ\tเป้าหมาย\tผล\tร้อยละ", "อบรม\tราย\t30\t31\t103.33", "ตรวจเยี่ยม\tแห่ง\t10\t10\t100")
    document = read(put_below("3) ผลการดำเนินงาน", *table))
    assert [(m.label, m.planned_value, m.achieved_value, m.unit) for m in document.results[0].measures] == [
        ("อบรม", Decimal(30), Decimal(31), "ราย"),
        ("ตรวจเยี่ยม", Decimal(10), Decimal(10), "แห่ง"),
    ]
    assert unread(document) == []


def test_funding_in_parentheses_is_no_part_of_a_name() -> None:
    past = (Past("โครงการ ก (งบจังหวัด)"), Past("โครงการ ข (งบกระทรวงอุตสาหกรรม)"), Past("โครงการ ค (ระยะที่ 2)"))
    results = read(Plan(past=past)).results
    assert [(result.name, result.funding) for result in results] == [
        ("โครงการ ก", "province"),
        ("โครงการ ข", "ministryOrDepartment"),
        ("โครงการ ค (ระยะที่ 2)", None),
    ]


def test_the_year_of_results_is_the_one_in_their_heading() -> None:
    assert {result.fiscal_year for result in read(Plan(past_year=2570)).results} == {2570}


def test_sources_of_funds_are_told_from_each_other() -> None:
    assert len({MINISTRY, PROVINCE, CLUSTER}) == 3
    assert {row[2] for row in rows(read())} == {"ministryOrDepartment", "province", "provincialCluster"}
