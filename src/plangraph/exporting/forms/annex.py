"""The one-page annex of a project: verdict, what it reaches at each level and by which text, what is missing."""

from __future__ import annotations

from typing import Final

from plangraph.exporting.citing import Citer, said
from plangraph.exporting.claims import Entry, project_entries
from plangraph.exporting.form import Block, Cell, Form, Grid, Line, Phrase, fact, label
from plangraph.exporting.forms.lines import absent, called
from plangraph.missing import missing_hops
from plangraph.outputs.check_words import baht, messages, sentence
from plangraph.projects import Project
from plangraph.store import GraphStore
from plangraph.texts import Texts
from plangraph.verdicts import Judgement, judge

NAME: Final = "annex"
LEVELS: Final = (1, 2, 3)
QUOTE: Final = 160  # characters of a quote that keep the annex on one page


def of_project(store: GraphStore, project: Project, citer: Citer) -> Form:
    """The annex of one project."""
    judgement = judge(store, [project], citer.lang)[0]
    strong, weak = project_entries(store, judgement, citer)
    strong = [entry for entry in strong if entry.claimed]
    weak = [entry for entry in weak if entry.node.kind == "NationalStrategy"]
    say = citer.say
    blocks: list[Block] = [*_head(judgement, citer), _table(strong, citer)]
    if weak:
        phrases = [label(say("annex_weak"))]
        for position, entry in enumerate(weak):
            phrases += [label(" · ")] * (position > 0) + [fact(called(entry, say), entry.sources, weak=True)]
        blocks.append(Line(tuple(phrases)))
    blocks += _missing(judgement, citer)
    blocks += [Line((label(""),)), Line((label(say("annex_signature")),))]
    return Form(NAME, say("annex_title"), tuple(blocks), one_page=True)


def _head(judgement: Judgement, citer: Citer) -> list[Line]:
    project, say = judgement.project, citer.say
    sources = [citer.source(each, "read") for each in project.passages[:1]]
    name = fact(project.name, sources) if sources else label(project.name)
    money = [figure for figure in project.figures if figure.baht == project.budget and figure.passage]
    year = project.fiscal_year or say("absent")
    facts: list[Phrase] = [label(say("annex_facts", year=year, baht="").removesuffix(" · "))]
    facts.append(
        fact(say("baht", baht=baht(money[0].baht)), [citer.source(money[0].passage, "read")])
        if money and money[0].passage
        else absent(say)
    )
    return [
        Line((name,), "heading"),
        Line(tuple(facts)),
        Line((label(say(f"annex_verdict_{judgement.verdict}")),), "subheading"),
    ]


def _table(entries: list[Entry], citer: Citer) -> Grid:
    say = citer.say
    rows: list[tuple[Cell, ...]] = []
    for level in LEVELS:
        inside = [entry for entry in entries if (entry.node.level or LEVELS[-1]) == level]
        head: Cell = (Line((label(say("level_n", level=level)),)),)
        if not inside:
            rows.append((head, (Line((absent(say),)),), ()))
        for position, entry in enumerate(inside):
            rows.append((head if position == 0 else (), *_entry(entry, citer)))
    header = tuple(say(key) for key in ("column_level", "column_element", "column_quote"))
    return Grid(header, tuple(rows), (12, 42, 46))


def _entry(entry: Entry, citer: Citer) -> tuple[Cell, Cell]:
    text = said(entry.sources[-1], citer)
    short = text if len(text) <= QUOTE else text[:QUOTE].rstrip() + "…"
    element = fact(called(entry, citer.say), entry.sources)
    return ((Line((element,)),), (Line((fact(short, entry.sources[-1:]),)),))


def _missing(judgement: Judgement, citer: Citer) -> list[Line]:
    gaps = missing_hops(judgement)
    if not gaps:
        return []
    say = Texts("check", citer.lang)
    lines = [Line((label(citer.say("annex_missing")),), "subheading")]
    lines += [Line((label(f"- {text}"),), indent=1) for text in messages(gaps, say)]
    lines.append(Line((label(citer.say("annex_sentence") + sentence(judgement, say)),), "remark"))
    return lines
