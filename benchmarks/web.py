"""How quick the site is: ``python benchmarks/web.py [--store DIR] [--seconds N]``. Prints one JSON object.

Measures the start to the first page (of a fresh clone, whose store must be built, and of one that stands), project
pages one after another, chain queries of single projects from eight clients (each asks for another project each time;
with kept answers, and with a comment that changes so that none is kept), the same queries at an Oxigraph server when
``oxigraph`` is installed, and project pages while four runaway queries run into their time limit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from plangraph import resources
from plangraph.namespaces import ID
from plangraph.opening import open_graph, prepare
from plangraph.projects import projects_of_read_plans
from plangraph.queries import find_question

CLIENTS = 8
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<urn:x>)+ ?b }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?c ?q ?d . FILTER(CONTAINS(STR(?a), STR(?d))) }",
    "SELECT ?a WHERE { ?a (!<urn:x>)* ?b . ?c (!<urn:x>)* ?d } ORDER BY ?d",
)


@contextmanager
def serving(command: list[str], env: dict[str, str] | None = None) -> Iterator[tuple[str, float]]:
    """The address of ``plangraph serve`` and the seconds until it answered its first page."""
    start = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", env=env) as process:
        try:
            address = ""
            for line in process.stderr or ():
                if found := re.search(r"http://[\w.:]+/", line):
                    address = found[0].rstrip("/")
                    break
            threading.Thread(target=drain, args=(process,), daemon=True).start()
            get(connect(address), "/")
            yield address, time.perf_counter() - start
        finally:
            process.terminate()


def drain(process: subprocess.Popen[str]) -> None:
    """Read what the server says, so that it never waits for us."""
    for _ in process.stderr or ():
        pass


def connect(address: str) -> http.client.HTTPConnection:
    """A connection that is kept."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def get(connection: http.client.HTTPConnection, path: str, accept: str = "text/html") -> tuple[int, int]:
    """Status and size of an answer."""
    connection.request("GET", path, headers={"Accept": accept})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))], 1)


def chain_queries(projects: list[str]) -> list[str]:
    """The chain question for each project, its IRI in a VALUES block."""
    text = "\n".join(line for line in find_question("chain_of_project").text.splitlines() if not line.startswith("#+"))
    head, brace, rest = text.partition("WHERE {")
    return [f"{head}{brace} VALUES ?project {{ <{project}> }} {rest}" for project in projects]


def inside(query: str) -> str:
    """The query with its VALUES block inside the sub-SELECT as well, where the path starts."""
    values = re.search(r"VALUES \?project \{ <[^>]*> \}", query)
    if values is None:
        sys.exit("the chain question has changed")
    return query.replace("WHERE { ?project (", f"WHERE {{ {values[0]} ?project (")


def throughput(address: str, queries: list[str], seconds: float, path: str, fresh: bool) -> dict[str, float]:
    """Answers a second from eight clients, and how long they took."""
    stop = time.perf_counter() + seconds
    times: list[float] = []
    wrong: list[int] = []
    numbers = count()

    def client(at: int) -> None:
        connection = connect(address)
        while time.perf_counter() < stop:
            query = queries[(at + len(times)) % len(queries)]
            query += f"\n# {next(numbers)}" if fresh else ""
            target = f"{path}?{urlencode({'query': query})}"
            start = time.perf_counter()
            status, _ = get(connection, target, "application/sparql-results+json")
            times.append(1000 * (time.perf_counter() - start))
            if status != 200:
                wrong.append(status)

    threads = [threading.Thread(target=client, args=(at,)) for at in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    return {
        "answers_per_second": round(len(times) / took, 1),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "errors": len(wrong),
    }


def oxigraph(database: Path, queries: list[str], seconds: float) -> dict[str, float] | str:
    """The same queries at an Oxigraph server over the same store."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        return "oxigraph is not installed"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "-l", str(database), "-b", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                time.sleep(0.1)
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
            return throughput(f"http://127.0.0.1:{port}", queries, seconds, "/query", fresh=True)
        finally:
            process.terminate()


def under_attack(address: str, pages: list[str], limit: float) -> dict[str, object]:
    """Project pages while four runaway queries run; each must end at its limit with 504."""
    ends: list[tuple[int, float]] = []

    def runaway(query: str) -> None:
        connection = connect(address)
        start = time.perf_counter()
        status, _ = get(connection, f"/sparql?{urlencode({'query': query})}", "application/sparql-results+json")
        ends.append((status, round(time.perf_counter() - start, 2)))

    threads = [threading.Thread(target=runaway, args=(query,)) for query in RUNAWAYS]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    connection = connect(address)
    times: list[float] = []
    while any(thread.is_alive() for thread in threads):
        times.append(timed(lambda: get(connection, pages[len(times) % len(pages)])))
    return {
        "limit_s": limit,
        "ends": sorted(ends),
        "pages": len(times),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "max_ms": round(max(times), 1),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store")
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    store = open_graph(given.store)
    projects = [project.id for project in projects_of_read_plans(store)]
    pages = [f"/id/{project.removeprefix(ID)}" for project in projects]
    queries = [inside(query) for query in chain_queries(projects)]
    serve = [sys.executable, "-m", "plangraph", "serve", "--port", "0", "--lang", "en"]
    chosen = [*serve, "--store", given.store] if given.store else serve
    result: dict[str, object] = {"cpus": os.cpu_count(), "projects": len(projects)}
    with tempfile.TemporaryDirectory() as home:
        fresh = {**os.environ, "PLANGRAPH_HOME": str(Path(home) / "plangraph")}
        clone = Path(home) / "graph"
        shutil.copytree(resources.folder("graph") / "data", clone / "data")
        serve = [*serve, "--store", str(clone)]
        with serving(serve, fresh) as (_, seconds):
            result["first_page_of_a_fresh_clone_s"] = round(seconds, 2)
        again = []
        for _ in range(3):
            with serving(serve, fresh) as (_, seconds):
                again.append(seconds)
        result["first_page_s"] = round(statistics.median(again), 2)
    with serving(chosen) as (address, _):
        time.sleep(6)  # what is worked out in advance
        connection = connect(address)
        cold = [timed(lambda page=page: get(connection, page)) for page in pages]  # type: ignore[misc]
        warm = [timed(lambda page=page: get(connection, page)) for _ in range(20) for page in pages]  # type: ignore[misc]
        result["project_pages_first_visit"] = {"p50_ms": percentile(cold, 0.5), "p95_ms": percentile(cold, 0.95)}
        result["project_pages"] = {"p50_ms": percentile(warm, 0.5), "p95_ms": percentile(warm, 0.95)}
        result["chain_queries_none_kept"] = throughput(address, queries, given.seconds, "/sparql", fresh=True)
        result["chain_queries"] = throughput(address, queries, given.seconds, "/sparql", fresh=False)
        result["under_attack"] = under_attack(address, pages, 10.0)
    folder = Path(given.store) if given.store else Path("graph")
    result["oxigraph_server"] = oxigraph(prepare(folder), queries, given.seconds)
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
