"""Distinct terms in the order of their bytes: many kept in one text, and several such runs merged into one.

A nation has more terms than a processor's cache holds, and a look at an object outside it costs many times as much as
one inside. So terms are objects only while they are worked on, a few at a time, however many there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice, pairwise
from operator import ne
from typing import Final, overload

import numpy as np

from plangraph.snapshot.columns import Array

MERGED: Final = 1 << 17  # terms merged at once, about
SAMPLE: Final = 1 << 12  # of so many terms of a run one is looked at to share out the work
END: Final = b"\n"  # after each term; no token holds one


@dataclass(frozen=True, slots=True)
class Run(Sequence[bytes]):
    """Distinct terms in order."""

    text: memoryview
    starts: memoryview[int]  # of each term, and the end

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        if isinstance(at, slice):
            start, stop, _ = at.indices(len(self))
            return bytes(self.text[self.starts[start] : self.starts[max(start, stop)]]).split(END)[:-1]
        return bytes(self.text[self.starts[at] : self.starts[at + 1] - 1])


def run_of(pieces: Iterable[Sequence[bytes]]) -> Run:
    """Terms that come in pieces, in order, as one run."""
    text, lengths = bytearray(), [np.zeros(1, np.int64)]
    for piece in pieces:
        text += END.join(chain(piece, (b"",)))
        lengths.append(np.fromiter(map(len, piece), np.int64, len(piece)) + 1)
    return Run(memoryview(text), np.cumsum(np.concatenate(lengths)).data)


def merged(runs: Sequence[Run], numbers: Sequence[Array]) -> Iterator[list[bytes]]:
    """Every term of these runs once and in order, in pieces.

    ``numbers`` has an array for each run, as long as it, that is filled on the way: the place of each of its terms
    among all.
    """
    cuts = [[0] * len(runs), *([bisect_left(run, at) for run in runs] for at in _shares(runs)), [*map(len, runs)]]
    first = 0
    for begin, end in pairwise(cuts):
        parts = [run[start:stop] for run, start, stop in zip(runs, begin, end, strict=True)]
        terms, places = _in_order(list(chain.from_iterable(parts)))
        places += first
        done = 0
        for number, start, part in zip(numbers, begin, parts, strict=True):
            number[start : start + len(part)] = places[done : done + len(part)]
            done += len(part)
        first += len(terms)
        yield terms


def _shares(runs: Sequence[Run]) -> list[bytes]:
    """Terms, in order, that part the runs into shares of about the same size."""
    return sorted(run[at] for run in runs for at in range(0, len(run), SAMPLE))[:: MERGED // SAMPLE][1:]


def _in_order(terms: list[bytes]) -> tuple[list[bytes], Array]:
    """Every term once, by its bytes, and the place of each given one among them."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    terms = [terms[at] for at in order]
    new = np.fromiter(chain((True,), map(ne, islice(terms, 1, None), terms)), bool, len(order))
    numbers = np.empty(len(order), np.int32)
    numbers[np.fromiter(order, np.int32, len(order))] = np.cumsum(new, dtype=np.int32) - 1
    return list(compress(terms, new)), numbers
