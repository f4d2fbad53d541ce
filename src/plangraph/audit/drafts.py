"""What a judge hands over: the lines and figures of one finding, before it has words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from plangraph.audit.findings import Cause, Severity
from plangraph.audit.pages import Page
from plangraph.texts import Lang

Cell: TypeAlias = str | int | Decimal | bool
Row: TypeAlias = dict[str, Cell]  # a row of a check's query; IRIs are strings, what has no value is absent
Word: TypeAlias = Cell | dict[Lang, str]  # a value of a message, the same or different in Thai and English


@dataclass(frozen=True, slots=True)
class Draft:
    """One finding of a rule."""

    lines: tuple[int, ...]
    values: Mapping[str, Word] = field(default_factory=dict)  # what the rule's sentences name in braces
    subjects: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()  # the printed words it is about; none: its whole lines
    severity: Severity | None = None  # None: the rule's
    cause: Cause | None = None  # None: the rule's, else what the printed words tell


Judge: TypeAlias = Callable[[Sequence[Row], Page], Iterator[Draft]]
