"""Texts to read that nobody printed: the Lampang plan with something done to it, and plans of the same outline."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from plangraph.document import SourceText, read_source
from plangraph.records import PlanDocument, SourceSpan
from plangraph.sources import industry_plan
from plangraph.sources.repairs import Repairs, read_repairs
from support import LAMPANG

CORRECTIONS = read_repairs(LAMPANG.with_name("corrections.csv"))
LINES = read_source(LAMPANG).lines
NAME = LAMPANG.parent.name


def read_lines(lines: Sequence[str], *, name: str = NAME, repairs: Repairs = CORRECTIONS) -> PlanDocument:
    """The records of a text of the family, given as lines. Raises ``AssertionError`` when it names no year."""
    source = SourceText(Path(f"{name}.txt"), name, "utf-8", tuple(lines), "0" * 64)
    document = industry_plan.read(source, repairs)
    assert document is not None
    return document


def plain(value: object, lines: dict[int, int] | None = None) -> object:
    """A record as nested tuples that can be compared; spans as their lines, which ``lines`` may rename."""
    if isinstance(value, SourceSpan):
        names = lines or {}
        return ("lines", names.get(value.first_line, value.first_line), names.get(value.last_line, value.last_line))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value))
        return (type(value).__name__, *((name, plain(getattr(value, name), lines)) for name in fields))
    if isinstance(value, tuple | list):
        return tuple(plain(part, lines) for part in value)
    return value
