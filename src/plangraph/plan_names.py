"""The name of a whole plan, taken apart: its words, its edition, its owner, its years; and whether two can be one plan.

Two plans may differ by one digit or one place ("ฉบับที่ 13" and "ฉบับที่ 14", "จังหวัดลำปาง" and "จังหวัดลำพูน"), so
those are compared exactly and only the words by similarity. The patterns are ``[plan]`` of ``data/resolve.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from rapidfuzz.fuzz import ratio

from plangraph.thai import fold_marks, normalize, to_arabic

Years = tuple[int, int]
Agreement = Literal["same", "overlap", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class PlanName:
    """What a printed plan name says; keys are folded for comparing."""

    key: str
    edition: int | None  # "ฉบับที่ 13", "ระยะที่ 1"
    numbers: tuple[str, ...]  # every other number in the name: "4.0", "20"
    owner: str | None  # folded
    years: Years | None
    places: frozenset[str]

    def score(self, other: PlanName) -> float:
        """Similarity of the words, 0–100; 0 when a number or a place says it is another plan."""
        if self.numbers != other.numbers or self.places != other.places:
            return 0.0
        return ratio(self.key, other.key)


def agreement(printed: Years | None, known: Years | None) -> Agreement:
    """How the years a text prints fit those of a plan; periods that only overlap are one plan with a slip in a year."""
    if printed is None or known is None:
        return "unknown"
    if printed == known:
        return "same"
    if printed[0] == printed[1]:  # one year: of another yearly plan, or inside the period of a longer one
        return "unknown" if known[0] < known[1] and known[0] <= printed[0] <= known[1] else "other"
    overlap = min(printed[1], known[1]) - max(printed[0], known[0])
    return "overlap" if overlap * 2 >= known[1] - known[0] else "other"


class PlanNames:
    """Reads plan names by the ``[plan]`` rules, knowing which owners and places there are."""

    def __init__(self, rules: dict[str, Any], owners: Iterable[str], places: Iterable[str]) -> None:
        self._strip = [(re.compile(pattern), by) for pattern, by in rules["strip"]]
        self._edition = re.compile(rules["edition"])
        self._period, self._year = re.compile(rules["period"]), re.compile(rules["year"])
        self._owner = re.compile(rf"\s*(?:{'|'.join(rules['owner_words'])})\s*(?=\S)")
        self._owners = sorted({fold_marks(owner) for owner in owners}, key=lambda key: (-len(key), key))
        self._places = sorted({normalize(place) for place in places})

    def read(self, text: str, *, owner: str | None = None, edition: int | None = None) -> PlanName:
        """The parts of ``text``; ``owner`` and ``edition`` are used when the text itself names none."""
        plain = to_arabic(normalize(text)).replace("–", "-")
        years = self._years(plain)
        for pattern, by in self._strip:
            plain = pattern.sub(by, plain)
        plain, found = self._cut_owner(plain)
        match = self._edition.search(plain)
        if match:
            plain, edition = plain[: match.start()] + plain[match.end() :], int(match[1])
        return PlanName(
            key=fold_marks(plain),
            edition=edition,
            numbers=tuple(re.findall(r"\d+(?:\.\d+)?", plain)),
            owner=found or (self.owner_key(owner) if owner else None),
            years=years,
            places=frozenset(place for place in self._places if place in plain),
        )

    def owner_key(self, owner: str) -> str:
        """The key of an organisation's name; of "กรม ก กระทรวง ข" that of the organisation named first."""
        key = fold_marks(owner)
        return next((known for known in self._owners if key.startswith(known)), key)

    def _cut_owner(self, plain: str) -> tuple[str, str | None]:
        for match in reversed(list(self._owner.finditer(plain))):
            key = fold_marks(plain[match.end() :])
            known = next((known for known in self._owners if key.startswith(known)), None)
            if known:
                return plain[: match.start()], known
        return plain, None

    def _years(self, plain: str) -> Years | None:
        period = self._period.search(plain)
        if period:
            return int(period[1]), int(period[2])
        year = self._year.search(plain)
        return (int(year[1]), int(year[1])) if year else None


@lru_cache(maxsize=4096)
def known_years(valid_from: int | None, valid_until: int | None, year: int | None) -> Years | None:
    """The years of a plan or a reference: its period, else its one year, else none."""
    if valid_from and valid_until:
        return valid_from, valid_until
    return (year, year) if year else None
