"""``plangraph check`` and ``plangraph coverage`` as people and scripts run them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from chains_fixture import GREEN, MIND_STAR, MIND_STAR_2568, OLD_NAME, PLAN, built, iri, store
from plangraph.cli import program
from plangraph.links import rules
from plangraph.outputs.check_json import as_json
from plangraph.outputs.terminal import columns
from plangraph.projects import projects_of_read_plans
from plangraph.texts import LANGS, sentences
from plangraph.verdicts import judge
from support import plangraph

LEVELLED = {"id": str, "label": str, "level": int}
HOP = {
    "from": LEVELLED, "to": LEVELLED, "basis": str, "quote": str, "document": str, "lines": [int],
    "verification": (str, type(None)), "weak_because": (str, type(None)),
}  # fmt: skip
CONTRACT = {
    "project": {
        "id": str, "name": str, "as_printed": [str], "fiscal_year": int, "budget_baht": (int, float),
        "budgets": [{"baht": (int, float), "from": str, "under": (str, type(None)), "lines": [int]}],
        "source": {"document": str, "lines": [int]}, "other_years": [str],
    },
    "verdict": str,
    "strong_reach": [LEVELLED],
    "chains": [{"reaches": LEVELLED, "strength": str, "hops": [HOP]}],
    "missing": [{"from": {"id": str, "label": str}, "to_level": int, "reason": str, "message": str, "sentence": str}],
    "warnings": [str],
    "proposals": [{"to": {"id": str, "label": str}, "score": float, "because": [str]}],
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("check") / "graph")


@pytest.fixture
def run(folder: Path) -> Any:
    """Run a command on the fixture."""

    def invoke(*args: str) -> Result:
        return CliRunner().invoke(program, [*args, "--store", str(folder)], catch_exceptions=False)

    return invoke


def conforms(value: object, shape: Any, where: str = "") -> None:
    """Fail unless a JSON value has exactly the keys and types of the contract."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert list(value) == list(shape), where
        for key, inner in shape.items():
            conforms(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for position, item in enumerate(value):
            conforms(item, shape[0], f"{where}[{position}]")
    else:
        assert isinstance(value, shape), f"{where}: {value!r}"
        assert not isinstance(value, bool), where


# --- one project -----------------------------------------------------------------------------------------------------


def test_the_json_of_one_project_is_the_contract(run: Any) -> None:
    result = run("check", "เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม", "--format", "json")
    answer = json.loads(result.stdout)
    conforms(answer, CONTRACT)
    assert result.exit_code == 0
    assert "ยุทธศาสตร์ชาติ" in result.stdout  # UTF-8, unescaped
    assert answer["verdict"] == "aligned"
    assert answer["project"]["id"] == iri(GREEN)
    assert answer["project"]["budget_baht"] == 141_700
    assert answer["project"]["source"] == {"document": PLAN, "lines": [1239, 1239]}
    assert answer["project"]["budgets"] == [
        {
            "baht": 141_700,
            "from": "strategyTable",
            "under": iri(f"{PLAN}/guideline/2/strategy/1"),
            "lines": [1239, 1239],
        },
        {"baht": 141_700, "from": "projectBrief", "under": None, "lines": [1356, 1356]},
    ]
    (hop,) = answer["chains"][0]["hops"]
    assert (hop["basis"], hop["lines"], hop["document"], hop["weak_because"]) == ("stated", [1346, 1346], PLAN, None)
    assert answer["chains"][0]["reaches"]["level"] == 1
    assert [chain["strength"] for chain in answer["chains"]] == ["strong", "weak", "weak"]
    assert answer["missing"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_project_of_the_fixture_keeps_the_contract(lang: Any) -> None:
    graph = store()
    answers = [as_json(judgement, lang) for judgement in judge(graph, projects_of_read_plans(graph, lang), lang)]
    assert len(answers) == 9
    for answer in answers:
        conforms(answer, CONTRACT)


def test_a_proposed_year_says_so(run: Any) -> None:
    """The name of 2568 is another one; that it is the same project is only proposed."""
    answer = json.loads(run("check", "MIND STAR", "--format", "json").stdout)
    assert answer["project"]["id"] == iri(MIND_STAR)
    (other,) = answer["project"]["other_years"]
    assert other.startswith("2568 โครงการปั้นนักธุรกิจอุตสาหกรรมคู่ชุมชน (MIND STAR)")
    assert other.endswith("ยังไม่มีคนยืนยัน)")


def test_a_weak_hop_and_a_missing_one_speak_the_language_asked_for(run: Any) -> None:
    answer = json.loads(run("check", "MIND STAR", "--format", "json", "--lang", "en").stdout)
    assert "the plan claims it for all" in answer["chains"][0]["hops"][-1]["weak_because"]
    assert answer["missing"][0]["message"].startswith("the way ends at development issue 3")
    assert answer["missing"][0]["sentence"].startswith("โครงการนี้สอดคล้องกับ")  # it goes into a Thai form


def test_the_note_says_the_verdict_first_then_the_chain_then_what_to_fix(run: Any) -> None:
    result = run("check", "เหมืองแร่ดีคู่ชุมชน")
    order = [
        "โครงการเหมืองแร่ดีบุกชุมชน", "282,430 บาท", "(aligned-by-plan)", "ระดับ 2: หมุดหมายที่ 10", "เส้นทางที่ดีที่สุด",
        "→ ยุทธศาสตร์ชาติ พ.ศ. 2561 - 2580", "บรรทัด 1389", "“ตามเป้าหมายยุทธศาสตร์ชาติ ๒๐ ปี", "หลักฐานอ่อน:", "อีก 3 แห่ง",
        "ควรแก้", "“โครงการนี้สอดคล้องกับ", "ข้อควรรู้",
    ]  # fmt: skip
    places = [result.stdout.index(text) for text in order]
    assert places == sorted(places)
    assert result.exit_code == 0


def test_a_note_fits_the_terminal(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("check", "เหมืองแร่ดีคู่ชุมชน").stdout.splitlines()
    assert max(columns(line) for line in lines) <= 80


def test_an_aligned_project_shows_both_places_and_what_to_know(run: Any) -> None:
    text = run("check", GREEN).stdout
    assert "(aligned)" in text
    assert "บรรทัด 1346 และ 1349" in text
    assert "ควรแก้" not in text


def test_all_chains_says_how_many_there_are(run: Any) -> None:
    assert "มีทั้งหมด 5 เส้นทาง แสดง 5 เส้นทาง" in run("check", GREEN, "--all-chains").stdout
    result = run("check", GREEN, "--all-chains", "--format", "json")
    assert len(json.loads(result.stdout)["chains"]) == 5
    assert "มีทั้งหมด 5 เส้นทาง" in result.stderr


def test_where_counting_stops_it_says_at_least(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules(), "counted", 3)
    assert "มีอย่างน้อย 3 เส้นทาง แสดง 3 เส้นทาง" in run("check", GREEN, "--all-chains").stdout


def test_a_proposal_stands_apart_and_says_nobody_confirmed_it(run: Any) -> None:
    text = run("check", OLD_NAME).stdout
    assert "เครื่องเสนอไว้ ยังไม่มีคนยืนยัน" in text
    assert "ไม่พบโครงการแบบย่อ" in text


def test_a_project_of_a_report_of_results_has_no_chain_and_exits_1(run: Any) -> None:
    result = run("check", "MIND STAR", "--year", "2568")
    assert result.exit_code == 1
    assert "(not-aligned)" in result.stdout
    assert json.loads(run("check", MIND_STAR_2568, "--format", "json").stdout)["verdict"] == "not-aligned"


def test_words_of_a_name_need_no_quotation_marks(run: Any) -> None:
    assert "MIND STAR" in run("check", "MIND", "STAR").stdout.splitlines()[0]


# --- names that mean no one project ----------------------------------------------------------------------------------


def test_an_unknown_name_lists_near_names_and_exits_2(run: Any) -> None:
    result = run("check", "โครงการที่ไม่มีอยู่จริง")
    assert (result.exit_code, result.stdout) == (2, "")
    lines = [line for line in result.stderr.splitlines() if "ตอบจากกราฟ" not in line and "เตรียมคลัง" not in line]
    assert lines[0].startswith("ผิดพลาด: ไม่พบโครงการ “โครงการที่ไม่มีอยู่จริง”")
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("name", "error"), [("โครงการที่ไม่มีอยู่จริง", "unknown"), ("สิ่งแวดล้อม", "ambiguous"), ("ค่าใช้จ่าย", "unknown")]
)
def test_json_of_a_name_that_means_no_one_project(run: Any, name: str, error: str) -> None:
    result = run("check", name, "--format", "json")
    answer = json.loads(result.stdout)
    conforms(
        answer, {"error": str, "candidates": [{"id": str, "name": str, "fiscal_year": int, "score": (int, float)}]}
    )
    assert (result.exit_code, answer["error"]) == (2, error)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("สิ่งแวดล้อม",), "ตรงกับหลายโครงการเท่ากัน"),
        (("MIND STAR", "--year", "2560"), "ในปีงบประมาณ 2560"),
        (("ค่าใช้จ่าย",), "โปรดตรวจชื่อ"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(run: Any, args: tuple[str, ...], said: str) -> None:
    result = run("check", *args)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("args", [(), ("MIND STAR", "--all")])
def test_one_name_or_all_is_wanted(folder: Path, tmp_path: Path, args: tuple[str, ...]) -> None:
    result = plangraph("check", *args, "--store", folder, home=tmp_path)
    assert result.returncode == 2
    assert "โปรดระบุชื่อโครงการหนึ่งชื่อ หรือ --all" in result.stderr


# --- all projects ----------------------------------------------------------------------------------------------------


def test_all_projects_are_sorted_by_how_far_strong_hops_go(run: Any) -> None:
    answers = json.loads(run("check", "--all", "--format", "json").stdout)
    assert [min([reach["level"] for reach in answer["strong_reach"]], default=4) for answer in answers] == [
        *(1, 1, 2, 2, 3, 3, 3, 3, 4)
    ]
    assert [answer["verdict"] for answer in answers] == ["aligned"] * 2 + ["aligned-by-plan"] * 7
    lines = [answer["project"]["source"]["lines"][0] for answer in answers]
    assert lines[4:8] == sorted(lines[4:8])


def test_the_table_of_all_projects_adds_them_up(run: Any) -> None:
    result = run("check", "--all")
    assert result.exit_code == 0
    assert "9 โครงการ 15,502,430 บาท · สอดคล้อง 2 · โดยอาศัยแผน 7 · ไม่พบเส้นทาง 0" in result.stdout
    assert max(columns(line) for line in result.stdout.splitlines()) <= 100


def test_all_projects_of_a_year_are_those_of_a_report_too(run: Any) -> None:
    result = run("check", "--all", "--year", "2568", "--format", "json")
    assert {answer["project"]["fiscal_year"] for answer in json.loads(result.stdout)} == {2568}
    assert result.exit_code == 1
    empty = run("check", "--all", "--year", "2500")
    assert (empty.exit_code, empty.stdout.strip()) == (0, "ไม่มีโครงการให้ตรวจ")


def test_csv_has_one_row_for_each_project(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", "--all", "--format", "csv").stdout)))
    assert [row["verdict"] for row in rows].count("aligned") == 2
    assert rows[1]["strong_reach_level"] == "1"
    one = list(csv.DictReader(io.StringIO(run("check", GREEN, "--format", "csv").stdout)))
    assert [row["budget_baht"] for row in one] == ["141700"]


# --- coverage --------------------------------------------------------------------------------------------------------


def test_the_json_of_coverage_is_the_contract(run: Any) -> None:
    share = {"projects": int, "baht": (int, float)}
    answer = json.loads(run("coverage", "--format", "json").stdout)
    conforms(answer, [{"id": str, "label": str, "level": int, **share, "strong": share, "weak": share}])
    assert len(answer) == 9
    assert all(each["projects"] == each["strong"]["projects"] + each["weak"]["projects"] for each in answer)


def test_the_table_of_coverage_shortens_zeros(run: Any) -> None:
    text = run("coverage").stdout
    assert "อีก 1 รายการยังไม่มีโครงการ" in text
    assert "การบริหารจัดการภาครัฐ" not in text
    assert text.index("ระดับ 1") < text.index("ระดับ 2")
    assert "รายการยังไม่มีโครงการ" not in run("coverage", "--zeros").stdout


def test_csv_of_coverage_keeps_zeros(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv").stdout)))
    assert [row["projects"] for row in rows] == ["9", "9", "9", "0", "0", "0", "9", "0", "9"]


# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["check", "coverage"])
def test_every_sentence_is_there_in_both_languages(name: str) -> None:
    found = sentences(name)
    assert len(found) > 10
    assert not [key for key, said in found.items() if set(said) != {"th", "en"} or not all(said.values())]
