"""Find elements by name: forgiving of digits, spacing, the spellings of ำ, lost tone marks and small misspellings.

What is searched and how a match is weighed stands in ``data/search.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from plangraph.namespaces import PG, PREFIXES
from plangraph.resources import package_file
from plangraph.thai import match_key

if TYPE_CHECKING:
    from plangraph.store import GraphStore, Row

_NAMES: Final = f"""PREFIX pg: <{PG}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?element ?class ?label ?name ?number ?year WHERE {{
  VALUES ?class {{ %s }}
  ?element a ?class .
  {{ ?element rdfs:label ?label }} UNION {{ ?element skos:altLabel ?name }} UNION {{ ?element pg:asPrinted ?name }}
  UNION {{ ?element pg:code ?name }} UNION {{ ?element pg:number ?number }} UNION {{ ?element pg:fiscalYear ?year }}
  UNION {{ ?brief pg:briefOf ?element ; rdfs:label ?name }} UNION {{ ?brief pg:briefOf ?element ; skos:altLabel ?name }}
}}"""
_NAMESPACES: Final = {"Organization": PREFIXES["org"], "DataSet": PREFIXES["qb"]}
_LOST: Final = re.compile("[\u0e3a\u0e47-\u0e4e]")  # tone marks and the other signs that OCR loses
_SPACES: Final = re.compile(r"[\s/()·,]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """An element found by name. ``score`` is 1 for the very name and falls to 0."""

    id: str
    label: str
    type: str  # local name of its class: "Project"
    score: float
    matched: str  # the name that matched: the label, an alias, the printed name, a code, or kind and number
    year: int | None = None  # fiscal year of a project or a yearly plan


@dataclass(frozen=True, slots=True, order=True)
class _Name:
    """One name of one element, ready to compare."""

    id: str
    type: str
    text: str
    key: str
    folded: str


@dataclass(frozen=True, slots=True)
class Index:
    """Every name of a graph."""

    names: tuple[_Name, ...]
    labels: dict[str, str]
    years: dict[str, int]


_indexes: WeakKeyDictionary[GraphStore, Index] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """``data/search.toml``."""
    return tomllib.loads(package_file("data", "search.toml").read_text(encoding="utf-8"))


def search(
    store: GraphStore,
    text: str,
    *,
    types: Collection[str] | None = None,
    limit: int = 20,
    least: float = 0.0,
) -> list[Hit]:
    """The elements whose names match ``text``, best first; equal scores by class, newest year, name, and IRI.

    ``types`` are local names of classes as ``searchable`` lists them (None: all); ``least`` is the lowest score wanted.
    The names of a store are read once, so a store must not change while it is searched.
    """
    wanted = _Wanted.of(text)
    if not wanted.key:
        return []
    index = _index(store)
    best: dict[str, tuple[float, _Name]] = {}
    for name, score in _scored(wanted, [name for name in index.names if types is None or name.type in types]):
        if score >= least and score > best.get(name.id, (0.0, name))[0]:
            best[name.id] = (score, name)
    hits = [
        Hit(iri, index.labels.get(iri, name.text), name.type, round(score, 3), name.text, index.years.get(iri))
        for iri, (score, name) in best.items()
    ]
    order = {kind: at for at, kind in enumerate(searchable())}
    hits.sort(key=lambda hit: (-hit.score, order[hit.type], -(hit.year or 0), len(hit.label), hit.label, hit.id))
    return hits[:limit]


def searchable() -> tuple[str, ...]:
    """The local names of the classes that are found by name, in their order."""
    return tuple(rules()["classes"])


def bare(key: str) -> str:
    """A key without the words that may stand before a name and say nothing (โครงการ, ค่าใช้จ่าย)."""
    for prefix in _prefixes():
        if key.startswith(prefix) and len(key) > len(prefix):
            return bare(key[len(prefix) :])
    return key


@lru_cache(maxsize=1)
def _prefixes() -> tuple[str, ...]:
    return tuple(match_key(prefix) for prefix in rules()["prefixes"])


# --- reading the names ------------------------------------------------------------------------------------------------


def _index(store: GraphStore) -> Index:
    if store not in _indexes:
        _indexes[store] = _read(store)
    return _indexes[store]


def _read(store: GraphStore) -> Index:
    classes = " ".join(f"<{_NAMESPACES.get(name, PG)}{name}>" for name in searchable())
    rows = store.select(_NAMES % classes)
    names = {name for row in rows for name in _names(row)}
    return Index(
        names=tuple(sorted(names)),
        labels={row["element"].value: row["label"].value for row in rows if "label" in row},
        years={row["element"].value: int(row["year"].value) for row in rows if "year" in row},
    )


def _names(row: Row) -> Iterable[_Name]:
    element, kind = row["element"].value, row["class"].value.rpartition("#")[2]
    if named := row.get("label") or row.get("name"):
        yield _name(element, kind, named.value)
    elif "number" in row:
        for word in rules()["called"].get(kind, ()):
            for between in (rules()["ordinal"], " "):
                yield _name(element, kind, f"{word}{between}{row['number'].value}")


def _name(element: str, kind: str, text: str) -> _Name:
    key = bare(match_key(text))
    return _Name(element, kind, text, key, _folded(key))


def _folded(key: str) -> str:
    """``thai.fold_marks`` of what is a key already."""
    return _LOST.sub("", key).replace("\u0e33", "\u0e32")


# --- comparing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for, ready to compare."""

    key: str
    folded: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Wanted:
        key = bare(match_key(text))
        words = tuple(filter(None, (bare(match_key(word)) for word in _SPACES.split(text))))
        return cls(key, _folded(key), words)


def _scored(wanted: _Wanted, names: list[_Name]) -> Iterable[tuple[_Name, float]]:
    rest: list[_Name] = []
    for name in names:
        if score := _same(wanted, name):
            yield name, score
        else:
            rest.append(name)
    yield from _alike(wanted, rest)


def _same(wanted: _Wanted, name: _Name) -> float:
    """The score of a name that is, begins with, or holds what is looked for; 0 when it does none of these."""
    score = rules()["score"]
    if wanted.key == name.key:
        return float(score["exact"])
    if wanted.folded == name.folded:
        return float(score["folded"])
    covered = score["cover"] * len(wanted.folded) / max(1, len(name.folded))
    if name.folded.startswith(wanted.folded):
        return float(score["prefix"] + covered)
    if wanted.folded in name.folded:
        return float(score["part"] + covered)
    if len(wanted.words) > 1 and all(word in name.key for word in wanted.words):
        return float(score["words"])
    return 0.0


def _alike(wanted: _Wanted, names: list[_Name]) -> Iterable[tuple[_Name, float]]:
    """The scores of names that are spelt a little differently."""
    from rapidfuzz import fuzz, process

    rule = rules()["fuzzy"]
    texts = [name.folded for name in names]
    least = 100 * rule["least"]
    scorers = [(fuzz.ratio, 1.0)]
    if len(wanted.folded) >= rule["part_length"]:
        scorers.append((fuzz.partial_ratio, rule["part_worth"]))
    for scorer, worth in scorers:
        cutoff = least / worth
        for _, likeness, at in process.extract(wanted.folded, texts, scorer=scorer, score_cutoff=cutoff, limit=None):
            if scorer is fuzz.ratio or len(texts[at]) >= len(wanted.folded):
                yield names[at], rules()["score"]["fuzzy"] * worth * likeness / 100
