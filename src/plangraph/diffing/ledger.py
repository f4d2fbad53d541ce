"""Where the parts of a comparison write down what they find: changes, and what differs in print alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plangraph.diffing.changes import Change, Figures, severity_of
from plangraph.diffing.facts import Lines, PlanFacts, ProjectFacts
from plangraph.diffing.phrases import Phrase
from plangraph.thai import normalize
from plangraph.thai_text import MARKS

_MARK = re.compile(f"[{MARKS}\u0e32\u0e33]")
_LONGEST = 150  # characters of a text inside a message; the whole text stands in ``a`` and ``b``


@dataclass(slots=True)
class _Misread:
    """Things of one kind that differ in print alone."""

    lines_a: set[int] = field(default_factory=set)
    lines_b: set[int] = field(default_factory=set)
    count: int = 0
    example: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Ledger:
    """The changes between two plans."""

    plan_a: PlanFacts
    plan_b: PlanFacts
    changes: list[Change] = field(default_factory=list)
    _misread: dict[str, _Misread] = field(default_factory=dict)

    @property
    def of_years(self) -> bool:
        """Whether the two are plans of different years, not two versions of one."""
        return self.plan_a.year != self.plan_b.year

    @property
    def side_a(self) -> Phrase:
        return Phrase("side_year", year=self.plan_a.year) if self.of_years else Phrase("side_a")

    @property
    def side_b(self) -> Phrase:
        return Phrase("side_year", year=self.plan_b.year) if self.of_years else Phrase("side_b")

    def severity(self, kind: str, change: str) -> str:
        """How much such a change matters between these two plans."""
        return severity_of(kind, change, of_years=self.of_years)

    def add(
        self,
        kind: str,
        change: str,
        message: str,
        *,
        a: str | None = None,
        b: str | None = None,
        lines: tuple[Lines, Lines] = ((), ()),
        subjects: Sequence[str] = (),
        numbers: Figures | None = None,
        why: tuple[Phrase, ...] = (),
        certain: bool = True,
        severity: str | None = None,
        **values: object,
    ) -> None:
        """Write down a change; ``message`` is the key of its sentence, which gets sides, ``a``, ``b`` and values."""
        filled = {"a": clip(a), "b": clip(b), "side_a": self.side_a, "side_b": self.side_b, **values}
        self.changes.append(
            Change(
                kind=kind,
                change=change,
                severity=severity or self.severity(kind, change),
                a=a,
                b=b,
                lines_a=lines[0],
                lines_b=lines[1],
                message=Phrase(message, **filled),
                why=why,
                numbers=numbers or {},
                subjects=tuple(dict.fromkeys(subjects)),
                certain=certain,
                document_a=self.plan_a.document,
                document_b=self.plan_b.document,
            )
        )

    def misread(self, kind: str, a: str, b: str, lines: tuple[Lines, Lines]) -> None:
        """Write down a text that differs in spaces, marks, digits or letters that look alike, and in nothing else."""
        if " ".join(a.split()) == " ".join(b.split()):
            return
        entry = self._misread.setdefault(kind, _Misread())
        entry.lines_a.update(lines[0])
        entry.lines_b.update(lines[1])
        entry.count += 1
        entry.example = entry.example if entry.count > 1 else (a, b)

    def close(self) -> list[Change]:
        """All changes; of what differs in print alone one for each kind, with all its lines."""
        for kind, entry in sorted(self._misread.items()):
            self.add(
                kind,
                "ocr",
                "misread",
                a=entry.example[0],
                b=entry.example[1],
                lines=(tuple(sorted(entry.lines_a)), tuple(sorted(entry.lines_b))),
                numbers={"count": entry.count},
                what=Phrase(f"kind_{kind}"),
                count=entry.count,
            )
        self._misread.clear()
        return self.changes


def clip(text: str | None, longest: int = _LONGEST) -> str:
    """A text on one line, cut to what a message has room for, not before a mark."""
    clean = normalize(text or "")
    if len(clean) <= longest:
        return clean
    end = longest
    while end < len(clean) and _MARK.match(clean[end]):
        end += 1
    return clean[:end].rstrip("เแโใไ ") + "…"


def of_project(project: ProjectFacts) -> Phrase:
    """The project as a message names it: โครงการ “…”."""
    return Phrase("of_project", name=clip(short_name(project.name)))


def short_name(name: str) -> str:
    """A project name without the word โครงการ in front, which the sentences say themselves."""
    clean = normalize(name)
    return clean.removeprefix("โครงการ").strip() or clean
