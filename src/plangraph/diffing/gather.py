"""The facts of a plan, from a store in a handful of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import NamedNode

from plangraph.chains import best_chains
from plangraph.described import Described, Properties, first, label_of, number, text_of
from plangraph.diffing.facts import Lines, LinkFact, Money, PlanFacts, ProjectFacts, Statement, Target
from plangraph.links import Graph, fetch_graph, fetch_nodes
from plangraph.namespaces import PG, expand
from plangraph.store import GraphStore
from plangraph.verdicts import Account, fetch_accounts, verdict_of

_PLANS: Final = f"""PREFIX pg: <{PG}>
SELECT DISTINCT ?plan ?read WHERE {{ {{ ?plan pg:wasRead true . BIND(true AS ?read) }} UNION {{
  ?project a pg:Project ; pg:inPlan ?plan FILTER NOT EXISTS {{ ?plan pg:wasRead true }} BIND(false AS ?read) }} }}"""
_KINDS: Final = (
    *("Vision", "Mission", "Guideline", "Strategy", "Goal", "Indicator", "Objective", "Output", "Outcome"),
    *("Activity", "Project", "ProjectBrief", "BudgetLine", "TargetValue"),
)
_EVERYTHING: Final = f"""PREFIX pg: <{PG}>
SELECT ?plan ?s ?p ?o WHERE {{ VALUES ?kind {{ {" ".join("pg:" + kind for kind in _KINDS)} }}
  {{ ?s pg:inPlan ?plan ; a ?kind ; ?p ?o }} }}"""
_PLAN: Final = "SELECT ?plan ?p ?o WHERE { ?plan ?p ?o }"
_OF_PLAN: Final = ("Vision", "Mission", "Guideline", "Strategy")
_HELD: Final = {
    "pg:hasGoal": "goal",
    "pg:hasIndicator": "indicator",
    "pg:hasObjective": "objective",
    "pg:hasOutput": "output",
    "pg:hasOutcome": "outcome",
    "pg:hasActivity": "activity",
}
_PLACE: Final = re.compile(r"^(.*)/passage/(\d+)\.\d+-(\d+)\.\d+$")


def plans_with_projects(store: GraphStore) -> dict[str, bool]:
    """The plans that were read and those known from results: IRI, and whether it was read."""
    rows = store.select(_PLANS)
    return {text_of(row["plan"]): text_of(row["read"]) == "true" for row in sorted(rows, key=lambda r: str(r["plan"]))}


def gather(store: GraphStore, plan: str, lang: str = "th") -> PlanFacts:
    """Everything a comparison needs of one plan; a plan that the store does not know has no facts."""
    node = NamedNode(plan)
    own: Properties = defaultdict(list)
    for row in store.select(_PLAN, {"plan": node}):
        own[text_of(row["p"])].append(row["o"])
    found: Described = defaultdict(lambda: defaultdict(list))
    for row in store.select(_EVERYTHING, {"plan": node}):
        found[text_of(row["s"])][text_of(row["p"])].append(row["o"])
    for properties in found.values():
        for values in properties.values():
            values.sort(key=str)
    return _Gathering(store, plan, own, found, lang).facts()


class _Gathering:
    """One plan being taken together."""

    def __init__(self, store: GraphStore, plan: str, own: Properties, found: Described, lang: str) -> None:
        self.plan, self.own, self.found, self.lang = plan, own, found, lang
        self.of_kind: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(found, key=_natural):
            for kind in _iris(found[iri], "rdf:type"):
                self.of_kind[kind.removeprefix(PG)].append(iri)
        starts = [plan, *self.of_kind["Project"], *self.of_kind["Guideline"]]
        self.graph: Graph = fetch_graph(store, starts, lang)
        direct = [link.ways[0].alignment for start in starts for link in self.graph.links(start)]
        self.accounts: dict[str, Account] = fetch_accounts(store, direct)
        offices = {iri for project in self.of_kind["Project"] for iri in _iris(found[project], "pg:responsible")}
        self.offices = {iri: node.label for iri, node in fetch_nodes(store, offices, lang).items()}
        self.briefs: dict[str, list[str]] = defaultdict(list)
        for brief in self.of_kind["ProjectBrief"]:
            for project in _iris(found[brief], "pg:briefOf"):
                self.briefs[project].append(brief)

    def facts(self) -> PlanFacts:
        projects = [self._project(iri) for iri in self.of_kind["Project"]]
        projects.sort(key=lambda project: (project.lines or (0,), project.id))
        statements = [self._statement(iri, kind.lower()) for kind in _OF_PLAN for iri in self.of_kind[kind]]
        for guideline in self.of_kind["Guideline"]:
            statements += self._held(guideline)
        return PlanFacts(
            id=self.plan,
            label=label_of(self.own, self.lang) or self.plan,
            year=number(self.own, "pg:fiscalYear"),
            read=first(self.own, "pg:wasRead") in ("true", "1"),
            document=first(self.own, "pg:document") or self._document(),
            lines=_lines(self.own),
            projects=tuple(projects),
            statements=tuple(statements),
            links=(*self._links(self.plan), *(x for g in self.of_kind["Guideline"] for x in self._links(g))),
        )

    def _document(self) -> str:
        for properties in self.found.values():
            for passage in _iris(properties, "pg:evidence"):
                if place := _PLACE.match(passage):
                    return place[1]
        return ""

    def _project(self, iri: str) -> ProjectFacts:
        own, briefs = self.found[iri], self.briefs[iri]
        described = [own, *(self.found[brief] for brief in briefs)]
        labels = [text for each in described for text in _texts(each, "rdfs:label")]
        others = _texts(own, "skos:altLabel")
        short = [other for other in others if any(other in name and other != name for name in labels)]
        printed = [text for each in described for text in _texts(each, "pg:asPrinted")]
        money = [self._money(line) for line in _iris(own, "pg:hasBudgetLine") if line in self.found]
        listed = bool(briefs) or any(each.origin == "strategyTable" for each in money)
        return ProjectFacts(
            id=iri,
            name=label_of(own, self.lang) or iri,
            names=tuple(dict.fromkeys([*labels, *(other for other in others if other not in short)])),
            aliases=tuple(short),
            printed=tuple(dict.fromkeys(printed)),
            lines=_lines(own),
            money=tuple(sorted(money, key=lambda each: (each.lines, each.origin))),
            statements=tuple(self._held(iri)),
            links=tuple(self._links(iri)),
            under=tuple(target for target in _iris(own, "pg:partOf") if target in self.of_kind["Strategy"]),
            brief=tuple(sorted(_lines(self.found[brief])[0] for brief in briefs if _lines(self.found[brief]))),
            stated_year=next((year for b in briefs if (year := number(self.found[b], "pg:statedYear"))), None),
            responsible=tuple(sorted(self.offices[office] for office in _iris(own, "pg:responsible"))),
            series=frozenset(_iris(own, "pg:sameSeriesAs")),
            verdict=verdict_of(best_chains(self.graph, iri)) if listed else None,
        )

    def _money(self, iri: str) -> Money:
        line = self.found[iri]
        try:
            baht = Decimal(first(line, "pg:amount") or "")
        except InvalidOperation:
            baht = None
        return Money(
            baht=baht,
            printed=first(line, "pg:amountAsPrinted") or "",
            unit=first(line, "pg:unitAsPrinted") or "",
            origin=(first(line, "pg:figureFrom") or "").removeprefix(PG),
            under=first(line, "pg:underStrategy"),
            funding=(first(line, "pg:fundingSource") or "").removeprefix(PG) or None,
            lines=_lines(line),
        )

    def _held(self, owner: str) -> list[Statement]:
        return [
            self._statement(iri, kind, owner)
            for name, kind in _HELD.items()
            for iri in sorted(_iris(self.found[owner], name), key=_natural)
            if iri in self.found
        ]

    def _statement(self, iri: str, kind: str, owner: str = "") -> Statement:
        own = self.found[iri]
        targets = [self.found[target] for target in _iris(own, "pg:hasTarget") if target in self.found]
        text = label_of(own, self.lang) or ""
        return Statement(
            iri, kind, text, first(own, "pg:asPrinted") or text, number(own, "pg:number"), _lines(own),
            tuple(_target(target) for target in targets), owner,
        )  # fmt: skip

    def _links(self, source: str) -> Iterable[LinkFact]:
        for link in self.graph.links(source):
            node, way = self.graph.nodes[link.target], link.ways[0]
            if link.named and self.plan not in (node.plan, link.target):
                passages = self.accounts[way.alignment].passages
                lines = {n for passage in passages for n in range(passage.first_line, passage.last_line + 1)}
                where = tuple(sorted(lines))
                yield LinkFact(source, link.target, node.label, node.kind, node.level, way.basis, way.strong, where)


def _target(own: Properties) -> Target:
    return Target(
        Decimal(first(own, "pg:value") or "0"),
        first(own, "pg:unitText") or "",
        (first(own, "pg:comparator") or "").removeprefix(PG),
        first(own, "pg:asPrinted") or "",
    )


def _iris(properties: Properties, name: str) -> list[str]:
    return [text_of(term) for term in properties.get(expand(name), [])]


_texts = _iris


def _lines(properties: Properties) -> Lines:
    """Every line of the evidence of a thing, read off the addresses of its passages."""
    found: set[int] = set()
    for passage in _iris(properties, "pg:evidence"):
        if place := _PLACE.match(passage):
            found.update(range(int(place[2]), int(place[3]) + 1))
    return tuple(sorted(found))


def _natural(iri: str) -> list[tuple[int, str]]:
    """Sorts addresses by their numbers: ``indicator/2`` before ``indicator/10``."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", iri)]
