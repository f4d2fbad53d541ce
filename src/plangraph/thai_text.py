"""Thai text, cleaned in one place: digits, the two spellings of ำ, doubled and misplaced marks, keys for comparing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Any

MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"  # Thai combining marks, as the inside of a character class
TONES = "\u0e48\u0e49\u0e4a\u0e4b"

_TO_ARABIC = {ord("๐") + n: str(n) for n in range(10)}
_TO_THAI = {ord("0") + n: chr(ord("๐") + n) for n in range(10)}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_INVISIBLE = dict.fromkeys((0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF))
INVISIBLE = "".join(map(chr, _INVISIBLE))  # what takes no place on paper, as the inside of a character class
_RUN = re.compile(f"[{MARKS}\u0e32\u0e33]{{2,}}+")  # marks and า or ำ; one alone needs no mending
_AA = re.compile("([\u0e32\u0e33])")
_LOST = re.compile("[\u0e3a\u0e47-\u0e4e]")  # tone marks and the other signs that OCR loses
_TAG = re.compile(
    r"</?(?:p|u|b|i|s|a|br|hr|ol|ul|li|em|strong|span|div|font|su[bp]|table|t[rdh]|thead|tbody|h[1-6])(?=[\s/>])[^<>]{0,300}>",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The word lists of ``data/thai.toml``."""
    text = resources.files("plangraph").joinpath("data", "thai.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _glyphs() -> dict[int, str | None]:
    private = {int(code, 16): char for code, char in words()["private_use"].items()}
    return {**_INVISIBLE, **private}


@lru_cache(maxsize=1)
def _strange() -> re.Pattern[str]:
    """Any character that ``_glyphs`` replaces: texts without one are most, and need no translating."""
    return re.compile(f"[{re.escape(''.join(map(chr, _glyphs())))}]")


def to_arabic(text: str) -> str:
    """Thai digits as Arabic ones; the length and everything else stay."""
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    """Arabic digits as Thai ones; the length and everything else stay."""
    return text.translate(_TO_THAI)


def _mark_order(mark: str) -> int:
    return 1 if "\u0e48" <= mark <= "\u0e4c" or mark == "\u0e4e" else 0


def _once_in_order(marks: str) -> str:
    return "".join(sorted(dict.fromkeys(marks), key=_mark_order))


@lru_cache(maxsize=1024)  # a language has few of them
def _mend_run(run: str) -> str:
    """One run of marks and the า or ำ in it: each mark once, vowels before tones, tones before ำ."""
    *parts, behind = _AA.split(run)
    if not parts:
        return _once_in_order(behind)
    parts[-2] += "".join(mark for mark in behind if mark in TONES or mark == "\u0e4d")
    out: list[tuple[str, str]] = []
    for marks, vowel in zip(parts[::2], parts[1::2], strict=True):
        if vowel == "\u0e33" or "\u0e4d" in marks:  # this is what every า before it should be
            out = [(_once_in_order("".join(earlier for earlier, _ in out) + marks), "\u0e33")]
        else:
            out.append((marks, vowel))
    kept = "".join(dict.fromkeys(mark for mark in behind if mark not in TONES and mark != "\u0e4d"))
    return "".join(_once_in_order(marks.replace("\u0e4d", "")) + vowel for marks, vowel in out) + kept


def normalize(text: str) -> str:
    """The clean single-line reading of ``text``, for people and for comparing; never NFKC, digits as printed.

    One spelling of ำ, each mark once and in order, no invisible characters, the glyphs of old fonts as letters,
    เเ as แ, every run of white space (line breaks too) as one space, none at the ends.
    """
    plain = text.translate(_glyphs()) if _strange().search(text) else text
    plain = " ".join(plain.split())
    return _RUN.sub(lambda run: _mend_run(run[0]), plain).replace("เเ", "แ")


def mended(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and right spelling, never longer, of every run of marks (and its า or ำ) that is spelt wrongly."""
    for run in _RUN.finditer(text):
        if (right := _mend_run(run[0])) != run[0]:
            yield run.start(), run.end(), right


class _KeyTable(dict[int, str | None]):
    """For ``str.translate``: letters, marks and digits stay, digits of any script we meet as Arabic ones."""

    def __missing__(self, code: int) -> str | None:
        char = to_arabic(chr(code)).translate(_RAISED)
        self[code] = kept = char if unicodedata.category(char)[0] in "LMN" else None
        return kept


_OF_KEY = _KeyTable()  # each character is looked up once


def match_key(text: str) -> str:
    """What is left of a name for comparing it: letters, marks and Arabic digits, Latin in lower case."""
    return normalize(text).lower().translate(_OF_KEY)


def fold_marks(text: str) -> str:
    """``match_key`` without tone marks and the other signs that OCR loses, ำ as า: for fuzzy scores."""
    return fold_key(match_key(text))


def fold_key(key: str) -> str:
    """``fold_marks`` of what is a ``match_key`` already."""
    return _LOST.sub("", key).replace("\u0e33", "\u0e32")


def mask_tags(text: str) -> str:
    """``text`` with every HTML tag overwritten by as many spaces, so that offsets stay."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), text) if "<" in text else text


def tag_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end and lower-case name (``p``, ``/p``) of every HTML tag in ``text``."""
    if "<" not in text:
        return []
    return [(tag.start(), tag.end(), re.split(r"[\s/>]", tag[0][2:])[0].lower()) for tag in _TAG.finditer(text)]


def binds(before: str, not_after: tuple[str, ...]) -> bool:
    """Whether ``before`` ends in one of the words that take the number behind them ("ข้อ", "ที่"; not "พื้นที่")."""
    return before.endswith(not_after) and not before.endswith(tuple(words()["words"]["not_binding"]))


def is_mostly_thai(text: str, share: float = 0.5) -> bool:
    """Whether at least ``share`` of the letters are Thai; a text without letters is not."""
    letters = [char for char in text if char.isalpha()]
    thai = sum("\u0e01" <= char <= "\u0e5b" for char in letters)
    return bool(letters) and thai >= share * len(letters)


_JOINT = re.compile(r"([\u0e01-\u0e3a\u0e40-\u0e4e])(?=[\u0e01-\u0e2e\u0e40-\u0e44])")


def spaced(pattern: str) -> str:
    """A pattern that forgives the spaces a page's line breaks leave inside Thai words ("เศรษฐกิจ และสังคม")."""
    return _JOINT.sub(r"\1 ?", pattern)
