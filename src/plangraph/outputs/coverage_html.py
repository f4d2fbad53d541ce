"""Coverage as one HTML file to print: bars for every element, strong and weak apart, and the matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Final

from plangraph.coverage import Coverage, Share, Survey
from plangraph.coverage_matrix import Group, Matrix
from plangraph.outputs.check_words import baht, called, words
from plangraph.outputs.report_page import page
from plangraph.texts import Lang, Texts

MOST: Final = 40  # columns of the matrix: of more, the largest; the workbook has them all
_STYLE: Final = """<style>
.bars { display: grid; grid-template-columns: minmax(12em, 26em) 1fr 15em; gap: 3px 12px; margin: 8px 0;
  align-items: center }
.bar { display: flex; height: 15px; background: #f2f4f6 } .bar i { display: block; height: 100% }
.strong { background: #0b5394 } .weak { background: #9fc0de; }
.count { text-align: right; font-variant-numeric: tabular-nums; font-size: 13px }
.key i { display: inline-block; width: 12px; height: 12px; margin: 0 6px 0 14px; vertical-align: -1px }
.wide { overflow-x: auto } table.matrix { border-collapse: collapse; font-size: 12px }
table.matrix th { font-weight: 400; text-align: left; padding: 2px 8px 2px 0; min-width: 14em }
table.matrix thead th { writing-mode: vertical-rl; transform: rotate(180deg); min-width: 0; padding: 4px 2px;
  max-height: 16em }
table.matrix td { text-align: right; padding: 2px 5px; border: 1px solid #fff; font-variant-numeric: tabular-nums }
.s1 { background: #e8f0f8 } .s2 { background: #c6dbee } .s3 { background: #8ab4d8 }
.s4 { background: #3d78ad; color: #fff }
@media print { @page { size: A4 landscape } .wide { overflow: visible } table.matrix { font-size: 7pt } }
</style>"""


def report(survey: Survey, found: Matrix | None, lang: Lang) -> str:
    """The report as one HTML text; ``found`` adds the matrix."""
    say = Texts("coverage", lang)
    body = _STYLE + "".join(_levels(survey, say, lang)) + ("".join(_matrix(found, say, lang)) if found else "")
    title = say("title", projects=f"{survey.projects.projects:,}", baht=baht(survey.projects.baht))
    return page(title, (say("counting_rule"),), body, lang)


def _levels(survey: Survey, say: Texts, lang: Lang) -> Iterator[str]:
    yield (
        f'<p class="key meta"><i class="strong"></i>{escape(say("column_strong"))}'
        f'<i class="weak"></i>{escape(say("column_weak"))}</p>'
    )
    for level in sorted({each.element.level or 0 for each in survey.elements}):
        of_level = [each for each in survey.elements if each.element.level == level]
        shown = [each for each in of_level if each.projects]
        yield f"<h2>{escape(say('level', level=level))}</h2>\n"
        if shown:
            most = max(each.projects for each in of_level)
            yield f'<div class="bars">{"".join(_bar(each, most, say, lang) for each in shown)}</div>\n'
        if len(of_level) > len(shown):
            yield f'<p class="meta">{escape(say("none_yet", count=len(of_level) - len(shown)))}</p>\n'


def _bar(each: Coverage, most: int, say: Texts, lang: Lang) -> str:
    parts = "".join(
        f'<i class="{name}" style="width:{100 * share.projects / most:.2f}%"></i>'
        for name, share in (("strong", each.strong), ("weak", each.weak))
    )
    name = escape(called(each.element, words(lang)))
    return (
        f'<div>{name}</div><div class="bar">{parts}</div>'
        f'<div class="count">{escape(say("bar_count", projects=f"{each.projects:,}", baht=baht(each.baht)))}</div>'
    )


# --- the matrix ------------------------------------------------------------------------------------------------------


def _matrix(found: Matrix, say: Texts, lang: Lang) -> Iterator[str]:
    groups = largest(found.groups)
    yield f"<h2>{escape(say(f'by_{found.by}'))}</h2>\n"
    if len(groups) < len(found.groups):
        yield f'<p class="meta">{escape(say("largest", shown=len(groups), all=len(found.groups)))}</p>\n'
    head = "".join(f"<th>{escape(group_name(group, say))}</th>" for group in groups)
    yield f'<div class="wide"><table class="matrix"><thead><tr><th></th>{head}</tr></thead>\n'
    yield _row(say("all_projects"), [(group.projects, Share(0, Decimal(0))) for group in groups], 0)
    for at, each in enumerate(found.survey.elements):
        if each.projects:
            cells = [group.elements[at] for group in groups]
            yield _row(
                called(each.element, words(lang)), cells, max(strong.projects + weak.projects for strong, weak in cells)
            )
    yield "</table></div>\n"


def largest(groups: Sequence[Group]) -> list[Group]:
    """The groups with most money, in their order."""
    kept = sorted(groups, key=lambda group: (-group.projects.baht, group.key))[:MOST]
    return [group for group in groups if group in kept]


def group_name(group: Group, say: Texts) -> str:
    """What a group is called."""
    if not group.key:
        return say("nothing_said")
    return say(f"source_{group.key}") if f"source_{group.key}" in say else group.label


def _row(name: str, cells: Sequence[tuple[Share, Share]], most: int) -> str:
    return f"<tr><th>{escape(name)}</th>{''.join(_cell(*cell, most) for cell in cells)}</tr>\n"


def _cell(strong: Share, weak: Share, most: int) -> str:
    projects = strong.projects + weak.projects
    if not projects:
        return "<td></td>"
    step = f' class="s{1 + 3 * projects // most}"' if most else ""
    title = escape(f"{strong.projects:,} + {weak.projects:,} · {baht(strong.baht + weak.baht)}")
    return f'<td{step} title="{title}">{projects:,}</td>'
