"""Findings as one HTML file to print: each beside the passage it quotes, with its figures; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from plangraph.audit.findings import Finding, Severity, Status
from plangraph.audit.pages import Page
from plangraph.audit.titles import rule_titles
from plangraph.outputs.audit_figures import figure_table
from plangraph.outputs.audit_rows import fix, line_list, message, quoted
from plangraph.outputs.audit_table import summary
from plangraph.outputs.report_page import page, quote
from plangraph.texts import Lang, Texts

_MOST: Final = 12  # quoted lines of one finding; its list names them all


def report(found: Sequence[Finding], pages: Mapping[str, Page], lang: Lang) -> str:
    """The report as one HTML text."""
    say = Texts("audit", lang)
    body = "".join(_sections(found, pages, lang, say))
    documents = ", ".join(document.rpartition("/")[2] for document in pages)
    return page(say("report_title"), (documents, summary(found, lang)), body, lang)


def _sections(found: Sequence[Finding], pages: Mapping[str, Page], lang: Lang, say: Texts) -> Iterator[str]:
    for severity in Severity:
        members = [each for each in found if each.severity is severity and each.status is Status.OPEN]
        if members:
            yield f"<h2>{escape(say(f'severity_{severity.value}', count=len(members)))}</h2>\n"
            yield from (_article(each, pages, lang, say) for each in members)
    for status in (Status.ACCEPTED, Status.FALSE):
        members = [each for each in found if each.status is status]
        if members:
            yield f"<h2>{escape(say(f'status_{status.value}', count=len(members)))}</h2>\n"
            yield from (_article(each, pages, lang, say) for each in members)


def _article(each: Finding, pages: Mapping[str, Page], lang: Lang, say: Texts) -> str:
    place = say("at_lines", lines=line_list(each.lines)) if each.lines else say("no_line")
    meta = " · ".join((place, say(f"cause_{each.cause.value}"), say(f"group_{each.group}"), each.key))
    lines = quoted(each, pages)
    quotes = "".join(quote(line, text) for line, text in lines[:_MOST])
    more = f'<p class="meta">… +{len(lines) - _MOST}</p>' if len(lines) > _MOST else ""
    reason = f'<p class="reason">{escape(each.reason)}</p>' if each.reason else ""
    return (
        f'<article class="{each.severity.value}"><h3>{escape(rule_titles(lang)[each.rule])}</h3>'
        f'<p class="meta">{escape(meta)}</p><div><p>{escape(message(each, lang))}</p>'
        f'<p class="fix">{escape(fix(each, lang))}</p>{figure_table(each.numbers, say)}</div>'
        f"<div>{quotes}{more}</div>{reason}"
        "</article>\n"
    )
