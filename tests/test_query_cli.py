"""``plangraph query`` as people and scripts use it: formats, parameters, files, errors and exit status."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results
from rich.cells import cell_len

from plangraph import cli
from plangraph.commands.query_table import Column, print_table
from plangraph.queries import load_questions
from query_fixture import ID, MINE, OPOAI, PLAN, built_folder
from support import plangraph

PREFIX = "PREFIX pg: <https://w3id.org/plangraph/ontology#> "
NAMES = (
    f"{PREFIX}SELECT ?project ?amount {{ ?project pg:hasBudgetLine ?b . ?b pg:amount ?amount }} ORDER BY ?project ?b"
)
Ended = tuple[int, str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(built_folder(tmp_path_factory.mktemp("built") / "small"))


def query(*args: str | Path, folder: str, lang: str = "en") -> Ended:
    line = ["query", *map(str, args), "--store", folder, "--lang", lang]
    ended = CliRunner().invoke(cli.program, line, prog_name="plangraph", env={"COLUMNS": "100"})
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.stdout, ended.stderr


# --- answers ---------------------------------------------------------------------------------------------------------


def test_a_named_question_answers_as_a_table(folder: str) -> None:
    status, out, err = query("budget_by_project", "-p", f"plan={PLAN}", folder=folder)
    assert status == 0
    assert "id:lampang-industry-action-plan-2570/project/1.1.1.2" in out
    assert "218,400" in out
    assert "2570" in out
    assert err.splitlines()[-1] == "2 rows"


def test_json_is_sparql_json_results_in_readable_thai(folder: str) -> None:
    _, out, _ = query("swot_factors", "--format", "json", folder=folder)
    content = json.loads(out)
    assert content["head"]["vars"] == ["plan", "kind", "number", "factor", "label"]
    [row] = content["results"]["bindings"]
    label = "จังหวัดลำปางเป็นแหล่งผลิตเซรามิกที่สำคัญ"
    assert row["label"] == {"type": "literal", "xml:lang": "th", "value": label}
    assert row["number"] == {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1"}
    assert row["plan"] == {"type": "uri", "value": PLAN}
    assert label in out


@pytest.mark.parametrize(
    ("form", "reader"),
    [("json", QueryResultsFormat.JSON), ("xml", QueryResultsFormat.XML), ("tsv", QueryResultsFormat.TSV)],
)
@pytest.mark.parametrize("name", ["projects_of_plan", "proposals", "links_with_warnings"])
def test_the_sparql_formats_are_read_back_by_another_reader(
    folder: str, name: str, form: str, reader: QueryResultsFormat
) -> None:
    found = parse_query_results(query(name, "--format", form, folder=folder)[1].encode("utf-8"), reader)
    wanted = parse_query_results(
        query(name, "--format", "json", folder=folder)[1].encode("utf-8"), QueryResultsFormat.JSON
    )
    assert [str(variable) for variable in found.variables] == [str(variable) for variable in wanted.variables]  # type: ignore[union-attr]
    rows = [list(row) for row in wanted]  # type: ignore[union-attr]
    assert [list(row) for row in found] == rows != []  # type: ignore[union-attr]


def test_csv_keeps_numbers_and_takes_the_sting_out_of_formulas(folder: str) -> None:
    text = 'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("=1+1" -5 -2.5) ("ก,\\nข" 3 UNDEF) } }'
    status, out, _ = query("-e", text, "--format", "csv", folder=folder)
    assert status == 0
    assert list(csv.reader(io.StringIO(out))) == [["a", "b", "c"], ["'=1+1", "-5", "-2.5"], ["ก,\nข", "3", ""]]


@pytest.mark.parametrize(("lang", "yes", "no"), [("en", "yes", "no"), ("th", "ใช่", "ไม่ใช่")])
def test_an_ask_answers_yes_or_no(folder: str, lang: str, yes: str, no: str) -> None:
    assert query("-e", "ASK {}", folder=folder, lang=lang)[:2] == (0, f"{yes}\n")
    assert query("-e", "ASK { <a:b> <a:b> <a:b> }", folder=folder, lang=lang)[:2] == (0, f"{no}\n")


def test_an_ask_answers_in_the_sparql_formats(folder: str) -> None:
    assert json.loads(query("-e", "ASK {}", "--format", "json", folder=folder)[1]) == {"head": {}, "boolean": True}
    answer = parse_query_results(
        query("-e", "ASK {}", "--format", "xml", folder=folder)[1].encode(), QueryResultsFormat.XML
    )
    assert isinstance(answer, QueryBoolean)
    assert answer
    assert query("-e", "ASK {}", "--format", "csv", folder=folder)[1] == "answer\ntrue\n"


@pytest.mark.parametrize(
    ("form", "reader"), [("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES), ("json", RdfFormat.JSON_LD)]
)
def test_a_construct_answers_as_rdf(folder: str, form: str, reader: RdfFormat) -> None:
    text = f"CONSTRUCT {{ <{MINE}> ?p ?o }} WHERE {{ <{MINE}> ?p ?o }}"
    status, out, _ = query("-e", text, "--format", form, folder=folder)
    triples = {str(quad.triple) for quad in parse(out.encode("utf-8"), reader)}
    assert status == 0
    assert any("เหมืองแร่ดีบุกชุมชน" in triple for triple in triples)
    assert out == query("-e", text, "--format", form, folder=folder)[1]


def test_a_describe_answers_as_a_table_of_triples(folder: str) -> None:
    out = query("-e", f"DESCRIBE <{MINE}>", folder=folder)[1]
    assert "predicate" in out
    assert "pg:fiscalYear" in out


def test_no_rows_are_said_on_standard_error_and_are_no_failure(folder: str) -> None:
    status, out, err = query("results_of_year", "-p", "year=2569", folder=folder)
    assert (status, out) == (0, "")
    assert err.splitlines()[-1] == "nothing in the graph answers this question"
    empty = query("results_of_year", "-p", "year=2569", "--format", "json", folder=folder)[1]
    assert json.loads(empty)["results"]["bindings"] == []


def test_proposals_join_when_they_are_asked_for(folder: str) -> None:
    text = f"{PREFIX}SELECT ?x {{ ?x pg:proposes ?y }}"
    assert json.loads(query("-e", text, "--format", "json", folder=folder)[1])["results"]["bindings"] == []
    found = query("-e", text, "--format", "json", "--with-proposals", folder=folder)[1]
    assert len(json.loads(found)["results"]["bindings"]) == 1


# --- files and parameters --------------------------------------------------------------------------------------------


def test_a_file_is_run_with_its_parameters(folder: str, tmp_path: Path) -> None:
    path = tmp_path / "amounts.rq"
    path.write_text(NAMES, encoding="utf-8")
    out = query(path, "-p", f"project={MINE}", "--format", "csv", folder=folder)[1]
    assert out.splitlines() == ["project,amount", f"{MINE},218400", f"{MINE},218000"]


def test_a_file_with_a_header_wants_what_its_header_says(folder: str, tmp_path: Path) -> None:
    path = tmp_path / "amounts.rq"
    header = (
        '#+ title: {th: "ก", en: "a"}\n#+ params:\n'
        '#+   project: {type: iri, required: true, th: "โครงการ", en: "project", example: "https://x/1"}\n'
        "#+ returns: [project, amount]\n"
    )
    path.write_text(header + NAMES, encoding="utf-8")
    assert query(path, "-p", f"project={OPOAI}", folder=folder)[0] == 0
    status, _, err = query(path, folder=folder)
    assert status == 2
    assert "needs project (iri), for example -p project=https://x/1" in err


# --- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_typo_is_shown_with_its_line_and_a_caret(folder: str, lang: str) -> None:
    status, out, err = query("-e", 'SELECT ?x\nWHERE { ?x ?y "ที่ดี" ; ?z ?w FILTR(?x) }', folder=folder, lang=lang)
    line, caret, message = err.splitlines()[-3:]
    assert (status, out) == (2, "")
    assert line == 'WHERE { ?x ?y "ที่ดี" ; ?z ?w FILTR(?x) }'
    assert caret.strip() == "^"
    assert cell_len(caret) - 1 == cell_len(line[: line.index("FILTR")])
    assert "FILTR" in message
    assert ("query line 2, column" in message) == (lang == "en")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "give one of"),
        (("swot_factors", "-e", "ASK {}"), "give one of"),
        (("chain_of_projct",), "near names: chain_of_project"),
        (("no/such/file.rq",), "no such file"),
        (("swot_factors", "-p", "kind"), "write -p name=value"),
        (("swot_factors", "-p", "year=2570"), "it takes: plan, kind"),
        (("results_of_year", "-p", "year=soon"), "no year of the Buddhist era"),
        (("results_of_year",), "needs year"),
        (("swot_factors", "--format", "turtle"), "for CONSTRUCT and DESCRIBE"),
        (("-e", f"DESCRIBE <{MINE}>", "--format", "xml"), "for SELECT and ASK"),
        (("-e", "ASK { SERVICE <http://127.0.0.1:9/> {} }"), "SERVICE is refused"),
        (("-e", "SELECT * { ?s ?p ?o }", "--max-rows", "3"), "more than 3 rows"),
        (("-e", "SELECT ?s { ?s ?p ?o }", "-p", "x=1"), "add it there"),
    ],
)
def test_bad_input_ends_in_one_clear_line_and_exit_2(folder: str, args: tuple[str, ...], message: str) -> None:
    status, out, err = query(*args, folder=folder)
    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith("error: ")
    assert message in err.splitlines()[-1]


@pytest.mark.parametrize(
    ("content", "message"), [(b"\xff\xfe\x00A", "encoding"), (b"#+ title\nASK {}", "header is wrong")]
)
def test_a_file_that_is_no_query_is_bad_input(folder: str, tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.rq"
    path.write_bytes(content)
    status, _, err = query(path, folder=folder)
    assert status == 2
    assert message in err
    assert query(tmp_path, folder=folder)[0] == 2


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_list_shows_every_question_with_its_parameters(folder: str, lang: str) -> None:
    status, out, _ = query("--list", folder=folder, lang=lang)
    questions = load_questions()
    assert status == 0
    for question in questions:
        assert f"  {question.name}\n      {question.title['th' if lang == 'th' else 'en']}\n" in out
    assert out.count("\n      -p ") == sum(len(question.parameters) for question in questions)


def test_the_list_is_json_and_csv_too(folder: str) -> None:
    listed = json.loads(query("--list", "--format", "json", folder=folder)[1])
    assert [item["name"] for item in listed] == [question.name for question in load_questions()]
    chain = next(item for item in listed if item["name"] == "chain_of_project")
    assert chain["parameters"][0]["type"] == "iri"
    assert chain["parameters"][0]["required"] is True
    assert len(query("--list", "--format", "csv", folder=folder)[1].splitlines()) == len(listed) + 1


# --- the table -------------------------------------------------------------------------------------------------------


def test_thai_columns_are_aligned_by_what_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    """Vowels above and below a consonant take no column of their own."""
    print_table([Column("ชื่อ"), Column("บาท", "number")], [["ที่ดินกี่ไร่", "5"], ["กขค", "12"]])
    lines = capsys.readouterr().out.splitlines()
    assert len({cell_len(line) for line in lines}) == 1
    assert lines[1].endswith(" 5")


def test_what_all_rows_share_is_said_once(folder: str) -> None:
    out = query("budget_by_strategy", folder=folder)[1]
    assert out.startswith("plan = id:lampang-industry-action-plan-2570\n")
    assert out.count("plan") == 1 + out.count("plan-2570")
    assert "411,000" in out


def test_rows_too_wide_for_a_table_become_blocks_and_lose_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    long = "ยกระดับขีดความสามารถผู้ประกอบการ" * 4
    print_table([Column("one"), Column("two"), Column("three")], [[long, "ข\x1b[31m", long], ["", "x", long]])
    out = capsys.readouterr().out
    assert all(cell_len(line) <= 60 for line in out.splitlines())
    assert "".join(out.split()).count("ขีดความสามารถ") == 12
    assert "\x1b" not in out
    assert "2." in out.splitlines()


def test_the_command_runs_from_a_shell_with_its_worker(folder: str, user_home: Path, tmp_path: Path) -> None:
    done = plangraph("query", "-e", NAMES, "--store", folder, "--format", "csv", home=user_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{MINE},218400" in done.stdout.splitlines()
    assert ID in done.stdout
