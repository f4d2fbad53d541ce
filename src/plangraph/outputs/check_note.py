"""``check`` for people: a colleague's note on one project, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from plangraph.cautions import cautions
from plangraph.described import Passage
from plangraph.missing import missing_hops
from plangraph.outputs import check_words
from plangraph.outputs.check_words import (
    baht,
    called,
    figure_place,
    messages,
    other_year,
    paths_counted,
    places,
    sentence,
    warning,
    words,
)
from plangraph.outputs.terminal import Column, shortened, table, wrap
from plangraph.projects import Project
from plangraph.texts import Lang, Texts
from plangraph.thai_text import normalize
from plangraph.verdicts import ALIGNED, BY_PLAN, LOWEST_LEVEL, NOT_ALIGNED, Hop, Judgement, ShownChain, level_of

QUOTE = 180  # columns of a quotation in a note; the JSON has all of it
REACHED = 44  # columns of an element in the table of all projects


def note_lines(judgement: Judgement, lang: Lang, width: int, *, every_path: bool = False) -> Iterator[str]:
    """The note on one project in lines of ``width`` columns: the verdict, the best chain, what to fix."""
    say = words(lang)
    yield from _head(judgement, say, width)
    yield ""
    yield from _verdict(judgement, say, width)
    yield from _chains(judgement, say, width, every_path)
    if judgement.verdict != ALIGNED:
        yield from _list(say("to_mend"), messages(missing_hops(judgement), say), width)
        yield from wrap(say("paste"), width, "    ", "  ")
        yield from wrap(f"“{sentence(judgement, say)}”", width, "     ", "    ")
    for title, items in _lists(judgement, say):
        yield from _list(title, items, width)


def _list(title: str, items: list[str], width: int) -> Iterator[str]:
    yield ""
    yield title
    for item in items:
        yield from wrap(item, width, "    ", "  • ")


def _head(judgement: Judgement, say: Texts, width: int) -> Iterator[str]:
    project = judgement.project
    yield from wrap(project.name, width)
    yield from wrap(say("facts", year=project.fiscal_year or say("no_year"), budget=_budget(project, say)), width)


def _budget(project: Project, say: Texts) -> str:
    if project.budget is None:
        return say("no_budget")
    figures = [
        figure_place(figure, say)
        if figure.baht == project.budget
        else say("figure", baht=baht(figure.baht), where=figure_place(figure, say))
        for figure in project.figures
    ]
    return say("budget", baht=baht(project.budget), figures=" · ".join(figures))


def _verdict(judgement: Judgement, say: Texts, width: int) -> Iterator[str]:
    end = called(judgement.chains[0].end, say) if judgement.chains else ""
    yield from wrap(say(f"why_{judgement.verdict}", end=end), width)
    if judgement.verdict == ALIGNED:
        return
    if not judgement.reach:
        yield from wrap(say("no_reach"), width)
        return
    names = " · ".join(called(node, say) for node in judgement.reach)
    yield from wrap(say("reach", level=level_of(judgement.reach[0]), names=names), width)


def _chains(judgement: Judgement, say: Texts, width: int, every_path: bool) -> Iterator[str]:
    if not judgement.chains:
        return
    if every_path:
        for position, chain in enumerate(judgement.chains, 1):
            yield ""
            yield say("every_chain", number=position, strength=say("strong" if chain.strong else "weak"))
            yield from _steps(chain, say, width)
        yield ""
        yield paths_counted(judgement, say)
        return
    yield ""
    yield say("best_chain")
    yield from _steps(judgement.chains[0], say, width)
    others = judgement.chains[1:]
    if others:
        strong = sum(chain.strong for chain in others)
        yield ""
        key = "others" if strong else "others_weak"
        yield from wrap(say(key, count=len(others), strong=strong, weak=len(others) - strong), width)


def _steps(chain: ShownChain, say: Texts, width: int) -> Iterator[str]:
    yield f"  {say('start')}"
    for hop in chain.hops:
        where = places(_where(hop), say)
        if hop.way.basis == "positioned":
            yield from wrap(f"{called(hop.target, say)} · {where}", width, "    ", "  → ")
            continue
        yield from wrap(called(hop.target, say), width, "    ", "  → ")
        yield from wrap(f"{_basis(hop, say)} · {where}", width, "      ")
        if hop.passage and hop.way.basis != "official":
            yield from wrap(f"“{shortened(normalize(hop.passage.text), QUOTE)}”", width, "       ", "      ")
        if (why := check_words.weak_because(hop, say)) is not None:
            yield from wrap(f"{say('weak')}: {why}", width, "      ")


def _basis(hop: Hop, say: Texts) -> str:
    verified = "_verified" if hop.way.verification == "verified" else ""
    return say(f"basis_{hop.way.basis}{verified}")


def _where(hop: Hop) -> list[Passage]:
    return [*([hop.passage] if hop.passage else []), *hop.also]


def _lists(judgement: Judgement, say: Texts) -> Iterator[tuple[str, list[str]]]:
    if warnings := cautions(judgement, chains=1):
        yield say("to_know"), [warning(caution, say) for caution in warnings]
    if judgement.other_years:
        yield say("other_years"), [other_year(other, say) for other in judgement.other_years]
    if judgement.proposals:
        yield (
            say("proposed"),
            [
                say(
                    "proposal",
                    name=node.label,
                    score=f"{proposal.score:.2f}",
                    because=", ".join(proposal.because) or "-",
                )
                for proposal, node in judgement.proposals
            ],
        )


# --- all projects ----------------------------------------------------------------------------------------------------


def farthest_first(judgements: Sequence[Judgement]) -> list[Judgement]:
    """By how far strong hops go: aligned first, then level 2, then 3, then none; else in the order given."""
    return sorted(judgements, key=lambda judgement: (judgement.verdict != ALIGNED, reach_level(judgement)))


def reach_level(judgement: Judgement) -> int:
    """The level strong hops reach; one below the lowest for none."""
    return level_of(judgement.reach[0]) if judgement.reach else LOWEST_LEVEL + 1


def table_lines(judgements: Sequence[Judgement], lang: Lang, width: int) -> Iterator[str]:
    """The table of all projects, and their sum."""
    say = words(lang)
    if not judgements:
        yield say("no_projects")
        return
    yield from table(_header(say, width), (_cells(judgement, say) for judgement in judgements))
    verdicts = [judgement.verdict for judgement in judgements]
    yield ""
    yield from wrap(
        say(
            "summary",
            projects=len(judgements),
            baht=baht(sum((judgement.project.budget or Decimal(0) for judgement in judgements), Decimal(0))),
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


def _cells(judgement: Judgement, say: Texts) -> list[str]:
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
