"""Traces of L by the snapshot and by pyoxigraph in memory, a round of each in turn: ``benchmarks/run turns``.

What takes a second says as much about the second as about the engine where a machine's speed changes from minute to
minute. Here both engines wait, loaded, and trace after each other, round after round; the medians of the rounds count.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from nation_table import OURS, TURNS

HERE: Final = Path(__file__).resolve().parent
SIZE: Final = "L"
ENGINES: Final = (OURS, "pyoxigraph, in memory")
ROUNDS: Final = 15
PERCENTILES: Final = ("p50", "p95")


def measure(room: Path, results: Path) -> None:
    """Trace in turn and keep what it took; the nation is made in ``room`` unless it is there."""
    from nation import generate
    from nation_run import machine

    if not (room / SIZE).exists():
        generate(SIZE, room / SIZE)
    work = room / f"{SIZE}-turns"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    load = os.getloadavg()[0]
    engines = {name: _start(name, room / SIZE, work) for name in ENGINES}
    try:
        for engine in engines.values():
            _ask(engine, "load")
        (work / "snapshot-without-names").replace(work / "snapshot")
        for engine in engines.values():
            _ask(engine, "trace")  # pyoxigraph puts everything into its default graph first
        rounds = [{name: _ask(engine, "trace") for name, engine in engines.items()} for _ in range(ROUNDS)]
    finally:
        for engine in engines.values():
            engine.kill()
            engine.wait()
        shutil.rmtree(work, ignore_errors=True)
    found = {
        name: {each: statistics.median(of_round[name][each] for of_round in rounds) for each in PERCENTILES}
        for name in ENGINES
    }
    for name, took in found.items():
        print(f"{name}: {took}", flush=True)
    day = time.strftime("%Y-%m-%d", time.gmtime())
    kept = {"size": SIZE, "rounds": ROUNDS, "trace": found, "machine": machine(), "day": day, "load": round(load, 2)}
    (results / TURNS).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _start(name: str, folder: Path, work: Path) -> Any:
    command = [sys.executable, str(HERE / "nation_engines.py"), name, str(folder), str(work)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(engine: Any, task: str) -> dict[str, Any]:
    """What a task took; an engine that ended has said why."""
    engine.stdin.write(f"{task}\n")
    engine.stdin.flush()
    if not (line := engine.stdout.readline()):
        raise SystemExit(f"{task}: {' '.join(engine.args)} ended")
    done: dict[str, Any] = json.loads(line)
    return done
