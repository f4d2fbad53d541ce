"""HermiT: ontology and data agree, and the mistakes people make do not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from rdflib import Graph

Consistent = Callable[[str], bool]

PREFIXES = """@base <https://w3id.org/plangraph/id/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pg: <https://w3id.org/plangraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix time: <http://www.w3.org/2006/time#> .
"""

RIGHT = """
<plan> a pg:Plan ; pg:planLevel 3 ; pg:fiscalYear 2570 ; pg:wasRead true ; pg:provinceName "ลำปาง" ;
    pg:responsible <org/office> .
<plan-2568> a pg:Plan ; pg:planLevel 3 ; pg:fiscalYear 2568 .
<org/office> a org:Organization .
<guideline> a pg:Guideline ; pg:inPlan <plan> ; pg:partOf <plan> ; pg:hasGoal <goal> ; pg:hasIndicator <indicator> .
<goal> a pg:Goal ; pg:inPlan <plan> ; pg:partOf <guideline> .
<indicator> a pg:Indicator ; pg:inPlan <plan> ; pg:hasTarget <target> .
<target> a pg:TargetValue ; pg:value 3.0 ; pg:comparator pg:atLeast .
<strategy> a pg:Strategy ; pg:inPlan <plan> ; pg:partOf <guideline> .
<project> a pg:Project ; pg:inPlan <plan> ; pg:partOf <strategy> ; pg:alignedTo <national-strategy/5> ;
    pg:hasBudgetLine <line> ; pg:cites <law> .
<activity> a pg:Activity ; pg:inPlan <plan> ; pg:partOf <project> .
<brief> a pg:ProjectBrief ; pg:inPlan <plan> ; pg:briefOf <project> ; pg:statedYear 2569 ; pg:evidence <passage> .
<line> a pg:BudgetLine ; pg:amount 141700.0 ; pg:figureFrom pg:strategyTable ; pg:underStrategy <strategy> ;
    pg:fundingSource pg:province .
<national-strategy> a pg:Plan ; pg:planLevel 1 .
<national-strategy/5> a pg:NationalStrategy ; pg:inPlan <national-strategy> ; pg:partOf <national-strategy> .
<master-plan> a pg:Plan ; pg:planLevel 2 .
<master-plan/09> a pg:MasterPlan ; pg:inPlan <master-plan> ; pg:partOf <master-plan> ;
    pg:alignedTo <national-strategy/5> .
<sub-plan/0901> a pg:SubPlan ; pg:inPlan <master-plan> ; pg:partOf <master-plan/09> .
<alignment> a pg:Alignment ; pg:from <project> ; pg:to <national-strategy/5> ; pg:basis pg:stated ;
    pg:relation pg:alignedTo ; pg:evidence <passage> ; pg:caveat pg:titleDiffers .
<passage> a pg:Passage ; pg:document <document> ; pg:firstLine 1346 ; pg:lastLine 1346 ; pg:exactText "ยุทธศาสตร์ชาติ" .
<document> a pg:Document ; pg:lineCount 1700 .
<law> a pg:Background .
"""

MISTAKES = {
    "a project that is also a master plan": "<project> a pg:MasterPlan .",
    "a guideline that is part of an indicator": "<guideline> pg:partOf <indicator> .",
    "an alignment with two targets of disjoint classes": "<alignment> pg:to <sub-plan/0901> .",
    "an alignment on two bases": "<alignment> pg:basis pg:proposed .",
    "a project that is also the doing of it": "<project> a prov:Activity .",
    "a project that is part of a goal": "<project> pg:partOf <goal> .",
    "a sub-plan directly under the plan, without its master plan": "<sub-plan/0901> pg:partOf <master-plan> .",
    "a strategy and its project each part of the other": "<strategy> pg:partOf <project> .",
    "an element aligned to itself": "<project> pg:alignedTo <project> .",
    "a link both inside a plan and across plans": "<project> pg:alignedTo <strategy> .",
    "a brief that is aligned instead of its project": "<brief> pg:alignedTo <national-strategy/5> .",
    "a project aligned to a law that it only cites": "<project> pg:alignedTo <law> .",
    "a budget line of two amounts": "<line> pg:amount 280000.0 .",
    "a budget line under a guideline": "<line> pg:underStrategy <guideline> .",
    "a figure whose source is a funding source": "<line> pg:figureFrom pg:provincialCluster .",
    "an element of plans of two years": "<project> pg:inPlan <plan-2568> .",
    "a plan that is its own document": "<plan> a pg:Document .",
    "a project run by a plan": "<project> pg:responsible <plan> .",
}


def ntriples(turtle: str) -> str:
    return Graph().parse(data=PREFIXES + turtle, format="turtle").serialize(format="nt")


def test_the_ontology_alone_is_consistent(is_consistent: Consistent) -> None:
    assert is_consistent("")


def test_a_plan_written_as_designed_is_consistent(is_consistent: Consistent) -> None:
    """Every seeded mistake below adds one statement to this, so that statement alone is what is found wrong."""
    assert is_consistent(ntriples(RIGHT))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_inconsistent(mistake: str, is_consistent: Consistent) -> None:
    assert not is_consistent(ntriples(RIGHT + mistake))


@pytest.mark.parametrize(
    ("subject", "relation", "target", "follows"),
    [
        ("activity", "contributesTo", "national-strategy/5", True),
        ("project", "partOf", "guideline", False),
        ("project", "evidence", "passage", True),
    ],
    ids=["a path over three hops", "no part of a part", "a brief speaks for its project"],
)
def test_what_follows_from_a_plan(
    subject: str, relation: str, target: str, follows: bool, is_consistent: Consistent
) -> None:
    """To deny what follows is inconsistent; to deny what does not follow is no contradiction."""
    denial = f"""<denial> a owl:NegativePropertyAssertion ; owl:sourceIndividual <{subject}> ;
        owl:assertionProperty pg:{relation} ; owl:targetIndividual <{target}> ."""
    assert is_consistent(ntriples(RIGHT + denial)) != follows


@pytest.fixture(scope="module")
def view(built_triples: list[str]) -> str:
    """The committed graphs without the dates that HermiT refuses."""
    lines = [line for line in built_triples if not re.search(r"XMLSchema#(date|dateTime|gYear)>", line)]
    assert len(lines) > 10_000
    return "".join(lines)


def test_the_built_data_are_consistent(view: str, is_consistent: Consistent) -> None:
    assert is_consistent(view)


def test_one_mistake_in_the_built_data_is_found(view: str, is_consistent: Consistent) -> None:
    """The run over all data is not blind."""
    project = re.search(r"^(<\S+>) \S+#type> <\S+ontology#Project> \.$", view, flags=re.MULTILINE)
    assert project
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert not is_consistent(f"{view}{project[1]} {kind} <https://w3id.org/plangraph/ontology#MasterPlan> .\n")
