"""Every way in which a service fails has its own sentence, and none becomes an empty answer."""

from __future__ import annotations

import http.server
import pickle
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plangraph.remote.address import Endpoints
from plangraph.remote.client import PAUSES, Client
from plangraph.remote.errors import NotUnderstood, RemoteError
from plangraph.remote.results import JSON, table, truth
from plangraph.remote.transport import TimeOuts
from plangraph.texts import sentences
from remote.fake import CUT, Asked, Said, service
from remote.opened import client
from remote.servers import free_port
from support import plangraph

ASK = "SELECT (1 AS ?n) {}"
ANONYMOUS: dict[str, str] = {}
KNOWN = {"PLANGRAPH_STORE_TOKEN": "t"}
HTML = Said(200, "<!DOCTYPE html><html><body>เข้าสู่ระบบ</body></html>".encode(), {"Content-Type": "text/html"})
BOTH = pytest.mark.parametrize("environ", [ANONYMOUS, KNOWN], ids=["SPARQLWrapper", "httpx"])


def asked(address: str, environ: dict[str, str], slept: list[float] | None = None, **waits: float) -> int:
    """The number of rows, by either transport."""
    client = Client(
        Endpoints.of(address), TimeOuts(**waits), environ=environ, sleep=(slept if slept is not None else []).append
    )
    try:
        return len(table(client.query(ASK, accept=JSON))[1])
    finally:
        client.close()


@BOTH
@pytest.mark.parametrize(
    ("said", "key"),
    [
        (Said(401, b"", {}), "unauthorised"),
        (Said(403, b"", {}), "forbidden"),
        (Said(404, b"", {}), "not_found"),
        (Said(413, b"", {}), "too_large"),
        (Said(400, b"error at 1:8: expected SELECT", {"Content-Type": "text/plain"}), "not_understood"),
        (Said(500, b"disk full", {"Content-Type": "text/plain"}), "other_status"),
        (Said(418, b"<h1>teapot</h1>", {"Content-Type": "text/html"}), "other_status"),
        (HTML, "html"),
        (Said(200, HTML.body, {"Content-Type": JSON}), "broken_results"),
        (Said(200, b"<sparql/>", {"Content-Type": "application/sparql-results+xml"}), "other_type"),
        (Said(200, CUT), "broken_results"),
        (Said(200, CUT[:40]), "broken_results"),
        (Said(200, b""), "broken_results"),
        (Said(200, b"{}"), "broken_results"),
        (Said(200, b'{"head":{},"boolean":true}'), "not_rows"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_each_failure_has_its_sentence(said: Said, key: str, environ: dict[str, str]) -> None:
    with service(said) as fake, pytest.raises(RemoteError) as failed:
        asked(fake.address, environ)
    assert failed.value.key == key
    for text in (failed.value.th, failed.value.en):
        assert "127.0.0.1" in text
        assert "\n" not in text


@BOTH
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_answer_from_another_address_is_not_taken(status: int, environ: dict[str, str]) -> None:
    with service(Said()) as other:
        moved = Said(status, b"", {"Location": other.address})
        with service(moved) as fake, pytest.raises(RemoteError) as failed:
            asked(fake.address, environ)
    assert failed.value.key == "redirected"
    assert other.address in failed.value.th


@BOTH
def test_what_the_service_says_against_a_query_reaches_the_user(environ: dict[str, str]) -> None:
    said = Said(400, "ผิดที่บรรทัด 1".encode(), {"Content-Type": "text/plain"})
    with service(said) as fake, pytest.raises(NotUnderstood, match="ผิดที่บรรทัด 1"):
        asked(fake.address, environ)


def test_a_row_is_no_yes() -> None:
    with service(Said()) as fake, pytest.raises(RemoteError) as failed:
        truth(client(fake.address).query("ASK {}", accept=JSON))
    assert failed.value.key == "not_boolean"


@BOTH
@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_busy_service_is_asked_again_and_then_given_up(status: int, environ: dict[str, str]) -> None:
    slept: list[float] = []
    with service(Said(status, b"", {})) as fake, pytest.raises(RemoteError) as failed:
        asked(fake.address, environ, slept)
    assert failed.value.key == "busy"
    assert slept == list(PAUSES)
    assert len(fake.asked) == len(PAUSES) + 1


@BOTH
def test_a_service_that_comes_back_answers_and_says_how_long_to_wait(environ: dict[str, str]) -> None:
    slept: list[float] = []
    with service(Said(503, b"", {"Retry-After": "7"}), Said(502, b"", {"Retry-After": "9999"}), Said()) as fake:
        assert asked(fake.address, environ, slept) == 1
    assert slept == [7.0, 30.0]


@BOTH
def test_nobody_listening_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(RemoteError) as failed:
        asked(f"http://127.0.0.1:{free_port()}/sparql", environ)
    assert failed.value.key == "refused"


@BOTH
def test_an_unknown_host_is_named(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(RemoteError) as failed:
        asked("https://sparql.nowhere.invalid/sparql", environ)
    assert failed.value.key == "unknown_host"
    assert "sparql.nowhere.invalid" in failed.value.th


@BOTH
def test_no_connection_in_time_is_said(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(self: socket.socket, address: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket.socket, "connect", hangs)
    with pytest.raises(RemoteError) as failed:
        asked("https://192.0.2.1/sparql", environ, connect=0.05)
    assert failed.value.key == "time_out_connect"


@BOTH
def test_no_answer_in_time_is_said(environ: dict[str, str]) -> None:
    def slow(request: Asked) -> Said:
        time.sleep(1.6)
        return Said()

    with service(slow) as fake, pytest.raises(RemoteError) as failed:
        asked(fake.address, environ, read=1)
    assert failed.value.key == "time_out_read"
    assert "PLANGRAPH_STORE_TIMEOUT" in failed.value.en


@pytest.fixture
def broken_off() -> Iterator[str]:
    """A server that promises more than it sends."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", JSON)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(CUT)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@BOTH
def test_a_connection_that_breaks_is_no_answer(environ: dict[str, str], broken_off: str) -> None:
    with pytest.raises(RemoteError) as failed:
        asked(broken_off, environ)
    assert failed.value.key == "broken_off"


@pytest.fixture
def untrusted(tmp_path: Path) -> Iterator[str]:
    """A TLS server whose handshake nobody can finish: it has no certificate."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def run() -> None:
        listening.settimeout(0.05)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        while not stop.is_set():
            try:
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(1)
                    context.wrap_socket(connection, server_side=True)
            except OSError:
                continue

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listening.getsockname()[1]}/sparql"
    stop.set()
    thread.join()
    listening.close()


@BOTH
def test_failing_tls_is_told_from_other_failures(environ: dict[str, str], untrusted: str) -> None:
    with pytest.raises(RemoteError) as failed:
        asked(untrusted, environ)
    assert failed.value.key == "tls"


@pytest.mark.parametrize("given", ["soon", "0", "-3", "nan"])
def test_a_time_out_that_is_no_number_is_named(given: str) -> None:
    with pytest.raises(RemoteError) as failed:
        Client(Endpoints.of("http://127.0.0.1/"), environ={"PLANGRAPH_STORE_TIMEOUT": given})
    assert failed.value.key == "bad_time_out"


def test_every_sentence_is_there_in_both_languages_and_errors_travel_between_processes() -> None:
    known = sentences("remote")
    assert len(known) > 35
    assert all(set(each) == {"th", "en"} for each in known.values())
    error = NotUnderstood("not_understood", host="h", reason="r")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own
    assert (type(again), again.th, again.en) == (NotUnderstood, error.th, error.en)


@pytest.mark.parametrize(
    "command", [["check", "--all"], ["coverage"], ["search", "อบรม"], ["audit"], ["query", "-e", "ASK {}"]]
)
def test_commands_say_in_one_line_why_a_service_does_not_answer(command: list[str], tmp_path: Path) -> None:
    with service(HTML) as fake:
        done = plangraph(*command, "--store", fake.address, home=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert "ได้หน้าเว็บ" in line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--store", "folder"], "https://"),
        (["--store", "http://127.0.0.1:1/", "--into", "x"], "--into"),
        (["--update", "http://127.0.0.1:1/"], "--store"),
        (["--store", "file:///tmp/x"], "https://"),
        (["--store", f"http://127.0.0.1:{free_port()}/"], "refused"),
    ],
)
def test_a_build_into_nothing_is_refused_in_one_line(arguments: list[str], word: str, tmp_path: Path) -> None:
    done = plangraph("--lang", "en", "build", *arguments, home=tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert word in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())
