"""Find the project a person means by a name or an IRI.

Names are found and scored by ``search``; what of that is taken as meant stands under ``[check]`` in
``data/search.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from plangraph.namespaces import ID, PREFIXES
from plangraph.search import NONE_MISSPELT, Hit, by_iri, forms, rules, says_nothing, search
from plangraph.store import GraphStore
from plangraph.thai_text import match_key

PROJECT: Final = ("Project",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project a name may mean."""

    id: str
    name: str
    fiscal_year: int | None
    score: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means.

    ``found``: the first candidate, the others are its equals of other years. ``ambiguous``: several of one year match
    equally. ``unknown``: none fits, the candidates are near names.
    """

    kind: Literal["found", "ambiguous", "unknown"]
    candidates: tuple[Candidate, ...]


def find_project(store: GraphStore, text: str, year: int | None = None) -> Match:
    """The project that ``text`` names, or whose IRI it is; with ``year`` (Buddhist) only projects of that year."""
    if known := by_iri(store, as_iri(text), PROJECT):
        return Match("found", (_candidate(known),))
    if says_nothing(text):
        return Match("unknown", ())
    for least in (NONE_MISSPELT, 0.0):  # most names are spelt rightly, and comparing spellings takes time
        near = search(store, text, types=PROJECT, limit=None, least_misspelt=least)
        if meant := _meant(near, len(bare_key(text)), year):
            return _choose(meant)
    return Match("unknown", tuple(map(_candidate, near[: rules()["check"]["offered"]])))


def as_iri(text: str) -> str:
    """A full IRI as it is, ``id:…`` and a path under the data namespace (``plan/project/1.1``) made full."""
    stripped = text.strip().strip("<>")
    prefix, colon, local = stripped.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return stripped if colon else ID + stripped


def bare_key(name: str) -> str:
    """The key of a name without anything that may stand before it."""
    return forms(match_key(name))[-1]


def _meant(hits: list[Hit], letters: int, year: int | None) -> list[Hit]:
    """The best of the hits that a text of so many letters may mean, and its equals, best first."""
    ranked = [(rank, hit) for hit in hits if year in (None, hit.year) if (rank := _rank(hit, letters)) is not None]
    if not ranked:
        return []
    best = min(rank for rank, _ in ranked)
    equal = [hit for rank, hit in ranked if rank == best]
    closest = max(hit.likeness for hit in equal)
    return [hit for hit in equal if closest - hit.likeness <= rules()["check"]["tied"]]


def _rank(hit: Hit, letters: int) -> tuple[int, bool] | None:
    """How good a match is, the smaller the better; None when it is not good enough to be meant."""
    taken: list[dict[str, Any]] = rules()["check"]["taken"]
    for rank, row in enumerate(taken):
        if letters >= row["kinds"].get(hit.how, letters + 1) and hit.likeness >= row.get("likeness", {}).get(
            hit.how, 0
        ):
            return rank, hit.marks_lost
    return None


def _choose(equal: list[Hit]) -> Match:
    newest = max(hit.year or 0 for hit in equal)
    of_newest = [hit for hit in equal if (hit.year or 0) == newest]
    if len(of_newest) > 1:
        return Match("ambiguous", tuple(map(_candidate, of_newest)))
    others = (hit for hit in equal if hit is not of_newest[0])
    return Match("found", tuple(map(_candidate, (of_newest[0], *others))))


def _candidate(hit: Hit) -> Candidate:
    return Candidate(hit.id, hit.label, hit.year, hit.score)
