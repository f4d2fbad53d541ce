"""What a draft says itself: the plans, strategies, goals and milestones it names, each with the words that name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from plangraph.catalogue import Catalogue
from plangraph.drafts.briefing import Briefed
from plangraph.drafts.model import FieldText
from plangraph.namespaces import PG, expand
from plangraph.places import province_slugs
from plangraph.records import Kind, Mention, Reference
from plangraph.reference import ReferenceFile
from plangraph.store import GraphStore

_CLASSES = " ".join(
    f"<{iri}>"
    for iri in (*(PG + kind.value for kind in Kind), expand("org:Organization"), expand("schema:AdministrativeArea"))
)
_FACTS = (
    f"SELECT ?subject ?property ?value WHERE {{ VALUES ?class {{ {_CLASSES} }} ?subject a ?class ; ?property ?value }}"
)
_KEPT = (Kind.POLICY, Kind.PLAN)  # worth saying also when we know them by name only


@dataclass(frozen=True, slots=True)
class Stated:
    """An element that a draft's own text names."""

    id: str | None  # None: a plan or policy known by the name the draft gives it
    label: str
    kind: str  # local name of its class
    level: int | None
    quote: str  # verbatim
    field: FieldText
    agency: bool  # the sentence speaks of an agency's mission rather than the project
    problem: str | None  # why it is not resolved, or what differs: see ``catalogue.Problem``


def catalogue_of(store: GraphStore) -> Catalogue:
    """The catalogue of everything a graph knows by name, its provincial plans among it."""
    quads = []
    for row in store.select(_FACTS):
        subject, prop = row["subject"], row["property"]
        if isinstance(subject, NamedNode) and isinstance(prop, NamedNode):
            quads.append(Quad(subject, prop, row["value"], DefaultGraph()))
    quads.sort(key=str)
    return Catalogue.from_reference([ReferenceFile("store", Path("store"), tuple(quads))])


@dataclass(frozen=True)
class Names:
    """Resolves what drafts name against one graph."""

    store: GraphStore

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue_of(self.store)

    def stated(self, briefed: Briefed, province: str | None) -> list[Stated]:
        """What a draft states, in the order of its fields; each element once, with the first words that name it."""
        found: dict[str, Stated] = {}
        for reference, agency in _references(briefed):
            one = self._stated(reference, briefed.field_of(reference.span), agency, province)
            if one is not None:
                found.setdefault(one.id or one.label, one)
        return list(found.values())

    def _stated(self, reference: Reference, field: FieldText, agency: bool, province: str | None) -> Stated | None:
        resolved = self.catalogue.resolve(_in_province(reference, province, self.catalogue))
        entry = self.catalogue.get(resolved.iri) if resolved.iri else None
        quote = " ".join(reference.span.text.split())
        if entry is not None:
            label = resolved.official_title or reference.title
            return Stated(
                entry.iri, label, entry.kind.value, entry.level or None, quote, field, agency, resolved.problem
            )
        if reference.kind in _KEPT and reference.title:
            return Stated(None, reference.title, reference.kind.value, None, quote, field, agency, resolved.problem)
        return None


def _references(briefed: Briefed) -> Iterator[tuple[Reference, bool]]:
    mentions: list[Mention] = [mention for mention in briefed.brief.mentions if mention.role == "stated"]
    pairs = [(mention.target, mention.agency) for mention in mentions]
    pairs += [(link, False) for link in briefed.brief.links]
    yield from sorted(pairs, key=lambda pair: (pair[0].span.first_line, pair[0].span.first_char))


def _in_province(reference: Reference, province: str | None, catalogue: Catalogue) -> Reference:
    """An issue whose plan is named without its years is one of the province's development plan in the graph."""
    if reference.kind is not Kind.DEVELOPMENT_ISSUE or province is None:
        return reference
    within = reference.within
    if within is not None and catalogue.resolve(within).iri:
        return reference
    if within is not None and _of_another_province(within.title, province):
        return reference
    known = [
        plan for plan in catalogue.of_kind(Kind.PLAN) if plan.titles and _is_development_plan(plan.titles[0], province)
    ]
    if len(known) != 1:
        return reference
    plan = known[0]
    own = Reference(Kind.PLAN, plan.titles[0], reference.span, valid_from=plan.valid_from, valid_until=plan.valid_until)
    return replace(reference, within=own)


def _of_another_province(title: str, province: str) -> bool:
    rest = title.replace(" ", "").removeprefix("แผนพัฒนาจังหวัด").removeprefix("จังหวัด")
    return any(rest.startswith(name) for name in province_slugs() if name != province) and not rest.startswith(province)


def _is_development_plan(title: str, province: str) -> bool:
    return title.replace(" ", "").startswith(f"แผนพัฒนาจังหวัด{province}")
