"""Find elements by name: forgiving of digits, spacing, the spellings of ำ, lost tone marks and small misspellings.

What is searched and how a match is weighed stands in ``data/search.toml``. ``naming`` finds the project of ``check``
with the same names and the same scores.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, singledispatch
from typing import TYPE_CHECKING, Any, Final, Literal
from weakref import WeakKeyDictionary

from plangraph.namespaces import PG, PREFIXES
from plangraph.resources import package_file
from plangraph.thai_text import fold_key, match_key, normalize

if TYPE_CHECKING:
    from plangraph.store import GraphStore, Row, Term

How = Literal["exact", "prefix", "part", "words", "misspelt", "misspelt_part"]

_NAMES: Final = f"""PREFIX pg: <{PG}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?element ?class ?label ?name ?number ?year WHERE {{
  VALUES ?class {{ %s }}
  {{ ?element a ?class . {{ ?element rdfs:label ?label }} UNION {{ ?element skos:altLabel ?name }}
    UNION {{ ?element pg:asPrinted ?name }} UNION {{ ?element pg:code ?name }}
    UNION {{ ?element pg:number ?number }} UNION {{ ?element pg:fiscalYear ?year }} }}
  UNION {{ ?brief pg:briefOf ?element ; rdfs:label|skos:altLabel|pg:asPrinted ?name . ?element a ?class }}
}}"""
_NAMESPACES: Final = {"Organization": PREFIXES["org"], "DataSet": PREFIXES["qb"]}
_SPACES: Final = re.compile(r"[\s/()·,]+")
_SHORT: Final = re.compile(r"[(（“\"«]([^()（）“”\"«»]{2,80})[)）”\"»]")
NONE_MISSPELT: Final = 1.0  # no misspelt name scores that high


@dataclass(frozen=True, slots=True)
class Hit:
    """An element found by name. ``score`` is 1 for the very name and falls to 0."""

    id: str
    label: str
    type: str  # local name of its class: "Project"
    score: float
    matched: str  # the name that matched: the label, an alias, the printed name, a code, or kind and number
    year: int | None = None  # fiscal year of a project or a yearly plan
    how: How = "exact"
    marks_lost: bool = False  # it matches but for tone marks and the other signs that OCR loses
    likeness: float = 1.0  # how alike a misspelt name is, 0 to 1


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one element, ready to compare."""

    id: str
    type: str
    text: str
    key: str
    folded: str


@dataclass(frozen=True, slots=True)
class Index:
    """Every name of some classes of a graph; label and fiscal year by IRI."""

    names: tuple[Name, ...]
    labels: dict[str, str]
    years: dict[str, int]


_indexes: WeakKeyDictionary[GraphStore, dict[frozenset[str], Index]] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """``data/search.toml``."""
    return tomllib.loads(package_file("data", "search.toml").read_text(encoding="utf-8"))


@singledispatch
def search(
    store: GraphStore,
    text: str,
    *,
    types: Collection[str] | None = None,
    limit: int | None = 20,
    least: float = 0.0,
    least_misspelt: float | None = None,
) -> list[Hit]:
    """The elements whose names match ``text``, best first; equal scores by class, newest year, name, and IRI.

    ``types`` are local names of classes as ``searchable`` lists them (None: all); ``least`` is the lowest score wanted,
    ``least_misspelt`` that of misspelt names (None: as the rules have it; ``NONE_MISSPELT``: none of them).
    The names of a store are read once, so a store must not change while it is searched.
    """
    wanted = Wanted.of(text)
    if not wanted.forms:
        return []
    index = index_of(store, types)
    from_score = rules()["misspelt"]["least"] if least_misspelt is None else least_misspelt
    best: dict[str, Match] = {}
    for match in _matches(wanted, index.names, from_score):
        found = best.get(match.name.id)
        if match.score >= least and (found is None or match.score > found.score):
            best[match.name.id] = match
    order = {kind: at for at, kind in enumerate(searchable())}
    hits = [(match.score, _hit(match, index)) for match in best.values()]
    hits.sort(key=lambda each: (-each[0], order[each[1].type], *in_order(each[1].label, each[1].year, each[1].id)))
    return [hit for _, hit in hits[:limit]]


def in_order(label: str, year: int | None, iri: str) -> tuple[int, int, str, str]:
    """Sorts what has equal scores and is of one class: the newest year first, then the shortest label."""
    return (-(year or 0), len(label), label, iri)


@singledispatch
def by_iri(store: GraphStore, iri: str, types: Collection[str]) -> Hit | None:
    """The element of some classes that has this IRI."""
    index = index_of(store, types)
    if iri not in index.labels:
        return None
    kind = next((name.type for name in index.names if name.id == iri), "")
    return Hit(iri, index.labels[iri], kind, rules()["score"]["exact"], index.labels[iri], index.years.get(iri))


def searchable() -> tuple[str, ...]:
    """The local names of the classes that are found by name, in their order."""
    return tuple(rules()["classes"])


# --- what of a name is compared ---------------------------------------------------------------------------------------


def bare(key: str) -> str:
    """A key without the words that may stand before a name and say nothing (โครงการ, ค่าใช้จ่าย)."""
    for prefix in _prefixes():
        if key.startswith(prefix) and len(key) > len(prefix):
            return bare(key[len(prefix) :])
    return key


def forms(key: str) -> tuple[str, ...]:
    """What is compared of a key: ``bare``, and that without the การ that goes with what was left out."""
    plain, noun = bare(key), rules()["noun"]
    shorter = plain.removeprefix(noun) if plain != key else ""
    return (plain, shorter) if shorter and shorter != plain else (plain,)


def says_nothing(text: str) -> bool:
    """Whether a text has no letters, or none but words that may stand before a name."""
    return bare(match_key(text)) in {"", rules()["noun"], *_prefixes()}


@lru_cache(maxsize=1)
def _prefixes() -> tuple[str, ...]:
    return tuple(match_key(prefix) for prefix in rules()["prefixes"])


def _parts(text: str) -> Iterator[str]:
    """A name, what of it is outside brackets and quotation marks, and the short names inside them."""
    yield text
    if shorts := _SHORT.findall(clean := normalize(text)):
        yield _SHORT.sub(" ", clean)
        yield from shorts


# --- reading the names ------------------------------------------------------------------------------------------------


def index_of(store: GraphStore, types: Collection[str] | None = None) -> Index:
    """The names of the elements of these classes (None: all that are searchable), read once for each store."""
    classes = frozenset(searchable() if types is None else types)
    known = _indexes.setdefault(store, {})
    if classes not in known:
        known[classes] = _read(store, classes)
    return known[classes]


def _read(store: GraphStore, classes: frozenset[str]) -> Index:
    values = " ".join(f"<{_NAMESPACES.get(name, PG)}{name}>" for name in sorted(classes))
    rows = store.select(_NAMES % values)
    names = {name for row in rows for name in _names(row)}
    labels = sorted(
        (_is_thai(row["label"]), row["label"].value, row["element"].value) for row in rows if "label" in row
    )
    return Index(
        names=tuple(sorted(names, key=lambda name: (name.id, name.text, name.key))),
        labels={element: label for _, label, element in labels},  # the last, a Thai one, stays
        years={row["element"].value: int(row["year"].value) for row in rows if _is_number(row.get("year"))},
    )


def _is_number(year: Term | None) -> bool:
    return year is not None and year.value.isdecimal()


def _is_thai(label: Term) -> bool:
    return getattr(label, "language", None) == "th"


def _names(row: Row) -> Iterable[Name]:
    element, kind = row["element"].value, row["class"].value.rpartition("#")[2]
    if named := row.get("label") or row.get("name"):
        yield from names_of(element, kind, named.value)
    elif "number" in row:
        yield from names_by_number(element, kind, row["number"].value)


def names_of(element: str, kind: str, text: str) -> Iterator[Name]:
    """What is compared of one name of an element."""
    for part in _parts(text) if kind in rules()["short_names"] else (text,):
        yield from _named(element, kind, part)


def names_by_number(element: str, kind: str, number: str) -> Iterator[Name]:
    """How an element is called by its number."""
    for word in rules()["called"].get(kind, ()):
        for between in (rules()["ordinal"], " "):
            yield from _named(element, kind, f"{word}{between}{number}")


def _named(element: str, kind: str, text: str) -> Iterator[Name]:
    for key in _keys(text):
        yield Name(element, kind, text, key, fold_key(key))


@lru_cache(maxsize=4096)
def _keys(text: str) -> tuple[str, ...]:
    """What of a name is compared; whole, too, because what stands before it may be what is misspelt."""
    whole = match_key(text)
    return tuple(filter(None, dict.fromkeys((whole, *forms(whole)))))


# --- comparing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write what is looked for, ready to compare."""

    key: str
    folded: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    forms: tuple[Form, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Wanted:
        words = tuple(filter(None, (bare(match_key(word)) for word in _SPACES.split(text))))
        found = (Form(key, fold_key(key)) for key in forms(match_key(text)))
        return cls(tuple(form for form in found if form.folded), words)  # marks alone say nothing


@dataclass(frozen=True, slots=True)
class Match:
    """How a name matches what is looked for."""

    name: Name
    how: How
    score: float
    marks_lost: bool = False
    likeness: float = 1.0


def _hit(match: Match, index: Index) -> Hit:
    name = match.name
    return Hit(
        id=name.id,
        label=index.labels.get(name.id, name.text),
        type=name.type,
        score=round(match.score, 3),
        matched=name.text,
        year=index.years.get(name.id),
        how=match.how,
        marks_lost=match.marks_lost,
        likeness=match.likeness,
    )


def _matches(wanted: Wanted, names: Iterable[Name], least_misspelt: float) -> Iterator[Match]:
    rest: list[Name] = []
    for name in names:
        found = [match for form in wanted.forms if (match := same(form, wanted.words, name))]
        if found:
            yield max(found, key=lambda match: match.score)
        else:
            rest.append(name)
    if least_misspelt < NONE_MISSPELT:
        for form in wanted.forms:
            yield from alike(form, rest, least_misspelt)


def same(form: Form, words: tuple[str, ...], name: Name) -> Match | None:
    """How a name is, begins with, or holds what is looked for; None when it does none of these."""
    how: How
    if form.folded not in name.folded:
        if len(words) > 1 and all(word in name.key for word in words):
            return Match(name, "words", rules()["score"]["words"])
        return None
    score = rules()["score"]
    if form.folded == name.folded:
        how, worth, marks_lost = "exact", score["exact"], form.key != name.key
    else:
        how = "prefix" if name.folded.startswith(form.folded) else "part"
        worth = score[how] + score["cover"] * len(form.folded) / len(name.folded)
        marks_lost = form.key not in name.key
    return Match(name, how, worth - score["marks"] * marks_lost, marks_lost)


def alike(form: Form, names: list[Name], least: float) -> Iterator[Match]:
    """The names that are spelt a little differently."""
    from rapidfuzz import fuzz, process

    texts = [name.folded for name in names]
    scorers: list[tuple[How, Any]] = [("misspelt", fuzz.ratio)]
    if len(form.folded) >= rules()["misspelt"]["part_length"]:
        scorers.append(("misspelt_part", fuzz.partial_ratio))
    for how, scorer in scorers:
        worth = rules()["score"][how]
        found = process.extract(form.folded, texts, scorer=scorer, score_cutoff=100 * least / worth, limit=None)
        for _, likeness, at in found:
            if how == "misspelt" or len(texts[at]) >= len(form.folded):
                yield Match(names[at], how, worth * likeness / 100, likeness=likeness / 100)
