"""The log of the review desk: every change and every refused one, appended and never rewritten.

Each line carries a digest over itself and the line before, so a line that was changed or removed is noticed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

from plangraph.reviewing.errors import ReviewError

NAME: Final = "decisions.log.tsv"
OUTCOMES: Final = ("confirmed", "refused", "undone", "already", "conflict")
_START: Final = "0" * 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: str  # when it was saved, UTC, ISO 8601
    outcome: str  # one of OUTCOMES
    reviewer: str
    date: str  # the date the person gives
    subject: str
    predicate: str
    object: str
    why: str
    replaced: str  # the row that stood before, verbatim with its tabs as blanks; "" for none


HEADER: Final = (*(each.name for each in fields(Entry)), "digest")


def append(folder: Path, entries: Iterable[Entry]) -> None:
    """Add lines at the end and make sure they are on the disk. Call it with the folder's lock held."""
    added = list(entries)
    if not added:
        return
    path = folder / NAME
    digest = _last_digest(path)
    lines = [] if path.exists() else [_line(HEADER)]
    for entry in added:
        cells = [_plain(cell) for cell in astuple(entry)]
        digest = _digest(digest, cells)
        lines.append(_line([*cells, digest]))
    with path.open("ab") as file:
        file.write("".join(lines).encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> list[Entry]:
    """Every line of the log; ``ReviewError`` names the first line that is not as it was written."""
    path = folder / NAME
    if not path.exists():
        return []
    digest, found = _START, []
    for number, cells in enumerate(_rows(path), start=1):
        if number == 1:
            continue
        digest = _digest(digest, cells[:-1])
        if len(cells) != len(HEADER) or cells[-1] != digest:
            raise ReviewError("log_changed", path=path, line=number)
        found.append(Entry(*cells[:-1]))
    return found


def _last_digest(path: Path) -> str:
    if not path.exists():
        return _START
    last = _rows(path)[-1]
    return last[-1] if last[-1] != HEADER[-1] else _START


def _rows(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))


def _digest(before: str, cells: Iterable[str]) -> str:
    return hashlib.sha256("\t".join([before, *cells]).encode("utf-8")).hexdigest()[:12]


def _line(cells: Iterable[str]) -> str:
    return "\t".join(cells) + "\n"


def _plain(cell: str) -> str:
    return " ".join(cell.split())
