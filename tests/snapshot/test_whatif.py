"""What a change would do to the coverage is what it does when the graph is built with it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chains_fixture import DIGITAL, MINING, iri, link, project
from plangraph.coverage import Coverage, survey
from plangraph.snapshot.store import SnapshotStore
from plangraph.snapshot.whatif import WhatIf
from plangraph.store import GraphStore
from plangraph.whatif import Change, PartStays, UnknownElement, effects, move
from snapshot_fixture import Drawn, Pair, graphs, pair

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def with_budget(path: str) -> str:
    """Turtle of a project with one table line."""
    line = f"<{path}/b> a pg:BudgetLine ; pg:amount 5 ; pg:figureFrom pg:strategyTable .\n"
    return project(path, "โครงการ ก", more=f"; pg:hasBudgetLine <{path}/b>") + line


def changed(before: SnapshotStore, after: Pair) -> dict[str, tuple[Coverage, Coverage]]:
    """The elements whose coverage two graphs disagree on."""
    pairs = zip(survey(before).elements, survey(after.sparql).elements, strict=True)
    return {old.element.id: (old, new) for old, new in pairs if old != new}


def foreseen(store: SnapshotStore, *changes: Change) -> dict[str, tuple[Coverage, Coverage]]:
    return {effect.element.id: (effect.before, effect.after) for effect in WhatIf(store.covering).effects(changes)}


@few
@given(graphs(), st.data())
def test_adding_a_link_to_a_random_graph(drawn: Drawn, data: st.DataObject) -> None:
    nodes = sorted({end for source, target, _ in drawn.links for end in (source, target)}) or ["plan0", "e0"]
    source, target = data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes))
    strong = data.draw(st.booleans())
    store = pair(drawn.turtle(), names_too=False).columns
    more = link(source, target, "confirmed" if strong else "tabulated")
    expected = changed(store, pair(drawn.turtle() + "\n" + more, names_too=False))
    assert foreseen(store, Change("add", iri(source), iri(target), strong)) == expected


@few
@given(graphs().filter(lambda drawn: bool(drawn.links)), st.data())
def test_taking_a_link_away_from_a_random_graph_or_moving_it(drawn: Drawn, data: st.DataObject) -> None:
    source, former, _ = data.draw(st.sampled_from(drawn.links))
    target = data.draw(st.sampled_from([target for _, target, _ in drawn.links]))
    store = pair(drawn.turtle(), names_too=False).columns
    without = drawn.turtle(without=(source, former))
    expected = changed(store, pair(without, names_too=False))
    parts = [part for part in (former, target) if f"<{source}> pg:partOf <{part}>" in drawn.turtle()]
    if not parts:  # what is a part of what is no link: it stays
        assert foreseen(store, Change("remove", iri(source), iri(former))) == expected
        moved = pair(without + "\n" + link(source, target, "stated"), names_too=False)
        assert foreseen(store, *move(iri(source), iri(former), iri(target))) == changed(store, moved)


@few
@given(graphs().filter(lambda drawn: bool(drawn.links)), st.data())
def test_columns_foresee_what_sparql_foresees(drawn: Drawn, data: st.DataObject) -> None:
    """Several changes at once, in a graph with several parents and circles."""
    both = pair(drawn.turtle(), names_too=False)
    ends = st.sampled_from(sorted({end for source, target, _ in drawn.links for end in (source, target)}))
    change = st.builds(Change, st.sampled_from(("add", "remove")), ends.map(iri), ends.map(iri), st.booleans())
    changes = data.draw(st.lists(change, min_size=1, max_size=4))
    assert foretold(both.columns, changes) == foretold(both.sparql, changes)


def foretold(store: GraphStore, changes: list[Change]) -> object:
    """What is foreseen, or what is refused."""
    try:
        return effects(store, changes)
    except (PartStays, UnknownElement) as refused:
        return str(refused)


def test_what_is_added_is_not_handed_down_over_what_is_taken_away() -> None:
    turtle = "".join(f'<{x}> a pg:SubPlan ; rdfs:label "{x}"@th ; pg:planLevel 2 .\n' for x in ("A", "B", "C"))
    turtle += with_budget("p/1") + link("p/1", "A", "stated") + link("A", "B", "stated")
    both = pair(turtle, names_too=False, with_chains=True)
    changes = [Change("remove", iri("A"), iri("B")), Change("add", iri("B"), iri("C"))]
    assert [effect.element.id for effect in effects(both.sparql, changes)] == [iri("B")]
    assert effects(both.columns, changes) == effects(both.sparql, changes)


def test_a_part_does_not_leave_its_whole() -> None:
    both = pair(with_chains=True, names_too=False)
    change = Change("remove", iri("master-plan-2566/18/sub-plan/1801"), iri("master-plan-2566/18"))
    for store in (both.columns, both.sparql):
        with pytest.raises(PartStays, match="1801"):
            effects(store, [change])


@pytest.fixture(scope="module")
def lampang() -> SnapshotStore:
    return pair(with_chains=True, names_too=False).columns


def test_confirming_a_weak_link_makes_its_projects_strong(lampang: SnapshotStore) -> None:
    """The mining project names milestone 10; strategy 2 it has from its plan only, until a person confirms it."""
    (effect,) = WhatIf(lampang.covering).effects([Change("add", iri(MINING), iri("national-strategy/2"))])
    assert effect.element.id == iri("national-strategy/2")
    assert (effect.before.strong.projects, effect.before.weak.projects) == (1, 8)
    assert (effect.after.strong.projects, effect.after.weak.projects) == (2, 7)


def test_nothing_changes_by_what_is_there_already(lampang: SnapshotStore) -> None:
    known = Change("add", iri(DIGITAL), iri("lampang-development-plan-2566-2570/issue/3"))
    assert WhatIf(lampang.covering).effects([known]) == []


def test_a_strange_iri_is_named(lampang: SnapshotStore) -> None:
    with pytest.raises(UnknownElement, match="nowhere"):
        WhatIf(lampang.covering).effects([Change("add", iri("nowhere"), iri("national-strategy/2"))])
