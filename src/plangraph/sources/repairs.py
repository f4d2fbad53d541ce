"""OCR repairs are data: rows of (wrong, right, scope, reason), laid over the clean reading, never the verbatim text.

``scope`` is the role of the section a repair applies in ("alignment.nesdp"; "*" for everywhere) and reaches the
sections below it; a trailing ``^`` ("alignment.nesdp^") limits it to the start of a line. ``{n}`` in ``wrong`` stands
for a number and is put back where ``right`` says ``{n}``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import PlanGraphError
from plangraph.sources.folding import clean

COLUMNS = ("wrong", "right", "scope", "reason")


class BadRepair(PlanGraphError, ValueError):
    """A row of a repair table cannot be used."""

    def __init__(self, path: Path, line: int, problem_th: str, problem_en: str) -> None:
        super().__init__(
            th=f"{path}:{line}: {problem_th} — แก้แถวนี้ในตารางคำแก้ OCR",
            en=f"{path}:{line}: {problem_en}; mend this row of the repair table",
        )


@dataclass(frozen=True, slots=True)
class Repair:
    wrong: str
    right: str
    scope: str
    reason: str
    at_start: bool
    pattern: re.Pattern[str]

    def covers(self, role: str) -> bool:
        return self.scope in {"*", role} or role.startswith(self.scope + ".")


@dataclass(frozen=True, slots=True)
class Repairs:
    """The repairs of one document: its own and those of its family."""

    rows: tuple[Repair, ...] = ()

    def apply(self, text: str, role: str = "*", *, line_start: bool = False) -> str:
        """Clean reading of ``text`` as it stands in a section of that role."""
        for row in self.rows:
            if row.covers(role) and (line_start or not row.at_start):
                text = row.pattern.sub(row.right, text, count=1 if row.at_start else 0)
        return text

    def mapped(self, text: str, role: str) -> tuple[str, tuple[int, ...]]:
        """The repaired text and, for each of its offsets, the offset in ``text`` (one more than its length)."""
        back = list(range(len(text) + 1))
        for row in self.rows:
            if not row.covers(role) or row.at_start:
                continue
            pieces: list[str] = []
            origin: list[int] = []
            end = 0
            for found in row.pattern.finditer(text):
                right = found.expand(row.right)
                pieces += [text[end : found.start()], right]
                origin += back[end : found.start()] + _stretch(back[found.start()], back[found.end()], len(right))
                end = found.end()
            text, back = "".join([*pieces, text[end:]]), origin + back[end:]
        return text, tuple(back)

    def __add__(self, other: Repairs) -> Repairs:
        return Repairs(self.rows + other.rows)


def _stretch(start: int, end: int, count: int) -> list[int]:
    """Offsets for ``count`` new characters that stand for the old ones from ``start`` to ``end``."""
    return [min(start + index, max(start, end - 1)) for index in range(count)]


def _pattern(wrong: str, at_start: bool) -> re.Pattern[str]:
    body = re.escape(clean(wrong)).replace(r"\{n\}", r"(?P<n>\d{1,4})").replace(r"\ ", r"\s?")
    return re.compile(("^" if at_start else "") + body)


def _replacement(right: str) -> str:
    return right.replace("\\", "\\\\").replace("{n}", r"\g<n>")


def read_repairs(path: Path) -> Repairs:
    """Read one repair table (CSV, UTF-8, header ``wrong,right,scope,reason``).

    Raises BadRepair on an unknown column or an empty ``wrong`` or ``reason``.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadRepair(path, 1, f"คอลัมน์ต้องเป็น {','.join(COLUMNS)}", f"columns must be {','.join(COLUMNS)}")
        return Repairs(tuple(_row(path, number, row) for number, row in enumerate(reader, start=2)))


def _row(path: Path, number: int, row: dict[str, str]) -> Repair:
    if None in row or any(row.get(name) is None for name in COLUMNS):
        raise BadRepair(path, number, "จำนวนช่องไม่ครบ 4 ช่อง", "the row does not have four cells")
    if not row["wrong"].strip() or not row["reason"].strip() or not row["scope"].strip():
        raise BadRepair(path, number, "ต้องมี wrong, scope และ reason", "wrong, scope and reason must not be empty")
    at_start = row["scope"].endswith("^")
    return Repair(
        wrong=row["wrong"],
        right=_replacement(row["right"]),
        scope=row["scope"].rstrip("^"),
        reason=row["reason"],
        at_start=at_start,
        pattern=_pattern(row["wrong"], at_start),
    )
