"""The ratios of README.md: how many times what another engine takes the snapshot takes, from the committed results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from nation_table import OURS, Results, growth, read, seconds, slopes, turns

README: Final = Path(__file__).resolve().parent.parent / "README.md"
BLOCK: Final = re.compile(r"(<!-- benchmarks/run table -->\n).*?(<!-- end -->)", re.DOTALL)

# What is compared: its name, the size, the task, the engine it is compared with, and by what.
ROWS: Final = (
    ("from N-Quads to answers, CPU", "L", "load", "pyoxigraph, in memory", "time"),
    ("the same, peak of memory", "L", "load", "pyoxigraph, in memory", "peak"),
    ("open what is on disk and trace one project", "L", "cold", "pyoxigraph, on disk", "time"),
    ("chains of one project with every quote and line, p95", "L", "trace", "pyoxigraph, in memory", "turns"),
    ("coverage of levels 1 and 2", "L", "coverage", "pyoxigraph, in memory", "time"),
    ("coverage of levels 1 and 2", "M", "coverage", "maplib", "time"),
    ("projects without any chain", "L", "gaps", "pyoxigraph, in memory", "time"),
    ("search, Thai", "L", "search", "pyoxigraph, in memory", "time"),
)


def block(results: Results, grown: dict[str, Any], in_turn: dict[str, Any]) -> str:
    """The table of ratios, and how cost grows."""
    return "".join(_lines(results, grown, in_turn))


def _lines(results: Results, grown: dict[str, Any], in_turn: dict[str, Any]) -> Iterator[str]:
    yield "| the snapshot, compared with | | times less |\n|---|---|---:|\n"
    for title, size, task, engine, what in ROWS:
        engines = results.get(size, {}).get("engines", {})
        ours, theirs = ((in_turn[task][each] if what == "turns" and in_turn else engines.get(each, {}).get(task, {}))
                        for each in (OURS, engine))  # fmt: skip
        ratio = _ratio(ours, theirs, task, what)
        if ratio is not None:
            yield f"| {title} ({results[size]['projects']:,} projects) | {engine} | {_shown(ratio)} |\n"
    grows, quads = slopes(grown), grown.get("quads", {})
    sizes = list(quads)
    if grows and all(size in results for size in sizes):
        first, last = results[sizes[0]], results[sizes[-1]]
        said = " and ".join(f"{grows[task]:.2f} for {task}" for task in ("load", "coverage"))
        millions = quads[sizes[-1]] / 1e6
        yield (
            f"\nFrom {first['projects']:,} to {last['projects']:,} projects ({millions:.0f} million quads) "
            f"cost grows with the data to the power of {said}.\n"
        )


def _shown(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _ratio(ours: dict[str, Any], theirs: dict[str, Any], task: str, what: str) -> float | None:
    if what == "peak":
        return theirs["peak"] / ours["peak"] if "peak" in ours and "peak" in theirs else None
    mine, other = seconds(ours, task), seconds(theirs, task)
    return other / mine if mine and other else None


def refreshed(readme: str, results: Results, grown: dict[str, Any], in_turn: dict[str, Any]) -> str:
    """The text of README with the ratios of these results."""
    return BLOCK.sub(lambda match: match[1] + block(results, grown, in_turn) + match[2], readme)


def write(folder: Path) -> None:
    """Write the ratios of the results in a folder into README.md."""
    text = refreshed(README.read_text(encoding="utf-8"), read(folder), growth(folder), turns(folder))
    README.write_text(text, encoding="utf-8")
