"""An engine over the bundled graph, made once; drafts from texts and from our lists."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from lampang import assembly, rows
from plangraph.drafts import Draft, Place
from plangraph.drafts.gather import Gathering
from plangraph.namespaces import ID
from plangraph.proposing import Engine
from plangraph.store import EmbeddedStore
from support import ROOT

LISTS = ROOT / "tests" / "data" / "drafts"


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(EmbeddedStore.in_memory(assembly().files.values()))


def draft(**fields: str) -> Draft:
    """A draft with these fields."""
    gathering = Gathering(Place("line", 1))
    for key, text in fields.items():
        gathering.add(key, text, Place("line", 1))
    return gathering.finish(Path("draft.txt"))


def listed(name: str) -> list[tuple[Draft, frozenset[int]]]:
    """The drafts of ``tests/data/drafts/<name>.toml`` with the master plans a reviewer would accept."""
    rows = tomllib.loads((LISTS / f"{name}.toml").read_text(encoding="utf-8"))["draft"]
    keys = ("name", "rationale", "objectives")
    return [(draft(**{key: row[key] for key in keys}), frozenset(row["right"])) for row in rows]


@lru_cache(maxsize=1)
def served() -> dict[int, set[str]]:
    """The IRIs of the national strategies each of the 23 master plans serves, by its number."""
    found: dict[int, set[str]] = {}
    for number, strategy in rows("SELECT ?n ?s WHERE { ?plan a pg:MasterPlan ; pg:number ?n ; pg:alignedTo ?s }"):
        found.setdefault(int(number), set()).add(f"{ID}{strategy}")
    return found
