"""SPARQL servers as engines: Oxigraph's and Virtuoso, started on loopback by the tests' own helpers and stopped again.

CPU and memory are those of the server and of the client that asks it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from nation_engine import Sparql
from nation_tasks import Clock, Measured, repeated

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

LIMIT = 3600  # seconds a server may take; ``nation_run`` stops it long before


class Server(Sparql):
    """An engine behind HTTP."""

    clock: ClassVar[Clock] = Clock(children=True)
    place: str

    def __init__(self, folder: Path, room: Path) -> None:
        super().__init__(folder, room)
        self.stack = ExitStack()
        self._server: Any = None

    @property
    def server(self) -> Any:
        """The running server."""
        if self._server is None:
            self._server = self.start()
        return self._server

    def start(self) -> Any:
        raise NotImplementedError

    def close(self) -> None:
        self.stack.close()

    def rows(self, query: str) -> list[tuple[str, ...]]:
        given = urllib.parse.urlencode({"query": query}).encode()
        request = urllib.request.Request(  # noqa: S310  # our own server
            self.server.query, given, {"Accept": "application/sparql-results+json"}
        )
        with urllib.request.urlopen(request, timeout=LIMIT) as answer:  # noqa: S310
            found = json.load(answer)
        names = found["head"]["vars"]
        return [tuple(row[name]["value"] for name in names) for row in found["results"]["bindings"]]

    def _emptied(self) -> Path:
        import shutil

        folder = self.room / self.place
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


class OxigraphServer(Server):
    name = "Oxigraph server"
    place = "oxigraph"

    def load(self) -> Measured:
        """Its own ``oxigraph load`` of the triples, before it serves."""
        from plangraph.store import without_graphs
        from remote.servers import oxigraph_program

        folder, program = self._emptied(), oxigraph_program()
        triples = self.room / "oxigraph.nt"
        triples.write_bytes(b"".join(without_graphs(path.read_bytes()) for path in self.files))

        def act() -> int:
            command = [str(program), "load", "-l", str(folder), "-f", str(triples), "--lenient"]
            return subprocess.run(command, check=True, capture_output=True).returncode

        before = _of_children()
        done = repeated(act, Clock(), times=1)
        triples.unlink()
        return Measured(done.cpu + _of_children() - before, done.wall, 1, done.found)

    def start(self) -> Any:
        from remote.servers import oxigraph

        return self.stack.enter_context(oxigraph(self.room / self.place, timeout=LIMIT))


class Virtuoso(Server):
    """It refuses paths with both ends open, so coverage and gaps by path cannot be asked."""

    name = "Virtuoso"
    place = "virtuoso"

    def start(self) -> Any:
        from remote.servers import virtuoso

        return self.stack.enter_context(virtuoso(self.room / self.place))

    def load(self) -> Measured:
        """Its bulk loader, ``ld_dir`` and ``rdf_loader_run``."""
        folder = self._emptied()
        (folder / "files").mkdir()
        for path in self.files:
            (folder / "files" / path.name).symlink_to(path)
        assert self.server  # noqa: S101
        port = next(line.rpartition(":")[2] for line in (folder / "virtuoso.ini").read_text("utf-8").splitlines()
                    if line.startswith("ServerPort = 127.0.0.1:"))  # fmt: skip
        said = f"ld_dir('{folder}/files', '*.nq', 'http://nation'); rdf_loader_run(); checkpoint;"

        def act() -> int:
            return subprocess.run(
                ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"EXEC={said}"], check=True, capture_output=True
            ).returncode

        done = repeated(act, self.clock, times=1)
        found = self.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s <https://w3id.org/plangraph/ontology#planLevel> ?o }")
        return Measured(done.cpu, done.wall, 1, found)


def _of_children() -> float:
    """CPU seconds of children that have ended."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
