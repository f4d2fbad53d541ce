"""Find the project a person means: Thai or Arabic digits, spacing, small misspellings, short names, parts of a name.

How forgiving it is stands under ``[names]`` in ``queries/rules/chains.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from plangraph.described import text_of
from plangraph.links import rules
from plangraph.namespaces import ID, PREFIXES
from plangraph.store import GraphStore
from plangraph.thai_text import fold_marks, match_key, normalize

EXACT: Final = 1.0
SAME_BUT_MARKS: Final = 0.98  # tone marks and the other signs that OCR and typists lose
PART: Final = 0.95
PART_BUT_MARKS: Final = 0.94
MISSPELT: Final = 0.93  # times its likeness
TIED: Final = 0.005  # names this close to the best are equal matches

_NAMES: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?project ?name WHERE { ?project a pg:Project .
  { ?project rdfs:label ?name } UNION { ?project skos:altLabel ?name } UNION { ?project pg:asPrinted ?name }
  UNION { ?brief pg:briefOf ?project ; rdfs:label ?name } UNION { ?brief pg:briefOf ?project ; pg:asPrinted ?name }
  UNION { ?brief pg:briefOf ?project ; skos:altLabel ?name } }"""

_LABELS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?project ?label ?year WHERE { ?project a pg:Project ; rdfs:label ?label .
  OPTIONAL { ?project pg:fiscalYear ?year } }"""

_SHORT: Final = re.compile(r"[(（“\"«]([^()（）“”\"«»]{2,80})[)）”\"»]")


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


@dataclass(slots=True)
class _Known:
    """A project and its names."""

    id: str
    label: str = ""
    year: int | None = None
    names: set[str] = field(default_factory=set)

    def candidate(self, score: float) -> Candidate:
        return Candidate(self.id, self.label, self.year, score)


def find_project(store: GraphStore, text: str, year: int | None = None) -> Match:
    """The project that ``text`` names, or whose IRI it is; with ``year`` (Buddhist) only projects of that year."""
    known = _known(store)
    if (exact := known.get(as_iri(text))) is not None:
        return Match("found", (exact.candidate(EXACT),))
    scored = sorted((each.candidate(_score(each, text)) for each in known.values()), key=_best_first)
    wanted = [found for found in scored if year in (None, found.fiscal_year) and found.score >= _taken()]
    if not wanted:
        near = [found for found in scored if found.score > 0]
        return Match("unknown", tuple(near[: rules()["names"]["offered"]]))
    return _choose([found for found in wanted if wanted[0].score - found.score <= TIED])


def as_iri(text: str) -> str:
    """A full IRI as it is, ``id:…`` and a path under the data namespace (``plan/project/1.1``) made full."""
    stripped = text.strip().strip("<>")
    prefix, colon, local = stripped.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return stripped if colon else ID + stripped


def name_keys(name: str) -> set[str]:
    """What of a name is compared: all of it, without what may stand before it, and the short names it holds."""
    clean = normalize(name)
    texts = (clean, _SHORT.sub(" ", clean), *_SHORT.findall(clean))
    return {key for text in texts for key in _without_leading(match_key(text)) if key}


def _without_leading(key: str) -> Iterator[str]:
    """The key, and what is left of it as each leading word goes."""
    yield key
    for _ in range(len(_leading())):
        shorter = next((key[len(word) :] for word in _leading() if key.startswith(word)), "")
        if not shorter:
            return
        key = shorter
        yield key


@lru_cache(maxsize=1)
def _leading() -> list[str]:
    return [match_key(word) for word in rules()["names"]["leading"]]


def bare_key(name: str) -> str:
    """The key of a name without anything that may stand before it."""
    return list(_without_leading(match_key(normalize(name))))[-1]


def _known(store: GraphStore) -> dict[str, _Known]:
    known: dict[str, _Known] = {}
    for row in store.select(_LABELS):
        project = known.setdefault(text_of(row["project"]), _Known(text_of(row["project"])))
        project.label = max(project.label, text_of(row["label"]), key=_thai_first)
        project.year = int(text_of(row["year"])) if "year" in row else None
    for row in store.select(_NAMES):
        if (named := known.get(text_of(row["project"]))) is not None:
            named.names.add(text_of(row["name"]))
    return known


def _thai_first(label: str) -> tuple[bool, str]:
    return (any("\u0e01" <= char <= "\u0e5b" for char in label), label)


def _score(project: _Known, text: str) -> float:
    wanted = bare_key(text)
    if not wanted or wanted in _leading():
        return 0.0
    keys = {key for name in project.names for key in name_keys(name)}
    return max((_likeness(wanted, key) for key in sorted(keys)), default=0.0)


def _likeness(wanted: str, key: str) -> float:
    enough = len(wanted) >= rules()["names"]["part_of_a_name"]
    if wanted == key:
        return EXACT
    if enough and wanted in key:
        return PART
    wanted, key = fold_marks(wanted), fold_marks(key)
    if wanted == key:
        return SAME_BUT_MARKS
    if enough and wanted in key:
        return PART_BUT_MARKS
    return MISSPELT * _spelling(wanted, key)


def _spelling(wanted: str, key: str) -> float:
    """How alike two keys are; of a longer name the best part of the length of the query, if that is long enough."""
    from rapidfuzz import fuzz

    rule = rules()["names"]
    whole = fuzz.ratio(wanted, key) / 100
    if rule["misspelt_part"] <= len(wanted) < len(key):
        part = fuzz.partial_ratio(wanted, key) / 100
        return max(whole, part if part >= rule["close_part"] else 0.0)
    return whole


def _taken() -> float:
    """The score from which a name is taken as meant."""
    return MISSPELT * float(rules()["names"]["close"])


def _best_first(found: Candidate) -> tuple[float, int, str]:
    return (-found.score, -(found.fiscal_year or 0), found.id)


def _choose(equal: list[Candidate]) -> Match:
    newest = max(found.fiscal_year or 0 for found in equal)
    of_newest = [found for found in equal if (found.fiscal_year or 0) == newest]
    if len(of_newest) > 1:
        return Match("ambiguous", tuple(of_newest))
    return Match("found", (of_newest[0], *(found for found in equal if found is not of_newest[0])))
