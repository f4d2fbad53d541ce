"""One difference between two sides, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from plangraph.diffing.facts import Lines
from plangraph.diffing.phrases import Phrase
from plangraph.diffing.rules import rules
from plangraph.texts import Lang

SEVERITIES: Final = ("high", "medium", "low", "none")
NO_SUBSTANCE: Final = ("reworded", "ocr", "continued", "uncompared")
_CHANGES: Final = ("dropped", "added", "renamed", "moved", "retargeted", "rebudgeted", "changed")  # in this order
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "projects": ("plan", "project", "brief", "year", "responsible"),
    "money": ("budget", "funding"),
    "measures": ("indicator", "target", "objective", "output", "outcome", "activity"),
    "links": ("verdict", "link"),
    "structure": ("vision", "mission", "guideline", "strategy", "goal"),
}

Figures = dict[str, Decimal | int | str]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing between side A and side B."""

    kind: str  # "project", "budget", "indicator", "target", "link" … : the members of GROUPS
    change: str  # added | dropped | renamed | moved | retargeted | rebudgeted | changed … | reworded | ocr | continued
    severity: str  # "high" | "medium" | "low"; "none": nothing of substance
    a: str | None  # what side A prints, None where it has nothing
    b: str | None
    lines_a: Lines
    lines_b: Lines
    message: Phrase
    why: tuple[Phrase, ...] = ()
    numbers: Figures = field(default_factory=dict)
    subjects: tuple[str, ...] = ()  # IRIs, of A first
    certain: bool = True  # False: it rests on a pair that is only proposed
    document_a: str = ""  # IRI of the document that lines_a count in
    document_b: str = ""

    @property
    def substance(self) -> bool:
        """Whether it counts as a difference."""
        return self.severity != "none"

    @property
    def group(self) -> str:
        """What it is shown under."""
        return next(group for group, kinds in GROUPS.items() if self.kind in kinds)

    def text(self, lang: Lang) -> str:
        """The message in ``lang``."""
        return self.message.say(lang)

    def reasons(self, lang: Lang) -> list[str]:
        """Why the two sides were taken for one thing, in ``lang``."""
        return [phrase.say(lang) for phrase in self.why]


def severity_of(kind: str, change: str, *, of_years: bool) -> str:
    """How much a kind of change matters by ``rules.toml``."""
    if change in NO_SUBSTANCE:
        return "none"
    name = f"{kind}.{change}"
    if of_years and name in rules()["severity_of_years"]:
        return str(rules()["severity_of_years"][name])
    return str(rules()["severity"].get(name, "low"))


def in_order(found: Sequence[Change]) -> list[Change]:
    """By group, then by severity, then by the lines of side B and A."""
    groups = list(GROUPS)
    return sorted(
        found,
        key=lambda each: (
            groups.index(each.group),
            SEVERITIES.index(each.severity),
            GROUPS[each.group].index(each.kind),
            _CHANGES.index(each.change) if each.change in _CHANGES else len(_CHANGES),
            each.lines_b or each.lines_a,
            each.lines_a,
            each.change,
            each.a or "",
            each.b or "",
        ),
    )
