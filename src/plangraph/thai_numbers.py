"""Numbers and years as Thai offices print them: either digits, พ.ศ., fiscal years, damaged figures flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from plangraph.thai_text import to_arabic, words

BUDDHIST_OFFSET = 543  # Buddhist year minus Gregorian year
_FIRST_FISCAL_MONTH = 10  # the fiscal year runs from 1 October: Budget Procedures Act B.E. 2561, section 4
_LAST_DAY_OF_MONTH = 31

_FOOTNOTE = re.compile(r"\^\s?\d{1,2}\)?|[¹²³⁴-⁹]+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_FIGURE = re.compile(r"(\()?\s*+([-+])?\s*+(\d[\d,.]*+)\s*+(\))?\s*+(.*)", re.DOTALL)
_ONLY_FIGURE = re.compile(r"[-+()\d.,\s%]+")
_DASHES = str.maketrans("–—‐‑−", "-----")
_LONGEST_UNIT = 24


@dataclass(frozen=True, slots=True)
class NumberReading:
    value: Decimal | None  # None for "-", for text and for a damaged figure
    damaged: bool  # looks like a figure but is none: "874,31.38"
    printed: str


@dataclass(frozen=True, slots=True)
class YearMention:
    year: int  # Buddhist
    start: int  # offsets of the digits
    end: int


def figure(text: str) -> Decimal | None:
    """The value of ``text`` if it is one well-formed figure (valid grouping only) in Arabic digits, else None."""
    return Decimal(text.replace(",", "")) if _GROUPED.fullmatch(text) else None


def _is_unit(text: str) -> bool:
    """Whether what stands behind a figure can be its unit: "คน", "ล้าน ลบ.ม.", "%"."""
    short = len(text) <= _LONGEST_UNIT and len(text.split()) <= 2
    return not text or (short and not re.search(r"\d", text) and (text[0].isalpha() or text == "%"))


def parse_number(text: str) -> NumberReading:
    """Read a cell that holds one figure, with its sign, footnote mark and unit if any.

    Parentheses are negative, "-" alone is no value, a figure with impossible grouping ("๑๑,๑๘") is damaged.
    """
    plain = _FOOTNOTE.sub("", to_arabic(text)).translate(_DASHES).strip()
    match = _FIGURE.fullmatch(plain)
    if match is None:
        return NumberReading(None, False, text)
    opening, sign, digits, closing, unit = match.groups()
    value = figure(digits)
    if value is None or bool(opening) != bool(closing) or not _is_unit(unit):
        marker = re.fullmatch(r"\d{1,2}\.?", digits) is not None and digits.endswith(".")
        return NumberReading(None, bool(_ONLY_FIGURE.fullmatch(plain)) and not marker, text)
    return NumberReading(-value if sign == "-" or opening else value, False, text)


# --- years -----------------------------------------------------------------------------------------------------------

_ERA = r"(?:พ\s?\.\s?ศ\s?\.?|ปีงบประมาณ|ปี)\s*"
_FOUR = r"(?<!\d)(?<!\d[.,])2[456]\d\d(?!\d|[.,]\d)"
_RANGE = re.compile(rf"({_FOUR})\s*(?:[-–—]|ถึง)\s*(?:{_ERA}){{0,2}}({_FOUR}|(?<=[-–—])\d\d(?![\d,.]))")


@lru_cache(maxsize=1)
def _year_pattern() -> re.Pattern[str]:
    lists = words()["years"]
    months = "|".join(re.escape(month).replace(r"\.", r"\.\s?") for month in lists["months"])
    not_after = "".join(f"(?<!{re.escape(word)})(?<!{re.escape(word)} )" for word in lists["not_after"])
    not_before = "|".join(map(re.escape, lists["not_before"]))
    return re.compile(
        rf"(?P<four>{not_after}(?<!ค\.ศ\.)(?<!ค\.ศ\. ){_FOUR})(?!\s?(?:{not_before}))(?:[/-](?P<short>\d\d)(?![\d.,]))?"
        rf"|(?:{months})\s*(?P<two>\d\d)(?![\d.,])"
        rf"|(?<!ค)(?:พ\.\s?ศ\.|ปีงบประมาณ|ปี)\s?(?P<era>[5-9]\d)(?![\d.,])(?!\s?-)"
    )


def _mentions(text: str) -> Iterator[YearMention]:
    for match in _year_pattern().finditer(text):
        for name in ("four", "short", "two", "era"):
            digits = match[name]
            if digits is None or (name == "two" and int(digits) <= _LAST_DAY_OF_MONTH):
                continue
            year = int(digits) if name == "four" else 2500 + int(digits)
            if name == "short" and year <= int(match["four"]):
                continue
            yield YearMention(year, *match.span(name))


def years(text: str) -> list[YearMention]:
    """Every Buddhist year of ``text``: 24xx–26xx in either digits, and two digits behind a month or พ.ศ. (2568)."""
    return list(_mentions(to_arabic(text)))


def year_range(text: str) -> tuple[int, int] | None:
    """The first range of Buddhist years, "(พ.ศ. ๒๕๖๖ – ๒๕๗๐)", that does not run backwards; None without one."""
    for match in _RANGE.finditer(to_arabic(text)):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        if first <= last:
            return first, last
    return None


def fiscal_year_be(day: date) -> int:
    """The Buddhist fiscal year a day lies in; 2569 begins on 1 October 2568."""
    return day.year + BUDDHIST_OFFSET + (day.month >= _FIRST_FISCAL_MONTH)


def fiscal_year_bounds(year_be: int) -> tuple[date, date]:
    """First and last day of a Buddhist fiscal year."""
    gregorian = year_be - BUDDHIST_OFFSET
    return date(gregorian - 1, 10, 1), date(gregorian, 9, 30)
