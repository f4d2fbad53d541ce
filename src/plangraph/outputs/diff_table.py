"""Changes for the terminal: by what changed, the weightiest first, each with its lines on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click

from plangraph.diffing.changes import GROUPS, Change
from plangraph.diffing.compare import Difference
from plangraph.outputs.diff_rows import apart, heads, place, summary
from plangraph.outputs.terminal import terminal_width, wrap
from plangraph.texts import Lang, Texts

COLOURS: Final = {"high": "red", "medium": "yellow", "low": "cyan", "none": "white"}
_INDENT: Final = "   "


def table_lines(found: Difference, lang: Lang, *, reworded: bool = False) -> Iterator[str]:
    """The differences of substance; with ``reworded`` the others below them, else only their number."""
    say, width = Texts("diff", lang), terminal_width()
    for line in heads(found, lang):
        yield from wrap(line, width, _INDENT, "")
    yield ""
    yield click.style(summary(found.changes, lang), bold=True)
    for group in GROUPS:
        yield from _part(f"heading_{group}", [x for x in found.changes if x.substance and x.group == group], say, width)
    notes = [each for each in found.changes if each.change == "uncompared"]
    others = [each for each in found.changes if not each.substance and each not in notes]
    for each in notes:
        yield ""
        yield from wrap(each.text(lang), width)
    if reworded:
        yield from _part("heading_apart", others, say, width)
    elif counted := apart(others, lang):
        yield ""
        yield from (click.style(line, dim=True) for line in wrap(counted + say("apart_hint"), width))


def _part(key: str, members: Sequence[Change], say: Texts, width: int) -> Iterator[str]:
    if members:
        yield ""
        yield click.style(say(key, count=len(members)), bold=True)
        for each in members:
            yield from _block(each, say, width)


def _block(each: Change, say: Texts, width: int) -> Iterator[str]:
    lines = wrap(each.text(say.lang), width, _INDENT, " • ")
    yield click.style(lines[0][:3], fg=COLOURS[each.severity], bold=True) + lines[0][3:]
    yield from lines[1:]
    head = [say(f"severity_{each.severity}")] if each.substance else []
    tail = " · ".join([*head, *([] if each.certain else [say("certain_no")]), place(each, say)])
    yield from (click.style(line, dim=True) for line in wrap(tail, width, _INDENT, _INDENT))
    if each.why:
        reasons = say("why", reasons="; ".join(each.reasons(say.lang)))
        yield from (click.style(line, dim=True) for line in wrap(reasons, width, _INDENT + "  ", _INDENT + "→ "))
