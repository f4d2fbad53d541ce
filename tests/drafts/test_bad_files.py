"""Files that are no drafts: each ends in exit 2 and one line that says what is wrong; none is opened further."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafts_fixture import BAD
from plangraph.cli import program
from plangraph.drafts import read_drafts
from plangraph.errors import DocumentError

SECONDS = 10.0  # a refusal of any of them, on a busy machine


@pytest.mark.parametrize(("says", "make"), BAD.items())
def test_a_bad_file_is_refused_in_one_line(says: str, make: Callable[[Path], Path], tmp_path: Path) -> None:
    path = make(tmp_path)
    start = time.monotonic()
    with pytest.raises(DocumentError) as refused:
        read_drafts(path)
    assert time.monotonic() - start < SECONDS
    assert says in refused.value.message("th")
    assert path.name in refused.value.message("th")
    assert "\n" not in refused.value.message("th")


@pytest.mark.parametrize("make", BAD.values())
def test_the_command_exits_2(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """Before a graph is opened: no answer, one line."""
    found = CliRunner().invoke(program, ["propose", str(make(tmp_path)), "--store", str(tmp_path / "no graph")])
    assert found.exit_code == 2
    assert found.stdout == ""
    assert len(found.stderr.splitlines()) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    found = CliRunner().invoke(program, ["propose", str(tmp_path / "nowhere.xlsx")])
    assert (found.exit_code, len(found.stderr.splitlines())) == (2, 1)
    assert "nowhere.xlsx" in found.stderr


def test_a_folder_without_drafts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    (tmp_path / "~$draft.xlsx").write_bytes(b"lock")
    with pytest.raises(DocumentError, match="no draft in this folder"):
        read_drafts(tmp_path)


def test_a_deep_yaml_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("name: " + "[" * 5_000, encoding="utf-8")
    with pytest.raises(DocumentError, match="no valid YAML"):
        read_drafts(path)
