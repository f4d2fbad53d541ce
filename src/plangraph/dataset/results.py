"""What projects of a past year achieved and spent, and which projects go on from one year to the next."""

from __future__ import annotations

from pyoxigraph import NamedNode

from plangraph.dataset.builder import Builder, decimal, number, text
from plangraph.dataset.plan import add_fiscal_year
from plangraph.dataset.programme import add_money
from plangraph.dataset.projects import ProjectDraft, likeness, name_key
from plangraph.namespaces import ident, term
from plangraph.records import Result, ResultMeasure, SourceSpan

SERIES = 60.0  # percent: from here on a likeness of names is worth proposing as the same project in another year


def add_results(builder: Builder, projects: list[tuple[ProjectDraft, NamedNode]]) -> None:
    """Every reported project in the plan of its year, with result, budget line and series."""
    for result in builder.document.results:
        project = _project(builder, result)
        _result(builder, result, project)
        _series(builder, result, project, projects)


def plan_of_year(builder: Builder, year: int) -> NamedNode:
    """The plan of the same office for that year, known by name only unless it was read itself."""
    document = builder.document
    if year == document.identity.fiscal_year:
        return builder.plan
    stem = document.id.removesuffix(f"-{document.identity.fiscal_year}")
    node = ident(f"{stem}-{year}")
    builder.add(node, "rdf:type", term("pg:Plan"))
    builder.add(
        node, "rdfs:label", text(document.identity.title.replace(str(document.identity.fiscal_year), str(year)))
    )
    builder.add(node, "planLevel", number(3))
    builder.add(node, "fiscalYear", number(year))
    add_fiscal_year(builder, year)
    return node


def _place(result: Result) -> str:
    return f"{result.section}.{result.number:02}"


def _project(builder: Builder, result: Result) -> NamedNode:
    plan = plan_of_year(builder, result.fiscal_year)
    node = NamedNode(f"{plan.value}/project/{_place(result)}")
    builder.node(node, "Project", result.name, result.span, plan=plan)
    builder.add(node, "fiscalYear", number(result.fiscal_year))
    builder.add(node, "listingNumber", number(result.number))
    for alias in result.aliases:
        builder.add(node, "skos:altLabel", text(alias))
    return node


def _result(builder: Builder, result: Result, project: NamedNode) -> None:
    plan = plan_of_year(builder, result.fiscal_year)
    node = NamedNode(f"{plan.value}/result/{_place(result)}")
    builder.add(node, "rdf:type", term("pg:Result"))
    builder.add(node, "rdfs:label", text(f"ผลการดำเนินงาน {result.name}"))
    builder.add(node, "inPlan", plan)
    builder.add(node, "resultOf", project)
    builder.add(node, "fiscalYear", number(result.fiscal_year))
    builder.evidence(node, result.span)
    for passage in result.narrative:
        builder.evidence(node, passage.span)
    if result.problems:
        builder.add(node, "problems", text(result.problems))
    if result.suggestions:
        builder.add(node, "suggestions", text(result.suggestions))
    for kind, predicate, measures in (
        ("Output", "hasOutput", result.outputs),
        ("Outcome", "hasOutcome", result.outcomes),
    ):
        for place, measure in enumerate(measures, start=1):
            part = NamedNode(f"{node.value}/{kind.lower()}/{place}")
            builder.add(project, predicate, builder.measure(part, kind, measure, plan))
    for place, planned in enumerate(result.measures, start=1):
        _measure(builder, node, planned, place, plan)
    _money(builder, result, project, plan)


def _measure(builder: Builder, node: NamedNode, measure: ResultMeasure, place: int, plan: NamedNode) -> None:
    part = NamedNode(f"{node.value}/measure/{place}")
    builder.add(node, "hasMeasure", part)
    builder.node(part, "ResultMeasure", measure.label, measure.span, plan=plan, level=None)
    if measure.planned_value is not None:
        builder.add(part, "planned", decimal(measure.planned_value))
    if measure.achieved_value is not None:
        builder.add(part, "achieved", decimal(measure.achieved_value))
    if measure.unit:
        builder.add(part, "unitText", text(measure.unit, None))


def _money(builder: Builder, result: Result, project: NamedNode, plan: NamedNode) -> None:
    money = result.budget
    if money is None:
        return
    line = NamedNode(f"{plan.value}/budget/result-{_place(result)}")
    add_money(builder, line, project, money, "resultReport", result.fiscal_year)
    builder.triples.discard((line, term("pg:inPlan"), builder.plan))
    builder.add(line, "inPlan", plan)
    if result.funding:
        builder.add(line, "fundingSource", term(f"pg:{result.funding}"))
    if result.disbursed and result.disbursed.baht is not None:
        builder.add(line, "disbursed", decimal(result.disbursed.baht))
        builder.evidence(line, result.disbursed.span)


def _series(builder: Builder, result: Result, node: NamedNode, projects: list[tuple[ProjectDraft, NamedNode]]) -> None:
    """The same project in another year: asserted where a name is equal after normalising, else the best proposal."""
    key = name_key(result.name)
    same = [other for draft, other in projects if key in {name_key(name) for name in draft.names}]
    for other in same:
        builder.add(node, "sameSeriesAs", other)
        builder.add(other, "sameSeriesAs", node)
    if same:
        return
    scored = [(likeness([result.name], result.aliases, d.names, d.aliases), d, n) for d, n in projects]
    shared_alias = [
        (d, n) for _, d, n in scored if {name_key(a) for a in d.aliases} & {name_key(a) for a in result.aliases}
    ]
    best = max(scored, key=lambda row: row[0], default=None)
    for draft, other in shared_alias:
        because = ["ชื่อย่อในวงเล็บเหมือนกัน", f"ปี {result.fiscal_year}: “{result.name}”"]
        builder.propose(other, node, "sameSeriesAs", 0.9, because, [result.span, _span(draft)])
    if best and best[0] >= SERIES and not shared_alias:
        because = [f"ชื่อคล้ายกันร้อยละ {best[0]:.0f}", f"ปี {result.fiscal_year}: “{result.name}”"]
        builder.propose(best[2], node, "sameSeriesAs", best[0] / 100.0, because, [result.span, _span(best[1])])


def _span(draft: ProjectDraft) -> SourceSpan:
    return draft.brief.name_span if draft.brief and not draft.listings else draft.listings[0].row.span
