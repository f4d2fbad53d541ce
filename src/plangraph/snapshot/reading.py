"""N-Quads as numbers, in one pass: every distinct term once and in order, every triple as three integers.

A term is its N-Quads token without a final ``>``: ``<https://…/5``, ``"ลำปาง"@th``, ``"2570"^^<…#integer``. So the
order of the bytes is the order of the IRIs, and a token says what it is. Lines must be canonical (one blank between
terms, characters as themselves), as a build writes nearly all of them. A file with characters by their codes, several
graphs or no end of its last line is parsed by Oxigraph first, which leaves the codes of control characters, always the
same for the same text; other spellings (two blanks, a tab) are refused with the name of the file.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from plangraph.errors import DataDamaged
from plangraph.namespaces import PROPOSALS_GRAPH
from plangraph.snapshot.columns import Array
from plangraph.snapshot.runs import Run, merged, run_of
from plangraph.store import canonical

PIECE: Final = 1 << 12  # terms looked at together
CHUNK: Final = 1 << 24  # bytes read at once
TABLE: Final = 1 << 16  # terms of a table after which another is begun
_PROPOSALS: Final = f" <{PROPOSALS_GRAPH}> .".encode()
PLAIN: Final = (
    b"\x00"  # while reading, ends the token of an object that was not closed by ``>``: a literal without datatype
)
_LITERAL: Final = re.compile(
    rb'"[^"\\\n\r]*(?:\\(?:[tbnrf"\x27\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})[^"\\\n\r]*)*"'
    rb'(?:(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?\x00|\^\^<[^\x00-\x20<>"{}|^`\\]+)'
)
_IN_NO_IRI: Final = bytes((*b'>"{}|^`\\', *range(0x21)))

Progress = Callable[[int], None]  # told how many bytes were read since it was last told
Triples = tuple[Array, Array, Array]  # subjects, properties, objects


def unwatched(done: int) -> None:
    """A ``Progress`` that nobody watches."""


@dataclass(frozen=True, slots=True)
class Table:
    """Everything some files say: terms in the order of their bytes, and distinct triples of places in them."""

    terms: Run
    triples: Triples  # of the union, by subject, property and object
    proposals: Triples
    lines: int
    digests: dict[str, str]  # file name -> SHA-256


@dataclass(slots=True)
class _Reader:
    """What was read so far; terms are numbered as they come, anew for each few files.

    Few terms occur in files that are far apart. So a table of some files finds most of them again, and looking in it
    costs the same however many files there are; a table of all terms would cost more the larger it gets.
    """

    runs: list[Run] = field(default_factory=list)  # the terms of the tables that were finished; some occur in several
    places: list[Array] = field(default_factory=list)  # in its run, of each term of a table as it came
    finished: int = 0  # how many terms those tables had
    union: list[Triples] = field(default_factory=list)
    proposals: list[Triples] = field(default_factory=list)
    lines: int = 0
    ids: defaultdict[bytes, int] = field(default_factory=defaultdict)  # the table that is filled

    def __post_init__(self) -> None:
        self.ids.default_factory = self.ids.__len__

    def end_table(self) -> None:
        """Keep the terms of this table, in order, and begin another."""
        terms = sorted(self.ids)
        place = np.empty(len(terms), np.int32)
        place[np.fromiter(map(self.ids.__getitem__, terms), np.int32, len(terms))] = np.arange(len(terms))
        self.runs.append(run_of([terms]))
        self.places.append(place)
        self.finished += len(terms)
        self.ids.clear()

    def forget(self, known: int) -> None:
        """Forget the terms that were numbered since so many were known."""
        while self.known() > known:
            self.ids.popitem()

    def known(self) -> int:
        """How many terms were numbered."""
        return self.finished + len(self.ids)

    def add(self, text: bytes, ending: bytes) -> bool:
        """Whether all these lines end with this graph, so that they could be added. ``ValueError`` for a broken one."""
        lines = text.split(b"\n")
        lines.pop()
        if text.count(ending + b"\n") != len(lines):
            return False
        parts = [line.split(b"> ", 2) for line in lines]
        subjects, names, objects = zip(*parts, strict=True) if parts else ((), (), ())
        closed, end, end_closed = b">" + ending, -len(ending), -len(ending) - 1
        objects = tuple([said[:end_closed] if said.endswith(closed) else said[:end] + PLAIN for said in objects])
        number, count, first = self.ids.__getitem__, len(lines), np.int32(self.finished)
        found = tuple(np.fromiter(map(number, terms), np.int32, count) + first for terms in (subjects, names, objects))
        (self.proposals if ending == _PROPOSALS else self.union).append((found[0], found[1], found[2]))
        self.lines += count
        return True


def read(paths: Sequence[Path], progress: Progress = unwatched) -> Table:
    """Read N-Quads files. ``DataDamaged`` names a file that is none."""
    reader, digests, first_terms = _Reader(), {}, []
    for path in paths:
        first_terms.append(reader.known())
        digests[path.name] = _read_file(reader, path, progress)
        if len(reader.ids) > TABLE:
            reader.end_table()
    reader.end_table()
    return _finish(reader, digests, _Origins(list(paths), first_terms))


def _read_file(reader: _Reader, path: Path, progress: Progress) -> str:
    """Read one file; returns its SHA-256."""
    digest, before = hashlib.sha256(), (len(reader.union), len(reader.proposals), reader.lines, reader.known())
    plain, rest, ending = True, b"", None
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            digest.update(chunk)
            progress(len(chunk))
            if plain:
                text, rest = _whole_lines(rest + chunk if rest else chunk)
                ending = ending or _ending(text)
                plain = ending is not None and not _has_codes(text) and _add(reader, text, ending)
    if not plain or rest:
        del reader.union[before[0] :], reader.proposals[before[1] :]
        reader.lines = before[2]
        reader.forget(before[3])
        _parse(reader, path)
    return digest.hexdigest()


def _whole_lines(text: bytes) -> tuple[bytes, bytes]:
    end = text.rfind(b"\n") + 1
    return (text, b"") if end == len(text) else (text[:end], text[end:])


def _ending(text: bytes) -> bytes | None:
    """The graph and the full stop of the first line."""
    line = text[: text.find(b"\n")] if b"\n" in text else b""
    at = line.rfind(b" <")
    return line[at:] if at > 0 and line.endswith(b"> .") and _is_iri(line[at + 1 : -3]) else None


def _has_codes(text: bytes) -> bool:
    """Whether a character may be written by its code, so that one term could have two tokens."""
    return b"\\" in text and (b"\\u" in text or b"\\U" in text)


def _add(reader: _Reader, text: bytes, ending: bytes) -> bool:
    """Whether all lines end like the first, so that they could be added."""
    try:
        return reader.add(text, ending)
    except ValueError:  # a line without three terms
        return False


def _parse(reader: _Reader, path: Path) -> None:
    """Read a file that is not canonical."""
    graphs: dict[str, list[Quad]] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.N_QUADS, lenient=True):
            graphs.setdefault(quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else "", []).append(quad)
    except SyntaxError as error:
        raise DataDamaged(path, str(error)) from error
    for graph, quads in graphs.items():
        if not graph:
            raise DataDamaged(path, "a line names no graph")
        reader.add(canonical(quads), f" <{graph}> .".encode())


@dataclass(frozen=True, slots=True)
class _Origins:
    """Which file a term was first read in."""

    paths: list[Path]
    first_terms: list[int]

    def damaged(self, reader: _Reader, term: bytes) -> DataDamaged:
        known = 0
        for run, place in zip(reader.runs, reader.places, strict=True):
            if (at := bisect_left(run, term)) < len(run) and run[at] == term:
                known += int(np.flatnonzero(place == at)[0])
                break
            known += len(run)
        path = self.paths[max(at for at, first in enumerate(self.first_terms) if first <= known)]
        return DataDamaged(path, f"no term of N-Quads: {term.removesuffix(PLAIN)[:80].decode('utf-8', 'replace')}")


def _finish(reader: _Reader, digests: dict[str, str], origins: _Origins) -> Table:
    """Number the terms by their order, and drop triples that were read twice."""
    by_run = [np.empty(len(run), np.int32) for run in reader.runs]
    terms = run_of(_checked(merged(reader.runs, by_run), reader, origins))
    reader.runs.clear()
    numbers = np.concatenate([number[place] for number, place in zip(by_run, reader.places, strict=True)])
    union, proposals = (_distinct(parts, numbers) for parts in (reader.union, reader.proposals))
    return Table(terms, union, proposals, reader.lines, digests)


def _checked(pieces: Iterator[list[bytes]], reader: _Reader, origins: _Origins) -> Iterator[list[bytes]]:
    for terms in pieces:
        for term in _no_terms(terms):
            raise origins.damaged(reader, term)
        yield [term.removesuffix(PLAIN) for term in terms]  # which leaves the order as it is


def _no_terms(terms: list[bytes]) -> Iterator[bytes]:
    """Tokens that are no terms, of those looked at together the first; nothing when all are."""
    first_iri = bisect_left(terms, b"<")
    for at in range(0, first_iri, PIECE):
        piece = terms[at : min(at + PIECE, first_iri)]
        if not _are_plain_literals(piece):
            yield from islice((term for term in piece if not _LITERAL.fullmatch(term) or not _is_text(term)), 1)
    for at in range(first_iri, len(terms), PIECE):
        piece = terms[at : at + PIECE]
        text = b"".join(piece)
        clean = text.count(b"<") == len(piece) and _has_none(text, _IN_NO_IRI) and _is_text(text)
        if not clean or piece[-1][:1] != b"<":
            yield next(term for term in piece if not _is_iri(term))
            return


def _are_plain_literals(piece: list[bytes]) -> bool:
    """Whether all of these are literals without a backslash; looking at all at once takes a tenth of the time."""
    text = b"".join(piece)
    if b"\\" in text or b"\r" in text or not _is_text(text):
        return False
    parts = {(term.count(b'"'), term[:1], term[term.rfind(b'"') :]) for term in piece}
    return all(quotes == 2 and first == b'"' and _LITERAL.fullmatch(b'"' + tail) for quotes, first, tail in parts)


def _is_text(term: bytes) -> bool:
    try:
        term.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_none(text: bytes, of: bytes) -> bool:
    return len(text.translate(None, of)) == len(text)


def _is_iri(term: bytes) -> bool:
    return term[:1] == b"<" and b"<" not in term[1:] and _has_none(term, _IN_NO_IRI) and _is_text(term)


def _distinct(parts: list[Triples], numbers: Array) -> Triples:
    """Triples by subject, property and object, each once. ``parts`` is emptied on the way, to need less memory."""
    subjects, names, objects = (
        numbers[np.concatenate([part[at] for part in parts])] if parts else np.empty(0, np.int32) for at in range(3)
    )
    parts.clear()
    used = np.flatnonzero(np.bincount(names, minlength=1))
    place = np.zeros(len(numbers) + 1, np.int64)
    place[used] = np.arange(len(used))
    names = place[names]
    for_name, for_object = max(len(used) - 1, 1).bit_length(), max(int(numbers.max(initial=0)), 1).bit_length()
    keys = subjects.astype(np.int64)  # terms are fewer than 2^28 and properties fewer than 2^7: a triple fits 63 bits
    keys = (((keys << for_name) | names) << for_object) | objects
    keys.sort()
    if len(keys):
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
    objects = (keys & ((1 << for_object) - 1)).astype(np.int32)
    names = used[(keys >> for_object) & ((1 << for_name) - 1)].astype(np.int32) if len(used) else names.astype(np.int32)
    return (keys >> (for_name + for_object)).astype(np.int32), names, objects
