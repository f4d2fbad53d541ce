"""``plangraph review``: proposals out as a sheet for people to decide, and their decisions back in."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.reviewing.desk import Conflict, Desk, Saved

NO: Final = 1


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("review")[key][lang] for lang in LANGS}


_PATH: Final = click.Path(path_type=Path)


@common.command("review", **_texts("about"))
@click.argument("sheet", metavar="[SHEET]", required=False, type=_PATH)
@common.option("-o", "--output", "output", type=_PATH, metavar="FILE", default=None, **_texts("option_output"))
@common.option("--drafts", "drafts", type=_PATH, metavar="FILE", default=None, **_texts("option_drafts"))
@common.option("--reviews", "folder", type=_PATH, metavar="DIR", default=None, **_texts("option_folder"))
@common.option("--by", "by", metavar="NAME", default="", **_texts("option_by"))
@common.option("--date", "when", metavar="DATE", default="", **_texts("option_date"))
@common.option("--log", "history", is_flag=True, **_texts("option_log"))
@common.store_option
@common.lang_option
@click.pass_context
def command(
    ctx: click.Context,
    sheet: Path | None,
    output: Path | None,
    drafts: Path | None,
    folder: Path | None,
    by: str,
    when: str,
    history: bool,
    store: str | None,
    lang: Lang,
) -> None:
    """Write or read a sheet of decisions, or show the log."""
    from plangraph.reviewing.desk import Desk
    from plangraph.reviewing.places import reviews_folder

    desk = Desk(folder or reviews_folder())
    say = Texts("review", lang)
    if history:
        _show_log(desk, say)
    elif output is not None and sheet is None:
        _write(desk, output, drafts, store, lang)
    elif sheet is not None and output is None:
        saved = _read(desk, sheet, by, when, store)
        for conflict in saved.conflicts:
            common.note(_conflict(conflict, say))
        counts = {name: len(getattr(saved, name)) for name in ("written", "already", "conflicts")}
        common.note(say("saved", **counts, folder=desk.folder))
        if saved.written:
            common.note(say("build_next"))
        if saved.conflicts:
            ctx.exit(NO)
    else:
        raise click.UsageError(say("say_what"), ctx)


def _write(desk: Desk, output: Path, drafts: Path | None, store: str | None, lang: Lang) -> None:
    from plangraph.drafts import read_drafts
    from plangraph.exporting.errors import ExportError
    from plangraph.exporting.files import write_beside
    from plangraph.reviewing import items, sheet

    if not output.absolute().parent.is_dir():
        raise ExportError("no_folder", folder=output.absolute().parent)
    if output.suffix.lower() != ".xlsx":
        raise ExportError("unknown_ending", file=output, ending=output.suffix or "-", known=".xlsx")
    decisions = desk.decisions()
    given = read_drafts(drafts) if drafts else []
    graph = common.open_store(store)
    waiting = items.draft_items(graph, given, decisions, lang) if given else []
    waiting += items.waiting_items(graph, decisions, lang) if not given else []
    decided = items.decided_items(graph, decisions, lang)
    write_beside(output, sheet.write(waiting, decided, lang))
    common.note(Texts("review", lang)("sheet_written", file=output, waiting=len(waiting), decided=len(decided)))


def _read(desk: Desk, path: Path, by: str, when: str, store: str | None) -> Saved:
    from plangraph.errors import FileMissing
    from plangraph.reviewing import sheet_in

    if not path.is_file():
        raise FileMissing(path)
    day = sheet_in.parse_date(when) if when else datetime.date.today().isoformat()  # noqa: DTZ011  # the day where the person sits
    defaults = sheet_in.Defaults(by, day)
    return desk.save(sheet_in.read(path, desk.decisions(), common.open_store(store), defaults))


def _conflict(conflict: Conflict, say: Texts) -> str:
    wish, stands = conflict.wish, conflict.stands
    if stands is None:
        return say("conflict_withdrawn", place=wish.place)
    verdict = say("confirm" if stands.confirmed else "refuse")
    return say("conflict", place=wish.place, who=stands.reviewer, when=stands.date, verdict=verdict, why=stands.why)


def _show_log(desk: Desk, say: Texts) -> None:
    for entry in desk.history():
        what = say(f"outcome_{entry.outcome}")
        text = f"{entry.at}  {what}  {entry.subject} {entry.predicate} {entry.object}  {entry.reviewer}: {entry.why}"
        click.echo(common.printable(text))
