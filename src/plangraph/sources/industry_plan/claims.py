"""What the readers of section 2 share: claims still being read, elements the section spells out, achievement text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plangraph.records import Claim, ForeignElement, Kind, PlanComponent, Reference, SourceSpan
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.walk import Step
from plangraph.sources.listing import wraps
from plangraph.sources.reading import Reading
from plangraph.thai import quantities

CODE_BEHIND = re.compile(r"\((?:รหัส ?)?(?P<code>\d{6})\)$")
YEARS_BEHIND = re.compile(r"\(พ\.ศ\. ?\d{4} ?- ?\d{4}\)$")


@dataclass(slots=True)
class OpenClaim:
    """A claim still being read."""

    target: Reference
    achievement: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Alignment:
    """What the alignment section yields."""

    claims: list[Claim] = field(default_factory=list)
    foreign: list[ForeignElement] = field(default_factory=list)
    components: list[PlanComponent] = field(default_factory=list)


class ClaimSection:
    """Shared state of one reader of the alignment section."""

    def __init__(self, reading: Reading, part: Part, out: Alignment) -> None:
        self.reading, self.part, self.out = reading, part, out
        self.open: list[OpenClaim] = []
        self.mode = ""

    def claim(self, step: Step, kind: Kind, within: Reference | None = None, *, own_number: bool = True) -> Reference:
        label = step.label
        title, code = _title_and_code(step.text, kind)
        target = Reference(
            kind=kind,
            title=title,
            span=step.span(self.reading),
            number=label.number if label and own_number else None,
            code=label.code if label and label.code else code,
            within=within,
        )
        self.open.append(OpenClaim(target))
        self.reading.read(step.first, step.last)
        return target

    def add(
        self, step: Step, kind: Kind, plan: Reference, parent: Reference | None, heading: SourceSpan | None
    ) -> ForeignElement:
        label = step.label
        element = ForeignElement(
            kind=kind,
            title=step.text,
            span=step.span(self.reading),
            plan=plan,
            number=label.number if label else step.number,
            code=label.code if label else None,
            parent=parent,
            heading=heading,
            quantities=tuple(quantities(step.text)) if kind is Kind.INDICATOR else (),
        )
        self.out.foreign.append(element)
        self.reading.read(step.first, step.last)
        return element

    def achieve(self, step: Step, owner: OpenClaim | None) -> None:
        """Text of an achievement paragraph belongs to the claim it follows."""
        if owner is None:
            return
        if step.text:
            owner.achievement.append(step.text)
            owner.lines += [step.first, step.last]
        self.reading.read(step.first, step.last)

    def close(self) -> None:
        for item in self.open:
            span = self.reading.span(min(item.lines), max(item.lines)) if item.lines else None
            self.out.claims.append(Claim(item.target, " ".join(item.achievement), span))

    def last_open(self, kinds: tuple[Kind, ...]) -> OpenClaim | None:
        return next((item for item in reversed(self.open) if item.target.kind in kinds), None)


def _title_and_code(text: str, kind: Kind) -> tuple[str, str | None]:
    """A goal without the code behind it in parentheses, and that code; a master plan without its years."""
    code = CODE_BEHIND.search(text) if kind is Kind.GOAL else None
    if code:
        return text[: code.start()].strip(), code["code"]
    return (YEARS_BEHIND.sub("", text) if kind is Kind.MASTER_PLAN else text).strip(), None


def is_running(reading: Reading, step: Step) -> bool:
    """Achievement text runs: a numbered or bulleted paragraph, or a line of some length."""
    return bool(step.marker) or len(step.text) >= 60 or wraps(reading, reading.above(step.first), step.first)
