"""Answers as HTML for a notebook: escaped, styled in place, nothing loaded; strong and weak never look alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from plangraph.cautions import cautions
from plangraph.missing import missing_hops
from plangraph.outputs.check_words import baht, called, messages, place, sentence, warning, weak_because, words
from plangraph.texts import Lang, Texts
from plangraph.verdicts import Hop, Judgement, ShownChain

COLOURS: Final = {"aligned": "#1b6e3c", "aligned-by-plan": "#8a5a00", "not-aligned": "#9b1c1c"}
ROWS: Final = 100  # of a table that are shown
_BOX: Final = "border:1px solid #bbb;border-radius:6px;padding:.6em .9em;margin:.4em 0;max-width:60em"
_QUOTE: Final = "color:#555;border-left:3px solid #ccc;padding-left:.6em;margin:.15em 0"


def answer_html(judgement: Judgement, lang: Lang) -> str:
    """The verdict, its chains, what is missing and the warnings."""
    say, exported = words(lang), Texts("export", lang)
    project = judgement.project
    colour = COLOURS[judgement.verdict]
    verdict = escape(exported(f"annex_verdict_{judgement.verdict}"))
    facts = exported("annex_facts", year=project.fiscal_year or "-", baht=baht(project.budget)).removesuffix(" · ")
    parts = [
        f"<div style='{_BOX}'><strong>{escape(project.name)}</strong>",
        f"<div>{escape(facts)}</div>",
        f"<div style='color:{colour};font-weight:bold'>{verdict}</div>",
        chains_html(judgement.chains, lang),
    ]
    if gaps := missing_hops(judgement):
        items = "".join(f"<li>{escape(text)}</li>" for text in messages(gaps, say))
        parts.append(f"<div><strong>{escape(exported('annex_missing'))}</strong><ul>{items}</ul>")
        parts.append(f"<div style='{_QUOTE}'>{escape(sentence(judgement, say))}</div></div>")
    if warned := cautions(judgement):
        parts.append("<ul>" + "".join(f"<li>{escape(warning(each, say))}</li>" for each in warned) + "</ul>")
    return "".join(parts) + "</div>"


def chains_html(chains: Iterable[ShownChain], lang: Lang) -> str:
    """Chains as ordered lists, a hop a line with its quote and its place."""
    say, exported = words(lang), Texts("export", lang)
    return "".join(
        f"<ol style='margin:.4em 0;border-left:4px {'solid #1b6e3c' if chain.strong else 'dashed #8a5a00'}'>"
        + "".join(_hop(hop, say, exported) for hop in chain.hops)
        + "</ol>"
        for chain in chains
    )


def _hop(hop: Hop, say: Texts, exported: Texts) -> str:
    basis = exported(f"basis_{hop.way.basis}")
    weak = weak_because(hop, say)
    quote = " ".join(hop.passage.text.split()) if hop.passage else ""
    quoted = f"<div style='{_QUOTE}'>“{escape(quote)}” {escape(place(hop.passage, say))}</div>" if quote else ""
    because = f" <em>{escape(weak)}</em>" if weak else ""
    return f"<li>{escape(called(hop.target, say))} <small>({escape(basis)})</small>{because}{quoted}</li>"


def table_html(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The first rows of a table."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if value is None else escape(str(value))}</td>" for value in row) + "</tr>"
        for row in rows[:ROWS]
    )
    more = f"<caption>{ROWS} / {len(rows)}</caption>" if len(rows) > ROWS else ""
    return f"<table>{more}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
