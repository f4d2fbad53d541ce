"""The results of all sizes as a table with ratios (``nation.md``) and a plot of how cost grows (``nation.svg``)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

OURS: Final = "snapshot"
GROWTH: Final = "nation-growth.json"
TURNS: Final = "nation-turns.json"
ORDER: Final = ("S", "M", "L", "XL")
TASKS: Final = {
    "load": "load", "load_names": "load with the index of names", "cold": "open and first trace", "trace": "trace, p95",
    "judged": "trace by SPARQL, p95", "coverage": "coverage", "gaps": "gaps", "verdicts": "all verdicts",
    "search": "search, mean", "whatif": "what-if, p95", "validation": "validation",
}  # fmt: skip
PLOTTED: Final = ("load", "coverage", "gaps", "trace")
COLOURS: Final = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#666666", "#a61c00", "#134f5c", "#7f6000")

Results = dict[str, dict[str, Any]]


def write(folder: Path) -> None:
    """Write the table and the plot of all results in a folder."""
    results, grown = read(folder), growth(folder)
    lines = (*_lines(results), *_turns_lines(turns(folder)), *_growth_lines(grown))
    (folder / "nation.md").write_text("".join(lines), encoding="utf-8")
    (folder / "nation.svg").write_text(plot(results, slopes(grown)), encoding="utf-8")


def read(folder: Path) -> Results:
    """The results in a folder, the smallest nation first."""
    paths = {size: folder / f"nation-{size}.json" for size in ORDER}
    return {size: json.loads(path.read_text(encoding="utf-8")) for size, path in paths.items() if path.exists()}


def growth(folder: Path) -> dict[str, Any]:
    """How cost grows, as ``nation_growth`` found it; nothing when it did not run."""
    path = folder / GROWTH
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def turns(folder: Path) -> dict[str, Any]:
    """What ``nation_turns`` found; nothing when it did not run."""
    path = folder / TURNS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def slopes(grown: dict[str, Any]) -> dict[str, float]:
    """The power of the quads with which the cost of each task grows: 1 is as fast as the data."""
    return {task: slope(found, grown["quads"]) for task, found in grown.get("tasks", {}).items()}


def slope(found: dict[str, dict[str, Any]], quads: dict[str, int]) -> float:
    """The same of one task, from the smallest size to the largest."""
    first, *_, last = found
    return math.log(found[last]["cpu"] / found[first]["cpu"]) / math.log(quads[last] / quads[first])


def seconds(done: dict[str, Any], task: str) -> float | None:
    """What a task took: the 95th of a hundred where single answers were timed, else CPU seconds."""
    if "problem" in done or not done:
        return None
    return float(done["p95"] if TASKS[task].endswith("p95") else done["cpu"])


def _lines(results: Results) -> Iterator[str]:
    yield "# A nation of plans: results\n\n"
    yield "Made by `benchmarks/run SIZE`; `docs/benchmarks.md` tells what is measured.\n"
    for size, found in results.items():
        machine = found["machine"]
        yield f"\n## {size}: {found['projects']:,} projects, {found['quads']:,} quads\n\n"
        yield (
            f"{found['day']}, {machine['cores']} cores of {machine['cpu']}, {machine['gib']} GiB, "
            f"Python {machine['python']}, load of the machine {found['load']} at the start, "
            f"limit {found['limit']:.0f} s a task. "
            + ", ".join(f"{name} {version}" for name, version in machine["versions"].items()) + ".\n\n"
        )  # fmt: skip
        yield from _table(found["engines"])
        wrong = [name for name, agrees in found["agree"].items() if not agrees]
        yield f"\nCounted what is true: {len(found['agree']) - len(wrong)} of {len(found['agree'])} answers"
        yield f"; not {', '.join(wrong)}.\n" if wrong else ".\n"


def _table(engines: dict[str, Any]) -> Iterator[str]:
    yield "| task | engine | seconds | times ours | peak MB | repeats | load |\n|---|---|---:|---:|---:|---:|---:|\n"
    for task, title in TASKS.items():
        ours = seconds(engines.get(OURS, {}).get(task if task != "judged" else "trace", {}), task)
        for name, tasks in engines.items():
            if task in tasks:
                yield _row(title, name, tasks[task], seconds(tasks[task], task), ours)


def _row(title: str, name: str, done: dict[str, Any], took: float | None, ours: float | None) -> str:
    if took is None:
        return f"| {title} | {name} | {done['problem']} | | | | |\n"
    ratio = f"{took / ours:.3g}" if ours and name != OURS else ""
    return f"| {title} | {name} | {took:.3g} | {ratio} | {done['peak']:.0f} | {done['repeats']} | {done['load']} |\n"


def _turns_lines(found: dict[str, Any]) -> Iterator[str]:
    if not found:
        return
    machine = found["machine"]
    yield f"\n## Traces of {found['size']}, a round of each engine in turn\n\n"
    yield (
        f"{found['day']}, the same machine ({machine['cores']} cores of {machine['cpu']}, {machine['gib']} GiB), load "
        f"{found['load']} at the start. Wall seconds of single answers, medians of {found['rounds']} rounds.\n\n"
    )
    yield "| engine | p50 | p95 | times ours, p95 |\n|---|---:|---:|---:|\n"
    ours = found["trace"][OURS]["p95"]
    for name, took in found["trace"].items():
        ratio = f"{took['p95'] / ours:.3g}" if name != OURS else ""
        yield f"| {name} | {took['p50']:.3g} | {took['p95']:.3g} | {ratio} |\n"


def _growth_lines(grown: dict[str, Any]) -> Iterator[str]:
    if not grown:
        return
    machine, sizes = grown["machine"], list(grown["quads"])
    yield f"\n## Growth of the snapshot's cost from {sizes[0]} to {sizes[-1]}\n\n"
    yield (
        f"{grown['day']}, the same machine ({machine['cores']} cores of {machine['cpu']}, {machine['gib']} GiB), load "
        f"{grown['load']} at the start. All sizes work in turn, a second each, so that all meet the same machine; CPU "
        "seconds, means of as many runs as stand in brackets. A slope of 1 is as fast as the data.\n\n"
    )
    yield f"| task | {' | '.join(sizes)} | slope |\n|---|{'---:|' * len(sizes)}---:|\n"
    for task, found in grown["tasks"].items():
        took = (f"{found[size]['cpu']:.3g} ({found[size]['runs']})" for size in sizes)
        yield f"| {task} | {' | '.join(took)} | {slope(found, grown['quads']):.2f} |\n"


# --- the plot ---------------------------------------------------------------------------------------------------------

WIDE: Final = 360
HIGH: Final = 260
LEFT: Final = 60
TOP: Final = 40


def _points(results: Results, name: str, task: str) -> list[tuple[float, float, str]]:
    points = []
    for size, found in results.items():
        took = seconds(found["engines"].get(name, {}).get(task, {}), task)
        if took:
            points.append((float(found["quads"]), took, size))
    return points


def plot(results: Results, grows: dict[str, float]) -> str:
    """Four log-log plots side by side, as SVG."""
    every = {name for found in results.values() for name in found["engines"]}
    names = sorted(every, key=lambda name: (name != OURS, name))
    parts = [_panel(results, names, task, at, grows.get(task)) for at, task in enumerate(PLOTTED)]
    width, height = 2 * (WIDE + LEFT) + 20, 2 * (HIGH + TOP + 40) + 60
    legend = "".join(
        f'<text x="{20 + 200 * (at % 4)}" y="{height - 36 + 18 * (at // 4)}" '
        f'fill="{COLOURS[at % len(COLOURS)]}">● {name}</text>'
        for at, name in enumerate(names)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}{legend}</svg>\n'
    )


def _panel(results: Results, names: list[str], task: str, at: int, slope: float | None) -> str:
    left, top = LEFT + (at % 2) * (WIDE + LEFT), TOP + (at // 2) * (HIGH + TOP + 40)
    series = {name: _points(results, name, task) for name in names}
    every = [point for points in series.values() for point in points]
    if not every:
        return ""
    low_x, high_x = (math.log10(pick(point[0] for point in every)) for pick in (min, max))
    costs = [math.log10(point[1]) for point in every]
    low_y, high_y = math.floor(min(costs)), math.ceil(max(costs))

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            left + 10 + (WIDE - 40) * (math.log10(x) - low_x) / max(high_x - low_x, 1e-9),
            top + HIGH - HIGH * (math.log10(y) - low_y) / max(high_y - low_y, 1e-9),
        )

    title = f"{TASKS[task]}, seconds" + (f"; slope of the snapshot, M to XL: {slope:.2f}" if slope is not None else "")
    drawn = [f'<text x="{left}" y="{top - 12}" font-weight="bold">{title}</text>',
             f'<rect x="{left}" y="{top}" width="{WIDE - 20}" height="{HIGH}" fill="none" stroke="#999"/>']  # fmt: skip
    for power in range(low_y, high_y + 1):
        y = place(10**low_x, 10.0**power)[1]
        drawn.append(f'<line x1="{left}" x2="{left + WIDE - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        drawn.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size, found in results.items():
        x = place(float(found["quads"]), 10.0**low_y)[0]
        drawn.append(f'<text x="{x:.1f}" y="{top + HIGH + 16}" text-anchor="middle">{size}</text>')
    for number, name in enumerate(names):
        colour, places = COLOURS[number % len(COLOURS)], [place(x, y) for x, y, _ in series[name]]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        wide = 2.5 if name == OURS else 1.2
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="{wide}"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    return "".join(drawn)
