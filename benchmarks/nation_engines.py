"""The engines a nation is put to, each with the tasks it can do: a child of ``nation_run`` that prints JSON lines.

``python benchmarks/nation_engines.py ENGINE FOLDER ROOM TASK…``
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import deque
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nation_engine import Engine, Sparql
from nation_tasks import (
    NEEDLES,
    TRACE,
    TRACES,
    Measured,
    each,
    peak_of_children,
    repeated,
    some_projects,
)  # fmt: skip

from plangraph.namespaces import ID, PG

if TYPE_CHECKING:
    from plangraph.snapshot.covering import Covering
    from plangraph.snapshot.store import SnapshotStore


class Ours(Engine):
    """The snapshot."""

    name = "snapshot"

    def load(self) -> Measured:
        from plangraph.snapshot.build import build

        target = self._made(names_too=False)
        return repeated(lambda: len(build(self.files, target(), names_too=False)), self.clock, times=1)

    def load_names(self) -> Measured:
        """The load with the index of names."""
        from plangraph.snapshot.build import build

        target = self._made(names_too=True)
        return repeated(lambda: len(build(self.files, target(), names_too=True)), self.clock, times=1)

    def _made(self, *, names_too: bool) -> Callable[[], Path]:
        import shutil

        def fresh() -> Path:
            made = self.room / ("snapshot" if names_too else "snapshot-without-names")
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir(parents=True)
            return made

        return fresh

    def cold(self) -> Measured:
        """Open and trace one project, in a process that has imported numpy."""
        from plangraph.snapshot.graph import Snapshot
        from plangraph.snapshot.tracing import Tracer

        (project,) = some_projects(self.folder, 1)

        def act() -> int:
            trace = Tracer(Snapshot(self.room / "snapshot")).trace(project)
            return len(trace.chains) if trace else 0

        return repeated(act, self.clock, times=1)

    @cached_property
    def store(self) -> SnapshotStore:
        """The open snapshot; what it has worked out is not kept between repeats."""
        from plangraph.snapshot.store import SnapshotStore

        return SnapshotStore(self.room / "snapshot")

    def _covering(self) -> Covering:
        from plangraph.snapshot.covering import Covering

        return Covering(self.store.snapshot)

    def trace(self) -> Measured:
        from plangraph.snapshot.store import SnapshotStore

        tracer = SnapshotStore(self.room / "snapshot").tracer("th")  # that knows nothing of what was traced before
        projects = some_projects(self.folder, 2 * TRACES["fast"])
        for project in projects[TRACES["fast"] :]:
            tracer.trace(project)
        return each(tracer.trace, projects[: TRACES["fast"]], self.clock)

    def coverage(self) -> Measured:
        def act() -> dict[str, int]:
            return {each.element.id: each.projects for each in self._covering().survey().elements if each.projects}

        return repeated(act, self.clock)

    def gaps(self) -> Measured:
        return repeated(lambda: len(self._covering().gaps()), self.clock)

    def verdicts(self) -> Measured:
        import numpy as np

        return repeated(lambda: np.bincount(self._covering().verdicts().verdict, minlength=3).tolist(), self.clock)

    def search(self) -> Measured:
        searcher = self.store.searcher
        for needle in NEEDLES:
            searcher.search(needle)
        return each(searcher.search, NEEDLES * 5, self.clock)

    def whatif(self) -> Measured:
        """A link to strategy 3 from projects, from guidelines and from whole plans."""
        from plangraph.snapshot.whatif import WhatIf
        from plangraph.whatif import Change

        asked, projects = WhatIf(self._covering()), some_projects(self.folder, 60)
        plans = [project.partition("/project/")[0] for project in projects]
        sources = [*projects, *(f"{plan}/guideline/2" for plan in plans[:30]), *plans[:10]]

        def act(source: str) -> object:
            return asked.effects([Change("add", source, f"{ID}national-strategy/3")])

        act(sources[0])
        return each(act, sources, self.clock)

    def validation(self) -> Measured:
        from plangraph.snapshot.validation import problems

        def act() -> list[int]:
            found = problems(self.store.snapshot)
            return [len(found.unexplained), len(found.without_evidence)]

        return repeated(act, self.clock)


class InMemory(Sparql):
    name = "pyoxigraph, in memory"
    _made: Any = None

    def load(self) -> Measured:
        """Its own bulk load of the same N-Quads."""
        from pyoxigraph import RdfFormat, Store

        def act() -> int:
            store = Store()
            for path in self.files:
                store.bulk_load(path=str(path), format=RdfFormat.N_QUADS, lenient=True)
            return len(store)

        return repeated(act, self.clock, times=1)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        return [tuple(term.value if term else "" for term in row) for row in self.store.query(query)]

    @property
    def store(self) -> Any:
        """Every triple once, in the default graph: what it answers fastest from."""
        from pyoxigraph import RdfFormat, Store

        from plangraph.store import without_graphs

        if self._made is None:
            self._made = Store()
            triples = b"".join(without_graphs(path.read_bytes()) for path in self.files)
            self._made.bulk_load(triples, RdfFormat.N_TRIPLES, lenient=True)
        return self._made

    def judged(self) -> Measured:
        """The same answer as ours, chains and all: PlanGraph by SPARQL on this store."""
        from plangraph.projects import fetch_projects
        from plangraph.store import EmbeddedStore
        from plangraph.verdicts import judge

        store = EmbeddedStore(self.store)
        act = lambda project: judge(store, list(fetch_projects(store, [project]).values()))  # noqa: E731
        projects = some_projects(self.folder, TRACES["slow"])
        act(projects[0])
        return each(act, projects, self.clock)


class OnDisk(InMemory):
    name = "pyoxigraph, on disk"

    def load(self) -> Measured:
        import shutil

        from pyoxigraph import RdfFormat, Store

        from plangraph.store import without_graphs

        shutil.rmtree(self.room / "disk", ignore_errors=True)

        def act() -> int:
            store = Store(str(self.room / "disk"))
            for path in self.files:
                store.bulk_load(without_graphs(path.read_bytes()), RdfFormat.N_TRIPLES, lenient=True)
            store.flush()
            return len(store)

        return repeated(act, self.clock, times=1)

    def cold(self) -> Measured:
        (project,) = some_projects(self.folder, 1)
        return repeated(lambda: len(self.rows(TRACE % project)), self.clock, times=1)

    @property
    def store(self) -> Any:
        from pyoxigraph import Store

        if self._made is None:
            self._made = Store.read_only(str(self.room / "disk"))
        return self._made


class Rdflib(Sparql):
    name = "rdflib"
    _made: Any = None

    @property
    def store(self) -> Any:
        import rdflib

        from plangraph.store import without_graphs

        if self._made is None:
            self._made = rdflib.Graph()
            for path in self.files:
                self._made.parse(data=without_graphs(path.read_bytes()), format="nt")
        return self._made

    def load(self) -> Measured:
        return repeated(lambda: len(self.store), self.clock, times=1)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        return [tuple(map(str, row)) for row in self.store.query(query)]


class Maplib(Sparql):
    """For the comparison only: PlanGraph does not use it."""

    name = "maplib"
    _made: Any = None

    @property
    def store(self) -> Any:
        from maplib import Model

        from plangraph.store import without_graphs

        if self._made is None:
            triples = self.room / "nation.nt"
            if not triples.exists():
                triples.write_bytes(b"".join(without_graphs(path.read_bytes()) for path in self.files))
            made: Any = Model
            self._made = made()
            self._made.read(str(triples), format="ntriples")
        return self._made

    def load(self) -> Measured:
        return repeated(lambda: self.store is not None, self.clock, times=1)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        table = self.store.query(query)
        return [tuple(str(value).strip("<>") for value in row) for row in table.rows()]


class Networkx(Engine):
    """A directed graph of the links, as people build one for such questions."""

    name = "networkx"
    _made: Any = None

    @property
    def graph(self) -> Any:
        import networkx

        if self._made is None:
            self._made = networkx.DiGraph()
            self.levels: dict[str, int] = {}
            self.projects: list[str] = []
            for path in self.files:
                with path.open(encoding="utf-8") as lines:
                    for line in lines:
                        self._read(*line.split(" ", 2))
        return self._made

    def _read(self, subject: str, name: str, rest: str) -> None:
        name, subject = name[1:-1].removeprefix(PG), subject[1:-1]
        if name in {"partOf", "alignedTo"}:
            self._made.add_edge(subject, rest.split(" ", 1)[0][1:-1])
        elif name == "planLevel":
            self.levels[subject] = int(rest[1 : rest.index('"', 1)])
        elif rest.startswith(f"<{PG}Project>"):
            self.projects.append(subject)

    def load(self) -> Measured:
        return repeated(self._edges, self.clock, times=1)

    def _edges(self) -> int:
        return int(self.graph.number_of_edges())

    def trace(self) -> Measured:
        """Without evidence, which is not in the graph."""
        import networkx

        graph = self.graph
        projects = [project for project in some_projects(self.folder, TRACES["slow"]) if project in graph]
        return each(lambda project: networkx.single_source_shortest_path(graph, project), projects, self.clock)

    def coverage(self) -> Measured:
        import networkx

        def act() -> dict[str, int]:
            counts: dict[str, int] = {}
            for project in self.projects:
                for reached in networkx.descendants(self.graph, project) if project in self.graph else ():
                    if self.levels.get(reached, 3) < 3:
                        counts[reached] = counts.get(reached, 0) + 1
            return counts

        assert self.graph is not None  # noqa: S101
        return repeated(act, self.clock)

    def gaps(self) -> Measured:
        def act() -> int:
            back = self.graph.reverse(copy=False)
            found = {iri for iri, level in self.levels.items() if level == 1 and iri in back}
            waiting = deque(found)
            while waiting:
                for below in back.successors(waiting.popleft()):
                    if below not in found:
                        found.add(below)
                        waiting.append(below)
            return sum(project not in found for project in self.projects)

        assert self.graph is not None  # noqa: S101
        return repeated(act, self.clock)


def main(args: list[str]) -> None:
    """Do tasks in order and print what each took; without any, those that come in line by line."""
    from nation_servers import OxigraphServer, Virtuoso

    engines: dict[str, type[Engine]] = {
        engine.name: engine for engine in (Ours, InMemory, OnDisk, OxigraphServer, Virtuoso, Maplib, Networkx, Rdflib)
    }
    name, folder, room, *tasks = args
    started = time.perf_counter()
    engine = engines[name](Path(folder), Path(room))
    try:
        for task in tasks or map(str.strip, sys.stdin):
            done = getattr(engine, task)().as_json()
            peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, peak_of_children())
            print(json.dumps({"task": task, "peak": peak, **done}), flush=True)
    finally:
        engine.close()
    print(json.dumps({"task": "", "seconds": time.perf_counter() - started}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
