"""The empty form: the ten labels in Thai, help, validation, the mark of its version; the same bytes every time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import load_workbook

from drafts_fixture import GREEN, filled_word
from plangraph.cli import program
from plangraph.drafts import BadDraft, form_fields, read_drafts, template_mark
from plangraph.drafts.template import template, word, workbook
from support import require


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".yaml"])
def test_the_same_version_writes_the_same_bytes(suffix: str) -> None:
    path = Path(f"form{suffix}")
    assert template(path) == template(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".yaml"])
def test_an_empty_form_is_no_draft(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"form{suffix}"
    path.write_bytes(template(path))
    with pytest.raises(BadDraft):
        read_drafts(path)


def test_the_sheet_carries_labels_help_and_mark() -> None:
    sheet = load_workbook(io.BytesIO(workbook())).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(4, 14)] == [field.th for field in form_fields()]
    assert [sheet.cell(row, 3).value for row in range(4, 14)] == [field.help_th for field in form_fields()]
    assert sheet["A2"].value == template_mark()
    assert not sheet.merged_cells.ranges


def test_every_answer_cell_is_validated_and_explains_itself() -> None:
    sheet = load_workbook(io.BytesIO(workbook())).worksheets[0]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert list(rules) == [f"D{row}:M{row}" for row in range(4, 14)]
    assert {rule.errorStyle for rule in rules.values()} == {"warning"}  # Thai digits are welcome
    assert "2570" in str(rules["D10:M10"].formula1)
    assert (rules["D12:M12"].type, rules["D12:M12"].operator) == ("decimal", "greaterThanOrEqual")
    assert [rules[f"D{row}:M{row}"].prompt for row in range(4, 14)] == [field.help_th for field in form_fields()]


def test_the_word_form_is_a_table_of_ten_rows_in_a_thai_font() -> None:
    document = Document(io.BytesIO(word()))
    (table,) = document.tables
    heads = [row.cells[0].text.partition("\n")[0] for row in table.rows]
    assert heads[0] == "๑. ชื่อโครงการ"
    assert len(heads) == 10
    assert 'w:cs="TH Sarabun New"' in document.styles["Normal"].element.xml  # the font Word sets Thai in


def test_a_copied_word_table_is_a_second_draft(tmp_path: Path) -> None:
    path = filled_word(tmp_path / "two.docx", GREEN)
    document = Document(str(path))
    body = document.element.body
    from copy import deepcopy

    body.insert(len(body) - 1, deepcopy(document.tables[0]._tbl))
    document.save(str(path))
    assert [draft.place.say("en") for draft in read_drafts(path)] == ["table 1, row 1", "table 2, row 1"]


def test_the_command_writes_once_and_replaces_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "แบบร่าง.xlsx"
    first = CliRunner().invoke(program, ["template", "-o", str(path)])
    again = CliRunner().invoke(program, ["template", "-o", str(path), "--lang", "en"])
    forced = CliRunner().invoke(program, ["template", "-o", str(path), "--force"])
    assert [first.exit_code, again.exit_code, forced.exit_code] == [0, 2, 0]
    assert "--force" in again.stderr
    assert first.stdout == ""
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["form.pdf", "form", "form.xls"])
def test_a_form_of_an_unknown_kind_is_refused(name: str, tmp_path: Path) -> None:
    found = CliRunner().invoke(program, ["template", "-o", str(tmp_path / name)])
    assert (found.exit_code, len(found.stderr.splitlines())) == (2, 1)
    assert not list(tmp_path.iterdir())


def test_libreoffice_opens_the_form(tmp_path: Path) -> None:
    """A tool that is not ours makes a page of it, with the labels on it."""
    require("soffice")
    require("pdftotext")
    import subprocess

    (tmp_path / "form.xlsx").write_bytes(workbook())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "form.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = subprocess.run(["pdftotext", str(tmp_path / "form.pdf"), "-"], check=True, capture_output=True, timeout=60)
    assert "plangraph-draft" in found.stdout.decode("utf-8")
