"""Where the money goes: from the source of funds over the guideline to the national strategy, as a Sankey picture.

Every project stands in it once, with its one budget. It flows to the strategies that strong hops alone reach; a project
that none reaches flows to the strategies its whole plan claims, taken together, because nobody can tell which it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from plangraph.described import describe, select_for, text_of
from plangraph.listing import guidelines_of, served
from plangraph.namespaces import PG, expand
from plangraph.web.pages.facts import labels_of

if TYPE_CHECKING:
    from plangraph.links import Graph
    from plangraph.texts import Lang
    from plangraph.verdicts import Judgement
    from plangraph.web.render import Words
    from plangraph.web.site import Site

Strength = Literal["strong", "weak", "none"]
WIDTH: Final = 1000
BAR: Final = 14  # width of a node
GAP: Final = 26  # between two nodes of a column; room for two lines of text
COLUMN_X: Final = (150, 400, 690)  # left edges of the bars
LETTERS: Final = (20, 30, 38)  # of a line of a label in each column
TALLEST: Final = 380  # height of all the money
THINNEST: Final = 1.5  # of a band, so that small sums stay visible
_SOURCES: Final = "SELECT ?line ?source WHERE { %s ?line <" + PG + "fundingSource> ?source }"


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


def end_of(graph: Graph, strong: Iterable[str], weak: Iterable[str], say: Words) -> End:
    """Where the money of a project arrives, from the elements it serves strongly and weakly."""
    for strength, iris in (("strong", strong), ("weak", weak)):
        nodes = sorted(
            (graph.nodes[iri] for iri in iris if graph.nodes[iri].kind == "NationalStrategy"), key=lambda node: node.id
        )
        if nodes:
            names = say("flow_and").join(say.short_strategy(node) for node in nodes)
            label = names if strength == "strong" else say("flow_claimed", names=names)
            one = nodes[0].id if len(nodes) == 1 else None
            return End(f"{strength} {label}", label, "strong" if strength == "strong" else "weak", one)
    return End("none", say("flow_none"), "none", None)


def picture(site: Site, say: Words, lang: Lang) -> Picture | None:
    """The whole picture; None when no project has a budget."""
    judgements = [each for each in site.judgements(lang) if each.project.budget]
    if not judgements:
        return None
    graph = site.graph(lang)
    reach = served(graph, [each.project for each in judgements])
    sources = _sources(site, judgements, say, lang)
    sums: dict[tuple[str, str, End], tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    for judgement in judgements:
        project = judgement.project
        under = guidelines_of(graph, project.id)
        guideline = say("flow_and").join(say.called(node) for node in under) or say("flow_no_guideline")
        strong = [iri for iri, (own, _) in reach.items() if project.id in own]
        weak = [iri for iri, (_, own) in reach.items() if project.id in own]
        key = (sources[project.id], guideline, end_of(graph, strong, weak, say))
        baht, count = sums[key]
        sums[key] = (baht + (project.budget or 0), count + 1)
    return _draw(sums, say)


def _sources(site: Site, judgements: Iterable[Judgement], say: Words, lang: Lang) -> dict[str, str]:
    facts = describe(site.store, [each.project.id for each in judgements], ("pg:hasBudgetLine",))
    lines = {
        text_of(line): project for project, found in facts.items() for line in found.get(expand("pg:hasBudgetLine"), [])
    }
    of: dict[str, set[str]] = defaultdict(set)
    for row in select_for(site.store, _SOURCES, "line", lines):
        of[lines[text_of(row["line"])]].add(text_of(row["source"]))
    labels = labels_of(site, {source for found in of.values() for source in found}, lang)
    return {
        each.project.id: say("flow_and").join(sorted(labels.get(source, source) for source in of[each.project.id]))
        or say("flow_no_source")
        for each in judgements
    }


# --- drawing ---------------------------------------------------------------------------------------------------------


def _draw(sums: Mapping[tuple[str, str, End], tuple[Decimal, int]], say: Words) -> Picture:
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
    return Picture(tuple(box for made in boxes for box in made.values()), tuple(bands), tuple(rows), height)


def _bands(
    sums: Mapping[tuple[str, str, End], tuple[Decimal, int]],
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
