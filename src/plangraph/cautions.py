"""What to warn a reader of a verdict of: other titles, the agency's mission, ended editions, differing figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from plangraph.described import Passage
from plangraph.naming import bare_key
from plangraph.projects import BRIEF, TABLE, Figure, Project
from plangraph.thai_text import fold_marks, match_key, normalize
from plangraph.verdicts import Account, Hop, Judgement

Kind = Literal[
    "title_differs", "title_differs_elsewhere", "agency_mission", "edition_ended", "stated_year", "budgets_differ",
    "names_differ",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning: ``values`` fill the sentence of its kind in ``texts/check.toml``."""

    kind: Kind
    values: tuple[tuple[str, object], ...]


def cautions(judgement: Judgement, *, chains: int | None = None) -> list[Caution]:
    """The warnings of a project: its own hops and those of the first ``chains`` shown, its figures, year and names."""
    shown = [hop for chain in judgement.chains[:chains] for hop in chain.hops]
    hops = {(hop.source.id, hop.target.id): hop for hop in (*judgement.direct, *shown)}
    project = judgement.project
    found = [caution for hop in hops.values() for caution in _titles(hop)]
    found += _missions(hops.values())
    found += [caution for hop in hops.values() for caution in _of_edition(judgement, hop)]
    found += [*_of_years(project), *_of_budgets(project.figures), *_of_names(project)]
    return list(dict.fromkeys(found))


def _caution(kind: Kind, **values: object) -> Caution:
    return Caution(kind, tuple(values.items()))


def _titles(hop: Hop) -> Iterator[Caution]:
    """One warning for each wording that differs from the title of the target, and where the wording does not."""
    accounts = (hop.account, *hop.others)
    passages = tuple(dict.fromkeys(passage for account in accounts for passage in account.passages))
    printed = {title: passage for account in accounts for title, passage in _differing(account)}
    clean = [passage for passage in passages if passage not in printed.values()]
    for title, passage in printed.items():
        values = {"printed": normalize(title), "official": hop.target.label, **_place(passage)}
        if clean:
            yield _caution("title_differs_elsewhere", **values, other=line_range(clean[0]))
        else:
            yield _caution("title_differs", **values)


def _differing(account: Account) -> Iterator[tuple[str, Passage]]:
    if "titleDiffers" not in account.caveats or not account.passages:
        return
    for title in account.printed_titles:
        having = (passage for passage in account.passages if match_key(title) in match_key(passage.text))
        yield title, next(having, account.passages[0])


def _missions(hops: Iterable[Hop]) -> list[Caution]:
    """One warning for each place that speaks of the agency, with everything it names."""
    named: dict[Passage, list[str]] = {}
    for hop in hops:
        if "agencyMission" in hop.account.caveats and hop.passage:
            place = Passage(hop.passage.document, hop.passage.first_line, hop.passage.last_line, "")
            named.setdefault(place, []).append(hop.target.label)
    return [_caution("agency_mission", targets=tuple(labels), **_place(place)) for place, labels in named.items()]


def _of_edition(judgement: Judgement, hop: Hop) -> Iterator[Caution]:
    year = judgement.project.fiscal_year
    edition = judgement.plans.get(hop.target.plan or hop.target.id)
    if hop.link.named and edition and edition.valid_until and year and edition.valid_until < year:
        yield _caution("edition_ended", plan=edition.label, until=edition.valid_until, year=year)


def _place(passage: Passage) -> dict[str, object]:
    return {"lines": line_range(passage), "document": passage.document}


def line_range(passage: Passage) -> str:
    """``1346`` or ``1346-1347``."""
    one = passage.first_line == passage.last_line
    return f"{passage.first_line}" if one else f"{passage.first_line}-{passage.last_line}"


def _of_years(project: Project) -> Iterator[Caution]:
    for brief in project.briefs:
        if brief.stated_year and project.fiscal_year and brief.stated_year != project.fiscal_year:
            yield _caution("stated_year", stated=brief.stated_year, year=project.fiscal_year)


def _of_budgets(figures: Iterable[Figure]) -> Iterator[Caution]:
    compared = tuple(figure for figure in figures if figure.origin in (TABLE, BRIEF))
    if len({figure.baht for figure in compared}) > 1:
        yield _caution("budgets_differ", figures=compared)


def _of_names(project: Project) -> Iterator[Caution]:
    """The table of projects and the brief print different names; spacing and lost marks are no difference."""
    in_brief = {passage for brief in project.briefs for passage in brief.passages}
    table = [passage for passage in project.passages if passage not in in_brief]
    known = {fold_marks(bare_key(passage.text)) for passage in table}
    for passage in project.passages:
        if known and passage in in_brief and fold_marks(bare_key(passage.text)) not in known:
            yield _caution("names_differ", table=normalize(table[0].text), brief=normalize(passage.text))
