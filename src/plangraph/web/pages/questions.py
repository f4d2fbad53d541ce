"""Every named question as a form, and its answer as a table to read, sort, download and pass on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from plangraph import query_formats
from plangraph.commands.common import csv_text, printable
from plangraph.described import text_of
from plangraph.errors import PlanGraphError
from plangraph.namespaces import PG, PREFIXES, shorten
from plangraph.pointing import pointing
from plangraph.queries import Answer, Parameter, Question, find_question, load_questions, run
from plangraph.query_errors import BadParameter, UnknownQuestion
from plangraph.web.downloads import csv_response, json_response, xlsx_response
from plangraph.web.pages.errors import not_found
from plangraph.web.pages.facts import labels_of
from plangraph.web.render import language_of, page, with_query

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.query_formats import Cell
    from plangraph.texts import Lang
    from plangraph.web.site import Site

SHOWN: Final = 500  # rows of a table on a page; a download has them all
CHARTED: Final = range(2, 31)  # rows that make a chart worth drawing
# What a parameter of this name is chosen from: a class of the data.
CHOICES: Final[dict[str, str]] = {
    "project": f"{PG}Project",
    "plan": f"{PG}Plan",
    "goal": f"{PG}Goal",
    "strategy": f"{PG}NationalStrategy",
    "milestone": f"{PG}Milestone",
    "document": f"{PG}Document",
    "table": f"{PREFIXES['qb']}DataSet",
    "basis": f"{PG}Basis",
    "caveat": f"{PG}Caveat",
    "kind": f"{PG}SwotKind",
}
OFFERED: Final = 1_000  # things that a parameter is chosen from; of more its IRI is written


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of the form."""

    parameter: Parameter
    value: str
    choices: tuple[tuple[str, str], ...]  # IRI, label; empty: free text


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of an answer."""

    text: str
    iri: str | None
    is_number: bool


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    text: str
    width: float  # of 100


def questions_page(request: Request) -> Response:
    """``/questions``: all of them by topic."""
    topics: dict[str, list[Question]] = {}
    for question in load_questions():
        topics.setdefault(question.topic, []).append(question)
    return page(request, "questions.html", topics=topics, scripts=["/static/js/filter.js"])


def question_page(request: Request) -> Response:
    """``/questions/NAME?parameter=value``: the form, and the answer once everything required is given."""
    site: Site = request.app.state.site
    lang = language_of(request)
    try:
        question = find_question(request.path_params["name"])
    except UnknownQuestion:
        return not_found(request)
    params = {
        parameter.name: value
        for parameter in question.parameters
        if (value := request.query_params.get(parameter.name, "").strip())
    }
    needs = [parameter for parameter in question.parameters if parameter.required]
    asked = bool(request.query_params.get("ask")) or bool(params) or not needs
    answer, error = None, None
    if asked:
        try:
            answer = run(site.store, question, params)
        except BadParameter as problem:
            error = problem.message(lang)
    form = request.query_params.get("format")
    if answer and form in _DOWNLOADS:
        return _DOWNLOADS[form](question, answer)
    rows = shown_rows(site, answer, lang) if answer else []
    keep = kept_columns(answer, rows) if answer else []
    query = {**params, "ask": "1"}
    return page(
        request,
        "question.html",
        status=400 if error else 200,
        question=question,
        fields=[field(site, parameter, params.get(parameter.name, ""), lang) for parameter in question.parameters],
        answer=answer,
        error=error,
        columns=[answer.variables[at] for at in keep] if answer else [],
        rows=[[row[at] for at in keep] for row in rows],
        bars=bars(answer, rows) if answer else [],
        count=len(answer.rows) if answer else 0,
        shown=SHOWN,
        csv=with_query(request.url.path, **query, format="csv"),
        json=with_query(request.url.path, **query, format="json"),
        xlsx=with_query(request.url.path, **query, format="xlsx"),
        editor=with_query("/editor", question=question.name),
    )


def field(site: Site, parameter: Parameter, value: str, lang: Lang) -> Field:
    """A parameter with what it may be chosen from."""
    kind = CHOICES.get(parameter.name) if parameter.kind == "iri" else None
    if kind is None:
        return Field(parameter, value, ())
    return Field(parameter, value, site.memory.get(("choices", kind, lang), lambda: members(site, kind, lang)))


def members(site: Site, kind: str, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The things of a class with their labels; none where there are too many to choose from."""
    found = [iri for iri, _ in pointing(site.store, "rdf:type", [kind])]
    if len(found) > OFFERED:
        return ()
    labels = labels_of(site, found, lang)
    return tuple(sorted(((iri, labels.get(iri, shorten(iri))) for iri in found), key=lambda pair: (pair[1], pair[0])))


def shown_rows(site: Site, answer: Answer, lang: Lang) -> list[list[Shown]]:
    """The first rows as people read them: things by their labels."""
    rows = list(query_formats.rows(answer))[:SHOWN]
    iris = {text_of(cell) for row in rows for cell in row if isinstance(cell, NamedNode)}
    labels = labels_of(site, iris, lang)
    return [[_shown(cell, labels) for cell in row] for row in rows]


def _shown(cell: Cell, labels: dict[str, str]) -> Shown:
    iri = text_of(cell) if isinstance(cell, NamedNode) else None
    text = labels.get(iri, shorten(iri)) if iri else query_formats.shown(cell)
    return Shown(text, iri, query_formats.number_of(cell) is not None)


def kept_columns(answer: Answer, rows: Sequence[Sequence[Shown]]) -> list[int]:
    """The columns worth showing: not those that only repeat the label of a thing in the same row."""
    kept = []
    for at in range(len(answer.variables)):
        cells = [row[at] for row in rows]
        repeats = bool(rows) and all(
            not cell.iri and (not cell.text or any(other.iri and other.text == cell.text for other in row))
            for cell, row in zip(cells, rows, strict=True)
        )
        if not repeats:
            kept.append(at)
    return kept


def bars(answer: Answer, rows: Sequence[Sequence[Shown]]) -> list[Bar]:
    """A bar for each row of an answer about money; none where a chart says nothing."""
    if "baht" not in answer.variables or len(answer.rows) not in CHARTED:
        return []
    at = answer.variables.index("baht")
    amounts = [query_formats.number_of(row.get("baht")) or Decimal(0) for row in answer.rows]
    most = max(amounts)
    if most <= 0:
        return []
    names = [next((cell.text for cell in reversed(row[:at]) if not cell.is_number and cell.text), "") for row in rows]
    return [
        Bar(name, f"{amount:,}", round(100 * float(amount / most), 2))
        for name, amount in zip(names, amounts, strict=True)
    ]


# --- downloads -------------------------------------------------------------------------------------------------------


def _csv(question: Question, answer: Answer) -> Response:
    cells = ([query_formats.cell(term) for term in row] for row in query_formats.rows(answer))
    return csv_response(csv_text(query_formats.columns(answer), cells), f"{question.name}.csv")


def _json(_question: Question, answer: Answer) -> Response:
    names = query_formats.columns(answer)
    return json_response([dict(zip(names, map(_json_cell, row), strict=True)) for row in query_formats.rows(answer)])


def _json_cell(term: Cell) -> object:
    value = query_formats.cell(term)
    return (int(value) if value == value.to_integral_value() else float(value)) if isinstance(value, Decimal) else value


class NoWorkbook(PlanGraphError):
    """The package that writes workbooks is not installed."""

    def __init__(self) -> None:
        super().__init__(
            th="ยังเขียนแฟ้ม Excel ไม่ได้ โปรดติดตั้ง openpyxl หรือใช้ CSV",
            en="Excel files need openpyxl; install it, or take the CSV",
        )


def _xlsx(question: Question, answer: Answer) -> Response:
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise NoWorkbook from None
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(query_formats.columns(answer)))
    for row in query_formats.rows(answer):
        sheet.append([_excel(query_formats.cell(term)) for term in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
    buffer = io.BytesIO()
    book.save(buffer)
    return xlsx_response(buffer.getvalue(), f"{question.name}.xlsx")


def _excel(value: object) -> object:
    return printable(value).replace("\ufffd", " ")[:32_000] if isinstance(value, str) else value


_DOWNLOADS: Final = {"csv": _csv, "json": _json, "xlsx": _xlsx}
