"""The frame of a report as one HTML file to print: its style, figures side by side, quoted lines; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape
from typing import Final

from plangraph.texts import Lang
from plangraph.thai_text import mask_tags

_LONGEST: Final = 420  # characters of a quoted line
_STYLE: Final = """
@page { size: A4; margin: 14mm }
* { box-sizing: border-box }
body { font: 15px/1.6 "Sarabun", "TH Sarabun New", "Noto Sans Thai", Tahoma, sans-serif; color: #1b1f24;
  max-width: 1080px; margin: 0 auto; padding: 24px }
h1 { font-size: 26px; line-height: 1.35; margin: 0 0 4px } h2 { font-size: 19px; margin: 32px 0 8px }
.sum { margin: 0 0 8px; color: #505a64 }
article { border-top: 1px solid #c8ced4; padding: 12px 0; display: grid; gap: 4px 24px;
  grid-template-columns: 1fr 1fr }
h2, h3, .meta { break-after: avoid } blockquote, tr, p { break-inside: avoid }
h3 { font-size: 16px; margin: 0; grid-column: 1 / -1 }
h3::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 8px; background: var(--mark) }
.high { --mark: #b3261e } .medium { --mark: #b26a00 } .low { --mark: #2f6f8f }
.meta { color: #505a64; font-size: 13px; grid-column: 1 / -1; margin: 0 }
p { margin: 4px 0 } .fix { color: #24543a }
table.figures { border-collapse: collapse; font-size: 13px; margin-top: 6px }
table.figures th { text-align: left; font-weight: 400; color: #505a64; padding: 1px 12px 1px 0; vertical-align: top }
table.figures td, table.figures tr:first-child th { text-align: right; font-variant-numeric: tabular-nums;
  padding: 1px 0 1px 14px }
table.figures tr:first-child th:first-child, table.figures td:first-child { padding-left: 0 }
blockquote { margin: 0 0 6px; padding: 0 0 0 10px; border-left: 2px solid #c8ced4; font-size: 13px;
  overflow-wrap: anywhere } blockquote b { color: #505a64; font-weight: 600; margin-right: 6px }
.reason { grid-column: 1 / -1; background: #f2f4f6; padding: 4px 8px }
@media print { body { padding: 0; font-size: 10pt; line-height: 1.5; max-width: none } h1 { font-size: 17pt }
  h2 { font-size: 13pt; margin: 16px 0 4px } h3 { font-size: 11pt } article { padding: 7px 0; gap: 2px 16px }
  blockquote, .meta, table.figures { font-size: 8.5pt; line-height: 1.4 } blockquote { margin-bottom: 3px } }
@media (max-width: 720px) { article { grid-template-columns: 1fr } }
"""


def page(title: str, notes: Iterable[str], body: str, lang: Lang) -> str:
    """The whole page; ``title`` and ``notes`` (a line each below it) are plain texts, ``body`` is markup."""
    head = escape(title)
    below = "".join(f'<p class="sum">{escape(note)}</p>' for note in notes)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{head}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>{head}</h1>{below}{body}</body></html>\n"
    )


def quote(mark: str | int, text: str) -> str:
    """A printed line with its number, cut to what a report has room for."""
    clean = " ".join(mask_tags(text).split())
    shown = clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
    return f"<blockquote><b>{escape(str(mark))}</b>{escape(shown)}</blockquote>"


def figures(numbers: Mapping[str, Decimal | int | str]) -> str:
    """Figures with their names as a table; nothing where there are none."""
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(_figure(value))}</td></tr>" for name, value in numbers.items()
    )
    return f'<table class="figures">{rows}</table>' if rows else ""


def _figure(value: Decimal | int | str) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)
