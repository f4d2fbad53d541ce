"""From a reference to a node: the catalogue first, then own and quoted elements, else a node of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from plangraph.catalogue import Resolution
from plangraph.catalogue_entries import Entry
from plangraph.dataset.builder import Builder, number, text
from plangraph.namespaces import ident, pg
from plangraph.places import province_slugs
from plangraph.records import Kind, Reference, SourceSpan
from plangraph.thai import match_key

LOCAL_PLAN_KINDS = (Kind.PLAN, Kind.POLICY)


@dataclass(slots=True)
class Resolver:
    """Resolves references of one document and remembers the nodes it had to make."""

    builder: Builder
    # folded name -> node of a plan or policy known by name only, and of a law or slogan
    named: dict[str, NamedNode] = field(default_factory=dict)
    backgrounds: dict[str, NamedNode] = field(default_factory=dict)
    province: NamedNode | None = None

    def learn(self, entries: list[Entry]) -> None:
        """Let the catalogue know elements that the document itself spells out."""
        self.builder.catalogue = self.builder.catalogue.with_entries(entries)

    def resolve(self, reference: Reference) -> Resolution:
        """What the catalogue says; a reference to the province's own plan resolves to its node."""
        province, within = self.province, reference.within
        if province and reference.kind is Kind.PLAN and self._own_province(reference):
            return Resolution(province.value, 100.0, "title", False, reference.title)
        if province and within and within.kind is Kind.PLAN and self._own_province(within):
            return self._in_province(province, reference)
        return self.builder.catalogue.resolve(reference)

    def _own_province(self, reference: Reference) -> bool:
        """ "แผนพัฒนาจังหวัด…" that names this province or none."""
        title = reference.title.replace(" ", "")
        if not title.startswith("แผนพัฒนาจังหวัด"):
            return False
        rest = title.removeprefix("แผนพัฒนาจังหวัด").removeprefix("จังหวัด")
        own = self.builder.document.identity.province or ""
        return rest.startswith(own) or not any(rest.startswith(name) for name in province_slugs() if name != own)

    def _in_province(self, province: NamedNode, reference: Reference) -> Resolution:
        """The same reference, under the plan as this document names it in full."""
        plan = self.builder.catalogue.get(province.value)
        if plan is None:
            return self.builder.catalogue.resolve(reference)
        within = Reference(
            Kind.PLAN, plan.titles[0], reference.span, valid_from=plan.valid_from, valid_until=plan.valid_until
        )
        return self.builder.catalogue.resolve(replace(reference, within=within))

    def node(self, reference: Reference) -> tuple[NamedNode | None, Resolution]:
        """The node a reference means. Plans and policies nobody knows get a node of their own, other kinds none."""
        found = self.resolve(reference)
        if found.iri:
            return NamedNode(found.iri), found
        if reference.kind in LOCAL_PLAN_KINDS and reference.title and found.problem != "ambiguous":
            return self.named_node(reference), found
        return None, found

    def named_node(self, reference: Reference) -> NamedNode:
        """A plan or policy that is known by the name the document gives it."""
        key = match_key(reference.title)
        if key not in self.named:
            builder = self.builder
            path = builder.mint.keep("named-plan", reference.span, f"named-plan/{len(self.named) + 1}")
            node = self.named[key] = ident(path)
            builder.add(node, "rdf:type", _class(reference.kind))
            builder.add(node, "rdfs:label", text(reference.title))
            builder.add(node, "planLevel", number(3))
            builder.add(node, "asPrinted", text(reference.span.text, None))
            self.years(node, reference)
        self.builder.evidence(self.named[key], reference.span)
        return self.named[key]

    def years(self, node: NamedNode, reference: Reference) -> None:
        builder = self.builder
        if reference.valid_from and reference.valid_until:
            builder.add(node, "validFrom", number(reference.valid_from))
            builder.add(node, "validUntil", number(reference.valid_until))
        elif reference.year and reference.kind is Kind.PLAN:
            builder.add(node, "fiscalYear", number(reference.year))
        if reference.edition:
            builder.add(node, "edition", text(reference.edition, None))

    def background(self, title: str, span: SourceSpan) -> NamedNode:
        """A law, foreign measure or slogan that a text cites."""
        key = match_key(title)
        if key not in self.backgrounds:
            path = self.builder.mint.path(f"background/{len(self.backgrounds) + 1}")
            node = self.backgrounds[key] = ident(path)
            self.builder.add(node, "rdf:type", _class(Kind.BACKGROUND))
            self.builder.add(node, "rdfs:label", text(title))
        self.builder.evidence(self.backgrounds[key], span)
        return self.backgrounds[key]


def _class(kind: Kind) -> NamedNode:
    return pg(kind.value)
