"""What is measured, and how: tasks with their samples, repeats, and the SPARQL that engines are asked.

The queries are the fastest of several that were tried on Oxigraph. They ask for less than the snapshot answers: any
chain, without telling strong from weak, without budgets, without stopping at level 1.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any, Final

from plangraph.namespaces import ID, PG, PREFIXES

REPEATS: Final = 5
ENOUGH: Final = 4.0  # CPU seconds of repeating after which a task is not repeated again
TRACES: Final = {"fast": 3000, "slow": 100}  # projects traced by engines that answer at once, and by others
NEEDLES: Final = (
    "เซรามิก",
    "ท่องเที่ยว",
    "น้ำเพื่อการเกษตร",
    "พัฒนา",
    "โคเนื้อและแพะ",
    "ยุทธศาสตร์ชาติ",
    "จังหวัดลำปาง",
    "สุขภาพปฐมภูมิ",
)

_PREFIX: Final = f"PREFIX pg: <{PG}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
TRACE: Final = (
    _PREFIX
    + """SELECT ?a ?b ?basis ?document ?line ?text WHERE { <%s> (pg:partOf|pg:alignedTo)* ?a .
  ?link pg:from ?a ; pg:to ?b ; pg:basis ?basis ; pg:evidence ?passage .
  ?passage pg:document ?document ; pg:firstLine ?line ; pg:exactText ?text }"""
)
COVERAGE: Final = (
    _PREFIX
    + """SELECT ?element (COUNT(DISTINCT ?project) AS ?projects) WHERE {
  ?project a pg:Project . ?project (pg:partOf|pg:alignedTo)+ ?element .
  ?element pg:planLevel ?level FILTER(?level < 3) } GROUP BY ?element"""
)
GAPS: Final = (
    _PREFIX
    + """SELECT ?project WHERE { ?project a pg:Project
  MINUS { ?project (pg:partOf|pg:alignedTo)+ ?end . ?end pg:planLevel 1 } }"""
)
SEARCH: Final = (
    _PREFIX
    + """SELECT ?element ?label WHERE { ?element rdfs:label ?label FILTER(CONTAINS(STR(?label), "%s")) }
  ORDER BY STRLEN(?label) LIMIT 20"""
)
VALIDATION: Final = (
    _PREFIX
    + """SELECT ?a ?b WHERE { { { ?a pg:partOf ?b } UNION { ?a pg:alignedTo ?b } }
  MINUS { ?link pg:from ?a ; pg:to ?b } }""",
    _PREFIX + "SELECT ?link WHERE { ?link a pg:Alignment FILTER NOT EXISTS { ?link pg:evidence ?passage } }",
)


@dataclass(slots=True)
class Clock:
    """CPU seconds of this process and, for servers, of its children."""

    children: bool = False

    def cpu(self) -> float:
        return time.process_time() + (sum(map(_ticks, _children())) if self.children else 0.0)


def _children() -> list[Path]:
    own, found = str(os.getpid()), []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields and fields[1] == own:
            found.append(stat)
    return found


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(stat: Path) -> float:
    fields = _fields(stat)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def peak_of_children() -> float:
    """The most memory (MB) any child has used so far."""
    lines = [line for stat in _children() for line in (stat.parent / "status").read_text("utf-8").splitlines()]
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), default=0.0)


@dataclass(slots=True)
class Measured:
    """One task of one engine: CPU and wall seconds (medians), how often it was done, and what it found."""

    cpu: float
    wall: float
    repeats: int
    found: object
    more: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"cpu": self.cpu, "wall": self.wall, "repeats": self.repeats, "found": self.found, **self.more}


def repeated(act: Callable[[], object], clock: Clock, *, times: int = REPEATS) -> Measured:
    """Do something up to ``times`` times, for ``ENOUGH`` CPU seconds at most; once when it takes longer."""
    cpus: list[float] = []
    walls: list[float] = []
    found: object = None
    while len(cpus) < times and sum(cpus) < ENOUGH:
        cpu, wall = clock.cpu(), time.perf_counter()
        found = act()
        cpus.append(clock.cpu() - cpu)
        walls.append(time.perf_counter() - wall)
    return Measured(statistics.median(cpus), statistics.median(walls), len(cpus), found)


def each(act: Callable[[Any], object], inputs: Sequence[object], clock: Clock) -> Measured:
    """Do something for each input; the 50th and 95th of a hundred in wall seconds."""
    walls = []
    cpu = clock.cpu()
    for given in inputs:
        wall = time.perf_counter()
        act(given)
        walls.append(time.perf_counter() - wall)
    cpu = (clock.cpu() - cpu) / len(inputs)
    cuts = statistics.quantiles(walls, n=100)
    more = {"p50": cuts[49], "p95": cuts[94]}
    return Measured(cpu, statistics.fmean(walls), len(inputs), len(inputs), more)


def some_projects(folder: Path, count: int) -> list[str]:
    """Projects of a nation in a shuffled order, the same for every engine; over again when there are not as many."""
    paths: list[str] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["sample"]
    Random(77).shuffle(paths)  # noqa: S311  # a benchmark is no secret
    return [ID + path for path in islice(cycle(paths), count)]
