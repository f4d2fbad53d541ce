"""A deterministic nation of plans in our vocabulary, as the reader would write it, with the truth about it.

``python benchmarks/nation.py S|M|L|XL FOLDER`` writes ``FOLDER/data/*.nq`` (one sorted file per named graph, as a build
does, with the marker ``.plangraph``) and ``FOLDER/truth.json``. Levels 1 and 2 are the reference data that come with
PlanGraph; ministries, clusters, provinces, local governments and their projects are made up from
``nation_words.toml``. The same size gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from nation_document import Nation, Size
from nation_plans import write_plans
from nation_truth import Truth

from plangraph import __version__
from plangraph.workspace import MARKER, Marker

SAMPLE = 6_000  # projects that truth.json names
SIZES = {
    "S": Size(1, 0, 0, 156),
    "M": Size(77, 0, 0, 156),
    "L": Size(77, 20, 1153, 160),
    "XL": Size(77, 20, 7850, 151),
}


def generate(name: str, folder: Path) -> dict[str, object]:
    """Write a nation of one size into a new folder; returns the truth, which ``truth.json`` keeps."""
    (folder / "data").mkdir(parents=True)
    nation = Nation(folder, SIZES[name])
    truth = Truth(nation.network, every=max(1, SIZES[name].projects // SAMPLE))
    write_plans(nation, truth)
    figures = truth.figures()
    per_project = (nation.quads - nation.base) / nation.size.projects
    summary = {"size": name, "quads": nation.quads, "quads_per_project": round(per_project, 2), **figures}
    (folder / "data" / MARKER).write_bytes(Marker(__version__, nation.digests).to_bytes())
    (folder / "truth.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return summary


def main(args: list[str]) -> None:
    """``nation.py SIZE FOLDER``: generate and print the counts."""
    if len(args) != 2 or args[0] not in SIZES:
        raise SystemExit(__doc__)
    if Path(args[1]).exists():
        raise SystemExit(f"{args[1]} is there already; name a new folder")
    figures = generate(args[0], Path(args[1]))
    for key in ("size", "projects", "quads", "quads_per_project", "baht", "verdicts", "longest_chain"):
        print(f"{key}: {figures[key]}")


if __name__ == "__main__":
    main(sys.argv[1:])
