"""What building and asking cost on this machine, beside the limits we promise; rdflib answers the same chains.

``python benchmarks/foundation.py [--strict]``: one line per measure; with ``--strict`` exit 1 when a limit is broken.
Needs a system with ``os.wait4`` (Linux, macOS). Times are wall clock, the build's is CPU; medians of ``REPEATS`` runs.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib

from plangraph import resources
from plangraph.chains import best_chains
from plangraph.links import fetch_graph
from plangraph.namespaces import PG
from plangraph.opening import open_graph
from plangraph.projects import projects_of_read_plans
from plangraph.queries import run
from plangraph.search import search
from plangraph.store import EmbeddedStore

REPEATS = 5
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # what ru_maxrss counts in, per megabyte

REACHED = f"""PREFIX pg: <{PG}>
SELECT ?project ?end WHERE {{
  {{ SELECT DISTINCT ?project ?end WHERE {{ ?project (pg:partOf|pg:alignedTo)+ ?end }} }}
  ?end a pg:NationalStrategy }}"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure; ``limit`` is None where we promise nothing."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def broken(self) -> bool:
        return self.limit is not None and self.value > self.limit

    def __str__(self) -> str:
        promise = f"  limit {self.limit:g} {self.unit}" if self.limit is not None else ""
        return f"{self.name:<58} {self.value:9.2f} {self.unit:<3}{promise}{'  BROKEN' if self.broken else ''}"


def median(act: Callable[[], object]) -> float:
    """Seconds of the median run, after one run that is not counted."""
    act()
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def plangraph(*args: str, home: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one command."""
    line = [sys.executable, "-m", "plangraph", *args]
    quiet = os.open(os.devnull, os.O_WRONLY)
    redirect = [(os.POSIX_SPAWN_DUP2, quiet, stream) for stream in (1, 2)]
    child = os.posix_spawn(sys.executable, line, {**os.environ, "PLANGRAPH_HOME": str(home)}, file_actions=redirect)
    os.close(quiet)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise SystemExit(f"plangraph {' '.join(args)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE


def commands(folder: Path) -> Iterator[Measure]:
    """The commands from a cold start."""
    home, built = folder / "home", folder / "built"
    runs = [plangraph("build", "--into", str(built / str(number)), home=home) for number in range(3)]
    yield Measure("build from nothing, CPU", statistics.median(cpu for cpu, _ in runs), "s", 3.0)
    yield Measure("build from nothing, memory", max(peak for _, peak in runs), "MB", 300.0)
    store = ("--store", str(built / "0"))
    name = projects_of_read_plans(open_graph(str(built / "0")))[0].name
    yield Measure("check NAME", median(lambda: plangraph("check", name, *store, home=home)), "s", 0.6)
    yield Measure("--help", median(lambda: plangraph("--help", home=home)), "s", 0.25)
    yield Measure("check --all", median(lambda: plangraph("check", "--all", *store, home=home)), "s")
    yield Measure("coverage", median(lambda: plangraph("coverage", *store, home=home)), "s")
    question = ("query", "budget_by_guideline", *store)
    yield Measure("query of a named question", median(lambda: plangraph(*question, home=home)), "s")
    own = ("query", "-e", "ASK {}", *store)
    yield Measure("query of one's own (guarded, in a worker)", median(lambda: plangraph(*own, home=home)), "s")
    yield Measure("search", median(lambda: plangraph("search", name, *store, home=home)), "s")


def open_process(folder: Path) -> Iterator[Measure]:
    """Questions in a process that is open already, and rdflib beside it."""
    store = open_graph(str(folder / "built" / "0"))
    projects = [project.id for project in projects_of_read_plans(store)]
    each = 1000 / len(projects)
    yield Measure("projects asked", len(projects), "")
    yield Measure("chain query, Oxigraph, per project", each * median(lambda: ends(store, projects)), "ms", 5.0)
    slow, loading = rdflib_graph(folder / "built" / "0" / "data")
    same = rdflib_ends(slow, projects) == ends(store, projects)
    verdict = "same answers" if same else "OTHER ANSWERS"
    yield Measure(f"  the same, rdflib ({verdict})", each * median(lambda: rdflib_ends(slow, projects)), "ms")
    yield Measure("  rdflib, loading the data first", loading, "s")
    yield Measure("links and best chains, per project", each * median(lambda: chains(store, projects)), "ms")
    quoted = median(lambda: run(store, "chain_of_project", {"project": projects[0]}))
    yield Measure("question chain_of_project, every hop quoted", 1000 * quoted, "ms")
    yield Measure("search, names read before", 1000 * median(lambda: search(store, "อุตสาหกรรมสีเขียว")), "ms")


def ends(store: EmbeddedStore, projects: list[str]) -> dict[str, set[str]]:
    """The strategies of level 1 each project has a path to, by Oxigraph."""
    from pyoxigraph import NamedNode

    answers = {project: store.select(REACHED, {"project": NamedNode(project)}) for project in projects}
    return {project: {row["end"].value for row in rows} for project, rows in answers.items()}


def rdflib_graph(data: Path) -> tuple[rdflib.Graph, float]:
    """The same triples in rdflib, proposals left out, and the seconds that took."""
    started = time.perf_counter()
    whole = rdflib.Dataset(default_union=True)
    for path in sorted(data.glob("*.nq")):
        if path.stem != "proposals":
            whole.parse(path, format="nquads")
    return whole, time.perf_counter() - started


def rdflib_ends(graph: rdflib.Graph, projects: list[str]) -> dict[str, set[str]]:
    """The same ends by rdflib."""
    found = {}
    for project in projects:
        rows = graph.query(REACHED, initBindings={"project": rdflib.URIRef(project)})
        found[project] = {str(row.end) for row in rows if isinstance(row, rdflib.query.ResultRow)}
    return found


def chains(store: EmbeddedStore, projects: list[str]) -> int:
    """How many best chains the projects have, each fetched by itself."""
    return sum(len(best_chains(fetch_graph(store, [project]), project)) for project in projects)


def main() -> None:
    """Print every measure as it is taken."""
    broken = False
    print(f"bundled sources: {len(list((resources.folder('graph') / 'sources').glob('*/source.txt')))}")
    with tempfile.TemporaryDirectory() as name:
        for part in (commands, open_process):
            for measure in part(Path(name)):
                print(measure, flush=True)
                broken = broken or measure.broken
    if broken and "--strict" in sys.argv[1:]:
        sys.exit(1)


if __name__ == "__main__":
    main()
