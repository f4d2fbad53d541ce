"""Every line of a document as passages, so that whatever is said of a line can quote it without opening the document.

A line longer than the quoting limit becomes several passages with nothing but blanks between them. Passages that an
element has as its evidence stay beside them; one that holds a line whole is the same node.
"""

from __future__ import annotations

from collections.abc import Iterator

from plangraph.dataset.builder import QUOTE_LIMIT, Builder
from plangraph.records import SourceSpan

_NEAR = QUOTE_LIMIT * 2 // 3  # a piece ends at a gap this far on, if there is one


def add_running_text(builder: Builder) -> None:
    """The passages of every line that is not blank."""
    document = builder.document
    for number, line in enumerate(document.lines, start=1):
        for first, last in pieces(line):
            builder.passage(SourceSpan(document.id, number, number, line[first:last], first, last))


def pieces(line: str) -> Iterator[tuple[int, int]]:
    """Offsets of the pieces a line is cut into, each within the quoting limit; blanks at either end are left out."""
    first, end = len(line) - len(line.lstrip()), len(line.rstrip())
    while first < end:
        last = end
        if end - first > QUOTE_LIMIT:
            gap = line.rfind(" ", first + _NEAR, first + QUOTE_LIMIT)
            last = gap if gap > 0 else first + QUOTE_LIMIT
        yield first, last
        first = last + len(line[last:end]) - len(line[last:end].lstrip())
