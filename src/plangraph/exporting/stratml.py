"""StratML: a plan as ISO 17469-1 part 1 (strategic plan), or as the performance form of part 2.

Part 1: a goal for each guideline with what it is to reach, an objective for each of its strategies. Part 2: an
objective for each project with its outputs, outcomes and indicators as performance indicators; figures are those the
plan prints.
"""

from __future__ import annotations

import uuid
from typing import Final
from xml.etree import ElementTree as ET

from plangraph.described import Properties, describe, first, label_of, number, select_for, text_of
from plangraph.exporting.errors import ExportError
from plangraph.exporting.safe import printable
from plangraph.links import Node
from plangraph.namespaces import expand
from plangraph.outputs.check_words import baht
from plangraph.projects import Project, fetch_projects
from plangraph.store import GraphStore
from plangraph.texts import Lang, Texts

CORE: Final = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PERFORMANCE: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

_OF_PLAN: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?plan ?element ?kind WHERE { %s ?element pg:inPlan ?plan ; a ?kind
  FILTER(?kind IN (pg:Guideline, pg:Vision, pg:Mission)) }"""
_PARTS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?whole ?part WHERE { %s ?part pg:partOf ?whole ; a pg:%s }"""


class _Plan:
    """What StratML asks of one plan."""

    def __init__(self, store: GraphStore, plan: Node, lang: Lang) -> None:
        self.store, self.plan, self.lang, self.say = store, plan, lang, Texts("export", lang)
        rows = [
            (text_of(row["element"]), text_of(row["kind"])) for row in select_for(store, _OF_PLAN, "plan", [plan.id])
        ]
        self.kinds = {iri: kind.rpartition("#")[2] for iri, kind in rows}
        self.facts = describe(store, [plan.id, *self.kinds])

    def of_kind(self, kind: str) -> list[str]:
        found = [iri for iri, each in self.kinds.items() if each == kind]
        return sorted(found, key=lambda iri: (number(self.facts[iri], "pg:number") or 0, iri))

    def text(self, iri: str) -> str:
        return printable(label_of(self.facts.get(iri, {}), self.lang) or "")

    def named(self, facts: Properties, name: str) -> list[str]:
        """The labels of the values of a property, in the order of their numbers."""
        iris = [text_of(term) for term in facts.get(expand(name), [])]
        told = describe(self.store, iris)
        ordered = sorted(told, key=lambda iri: (number(told[iri], "pg:number") or 0, iri))
        return [printable(label_of(told[iri], self.lang) or "") for iri in ordered]

    def parts(self, whole: str, kind: str) -> list[str]:
        rows = select_for(self.store, _PARTS % ("%s", kind), "whole", [whole])
        return sorted({text_of(row["part"]) for row in rows})

    def years(self) -> tuple[str, str] | None:
        """First and last day of the plan's fiscal year."""
        year = number(self.facts[self.plan.id], "pg:fiscalYear")
        return None if year is None else (f"{year - 544}-10-01", f"{year - 543}-09-30")


def part_1(store: GraphStore, plan: Node, lang: Lang = "th") -> bytes:
    """The plan as a ``StrategicPlan``; ``ExportError`` when it has no guideline."""
    source = _Plan(store, plan, lang)
    root = ET.Element("StrategicPlan", {"xmlns": CORE})
    core = _opening(root, source)
    for guideline in _guidelines(source):
        goal = _goal(core, source, guideline)
        for sequence, strategy in enumerate(source.parts(guideline, "Strategy"), start=1):
            _strategy(goal, source, strategy, sequence)
    _administration(root, source, identified=False)
    return _document(root)


def part_2(store: GraphStore, plan: Node, lang: Lang = "th") -> bytes:
    """The plan as a ``PerformancePlanOrReport`` of the type ``Performance_Plan``; errors as ``part_1``."""
    source = _Plan(store, plan, lang)
    root = ET.Element("PerformancePlanOrReport", {"xmlns": PERFORMANCE, "Type": "Performance_Plan"})
    core = _opening(root, source)
    for guideline in _guidelines(source):
        goal = _goal(core, source, guideline)
        _guideline_objective(goal, source, guideline)
        strategies = source.parts(guideline, "Strategy")
        iris = {iri for strategy in strategies for iri in source.parts(strategy, "Project")}
        for sequence, project in enumerate(fetch_projects(store, iris, lang).values(), start=1):
            _project(goal, source, project, f"{sequence}", guideline)
    _administration(root, source, identified=True)
    return _document(root)


def _guidelines(source: _Plan) -> list[str]:
    if found := source.of_kind("Guideline"):
        return found
    raise ExportError("no_stratml_goals")


def _opening(root: ET.Element, source: _Plan) -> ET.Element:
    _add(root, "Name", source.plan.label)
    core = ET.SubElement(root, "StrategicPlanCore")
    for organisation in source.named(source.facts[source.plan.id], "pg:responsible"):
        _add(ET.SubElement(core, "Organization"), "Name", organisation)
    if visions := source.of_kind("Vision"):
        vision = ET.SubElement(core, "Vision")
        _add(vision, "Description", source.text(visions[0]))
        _add(vision, "Identifier", identifier(visions[0]))
    if missions := source.of_kind("Mission"):
        mission = ET.SubElement(core, "Mission")
        _add(mission, "Description", "\n".join(source.text(each) for each in missions))
        _add(mission, "Identifier", identifier(missions[0]))
    return core


def _goal(core: ET.Element, source: _Plan, guideline: str) -> ET.Element:
    facts = source.facts[guideline]
    goal = ET.SubElement(core, "Goal")
    _add(goal, "Name", source.text(guideline))
    _add(goal, "Description", "\n".join(source.named(facts, "pg:hasGoal")) or source.say("absent"))
    _add(goal, "Identifier", identifier(guideline))
    _add(goal, "SequenceIndicator", f"{number(facts, 'pg:number') or ''}")
    if indicators := source.named(facts, "pg:hasIndicator"):
        _add(goal, "OtherInformation", "\n".join(indicators))
    return goal


def _strategy(goal: ET.Element, source: _Plan, strategy: str, sequence: int) -> None:
    objective = ET.SubElement(goal, "Objective")
    told = describe(source.store, [strategy]).get(strategy, {})
    projects = fetch_projects(source.store, source.parts(strategy, "Project"), source.lang)
    _add(objective, "Name", printable(label_of(told, source.lang) or ""))
    _add(objective, "Description", "\n".join(_named_project(project, source.say) for project in projects.values()))
    _add(objective, "Identifier", identifier(strategy))
    _add(objective, "SequenceIndicator", f"{sequence}")


def _named_project(project: Project, say: Texts) -> str:
    money = say("baht", baht=baht(project.budget)) if project.budget is not None else say("absent")
    return printable(f"{project.name} ({money})")


# --- performance form -------------------------------------------------------------------------------------------------


def _guideline_objective(goal: ET.Element, source: _Plan, guideline: str) -> None:
    """The indicators of the guideline itself, which part 2 keeps under an objective."""
    facts = source.facts[guideline]
    if not facts.get(expand("pg:hasIndicator")):
        return
    objective = ET.SubElement(goal, "Objective")
    _add(objective, "Name", source.text(guideline))
    _add(objective, "Identifier", identifier(f"{guideline}#objective"))
    _add(objective, "SequenceIndicator", "0")
    _measures(objective, source, facts, "pg:hasIndicator", "Outcome", guideline)


def _project(goal: ET.Element, source: _Plan, project: Project, sequence: str, under: str) -> None:
    facts = describe(source.store, [project.id]).get(project.id, {})
    objective = ET.SubElement(goal, "Objective")
    _add(objective, "Name", printable(project.name))
    if aims := source.named(facts, "pg:hasObjective"):
        _add(objective, "Description", "\n".join(aims))
    _add(objective, "Identifier", identifier(f"{project.id}#{under}"))
    _add(objective, "SequenceIndicator", sequence)
    for name, stage in (("pg:hasOutput", "Output"), ("pg:hasOutcome", "Outcome"), ("pg:hasIndicator", "Outcome")):
        _measures(objective, source, facts, name, stage, under)
    if project.budget is not None:
        money = _indicator(objective, source.say("budget"), source.say("baht_unit"), "Input")
        _target(money, f"{project.budget:f}", "")


def _measures(objective: ET.Element, source: _Plan, facts: Properties, name: str, stage: str, under: str) -> None:
    iris = [text_of(term) for term in facts.get(expand(name), [])]
    told = describe(source.store, iris)
    for iri in sorted(told, key=lambda each: (number(told[each], "pg:number") or 0, each)):
        targets = describe(source.store, [text_of(term) for term in told[iri].get(expand("pg:hasTarget"), [])])
        units = dict.fromkeys(first(target, "pg:unitText") or "" for target in targets.values())
        label = printable(label_of(told[iri], source.lang) or "")
        indicator = _indicator(objective, label, next(iter(units), "") or source.say("no_unit"), stage)
        _add(indicator, "Identifier", identifier(f"{iri}#{under}"))
        for target in targets.values():
            _target(indicator, first(target, "pg:value") or "", printable(first(target, "pg:asPrinted") or ""))


def _indicator(objective: ET.Element, dimension: str, unit: str, stage: str) -> ET.Element:
    attributes = {"ValueChainStage": stage, "PerformanceIndicatorType": "Quantitative"}
    indicator = ET.SubElement(objective, "PerformanceIndicator", attributes)
    _add(indicator, "MeasurementDimension", dimension)
    _add(indicator, "UnitOfMeasurement", unit)
    return indicator


def _target(indicator: ET.Element, value: str, printed: str) -> None:
    target = ET.SubElement(ET.SubElement(indicator, "MeasurementInstance"), "TargetResult")
    _add(target, "NumberOfUnits", value)
    if printed:
        _add(target, "Description", printed)


# --- XML --------------------------------------------------------------------------------------------------------------


def _administration(root: ET.Element, source: _Plan, *, identified: bool) -> None:
    administration = ET.SubElement(root, "AdministrativeInformation")
    if identified:
        _add(administration, "Identifier", identifier(source.plan.id))
    if years := source.years():
        _add(administration, "StartDate", years[0])
        _add(administration, "EndDate", years[1])
    _add(administration, "Source", source.plan.id)


def identifier(iri: str) -> str:
    """An IRI as an ``xsd:ID``: the same one each time."""
    return f"_{uuid.uuid5(uuid.NAMESPACE_URL, iri)}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
