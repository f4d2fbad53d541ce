"""The plan itself, its document, owner and years; what other plans it spells out; running text, lists and tables."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from plangraph.catalogue_entries import Entry
from plangraph.dataset.builder import Builder, boolean, decimal, number, text
from plangraph.dataset.resolving import Resolver
from plangraph.namespaces import ident, term
from plangraph.records import Fate, Item, Kind, Need, PlanDocument, Reference, SourceSpan
from plangraph.thai import fiscal_year_bounds, match_key

_COUNTED = (
    (Fate.READ, "linesRead"),
    (Fate.PROSE, "linesOfProse"),
    (Fate.IGNORED, "linesIgnored"),
    (Fate.UNREAD, "linesUnread"),
)


def add_plan(builder: Builder) -> None:
    """The plan node, its document and its owner."""
    document, plan = builder.document, builder.plan
    identity = document.identity
    builder.add(plan, "rdf:type", term("pg:Plan"))
    builder.add(plan, "rdfs:label", text(identity.title))
    builder.add(plan, "planLevel", number(3))
    builder.add(plan, "fiscalYear", number(identity.fiscal_year))
    builder.add(plan, "wasRead", boolean(True))
    builder.add(plan, "document", builder.source)
    builder.add(plan, "asPrinted", text(identity.span.text, None))
    builder.evidence(plan, identity.span)
    if identity.province:
        builder.add(plan, "provinceName", text(identity.province, None))
    for _, span in identity.stated_years:
        builder.evidence(plan, span)
    if identity.owner and identity.owner_span:
        builder.add(plan, "responsible", organisation(builder, identity.owner, identity.owner_span))
    add_fiscal_year(builder, identity.fiscal_year)
    _document(builder)


def _document(builder: Builder) -> None:
    document = builder.document
    builder.add(builder.source, "rdf:type", term("pg:Document"))
    builder.add(builder.source, "rdfs:label", text(document.identity.title))
    builder.add(builder.source, "sourcePath", text(f"graph/sources/{document.id}/source.txt", None))
    builder.add(builder.source, "sha256", text(document.sha256, None))
    builder.add(builder.source, "lineCount", number(len(document.lines)))
    _loss_account(builder)


def _loss_account(builder: Builder) -> None:
    """What became of the document's lines, and which of them nobody could read."""
    fates = builder.document.fates
    for fate, predicate in _COUNTED:
        builder.add(builder.source, predicate, number(fates.count(fate)))
    for line, fate in enumerate(fates, start=1):
        if fate is Fate.UNREAD:
            builder.add(builder.source, "unreadLine", number(line))


def add_fiscal_year(builder: Builder, year: int) -> None:
    """The fiscal year as an interval, 1 October to 30 September."""
    node = ident(f"fiscal-year/{year}")
    first, last = fiscal_year_bounds(year)
    builder.add(node, "rdf:type", term("pg:FiscalYear"))
    builder.add(node, "rdfs:label", text(f"ปีงบประมาณ พ.ศ. {year}"))
    builder.add(node, "number", number(year))
    builder.add(node, "startsOn", Literal(first.isoformat(), datatype=term("xsd:date")))
    builder.add(node, "endsOn", Literal(last.isoformat(), datatype=term("xsd:date")))


def organisation(builder: Builder, name: str, span: SourceSpan) -> NamedNode:
    """An organisation by its name; the issuing office has the province in its IRI, others a place in the document."""
    document = builder.document
    office = document.identity.owner and match_key(name) == match_key(document.identity.owner)
    stem = document.id.split("-industry-action-plan-")[0]
    node = ident(
        f"org/{stem}-provincial-industry-office" if office else builder.mint.keep("org", span, f"org/{span.first_line}")
    )
    builder.add(node, "rdf:type", term("org:Organization"))
    builder.add(node, "rdfs:label", text(name))
    builder.evidence(node, span)
    return node


# --- visions and missions --------------------------------------------------------------------------------------------


def add_statements(builder: Builder) -> None:
    """Visions and missions of the plan; the same words in two sections are one node with two pieces of evidence."""
    document = builder.document
    own_cells = [Item(cell.text, cell.span) for cell in document.crosswalk if cell.own and cell.kind is Kind.VISION]
    for kind, local, items in (
        ("Vision", "vision", (*document.visions, *own_cells)),
        ("Mission", "mission", document.missions),
    ):
        known: dict[str, NamedNode] = {}
        for item in items:
            key = match_key(item.text)
            if key in known:
                builder.evidence(known[key], item.span)
                continue
            node = known[key] = ident(builder.mint.keep(local, item.span, f"{local}/{len(known) + 1}"))
            builder.node(node, kind, item.text, item.span, number_=item.number)


# --- the province's plan and other plans -----------------------------------------------------------------------------


def add_province_plan(builder: Builder, resolver: Resolver) -> None:
    """The provincial development plan that the document quotes, with its issues, missions, vision and positioning."""
    reference = builder.document.province_plan
    if reference is None:
        return
    node = ident(_province_path(builder.document, reference))
    resolver.province = node
    builder.add(node, "rdf:type", term("pg:Plan"))
    builder.add(node, "rdfs:label", text(reference.title))
    builder.add(node, "planLevel", number(3))
    if builder.document.identity.province:
        builder.add(node, "provinceName", text(builder.document.identity.province, None))
    builder.evidence(node, reference.span)
    resolver.years(node, reference)
    issues = [element for element in builder.document.foreign if element.kind is Kind.DEVELOPMENT_ISSUE]
    entries = [_issue_entry(node, issue.number, issue.title) for issue in issues if issue.number is not None]
    resolver.learn([_plan_entry(node, reference), *entries])


def _province_path(document: PlanDocument, reference: Reference) -> str:
    stem = document.id.split("-industry-action-plan-")[0]
    years = f"-{reference.valid_from}-{reference.valid_until}" if reference.valid_from else ""
    return f"{stem}-development-plan{years}"


def _plan_entry(node: NamedNode, reference: Reference) -> Entry:
    return Entry(
        iri=node.value,
        kind=Kind.PLAN,
        number=None,
        code=None,
        titles=(reference.title,),
        parent=None,
        plan=None,
        level=3,
        valid_from=reference.valid_from,
        valid_until=reference.valid_until,
        verified=True,
    )


def _issue_entry(plan: NamedNode, place: int, title: str) -> Entry:
    return Entry(
        iri=f"{plan.value}/issue/{place}",
        kind=Kind.DEVELOPMENT_ISSUE,
        number=place,
        code=None,
        titles=(title,),
        parent=plan.value,
        plan=plan.value,
        level=3,
        valid_from=None,
        valid_until=None,
        verified=True,
    )


# --- situation -------------------------------------------------------------------------------------------------------


def add_situation(builder: Builder) -> None:
    """Needs, SWOT, facts, lists, tables and running text."""
    for need in builder.document.needs:
        _need(builder, need)
    _swot(builder)
    _facts(builder)
    _listings(builder)
    _tables(builder)
    for prose in builder.document.prose:
        builder.passage(prose.span, prose.heading)


def _need(builder: Builder, need: Need) -> None:
    node = ident(builder.mint.path(f"need/{need.number}"))
    builder.node(node, "Need", need.title, need.span, number_=need.number)
    for district in need.districts:
        builder.add(node, "district", text(district, None))
    if need.announced is not None:
        builder.add(node, "announcedDistricts", number(need.announced))
    if need.demand:
        builder.add(node, "demand", text(need.demand, None))
    if need.dimension:
        builder.add(node, "dimension", text(need.dimension, None))


def _swot(builder: Builder) -> None:
    counts: dict[tuple[str, int], int] = {}
    for item in builder.document.swot:
        counts[item.kind, item.number] = again = counts.get((item.kind, item.number), 0) + 1
        local = f"swot/{item.kind}-{item.number}" + ("" if again == 1 else f"-{again}")
        node = ident(builder.mint.path(local))
        builder.node(node, "SwotFactor", item.text, item.span, number_=item.number)
        builder.add(node, "swotKind", term(f"pg:{item.kind}"))


def _facts(builder: Builder) -> None:
    on_line: dict[int, int] = {}
    for place, fact in enumerate(builder.document.facts, start=1):
        line = fact.span.first_line
        on_line[line] = again = on_line.get(line, 0) + 1
        node = ident(builder.mint.path(f"statement/{line}.{again}" if fact.subject else f"fact/{place}"))
        builder.node(node, "Fact", fact.text, fact.span, number_=fact.number)
        builder.add(node, "heading", text(fact.heading, None))
        builder.targets(node, fact.quantities)
        if fact.subject:
            builder.add(node, "figureSubject", text(fact.subject, None))
        if fact.lead:
            builder.add(node, "wordsBefore", text(fact.lead, None))
        if fact.year is not None:
            builder.add(node, "aboutYear", number(fact.year))
        if fact.share_of:
            builder.add(node, "shareOf", text(fact.share_of, None))


def _listings(builder: Builder) -> None:
    for place, listing in enumerate(builder.document.listings, start=1):
        for index, item in enumerate(listing.items, start=1):
            node = ident(builder.mint.path(f"list/{place}/{index}"))
            builder.node(node, "ListItem", item.text, item.span, number_=item.number)
            builder.add(node, "heading", text(listing.heading, None))
            if listing.announced is not None:
                builder.add(node, "announcedItems", number(listing.announced))


def _tables(builder: Builder) -> None:
    for place, table in enumerate(builder.document.tables, start=1):
        node = ident(builder.mint.path(f"table/{place:02}"))
        builder.add(node, "rdf:type", term("qb:DataSet"))
        builder.add(node, "rdfs:label", text(table.caption or table.heading))
        builder.add(node, "qb:structure", term("pg:tableStructure"))
        builder.add(node, "inPlan", builder.plan)
        builder.evidence(node, table.span)
        if table.unit:
            builder.add(node, "unitText", text(table.unit, None))
        if table.source:
            builder.add(node, "dcterms:source", text(table.source))
        for cell in table.cells:
            observation = NamedNode(f"{node.value}/r{cell.row}c{cell.column}")
            builder.add(observation, "rdf:type", term("qb:Observation"))
            builder.add(observation, "qb:dataSet", node)
            builder.add(observation, "rowNumber", number(cell.row))
            builder.add(observation, "columnNumber", number(cell.column))
            builder.add(observation, "rowHeader", text(cell.row_header, None))
            builder.add(observation, "columnHeader", text(cell.column_header, None))
            builder.add(observation, "asPrinted", text(cell.printed, None))
            builder.add(observation, "firstLine", number(cell.line))
            if cell.value is not None:
                builder.add(observation, "value", decimal(cell.value))
