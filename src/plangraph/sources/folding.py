"""Match patterns on a folded line, quote the verbatim one: folding keeps for every character where it came from.

Folded text has Arabic digits, one spelling of ำ, single spaces, no doubled or invisible marks and no HTML tags (a tag
becomes a space), so patterns are written once. Offsets lead back, so that a quote is always what the document prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {ord("๐") + n: str(n) for n in range(10)}
_SPACES = frozenset(" \t\u00a0\u2000\u2002\u2003\u2009\u3000\v\f\x1c\x1d\x1e\x1f\x85")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_DASHES = {"–": "-", "—": "-", "‐": "-", "−": "-"}
_TAG = re.compile(r"</?(?:p|u|b|i|br|ol|ul|li|strong|em|span|div|sup|sub)\b[^<>]{0,200}>", re.IGNORECASE)
_MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the offset in the verbatim text it came from."""

    text: str
    origin: tuple[int, ...]  # one more than len(text): the last is the end of the verbatim text

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Verbatim offsets of ``text[start:end]``."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + self._width(end - 1)

    def _width(self, index: int) -> int:
        """How many verbatim characters folded character ``index`` stands for (its own run, no trailing spaces)."""
        if self.text[index] == " ":
            return 1
        return max(1, self.origin[index + 1] - self.origin[index])


def _without_tags(text: str) -> str:
    return _TAG.sub(lambda tag: " " * len(tag.group()), text) if "<" in text else text


def fold(text: str) -> Folded:
    """Fold one verbatim line; linear in its length."""
    plain = _without_tags(text)
    out: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(plain):
        if char in _INVISIBLE:
            continue
        if char in _SPACES:
            if out and out[-1] != " ":
                out.append(" ")
                origin.append(index)
            continue
        if char == "า" and out and out[-1] == "\u0e4d":
            out[-1] = "ำ"
            continue
        if char == "า" and len(out) > 1 and out[-2] == "\u0e4d" and out[-1] in _TONES:
            tone = out.pop()
            origin.pop()
            place = origin.pop()
            out.pop()
            out += [tone, "ำ"]
            origin += [place, index]
            continue
        if char in _MARKS and out and out[-1] == char:
            continue
        out.append(_DIGITS.get(ord(char), _DASHES.get(char, char)))
        origin.append(index)
    while out and out[-1] == " ":
        out.pop()
        origin.pop()
    return Folded("".join(out), (*origin, _end_of(plain)))


def _end_of(plain: str) -> int:
    return len(plain.rstrip())


def clean(text: str) -> str:
    """The folded text alone, ends stripped: the clean reading before OCR repairs."""
    return fold(text).text.strip()


_JOINT = re.compile(r"([\u0e01-\u0e3a\u0e40-\u0e4e])(?=[\u0e01-\u0e2e\u0e40-\u0e44])")


def spaced(pattern: str) -> str:
    """A pattern that forgives the spaces a page's line breaks leave inside Thai words ("เศรษฐกิจ และสังคม")."""
    return _JOINT.sub(r"\1 ?", pattern)
