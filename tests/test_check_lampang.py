"""The main job on the real plan: the verdict of every project of the Lampang plan of 2570."""

from __future__ import annotations

import pytest

from chains_fixture import PLAN, iri
from plangraph.build import assemble
from plangraph.cautions import cautions
from plangraph.coverage import Coverage, survey
from plangraph.missing import missing_hops
from plangraph.naming import find_project
from plangraph.outputs.check_all import farthest_first
from plangraph.outputs.check_json import as_json
from plangraph.outputs.check_words import warning, words
from plangraph.projects import fetch_projects, iris_of_year, projects_of_read_plans
from plangraph.store import EmbeddedStore
from plangraph.verdicts import Judgement, judge
from support import LAMPANG


@pytest.fixture(scope="module")
def graph() -> EmbeddedStore:
    return EmbeddedStore.in_memory(assemble([LAMPANG.parent]).files.values())


@pytest.fixture(scope="module")
def judgements(graph: EmbeddedStore) -> list[Judgement]:
    return farthest_first(judge(graph, projects_of_read_plans(graph)))


def of(graph: EmbeddedStore, name: str, year: int | None = None) -> Judgement:
    match = find_project(graph, name, year)
    assert match.kind == "found", match
    found = match.candidates[0].id
    return judge(graph, [fetch_projects(graph, [found])[found]])[0]


def test_two_of_fourteen_projects_are_aligned(judgements: list[Judgement]) -> None:
    assert [judgement.verdict for judgement in judgements] == ["aligned"] * 2 + ["aligned-by-plan"] * 12


def test_the_budgets_add_to_16_443_690_baht(judgements: list[Judgement]) -> None:
    assert sum(judgement.project.budget or 0 for judgement in judgements) == 16_443_690


def test_the_green_network_names_its_strategy_in_lines_1346_and_1349(graph: EmbeddedStore) -> None:
    found = of(graph, "เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม")
    (hop,) = found.chains[0].hops
    assert (found.verdict, [node.id for node in found.reach]) == ("aligned", [iri("national-strategy/5")])
    assert hop.passage is not None
    assert [hop.passage.first_line, *(also.first_line for also in hop.also)] == [1346, 1349]
    assert [(figure.origin, int(figure.baht)) for figure in found.project.figures] == [
        ("strategyTable", 141_700),
        ("projectBrief", 141_700),
    ]
    assert found.project.source is not None
    assert found.project.source.first_line == 1239
    said = [warning(caution, words("th")) for caution in cautions(found)]
    assert [text for text in said if "1346" in text and "การพัฒนาที่ยั่งยืนและการเติบโต" in text]


def test_opoai_is_aligned_through_line_1306_with_the_warning_of_the_agency_s_mission(graph: EmbeddedStore) -> None:
    found = of(graph, "OPOAI-C")
    passage = found.chains[0].hops[0].passage
    assert found.verdict == "aligned"
    assert passage is not None
    assert passage.first_line == 1306
    assert found.project.budget == 193_000
    assert "agency_mission" in {caution.kind for caution in cautions(found)}


def test_the_mining_project_goes_as_far_as_milestone_10(graph: EmbeddedStore) -> None:
    found = of(graph, "เหมืองแร่ดีคู่ชุมชน")
    assert [node.id for node in found.reach] == [iri("nesdp-13/milestone/10")]
    assert [gap.reason for gap in missing_hops(found)][:3] == ["names-no-strategy", "not-stated", "plan-not-loaded"]


def test_the_digital_project_goes_no_further_than_provincial_issue_3(graph: EmbeddedStore) -> None:
    found = of(graph, "ปรับเปลี่ยนรูปแบบการดำเนินธุรกิจไปสู่ธุรกิจแบบเทคโนโลยี")
    assert [node.id for node in found.reach] == [iri("lampang-development-plan-2566-2570/issue/3")]
    assert [gap.reason for gap in missing_hops(found)] == ["plan-not-loaded"]


def test_mind_star_answers_for_2570_names_2568_and_says_what_is_missing(graph: EmbeddedStore) -> None:
    found = of(graph, "MIND STAR")
    assert found.project.fiscal_year == 2570
    assert [other.fiscal_year for other in found.other_years] == [2568]
    assert missing_hops(found)
    assert of(graph, "MIND STAR", 2568).verdict == "not-aligned"


def test_the_row_of_line_1260_is_a_project_of_its_own_with_a_proposal(graph: EmbeddedStore) -> None:
    found = of(graph, "พัฒนาสถานประกอบการและเครือข่ายความร่วมมือด้านสิ่งแวดล้อมตามหลักธรรมาภิบาล")
    assert found.project.source is not None
    assert (found.project.source.first_line, found.project.briefs, found.reach) == (1260, (), ())
    assert [node.id for _, node in found.proposals] == [iri(f"{PLAN}/project/2.1.2.1")]


def test_results_of_2568_add_to_8_123_742_baht(graph: EmbeddedStore) -> None:
    found = fetch_projects(graph, iris_of_year(graph, 2568)).values()
    assert (len(found), sum(project.budget or 0 for project in found)) == (11, 8_123_742)


def test_a_hop_of_every_shown_chain_has_a_quote_a_document_and_lines(judgements: list[Judgement]) -> None:
    for judgement in judgements:
        for chain in judgement.chains:
            assert all(hop.passage and hop.passage.text and len(hop.passage.text) <= 300 for hop in chain.hops)


def test_every_answer_can_be_written_in_both_languages(judgements: list[Judgement]) -> None:
    for judgement in judgements:
        assert as_json(judgement, "th")["verdict"] == as_json(judgement, "en")["verdict"]


@pytest.mark.parametrize(
    ("path", "strong"), [("national-strategy/2", 1), ("national-strategy/5", 1), ("nesdp-13/milestone/10", 1)]
)
def test_coverage_counts_what_projects_state_themselves_as_strong(graph: EmbeddedStore, path: str, strong: int) -> None:
    (found,) = (each for each in survey(graph).elements if each.element.id == iri(path))
    assert isinstance(found, Coverage)
    assert (found.strong.projects, found.projects) == (strong, 14)
