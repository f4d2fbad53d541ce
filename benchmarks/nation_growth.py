"""How the snapshot's cost grows with the data, when the machine's speed may not matter: ``benchmarks/run growth``.

A shared machine is now twice as fast as it was a minute ago, so what one size took cannot be compared with what another
took later. Here every size works in turn for a second, all others stopped, until the largest is done; a size that is
done sooner begins again. So all sizes meet the same machine. All files are read once before, as a size that is loaded
often would else be the only one that lies in the memory of the system. CPU seconds, means of all that was done: what
the largest did once met the slow minutes as well as the fast ones, and so did all runs of a smaller one together.
"""

from __future__ import annotations

import json
import math
import os
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from nation_table import GROWTH, OURS, slope

HERE: Final = Path(__file__).resolve().parent
SIZES: Final = ("M", "L", "XL")
SLICE: Final = 1.0  # seconds until the next size has its turn
TIMES: Final = {"load": 1}  # how often the largest does a task; three times what is not named
TASKS: Final = ("load", "gaps", "coverage", "verdicts", "trace", "whatif", "validation")


@dataclass(slots=True)
class Worker:
    """One size at one task: a process that does it, another when that is done."""

    size: str
    command: list[str]
    cpu: list[float] = field(default_factory=list)
    child: subprocess.Popen[str] | None = None

    def turn(self, seconds: float, most: float = math.inf) -> None:
        """Work for a while, or until it is done so often; what is done is noted."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and len(self.cpu) < most:
            if self.child is None:
                self.child = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
            try:
                self.finish(left)
            except subprocess.TimeoutExpired:
                self.child.send_signal(signal.SIGSTOP)
                return

    def finish(self, seconds: float | None = None) -> None:
        """Go on with what was begun; ``TimeoutExpired`` when that takes longer."""
        if self.child:
            self.child.send_signal(signal.SIGCONT)
            said, _ = self.child.communicate(timeout=seconds)
            if self.child.returncode:
                raise SystemExit(f"{' '.join(self.command)} failed")
            self.cpu.append(json.loads(said.splitlines()[0])["cpu"])
            self.child = None

    def kill(self) -> None:
        """Give up what was begun."""
        if self.child:
            self.child.kill()
            self.child.wait()


def measure(room: Path, results: Path) -> None:
    """Do every task on all sizes and keep what it took; the nations are made in ``room`` unless they are there."""
    from nation import generate
    from nation_run import machine

    quads = {}
    for size in SIZES:
        if not (room / size).exists():
            generate(size, room / size)
        quads[size] = json.loads((room / size / "truth.json").read_text(encoding="utf-8"))["quads"]
        _read_once(room / size / "data")
    load = os.getloadavg()[0]
    found = {}
    for task in TASKS:
        found[task] = _task(task, room)
        print(f"{task}: {found[task]}, slope {slope(found[task], quads):.3f}", flush=True)
        if task == "load":
            for size in SIZES:
                work = _work(room, size)
                if not (work / "snapshot").exists():
                    (work / "snapshot-without-names").rename(work / "snapshot")
    day = time.strftime("%Y-%m-%d", time.gmtime())
    kept = {"quads": quads, "tasks": found, "machine": machine(), "day": day, "load": round(load, 2)}
    (results / GROWTH).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read_once(folder: Path) -> None:
    for path in sorted(folder.glob("*.nq")):
        with path.open("rb") as handle:
            while handle.read(1 << 20):
                pass


def _task(task: str, room: Path) -> dict[str, dict[str, Any]]:
    workers = []
    for size in SIZES:
        work = _work(room, size)
        work.mkdir(exist_ok=True)
        command = [sys.executable, str(HERE / "nation_engines.py"), OURS, str(room / size), str(work), task]
        workers.append(Worker(size, command))
    try:
        largest, most = workers[-1], TIMES.get(task, 3)
        while len(largest.cpu) < most:
            for worker in workers:
                worker.turn(SLICE, most if worker is largest else math.inf)
        for worker in workers:
            worker.finish()  # what was begun counts, too, and a load leaves nothing half done
    finally:
        for worker in workers:
            worker.kill()
    return {each.size: {"cpu": statistics.fmean(each.cpu), "runs": len(each.cpu)} for each in workers}


def _work(room: Path, size: str) -> Path:
    return room / f"{size}-growth"
