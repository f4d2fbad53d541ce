"""The two real servers, each started once, with the Lampang graph loaded by ``plangraph build --store``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from remote.opened import OPENED
from remote.servers import Server, oxigraph, oxigraph_program, virtuoso
from support import plangraph, require


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own credentials or proxies reach a test."""
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"PLANGRAPH_STORE_{name}", raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    """Connections that a test opened are closed with it."""
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Oxigraph's server, empty."""
    if oxigraph_program() is None:
        require("oxigraph")
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Virtuoso 7, empty."""
    require("virtuoso-t")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def oxigraph_lampang(oxigraph_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Oxigraph's server with the bundled graph, loaded by the Graph Store Protocol."""
    loaded(oxigraph_server, tmp_path_factory.mktemp("home"), "--graph-store", oxigraph_server.graph_store)
    return oxigraph_server


@pytest.fixture(scope="session")
def virtuoso_lampang(virtuoso_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Virtuoso with the bundled graph, loaded by updates."""
    loaded(virtuoso_server, tmp_path_factory.mktemp("home"))
    return virtuoso_server


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two servers."""
    found = request.getfixturevalue(f"{request.param}_server")
    assert isinstance(found, Server)
    return found


@pytest.fixture(params=["oxigraph", "virtuoso"])
def lampang(request: pytest.FixtureRequest) -> Server:
    """Each of the two servers with the bundled graph."""
    found = request.getfixturevalue(f"{request.param}_lampang")
    assert isinstance(found, Server)
    return found


def loaded(server: Server, home: Path, *options: str, env: Mapping[str, str] | None = None) -> str:
    """Build the bundled graph into a server, and give what was said."""
    done = plangraph(
        "--lang", "en", "build", "--store", server.query, "--update", server.update, *options,
        home=home, env=server.env if env is None else env,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
