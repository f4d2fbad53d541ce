"""One finding of the audit: what contradicts what, in which lines, with which figures, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to a reviewer."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


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

    rule: str  # "money-row-against-brief": the name of its rule, its docs page and its check file
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
