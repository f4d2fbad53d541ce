"""A form before it is printed: lines and tables of phrases, each fact with the places it rests on.

No format is known here. A phrase that states a fact without a source cannot be made: what the graph does not know is
an ``absent`` phrase, and what the form itself prints (headings, field names) is a ``label``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from plangraph.described import Passage

Kind = Literal["fact", "weak", "absent", "label"]
Style = Literal["title", "heading", "subheading", "body", "cell", "remark"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a phrase comes from: one footnote."""

    document: str  # its name, for people
    passage: Passage  # its ``text`` is the quote
    basis: str  # local name of the basis: "stated"; "read" where the document says it of the thing itself
    remark: str = ""  # what else a reader must know: another printed title, who confirmed it

    @property
    def lines(self) -> str:
        """``1346`` or ``1346-1347``."""
        first, last = self.passage.first_line, self.passage.last_line
        return f"{first}" if first == last else f"{first}-{last}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of text of one kind."""

    text: str
    kind: Kind
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind in ("fact", "weak")) != bool(self.sources):
            raise ValueError(f"a {self.kind} phrase with {len(self.sources)} sources: {self.text[:60]!r}")


def label(text: str) -> Phrase:
    """What the form itself prints."""
    return Phrase(text, "label")


def fact(text: str, sources: Iterable[Source], *, weak: bool = False) -> Phrase:
    """What a document says, with its sources; ``ValueError`` without any."""
    return Phrase(text, "weak" if weak else "fact", tuple(dict.fromkeys(sources)))


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    phrases: tuple[Phrase, ...]
    style: Style = "body"
    indent: int = 0  # steps of half an inch


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``widths`` are shares of the page's width. A row may mark itself as a heading of its group."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form."""

    name: str  # "annex"
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    one_page: bool = False

    def lines(self) -> Iterator[Line]:
        """Every paragraph in reading order, those in tables among them."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block
                continue
            for row in block.rows:
                for cell in row:
                    yield from cell

    def sources(self) -> tuple[Source, ...]:
        """Every source once, in the order it is first used: the footnote of number n is the n-th."""
        found = (source for line in self.lines() for phrase in line.phrases for source in phrase.sources)
        return tuple(dict.fromkeys(found))
