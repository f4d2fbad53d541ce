"""What the audit costs, cold and over 1, 10 and 100 documents; rdflib asks the same check files beside it.

``python benchmarks/audit.py [--strict] [--copies N …] [--peer]``: one line per measure, in CPU seconds. The documents
are the bundled plan with the province called otherwise, and with it every project, plan and table that bears its name.
``--strict`` exits 1 when a limit is broken: the cold start, or a share per document that grows. ``--peer`` also lets
rdflib (pure Python) answer the queries of ``queries/checks``; one that takes longer than ``PATIENCE`` s is stopped
and counted as that. Needs ``os.wait4`` and ``signal.alarm`` (Linux, macOS); a hundred documents take about 5 GB.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

import rdflib

from plangraph import resources
from plangraph.audit.checkfiles import all_checks
from plangraph.audit.engine import audit
from plangraph.catalogue import Catalogue
from plangraph.dataset import document_quads
from plangraph.document import SourceText, read_source
from plangraph.reference import load_reference
from plangraph.sources import industry_plan
from plangraph.sources.repairs import Repairs, read_repairs
from plangraph.store import EmbeddedStore, canonical

COLD = 1.5  # CPU seconds of `plangraph audit` on the bundled plan, all of Python's start included
GROWTH = 1.5  # times the share per document of one document
PATIENCE = 10  # seconds for one query of the peer
PLAN = "lampang-industry-action-plan-2570"
PROVINCE = "ลำปาง"
LETTERS = "กขคจชตทนบปผพมยรลวสหอ"


def copied(source: SourceText, number: int) -> SourceText:
    """The plan of a province that does not exist: another id, another name wherever the province is named."""
    if not number:
        return source
    name = f"เมือง{LETTERS[number // len(LETTERS)]}า{LETTERS[number % len(LETTERS)]}"
    lines = tuple(line.replace(PROVINCE, name) for line in source.lines)
    return replace(source, document_id=f"copy{number}-industry-action-plan-2570", lines=lines)


def graphs(source: SourceText, repairs: Repairs, copies: int) -> list[bytes]:
    """The N-Quads of so many documents with the reference data."""
    files = load_reference(resources.shipped("graph", "reference"))
    catalogue = Catalogue.from_reference(files)
    texts = [canonical(quad for file in files for quad in file.quads)]
    for number in range(copies):
        document = industry_plan.read(copied(source, number), repairs)
        if document is None:
            raise SystemExit(f"copy {number} is read by no family")
        parts = document_quads(document, catalogue)
        texts.append(canonical(parts.graph) + canonical(parts.proposals))
    return texts


def measured(texts: Sequence[bytes]) -> tuple[float, int]:
    """CPU seconds of one audit over a store in memory, and its findings."""
    store = EmbeddedStore.in_memory(texts)
    started = time.process_time()
    found = audit(store).findings
    return time.process_time() - started, len(found)


def cold(home: Path) -> float:
    """CPU seconds of the command from a cold start, the graph already built."""
    spent = [_run(home, *args) for args in (("build", "--into", str(home)), *[("audit", "--store", str(home))] * 3)]
    return min(spent[1:])


def _run(home: Path, *args: str) -> float:
    quiet = os.open(os.devnull, os.O_WRONLY)
    redirect = [(os.POSIX_SPAWN_DUP2, quiet, stream) for stream in (1, 2)]
    line = [sys.executable, "-m", "plangraph", *args]
    child = os.posix_spawn(sys.executable, line, {**os.environ, "PLANGRAPH_HOME": str(home)}, file_actions=redirect)
    os.close(quiet)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"plangraph {' '.join(args)} failed")
    return usage.ru_utime + usage.ru_stime


# --- the peer --------------------------------------------------------------------------------------------------------


class _TooSlow(BaseException):
    """A query of the peer had its time; no handler of the library may swallow it."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow


def peer(texts: Sequence[bytes], queries: Sequence[str]) -> tuple[float, int]:
    """CPU seconds in which rdflib answers the queries over the union graph, and how many it did not finish."""
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=b"".join(texts), format="nquads")
    signal.signal(signal.SIGALRM, _stop)
    spent, stopped = 0.0, 0
    for query in queries:
        started = time.process_time()
        signal.alarm(PATIENCE)
        try:
            list(graph.query(query))
        except _TooSlow:
            stopped += 1
        finally:
            signal.alarm(0)
        spent += time.process_time() - started
    return spent, stopped


def ours(texts: Sequence[bytes], queries: Sequence[str]) -> float:
    """CPU seconds in which the embedded store answers the same queries."""
    store = EmbeddedStore.in_memory(texts)
    started = time.process_time()
    for query in queries:
        store.select(query)
    return time.process_time() - started


# --- the report ------------------------------------------------------------------------------------------------------


def main() -> int:
    """Measure and print; 1 when a promise is broken and the caller is strict."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--strict", action="store_true")
    options.add_argument("--peer", action="store_true")
    options.add_argument("--copies", type=int, nargs="+", default=[1, 10, 100])
    asked = options.parse_args()
    folder = resources.shipped("graph", "sources") / PLAN
    source, repairs = read_source(folder / "source.txt"), read_repairs(folder / "corrections.csv")
    source = replace(source, document_id=PLAN)
    broken = False
    with tempfile.TemporaryDirectory() as home:
        spent = cold(Path(home))
    broken |= spent > COLD
    print(f"plangraph audit, cold start {spent:33.2f} s   limit {COLD} s{'  BROKEN' if spent > COLD else ''}")
    texts = graphs(source, repairs, max(asked.copies))
    first = None
    for copies in sorted(asked.copies):
        spent, found = measured(texts[: copies + 1])
        share = spent / copies
        first = share if first is None else first
        grown = share > GROWTH * first
        broken |= grown
        print(
            f"audit of {copies:>3} documents, {found:>6} findings {spent:20.2f} s   {share:.3f} s a document, "
            f"{share / first:.2f} times the first{'  BROKEN' if grown else ''}",
            flush=True,
        )
    if asked.peer:
        queries = list(dict.fromkeys(check.query for check in all_checks()))
        print(f"{len(queries)} check queries, Oxigraph (ours) {ours(texts[:2], queries):27.2f} s")
        spent, stopped = peer(texts[:2], queries)
        name = f"rdflib {rdflib.__version__}"
        print(f"{len(queries)} check queries, {name} {spent:29.2f} s   {stopped} stopped after {PATIENCE} s")
    return int(broken and asked.strict)


if __name__ == "__main__":
    raise SystemExit(main())
