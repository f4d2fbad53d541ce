"""``plangraph check``: is this project aligned, through which chain, and where does it say so?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.naming import Match
    from plangraph.outputs.check_all import Answered
    from plangraph.store import GraphStore
    from plangraph.verdicts import Judgement

NO: Final = 1
BAD_INPUT: Final = 2
AT_ONCE: Final = 2_000  # projects judged between two steps of the bar: about a second; what they share is read again


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("check")[key][lang] for lang in LANGS}


@common.command("check", **_texts("about"))
@click.argument("name", nargs=-1, metavar="[NAME|IRI]")
@common.option("--all", "everything", is_flag=True, **_texts("option_all"))
@common.option("--year", "year", type=int, metavar="N", default=None, **_texts("option_year"))
@common.option("--all-chains", "every_path", is_flag=True, **_texts("option_all_chains"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
@click.pass_context
def command(
    ctx: click.Context,
    name: tuple[str, ...],
    everything: bool,
    year: int | None,
    every_path: bool,
    form: str,
    store: str | None,
    lang: Lang,
) -> None:
    """Check one project, or all."""
    text = " ".join(name).strip()
    if everything == bool(text):
        raise click.UsageError(Texts("check", lang)("name_or_all"), ctx)
    graph = common.open_store(store)
    if everything:
        answers = answer_all(graph, year, form, lang, every_path=every_path)
        print_all(answers, form, lang)
        verdicts = {answer.verdict for answer in answers}
    else:
        judgement = _judge_one(ctx, graph, text, year, lang, every_path, form)
        print_one(judgement, form, lang, every_path=every_path)
        verdicts = {judgement.verdict}
    if "not-aligned" in verdicts:
        ctx.exit(NO)


def answer_all(
    store: GraphStore, year: int | None, form: str, lang: Lang, *, every_path: bool = False
) -> list[Answered]:
    """Every project of the plans that were read (of a year: every project of it), by how far strong hops go."""
    from plangraph.outputs.check_all import answered, in_order
    from plangraph.projects import fetch_projects, iris_of_read_plans, iris_of_year
    from plangraph.verdicts import judge

    show = _shown(form, lang)
    iris = sorted(iris_of_read_plans(store) if year is None else iris_of_year(store, year))
    found: list[Answered] = []
    with common.progress(len(iris), Texts("check", lang)("judging"), soon=AT_ONCE) as advance:
        for first in range(0, len(iris), AT_ONCE):
            some = fetch_projects(store, iris[first : first + AT_ONCE], lang).values()
            wanted = [project for project in some if project.listed or year is not None]
            found += [answered(each, show) for each in judge(store, wanted, lang, every_path=every_path)]
            advance(len(some))
    return in_order(found)


def _shown(form: str, lang: Lang) -> Callable[[Judgement], object]:
    """How a judgement is printed among all."""
    from plangraph.outputs import check_all, check_json

    shown = {"json": check_json.as_json, "csv": check_json.as_csv_row, "table": check_all.cells}[form]
    return lambda judgement: shown(judgement, lang)


def _judge_one(
    ctx: click.Context, store: GraphStore, text: str, year: int | None, lang: Lang, every_path: bool, form: str
) -> Judgement:
    from plangraph.naming import find_project
    from plangraph.projects import fetch_projects
    from plangraph.verdicts import judge, with_matches

    match = find_project(store, text, year)
    if match.kind != "found":
        print_no_match(match, text, year, form, lang)
        ctx.exit(BAD_INPUT)
    found = match.candidates[0].id
    project = fetch_projects(store, [found], lang)[found]
    judgement = judge(store, [project], lang, every_path=every_path)[0]
    return replace(judgement, other_years=with_matches(judgement, match.candidates[1:]))


def print_one(judgement: Judgement, form: str, lang: Lang, *, every_path: bool) -> None:
    """Print one answer."""
    from plangraph.outputs import check_json, check_note, check_words
    from plangraph.outputs.terminal import terminal_width

    if form == "json":
        common.emit_json(check_json.as_json(judgement, lang))
    elif form == "csv":
        common.emit_csv(check_json.CSV_HEADER, [check_json.as_csv_row(judgement, lang)])
    else:
        _echo(check_note.note_lines(judgement, lang, terminal_width(), every_path=every_path))
        return
    if every_path:
        common.note(check_words.paths_counted(judgement, Texts("check", lang)))


def print_all(answers: Sequence[Answered], form: str, lang: Lang) -> None:
    """Print the answers for all projects."""
    from plangraph.outputs import check_all, check_json
    from plangraph.outputs.terminal import terminal_width

    if form == "json":
        common.emit_json([answer.shown for answer in answers])
    elif form == "csv":
        common.emit_csv(check_json.CSV_HEADER, [answer.shown for answer in answers])
    else:
        _echo(check_all.table_lines(answers, lang, terminal_width()))


def print_no_match(match: Match, text: str, year: int | None, form: str, lang: Lang) -> None:
    """Say that a name means no one project, and which come near."""
    from plangraph.outputs.check_json import no_match

    if form == "json":
        common.emit_json(no_match(match))
        return
    say = Texts("check", lang)
    common.note(Texts("cli", lang)("error", message=_problem(match, text, year, say)))
    for found in match.candidates:
        common.note("  " + say("candidate", name=found.name, year=found.fiscal_year or say("no_year"), id=found.id))


def _problem(match: Match, text: str, year: int | None, say: Texts) -> str:
    name = " ".join(text.split())
    if match.kind == "ambiguous":
        return say("ambiguous", name=name)
    if not match.candidates:
        return say("unknown_alone", name=name)
    return say("unknown", name=name) if year is None else say("unknown_in_year", name=name, year=year)


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(common.printable(line))
