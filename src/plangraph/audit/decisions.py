"""What people decided about findings: ``graph/reviews/findings.csv``, one decision per line, read strictly.

Columns: ``finding`` (its key), ``status`` (accepted or false), ``reason``, ``reviewer``, ``date`` (Gregorian ISO 8601).
An accepted finding is right and stays as it is for the reason given; a false one is none. Both are shown apart.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from plangraph.audit.findings import Finding, Status
from plangraph.errors import PlanGraphError

FILE: Final = "findings.csv"
COLUMNS: Final = ("finding", "status", "reason", "reviewer", "date")
_KEY: Final = re.compile(r"[a-z0-9-]+#[0-9a-f]{8}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DECIDED: Final = {Status.ACCEPTED.value: Status.ACCEPTED, Status.FALSE.value: Status.FALSE}


class BrokenDecision(PlanGraphError, ValueError):
    """A row of the decisions on findings cannot be used."""

    def __init__(self, path: Path, line: int, *, th: str, en: str) -> None:
        super().__init__(th=f"{path}:{line}: {th}", en=f"{path}:{line}: {en}")
        self.path, self.line = path, line


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: what a person said of a finding."""

    finding: str
    status: Status
    reason: str
    reviewer: str
    date: str

    @property
    def why(self) -> str:
        """The reason with who gave it and when."""
        return f"{self.reason} ({self.reviewer}, {self.date})"


def read_decisions(path: Path) -> dict[str, Decision]:
    """The decisions by the key of their finding; without the file there are none. Raises ``BrokenDecision``."""
    if not path.is_file():
        return {}
    decisions: dict[str, Decision] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            heads = ", ".join(COLUMNS)
            raise BrokenDecision(path, 1, th=f"ต้องมีหัวคอลัมน์ {heads}", en=f"the columns must be {heads}")
        for row in reader:
            decision = _decision(path, reader.line_num, row)
            if decision.finding in decisions:
                raise BrokenDecision(
                    path, reader.line_num, th="ตัดสินข้อนี้ไว้แล้วในแถวก่อน ลบแถวใดแถวหนึ่ง", en="decided twice; delete one row"
                )
            decisions[decision.finding] = decision
    return decisions


def _decision(path: Path, line: int, row: Mapping[str | None, str | None]) -> Decision:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if None in row or not all(cells.values()):
        raise BrokenDecision(path, line, th="ทุกช่องต้องมีค่า และไม่มีช่องเกิน", en="every column needs a value, and no more")
    if not _KEY.fullmatch(cells["finding"]):
        raise BrokenDecision(path, line, th="รหัสข้อค้นพบต้องเป็นรูป rule#12ab34cd", en="a finding is named rule#12ab34cd")
    if cells["status"] not in _DECIDED:
        raise BrokenDecision(path, line, th="status ต้องเป็น accepted หรือ false", en="status is accepted or false")
    if not _DATE.fullmatch(cells["date"]):
        raise BrokenDecision(path, line, th="date ต้องเป็นรูป 2026-01-31", en="date is written 2026-01-31")
    return Decision(cells["finding"], _DECIDED[cells["status"]], cells["reason"], cells["reviewer"], cells["date"])


def decided(found: Iterable[Finding], decisions: Mapping[str, Decision]) -> list[Finding]:
    """The findings with what people said of them."""
    return [
        replace(finding, status=decision.status, reason=decision.why)
        if (decision := decisions.get(finding.key))
        else finding
        for finding in found
    ]


def unmatched(found: Iterable[Finding], decisions: Mapping[str, Decision]) -> list[str]:
    """Keys of decisions whose finding is not there any more: the document was mended, or its lines moved."""
    return sorted(set(decisions) - {finding.key for finding in found})
