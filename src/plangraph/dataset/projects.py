"""Which table rows and which briefs speak of one project, and which projects of two years are one series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rapidfuzz.fuzz import ratio, token_set_ratio

from plangraph.records import Brief, Guideline, Money, ProjectRow, Strategy
from plangraph.thai import match_key

# A row and a brief are one project from this likeness of their names on (percent, rapidfuzz ratio on folded names).
# Tried on the plan's own 13 pairs: the true ones score 83 to 100, the best false one 62.
SAME_NAME = 90.0
SAME_NAME_AND_AMOUNT = 72.0  # enough when the printed amounts agree as well
ALIAS = 85.0  # a short name in quotation marks that the other name consists of
LEAD = re.compile(r"^(?:โครงการ|ค่าใช้จ่าย(?:ใน)?(?:การ)?|การ|ใน)+")


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a strategy table with where it stands."""

    guideline: Guideline
    strategy: Strategy
    row: ProjectRow
    position: int  # among the rows of the plan, from 1


@dataclass(slots=True)
class ProjectDraft:
    """A project: its listings and its brief, at least one of them."""

    listings: list[Listing] = field(default_factory=list)
    brief: Brief | None = None

    @property
    def name(self) -> str:
        return self.brief.name if self.brief else self.listings[0].row.name

    @property
    def names(self) -> list[str]:
        found = [listing.row.name for listing in self.listings]
        return found + ([self.brief.name] if self.brief else [])

    @property
    def fiscal_year(self) -> int | None:
        years = [listing.row.fiscal_year for listing in self.listings if listing.row.fiscal_year]
        return years[0] if years else None

    @property
    def aliases(self) -> set[str]:
        found = {alias for listing in self.listings for alias in listing.row.aliases}
        return found | set(self.brief.aliases if self.brief else ())


def name_key(name: str) -> str:
    """A project name for comparing: without โครงการ and ค่าใช้จ่าย in front, spaces, marks of punctuation and case."""
    key = match_key(name)
    return LEAD.sub("", key) or key


def listings(guidelines: Iterable[Guideline]) -> Iterator[Listing]:
    """Every row of the strategy tables, in document order."""
    position = 0
    for guideline in guidelines:
        for strategy in guideline.strategies:
            for row in strategy.rows:
                position += 1
                yield Listing(guideline, strategy, row, position)


def merge(guidelines: Iterable[Guideline], briefs: Iterable[Brief]) -> list[ProjectDraft]:
    """The projects of a plan, in the order of their first listing; those with only a brief last."""
    drafts: dict[tuple[str, int | None], ProjectDraft] = {}
    for listing in listings(guidelines):
        key = (name_key(listing.row.name), listing.row.fiscal_year)
        drafts.setdefault(key, ProjectDraft()).listings.append(listing)
    projects = list(drafts.values())
    left = list(briefs)
    for _, draft_index, brief_index in sorted(_scores(projects, left), key=lambda pair: (-pair[0], pair[1], pair[2])):
        brief = left[brief_index]
        if projects[draft_index].brief is None and not any(project.brief is brief for project in projects):
            projects[draft_index].brief = brief
    used = [project.brief for project in projects]
    return projects + [ProjectDraft(brief=brief) for brief in left if not any(brief is other for other in used)]


def _scores(projects: list[ProjectDraft], briefs: list[Brief]) -> Iterator[tuple[float, int, int]]:
    for draft_index, project in enumerate(projects):
        for brief_index, brief in enumerate(briefs):
            score = likeness(project.names, project.aliases, [brief.name], set(brief.aliases))
            agrees = any(amounts_agree(listing.row.money, brief.money) for listing in project.listings)
            if score >= SAME_NAME or (agrees and score >= SAME_NAME_AND_AMOUNT):
                yield score + (10.0 if agrees else 0.0), draft_index, brief_index


def likeness(
    names: Iterable[str], aliases: Iterable[str], others: Iterable[str], other_aliases: Iterable[str]
) -> float:
    """How alike two projects' names are, percent; a short name in quotes counts when it is the whole other name."""
    keys, other_keys = {name_key(name) for name in names}, {name_key(name) for name in others}
    best = max((ratio(a, b) for a in keys for b in other_keys), default=0.0)
    shorts = [(alias, other_keys) for alias in aliases] + [(alias, keys) for alias in other_aliases]
    for alias, whole in shorts:
        score = max((ratio(name_key(alias), key) for key in whole), default=0.0)
        if score >= ALIAS:
            best = max(best, SAME_NAME + score / 20.0)
    return best


def amounts_agree(row: Money, brief: Money | None) -> bool:
    """Whether a table's figure is the brief's, rounded or cut at its printed digits."""
    if brief is None or row.baht is None or brief.baht is None:
        return False
    digits = len(row.printed.partition(".")[2].strip())
    unit = {"ล้านบาท": Decimal(1_000_000), "แสนบาท": Decimal(100_000), "พันบาท": Decimal(1_000)}.get(row.unit, Decimal(1))
    return abs(row.baht - brief.baht) < unit / (Decimal(10) ** digits)


def shared(left: str, right: str) -> float:
    """How many words two names share, percent: what an old and a new name of one project have in common."""
    return max(ratio(name_key(left), name_key(right)), token_set_ratio(name_key(left), name_key(right)))
