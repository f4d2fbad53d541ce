"""What ``plangraph audit`` prints, writes and answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit_fixture import clean_text, seeded, store_of
from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.cli import program
from plangraph.commands import common
from plangraph.store import EmbeddedStore

SEED = (("(สามแสนบาท", "(สามแสนหนึ่งหมื่นบาท"), ("๓๐๐,๐๐๐ บาท (", "๓๐๐,๐๐๐ ("))


@pytest.fixture(scope="module")
def damaged() -> EmbeddedStore:
    return store_of(seeded(SEED).split("\n"))


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch, damaged: EmbeddedStore) -> Iterator[None]:
    """The command answers from the damaged plan."""
    monkeypatch.setattr(common, "open_store", lambda *_: damaged)
    yield


def run(*args: str) -> Result:
    return CliRunner().invoke(program, ["audit", *args])


@pytest.mark.usefixtures("answered")
def test_json_lists_the_findings_worst_first() -> None:
    """Words that contradict digits are high, a missing unit is low."""
    found = json.loads(run("--format", "json").stdout)
    assert [each["rule"] for each in found] == ["amount-words-contradict-digits", "budget-without-unit"]


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("args", "status"),
    [
        ([], 0),
        (["--fail-on", "high"], 1),
        (["--rule", "budget-without-unit", "--fail-on", "medium"], 0),
        (["--rule", "budget-without-unit", "--fail-on", "low"], 1),
        (["--severity", "high", "--fail-on", "low"], 1),
        (["--rule", "no-such-rule"], 2),
        (["-o", "report.docx"], 2),
        (["--reviews", "nowhere.csv"], 2),
    ],
)
def test_the_exit_status_says_what_happened(args: list[str], status: int) -> None:
    """0 done, 1 findings as bad as --fail-on, 2 bad usage; --severity hides and does not forgive."""
    assert run(*args).exit_code == status


@pytest.mark.usefixtures("answered")
def test_severity_shows_only_what_is_as_bad() -> None:
    """A low finding is hidden by --severity medium."""
    assert [each["severity"] for each in json.loads(run("--severity", "medium", "--format", "json").stdout)] == ["high"]


@pytest.mark.usefixtures("answered")
def test_an_accepted_finding_no_longer_fails(tmp_path: Path) -> None:
    """It is printed with its reason and does not count for --fail-on."""
    (key,) = [each["key"] for each in json.loads(run("--severity", "high", "--format", "json").stdout)]
    reviews = tmp_path / "findings.csv"
    reviews.write_text(
        f"finding,status,reason,reviewer,date\n{key},accepted,ตกลงแล้ว,สมชาย,2026-05-01\n", encoding="utf-8"
    )
    answer = run("--fail-on", "high", "--reviews", str(reviews))
    assert (answer.exit_code, "ตกลงแล้ว (สมชาย, 2026-05-01)" in answer.stdout) == (0, True)


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("suffix", [".html", ".json", ".csv"])
def test_a_file_is_written_whole(tmp_path: Path, suffix: str) -> None:
    """Written beside and renamed: no half file, no leftover."""
    assert run("-o", str(tmp_path / f"audit{suffix}")).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"audit{suffix}"]


@pytest.mark.usefixtures("answered")
def test_both_languages_say_the_same_number() -> None:
    """Two findings, in Thai by default."""
    assert run().stdout.startswith("พบ 2 ข้อ")
    assert run("--lang", "en").stdout.startswith("2 findings")


def test_a_clean_plan_is_said_to_be_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No finding is an answer too."""
    clean = store_of(clean_text().split("\n"))
    monkeypatch.setattr(common, "open_store", lambda *_: clean)
    assert run("--fail-on", "low").exit_code == 0
    assert json.loads(run("--format", "json").stdout) == []


def test_keys_do_not_depend_on_words() -> None:
    """A decision outlives a better sentence, and not another place."""
    one = Finding("r", Severity.LOW, Cause.OCR, (1,), "ก", "a", "", "", document="d")
    assert one.key == replace(one, message_th="ข", severity=Severity.HIGH).key
    assert one.key != replace(one, lines=(2,)).key
