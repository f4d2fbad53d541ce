"""What is true of a generated nation, worked out from what was written, with sets and recursion and nothing of ours.

It must not share code with the snapshot or with ``plangraph.coverage``: it is what both are compared with.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from plangraph.namespaces import ID, PG

ENDS = frozenset({"NationalStrategy", "StrategicIssue", "Goal"})
Reach = tuple[frozenset[str], frozenset[str]]  # what strong hops reach, and what any hops reach
Parents = tuple[tuple[str, bool], ...]  # targets of a project, and whether the link is strong
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(slots=True)
class Network:
    """Everything above the projects: elements, links, what is a part of what. IRIs are relative to ``id/``."""

    kinds: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    links: defaultdict[str, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    wholes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    known: dict[str, Reach] = field(default_factory=dict)

    def link(self, source: str, target: str, strong: bool, part: bool) -> None:
        """A link, strong when any way of knowing it is; ``part``: the source is a part of the target."""
        self.links[source][target] = strong or self.links[source].get(target, False)
        if part:
            self.wholes[source].add(target)

    def add_quads(self, quads: list[tuple[str, str, str]]) -> None:
        """The reference data: subject, property and object as full IRIs or texts."""
        facts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for subject, name, value in quads:
            facts[subject][name] = value
        for iri, said in facts.items():
            path, kind = iri.removeprefix(ID), said.get(RDF_TYPE, "").removeprefix(PG)
            if kind == "Alignment":
                strong = said.get(PG + "verification") == PG + "verified"
                part = said[PG + "relation"] == PG + "partOf"
                self.link(said[PG + "from"].removeprefix(ID), said[PG + "to"].removeprefix(ID), strong, part)
            elif level := said.get(PG + "planLevel"):
                self.kinds[path], self.levels[path] = kind, int(level)

    def is_element(self, path: str) -> bool:
        return self.levels.get(path) in {1, 2} and self.kinds[path] != "Plan"

    def reach(self, path: str) -> Reach:
        """What is reached from an element; nothing is from level 1. The network has no cycles."""
        if path not in self.known:
            links = {} if self.levels.get(path) == 1 else self.links.get(path, {})
            self.known[path] = self.union(tuple(links.items()))
        return self.known[path]

    def union(self, parents: Parents) -> Reach:
        """What is reached over some links."""
        strong: set[str] = set()
        every: set[str] = set()
        for target, worth in parents:
            above = self.reach(target)
            every |= {target, *above[1]}
            if worth:
                strong |= {target, *above[0]}
        return frozenset(strong), frozenset(every)

    def served(self, reached: frozenset[str]) -> set[str]:
        """The elements among what is reached, and the elements they are parts of."""
        found: set[str] = set()
        waiting = [path for path in reached if self.is_element(path)]
        while waiting:
            path = waiting.pop()
            if path not in found:
                found.add(path)
                waiting += [whole for whole in self.wholes.get(path, ()) if self.is_element(whole)]
        return found

    def longest(self, path: str, seen: dict[str, int]) -> int:
        """The most hops from an element to level 1; 0 on level 1, below 0 where none is reached."""
        if path not in seen:
            if self.levels.get(path) == 1:
                seen[path] = 0
            else:
                seen[path] = max((1 + self.longest(target, seen) for target in self.links.get(path, {})), default=-99)
        return seen[path]


@dataclass(slots=True)
class Tally:
    """Projects and baht of some group."""

    projects: int = 0
    baht: Decimal = Decimal(0)

    def add(self, baht: Decimal, projects: int = 1) -> None:
        self.projects += projects
        self.baht += baht


@dataclass(slots=True)
class Truth:
    """What the projects of a nation add up to."""

    network: Network
    groups: defaultdict[Parents, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by: dict[str, defaultdict[str, Tally]] = field(
        default_factory=lambda: {key: defaultdict(Tally) for key in ("province", "year", "plan")}
    )

    sample: list[str] = field(default_factory=list)  # every so many-th project, to be asked about
    every: int = 1
    counted: int = 0

    def project(self, path: str, parents: Parents, baht: Decimal, province: str, year: int, plan: str) -> None:
        """Count one project."""
        if self.counted % self.every == 0:
            self.sample.append(path)
        self.counted += 1
        self.groups[parents].add(baht)
        for key, value in (("province", province), ("year", str(year)), ("plan", plan)):
            self.by[key][value].add(baht)

    def figures(self) -> dict[str, object]:
        """Everything as JSON: verdicts, hops, coverage by element, totals by province, year and plan."""
        sys.setrecursionlimit(10_000)
        verdicts: Counter[str] = Counter()
        hops: Counter[int] = Counter()
        seen: dict[str, int] = {}
        coverage: defaultdict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
        for parents, tally in self.groups.items():
            strong, every = self.network.union(parents)
            verdicts[self.verdict(strong, every)] += tally.projects
            hops[max((1 + self.network.longest(target, seen) for target, _ in parents), default=-1)] += tally.projects
            strongly = self.network.served(strong)
            for path in self.network.served(every):
                coverage[path][path not in strongly].add(tally.baht, tally.projects)
        return {
            "projects": sum(tally.projects for tally in self.groups.values()),
            "baht": str(sum((tally.baht for tally in self.groups.values()), Decimal(0))),
            "verdicts": dict(sorted(verdicts.items())),
            "longest_chain": {str(length): count for length, count in sorted(hops.items()) if length > 0},
            "coverage": {
                path: [strong.projects, str(strong.baht), weak.projects, str(weak.baht)]
                for path, (strong, weak) in sorted(coverage.items())
            },
            "sample": self.sample,
            "by": {
                key: {value: [tally.projects, str(tally.baht)] for value, tally in sorted(found.items())}
                for key, found in self.by.items()
            },
        }

    def verdict(self, strong: frozenset[str], every: frozenset[str]) -> str:
        """The verdict of projects that reach these."""
        level, kinds = self.network.levels, self.network.kinds
        if any(level.get(path) == 1 and kinds[path] in ENDS for path in strong):
            return "aligned"
        ends = any(level.get(path) == 1 and kinds[path] in ENDS | {"Plan"} for path in every)
        return "aligned-by-plan" if ends else "not-aligned"
