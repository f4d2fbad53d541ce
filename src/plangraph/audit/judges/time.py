"""Judges of time: years of titles, briefs and results, editions and periods of the plans a text names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from plangraph.audit.drafts import Draft, Row
from plangraph.audit.pages import Page
from plangraph.thai import fiscal_year_be, mask_tags, match_key, to_arabic, year_range, years
from plangraph.thai_text import words

_ERA: Final = r"(?:พ\s?\.\s?ศ\s?\.?\s*)?"
_TWO_YEARS: Final = re.compile(
    rf"(?:รายปี|ประจำปี(?:งบประมาณ)?)\s*{_ERA}(2[45]\d\d)\s+ประจำปี(?:งบประมาณ)?\s*{_ERA}(2[45]\d\d)"
)
_FISCAL: Final = re.compile(rf"(ประจำ)?ปีงบประมาณ\s*{_ERA}(2[45]\d\d)(?!\s*[-–])")
_MADE: Final = re.compile(r"จัดทำ|ดำเนินโครงการ|จัดสรรงบประมาณ")
_REVIEW: Final = re.compile(rf"ทบทวน\s*(?:ประจำ)?\s*ปี(?:งบประมาณ)?\s*{_ERA}(2[45]\d\d)|ทบทวน\s*{_ERA}(2[45]\d\d)")
_PERIOD: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s*ปี\s*\(?\s*(?:เป็น\s*)?พ\s?\.\s?ศ\s?\.?\s*(2[45]\d\d)\s*[-–]\s*"
    r"(?:พ\s?\.\s?ศ\s?\.?\s*)?(2[45]\d\d)"
)
_HEAD: Final = re.compile(r"(2[45]\d\d)\s*\^\s*(\d{1,2})")
_NOTE: Final = re.compile(r"(?:^|\s)(\d{1,2})\.\s*ข้อมูล\s*ณ\s*วันที่\s*")
_NOTES_WITHIN: Final = 60  # lines below a table in which its notes stand
_MADE_WITHIN: Final = 250  # characters between "จัดทำโครงการ" and the year it is made for
_NAME_WITHIN: Final = 24  # letters of a passage in which the name of a plan begins
_RANGE: Final = re.compile(r"2[45]\d\d\s*[-–]\s*2[45]\d\d")
_ERA_END: Final = re.compile(rf"\(?\s*{_ERA}$")
_ELEMENT_WITHIN: Final = 60  # characters between the period of a plan and its element
_DRAFT: Final = re.compile(r"\(?ร่าง\)?\s*$")


def _arabic(text: str) -> str:
    return to_arabic(mask_tags(text))


# --- titles and briefs -----------------------------------------------------------------------------------------------


def title_names_two_years(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """A title with two different years in a row, one of them the plan's."""
    for row in rows:
        year = int(row["year"])
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for line, text in page.plain.items():
            for match in _TWO_YEARS.finditer(text):
                pair = (int(match[1]), int(match[2]))
                if pair[0] != pair[1] and year in pair:
                    found[pair].append(line)
        for (first, second), lines in found.items():
            values: Row = {"first": first, "second": second, "year": year, "count": len(lines)}
            yield Draft(lines=tuple(dict.fromkeys(lines)), values={**values}, subjects=(str(row["focus"]),))


def title_names_other_year(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """A title of this plan all of whose years are another's."""
    for row in rows:
        said = {mention.year for mention in years(str(row["text"]))}
        if said and int(row["year"]) not in said:
            values = {"other": min(said), "year": row["year"]}
            yield Draft(lines=(int(row["line"]),), values={**values}, subjects=(str(row["focus"]),))


def brief_text_names_other_year(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """A brief that says in running text it was made for a year that is neither its own nor its plan's."""
    briefs: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        briefs[row["brief"]].append(row)
    for members in briefs.values():
        first, stated = members[0], int(members[0]["stated"])
        lines = [int(row["line"]) for row in members]
        period = next((int(row["line"]) for row in members if re.fullmatch(r"\d{4}", _arabic(str(row["text"])))), None)
        for line, text in page.between(min(lines), max(lines)):
            for other in _own_years(_arabic(text)):
                if other not in (stated, int(first["year"])):
                    both = tuple(sorted({line, period or line}))
                    values = {"project": first["project"], "other": other, "stated": stated}
                    yield Draft(lines=both, values={**values}, subjects=(str(first["focus"]),))


def _own_years(text: str) -> Iterator[int]:
    """Fiscal years a text claims as those it was made for."""
    for match in _FISCAL.finditer(text):
        if match[1] or _MADE.search(text, max(0, match.start() - _MADE_WITHIN), match.start()):
            yield int(match[2])


# --- plans a text names ----------------------------------------------------------------------------------------------


def _by_plan(rows: Iterable[Row]) -> Iterator[tuple[Row, list[Row]]]:
    plans: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        plans[row["focus"]].append(row)
    for members in plans.values():
        yield members[0], members


def plan_validity_differs(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """One plan printed with different periods."""
    for first, members in _by_plan(rows):
        printed: dict[tuple[int, int], set[int]] = defaultdict(set)
        for row in members:
            period = year_range(str(row["text"])) or _period_before(row, page)
            if period is not None:
                printed[period].update(_lines_with(str(row["text"]), int(row["line"])))
        if len(printed) > 1:
            ranges = ", ".join(f"{start}–{end}" for start, end in sorted(printed))
            lines = tuple(sorted(set().union(*printed.values())))
            name = _without_years(str(first["name"]))
            yield Draft(lines=lines, values={"name": name, "ranges": ranges}, subjects=(str(first["focus"]),))


def _period_before(row: Row, page: Page) -> tuple[int, int] | None:
    """The period between the plan's name and its element: "แผนพัฒนาจังหวัด… (พ.ศ. 2566 - 2570) ประเด็นที่ 3"."""
    before = _arabic(page.text(int(row["line"])).partition(str(row["text"]).partition("\n")[0])[0])
    name = match_key(_without_years(str(row["name"])))
    found = [match for match in _RANGE.finditer(before) if len(before) - match.end() <= _ELEMENT_WITHIN]
    named = bool(name and found) and match_key(_ERA_END.sub("", before[: found[-1].start()])).endswith(name)
    return year_range(found[-1][0]) if named else None


def _lines_with(text: str, first: int) -> set[int]:
    """The lines of a passage that hold a year; all of it when the period is broken over two."""
    lines = {first + place for place, part in enumerate(text.split("\n")) if years(part)}
    return lines | {first}


def _without_years(name: str) -> str:
    return re.sub(r"\s*\(?พ\.ศ\.\s*\d{4}\s*-\s*\d{4}\)?.*$", "", name)


def cited_edition_older(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Reviewed editions of one plan: the newest one named, and where an older one is."""
    for first, members in _by_plan(rows):
        named: dict[int, set[int]] = defaultdict(set)
        for row in members:
            text = str(row["text"])
            line = int(row["line"])
            for place, part in enumerate([*text.split("\n"), page.text(line)]):
                where = line + place if place <= text.count("\n") else line
                named_years = [int(match[1] or match[2]) for match in _REVIEW.finditer(_arabic(part))]
                for year in named_years[:1]:
                    named[year].add(where)
        if len(named) < 2:
            continue
        newest = max(named)
        for older in sorted(set(named) - {newest}):
            lines = tuple(sorted({*named[older], min(named[newest])}))
            name = _without_years(str(first["name"]))
            yield Draft(
                lines=lines, values={"name": name, "older": older, "newer": newest}, subjects=(str(first["focus"]),)
            )


def plan_called_draft(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """A plan that is a draft in one place and none in another."""
    for first, members in _by_plan(rows):
        drafts: set[int] = set()
        adopted: set[int] = set()
        for row in members:
            text, line = str(row["text"]), int(row["line"])
            if not _names_plan(text):
                continue
            before = page.text(line).partition(text.partition("\n")[0])[0]
            is_draft = text.lstrip("(“ ").startswith("ร่าง") or _DRAFT.search(before)
            (drafts if is_draft else adopted).add(line)
        if drafts and adopted:
            lines = tuple(sorted(drafts | {min(adopted)}))
            values = {"name": _without_years(str(first["name"]))}
            yield Draft(lines=lines, values={**values}, subjects=(str(first["focus"]),))


def _names_plan(text: str) -> bool:
    """Whether a passage names the plan itself rather than an element of it."""
    return re.search("แผน|ยุทธศาสตร์", match_key(text)[:_NAME_WITHIN]) is not None


def plan_validity_ended(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Plans for several years that ended before the year this plan is for."""
    return _ended(row for row in rows if "planYear" not in row and row["kind"] != "named")


def yearly_plan_older(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Yearly plans of earlier years, when the plan is for one year itself and none for that year is named."""
    yearly = [row for row in rows if "planYear" in row]
    if any(row["planYear"] == row["year"] for row in yearly):
        return iter(())
    return _ended(row for row in yearly if row["kind"] != "element")


def _ended(rows: Iterable[Row]) -> Iterator[Draft]:
    ended = [row for row in rows if int(row.get("until", row["year"])) < int(row["year"])]
    if not ended:
        return
    names = dict.fromkeys(f"{_without_years(str(row['name']))} (–{row['until']})" for row in ended)
    yield Draft(
        lines=tuple(sorted({int(row["line"]) for row in ended})),
        values={"plans": ", ".join(names), "year": ended[0]["year"]},
        subjects=tuple(dict.fromkeys(str(row["focus"]) for row in ended)),
    )


def plan_period_miscounted(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """ "20 years (2562 - 2580)" are nineteen; a period may go on in the next line."""
    for row in rows:
        for line, text in page.plain.items():
            joined = f"{text}\n{page.plain.get(line + 1, '')}"
            for match in _PERIOD.finditer(joined):
                announced, first, last = int(match[1]), int(match[2]), int(match[3])
                if match.start() > len(text) or last - first + 1 == announced or last < first:
                    continue
                lines = (line,) if match.end() <= len(text) else (line, line + 1)
                values = {"announced": announced, "counted": last - first + 1, "from": first, "until": last}
                yield Draft(lines=lines, values={**values}, subjects=(str(row["focus"]),), quotes=(match[0],))


# --- results ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _dates() -> re.Pattern[str]:
    """A day, a month by name and a Buddhist year; the months stand in ``data/thai.toml``."""
    names = "|".join(re.escape(name) for name in _months())
    return re.compile(rf"(?<![\d.])(?:\d{{1,2}}\s*[-–]\s*)?(\d{{1,2}})\s*({names})\s*(2[45]\d\d)")


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    listed: list[str] = words()["years"]["months"]
    return {name: place % 12 + 1 for place, name in enumerate(listed)}


def days(text: str) -> Iterator[tuple[date, str]]:
    """Every full date of a text in Arabic digits, with the words that print it; impossible ones are left out."""
    for match in _dates().finditer(text):
        try:
            yield date(int(match[3]) - 543, _months()[match[2]], int(match[1])), match[0]
        except ValueError:
            continue


def _reported(rows: Sequence[Row], page: Page) -> Iterator[tuple[Row, int, str]]:
    """Each line of each result, from its first to where the next one begins."""
    results: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        results[row["focus"]].append(row)
    for members in results.values():
        first = min(int(row["line"]) for row in members)
        last = max(int(row["line"]) for row in members)
        for line, text in page.between(first, last):
            yield members[0], line, _arabic(text)


def event_outside_year(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Days that lie in another fiscal year than the one reported, one finding per result."""
    found: dict[str, tuple[Row, set[int], dict[str, None]]] = {}
    for row, line, text in _reported(rows, page):
        for day, printed in days(text):
            if fiscal_year_be(day) != int(row["year"]):
                _, lines, said = found.setdefault(str(row["focus"]), (row, set(), {}))
                lines.add(line)
                said[printed] = None
    for focus, (row, lines, said) in found.items():
        values = {
            "project": row["project"],
            "year": row["year"],
            "before": int(row["year"]) - 1,
            "dates": ", ".join(said),
        }
        yield Draft(lines=tuple(sorted(lines)), values={**values}, subjects=(focus,), quotes=tuple(said))


def result_names_later_year(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """A result that speaks of a fiscal year after its own."""
    found: dict[tuple[str, int], tuple[Row, set[int]]] = {}
    for row, line, text in _reported(rows, page):
        for match in _FISCAL.finditer(text):
            if int(match[2]) > int(row["year"]):
                found.setdefault((str(row["focus"]), int(match[2])), (row, set()))[1].add(line)
    for (focus, later), (row, lines) in found.items():
        values = {"project": row["project"], "year": row["year"], "later": later}
        yield Draft(lines=tuple(sorted(lines)), values={**values}, subjects=(focus,))


def column_year_after_its_data(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Columns "2565 ^1" whose note "1. ข้อมูล ณ วันที่ …" is dated before the column's year began."""
    for row in rows:
        for line, text in page.plain.items():
            columns = {int(match[2]): int(match[1]) for match in _HEAD.finditer(text)}
            if len(columns) < 2:
                continue
            wrong: list[tuple[int, int, str]] = []
            for below, note in page.between(line + 1, line + _NOTES_WITHIN):
                plain = _arabic(note)
                mark = _NOTE.search(plain)
                dated = next(days(plain[mark.end() :]), None) if mark else None
                if mark and dated and int(mark[1]) in columns and dated[0].year + 543 < columns[int(mark[1])]:
                    wrong.append((below, columns[int(mark[1])], dated[1]))
            if wrong:
                yield Draft(
                    lines=(line, *(below for below, _, _ in wrong)),
                    values={
                        "columns": ", ".join(str(year) for _, year, _ in wrong),
                        "dates": ", ".join(printed for _, _, printed in wrong),
                    },
                    subjects=(str(row["focus"]),),
                )
