"""Where cards stand: lanes apart, rows wrapped, nothing on top of anything, few crossings, always the same."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.outputs.layout import CARD, PITCH, Slot, Tie, arrange, crossings, natural, order

LANES = ("level1", "level2", "own")


def slots(*sizes: int) -> list[Slot]:
    """One band for each size, three bands to a lane."""
    return [
        Slot(f"{band}.{at}", LANES[min(band // 3, 2)], band) for band, size in enumerate(sizes) for at in range(size)
    ]


def ladder(rungs: int) -> tuple[list[Slot], list[Tie]]:
    """Two bands whose nodes are tied one to one, in a shuffled order of names."""
    below = list(range(rungs))
    random.Random(4).shuffle(below)  # noqa: S311  # no secret
    return slots(rungs, rungs), [Tie(f"1.{low}", f"0.{high}") for high, low in enumerate(below)]


def test_a_ladder_untangles_completely() -> None:
    """Links that need not cross do not: 30 shuffled pairs come to stand above each other."""
    cards, ties = ladder(30)
    tangled = arrange(cards, aspect=40).places
    assert crossings(tangled, ties) > 100
    assert crossings(arrange(order(cards, ties), aspect=40).places, ties) == 0


@pytest.mark.parametrize("seed", range(5))
def test_ordering_never_lengthens_links(seed: int) -> None:
    """Random links between three bands cross less after ordering than in the order of their names."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    cards = slots(12, 18, 25)
    ties = [Tie(f"2.{at}", f"1.{chance.randrange(18)}") for at in range(25)]
    ties += [Tie(f"1.{at}", f"0.{chance.randrange(12)}") for at in range(18)]
    wide = 60.0
    before, after = (crossings(arrange(each, wide).places, ties) for each in (cards, order(cards, ties)))
    assert after < before / 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 45), min_size=1, max_size=9), st.floats(0.4, 3))
def test_no_two_cards_overlap_and_lanes_hold_their_cards(sizes: list[int], aspect: float) -> None:
    found = arrange(slots(*sizes), aspect)
    places = sorted(found.places.values())
    assert len(places) == sum(sizes)
    for at, (x, y) in enumerate(places):
        near = (other for other in places[at + 1 :] if other[0] - x < CARD[0])
        assert all(abs(other[1] - y) >= CARD[1] for other in near)
    tops = [(lane.top, lane.bottom) for lane in found.lanes]
    assert all(above[1] < below[0] for above, below in pairwise(tops))
    lane_of = {lane.id: lane for lane in found.lanes}
    for slot in slots(*sizes):
        lane = lane_of[slot.lane]
        assert (
            lane.top
            <= found.places[slot.id][1] - CARD[1] // 2
            <= found.places[slot.id][1] + CARD[1] // 2
            <= lane.bottom
        )


def test_a_long_band_wraps_instead_of_growing_wide() -> None:
    """1,000 projects of one band stand in rows: the picture keeps the shape of a sheet of paper."""
    found = arrange(slots(1, 10, 40, 1000))
    assert 0.7 < found.width / found.lanes[-1].bottom < 2.5
    assert len({y for slot, (_, y) in found.places.items() if slot.startswith("3.")}) > 20


def test_the_same_nodes_in_another_order_give_the_same_picture() -> None:
    cards, ties = ladder(20)
    assert order(reversed(cards), list(reversed(ties))) == order(cards, ties)


def test_an_empty_picture_is_no_error() -> None:
    assert arrange(order([], [])).places == {}


def test_a_link_to_a_node_that_is_not_there_is_left_out() -> None:
    assert [slot.id for slot in order(slots(2), [Tie("0.0", "gone")])] == ["0.0", "0.1"]


def test_numbers_sort_as_people_count() -> None:
    assert sorted(["milestone/10", "milestone/9", "milestone"], key=natural) == [
        "milestone",
        "milestone/9",
        "milestone/10",
    ]


def test_cards_fit_their_places() -> None:
    assert CARD[0] < PITCH[0]
    assert CARD[1] < PITCH[1]
