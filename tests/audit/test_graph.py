"""Findings in the graph: the same as the audit prints, with their lines, and nothing else answers otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit_fixture import seeded
from plangraph.audit.engine import audit
from plangraph.audit.findings import Finding
from plangraph.audit.graph import FINDINGS_GRAPH
from plangraph.build import add_findings, assemble, build
from plangraph.resources import shipped
from plangraph.store import EmbeddedStore

FOUND = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?key ?severity ?title (GROUP_CONCAT(STR(?line); separator=" ") AS ?lines) WHERE {
  { SELECT DISTINCT ?finding ?line WHERE { ?finding a pg:Finding ; pg:evidence/pg:firstLine ?line } ORDER BY ?finding ?line }
  ?finding pg:findingKey ?key ; pg:severity ?severity ; pg:inPlan ?plan ; rdfs:label ?title . ?plan pg:wasRead true
  FILTER(LANG(?title) = "th")
} GROUP BY ?key ?severity ?title"""  # noqa: E501
FILE = f"{FINDINGS_GRAPH.value.rpartition('/')[2]}.nq"


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan whose words contradict its digits, and one figure of which has no unit."""
    path = tmp_path_factory.mktemp("plan") / "nan-industry-action-plan-2571.txt"
    changes = (("(สามแสนบาท", "(สามแสนหนึ่งหมื่นบาท"), ("๓๐๐,๐๐๐ บาท (", "๓๐๐,๐๐๐ ("))
    path.write_text(seeded(changes), encoding="utf-8")
    return path


def stored(path: Path) -> tuple[EmbeddedStore, list[Finding]]:
    """The graph with its findings, and what the audit finds without them."""
    assembly = assemble([path])
    plain = audit(EmbeddedStore.in_memory(assembly.files.values())).findings
    assert add_findings(assembly) == len(plain)
    return EmbeddedStore.in_memory(assembly.files.values()), plain


def test_sparql_sees_what_the_audit_prints(damaged: Path) -> None:
    """Key, severity, title and every line, without naming the graph."""
    store, plain = stored(damaged)
    rows = store.select(FOUND)
    assert {row["key"].value for row in rows} == {each.key for each in plain}
    assert {row["severity"].value.rpartition("#")[2] for row in rows} == {"high", "low"}
    lines = {row["key"].value: {int(line) for line in row["lines"].value.split()} for row in rows}
    assert lines == {each.key: set(each.lines) for each in plain}


def test_every_finding_of_the_lampang_plan_shows_its_lines() -> None:
    """No line of a finding is without a passage that quotes it."""
    store, plain = stored(shipped("graph", "sources") / "lampang-industry-action-plan-2570" / "source.txt")
    lines = {row["key"].value: {int(line) for line in row["lines"].value.split()} for row in store.select(FOUND)}
    assert lines == {each.key: set(each.lines) for each in plain}


def test_findings_do_not_change_what_is_found(damaged: Path) -> None:
    """A graph with findings in it is audited as one without."""
    store, plain = stored(damaged)
    assert audit(store).findings == plain


def test_the_default_build_has_no_findings_and_two_builds_are_equal(damaged: Path, tmp_path: Path) -> None:
    """The committed graph stays as it is; with --findings the same bytes come out every time."""
    build([damaged], tmp_path / "plain")
    assert not (tmp_path / "plain" / "data" / FILE).exists()
    texts = []
    for name in ("one", "two"):
        build([damaged], tmp_path / name, findings=True)
        texts.append((tmp_path / name / "data" / FILE).read_bytes())
    assert texts[0] == texts[1]
    assert texts[0].count(b"ontology#Finding>") == 2
