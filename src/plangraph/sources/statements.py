"""Figures in running prose: each with what it counts, the year it speaks of, its share, and the clause that says so."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from plangraph.records import Fact, Prose, Quantity, SourceSpan
from plangraph.resources import package_file
from plangraph.thai import YearMention, mask_tags, normalize, quantities, to_arabic, years

_FOOT = re.compile(r"(?<!\s)\s*\([^()]*\)\s*$")
_PERCENT = frozenset({"ร้อยละ", "เปอร์เซ็นต์", "%"})
_OF_LIMIT = 60  # characters of the words that name the whole of a share
_LEAD = 120  # characters kept of the words before a figure
_LINK_LIMIT = 30  # characters between an amount and its share
_QUOTE = 300  # DESIGN: evidence is at most this long
_BARE_LEFT = 4  # letters that must be left for a subject to name something


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """The lists of ``data/statements.toml``."""
    return tomllib.loads(package_file("data", "statements.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity and where it stands in its paragraph."""

    quantity: Quantity
    start: int
    end: int


@dataclass(slots=True)
class _Paragraph:
    """One paragraph, and what its sentences carry from one figure to the next."""

    prose: Prose
    plain: str  # Arabic digits, tags blanked, offsets as in the text
    mentions: list[YearMention]
    topic: str
    carried: int | None  # the year of the paragraph before, under the same heading


def statements(prose: Iterable[Prose]) -> tuple[Fact, ...]:
    """Every figure of running text as a fact: subject, year, share, and the verbatim clause it stands in.

    A paragraph without a year of its own takes the year of the paragraph before it under the same heading.
    """
    out: list[Fact] = []
    heading, year = None, None
    for passage in prose:
        paragraph = _open(passage, year if passage.heading == heading else None)
        found = list(_statements(paragraph))
        out += found
        heading, year = passage.heading, _topic_year(paragraph) or paragraph.carried
    return tuple(out)


def _open(prose: Prose, carried: int | None) -> _Paragraph:
    plain = to_arabic(mask_tags(prose.span.text))
    topic = normalize(plain)[: settings()["longest_subject"]].split(" ")
    head = topic[0] if len(topic[0]) > _BARE_LEFT else " ".join(topic[:2])
    return _Paragraph(prose, plain, years(plain), head, carried)


def _quantities(text: str) -> Iterator[_Found]:
    """The quantities of a text with their places; the bounds of a range are left out."""
    cursor = 0
    for quantity in quantities(text):
        at = text.find(quantity.printed, cursor)
        if at < 0:
            continue
        cursor = at + len(quantity.printed)
        if quantity.comparator == "exactly":
            yield _Found(quantity, at, cursor)


def _statements(paragraph: _Paragraph) -> Iterator[Fact]:
    text = paragraph.prose.span.text
    stop = min((at for word in settings()["not_facts"] if (at := text.find(word)) >= 0), default=len(text))
    found = [each for each in _quantities(text) if each.end <= stop]
    before = 0
    index = 0
    while index < len(found):
        first = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        share = following if following is not None and _is_share(paragraph.plain, first, following) else None
        last = share or first
        yield _fact(paragraph, before, first, share)
        before = last.end
        index += 2 if share else 1


def _is_share(plain: str, amount: _Found, share: _Found) -> bool:
    """Whether ``share`` is the percentage of ``amount``: nothing but "คิดเป็น" stands between."""
    if amount.quantity.unit in _PERCENT or share.quantity.unit not in _PERCENT:
        return False
    between = plain[amount.end : share.start]
    return len(between) <= _LINK_LIMIT and between.strip(" ()") in settings()["share_links"]


def _fact(paragraph: _Paragraph, before: int, amount: _Found, share: _Found | None) -> Fact:
    opened = _opened(paragraph.plain, before, amount.start)
    start = _subject_start(paragraph.plain, opened, amount.start)
    if start > opened and not _is_bare(head := _head(paragraph.plain[opened : amount.start])):
        paragraph.topic = head
    subject = _subject(paragraph.plain[start : amount.start])
    if _is_bare(subject):
        subject = f"{paragraph.topic} {subject}".strip()
    elif amount.quantity.unit not in _PERCENT:
        paragraph.topic = subject
    end = (share or amount).end
    whole = _share_of(paragraph.plain, end) if share or amount.quantity.unit in _PERCENT else ""
    quoted_end = end + len(whole) if whole else end
    span = _span(paragraph.prose.span, start, quoted_end)
    return Fact(
        text=normalize(to_arabic(mask_tags(span.text))),
        span=span,
        quantities=(amount.quantity, share.quantity) if share else (amount.quantity,),
        heading=paragraph.prose.heading,
        subject=subject,
        year=_year(paragraph, amount.start, (share or amount).end),
        share_of=normalize(whole).removeprefix("ของ").strip(),
        lead=normalize(paragraph.plain[max(before, amount.start - _LEAD) : amount.start]),
    )


# --- the subject -----------------------------------------------------------------------------------------------------


def _opened(plain: str, before: int, figure: int) -> int:
    """Behind the last opener between the figure before and this one."""
    lead = plain[before:figure]
    trimmed = _without_announcers(lead)
    cuts = [at + len(word) for word in settings()["openers"] if (at := trimmed.rfind(word)) >= 0]
    usable = [cut for cut in cuts if trimmed[cut:].strip(" ()")]
    start = before + max(usable, default=0)
    while start < figure and plain[start] in " )/.,:":
        start += 1
    return start


def _head(text: str) -> str:
    """The first words of a long subject, which the clipped one leaves out."""
    return normalize(re.split(r"[( ]", text.strip(), maxsplit=1)[0])


def _subject_start(plain: str, start: int, figure: int) -> int:
    """Where the words that name what is counted begin: behind ``start``, or later where that is too far off."""
    limit = figure - settings()["longest_subject"]
    if start < limit:
        gap = plain.find(" ", limit, figure - _BARE_LEFT)
        start = gap if gap >= 0 else limit
    while start < figure and plain[start] in " )/.,:":
        start += 1
    return start


def _without_announcers(text: str) -> str:
    while True:
        bare = text.rstrip(" :")
        word = next((word for word in settings()["announcers"] if bare.endswith(word)), None)
        if word is None or not bare[: -len(word)].strip():
            return bare
        text = bare[: -len(word)]


def _subject(lead: str) -> str:
    text = _without_announcers(normalize(lead))
    text = _without_announcers(_FOOT.sub("", text)) or text
    while True:
        word = next((word for word in settings()["leads"] if text.startswith(word) and len(text) > len(word) + 2), None)
        if word is None:
            return text.strip(" -,:")
        text = text[len(word) :].lstrip()


def _is_bare(subject: str) -> bool:
    """Whether a subject is made of filler words alone and names nothing."""
    if any(word in subject for word in settings()["not_bare"]):
        return False
    rest = re.sub(r"\([^()]*\)|\d[\d.,/-]*", " ", subject)
    for word in sorted(settings()["bare"], key=len, reverse=True):
        rest = rest.replace(word, " ")
    left = sum(char.isalpha() for char in rest)
    return (left < _BARE_LEFT and left < sum(char.isalpha() for char in subject)) or left == 0


def _share_of(plain: str, stop_of_share: int) -> str:
    """The words behind a share that name its whole, with the gap before them; "" when there are none."""
    behind = plain[stop_of_share : stop_of_share + _OF_LIMIT]
    gap = len(behind) - len(behind.lstrip(" "))
    if gap > 1 or not behind.lstrip(" ").startswith(tuple(settings()["share_of"])):
        return ""
    stop = gap + 1
    for word in re.finditer(r"[^\s,();:]+", behind[gap:]):
        taken = word.start() == 0 or behind[gap + word.start() - 1] == " "
        latin = re.match(r"ของ ?$", behind[gap : gap + word.start()])
        if not taken or (word.start() and not latin and not word[0].startswith(tuple(settings()["share_of_goes_on"]))):
            break
        ends = (word[0].find(end, 3) for end in settings()["share_of_ends"])
        cut = min((at for at in ends if at > 0), default=len(word[0]))
        stop = gap + word.start() + cut
        if cut < len(word[0]):
            break
    return behind[:stop]


# --- the year --------------------------------------------------------------------------------------------------------


def _is_base(plain: str, mention: YearMention) -> bool:
    before = plain[: mention.start].rstrip()
    return before.endswith(tuple(settings()["base_years"]))


def _topic_year(paragraph: _Paragraph) -> int | None:
    """The first year a paragraph speaks of."""
    return next((each.year for each in paragraph.mentions if not _is_base(paragraph.plain, each)), None)


def _year(paragraph: _Paragraph, start: int, end: int) -> int | None:
    """The year of the figure at ``start``: named right behind it, else before it, else the paragraph's first."""
    plain = paragraph.plain
    for mention in paragraph.mentions:
        near = end <= mention.start <= end + _LINK_LIMIT
        if near and plain[end : mention.start].strip() in settings()["year_behind"]:
            return mention.year
    found: int | None = None
    for mention in paragraph.mentions:
        if mention.start >= start:
            break
        behind = plain[mention.end : start].strip()
        if not _is_base(plain, mention) or behind in settings()["base_year_figure"]:
            found = mention.year
    return found or _topic_year(paragraph) or paragraph.carried


# --- the clause ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(at + 1 for at, sign in enumerate(text) if sign == "\n"))


def _span(whole: SourceSpan, start: int, end: int) -> SourceSpan:
    """The stretch ``start`` to ``end`` of a passage, cut at the front where it is too long to quote."""
    start = max(start, end - _QUOTE)
    text, starts = whole.text, _line_starts(whole.text)
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
    head, tail = starts[first], starts[last]
    return replace(
        whole,
        first_line=whole.first_line + first,
        last_line=whole.first_line + last,
        text=text[start:end],
        first_char=start - head + (whole.first_char if first == 0 else 0),
        last_char=end - tail + (whole.first_char if last == 0 else 0),
    )
