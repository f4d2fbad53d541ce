"""Judges of structure: section against section, the crosswalk against the lists it copies, codes, announced numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from plangraph.audit.drafts import Draft, Row, Word
from plangraph.audit.findings import Severity
from plangraph.audit.pages import Page
from plangraph.thai import fold_marks, mask_tags, match_key, to_arabic

SAME_TITLE: Final = 90.0  # percent: a cell copies a title with line breaks in it; the plans' own titles are 60 apart
SAME_WORDS: Final = 92.0  # from here on two statements differ by slips only
_ROW: Final = re.compile(r"ที่\s*(\d+)\s*$")
_CODE: Final = re.compile(r"เป้าหมาย(?:ที่)?\s*(\d{3,9})(?!\d)")
_ANY_CODE: Final = re.compile(r"(?<!\d)\d{5,7}(?!\d)")
_NAMED: Final = re.compile(r"อำเภ\S")
_PARTS: Final[dict[str, dict[str, str]]] = {
    "year": {"th": "ระยะเวลา", "en": "period"},
    "objectives": {"th": "วัตถุประสงค์", "en": "objectives"},
    "outputs": {"th": "ผลผลิต", "en": "outputs"},
    "indicators": {"th": "ตัวชี้วัดความสำเร็จ", "en": "indicators"},
    "activities": {"th": "กิจกรรมที่สำคัญ", "en": "activities"},
    "budget": {"th": "งบประมาณ", "en": "budget"},
    "responsible": {"th": "ผู้รับผิดชอบ", "en": "responsible office"},
}


def _grouped(rows: Sequence[Row], *names: str) -> list[list[Row]]:
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row.get(name) for name in names)].append(row)
    return list(groups.values())


def _lines(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(sorted({int(row["line"]) for row in rows}))


def _subjects(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["focus"]) for row in rows))


# --- statements printed twice ----------------------------------------------------------------------------------------


def statements_differ(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """The same statement of a plan in several wordings; slips alone matter little."""
    labels = list(dict.fromkeys(str(row["label"]) for row in rows))
    if len({match_key(label) for label in labels}) < 2:
        return
    keys = [fold_marks(label) for label in labels]
    slips = all(ratio(keys[0], key) >= SAME_WORDS for key in keys[1:])
    yield Draft(
        lines=_lines(rows),
        values={"count": len(labels), "label": " ≠ ".join(f"“{label}”" for label in labels)},
        subjects=_subjects(rows),
        severity=Severity.LOW if slips else None,
    )


def missions_differ(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Missions of one number in several wordings."""
    for members in _grouped(rows, "number"):
        yield from statements_differ(members, page)


def brief_incomplete(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Briefs without one of the parts every brief of the template has."""
    for row in rows:
        missing = [part for part in _PARTS if row.get(part) is False]
        if missing:
            names: Word = {
                "th": ", ".join(_PARTS[part]["th"] for part in missing),
                "en": ", ".join(_PARTS[part]["en"] for part in missing),
            }
            yield Draft(
                lines=(int(row["line"]),),
                values={"project": row["project"], "missing": names},
                subjects=(str(row["focus"]),),
            )


# --- the crosswalk ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    line: int
    row: int | None  # None: the row of the visions
    element: Row


def crosswalk_column_shifted(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Cells that hold another number of their list than the row they stand in."""
    if not rows:
        return
    table = _table_around(page, int(rows[0]["row"]))
    for members in _grouped(rows, "whole"):
        listed = [row for row in members if int(row["line"]) not in table]
        shifted = [cell for cell in _cells(table, listed) if cell.row != int(cell.element["number"])]
        if not shifted:
            continue
        lines = {cell.line for cell in shifted} | {
            int(row["line"]) for row in listed if row["focus"] in {cell.element["focus"] for cell in shifted}
        }
        yield Draft(
            lines=tuple(sorted(lines)),
            values={
                "name": members[0]["name"],
                "shifts": {
                    "th": ", ".join(f"แถว{_row_th(cell)} พิมพ์ข้อที่ {cell.element['number']}" for cell in shifted),
                    "en": ", ".join(f"row {_row_en(cell)} holds number {cell.element['number']}" for cell in shifted),
                },
            },
            subjects=tuple(dict.fromkeys(str(cell.element["focus"]) for cell in shifted)),
        )


def _row_th(cell: _Cell) -> str:
    return "วิสัยทัศน์" if cell.row is None else f"ด้านที่ {cell.row}"


def _row_en(cell: _Cell) -> str:
    return "of visions" if cell.row is None else str(cell.row)


def _table_around(page: Page, line: int) -> dict[int, list[str]]:
    """The rows of the table a line stands in: the lines above and below it that have cells."""
    first = last = line
    while "\t" in page.text(first - 1):
        first -= 1
    while "\t" in page.text(last + 1):
        last += 1
    return {at: page.text(at).split("\t") for at in range(first, last + 1)}


def _cells(table: dict[int, list[str]], listed: Sequence[Row]) -> Iterator[_Cell]:
    """The cells that copy an element of the list, each with the number of its row."""
    keys = {str(row["focus"]): (fold_marks(str(row["label"])), row) for row in listed}
    for line, cells in table.items():
        head = to_arabic(mask_tags(cells[0])).strip()
        number = _ROW.search(head)
        if not head:
            continue  # the row of the column headings
        for cell in cells[1:]:
            key = fold_marks(cell)
            score, best = max(
                ((ratio(key, known), row) for known, row in keys.values()),
                key=lambda pair: pair[0],
                default=(0.0, None),
            )
            if best is not None and score >= SAME_TITLE:
                yield _Cell(line, int(number[1]) if number else None, best)


# --- master plans ----------------------------------------------------------------------------------------------------


def sub_plan_under_wrong_master_plan(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """A sub-plan below the heading of a master plan that it is no part of; what the goal below it belongs to."""
    masters = [row for row in rows if row["kind"] == "master"]
    for row in (row for row in rows if row["kind"] == "elsewhere"):
        line = int(row["line"])
        above = [master for master in masters if int(master["line"]) < line]
        if not above or "parentNumber" not in row:
            continue
        under = above[-1]
        if under.get("number") == row["parentNumber"]:
            continue
        below = [int(master["line"]) for master in masters if int(master["line"]) > line]
        goals = [
            goal for goal in rows if goal["kind"] == "goal" and line < int(goal["line"]) < min(below, default=10**9)
        ]
        should: Word = ""
        if goals and "parentLabel" in goals[0]:
            title = goals[0]["parentLabel"]
            should = {"th": f" เป้าหมายที่พิมพ์ต่อมาเป็นของแผนย่อย “{title}”", "en": f"; the goal below is that of “{title}”"}
        yield Draft(
            lines=(int(under["line"]), line),
            values={
                "label": row["label"],
                "under": f"{under['number']} {under['label']}",
                "right": f"{row['parentNumber']} {row.get('parentLabel', '')}",
                "should": should,
            },
            subjects=(str(row["focus"]), str(under["focus"])),
        )


def goal_code_wrong(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """A printed goal code that is not the official one."""
    for row in rows:
        printed = _CODE.search(to_arabic(str(row["text"])))
        if printed and printed[1] != row["code"]:
            yield Draft(
                lines=(int(row["line"]),),
                values={
                    "printed": printed[1],
                    "digits": len(printed[1]),
                    "label": row["label"],
                    "code": str(row["code"]),
                },
                subjects=(str(row["focus"]),),
            )


def goal_code_missing(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Goals without a code where other goals of the plan have theirs, as one finding."""
    without = [row for row in rows if not _ANY_CODE.search(to_arabic(str(row["text"])))]
    if without and len(without) < len(rows):
        yield Draft(
            lines=_lines(without),
            values={"count": len(without), "codes": ", ".join(dict.fromkeys(str(row["code"]) for row in without))},
            subjects=_subjects(without),
        )


# --- announced numbers -----------------------------------------------------------------------------------------------


def list_count_differs(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Lists whose heading announces another number than they name."""
    for members in _grouped(rows, "focus"):
        first = members[0]
        names = {match_key(str(row["name"])) for row in members}
        announced = int(first["announced"])
        if len(names) == announced:
            continue
        printed = len(names)
        if first["kind"] == "district":
            text = " ".join(page.text(line) for line in range(int(first["line"]), int(first["lineEnd"]) + 1))
            printed = max(printed, len(_NAMED.findall(text.partition("ได้แก่")[2])))
        repeated: Word = ""
        if printed > len(names):
            repeated = {"th": f" (พิมพ์ {printed} ชื่อ มีชื่อซ้ำ)", "en": f" ({printed} names printed, some twice)"}
        yield Draft(
            lines=_lines(members),
            values={
                "what": f"“{_short(str(first['label']))}”",
                "announced": announced,
                "counted": len(names),
                "printed": printed,
                "repeated": repeated,
            },
            subjects=(str(first["focus"]),),
        )


def _short(label: str, most: int = 70) -> str:
    return label if len(label) <= most else label[:most].rstrip() + "…"
