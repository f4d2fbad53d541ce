"""Findings as one HTML file to print: each beside the passage it quotes, with its figures; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Final

from plangraph.audit.findings import Finding, Severity, Status
from plangraph.audit.pages import Page
from plangraph.outputs.audit_rows import fix, line_list, message, quoted
from plangraph.outputs.audit_table import summary, titles
from plangraph.texts import Lang, Texts
from plangraph.thai_text import mask_tags

_LONGEST: Final = 420  # characters of a quoted line
_MOST: Final = 12  # quoted lines of one finding; its list names them all
_STYLE: Final = """
@page { size: A4; margin: 16mm }
* { box-sizing: border-box }
body { font: 15px/1.6 "Sarabun", "TH Sarabun New", "Noto Sans Thai", Tahoma, sans-serif; color: #1b1f24;
  max-width: 1080px; margin: 0 auto; padding: 24px }
h1 { font-size: 26px; line-height: 1.35; margin: 0 0 4px } h2 { font-size: 19px; margin: 32px 0 8px }
.sum { margin: 0 0 8px; color: #505a64 }
article { border-top: 1px solid #c8ced4; padding: 12px 0; display: grid; gap: 4px 24px;
  grid-template-columns: 1fr 1fr; break-inside: avoid }
h3 { font-size: 16px; margin: 0; grid-column: 1 / -1 }
h3::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 8px; background: var(--mark) }
.high { --mark: #b3261e } .medium { --mark: #b26a00 } .low { --mark: #2f6f8f }
.meta { color: #505a64; font-size: 13px; grid-column: 1 / -1; margin: 0 }
p { margin: 4px 0 } .fix { color: #24543a }
table.figures { border-collapse: collapse; font-size: 13px; margin-top: 6px }
table.figures th { text-align: left; font-weight: 400; color: #505a64; padding: 1px 12px 1px 0; vertical-align: top }
table.figures td { text-align: right; font-variant-numeric: tabular-nums; padding: 1px 0 }
blockquote { margin: 0 0 6px; padding: 0 0 0 10px; border-left: 2px solid #c8ced4; font-size: 13px;
  overflow-wrap: anywhere } blockquote b { color: #505a64; font-weight: 600; margin-right: 6px }
.reason { grid-column: 1 / -1; background: #f2f4f6; padding: 4px 8px }
@media print { body { padding: 0; font-size: 11pt } }
@media (max-width: 720px) { article { grid-template-columns: 1fr } }
"""


def report(found: Sequence[Finding], pages: Mapping[str, Page], lang: Lang) -> str:
    """The report as one HTML text."""
    say = Texts("audit", lang)
    body = "".join(_sections(found, pages, lang, say))
    title = escape(say("report_title"))
    documents = ", ".join(document.rpartition("/")[2] for document in pages)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f'<p class="sum">{escape(documents)}</p><p class="sum">{escape(summary(found, lang))}</p>{body}</body></html>\n'
    )


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
    quotes = "".join(f"<blockquote><b>{line}</b>{escape(_short(text))}</blockquote>" for line, text in lines[:_MOST])
    more = f'<p class="meta">… +{len(lines) - _MOST}</p>' if len(lines) > _MOST else ""
    reason = f'<p class="reason">{escape(each.reason)}</p>' if each.reason else ""
    return (
        f'<article class="{each.severity.value}"><h3>{escape(titles(lang).get(each.rule, each.rule))}</h3>'
        f'<p class="meta">{escape(meta)}</p><div><p>{escape(message(each, lang))}</p>'
        f'<p class="fix">{escape(fix(each, lang))}</p>{_figures(each.numbers)}</div><div>{quotes}{more}</div>{reason}'
        "</article>\n"
    )


def _figures(numbers: Mapping[str, Decimal | int | str]) -> str:
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(_figure(value))}</td></tr>" for name, value in numbers.items()
    )
    return f'<table class="figures">{rows}</table>' if rows else ""


def _figure(value: Decimal | int | str) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def _short(text: str) -> str:
    clean = " ".join(mask_tags(text).split())
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
