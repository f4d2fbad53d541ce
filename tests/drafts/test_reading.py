"""Drafts are read as typed, wherever they were typed, and every remark names its cell, row, paragraph or line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from drafts_fixture import BEDS, GREEN, as_text, filled_word, filled_workbook
from lampang import plan
from plangraph.drafts import Draft, FieldText, Place, form_fields, read_drafts
from plangraph.drafts.briefing import as_brief
from plangraph.drafts.model import label_cell, label_line

KEYS = [field.key for field in form_fields()]


def _yaml(fields: dict[str, str]) -> str:
    lines = ["version: 1", "drafts:"]
    for at, (key, text) in enumerate(fields.items()):
        lines.append(f"  {'-' if at == 0 else ' '} {key}: |")
        lines += [f"      {line}" for line in text.split("\n")]
    return "\n".join(lines) + "\n"


MAKERS: dict[str, Callable[[Path], Path]] = {
    "xlsx": lambda folder: filled_workbook(folder / "draft.xlsx", GREEN),
    "docx": lambda folder: filled_word(folder / "draft.docx", GREEN),
    "txt": lambda folder: _written(folder / "draft.txt", as_text(GREEN)),
    "yaml": lambda folder: _written(folder / "draft.yaml", _yaml(GREEN)),
}


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _only(path: Path) -> Draft:
    (draft,) = read_drafts(path)
    return draft


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_of_file_gives_the_same_ten_fields(kind: str, tmp_path: Path) -> None:
    draft = _only(MAKERS[kind](tmp_path))
    assert {key: found.text for key, found in draft.fields.items()} == GREEN
    assert draft.missing == ()
    assert draft.remarks == ()


@pytest.mark.parametrize(
    ("kind", "key", "place"),
    [("xlsx", "objectives", "โครงการ!D6"), ("docx", "objectives", "ตาราง 1 แถว 3"), ("txt", "rationale", "บรรทัด 2")],
)
def test_a_field_knows_its_place(kind: str, key: str, place: str, tmp_path: Path) -> None:
    assert _only(MAKERS[kind](tmp_path)).fields[key].place.say("th") == place


def test_a_workbook_holds_a_project_a_column_and_a_form_a_sheet(tmp_path: Path) -> None:
    path = filled_workbook(tmp_path / "many.xlsx", GREEN, BEDS)
    drafts = read_drafts(path)
    assert [draft.name for draft in drafts] == [GREEN["name"], BEDS["name"]]
    assert [draft.place.say("en") for draft in drafts] == ["โครงการ!D4", "โครงการ!E4"]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    filled_workbook(tmp_path / "b.xlsx", BEDS)
    _written(tmp_path / "a.txt", as_text(GREEN))
    (tmp_path / "~$b.xlsx").write_bytes(b"the lock file of Word")
    assert [draft.path.name for draft in read_drafts(tmp_path)] == ["a.txt", "b.xlsx"]


def test_missing_fields_are_named_with_the_cell_they_belong_in(tmp_path: Path) -> None:
    draft = _only(filled_workbook(tmp_path / "beds.xlsx", BEDS))
    assert draft.missing == ("outputs", "indicators", "links", "period", "activities", "budget", "responsible")
    assert 'โครงการ!D10: ไม่มี "ระยะเวลา"' in [remark.message("th") for remark in draft.remarks]
    assert all(remark.kind == "missing" for remark in draft.remarks)


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("period", "ตลอดปี", "no Buddhist fiscal year"),
        ("period", "2027", "outside 2560-2600"),
        ("budget", "ตามที่จ่ายจริง", "no figure"),
        ("budget", "874,31.38", "no figure"),
        ("budget", "๒๘๐,๐๐๐ บาท (สองแสนเก้าหมื่นบาทถ้วน)", "different amounts"),
    ],
)
def test_a_malformed_field_is_named_with_its_cell(key: str, text: str, says: str, tmp_path: Path) -> None:
    draft = _only(filled_workbook(tmp_path / "odd.xlsx", {**GREEN, key: text}))
    (remark,) = draft.remarks
    assert (remark.field, remark.kind) == (key, "malformed")
    assert remark.message("en").startswith(f"โครงการ!D{10 if key == 'period' else 12}: ")
    assert says in remark.message("en")


@pytest.mark.parametrize(
    ("key", "value"),
    [("period", 2570), ("period", "๒๕๗๐"), ("budget", 280000), ("budget", "0.28 ล้านบาท"), ("budget", 280000.0)],
)
def test_numbers_typed_as_numbers_are_no_remark(key: str, value: object, tmp_path: Path) -> None:
    draft = _only(filled_workbook(tmp_path / "number.xlsx", {**GREEN, key: value}))
    assert draft.remarks == ()
    assert ".0" not in draft.text(key).removesuffix(".28 ล้านบาท")


def test_the_form_of_the_plan_itself_is_read_from_word(tmp_path: Path) -> None:
    """Two columns as the Lampang plan prints them, with Thai numbers, no template and no mark."""
    printed = plan().briefs[6]
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for field in printed.fields:
        label, _, text = field.span.text.split("\n")[0].partition("\t")
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label.replace("<p>", "").replace("</p>", ""), text
    document.save(str(tmp_path / "printed.docx"))
    draft = _only(tmp_path / "printed.docx")
    assert len(draft.fields) == len(printed.fields) == 10
    assert draft.name == printed.name


def test_a_text_without_labels_is_a_name_and_a_rationale(tmp_path: Path) -> None:
    draft = _only(_written(tmp_path / "mail.txt", "โครงการซ่อมสะพาน\n\nคอสะพานทรุด\nรถผ่านไม่ได้\n"))
    assert (draft.name, draft.text("rationale")) == ("โครงการซ่อมสะพาน", "คอสะพานทรุด\nรถผ่านไม่ได้")


def test_a_second_name_begins_a_second_draft(tmp_path: Path) -> None:
    drafts = read_drafts(_written(tmp_path / "two.txt", as_text(GREEN) + "\n" + as_text(BEDS)))
    assert [draft.name for draft in drafts] == [GREEN["name"], BEDS["name"]]
    assert drafts[1].place.say("en") == "line 13"


def test_a_file_of_an_old_thai_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(as_text(BEDS).encode("cp874"))
    assert _only(path).name == BEDS["name"]


def test_a_sheet_beside_the_form_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    book = Workbook()
    book.worksheets[0].append(["งบประมาณ", 10])
    form = book.create_sheet("ร่าง")
    for key, label in (("name", "ชื่อโครงการ"), ("objectives", "วัตถุประสงค์")):
        form.append([label, BEDS[key]])
    book.save(path)
    assert _only(path).name == BEDS["name"]


@pytest.mark.parametrize("text", ["๑. ชื่อโครงการ", "ชื่อโครงการ :", "1) ชื่อโครงการ (ภาษาไทย)", "name", "Name"])
def test_a_label_cell_is_known_with_and_without_its_number(text: str) -> None:
    found = label_cell(text)
    assert found is not None
    assert found.key == "name"


@pytest.mark.parametrize(
    "line",
    ["วัตถุประสงค์ของโครงการนี้คือการลดมลพิษ", "งบประมาณแผ่นดินมีจำกัด", "กิจกรรมนี้ทำทุกปี", "ตัวชี้วัดที่ใช้คือร้อยละ", ""],
)
def test_a_sentence_that_begins_like_a_label_is_none(line: str) -> None:
    assert label_line(line) is None


@given(st.text(alphabet="ก1. :()\tชื่อโครงการวัตถุประสงค์งบประมาณ", max_size=300))
def test_labels_are_looked_for_in_any_line(line: str) -> None:
    found = label_line(line)
    assert found is None or found[0].key in KEYS


def test_a_draft_reads_as_a_brief_of_the_plan_family() -> None:
    draft = Draft(Path("draft.txt"), Place("line", 1), _fields())
    briefed = as_brief(draft)
    assert briefed.brief.name == GREEN["name"]
    assert [item.number for item in briefed.brief.objectives] == [1, 2]
    assert briefed.brief.money is not None
    assert briefed.brief.money.baht == 280_000
    assert briefed.brief.stated_year == 2570
    (mention,) = [one for one in briefed.brief.mentions if one.role == "stated"]
    assert mention.target.number == 10
    assert briefed.field_of(mention.target.span).key == "rationale"


def _fields() -> dict[str, FieldText]:
    return {key: FieldText(key, text, Place("line", 1)) for key, text in GREEN.items()}
