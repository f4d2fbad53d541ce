"""Search in a snapshot: the hits of ``search.search``, from trigrams, without going through all names.

Matches of the whole text come from the trigram index in the order of the rows, best first, so that only as many are
read as are wanted. Texts of fewer than three letters are looked for row by row. Names that hold all words, and names
spelt a little differently, score lower than any of these and are asked for only when hits are missing; in an index of
more than ``MANY`` names the latter only when there is no other hit, and only the nearest by shared trigrams.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np

from plangraph.search import (
    NONE_MISSPELT,
    Form,
    Hit,
    How,
    Match,
    Name,
    Wanted,
    alike,
    in_order,
    rules,
    same,
    searchable,
)
from plangraph.snapshot.graph import Snapshot
from plangraph.snapshot.names import END, FIRST, kind_mark
from plangraph.thai_text import fold_key

LETTERS: Final = 3  # of a trigram
AT_ONCE: Final = 32  # rows read at once
ASKED: Final = (
    3  # trigrams of a needle that the index is asked for, the rarest; the rest is looked at in the name itself
)
FEW: Final = 256  # names that begin alike and are put in order here
HIGH: Final = 1_000_000  # letters: more than a name has
ROWS: Final = 20_000  # keys looked through at once
HIGHEST: Final = "\U0010ffff"
MANY: Final = 100_000  # names: to compare the spelling of all of them takes a second
SHARED: Final = 12  # trigrams of a misspelt text that names are asked for, the rarest
COMPARED: Final = 5_000  # names whose spelling is compared when there are many
_COLUMNS: Final = "row, element, kind, year, label, text, folded"
_BEGINNING: Final = f"SELECT row FROM name WHERE folded >= ? AND folded < ? LIMIT {FEW + 1}"  # noqa: S608
_INDEX: Final = f"""SELECT {_COLUMNS} FROM name WHERE row IN
  (SELECT rowid FROM trigram WHERE trigram MATCH ? AND rowid > ? ORDER BY rowid LIMIT {AT_ONCE}) ORDER BY row"""  # noqa: S608
_MATCHES: Final = f"SELECT {_COLUMNS} FROM name WHERE row IN (SELECT rowid FROM trigram WHERE trigram MATCH ?)"  # noqa: S608

Entry = tuple[int, int, int, int, int, str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A match with the element it is a name of."""

    match: Match
    entry: Entry


class Searcher:
    """Searches one snapshot, for any number of threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._own = threading.local()

    @property
    def base(self) -> sqlite3.Connection:
        """The connection of this thread to the index."""
        found: sqlite3.Connection | None = getattr(self._own, "base", None)
        if found is None:
            found = self._own.base = self._connected()
        return found

    def _connected(self) -> sqlite3.Connection:
        """The index, opened after every byte of it was checked."""
        self.snapshot.columns["names"].all()
        path = self.snapshot.columns.folder / "names.bin"
        base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        base.execute("PRAGMA mmap_size = 1073741824")
        return base

    def search(
        self,
        text: str,
        *,
        types: Collection[str] | None = None,
        limit: int | None = 20,
        least: float = 0.0,
        least_misspelt: float | None = None,
    ) -> list[Hit]:
        """What ``search.search`` finds."""
        wanted = Wanted.of(text)
        if not wanted.forms:
            return []
        classes = searchable()
        kinds = list(range(len(classes))) if types is None else [at for at, kind in enumerate(classes) if kind in types]
        from_score = rules()["misspelt"]["least"] if least_misspelt is None else least_misspelt
        best: dict[int, _Found] = {}
        for found in self._whole(wanted, kinds, limit):
            _keep(best, found)
        if limit is None or len(best) < limit:
            for found in self._by_words(wanted, kinds):
                _keep(best, found)
        if self._asks_for_spellings(len(best), limit, from_score):
            for found in self._misspelt(wanted, kinds, from_score):
                _keep(best, found)
        kept = [found for found in best.values() if found.match.score >= least]
        hits = [(found, self._hit(found)) for found in kept]
        hits.sort(key=lambda each: (-each[0].match.score, each[0].entry[2],
                                    *in_order(each[1].label, each[1].year, each[1].id)))  # fmt: skip
        return [hit for _, hit in hits[:limit]]

    def by_iri(self, iri: str, types: Collection[str]) -> Hit | None:
        """The element of some classes that has this IRI."""
        term = self.snapshot.term(iri)
        if term is None:
            return None
        classes = searchable()
        kinds = ", ".join(str(at) for at, kind in enumerate(classes) if kind in types)
        sql = f"SELECT {_COLUMNS} FROM name WHERE element = ? AND kind IN ({kinds}) AND label >= 0 LIMIT 1"  # noqa: S608
        entry = self.base.execute(sql, (term,)).fetchone()
        if entry is None:
            return None
        label = self.snapshot.text(entry[4])
        return Hit(iri, label, classes[entry[2]], rules()["score"]["exact"], label, entry[3] or None)

    # --- the whole text ----------------------------------------------------------------------------------------------

    def _whole(self, wanted: Wanted, kinds: list[int], limit: int | None) -> Iterator[_Found]:
        """Names that are, begin with or hold what is looked for: of each of these the best, as many as are wanted."""
        for form in wanted.forms:
            yield from self._best(self._beginnings(form, kinds), wanted, kinds, limit)
            if len(form.folded) >= LETTERS:
                yield from self._best(self._rows(form, form.folded, kinds), wanted, kinds, limit)
            else:
                yield from self._short(form, wanted, kinds, limit)

    def _best(self, entries: Iterable[Entry], wanted: Wanted, kinds: list[int], limit: int | None) -> Iterator[_Found]:
        """Matches in the order of the rows, until no later one can be among the wanted.

        Later rows score no higher, but a match that lost its marks scores less than later ones that did not.
        """
        elements: dict[bool, set[int]] = {True: set(), False: set()}
        for entry in entries:
            if limit is not None and len(elements[False]) >= limit:
                return
            if entry[2] in kinds and (found := self._judge(wanted, entry)):
                of_kind = elements[found.match.marks_lost]
                if limit is None or len(of_kind) < limit or entry[1] in of_kind:
                    of_kind.add(entry[1])
                    yield found

    def _judge(self, wanted: Wanted, entry: Entry) -> _Found | None:
        """The best way in which a name matches."""
        name = self._name(entry)
        matches = [match for form in wanted.forms if (match := same(form, wanted.words, name))]
        return _Found(max(matches, key=lambda match: match.score), entry) if matches else None

    def _beginnings(self, form: Form, kinds: list[int]) -> Iterable[Entry]:
        """The names that are a text or begin with it, by row."""
        few = self.base.execute(_BEGINNING, (form.folded, form.folded + HIGHEST)).fetchall()
        if len(few) <= FEW:
            return (self._entry(row) for (row,) in sorted(few))
        same_name = self.base.execute(f"SELECT {_COLUMNS} FROM name WHERE folded = ? ORDER BY row", (form.folded,))  # noqa: S608
        return chain(same_name, self._rows(form, f"{FIRST}{form.folded}", kinds))

    def _short(self, form: Form, wanted: Wanted, kinds: list[int], limit: int | None) -> Iterator[_Found]:
        """Names that hold a text of one or two letters; those that lost marks only where they count."""
        found = list(self._best(self._keyed(form.key), wanted, kinds, limit))
        yield from found
        last = self._names + 1
        if limit is not None and len({each.entry[1] for each in found}) >= limit:
            score = rules()["score"]
            over = min(each.match.score for each in found) - score["part"] + score["marks"]
            letters = score["cover"] * len(form.folded) / over if over > 0 else HIGH
            last = int(np.searchsorted(self.snapshot.columns["name_letters"].all(), min(letters, HIGH), side="right"))
        yield from self._best(self._without_marks(form, last), wanted, kinds, limit)

    def _keyed(self, key: str) -> Iterator[Entry]:
        """The names whose keys hold a text, by row, read from the keys themselves."""
        needle, starts = key.encode("utf-8"), self.snapshot.columns["name_key_start"].all()
        keys = self.snapshot.columns["name_keys"].all()

        for first in range(0, self._names + 1, ROWS):
            last = min(first + ROWS, self._names + 1)
            piece, at = keys[starts[first] : starts[last]].tobytes(), 0
            while (at := piece.find(needle, at)) >= 0:
                row = int(np.searchsorted(starts, starts[first] + at, side="right")) - 1
                yield self._entry(row)
                at = int(starts[row + 1] - starts[first])

    def _without_marks(self, form: Form, last: int) -> Iterator[Entry]:
        """The names that hold a text but for its marks, by row."""
        entries = self._scan(f"instr(folded, ?) AND row < {last}", (form.folded,))
        return (entry for entry in entries if form.key not in self._key(entry[0]))

    def _entry(self, row: int) -> Entry:
        entry: Entry = self.base.execute(f"SELECT {_COLUMNS} FROM name WHERE row = ?", (row,)).fetchone()  # noqa: S608
        return entry

    def _key(self, row: int) -> str:
        starts = self.snapshot.columns["name_key_start"]
        return self.snapshot.columns["name_keys"].text(starts.at(row), starts.at(row + 1) - len(END)).decode("utf-8")

    def _name(self, entry: Entry) -> Name:
        return Name(str(entry[1]), searchable()[entry[2]], entry[5], self._key(entry[0]), entry[6])

    def _rows(self, form: Form, needle: str, kinds: list[int]) -> Iterator[Entry]:
        """The rows that hold a needle, in order."""
        if len(needle) < LETTERS:
            yield from self._scan("substr(folded, 1, 1) = ?", (form.folded,))
            return
        query, row = self._query([needle], kinds), -1
        while entries := self.base.execute(_INDEX, (query, row)).fetchall():
            yield from (entry for entry in entries if needle in f"{FIRST}{entry[6]}")
            row = entries[-1][0]

    def _scan(self, condition: str, given: tuple[str, ...]) -> Iterator[Entry]:
        """The rows that a condition holds for, in order, one by one."""
        yield from self.base.execute(f"SELECT {_COLUMNS} FROM name WHERE {condition} ORDER BY row", given)  # noqa: S608

    def _query(self, needles: list[str], kinds: list[int]) -> str:
        """Rows that hold the rarest trigrams of some needles and are of one of the classes."""
        said = " AND ".join(map(_quoted, self._rarest(needles, ASKED)))
        if len(kinds) == len(searchable()):
            return said
        return f"({said}) AND ({' OR '.join(_quoted(kind_mark(kind)) for kind in kinds)})"

    def _rarest(self, needles: list[str], count: int) -> list[str]:
        """The rarest trigrams of some needles."""
        rows = self._rows_of
        trigrams = {needle[at : at + LETTERS] for needle in needles for at in range(len(needle) - LETTERS + 1)}
        return sorted(trigrams, key=lambda trigram: (rows.get(trigram, 0), trigram))[:count]

    @cached_property
    def _rows_of(self) -> dict[str, int]:
        """In how many names each trigram is."""
        return dict(self.base.execute("SELECT trigram, rows FROM rows_of"))

    # --- words, and other spellings ----------------------------------------------------------------------------------

    def _by_words(self, wanted: Wanted, kinds: list[int]) -> Iterator[_Found]:
        """Names that hold every word."""
        if len(wanted.words) < 2:
            return
        folded = [fold_key(word) for word in wanted.words]
        if long := [word for word in folded if len(word) >= LETTERS]:
            entries = self.base.execute(_MATCHES, (self._query(long, kinds),))
        else:
            entries = self.base.execute(f"SELECT {_COLUMNS} FROM name WHERE instr(folded, ?)", (folded[0],))  # noqa: S608
        for entry in entries:
            if entry[2] in kinds and (found := self._judge(wanted, entry)):
                yield found

    def _asks_for_spellings(self, hits: int, limit: int | None, least: float) -> bool:
        missing = limit is None or hits < limit
        return missing and least < NONE_MISSPELT and (not hits or self._names <= MANY)

    @cached_property
    def _names(self) -> int:
        (rows,) = self.base.execute("SELECT max(row) FROM name").fetchone()
        return -1 if rows is None else int(rows)

    def _misspelt(self, wanted: Wanted, kinds: list[int], least: float) -> Iterator[_Found]:
        """Names that are spelt a little differently: of many names only those that share most trigrams are compared."""
        entries = self._every_entry if self._names <= MANY else self._sharing_trigrams(wanted)
        chosen = [entry for entry in entries if entry[2] in kinds and not self._judge(wanted, entry)]
        named = {self._name(entry): entry for entry in chosen}
        ordered = sorted(named, key=lambda name: (named[name][1], name.text, name.key))
        for form in wanted.forms:
            for match in alike(form, ordered, least):
                yield _Found(match, named[match.name])

    @cached_property
    def _every_entry(self) -> list[Entry]:
        return self.base.execute(f"SELECT {_COLUMNS} FROM name").fetchall()  # noqa: S608

    def _sharing_trigrams(self, wanted: Wanted) -> list[Entry]:
        """The names that share most of the rarer trigrams of a text."""
        shared = np.zeros(self._names + 1, np.int8)
        for trigram in self._rarest([form.folded for form in wanted.forms], SHARED):
            found = self.base.execute("SELECT rowid FROM trigram WHERE trigram MATCH ?", (_quoted(trigram),)).fetchall()
            shared[np.fromiter((row for (row,) in found), np.int64, len(found))] += 1
        best = np.argsort(-shared, kind="stable")[:COMPARED]
        return [self._entry(row) for row in best[shared[best] > 0].tolist()]

    def _hit(self, found: _Found) -> Hit:
        match, (_, element, kind, year, label, text, _) = found.match, found.entry
        how: How = match.how
        return Hit(
            id=self.snapshot.text(element),
            label=self.snapshot.text(label) if label >= 0 else text,
            type=searchable()[kind],
            score=round(match.score, 3),
            matched=text,
            year=year or None,
            how=how,
            marks_lost=match.marks_lost,
            likeness=match.likeness,
        )


def _keep(best: dict[int, _Found], found: _Found) -> None:
    """Keep the best match of each element; of equal ones the first by its text."""
    known = best.get(found.entry[1])
    if known is None or _rank(found.match) < _rank(known.match):
        best[found.entry[1]] = found


def _rank(match: Match) -> tuple[float, str, str]:
    return (-match.score, match.name.text, match.name.key)


def _quoted(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'
