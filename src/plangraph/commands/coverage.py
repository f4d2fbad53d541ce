"""``plangraph coverage``: how many projects and how much money serve each element of levels 1 and 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.errors import PlanGraphError
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.coverage import Coverage, Share, Survey
    from plangraph.coverage_matrix import By, Matrix

HEADER: Final = (
    "id", "label", "level", "projects", "baht", "strong_projects", "strong_baht", "weak_projects", "weak_baht",
)  # fmt: skip
MATRIX_HEADER: Final = ("group", "group_label", *HEADER)
SUFFIXES: Final = (".html", ".xlsx")
_NARROWEST: Final = 24  # columns for the names of elements, however long the figures are


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("coverage")[key][lang] for lang in LANGS}


@common.command("coverage", **_texts("about"))
@common.option("--zeros", "zeros", is_flag=True, **_texts("option_zeros"))
@common.option("--by", "by", type=click.Choice(("plan", "province", "year", "source")), **_texts("option_by"))
@common.option("-o", "--output", "output", metavar="FILE", default=None, **_texts("option_output"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
def command(zeros: bool, by: By | None, output: str | None, form: str, store: str | None, lang: Lang) -> None:
    """Count projects and baht for every element of levels 1 and 2."""
    from plangraph.coverage import survey
    from plangraph.coverage_matrix import matrix

    target = None if output is None else _target(output, lang)
    graph = common.open_store(store)
    apart = matrix(graph, by, lang) if by else None
    found = apart.survey if apart else survey(graph, lang)
    if target:
        write(target, found, apart, lang)
        common.note(Texts("coverage", lang)("written", path=target))
    elif form == "json":
        common.emit_json([as_json(each) for each in found.elements] if apart is None else matrix_as_json(apart, lang))
    elif form == "csv":
        rows = [as_csv_row(each) for each in found.elements] if apart is None else matrix_rows(apart, lang)
        common.emit_csv(HEADER if apart is None else MATRIX_HEADER, rows)
    else:
        for line in table_lines(found, lang, zeros=zeros) if apart is None else group_lines(apart, lang):
            click.echo(common.printable(line))


class NeedsOffice(PlanGraphError):
    """openpyxl is not installed."""

    def __init__(self) -> None:
        super().__init__(th=sentences("coverage")["needs_office"]["th"], en=sentences("coverage")["needs_office"]["en"])


def _target(output: str, lang: Lang) -> Path:
    path = Path(output)
    if path.suffix.lower() not in SUFFIXES:
        raise click.UsageError(Texts("coverage", lang)("bad_output", path=path))
    return path


def write(path: Path, found: Survey, apart: Matrix | None, lang: Lang) -> None:
    """Write the report; its form follows the end of the name."""
    from plangraph.exporting.files import write_beside

    if path.suffix.lower() == ".html":
        from plangraph.outputs.coverage_html import report

        write_beside(path, report(found, apart, lang).encode("utf-8"))
        return
    try:
        from plangraph.outputs.coverage_excel import workbook
    except ModuleNotFoundError as missing:
        raise NeedsOffice from missing
    write_beside(path, workbook(found, apart, lang))


def matrix_as_json(apart: Matrix, lang: Lang) -> list[dict[str, object]]:
    """A list of groups, each with its projects and the elements that any of them reach."""
    from plangraph.outputs.check_json import number
    from plangraph.outputs.coverage_html import group_name

    say = Texts("coverage", lang)
    return [
        {
            "key": group.key,
            "label": group_name(group, say),
            "projects": group.projects.projects,
            "baht": number(group.projects.baht),
            "elements": [
                as_json(replace(each, strong=strong, weak=weak))
                for each, (strong, weak) in zip(apart.survey.elements, group.elements, strict=True)
                if strong.projects + weak.projects
            ],
        }
        for group in apart.groups
    ]


def matrix_rows(apart: Matrix, lang: Lang) -> list[list[object]]:
    """A row under ``MATRIX_HEADER`` for each group and each element that any of its projects reach."""
    from plangraph.outputs.coverage_html import group_name

    say = Texts("coverage", lang)
    return [
        [group.key, group_name(group, say), *as_csv_row(replace(each, strong=strong, weak=weak))]
        for group in apart.groups
        for each, (strong, weak) in zip(apart.survey.elements, group.elements, strict=True)
        if strong.projects + weak.projects
    ]


def group_lines(apart: Matrix, lang: Lang) -> Iterator[str]:
    """The groups with their projects and money; the matrix itself is for files."""
    from plangraph.outputs.check_words import baht
    from plangraph.outputs.coverage_html import group_name
    from plangraph.outputs.terminal import Column, shortened, table, terminal_width, wrap

    say, width = Texts("coverage", lang), terminal_width()
    every = apart.survey.projects
    yield from wrap(say("title", projects=f"{every.projects:,}", baht=baht(every.baht)), width)
    yield ""
    left = width - 8 - 20 - 4
    head = [Column(say("column_group"), left), Column(say("column_projects"), 8, "right"),
            Column(say("column_baht"), 20, "right")]  # fmt: skip
    rows = [
        [shortened(group_name(group, say), left), f"{group.projects.projects:,}", baht(group.projects.baht)]
        for group in apart.groups
    ]
    yield from table(head, rows)
    yield ""
    yield from wrap(say("groups_hint"), width)


def as_json(found: Coverage) -> dict[str, object]:
    """One element as DESIGN.md has it."""
    from plangraph.outputs.check_json import number

    def share(of: Share) -> dict[str, object]:
        return {"projects": of.projects, "baht": number(of.baht)}

    return {
        "id": found.element.id,
        "label": found.element.label,
        "level": found.element.level,
        "projects": found.projects,
        "baht": number(found.baht),
        "strong": share(found.strong),
        "weak": share(found.weak),
    }


def as_csv_row(found: Coverage) -> list[object]:
    """One element under ``HEADER``."""
    from plangraph.outputs.check_json import number

    shares = [cell for share in (found.strong, found.weak) for cell in (share.projects, number(share.baht))]
    element = found.element
    return [element.id, element.label, element.level, found.projects, number(found.baht), *shares]


def table_lines(found: Survey, lang: Lang, *, zeros: bool) -> Iterator[str]:
    """The elements that projects reach, level by level, and how many have none."""
    from plangraph.outputs.check_words import baht
    from plangraph.outputs.terminal import terminal_width, wrap

    say, width = Texts("coverage", lang), terminal_width()
    yield from wrap(say("title", projects=f"{found.projects.projects:,}", baht=baht(found.projects.baht)), width)
    for level in sorted({each.element.level or 0 for each in found.elements}):
        of_level = [each for each in found.elements if each.element.level == level]
        shown = [each for each in of_level if zeros or each.projects]
        yield ""
        yield say("level", level=level)
        yield from _table(shown, say, lang, width)
        if len(of_level) > len(shown):
            yield say("none_yet", count=len(of_level) - len(shown))
    yield ""
    yield from wrap(say("counting_rule"), width)


def _table(shown: list[Coverage], say: Texts, lang: Lang, width: int) -> list[str]:
    from plangraph.outputs.check_words import baht, called, words
    from plangraph.outputs.terminal import Column, shortened, table

    if not shown:
        return []
    rows = [
        [
            called(each.element, words(lang)),
            f"{each.projects:,}",
            f"{each.strong.projects:,}",
            baht(each.strong.baht),
            f"{each.weak.projects:,}",
            baht(each.weak.baht),
        ]
        for each in shown
    ]
    titles = [say(f"column_{name}") for name in ("projects", "strong", "strong_baht", "weak", "weak_baht")]
    counts = [
        Column(title, max(least, *(len(row[at]) for row in rows)), "right")
        for at, (title, least) in enumerate(zip(titles, (8, 11, 11, 11, 11), strict=True), start=1)
    ]
    left = max(_NARROWEST, width - sum(column.width for column in counts) - 2 * len(counts))
    return table([Column(say("column_element"), left), *counts], ([shortened(row[0], left), *row[1:]] for row in rows))
