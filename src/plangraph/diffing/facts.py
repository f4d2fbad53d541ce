"""What one side of a comparison says: plans with their statements, projects, figures and links."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Lines = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A value that an indicator, output or objective sets."""

    value: Decimal
    unit: str
    comparator: str  # "atLeast" | "atMost" | "exactly"
    printed: str


@dataclass(frozen=True, slots=True)
class Statement:
    """An item of a plan or a brief: a guideline, a strategy, an indicator, an output …"""

    id: str
    kind: str  # "indicator", "output" …: its class in lower case
    text: str  # clean reading
    printed: str  # verbatim
    number: int | None
    lines: Lines
    targets: tuple[Target, ...] = ()
    owner: str = ""  # IRI of the guideline or project it belongs to


@dataclass(frozen=True, slots=True)
class Money:
    """One printed figure of a project."""

    baht: Decimal | None  # None: printed, and unreadable
    printed: str
    unit: str
    origin: str  # "strategyTable" | "projectBrief" | "resultReport"
    under: str | None  # IRI of the strategy that lists it
    funding: str | None  # "province" …
    lines: Lines


@dataclass(frozen=True, slots=True)
class LinkFact:
    """One link of a project, of a guideline or of the whole plan to an element of another plan."""

    source: str
    target: str
    label: str
    kind: str  # class of the target
    level: int | None
    basis: str
    strong: bool
    lines: Lines


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    id: str
    name: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]  # short names in brackets
    printed: tuple[str, ...]
    lines: Lines
    money: tuple[Money, ...]
    statements: tuple[Statement, ...]
    links: tuple[LinkFact, ...]
    under: tuple[str, ...]  # IRIs of the strategies that list it
    brief: Lines  # first lines of its briefs; empty: it has none
    stated_year: int | None
    responsible: tuple[str, ...]  # names of offices
    series: frozenset[str]  # the same project in other years, as asserted
    verdict: str | None  # None: a project that is known from results alone

    @property
    def listed(self) -> bool:
        """It has a table line or a brief: what it aims at and serves can be compared."""
        return bool(self.brief) or any(money.origin == "strategyTable" for money in self.money)

    @property
    def budget(self) -> Decimal | None:
        """Its budget in baht: its brief's figure, else the largest of its table, else its result report's."""
        for origin in ("projectBrief", "strategyTable", "resultReport"):
            if known := [each.baht for each in self.money if each.origin == origin and each.baht is not None]:
                return max(known)
        return None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    id: str
    label: str
    year: int | None
    read: bool  # it has a document of its own; else it is known from the results section of another
    document: str  # IRI of the document its lines count in
    lines: Lines
    projects: tuple[ProjectFacts, ...]
    statements: tuple[Statement, ...]
    links: tuple[LinkFact, ...]

    def local(self, iri: str) -> str:
        """An IRI of this plan relative to it, so that two plans can be compared; others as they are."""
        return iri.removeprefix(self.id + "/")

    def elsewhere(self, iri: str) -> str:
        """An address without the name of this plan's province or folder, which stands in those of what it quotes."""
        stem = self.id.split("-industry-action-plan-")[0]
        return f"~{iri.removeprefix(stem)}" if iri.startswith(f"{stem}-") else iri
