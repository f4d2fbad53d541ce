"""The forms say what documents say, in the order of the Lampang plan, and nothing else."""

from __future__ import annotations

import pytest

from lampang import assembly, clean_line, line, rows
from plangraph.exporting.citing import Citer, thai_date
from plangraph.exporting.errors import ExportError
from plangraph.exporting.focus import find_plan
from plangraph.exporting.form import Form, Grid, Line, Phrase, Source, fact, label
from plangraph.exporting.formats import absent_places, make_form
from plangraph.exporting.forms import annex, xyz
from plangraph.exporting.notes import Notes, Printing
from plangraph.namespaces import expand, ident, shorten
from plangraph.projects import Project, fetch_projects, projects_of_read_plans
from plangraph.reviews import Decision, review_quads
from plangraph.store import EmbeddedStore, canonical
from plangraph.thai import match_key, normalize, to_arabic
from support import LAMPANG

PLAN = "id:lampang-industry-action-plan-2570"
GREEN = f"{PLAN}/project/2.1.2.1"  # names the green-growth strategy in line 1346
NO_BRIEF = f"{PLAN}/project/3.1.1.1"  # a row of the table, nothing else
ABSENT = "ไม่พบในแผน"
HEADINGS = {  # what our form prints as a heading, by the line of the plan that has it
    157: "ส่วนที่ 2 ความสอดคล้องกับแผน 3 ระดับ ตามนโยบายของมติคณะรัฐมนตรี เมื่อวันที่ 4 ธันวาคม 2560",
    159: "2.1 ยุทธศาสตร์ชาติ (แผนระดับที่ 1)",
    167: "(3) การบรรลุเป้าหมายตามยุทธศาสตร์ชาติ",
    195: "2.2 แผนระดับที่ 2 (เฉพาะที่เกี่ยวข้อง)",
    199: "1) เป้าหมายระดับประเด็นของแผนแม่บทฯ",
    325: "2) ขั้นตอนการดำเนินงาน",
    375: "2.2.4 นโยบายและแผนระดับชาติว่าด้วยความมั่นคงแห่งชาติ",
    411: "2.3 แผนระดับที่ 3 ที่เกี่ยวข้อง",
}


def texts(form: Form) -> list[str]:
    return [form.title, *("".join(phrase.text for phrase in each.phrases) for each in form.lines())]


def grid(form: Form) -> list[list[str]]:
    """The first table, a text for each cell."""
    table = next(block for block in form.blocks if isinstance(block, Grid))
    return [["\n".join("".join(p.text for p in each.phrases) for each in cell) for cell in row] for row in table.rows]


def projects(graph: EmbeddedStore) -> list[Project]:
    return projects_of_read_plans(graph)


# --- what a form may say ----------------------------------------------------------------------------------------------


def test_a_fact_without_a_source_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="0 sources"):
        fact("โครงการนี้สอดคล้องกับทุกแผน", [])


def test_a_label_cannot_carry_a_source(graph: EmbeddedStore) -> None:
    source = make_form(graph, "annex", GREEN).sources()[0]
    with pytest.raises(ValueError, match="label phrase with 1 sources"):
        Phrase("หัวข้อ", "label", (source,))
    assert label("หัวข้อ").sources == ()


@pytest.mark.parametrize("name", ["alignment-section", "brief", "xyz", "annex"])
def test_no_form_of_any_project_rests_on_a_proposal(graph: EmbeddedStore, name: str) -> None:
    bases: set[str] = set()
    for project in projects(graph):
        form = make_form(graph, name, project.id)
        bases |= {source.basis for source in form.sources()}
        assert form.sources(), project.name
    assert bases <= {"read", "stated", "planWide", "official", "tabulated", "positioned"}


def test_every_quote_of_every_form_stands_in_the_document_at_its_lines(graph: EmbeddedStore) -> None:
    checked = 0
    for name in ("alignment-section", "brief", "annex"):
        for project in projects(graph):
            for source in make_form(graph, name, project.id).sources():
                place = source.passage
                if place.document.startswith("reference/"):
                    continue
                printed = "\n".join(line(number) for number in range(place.first_line, place.last_line + 1))
                assert place.text in printed, (source.lines, place.text)
                checked += 1
    assert checked > 300


# --- the alignment section --------------------------------------------------------------------------------------------


def test_the_section_of_the_plan_has_the_headings_of_its_model(graph: EmbeddedStore) -> None:
    printed = [normalize(to_arabic(text)).strip() for text in texts(make_form(graph, "alignment-section", None))]
    for number, heading in HEADINGS.items():
        assert match_key(heading) in match_key(clean_line(number)), number
        assert any(text.startswith(heading) for text in printed), heading


def test_the_section_of_the_plan_names_every_claim_in_the_order_of_the_plan(graph: EmbeddedStore) -> None:
    claims = rows("SELECT DISTINCT ?line WHERE { ?a pg:basis pg:planWide ; pg:evidence/pg:firstLine ?line }")
    form = make_form(graph, "alignment-section", None)
    cited = [source.passage.first_line for source in form.sources() if source.basis == "planWide"]
    assert {int(number) for (number,) in claims} <= set(cited)
    heads = [
        phrase.sources[0].passage.first_line
        for each in form.lines()
        for phrase in each.phrases
        if phrase.kind == "fact" and each.style != "remark"
    ]
    assert heads == sorted(heads)


def test_the_section_quotes_what_the_plan_says_of_the_security_plan(graph: EmbeddedStore) -> None:
    printed = texts(make_form(graph, "alignment-section", None))
    (policy,) = [text for text in printed if text.startswith("1) นโยบายและแผนความมั่นคงที่ 9")]
    behind = printed[printed.index(policy) + 1 :]
    assert behind[0] == "2) แผนระดับชาติว่าด้วยความมั่นคงแห่งชาติ"
    assert match_key(behind[1]) in match_key(clean_line(379))
    assert any(text.startswith("กลยุทธ์ย่อยที่ 1.2 ") for text in behind)


def test_a_sub_plan_without_a_contribution_says_so(graph: EmbeddedStore) -> None:
    """Line 268 names a sub-plan that master plan 16 does not have; the plan's claim under it is nobody's."""
    printed = texts(make_form(graph, "alignment-section", None))
    at = next(i for i, text in enumerate(printed) if "ประเด็น 16 " in text)
    end = next(i for i, text in enumerate(printed) if "ประเด็น 18 " in text)
    assert printed[at:end].count(ABSENT) == 1


def test_the_section_of_a_project_has_what_its_text_names_and_marks_what_the_plan_claims(graph: EmbeddedStore) -> None:
    form = make_form(graph, "alignment-section", GREEN)
    printed = texts(form)
    assert any("ยุทธศาสตร์ชาติด้านการสร้างการเติบโตบนคุณภาพชีวิต" in text for text in printed)
    assert printed.count(f"2.2.1 แผนแม่บทภายใต้ยุทธศาสตร์ชาติ {ABSENT}") == 1
    heading = next(i for i, text in enumerate(printed) if text.startswith("ความเชื่อมโยงที่แผนทั้งเล่มอ้างไว้"))
    kinds = [{phrase.kind for phrase in each.phrases} - {"label"} for each in form.lines()]
    assert all(kind == {"weak"} for kind in kinds[heading:])
    assert not any("weak" in kind for kind in kinds[: heading - 1])


# --- crosswalk --------------------------------------------------------------------------------------------------------


def test_the_crosswalk_is_the_table_of_the_plan_with_its_empty_cells_marked(graph: EmbeddedStore) -> None:
    cells = grid(make_form(graph, "crosswalk", None))
    assert [row[0] for row in cells] == ["วิสัยทัศน์", *(f"ประเด็นการพัฒนา ด้านที่ {n}" for n in (1, 2, 3, 4))]
    for number, row in zip(range(1455, 1460), cells, strict=True):
        printed = line(number).split("\t")[1:]
        for cell, text in zip(row[1:], printed, strict=True):
            if text.strip() == "-":
                assert cell == ABSENT
            else:
                assert match_key(cell) == match_key(text)
    assert sum(row.count(ABSENT) for row in cells) == 4


def test_the_crosswalk_says_which_guideline_stands_in_no_row(graph: EmbeddedStore) -> None:
    printed = texts(make_form(graph, "crosswalk", None))
    assert printed[-2] == "แนวทางของแผนนี้ที่ไม่อยู่ในตาราง"
    assert match_key(printed[-1]).startswith(match_key("ยกระดับผลิตภัณฑ์อุตสาหกรรมและหัตถอุตสาหกรรม"))


def test_a_text_that_is_no_vision_says_so_in_its_note(graph: EmbeddedStore) -> None:
    """The plan prints issue 1 of the provincial plan in the row of visions (line 1455)."""
    form = make_form(graph, "crosswalk", None)
    remarked = [source for source in form.sources() if "กราฟไม่ถือว่า" in source.remark]
    assert [source.lines for source in remarked] == ["1455"]


def test_a_plan_without_a_crosswalk_is_told_so(graph: EmbeddedStore) -> None:
    small = EmbeddedStore.in_memory([b""])
    with pytest.raises(ExportError) as caught:
        make_form(small, "crosswalk", None)
    assert caught.value.key == "which_plan"


# --- brief ------------------------------------------------------------------------------------------------------------


def test_the_brief_has_ten_fields_each_with_the_line_that_says_it(graph: EmbeddedStore) -> None:
    form = make_form(graph, "brief", GREEN)
    table = next(block for block in form.blocks if isinstance(block, Grid))
    assert len(table.rows) == 10
    lines = [
        {source.passage.first_line for each in row[1] for phrase in each.phrases for source in phrase.sources}
        for row in table.rows
    ]
    assert lines == [{1239}, {1346}, {1348}, {1349}, {1350, 1352}, {1346, 1353}, {1354}, {1355}, {1356}, {1357}]


def test_the_brief_prints_the_year_of_the_form_and_notes_the_year_of_the_table(graph: EmbeddedStore) -> None:
    period = grid(make_form(graph, "brief", GREEN))[6][1]
    assert period.split("\n")[0] == "ปีงบประมาณ พ.ศ. 2569"
    assert "2570" in period.split("\n")[1]


def test_a_project_without_a_brief_has_empty_fields_not_guesses(graph: EmbeddedStore) -> None:
    cells = [row[1] for row in grid(make_form(graph, "brief", NO_BRIEF))]
    assert cells[1] == cells[2] == cells[5] == cells[7] == ABSENT
    assert cells[0] != ABSENT


# --- X-Y-Z and annex --------------------------------------------------------------------------------------------------


def test_a_strategy_is_no_goal_and_fills_no_cell_of_the_chain_sheet(graph: EmbeddedStore) -> None:
    (row,) = grid(make_form(graph, "xyz", GREEN))
    assert row[1:] == [ABSENT] * 3


def test_what_only_the_plan_claims_stays_out_of_the_chain_sheet(graph: EmbeddedStore) -> None:
    for project in projects(graph):
        form = make_form(graph, "xyz", project.id)
        table = next(block for block in form.blocks if isinstance(block, Grid))
        assert not [p for row in table.rows for cell in row for each in cell for p in each.phrases if p.kind == "weak"]


def with_confirmed(target: str) -> EmbeddedStore:
    """The bundled graph in which a person linked the green project to a goal."""
    link = (expand(GREEN), expand("pg:alignedTo"), ident(target).value)
    row = Decision(LAMPANG, 9, "row", link, True, "นักวิเคราะห์นโยบายและแผน", "2026-05-31", "ตรงกับวัตถุประสงค์ข้อ ๑")
    return EmbeddedStore.in_memory([*assembly().files.values(), canonical(review_quads([row]))])


@pytest.mark.parametrize(
    ("target", "column"),
    [
        ("master-plan-2566/18/goal/180301", 1),
        ("master-plan-2566/18/goal/180001", 2),
        ("national-strategy/5/goal/1", 3),
    ],
)
def test_a_goal_that_a_person_confirmed_fills_its_cell_and_says_who(target: str, column: int) -> None:
    store = with_confirmed(target)
    project = fetch_projects(store, [expand(GREEN)])[expand(GREEN)]
    form = xyz.of_project(store, project, Citer(store))
    (row,) = grid(form)
    assert [cell == ABSENT for cell in row[1:]] == [at != column for at in (1, 2, 3)]
    (source,) = [source for source in form.sources() if source.basis == "confirmed"]
    assert "นักวิเคราะห์นโยบายและแผน เมื่อ 31/5/2569: ตรงกับวัตถุประสงค์ข้อ ๑" in source.remark
    if target.startswith("national-strategy"):
        printed = texts(annex.of_project(store, project, Citer(store)))
        assert any("31/5/2569" in text for text in printed)


def test_the_annex_names_the_missing_hop_and_the_sentence_that_would_mend_it(graph: EmbeddedStore) -> None:
    printed = texts(make_form(graph, "annex", f"{PLAN}/project/3.1.1.2"))
    assert "ข้อต่อที่ยังขาด" in printed
    assert any(text.startswith("ข้อความที่เสนอให้เติม") for text in printed)


def test_a_form_counts_the_places_nobody_fills(graph: EmbeddedStore) -> None:
    form = make_form(graph, "xyz", GREEN)
    assert absent_places(form) == 3


# --- names and notes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [("บ้านหมุน", "no_such_project"), (None, "which_project")],
)
def test_a_project_that_is_not_there_ends_in_a_line(graph: EmbeddedStore, name: str | None, key: str) -> None:
    with pytest.raises(ExportError) as caught:
        make_form(graph, "annex", name)
    assert caught.value.key == key
    assert "\n" not in caught.value.message("th")


def test_the_plan_is_found_by_its_name(graph: EmbeddedStore) -> None:
    found = find_plan(graph, "แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัดลำปาง รายปี พ.ศ. ๒๕๗๐")
    assert shorten(found.id) == PLAN


def test_a_note_names_its_document_once_and_cuts_long_quotes(graph: EmbeddedStore) -> None:
    form = make_form(graph, "annex", GREEN)
    notes = Notes(form, Printing())
    assert "แผนปฏิบัติการ" in notes.note(1)
    assert notes.note(2).startswith("เรื่องเดียวกัน บรรทัด ")
    long = Source("แผน", form.sources()[0].passage.__class__("d", 1, 1, "ก" * 300), "read")
    one = Notes(Form("x", "x", (Line((fact("ก", [long]),)),)), Printing())
    assert "ก" * 90 + "…”" in one.note(1)
    assert "ก" * 91 not in one.note(1)


@pytest.mark.parametrize(
    ("iso", "thai"), [("2026-05-31", "31/5/2569"), ("2026-12-01", "1/12/2569"), ("เมื่อวาน", "เมื่อวาน")]
)
def test_dates_are_read_in_the_buddhist_era(iso: str, thai: str) -> None:
    assert thai_date(iso) == thai
