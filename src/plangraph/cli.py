"""The command line: parse, call, print. Commands are loaded when they are used, so ``--help`` stays quick."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

import click

from plangraph import __version__
from plangraph.commands.localised import DEFAULT, LocalGroup, explain, language, scan_language
from plangraph.errors import PlanGraphError
from plangraph.texts import LANGS, Lang, Texts

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
BAD_INPUT: Final = 2

# name: (module, what it does in Thai, and in English)
COMMANDS: Final[dict[str, tuple[str, dict[Lang, str]]]] = {
    "audit": (
        "plangraph.commands.audit",
        {"th": "ตรวจว่าแผนขัดกันเองที่ใด พร้อมบรรทัดและวิธีแก้", "en": "where plans contradict themselves, and what to do"},
    ),
    "build": (
        "plangraph.commands.build",
        {"th": "สร้างกราฟจากเอกสารแผนและข้อมูลอ้างอิง", "en": "build the graph from plan documents and reference data"},
    ),
    "check": (
        "plangraph.commands.check",
        {"th": "ตรวจว่าโครงการสอดคล้องกับยุทธศาสตร์ชาติหรือไม่ ผ่านทางใด", "en": "is a project aligned, through which chain"},
    ),
    "coverage": (
        "plangraph.commands.coverage",
        {"th": "นับโครงการและงบประมาณของแต่ละเป้าหมาย", "en": "count projects and baht for every goal"},
    ),
    "diff": (
        "plangraph.commands.diff",
        {"th": "เทียบแผนสองฉบับหรือข้อมูลสองรุ่นว่าอะไรเปลี่ยน", "en": "what changed between two plans or two builds"},
    ),
    "export": (
        "plangraph.commands.export",
        {"th": "เขียนแบบฟอร์มราชการ หรือส่งออกกราฟตามมาตรฐาน", "en": "write an official form, or the graph in a standard"},
    ),
    "propose": (
        "plangraph.commands.propose",
        {"th": "เสนอว่าโครงการร่างควรอยู่ใต้เป้าหมายใด พร้อมเหตุผล", "en": "where a draft project may belong, and why"},
    ),
    "query": (
        "plangraph.commands.query",
        {"th": "ถามด้วยคำถามสำเร็จรูปหรือ SPARQL", "en": "ask a named question, or SPARQL"},
    ),
    "read": (
        "plangraph.commands.read",
        {"th": "อ่านเอกสาร แล้วบอกว่าอ่านได้เท่าใด บรรทัดใดอ่านไม่ได้", "en": "read a document and name unread lines"},
    ),
    "review": (
        "plangraph.commands.review",
        {"th": "ให้คนตัดสินข้อเสนอในแบบ Excel แล้วอ่านคำตัดสินกลับ", "en": "let people decide on proposals in a sheet"},
    ),
    "search": (
        "plangraph.commands.search",
        {"th": "ค้นชื่อโครงการ แผน ยุทธศาสตร์ และเป้าหมาย", "en": "find projects, plans, strategies and goals by name"},
    ),
    "serve": (
        "plangraph.commands.serve",
        {"th": "เปิดเว็บไซต์และบริการ SPARQL บนเครื่องนี้", "en": "serve the pages and the SPARQL endpoint on this machine"},
    ),
    "snapshot": (
        "plangraph.commands.snapshot",
        {"th": "ทำสำเนาตารางให้กราฟใหญ่ตอบได้ทันที", "en": "make the columns that let a large graph answer at once"},
    ),
    "template": (
        "plangraph.commands.template",
        {"th": "เขียนแบบร่างโครงการเปล่า (.xlsx .docx .yaml)", "en": "write an empty project form (.xlsx, .docx, .yaml)"},
    ),
    "view": (
        "plangraph.commands.view",
        {"th": "เขียนภาพเครือข่ายความเชื่อมโยงเป็นแฟ้มเดียว", "en": "write the linkage network as one offline file"},
    ),
    "whatif": (
        "plangraph.commands.whatif",
        {"th": "ถ้าเพิ่ม ย้าย หรือถอดความเชื่อมโยง อะไรจะเปลี่ยน", "en": "show what a new, moved or missing link would change"},
    ),
}  # fmt: skip

ABOUT: Final[dict[Lang, str]] = {
    "th": "PlanGraph ตอบว่าโครงการสอดคล้องกับยุทธศาสตร์ชาติหรือไม่ ผ่านเส้นทางใด และเอกสารเขียนไว้ที่บรรทัดใด",
    "en": "Is a project aligned with the national strategy, through which chain, and where does it say so?",
}


class Program(LocalGroup):
    """``plangraph``: finds commands in the table above, and turns every failure the user can mend into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(found, click.Command)  # noqa: S101  # every command module exposes one; a test walks them
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(ABOUT[language(ctx)])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(Texts("cli", language(ctx))("commands")):
            formatter.write_dl([(name, about[language(ctx)]) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            sys.stdout = io.TextIOWrapper(io.BytesIO())  # what is still to be flushed at exit has no reader
            ctx.exit(BROKEN_PIPE)
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # as click has it
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return self._run(args, prog_name, complete_var, windows_expand_args, **extra)
        lang = scan_language(sys.argv[1:] if args is None else args) or DEFAULT
        try:
            status = self._run(args, prog_name, complete_var, windows_expand_args, **extra)
        except click.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            fail(explain(error, lang), lang)
        except PlanGraphError as error:
            fail(error.message(lang), lang)
        except OSError as error:
            reason = error.strerror or str(error)
            fail(Texts("cli", lang)("system_error", path=error.filename or "plangraph", reason=reason), lang)
        sys.exit(status if isinstance(status, int) else 0)

    def _run(
        self,
        args: Sequence[str] | None,
        prog_name: str | None,
        complete_var: str | None,
        windows_expand_args: bool,
        **extra: Any,
    ) -> Any:
        return super().main(
            args, prog_name, complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
        )


def fail(message: str, lang: Lang) -> NoReturn:
    """Print one line on standard error and exit 2: bad input or usage."""
    click.echo(Texts("cli", lang)("error", message=" ".join(message.split())), err=True)
    sys.exit(BAD_INPUT)


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"plangraph {__version__}")
        ctx.exit()


@click.group(cls=Program, invoke_without_command=True, context_settings={"max_content_width": 110})
@click.option("--lang", type=click.Choice(LANGS), default=DEFAULT, show_default=True, help="ภาษา / language")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="PlanGraph")
@click.pass_context
def program(ctx: click.Context, lang: Lang) -> None:  # noqa: ARG001  # read before parsing: see localised.py
    """All commands of PlanGraph."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Entry point of ``plangraph`` and ``python -m plangraph``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    program(prog_name="plangraph")
