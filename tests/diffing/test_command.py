"""What ``plangraph diff`` takes, prints, writes and answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lampang import PLAN_ID, assembly, graph
from plangraph.audit.pages import Page
from plangraph.cli import program
from plangraph.commands import common
from plangraph.commands.diff import content
from plangraph.diffing.compare import compare
from plangraph.diffing.inputs import Side, beside, open_side
from plangraph.outputs.diff_html import report
from plangraph.store import EmbeddedStore
from sources.synthetic import TWO_BRIEFS, Plan
from support import plangraph, require

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names of plans are looked up in the graph of the Lampang plan."""
    store = EmbeddedStore(graph())
    monkeypatch.setattr(common, "open_store", lambda *_: store)
    yield


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    """A synthetic plan, and the same with another budget and hostile names."""
    brief = replace(TWO_BRIEFS[0], budget="950,000 บาท (เก้าแสนห้าหมื่นบาทถ้วน)", objectives=("<script>x</script>", FORMULA))
    for name, plan in (("a.txt", Plan()), ("b.txt", Plan(briefs=(brief, *TWO_BRIEFS[1:])))):
        (tmp_path / name).write_text("\n".join(plan.lines()), encoding="utf-8")
    return str(tmp_path / "a.txt"), str(tmp_path / "b.txt")


def run(*args: str) -> Result:
    return CliRunner().invoke(program, ["diff", *args])


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["2568", "2570"], 1),
        (["๒๕๖๘", PLAN_ID], 1),
        ([PLAN_ID, f"https://w3id.org/plangraph/id/{PLAN_ID}"], 0),
        (["2570", "2571"], 2),
        (["no-such-file.txt", "2570"], 2),
        (["2568", "2570", "-o", "diff.docx"], 2),
        (["2568"], 2),
    ],
)
def test_the_exit_status_says_what_happened(args: list[str], status: int) -> None:
    """0 nothing of substance, 1 differences, 2 bad input."""
    assert run(*args).exit_code == status


@pytest.mark.usefixtures("answered")
def test_an_unknown_side_is_told_what_there_is() -> None:
    """One line, with the plans that can be compared."""
    answer = run("2571", "2570")
    assert "2571" in answer.stderr and "lampang-industry-action-plan-2568" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


@pytest.mark.usefixtures("answered")
def test_json_has_the_promised_keys() -> None:
    """A list of changes, UTF-8 unescaped, with lines on both sides and reasons."""
    answer = run("2568", "2570", "--format", "json").stdout
    found = json.loads(answer)
    wanted = {
        "kind",
        "change",
        "severity",
        "certain",
        "a",
        "b",
        "lines_a",
        "lines_b",
        "message_th",
        "message_en",
        "why",
    }
    assert all(wanted <= set(each) for each in found)
    assert "โครงการ" in answer
    renamed = [each for each in found if each["change"] == "renamed"]
    assert len(renamed) == 5 and all(each["why"] and each["why_en"] and each["lines_a"] for each in renamed)
    assert all(len(each["subjects"]) == 2 for each in renamed)


@pytest.mark.usefixtures("answered")
def test_the_table_says_which_plans_and_how_much() -> None:
    """Both plans by name, the tally of projects, the weight of what differs."""
    said = run("2568", "2570").stdout
    assert "ก 11 ข 14 — ชื่อเดิม 3 เปลี่ยนชื่อ 1" in said
    assert "ความแตกต่าง 22 รายการ" in said
    assert run("2568", "2570", "--lang", "en").stdout.startswith("A: ")


def test_reworded_texts_are_counted_and_shown_on_demand(tmp_path: Path) -> None:
    """Digits of another script: nothing differs, and --reworded lists what was misread."""
    for name, plan in (("a.txt", Plan()), ("b.txt", Plan(arabic=True))):
        (tmp_path / name).write_text("\n".join(plan.lines()), encoding="utf-8")
    sides = (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    short, long = run(*sides), run(*sides, "--reworded")
    assert (short.exit_code, long.exit_code) == (0, 0)
    assert "ไม่พบความแตกต่างในสาระ" in short.stdout and "OCR" in short.stdout
    assert "ไม่นับเป็นความแตกต่าง (" in long.stdout


def test_two_builds_are_compared_plan_by_plan(tmp_path: Path) -> None:
    """Data files alone are a side; a build without a plan says so."""
    a, b = tmp_path / "a", tmp_path / "b"
    for folder in (a, b):
        folder.mkdir()
        for name, content_ in assembly().files.items():
            (folder / name).write_bytes(content_)
    assert run(str(a), str(b)).exit_code == 0
    (b / f"{PLAN_ID}.nq").unlink()
    answer = run(str(a), str(b))
    assert answer.exit_code == 2


def test_a_built_folder_its_data_and_its_text_are_one_plan(tmp_path: Path, user_home: Path) -> None:
    """Built once; as a folder, as its data folder, and as the text it was built from."""
    text = tmp_path / "plan.txt"
    text.write_text("\n".join(Plan().lines()), encoding="utf-8")
    built = tmp_path / "graph"
    assert plangraph("build", text, "--into", built, home=user_home).returncode == 0
    for side in (built, built / "data", text):
        answer = plangraph("diff", built, side, "--format", "json", home=user_home)
        assert (answer.returncode, json.loads(answer.stdout)) == (0, []), side


@pytest.mark.parametrize("suffix", [".html", ".json", ".csv"])
def test_a_file_is_written_whole(tmp_path: Path, texts: tuple[str, str], suffix: str) -> None:
    """Written beside and renamed: no half file, no leftover."""
    target = tmp_path / f"diff{suffix}"
    assert run(*texts, "-o", str(target)).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.txt", "b.txt", target.name])
    assert "950,000" in target.read_text(encoding="utf-8-sig")


def sides_of(texts: tuple[str, str]) -> tuple[Side, Side]:
    store = EmbeddedStore(graph())
    return open_side(texts[0], lambda: store), open_side(texts[1], lambda: store)


def test_csv_runs_nothing(texts: tuple[str, str]) -> None:
    """A text that looks like a formula gets an apostrophe."""
    sides = sides_of(texts)
    text = content(".csv", compare(beside(*sides)), sides, "th").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{FORMULA}" in cells and not any(cell.startswith("=") for cell in cells)


def test_the_page_shows_both_sides_and_runs_nothing(texts: tuple[str, str]) -> None:
    """Figures side by side, the printed lines of A and B, markup of a document escaped."""
    sides = sides_of(texts)
    found = compare(beside(*sides))
    text = content(".html", found, sides, "th").decode()
    assert "&lt;script&gt;" in text and "<script" not in text and "src=" not in text
    assert "<th>ก (บาท)</th><td>850,000</td>" in text and "<th>ข (บาท)</th><td>950,000</td>" in text
    (document,) = {each.document_b for each in found.changes}
    hostile = Page(document, dict.fromkeys(range(1, 400), "<img src=x onerror=y>"))
    assert "<img" not in report(found, ({}, {document: hostile}), "en")


def test_the_workbook_has_a_sheet_per_group_and_no_formula(texts: tuple[str, str]) -> None:
    """Filters on every sheet, the quoted lines of both sides on the last."""
    require("module:openpyxl")
    from openpyxl import load_workbook

    sides = sides_of(texts)
    book = load_workbook(io.BytesIO(content(".xlsx", compare(beside(*sides)), sides, "th")))
    assert book.sheetnames == ["ทั้งหมด", "งบประมาณ", "ตัวชี้วัดและเนื้อหาโครงการ", "บรรทัดที่อ้าง"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert all(sheet.auto_filter.ref for sheet in book)
    assert {row[1].value for row in book["บรรทัดที่อ้าง"].iter_rows(min_row=2)} == {"ก", "ข"}
