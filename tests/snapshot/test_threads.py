"""One snapshot asked by many threads at once answers each of them as it answers one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chains_fixture import GREEN, MINING, iri
from plangraph.coverage import survey
from plangraph.coverage_matrix import matrix
from plangraph.described import describe
from plangraph.projects import fetch_proposals, projects_of_read_plans
from plangraph.search import search
from plangraph.snapshot import graph
from plangraph.snapshot.columns import Column, Columns
from plangraph.snapshot.store import SnapshotStore
from plangraph.verdicts import judge
from snapshot_fixture import pair

THREADS = 8
ROUNDS = 6


@pytest.fixture(autouse=True)
def _restless() -> Iterator[None]:
    """Threads take turns a thousand times as often as they do otherwise."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


def answers(store: SnapshotStore, at: int) -> list[object]:
    """What one thread asks, each thread beginning elsewhere."""
    projects = projects_of_read_plans(store)
    asked: list[Callable[[], object]] = [
        lambda: search(store, "มาตรฐาน", limit=20),
        lambda: search(store, "สงเสริม", limit=None),
        lambda: describe(store, [iri(GREEN), iri(MINING)]),
        lambda: [(each.verdict, each.chains, each.reach) for each in judge(store, projects)],
        lambda: [trace and trace.chains for trace in map(store.tracer("th").trace, (iri(GREEN), iri(MINING)))],
        lambda: fetch_proposals(store, [project.id for project in projects]),
        lambda: (survey(store, "th"), survey(store, "en"), matrix(store, "source")),
    ]
    found = {place: asked[place]() for place in ((at + step) % len(asked) for step in range(len(asked)))}
    return [found[place] for place in sorted(found)]


@pytest.mark.parametrize("kept", [graph.KEPT, 2])
def test_eight_threads_are_answered_like_one(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where so little is kept that all of it is dropped all the time."""
    monkeypatch.setattr(graph, "KEPT", kept)
    expected = answers(pair(with_chains=True).columns, 0)
    for _ in range(ROUNDS if kept > 2 else 1):
        store = pair(with_chains=True).columns
        start = threading.Barrier(THREADS)

        def ask(at: int, store: SnapshotStore = store, start: threading.Barrier = start) -> list[object]:
            start.wait()
            return answers(store, at)

        with ThreadPoolExecutor(THREADS) as threads:
            for found in threads.map(ask, range(THREADS)):
                assert found == expected
        assert left(store.snapshot.columns) >= 0


def left(columns: Columns) -> int:
    """Blocks that are still to be checked, as the columns count them; each counts its own right."""
    found: list[Column] = list(columns._open.values())
    for column in found:
        assert column._missing == column._seen.count(0)
    return sum(column._missing for column in found)
