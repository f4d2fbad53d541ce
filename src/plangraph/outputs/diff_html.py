"""Changes as one HTML file to print: each with the lines of both sides next to one another; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from plangraph.audit.pages import Page
from plangraph.diffing.changes import GROUPS, Change
from plangraph.diffing.compare import Difference
from plangraph.outputs.diff_rows import apart, heads, place, quoted, summary
from plangraph.outputs.report_page import figures, page, quote
from plangraph.texts import Lang, Texts

_MOST: Final = 6  # quoted lines of one side of a change; its list names them all

Pages = tuple[Mapping[str, Page], Mapping[str, Page]]


def report(found: Difference, pages: Pages, lang: Lang) -> str:
    """The report as one HTML text; ``pages`` are the printed lines of the documents of both sides."""
    say = Texts("diff", lang)
    notes = [*heads(found, lang), summary(found.changes, lang)]
    notes += [each.text(lang) for each in found.changes if each.change == "uncompared"]
    if counted := apart(found.changes, lang):
        notes.append(counted)
    return page(say("report_title"), notes, "".join(_sections(found.changes, pages, say)), lang)


def _sections(changes: Sequence[Change], pages: Pages, say: Texts) -> Iterator[str]:
    for group in GROUPS:
        members = [each for each in changes if each.substance and each.group == group]
        yield from _section(say(f"heading_{group}", count=len(members)), members, pages, say)
    others = [each for each in changes if not each.substance and each.change != "uncompared"]
    yield from _section(say("heading_apart", count=len(others)), others, pages, say)


def _section(title: str, members: Sequence[Change], pages: Pages, say: Texts) -> Iterator[str]:
    if members:
        yield f"<h2>{escape(title)}</h2>\n"
        yield from (_article(each, pages, say) for each in members)


def _article(each: Change, pages: Pages, say: Texts) -> str:
    words = [say(f"severity_{each.severity}"), *([] if each.certain else [say("certain_no")]), place(each, say)]
    title = f"{say(f'kind_{each.kind}')}: {say(f'change_{each.change}')}"
    reasons = f'<p class="fix">{escape(say("why", reasons="; ".join(each.reasons(say.lang))))}</p>' if each.why else ""
    sides = (
        _quotes(say("column_a"), each.lines_a, each.document_a, pages[0])
        + _quotes(say("column_b"), each.lines_b, each.document_b, pages[1])
    )  # fmt: skip
    numbers = {say(f"figure_{name}"): value for name, value in each.numbers.items()}
    return (
        f'<article class="{each.severity}"><h3>{escape(title)}</h3><p class="meta">{escape(" · ".join(words))}</p>'
        f"<div><p>{escape(each.text(say.lang))}</p>{reasons}{figures(numbers)}</div><div>{sides}</div></article>\n"
    )


def _quotes(side: str, lines: tuple[int, ...], document: str, pages: Mapping[str, Page]) -> str:
    shown = quoted(lines, document, pages)
    more = f'<p class="meta">{escape(side)} … +{len(shown) - _MOST}</p>' if len(shown) > _MOST else ""
    return "".join(quote(f"{side} {line}", text) for line, text in shown[:_MOST]) + more
