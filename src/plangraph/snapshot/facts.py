"""A table of triples asked by property while a snapshot is built; every answer is a pair of sorted arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from plangraph.namespaces import expand
from plangraph.snapshot.columns import Array
from plangraph.snapshot.errors import NumberTooLarge
from plangraph.snapshot.reading import Triples
from plangraph.snapshot.runs import Run
from plangraph.snapshot.terms import text_of_token

LARGEST: Final = np.iinfo(np.int32).max  # of lines, years, levels and numbers


@dataclass(slots=True)
class Facts:
    """Triples by the places of their terms, sorted by subject, property and object."""

    terms: Run
    triples: Triples
    _known: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    _first: dict[str, tuple[Array, Array]] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The place of a prefixed name among the terms; -1 for a term that does not occur."""
        return self.place(b"<" + expand(name).encode())

    def place(self, token: bytes) -> int:
        at = bisect_left(self.terms, token)
        return at if at < len(self.terms) and self.terms[at] == token else -1

    def pairs(self, name: str) -> tuple[Array, Array]:
        """Subjects and objects of a prefixed property, by subject."""
        if name not in self._known:
            subjects, names, objects = self.triples
            where = np.flatnonzero(names == self.number(name))
            self._known[name] = (subjects[where], objects[where])
        return self._known[name]

    def firsts(self, name: str) -> tuple[Array, Array]:
        """Each subject of a property once, with its first object in the order of the terms."""
        if name not in self._first:
            subjects, objects = self.pairs(name)
            first = _starts(subjects)
            self._first[name] = (subjects[first], objects[first])
        return self._first[name]

    def of(self, wanted: Array, name: str) -> Array:
        """The first object of a property for each of the wanted terms; -1 where there is none."""
        return look_up(*self.firsts(name), wanted)

    def subjects(self, name: str, value: str) -> Array:
        """The subjects of a property that have this prefixed name as object."""
        subjects, objects = self.pairs(name)
        return np.asarray(subjects[objects == self.number(value)])

    def text(self, term: int) -> str:
        """The IRI or the text of a term."""
        return text_of_token(self.terms[term])

    def numbers(self, terms: Array, missing: int = -1) -> Array:
        """The whole numbers that literals print, as ``described.number`` takes them; -1 stays ``missing``."""

        def number(text: str) -> int:
            if not text.isdecimal():
                return missing
            if (found := int(text)) > LARGEST:
                raise NumberTooLarge(text)
            return found

        return self.each(terms, number, missing)

    def each(self, terms: Array, turn: Callable[[str], int], missing: int) -> Array:
        """A number for each term; every distinct term is turned once."""
        used, where = numbered(terms)
        values = np.array([missing if term < 0 else turn(self.text(term)) for term in used.tolist()], np.int64)
        return np.asarray(values[where]) if len(used) else np.empty(0, np.int64)


def distinct(terms: Array) -> Array:
    """The places of terms (-1 for none) in order, each once; a mark for each term instead of sorting them."""
    said = np.zeros(int(terms.max(initial=-1)) + 2, bool)
    said[terms + 1] = True
    return np.flatnonzero(said) - 1


def numbered(terms: Array) -> tuple[Array, Array]:
    """The ``distinct`` ones of these terms, and the place of each of these among them."""
    used = distinct(terms)
    place = np.empty(int(terms.max(initial=-1)) + 2, np.int64)
    place[used + 1] = np.arange(len(used))
    return used, place[terms + 1]


def _starts(sorted_values: Array) -> Array:
    """Where each run of equal values begins."""
    if not len(sorted_values):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], sorted_values[1:] != sorted_values[:-1])))


def look_up(keys: Array, values: Array, wanted: Array, missing: int = -1) -> Array:
    """The value of each wanted key; ``keys`` are sorted and distinct."""
    if not len(keys):
        return np.full(len(wanted), missing, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], missing)


def join(left: Array, keys: Array) -> tuple[Array, Array]:
    """Places in ``left`` and in ``keys`` (sorted, may repeat) of all equal pairs, in the order of ``left``."""
    first, last = np.searchsorted(keys, left), np.searchsorted(keys, left, side="right")
    counts = last - first
    where = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(where)) - np.repeat(np.cumsum(counts) - counts, counts)
    return where, np.repeat(first, counts) + within


def offsets(sorted_owners: Array, owners: int) -> Array:
    """Where the part of each owner begins, and the end: ``owners`` + 1 numbers."""
    counts = np.bincount(sorted_owners, minlength=owners) if len(sorted_owners) else np.zeros(owners, np.int64)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
