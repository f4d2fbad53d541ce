"""Where the money goes: from the source of funds over the guideline to the national strategy, as a Sankey picture.

Every project stands in it once, with its one budget. It flows to the strategies that strong hops alone reach; a project
that none reaches flows to the strategies its whole plan claims, taken together, because nobody can tell which it
is. A nation has more guidelines and ends than a picture: the largest have a box each, the rest one together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from plangraph.coverage import Share
from plangraph.links import fetch_nodes
from plangraph.listing import Strength
from plangraph.web.pages.facts import labels_of

if TYPE_CHECKING:
    from plangraph.links import Node
    from plangraph.texts import Lang
    from plangraph.web.render import Words
    from plangraph.web.site import Site

BOXES: Final = 12  # of one column
WIDTH: Final = 1000
BAR: Final = 14  # width of a node
GAP: Final = 26  # between two nodes of a column; room for two lines of text
COLUMN_X: Final = (150, 400, 690)  # left edges of the bars
LETTERS: Final = (20, 30, 38)  # of a line of a label in each column
TALLEST: Final = 380  # height of all the money
THINNEST: Final = 1.5  # of a band, so that small sums stay visible


@dataclass(frozen=True, slots=True)
class End:
    """Where a project's money arrives."""

    key: str
    label: str
    strength: Strength
    iri: str | None


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the picture."""

    label: str
    lines: tuple[str, ...]
    amount: Decimal
    x: float
    y: float
    height: float
    iri: str | None
    strength: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stream between two nodes."""

    path: str
    width: float
    title: str
    strength: str


@dataclass(frozen=True, slots=True)
class Picture:
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    rows: tuple[tuple[str, str, str, Decimal, int], ...]  # source, guideline, end, baht, projects
    height: float
    cut: bool  # some boxes stand for what has none of its own


Flow = tuple[str, str, End]  # source, guideline, end
Sums = dict[Flow, tuple[Decimal, int]]


def end_of(strength: Strength, strategies: Sequence[Node], say: Words, *, by_number: bool = False) -> End:
    """Where money arrives that goes to some of the six; many sets of them are told apart by their numbers alone."""
    if strength == "none":
        return End("none", say("flow_none"), "none", None)
    if by_number and len(strategies) > 1:
        names = say("flow_numbers", numbers=", ".join(str(node.number) for node in strategies))
    else:
        names = say("flow_and").join(map(say.short_strategy, strategies))
    label = names if strength == "strong" else say("flow_claimed", names=names)
    return End(f"{strength} {label}", label, strength, strategies[0].id if len(strategies) == 1 else None)


def picture(site: Site, say: Words, lang: Lang) -> Picture | None:
    """The whole picture; None when no project has a budget."""
    streams = site.listing(lang).streams()
    if not streams:
        return None
    nodes = fetch_nodes(site.store, {iri for each in streams for iri in (*each.guidelines, *each.strategies)}, lang)
    labels = labels_of(site, {source for each in streams for source in each.sources}, lang)

    @cache
    def source(iris: tuple[str, ...]) -> str:
        return say("flow_and").join(sorted(labels.get(iri, iri) for iri in iris)) or say("flow_no_source")

    @cache
    def guideline(iris: tuple[str, ...]) -> str:
        under = sorted((nodes[iri] for iri in iris), key=lambda node: (node.plan or "", node.number or 0, node.id))
        return say("flow_and").join(say.called(node) for node in under) or say("flow_no_guideline")

    by_number = len({(each.strength, each.strategies) for each in streams}) > BOXES

    @cache
    def end(strength: Strength, strategies: tuple[str, ...]) -> End:
        return end_of(strength, [nodes[iri] for iri in strategies], say, by_number=by_number)

    sums: Sums = {}
    for each in streams:
        key = (source(each.sources), guideline(each.guidelines), end(each.strength, each.strategies))
        _add(sums, key, each.share)
    fewer = _fewer(sums, say)
    return _draw(fewer, say, cut=len(fewer) < len(sums))


def _add(sums: Sums, key: Flow, share: Share) -> None:
    baht, count = sums.get(key, (Decimal(0), 0))
    sums[key] = (baht + share.baht, count + share.projects)


def _fewer(sums: Sums, say: Words) -> Sums:
    """The same money in at most ``BOXES`` boxes a column, and one for the rest of each strength among the ends."""
    columns: list[dict[str, Decimal]] = [{}, {}, {}]
    for (source, guideline, end), (baht, _) in sums.items():
        for column, name in zip(columns, (source, guideline, end.key), strict=True):
            column[name] = column.get(name, Decimal(0)) + baht
    own = [_largest(column) for column in columns]
    counts = [say.number(len(column) - len(kept)) for column, kept in zip(columns, own, strict=True)]
    found: Sums = {}
    for (source, guideline, end), (baht, projects) in sums.items():
        key = (
            source if source in own[0] else say("flow_other_sources", count=counts[0]),
            guideline if guideline in own[1] else say("flow_other_guidelines", count=counts[1]),
            end if end.key in own[2] else _other(end.strength, say),
        )
        _add(found, key, Share(projects, baht))
    return found


def _largest(column: Mapping[str, Decimal]) -> set[str]:
    """Those with a box of their own: all of them where there is room."""
    room = BOXES if len(column) <= BOXES else BOXES - 1
    return set(sorted(column, key=lambda name: (-column[name], name))[:room])


def _other(strength: Strength, say: Words) -> End:
    return End(f"{strength} …", say(f"flow_other_{strength}"), strength, None)


# --- drawing ---------------------------------------------------------------------------------------------------------


def _draw(sums: Sums, say: Words, *, cut: bool) -> Picture:
    total = sum((baht for baht, _ in sums.values()), Decimal(0))
    scale = TALLEST / float(total)
    columns: list[dict[str, Decimal]] = [{}, {}, {}]
    ends = {end.key: end for _, _, end in sums}
    rank = {"strong": 0, "weak": 1, "none": 2}
    for (source, guideline, end), (baht, _) in sums.items():
        for column, key in zip(columns, (source, guideline, end.key), strict=True):
            column[key] = column.get(key, Decimal(0)) + baht
    ordered = [
        sorted(columns[0], key=lambda key: -columns[0][key]),
        sorted(columns[1]),
        sorted(columns[2], key=lambda key: (rank[ends[key].strength], ends[key].label)),
    ]
    boxes: list[dict[str, Box]] = []
    for at, keys in enumerate(ordered):
        y, made = 10.0, {}
        for key in keys:
            height = max(THINNEST, float(columns[at][key]) * scale)
            arrival = ends.get(key)
            label = arrival.label if arrival else key
            lines = _wrapped(label, LETTERS[at])
            made[key] = Box(
                label, lines, columns[at][key], COLUMN_X[at], y, height,
                arrival.iri if arrival else None, arrival.strength if arrival else "",
            )  # fmt: skip
            y += max(height, 18.0 * (len(lines) + 1) - GAP) + GAP
        boxes.append(made)
    bands = [*_bands(sums, boxes, (0, 1), scale, say), *_bands(sums, boxes, (1, 2), scale, say)]
    height = max(box.y + max(box.height, 18.0 * (len(box.lines) + 1)) for made in boxes for box in made.values()) + 10
    rows = sorted(
        (source, guideline, end.label, baht, count) for (source, guideline, end), (baht, count) in sums.items()
    )
    return Picture(tuple(box for made in boxes for box in made.values()), tuple(bands), tuple(rows), height, cut)


def _bands(
    sums: Sums,
    boxes: list[dict[str, Box]],
    between: tuple[int, int],
    scale: float,
    say: Words,
) -> Iterable[Band]:
    left, right = between
    flows: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (source, guideline, end), (baht, _) in sums.items():
        keys = (source, guideline, end.key)
        flows[keys[left], keys[right]] += baht
    order = {key: at for made in boxes for at, key in enumerate(made)}
    out: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    for (start, finish), baht in sorted(flows.items(), key=lambda flow: (order[flow[0][0]], order[flow[0][1]])):
        width = max(THINNEST, float(baht) * scale)
        a, b = boxes[left][start], boxes[right][finish]
        y1, y2 = a.y + out[start] + width / 2, b.y + into[finish] + width / 2
        x1, x2 = a.x + BAR, b.x
        middle = (x1 + x2) / 2
        path = f"M{x1:.1f},{y1:.1f}C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
        yield Band(path, width, f"{a.label} → {b.label}: {say.baht(baht)}", b.strength)
        out[start] += width
        into[finish] += width


def _wrapped(label: str, most: int, lines: int = 3) -> tuple[str, ...]:
    """A label on a few lines; Thai has no blanks between words, so a long one is cut where it must be."""
    if len(label) <= most:
        return (label,)
    if lines == 1:
        return (label[: _cluster(label, most - 1)] + "…",)
    cut = label.rfind(" ", 8, most + 1)
    cut = cut if cut > 0 else _cluster(label, most)
    return (label[:cut].strip(), *_wrapped(label[cut:].strip(), most, lines - 1))


def _cluster(text: str, at: int) -> int:
    """The nearest place at or before ``at`` that parts no vowel or tone mark from its consonant."""
    while at > 1 and (text[at] in "ะาำๅ" or "\u0e31" <= text[at] <= "\u0e3a" or "\u0e47" <= text[at] <= "\u0e4e"):
        at -= 1
    return at - 1 if at > 1 and text[at - 1] in "เแโใไ" else at
