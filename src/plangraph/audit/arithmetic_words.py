"""The words and limits of ``data/arithmetic.toml``, and what they say of a row, a column or a figure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from plangraph.audit.findings import Cause, Severity
from plangraph.resources import package_file
from plangraph.thai import normalize, to_arabic

_NUMBERED: Final = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s")
_PARENTHESES: Final = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """The whole of ``data/arithmetic.toml``."""
    return tomllib.loads(package_file("data", "arithmetic.toml").read_text(encoding="utf-8"))


def limit(name: str) -> Decimal:
    return Decimal(settings()["limits"][name])


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """A text for patterns: clean, Arabic digits, no spaces, hyphens of line breaks gone, Latin in lower case."""
    plain = to_arabic(normalize(text)).lower()
    return re.sub(r"[\s*]|(?<=[\u0e00-\u0e7f])-(?=[\u0e00-\u0e7f])", "", plain)


def _says(text: str, key: str) -> bool:
    plain = squeezed(text)
    return any(squeezed(word) in plain for word in settings()["tables"][key])


@lru_cache(maxsize=4096)
def last_part(header: str) -> str:
    """The innermost part of a header or of a label with its group."""
    return header.rsplit(" / ", 1)[-1]


@lru_cache(maxsize=4096)
def is_total(label: str) -> bool:
    """Whether a row with this label sums up others."""
    plain = squeezed(_PARENTHESES.sub("", label)).rstrip(":")
    words = settings()["tables"]
    return plain.startswith(tuple(words["total_begins"])) or plain.endswith(tuple(words["total_ends"]))


@lru_cache(maxsize=4096)
def is_total_column(header: str) -> bool:
    """Whether some part of a column header is nothing but a word for a total."""
    parts = (squeezed(_PARENTHESES.sub("", part)) for part in header.split(" / "))
    return any(part in settings()["tables"]["total_columns"] for part in parts)


@lru_cache(maxsize=4096)
def is_share(text: str) -> bool:
    return _says(last_part(text), "shares") and not is_change(text)


@lru_cache(maxsize=4096)
def is_change(text: str) -> bool:
    return _says(last_part(text), "changes")


@lru_cache(maxsize=4096)
def is_rate(text: str) -> bool:
    return _says(last_part(text), "rates")


@lru_cache(maxsize=4096)
def is_average(text: str) -> bool:
    return squeezed(last_part(text)).startswith(tuple(settings()["tables"]["averages"]))


@lru_cache(maxsize=4096)
def is_remark(header: str) -> bool:
    return squeezed(header) in {squeezed(word) for word in settings()["tables"]["remarks"]}


def is_plain(header: str) -> bool:
    """Whether the figures of a column can be added up."""
    return not (is_share(header) or is_change(header) or is_rate(header) or is_average(header) or is_remark(header))


@lru_cache(maxsize=8192)
def is_plain_row(label: str) -> bool:
    """Whether the figures of a row can be added to others."""
    plain = squeezed(last_part(label))
    words = settings()["tables"]
    begins = plain.startswith(tuple(words["rate_rows"]))
    return not (begins or is_change(label) or _says(label, "rate_rows_hold"))


@lru_cache(maxsize=4096)
def numbering(label: str) -> tuple[int, ...]:
    """The outline number a label begins with: "๑.๑ กำลังแรงงาน" gives (1, 1)."""
    found = _NUMBERED.match(to_arabic(label))
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def counts_things(words: str) -> bool:
    """Whether a header, unit or caption says that things are counted one by one."""
    plain = squeezed(words)
    lists = settings()["tables"]
    if any(squeezed(word) in plain for word in lists["not_counted"]):
        return False
    return any(squeezed(word) in plain for word in lists["counted"])


# --- judging ---------------------------------------------------------------------------------------------------------


def severity_of(difference: Decimal, of: Decimal) -> Severity:
    """How severe a difference is, by its share of the figure."""
    share = abs(difference / of) if of else Decimal(1)
    if share >= limit("high_share"):
        return Severity.HIGH
    return Severity.MEDIUM if share >= limit("medium_share") else Severity.LOW


def severity_of_points(difference: Decimal) -> Severity:
    """How severe a difference of percentages is."""
    return Severity.MEDIUM if abs(difference) >= limit("medium_points") else Severity.LOW


def one_slip(first: str, second: str) -> bool:
    """Whether two printed figures differ in one digit, or in two neighbours exchanged."""
    left, right = (re.sub(r"\D", "", to_arabic(text)) for text in (first, second))
    if len(left) != len(right) or left == right:
        return False
    places = [at for at in range(len(left)) if left[at] != right[at]]
    swapped = len(places) == 2 and places[1] == places[0] + 1
    return len(places) == 1 or (swapped and left[places[0]] == right[places[1]] and left[places[1]] == right[places[0]])


def cause_of(first: str, second: str) -> Cause:
    """Two figures that differ in one digit look like a slip of reading or typing; more cannot be told."""
    return Cause.OCR if one_slip(first, second) else Cause.UNDETERMINED


def shown(value: Decimal, places: int) -> str:
    """A figure for people: grouped, with as many decimals as its document prints."""
    return f"{value.quantize(Decimal(1).scaleb(-places)):,}"


@dataclass(frozen=True, slots=True)
class Concept:
    """A quantity that plans give in several places."""

    id: str
    th: str
    en: str
    unit: str
    subject: re.Pattern[str] | None
    row: re.Pattern[str] | None
    column: re.Pattern[str] | None
    caption: re.Pattern[str] | None
    of_total: bool
    steady: bool
    growth: bool


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """The quantities of ``data/arithmetic.toml``, in its order."""

    def pattern(entry: dict[str, Any], name: str) -> re.Pattern[str] | None:
        return re.compile(entry[name], re.IGNORECASE) if name in entry else None

    return tuple(
        Concept(
            id=entry["id"],
            th=entry["th"],
            en=entry["en"],
            unit=entry["unit"],
            subject=pattern(entry, "subject"),
            row=pattern(entry, "row"),
            column=pattern(entry, "column"),
            caption=pattern(entry, "caption"),
            of_total=entry.get("of_total", False),
            steady=entry.get("steady", False),
            growth=entry.get("growth", False),
        )
        for entry in settings()["prose"]["concept"]
    )
