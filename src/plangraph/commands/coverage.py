"""``plangraph coverage``: how many projects and how much money serve each element of levels 1 and 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.coverage import Coverage, Share, Survey

HEADER: Final = (
    "id", "label", "level", "projects", "baht", "strong_projects", "strong_baht", "weak_projects", "weak_baht",
)  # fmt: skip


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("coverage")[key][lang] for lang in LANGS}


@common.command("coverage", **_texts("about"))
@common.option("--zeros", "zeros", is_flag=True, **_texts("option_zeros"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
def command(zeros: bool, form: str, store: str | None, lang: Lang) -> None:
    """Count projects and baht for every element of levels 1 and 2."""
    from plangraph.coverage import survey

    found = survey(common.open_store(store), lang)
    if form == "json":
        common.emit_json([as_json(each) for each in found.elements])
    elif form == "csv":
        common.emit_csv(HEADER, [as_csv_row(each) for each in found.elements])
    else:
        for line in table_lines(found, lang, zeros=zeros):
            click.echo(common.printable(line))


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
    yield from wrap(say("title", projects=found.projects.projects, baht=baht(found.projects.baht)), width)
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
    counts = [
        Column(say("column_projects"), 8, "right"),
        Column(say("column_strong"), 11, "right"),
        Column(say("column_strong_baht"), 11, "right"),
        Column(say("column_weak"), 11, "right"),
        Column(say("column_weak_baht"), 11, "right"),
    ]
    left = width - sum(column.width for column in counts) - 2 * len(counts)
    rows = (
        [
            shortened(called(each.element, words(lang)), left),
            f"{each.projects}",
            f"{each.strong.projects}",
            baht(each.strong.baht),
            f"{each.weak.projects}",
            baht(each.weak.baht),
        ]
        for each in shown
    )
    return table([Column(say("column_element"), left), *counts], rows)
