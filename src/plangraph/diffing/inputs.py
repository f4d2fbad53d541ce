"""The two sides as a person names them: a plan of the graph, a built folder, a data folder or a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Quad, Store

from plangraph import resources
from plangraph.build import SOURCE
from plangraph.diffing.facts import PlanFacts
from plangraph.diffing.gather import gather, plans_with_projects
from plangraph.errors import NoGraphHere, PlanGraphError
from plangraph.naming import as_iri
from plangraph.opening import Tell, open_graph, silent
from plangraph.search import search
from plangraph.store import EmbeddedStore, GraphStore
from plangraph.texts import LANGS, Texts
from plangraph.thai import match_key
from plangraph.workspace import data_folder

if TYPE_CHECKING:
    from plangraph.catalogue import Catalogue

_LEAST: Final = 0.7  # the score from which on a name means a plan


class UnknownSide(PlanGraphError, ValueError):
    """What a person named is neither a file, a folder nor a plan with projects."""

    def __init__(self, text: str, known: list[str]) -> None:
        said = {lang: Texts("diff", lang)("unknown_side", name=text, known=", ".join(known) or "–") for lang in LANGS}
        super().__init__(th=said["th"], en=said["en"])


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its graph and which of its plans are meant."""

    name: str  # what was typed
    store: GraphStore
    plans: tuple[str, ...]  # IRIs
    whole: bool  # a whole build: all its plans are compared


def open_side(text: str, graph: Callable[[], GraphStore], *, tell: Tell = silent) -> Side:
    """What ``text`` names; ``graph`` opens the graph in which plans are looked up by name.

    Raises ``UnknownSide``, and what opening a folder or reading a document raises.
    """
    path = Path(text)
    if path.is_file() or (path.is_dir() and (path / SOURCE).is_file()):
        return _build(text, _read(path))
    if path.is_dir():
        return _build(text, _open(path, tell))
    store = graph()
    return Side(text, store, (_plan(store, text),), False)


def _build(name: str, store: GraphStore) -> Side:
    plans = plans_with_projects(store)
    if not plans:
        raise UnknownSide(name, [])
    return Side(name, store, tuple(sorted(plans, key=lambda iri: (not plans[iri], iri))), True)


def _open(path: Path, tell: Tell) -> GraphStore:
    """A built folder; also its ``data`` or ``store`` folder, or a copy of its data files alone."""
    if path.name in ("data", "store") and data_folder(path.parent):
        return open_graph(str(path.parent), tell=tell)
    files = sorted(path.glob("*.nq"))
    if files:
        return EmbeddedStore.in_memory([file.read_bytes() for file in files])
    if data_folder(path) is None and not (path / "store").is_dir():
        raise NoGraphHere(path)
    return open_graph(str(path), tell=tell)


def _read(path: Path) -> GraphStore:
    """The graph of one text with the reference data, in memory."""
    from plangraph.dataset import document_quads
    from plangraph.places import province_slugs
    from plangraph.sources import read_plan

    catalogue, reference = _reference()
    parts = document_quads(read_plan(path, slugs=province_slugs()), catalogue)
    document = [Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in parts.graph]
    store = Store()
    store.bulk_extend([*reference, *document])
    return EmbeddedStore(store)


@lru_cache(maxsize=1)
def _reference() -> tuple[Catalogue, tuple[Quad, ...]]:
    from plangraph.catalogue import Catalogue
    from plangraph.reference import load_reference

    files = load_reference(resources.shipped("graph", "reference"))
    quads = (quad for file in files for quad in file.quads)
    plain = tuple(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return Catalogue.from_reference(files), plain


def _plan(store: GraphStore, text: str) -> str:
    """The plan with projects that a name, an address, an id or a year means."""
    known = plans_with_projects(store)
    if (iri := as_iri(text)) in known:
        return iri
    ids = {match_key(iri.rpartition("/id/")[2]): iri for iri in known}
    if match_key(text) in ids:
        return ids[match_key(text)]
    of_year = [iri for iri in known if iri.endswith(f"-{match_key(text)}")]
    if match_key(text).isdecimal() and len(of_year) == 1:
        return of_year[0]
    hits = [hit for hit in search(store, text, types=("Plan",), limit=None) if hit.id in known]
    best = [hit for hit in hits if hit.score >= _LEAST and hit.score == hits[0].score]
    if len(best) == 1:
        return best[0].id
    raise UnknownSide(text, [iri.rpartition("/id/")[2] for iri in sorted(known)])


def beside(a: Side, b: Side) -> list[tuple[PlanFacts | None, PlanFacts | None]]:
    """The plans of both sides, those that stand beside each other in one pair.

    Plans are one by their address; else those that were read, by their order, and those known from results, by year.
    A side that is one plan is held against the plan of the other that fits it best.
    """
    left, right = _facts(a), _facts(b)
    pairs: list[tuple[PlanFacts | None, PlanFacts | None]] = []
    for test in (_same_address, _same_kind_and_year, _both_read):
        for one in list(left):
            found = next((other for other in right if test(one, other)), None)
            if found is not None:
                pairs.append((one, found))
                left.remove(one)
                right.remove(found)
    if not (a.whole and b.whole):
        return pairs[:1] or [(left[0], right[0])]
    return [*pairs, *((one, None) for one in left), *((None, other) for other in right)]


def _facts(side: Side) -> list[PlanFacts]:
    return list(_gathered(side))


def _gathered(side: Side) -> Iterator[PlanFacts]:
    for plan in side.plans:
        yield gather(side.store, plan)


def _same_address(a: PlanFacts, b: PlanFacts) -> bool:
    return a.id == b.id


def _same_kind_and_year(a: PlanFacts, b: PlanFacts) -> bool:
    return (a.read, a.year) == (b.read, b.year)


def _both_read(a: PlanFacts, b: PlanFacts) -> bool:
    return a.read and b.read
