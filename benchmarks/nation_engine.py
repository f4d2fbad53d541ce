"""What an engine is that a nation is put to: its tasks are methods, and one that speaks SPARQL has most of them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from nation_tasks import (
    COVERAGE,
    GAPS,
    NEEDLES,
    SEARCH,
    TRACE,
    TRACES,
    VALIDATION,
    Clock,
    Measured,
    each,
    repeated,
    some_projects,
)


class Engine:
    """One engine on one nation. A task is a method; what it does not have, it cannot do."""

    name: ClassVar[str]
    clock: ClassVar[Clock] = Clock()

    def __init__(self, folder: Path, room: Path) -> None:
        self.folder, self.room = folder, room
        self.files = sorted((folder / "data").glob("*.nq"))

    def close(self) -> None:
        """Let go of what was opened."""


class Sparql(Engine):
    """An engine that is asked in SPARQL; rows are tuples of texts."""

    def rows(self, query: str) -> list[tuple[str, ...]]:
        raise NotImplementedError

    def trace(self) -> Measured:
        projects = some_projects(self.folder, TRACES["slow"])
        self.rows(TRACE % projects[0])
        return each(lambda project: self.rows(TRACE % project), projects, self.clock)

    def coverage(self) -> Measured:
        return repeated(lambda: {element: int(count) for element, count in self.rows(COVERAGE)}, self.clock)

    def gaps(self) -> Measured:
        return repeated(lambda: len(self.rows(GAPS)), self.clock)

    def search(self) -> Measured:
        return each(lambda needle: self.rows(SEARCH % needle), NEEDLES, self.clock)

    def validation(self) -> Measured:
        return repeated(lambda: [len(self.rows(query)) for query in VALIDATION], self.clock)
