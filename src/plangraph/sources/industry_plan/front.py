"""What stands before section 2: cover, foreword, running title, executive summary; and whose plan this is."""

from __future__ import annotations

import re

from plangraph.records import Item, PlanIdentity, SourceSpan
from plangraph.sources.industry_plan.labels import label
from plangraph.sources.industry_plan.outline import Part, family_title
from plangraph.sources.industry_plan.running import Running, read_running
from plangraph.sources.listing import Entry, entries, width, wraps
from plangraph.sources.reading import Reading
from plangraph.thai import years

PROVINCE = re.compile(r"จังหวัด ?(?P<name>[\u0e01-\u0e4e]{2,40}?)(?= |$|ราย|ประจำ|ปี|พ\.ศ|ระยะ|\*)")
OWNER = re.compile(r"^สำนักงาน ?อุตสาหกรรม ?จังหวัด ?\S+$")
ISSUED = re.compile(
    r"^(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม) ?(?:พ\.ศ\. ?)?2\d{3}$"
)
YEARLY = re.compile(r"รายปี ?(?:งบประมาณ ?)?(?:พ\.ศ\. ?)?(?P<year>2[4-6]\d\d)")
FISCAL = re.compile(r"ปีงบประมาณ ?(?:พ\.ศ\. ?)?(?P<year>2[4-6]\d\d)")
FOREWORD = re.compile(r"^คำนำ$")
COVER = 80  # lines a cover with its pictures takes at most
PICTURE = 40  # columns: longer text on a cover is no slogan of its picture
COVER_TEXT = "ข้อความในภาพหน้าปก"


def read_identity(reading: Reading, parts: tuple[Part, ...]) -> PlanIdentity | None:
    """The plan's title, province, fiscal year and owner, from the first titles that name them; None without a title."""
    titles = [n for n in reading.numbers(1, reading.last_line) if family_title().search(reading.text(n)[:90])]
    if not titles:
        return None
    first = titles[0]
    last = first
    for after in range(first + 1, min(first + 4, reading.last_line + 1)):
        if YEARLY.match(reading.text(after)) or FISCAL.match(reading.text(after)):
            last = after
    title = " ".join(reading.text(n).strip(" *") for n in range(first, last + 1) if not reading.blank(n))
    stated = tuple(_stated(reading, titles))
    year = _fiscal_year(reading, title, titles)
    if year is None:
        return None
    province = PROVINCE.search(title) or PROVINCE.search(" ".join(reading.text(n) for n in titles[:5]))
    owner = next((n for n in reading.numbers(1, _front_end(parts, reading)) if OWNER.match(reading.text(n))), None)
    issued = next((n for n in reading.numbers(1, _front_end(parts, reading)) if ISSUED.match(reading.text(n))), None)
    return PlanIdentity(
        title=title,
        span=reading.span(first, last),
        fiscal_year=year,
        province=province["name"] if province else None,
        owner=reading.text(owner) if owner else None,
        owner_span=reading.span(owner) if owner else None,
        prepared_in=reading.text(issued) if issued else None,
        stated_years=stated,
    )


def _front_end(parts: tuple[Part, ...], reading: Reading) -> int:
    return parts[0].heading_first - 1 if parts else reading.last_line


def _fiscal_year(reading: Reading, title: str, titles: list[int]) -> int | None:
    """The year of the plan: what its title calls รายปี, else any year of the title, else of the next titles."""
    for text in [title, *(reading.text(n) for n in titles[:8])]:
        found = YEARLY.search(text)
        if found:
            return int(found["year"])
    for text in [title, *(reading.text(n) for n in titles[:8])]:
        mentioned = years(text)
        if mentioned:
            return mentioned[-1].year
    return None


def _stated(reading: Reading, titles: list[int]) -> list[tuple[int, SourceSpan]]:
    """Every year that a short title line of the plan names."""
    found: list[tuple[int, SourceSpan]] = []
    for number in titles:
        text = reading.text(number)
        if (
            "\t" not in reading.line(number)
            and re.match(r"^(?:ส่วนที่ ?\d+ ?\S* ?)?แผน|^(?:\*\*)?\d+\.\d", text)
            and width(text) < 130
        ):
            found += [(mention.year, reading.span(number)) for mention in years(text)]
    return found


def read_front(reading: Reading, parts: tuple[Part, ...], identity: PlanIdentity) -> None:
    """Account the lines before the first section: titles, foreword, signature, slogans of the cover picture."""
    last = _front_end(parts, reading)
    foreword = next((n for n in reading.numbers(1, last) if FOREWORD.match(reading.text(n))), None)
    cover = min(foreword or last, COVER)
    for number in reading.numbers(1, last):
        if not reading.account.open(number):
            continue
        text = reading.text(number)
        if number == foreword or _is_title(identity, number, text):
            reading.read(number)
        elif foreword and number > foreword and width(text) > PICTURE:
            reading.running_text(reading.text(foreword), number)
        elif number <= cover and width(text) <= PICTURE and "\t" not in reading.line(number):
            reading.account.ignore(COVER_TEXT, number)


def _is_title(identity: PlanIdentity, number: int, text: str) -> bool:
    """A line of the title page: the plan's name, whose it is, when it was issued."""
    named = identity.span.first_line <= number <= identity.span.last_line or _names_plan(text)
    return named or bool(OWNER.match(text) or ISSUED.match(text))


def _names_plan(text: str) -> bool:
    return bool(family_title().match(text)) and width(text) < 160


# --- executive summary -----------------------------------------------------------------------------------------------


def read_executive(
    reading: Reading, part: Part, out: Running
) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Item, ...]]:
    """Vision, missions and guideline titles as the summary states them, and its running text."""
    reading.read(part.heading_first, part.heading_last)
    visions: list[Item] = []
    missions: list[Item] = []
    guidelines: list[Item] = []
    start = part.first
    mode = ""
    for number in reading.numbers(part.first, part.last):
        text = reading.text(number, part.role)
        found = label(text, "situation", ("vision", "missions"))
        if found or re.match(r"^แนวทางการพัฒนา$", text):
            if not mode:
                read_running(reading, start, number - 1, part.role, part.title, out)
            mode = found.name if found else "guidelines"
            reading.read(number)
        elif mode == "vision":
            visions.append(Item(text.strip('“”" '), reading.span(number)))
            reading.read(number)
            mode = "done"
        elif mode in ("missions", "guidelines"):
            start = number
    if mode:
        missions, guidelines = _summary_lists(reading, part)
    else:
        read_running(reading, start, part.last, part.role, part.title, out)
    return tuple(visions), tuple(missions), tuple(guidelines)


def _summary_lists(reading: Reading, part: Part) -> tuple[list[Item], list[Item]]:
    """The numbered missions and the guideline titles below their labels."""
    mission_head = next((n for n in reading.numbers(part.first, part.last) if reading.text(n) == "พันธกิจ"), None)
    guide_head = next((n for n in reading.numbers(part.first, part.last) if reading.text(n) == "แนวทางการพัฒนา"), None)
    missions: list[Item] = []
    if mission_head:
        for entry in entries(reading, mission_head + 1, (guide_head or part.last + 1) - 1, part.role):
            missions.append(entry.item(reading))
            reading.read(entry.first, entry.last)
        _lead(reading, mission_head)
    guidelines = _guidelines(reading, guide_head, part) if guide_head else []
    return missions, guidelines


def _lead(reading: Reading, head: int) -> None:
    """The sentence between a label and its list ("ต้องดำเนินการพัฒนาภาคอุตสาหกรรม ดังนี้")."""
    for number in range(head + 1, min(head + 4, reading.last_line + 1)):
        text = reading.text(number)
        if reading.account.open(number) and text.endswith(("ดังนี้", "ประกอบด้วย")):
            reading.read(number)


def _guidelines(reading: Reading, head: int, part: Part) -> list[Item]:
    found: list[Item] = []
    _lead(reading, head)
    pending: Entry | None = None
    for number in reading.numbers(head + 1, part.last):
        text = reading.text(number, part.role)
        named = label(text, "programme", ("guideline",))
        if named:
            pending = Entry("", named.number, named.title, number, number, 0)
            found.append(Item(named.title, reading.span(number), named.number))
            reading.read(number)
        elif pending and wraps(reading, pending.last, number):
            item = found[-1]
            found[-1] = Item(f"{item.text} {text}", reading.span(pending.first, number), item.number)
            pending = None
            reading.read(number)
    return found
