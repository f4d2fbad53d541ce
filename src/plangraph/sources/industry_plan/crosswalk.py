"""Section 4.2: the crosswalk table, cell by cell, each under the plan of its column."""

from __future__ import annotations

import re

from plangraph.records import CrosswalkCell, Kind, Reference, SourceSpan
from plangraph.sources.industry_plan.outline import Part, family_title
from plangraph.sources.industry_plan.plan_names import named_plan
from plangraph.sources.reading import Reading

ROW_NUMBER = re.compile(r"(?:ด้าน)?ที่ ?(\d{1,2})")
VISION = re.compile(r"^วิสัยทัศน์")
ISSUE = re.compile(r"^(?:ประเด็น|แนวทาง|ยุทธศาสตร์|พันธกิจ|เป้าหมาย)")


def read_crosswalk(reading: Reading, part: Part) -> tuple[CrosswalkCell, ...]:
    """All filled cells; the header row names the plans, the first column the rows."""
    reading.read(part.heading_first, part.heading_last)
    header: list[tuple[bool, Reference | None]] = []
    cells: list[CrosswalkCell] = []
    for number in reading.numbers(part.first, part.last):
        raw = reading.line(number).split("\t")
        if len(raw) < 3:
            continue
        texts = [reading.clean(cell, part.role) for cell in raw]
        if not header or (not texts[0] and any("แผน" in text for text in texts[1:])):
            header = _header(reading, number, raw, texts)
            reading.read(number)
            continue
        if not (VISION.match(texts[0]) or ISSUE.match(texts[0])):
            continue
        if len(raw) > len(header):
            reading.warn(
                f"แถว “{texts[0]}” ของตารางความเชื่อมโยงมีช่องเกินหัวตาราง",
                f"row “{texts[0]}” of the crosswalk has more cells than its header",
                number,
            )
            continue
        reading.read(number)
        cells += _row(reading, number, raw, texts, header)
    return tuple(cells)


def _header(reading: Reading, number: int, raw: list[str], texts: list[str]) -> list[tuple[bool, Reference | None]]:
    columns: list[tuple[bool, Reference | None]] = [(False, None)]
    for index, text in enumerate(texts[1:], start=1):
        own = bool(family_title().search(text))
        plan = None if own or not text else named_plan(text, _cell(reading, number, raw, index))
        columns.append((own, plan))
    return columns


def _cell(reading: Reading, number: int, raw: list[str], index: int) -> SourceSpan:
    start = sum(len(cell) + 1 for cell in raw[:index])
    lead = len(raw[index]) - len(raw[index].lstrip())
    return reading.between(number, start + lead, number, start + len(raw[index].rstrip()))


def _row(
    reading: Reading, number: int, raw: list[str], texts: list[str], header: list[tuple[bool, Reference | None]]
) -> list[CrosswalkCell]:
    found = ROW_NUMBER.search(texts[0])
    vision = bool(VISION.match(texts[0]))
    return [
        CrosswalkCell(
            row=texts[0],
            row_number=int(found.group(1)) if found else None,
            kind=Kind.VISION if vision else Kind.DEVELOPMENT_ISSUE,
            own=header[index][0],
            plan=header[index][1],
            text=text,
            span=_cell(reading, number, raw, index),
        )
        for index, text in enumerate(texts[1:], start=1)
        if text.strip(" -") and index < len(header) and (header[index][0] or header[index][1])
    ]
