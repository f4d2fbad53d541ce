"""What a text is compared by: its words, cut by PyThaiNLP with our own words added, and its character n-grams.

PyThaiNLP is an extra. It is told to stay offline and to write nothing before it is imported: its ``newmm`` cutter needs
only the dictionary it ships with.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from plangraph.errors import PlanGraphError
from plangraph.proposing.rules import rules
from plangraph.thai import fold_marks, is_mostly_thai, normalize, to_arabic

if TYPE_CHECKING:
    from pythainlp.tokenize import Tokenizer

_SHORTEST_STEM: Final = 3  # letters a word keeps when การ or ความ is taken off: "การค้า" is ค้า, "การ" stays
_LONGEST_RUN: Final = (
    400  # letters without a space that the cutter is given at once: its time grows with a run's length
)
_SPACES: Final = re.compile(r"\s+")


class NeedsWords(PlanGraphError):
    """The extra that proposals need is not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            th=f"ข้อเสนอต้องใช้ {missing} ซึ่งยังไม่ได้ติดตั้ง โปรดติดตั้งด้วย pip install 'plangraph[propose]'",
            en=f"proposals need {missing}, which is not installed; run pip install 'plangraph[propose]'",
        )


@lru_cache(maxsize=4)
def _dictionary(places: tuple[str, ...]) -> frozenset[str]:
    """PyThaiNLP's words, ours, and the places'."""
    _silence()
    try:
        from pythainlp.corpus import thai_words
    except ModuleNotFoundError as error:
        raise NeedsWords("pythainlp") from error
    return frozenset(thai_words()) | _whole() | frozenset(places)


@lru_cache(maxsize=4)
def _cutter(places: tuple[str, ...]) -> Tokenizer:
    """The cutter over that dictionary, which takes a second to build."""
    dictionary = _dictionary(places)
    from pythainlp.tokenize import Tokenizer

    return Tokenizer(custom_dict=set(dictionary), engine="newmm", keep_whitespace=False)


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    """Words of ours, which are never taken apart: ของเสีย is not เสีย."""
    names = {name for first, others in rules()["same"].items() for name in (first, *others)}
    return frozenset(rules()["own_words"]) | frozenset(_compounds()) | frozenset(names)


def _silence() -> None:
    """PyThaiNLP neither downloads nor makes a folder in the user's home."""
    legacy = "PYTHAINLP_READ_MODE"  # both names at once are an error of its own
    os.environ[legacy if legacy in os.environ else "PYTHAINLP_READ_ONLY"] = "1"
    os.environ["PYTHAINLP_OFFLINE"] = "1"


@dataclass(frozen=True)
class Words:
    """Cuts texts into words. ``places`` are the names of provinces, which the dictionary lacks."""

    places: tuple[str, ...] = ()

    @property
    def _dictionary(self) -> frozenset[str]:
        return _dictionary(self.places)

    @property
    def _cutter(self) -> Tokenizer:
        return _cutter(self.places)

    @cached_property
    def _unsaid(self) -> frozenset[str]:
        """Words that speak for nothing: function words and names of places."""
        from pythainlp.corpus import thai_stopwords

        return frozenset(thai_stopwords()) | frozenset(self.places)

    @cached_property
    def _weights(self) -> dict[str, float]:
        """What the words count that count less than one."""
        found: dict[str, float] = {}
        for kind in ("broad", "plan"):
            for word in rules()[f"{kind}_words"]:
                found[word] = found[self._stem(word)] = float(rules()["weights_of_words"][kind])
        return found

    def weight(self, word: str) -> float:
        """What a telling word counts, 0 to 1: less than one where plans of every kind have it."""
        return self._weights.get(word, 1.0)

    @cached_property
    def _same(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """For every other name of a thing, as its words: the words of its first name."""
        found: dict[tuple[str, ...], list[str]] = {}
        for first, others in rules()["same"].items():
            for other in others:
                found.setdefault(tuple(self.tokens(other)), []).append(self._stem(first))
        return {key: tuple(names) for key, names in found.items() if key}

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        """The words a compound of ours consists of, by their stems."""
        return {word: tuple(self._stem(part) for part in parts) for word, parts in _compounds().items()}

    def tokens(self, text: str) -> list[str]:
        """Every word of a text in order, in lower case, with Arabic digits, by its stem; compounds whole."""
        plain = normalize(to_arabic(text)).lower()
        words = (word for run in _runs(plain) for word in self._cutter.word_tokenize(run))
        return [self._stem(word) for word in words if any(char.isalnum() for char in word)]

    def cut(self, text: str) -> list[str]:
        """``tokens``, and behind every compound its parts."""
        return [part for token in self.tokens(text) for part in (token, *self._parts.get(token, ()))]

    def doubt(self, text: str) -> float:
        """The share of a text's Thai letters that stand in no known word, 0 to 1: how damaged it is."""
        plain = normalize(to_arabic(text)).lower()
        words = [word for run in _runs(plain) for word in self._cutter.word_tokenize(run) if is_mostly_thai(word)]
        letters = sum(map(len, words))
        unknown = sum(len(word) for word in words if word not in self._dictionary)
        return unknown / letters if letters else 0.0

    def telling(self, text: str) -> list[str]:
        """The words of a text that can speak for something, in order, repeated where they are repeated."""
        return [word for word in self.cut(text) if self._tells(word)]

    def asked(self, text: str) -> dict[str, str]:
        """The telling words of a draft's text, each with the word the draft has for it.

        A word stands for itself, a compound also for its parts, another name of a thing for its first one:
        {"คาร์บอน": "คาร์บอน", "ก๊าซเรือนกระจก": "คาร์บอน"}.
        """
        tokens = self.tokens(text)
        found = {token: token for token in tokens if self._tells(token)}
        for token in tokens:
            for part in self._parts.get(token, ()):
                if self._tells(part):
                    found.setdefault(part, token)
        for size in sorted({len(key) for key in self._same}):
            for start in range(len(tokens) - size + 1):
                said = tuple(tokens[start : start + size])
                for name in self._same.get(said, ()):
                    found.setdefault(name, " ".join(said))
        return found

    def _tells(self, word: str) -> bool:
        return len(word) > 1 and word not in self._unsaid and not word.replace(".", "").replace(",", "").isdigit()

    def _stem(self, word: str) -> str:
        if word in _whole():
            return word
        for prefix in rules()["prefixes"]:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= _SHORTEST_STEM and rest in self._dictionary:
                return self._stem(rest)
        return word


def _compounds() -> dict[str, tuple[str, ...]]:
    """Our compounds, each with its parts."""
    parts = [tuple(row.split("|")) for row in rules()["compounds"]]
    return {"".join(words): words for words in parts}


def _runs(text: str) -> Iterator[str]:
    """The text in pieces the cutter handles in linear time: long runs without a space are cut between two letters."""
    for run in _SPACES.split(text):
        start = 0
        while start < len(run):
            end = min(len(run), start + _LONGEST_RUN)
            while start + 1 < end < len(run) and unicodedata.category(run[end]) == "Mn":
                end -= 1
            yield run[start:end]
            start = end


@lru_cache(maxsize=4096)
def grams(text: str) -> tuple[str, ...]:
    """The character n-grams of a text without spaces, tone marks and digits' shapes: what OCR damage leaves alike."""
    key = fold_marks(text)
    return tuple(key[at : at + size] for size in rules()["compare"]["gram"] for at in range(len(key) - size + 1))


def joined(texts: Iterable[str]) -> str:
    """Texts as one, so that no word and no n-gram runs over a border."""
    return "\n".join(text for text in texts if text)
