"""Guidelines, strategies, projects with their briefs and money, and what their texts name."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode
from rapidfuzz.fuzz import ratio

from plangraph.dataset.alignment import propose_candidates, title_caveat
from plangraph.dataset.builder import Builder, decimal, number, text
from plangraph.dataset.plan import add_fiscal_year, organisation
from plangraph.dataset.projects import ProjectDraft, merge, name_key, shared
from plangraph.dataset.resolving import Resolver
from plangraph.namespaces import ident, term
from plangraph.records import Basis, Brief, Guideline, Kind, Measure, Money, Reference, SourceSpan, Strategy
from plangraph.thai import match_key

OLD_NAME = 45.0  # percent: what a project without a brief must share with another of the same amount to be its old name
SAME_VISION = 80.0


def add_guidelines(builder: Builder) -> None:
    """Guidelines with goals, indicators and strategies."""
    for guideline in builder.document.guidelines:
        node = guideline_node(builder, guideline)
        builder.node(node, "Guideline", guideline.title, guideline.span, number_=guideline.number)
        builder.link(node, builder.plan, "partOf", Basis.POSITIONED, [heading(builder, "แนวทางการพัฒนา")])
        for place, goal in enumerate(guideline.goals, start=1):
            goal_node = NamedNode(f"{node.value}/goal/{place}")
            builder.node(goal_node, "Goal", goal.text, goal.span, number_=goal.number)
            builder.add(node, "hasGoal", goal_node)
            builder.link(goal_node, node, "partOf", Basis.POSITIONED, [guideline.span])
        for place, indicator in enumerate(guideline.indicators, start=1):
            builder.add(
                node,
                "hasIndicator",
                builder.measure(NamedNode(f"{node.value}/indicator/{place}"), "Indicator", indicator),
            )
        for strategy in guideline.strategies:
            _strategy(builder, guideline, strategy, node)


def guideline_node(builder: Builder, guideline: Guideline) -> NamedNode:
    return ident(builder.mint.path(f"guideline/{guideline.number}"))


def strategy_node(builder: Builder, guideline: Guideline, strategy: Strategy) -> NamedNode:
    return NamedNode(f"{guideline_node(builder, guideline).value}/strategy/{strategy.number}")


def _strategy(builder: Builder, guideline: Guideline, strategy: Strategy, parent: NamedNode) -> None:
    node = strategy_node(builder, guideline, strategy)
    builder.node(node, "Strategy", strategy.title, strategy.span, number_=strategy.number)
    builder.link(node, parent, "partOf", Basis.POSITIONED, [guideline.span])


def heading(builder: Builder, start: str) -> SourceSpan:
    """The section heading that starts so, else the title of the plan."""
    sections = builder.document.sections
    return next((s.span for s in sections if s.number and s.title.startswith(start)), builder.document.identity.span)


# --- projects --------------------------------------------------------------------------------------------------------


def add_projects(builder: Builder, resolver: Resolver) -> list[tuple[ProjectDraft, NamedNode]]:
    """Every project of the plan, with lines, brief and links; returns them with their nodes."""
    projects = [
        (draft, _project_node(builder, draft)) for draft in merge(builder.document.guidelines, builder.document.briefs)
    ]
    for draft, node in projects:
        _project(builder, draft, node)
        _listings(builder, draft, node)
        if draft.brief:
            _brief(builder, resolver, draft, draft.brief, node)
    _old_names(builder, projects)
    _other_years(builder, projects)
    return projects


def _project_node(builder: Builder, draft: ProjectDraft) -> NamedNode:
    if not draft.listings and draft.brief is not None:
        return ident(builder.mint.keep("project", draft.brief.name_span, f"project/brief-{draft.brief.position:02}"))
    first = draft.listings[0]
    place = f"{first.guideline.number}.{first.strategy.number}.{first.row.group}.{first.row.number or first.position}"
    year = first.row.fiscal_year
    more = f"-{year}" if year and year != builder.document.identity.fiscal_year else ""
    also = [listing.row.span for listing in draft.listings[1:]] + ([draft.brief.name_span] if draft.brief else [])
    return ident(builder.mint.keep("project", first.row.span, f"project/{place}{more}", also))


def _project(builder: Builder, draft: ProjectDraft, node: NamedNode) -> None:
    year = draft.fiscal_year or builder.document.identity.fiscal_year
    builder.add(node, "rdf:type", term("pg:Project"))
    builder.add(node, "rdfs:label", text(draft.name))
    builder.add(node, "inPlan", builder.plan)
    builder.add(node, "planLevel", number(3))
    builder.add(node, "fiscalYear", number(year))
    add_fiscal_year(builder, year)
    for alias in sorted(draft.aliases):
        builder.add(node, "skos:altLabel", text(alias))
    for name in draft.names:
        if match_key(name) != match_key(draft.name):
            builder.add(node, "skos:altLabel", text(name))
    spans = [listing.row.span for listing in draft.listings] + ([draft.brief.name_span] if draft.brief else [])
    for span in spans:
        builder.add(node, "asPrinted", text(span.text, None))
        builder.evidence(node, span)


def _listings(builder: Builder, draft: ProjectDraft, node: NamedNode) -> None:
    for listing in draft.listings:
        strategy = strategy_node(builder, listing.guideline, listing.strategy)
        builder.link(node, strategy, "partOf", Basis.POSITIONED, [listing.strategy.span])
        row = listing.row
        if row.number is not None:
            builder.add(node, "listingNumber", number(row.number))
        line = ident(builder.mint.path(f"budget/table-{listing.position:02}"))
        add_money(builder, line, node, row.money, "strategyTable", row.fiscal_year)
        builder.evidence(line, row.span)
        builder.add(line, "underStrategy", strategy)
        if row.funding:
            builder.add(line, "fundingSource", term(f"pg:{row.funding}"))
            if row.funding_heading:
                builder.add(line, "fundingHeading", builder.passage(row.funding_heading))
    if not draft.listings:
        builder.link(node, builder.plan, "partOf", Basis.POSITIONED, [heading(builder, "โครงการ")])


def add_money(
    builder: Builder, line: NamedNode, project: NamedNode, money: Money, figure_from: str, year: int | None
) -> None:
    """One printed figure as a budget line of a project."""
    builder.add(project, "hasBudgetLine", line)
    builder.add(line, "rdf:type", term("pg:BudgetLine"))
    builder.add(line, "rdfs:label", text(f"{money.printed} {money.unit}".strip() or "ไม่มีตัวเลข"))
    builder.add(line, "inPlan", builder.plan)
    builder.add(line, "figureFrom", term(f"pg:{figure_from}"))
    builder.add(line, "amountAsPrinted", text(money.printed, None))
    if money.baht is not None:
        builder.add(line, "amount", decimal(money.baht))
    if money.unit:
        builder.add(line, "unitAsPrinted", text(money.unit, None))
    if money.words:
        builder.add(line, "amountInWords", text(money.words, None))
    if year:
        builder.add(line, "fiscalYear", number(year))
    builder.evidence(line, money.span)


# --- briefs ----------------------------------------------------------------------------------------------------------


def _brief(builder: Builder, resolver: Resolver, draft: ProjectDraft, brief: Brief, project: NamedNode) -> None:
    node = ident(builder.mint.keep("brief", brief.name_span, f"brief/{brief.position:02}"))
    builder.add(node, "rdf:type", term("pg:ProjectBrief"))
    builder.add(node, "rdfs:label", text(brief.name))
    builder.add(node, "inPlan", builder.plan)
    builder.add(node, "briefOf", project)
    builder.add(node, "number", number(brief.position))
    builder.evidence(node, brief.name_span)
    for field in brief.fields:
        builder.evidence(node, field.span)
    if brief.stated_year and brief.year_span:
        builder.add(node, "statedYear", number(brief.stated_year))
        builder.evidence(node, brief.year_span)
    if brief.rationale:
        builder.add(node, "dcterms:description", text(brief.rationale))
    _contents(builder, brief, node, project)
    if brief.money:
        line = ident(builder.mint.path(f"budget/brief-{brief.position:02}"))
        add_money(
            builder,
            line,
            project,
            brief.money,
            "projectBrief",
            draft.fiscal_year or builder.document.identity.fiscal_year,
        )
    for item in brief.responsible:
        builder.add(project, "responsible", organisation(builder, item.text, item.span))
    _links(builder, resolver, brief, project)
    _mentions(builder, resolver, brief, project)


def _contents(builder: Builder, brief: Brief, node: NamedNode, project: NamedNode) -> None:
    objectives = (Measure(item.text, item.span, item.number) for item in brief.objectives)
    parts: tuple[tuple[str, str, Iterable[Measure]], ...] = (
        ("Objective", "hasObjective", objectives),
        ("Output", "hasOutput", brief.outputs),
        ("Outcome", "hasOutcome", brief.outcomes),
        ("Indicator", "hasIndicator", brief.indicators),
        ("Activity", "hasActivity", brief.activities),
    )
    label = next((field.span for field in brief.fields if field.name == "activities"), brief.span)
    for kind, predicate, measures in parts:
        for place, measure in enumerate(measures, start=1):
            part = NamedNode(f"{node.value}/{kind.lower()}/{place}")
            builder.add(project, predicate, builder.measure(part, kind, measure))
            if kind == "Activity":
                builder.link(part, project, "partOf", Basis.POSITIONED, [label])


def _links(builder: Builder, resolver: Resolver, brief: Brief, project: NamedNode) -> None:
    """Section 6 of the brief: the issue it names, stated."""
    for reference in brief.links:
        _stated(builder, resolver, project, reference)


def _mentions(builder: Builder, resolver: Resolver, brief: Brief, project: NamedNode) -> None:
    """What the brief's text follows and cites. A link that only speaks of the agency's mission carries that warning."""
    stated = [mention for mention in brief.mentions if mention.role == "stated"]
    links = [(mention.agency, _stated_mention(builder, resolver, project, mention.target)) for mention in stated]
    of_the_project = {link for agency, link in links if not agency}
    for _, link in links:
        if link is not None and link not in of_the_project:
            builder.add(link, "caveat", term("pg:agencyMission"))
    for mention in brief.mentions:
        if mention.role == "cites":
            _cited(builder, resolver, project, mention.target)


def _stated_mention(builder: Builder, resolver: Resolver, project: NamedNode, target: Reference) -> NamedNode | None:
    """The alignment of a named target; None when it is only proposed or cited."""
    if target.kind is not Kind.VISION:
        return _stated(builder, resolver, project, target)
    vision = _vision(builder, target)
    if vision is None:
        _cited(builder, resolver, project, target)
        return None
    return builder.link(project, vision, "alignedTo", Basis.STATED, [target.span])


def _stated(builder: Builder, resolver: Resolver, project: NamedNode, target: Reference) -> NamedNode | None:
    node, found = resolver.node(target)
    if node is None:
        propose_candidates(builder, project, target, found)
        return None
    caveats, printed = title_caveat(found, target)
    return builder.link(project, node, "alignedTo", Basis.STATED, [target.span], caveats=caveats, printed_title=printed)


def _cited(builder: Builder, resolver: Resolver, project: NamedNode, target: Reference) -> None:
    """Background: named, and followed by nobody."""
    if target.kind in (Kind.BACKGROUND, Kind.VISION):
        builder.add(project, "cites", resolver.background(target.title, target.span))
        return
    node, _ = resolver.node(target)
    if node is not None:
        builder.add(project, "cites", node)
        builder.evidence(node, target.span)


def _vision(builder: Builder, target: Reference) -> NamedNode | None:
    """The vision of another plan's crosswalk column that a quotation repeats, almost to the word."""
    scored = [
        (ratio(match_key(target.title), match_key(cell.text)), cell)
        for cell in builder.document.crosswalk
        if cell.kind is Kind.VISION and not cell.own and cell.plan is not None
    ]
    best = max(scored, key=lambda pair: pair[0], default=None)
    if best is None or best[0] < SAME_VISION or best[1].plan is None:
        return None
    found = builder.catalogue.resolve(best[1].plan)
    return NamedNode(f"{found.iri}/vision") if found.iri else None


# --- old names -------------------------------------------------------------------------------------------------------


def _old_names(builder: Builder, projects: list[tuple[ProjectDraft, NamedNode]]) -> None:
    """A row without a brief whose amount is another project's may be that project under its old name: a proposal."""
    for draft, node in projects:
        if draft.brief is not None or not draft.listings:
            continue
        money = draft.listings[0].row.money
        for other, other_node in projects:
            if other is draft or other.brief is None or not other.listings or money.baht is None:
                continue
            score = shared(draft.name, other.name)
            if other.listings[0].row.money.baht == money.baht and score >= OLD_NAME:
                because = [
                    f"ยอดเงินในตารางเท่ากัน {money.baht:,.0f} บาท",
                    "แถวนี้ไม่มีแบบย่อโครงการ",
                    f"ชื่อมีคำร่วมกันร้อยละ {score:.0f}",
                ]
                spans = [draft.listings[0].row.span, other.listings[0].row.span]
                builder.propose(node, other_node, "owl:sameAs", score / 100.0, because, spans)


def _other_years(builder: Builder, projects: list[tuple[ProjectDraft, NamedNode]]) -> None:
    """A row with amounts for several years is a project of each of them: one series."""
    by_name: dict[str, list[tuple[int | None, NamedNode]]] = {}
    for draft, node in projects:
        for key in sorted({name_key(name) for name in draft.names}):
            by_name.setdefault(key, []).append((draft.fiscal_year, node))
    for found in by_name.values():
        for year, node in found:
            for other_year, other in found:
                if year is not None and other_year is not None and year != other_year:
                    builder.add(node, "sameSeriesAs", other)
