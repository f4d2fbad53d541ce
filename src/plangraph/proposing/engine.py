"""Propose: compare a draft with every target of a graph, level by level; abstain where nothing carries a proposal.

What the draft states itself comes first and is no guess. A score is 0 to 1; at 0.5 a proposal begins. It grows with the
words the draft shares with a target, rare ones more, and with similar projects that are linked to the target by their
own text, their place in a plan, or a person. A proposal is never a link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from plangraph.drafts.briefing import as_brief
from plangraph.drafts.model import Draft
from plangraph.proposing.asking import Asking, Clause
from plangraph.proposing.index import Comparison, Index
from plangraph.proposing.leading import Leading, Leads
from plangraph.proposing.rules import rules
from plangraph.proposing.similar import Projects, Similar
from plangraph.proposing.stated import Names, Stated
from plangraph.proposing.targets import Group, Target, fetch_provinces, fetch_targets
from plangraph.proposing.words import Words
from plangraph.store import GraphStore

Ranked = tuple[Target, float, Comparison]  # a target, its strength, and what it shares with the draft


@dataclass(frozen=True, slots=True)
class Shared:
    """A word that speaks for a candidate."""

    term: str
    said: str  # the word the draft has for it: คาร์บอน for ก๊าซเรือนกระจก
    worth: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element the draft may belong to, and why."""

    target: Target
    score: float  # 0 to 1
    words: tuple[Shared, ...]  # best first
    passages: tuple[Clause, ...]  # of the draft
    similar: tuple[Similar, ...]  # projects that lend it their vote
    leading: Leading


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that is proposed for one draft."""

    draft: Draft
    province: str | None
    stated: tuple[Stated, ...]
    candidates: tuple[Candidate, ...]  # group by group as a form asks, best first in each
    similar: tuple[Similar, ...]

    @property
    def abstained(self) -> bool:
        """Nothing is proposed."""
        return not self.candidates

    def of(self, group: Group) -> tuple[Candidate, ...]:
        """The candidates of one group."""
        return tuple(candidate for candidate in self.candidates if candidate.target.group is group)


class Engine:
    """Proposes from one graph; reading it costs a second or two, every draft some hundredths."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.targets = fetch_targets(store)
        self.provinces = fetch_provinces(store)
        self.words = Words(self.provinces)
        self.index = Index(self.words, [one.own for one in self.targets], [one.context for one in self.targets])

    @cached_property
    def names(self) -> Names:
        return Names(self.store)

    @cached_property
    def projects(self) -> Projects:
        return Projects(self.store, self.words)

    @cached_property
    def leads(self) -> Leads:
        return Leads(self.store, self.targets)

    def propose(
        self, draft: Draft, *, province: str | None = None, limit: int | None = None, leave_out: Collection[str] = ()
    ) -> Proposal:
        """What the draft states and where it may belong, at most ``limit`` candidates at each level.

        ``province`` stands in where the draft names none; without either, the plans of every province are compared.
        ``leave_out`` are IRIs of projects that must not speak for it.
        """
        asking = Asking(draft, self.words)
        province = asking.province(self.provinces) or province
        similar = self.projects.similar(asking, leave_out)
        ranked = self.rank(asking, similar)
        found = [
            self._candidate(asking, target, strength, compared, similar)
            for group in Group
            for target, strength, compared in self._chosen(group, ranked, province)[: limit or _rule("limit")]
        ]
        stated = tuple(self.names.stated(as_brief(draft), province))
        return Proposal(draft, province, stated, tuple(found), tuple(similar))

    def rank(self, asking: Asking, similar: Iterable[Similar] = ()) -> list[Ranked]:
        """Every target with its strength, from 0; nothing is left out."""
        votes: dict[str, float] = {}
        for project in similar:
            for link in project.links:
                votes[link.node.id] = max(votes.get(link.node.id, 0.0), rules()["similar"]["vote"] * project.score)
        compared = self.index.compare(asking.terms, asking.letters, asking.doubt)
        return [
            (target, one.score + votes.get(target.id, 0.0), one)
            for target, one in zip(self.targets, compared, strict=True)
        ]

    def carries(self, compared: Comparison) -> bool:
        """Whether words other than the broad ones speak for a target."""
        worth = sum(value for term, value in compared.worth.items() if self.words.weight(term) == 1.0)
        return bool(worth >= _rule("carried"))

    def _chosen(self, group: Group, ranked: list[Ranked], province: str | None) -> list[Ranked]:
        """What is worth proposing at one level, best first."""
        of_group = [one for one in ranked if one[0].group is group and _fits_province(one[0], province)]
        likely = [one for one in of_group if score_of(one[1]) >= _rule("least") and self.carries(one[2])]
        likely.sort(key=lambda one: (-one[1], one[0].id))
        return [one for one in likely if one[1] >= _rule("close") * likely[0][1]]

    def _candidate(
        self, asking: Asking, target: Target, strength: float, compared: Comparison, similar: Iterable[Similar]
    ) -> Candidate:
        terms = sorted(compared.worth, key=lambda term: (-compared.worth[term], term))
        return Candidate(
            target=target,
            score=round(score_of(strength), 3),
            words=tuple(Shared(term, asking.said[term], round(compared.worth[term], 2)) for term in terms[:6]),
            passages=asking.quotes(compared.worth),
            similar=tuple(one for one in similar if any(link.node.id == target.id for link in one.links)),
            leading=self.leads.of(target),
        )


def _rule(name: str) -> Any:
    return rules()["propose"][name]


def _fits_province(target: Target, province: str | None) -> bool:
    return target.province is None or province is None or target.province == province


def score_of(strength: float) -> float:
    """A strength as a score from 0 to 1."""
    return float(strength / (strength + _rule("half")))
