"""``plangraph query NAME|FILE|-e TEXT``: a named question in this process, anything else guarded and limited."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph import query_formats, query_worker
from plangraph.commands.common import (
    command as make_command,
)
from plangraph.commands.common import (
    emit_csv,
    emit_json,
    format_option,
    lang_option,
    note,
    open_sparql,
    option,
    store_option,
    with_proposals_option,
)
from plangraph.commands.query_table import Column, print_table
from plangraph.queries import Answer, Question, bind_freely, find_question, load_questions, read_query, run
from plangraph.query_errors import BadParameter, QueryError, QuerySyntax, UnknownQuestion
from plangraph.texts import LANGS, Lang, Texts, sentences

FORMS = (*query_formats.RESULT_FORMATS, *query_formats.GRAPH_FORMATS)


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("query")[key][lang] for lang in LANGS}


@make_command("query", **_texts("about"))
@click.argument("name", required=False, metavar="[NAME|FILE]")
@option("-e", "text", metavar="TEXT", default=None, **_texts("option_text"))
@option("-p", "pairs", metavar="KEY=VALUE", multiple=True, **_texts("option_param"))
@option("--list", "listing", is_flag=True, **_texts("option_list"))
@format_option(*FORMS)
@option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=query_worker.SECONDS,
    show_default=True,
    **_texts("option_timeout"),
)
@option(
    "--max-rows",
    "rows",
    type=click.IntRange(min=1),
    default=query_worker.ROWS,
    show_default=True,
    **_texts("option_max_rows"),
)
@store_option
@with_proposals_option
@lang_option
def command(
    name: str | None,
    text: str | None,
    pairs: tuple[str, ...],
    listing: bool,
    form: str,
    seconds: float,
    rows: int,
    store: str | None,
    with_proposals: bool,
    lang: Lang,
) -> None:
    """Answer one question of the command line."""
    if listing:
        _list_questions(form, lang)
        return
    asked, params = _asked(name, text), _pairs(pairs)
    bound = bind_freely(asked, params)
    graph = open_sparql(store, with_proposals)
    if isinstance(asked, Question) and asked.is_bundled:
        _emit(run(graph, asked, params), form, lang)
        return
    limits = query_worker.Limits(seconds=seconds, rows=rows)
    request = query_worker.Request(
        text=asked.text if isinstance(asked, Question) else asked,
        store=store,
        with_proposals=with_proposals,
        params=bound,
        limits=limits,
    )
    try:
        answer = query_worker.ask(request)
    except QuerySyntax as error:
        _point_at(error)
        raise
    _emit(answer, form, lang)


def _asked(name: str | None, text: str | None) -> Question | str:
    """The bundled question, the question in a file, or the text that the command line asks."""
    if (name is None) == (text is None):
        raise QueryError("say_what")
    if name is None:
        return text or ""
    try:
        return find_question(name)
    except UnknownQuestion:
        if not (Path(name).exists() or Path(name).suffix in {".rq", ".sparql"}):
            raise
    return read_query(Path(name))


def _pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    params: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (equals and key.strip()):
            raise BadParameter("bad_pair", given=pair)
        params[key.strip()] = value
    return params


def _point_at(error: QuerySyntax) -> None:
    """Show the line of the query and a caret under the place; Thai vowels above and below take no column."""
    from rich.cells import cell_len

    before = error.source_line[: error.column - 1].expandtabs(1)
    note(f"{error.source_line.expandtabs(1)}\n{' ' * cell_len(before)}^")


def _emit(answer: Answer, form: str, lang: Lang) -> None:
    if form not in {"table", "csv"}:
        click.echo(query_formats.render(answer, form), nl=False)
    elif form == "csv":
        cells = ([query_formats.cell(term) for term in row] for row in query_formats.rows(answer))
        emit_csv(query_formats.columns(answer), cells)
    else:
        _print(answer, lang)
    if answer.is_empty:
        note(Texts("query", lang)("no_rows"))


def _print(answer: Answer, lang: Lang) -> None:
    say = Texts("query", lang)
    if answer.boolean is not None:
        click.echo(say("yes" if answer.boolean else "no"))
    elif not answer.is_empty:
        rows = list(query_formats.rows(answer))
        columns = [
            Column(title, query_formats.kind_of([row[at] for row in rows]))
            for at, title in enumerate(query_formats.columns(answer))
        ]
        print_table(columns, [[query_formats.shown(term) for term in row] for row in rows])
        note(say("row_count", count=len(rows)))


# --- the list of questions --------------------------------------------------------------------------------------------


def _list_questions(form: str, lang: Lang) -> None:
    questions = load_questions()
    if form == "json":
        emit_json([_described(question, lang) for question in questions])
    elif form == "csv":
        emit_csv(("name", "topic", "title", "parameters"), (_row(question, lang) for question in questions))
    else:
        _print_list(questions, lang)


def _described(question: Question, lang: Lang) -> dict[str, object]:
    return {
        "name": question.name,
        "topic": question.topic,
        "title": question.title[lang],
        "note": question.note[lang] if question.note else None,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.kind,
                "required": parameter.required,
                "help": parameter.help[lang],
                "example": parameter.example,
            }
            for parameter in question.parameters
        ],
        "returns": list(question.returns),
    }


def _row(question: Question, lang: Lang) -> tuple[str, ...]:
    return question.name, question.topic, question.title[lang], " ".join(p.name for p in question.parameters)


def _print_list(questions: tuple[Question, ...], lang: Lang) -> None:
    say = Texts("query", lang)
    topic = ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            click.echo(f"\n{say(f'topic_{topic}')}")
        click.echo(f"  {question.name}\n      {question.title[lang]}")
        if question.note:
            click.echo(f"      ({question.note[lang]})")
        for parameter in question.parameters:
            must = f", {say('required')}" if parameter.required else ""
            click.echo(f"      -p {parameter.name}=  {parameter.help[lang]} ({parameter.kind}{must})")
    note(say("questions_intro", count=len(questions)))
