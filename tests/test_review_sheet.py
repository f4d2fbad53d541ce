"""The review desk: decisions are saved whole or not at all, nobody's is lost, and a sheet comes back as it went out."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from lampang import assembly
from plangraph.cli import program
from plangraph.drafts.model import BadDraft
from plangraph.namespaces import PROPOSALS_GRAPH, expand
from plangraph.reviewing import log, sheet, sheet_in
from plangraph.reviewing.desk import FILE, Desk, Wish, fingerprint
from plangraph.reviewing.errors import ReviewError
from plangraph.reviewing.items import Item, decided_items, waiting_items
from plangraph.reviewing.sheet_in import Defaults
from plangraph.reviews import BrokenReview, Link, load_reviews, review_quads
from plangraph.store import EmbeddedStore, canonical
from support import ROOT

PROJECT = "id:lampang-industry-action-plan-2570/project/1.2.2.2"
WHO = "นักวิเคราะห์นโยบายและแผน"
MOVED = {"verdict": "เปลี่ยนเป้าหมาย", "why": "ตรงกว่า", "who": WHO, "when": "2026-05-31"}


def link(target: str = "national-strategy/2", source: str = PROJECT) -> Link:
    return (expand(source), expand("pg:alignedTo"), expand(f"id:{target}"))


def wish(target: str = "national-strategy/2", **changes: Any) -> Wish:
    told: dict[str, Any] = {"verdict": "confirm", "reviewer": WHO, "date": "2026-05-31", "why": "ตรงกับกิจกรรมข้อ ๑"}
    return Wish(link(target), **(told | changes))


def desk(folder: Path) -> Desk:
    return Desk(folder, clock=lambda: "2026-05-31T09:00:00+00:00")


def outcomes(folder: Path) -> list[str]:
    return [entry.outcome for entry in log.read(folder)]


# --- saving -----------------------------------------------------------------------------------------------------------


def test_a_saved_decision_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    saved = desk(tmp_path).save([wish(labels=("โครงการ ก", "ยุทธศาสตร์ ข"))])
    assert len(saved.written) == 1
    (decision,) = load_reviews(tmp_path)
    assert (decision.link, decision.confirmed, decision.reviewer) == (link(), True, WHO)
    assert (decision.date, decision.why, decision.labels) == (
        "2026-05-31",
        "ตรงกับกิจกรรมข้อ ๑",
        ("โครงการ ก", "ยุทธศาสตร์ ข"),
    )


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "-ไม่ตรง", "'=1", "a\tb\nc", "ก\x00ข"])
def test_a_reason_cannot_break_the_table_or_become_a_formula(tmp_path: Path, text: str) -> None:
    desk(tmp_path).save([wish(why=text)])
    (decision,) = load_reviews(tmp_path)
    assert decision.why == " ".join(text.replace("\x00", "\ufffd").split())
    cells = decision.text.split("\t")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_comments_and_rows_of_others_stay_byte_for_byte(tmp_path: Path) -> None:
    shipped = (ROOT / "graph" / "reviews" / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(shipped, encoding="utf-8")
    desk(tmp_path).save([wish("national-strategy/2")])
    first = (tmp_path / FILE).read_text(encoding="utf-8")
    assert first.startswith(shipped)
    desk(tmp_path).save([wish("national-strategy/5")])
    assert (tmp_path / FILE).read_text(encoding="utf-8").startswith(first)


def test_undo_takes_the_row_away_and_the_log_keeps_it(tmp_path: Path) -> None:
    desk(tmp_path).save([wish(), wish("national-strategy/5")])
    (row, _) = load_reviews(tmp_path)
    desk(tmp_path).undo(link(), "หัวหน้ากลุ่ม", "สลับโครงการ", "2026-06-01")
    assert [each.link for each in load_reviews(tmp_path)] == [link("national-strategy/5")]
    last = log.read(tmp_path)[-1]
    assert (last.outcome, last.reviewer) == ("undone", "หัวหน้ากลุ่ม")
    assert last.replaced == " ".join(row.text.split())


def test_undoing_what_nobody_decided_changes_nothing(tmp_path: Path) -> None:
    saved = desk(tmp_path).undo(link(), WHO, "ลองดู", "2026-06-01")
    assert (len(saved.written), len(saved.already)) == (0, 1)
    assert outcomes(tmp_path) == ["already"]


def test_a_decision_nobody_saw_is_never_overwritten(tmp_path: Path) -> None:
    desk(tmp_path).save([wish()])
    saved = desk(tmp_path).save([wish(verdict="refuse", reviewer="อีกคน", why="ไม่ตรง")])
    (conflict,) = saved.conflicts
    assert conflict.stands is not None and conflict.stands.reviewer == WHO
    (decision,) = load_reviews(tmp_path)
    assert decision.confirmed
    assert outcomes(tmp_path) == ["confirmed", "conflict"]
    assert log.read(tmp_path)[-1].why == "refused: ไม่ตรง"


def test_two_people_who_decide_alike_do_not_conflict_and_both_are_in_the_log(tmp_path: Path) -> None:
    desk(tmp_path).save([wish()])
    saved = desk(tmp_path).save([wish(reviewer="อีกคน")])
    assert (len(saved.already), len(saved.conflicts)) == (1, 0)
    assert [entry.reviewer for entry in log.read(tmp_path)] == [WHO, "อีกคน"]


def test_a_decision_that_was_seen_can_be_overturned(tmp_path: Path) -> None:
    desk(tmp_path).save([wish()])
    (seen,) = load_reviews(tmp_path)
    saved = desk(tmp_path).save([wish(verdict="refuse", why="พบหลักฐานใหม่", seen=fingerprint(seen))])
    assert len(saved.written) == 1
    (decision,) = load_reviews(tmp_path)
    assert not decision.confirmed


def test_a_decision_withdrawn_in_the_meantime_is_a_conflict(tmp_path: Path) -> None:
    saved = desk(tmp_path).save([wish(seen="0123456789ab")])
    assert [conflict.stands for conflict in saved.conflicts] == [None]


def test_a_link_moved_to_another_target_is_moved_whole_or_not_at_all(tmp_path: Path) -> None:
    desk(tmp_path).save([wish("national-strategy/5", verdict="refuse")])
    pair = [wish("national-strategy/2", verdict="refuse", together=1), wish("national-strategy/5", together=1)]
    saved = desk(tmp_path).save(pair)
    assert (len(saved.written), len(saved.conflicts)) == (0, 2)
    assert [each.link for each in load_reviews(tmp_path)] == [link("national-strategy/5")]


@pytest.mark.parametrize(("field", "key"), [("reviewer", "no_reviewer"), ("why", "no_why"), ("date", "no_date")])
def test_a_decision_without_a_name_a_reason_or_a_date_is_not_saved(tmp_path: Path, field: str, key: str) -> None:
    with pytest.raises(ReviewError) as caught:
        desk(tmp_path).save([wish("national-strategy/5"), wish(**{field: " "})])
    assert caught.value.key == key
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("change", [{"date": "31/5/2569"}, {"date": "2026-02-30"}])
def test_a_row_that_no_build_could_read_is_never_written(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(ReviewError):
        desk(tmp_path).save([wish(**change)])
    assert not list(tmp_path.iterdir())


def test_a_link_to_something_outside_the_graph_is_never_written(tmp_path: Path) -> None:
    stranger = Wish((link()[0], link()[1], "https://example.org/x"), "confirm", WHO, "2026-05-31", "ตรง")
    with pytest.raises(BrokenReview):
        desk(tmp_path).save([stranger])
    assert not list(tmp_path.iterdir())


def test_two_people_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    """Four processes save ten decisions each, one at a time, on the same folder."""
    script = (
        "import sys; sys.path[:0] = ['tests', 'src']\n"
        "from pathlib import Path\nfrom test_review_sheet import Desk, wish\n"
        "who, folder = sys.argv[1:]\n"
        "for n in range(10):\n"
        "    Desk(Path(folder)).save([wish(f'national-strategy/{who}/issue/{n}', reviewer=who),"
        " wish(f'national-strategy/9/issue/{n}', reviewer=who)])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, who, str(tmp_path)], cwd=ROOT) for who in ("1", "2", "3", "4")
    ]
    assert [process.wait(timeout=120) for process in running] == [0] * 4
    decisions = load_reviews(tmp_path)
    assert len(decisions) == 4 * 10 + 10
    history = log.read(tmp_path)
    assert len(history) == 4 * 20
    assert sum(entry.outcome == "already" for entry in history) == 30
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(f".{FILE}")]


def test_a_write_that_dies_leaves_the_table_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(tmp_path).save([wish()])
    before = (tmp_path / FILE).read_bytes()

    def die(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("plangraph.exporting.files.os.fsync", die)
    with pytest.raises(OSError, match="No space left"):
        desk(tmp_path).save([wish("national-strategy/5")])
    assert (tmp_path / FILE).read_bytes() == before
    assert len(load_reviews(tmp_path)) == 1


@pytest.mark.parametrize(
    "change",
    [lambda t: t.replace("confirmed", "refused", 1), lambda t: t.split("\n", 2)[0] + "\n" + t.split("\n", 2)[2]],
)
def test_a_changed_or_missing_line_of_the_log_is_noticed(tmp_path: Path, change: Callable[[str], str]) -> None:
    desk(tmp_path).save([wish(), wish("national-strategy/5")])
    path = tmp_path / log.NAME
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ReviewError) as caught:
        log.read(tmp_path)
    assert caught.value.key == "log_changed"


def test_the_log_only_grows(tmp_path: Path) -> None:
    seen = b""
    for step in range(4):
        desk(tmp_path).save([wish(f"national-strategy/{step + 1}")])
        now = (tmp_path / log.NAME).read_bytes()
        assert now.startswith(seen) and len(now) > len(seen)
        seen = now


# --- the sheet --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> EmbeddedStore:
    return EmbeddedStore.in_memory(assembly().files.values())


def written(path: Path, waiting: Iterable[Item], decided: Iterable[Item] = ()) -> Path:
    path.write_bytes(sheet.write(list(waiting), list(decided)))
    return path


def fill(path: Path, row: int, page: int = 0, **cells: Any) -> None:
    """Type into a row of the sheet, from 1, as a person would."""
    book = load_workbook(path)
    for name, value in cells.items():
        book.worksheets[page].cell(sheet.FIRST_ROW + row - 1, sheet.column(name)).value = value
    book.save(path)


def item(target: str = "national-strategy/2", relation: str = "pg:alignedTo") -> Item:
    ends = link(target)
    return Item((ends[0], expand(relation), ends[2]), "โครงการ", "ยุทธศาสตร์", 1, 0.8, ("คำร่วม",))


def test_the_sheet_holds_every_proposal_of_the_graph(graph: EmbeddedStore, tmp_path: Path) -> None:
    waiting = waiting_items(graph, [])
    proposed = {quad for quad in assembly().files["proposals.nq"].split(b"\n") if b"ontology#proposes>" in quad}
    assert len(waiting) == len(proposed) > 5
    path = written(tmp_path / "desk.xlsx", waiting)
    page = load_workbook(path).worksheets[0]
    assert page.max_row == sheet.FIRST_ROW + len(waiting) - 1
    assert PROPOSALS_GRAPH in graph.graph_names()


def test_a_sheet_nobody_filled_in_wants_nothing(graph: EmbeddedStore, tmp_path: Path) -> None:
    assert sheet_in.read(written(tmp_path / "d.xlsx", waiting_items(graph, [])), []) == []


def test_what_goes_through_a_sheet_comes_back_the_same(graph: EmbeddedStore, tmp_path: Path) -> None:
    """Sheet → decisions → graph → sheet: name, verdict, reason and date are those that were typed."""
    path = written(tmp_path / "d.xlsx", waiting_items(graph, []))
    fill(path, 1, verdict="ปฏิเสธ", why="ชื่อคล้ายกันเท่านั้น", who=WHO, when="๓๑/๕/๒๕๖๙")
    fill(path, 2, verdict="refuse", why="=1+1 ไม่ใช่สูตร", who="อีกคน", when="2026-06-01")
    book = load_workbook(path)
    book.worksheets[0].cell(sheet.FIRST_ROW + 1, sheet.column("why")).data_type = "s"
    book.save(path)
    folder = tmp_path / "reviews"
    assert len(desk(folder).save(sheet_in.read(path, [])).written) == 2
    decisions = load_reviews(folder)
    again = written(tmp_path / "again.xlsx", waiting_items(graph, decisions), decided_items(graph, decisions))
    page = load_workbook(again).worksheets[1]
    found = [
        tuple(page.cell(row, sheet.column(name)).value for name in ("verdict", "why", "who", "when"))
        for row in (sheet.FIRST_ROW, sheet.FIRST_ROW + 1)
    ]
    assert found == [
        ("ปฏิเสธ", "ชื่อคล้ายกันเท่านั้น", WHO, "2026-05-31"),
        ("ปฏิเสธ", "=1+1 ไม่ใช่สูตร", "อีกคน", "2026-06-01"),
    ]
    assert sheet_in.read(again, decisions) == []
    assert len(waiting_items(graph, decisions)) == len(waiting_items(graph, [])) - 2


def test_the_same_items_give_the_same_bytes() -> None:
    assert sheet.write([item()], []) == sheet.write([item()], [])


def test_a_confirmed_proposal_is_a_link_of_the_next_build(tmp_path: Path) -> None:
    path = written(tmp_path / "d.xlsx", [item()])
    fill(path, 1, verdict="ยืนยัน", why="ตรงกัน")
    folder = tmp_path / "reviews"
    desk(folder).save(sheet_in.read(path, [], defaults=Defaults(WHO, "2026-05-31")))
    made = EmbeddedStore.in_memory([canonical(review_quads(load_reviews(folder)))])
    start, relation, end = link()
    assert made.ask(f"ASK {{ <{start}> <{relation}> <{end}> }}")


def test_a_new_target_refuses_the_old_link_and_confirms_the_new(graph: EmbeddedStore, tmp_path: Path) -> None:
    path = written(tmp_path / "d.xlsx", [item()])
    fill(path, 1, verdict="เปลี่ยนเป้าหมาย", new="การเกษตรสร้างมูลค่า", why="ตรงกว่า", who=WHO, when="2026-05-31")
    old, new = sheet_in.read(path, [], graph)
    assert (old.link, old.verdict, new.link, new.verdict) == (
        link(),
        "refuse",
        link("national-strategy/2/issue/1"),
        "confirm",
    )
    assert old.together == new.together is not None


def test_a_decided_row_can_be_withdrawn_from_the_sheet(graph: EmbeddedStore, tmp_path: Path) -> None:
    folder = tmp_path / "reviews"
    desk(folder).save([wish()])
    path = written(tmp_path / "d.xlsx", [], decided_items(graph, load_reviews(folder)))
    fill(path, 1, page=1, verdict="ถอนคำตัดสิน", why="ตรวจซ้ำแล้วไม่ใช่")
    assert len(desk(folder).save(sheet_in.read(path, load_reviews(folder))).written) == 1
    assert load_reviews(folder) == []


def test_an_old_sheet_does_not_overwrite_a_newer_decision(tmp_path: Path) -> None:
    path = written(tmp_path / "d.xlsx", [item()])
    desk(tmp_path / "r").save([wish(verdict="refuse", reviewer="คนแรก")])
    fill(path, 1, verdict="ยืนยัน", why="เห็นว่าตรง", who="คนที่สอง", when="2026-06-01")
    saved = desk(tmp_path / "r").save(sheet_in.read(path, load_reviews(tmp_path / "r")))
    (conflict,) = saved.conflicts
    assert conflict.wish.place == "รอตัดสิน!H3"


@pytest.mark.parametrize(
    ("cells", "key", "place"),
    [
        ({"verdict": "อาจจะ"}, "bad_decision", "H3"),
        ({"verdict": "ยืนยัน", "who": WHO}, "no_why", "J3"),
        ({"verdict": "ยืนยัน", "why": "ตรง"}, "no_reviewer", "K3"),
        ({"verdict": "ยืนยัน", "why": "ตรง", "who": WHO}, "no_date", "L3"),
        ({"verdict": "ยืนยัน", "why": "ตรง", "who": WHO, "when": "เมื่อวาน"}, "bad_date", "L3"),
        ({"verdict": "ยืนยัน", "why": "ตรง", "who": WHO, "when": "31/2/2569"}, "bad_date", "L3"),
        (MOVED, "no_target", "I3"),
        ({**MOVED, "new": "id:national-strategy/2"}, "same_target", "I3"),
        ({**MOVED, "new": "ไม่มีในแผนใด ๆ"}, "unknown_target", "I3"),
        ({"object": "id:national-strategy/1", "verdict": "ยืนยัน"}, "row_broken", "B3"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_sheet_names_its_cell(
    graph: EmbeddedStore, tmp_path: Path, cells: dict[str, Any], key: str, place: str
) -> None:
    path = written(tmp_path / "d.xlsx", [item()])
    fill(path, 1, **cells)
    with pytest.raises(ReviewError) as caught:
        sheet_in.read(path, [], graph)
    assert caught.value.key == key
    assert f"รอตัดสิน!{place}" in caught.value.th


def test_two_things_that_are_one_can_only_be_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "d.xlsx", [item(relation="owl:sameAs")])
    fill(path, 1, verdict="ยืนยัน", why="ตรง", who=WHO, when="2026-05-31")
    with pytest.raises(ReviewError) as caught:
        sheet_in.read(path, [])
    assert caught.value.key == "only_refused"


def test_a_link_decided_twice_on_one_sheet_names_both_cells(tmp_path: Path) -> None:
    path = written(tmp_path / "d.xlsx", [item(), item()])
    for row in (1, 2):
        fill(path, row, verdict="ยืนยัน", why="ตรง", who=WHO, when="2026-05-31")
    with pytest.raises(ReviewError, match=r"H4.*H3"):
        sheet_in.read(path, [])


def test_a_sorted_sheet_reads_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "d.xlsx", [item("national-strategy/1"), item("national-strategy/2")])
    fill(path, 2, verdict="ยืนยัน", why="ตรง", who=WHO, when="2026-05-31")
    book = load_workbook(path)
    page = book.worksheets[0]
    rows = [[cell.value for cell in page[row]] for row in (3, 4)]
    for row, values in zip((3, 4), reversed(rows), strict=True):
        for column, value in enumerate(values, start=1):
            page.cell(row, column).value = value
    book.save(path)
    (found,) = sheet_in.read(path, [])
    assert found.link == link("national-strategy/2")


def a_workbook_of_somebody() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def another_version() -> bytes:
    book = load_workbook(io.BytesIO(sheet.write([item()], [])))
    book[sheet.MARK_SHEET].cell(1, 2).value = 99
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_entities() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet.write([item()], []))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            new.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (a_workbook_of_somebody, ReviewError),
        (another_version, ReviewError),
        (with_entities, BadDraft),
        (lambda: b"PK\x03\x04 broken", BadDraft),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, BadDraft),
    ],
)
def test_a_file_that_is_no_sheet_of_ours_ends_in_one_line(
    tmp_path: Path, make: Callable[[], bytes], error: type[ReviewError | BadDraft]
) -> None:
    path = tmp_path / "d.xlsx"
    path.write_bytes(make())
    with pytest.raises(error) as caught:
        sheet_in.read(path, [])
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)


# --- drafts -----------------------------------------------------------------------------------------------------------

DRAFT = """๑. ชื่อโครงการ: โครงการลดก๊าซเรือนกระจกของโรงงานเซรามิกลำปาง
๒. ความสำคัญของโครงการ หลักการและเหตุผล: โรงงานเซรามิกใช้พลังงานสูง สอดคล้องกับหมุดหมายที่ ๑๐ ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ
๗. ระยะเวลา: ปีงบประมาณ พ.ศ. ๒๕๗๑
๙. งบประมาณ: ๒๘๐,๐๐๐ บาท (สองแสนแปดหมื่นบาทถ้วน)
"""


def test_a_draft_becomes_a_confirmed_chain_and_a_filled_form(graph: EmbeddedStore, tmp_path: Path) -> None:
    """What it states stands beside what a person confirmed; the graph itself is not touched."""
    from plangraph.drafts import read_drafts
    from plangraph.exporting.formats import make_form
    from plangraph.reviewing.draft_graph import draft_projects, with_drafts

    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, encoding="utf-8")
    drafts = read_drafts(path)
    (project,) = draft_projects(drafts)
    goal = "national-strategy/5/goal/1"
    desk(tmp_path / "r").save(
        [Wish((project.id, expand("pg:alignedTo"), link(goal)[2]), "confirm", WHO, "2026-05-31", "ตรง")]
    )
    store = with_drafts(graph, drafts, load_reviews(tmp_path / "r"))
    form = make_form(store, "annex", project.id)
    printed = ["".join(phrase.text for phrase in each.phrases) for each in form.lines()]
    assert any(text.startswith("ผลการตรวจ: สอดคล้อง มีข้อความ") for text in printed)
    assert any("หมุดหมายที่ 10" in text for text in printed)
    assert any("280,000 บาท" in text for text in printed)
    assert {source.basis for source in form.sources()} >= {"confirmed", "stated", "read"}
    assert not graph.ask(f"ASK {{ <{project.id}> ?p ?o }}")


def test_a_draft_keeps_its_decisions_when_its_text_is_corrected(tmp_path: Path) -> None:
    from plangraph.drafts import read_drafts
    from plangraph.reviewing.draft_graph import draft_projects

    found = []
    for name, text in (("a.txt", DRAFT), ("b.txt", DRAFT.replace("พลังงานสูง", "พลังงานสูงมาก").replace("๗. ", "7. "))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found += [project.id for project in draft_projects(read_drafts(tmp_path / name))]
    assert found[0] == found[1]


# --- the command ------------------------------------------------------------------------------------------------------


def run(*args: object) -> Any:
    return CliRunner().invoke(program, ["review", *map(str, args)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from plangraph.build import write

    target = tmp_path_factory.mktemp("built")
    write(assembly(), target)
    return target


def test_the_command_writes_a_sheet_and_reads_it_back(folder: Path, tmp_path: Path) -> None:
    path, reviews = tmp_path / "d.xlsx", tmp_path / "r"
    out = run("-o", path, "--reviews", reviews, "--store", folder)
    assert out.exit_code == 0 and "รอตัดสิน" in out.stderr
    fill(path, 1, verdict="ปฏิเสธ", why="ชื่อคล้ายกันเท่านั้น")
    back = run(path, "--by", WHO, "--date", "31/5/2569", "--reviews", reviews, "--store", folder)
    assert back.exit_code == 0 and "บันทึกคำตัดสิน 1 ข้อ" in back.stderr
    shown = run("--log", "--reviews", reviews)
    assert "ปฏิเสธ" in shown.stdout and WHO in shown.stdout


def test_a_conflict_is_shown_and_the_answer_is_no(folder: Path, tmp_path: Path) -> None:
    path, reviews = tmp_path / "d.xlsx", tmp_path / "r"
    run("-o", path, "--reviews", reviews, "--store", folder)
    for verdict, who in (("ปฏิเสธ", "คนแรก"), ("ยืนยัน", "คนที่สอง")):
        book = load_workbook(path)
        page = book.worksheets[0]
        rows = range(sheet.FIRST_ROW, page.max_row + 1)
        row = next(row for row in rows if page.cell(row, sheet.column("predicate")).value != "owl:sameAs")
        fill(path, row - sheet.FIRST_ROW + 1, verdict=verdict, why="เหตุผล", who=who, when="2026-05-31")
        done = run(path, "--reviews", reviews, "--store", folder)
    assert done.exit_code == 1
    assert "คนแรก ตัดสินไว้แล้วเมื่อ 2026-05-31 ว่า “ปฏิเสธ”" in done.stderr


@pytest.mark.parametrize("args", [(), ("a.xlsx", "-o", "b.xlsx"), ("-o", "b.docx"), ("ไม่มี.xlsx",)])
def test_the_command_says_what_it_needs(
    folder: Path, tmp_path: Path, args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*args, "--reviews", tmp_path / "r", "--store", folder)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("ผิดพลาด: ")
    assert not list(tmp_path.glob("*.xlsx"))
