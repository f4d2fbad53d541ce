"""What ``usage`` tells of a graph, from the columns of its snapshot, its data files and the shipped vocabulary."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from plangraph import usage
from plangraph.namespaces import PREFIXES
from plangraph.snapshot.columns import Array
from plangraph.snapshot.terms import term_of
from plangraph.store import Term
from plangraph.workspace import data_folder

if TYPE_CHECKING:
    from plangraph.snapshot.graph import Snapshot

TYPE: Final = PREFIXES["rdf"] + "type"
PIECE: Final = 1 << 20


def graph_files(built: Path) -> dict[str, Path]:
    """The data files of a built folder by the named graph each holds, as its first line says."""
    data = data_folder(built)
    found = {}
    for path in sorted(data.glob("*.nq")) if data else ():
        with path.open("rb") as handle:
            _, _, graph = handle.readline().rstrip(b" .\n").rpartition(b" <")
        if graph.endswith(b">"):
            found[graph[:-1].decode("utf-8")] = path
    return found


def lines(path: Path) -> int:
    """The statements of a data file: one a line."""
    with path.open("rb") as handle:
        return sum(piece.count(b"\n") for piece in iter(lambda: handle.read(PIECE), b""))


class Uses:
    """Who uses which property how often."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.names: list[str] = snapshot.facts["names"]["fact"]

    @cached_property
    def _by_name(self) -> tuple[Array, Array]:
        """The statements by property, and where those of each begin."""
        names = self.snapshot.columns["fact_name"].all()
        starts = np.concatenate(([0], np.cumsum(np.bincount(names, minlength=len(self.names)))))
        return np.argsort(names, kind="stable").astype(np.int32), starts

    def counts(self) -> usage.Counts:
        """How much every class and property is used."""
        order, starts = self._by_name
        uses = {name: int(starts[at + 1] - starts[at]) for at, name in enumerate(self.names)}
        typed = order[self._part(TYPE, None)]
        classes, members = np.unique(self.snapshot.columns["fact_value"].all()[typed], return_counts=True)
        return usage.Counts(dict(zip(map(self.snapshot.text, classes.tolist()), members.tolist(), strict=True)), uses)

    def some(self, name: str, most: int) -> list[tuple[Term, Term]]:
        """The first few statements of a property."""
        column, order = self.snapshot.columns, self._by_name[0]
        chosen = order[self._part(name, most)]
        subjects = np.searchsorted(column["fact_start"].all(), chosen, side="right") - 1
        values = column["fact_value"].all()[chosen]
        return [
            (term_of(self.snapshot.token(subject)), term_of(self.snapshot.token(value)))
            for subject, value in zip(subjects.tolist(), values.tolist(), strict=True)
        ]

    def _part(self, name: str, most: int | None) -> slice:
        if name not in self.names:
            return slice(0, 0)
        start, stop = self._by_name[1][self.names.index(name) :][:2].tolist()
        return slice(start, stop if most is None else min(stop, start + most))
