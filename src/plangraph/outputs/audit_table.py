"""Findings for the terminal: by severity, each with its lines, what is wrong and what to do, wrapped for Thai."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click

from plangraph.audit.checkfiles import all_checks
from plangraph.audit.findings import Finding, Severity, Status
from plangraph.outputs.audit_rows import fix, line_list, message
from plangraph.outputs.terminal import terminal_width, wrap
from plangraph.texts import Lang, Texts

COLOURS: Final = {Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}
_INDENT: Final = "   "


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


def titles(lang: Lang) -> dict[str, str]:
    """What each rule is called."""
    return {check.rule: check.title[lang] for check in all_checks()}


def _block(each: Finding, lang: Lang, say: Texts, width: int) -> Iterator[str]:
    yield ""
    place = say("at_lines", lines=line_list(each.lines)) if each.lines else say("no_line")
    head = " · ".join([titles(lang).get(each.rule, each.rule), place, say(f"cause_{each.cause.value}")])
    yield from (click.style(line, bold=True) for line in wrap(head, width, _INDENT, " • "))
    yield from wrap(message(each, lang), width, _INDENT, _INDENT)
    yield from (click.style(line, dim=True) for line in wrap(fix(each, lang), width, _INDENT + "  ", _INDENT + "→ "))
    yield click.style(f"{_INDENT}{each.key}", dim=True)


def _decided(each: Finding, lang: Lang, say: Texts, width: int) -> Iterator[str]:
    head = f"{titles(lang).get(each.rule, each.rule)} · {say('at_lines', lines=line_list(each.lines))}"
    yield from wrap(f"{head}: {each.reason}", width, _INDENT, " • ")
    yield click.style(f"{_INDENT}{each.key}", dim=True)
