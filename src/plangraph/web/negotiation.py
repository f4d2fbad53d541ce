"""Content negotiation: which of our media types, or languages, a caller likes best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """One range of an ``Accept`` header."""

    name: str  # "text/*"
    quality: float

    def fit(self, offer: str) -> int:
        """How exactly it names an offer: 3 by name, 2 by its type, 1 by ``*/*``, 0 not at all."""
        if self.name == offer:
            return 3
        if self.name.endswith("/*") and offer.startswith(self.name[:-1]):
            return 2
        return 1 if self.name in ("*/*", "*") else 0


def ranges(header: str) -> list[Range]:
    """The ranges of an ``Accept`` header; what is no range is left out."""
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        qualities = [piece[2:] for piece in parameters if piece.startswith("q=")]
        if name:
            found.append(Range(name, _quality(qualities[0]) if qualities else 1.0))
    return found


def _quality(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def best(header: str | None, offers: Sequence[str]) -> str | None:
    """The offer a caller likes best, by quality and then in the order of the offers; None when none is accepted.

    Without a header the first offer is.
    """
    accepted = ranges(header or "*/*")
    ranked = [(quality_of(offer, accepted), -at, offer) for at, offer in enumerate(offers)]
    quality, _, offer = max(ranked)
    return offer if quality > 0 else None


def quality_of(offer: str, accepted: Sequence[Range]) -> float:
    """The quality of an offer: that of the range that names it most exactly."""
    fits = [(each.fit(offer), each.quality) for each in accepted if each.fit(offer)]
    return max(fits)[1] if fits else 0.0
