"""Find what a brief's text names, from strategies and milestones to laws and slogans, and how it speaks of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from plangraph.records import Kind, Mention, Reference, SourceSpan
from plangraph.sources.industry_plan.labels import group
from plangraph.sources.industry_plan.plan_names import named_plan
from plangraph.thai_text import spaced

CLAUSE = 70  # characters before a mention in which its cue may stand
DEVELOPMENT_PLAN = "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ"
PARTS = {  # what a mention right before may be the whole of
    Kind.STRATEGIC_ISSUE: (Kind.NATIONAL_STRATEGY,),
    Kind.SUB_PLAN: (Kind.MASTER_PLAN,),
    Kind.GOAL: (Kind.MASTER_PLAN, Kind.SUB_PLAN),
}


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    kind: Kind
    pattern: re.Pattern[str]
    title: str  # fixed title of a policy known under many wordings, else ""
    always: str  # "" | "stated" | "cites"


@dataclass(frozen=True, slots=True)
class Cues:
    follow: re.Pattern[str]
    joined: re.Pattern[str]
    negated_before: re.Pattern[str]
    negated_after: re.Pattern[str]
    agency: re.Pattern[str]
    project: re.Pattern[str]
    agency_window: int


@dataclass(frozen=True, slots=True)
class Found:
    """A mention by its offsets in the field's text."""

    start: int  # of the clause to quote: its cue ("สอดคล้องกับ") or the name itself
    end: int
    rule: Rule
    title: str
    number: int | None
    code: str | None
    plan: str | None
    role: str
    agency: bool
    field: str
    parent: Found | None = None  # the mention right before, which this one is a part of

    def at(self, span: SourceSpan) -> Mention:
        """The mention with the clause it is quoted by."""
        return Mention(self._target(span), self.role, self.field, self.agency, self.rule.id)

    def _target(self, span: SourceSpan) -> Reference:
        if self.rule.kind is Kind.PLAN:
            return named_plan(self.title or f"{DEVELOPMENT_PLAN} ฉบับที่ {self.plan}", span)
        return Reference(self.rule.kind, self.title, span, self.number, self.code, self._within(span))

    def _within(self, span: SourceSpan) -> Reference | None:
        if self.parent is not None:
            return self.parent._target(span)
        if self.plan is None:
            return None
        if self.rule.kind is Kind.MILESTONE:
            return named_plan(f"{DEVELOPMENT_PLAN} ฉบับที่ {self.plan}", span)
        return named_plan(f"แผนพัฒนา{self.plan}", span)


@cache
def _load() -> tuple[tuple[Rule, ...], Cues]:
    text = resources.files(__package__).joinpath("mentions.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    rules = tuple(
        Rule(
            id=row["id"],
            kind=Kind(row["kind"]),
            pattern=re.compile(spaced(_filled(row["pattern"], data["parts"]))),
            title=row.get("title", ""),
            always=row.get("always", ""),
        )
        for row in data["rule"]
    )
    cues = data["cues"]
    return rules, Cues(
        follow=re.compile(spaced(cues["follow"] + cues["between"])),
        joined=re.compile(spaced(cues["joined"])),
        negated_before=re.compile(spaced(cues["negated_before"])),
        negated_after=re.compile(spaced(cues["negated_after"])),
        agency=re.compile(spaced(cues["agency"])),
        project=re.compile(spaced(cues["project"])),
        agency_window=cues["agency_window"],
    )


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, body in parts.items():
        pattern = pattern.replace("{" + name + "}", body)
    return pattern


def find_mentions(text: str, field: str) -> tuple[Found, ...]:
    """All mentions of a field's folded text, left to right, none inside another."""
    rules, cues = _load()
    taken = bytearray(len(text))
    raw: list[tuple[Rule, re.Match[str]]] = []
    for rule in rules:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if end > start and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                raw.append((rule, match))
    raw.sort(key=lambda row: row[1].start())
    return tuple(_judged(text, field, raw, cues))


def _judged(text: str, field: str, raw: list[tuple[Rule, re.Match[str]]], cues: Cues) -> Iterator[Found]:
    before: Found | None = None
    for rule, match in raw:
        start = match.start()
        end = start + len(match[0].rstrip())
        role = _role(text, match, rule, before, cues)
        number = group(match, "n")
        plan = group(match, "plan")
        found = Found(
            start=_cue_start(text, start, before, cues) if role == "stated" else start,
            end=end,
            rule=rule,
            title=(rule.title or group(match, "title") or group(match, "latin") or "").strip(),
            number=int(number) if number else None,
            code=group(match, "code"),
            plan=plan,
            role=role,
            agency=_agency(text, start, cues),
            field=field,
            parent=_parent(text, start, rule, before),
        )
        before = found
        yield found
        for other in re.findall(r"\d+", group(match, "more") or ""):
            yield replace(found, number=int(other), title="")


def _parent(text: str, start: int, rule: Rule, before: Found | None) -> Found | None:
    """The mention right before that this one is a part of: a sub-plan of a master plan, a goal of a sub-plan."""
    near = before is not None and not text[before.end : start].strip(" ,:()-")
    return before if near and before is not None and before.rule.kind in PARTS.get(rule.kind, ()) else None


def _cue_start(text: str, start: int, before: Found | None, cues: Cues) -> int:
    """Where the cue in front of a name begins, behind the mention before; the name's own begin without one."""
    first = max(start - CLAUSE, before.end if before else 0, 0)
    cue = cues.follow.search(text[first:start])
    return first + cue.start() if cue else start


def _role(text: str, match: re.Match[str], rule: Rule, before: Found | None, cues: Cues) -> str:
    start, end = match.start(), match.start() + len(match[0].rstrip())
    clause = text[max(0, start - CLAUSE, before.end if before else 0) : start]
    if cues.negated_before.search(clause) or cues.negated_after.match(text[end : end + CLAUSE]):
        return "negated"
    if rule.always:
        return rule.always
    if group(match, "count"):
        return "cites"  # "SDGs 14 ใน 17 เป้าหมาย" counts goals, it follows none
    if cues.follow.search(clause):
        return "stated"
    if before and text[before.end : start] == clause and cues.joined.match(clause) and before.role != "cites":
        return before.role
    return "cites"


def _agency(text: str, start: int, cues: Cues) -> bool:
    """Whether the sentence speaks of an agency's mission: such a word stands before, and no project between."""
    window = text[max(0, start - cues.agency_window) : start]
    found = list(cues.agency.finditer(window))
    return bool(found) and not cues.project.search(window[found[-1].end() :])
