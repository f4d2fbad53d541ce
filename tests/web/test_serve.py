"""``plangraph serve`` as a command, and content negotiation."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chains_fixture import built
from plangraph.web.negotiation import best
from plangraph.web.security import host_name
from support import plangraph


def test_serve_says_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    """A free port, one line with its address, an answer, and no process left behind."""
    folder = built(tmp_path / "graph")
    command = [sys.executable, "-m", "plangraph", "serve", "--port", "0", "--store", str(folder), "--lang", "en"]
    env = {**os.environ, "PLANGRAPH_HOME": str(tmp_path / "home")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", env=env) as process:
        try:
            assert process.stderr
            port = next(int(found[1]) for line in process.stderr if (found := re.search(r"127\.0\.0\.1:(\d+)/", line)))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/sparql?query=ASK%7B%7D")
            assert b"true" in connection.getresponse().read()
            connection.close()
            workers = children(process.pid)
        finally:
            process.terminate()
        assert process.wait(20) in (0, -15, 143)
    time.sleep(0.5)
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.parametrize("asked", [True, False])
def test_the_review_desk_is_off_unless_asked_for_and_its_token_is_shown_once(tmp_path: Path, asked: bool) -> None:
    folder = built(tmp_path / "graph")
    command = [sys.executable, "-m", "plangraph", "serve", "--port", "0", "--store", str(folder), "--lang", "en"]
    env = {**os.environ, "PLANGRAPH_HOME": str(tmp_path / "home")}
    more = ["--review", "--reviews", str(tmp_path / "reviews")] if asked else []
    with subprocess.Popen([*command, *more], stderr=subprocess.PIPE, encoding="utf-8", env=env) as process:
        try:
            assert process.stderr
            port = next(int(found[1]) for line in process.stderr if (found := re.search(r"127\.0\.0\.1:(\d+)/", line)))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/review")
            status = connection.getresponse().status
            connection.close()
        finally:
            process.terminate()
        rest = process.stderr.read()
    assert status == (200 if asked else 404)
    assert len(re.findall(r"token: [\w-]{32} ", rest)) == asked


def children(pid: int) -> list[str]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return listed.read_text(encoding="ascii").split() if listed.exists() else []


def test_another_address_needs_the_name_it_is_asked_by(tmp_path: Path) -> None:
    done = plangraph("serve", "--host", "0.0.0.0", "--store", built(tmp_path / "graph"), home=tmp_path / "home")  # noqa: S104
    assert (done.returncode, "--allow-host" in done.stderr) == (2, True)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = plangraph("serve", "--port", port, "--store", built(tmp_path / "graph"), home=tmp_path / "home")
    assert (done.returncode, port in done.stderr, len(done.stderr.strip().splitlines()) <= 3) == (2, True, True)


def test_a_folder_without_a_graph_is_said(tmp_path: Path) -> None:
    done = plangraph("serve", "--port", "0", "--store", tmp_path / "none", home=tmp_path / "home")
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/html;q=0.4, text/turtle;q=0.5", "text/turtle"),
        ("text/*;q=0.9, text/html;q=0.1", "text/turtle"),
        ("image/png, */*;q=0.1", "text/html"),
        ("text/html;q=0, */*", "text/turtle"),
        ("text/html;q=nonsense", None),
        ("image/png", None),
        (",;,=", None),
    ],
)
def test_the_caller_gets_what_it_likes_best(header: str | None, chosen: str | None) -> None:
    assert best(header, ("text/html", "text/turtle")) == chosen


@pytest.mark.parametrize(
    ("host", "name"),
    [("localhost:8000", "localhost"), ("[::1]:80", "::1"), ("Example.ORG.", "example.org"), ("", ""), ("[", "")],
)
def test_host_names_are_read_without_port_and_case(host: str, name: str) -> None:
    assert host_name(host) == name
