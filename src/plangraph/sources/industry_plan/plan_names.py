"""A plan's name as printed: its years, the year of its edition, and whose plan it is."""

from __future__ import annotations

import re

from plangraph.records import Kind, Reference, SourceSpan
from plangraph.sources.folding import clean
from plangraph.sources.reading import Reading
from plangraph.thai import year_range

YEARLY = re.compile(r"(?:รายปี|ประจำปี) ?(?:งบประมาณ )?(?:พ\.ศ\. ?)?(2[4-6]\d\d)(?! ?-)")
SINGLE = re.compile(r"(?:พ\.ศ\.|ปี) ?(2[4-6]\d\d)(?! ?-)")
EDITION = re.compile(r"ฉบับ ?ทบทวน ?(?:ประจำ)?(?:ปี)? ?(?:พ\.ศ\. ?)?(?P<year>2[4-6]\d\d)?")
NUMBERED = re.compile(r"ฉบับที่ ?(\d{1,2})")
OWNER = re.compile(
    r"(?:ของ|โดย) ?(?P<owner>(?:กระทรวง|สำนักงาน|กรม|คณะกรรมการ|สป|สปอ|ออก|อก|สอจ|กพร)\S.*?)(?: กระทรวง\S+)?$"
)
DRAFT = re.compile(r"^\(?ร่าง\)? ?")


def plan_reference(reading: Reading, title: str, span: SourceSpan) -> Reference:
    """The plan a printed name refers to; ``title`` keeps the whole name, years and owner are read out of it."""
    return named_plan(reading.clean(title), span)


def named_plan(title: str, span: SourceSpan) -> Reference:
    """Same for a clean text: years of validity, of a yearly plan, of the reviewed edition, and the owner."""
    text = clean(title)
    period = year_range(text)
    edition = EDITION.search(text)
    rest = EDITION.sub(" ", text)
    single = YEARLY.search(rest) or (None if period else SINGLE.search(rest))
    owner = OWNER.search(text)
    number = NUMBERED.search(text)
    return Reference(
        kind=Kind.PLAN,
        title=text,
        span=span,
        number=int(number.group(1)) if number else None,
        valid_from=period[0] if period else None,
        valid_until=period[1] if period else None,
        year=int(single.group(1)) if single else None,
        owner=owner["owner"].strip() if owner else None,
        edition=edition["year"] if edition and edition["year"] else ("ทบทวน" if edition else None),
    )
