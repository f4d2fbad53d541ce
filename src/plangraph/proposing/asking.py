"""A draft made ready to be compared: its words and n-grams with their weights, its clauses, and its province."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from plangraph.drafts.model import Draft, FieldText
from plangraph.proposing.index import letters_of
from plangraph.proposing.rules import rules
from plangraph.proposing.words import Words
from plangraph.thai import normalize

_PLACED: Final = ("responsible", "name", "links", "rationale")  # where a draft says its province, surest first
_SURE_NAME: Final = 5  # letters from which a province's name is no common word (แพร่, น่าน, เลย and ตาก are)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a field, short enough to be quoted."""

    field: FieldText
    text: str
    terms: frozenset[str]


@dataclass(frozen=True)
class Asking:
    """One draft as a query."""

    draft: Draft
    words: Words

    @cached_property
    def said(self) -> dict[str, str]:
        """Every term of the draft, with the word that the draft has for it."""
        found: dict[str, str] = {}
        for _, text, _ in self._fields():
            for term, said in self.words.asked(text).items():
                if found.get(term, "") != term:
                    found[term] = said
        return found

    @cached_property
    def terms(self) -> dict[str, float]:
        """Every term and its weight: the field's, less in a long one, less for a broad word."""
        found: dict[str, float] = {}
        for _, text, weight in self._fields():
            asked = self.words.asked(text)
            share = min(1.0, rules()["compare"]["long"] / len(asked)) ** 0.5 if asked else 0.0
            for term, said in asked.items():
                worth = weight * share * self.words.weight(term) * (1.0 if said == term else rules()["same_weight"])
                found[term] = max(found.get(term, 0.0), worth)
        return found

    @cached_property
    def letters(self) -> dict[str, float]:
        """The n-grams and their weights."""
        return letters_of((text, weight) for _, text, weight in self._fields())

    @cached_property
    def doubt(self) -> float:
        """How damaged the text is, 0 to 1."""
        return self.words.doubt("\n".join(text for _, text, _ in self._fields()))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the fields that are compared, in order."""
        return tuple(
            Clause(field, piece, frozenset(self.words.asked(piece)))
            for field, text, _ in self._fields()
            for piece in _pieces(text, rules()["passages"]["longest"])
        )

    def quotes(self, worth: Mapping[str, float]) -> tuple[Clause, ...]:
        """The clauses that hold most of what speaks for a target, best first."""
        scored = [(sum(worth.get(term, 0.0) for term in sorted(clause.terms)), clause) for clause in self.clauses]
        best = sorted(scored, key=lambda pair: -pair[0])[: rules()["passages"]["most"]]
        return tuple(clause for score, clause in best if score > 0)

    def province(self, names: Iterable[str]) -> str | None:
        """The province a draft names, of these; None when it names none."""
        known = sorted(names, key=lambda name: (-len(name), name))
        for key in _PLACED:
            text = normalize(self.draft.text(key))
            for name in known:
                if re.search(rf"(?:จังหวัด|จ\.) ?{re.escape(name)}", text):
                    return name
            if key in {"responsible", "name"}:
                for name in known:
                    if len(name) >= _SURE_NAME and name in text:
                        return name
        return None

    def _fields(self) -> Iterator[tuple[FieldText, str, float]]:
        for key, field in self.draft.fields.items():
            if weight := rules()["weights"][key]:
                yield field, field.text, weight


def _pieces(text: str, longest: int) -> Iterator[str]:
    """A text in stretches of whole space-separated runs, each at most ``longest`` long where its runs allow."""
    for line in text.splitlines():
        piece = ""
        for run in line.split():
            if piece and len(piece) + 1 + len(run) > longest:
                yield piece
                piece = ""
            piece = f"{piece} {run}".strip()
        if piece:
            yield piece
