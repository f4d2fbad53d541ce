"""Section 6 of a brief: which issues of which plans the project serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plangraph.records import Kind, Reference
from plangraph.sources.industry_plan.joined import Joined
from plangraph.sources.industry_plan.plan_names import named_plan
from plangraph.sources.reading import Reading

_NUMBERED = re.compile(r"ประเด็น(?:การพัฒนา)?(?:จังหวัด|กลุ่มจังหวัด|ยุทธศาสตร์)?(?:ที่)? ?(?P<n>\d{1,2})(?![\d.]) ?:? ?")
_UNNUMBERED = re.compile(r"ประเด็น(?:การพัฒนา|ยุทธศาสตร์)(?:จังหวัด|กลุ่มจังหวัด)? ?:? ?(?P<n>)(?=[^\s\d:])")
_STRATEGY = re.compile(r"ยุทธศาสตร์(?:การพัฒนา)?(?:จังหวัด|กลุ่มจังหวัด)?(?:ที่)? ?(?P<n>\d{1,2})(?![\d.]) ?:? ?")
_PLAN = re.compile(r"(?:แผนพัฒนา|ยุทธศาสตร์)(?:จังหวัด|กลุ่มจังหวัด|ภาค)")
_BEHIND = re.compile(
    r" ?(?:และ ?)?(?:\d{1,2}[.)] ?)?"
    r"(?=แผนพัฒนา(?:จังหวัด|กลุ่ม|ภาค)|(?:แนวทาง|กลยุทธ์|แผนงาน)(?:การพัฒนา)?ที่ ?\d)"
)
_JOINT = re.compile(r"[ ,]{0,3}(?:และ|รวมทั้ง)? ?(?:\d{1,2}[.)])? ?$")


@dataclass(frozen=True, slots=True)
class _Found:
    number: int | None
    start: int  # of the words "ประเด็นที่ ๓"
    title: int


def read_links(reading: Reading, joined: Joined) -> tuple[Reference, ...]:
    """ "แผนพัฒนาจังหวัด… ประเด็นที่ ๓ …", once or several times; the number belongs to the reference."""
    text = joined.text
    found = list(_issues(text))
    if not found:
        return (named_plan(text, joined.span(0, len(text))),) if text.strip(" -") else ()
    ends = [issue.start for issue in found[1:]] + [len(text)]
    links: list[Reference] = []
    plan: Reference | None = None
    before = 0
    for issue, end in zip(found, ends, strict=True):
        plan = _plan(joined, before, issue.start) or plan
        before = _end(text, issue.title, end)
        links.append(
            Reference(
                kind=Kind.DEVELOPMENT_ISSUE,
                title=reading.clean(text[issue.title : before], "briefs.links"),
                span=joined.span(issue.start, before),
                number=issue.number,
                within=plan,
            )
        )
    return tuple(links)


def _issues(text: str) -> Iterator[_Found]:
    """The issues a text names: by their numbers, else by a title alone, else as numbered strategies of a province."""
    for pattern in (_NUMBERED, _UNNUMBERED, _STRATEGY):
        found = list(pattern.finditer(text))
        if found:
            yield from (_Found(int(m["n"]) if m["n"] else None, m.start(), m.end()) for m in found)
            return


def _plan(joined: Joined, start: int, end: int) -> Reference | None:
    """The plan named between the issue before and this one; all that stands there when nothing else does."""
    head = joined.text[start:end]
    named = _PLAN.search(head)
    if named is None and start > 0:
        return None
    begin = start + (named.start() if named else 0)
    name = joined.text[begin:end].strip(" :-")
    return named_plan(name, joined.span(begin, end)) if name else None


def _end(text: str, start: int, end: int) -> int:
    """Where a title ends: before the next plan or a finer part of its own, without the words that join them."""
    behind = _BEHIND.search(text, start, end)
    stop = behind.start() if behind else end
    return start + len(_JOINT.sub("", text[start:stop]))
