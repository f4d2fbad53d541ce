"""``plangraph propose``: the JSON of the contract, lines for people, CSV for spreadsheets; remarks on stderr."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from drafts_fixture import BEDS, GREEN, filled_workbook
from lampang import assembly
from plangraph.build import write
from plangraph.cli import program
from plangraph.namespaces import ID
from plangraph.proposing import Group
from plangraph.proposing.report import HEADER


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundled graph in it."""
    folder = tmp_path_factory.mktemp("graph")
    write(assembly(), folder)
    return folder


def _run(graph: Path, path: Path, *options: str) -> Result:
    return CliRunner().invoke(program, ["propose", str(path), "--store", str(graph), *options])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    fence = {"name": "โครงการทาสีรั้ว", "rationale": "สีหลุดลอก", "objectives": "เพื่อให้รั้วสวยงาม"}
    return filled_workbook(tmp_path / "ร่าง.xlsx", GREEN, BEDS, fence)


def _json(graph: Path, path: Path, *options: str) -> list[dict[str, Any]]:
    done = _run(graph, path, "--format", "json", *options)
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_json_is_that_of_the_contract(graph: Path, workbook: Path) -> None:
    green, beds, fence = _json(graph, workbook)
    for one in (green, beds, fence):
        assert list(one)[:5] == ["draft", "abstained", "missing_fields", "stated", "candidates"]
        for candidate in one["candidates"]:
            assert list(candidate)[:5] == ["id", "label", "level", "score", "because"]
            assert candidate["because"]
            assert candidate["level"] in {1, 2, 3}
            assert 0.5 <= candidate["score"] <= 1
    assert green["draft"] == GREEN["name"]
    assert green["missing_fields"] == []
    assert [beds["abstained"], fence["abstained"]] == [not beds["candidates"], True]
    assert beds["missing_fields"] == ["outputs", "indicators", "links", "period", "activities", "budget", "responsible"]
    assert green["stated"][0]["id"] == f"{ID}nesdp-13/milestone/10"


def test_the_levels_come_in_the_order_of_the_form(graph: Path, workbook: Path) -> None:
    groups = [candidate["group"] for candidate in _json(graph, workbook)[0]["candidates"]]
    order = [group.value for group in Group]
    assert groups == sorted(groups, key=order.index)
    assert len(set(groups)) >= 3


def test_the_same_drafts_give_the_same_bytes(graph: Path, workbook: Path) -> None:
    first, second = (_run(graph, workbook, "--format", "json").stdout for _ in range(2))
    assert first == second


def test_people_read_stated_reasons_chain_and_what_is_missing(graph: Path, workbook: Path) -> None:
    done = _run(graph, workbook)
    assert done.exit_code == 0
    for words in ("ร่างระบุไว้เอง", "คำที่ตรงกัน: ", "เส้นทางที่จะได้: ร่าง → ", "ไม่มีข้อเสนอ: ", "โครงการ!D4"):
        assert words in done.stdout
    assert 'โครงการ!E10: ไม่มี "ระยะเวลา"' in done.stderr
    assert "ยังไม่ใช่ความเชื่อมโยง" in done.stderr


def test_english_is_spoken(graph: Path, workbook: Path) -> None:
    done = _run(graph, workbook, "--lang", "en")
    for words in ("the draft itself says it follows", "shared words: ", "the chain it would give: draft → "):
        assert words in done.stdout


def test_csv_has_a_row_a_candidate_and_one_for_an_abstention(graph: Path, workbook: Path) -> None:
    done = _run(graph, workbook, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == HEADER
    assert [row["id"] for row in rows if row["draft"] == "โครงการทาสีรั้ว"] == [""]
    assert rows[0]["draft"] == GREEN["name"]


def test_a_province_can_be_given_and_must_be_one(graph: Path, tmp_path: Path) -> None:
    path = filled_workbook(tmp_path / "beds.xlsx", BEDS)
    assert _json(graph, path, "--province", "จังหวัดแพร่")[0]["province"] == "แพร่"
    done = _run(graph, path, "--province", "แอตแลนติส")
    assert (done.exit_code, "แอตแลนติส" in done.stderr) == (2, True)


def test_hostile_texts_come_out_harmless(graph: Path, tmp_path: Path) -> None:
    """A formula stays a text in CSV, control characters never reach the terminal."""
    path = tmp_path / "hostile.yaml"
    path.write_text('name: "=cmd|calc"\nrationale: "ก๊าซเรือนกระจก\\x1b[31m <script>"\n', encoding="utf-8")
    assert "\n'=cmd|calc" in _run(graph, path, "--format", "csv").stdout
    assert "\x1b" not in _run(graph, path).stdout


@pytest.mark.parametrize("missing", ["pythainlp", "bm25s"])
def test_without_the_extra_one_line_says_what_to_install(
    missing: str, graph: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plangraph.proposing import words

    words._dictionary.cache_clear()
    words._cutter.cache_clear()
    for name in [name for name in sys.modules if name == missing or name.startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    done = _run(graph, workbook)
    assert done.exit_code == 2
    assert "plangraph[propose]" in done.stderr.splitlines()[-1]
