"""Do all stores say the same? ``python benchmarks/nation_same.py SIZE [--room DIR]``: a nation asked over and over.

The nation is put into a snapshot, an embedded store, an Oxigraph server and Virtuoso, each is asked by the same
commands of ``plangraph``, and the bytes of the answers are compared. The table goes to ``results/same-SIZE.md``; the
exit code is 1 when any two differ.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nation import SIZES, generate
from nation_run import RESULTS, machine
from nation_tasks import some_projects

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

STRATEGY: Final = "national-strategy/3"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is asked, and what it is called in the table."""
    one, other = some_projects(folder, 2)
    return {
        "check --all": ["check", "--all", "--format", "csv"],
        "check, every chain of one project": ["check", one, "--all-chains", "--format", "json"],
        "coverage": ["coverage", "--format", "csv"],
        "coverage --by plan": ["coverage", "--by", "plan", "--format", "csv"],
        "coverage --by province": ["coverage", "--by", "province", "--format", "csv"],
        "coverage --by year": ["coverage", "--by", "year", "--format", "csv"],
        "coverage --by source": ["coverage", "--by", "source", "--format", "csv"],
        "whatif --add": ["whatif", "--add", one, STRATEGY, "--format", "csv"],
        "whatif --move": ["whatif", "--move", other, part_of(folder, other), STRATEGY, "--format", "csv"],
        "search, a word": ["search", "ท่องเที่ยว", "--format", "json"],
        "search, a misspelt word": ["search", "การเพิ่มมูลคาผลิตภัณฑ์เซรามิค", "--format", "json"],
    }  # fmt: skip


def part_of(folder: Path, project: str) -> str:
    """What a project is part of."""
    from plangraph.namespaces import PG

    begin = f"<{project}> <{PG}partOf> <".encode()
    text = b"\n".join(path.read_bytes() for path in sorted((folder / "data").glob("*.nq")))
    return text.partition(begin)[2].partition(b">")[0].decode()


def ask(place: str, args: list[str], home: Path, env: dict[str, str]) -> tuple[str, float]:
    """The digest of an answer, and the seconds it took. An exit code of 1 is an answer (some project is a gap)."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "plangraph", "--lang", "en", *args, "--store", place],
        capture_output=True, env={**os.environ, **env, "PLANGRAPH_HOME": str(home), "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    if done.returncode not in {0, 1} or not done.stdout:
        raise SystemExit(f"{place}: {' '.join(args)}: {done.stderr.decode('utf-8', 'replace')}")
    return hashlib.sha256(done.stdout).hexdigest()[:16], time.monotonic() - started


@contextmanager
def stores(folder: Path, room: Path) -> Iterator[dict[str, tuple[str, dict[str, str]]]]:
    """Each kind of store with the nation in it: what ``--store`` takes, and the environment that lets us in."""
    from plangraph.snapshot.folder import make
    from remote.servers import oxigraph, virtuoso

    for name in ("with-snapshot", "embedded"):
        (room / name).mkdir(parents=True)
        shutil.copytree(folder / "data", room / name / "data")
    make(room / "with-snapshot")
    (room / "oxigraph").mkdir()
    (room / "virtuoso").mkdir()
    with oxigraph(room / "oxigraph", timeout=3600) as ours, virtuoso(room / "virtuoso") as theirs:
        for server in (ours, theirs):
            load(folder, server.query, server.update, server.env)
        yield {
            "snapshot": (str(room / "with-snapshot"), {}),
            "embedded Oxigraph": (str(room / "embedded"), {}),
            "Oxigraph server": (ours.query, ours.env),
            "Virtuoso": (theirs.query, theirs.env),
        }


def load(folder: Path, query: str, update: str, env: dict[str, str]) -> None:
    """Load a nation as ``plangraph build --store`` loads a build."""
    from plangraph.remote.address import Endpoints
    from plangraph.remote.loading import load as load_into
    from plangraph.remote.opening import connect

    os.environ.update(env)
    files = [path.read_bytes() for path in sorted((folder / "data").glob("*.nq"))]
    load_into(connect(Endpoints.of(query, update, None)), files, [])
    for name in env:
        del os.environ[name]


def compare(folder: Path, room: Path, only: list[str]) -> tuple[list[str], bool]:
    """A row of the table for each command, and whether all stores agree."""
    rows, agree = [], True
    with stores(folder, room) as known:
        rows.append(f"| asked | {' | '.join(known)} |")
        rows.append(f"|---|{'---|' * len(known)}")
        every = commands(folder)
        for name, args in ((name, every[name]) for name in only or every):
            answers = {kind: ask(place, args, room / "home", env) for kind, (place, env) in known.items()}
            digests = [digest for digest, _ in answers.values()]
            agree &= len(set(digests)) == 1
            cells = [f"{'same' if digest == digests[0] else '**differs**'}, {seconds:.1f} s"
                     for digest, seconds in answers.values()]  # fmt: skip
            rows.append(f"| {name} (`{digests[0]}`) | {' | '.join(cells)} |")
            print(rows[-1], flush=True)
    return rows, agree


def main() -> None:
    """Generate, load, ask, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=list(SIZES))
    parser.add_argument("--room", type=Path, default=None, help="folder that may hold the nation already")
    parser.add_argument("--only", default="", help="what is asked, by its name in the table, separated by semicolons")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plangraph-same-") as room:
        folder = (given.room or Path(room)) / given.size
        if not folder.exists():
            generate(given.size, folder)
        rows, agree = compare(folder, Path(room), [name.strip() for name in given.only.split(";") if name.strip()])
    about = machine()
    head = [f"# The same nation ({given.size}) in four stores", "",
            "Made by `benchmarks/nation_same.py`: the bytes that `plangraph` prints, compared with those from the "
            "snapshot. Seconds are those of the whole command, its start and (embedded store) its first opening "
            "included.",
            f"{about['cores']} cores of {about['cpu']}, {about['gib']} GiB, Python {about['python']}.", ""]  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"same-{given.size}.md").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()
