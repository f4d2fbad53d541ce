"""The linkage network as data: elements, the links between them, what is folded at first sight."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal

from plangraph.described import Passage
from plangraph.outputs.layout import Slot
from plangraph.resources import shipped
from plangraph.verdicts import Account, Judgement

View = Literal["plan", "project", "element"]
PROPOSED: Final = "proposed"
SERIES: Final = "series"


@lru_cache(maxsize=1)
def looks() -> dict[str, Any]:
    """``viz/network/kinds.toml``: lanes, shapes, colours, and the size of the first sight."""
    return tomllib.loads(shipped("viz", "network", "kinds.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class NetNode:
    """One card."""

    id: str
    label: str
    kind: str  # local name of its class
    level: int  # 1 | 2 | 3
    own: bool  # belongs to a plan that was read
    plan: str | None
    number: str  # as people say it: "18", "1.2"; empty without one
    year: int | None = None
    baht: Decimal | None = None  # a project's budget
    figures: tuple[tuple[Decimal, str, Passage | None], ...] = ()  # baht, figureFrom, where
    passages: tuple[Passage, ...] = ()
    responsible: str | None = None

    def of_years(self, years: tuple[int, ...]) -> bool:
        """Whether it is to be seen among projects of these fiscal years; only projects come and go with years."""
        return not years or self.kind != "Project" or self.year in (None, *years)

    @property
    def lane(self) -> str:
        if self.level < 3:
            return f"level{self.level}"
        return "own" if self.own else "other"

    @property
    def slot(self) -> Slot:
        """Its band, counted through all lanes; a kind its lane does not name stands in the lane's last band."""
        before = 0
        for lane in looks()["lanes"]:
            bands: list[list[str]] = lane["bands"]
            if lane["id"] == self.lane:
                inside = next((at for at, kinds in enumerate(bands) if self.kind in kinds), len(bands) - 1)
                return Slot(self.id, self.lane, before + inside)
            before += len(bands)
        raise AssertionError(f"no lane {self.lane} in kinds.toml")


@dataclass(frozen=True, slots=True)
class NetWay:
    """One way a link is known."""

    basis: str  # "stated" … "planWide", "proposed", "series"
    verification: str | None
    strong: bool
    account: Account
    score: Decimal | None = None  # of a proposal
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NetLink:
    """A line between two cards, with every way it is known, strongest first."""

    source: str
    target: str
    part: bool  # the source is part of the target and nothing more
    ways: tuple[NetWay, ...]


@dataclass(frozen=True, slots=True)
class NetworkData:
    """Everything a picture needs; made by ``network()``, drawn by ``render()`` and ``fragment()``."""

    view: View
    focus: str | None  # IRI of the project or element in focus; of the plan in a view of one plan
    title: str
    nodes: dict[str, NetNode]
    links: tuple[NetLink, ...]
    judgements: dict[str, Judgement]  # by project
    served: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]  # element -> projects that reach it strongly, weakly
    documents: dict[str, str]  # document id -> title
    folded: frozenset[str] = frozenset()  # nodes whose parts are folded into them at first sight
    years: tuple[int, ...] = field(default=())  # fiscal years on show at first sight
    left_out: int = 0  # projects that belong to it and are not in the picture

    def first_sight(self) -> set[str]:
        """The nodes on show before anybody touches anything."""
        shown = visible(self.nodes, self.parents(), self.folded)
        return {iri for iri in shown if self.nodes[iri].of_years(self.years)}

    def parents(self) -> dict[str, tuple[str, ...]]:
        """The wholes each node is a part of and folds into."""
        found: dict[str, list[str]] = {}
        for link in self.links:
            if link.part:
                found.setdefault(link.source, []).append(link.target)
        return {iri: tuple(wholes) for iri, wholes in found.items()}


def visible(nodes: Mapping[str, NetNode], parents: Mapping[str, tuple[str, ...]], folded: frozenset[str]) -> set[str]:
    """The nodes that are on show: a part is hidden where each of its wholes is folded or hidden."""
    hidden: dict[str, bool] = {}

    def is_hidden(iri: str, above: frozenset[str]) -> bool:
        if iri not in hidden:
            wholes = [whole for whole in parents.get(iri, ()) if whole not in above]
            hidden[iri] = bool(wholes) and all(whole in folded or is_hidden(whole, above | {iri}) for whole in wholes)
        return hidden[iri]

    return {iri for iri in nodes if not is_hidden(iri, frozenset({iri}))}


def fold(
    nodes: Mapping[str, NetNode], parents: Mapping[str, tuple[str, ...]], years: tuple[int, ...]
) -> frozenset[str]:
    """What to fold at first sight: activities always, then kind by kind until at most ``sight.nodes`` are on show."""
    sight = looks()["sight"]
    wholes = {whole for each in parents.values() for whole in each}
    folded = frozenset(iri for iri in wholes if nodes[iri].kind in sight["fold_always"])
    for kind in sight["fold"]:
        shown = [iri for iri in visible(nodes, parents, folded) if nodes[iri].of_years(years)]
        if len(shown) <= sight["nodes"]:
            break
        folded |= {iri for iri in wholes if nodes[iri].kind == kind}
    return folded
