"""What a build writes, and what stays when it cannot or dies."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad

from plangraph import cli, opening, resources, shapes, workspace
from plangraph.build import Assembly, assemble, file_name, find_sources, input_of, inputs_of, write
from plangraph.commands.build import gaps as gaps_line
from plangraph.errors import FileMissing, FolderUnwritable, ForeignFolder, UnknownSource
from plangraph.namespaces import GRAPH, ID, PG, PROPOSALS_GRAPH, expand, ident, pg
from plangraph.places import province_slugs
from plangraph.provenance import Input, provenance_quads
from plangraph.records import Gap
from plangraph.reviewing import places
from plangraph.reviewing.desk import Desk, Verdict, Wish
from plangraph.reviews import Link, load_all_reviews, load_reviews
from plangraph.sources import read_plan
from plangraph.store import EmbeddedStore
from support import LAMPANG, plangraph

MIND_STAR = expand("id:lampang-industry-action-plan-2570/project/1.2.2.2")
SERIES: Link = (MIND_STAR, pg("sameSeriesAs").value, expand("id:lampang-industry-action-plan-2568/project/4.4.04"))
GREEN: Link = (MIND_STAR, pg("alignedTo").value, expand("id:national-strategy/2"))


def assembly(text: str = "one") -> Assembly:
    """A build of one statement and its provenance."""
    made = Assembly()
    graph = f"{GRAPH}plan"
    made.add(graph, [Quad(ident("plan"), pg("asPrinted"), Literal(text), NamedNode(graph))], [Input("a.txt", "0" * 64)])
    made.add(f"{GRAPH}provenance", provenance_quads(made.origins), [])
    return made


def answers(folder: Path, text: str) -> bool:
    return opening.open_graph(str(folder)).ask("ASK { ?s ?p ?o }", {"o": Literal(text)})


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what is written -------------------------------------------------------------------------------------------------


def test_a_build_writes_one_file_per_graph_with_a_marker_that_names_them(tmp_path: Path) -> None:
    write(assembly(), tmp_path / "out")
    files = sorted(path.name for path in (tmp_path / "out" / "data").iterdir())
    assert files == [".plangraph", "plan.nq", "provenance.nq"]
    marker = json.loads((tmp_path / "out" / "data" / ".plangraph").read_text(encoding="utf-8"))
    assert sorted(marker["files"]) == ["plan.nq", "provenance.nq"]
    assert marker["inputs"] == {"a.txt": "0" * 64}


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(assembly(), tmp_path / name)
    assert tree(tmp_path / "one" / "data") == tree(tmp_path / "two" / "data")


@pytest.mark.parametrize(
    ("graph", "name"),
    [
        (f"{GRAPH}lampang-industry-action-plan-2570", "lampang-industry-action-plan-2570.nq"),
        (f"{GRAPH}reference/nesdp_13", "reference.nesdp_13.nq"),
        (PROPOSALS_GRAPH, "proposals.nq"),
    ],
)
def test_files_are_named_after_their_graph(graph: str, name: str) -> None:
    assert file_name(graph) == name


def test_an_empty_graph_is_not_written() -> None:
    made = Assembly()
    made.add(PROPOSALS_GRAPH, [], [])
    assert made.files == {}


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    write(assembly("one"), tmp_path)
    write(assembly("two"), tmp_path)
    assert answers(tmp_path, "two")
    assert not answers(tmp_path, "one")
    assert not [path for path in tmp_path.iterdir() if path.name not in {"data", "store"}]


def test_provenance_names_inputs_without_the_folders_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "แผน.txt").write_text("x", encoding="utf-8")
    [found] = inputs_of(tmp_path / "แผน.txt", "nan-plan-2570")
    assert found.path == "nan-plan-2570/แผน.txt"
    assert str(tmp_path) not in str(list(provenance_quads({NamedNode(f"{GRAPH}x"): [found]})))
    assert input_of(LAMPANG, "lampang").path == "sources/lampang-industry-action-plan-2570/source.txt"


def test_sources_are_text_files_or_folders_with_one(tmp_path: Path) -> None:
    assert LAMPANG in find_sources([])
    assert find_sources([LAMPANG, LAMPANG.parent]) == [LAMPANG, LAMPANG]
    with pytest.raises(UnknownSource):
        find_sources([tmp_path])
    with pytest.raises(FileMissing):
        find_sources([tmp_path / "none.txt"])


def test_provinces_have_latin_names_for_the_ids_of_their_documents() -> None:
    slugs = province_slugs()
    assert len(slugs) >= 77
    assert (slugs["ลำปาง"], slugs["สมุทรปราการ"]) == ("lampang", "samut-prakan")
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", slug) for slug in slugs.values())


# --- what is left alone ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("found", ["letter.docx", "data/mine.nq", "store/mine.db", "data", "notes/x.txt"])
def test_a_folder_with_anything_a_build_did_not_write_is_refused_and_left_as_it_is(tmp_path: Path, found: str) -> None:
    place = tmp_path / "papers" / found
    place.parent.mkdir(parents=True)
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolder, match="no build wrote"):
        write(assembly(), tmp_path / "papers")
    assert tree(tmp_path / "papers") == {found: b"mine"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolder):
        workspace.check_target(tmp_path / "graph")


def test_a_folder_laid_out_like_the_bundled_graph_can_be_built_into(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    write(assembly(), tmp_path)
    assert answers(tmp_path, "one")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("moment", ["while writing the data", "while filling the store", "between the two renames"])
def test_a_build_killed_at_any_moment_leaves_the_former_graph_whole(tmp_path: Path, moment: str) -> None:
    write(assembly("one"), tmp_path)
    script = f"""
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from plangraph import opening, workspace
from test_build import assembly, write
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
match {moment!r}:
    case "while writing the data": workspace.os.fsync = die
    case "while filling the store": opening.write_store = die
    case _:
        rename = Path.replace
        Path.replace = lambda path, target: die() if target.name == "data" else rename(path, target)
write(assembly("two"), Path({str(tmp_path)!r}))
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert answers(tmp_path, "one")
    write(assembly("three"), tmp_path)
    assert answers(tmp_path, "three")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "store"]


def test_a_build_that_fails_half_way_leaves_the_former_graph_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(assembly("one"), tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(opening, "write_store", full)
    with pytest.raises(FolderUnwritable, match="No space left on device"):
        write(assembly("two"), tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert answers(tmp_path, "one")


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    said: list[str] = []
    done: list[float] = []

    def second() -> None:
        write(assembly("two"), tmp_path, lambda key, **_: said.append(key))
        done.append(time.monotonic())

    with opening.held(tmp_path / "store", opening.silent):
        thread = threading.Thread(target=second)
        thread.start()
        deadline = time.monotonic() + 20
        while "waiting" not in said and time.monotonic() < deadline:
            time.sleep(0.01)
        assert said == ["waiting"]
        released = time.monotonic()
    thread.join(20)
    assert done
    assert done[0] >= released
    assert answers(tmp_path, "two")


def test_a_reader_keeps_its_answer_while_a_build_replaces_the_graph(tmp_path: Path) -> None:
    write(assembly("one"), tmp_path)
    reader = opening.open_graph(str(tmp_path))
    write(assembly("two"), tmp_path)
    assert reader.ask("ASK { ?s ?p ?o }", {"o": Literal("one")})


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size; the test is skipped where it cannot be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_named_and_keeps_the_former_graph(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4000) as disk:
        write(assembly("one"), disk)
        (disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(disk).free - 100_000))
        before = tree(disk)
        with pytest.raises(FolderUnwritable, match=r"\(No space left on device\)"):
            write(assembly("two"), disk)
        assert tree(disk) == before
        assert answers(disk, "one")


# --- as a user sees it -----------------------------------------------------------------------------------------------


def test_a_bad_target_or_source_ends_in_one_line_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("จดหมาย", encoding="utf-8")
    home = tmp_path / "home"
    for args in (["--into", tmp_path / "papers"], [tmp_path / "none.txt"], [tmp_path / "papers"]):
        ended = plangraph("build", *args, home=home)
        assert ended.returncode == 2, ended.stderr
        assert ended.stderr.startswith("ผิดพลาด: ")
        assert ended.stderr.count("\n") == 1
        assert ended.stdout == ""
    assert tree(tmp_path / "papers") == {"letter.txt": "จดหมาย".encode()}


def test_the_bundled_data_are_what_a_build_of_the_bundled_sources_writes(tmp_path: Path) -> None:
    ended = plangraph("build", "--into", tmp_path / "out", home=tmp_path / "home")
    assert ended.returncode == 0, ended.stderr
    assert tree(tmp_path / "out" / "data") == tree(resources.shipped("graph", "data"))


@pytest.mark.parametrize(
    ("verdict", "confirmed", "waits"),
    [
        pytest.param("confirm", ["document/own-reviews/links"], False, id="confirmed"),
        pytest.param("refuse", [], False, id="refused"),
        pytest.param(None, [], True, id="not decided"),
    ],
)
def test_what_a_user_of_an_installed_package_decided_is_in_their_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict | None, confirmed: list[str], waits: bool
) -> None:
    """An installed package has no checkout to write to: its decisions are in the user's data folder."""
    monkeypatch.setattr(places, "in_checkout", lambda: False)
    if verdict:
        Desk(places.reviews_folder()).save([Wish(SERIES, verdict, "ผู้ตรวจ", "2026-05-31", "ชื่อย่อเดียวกัน")])
        Desk(places.reviews_folder()).save([Wish(GREEN, verdict, "ผู้ตรวจ", "2026-05-31", "ตรงกับวัตถุประสงค์")])
    store = EmbeddedStore.in_memory(assemble([LAMPANG]).files.values())
    documents = store.select(
        f"SELECT DISTINCT ?d {{ ?a <{PG}basis> <{PG}confirmed> ; <{PG}evidence>/<{PG}document> ?d }}"
    )
    assert [row["d"].value.removeprefix(ID) for row in documents] == confirmed
    assert store.ask(f"ASK {{ <{SERIES[0]}> <{SERIES[1]}> <{SERIES[2]}> }}") == bool(confirmed)
    assert (
        store.ask(f"ASK {{ GRAPH <{PROPOSALS_GRAPH}> {{ ?p <{PG}from> <{SERIES[0]}> ; <{PG}to> <{SERIES[2]}> }} }}")
        == waits
    )
    files = store.select(f"SELECT ?p {{ <{ID}document/own-reviews/links> <{PG}sourcePath> ?p }}")
    assert [row["p"].value for row in files] == ["own-reviews/links.sssom.tsv" for _ in confirmed]


def test_of_two_decisions_on_a_link_the_users_own_stands_and_a_like_one_is_taken_once(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, verdict in ((shipped, "confirm"), (own, "refuse")):
        Desk(folder).save([Wish(SERIES, "confirm", "ผู้ตรวจ", "2026-05-31", "ชื่อย่อเดียวกัน")])
        Desk(folder).save([Wish(GREEN, verdict, "ผู้ตรวจ", "2026-05-31", folder.name)])  # type: ignore[arg-type]
    found = load_all_reviews(shipped, own)
    assert [(each.link, each.confirmed, each.place) for each in found] == [
        (SERIES, True, "reviews"),
        (GREEN, False, "own-reviews"),
    ]
    assert load_all_reviews(shipped, shipped) == load_reviews(shipped)


def test_a_document_built_twice_is_refused(tmp_path: Path) -> None:
    shutil.copy(LAMPANG, tmp_path / "copy.txt")
    ended = plangraph("build", LAMPANG, tmp_path / "copy.txt", "--lang", "en", home=tmp_path / "home")
    assert ended.returncode == 2
    assert "lampang-industry-action-plan-2570) is given more than once" in ended.stderr


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli.program, list(map(str, args)), prog_name="plangraph")


@pytest.fixture
def cut_plan(tmp_path: Path) -> Path:
    """The plan without its last third: no crosswalk, no results, the briefs cut short."""
    lines = LAMPANG.read_text(encoding="utf-8").split("\n")
    path = tmp_path / "cut.txt"
    path.write_text("\n".join(lines[: len(lines) * 2 // 3]), encoding="utf-8")
    return path


def test_a_cut_plan_is_built_as_far_as_it_goes_with_one_warning_line(cut_plan: Path, tmp_path: Path) -> None:
    ended = run("build", cut_plan, "--into", tmp_path / "out")
    assert ended.exit_code == 0, ended.stderr
    [warning] = ended.stderr.splitlines()
    assert warning.startswith("เตือน: lampang-industry-action-plan-2570 อ่านได้ไม่ครบ ")
    assert ended.stdout.startswith("สร้างกราฟแล้ว: 1 เอกสาร ")
    account = run("read", cut_plan, "--lang", "en")
    assert "\ngaps:\n" in account.stdout


def test_many_gaps_are_counted_and_the_first_named() -> None:
    document = read_plan(LAMPANG.parent)
    gaps = tuple(Gap(f"ขาด {number}", f"no {number}", number or None) for number in range(5))
    line = gaps_line(replace(document, warnings=gaps), "en")
    assert line == (
        "warning: lampang-industry-action-plan-2570 has 5 gaps: no 0; line 1: no 1; line 2: no 2; and 2 more "
        "(details: plangraph read)"
    )


def test_a_graph_the_shapes_accept_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def accept(data: str) -> list[shapes.ShapeViolation]:
        seen.append(data)
        return []

    monkeypatch.setattr(shapes, "validate", accept)
    ended = run("build", "--into", tmp_path / "out", "--validate", "--lang", "en")
    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout.startswith("every rule holds\nbuilt: ")
    [triples] = seen
    assert f"<{ident('national-strategy/2').value}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in triples
    assert f"<{pg('proposed').value}>" not in triples


def test_a_graph_the_shapes_refuse_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = shapes.ShapeViolation("label", ident("plan").value, "", "", th="ไม่มีชื่อ", en="it has no label")
    monkeypatch.setattr(shapes, "validate", lambda data: [broken])
    ended = run("build", "--into", tmp_path / "out", "--validate", "--lang", "en")
    assert ended.exit_code == 1
    assert ended.stderr == "id:plan: it has no label\n1 rules are broken, so the former graph stays\n"
    assert ended.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/plangraph"),
        ("linux", {}, "/home/me/.local/share/plangraph"),
        ("darwin", {}, "/home/me/Library/Application Support/PlanGraph"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/PlanGraph"),
        ("linux", {"PLANGRAPH_HOME": "/chosen", "XDG_DATA_HOME": "/data"}, "/chosen"),
    ],
)
def test_the_data_folder_of_the_user_is_where_the_platform_keeps_it(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PLANGRAPH_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", "USERPROFILE": "/home/me", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert workspace.home() == Path(expected)
