"""The text of a field over the pieces of lines it stands on, with the way back to lines and offsets."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.records import SourceSpan
from plangraph.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Piece:
    """A contiguous stretch of one line that belongs to a field: verbatim offsets."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The folded text of a field over its pieces, with the way back to lines and offsets."""

    text: str
    places: tuple[tuple[int, int], ...]  # (line, folded offset) of every character
    reading: Reading

    def span(self, start: int, end: int) -> SourceSpan:
        """Verbatim text from ``start`` to ``end`` of the field."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if start >= end:
            line, offset = self.places[min(start, len(self.places) - 1)]
            return self.reading.clause(line, offset, offset)
        (first, begin), (last, stop) = self.places[start], self.places[end - 1]
        if first == last:
            return self.reading.clause(first, begin, stop + 1)
        head, _ = self.reading.folded(first).back(begin, begin + 1)
        _, tail = self.reading.folded(last).back(stop, stop + 1)
        return self.reading.between(first, head, last, tail)


def join(reading: Reading, pieces: list[Piece]) -> Joined:
    """Fold and join the pieces of one field."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in pieces:
        folded = reading.folded(piece.line)
        if text:
            text.append(" ")
            places.append(places[-1])
        for offset, origin in enumerate(folded.origin[:-1]):
            if piece.start <= origin < piece.end:
                if folded.text[offset] == " " and (not text or text[-1] == " "):
                    continue
                text.append(folded.text[offset])
                places.append((piece.line, offset))
    while text and text[-1] == " ":
        text.pop()
        places.pop()
    if not places:
        places.append((pieces[0].line, 0))
    return Joined("".join(text), tuple(places), reading)
