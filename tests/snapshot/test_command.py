"""``plangraph snapshot`` as people run it, and which store then answers the other commands."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import plangraph
from chains_fixture import PLAN, PREFIXES, built, link, nquads, project
from plangraph import snapshot
from plangraph.cli import program
from plangraph.texts import sentences

QUESTIONS = (
    ("check", "--all", "--format", "json"),
    ("check", "MIND STAR", "--all-chains"),
    ("coverage", "--zeros"),
    ("coverage", "--by", "plan", "--format", "csv"),
    ("search", "เครือข่าย", "--format", "json"),
    ("whatif", "--add", "MIND STAR", "national-strategy/2"),
    ("audit", "--format", "json"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The graph of ``tests/data/chains`` as a built folder."""
    return built(tmp_path / "graph")


def run(*args: str) -> Result:
    return CliRunner().invoke(program, list(args), catch_exceptions=False)


def made(folder: Path) -> Any:
    return json.loads(run("snapshot", "--store", str(folder), "--format", "json").stdout)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_answers_are_the_same_with_a_snapshot_and_without(folder: Path, question: tuple[str, ...]) -> None:
    before = run(*question, "--store", str(folder))
    made(folder)
    after = run(*question, "--store", str(folder))
    assert (after.stdout, after.exit_code) == (before.stdout, before.exit_code)
    assert "สำเนาตาราง" in after.stderr
    assert "สำเนาตาราง" not in before.stderr


def test_a_program_gets_the_same_answers_from_the_snapshot(folder: Path) -> None:
    before, after = plangraph.open_graph(folder), (made(folder), plangraph.open_graph(folder))[1]
    assert type(before.store) is not type(after.store)
    assert list(after.coverage()) == list(before.coverage())
    assert after.check("MIND STAR").verdict == before.check("MIND STAR").verdict


def test_it_says_where_the_snapshot_is_and_how_large(folder: Path) -> None:
    text = run("--lang", "en", "snapshot", "--store", str(folder)).stdout
    (line,) = text.splitlines()
    assert str(folder / "snapshot") in line
    assert "quads" in line


def test_a_second_snapshot_of_the_same_data_is_the_first(folder: Path) -> None:
    assert made(folder)["folder"] == made(folder)["folder"]
    assert len(list((folder / "snapshot").glob("[0-9a-f]*"))) == 1


def test_when_the_data_have_changed_sparql_answers_and_says_why(folder: Path) -> None:
    made(folder)
    more = nquads((PREFIXES + project("p/new", "โครงการใหม่")).encode(), "more")
    (folder / "data" / "more.nq").write_bytes(more)
    answer = run("--lang", "en", "check", "p/new", "--store", str(folder))
    assert "โครงการใหม่" in answer.stdout
    assert "snapshot" in answer.stderr


def test_of_a_large_graph_a_snapshot_is_recommended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "plangraph snapshot" not in run("coverage", "--store", str(folder)).stderr
    monkeypatch.setattr(snapshot, "LARGE", 1)
    assert f"plangraph snapshot --store {folder}" in run("coverage", "--store", str(folder)).stderr


def test_a_query_of_ones_own_is_asked_of_the_store(folder: Path) -> None:
    """The process that runs it has a time limit: the store must be ready before."""
    made(folder)
    said = run("--lang", "en", "query", "-e", "ASK {}", "--store", str(folder)).stderr
    assert "preparing" in said
    assert "snapshot" not in said


def test_circles_and_links_to_nowhere_are_named(folder: Path) -> None:
    turtle = link("a/1", "a/2", "stated") + link("a/2", "a/1", "stated")
    turtle += f"<{PLAN}/project/1.1.1.2> pg:alignedTo <national-strategy/2> ."
    (folder / "data" / "more.nq").write_bytes(nquads((PREFIXES + turtle).encode(), "more"))
    text = run("--lang", "en", "snapshot", "--store", str(folder)).stdout
    assert "1 circles of links" in text
    assert "a/1 → https://w3id.org/plangraph/id/a/2" in text
    problems = made(folder)["problems"]
    assert len(problems["circles"]) == 1


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    answer = run("snapshot", "--store", str(tmp_path))
    assert answer.exit_code == 2
    assert str(tmp_path) in answer.stderr


def test_a_service_has_no_snapshot() -> None:
    answer = run("--lang", "en", "snapshot", "--store", "https://example.org/sparql")
    assert answer.exit_code == 2
    assert "https://example.org/sparql: a snapshot is made of a built folder" in answer.stderr


def test_without_scipy_it_says_so_before_anything_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plangraph.commands.snapshot.find_spec", {}.get)
    answer = run("snapshot", "--store", str(folder))
    assert (answer.exit_code, "scipy" in answer.stderr) == (2, True)
    assert not (folder / "snapshot").exists()


def test_a_disk_that_fills_while_names_are_written_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("plangraph.snapshot.names._write_base", full)
    assert run("snapshot", "--store", str(folder)).exit_code == 2
    assert not list((folder / "snapshot").glob("[0-9a-f]*"))


def test_every_sentence_is_there_in_both_languages() -> None:
    assert all(set(said) == {"th", "en"} and all(said.values()) for said in sentences("snapshot").values())
