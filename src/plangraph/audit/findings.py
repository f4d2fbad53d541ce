"""One finding of the audit: what contradicts what, in which lines, with which figures, and what to do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

KEY_DIGITS = 8


class Severity(StrEnum):
    """How much a finding matters to a reviewer."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the one that matters most."""
        return list(Severity).index(self)


class Cause(StrEnum):
    """Whose error it looks like."""

    DOCUMENT = "document"
    OCR = "ocr"
    UNDETERMINED = "undetermined"


class Status(StrEnum):
    """What a person said of it; ``open`` until somebody looked."""

    OPEN = "open"
    ACCEPTED = "accepted"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. The same defect repeated is one finding with all its lines."""

    rule: str  # "budget-row-contradicts-brief": the name of its rule, its docs page and its check file
    severity: Severity
    cause: Cause
    lines: tuple[int, ...]  # only those the message relies on, ascending
    message_th: str
    message_en: str
    fix_th: str
    fix_en: str
    numbers: dict[str, Decimal | int | str] = field(default_factory=dict)  # printed, recomputed, difference …
    subjects: tuple[str, ...] = ()  # IRIs
    document: str = ""  # IRI of the document the lines belong to
    status: Status = Status.OPEN
    reason: str = ""  # why a person accepted it or called it false
    group: str = "tables"  # money | time | targets | structure | tables | names | alignment

    @property
    def key(self) -> str:
        """What a person's decision names it by: its rule and a digest of its place and figures."""
        figures = (f"{name}={value}" for name, value in sorted(self.numbers.items()))
        place = "\n".join((self.document, *map(str, self.lines), *self.subjects, *figures))
        return f"{self.rule}#{hashlib.sha256(place.encode()).hexdigest()[:KEY_DIGITS]}"
