"""Verdicts: aligned or not, how far strong hops go, what is missing, what to be warned of, whose money it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chains_fixture import (
    BCG,
    CARBON,
    DIGITAL,
    GREEN,
    ISSUE_3,
    MIND_STAR,
    MIND_STAR_2568,
    MINING,
    OLD_NAME,
    OPOAI,
    PLAN,
    STANDARD,
    STANDARD_2568,
    iri,
    link,
    project,
    store,
)
from plangraph.cautions import cautions
from plangraph.missing import claimed_strategies, missing_hops
from plangraph.naming import bare_key, find_project
from plangraph.outputs.check_words import message, sentence, warning, words
from plangraph.projects import fetch_projects, iris_of_year, projects_of_read_plans
from plangraph.store import EmbeddedStore
from plangraph.verdicts import Judgement, judge, with_matches

GREEN_GROWTH = "ยุทธศาสตร์ชาติด้านการสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม"
COMPETITIVE = "ยุทธศาสตร์ชาติด้านการสร้างความสามารถในการแข่งขัน"


def judged(path: str, graph: EmbeddedStore | None = None) -> Judgement:
    """The judgement of one project of the fixture."""
    graph = graph or store()
    return judge(graph, list(fetch_projects(graph, [iri(path)]).values()))[0]


def reach(judgement: Judgement) -> list[str]:
    return [node.id.removeprefix(iri("")) for node in judgement.reach]


def warnings(judgement: Judgement) -> list[str]:
    return [warning(caution, words("th")) for caution in cautions(judgement)]


def reasons(judgement: Judgement) -> list[tuple[str, str]]:
    return [(gap.source.id.removeprefix(iri("")), gap.reason) for gap in missing_hops(judgement)]


# --- verdicts and reach ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "verdict", "expected"),
    [
        (GREEN, "aligned", ["national-strategy/5"]),
        (OPOAI, "aligned", ["national-strategy/2"]),
        (MINING, "aligned-by-plan", ["nesdp-13/milestone/10"]),
        (CARBON, "aligned-by-plan", ["nesdp-13"]),  # the plan itself is named
        (DIGITAL, "aligned-by-plan", [ISSUE_3]),
        (BCG, "aligned-by-plan", [ISSUE_3, "policy/bcg"]),
        (OLD_NAME, "aligned-by-plan", []),
        (MIND_STAR_2568, "not-aligned", []),
    ],
)
def test_verdict_and_how_far_strong_hops_go(path: str, verdict: str, expected: list[str]) -> None:
    found = judged(path)
    assert (found.verdict, reach(found)) == (verdict, expected)


def test_a_plan_reached_only_as_the_whole_of_an_element_is_no_reach() -> None:
    """Milestone 10 is part of the 13th plan by a verified row; the project names the milestone, not the plan."""
    part = link("nesdp-13/milestone/10", "nesdp-13", "positioned", relation="partOf")
    assert reach(judged(MINING, store(part))) == ["nesdp-13/milestone/10"]


def test_the_national_strategy_as_a_whole_is_never_reach() -> None:
    text = project("p", "โครงการ ก") + link("p", "national-strategy", "stated")
    found = judged("p", store(text))
    assert (found.verdict, reach(found)) == ("aligned-by-plan", [])


def test_a_verified_row_of_the_reference_makes_a_master_plan_lead_to_its_strategy() -> None:
    text = project("p", "โครงการ ก") + link("p", "master-plan-2566/08", "stated")
    found = judged("p", store(text))
    assert (found.verdict, reach(found)) == ("aligned", ["national-strategy/2"])
    assert [hop.way.verification for hop in found.chains[0].hops] == [None, "verified"]


def test_a_link_that_a_person_confirmed_is_strong() -> None:
    text = project("p", "โครงการ ก") + link("p", "national-strategy/6", "confirmed")
    assert judged("p", store(text)).verdict == "aligned"


def test_a_goal_of_a_strategy_is_an_end() -> None:
    text = project("p", "โครงการ ก") + link("p", "national-strategy/5/goal/1", "stated")
    assert reach(judged("p", store(text))) == ["national-strategy/5/goal/1"]


def test_a_proposal_changes_no_verdict_and_is_shown_apart() -> None:
    """A machine proposes strategy 2 for the digital project with a score of 0.71."""
    found = judged(DIGITAL)
    ((proposal, node),) = found.proposals
    assert (found.verdict, node.label, proposal.score, proposal.because) == (
        "aligned-by-plan",
        COMPETITIVE,
        Decimal("0.71"),
        ("ผลิตภาพ", "เทคโนโลยีดิจิทัล"),
    )


# --- hops ------------------------------------------------------------------------------------------------------------


def test_a_hop_quotes_its_first_place_and_knows_the_others() -> None:
    """The green-growth strategy stands in lines 1346 and 1349."""
    (hop,) = judged(GREEN).chains[0].hops
    assert hop.passage is not None
    assert (hop.way.basis, hop.passage.first_line, [also.first_line for also in hop.also]) == ("stated", 1346, [1349])
    assert hop.passage.text.startswith("ตามแนวทางยุทธศาสตร์ชาติ ๒๐ ปี")
    assert hop.weak_because is None


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (link("p", "national-strategy/6", "planWide"), "planWide"),
        (link("p", "national-strategy/6", "tabulated"), "tabulated"),
        (link("p", "national-strategy", "stated"), "noStrategy"),
        (link("p", "national-strategy/6", "official", more="; pg:verification pg:unverified"), "unverified"),
        (link("p", "national-strategy/6", "official"), "official"),
    ],
)
def test_a_weak_hop_says_why(text: str, because: str) -> None:
    found = judged("p", store(project("p", "โครงการ ก") + text))
    assert [hop.weak_because for hop in found.chains[0].hops] == [because]


def test_a_sentence_about_the_project_is_shown_before_one_about_the_agency() -> None:
    own = link(OPOAI, "national-strategy/2", "stated")  # line 7 of another document, without the caveat
    found = judged(OPOAI, store(own))
    assert found.chains[0].hops[0].account.caveats == ()
    assert not [text for text in warnings(found) if "พันธกิจ" in text]


# --- what is missing -------------------------------------------------------------------------------------------------


def test_an_aligned_project_misses_nothing() -> None:
    assert missing_hops(judged(GREEN)) == []


def test_the_provincial_plan_is_not_loaded() -> None:
    """Nobody knows which strategy provincial issue 3 serves until that plan is read."""
    found = judged(DIGITAL)
    assert reasons(found) == [(ISSUE_3, "plan-not-loaded")]
    assert "แผนพัฒนาจังหวัดลำปาง (พ.ศ. 2566 - 2570)" in message(missing_hops(found)[0], words("th"))


def test_what_is_missing_is_named_from_the_nearest_to_level_1_down() -> None:
    assert reasons(judged(MINING)) == [
        (MINING, "names-no-strategy"),
        ("nesdp-13/milestone/10", "not-stated"),
        (ISSUE_3, "plan-not-loaded"),
        ("plan/mineral-master-plan-2", "plan-not-loaded"),
    ]


def test_a_milestone_ends_at_level_2_and_the_message_says_so() -> None:
    texts = [message(gap, words("th")) for gap in missing_hops(judged(MINING))]
    assert "บรรทัด 1389" in texts[0]
    assert "ข้อมูลอ้างอิงยังไม่มีข้อต่อ" in texts[1]


def test_an_unverified_row_is_named_with_its_file_and_line() -> None:
    text = project("p", "โครงการ ก") + link("p", "master-plan-2566/18", "stated")
    found = judged("p", store(text))
    assert reasons(found) == [("master-plan-2566/18", "unverified-reference")]
    assert "reference/national บรรทัด 8 " in message(missing_hops(found)[0], words("th"))


def test_a_sub_plan_misses_the_first_unverified_row_on_its_way() -> None:
    text = project("p", "โครงการ ก") + link("p", "master-plan-2566/18/sub-plan/1801", "stated")
    assert reasons(judged("p", store(text))) == [("master-plan-2566/18/sub-plan/1801", "unverified-reference")]


def test_a_master_plan_without_any_row_upwards_is_not_stated() -> None:
    text = project("p", "โครงการ ก") + link("p", "master-plan-2566/16", "stated")
    assert reasons(judged("p", store(text))) == [("master-plan-2566/16", "not-stated")]


def test_a_plan_that_was_read_but_says_nothing_is_not_stated() -> None:
    read = "<lampang-development-plan-2566-2570> pg:wasRead true .\n"
    assert reasons(judged(DIGITAL, store(read))) == [(ISSUE_3, "not-stated")]


@pytest.mark.parametrize(
    ("path", "said"),
    [(BCG, "โมเดลเศรษฐกิจ BCG ซึ่งรู้จักเพียงชื่อ"), (MINING, "แผนแม่บทการบริหารจัดการแร่ ฉบับที่ 2 พ.ศ. 2566 - 2570 ซึ่งรู้จักเพียงชื่อ")],
)
def test_plans_and_policies_known_by_name_are_called_so(path: str, said: str) -> None:
    assert any(said in message(gap, words("th")) for gap in missing_hops(judged(path)))


def test_a_row_without_a_brief_has_no_text_that_could_state_anything() -> None:
    (gap,) = missing_hops(judged(OLD_NAME))
    assert (gap.case, gap.reason, gap.source.id) == ("no_brief", "not-stated", iri(OLD_NAME))


def test_a_brief_that_names_nothing_is_not_stated() -> None:
    brief = f'<{OLD_NAME}/brief> a pg:ProjectBrief ; pg:briefOf <{OLD_NAME}> ; rdfs:label "โครงการ"@th .\n'
    (gap,) = missing_hops(judged(OLD_NAME, store(brief)))
    assert gap.case == "nothing_stated"


def test_the_mending_sentence_offers_what_the_plan_claims_and_nothing_else() -> None:
    """The Lampang plan claims strategies 2 and 5 (and a goal of 5); nobody claims strategy 6."""
    found = judged(DIGITAL)
    assert [node.label for node in claimed_strategies(found)] == [COMPETITIVE, GREEN_GROWTH]
    assert sentence(found, words("th")) == (
        f"โครงการนี้สอดคล้องกับ [เลือกด้านที่ตรงกับโครงการ: {COMPETITIVE} หรือ {GREEN_GROWTH}] (ยุทธศาสตร์ชาติ พ.ศ. ๒๕๖๑ - ๒๕๘๐)"
    )
    assert sentence(found, words("en")) == sentence(found, words("th"))


def test_a_plan_that_claims_one_strategy_gives_a_finished_sentence() -> None:
    text = project("p", "โครงการ ก").replace(PLAN, "q") + "<q> a pg:Plan ; pg:planLevel 3 .\n"
    text += link("p", "q", "positioned", relation="partOf") + link("q", "national-strategy/5/goal/1", "planWide")
    assert (
        sentence(judged("p", store(text)), words("th"))
        == f"โครงการนี้สอดคล้องกับ{GREEN_GROWTH} (ยุทธศาสตร์ชาติ พ.ศ. ๒๕๖๑ - ๒๕๘๐)"
    )


def test_without_a_claim_the_sentence_leaves_the_strategy_open() -> None:
    assert sentence(judged(MIND_STAR_2568), words("th")).endswith("[ระบุด้านที่ตรงกับโครงการ]")


# --- warnings --------------------------------------------------------------------------------------------------------


def test_another_title_than_the_official_one_is_shown_beside_it() -> None:
    (said,) = [text for text in warnings(judged(GREEN)) if "1346" in text]
    assert "“การพัฒนาที่ยั่งยืนและการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม”" in said
    assert f"“{GREEN_GROWTH}”" in said
    assert "บรรทัด 1349 ใช้ชื่อที่ไม่ต่าง" in said


def test_a_title_that_differs_everywhere_names_no_better_place() -> None:
    more = '; pg:caveat pg:titleDiffers ; pg:printedTitle "ข้อความ"'
    text = project("p", "โครงการ ก") + link("p", "national-strategy/6", "stated", more=more)
    (said,) = warnings(judged("p", store(text)))
    assert said.startswith("บรรทัด 7 พิมพ์ชื่อว่า “ข้อความ”")
    assert said.endswith("การบริหารจัดการภาครัฐ”")


def test_the_agency_s_mission_is_a_warning_of_an_aligned_project() -> None:
    said = [text for text in warnings(judged(OPOAI)) if "พันธกิจของหน่วยงาน" in text]
    assert len(said) == 1
    assert "บรรทัด 1306" in said[0]


def test_one_place_about_the_agency_is_one_warning_whatever_it_names() -> None:
    more = "; pg:caveat pg:agencyMission"
    text = project("p", "โครงการ ก") + "".join(
        link("p", target, "stated", more=more) for target in ("national-strategy/2", "national-strategy/6")
    )
    (said,) = warnings(judged("p", store(text)))
    assert "การแข่งขัน และ ยุทธศาสตร์ชาติด้านการปรับสมดุล" in said


def test_an_edition_that_ended_before_the_project_s_year_is_worth_a_warning() -> None:
    (said,) = [text for text in warnings(judged(MINING)) if "ใช้ถึงปี" in text]
    assert said.startswith("แผนแม่บทการบริหารจัดการแร่ ฉบับที่ 2 พ.ศ. 2566 - 2570 ใช้ถึงปี 2569 ก่อนปีงบประมาณ 2570")


def test_the_year_a_brief_prints_may_differ_from_the_year_that_funds_it() -> None:
    assert "โครงการแบบย่อพิมพ์ปีงบประมาณ 2569 แต่ตารางโครงการให้งบในปี 2570" in warnings(judged(GREEN))
    assert not [text for text in warnings(judged(DIGITAL)) if "2569" in text]


def test_figures_that_disagree_are_shown_with_their_lines() -> None:
    (said,) = [text for text in warnings(judged(MINING)) if text.startswith("งบประมาณ")]
    assert "บรรทัด 1261 พิมพ์ 218,000 บาท" in said
    assert "บรรทัด 1404 พิมพ์ 282,430 บาท" in said
    assert not [text for text in warnings(judged(OPOAI)) if text.startswith("งบประมาณ")]


@pytest.mark.parametrize(("path", "count"), [(MINING, 1), (BCG, 1), (GREEN, 0), (STANDARD, 0), (OPOAI, 0)])
def test_names_that_differ_by_more_than_spacing_are_a_warning(path: str, count: int) -> None:
    """OPOAI-C is ค่าใช้จ่ายการยกระดับ… in its brief and โครงการยกระดับ… in the table: no difference in the name."""
    assert len([text for text in warnings(judged(path)) if text.startswith("ชื่อในตารางโครงการ")]) == count


# --- money and years -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "baht"),
    [
        (GREEN, 141_700),
        (OPOAI, 193_000),  # two table lines and the brief print the same
        (MINING, 282_430),  # the brief, not the 218,000 of the table
        (OLD_NAME, 141_700),  # no brief: the table
        (MIND_STAR_2568, 65_100),  # only a report of results
    ],
)
def test_the_budget_is_the_brief_s_else_the_table_s_else_the_report_s(path: str, baht: int) -> None:
    assert judged(path).project.budget == baht


def test_of_unequal_table_figures_the_largest_is_the_budget() -> None:
    more = (
        f"<{OLD_NAME}> pg:hasBudgetLine <b> . <b> a pg:BudgetLine ; pg:amount 200000 ; pg:figureFrom pg:strategyTable ."
    )
    found = judged(OLD_NAME, store(more))
    assert found.project.budget == 200_000
    assert [text for text in warnings(found) if text.startswith("งบประมาณ")]


def test_a_figure_nobody_could_read_is_left_out() -> None:
    more = f'<{OLD_NAME}> pg:hasBudgetLine <b> . <b> a pg:BudgetLine ; pg:amountAsPrinted "874,31.38" .'
    assert len(judged(OLD_NAME, store(more)).project.figures) == 1


def test_a_figure_is_found_where_it_is_printed_not_where_its_heading_stands() -> None:
    heading = f"""<{PLAN}/budget/table-09> pg:evidence <h> . <h> a pg:Passage ; pg:document <document/{PLAN}> ;
        pg:firstLine 1259 ; pg:lastLine 1259 ; pg:exactText "โครงการที่ สอจ. ขอรับการสนับสนุนงบประมาณกระทรวง กรม" ."""
    figures = judged(OLD_NAME, store(heading)).project.figures
    assert [figure.passage.first_line for figure in figures if figure.passage] == [1260]


def test_other_years_are_asserted_or_proposed() -> None:
    assert [(other.id, other.how) for other in judged(STANDARD).other_years] == [(iri(STANDARD_2568), "asserted")]
    assert [(other.id, other.how) for other in judged(MIND_STAR).other_years] == [(iri(MIND_STAR_2568), "proposed")]
    assert [(other.id, other.how) for other in judged(MIND_STAR_2568).other_years] == [(iri(MIND_STAR), "proposed")]


def test_plans_that_were_read_count_their_projects_with_a_table_line_or_a_brief() -> None:
    found = projects_of_read_plans(store())
    assert [project.source.first_line for project in found if project.source] == sorted(
        project.source.first_line for project in found if project.source
    )
    assert len(found) == 9
    assert sum(project.budget or 0 for project in found) == 15_502_430


def test_projects_of_a_year_include_those_of_a_results_section() -> None:
    assert set(iris_of_year(store(), 2568)) == {iri(MIND_STAR_2568), iri(STANDARD_2568)}


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม", GREEN),  # a part of the name
        ("โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการ  มีส่วนร่วม และธรรมาภิบาล", GREEN),  # spacing
        ("เครือข่ายอุตสาหกรรมรักสิ่งแวดลอมบนหลักการมีส่วนร่วม", GREEN),  # misspelt
        ("MIND STAR", MIND_STAR),  # the short name; the newest year wins
        ("mind-star", MIND_STAR),
        ("MIND SATR", MIND_STAR),
        ("โครงการปั้นนักธุรกิจอุตสาหกรรมคู่ชุมชน", MIND_STAR_2568),  # its own name
        ("OPOAI-C", OPOAI),
        ("ค่าใช้จ่ายการยกระดับผลิตภัณฑ์สินค้าเกษตรอุตสาหกรรมสู่ธุรกิจตลาดสมัยใหม่", OPOAI),  # as the brief prints it
        ("เหมืองแร่ดีคู่ชุมชน", MINING),  # in quotation marks in the brief
        ("โครงการเหมืองแร่ดีบุกชุมชน", MINING),  # as the table prints it
        ("BCG", BCG),
        (f"id:{GREEN}", GREEN),
        (GREEN, GREEN),
        (f"<{iri(GREEN)}>", GREEN),
    ],
)
def test_a_name_is_forgiving(text: str, path: str) -> None:
    match = find_project(store(), text)
    assert (match.kind, match.candidates[0].id) == ("found", iri(path))


def test_thai_digits_are_digits() -> None:
    text = project("p", "โครงการระยะที่ ๒ ปี ๒๕๗๐")
    assert find_project(store(text), "ระยะที่ 2 ปี 2570").candidates[0].id == iri("p")


def test_a_year_chooses_among_equals() -> None:
    assert find_project(store(), "MIND STAR", 2568).candidates[0].id == iri(MIND_STAR_2568)
    assert find_project(store(), "MIND STAR", 2567).kind == "unknown"


def test_equal_matches_of_other_years_are_named() -> None:
    match = find_project(store(), "ส่งเสริมและพัฒนาด้านการมาตรฐานเพื่อเพิ่มขีดความสามารถในการแข่งขัน")
    assert [found.fiscal_year for found in match.candidates] == [2570, 2568]


def test_a_match_of_another_year_is_another_year_of_the_answer() -> None:
    """Nothing says that the two are one series; their names both fit what was asked."""
    graph = store(project("p", "โครงการเดิมตามแนวทาง BCG Model", year=2566))
    match = find_project(graph, "BCG Model")
    named = with_matches(judged(BCG, graph), match.candidates[1:])
    assert [(other.id, other.fiscal_year, other.how) for other in named] == [(iri("p"), 2566, "matched")]


def test_different_projects_of_one_year_are_ambiguous() -> None:
    match = find_project(store(), "สิ่งแวดล้อม")
    assert (match.kind, {found.id for found in match.candidates}) == ("ambiguous", {iri(GREEN), iri(OLD_NAME)})


@pytest.mark.parametrize("text", ["โครงการที่ไม่มีอยู่จริง", "กากอุตสาหกรรม", "<x y>", "http://example.org/none"])
def test_an_unknown_name_is_unknown(text: str) -> None:
    assert find_project(store(), text).kind == "unknown"


@pytest.mark.parametrize("text", ["", "โครงการ", "ค่าใช้จ่าย", "…"])
def test_a_name_of_nothing_is_unknown_and_near_nothing(text: str) -> None:
    match = find_project(store(), text)
    assert (match.kind, match.candidates) == ("unknown", ())


def test_near_names_are_offered_best_first() -> None:
    scores = [found.score for found in find_project(store(), "ปรับเปลี่ยนรูปแบบธุรกิจดิจิทัล").candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 5


@pytest.mark.parametrize("name", ["โครงการค่าใช้จ่ายในการส่งเสริม", "ค่าใช้จ่ายการส่งเสริม", "โครงการ ส่งเสริม", "ส่งเสริม"])
def test_what_may_stand_before_a_name_is_no_part_of_it(name: str) -> None:
    assert bare_key(name) == "ส่งเสริม"
