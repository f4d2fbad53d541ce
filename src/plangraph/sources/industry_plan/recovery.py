"""Sections whose heading is damaged or lost: known by a title that is nearly right, or by what only they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.fuzz import ratio

from plangraph.sources.industry_plan.labels import label, patterns
from plangraph.sources.reading import Reading
from plangraph.thai import fold_marks

# Percent of likeness from which on a damaged title is taken for a heading's own. The 24 titles of the family are 68 or
# less alike; one wrong or lost letter in ten leaves 80 and more.
NEARLY = 80.0
SHORTEST = 7  # letters of a title that can be recognised at all
LOST = 3  # of them that may be missing in front of what a heading adds to its title
DIGIT = re.compile(r"\d")
FAR = 60  # lines above a strategy table in which its guideline may stand


def nearly(title: str, name: str) -> bool:
    """Whether a printed title is a heading's, OCR slips apart; numbers in it must be the same."""
    wanted, printed = fold_marks(name), fold_marks(title)
    if len(wanted) < SHORTEST:
        return False
    starts = (printed[: len(wanted) - lost] for lost in range(LOST + 1))
    return any(ratio(start, wanted) >= NEARLY for start in starts if DIGIT.findall(start) == DIGIT.findall(wanted))


def lost(reading: Reading, roles: set[str]) -> Iterator[tuple[str, int]]:
    """Role and first line of sections among whose ``roles`` none was found, though their forms are there."""
    if "programme.guidelines" not in roles:
        yield from (("programme.guidelines", line) for line in _first_guideline(reading))
    if "briefs" not in roles:
        yield from (("briefs", line) for line in _first_brief(reading))


def _first_brief(reading: Reading) -> Iterator[int]:
    named = patterns("brief", marked=False)["1"]
    for number in reading.numbers(1, reading.last_line):
        cell, tab, _ = reading.line(number).partition("\t")
        if tab and re.match(r"1[.)] ?", text := reading.clean(cell)) and named.search(text):
            yield number
            return


def _first_guideline(reading: Reading) -> Iterator[int]:
    for number in reading.numbers(1, reading.last_line):
        heads = [reading.clean(cell) for cell in reading.line(number).split("\t")]
        if len(heads) > 1 and heads[0].startswith("กลยุทธ์") and any(head.startswith("โครงการ") for head in heads[1:]):
            above = range(number - 1, max(0, number - FAR), -1)
            guidelines = (line for line in above if label(reading.text(line), "programme", ("guideline",)))
            yield from list(guidelines)[:1]
            return
