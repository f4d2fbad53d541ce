"""Where the nodes of the linkage network stand: lanes of bands, rows wrapped inside a band, few crossings.

Nothing moves by itself: the same nodes and links always give the same picture. The order inside a band is found here;
how an order becomes rows (``arrange``) is also what ``viz/network/arrange.js`` does with the nodes that are on show
after folding or filtering, and a browser test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

CARD: Final = (240, 90)  # width and height of a card
WIDEST: Final = 400  # width of a card in a row with room to spare
ZIGZAG: Final = 300  # width of a single card that stepped aside
PITCH: Final = (262, 118)  # least distance of the middles of two cards, across and down
LANE_PAD: Final = 26  # from the edge of a lane to its cards
LANE_GAP: Final = 20  # between two lanes
ASPECT: Final = 1.55  # width to height that is aimed at: a sheet of A3, a wide screen
MOST_COLUMNS: Final = 40
SWEEPS: Final = 12  # passes over all bands; later ones no longer help


@dataclass(frozen=True, slots=True)
class Slot:
    """A node and the band it must stand in; bands count from the top, through all lanes."""

    id: str
    lane: str
    band: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two nodes that should stand above each other, and how much so."""

    source: str
    target: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane as drawn: its upper and lower edge."""

    id: str
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Middles of the cards, and the lanes around them."""

    places: dict[str, tuple[int, int]]
    lanes: tuple[Lane, ...]
    width: int


def order(slots: Iterable[Slot], ties: Iterable[Tie]) -> list[Slot]:
    """Every slot, band by band, in an order with short links and so few crossings.

    Each pass puts a node at the mean place of its neighbours (barycentre), downwards and upwards in turn; of all passes
    the one with the shortest links is kept.
    """
    bands = _bands(slots)
    rank = {slot.id: at for at, slot in enumerate(slot for band in bands for slot in band)}
    beside = _neighbours(ties, {slot.id for band in bands for slot in band})
    best, shortest = bands, _length(bands, beside)
    for sweep in range(SWEEPS):
        bands = _swept(bands, beside, rank, upwards=sweep % 2 == 1)
        if (length := _length(bands, beside)) < shortest:
            best, shortest = bands, length
    return [slot for band in best for slot in band]


def arrange(ordered: Sequence[Slot], aspect: float = ASPECT) -> Arrangement:
    """Rows of cards: as many columns as bring the picture nearest to ``aspect``, spread over the width of the lanes.

    A band of several rows is filled column by column, so that neighbours in order stay above each other.
    """
    bands = _grouped(ordered)
    if not bands:
        return Arrangement({}, (), 0)
    columns = _columns([len(band) for band in bands], len({band[0].lane for band in bands}), aspect)
    width = columns * PITCH[0]
    places: dict[str, tuple[int, int]] = {}
    lanes: list[Lane] = []
    sides = _zigzag([len(band) for band in bands], width)
    y = 0
    for at, band in enumerate(bands):
        if at == 0 or bands[at - 1][0].lane != band[0].lane:
            y += LANE_GAP if lanes else 0
            lanes.append(Lane(band[0].lane, y, y))
            y += LANE_PAD
        rows = -(-len(band) // columns)
        per_row = -(-len(band) // rows)
        for position, slot in enumerate(band):
            column, row = divmod(position, rows)
            places[slot.id] = (round((column + 0.5) * width / per_row) + sides[at], y + row * PITCH[1] + PITCH[1] // 2)
        y += rows * PITCH[1]
        if at + 1 == len(bands) or bands[at + 1][0].lane != band[0].lane:
            y += LANE_PAD
            lanes[-1] = Lane(band[0].lane, lanes[-1].top, y)
    return Arrangement(places, tuple(lanes), width)


def crossings(places: Mapping[str, tuple[int, int]], ties: Iterable[Tie]) -> int:
    """How many pairs of straight links cross, those that share an end aside. Takes the square of their number."""
    lines = [(tie.source, tie.target) for tie in ties if tie.source in places and tie.target in places]
    return sum(
        not {*first} & {*second} and _cross(*(places[end] for end in (*first, *second)))
        for at, first in enumerate(lines)
        for second in lines[:at]
    )


Point = tuple[int, int]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts names with numbers as people do: 2 before 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts)


def _bands(slots: Iterable[Slot]) -> list[list[Slot]]:
    return _grouped(sorted(slots, key=lambda slot: (slot.band, natural(slot.id))))


def _grouped(ordered: Sequence[Slot]) -> list[list[Slot]]:
    bands: list[list[Slot]] = []
    for slot in ordered:
        if not bands or bands[-1][0].band != slot.band:
            bands.append([])
        bands[-1].append(slot)
    return bands


def _columns(sizes: Sequence[int], lanes: int, aspect: float) -> int:
    """The number of columns whose picture comes nearest to ``aspect``; the smaller of two equals."""
    most = min(MOST_COLUMNS, max(sizes))
    fixed = lanes * (2 * LANE_PAD + LANE_GAP)

    def error(columns: int) -> float:
        height = fixed + PITCH[1] * sum(-(-size // columns) for size in sizes)
        return abs(columns * PITCH[0] / height - aspect)

    return min(range(1, most + 1), key=lambda columns: (error(columns), columns))


def _zigzag(sizes: Sequence[int], width: int) -> list[int]:
    """Single cards above each other step aside in turn, so that a line past one of them stays in sight."""
    step = min(3 * PITCH[0] // 4, (width - PITCH[0]) // 2)
    single = [0, *(size == 1 for size in sizes), 0]
    sides, side = [], -1
    for at in range(1, len(sizes) + 1):
        beside = single[at] and (single[at - 1] or single[at + 1])
        side = -side if beside else -1
        sides.append(side * step if beside else 0)
    return sides


def _neighbours(ties: Iterable[Tie], known: set[str]) -> dict[str, list[tuple[str, float]]]:
    beside: dict[str, list[tuple[str, float]]] = {}
    for tie in ties:
        if tie.source in known and tie.target in known and tie.weight > 0:
            beside.setdefault(tie.source, []).append((tie.target, tie.weight))
            beside.setdefault(tie.target, []).append((tie.source, tie.weight))
    return beside


def _positions(bands: Iterable[Sequence[Slot]]) -> dict[str, float]:
    """Where in its band a node stands, from 0 to 1."""
    return {slot.id: (at + 0.5) / len(band) for band in bands for at, slot in enumerate(band)}


def _swept(
    bands: list[list[Slot]],
    beside: Mapping[str, list[tuple[str, float]]],
    rank: Mapping[str, int],
    *,
    upwards: bool,
) -> list[list[Slot]]:
    swept = list(bands)
    position = _positions(bands)
    for at in reversed(range(len(bands))) if upwards else range(len(bands)):
        wanted = {slot.id: _mean(slot, position, beside) for slot in swept[at]}
        swept[at] = sorted(swept[at], key=lambda slot: (wanted[slot.id], rank[slot.id]))
        position |= _positions([swept[at]])
    return swept


def _mean(slot: Slot, position: Mapping[str, float], beside: Mapping[str, list[tuple[str, float]]]) -> float:
    near = beside.get(slot.id, [])
    total = sum(weight for _, weight in near)
    return sum(position[other] * weight for other, weight in near) / total if total else position[slot.id]


def _length(bands: Iterable[Sequence[Slot]], beside: Mapping[str, list[tuple[str, float]]]) -> float:
    position = _positions(bands)
    return sum(abs(position[one] - position[other]) * weight for one, near in beside.items() for other, weight in near)
