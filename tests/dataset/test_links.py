"""What a claim, a quoted element, a crosswalk cell or a mention becomes when the reference does not know it."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from lampang import PLAN_ID, catalogue, plan
from plangraph.dataset import DatasetParts, document_quads
from plangraph.namespaces import ID, ident, pg, term
from plangraph.records import Claim, Kind, Mention, PlanDocument, Reference, SourceSpan

PLAN = ident(PLAN_ID)


def span(text: str, line: int = 300) -> SourceSpan:
    return SourceSpan(PLAN_ID, line, line, text, 0, len(text))


def only(**parts: object) -> PlanDocument:
    """The Lampang plan with nothing but its identity, the province's plan and these parts."""
    empty: dict[str, object] = dict.fromkeys(
        ("claims", "foreign", "components", "needs", "swot", "tables", "facts", "listings", "guidelines"), ()
    )
    empty |= dict.fromkeys(("briefs", "crosswalk", "results", "prose", "visions", "missions"), ())
    empty |= {"frozen": {}}
    return replace(plan(), **{**empty, **parts})  # type: ignore[arg-type]


def build(**parts: object) -> DatasetParts:
    return document_quads(only(**parts), catalogue())


def linked(made: DatasetParts, subject: NamedNode, predicate: str) -> set[str]:
    name = term(predicate) if ":" in predicate else pg(predicate)
    found = (q.object for q in made.graph if q.subject == subject and q.predicate == name)
    return {o.value.removeprefix(ID) for o in found if isinstance(o, NamedNode)}


def proposed(made: DatasetParts) -> set[str]:
    found = (q.object for q in made.proposals if q.predicate == pg("to"))
    return {o.value.removeprefix(ID) for o in found if isinstance(o, NamedNode)}


def reference(kind: Kind, title: str, within: Reference | None = None, number: int | None = None) -> Reference:
    return Reference(kind, title, span(title), number, within=within)


MASTER_16 = reference(Kind.MASTER_PLAN, "เศรษฐกิจฐานราก", number=16)


def test_an_unknown_goal_of_a_known_plan_is_kept_as_the_document_prints_it() -> None:
    goal = reference(Kind.GOAL, "ดัชนีความสุขมวลรวมของช้างป่าเพิ่มขึ้น", MASTER_16)
    made = build(claims=(Claim(goal),))
    node = ident(f"{PLAN_ID}/claim/1")
    assert linked(made, PLAN, "alignedTo") == {f"{PLAN_ID}/claim/1"}
    assert linked(made, node, "partOf") == {"master-plan-2566/16"}
    assert linked(made, node, "inPlan") == {"master-plan-2566"}
    assert f"{PLAN_ID}/claim/1" in linked(made, ident("master-plan-2566/16"), "hasGoal")


def test_a_claim_nobody_can_place_links_nothing() -> None:
    made = build(claims=(Claim(reference(Kind.NATIONAL_STRATEGY, "การเดินเรือในทะเลทราย")),))
    assert linked(made, PLAN, "alignedTo") == set()


def test_a_number_and_the_clean_title_of_another_element_are_both_proposed() -> None:
    """Milestone 3 with the title of milestone 10: neither is linked."""
    plan_13 = replace(reference(Kind.PLAN, "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13"), number=13)
    target = reference(Kind.MILESTONE, "ไทยมีเศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ", plan_13, 3)
    made = build(claims=(Claim(target),))
    assert linked(made, PLAN, "alignedTo") == set()
    assert proposed(made) == {"nesdp-13/milestone/3", "nesdp-13/milestone/10"}


def test_a_number_wins_over_a_damaged_title_and_the_print_is_kept() -> None:
    plan_13 = replace(reference(Kind.PLAN, "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13"), number=13)
    target = reference(Kind.MILESTONE, "ไทยมีเศรฐกิจหมนเวียนสังคมคารบอน", plan_13, 10)
    made = build(claims=(Claim(target, "ทำสิ่งนี้", span("ทำสิ่งนี้", 301)),))
    assert linked(made, PLAN, "alignedTo") == {"nesdp-13/milestone/10"}
    printed = {q.object.value for q in made.graph if q.predicate == pg("printedTitle") and hasattr(q.object, "value")}
    assert printed == {target.title}
    assert any(q.predicate == pg("achievement") for q in made.graph)


def test_plans_and_policies_nobody_knows_get_one_node_for_each_name() -> None:
    name = "แผนปฏิบัติการช้างป่าแห่งชาติ พ.ศ. 2566 - 2570"
    known = Reference(Kind.PLAN, name, span(name), valid_from=2566, valid_until=2570)
    yearly = replace(known, title="แผนช้างรายปี 2570", span=span("แผนช้างรายปี 2570", 302), valid_from=None, year=2570)
    made = build(claims=(Claim(known), Claim(replace(known, span=span(name, 303))), Claim(yearly)))
    assert linked(made, PLAN, "alignedTo") == {f"{PLAN_ID}/named-plan/1", f"{PLAN_ID}/named-plan/2"}
    first = ident(f"{PLAN_ID}/named-plan/1")
    assert len(linked(made, first, "evidence")) == 2
    years = {(q.predicate, str(q.object)) for q in made.graph if q.subject == first}
    assert (pg("validFrom"), '"2566"^^<http://www.w3.org/2001/XMLSchema#integer>') in years


def test_another_province_s_plan_is_not_this_one_s() -> None:
    phrae = reference(Kind.PLAN, "แผนพัฒนาจังหวัดแพร่ พ.ศ. 2566 - 2570")
    own = reference(Kind.PLAN, "แผนพัฒนาจังหวัด ปี 2569")
    made = build(claims=(Claim(phrae), Claim(own)))
    targets = linked(made, PLAN, "alignedTo")
    assert "lampang-development-plan-2566-2570" in targets
    assert len(targets) == 2


def test_a_mention_that_cannot_be_placed_is_proposed_or_cited_and_never_linked() -> None:
    brief = plan().briefs[12]
    vague = Mention(reference(Kind.NATIONAL_STRATEGY, "การพัฒนาและเสริมสร้างศักยภาพทุน"), "stated", "rationale")
    vision = Mention(reference(Kind.VISION, "ช้างป่าอยู่ดีมีสุขทั้งแผ่นดินโดยทั่วกัน"), "stated", "rationale")
    negated = Mention(replace(MASTER_16, span=span("ไม่สอดคล้องกับแผนแม่บท", 304)), "negated", "rationale")
    made = build(briefs=(replace(brief, mentions=(vague, vision, negated)),))
    project = ident(f"{PLAN_ID}/project/brief-13")
    assert linked(made, project, "alignedTo") <= {"lampang-development-plan-2566-2570/issue/3", "national-strategy/3"}
    assert "master-plan-2566/16" not in linked(made, project, "alignedTo") | linked(made, project, "cites")
    assert linked(made, project, "cites") == {f"{PLAN_ID}/background/1"}


def test_a_project_with_a_brief_alone_stands_under_the_heading_of_the_briefs() -> None:
    made = build(briefs=plan().briefs[12:])
    project = ident(f"{PLAN_ID}/project/brief-13")
    assert linked(made, project, "partOf") == {PLAN_ID}
    assert linked(made, ident(f"{PLAN_ID}/brief/13"), "briefOf") == {f"{PLAN_ID}/project/brief-13"}


def test_a_crosswalk_cell_that_is_no_guideline_of_the_plan_links_nothing() -> None:
    cells = tuple(replace(cell, text="ช้างป่า") if cell.own else cell for cell in plan().crosswalk)
    made = build(crosswalk=cells, guidelines=plan().guidelines)
    assert not [q for q in made.graph if q.object == pg("tabulated")]


def test_a_result_of_the_plan_s_own_year_stays_in_the_plan() -> None:
    result = replace(plan().results[0], fiscal_year=2570)
    made = build(results=(result,))
    assert linked(made, ident(f"{PLAN_ID}/project/4.3.01"), "inPlan") == {PLAN_ID}


def test_a_document_without_a_province_plan_or_anything_else_is_still_a_plan() -> None:
    made = build(province_plan=None)
    assert linked(made, PLAN, "rdf:type") == {term("pg:Plan").value}
    assert made.proposals == []
