"""Oxigraph's server: what it does that nobody expects, and that we hold under it."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from plangraph.remote.errors import BadAnswer, NotUnderstood, RemoteError
from plangraph.remote.loading import load
from plangraph.store import canonical
from remote.opened import client, opened
from remote.servers import Server, oxigraph, oxigraph_program
from support import ROOT, plangraph, require

GRAPH = "https://w3id.org/plangraph/id/graph/slow"
PLAN = "https://w3id.org/plangraph/id/slow"
ENDLESS = 'SELECT ?a ?c { ?a ?p ?o . ?c ?q ?r . FILTER(STR(?o) = CONCAT(STR(?r), "zz")) }'
ANSWERS = "SELECT (COUNT(*) AS ?n) { ?s <urn:value> ?o }"


def quads(rows: int) -> bytes:
    graph, value = NamedNode(GRAPH), NamedNode("urn:value")
    return canonical(Quad(NamedNode(f"urn:{at}"), value, Literal(str(at)), graph) for at in range(rows))


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that gives a query one second, with a graph that needs more."""
    if oxigraph_program() is None:
        require("oxigraph")
    with oxigraph(tmp_path_factory.mktemp("impatient"), timeout=1) as server:
        load(client(server), [quads(20_000)], [PLAN])
        yield server


def test_a_200_that_a_time_out_broke_is_an_error_and_never_an_empty_result(impatient: Server) -> None:
    response = client(impatient).query(
        ENDLESS, [("default-graph-uri", GRAPH)], accept="application/sparql-results+json"
    )
    assert response.status == 200, "the trap itself: the server says that all is well"
    with pytest.raises(BadAnswer) as broken:
        opened(impatient).select(ENDLESS)
    assert broken.value.key == "broken_results"


def test_a_yes_or_no_that_runs_out_of_time_is_an_error(impatient: Server) -> None:
    with pytest.raises(RemoteError):
        opened(impatient).ask(ENDLESS.replace("SELECT ?a ?c", "ASK"))


def test_a_command_over_an_answer_that_broke_says_so_and_prints_nothing(impatient: Server, tmp_path: Path) -> None:
    done = plangraph("--lang", "en", "query", "-e", ENDLESS, "--store", impatient.query, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the results break off" in done.stderr


def test_head_breaks_the_connection_so_we_never_send_it(oxigraph_lampang: Server) -> None:
    where = urlsplit(oxigraph_lampang.graph_store)
    with socket.create_connection((str(where.hostname), where.port or 0), timeout=5) as connection:
        connection.sendall(f"HEAD {where.path}?graph=urn:nothing HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        time.sleep(0.5)
        head, _, body = connection.recv(4096).partition(b"\r\n\r\n")
    assert b" 404 " in head
    assert body, "what follows a HEAD would be taken for the start of the next answer"
    sent = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "plangraph" / "remote").glob("*.py")]
    assert len(sent) > 15
    assert not any('"HEAD"' in text for text in sent)


def test_a_query_that_does_not_parse_is_a_syntax_error(oxigraph_lampang: Server) -> None:
    with pytest.raises(NotUnderstood, match="error at 1"):
        opened(oxigraph_lampang).select("SELECT ?x WHERE { ?x ?y }")


def test_a_load_by_graph_store_and_one_by_updates_make_the_same(oxigraph_server: Server, tmp_path: Path) -> None:
    command = ["build", "--store", oxigraph_server.query, "--update", oxigraph_server.update]
    first = plangraph(*command, "--graph-store", oxigraph_server.graph_store, home=tmp_path)
    again = plangraph("--lang", "en", *command, home=tmp_path)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert "nothing was loaded" in again.stderr


_LOAD = """
import sys
from pathlib import Path
from plangraph.remote.address import Endpoints
from plangraph.remote.client import Client
from plangraph.remote.loading import load
client = Client(Endpoints.of(sys.argv[1], sys.argv[2]))
print("start", flush=True)
load(client, [Path(sys.argv[3]).read_bytes()], ["https://w3id.org/plangraph/id/slow"], dead=0.0)
"""


def test_a_load_killed_at_any_moment_leaves_one_whole_graph(tmp_path: Path) -> None:
    if oxigraph_program() is None:
        require("oxigraph")
    (tmp_path / "data").mkdir()
    chance = random.Random(20)  # noqa: S311  # moments, not secrets
    with oxigraph(tmp_path / "data") as server:
        load(client(server), [quads(7)], [PLAN])
        sizes = {7}
        for number in range(20):
            sizes.add(3000 + number)
            text = tmp_path / f"{number}.nq"
            text.write_bytes(quads(3000 + number))
            command = [sys.executable, "-c", _LOAD, server.query, server.update, str(text)]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
                assert process.stdout
                assert process.stdout.readline() == b"start\n"
                time.sleep(chance.uniform(0, 0.6))
                process.kill()
            [row] = opened(server).select(ANSWERS)
            assert int(row["n"].value) in sizes
        load(client(server), [quads(5000)], [PLAN], dead=0.0)
        [row] = opened(server).select(ANSWERS)
        assert int(row["n"].value) == 5000
