"""The projects of the plans that were read as lists need them: who, whose, how much, and the verdict.

Whoever shows a nation cannot hold everything there is to say of every project. A ``Listing`` of all or some of them
knows the little that lists and sums take, and judges in full only the projects that are asked for. SPARQL judges them
all at once, as ``check --all`` does; ``snapshot/listing.py`` reads columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, singledispatch
from typing import Final, Literal, Protocol

from plangraph.chains import any_link, strong_link, walk
from plangraph.coverage import Share
from plangraph.described import Properties, describe, text_of
from plangraph.links import Graph, Node, rules
from plangraph.namespaces import expand
from plangraph.pointing import provinces_of
from plangraph.projects import Project, document_order, fetch_projects, projects_of_read_plans
from plangraph.store import GraphStore
from plangraph.verdicts import ALIGNED, BY_PLAN, NOT_ALIGNED, Judgement, Verdict, judge

VERDICTS: Final[tuple[Verdict, ...]] = (ALIGNED, BY_PLAN, NOT_ALIGNED)  # the best first
Apart = Literal["plan", "guideline", "province"]
Strength = Literal["strong", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A project as a list shows it."""

    id: str
    name: str
    plan: str | None
    fiscal_year: int | None
    budget: Decimal | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Stream:
    """Where the money of some projects comes from and arrives; each project is in one stream."""

    sources: tuple[str, ...]  # IRIs of the sources of funds of their budget lines
    guidelines: tuple[str, ...]  # IRIs of the guidelines they stand under
    strength: Strength
    strategies: tuple[str, ...]  # of the six: those that strong hops reach, else those that any hops reach
    share: Share


class Listing(Protocol):
    """Some projects: the aligned first, then those their plan aligns; of equal verdicts the largest budget first."""

    def __len__(self) -> int: ...

    def rows(self, start: int = 0, stop: int | None = None) -> list[Listed]:
        """Some of them, in order."""

    def get(self, iri: str) -> Listed | None:
        """The project of an IRI, when it is one of these."""

    @property
    def share(self) -> Share:
        """How many, and how much money."""

    @property
    def by_verdict(self) -> Mapping[Verdict, Share]:
        """The same by verdict."""

    def none(self) -> Listing:
        """A list of none."""

    def apart(self, by: Apart) -> dict[str, Listing]:
        """Apart by plan (IRI), guideline (IRI) or province (name), in the order of these; "" for those with none."""

    def serving(self, element: str) -> tuple[Listing, Listing]:
        """Those that reach an element or a part of it: over strong hops alone, and the others."""

    def served(self) -> Mapping[str, tuple[Share, Share]]:
        """What reaches each element of levels 1 and 2 that anything reaches, strong and weak."""

    def streams(self) -> list[Stream]:
        """Where the money of those with a budget comes from and arrives."""

    def around(self, iri: str) -> tuple[Listed | None, Listed | None]:
        """The projects before and after one of these, as documents print them."""

    def judged(self, iris: Iterable[str]) -> list[Judgement]:
        """Everything there is to say of some projects, these or others, in their order; without what is no project."""


@singledispatch
def listing(store: GraphStore, lang: str = "th") -> Listing:
    """The projects of the plans that were read, with a table line or a brief."""
    return _Judged(store, lang, judge(store, projects_of_read_plans(store, lang), lang))


def is_counted(node: Node) -> bool:
    """Whether coverage counts at an element."""
    rule = rules()["coverage"]
    return node.level in rule["levels"] and node.kind not in rule["leave_out"]


def shared(budgets: Iterable[Decimal | None]) -> Share:
    """How many, and how much money."""
    counted = [budget or Decimal(0) for budget in budgets]
    return Share(len(counted), sum(counted, Decimal(0)))


def wholes(graph: Graph, iri: str) -> set[str]:
    """A node and everything it is a part of; at level 1, where no chain goes on, only inside level 1."""
    found, waiting = {iri}, [iri]
    while waiting:
        onward = {link.target for link in graph.links(waiting.pop()) if not link.named} - found
        found |= onward
        waiting.extend(sorted(onward))
    return found


def served(graph: Graph, projects: Iterable[Project]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each element, the projects that reach it or a part of it: over strong links alone, and the others."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for project in projects:
        strong, every = (
            {whole for iri in walk(graph, project.id, allowed) for whole in wholes(graph, iri)}
            for allowed in (strong_link, any_link)
        )
        for iri in sorted(every):
            found.setdefault(iri, ([], []))[iri not in strong].append(project.id)
    return {iri: (tuple(strong), tuple(weak)) for iri, (strong, weak) in found.items()}


def guidelines_of(graph: Graph, project: str) -> list[Node]:
    """The guidelines a project stands under."""
    found, waiting, seen = [], [project], {project}
    while waiting:
        for link in graph.links(waiting.pop()):
            if link.named or link.target in seen:
                continue
            seen.add(link.target)
            node = graph.nodes[link.target]
            if node.kind == "Guideline":
                found.append(node)
            else:
                waiting.append(link.target)
    return sorted(found, key=lambda node: (node.plan or "", node.number or 0, node.id))


class _Judged:
    """Projects that were judged, all of them at once."""

    def __init__(self, store: GraphStore, lang: str, judgements: Iterable[Judgement]) -> None:
        self.store, self.lang = store, lang
        self._judgements = {each.project.id: each for each in sorted(judgements, key=_order)}

    def __len__(self) -> int:
        return len(self._judgements)

    def rows(self, start: int = 0, stop: int | None = None) -> list[Listed]:
        return [_listed(each) for each in list(self._judgements.values())[start:stop]]

    def get(self, iri: str) -> Listed | None:
        return _listed(self._judgements[iri]) if iri in self._judgements else None

    @property
    def share(self) -> Share:
        return shared(each.project.budget for each in self._judgements.values())

    @property
    def by_verdict(self) -> Mapping[Verdict, Share]:
        return {
            verdict: shared(each.project.budget for each in self._judgements.values() if each.verdict == verdict)
            for verdict in VERDICTS
        }

    def none(self) -> Listing:
        return self._some(())

    def apart(self, by: Apart) -> dict[str, Listing]:
        members: dict[str, list[str]] = {}
        for each in self._judgements.values():
            for key in self._keys(each, by):
                members.setdefault(key, []).append(each.project.id)
        return {key: self._some(members[key]) for key in sorted(members)}

    def _keys(self, judgement: Judgement, by: Apart) -> Sequence[str]:
        if by == "plan":
            return [judgement.project.plan or ""]
        if by == "province":
            return [self._provinces[judgement.project.plan]]
        return [node.id for node in guidelines_of(judgement.graph, judgement.project.id)] or [""]

    @cached_property
    def _provinces(self) -> dict[str | None, str]:
        return provinces_of(self.store, (each.project.plan for each in self._judgements.values()))

    def _some(self, iris: Iterable[str]) -> Listing:
        return _Judged(self.store, self.lang, (self._judgements[iri] for iri in iris))

    def serving(self, element: str) -> tuple[Listing, Listing]:
        strong, weak = self._served.get(element, ((), ()))
        return self._some(strong), self._some(weak)

    def served(self) -> Mapping[str, tuple[Share, Share]]:
        nodes = next(iter(self._judgements.values())).graph.nodes if self._judgements else {}
        return {
            iri: (self._some(strong).share, self._some(weak).share)
            for iri, (strong, weak) in self._served.items()
            if is_counted(nodes[iri])
        }

    @cached_property
    def _served(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        judgements = list(self._judgements.values())
        return served(judgements[0].graph, [each.project for each in judgements]) if judgements else {}

    def streams(self) -> list[Stream]:
        paid = [each for each in self._judgements.values() if each.project.budget]
        sources = self._sources(paid)
        members: dict[tuple[tuple[str, ...], tuple[str, ...], Strength, tuple[str, ...]], list[Decimal | None]] = {}
        for each in paid:
            iri = each.project.id
            guidelines = tuple(sorted(node.id for node in guidelines_of(each.graph, iri)))
            members.setdefault((sources[iri], guidelines, *self._ends(each)), []).append(each.project.budget)
        return [Stream(*key, shared(budgets)) for key, budgets in sorted(members.items())]

    def _ends(self, judgement: Judgement) -> tuple[Strength, tuple[str, ...]]:
        """The national strategies where the money of a project arrives."""
        iri, nodes = judgement.project.id, judgement.graph.nodes
        six = {element: found for element, found in self._served.items() if nodes[element].kind == "NationalStrategy"}
        strong, weak = (tuple(sorted(element for element in six if iri in six[element][at])) for at in range(2))
        return ("strong", strong) if strong else ("weak", weak) if weak else ("none", ())

    def _sources(self, judgements: Iterable[Judgement]) -> dict[str, tuple[str, ...]]:
        iris = [each.project.id for each in judgements]
        lines = {
            iri: _iris(facts, "pg:hasBudgetLine")
            for iri, facts in describe(self.store, iris, ("pg:hasBudgetLine",)).items()
        }
        every = {line for found in lines.values() for line in found}
        funds = describe(self.store, every, ("pg:fundingSource",))
        return {
            iri: tuple(
                sorted(
                    {source for line in lines.get(iri, ()) for source in _iris(funds.get(line, {}), "pg:fundingSource")}
                )
            )
            for iri in iris
        }

    def around(self, iri: str) -> tuple[Listed | None, Listed | None]:
        ordered = sorted(self._judgements.values(), key=lambda each: document_order(each.project))
        at = next((at for at, each in enumerate(ordered) if each.project.id == iri), None)
        if at is None:
            return None, None
        before, after = ordered[max(at - 1, 0) : at], ordered[at + 1 : at + 2]
        return (_listed(before[0]) if before else None), (_listed(after[0]) if after else None)

    def judged(self, iris: Iterable[str]) -> list[Judgement]:
        wanted = list(iris)
        others = fetch_projects(self.store, set(wanted) - self._judgements.keys(), self.lang)
        known = self._judgements | {
            each.project.id: each for each in judge(self.store, list(others.values()), self.lang)
        }
        return [known[iri] for iri in wanted if iri in known]


def _iris(facts: Properties, name: str) -> list[str]:
    return [text_of(term) for term in facts.get(expand(name), [])]


def _listed(judgement: Judgement) -> Listed:
    project = judgement.project
    return Listed(project.id, project.name, project.plan, project.fiscal_year, project.budget, judgement.verdict)


def _order(judgement: Judgement) -> tuple[int, Decimal, str]:
    project = judgement.project
    return (VERDICTS.index(judgement.verdict), -(project.budget or Decimal(0)), project.id)
