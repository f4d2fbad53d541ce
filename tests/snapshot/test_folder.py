"""Where a snapshot stands: stale ones are noticed, damaged ones refused by name, and no death leaves a broken one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chains_fixture import GREEN, built, iri
from plangraph.coverage import survey
from plangraph.errors import DataDamaged, NoGraphHere
from plangraph.opening import open_folder
from plangraph.snapshot import SNAPSHOTS, preferred
from plangraph.snapshot.columns import CHECKS, MANIFEST, Columns
from plangraph.snapshot.errors import SnapshotDamaged
from plangraph.snapshot.folder import fitting, make
from plangraph.snapshot.store import SnapshotStore

KILLS = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return built(tmp_path / "built")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot that nothing is wrong with."""
    return make(built(tmp_path_factory.mktemp("whole") / "built"))


def names(whole: Path) -> list[str]:
    return sorted(path.name for path in whole.iterdir() if path.name != ".plangraph")


# --- fitting ---------------------------------------------------------------------------------------------------------


def test_a_snapshot_fits_the_data_it_was_made_of(folder: Path) -> None:
    assert fitting(folder) is None
    made = make(folder)
    assert (fitting(folder), made.parent) == (made, folder / SNAPSHOTS)
    assert make(folder) == made


def test_a_changed_data_file_makes_it_stale(folder: Path) -> None:
    make(folder)
    path = max((folder / "data").glob("*.nq"), key=lambda each: each.stat().st_size)
    text = path.read_bytes()
    path.write_bytes(text.replace("ก".encode(), "ข".encode(), 1))
    assert path.stat().st_size == len(text)
    assert fitting(folder) is None


def test_a_new_data_file_makes_it_stale(folder: Path) -> None:
    make(folder)
    (folder / "data" / "more.nq").write_bytes(b"<http://a/a> <http://a/b> <http://a/c> <http://a/g> .\n")
    assert fitting(folder) is None


def test_a_copied_file_with_the_same_bytes_still_fits(folder: Path) -> None:
    made = make(folder)
    for path in (folder / "data").glob("*.nq"):
        os.utime(path, (1, 1))
    assert fitting(folder) == made


def test_the_former_snapshot_stays_for_those_who_read_it(folder: Path) -> None:
    """One that is open goes on answering while others are made; only the two newest are kept."""
    store = SnapshotStore(make(folder))
    for at in range(3):
        (folder / "data" / f"more-{at}.nq").write_bytes(b"<http://a/a> <http://a/b> <http://a/c> <http://a/g> .\n")
        make(folder)
        if at == 0:
            assert len(survey(store).elements) == 9
    assert len([path for path in (folder / SNAPSHOTS).iterdir() if path.name != ".lock"]) == 2


def test_a_store_option_finds_the_snapshot_and_says_so(folder: Path) -> None:
    said: list[str] = []
    tell = lambda key, **values: said.append(key)  # noqa: E731
    assert preferred(str(folder), tell) is None
    make(folder)
    assert isinstance(preferred(str(folder), tell), SnapshotStore)
    (folder / "data" / "more.nq").write_bytes(b"<http://a/a> <http://a/b> <http://a/c> <http://a/g> .\n")
    assert preferred(str(folder), tell) is None
    assert said == ["answering_snapshot", "snapshot_stale"]


def test_sparql_is_asked_for_what_columns_do_not_hold(folder: Path) -> None:
    make(folder)
    store = preferred(str(folder), lambda key, **values: None)
    assert store is not None
    assert store.ask("ASK { ?plan <https://w3id.org/plangraph/ontology#wasRead> true }")
    assert store.graph_names() == open_folder(str(folder)).graph_names()


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoGraphHere, match="empty"):
        make(tmp_path / "empty")


# --- damage ----------------------------------------------------------------------------------------------------------


def test_every_file_of_a_snapshot_is_checked(whole: Path) -> None:
    assert len(names(whole)) > 40
    Columns(whole).verify()


@pytest.mark.parametrize("how", ["truncated", "flipped", "missing"])
def test_a_damaged_file_is_refused_by_name(whole: Path, tmp_path: Path, how: str) -> None:
    """Each file in turn loses its last byte, has one bit flipped in its middle, or is gone."""
    refused = 0
    for name in names(whole):
        copy = tmp_path / how
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(whole, copy)
        content = bytearray((copy / name).read_bytes())
        if not content:
            continue
        if how == "truncated":
            content.pop()
        elif how == "flipped":
            content[len(content) // 2] ^= 16
        (copy / name).unlink() if how == "missing" else (copy / name).write_bytes(content)
        with pytest.raises(SnapshotDamaged, match=name.replace(".", r"\.")):
            Columns(copy).verify()
        refused += 1
    assert refused > 40
    assert {MANIFEST, CHECKS} <= set(names(whole))


def test_an_answer_is_never_made_of_a_flipped_bit(whole: Path, tmp_path: Path) -> None:
    """The quote of a hop is changed by one bit: the trace that would show it fails, and says where."""
    shutil.copytree(whole, tmp_path / "copy")
    trace = SnapshotStore(whole).tracer("th").trace(iri(GREEN))
    assert trace
    assert trace.chains[0].hops[0].passage
    quote = trace.chains[0].hops[0].passage.text.split("\n", maxsplit=1)[0].encode()
    terms = tmp_path / "copy" / "terms.bin"
    content = bytearray(terms.read_bytes())
    content[content.index(quote) + len(quote) // 2] ^= 1
    terms.write_bytes(content)
    with pytest.raises(SnapshotDamaged, match="terms"):
        SnapshotStore(tmp_path / "copy").tracer("th").trace(iri(GREEN))


def test_a_damaged_snapshot_is_built_again(folder: Path) -> None:
    made = make(folder)
    (made / "edge_target.bin").write_bytes(b"")
    assert make(folder) == made
    Columns(made).verify()


@pytest.mark.parametrize(
    "line",
    [
        b'<http://a/a> <http://a/b> "no end <http://a/g> .',
        b"<http://a/a> <http://a/b> .",
        b"<http://a/a> <http://a/b> <http://a/c d> <http://a/g> .",
        b'<http://a/a> <http://a/b> "\xff" <http://a/g> .',
        b"<http://a/a> <http://a/b> <http://a/c> <http://a/g>",
    ],
)
def test_a_data_file_that_is_no_nquads_is_named(folder: Path, line: bytes) -> None:
    (folder / "data" / "broken.nq").write_bytes(line + b"\n")
    with pytest.raises(DataDamaged, match="broken"):
        make(folder)
    assert fitting(folder) is None


@pytest.mark.parametrize(
    "text",
    [
        b"# a comment\n<http://a/a>  <http://a/b>\t<http://a/c> <http://a/g> .\n",
        b'<http://a/a> <http://a/b> "\\u0E01" <http://a/g> .\n<http://a/a> <http://a/b> "x" <http://a/h> .\n',
        b"<http://a/a> <http://a/b> <http://a/c> <http://a/g> .",
    ],
)
def test_other_ways_to_write_nquads_are_read_too(folder: Path, text: bytes) -> None:
    (folder / "data" / "other.nq").write_bytes(text)
    store = SnapshotStore(make(folder))
    assert set(store.snapshot.described("http://a/a")) == {"http://a/b"}


# --- deaths, and several processes -----------------------------------------------------------------------------------

_MAKE = (
    "import sys; from pathlib import Path; from plangraph.snapshot.folder import make; print(make(Path(sys.argv[1])))"
)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killing_it_at_twenty_random_moments_never_leaves_a_broken_snapshot(folder: Path) -> None:
    """Whatever is there afterwards fits and is whole, or nothing is; the last one is made in what the dead left."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", _MAKE, folder], check=True, capture_output=True)
    takes, moments = time.monotonic() - started, random.Random(2570)  # noqa: S311
    killed = 0
    for at in range(KILLS):
        (folder / "data" / "more.nq").write_bytes(
            f"<http://a/{at}> <http://a/b> <http://a/c> <http://a/g> .\n".encode()
        )
        child = subprocess.Popen([sys.executable, "-c", _MAKE, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(takes * moments.random() * 1.1)
        child.send_signal(signal.SIGKILL)
        killed += child.wait() == -signal.SIGKILL
        child.communicate()
        found = fitting(folder)
        if found is not None:
            Columns(found).verify()
            assert survey(SnapshotStore(found)).projects.projects == 9
    assert killed >= KILLS // 2
    Columns(make(folder)).verify()
    assert not list((folder / SNAPSHOTS).glob(".new-*"))


_ASK = """
import sys
from pathlib import Path
from plangraph.snapshot.folder import fitting
from plangraph.snapshot.store import SnapshotStore
store = SnapshotStore(fitting(Path(sys.argv[1])))
tracer = store.tracer("th")
print("open", flush=True)
for line in sys.stdin:
    print(tracer.trace(sys.argv[2]).verdict, len(store.covering.survey().elements), flush=True)
"""


def test_two_processes_read_while_one_builds(folder: Path) -> None:
    make(folder)
    readers = [
        subprocess.Popen([sys.executable, "-c", _ASK, folder, iri(GREEN)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, encoding="utf-8")
        for _ in range(2)
    ]  # fmt: skip
    try:
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "open\n"
        (folder / "data" / "more.nq").write_bytes(b"<http://a/a> <http://a/b> <http://a/c> <http://a/g> .\n")
        builder = subprocess.Popen([sys.executable, "-c", _MAKE, folder], stdout=subprocess.PIPE)
        answers = [_asked(reader) for _ in range(3) for reader in readers]
        assert builder.wait() == 0
        builder.communicate()
        answers += [_asked(reader) for reader in readers]
        assert answers == ["aligned 9\n"] * 8
    finally:
        for reader in readers:
            reader.communicate()


def _asked(reader: subprocess.Popen[str]) -> str:
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write("\n")
    reader.stdin.flush()
    return reader.stdout.readline()
