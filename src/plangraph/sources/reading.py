"""The desk a family module reads at: lines, folded lines, spans, OCR repairs, and the account of every line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from plangraph.document import SourceText
from plangraph.records import Fate, Gap, Prose, SourceSpan
from plangraph.sources.doubled import doubled_lines
from plangraph.sources.folding import Folded, fold
from plangraph.sources.repairs import Repairs
from plangraph.sources.strangers import Vocabulary


@dataclass(slots=True)
class LossAccount:
    """What became of every line; a non-blank line nobody claims ends as unread."""

    fates: list[Fate]
    ignored: dict[str, list[int]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)  # lines inside a list or table that fit nothing there

    @classmethod
    def of(cls, lines: tuple[str, ...]) -> LossAccount:
        return cls([Fate.UNREAD if line.strip() else Fate.BLANK for line in lines])

    def mark(self, fate: Fate, first: int, last: int) -> None:
        """Lines ``first`` to ``last`` (from 1) end as ``fate``; blank lines stay blank, ignored ones ignored."""
        for index in range(first - 1, last):
            if self.fates[index] not in (Fate.BLANK, Fate.IGNORED):
                self.fates[index] = fate

    def ignore(self, reason: str, line: int) -> None:
        """The line is left out for a named reason."""
        if self.fates[line - 1] is not Fate.BLANK:
            self.fates[line - 1] = Fate.IGNORED
            self.ignored.setdefault(reason, []).append(line)

    def leave(self, line: int) -> None:
        """The line stands inside a list or table and fits nothing there: it stays unread, and is no running text."""
        self.left.add(line)

    def open(self, line: int) -> bool:
        """Whether nobody has claimed the line yet, or left it unread on purpose."""
        return self.fates[line - 1] is Fate.UNREAD and line not in self.left


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines without a blank one between them."""

    first: int
    last: int


DOUBLED = "หน้าที่สแกนซ้ำ"
NEAR = 40  # lines: two that are further apart are no neighbours, whatever stands between


def _without(source: SourceText, numbers: frozenset[int]) -> SourceText:
    lines = ("" if number in numbers else line for number, line in enumerate(source.lines, start=1))
    return replace(source, lines=tuple(lines))


class Reading:
    """One document being read: everything the section readers share."""

    def __init__(self, source: SourceText, repairs: Repairs) -> None:
        self.printed = source
        self.doubled = doubled_lines(source.lines)  # pages that were scanned twice: readers see nothing there
        self.source = source if not self.doubled else _without(source, self.doubled)
        self.repairs = repairs
        self.account = LossAccount.of(source.lines)
        for number in sorted(self.doubled):
            self.account.ignore(DOUBLED, number)
        self.warnings: list[Gap] = []
        self.prose: list[Prose] = []
        self._folded: dict[int, Folded] = {}
        self._strangers: dict[int, bool] = {}

    @cached_property
    def last_line(self) -> int:
        return len(self.source.lines)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.folded(number).text for number in range(1, self.last_line + 1))

    def stranger(self, number: int) -> bool:
        """Whether the line belongs to no other line of the document, by its script or its words; a table row never."""
        if number not in self._strangers:
            line = self.line(number)
            plain = "\t" not in line and bool(line.strip())
            self._strangers[number] = plain and self._vocabulary.strange(self.folded(number).text)
        return self._strangers[number]

    def strange(self, text: str) -> bool:
        """Whether a folded stretch of text, such as a cell, has nothing to do with the rest of the document."""
        return self._vocabulary.strange(text)

    def strangers(self, first: int, last: int) -> tuple[int, ...]:
        """The strangers among lines ``first`` to ``last``."""
        return tuple(number for number in self.numbers(first, last) if self.stranger(number))

    def above(self, number: int) -> int:
        """The next line above, not too far, that is neither blank nor a stranger; 0 without one."""
        near = range(number - 1, max(0, number - 1 - NEAR), -1)
        return next((n for n in near if not self.blank(n) and not self.stranger(n)), 0)

    def neighbours(self, before: int, after: int) -> bool:
        """Whether nothing stands between two lines but strangers, each run of them tight or between two blank lines."""
        if after - before > NEAR:
            return False
        between = range(before + 1, after)
        strangers = [number for number in between if self.stranger(number)]
        blanks = sum(1 for number in between if self.blank(number))
        if len(strangers) + blanks < len(between):
            return False
        runs = sum(1 for number in strangers if number - 1 not in strangers)
        return blanks in (0, 2 * runs) if runs else not between

    def line(self, number: int) -> str:
        """The verbatim line, counted from 1."""
        return self.source.lines[number - 1]

    def folded(self, number: int) -> Folded:
        if number not in self._folded:
            self._folded[number] = fold(self.line(number))
        return self._folded[number]

    def text(self, number: int, role: str = "*") -> str:
        """Clean reading of a whole line in a section of that role."""
        return self.repairs.apply(self.folded(number).text.strip(), role, line_start=True)

    def clean(self, text: str, role: str = "*") -> str:
        """Clean reading of a stretch of text."""
        return self.repairs.apply(fold(text).text.strip(), role) if text else ""

    def blank(self, number: int) -> bool:
        return not self.line(number).strip()

    def span(self, first: int, last: int | None = None) -> SourceSpan:
        """Whole lines, ends stripped."""
        last = first if last is None else last
        head, tail = self.line(first), self.line(last)
        start, end = len(head) - len(head.lstrip()), len(tail.rstrip())
        return self.between(first, start, last, end)

    def between(self, first: int, start: int, last: int, end: int) -> SourceSpan:
        """From verbatim offset ``start`` of line ``first`` to ``end`` of line ``last``."""
        lines = self.printed.lines[first - 1 : last]
        text = lines[0][start:end] if first == last else "\n".join([lines[0][start:], *lines[1:-1], lines[-1][:end]])
        return SourceSpan(self.source.document_id, first, last, text, start, end)

    def as_printed(self, span: SourceSpan) -> SourceSpan:
        """A span of whole lines with what stands between them on pages that readers do not see."""
        hidden = any(span.first_line < number < span.last_line for number in self.doubled)
        return self.span(span.first_line, span.last_line) if hidden else span

    def clause(self, number: int, start: int, end: int) -> SourceSpan:
        """Folded offsets of one line, quoted verbatim."""
        begin, stop = self.folded(number).back(start, end)
        return self.between(number, begin, number, stop)

    def read(self, first: int, last: int | None = None) -> None:
        """Lines ``first`` to ``last`` are understood; a stranger between the two is not."""
        self._mark(Fate.READ, first, first if last is None else last)

    def _mark(self, fate: Fate, first: int, last: int) -> None:
        for number in range(first, last + 1):
            if number in (first, last) or not self.stranger(number):
                self.account.mark(fate, number, number)

    def running_text(self, heading: str, first: int, last: int | None = None) -> Prose:
        """Keep running text under its heading as a passage."""
        last = first if last is None else last
        self._mark(Fate.PROSE, first, last)
        prose = Prose(heading, self.span(first, last))
        self.prose.append(prose)
        return prose

    def warn(self, th: str, en: str, line: int | None = None) -> None:
        self.warnings.append(Gap(th, en, line))

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """The blocks of a stretch of lines."""
        start: int | None = None
        for number in range(first, last + 2):
            inside = number <= last and not self.blank(number)
            if inside and start is None:
                start = number
            elif not inside and start is not None:
                yield Block(start, number - 1)
                start = None

    def numbers(self, first: int, last: int) -> Iterator[int]:
        """The non-blank lines of a stretch."""
        return (number for number in range(first, last + 1) if not self.blank(number))
