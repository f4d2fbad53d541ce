"""Find what a brief's text names, from strategies and milestones to laws and slogans, and how it speaks of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from plangraph.records import Kind, Mention, Reference, SourceSpan
from plangraph.sources.industry_plan.plan_names import named_plan
from plangraph.thai_text import spaced

CLAUSE = 70  # characters before a mention in which its cue may stand


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

    def at(self, span: SourceSpan) -> Mention:
        """The mention with the clause it is quoted by."""
        within = (
            named_plan(f"แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ {self.plan}", span) if self._in_development_plan() else None
        )
        if self.rule.kind is Kind.DEVELOPMENT_ISSUE and self.plan:
            within = named_plan(f"แผนพัฒนา{self.plan}", span)
        if self.rule.kind is Kind.PLAN:
            named = named_plan(self.title, span)
            return Mention(named, self.role, self.field, self.agency, self.rule.id)
        target = Reference(self.rule.kind, self.title, span, self.number, self.code, within)
        return Mention(target, self.role, self.field, self.agency, self.rule.id)

    def _in_development_plan(self) -> bool:
        return self.rule.kind is Kind.MILESTONE and self.plan is not None


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
    taken: list[tuple[int, int]] = []
    raw: list[tuple[int, int, Rule, re.Match[str]]] = []
    for rule in rules:
        for match in rule.pattern.finditer(text):
            if match.end() > match.start() and not any(s < match.end() and match.start() < e for s, e in taken):
                taken.append((match.start(), match.end()))
                raw.append((match.start(), match.end(), rule, match))
    raw.sort(key=lambda row: row[0])
    return tuple(_judged(text, field, raw, cues))


def _judged(text: str, field: str, raw: list[tuple[int, int, Rule, re.Match[str]]], cues: Cues) -> Iterator[Found]:
    before: Found | None = None
    for start, stop, rule, match in raw:
        groups = match.groupdict()
        end = start + len(text[start:stop].rstrip())
        number = groups.get("n") or groups.get("m")
        role = _role(text, start, end, rule, groups, before, cues)
        found = Found(
            start=_cue_start(text, start, before, cues) if role == "stated" else start,
            end=end,
            rule=rule,
            title=(rule.title or groups.get("title") or groups.get("latin") or "").strip(),
            number=int(number) if number else None,
            code=groups.get("code"),
            plan=groups.get("plan"),
            role=role,
            agency=_agency(text, start, cues),
            field=field,
        )
        before = found
        yield found


def _cue_start(text: str, start: int, before: Found | None, cues: Cues) -> int:
    """Where the cue in front of a name begins, behind the mention before; the name's own begin without one."""
    first = max(start - CLAUSE, before.end if before else 0, 0)
    cue = cues.follow.search(text[first:start])
    return first + cue.start() if cue else start


def _role(
    text: str, start: int, end: int, rule: Rule, groups: dict[str, str | None], before: Found | None, cues: Cues
) -> str:
    clause = text[max(0, start - CLAUSE) : start]
    if cues.negated_before.search(clause) or cues.negated_after.match(text[end : end + 60]):
        return "negated"
    if rule.always:
        return rule.always
    if groups.get("count"):
        return "cites"  # "SDGs 14 ใน 17 เป้าหมาย" counts goals, it follows none
    if cues.follow.search(clause):
        return "stated"
    if before and before.role == "stated" and cues.joined.match(text[before.end : start]):
        return "stated"
    return "cites"


def _agency(text: str, start: int, cues: Cues) -> bool:
    """Whether the sentence speaks of an agency's mission: such a word stands before, and no project between."""
    window = text[max(0, start - cues.agency_window) : start]
    found = list(cues.agency.finditer(window))
    return bool(found) and not cues.project.search(window[found[-1].end() :])
