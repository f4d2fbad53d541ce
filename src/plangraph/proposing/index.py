"""Compare a draft with the targets: BM25 over words, and over character n-grams where OCR has damaged the words.

BM25 comes from ``bm25s``. A target's own words are one text, what it stands under another; the draft's fields weigh
differently. All weights are data: ``data/proposing.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plangraph.proposing.rules import rules
from plangraph.proposing.words import NeedsWords, Words, grams, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

Query = Mapping[str, float]  # term -> weight


class Column:
    """One text of every target, ready to be asked."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        try:
            import bm25s
        except ModuleNotFoundError as error:
            raise NeedsWords("bm25s") from error
        self.terms = [frozenset(text) for text in texts]
        self._known = frozenset().union(*self.terms) if self.terms else frozenset()
        self._index: Any = None
        if self._known:
            compare = rules()["compare"]
            self._index = bm25s.BM25(method="lucene", k1=compare["k1"], b=compare["b"])
            self._index.index([list(text) for text in texts], show_progress=False)
        self._parts: dict[str, list[float]] = {}

    def score(self, query: Query) -> list[float]:
        """The BM25 score of every target."""
        total = [0.0] * len(self.terms)
        for term in sorted(query.keys() & self._known):
            for at, value in enumerate(self.part(term)):
                total[at] += query[term] * value
        return total

    def part(self, term: str) -> list[float]:
        """What one term is worth for every target."""
        if term not in self._parts:
            known = self._index is not None and term in self._known
            scores = self._index.get_scores([term]).tolist() if known else [0.0] * len(self.terms)
            self._parts[term] = scores
        return self._parts[term]

    def whole(self) -> list[float]:
        """What every target scores when all its own terms are asked for."""
        return [sum(self.part(term)[at] for term in sorted(terms)) for at, terms in enumerate(self.terms)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one target compares with a draft."""

    score: float  # for ranking, from 0
    worth: dict[str, float]  # the terms they share and what each is worth


class Index:
    """Some texts to compare drafts with: each its own words, and what it stands under."""

    def __init__(self, words: Words, own: Sequence[Sequence[str]], context: Sequence[Sequence[str]]) -> None:
        self.words = words
        self._own = Column([words.telling(joined(texts)) for texts in own])
        self._context = Column([words.telling(joined(texts)) for texts in context])
        self._grams = Column([[gram for text in texts for gram in grams(text)] for texts in own])

    def compare(self, words: Query, letters: Query, doubt: float = 0.0) -> list[Comparison]:
        """Every text's score for a draft's words and n-grams, and the words that speak for it.

        ``doubt``, 0 to 1, is how damaged the draft's text is: the more, the more the n-grams count.
        """
        compare = rules()["compare"]
        context = compare["context"]
        scores = _add(self._own.score(words), self._context.score(words), context)
        by_letter = self._grams.score(letters)
        best_word, best_letter = max(scores, default=0.0), max(by_letter, default=0.0)
        scale = _gram_weight(doubt) * best_word / best_letter if best_letter and best_word else 0.0
        return [
            Comparison(score, self._worth(words, at, context))
            for at, score in enumerate(_add(scores, by_letter, scale))
        ]

    def _worth(self, words: Query, at: int, context: float) -> dict[str, float]:
        own = {term: self._own.part(term)[at] for term in self._own.terms[at] & words.keys()}
        above = {term: context * self._context.part(term)[at] for term in self._context.terms[at] & words.keys()}
        terms = sorted(own.keys() | above.keys())
        return {term: words[term] * (own.get(term, 0.0) + above.get(term, 0.0)) for term in terms}


def _gram_weight(doubt: float) -> float:
    compare = rules()["compare"]
    share = min(1.0, doubt / compare["damaged"])
    return float(compare["gram_clean"] + share * (compare["gram_damaged"] - compare["gram_clean"]))


def _add(left: Sequence[float], right: Sequence[float], weight: float) -> list[float]:
    return [a + weight * b for a, b in zip(left, right, strict=True)]


def letters_of(fields: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The n-grams of texts with their weights: an n-gram of several texts has the largest."""
    found: dict[str, float] = {}
    for text, weight in fields:
        for gram in grams(text):
            found[gram] = max(found.get(gram, 0.0), weight)
    return found
