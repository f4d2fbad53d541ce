"""The figures of a finding side by side: a row per place or year, columns for what is printed and what it should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from html import escape
from typing import Final

from plangraph.texts import Texts

SHOWN: Final = (
    "printed", "recomputed", "table", "brief", "amount", "spelt", "budget", "disbursed", "baht", "total", "once",
    "extra", "announced", "counted", "target", "past", "value", "rank", "latest", "difference",
)  # fmt: skip
MOST: Final = 14  # rows of one finding
_NAME: Final = re.compile(r"(?P<base>[A-Za-z]+)(?P<rest>(?:_\d+)*)(?P<also>_also_\d+)?")

Rows = dict[str, dict[str, str]]


def figure_table(numbers: Mapping[str, Decimal | int | str], say: Texts) -> str:
    """The figures as an HTML table with titles in the reader's language; nothing where there are none to compare."""
    rows = _rows(numbers)
    columns = sorted({column for cells in rows.values() for column in cells}, key=_place)
    if not columns:
        return ""
    head = "".join(f"<th>{escape(_title(column, say))}</th>" for column in columns)
    labelled = len(rows) > 1
    corner = "<th></th>" if labelled else ""
    body = ""
    for label, cells in list(rows.items())[:MOST]:
        first = f"<th>{escape(_label(label))}</th>" if labelled else ""
        values = "".join(f"<td>{escape(cells.get(column, ''))}</td>" for column in columns)
        body += f"<tr>{first}{values}</tr>"
    more = f'<p class="meta">… +{len(rows) - MOST}</p>' if len(rows) > MOST else ""
    return f'<table class="figures"><tr>{corner}{head}</tr>{body}</table>{more}'


def figure_text(numbers: Mapping[str, Decimal | int | str], say: Texts) -> str:
    """The same figures in one line: "ที่พิมพ์ 1,807.109 · คำนวณได้ 1,723.725", places set apart by semicolons."""
    rows = _rows(numbers)
    told = [
        " · ".join(f"{_title(column, say)} {cells[column]}" for column in sorted(cells, key=_place))
        for cells in rows.values()
    ]
    return "; ".join(told)


def _rows(numbers: Mapping[str, Decimal | int | str]) -> Rows:
    """By place or year: the figures by their column."""
    rows: Rows = {}
    for name, value in numbers.items():
        found = _NAME.fullmatch(name)
        if found is None or found["base"] not in SHOWN:
            continue
        places = found["rest"].strip("_").split("_") if found["rest"] else []
        column = found["base"]
        if column in ("value", "rank") and places:
            column = f"{column} {places.pop()}"
        label = f"{(found['also'] or '').rpartition('_')[2]}|{'_'.join(places)}"
        rows.setdefault(label, {})[column] = f"{value:,f}" if isinstance(value, Decimal) else str(value)
    return rows


def _label(label: str) -> str:
    """A year as it is; further places of the same finding are counted."""
    also, _, place = label.partition("|")
    return f"{'+' + also if also else ''} {place}".strip()


def _place(column: str) -> tuple[int, str]:
    return SHOWN.index(column.partition(" ")[0]), column


def _title(column: str, say: Texts) -> str:
    base, _, number = column.partition(" ")
    return f"{say(f'figure_{base}')} {number}".strip()
