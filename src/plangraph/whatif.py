"""What if a link were there, or were not: the coverage as it would be, without touching the graph.

Links taken away go first, then links are added. A link added where there is a weak one makes it strong: that is what a
person does who confirms it. Snapshots answer from their columns (``snapshot/whatif.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Final, Literal

from plangraph.coverage import Coverage, Links, reached
from plangraph.described import describe, first, number, text_of
from plangraph.errors import PlanGraphError
from plangraph.links import Link, Node, Way, rules
from plangraph.namespaces import PG
from plangraph.store import GraphStore

_WAYS: Final = {True: Way("", "confirmed", None, True), False: Way("", "tabulated", None, False)}
_JOINED: Final = (PG + "Project", PG + "Plan")  # classes that need no level to be joined by links


@dataclass(frozen=True, slots=True)
class Change:
    """One link that would be there (strong or weak), or would not. To confirm a link is to add it as a strong one."""

    kind: Literal["add", "remove"]
    source: str  # IRIs
    target: str
    strong: bool = True


def move(source: str, former: str, target: str, *, strong: bool = True) -> tuple[Change, Change]:
    """A link that would lead somewhere else."""
    return Change("remove", source, former), Change("add", source, target, strong)


@dataclass(frozen=True, slots=True)
class Effect:
    """An element whose coverage would change."""

    element: Node
    before: Coverage
    after: Coverage


class UnknownElement(PlanGraphError):
    """A what-if names something that no link of the graph could join."""

    def __init__(self, iri: str) -> None:
        super().__init__(
            th=f"{iri}: กราฟนี้ไม่มีรายการนี้ — ค้นชื่อและรหัสด้วย plangraph search",
            en=f"{iri}: the graph holds no such element; plangraph search finds names and IRIs",
        )


class PartStays(PlanGraphError):
    """A what-if would take an element of levels 1 and 2 out of the whole it is a part of."""

    def __init__(self, part: str, whole: str) -> None:
        super().__init__(
            th=f"{part} เป็นส่วนหนึ่งของ {whole} ตามโครงสร้างของแผน จึงถอดหรือย้ายไม่ได้ — เลือกความเชื่อมโยงอื่น",
            en=f"{part} is a part of {whole} by the structure of the plan and cannot leave it; choose another link",
        )


@singledispatch
def effects(store: GraphStore, changes: Sequence[Change], lang: str = "th") -> list[Effect]:
    """The elements whose coverage would change, in the order of the plans; ``refuse`` says what is raised."""
    refuse(store, changes)
    before, after = reached(store, lang), reached(store, lang, lambda links: changed(links, changes))
    pairs = ((Coverage(element, *before.at(element.id)), Coverage(element, *after.at(element.id)))
             for element in before.elements)  # fmt: skip
    return [Effect(was.element, was, would) for was, would in pairs if was != would]


def changed(links: Links, changes: Iterable[Change]) -> Links:
    """All links of a graph, as they would be."""
    found = {source: {link.target: link for link in of_source} for source, of_source in links.items()}
    for change in sorted(changes, key=_removals_first):
        of_source = found.setdefault(change.source, {})
        known = of_source.get(change.target)
        if change.kind == "remove":
            of_source.pop(change.target, None)
        elif known is None or (change.strong and not known.strong):
            of_source[change.target] = Link(change.source, change.target, named=True, ways=(_WAYS[change.strong],))
    return {source: tuple(of_source[target] for target in sorted(of_source)) for source, of_source in found.items()}


def _removals_first(change: Change) -> bool:
    return change.kind == "add"


def refuse(store: GraphStore, changes: Iterable[Change]) -> None:
    """Raise ``UnknownElement`` for a strange IRI, ``PartStays`` for a part taken away from its whole."""
    asked = list(changes)
    iris = sorted({iri for change in asked for iri in (change.source, change.target)})
    found = describe(store, iris, ("rdf:type", "pg:planLevel", "pg:partOf"))
    for iri in iris:
        facts = found.get(iri, {})
        if first(facts, "pg:planLevel") is None and first(facts, "rdf:type") not in _JOINED:
            raise UnknownElement(iri)
    for change in asked:
        wholes = [text_of(term) for term in found[change.source].get(PG + "partOf", [])]
        counted = [number(found[iri], "pg:planLevel") in rules()["coverage"]["levels"] for iri in _ends(change)]
        if change.kind == "remove" and change.target in wholes and all(counted):
            raise PartStays(change.source, change.target)


def _ends(change: Change) -> tuple[str, str]:
    return change.source, change.target
