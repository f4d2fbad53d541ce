"""The printed lines of the documents a graph was read from, put together from their passages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from plangraph.store import GraphStore
from plangraph.thai import mask_tags, to_arabic

_PASSAGES: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?document ?passage ?text WHERE {
  ?plan pg:wasRead true ; pg:document ?document .
  ?passage pg:document ?document ; pg:exactText ?text }"""
_PLACE: Final = re.compile(r"/passage/(\d+)\.(\d+)-(\d+)\.\d+$")


@dataclass
class Page:
    """One document: its IRI and its lines as printed, counted from 1."""

    document: str
    lines: dict[int, str] = field(default_factory=dict)

    @cached_property
    def plain(self) -> dict[int, str]:
        """The lines with Arabic digits and blanks for tags; offsets are those of the printed line."""
        return {line: to_arabic(mask_tags(text)) for line, text in self.lines.items()}

    def text(self, line: int) -> str:
        """The line as printed; empty for a blank one."""
        return self.lines.get(line, "")

    def between(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The lines from ``first`` to ``last`` that are not blank."""
        return ((line, self.lines[line]) for line in range(first, last + 1) if line in self.lines)


def fetch_pages(store: GraphStore) -> dict[str, Page]:
    """The lines of every plan that was read, by the IRI of its document; linear in the text."""
    found: dict[str, dict[int, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(_PASSAGES):
        document, passage, text = row["document"], row["passage"], row["text"]
        if not isinstance(document, NamedNode) or not isinstance(passage, NamedNode) or not isinstance(text, Literal):
            continue
        place = _PLACE.search(passage.value)
        if place is not None and place[1] == place[3]:
            found[document.value][int(place[1])].append((int(place[2]), text.value))
    return {
        document: Page(document, {line: _joined(parts) for line, parts in sorted(lines.items())})
        for document, lines in sorted(found.items())
    }


def _joined(parts: list[tuple[int, str]]) -> str:
    """The longest text that passages of one line cover, blanks where none does."""
    text = ""
    for start, piece in sorted(parts):
        if start >= len(text):
            text = text.ljust(start) + piece
        elif start + len(piece) > len(text):
            text += piece[len(text) - start :]
    return text
