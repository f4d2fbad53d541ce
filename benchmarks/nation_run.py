"""Put a nation to all engines: ``benchmarks/run SIZE [--engines "A;B"] [--limit SECONDS] [--room DIR]``.

``benchmarks/run growth`` measures how our cost grows with the data, ``benchmarks/run turns`` traces of two engines in
turn, and ``benchmarks/run table`` writes the table again.

Every engine runs in processes of its own, one task after the other. A task that takes longer than the limit is stopped
and stands in the table as not finished; what follows it runs in a new process. Results go to
``benchmarks/results/nation-SIZE.json``; the table and the plot of all of them (``benchmarks/run table``) beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from nation import SIZES, generate

HERE: Final = Path(__file__).resolve().parent
RESULTS: Final = HERE / "results"
OURS: Final = "snapshot"
LIMIT: Final = {"S": 120.0, "M": 300.0, "L": 600.0, "XL": 3600.0}

MOST: Final = 0.85  # of the machine's memory

# What each engine can do, cheap tasks first; ``first`` are done in a process of their own.
QUESTIONS: Final = ("search", "validation", "gaps", "coverage", "trace")
TASKS: Final[dict[str, tuple[list[str], ...]]] = {
    OURS: (
        ["load"],
        ["load_names"],
        ["cold"],
        ["gaps", "verdicts", "coverage", "search", "whatif", "validation", "trace"],
    ),
    "pyoxigraph, in memory": (["load"], ["trace", "judged", "search", "validation", "gaps", "coverage"]),
    "pyoxigraph, on disk": (["load"], ["cold"], ["trace", "search", "validation", "gaps", "coverage"]),
    "Oxigraph server": (["load"], ["trace", "search", "validation", "gaps", "coverage"]),
    "Virtuoso": (["load", "trace", "search", "validation"],),
    "maplib": (["load", "trace", "search", "validation", "gaps", "coverage"],),
    "networkx": (["load", "trace", "gaps", "coverage"],),
    "rdflib": (["load", "trace", "search", "validation", "gaps", "coverage"],),
}
ONLY: Final = {"rdflib": ("S", "M"), "Virtuoso": ("S", "M"), "networkx": ("S", "M", "L")}


@dataclass(slots=True)
class Run:
    """One nation, where it is worked on, and what was found."""

    size: str
    folder: Path
    room: Path
    limit: float
    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def engine(self, name: str) -> None:
        """Run one engine through its tasks."""
        self.found[name] = {}
        for group in TASKS[name]:
            left = list(group)
            while left:
                left = self._some(name, left)

    def _some(self, name: str, tasks: list[str]) -> list[str]:
        """Run tasks in one process until they are done or one takes too long; returns those that follow that one."""
        command = [sys.executable, str(HERE / "nation_engines.py"), name, str(self.folder), str(self.room), *tasks]
        with tempfile.TemporaryFile("w+") as words, subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=words, text=True, preexec_fn=_keep_the_machine  # noqa: PLW1509
        ) as child:  # fmt: skip
            assert child.stdout  # noqa: S101
            for at, task in enumerate(tasks):
                ready, _, _ = select.select([child.stdout], [], [], self.limit)
                line = child.stdout.readline() if ready else ""
                if not line:
                    problem = "not finished" if not ready else _last(words)
                    _stop(child)
                    self.found[name][task] = {"problem": problem}
                    print(f"{self.size} {name}: {task}: {problem}", flush=True)
                    return tasks[at + 1 :]
                done = json.loads(line)
                done["load"] = round(os.getloadavg()[0], 2)
                self.found[name][done.pop("task")] = done
                print(f"{self.size} {name}: {task}: {done['cpu']:.4g} s CPU, {done['peak']:.0f} MB", flush=True)
            child.stdout.read()
        return []


def _keep_the_machine() -> None:
    """An engine that wants more memory than there is fails alone."""
    most = int(MOST * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _last(words: IO[str]) -> str:
    words.seek(0)
    lines = [line for line in words.read().strip().splitlines() if line.strip()]
    return lines[-1][:200] if lines else "ended without a word"


def _stop(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(30)
    except subprocess.TimeoutExpired:
        child.kill()


def machine() -> dict[str, object]:
    """What this runs on."""
    cpu = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
         if line.startswith("model name")), platform.processor(),
    )  # fmt: skip
    from importlib.metadata import PackageNotFoundError, version

    versions = {}
    for package in ("numpy", "scipy", "pyoxigraph", "oxigraph", "maplib", "networkx", "rdflib"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "-"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cpu": cpu, "cores": os.cpu_count(), "gib": round(memory, 1), "system": platform.platform(),
            "python": platform.python_version(), "versions": versions}  # fmt: skip


def main() -> None:
    """Parse the arguments, generate, run, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=[*SIZES, "growth", "turns", "table"])
    parser.add_argument("--engines", default="", help="names, separated by semicolons; all without it")
    parser.add_argument("--limit", type=float, default=None, help="seconds a task may take")
    parser.add_argument("--room", type=Path, default=None, help="folder to work in; removed again without it")
    given = parser.parse_args()
    import nation_growth
    import nation_readme
    import nation_table
    import nation_turns

    if given.size != "table":
        room = given.room or Path(tempfile.mkdtemp(prefix="plangraph-nation-"))
        try:
            if given.size == "growth":
                nation_growth.measure(room, RESULTS)
            elif given.size == "turns":
                nation_turns.measure(room, RESULTS)
            else:
                measure(given.size, room, given.engines, given.limit or LIMIT[given.size])
        finally:
            if given.room is None:
                shutil.rmtree(room, ignore_errors=True)
    nation_table.write(RESULTS)
    nation_readme.write(RESULTS)


def measure(size: str, room: Path, engines: str, limit: float) -> None:
    """Run the engines on one size and keep what they took."""
    folder = room / size
    if not folder.exists():
        generate(size, folder)
    work = room / f"{size}-work"
    work.mkdir(exist_ok=True)
    run = Run(size, folder, work, limit)
    day, load = time.strftime("%Y-%m-%d", time.gmtime()), os.getloadavg()[0]
    target = RESULTS / f"nation-{size}.json"
    wanted = [name.strip() for name in engines.split(";") if name.strip()] or [
        name for name in TASKS if size in ONLY.get(name, SIZES)
    ]
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    known = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {"engines": {}}
    for name in wanted:
        run.engine(name)
        known["engines"][name] = run.found[name]
    RESULTS.mkdir(exist_ok=True)
    known |= {"size": size, "projects": truth["projects"], "quads": truth["quads"], "machine": machine(),
              "limit": limit, "day": day, "load": round(load, 2)}  # fmt: skip
    known["agree"] = _agree(known["engines"], truth)
    target.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(work, ignore_errors=True)


def _agree(engines: dict[str, Any], truth: dict[str, Any]) -> dict[str, bool]:
    """Whether what engines counted is what is true: projects with a gap, and projects of every element."""
    from plangraph.namespaces import ID

    gaps = truth["verdicts"]["not-aligned"]
    projects = {ID + path: row[0] + row[2] for path, row in truth["coverage"].items()}
    found: dict[str, bool] = {}
    for name, tasks in engines.items():
        if "found" in tasks.get("gaps", {}):
            found[f"{name}: gaps"] = tasks["gaps"]["found"] == gaps
        counted = tasks.get("coverage", {}).pop("found", None)
        if counted is not None:
            found[f"{name}: coverage"] = {key: counted.get(key, 0) for key in projects} == projects
            tasks["coverage"]["agrees"] = found[f"{name}: coverage"]
        elif "agrees" in tasks.get("coverage", {}):
            found[f"{name}: coverage"] = tasks["coverage"]["agrees"]
    return found


if __name__ == "__main__":
    main()
