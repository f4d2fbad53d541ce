"""What the catalogue knows of each plan element, gathered from the quads of the reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal

from plangraph.namespaces import PG, expand
from plangraph.records import Kind
from plangraph.reference import ReferenceFile

_KINDS = {f"{PG}{kind.value}": kind for kind in Kind}
_PLACE = expand("schema:AdministrativeArea")
_TYPE, _LABEL, _ALIAS = expand("rdf:type"), expand("rdfs:label"), expand("skos:altLabel")
_ORGANIZATION = expand("org:Organization")
_REPLACED = expand("dcterms:isReplacedBy")
_WANTED = frozenset(
    {_TYPE, _LABEL, _ALIAS, _REPLACED}
    | {f"{PG}{name}" for name in ("partOf", "inPlan", "planLevel", "number", "code", "codeOnly", "responsible")}
    | {f"{PG}{name}" for name in ("validFrom", "validUntil", "fiscalYear", "verification")}
)

Facts = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One element, plan or policy that a reference can resolve to."""

    iri: str
    kind: Kind
    number: int | None
    code: str | None
    titles: tuple[str, ...]  # the official title, then aliases; empty when only a code is known
    parent: str | None  # what it is pg:partOf
    plan: str | None
    level: int
    valid_from: int | None  # Buddhist years, as are all years here
    valid_until: int | None
    verified: bool
    owners: tuple[str, ...] = ()  # names and short names of the organisations whose plan it is
    year: int | None = None  # of a yearly plan
    replaced_by: str | None = None  # the edition that took its place


def gather(files: Iterable[ReferenceFile]) -> tuple[list[Entry], list[str]]:
    """An entry for every plan, element and policy of the reference, in the order of its files; and its place names.

    The place names are the Thai names of the provinces: two plans whose names differ by one are two plans.
    """
    nodes = _nodes(files)
    names = {iri: (*facts[_LABEL], *facts.get(_ALIAS, ())) for iri, facts in nodes.items() if _is(facts, _ORGANIZATION)}
    kinds = ((iri, facts, _KINDS.get(facts[_TYPE][0])) for iri, facts in nodes.items())
    entries = [_entry(iri, kind, facts, names) for iri, facts, kind in kinds if kind is not None]
    return entries, [facts[_LABEL][0] for facts in nodes.values() if _is(facts, _PLACE)]


def _is(facts: Facts, wanted: str) -> bool:
    return wanted in facts[_TYPE]


def _nodes(files: Iterable[ReferenceFile]) -> dict[str, Facts]:
    nodes: dict[str, Facts] = {}
    for file in files:
        for subject, predicate, value, _ in file.quads:
            name = predicate.value
            if name in _WANTED and not (isinstance(value, Literal) and value.language == "en"):
                nodes.setdefault(subject.value, {}).setdefault(name, []).append(value.value)
    return {iri: facts for iri, facts in nodes.items() if _TYPE in facts}


def _entry(iri: str, kind: Kind, facts: Facts, names: dict[str, tuple[str, ...]]) -> Entry:
    def one(local: str) -> str | None:
        return facts.get(f"{PG}{local}", [None])[0]

    def whole(local: str) -> int | None:
        value = one(local)
        return int(value) if value is not None else None

    titles = () if one("codeOnly") == "true" else (*facts[_LABEL], *facts.get(_ALIAS, ()))
    return Entry(
        iri=iri,
        kind=kind,
        number=whole("number"),
        code=one("code"),
        titles=titles,
        parent=one("partOf"),
        plan=one("inPlan"),
        level=whole("planLevel") or 0,
        valid_from=whole("validFrom"),
        valid_until=whole("validUntil"),
        verified=one("verification") == f"{PG}verified",
        owners=tuple(name for owner in facts.get(f"{PG}responsible", ()) for name in names.get(owner, ())),
        year=whole("fiscalYear"),
        replaced_by=facts.get(_REPLACED, [None])[0],
    )
