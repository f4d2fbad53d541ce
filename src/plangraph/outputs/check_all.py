"""The answers for all projects: how they are ordered, what is kept of each, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from plangraph.missing import missing_hops
from plangraph.outputs.check_words import baht, called, words
from plangraph.outputs.terminal import Column, shortened, table, wrap
from plangraph.projects import document_order
from plangraph.texts import Lang, Texts
from plangraph.verdicts import ALIGNED, BY_PLAN, LOWEST_LEVEL, NOT_ALIGNED, Judgement, Verdict, level_of

Place: TypeAlias = tuple[bool, int, Any]

REACHED: Final = 44  # columns of an element in the table


@dataclass(frozen=True, slots=True)
class Answered:
    """What is kept of a judgement when there are many: its place among them, and what will be printed."""

    place: Place
    verdict: Verdict
    budget: Decimal | None
    shown: Any


def answered(judgement: Judgement, show: Callable[[Judgement], object]) -> Answered:
    """The answer for one project as ``show`` prints it."""
    place = (*_farthest_first(judgement), document_order(judgement.project))
    return Answered(place, judgement.verdict, judgement.project.budget, show(judgement))


def in_order(answers: Sequence[Answered]) -> list[Answered]:
    """By how far strong hops go: aligned first, then level 2, then 3, then none; else as the documents print them."""
    return sorted(answers, key=lambda each: each.place)


def farthest_first(judgements: Sequence[Judgement]) -> list[Judgement]:
    """By how far strong hops go: aligned first, then level 2, then 3, then none; else in the order given."""
    return sorted(judgements, key=_farthest_first)


def _farthest_first(judgement: Judgement) -> tuple[bool, int]:
    return (judgement.verdict != ALIGNED, reach_level(judgement))


def reach_level(judgement: Judgement) -> int:
    """The level strong hops reach; one below the lowest for none."""
    return level_of(judgement.reach[0]) if judgement.reach else LOWEST_LEVEL + 1


def table_lines(answers: Sequence[Answered], lang: Lang, width: int) -> Iterator[str]:
    """The table of all projects, whose answers are ``cells``, and their sum."""
    say = words(lang)
    if not answers:
        yield say("no_projects")
        return
    yield from table(_header(say, width), (each.shown for each in answers))
    verdicts = [each.verdict for each in answers]
    yield ""
    yield from wrap(
        say(
            "summary",
            projects=len(answers),
            baht=baht(sum((each.budget or Decimal(0) for each in answers), Decimal(0))),
            aligned=verdicts.count(ALIGNED),
            by_plan=verdicts.count(BY_PLAN),
            not_aligned=verdicts.count(NOT_ALIGNED),
        ),
        width,
    )
    yield from wrap(say("hint"), width)


def _header(say: Texts, width: int) -> list[Column]:
    money, verdict, missing = 10, 11, 13
    left = width - money - verdict - missing - 8
    project = left * 3 // 5
    return [
        Column(say("column_project"), project),
        Column(say("column_baht"), money, "right"),
        Column(say("column_verdict"), verdict),
        Column(say("column_reach"), left - project),
        Column(say("column_missing"), missing),
    ]


def cells(judgement: Judgement, lang: Lang) -> list[str]:
    """A row of the table."""
    say = words(lang)
    nearest = missing_hops(judgement)[:1]
    return [
        judgement.project.name,
        baht(judgement.project.budget),
        say(judgement.verdict),
        _reach(judgement, say),
        "".join(say(f"short_{gap.case}") for gap in nearest),
    ]


def _reach(judgement: Judgement, say: Texts) -> str:
    if not judgement.reach:
        return "-"
    first, *others = (shortened(called(node, say), REACHED) for node in judgement.reach)
    names = say("and_more", name=first, count=len(others)) if others else first
    return say("reach_level", level=level_of(judgement.reach[0]), names=names)
