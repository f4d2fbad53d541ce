"""Findings for the terminal: by severity, each with its lines, what is wrong and what to do, wrapped for Thai."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click

from plangraph.audit.findings import Finding, Severity, Status
from plangraph.audit.titles import rule_titles
from plangraph.outputs.audit_rows import fix, line_list, message
from plangraph.outputs.terminal import columns, shortened, terminal_width, wrap
from plangraph.texts import Lang, Texts

COLOURS: Final = {Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}
_INDENT: Final = "   "
_RUNS: Final = 8  # lines, or ranges of them, named in a heading
_PLACES: Final = 3  # of a list of places in a message
_LINES: Final = 6  # that one message may take


def table_lines(found: Sequence[Finding], lang: Lang) -> Iterator[str]:
    """The findings nobody has decided on, by severity; below them the accepted ones, then the false ones."""
    say, width = Texts("audit", lang), terminal_width()
    still_open = [each for each in found if each.status is Status.OPEN]
    yield from wrap(summary(found, lang), width)
    for severity in Severity:
        of_severity = [each for each in still_open if each.severity is severity]
        if of_severity:
            yield ""
            heading = say(f"severity_{severity.value}", count=len(of_severity))
            yield click.style(heading, fg=COLOURS[severity], bold=True)
            for each in of_severity:
                yield from _block(each, lang, say, width)
    for status in (Status.ACCEPTED, Status.FALSE):
        decided = [each for each in found if each.status is status]
        if decided:
            yield ""
            yield click.style(say(f"status_{status.value}", count=len(decided)), bold=True)
            for each in decided:
                yield from _decided(each, lang, say, width)


def summary(found: Sequence[Finding], lang: Lang) -> str:
    """How many findings of each severity, and how many people have decided on."""
    still_open = [each for each in found if each.status is Status.OPEN]
    counts = {severity.value: sum(each.severity is severity for each in still_open) for severity in Severity}
    text = Texts("audit", lang)("summary", total=len(still_open), **counts)
    decided = len(found) - len(still_open)
    return text + (Texts("audit", lang)("summary_decided", count=decided) if decided else "")


def _block(each: Finding, lang: Lang, say: Texts, width: int) -> Iterator[str]:
    yield ""
    head = f"{rule_titles(lang)[each.rule]} · {_place(each, say)}"
    yield from (click.style(line, bold=True) for line in wrap(head, width, _INDENT, " • "))
    yield from wrap(_brief(message(each, lang), width, say), width, _INDENT, _INDENT)
    yield from (click.style(line, dim=True) for line in wrap(fix(each, lang), width, _INDENT + "  ", _INDENT + "→ "))
    yield click.style(f"{_INDENT}{each.key} · {say(f'cause_{each.cause.value}')}", dim=True)


def _place(each: Finding, say: Texts) -> str:
    """The lines of a finding; of a long list the first ones and how many there are."""
    if not each.lines:
        return say("no_line")
    runs = line_list(each.lines).split(", ")
    shown = ", ".join(runs[:_RUNS])
    return say("at_lines", lines=shown if len(runs) <= _RUNS else say("of_lines", lines=shown, count=len(each.lines)))


def _brief(text: str, width: int, say: Texts) -> str:
    """A message with the first places of a long list; files and JSON have them all."""
    places = text.split("; ")
    if len(places) > _PLACES + 1:
        text = "; ".join(places[:_PLACES]) + say("more_places", count=len(places) - _PLACES)
    room = _LINES * (width - len(_INDENT))
    return text if columns(text) <= room else shortened(text, room - 2)


def _decided(each: Finding, lang: Lang, say: Texts, width: int) -> Iterator[str]:
    head = f"{rule_titles(lang)[each.rule]} · {_place(each, say)}"
    yield from wrap(f"{head}: {each.reason}", width, _INDENT, " • ")
    yield click.style(f"{_INDENT}{each.key}", dim=True)
