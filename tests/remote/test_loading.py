"""Loading a service: beside what is there, switched at once, and nothing of others touched."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from plangraph.namespaces import GRAPH, ONTOLOGY, PG, PROPOSALS_GRAPH, PROVENANCE_GRAPH
from plangraph.opening import ontology_quads
from plangraph.remote import sending
from plangraph.remote.content import graphs_of, ontology_graph, part_of, refuse_big_integers, with_others
from plangraph.remote.errors import ForeignStore, RemoteError
from plangraph.remote.loading import Loaded, load
from plangraph.remote.lock import Lock
from plangraph.remote.marker import MARKER, SERVICE, STAGING, UNION
from plangraph.remote.store import whole_table
from plangraph.store import Row, canonical
from remote.fake import Asked, Said, engine, service
from remote.opened import client, opened
from support import plangraph

EX = "https://w3id.org/plangraph/id/"
ONE, TWO = f"{EX}plan-one", f"{EX}plan-two"


def project(plan: str, names: int = 3) -> bytes:
    graph = NamedNode(GRAPH + plan.removeprefix(EX))
    return canonical(
        Quad(NamedNode(f"{plan}/project/{at}"), NamedNode(f"{PG}number"), Literal(at), graph) for at in range(names)
    )


def proposal(plan: str, name: str) -> bytes:
    graph, node = NamedNode(PROPOSALS_GRAPH), NamedNode(f"{EX}alignment/{name}")
    return canonical(
        [
            Quad(node, NamedNode(f"{PG}from"), NamedNode(f"{plan}/project/1"), graph),
            Quad(node, NamedNode(f"{PG}score"), Literal(1), graph),
        ]
    )


def names(store: Store) -> set[str]:
    return {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}


def loaded(address: str, *texts: bytes, plans: tuple[str, ...] = (ONE,), exactly: bool = False) -> Loaded:
    return load(client(address), texts, plans, exactly=exactly, dead=0.0)


def test_a_load_leaves_its_graphs_the_union_and_the_marker_and_nothing_else() -> None:
    store = Store()
    with service(engine(store)) as fake:
        done = loaded(fake.address, project(ONE), proposal(ONE, "a"))
        key = opened(fake.address).load
    assert (done.graphs, done.sent, done.others) == (3, 3, ())
    assert key
    assert names(store) == {GRAPH + "plan-one", PROPOSALS_GRAPH, ONTOLOGY, MARKER, key.union}


def test_the_same_build_again_sends_nothing() -> None:
    with service(engine(Store())) as fake:
        loaded(fake.address, project(ONE))
        before = len(fake.asked)
        assert loaded(fake.address, project(ONE)).sent == 0
        updates = [asked.form["update"][0] for asked in fake.asked[before:] if "update" in asked.form]
    assert all("loading" in update for update in updates), "only the lock is taken and given back"


def test_only_what_changed_is_sent_and_damage_is_mended() -> None:
    store = Store()
    with service(engine(store)) as fake:
        loaded(fake.address, project(ONE), proposal(ONE, "a"))
        assert loaded(fake.address, project(ONE, 4), proposal(ONE, "a")).sent == 1
        graph = NamedNode(GRAPH + "plan-one")
        store.remove(next(iter(store.quads_for_pattern(None, None, None, graph))))
        assert loaded(fake.address, project(ONE, 4), proposal(ONE, "a")).sent == 1
        assert len(opened(fake.address).select(f"SELECT ?s {{ ?s <{PG}number> ?n }}")) == 4


def test_foreign_graphs_and_the_default_graph_stay_as_they_are() -> None:
    store = Store()
    kept = [
        Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:foreign")),
        Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")),
    ]
    store.extend(kept)
    with service(engine(store)) as fake:
        loaded(fake.address, project(ONE))
        loaded(fake.address, project(TWO), plans=(TWO,), exactly=True)
        loaded(fake.address, project(TWO, 5), plans=(TWO,), exactly=True)
    assert all(quad in store for quad in kept)
    assert GRAPH + "plan-one" not in names(store)


def test_other_documents_and_their_proposals_stay() -> None:
    with service(engine(Store())) as fake:
        loaded(fake.address, project(ONE), proposal(ONE, "a"))
        done = loaded(fake.address, project(TWO), proposal(TWO, "b"), plans=(TWO,))
        assert done.others == (GRAPH + "plan-one",)
        store = opened(fake.address)
        query = f"SELECT ?x {{ GRAPH <{PROPOSALS_GRAPH}> {{ ?x <{PG}from> ?p }} }} ORDER BY ?x"
        assert [row["x"].value for row in store.select(query)] == [f"{EX}alignment/a", f"{EX}alignment/b"]
        loaded(fake.address, project(ONE), plans=(ONE,))
        assert [row["x"].value for row in opened(fake.address).select(query)] == [f"{EX}alignment/b"]
        loaded(fake.address, project(TWO), plans=(TWO,))
        assert PROPOSALS_GRAPH not in opened(fake.address).graph_names()
        assert len(opened(fake.address).select(f"SELECT ?s {{ ?s <{PG}number> ?n }}")) == 6


class Dying:
    """Lets so many updates through, then answers none."""

    def __init__(self, steps: int) -> None:
        self.left, self.switched = steps, False

    def __call__(self, asked: Asked) -> Said | None:
        update = asked.form.get("update", [""])[0]
        self.left -= bool(update)
        if self.left < 0:
            return Said(403, b"", {})
        self.switched |= "isVersionOf" in update
        return None


@pytest.mark.parametrize("steps", range(18))
def test_a_load_that_dies_at_any_step_leaves_the_former_graph_whole_and_the_next_mends_it(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TOGETHER", 1)
    store, dying = Store(), Dying(steps)
    with service(engine(store)) as fake:
        loaded(fake.address, project(ONE), proposal(ONE, "a"))
    with service(engine(store, before=dying)) as fake, pytest.raises(RemoteError):
        loaded(fake.address, project(ONE, 7), proposal(ONE, "b"), project(TWO), plans=(ONE, TWO))
    with service(engine(store)) as fake:
        found = opened(fake.address).select(f"SELECT ?s {{ ?s <{PG}number> ?n }}")
        assert len(found) == (10 if dying.switched else 3)
        loaded(fake.address, project(ONE, 7), proposal(ONE, "b"), project(TWO), plans=(ONE, TWO))
        loaded(fake.address, project(ONE, 8), proposal(ONE, "b"), project(TWO), plans=(ONE, TWO))
        assert len(opened(fake.address).select(f"SELECT ?s {{ ?s <{PG}number> ?n }}")) == 11
    assert [name for name in names(store) if name.startswith((STAGING, SERVICE))] == [MARKER]
    assert len([name for name in names(store) if name.startswith(UNION)]) == 2, "the one that answers and the former"


def test_a_load_that_lost_triples_is_not_switched_to() -> None:
    def loses(asked: Asked) -> Said | None:
        update = asked.form.get("update", [""])[0]
        return Said(204, b"", {}) if "INSERT DATA" in update and STAGING in update and "/2/" not in update else None

    with service(engine(Store(), before=loses)) as fake, pytest.raises(RemoteError) as failed:
        loaded(fake.address, project(ONE))
    assert failed.value.key == "short_load"
    assert failed.value.values["found"] == 0


def test_triples_are_sent_in_batches_an_engine_can_take() -> None:
    with service(engine(Store(), name="Virtuoso/07.20")) as fake:
        loaded(fake.address, project(ONE, 1201))
        sent = [asked.form["update"][0] for asked in fake.asked if "update" in asked.form]
    sizes = [update.count(" .\n") for update in sent if "INSERT DATA" in update]
    assert max(sizes) == 500
    assert sum(sizes) > 1201


def test_two_loads_at_once_wait_for_each_other() -> None:
    store = Store()
    heard: list[str] = []

    def tell(key: str, **values: object) -> None:
        heard.append(key)

    with service(engine(store)) as fake:
        first = Lock(client(fake.address), lambda text: _rows(fake.address, text), "127.0.0.1")
        first.take(lambda seconds: None)
        timer = threading.Timer(0.5, first.give_back)
        timer.start()
        load(client(fake.address), [project(ONE)], [ONE], tell=tell)
        timer.join()
    assert heard[0] == "waiting"
    assert "joining" in heard


def _rows(address: str, text: str) -> list[Row]:
    return whole_table(client(address), text, ())[1]


def test_a_lock_that_was_taken_over_stops_its_load() -> None:
    with service(engine(Store())) as fake:
        first = Lock(client(fake.address), lambda text: _rows(fake.address, text), "h", sleep=lambda s: None)
        second = Lock(client(fake.address), lambda text: _rows(fake.address, text), "h", dead=3, sleep=lambda s: None)
        first.take(lambda seconds: None)
        second.take(lambda seconds: None)
        with pytest.raises(RemoteError) as lost:
            first.move()
    assert lost.value.key == "lost_lock"


def test_another_layout_on_the_service_is_not_read_as_ours() -> None:
    store = Store()
    with service(engine(store)) as fake:
        loaded(fake.address, project(ONE))
        store.update(
            'DELETE { GRAPH ?g { ?s ?p "1" } } INSERT { GRAPH ?g { ?s ?p "99" } } '
            'WHERE { GRAPH ?g { ?s ?p "1" FILTER(STRENDS(STR(?p), "schemaVersion")) } }'
        )
        with pytest.raises(ForeignStore) as other:
            opened(fake.address)
    assert other.value.key == "other_layout"


def test_shared_graphs_keep_what_other_plans_say_and_drop_inputs_nobody_names() -> None:
    def made(plan: str, digest: str) -> bytes:
        graph, source = NamedNode(PROVENANCE_GRAPH), NamedNode(f"{EX}input/{digest}")
        return canonical(
            [
                Quad(NamedNode(GRAPH + plan), NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom"), source, graph),
                Quad(source, NamedNode(f"{PG}sha256"), Literal(digest), graph),
            ]
        )

    there = graphs_of([canonical([*_quads(made("one", "old")), *_quads(made("two", "other"))])])[PROVENANCE_GRAPH]
    ours = graphs_of([made("one", "new")])[PROVENANCE_GRAPH]
    merged = with_others(ours, there, [ONE]).decode()
    assert "input/new" in merged
    assert "input/other" in merged
    assert "old" not in merged


def _quads(nquads: bytes) -> list[Quad]:
    store = Store()
    from pyoxigraph import RdfFormat

    store.load(nquads, RdfFormat.N_QUADS)
    return list(store)


def test_the_ontology_goes_without_blank_nodes_and_always_the_same() -> None:
    ntriples = ontology_graph()
    assert b"_:" in ontology_quads()
    assert b"_:" not in ntriples
    assert ntriples == ontology_graph()
    assert ntriples.count(b"\n") == ontology_quads().count(b"\n")
    assert b"/.well-known/genid/" in ntriples


@pytest.mark.parametrize(("value", "fits"), [(2**63 - 1, True), (2**63, False), (-(2**63) - 1, False), (10**30, False)])
def test_integers_that_virtuoso_would_change_stop_the_load(value: int, fits: bool) -> None:
    quad = Quad(NamedNode(f"{EX}x"), NamedNode(f"{PG}amount"), _integer(value), NamedNode(GRAPH + "one"))
    graphs = graphs_of([canonical([quad])])
    refuse_big_integers(graphs, 0)
    if fits:
        refuse_big_integers(graphs, 64)
        return
    with pytest.raises(RemoteError) as refused:
        refuse_big_integers(graphs, 64)
    assert refused.value.values["value"] == str(abs(value))


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def test_a_line_without_a_graph_is_refused() -> None:
    with pytest.raises(SyntaxError):
        graphs_of([b'<urn:a> <urn:b> "c" .\n'])
    assert part_of(b"<urn:a> <urn:b> <urn:c> .\n").triples == 1


def test_a_build_to_a_service_says_what_it_sent_and_what_stays(tmp_path: Path) -> None:
    store = Store()
    with service(engine(store)) as fake:
        first = plangraph("--lang", "en", "build", "--store", fake.address, home=tmp_path)
        loaded(fake.address, project(TWO), plans=(TWO,))
        again = plangraph("--lang", "en", "build", "--store", fake.address, home=tmp_path)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert fake.address in first.stdout
    assert "loading https://w3id.org/plangraph/id/graph/lampang-industry-action-plan-2570" in first.stderr
    assert "plan-two" in again.stderr
    assert "nothing was loaded" in again.stderr
