"""The frame of all commands: languages, errors, exit status, pipes and encodings."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from plangraph import __version__, cli
from plangraph.commands import common
from plangraph.commands.localised import LocalCommand, scan_language
from plangraph.commands.read import Account
from plangraph.errors import NoGraphHere
from plangraph.sources import read_plan
from support import LAMPANG, plangraph

HEAVY = ("pyoxigraph", "rdflib", "rich", "rapidfuzz", "networkx", "plangraph.store")


def run(*args: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(cli.program, list(args), prog_name="plangraph")
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> type[BaseException]:
    """Make ``search`` fail in the way a test chooses by setting ``raised``."""

    class Failing(RuntimeError):
        raised: BaseException

    @common.command("search", th="ล้มเหลว", en="fails")
    def search() -> None:
        raise Failing.raised

    monkeypatch.setattr(cli.Program, "get_command", lambda self, ctx, name: search)
    return Failing


# --- help ------------------------------------------------------------------------------------------------------------


def test_help_is_thai_unless_english_is_asked_for() -> None:
    assert run("--help")[1].startswith("วิธีใช้: plangraph")
    assert run("--lang", "en", "--help")[1].startswith("Usage: plangraph")
    assert run()[0:2] == (0, run("--help")[1])


def test_the_language_holds_wherever_it_stands() -> None:
    english = run("--lang", "en", "read", "--help")[1]
    assert "Read one plan" in english
    assert run("read", "--help", "--lang", "en")[1] == english
    assert "อ่านเอกสารแผน" in run("read", "--help")[1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["--lang", "en"], "en"), (["--lang=th"], "th"), (["--lang", "fr"], None), (["en"], None), (["--lang"], None)],
)
def test_only_a_language_we_speak_counts(words: list[str], expected: str | None) -> None:
    assert scan_language(words) == expected


def test_every_command_listed_exists_and_explains_itself_in_both_languages() -> None:
    assert len(cli.COMMANDS) >= 6
    for name, (module, about) in cli.COMMANDS.items():
        found = importlib.import_module(module).command
        assert isinstance(found, LocalCommand), name
        assert found.name == name
        assert all(about.values())
        assert all(found.helps.values())


def test_help_loads_no_command_and_comes_in_a_quarter_of_a_second(tmp_path: Path) -> None:
    script = f"import sys, plangraph.cli; print([name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert loaded.stdout.strip() == "[]"
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        assert plangraph("--help", home=tmp_path).returncode == 0
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.25


def test_version() -> None:
    assert run("--version") == (0, f"plangraph {__version__}\n", "")


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "thai", "english"),
    [
        (["chek"], "ไม่มีคำสั่ง chek (หมายถึง check หรือไม่)", "there is no command chek (did you mean check?)"),
        (["ตรวจ"], "ไม่มีคำสั่ง ตรวจ ·", "there is no command ตรวจ ·"),
        (["read", "--fromat", "json"], "ไม่มีตัวเลือก --fromat (หมายถึง --format", "there is no option --fromat"),
        (["read"], "ยังไม่ได้ระบุ FILE", "FILE is missing"),
        (["read", "x", "--format", "xml"], "--format รับค่านี้ไม่ได้: เลือกได้ table, json", "choose one of table, json"),
        (["read", "a", "b"], "คำสั่งไม่ถูกต้อง", "unexpected extra argument"),
        (["read", "/no/such/plan.txt"], "/no/such/plan.txt: ไม่พบแฟ้มนี้", "/no/such/plan.txt: no such file"),
    ],
)
def test_bad_usage_is_one_line_that_says_what_to_do(args: list[str], thai: str, english: str) -> None:
    for lang, prefix, expected in (("th", "ผิดพลาด: ", thai), ("en", "error: ", english)):
        status, out, err = run(*args, "--lang", lang)
        assert status == 2
        assert out == ""
        assert err.startswith(prefix)
        assert err.count("\n") == 1
        assert expected in err


def test_a_whole_number_is_asked_for_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    @common.command("search", th="นับ", en="counts")
    @common.option("--year", type=int, th="ปี", en="year")
    def search(year: int) -> None: ...

    monkeypatch.setattr(cli.Program, "get_command", lambda self, ctx, name: search)
    assert "--year รับค่านี้ไม่ได้: ต้องเป็นจำนวนเต็ม" in run("search", "--year", "ปีนี้")[2]


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (NoGraphHere(Path("x")), 2, "ผิดพลาด: x: ไม่มีกราฟที่สร้างไว้ โปรดสร้างด้วย plangraph build --into โฟลเดอร์นี้\n"),
        (PermissionError(13, "Permission denied", "y"), 2, "ผิดพลาด: y: ระบบปฏิเสธ (Permission denied)\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (click.exceptions.Exit(1), 1, ""),
    ],
)
def test_every_failure_has_its_exit_status(
    failing: type[BaseException], raised: BaseException, status: int, said: str
) -> None:
    failing.raised = raised  # type: ignore[attr-defined]
    assert run("search") == (status, "", said)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_leaves_early_sees_no_traceback(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom plangraph import cli\nfrom plangraph.commands import common\n"
        "@common.command('search', th='พูดมาก', en='talks')\n"
        "def search():\n    for _ in range(100000): print('ข้อความ' * 10)\n"
        "cli.Program.get_command = lambda *_: search\nsys.argv = ['plangraph', 'search']\ncli.main()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as talker:
        assert talker.stdout is not None
        assert talker.stderr is not None
        talker.stdout.readline()
        talker.stdout.close()
        assert talker.stderr.read() == b""
        assert talker.wait() == cli.BROKEN_PIPE


def test_output_is_utf_8_on_a_thai_windows_console(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "plangraph", "--lang", "en", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "cp874", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert "ภาษา" in ended.stdout.decode("utf-8")


# --- what commands print with ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_of_a_document_becomes_a_formula_in_a_spreadsheet(start: str) -> None:
    text = common.csv_text(["ชื่อ", "บาท"], [[f"{start}cmd|' /C calc'!A0", -5]])
    [header, row] = csv.reader(io.StringIO(text, newline=""))
    assert header == ["ชื่อ", "บาท"]
    assert row == [f"'{start}cmd|' /C calc'!A0".replace("\r", "\ufffd"), "-5"]


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    assert common.printable("ก\x1b[31mข\nค\tง\x9b") == "ก\ufffd[31mข\nค\tง\ufffd"
    assert common.printable("ส่วนที่ ๑") == "ส่วนที่ ๑"


def test_json_and_csv_are_printed_unescaped(capsys: pytest.CaptureFixture[str]) -> None:
    common.emit_json({"ชื่อ": "แผน"})
    common.emit_csv(["ชื่อ"], [["แผน"]])
    assert capsys.readouterr().out == '{\n  "ชื่อ": "แผน"\n}\nชื่อ\nแผน\n'


def test_which_graph_answers_is_said_on_standard_error(tmp_path: Path) -> None:
    @common.command("ask", th="ถาม", en="asks")
    @common.store_option
    @common.with_proposals_option
    @common.lang_option
    def ask(store: str | None, with_proposals: bool, lang: str) -> None:
        click.echo(f"{common.open_store(store, with_proposals).graph_names()} {lang}")

    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".plangraph").write_text(
        json.dumps({"plangraph": __version__, "files": {}, "inputs": {}}), encoding="utf-8"
    )
    ended = CliRunner().invoke(ask, ["--store", str(tmp_path), "--with-proposals"])
    assert ended.stdout == "['https://w3id.org/plangraph/ontology'] th\n"
    assert ended.stderr.splitlines()[-1] == f"ตอบจากกราฟ: {tmp_path}"


# --- read ------------------------------------------------------------------------------------------------------------


def test_read_accounts_for_every_line_of_the_plan_once() -> None:
    status, out, err = run("read", str(LAMPANG), "--format", "json")
    assert (status, err) == (0, "")
    account = json.loads(out)
    assert list(account) == ["document", "family", "lines", "blank", "read", "prose", "ignored", "unread", "records"]
    assert account["lines"] == len(LAMPANG.read_text(encoding="utf-8").split("\n"))
    counted = account["blank"] + account["read"] + account["prose"]
    assert account["lines"] == counted + sum(account["ignored"].values()) + len(account["unread"])
    assert account["document"] == "lampang-industry-action-plan-2570"
    assert account["records"]["briefs"] == 13
    assert account["records"]["project_rows"] == 15


def test_read_shows_shares_and_unread_lines_with_their_text(tmp_path: Path) -> None:
    lines = LAMPANG.read_text(encoding="utf-8").split("\n")
    row = next(number for number, line in enumerate(lines) if "MIND STAR" in line and "๑" in line)
    lines.insert(row, "ราคาทองคำวันนี้ขึ้นอีกแล้ว ขายดีไหมครับ")
    (tmp_path / "plan.txt").write_text("\n".join(lines), encoding="utf-8")
    account = Account.of(read_plan(tmp_path / "plan.txt"))
    text = list(account.as_text("th"))
    assert text[1].startswith("เอกสาร ")
    assert any(line.startswith("  อ่านเป็นข้อมูล ") and line.endswith("%)") for line in text)
    shown = [line for line in text if line.startswith(tuple(f"  {number}: " for number in account.unread))]
    assert len(shown) == len(account.unread)
