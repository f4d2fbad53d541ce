"""The index of names in a snapshot: one SQLite file with a row per name and trigrams of what is compared.

Rows are numbered in the order in which equal scores are shown, shorter names first, so whoever reads matches in the
order of the rows may stop early. A name is indexed between two marks, so that a mark before a needle finds beginnings.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from plangraph.namespaces import PG, PREFIXES
from plangraph.search import Name, in_order, names_by_number, names_of, searchable
from plangraph.snapshot.build_projects import labels
from plangraph.snapshot.columns import Array, Writer
from plangraph.snapshot.facts import Facts, distinct, join

FIRST, LAST, KIND = "\x02", "\x03", "\x04"  # around the folded name; before its class
NAMED: Final = ("rdfs:label", "skos:altLabel", "pg:asPrinted", "pg:code")
OF_BRIEF: Final = ("rdfs:label", "skos:altLabel", "pg:asPrinted")
BATCH: Final = 10_000
END: Final = b"\n"  # after each key; no key holds one
_OTHERS: Final = {"Organization": PREFIXES["org"], "DataSet": PREFIXES["qb"]}

_SCHEMA: Final = """
PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE name (row INTEGER PRIMARY KEY, element INTEGER, kind INTEGER, year INTEGER, label INTEGER,
                   text TEXT, folded TEXT);
CREATE TABLE rows_of (trigram TEXT, rows INTEGER);
CREATE VIRTUAL TABLE trigram USING fts5 (said, content='', detail='none', tokenize='trigram case_sensitive 1');
"""
Row = tuple[int, int, int, int, str, str, str]  # element, class, year, label, text, key, folded key
Sorted = tuple[int, int, tuple[int, int, str, str]]  # letters, class, year and label: the order of equal scores


def kind_mark(kind: int) -> str:
    """Three characters that stand for a class."""
    return f"{KIND}{chr(0x100 + kind)}{LAST}"


def write_names(writer: Writer, facts: Facts) -> None:
    """Write the index of everything that is found by name: ``names``, and the keys of its rows one after the other."""
    rows = sorted(_rows(facts), key=lambda row: row[0])
    lengths = np.array([len(row[1][5].encode("utf-8")) + 1 for row in rows], np.int64)
    writer.put("name_key_start", np.concatenate(([0], np.cumsum(lengths))))
    writer.put_bytes("name_keys", (row[1][5].encode("utf-8") + END for row in rows))
    writer.put("name_letters", np.array([row[0][0] for row in rows], np.int32))
    try:
        _write_base(writer.folder / "names.bin", rows)
    except sqlite3.OperationalError as error:  # of a full disk SQLite speaks in its own way
        raise OSError(errno.EIO, str(error), "names.bin") from error
    writer.put_file("names")


def _write_base(path: Path, rows: list[tuple[Sorted, Row]]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript(_SCHEMA)
        base.execute("BEGIN")
        for at in range(0, len(rows), BATCH):
            batch = [(at + place, *row[1][:5], row[1][6]) for place, row in enumerate(rows[at : at + BATCH])]
            base.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", batch)
            base.executemany(
                "INSERT INTO trigram (rowid, said) VALUES (?, ?)",
                [(row, f"{kind_mark(kind)}{FIRST}{folded}{LAST}") for row, _, kind, _, _, _, folded in batch],
            )
        base.execute("INSERT INTO trigram (trigram) VALUES ('optimize')")
        base.execute("CREATE INDEX by_folded ON name (folded)")
        base.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (trigram, 'row')")
        base.execute("INSERT INTO rows_of SELECT term, doc FROM vocabulary")
        base.execute("DROP TABLE vocabulary")
        base.execute("COMMIT")


def _rows(facts: Facts) -> Iterator[tuple[Sorted, Row]]:
    """The rows of the index, each with what sorts it."""
    for at, kind in enumerate(searchable()):
        elements = distinct(_of_class(facts, kind))
        label = labels(facts, elements, "th").tolist()
        year = facts.numbers(facts.of(elements, "pg:fiscalYear"), 0).tolist()
        for place, names in _names(facts, elements, kind):
            iri, shown = facts.text(int(elements[place])), label[place]
            named = facts.text(shown) if shown >= 0 else ""
            order = in_order(named, year[place], iri)
            for name in names:
                yield (
                    (len(name.folded), at, order),
                    (int(elements[place]), at, year[place], shown, name.text, name.key, name.folded),
                )


def _of_class(facts: Facts, kind: str) -> Array:
    subjects, objects = facts.pairs("rdf:type")
    return np.asarray(subjects[objects == facts.place(f"<{_OTHERS.get(kind, PG)}{kind}".encode())])


def _names(facts: Facts, elements: Array, kind: str) -> Iterator[tuple[int, list[Name]]]:
    """The names of each element that has any, sorted as the search has them, one of each kind of text."""
    said: list[list[str]] = [[] for _ in range(len(elements))]
    for name in NAMED:
        _collect(facts, elements, name, said)
    numbers: list[list[str]] = [[] for _ in range(len(elements))]
    _collect(facts, elements, "pg:number", numbers)
    for place, brief in _briefs(facts, elements):
        for name in OF_BRIEF:
            first, last = np.searchsorted(facts.pairs(name)[0], [brief, brief + 1])
            said[place] += [facts.text(term) for term in facts.pairs(name)[1][first:last].tolist()]
    for place, (texts, called) in enumerate(zip(said, numbers, strict=True)):
        found = {name for text in set(texts) for name in names_of("", kind, text)}
        found |= {name for number in called for name in names_by_number("", kind, number)}
        if found:
            yield place, sorted(found, key=lambda name: (name.text, name.key))


def _collect(facts: Facts, elements: Array, name: str, into: list[list[str]]) -> None:
    subjects, objects = facts.pairs(name)
    for place, term in zip(*(array.tolist() for array in _joined(elements, subjects, objects)), strict=True):
        into[place].append(facts.text(term))


def _joined(elements: Array, subjects: Array, objects: Array) -> tuple[Array, Array]:
    where, found = join(elements, subjects)
    return where, objects[found]


def _briefs(facts: Facts, elements: Array) -> list[tuple[int, int]]:
    """Places of elements and their briefs."""
    briefs, projects = facts.pairs("pg:briefOf")
    order = np.argsort(projects, kind="stable")
    where, found = join(elements, projects[order])
    return list(zip(where.tolist(), briefs[order][found].tolist(), strict=True))
