"""Coverage as a report: bars and a matrix in HTML, sheets and charts in a workbook, groups in the terminal."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from chains_fixture import link, only, project, store
from plangraph.cli import program
from plangraph.coverage import survey
from plangraph.coverage_matrix import BY, By, Matrix, matrix
from plangraph.outputs import coverage_html
from plangraph.outputs.coverage_excel import workbook
from plangraph.outputs.coverage_html import report
from plangraph.resources import folder
from plangraph.store import EmbeddedStore, Row
from plangraph.texts import LANGS, Lang

ALL = 14, 16_443_690  # projects and baht of the bundled plan, as its own table adds them up


def run(*args: str) -> Result:
    """A command on the bundled graph."""
    return CliRunner().invoke(program, [*args, "--store", str(folder("graph"))], catch_exceptions=False)


def element_named(label: str, *, reached: bool = True, year: int = 2570) -> str:
    """Turtle of a goal of level 1 and a project with a table line, which serves it or does not."""
    line = "<p/b> a pg:BudgetLine ; pg:amount 5 ; pg:figureFrom pg:strategyTable ."
    return (
        f'<g/1> a pg:Goal ; rdfs:label "{label}"@th ; pg:planLevel 1 .\n'
        + project("p", "โครงการ", year=year, more="; pg:hasBudgetLine <p/b>")
        + line
        + (link("p", "g/1", "stated") if reached else "")
    )


def book(found: Matrix, lang: Lang = "th") -> Any:
    return load_workbook(io.BytesIO(workbook(found.survey, found, lang)))


@pytest.fixture(scope="module")
def by_source() -> Matrix:
    return matrix(store(), "source")


# --- groups ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", BY)
def test_the_groups_of_the_bundled_plan_add_up_to_all_of_it(by: By) -> None:
    groups = json.loads(run("coverage", "--by", by, "--format", "json").stdout)
    assert (sum(each["projects"] for each in groups), sum(each["baht"] for each in groups)) == ALL


def test_csv_has_a_row_for_each_group_and_each_element_it_reaches() -> None:
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--by", "source", "--format", "csv").stdout)))
    assert {row["group"] for row in rows} == {"ministryOrDepartment", "otherSource", "province", "provincialCluster"}
    assert all(int(row["projects"]) for row in rows)


@pytest.mark.parametrize(("lang", "source"), [("th", "กลุ่มจังหวัด"), ("en", "provincial cluster")])
def test_the_terminal_shows_the_groups_and_says_where_the_matrix_is(lang: str, source: str) -> None:
    text = run("--lang", lang, "coverage", "--by", "source").stdout
    (line,) = (line for line in text.splitlines() if line.startswith(source))
    assert line.split()[-2:] == ["1", "5,000,000"]
    assert "FILE.xlsx" in text


@pytest.mark.parametrize("by", BY)
def test_more_projects_take_no_more_questions(by: By, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is asked for every project of a nation breaks off."""
    asked: list[str] = []
    select = EmbeddedStore.select

    def counted(store: EmbeddedStore, query: str, params: Any = None) -> list[Row]:
        asked.append(query)
        return select(store, query, params)

    monkeypatch.setattr(EmbeddedStore, "select", counted)
    matrix(store(), by)
    few = len(asked)
    matrix(store(*(project(f"p/{at}", "โครงการ", more=f"; pg:hasBudgetLine <p/{at}/b>") for at in range(40))), by)
    assert len(asked) == 2 * few


# --- HTML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_shows_every_element_that_is_reached_and_loads_nothing(by_source: Matrix, lang: Lang) -> None:
    text = report(by_source.survey, by_source, lang)
    reached = [each for each in by_source.survey.elements if each.projects]
    assert text.count('class="bar"') == len(reached)
    assert all(each.element.label in unescape(text) for each in reached)
    assert "default-src 'none'" in text
    assert not {"src=", "href=", "<script"} & set(text.split())


def test_bars_are_as_long_as_their_projects_and_strong_stands_first(by_source: Matrix) -> None:
    text = report(by_source.survey, None, "th")
    assert (
        '<i class="strong" style="width:11.11%"></i><i class="weak" style="width:88.89%"></i>' in text
    )  # 1 and 8 of 9


def test_a_label_is_never_markup() -> None:
    graph = store(element_named("<script>alert(1)</script>"))
    text = report(survey(graph), matrix(graph, "plan"), "th")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_of_many_groups_the_page_shows_those_with_most_money(monkeypatch: pytest.MonkeyPatch) -> None:
    found = matrix(store(element_named("เป้าหมาย", year=2569)), "year")
    assert [(group.key, group.projects.baht) for group in found.groups] == [
        ("2569", Decimal(5)),
        ("2570", Decimal(15_502_430)),
    ]
    monkeypatch.setattr(coverage_html, "MOST", 1)
    text = report(found.survey, found, "en")
    assert "the 1 with the largest budgets of 2" in text
    assert "<th>2570</th>" in text
    assert "<th>2569</th>" not in text


# --- the workbook ----------------------------------------------------------------------------------------------------


def test_the_workbook_has_the_elements_a_chart_for_each_level_and_the_matrix_twice(by_source: Matrix) -> None:
    found = book(by_source)
    elements, charts, projects, money = found.worksheets
    assert elements.max_row == 1 + len(by_source.survey.elements)
    assert len(charts._charts) == len({each.element.level for each in by_source.survey.elements})
    for sheet, name in ((projects, "projects"), (money, "baht")):
        row = [Decimal(str(cell.value)) for cell in sheet[2][1:]]
        assert row == [getattr(group.projects, name) for group in by_source.groups]


def test_the_workbook_counts_what_the_survey_counts(by_source: Matrix) -> None:
    rows = list(book(by_source).worksheets[0].iter_rows(min_row=2, values_only=True))
    counted = [(each.projects, each.strong.projects, each.weak.projects) for each in by_source.survey.elements]
    assert [(row[2], row[4], row[6]) for row in rows] == counted


def test_a_label_is_never_a_formula() -> None:
    graph = store(element_named("=1+2"))
    cells = [cell for sheet in book(matrix(graph, "plan")) for row in sheet.iter_rows() for cell in row]
    assert any(cell.value and "=1+2" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_level_that_nothing_reaches_says_so_in_place_of_a_chart() -> None:
    charts = book(matrix(only(element_named("เป้าหมาย", reached=False)), "plan")).worksheets[1]
    assert not charts._charts
    assert "ยังไม่มีโครงการใดไปถึง" in [cell.value for row in charts.iter_rows() for cell in row]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report.html", "report.xlsx", "REPORT.HTML"])
def test_a_report_is_written_where_it_was_asked_for(tmp_path: Path, name: str) -> None:
    assert run("coverage", "--by", "year", "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).stat().st_size > 5_000


def test_the_same_coverage_gives_the_same_workbook(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        run("coverage", "-o", str(tmp_path / name))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_another_end_of_the_name_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = run("coverage", "-o", str(tmp_path / "report.pdf"))
    assert done.exit_code == 2
    assert "report.pdf" in done.stderr
    assert not list(tmp_path.iterdir())
