"""What a query sees, and how a built folder becomes a store."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from plangraph import __version__, opening
from plangraph.errors import DataDamaged, NoGraphHere, StoreFromElsewhere
from plangraph.namespaces import GRAPH, PROPOSALS_GRAPH, ident, pg
from plangraph.remote.errors import AddressRefused
from plangraph.store import EmbeddedStore, GraphStore, canonical, names_own_dataset
from plangraph.workspace import Marker, write_data

PLAN = NamedNode(f"{GRAPH}plan")
REFERENCE = NamedNode(f"{GRAPH}reference/strategies")
PROPOSALS = NamedNode(PROPOSALS_GRAPH)
PROJECT, STRATEGY = ident("plan/project/1"), ident("national-strategy/2")
LABEL = Quad(STRATEGY, pg("asPrinted"), Literal('ด้าน "การสร้าง\nความสามารถ" ในการแข่งขัน'), REFERENCE)
QUADS = [
    LABEL,
    Quad(STRATEGY, pg("asPrinted"), LABEL.object, PLAN),  # the same triple in two graphs
    Quad(PROJECT, pg("alignedTo"), STRATEGY, PLAN),
    Quad(ident("alignment/1"), pg("from"), PROJECT, PROPOSALS),
]
ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

Said = list[tuple[str, dict[str, Any]]]


def count(store: GraphStore, query: str = ALL) -> int:
    [row] = store.select(query)
    return int(row["n"].value)


@pytest.fixture
def store() -> EmbeddedStore:
    return EmbeddedStore.in_memory([canonical(QUADS)])


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as a build leaves it, without its store."""
    folder = tmp_path / "built"
    folder.mkdir()
    fill(folder, QUADS)
    return folder


def fill(folder: Path, quads: list[Quad], version: str = __version__) -> None:
    content = canonical(quads)
    marker = Marker(version, {"plan.nq": hashlib.sha256(content).hexdigest()})
    write_data(folder, {"plan.nq": content}, marker, use=lambda data: None)


@pytest.fixture
def said() -> tuple[Said, Callable[..., None]]:
    heard: Said = []
    return heard, lambda key, **values: heard.append((key, values))


# --- what a query sees ----------------------------------------------------------------------------------------------


def test_a_plain_query_sees_the_union_without_proposals_and_counts_a_triple_once(store: EmbeddedStore) -> None:
    assert count(store) == 2


def test_proposals_are_added_on_request() -> None:
    assert count(EmbeddedStore.in_memory([canonical(QUADS)], with_proposals=True)) == 3


def test_a_graph_is_seen_by_its_name_also_the_proposals(store: EmbeddedStore) -> None:
    assert count(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{PROPOSALS_GRAPH}> {{ ?s ?p ?o }} }}") == 1
    assert store.graph_names() == sorted([PLAN.value, PROPOSALS_GRAPH, REFERENCE.value])


def test_a_query_that_names_its_graphs_keeps_them_with_proposals() -> None:
    store = EmbeddedStore.in_memory([canonical(QUADS)], with_proposals=True)
    assert count(store, f"SELECT (COUNT(*) AS ?n) FROM <{REFERENCE.value}> WHERE {{ ?s ?p ?o }}") == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM <http://x/g> { ?s ?p ?o }", True),
        ("select * from named <http://x/g> { ?s ?p ?o }", True),
        ("SELECT * FROM pg:x { ?s ?p ?o }", True),
        ("SELECT * FROM # a comment\n <http://x/g> { ?s ?p ?o }", True),
        (r"SELECT * \u0046ROM <http://x/g> { ?s ?p ?o }", True),
        ("SELECT ?from { ?x pg:from ?from }", False),
        ("SELECT * { ?s ?p 'FROM <http://x/g>' }", False),
        ('SELECT * { ?s ?p """ " FROM <http://x/g> """ }', False),
        ("SELECT * { ?s <http://x/FROM> <y> } # FROM <http://x/g>", False),
    ],
)
def test_from_counts_only_where_it_is_syntax(query: str, expected: bool) -> None:
    assert names_own_dataset(query) is expected


def test_parameters_are_bound_as_terms_and_unbound_variables_are_absent(store: EmbeddedStore) -> None:
    rows = store.select("SELECT ?s ?o ?none WHERE { ?s ?p ?o OPTIONAL { ?o ?none ?s } }", {"s": PROJECT})
    assert rows == [{"s": PROJECT, "o": STRATEGY}]


def test_a_parameter_that_looks_like_sparql_stays_a_text(store: EmbeddedStore) -> None:
    assert store.select("SELECT ?o WHERE { ?s ?p ?o }", {"o": Literal('" } DROP ALL #')}) == []


def test_ask_and_construct_answer_and_refuse_the_other_forms(store: EmbeddedStore) -> None:
    assert store.ask("ASK { ?s ?p ?o }", {"s": PROJECT})
    assert not store.ask("ASK { ?s ?p ?o }", {"s": ident("nobody")})
    [triple] = store.construct("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o }", {"s": PROJECT})
    assert triple.subject == STRATEGY
    for call, query in [(store.select, "ASK {}"), (store.ask, ALL), (store.construct, ALL)]:
        with pytest.raises(SyntaxError, match="is no"):
            call(query)


def test_canonical_files_do_not_depend_on_order_or_repetition() -> None:
    text = canonical(QUADS)
    assert text == canonical([*reversed(QUADS), LABEL])
    assert text.count(b"\n") == len(QUADS)
    assert text.splitlines(keepends=True) == sorted(text.splitlines(keepends=True))
    assert canonical([]) == b""


# --- from a built folder to a store ---------------------------------------------------------------------------------


def test_the_store_is_prepared_once_and_holds_the_ontology(built: Path, said: tuple[Said, Callable[..., None]]) -> None:
    heard, tell = said
    store = opening.open_graph(str(built), tell=tell)
    assert store.ask("ASK { GRAPH <https://w3id.org/plangraph/ontology> { ?s ?p ?o } }")
    assert store.ask("ASK { <https://w3id.org/plangraph/ontology#Project> ?p ?o }")
    assert [key for key, _ in heard] == ["preparing", "answering_folder"]
    opening.open_graph(str(built), tell=tell)
    assert [key for key, _ in heard[2:]] == ["answering_folder"]


def test_a_store_of_other_versions_is_named_and_built_again(
    built: Path, said: tuple[Said, Callable[..., None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, tell = said
    monkeypatch.setattr(opening, "__version__", "0.0.1")
    opening.open_graph(str(built))
    monkeypatch.undo()
    assert count(opening.open_graph(str(built), tell=tell)) > 2
    named = dict(heard)["store_other_version"]
    assert named["built_by"].startswith("PlanGraph 0.0.1, pyoxigraph ")


def test_a_store_of_other_data_is_named_and_built_again(built: Path, said: tuple[Said, Callable[..., None]]) -> None:
    heard, tell = said
    opening.open_graph(str(built))
    fill(built, QUADS[:1])
    assert not opening.open_graph(str(built), tell=tell).ask("ASK { ?s ?p ?o }", {"s": PROJECT})
    assert dict(heard)["store_other_inputs"]["files"] == "plan.nq"


def test_a_data_file_edited_after_the_build_is_named_and_answers_as_edited(
    built: Path, said: tuple[Said, Callable[..., None]]
) -> None:
    heard, tell = said
    opening.open_graph(str(built))
    (built / "data" / "plan.nq").write_bytes(canonical(QUADS[:1]))
    assert not opening.open_graph(str(built), tell=tell).ask("ASK { ?s ?p ?o }", {"s": PROJECT})
    assert dict(heard)["data_edited"]["files"] == "plan.nq"


def test_inputs_that_changed_since_the_build_are_named(built: Path, said: tuple[Said, Callable[..., None]]) -> None:
    heard, tell = said
    marker = Marker("0.0.1", {}, {"reference/nesdp_13.ttl": "0" * 64, "reference/gone.ttl": "1" * 64})
    write_data(built, {}, marker, use=lambda data: None)
    opening.open_graph(str(built), tell=tell)
    assert dict(heard)["inputs_changed"]["files"] == "reference/gone.ttl, reference/nesdp_13.ttl"
    assert dict(heard)["data_other_version"]["version"] == "0.0.1"


def test_a_damaged_store_is_built_again(built: Path, said: tuple[Said, Callable[..., None]]) -> None:
    heard, tell = said
    opening.open_graph(str(built))
    [database] = built.glob(f"store/*/{opening.DATABASE}")
    (database / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    assert count(opening.open_graph(str(built), tell=tell)) > 2
    assert "store_damaged" in dict(heard)


def test_a_store_without_data_answers_only_for_the_versions_that_built_it(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening.open_graph(str(built))
    shutil.rmtree(built / "data")
    assert opening.open_graph(str(built)).ask("ASK { ?s ?p ?o }", {"s": PROJECT})
    monkeypatch.setattr(opening, "__version__", "9.9.9")
    with pytest.raises(StoreFromElsewhere, match=f"built by PlanGraph {__version__}.*this is PlanGraph 9.9.9"):
        opening.open_graph(str(built))


def test_a_data_file_that_is_no_nquads_is_named(built: Path) -> None:
    (built / "data" / "plan.nq").write_bytes(b"this is no graph\n")
    with pytest.raises(DataDamaged, match=r"plan\.nq.*run plangraph build again"):
        opening.open_graph(str(built))
    assert not list(built.glob("store/.new-*"))


def test_a_folder_without_a_graph_and_another_scheme_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoGraphHere, match="plangraph build --into"):
        opening.open_graph(str(tmp_path))
    with pytest.raises(AddressRefused):
        opening.open_graph("file:///tmp")


def test_a_folder_that_cannot_be_written_gets_its_store_in_the_home_of_the_user(
    built: Path, user_home: Path, said: tuple[Said, Callable[..., None]]
) -> None:
    heard, tell = said
    (built / "store").write_text("in the way", encoding="utf-8")  # a folder that cannot be made, also for root
    assert opening.open_graph(str(built), tell=tell).ask("ASK { ?s ?p ?o }", {"s": PROJECT})
    assert dict(heard)["store_elsewhere"]["place"] == user_home / "prepared"
    if os.name == "posix":
        assert user_home.stat().st_mode & 0o777 == 0o700


def test_only_the_newest_former_store_is_kept_for_its_readers(built: Path) -> None:
    opening.open_graph(str(built))
    reader = opening.open_graph(str(built))
    for kept in (1, 2, 3):
        fill(built, QUADS[:kept])
        opening.open_graph(str(built))
        assert reader.ask("ASK { ?s ?p ?o }", {"s": PROJECT}) or kept > 1
    assert len(list(built.glob(f"store/*/{opening.DATABASE}"))) == 2


def test_the_graph_built_last_answers_before_the_bundled_one(
    built: Path, user_home: Path, said: tuple[Said, Callable[..., None]]
) -> None:
    heard, tell = said
    shutil.copytree(built, user_home)
    opening.open_graph(tell=tell)
    assert heard[-1] == ("answering_own", {"folder": user_home})
