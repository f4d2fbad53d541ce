"""``plangraph export`` as people run it: a file and one line, or one line that says what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from chains_fixture import built
from lampang import assembly
from plangraph.build import write
from plangraph.cli import program
from plangraph.exporting.formats import FORMS, GRAPH, NAMES
from support import plangraph

MIND_STAR = "ปั้นผู้ประกอบการเกษตรอุตสาหกรรมคู่ชุมชน"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled plan, built."""
    target = tmp_path_factory.mktemp("built")
    write(assembly(), target)
    return target


def run(*args: object) -> Result:
    return CliRunner().invoke(program, ["export", *map(str, args)])


def test_every_format_is_a_form_a_graph_or_one_of_two_more() -> None:
    assert set(NAMES) == {*FORMS, *GRAPH, "csv", "stratml"}


@pytest.mark.parametrize("name", [*GRAPH, "stratml"])
def test_a_format_writes_one_file(folder: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    result = run(name, "-o", target, "--store", folder)
    assert result.exit_code == 0, result.output
    assert target.stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("name", "of"), [(name, MIND_STAR) for name in FORMS if name != "crosswalk"] + [("crosswalk", "")]
)
def test_a_form_says_how_much_it_cites_and_how_much_it_lacks(folder: Path, tmp_path: Path, name: str, of: str) -> None:
    target = tmp_path / "form.docx"
    result = run(name, *([of] if of else []), "-o", target, "--store", folder, "--thai-digits")
    assert result.exit_code == 0, result.output
    assert "อ้างที่มา" in result.stderr and "ไม่พบในแผน" in result.stderr
    assert Document(str(target)).paragraphs[0].text


def test_tables_go_into_a_zip_or_a_folder(folder: Path, tmp_path: Path) -> None:
    assert run("csv", "-o", tmp_path / "t.zip", "--store", folder).exit_code == 0
    assert run("csv", "-o", tmp_path / "t", "--store", folder).exit_code == 0
    with zipfile.ZipFile(tmp_path / "t.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("annex", MIND_STAR, "-o", "x.doc"), ".docx .xlsx .html .pdf"),
        (("annex", MIND_STAR, "-o", "x"), ".docx .xlsx .html .pdf"),
        (("annex", "-o", "x.docx"), "โปรดระบุชื่อโครงการ"),
        (("annex", "สะพานข้ามแม่น้ำวัง", "-o", "x.docx"), "ไม่พบโครงการชื่อ"),
        (("crosswalk", "แผนของใคร", "-o", "x.docx"), "ไม่พบแผนชื่อ"),
        (("turtle", "MIND", "-o", "x.ttl"), "ส่งออกทั้งกราฟ"),
        (("csv", "-o", "x.tsv"), ".zip"),
        (("turtle", "-o", "missing/x.ttl"), "ไม่มีโฟลเดอร์"),
        (("word", "-o", "x"), "เลือกได้"),
        (("turtle",), "-o"),
    ],
)
def test_a_mistake_ends_in_one_line_and_writes_nothing(
    folder: Path, tmp_path: Path, args: tuple[str, ...], says: str
) -> None:
    done = plangraph("export", *args, "--store", folder, home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 2
    (problem,) = [text for text in done.stderr.splitlines() if text.startswith("ผิดพลาด")]
    assert says in problem
    assert not [path for path in tmp_path.iterdir() if path.name != "home"]


def test_a_graph_without_a_crosswalk_is_told_so(tmp_path: Path) -> None:
    result = run("crosswalk", "-o", tmp_path / "x.docx", "--store", built(tmp_path / "small"), "--lang", "en")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "error: the graph holds no crosswalk table (4.2) of this plan"
    assert not (tmp_path / "x.docx").exists()
