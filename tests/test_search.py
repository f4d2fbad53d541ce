"""Finding elements by name: what is forgiven, what comes first, and the command."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from plangraph import cli, resources
from plangraph.namespaces import ident, pg, term
from plangraph.search import (
    NONE_MISSPELT,
    bare,
    forms,
    index_of,
    rules,
    says_nothing,
    search,
    searchable,
)
from plangraph.store import EmbeddedStore, canonical
from plangraph.thai import match_key
from query_fixture import ID, MINE, OPOAI, built_folder, nquads, small_graph

MILESTONE = f"{ID}nesdp-13/milestone/10"
GREEN = f"{ID}national-strategy/5"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(built_folder(tmp_path_factory.mktemp("built") / "small"))


def run(*args: str, folder: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(cli.program, ["search", *args, "--store", folder], prog_name="plangraph")
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("เหมืองแร่ดีบุกชุมชน", MINE),
        ("โครงการเหมืองแร่ดีบุกชุมชน", MINE),
        ("ค่าใช้จ่ายในโครงการ เหมืองแร่ ดีบุก ชุมชน", MINE),
        ("เหมืองแร่ดีบุก", MINE),
        ("ดีบุกชุมชน", MINE),
        ("เหมืองแรดีบุกชุมชน", MINE),  # a tone mark lost
        ("เหมืองแร่ดีบุดชุมชน", MINE),  # a letter wrong
        ("เหมืองเเร่ดีบุกชุมชน", MINE),  # แ typed as two เ
        ("opoai-c", OPOAI),
        ("OPOAI – C NEXT STEPs", OPOAI),
        ("หมุดหมายที่ ๑๐", MILESTONE),
        ("หมุดหมาย 10", MILESTONE),
        ("สังคมคาร์บอนต่ํา", MILESTONE),  # the other spelling of ำ
        ("หมุนเวียน คาร์บอนต่ำ", MILESTONE),
        ("ยุทธศาสตร์ชาติ ๕", GREEN),
        ("ยุทธศาสตร์ชาติด้านที่ 5", GREEN),
        ("ประเทศไทยมีขีดความสามารถในการแข่งขันสูงขึ้น", f"{ID}national-strategy/2"),  # an alias
        ("๑๘๐๐๐๑", f"{ID}master-plan-2566/18/goal/180001"),
        ("สำนักงานอุตสาหกรรมจังหวัด", f"{ID}org/lampang-provincial-industry-office"),
    ],
)
def test_the_first_hit_is_what_was_meant(text: str, found: str) -> None:
    assert search(small_graph(), text)[0].id == found


def test_exact_comes_before_prefix_before_part_before_likeness() -> None:
    texts = ["เหมืองแร่ดีบุกชุมชน", "เหมืองแรดีบุกชุมชน", "เหมืองแร่", "ดีบุก", "เหมืองแร่ดีบุดชุมชน"]
    scores = [search(small_graph(), text, types=["Project"])[0].score for text in texts]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 5
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("text", "how", "marks_lost"),
    [
        ("เหมืองแร่ดีบุกชุมชน", "exact", False),
        ("เหมืองแรดีบุกชุมชน", "exact", True),
        ("เหมืองแร่ดี", "prefix", False),
        ("เหมืองแรดี", "prefix", True),
        ("ดีบุกชุมชน", "part", False),
        ("ชุมชน ดีบุก", "words", False),
        ("เหมืองแร่ดีบุดชุมชน", "misspelt", False),
        ("แร่ดีบุด", "misspelt_part", False),
    ],
)
def test_a_hit_says_how_it_matches(text: str, how: str, marks_lost: bool) -> None:
    hit = search(small_graph(), text, types=["Project"])[0]
    assert (hit.id, hit.how, hit.marks_lost) == (MINE, how, marks_lost)
    assert (hit.likeness < 1) is how.startswith("misspelt")


def test_misspelt_names_can_be_asked_for_however_unlike_or_left_out() -> None:
    names = [hit.id for hit in search(small_graph(), "zzzzqqqq", types=["Project"], least_misspelt=0.0)]
    assert {MINE, OPOAI} <= set(names)
    assert search(small_graph(), "เหมืองแร่ดีบุดชุมชน", least_misspelt=NONE_MISSPELT) == []


def test_a_short_name_in_brackets_is_a_name() -> None:
    assert search(small_graph(), "OPOAI-C NEXT STEPS")[0].score == 1.0
    assert search(small_graph(), "ยกระดับผลิตภัณฑ์สินค้าเกษตรอุตสาหกรรมสู่ธุรกิจตลาดสมัยใหม่")[0].score == 1.0


def test_the_names_of_one_class_are_read_without_the_others() -> None:
    graph = EmbeddedStore.in_memory([nquads()])
    projects, everything = index_of(graph, ["Project"]), index_of(graph)
    assert {name.type for name in projects.names} == {"Project"}
    assert set(projects.names) == {name for name in everything.names if name.type == "Project"}
    assert index_of(graph, ["Project"]) is projects


def test_a_thai_label_is_shown_before_another_one() -> None:
    graph, plan = NamedNode(f"{ID}graph/x"), ident("plan/x")
    labels = [Literal("แผน", language="th"), Literal("ฮ plan", language="en"), Literal("ฮ")]
    quads = [Quad(plan, term("rdf:type"), pg("Plan"), graph)]
    quads += [Quad(plan, term("rdfs:label"), label, graph) for label in labels]
    (hit,) = search(EmbeddedStore.in_memory([canonical(quads)]), "plan")
    assert (hit.label, hit.matched) == ("แผน", "ฮ plan")


def test_among_equal_names_the_newest_year_comes_first() -> None:
    graph, name = NamedNode(f"{ID}graph/x"), Literal("ปั้นนักธุรกิจ (MIND STAR)", language="th")
    quads = [
        Quad(ident(f"plan/project/{year}"), predicate, value, graph)
        for year in (2568, 2570, 2569)
        for predicate, value in ((term("rdf:type"), pg("Project")), (term("rdfs:label"), name))
    ]
    quads += [Quad(ident(f"plan/project/{y}"), pg("fiscalYear"), Literal(y), graph) for y in (2568, 2570, 2569)]
    hits = search(EmbeddedStore.in_memory([canonical(quads)]), "mind star")
    assert [hit.year for hit in hits] == [2570, 2569, 2568]
    assert len({hit.score for hit in hits}) == 1


def test_an_element_is_found_once_by_its_best_name() -> None:
    hits = search(small_graph(), "OPOAI", types=["Project"])
    assert [hit.id for hit in hits] == [OPOAI]
    assert "OPOAI" in hits[0].matched
    assert hits[0].label == "ยกระดับผลิตภัณฑ์สินค้าเกษตรอุตสาหกรรมสู่ธุรกิจตลาดสมัยใหม่ (OPOAI-C NEXT STEPS)"


@pytest.mark.parametrize("text", ["", " ", "–", "zzzzqqqq", "โครงการที่ไม่มีอยู่จริง"])
def test_what_is_like_no_name_finds_nothing(text: str) -> None:
    assert search(small_graph(), text) == []


def test_a_search_can_be_narrowed() -> None:
    everything = search(small_graph(), "การเติบโต", limit=50)
    assert {"MasterPlan", "NationalStrategy"} <= {hit.type for hit in everything}
    assert {hit.type for hit in search(small_graph(), "การเติบโต", types=["MasterPlan"])} == {"MasterPlan"}
    assert search(small_graph(), "การเติบโต", limit=1) == everything[:1]
    assert all(hit.score >= 0.8 for hit in search(small_graph(), "การเติบโต", least=0.8))


def test_cells_passages_and_forms_are_no_names() -> None:
    assert not {"Observation", "Passage", "ProjectBrief", "BudgetLine", "Alignment"} & set(searchable())
    assert search(small_graph(), "จำนวนโรงงานอุตสาหกรรม")[0].type == "DataSet"


def test_the_classes_searched_are_classes_of_the_ontology() -> None:
    ontology = resources.shipped("ontology", "plangraph.ttl").read_text(encoding="utf-8")
    assert len(searchable()) == len(set(searchable())) >= 15
    for name in searchable():
        assert any(f"\n{prefix}:{name} a owl:Class" in ontology for prefix in ("pg", "org", "qb")), name
    assert set(rules()["called"]) <= set(searchable())


@pytest.mark.parametrize(
    ("name", "rest"),
    [("โครงการค่าใช้จ่ายในการตลาด", "การตลาด"), ("โครงการ", "โครงการ"), ("โครงสร้าง", "โครงสร้าง")],
)
def test_words_that_say_nothing_are_left_out_but_never_all(name: str, rest: str) -> None:
    assert bare(match_key(name)) == match_key(rest)


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("โครงการค่าใช้จ่ายในการส่งเสริม", ("การส่งเสริม", "ส่งเสริม")),
        ("ค่าใช้จ่ายการส่งเสริม", ("การส่งเสริม", "ส่งเสริม")),
        ("การส่งเสริม", ("การส่งเสริม",)),  # nothing stood before it
        ("ค่าใช้จ่ายการ", ("การ",)),
        ("โครงการ ส่งเสริม", ("ส่งเสริม",)),
    ],
)
def test_the_noun_that_goes_with_such_words_may_go_with_them(name: str, compared: tuple[str, ...]) -> None:
    assert forms(match_key(name)) == compared


@pytest.mark.parametrize(
    ("text", "nothing"),
    [("", True), ("…", True), ("โครงการ", True), ("โครงการค่าใช้จ่ายในการ", True), ("โครงการ ก", False), ("แร่", False)],
)
def test_words_that_may_stand_before_any_name_say_nothing_alone(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing


def test_a_warm_search_takes_milliseconds() -> None:
    search(small_graph(), "เหมือง")
    started = time.perf_counter()
    for _ in range(10):
        search(small_graph(), "เหมืองแร่ดีบุด")
    assert time.perf_counter() - started < 0.5


# --- the command -----------------------------------------------------------------------------------------------------


def test_json_has_id_label_type_and_score(folder: str) -> None:
    status, out, _ = run("หมุดหมายที่ ๑๐", "--format", "json", folder=folder)
    assert status == 0
    assert json.loads(out)[0] == {
        "id": MILESTONE,
        "label": "ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ",
        "type": "Milestone",
        "score": 1.0,
    }


def test_csv_and_table_show_the_same_hits(folder: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("OPOAI", "--format", "csv", folder=folder)[1])))
    assert [row["id"] for row in rows] == [OPOAI]
    table = run("OPOAI", folder=folder)[1]
    assert "Project" in table
    assert "2570" in table
    assert "OPOAI" in table


@pytest.mark.parametrize("name", ["Project", "project", "pg:Project"])
def test_a_class_may_be_written_in_several_ways(folder: str, name: str) -> None:
    out = run("เหมืองแร่", "--type", name, "--format", "json", folder=folder)[1]
    assert {hit["type"] for hit in json.loads(out)} == {"Project"}


@pytest.mark.parametrize(("form", "shown"), [("table", ""), ("json", "[]\n"), ("csv", "id,label,type,score\n")])
def test_nothing_found_is_said_and_exits_1(folder: str, form: str, shown: str) -> None:
    status, out, err = run("zzzzqqqq", "--format", form, "--lang", "en", folder=folder)
    assert (status, out) == (1, shown)
    assert err.splitlines()[-1] == 'no name is like "zzzzqqqq"'


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("",), "nothing to search for"),
        (("ก", "--type", "Cat"), "there are: NationalStrategy"),
        (("ก", "--limit", "0"), ""),
    ],
)
def test_bad_input_is_one_line_and_exit_2(folder: str, args: tuple[str, ...], message: str) -> None:
    status, out, err = run(*args, "--lang", "en", folder=folder)
    assert (status, out) == (2, "")
    assert message in err.splitlines()[-1]


def test_a_folder_without_a_graph_is_bad_input(tmp_path: Path) -> None:
    assert run("ก", folder=str(tmp_path))[0] == 2
