"""Find the family's headings in the body and cut the document into sections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from plangraph.records import OutlineEntry, Section
from plangraph.sources.industry_plan.recovery import lost, nearly
from plangraph.sources.reading import Reading
from plangraph.thai_text import spaced

PART = re.compile(r"^\W{0,4}(?:ส่วน|บท|ตอน)ที่ ?(?P<number>\d{1,2})\b ?(?P<title>.*)$")
NUMBER = re.compile(r"^\W{0,4}(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\.?(?!\d) ?(?P<title>\S.*)$")
CONTENTS = re.compile(r"^\W{0,4}สารบัญ\W{0,4}$")
CONTENTS_COLUMNS = re.compile(r"^ ?(?:เรื่อง|หัวข้อ|รายการ)? ?หน้า(?:ที่)?$")
PAGE = re.compile(r"^\d{1,3}$")
LEADER = re.compile(
    r"(?<![.… ])(?= ?(?:\.\.|…|  ))[.… ]++(?=[\d๐-๙]{1,3}$)"
)  # what leads to the page where no tab does
LONGEST_TITLE = 160  # characters of a heading that may be damaged
INTERRUPTED = 6  # lines that are no entries and may stand between two of the table of contents


@dataclass(frozen=True, slots=True)
class HeadingRule:
    role: str
    form: str  # "part" | "number"
    title: re.Pattern[str]
    name: str
    printed: str
    parent: str
    main: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the body: its role and the lines below its heading."""

    role: str  # "" for a heading the family does not know
    number: str
    title: str
    heading_first: int
    heading_last: int
    first: int
    last: int


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("headings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def family_id() -> str:
    return str(_data()["family"])


def family_title() -> re.Pattern[str]:
    return re.compile(spaced(str(_data()["title"])))


@cache
def heading_rules() -> tuple[HeadingRule, ...]:
    """The headings of the family, in document order."""
    return tuple(
        HeadingRule(
            role=row["role"],
            form=row["form"],
            title=re.compile(spaced(row["title"])),
            name=row["name"],
            printed=row.get("printed", row["name"]),
            parent=row.get("parent", ""),
            main=row.get("main", False),
        )
        for row in _data()["heading"]
    )


def read_contents(reading: Reading) -> tuple[OutlineEntry, ...]:
    """The table of contents: lines of ``number title <tab or dots> page`` under สารบัญ; its lines are claimed."""
    start = next((n for n in range(1, reading.last_line + 1) if CONTENTS.match(reading.folded(n).text)), None)
    if start is None:
        return ()
    reading.read(start)
    entries: list[OutlineEntry] = []
    between: list[int] = []
    for number in reading.numbers(start + 1, reading.last_line):
        entry = _contents_entry(reading, number)
        if entry is not None:
            entries += [*_between(reading, between), entry]
            between = []
            reading.read(number)
        elif len(between) < INTERRUPTED:
            between.append(number)
        else:
            break
    return tuple(entries)


def _between(reading: Reading, between: list[int]) -> Iterator[OutlineEntry]:
    """Lines inside the contents that print no page: entries of a part, the title of the column, else strangers."""
    for number in between:
        text = reading.text(number)
        found = None if "\t" in reading.line(number) else PART.match(text) or NUMBER.match(text)
        if found:
            yield OutlineEntry(found["number"], found["title"].strip(), None, reading.span(number))
        if found or CONTENTS_COLUMNS.match(text):
            reading.read(number)
        else:
            reading.account.leave(number)


def _contents_entry(reading: Reading, number: int) -> OutlineEntry | None:
    line = reading.line(number)
    leader = None if "\t" in line else LEADER.search(line.rstrip())
    cells = line.split("\t") if leader is None else [line[: leader.start()], line[leader.end() :]]
    text = reading.clean(cells[0])
    found = PART.match(text) or NUMBER.match(text)
    page = reading.clean(cells[-1])
    if not found or len(cells) == 1:
        return None
    return OutlineEntry(
        number=found["number"],
        title=found["title"].strip(),
        page=int(page) if PAGE.match(page) else None,
        span=reading.span(number),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    first: int
    last: int
    role: str
    number: str
    title: str


def find_sections(reading: Reading) -> tuple[Part, ...]:
    """Every known heading of the body with the lines it rules, and numbered headings the family does not know.

    Headings with damaged titles are known too, and so are briefs and guidelines that lost theirs.
    """
    known = _known_heads(reading)
    known = sorted([*known, *_lost_heads(reading, known)], key=lambda head: head.first)
    heads = sorted([*known, *_unknown_heads(reading, known)], key=lambda head: head.first)
    ends = [head.first - 1 for head in heads[1:]] + ([reading.last_line] if heads else [])
    return tuple(
        Part(head.role, head.number, head.title, head.first, head.last, head.last + 1, end)
        for head, end in zip(heads, ends, strict=True)
    )


def _candidates(reading: Reading) -> Iterator[int]:
    for number in range(1, reading.last_line + 1):
        if reading.account.open(number) and "\t" not in reading.line(number):
            yield number


def _known_heads(reading: Reading) -> list[_Head]:
    heads: list[_Head] = []
    for number in _candidates(reading):
        found = _known(reading.text(number), heads)
        if found:
            role, printed, title = found
            last, title = _whole_title(reading, number, role, title)
            heads.append(_Head(number, last, role, printed, title))
    return heads


def _known(text: str, heads: list[_Head]) -> tuple[str, str, str] | None:
    """Role, number and title of a heading: one of the family's, else one that is nearly so and not there yet."""
    parent = heads[-1].role if heads else ""
    there = {head.role for head in heads}
    forms = {"part": PART.match(text), "number": NUMBER.match(text)}
    rules = [rule for rule in heading_rules() if forms[rule.form] and parent.startswith(rule.parent)]
    titles = {form: found["title"].strip(" *") for form, found in forms.items() if found}
    exact = (rule for rule in rules if rule.title.search(titles[rule.form]))
    missing = (rule for rule in rules if rule.role not in there and len(text) <= LONGEST_TITLE)
    damaged = (rule for rule in missing if nearly(titles[rule.form], rule.printed))
    rule = next(exact, None) or next(damaged, None)
    found = forms[rule.form] if rule else None
    return (rule.role, found["number"], titles[rule.form]) if rule and found else None


def _lost_heads(reading: Reading, known: list[_Head]) -> Iterator[_Head]:
    """Sections without a heading of their own: they begin with a line that nothing else begins with."""
    for role, line in lost(reading, {head.role for head in known}):
        if all(head.first != line for head in known):
            yield _Head(line, line - 1, role, "", "")


def _unknown_heads(reading: Reading, known: list[_Head]) -> Iterator[_Head]:
    """Headings that continue the outline's own numbering but are none of the family's: 4.5 after 4.4, ส่วนที่ 5."""
    numbers = {head.number for head in known}
    items: set[str] = set()
    current: _Head | None = None
    following = {head.first: head for head in known}
    for number in _candidates(reading):
        if number in following:
            current, items = following[number], set()
            continue
        text = reading.text(number)
        part = PART.match(text)
        found = part or NUMBER.match(text)
        if not found or current is None or len(text) > 200:
            continue
        printed = found["number"]
        if part or (printed not in numbers and _follows(printed, current.number) and _before(printed) not in items):
            current = _Head(number, number, "", printed, found["title"].strip(" *"))
            yield current
        items.add(printed)


def _before(number: str) -> str:
    head, _, last = number.rpartition(".")
    return f"{head}.{int(last) - 1}"


def _follows(number: str, before: str) -> bool:
    """Whether a number is the next of the outline: 3.1.4 after 3.1.3, 2.4 after 2.3.1."""
    new, old = [int(n) for n in number.split(".")], [int(n) for n in before.split(".")]
    return 2 <= len(new) <= len(old) and new[:-1] == old[: len(new) - 1] and new[-1] == old[len(new) - 1] + 1


def _whole_title(reading: Reading, number: int, role: str, title: str) -> tuple[int, str]:
    """A bold heading over two lines, or one whose title goes on after a blank line ("… ตามแผนพัฒนา" / "จังหวัด…")."""
    if _one_bold(reading, number):
        end = min(number + 3, reading.last_line)
        closed = next((after for after in range(number + 1, end + 1) if _one_bold(reading, after)), None)
        if closed is not None:
            more = (reading.text(after).strip(" *") for after in range(number + 1, closed + 1))
            return closed, " ".join([title, *more])
    if role in {"crosswalk", "results"}:
        return _title_goes_on(reading, number, title)
    return number, title


def _one_bold(reading: Reading, number: int) -> bool:
    """Whether bold print begins or ends in this line and its other end stands in another."""
    return reading.line(number).count("**") == 1


def _title_goes_on(reading: Reading, number: int, title: str) -> tuple[int, str]:
    for after in range(number + 1, min(number + 3, reading.last_line + 1)):
        if reading.blank(after):
            continue
        text = reading.text(after)
        if "\t" in reading.line(after) or len(text) > 120 or re.match(r"^[\d(•-]", text) or reading.stranger(after):
            break
        return after, f"{title} {text}"
    return number, title


def printed_sections(reading: Reading, parts: tuple[Part, ...]) -> tuple[Section, ...]:
    printed = (part for part in parts if part.heading_first <= part.heading_last)
    return tuple(Section(p.number, p.title, reading.span(p.heading_first, p.heading_last)) for p in printed)
