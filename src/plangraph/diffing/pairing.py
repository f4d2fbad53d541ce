"""Which projects and which statements of two sides are the same thing, and what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz.fuzz import ratio

from plangraph.dataset.projects import likeness, name_key
from plangraph.diffing import words
from plangraph.diffing.facts import PlanFacts, ProjectFacts, Statement
from plangraph.diffing.phrases import Phrase
from plangraph.diffing.rules import rules
from plangraph.thai_text import fold_key

T = TypeVar("T")
SURE = 100.0
_OF_CONTENTS = ("objective", "output", "activity")


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """The same thing on both sides."""

    a: T
    b: T
    score: float = SURE  # 0 to 100
    certain: bool = True  # False: proposed by likeness, nothing that either side says
    why: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairs(Generic[T]):
    both: tuple[Pair[T], ...]
    only_a: tuple[T, ...]
    only_b: tuple[T, ...]


def pair(a: Sequence[T], b: Sequence[T], judge: Callable[[T, T], Pair[T] | None]) -> Pairs[T]:
    """The best pairs first, each thing in one at most; equal scores in the order of the documents."""
    found = [(one, i, j) for i, x in enumerate(a) for j, y in enumerate(b) if (one := judge(x, y))]
    found.sort(key=lambda row: (-row[0].score, abs(row[1] - row[2]), row[1], row[2]))
    left_a, left_b, both = dict(enumerate(a)), dict(enumerate(b)), []
    for one, i, j in found:
        if i in left_a and j in left_b:
            both.append((i, one))
            del left_a[i], left_b[j]
    both.sort(key=lambda row: row[0])
    return Pairs(tuple(one for _, one in both), tuple(left_a.values()), tuple(left_b.values()))


# --- statements ------------------------------------------------------------------------------------------------------


def pair_statements(a: Sequence[Statement], b: Sequence[Statement], *, by_number: bool = False) -> Pairs[Statement]:
    """Statements of one kind; ``by_number``: those of a numbered list that keeps its places whatever they say."""

    def judge(x: Statement, y: Statement) -> Pair[Statement] | None:
        if words.relation(x.text, y.text) in (words.Relation.SAME, words.Relation.OCR):
            return Pair(x, y, SURE + (1 if x.number == y.number else 0))
        score = words.likeness(x.text, y.text)
        numbered = by_number and x.number is not None and x.number == y.number
        if score < rules()["words"]["related"] and not numbered:
            return None
        return Pair(x, y, score + (5 if numbered else 0))

    return pair(a, b, judge)


# --- projects --------------------------------------------------------------------------------------------------------


def pair_projects(plan_a: PlanFacts, plan_b: PlanFacts, *, of_years: bool) -> Pairs[ProjectFacts]:
    """Projects of two plans. ``of_years``: of two years, where only an equal name or an asserted series is certain."""

    def judge(x: ProjectFacts, y: ProjectFacts) -> Pair[ProjectFacts] | None:
        return _judge(_Compared(plan_a, plan_b, x, y), of_years)

    return pair(plan_a.projects, plan_b.projects, judge)


@dataclass(frozen=True, slots=True)
class _Compared:
    plan_a: PlanFacts
    plan_b: PlanFacts
    a: ProjectFacts
    b: ProjectFacts

    @property
    def names(self) -> float:
        """How alike the names are; short names in brackets count where one is the whole other name."""
        return min(likeness(self.a.names, self.a.aliases, self.b.names, self.b.aliases), SURE)

    @property
    def same_name(self) -> Phrase | None:
        """That a name of both is equal, and which, where it is not the one that is shown."""
        keys = {name_key(name) for name in self.a.names}
        equal = [name for name in self.b.names if name_key(name) in keys]
        if not equal:
            return None
        if name_key(self.a.name) == name_key(self.b.name):
            return Phrase("why_same_name")
        for key, project, names in (("side_b", self.b, equal), ("side_a", self.a, self.a.names)):
            if other := [name for name in names if name_key(name) in keys and name_key(name) != name_key(project.name)]:
                return Phrase("why_listed_name", side=Phrase(key), name=other[0])
        return Phrase("why_same_name")

    @property
    def short_name(self) -> str | None:
        """A short name in brackets that both have, as side B prints it."""
        keys = {name_key(alias) for alias in self.a.aliases}
        return next((alias for alias in self.b.aliases if name_key(alias) in keys), None)

    @property
    def amount(self) -> str | None:
        """A printed amount that both have, in baht."""
        mine = {money.baht for money in self.a.money if money.baht}
        return next((f"{money.baht:,f}" for money in self.b.money if money.baht in mine), None)

    @property
    def place(self) -> bool:
        """The same row of the same strategy table: the address of a project says where it is listed first."""
        return self.plan_a.local(self.a.id) == self.plan_b.local(self.b.id)

    @property
    def contents(self) -> float:
        return ratio(*(_contents(project) for project in (self.a, self.b)), score_cutoff=rules()["projects"]["related"])


def _judge(of: _Compared, of_years: bool) -> Pair[ProjectFacts] | None:
    if (equal := of.same_name) is not None:
        return Pair(of.a, of.b, SURE + 1 + of.place, True, (equal,))
    if of.b.id in of.a.series or of.a.id in of.b.series:
        return Pair(of.a, of.b, SURE, True, (Phrase("why_asserted"),))
    limits, names, short = rules()["projects"], of.names, of.short_name
    why = _why(of, names, short)
    if short is not None:
        return Pair(of.a, of.b, max(names, limits["short_name"]), not of_years and names >= limits["same"], why)
    if of_years:
        return Pair(of.a, of.b, names, False, why) if names >= limits["related"] else None
    return _of_one_plan(of, names, why)


def _of_one_plan(of: _Compared, names: float, why: tuple[Phrase, ...]) -> Pair[ProjectFacts] | None:
    limits = rules()["projects"]
    contents = of.contents
    supported = of.amount is not None or of.place
    certain = names >= limits["same"] or (names >= limits["same_amount"] and of.amount is not None)
    same_contents = contents >= limits["contents"] and names >= limits["little"]
    alone = contents >= limits["contents_alone"] and supported
    if certain or same_contents or alone or names >= limits["related"]:
        score = max(names, contents if same_contents or alone else 0.0) + (5 if of.amount else 0) + 2 * of.place
        return Pair(of.a, of.b, min(score, SURE - 1), certain or same_contents or alone, why)
    return None


def _why(of: _Compared, names: float, short: str | None) -> tuple[Phrase, ...]:
    found = [Phrase("why_short_name", name=short)] if short is not None else []
    found.append(Phrase("why_names_alike", score=f"{ratio(_folded(of.a.name), _folded(of.b.name)):.0f}"))
    known = _names_that_match(of, names)
    if known is not None and short is None:
        found.append(Phrase("why_other_name", name=known))
    if amount := of.amount:
        found.append(Phrase("why_same_amount", baht=amount))
    if of.a.listed and of.b.listed:
        if of.contents >= rules()["projects"]["contents"]:
            found.append(Phrase("why_same_contents", score=f"{of.contents:.0f}"))
        if of.place:
            found.append(Phrase("why_same_place"))
    return tuple(found)


def _names_that_match(of: _Compared, names: float) -> str | None:
    """Another name of side A or B that is more alike than the two shown: an old name in a table, a short one."""
    shown_alike = ratio(_folded(of.a.name), _folded(of.b.name))
    if names < rules()["projects"]["related"] or names - shown_alike < rules()["projects"]["clearly"]:
        return None
    shown = {of.a.name, of.b.name}
    scored = [
        (ratio(_folded(x), _folded(y)), y if x in shown else x)
        for x in (*of.a.names, *of.a.aliases)
        for y in (*of.b.names, *of.b.aliases)
        if not {x, y} <= shown
    ]
    return max(scored, default=(0.0, None))[1]


def _folded(name: str) -> str:
    return fold_key(name_key(name))


def _contents(project: ProjectFacts) -> str:
    return "\n".join(words.bare(part.text) for part in project.statements if part.kind in _OF_CONTENTS)
