"""Links of the whole plan: what its alignment section claims, what it spells out of other plans, and its crosswalk."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode
from rapidfuzz.fuzz import ratio

from plangraph.catalogue import Resolution
from plangraph.dataset.builder import Builder, number, text
from plangraph.dataset.resolving import Resolver
from plangraph.namespaces import ident
from plangraph.records import Basis, Claim, CrosswalkCell, ForeignElement, Kind, Reference, SourceSpan
from plangraph.thai import match_key

SAME_TITLE = 90.0  # a crosswalk cell copies a title with line breaks in it; the plans' own titles are 60 apart or more

# Number and title, or title and place, say different things: nothing is linked, every meaning is proposed.
CONFLICTS = {"number-title-conflict", "under-another-parent", "ambiguous"}

# Reading leaves a place for these in another plan when the reference data do not know them.
PARTS = {Kind.GOAL, Kind.SUB_PLAN, Kind.STRATEGIC_ISSUE, Kind.SECURITY_POLICY, Kind.MILESTONE, Kind.REFORM_TOPIC}


def add_claims(builder: Builder, resolver: Resolver) -> None:
    """The plan → every element its alignment section names (``pg:planWide``)."""
    for place, claim in enumerate(builder.document.claims, start=1):
        target = claim.target
        node, found = resolver.node(target)
        if node is None:
            node = _claimed(builder, resolver, target, found, place)
        if node is None:
            continue
        _plan_wide(builder, node, claim, found)


def _plan_wide(builder: Builder, node: NamedNode, claim: Claim, found: Resolution) -> None:
    caveats, printed = title_caveat(found, claim.target)
    link = builder.link(
        builder.plan, node, "alignedTo", Basis.PLAN_WIDE, [claim.target.span], caveats=caveats, printed_title=printed
    )
    if claim.achievement:
        builder.add(link, "achievement", text(claim.achievement))
        if claim.achievement_span:
            builder.passage(claim.achievement_span, "การบรรลุเป้าหมาย")


def title_caveat(found: Resolution, target: Reference) -> tuple[tuple[str, ...], str | None]:
    """The warning that a document prints another wording than the official one."""
    if found.title_differs and target.title:
        return ("titleDiffers",), target.title
    return (), None


def _claimed(
    builder: Builder, resolver: Resolver, target: Reference, found: Resolution, place: int
) -> NamedNode | None:
    """What a claim without a certain target gives: proposals to the candidates, or an element as it is printed."""
    parent = parent_of(resolver, target)
    if parent is None or target.within is None or target.kind not in PARTS:
        propose_candidates(builder, builder.plan, target, found)
        return None
    node = _as_printed(builder, target, parent, place)
    builder.link(node, parent, "partOf", Basis.POSITIONED, [target.within.span])
    propose_candidates(builder, node, target, found, relation="owl:sameAs")
    return None if found.candidates and found.problem in CONFLICTS else node


def _as_printed(builder: Builder, target: Reference, parent: NamedNode, place: int) -> NamedNode:
    """An element of another plan as this document prints it, where no known one is certainly meant."""
    node = ident(builder.mint.keep("claim", target.span, f"claim/{place}"))
    builder.node(
        node,
        target.kind.value,
        target.title,
        target.span,
        plan=_plan_of(builder, parent),
        level=_level(builder, parent),
        number_=target.number,
        code=target.code,
    )
    if target.kind is Kind.GOAL:
        builder.add(parent, "hasGoal", node)
    return node


def parent_of(resolver: Resolver, target: Reference) -> NamedNode | None:
    """The node a reference stands under: the nearest one that resolves."""
    above = target.within
    while above is not None:
        node, _ = resolver.node(above)
        if node is not None:
            return node
        above = above.within
    return None


def _level(builder: Builder, node: NamedNode) -> int:
    entry = builder.catalogue.get(node.value)
    return entry.level if entry else 3


def _plan_of(builder: Builder, node: NamedNode) -> NamedNode:
    """The plan a node belongs to; a plan belongs to itself."""
    entry = builder.catalogue.get(node.value)
    return NamedNode(entry.plan) if entry and entry.plan else node


REASONS = {
    "number-title-conflict": "ลำดับที่ชี้รายการหนึ่ง แต่ชื่อเป็นชื่อของอีกรายการหนึ่ง",
    "under-another-parent": "ชื่อนี้อยู่ภายใต้แผนอื่นในข้อมูลอ้างอิง",
    "ambiguous": "มีหลายรายการที่ชื่อตรงกัน",
    "title-unclear": "ชื่อคล้ายแต่ไม่ตรงพอ",
    "within-unresolved": "ไม่รู้ว่าอยู่ภายใต้แผนใด",
}


def propose_candidates(
    builder: Builder, source: NamedNode, target: Reference, found: Resolution, relation: str = "alignedTo"
) -> None:
    """What a text may mean, kept as proposals with the reason it was not linked."""
    for iri, score in found.candidates:
        entry = builder.catalogue.get(iri)
        name = entry.titles[0] if entry and entry.titles else iri
        because = [f"เอกสารพิมพ์ว่า “{target.title}”", f"ใกล้เคียง “{name}” ร้อยละ {score:.0f}"]
        if found.problem in REASONS:
            because.append(REASONS[found.problem])
        builder.propose(source, NamedNode(iri), relation, score / 100.0, because, [target.span])


# --- elements of other plans that the document spells out ------------------------------------------------------------


PROVINCE_PATHS = {
    Kind.VISION: "vision",
    Kind.MISSION: "mission",
    Kind.DEVELOPMENT_ISSUE: "issue",
    Kind.POSITIONING: "positioning",
}


def add_foreign(builder: Builder, resolver: Resolver) -> None:
    """Sub-plan guidelines, reform steps, security strategies, and the province's vision, missions and issues."""
    made: dict[str, NamedNode] = {}
    for place, element in enumerate(builder.document.foreign, start=1):
        plan, _ = resolver.node(element.plan)
        if plan is None:
            continue
        node = _foreign_node(builder, resolver, element, plan, place)
        made[_key(element.kind, element.span)] = node
        _place(builder, resolver, element, node, plan, made)
    _components(builder, resolver)


def _key(kind: Kind, span: SourceSpan) -> str:
    return f"{kind}:{span.first_line}:{span.first_char}"


def _foreign_node(
    builder: Builder, resolver: Resolver, element: ForeignElement, plan: NamedNode, place: int
) -> NamedNode:
    own_plan = _plan_of(builder, plan)
    if plan == resolver.province:
        local = PROVINCE_PATHS.get(element.kind, "element")
        path = f"{plan.value}/{local}" + (f"/{element.number}" if element.number is not None else "")
        node = NamedNode(path)
    else:
        node = ident(builder.mint.keep("quoted", element.span, f"quoted/{place}"))
    level: int | None = _level(builder, plan)
    builder.node(
        node,
        element.kind.value,
        element.title,
        element.span,
        plan=own_plan,
        level=level,
        number_=element.number,
        code=element.code,
    )
    builder.targets(node, element.quantities, own_plan)
    if element.detail:
        builder.add(node, "dcterms:description", text(element.detail))
    return node


UNPLACED = {Kind.VISION, Kind.MISSION, Kind.POSITIONING}


def _place(
    builder: Builder,
    resolver: Resolver,
    element: ForeignElement,
    node: NamedNode,
    plan: NamedNode,
    made: dict[str, NamedNode],
) -> None:
    """Where a quoted element stands: under its parent, else under its plan; visions and missions stand nowhere."""
    if element.kind in UNPLACED:
        return
    parent = _parent(resolver, element, made) or plan
    if element.kind is Kind.INDICATOR:
        builder.add(parent, "hasIndicator", node)
        return
    if element.kind is Kind.GOAL:
        builder.add(parent, "hasGoal", node)
    builder.link(node, parent, "partOf", Basis.POSITIONED, [element.heading or element.span])


def _parent(resolver: Resolver, element: ForeignElement, made: dict[str, NamedNode]) -> NamedNode | None:
    if element.parent is None:
        return None
    known = made.get(_key(element.parent.kind, element.parent.span))
    if known is not None:
        return known
    node, _ = resolver.node(element.parent)
    return node or parent_of(resolver, element.parent)


def _components(builder: Builder, resolver: Resolver) -> None:
    for component in builder.document.components:
        milestones = [resolver.node(reference)[0] for reference in component.milestones]
        known = [node for node in milestones if node is not None]
        plan = _plan_of(builder, known[0]) if known else builder.plan
        node = ident(builder.mint.keep("component", component.span, f"component/{component.number}"))
        builder.node(node, "Component", component.title, component.span, plan=plan, level=2, number_=component.number)
        if component.announced is not None:
            builder.add(node, "announcedItems", number(component.announced))
        for milestone in known:
            builder.add(milestone, "inComponent", node)


# --- crosswalk -------------------------------------------------------------------------------------------------------


def add_crosswalk(builder: Builder, resolver: Resolver) -> None:
    """Rows of the crosswalk: this plan's own cell is aligned to every other cell of its row (``pg:tabulated``)."""
    rows: dict[tuple[str, int], list[CrosswalkCell]] = {}
    for cell in builder.document.crosswalk:
        rows.setdefault((cell.row, cell.span.first_line), []).append(cell)
    for cells in rows.values():
        nodes = [(cell, _cell_node(builder, resolver, cell)) for cell in cells]
        own = [(cell, node) for cell, node in nodes if cell.own and node is not None]
        if not own or own[0][0].kind is Kind.VISION:
            continue
        cell, source = own[0]
        for other, target in nodes:
            if target is not None and not other.own:
                builder.link(source, target, "alignedTo", Basis.TABULATED, [cell.span, other.span])


def _cell_node(builder: Builder, resolver: Resolver, cell: CrosswalkCell) -> NamedNode | None:
    if cell.own:
        return _own_guideline(builder, cell)
    if cell.plan is None:
        return None
    plan, _ = resolver.node(cell.plan)
    if plan is None:
        return None
    known = _same_title(builder, plan, cell.text)
    if known is not None:
        if cell.kind is not Kind.VISION:
            builder.evidence(known, cell.span)
        return known
    if cell.kind is Kind.VISION:
        node = NamedNode(f"{plan.value}/vision")
        return builder.node(node, "Vision", cell.text, cell.span, plan=plan)
    node = NamedNode(f"{plan.value}/issue/{cell.row_number}")
    builder.node(node, "DevelopmentIssue", cell.text, cell.span, plan=plan, number_=cell.row_number)
    builder.link(node, plan, "partOf", Basis.POSITIONED, [cell.plan.span])
    return node


def _own_guideline(builder: Builder, cell: CrosswalkCell) -> NamedNode | None:
    """The guideline whose title the plan's own cell copies."""
    scores = [(ratio(match_key(cell.text), match_key(g.title)), g.number) for g in builder.document.guidelines]
    best = max(scores, default=(0.0, 0))
    return ident(builder.mint.path(f"guideline/{best[1]}")) if best[0] >= SAME_TITLE else None


def _same_title(builder: Builder, plan: NamedNode, title: str) -> NamedNode | None:
    """An issue of that plan with this title in whatever row: the row's number is the table's, not the issue's."""
    issues = builder.catalogue.of_kind(Kind.DEVELOPMENT_ISSUE, plan.value)
    scored: Iterable[tuple[float, str]] = (
        (max((ratio(match_key(title), match_key(name)) for name in entry.titles), default=0.0), entry.iri)
        for entry in issues
    )
    best = max(scored, default=(0.0, ""))
    return NamedNode(best[1]) if best[0] >= SAME_TITLE else None
