"""``check`` for people: a colleague's note on one project."""

from __future__ import annotations

from collections.abc import Iterator

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
from plangraph.outputs.terminal import shortened, wrap
from plangraph.projects import Project
from plangraph.texts import Lang, Texts
from plangraph.thai_text import normalize
from plangraph.verdicts import ALIGNED, Hop, Judgement, ShownChain, level_of

QUOTE = 180  # columns of a quotation in a note; the JSON has all of it


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
