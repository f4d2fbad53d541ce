"""A document: its text line by line, every passage that something was read from marked, with what was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from plangraph.described import describe, first, label_of, number, text_of
from plangraph.links import node_of
from plangraph.namespaces import PG, expand
from plangraph.pointing import pointing
from plangraph.web.paging import cut
from plangraph.web.render import Words, language_of, page, path_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.texts import Lang
    from plangraph.web.site import Site

_PLACE: Final = re.compile(r"/passage/(\d+)\.(\d+)-(\d+)\.(\d+)$")
_RANGE: Final = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")
READINGS_SHOWN: Final = 40  # of one stretch of text
LINES_SHOWN: Final = 4_000  # of a document on one page


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line under the same passages; ``readings`` are numbers of what was read from it."""

    text: str
    readings: tuple[int, ...] = ()
    link: bool = False  # a link relies on it


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was read from a passage."""

    kind: str
    label: str
    path: str
    link: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A whole document ready to show."""

    label: str
    lines: tuple[Line, ...]
    readings: tuple[Reading, ...]


def document_page(request: Request, iri: str) -> Response:
    """The page of a document; ``?lines=1346-1349`` points at some of its lines, ``?page=2`` turns its pages."""
    site: Site = request.app.state.site
    lang = language_of(request)
    text = site.memory.get(("document", iri, lang), lambda: read_text(site, iri, lang))
    asked = _RANGE.fullmatch(request.query_params.get("lines", ""))
    start = int(asked[1]) if asked else 0
    last = int(asked[2] or asked[1]) if asked else -1
    chosen = cut(request, "page", len(text.lines), LINES_SHOWN, at=-(-start // LINES_SHOWN) if asked else None)
    lines = chosen.of(text.lines)
    shown = {at for line in lines for stretch in line.stretches for at in stretch.readings}
    return page(
        request,
        "document.html",
        text=text,
        lines=lines,
        cut=chosen,
        first=start,
        last=last,
        iri=iri,
        readings={
            str(at): {"kind": each.kind, "label": each.label, "path": each.path, "link": each.link}
            for at, each in enumerate(text.readings)
            if chosen.whole or at in shown
        },
        scripts=["/static/js/document.js"],
    )


def read_text(site: Site, iri: str, lang: Lang) -> Text:
    """The lines of a document, put together from its passages, and what was read from each."""
    facts = describe(site.store, [iri])[iri]
    places = dict(_places(site, iri))
    of: dict[str, list[str]] = defaultdict(list)
    for thing, passage in pointing(site.store, "pg:evidence", places):
        of[passage].append(thing)
    things = sorted({thing for found in of.values() for thing in found})
    readings = read_as(site, things, lang)
    index = {thing: at for at, thing in enumerate(things)}
    chars, covers = _laid_out(places, {passage: [index[each] for each in sorted(set(of[passage]))] for passage in of})
    last = max(number(facts, "pg:lineCount") or 0, max(chars, default=0))
    lines = (Line(at, tuple(_stretches(chars.get(at, {}), covers.get(at, []), readings))) for at in range(1, last + 1))
    return Text(label_of(facts, lang) or iri, tuple(lines), tuple(readings))


def _places(site: Site, iri: str) -> Iterator[tuple[str, tuple[tuple[int, int], str]]]:
    """Each passage with its first line and character and its text."""
    within = [passage for passage, _ in pointing(site.store, "pg:document", [iri])]
    for passage, facts in describe(site.store, within, ("pg:exactText",)).items():
        if place := _PLACE.search(passage):
            text = first(facts, "pg:exactText") or ""
            yield passage, ((int(place[1]), int(place[2])), text)


Characters = dict[int, dict[int, str]]  # line -> column -> character
Covers = dict[int, list[tuple[int, int, list[int]]]]  # line -> from, until, numbers of readings


def _laid_out(
    places: dict[str, tuple[tuple[int, int], str]], readings: dict[str, list[int]]
) -> tuple[Characters, Covers]:
    chars: Characters = defaultdict(dict)
    covers: Covers = defaultdict(list)
    for passage, ((first_line, first_char), text) in places.items():
        for offset, piece in enumerate(text.split("\n")):
            line, start = first_line + offset, 0 if offset else first_char
            chars[line].update(enumerate(piece, start))
            if readings.get(passage) and piece.strip():
                covers[line].append((start, start + len(piece), readings[passage]))
    return chars, covers


def _stretches(
    chars: dict[int, str], covers: list[tuple[int, int, list[int]]], readings: list[Reading]
) -> Iterator[Stretch]:
    length = max(chars, default=-1) + 1
    text = "".join(chars.get(at, " ") for at in range(length))
    borders = sorted({0, length, *(at for start, end, _ in covers for at in (start, end))})
    for start, end in pairwise(borders):
        under = [found for first, last, found in covers if first <= start and end <= last]
        numbers = sorted({each for found in under for each in found}, key=lambda at: (not readings[at].link, at))
        yield Stretch(text[start:end], tuple(numbers[:READINGS_SHOWN]), any(readings[at].link for at in numbers))


def read_as(site: Site, things: list[str], lang: Lang) -> list[Reading]:
    """What each thing is called; an alignment is called by its two ends."""
    say = Words(lang)
    found = describe(site.store, things, ("rdf:type", "rdfs:label", "pg:number", "pg:from", "pg:to", "pg:basis"))
    ends = {
        text_of(term)
        for facts in found.values()
        for name in ("pg:from", "pg:to")
        for term in facts.get(expand(name), [])
    }
    nodes = {iri: node_of(iri, facts, lang) for iri, facts in describe(site.store, ends).items()}
    made = []
    for thing in things:
        facts = found.get(thing, {})
        kind = node_of(thing, facts, lang).kind.rpartition("/")[2].rpartition("#")[2]
        if kind == "Alignment":
            basis = text_of(facts[expand("pg:basis")][0]).removeprefix(PG)
            source, target = (nodes[text_of(facts[expand(name)][0])] for name in ("pg:from", "pg:to"))
            label = f"{say.called(source)} → {say.called(target)}"
            made.append(Reading(say.basis(basis, None), label, path_of(source.id), link=True))
        else:
            label = label_of(facts, lang) or ""
            made.append(Reading(say.kind(kind), label, path_of(thing), link=False))
    return made
