"""What a document family tells about a text: whether it is one of its own, and which headings it found and missed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognition:
    """The answer of one family."""

    family: str
    name_th: str
    known: bool
    found: tuple[str, ...]
    missing: tuple[str, ...]
