"""What a draft can be proposed to: the elements of the graph at every level a form asks for, each with its texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plangraph.described import Described, describe, first, label_of, number, select_for, text_of
from plangraph.namespaces import ID, PG, PREFIXES, expand
from plangraph.store import GraphStore, Row

PREFIX: Final = "".join(
    f"PREFIX {name}: <{iri}>\n" for name, iri in (("pg", PG), *((n, PREFIXES[n]) for n in ("rdfs", "dcterms")))
)
_TOLD: Final = ("rdfs:label", "skos:altLabel", "pg:planLevel", "pg:code", "pg:number")


class Group(StrEnum):
    """The levels a form asks for, in the order it asks."""

    PROVINCIAL_ISSUE = "provincial-issue"
    GUIDELINE = "guideline"
    MINISTRY_ISSUE = "ministry-issue"
    SUB_PLAN_GOAL = "sub-plan-goal"
    MILESTONE = "milestone"
    NATIONAL_GOAL = "national-strategy-goal"


@dataclass(frozen=True, slots=True)
class Target:
    """One element a draft may be proposed to."""

    id: str
    label: str
    group: Group
    level: int  # 1 | 2 | 3
    code: str  # "080101" or its number, "" without either
    plan: str  # IRI of the plan it belongs to
    plan_label: str
    province: str | None  # of a provincial plan
    own: tuple[str, ...]  # its label and its other names
    context: tuple[str, ...]  # what it stands under, and what the plan says it consists of


# Two queries a group: the elements with their plans, and the texts around them. What a document says *belongs* to a
# national element is not among its texts, so that the plan that was read never speaks for its own alignment; nor is a
# goal that only a document knows (no dcterms:source), or that has a code and no text.
_WHICH: Final = {
    Group.PROVINCIAL_ISSUE: "?target a pg:DevelopmentIssue ; pg:inPlan ?plan . ?plan pg:provinceName ?province",
    Group.GUIDELINE: "?target a pg:Guideline ; pg:inPlan ?plan . ?plan pg:wasRead true ; pg:provinceName ?province",
    Group.MINISTRY_ISSUE: "?target a pg:DevelopmentIssue ; pg:inPlan ?plan "
    "FILTER NOT EXISTS { ?plan pg:provinceName ?province }",
    Group.SUB_PLAN_GOAL: "?above a pg:SubPlan . ?target pg:partOf ?above ; a pg:Goal ; pg:inPlan ?plan ; "
    "dcterms:source ?source FILTER NOT EXISTS { ?target pg:codeOnly true }",
    Group.MILESTONE: "?target a pg:Milestone ; pg:inPlan ?plan ; dcterms:source ?source",
    Group.NATIONAL_GOAL: "?above a pg:NationalStrategy . ?target pg:partOf ?above ; a pg:Goal ; pg:inPlan ?plan ; "
    "dcterms:source ?source",
}
_AROUND: Final = {
    Group.GUIDELINE: ("?target pg:hasGoal ?part", "?part pg:partOf ?target . ?part a pg:Strategy"),
    Group.SUB_PLAN_GOAL: (
        "?target pg:partOf ?part . ?part a pg:SubPlan",
        "?target pg:partOf ?above . ?above a pg:SubPlan . ?above pg:partOf ?part . ?part a pg:MasterPlan",
    ),
    Group.MILESTONE: ("?part pg:partOf ?target . ?part a pg:Goal",),
    Group.NATIONAL_GOAL: (
        "?target pg:partOf ?part . ?part a pg:NationalStrategy",
        "?target pg:partOf ?above . ?part pg:partOf ?above . ?part a pg:StrategicIssue",
    ),
}
_TARGETS: Final = PREFIX + "SELECT DISTINCT ?target ?plan ?province WHERE { %s } ORDER BY ?target"
_CONTEXT: Final = (
    PREFIX + "SELECT DISTINCT ?target ?text WHERE {{ %s {pattern} . ?part rdfs:label ?text }} ORDER BY ?target ?text"
)
_PROVINCES: Final = (
    PREFIX
    + f"SELECT ?name WHERE {{ ?place a <{PREFIXES['schema']}AdministrativeArea> ; rdfs:label ?name }} ORDER BY ?name"
)


def fetch_targets(store: GraphStore) -> list[Target]:
    """Every target of the graph, group by group, by IRI."""
    return [target for group in Group for target in _of_group(store, group)]


def fetch_provinces(store: GraphStore) -> tuple[str, ...]:
    """The Thai names of the provinces."""
    return tuple(dict.fromkeys(row["name"].value for row in store.select(_PROVINCES) if _is_thai(row)))


def _is_thai(row: Row) -> bool:
    return getattr(row["name"], "language", None) == "th"


def _of_group(store: GraphStore, group: Group) -> list[Target]:
    found = {row["target"].value: row for row in store.select(_TARGETS % _WHICH[group])}
    described = describe(store, found.keys() | {row["plan"].value for row in found.values()}, _TOLD)
    around: dict[str, list[str]] = {}
    for pattern in _AROUND.get(group, ()):
        for row in select_for(store, _CONTEXT.format(pattern=pattern), "target", found):
            around.setdefault(row["target"].value, []).append(row["text"].value)
    return [_target(group, iri, row, described, around.get(iri, ())) for iri, row in found.items()]


def _target(group: Group, iri: str, row: Row, described: Described, context: Iterable[str]) -> Target:
    properties, plan = described[iri], row["plan"].value
    label = label_of(properties, "th") or iri
    others = [text_of(term) for term in properties.get(expand("skos:altLabel"), ())]
    return Target(
        id=iri,
        label=label,
        group=group,
        level=number(properties, "pg:planLevel") or 0,
        code=first(properties, "pg:code") or first(properties, "pg:number") or "",
        plan=plan,
        plan_label=label_of(described.get(plan, {}), "th") or plan,
        province=row["province"].value if "province" in row else None,
        own=tuple(dict.fromkeys((label, *others))),
        context=tuple(dict.fromkeys(context)),
    )


def short(iri: str) -> str:
    """The IRI without the data namespace, for people."""
    return iri.removeprefix(ID)
