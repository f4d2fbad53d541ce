"""Findings as rows: what JSON, CSV and workbook share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Final

from plangraph.audit.findings import Finding
from plangraph.audit.pages import Page
from plangraph.texts import Lang

HEADER: Final = (
    "severity", "rule", "lines", "message", "fix", "numbers", "cause", "status", "reason", "key", "group", "document",
)  # fmt: skip


def number(value: Decimal | int | str) -> int | float | str:
    """A figure as JSON and spreadsheets hold it; printed ones stay text."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def as_json(found: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings as DESIGN.md has them; the keys behind ``status`` name, place and explain them."""
    return [
        {
            "rule": each.rule,
            "severity": each.severity.value,
            "cause": each.cause.value,
            "lines": list(each.lines),
            "message_th": each.message_th,
            "message_en": each.message_en,
            "fix_th": each.fix_th,
            "fix_en": each.fix_en,
            "numbers": {name: number(value) for name, value in each.numbers.items()},
            "subjects": list(each.subjects),
            "status": each.status.value,
            "key": each.key,
            "group": each.group,
            "document": each.document,
            "reason": each.reason,
        }
        for each in found
    ]


def as_row(each: Finding, lang: Lang) -> list[object]:
    """One finding in the order of ``HEADER``."""
    return [
        each.severity.value,
        each.rule,
        line_list(each.lines),
        message(each, lang),
        fix(each, lang),
        figures(each.numbers),
        each.cause.value,
        each.status.value,
        each.reason,
        each.key,
        each.group,
        each.document.rpartition("/")[2],
    ]


def message(each: Finding, lang: Lang) -> str:
    return each.message_th if lang == "th" else each.message_en


def fix(each: Finding, lang: Lang) -> str:
    return each.fix_th if lang == "th" else each.fix_en


def figures(numbers: Mapping[str, Decimal | int | str]) -> str:
    """The figures of a finding on one line."""
    return "; ".join(f"{name}={number(value)}" for name, value in numbers.items())


def line_list(lines: Iterable[int]) -> str:
    """Lines for people: three or more in a row as a range, "865–867, 901"."""
    runs = [[line for _, line in run] for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def quoted(each: Finding, pages: Mapping[str, Page]) -> list[tuple[int, str]]:
    """The lines a finding relies on with their printed text."""
    page = pages.get(each.document)
    return [(line, page.text(line) if page else "") for line in each.lines]
