"""Real SPARQL servers on loopback for tests: each with its own data folder and free ports, stopped by its test."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

START: Final = 60.0  # seconds a server may take to answer its first request
USER: Final = "dba"  # what a fresh Virtuoso comes with
PASSWORD: Final = "dba"

_INI: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxQueryMem = 1G
ThreadsPerQuery = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 6
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server takes queries, updates and graphs."""

    query: str
    update: str
    graph_store: str
    user: str | None = None
    password: str | None = None

    @property
    def env(self) -> dict[str, str]:
        """The environment that lets PlanGraph in."""
        if self.user is None or self.password is None:
            return {}
        return {"PLANGRAPH_STORE_USER": self.user, "PLANGRAPH_STORE_PASSWORD": self.password}


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def oxigraph_program() -> Path | None:
    """The ``oxigraph`` program of the PyPI package; None when it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = beside if beside.exists() else shutil.which("oxigraph")
    return Path(found) if found else None


@contextmanager
def oxigraph(folder: Path, *, timeout: int = 60) -> Iterator[Server]:
    """An Oxigraph server with its data in ``folder``; ``timeout`` (seconds) is the one it is told to keep."""
    program, port = oxigraph_program(), free_port()
    assert program
    where = f"127.0.0.1:{port}"
    command = [str(program), "serve", "-l", str(folder), "-b", where, "--timeout-s", str(timeout)]
    with _running(command, folder, f"http://{where}/query?query=ASK%7B%7D"):
        yield Server(f"http://{where}/query", f"http://{where}/update", f"http://{where}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """A Virtuoso server with its data in ``folder``; what needs a user there wants Digest."""
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    base = f"http://127.0.0.1:{http}"
    command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    with _running(command, folder, f"{base}/sparql?query=ASK%7B%7D"):
        yield Server(f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", USER, PASSWORD)


@contextmanager
def _running(command: list[str], folder: Path, probe: str) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
        try:
            _wait(process, probe)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], probe: str) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(probe, timeout=5):  # noqa: S310  # our own address
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer")
