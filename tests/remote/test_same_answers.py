"""The same answers from the embedded store, Oxigraph's server and Virtuoso, for the whole Lampang graph."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import httpx
import pytest

from plangraph.opening import open_graph
from plangraph.queries import Question, load_questions, run
from plangraph.query_formats import render
from remote.opened import opened
from remote.servers import Server
from support import plangraph, require

PROJECT = "https://w3id.org/plangraph/id/lampang-industry-action-plan-2570/project/3.1.1.2"
COMMANDS = {
    "check": ["check", PROJECT, "--format", "json"],
    "check --all": ["check", "--all", "--format", "json"],
    "coverage": ["coverage", "--format", "json"],
    "audit": ["audit", "--format", "json"],
    "search": ["search", "พลังงานสะอาด", "--format", "json"],
    "query": ["query", "projects_reaching_strategy", "-p", "strategy=https://w3id.org/plangraph/id/national-strategy/2"],
    "export": ["export", "nquads", "-o", "out.nq"],
    "view": ["view", "-o", "out.html"],
}  # fmt: skip
QUERIES = {
    "alignments": "CONSTRUCT { ?s ?p ?o } WHERE { ?s a pg:Alignment ; ?p ?o }",
    "graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "describe": f"DESCRIBE <{PROJECT}>",
    "ask": "ASK { ?plan pg:wasRead true }",
    "booleans": "SELECT ?plan ?read { ?plan pg:wasRead ?read } ORDER BY ?plan",
    "decimals": "SELECT ?line ?amount { ?line pg:amount ?amount } ORDER BY ?amount ?line",
    "long texts": "SELECT ?text { ?p pg:exactText ?text } ORDER BY DESC(?text)",
}
QUESTIONS = load_questions()


@lru_cache(maxsize=1)
def home(folder: Path) -> Path:
    """A data folder with a build of this version of the sources."""
    done = plangraph("build", home=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return home(tmp_path_factory.mktemp("embedded"))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_commands_answer_the_same(command: list[str], lampang: Server, built: Path, tmp_path: Path) -> None:
    found: list[tuple[int, str, dict[str, bytes]]] = []
    for store, env in ((str(built), {}), (lampang.query, lampang.env)):
        work = tmp_path / str(len(found))
        work.mkdir()
        done = plangraph(*command, "--store", store, home=built, cwd=work, env=env)
        assert done.returncode in {0, 1}, done.stderr
        found.append((done.returncode, done.stdout, {path.name: path.read_bytes() for path in work.iterdir()}))
    assert found[0] == found[1]
    assert found[0][1] or found[0][2]


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_queries_of_users_answer_the_same(text: str, lampang: Server, built: Path) -> None:
    form = "ntriples" if text.startswith(("CONSTRUCT", "DESCRIBE")) else "csv"
    command = ["query", "-e", text, "--format", form, "--store"]
    ours = plangraph(*command, str(built), home=built)
    theirs = plangraph(*command, lampang.query, home=built, env=lampang.env)
    assert ours.stdout
    assert theirs.stdout == ours.stdout, theirs.stderr


def answers(question: Question, params: dict[str, str], store: object) -> str:
    return render(run(store, question, params), "json")  # type: ignore[arg-type]


def test_every_bundled_question_answers_the_same(lampang: Server, built: Path) -> None:
    ours, theirs = open_graph(str(built)), opened(lampang)
    for question in QUESTIONS:
        every = {each.name: each.example for each in question.parameters}
        needed = {each.name: each.example for each in question.parameters if each.required}
        for params in (every, needed):
            assert answers(question, params, theirs) == answers(question, params, ours), (question.name, params)
    assert len(QUESTIONS) > 35


PAGES = (
    "/coverage",
    "/id/national-strategy/2",
    "/sparql?query=SELECT+*+%7B+%3Fs+a+pg:Plan+%7D+ORDER+BY+%3Fs",
    "/sparql?query=ASK+%7B+%3Fs+a+pg:Plan+%7D&default-graph-uri=https%3A%2F%2Fw3id.org%2Fplangraph%2Fid%2Fgraph%2Fproposals",
)


@contextmanager
def site(store: str, home: Path, env: Mapping[str, str]) -> Iterator[str]:
    """A running ``plangraph serve``: its address."""
    command = [sys.executable, "-m", "plangraph", "--lang", "en", "serve", "--port", "0", "--store", store]
    environ = {**os.environ, "PLANGRAPH_HOME": str(home), **env}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environ, encoding="utf-8") as process:
        try:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            found = (re.search(r"(?<=open at )http://127\.0\.0\.1:\d+", line) for line in lines)
            yield next(match[0] for match in found if match)
        finally:
            process.terminate()


def test_the_site_shows_the_same_pages(lampang: Server, built: Path) -> None:
    require("module:starlette")
    with site(str(built), built, {}) as ours, site(lampang.query, built, lampang.env) as theirs:
        for page in PAGES:
            assert fetched(theirs + page) == fetched(ours + page)


def fetched(address: str) -> object:
    """A page, or results without the order of their columns."""
    answer = httpx.get(address, headers={"Accept": "text/html, application/sparql-results+json"}, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json() if "json" in answer.headers["content-type"] else answer.text
