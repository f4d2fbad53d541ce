"""The small graph of ``tests/data/queries/graph.trig``: as N-Quads, as a store, and as a built folder."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from plangraph import __version__, resources
from plangraph.store import EmbeddedStore, canonical
from plangraph.workspace import MARKER, Marker

TRIG = Path(__file__).parent / "data" / "queries" / "graph.trig"
ID = "https://w3id.org/plangraph/id/"
PLAN = f"{ID}lampang-industry-action-plan-2570"
OPOAI = f"{PLAN}/project/1.1.1.2"
MINE = f"{PLAN}/project/3.1.1.2"


@lru_cache(maxsize=1)
def nquads() -> bytes:
    """The graph as sorted N-Quads."""
    store = Store()
    store.load(TRIG.read_bytes(), RdfFormat.TRIG)
    return canonical(store)


@lru_cache(maxsize=1)
def small_graph() -> EmbeddedStore:
    """The graph in memory."""
    return EmbeddedStore.in_memory([nquads()])


def built_folder(folder: Path) -> Path:
    """The graph as a folder that a build wrote."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "small.nq").write_bytes(nquads())
    marker = Marker(__version__, {"small.nq": hashlib.sha256(nquads()).hexdigest()})
    (data / MARKER).write_bytes(marker.to_bytes())
    return folder


@lru_cache(maxsize=1)
def lampang() -> EmbeddedStore:
    """The bundled graph in memory."""
    files = sorted((resources.folder("graph") / "data").glob("*.nq"))
    return EmbeddedStore.in_memory(path.read_bytes() for path in files)
