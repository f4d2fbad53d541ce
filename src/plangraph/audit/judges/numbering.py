"""Judges of numbering: lists that jump, repeat or restart, headings without numbers, rows out of order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from plangraph.audit.drafts import Draft, Row
from plangraph.audit.pages import Page
from plangraph.thai import fold_marks, to_arabic

_BULLET: Final = re.compile(r"^[\s•*\-–]+")
_MARKS: Final = (
    ("(n)", re.compile(r"\((\d{1,2})\)(?=\D)")),
    ("n)", re.compile(r"(\d{1,2})\)(?=\D)")),
    ("n.", re.compile(r"(\d{1,2})\.(?=[^\d\s]|\s+\D)")),
    ("", re.compile(r"([ก-๙]{3,24}?ที่)\s*(\d{1,2})(?=[\s:)]|$)")),
)
_SECTION: Final = re.compile(r"(?:ส่วนที่\s*\d+|\d{1,2}(?:\.\d{1,2}){1,3})(?=\s)")
_DOTTED: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\s+(\S.*)")
_NUMBERED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})+\s|[ก-๙]{3,24}?ที่\s*\d{1,2}\.\d")
_OPENS: Final = re.compile(r"(?:ดังนี้|ได้แก่|คือ|ประกอบด้วย|ดังต่อไปนี้|:)\s*$")
_ANNOUNCED: Final = re.compile(r"(\d{1,2})\s*([ก-๙]{2,20})(?:\s+[ก-๙]{2,20})?\s*(?:ได้แก่|ดังนี้|ประกอบด้วย|คือ)\s*")
_ENTRY: Final = re.compile(r"(?P<number>ส่วนที่\s*\d+|\d{1,2}(?:\.\d{1,2})+)\s+(?P<title>[^\t]+)\t[\s\d]*")
_HEADED: Final = re.compile(r"(?P<number>ส่วนที่\s*\d+|\d{1,2}(?:\.\d{1,2})+)\s+(?P<title>\S.*)")
_CONTENTS_WITHIN: Final = 200  # lines from the top in which the table of contents ends
_BLANK: Final = re.compile(
    r"จำนวน\s+(?:คน|ราย|แห่ง|ครั้ง|บาท|โรงงาน|กิจการ|กลุ่ม|ผลิตภัณฑ์|คำขอ)(?![ก-๙])(?!\s*[(/])|จำนวน[ก-๙]{2,14}\s*/"
)
LIKE: Final = 60.0  # percent: below, the same number stands for two different things
_ROW_HEADS: Final = ("ที่", "ลำดับ", "ลำดับที่", "no", "no.")
_BEFORE: Final = 16  # letters quoted before a difference
_QUOTE: Final = 48  # letters of a line quoted in a message
_PREFIX: Final = 15  # letters two headings share before their own number to be of one kind
_HEADING: Final = 160  # letters of a heading at most


def _plain(text: str) -> str:
    """A line of ``Page.plain`` without its bullet and its emphasis."""
    return _BULLET.sub("", text.replace("**", "")).rstrip("* ")


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    number: int


def _mark(text: str) -> _Mark | None:
    """The number a line begins with, and how it is written."""
    for style, pattern in _MARKS:
        match = pattern.match(text)
        if match:
            return _Mark(style or match[1], int(match[match.lastindex or 1]))
    return None


@dataclass(slots=True)
class _Level:
    style: str
    number: int
    line: int
    due: int = 0  # the number that was due where a wrong one stands: the list may go on from either


# --- running lists ---------------------------------------------------------------------------------------------------


def numbering_breaks(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Numbered lines that do not go on from an open list, nor open one where a list may begin."""
    for row in rows:
        levels: list[_Level] = []
        may_open = True
        for line, raw in page.plain.items():
            text = _plain(raw)
            if "\t" in raw or _is_section(text, levels):
                levels, may_open = [], True
                continue
            mark = _mark(text)
            if mark is None:
                may_open = may_open or not _NUMBERED.match(text)
                continue
            broken = _take(levels, mark, line, may_open=may_open)
            if broken is not None:
                yield _break(broken, mark, line, text, page, str(row["focus"]))
            may_open = bool(_OPENS.search(text))


def _is_section(text: str, levels: Sequence[_Level]) -> bool:
    """Whether a line is the heading of a numbered section; "3.1" below item 3 of a list is none."""
    match = _SECTION.match(text)
    if match is None:
        return False
    first, dot, more = match[0].partition(".")
    return not (levels and dot and "." not in more and first == str(levels[-1].number))


def _take(levels: list[_Level], mark: _Mark, line: int, *, may_open: bool) -> _Level | None:
    """Set a numbered line into the open lists; the level it breaks, if it does."""
    for place in range(len(levels) - 1, -1, -1):
        if levels[place].style == mark.style and mark.number - 1 in (levels[place].number, levels[place].due or -1):
            del levels[place + 1 :]
            levels[place] = _Level(mark.style, mark.number, line)
            return None
    same = next((level for level in reversed(levels) if level.style == mark.style), None)
    if mark.number == 1 and (same is None or may_open):
        levels.append(_Level(mark.style, 1, line))
        return None
    if same is None:  # it goes on from a list we have lost sight of
        levels[:] = [_Level(mark.style, mark.number, line)]
        return None
    del levels[levels.index(same) :]
    levels.append(_Level(mark.style, mark.number, line, due=same.number + 1))
    return same


def _break(before: _Level, mark: _Mark, line: int, text: str, page: Page, focus: str) -> Draft:
    if mark.number == 1:
        how = {"th": "เริ่มใหม่โดยไม่มีหัวข้อคั่น", "en": "starts again without a heading between"}
    elif mark.number == before.number:
        how = {"th": "ซ้ำ", "en": "repeats"}
    elif mark.number > before.number:
        how = {"th": "ข้าม", "en": "jumps"}
    else:
        how = {"th": "ย้อนกลับ", "en": "goes back"}
    return Draft(
        lines=tuple(sorted({before.line, line})),
        values={
            "how": {"th": how["th"], "en": how["en"]},
            "before": _quoted(_plain(page.plain[before.line])),
            "lineBefore": str(before.line),
            "here": _quoted(text),
            "expected": before.number + 1,
            "printed": mark.number,
        },
        subjects=(focus,),
    )


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTE else text[:_QUOTE].rstrip() + "…"


# --- announced numbers -----------------------------------------------------------------------------------------------


def announced_number_differs(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """ "5 groups: 1. … 2. …" with another number of items, in the same line or in those below."""
    for row in rows:
        lines = list(page.plain.items())
        for place, (line, raw) in enumerate(lines):
            if "\t" in raw:
                continue
            text = raw
            for match in _ANNOUNCED.finditer(text):
                counted = _inline(text[match.end() :])
                last = line
                if not counted and match.end() >= len(text.rstrip()):
                    counted, last = _below(lines[place + 1 :], line)
                if counted > 1 and counted != int(match[1]):
                    yield Draft(
                        lines=(line,) if last == line else (line, last),
                        values={"phrase": match[0].strip(), "announced": int(match[1]), "counted": counted},
                        subjects=(str(row["focus"]),),
                    )


def _inline(text: str) -> int:
    """How far "1. … 2. …" or "1) … 2) …" counts in a text that begins with the first."""
    match = re.match(r"\s*1([.)])", text)
    if match is None:
        return 0
    number, place = 1, match.end()
    while True:
        following = re.compile(rf"(?<!\d){number + 1}\{match[1]}(?=\s*[^\d\s])").search(text, place)
        if following is None:
            return number
        number, place = number + 1, following.end()


def _below(lines: Sequence[tuple[int, str]], line: int) -> tuple[int, int]:
    """How far the list in the lines below counts, and its last line; (0, line) when none begins at once."""
    if not lines:
        return 0, line
    opened = _mark(_plain(lines[0][1]))
    if opened is None or opened.number != 1 or "\t" in lines[0][1]:
        return 0, line
    number, last = 1, lines[0][0]
    for at, raw in lines[1:]:
        text = _plain(raw)
        mark = _mark(text)
        if _SECTION.match(text) and mark is None:
            break
        if mark is None or mark.style != opened.style:
            continue
        if mark.number != number + 1:
            break
        number, last = mark.number, at
    return number, last


# --- the table of contents --------------------------------------------------------------------------------------------


def heading_differs_from_contents(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Headings that say something else than their entry; what only goes on further than the entry is none."""
    for row in rows:
        entries: dict[str, tuple[int, str]] = {}
        pairs: list[tuple[int, int, str, str]] = []
        for line, raw in page.plain.items():
            text = raw.replace("**", "").strip()
            entry = _ENTRY.fullmatch(text)
            if entry and line < _CONTENTS_WITHIN:
                entries.setdefault(entry["number"], (line, entry["title"].strip()))
                continue
            heading = _HEADED.match(text)
            number = heading["number"] if heading else ""
            if heading is None or "\t" in raw or number not in entries or line < _after(entries):
                continue
            at, title = entries[number]
            said = f"{heading['title']} {_continued(page, line)}".strip()
            one, two = fold_marks(title), fold_marks(said)
            if ratio(one, two[: len(one)]) < LIKE:
                continue  # the number of a list, not of this section
            del entries[number]
            if not two.startswith(one):
                pairs.append((at, line, *_from_difference(title, said)))
        if pairs:
            yield Draft(
                lines=tuple(sorted({line for pair in pairs for line in pair[:2]})),
                values={
                    "count": len(pairs),
                    "pairs": "; ".join(f"“{_quoted(title)}” ≠ “{_quoted(said)}”" for _, _, title, said in pairs),
                },
                subjects=(str(row["focus"]),),
            )


def _from_difference(one: str, two: str) -> tuple[str, str]:
    """Two texts from a little before where they part."""
    same = next(
        (at for at, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), min(len(one), len(two))
    )
    start = max(0, same - _BEFORE)
    return (f"…{one[start:]}", f"…{two[start:]}") if start else (one, two)


def _after(entries: dict[str, tuple[int, str]]) -> int:
    """The line behind the last entry of the contents."""
    return max((line for line, _ in entries.values()), default=0)


def _continued(page: Page, line: int) -> str:
    """The next line when it goes on with a heading that is broken over two."""
    for at in (line + 1, line + 2):
        if at not in page.plain:
            continue
        text = page.plain[at]
        plain = _plain(text)
        return "" if "\t" in text or _mark(plain) or _SECTION.match(plain) or len(plain) > _HEADING else plain
    return ""


def quantity_left_blank(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """ "จำนวน" with a unit or a stroke where its figure should be, all of a document as one finding."""
    found = {line: match[0] for line, text in page.plain.items() if (match := _BLANK.search(text))}
    if found:
        yield Draft(
            lines=tuple(sorted(found)),
            values={"count": len(found), "words": ", ".join(f"“{' '.join(word.split())}”" for word in found.values())},
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row in rows)),
        )


# --- headings and rows -----------------------------------------------------------------------------------------------


def heading_without_number(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Headings that begin like a numbered one ("แผนแม่บท … ประเด็น ๘") and have no number themselves."""
    for row in rows:
        numbered: dict[str, tuple[int, str]] = {}
        bare: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for line, raw in page.plain.items():
            text = raw.strip()
            if "\t" in raw or len(text) > _HEADING:
                continue
            match = _DOTTED.fullmatch(text)
            prefix = re.match(r"\D*", match[2] if match else text)
            kind = prefix[0].strip() if prefix else ""
            if len(kind) < _PREFIX or kind == text or (match and kind == match[2]):
                continue
            if match:
                numbered.setdefault(kind, (line, match[1]))
            elif not _BULLET.match(text) and _mark(text) is None:
                bare[kind].append((line, text))
        for kind, (line, number) in numbered.items():
            if bare[kind]:
                yield Draft(
                    lines=tuple(sorted({line, *(at for at, _ in bare[kind])})),
                    values={
                        "count": len(bare[kind]),
                        "number": number,
                        "headings": "; ".join(_quoted(text) for _, text in bare[kind]),
                    },
                    subjects=(str(row["focus"]),),
                )


def row_numbers_break(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Rows of a numbered table whose numbers are not 1, 2, 3 …; the lines where they break."""
    for row in rows:
        first, last = int(row["line"]), int(row["lineEnd"])
        head = [text for _, text in page.between(first - 4, first - 1) if "\t" in text]
        if not any(text.split("\t")[0].strip().lower() in _ROW_HEADS for text in head):
            continue
        broken: list[tuple[int, str]] = []
        expected = 1
        for line, text in page.between(first, last):
            number = to_arabic(text.split("\t")[0]).strip().rstrip(".)")
            if "\t" not in text or not number.isdecimal():
                continue
            if int(number) != expected:
                broken.append((line, number))
            expected = int(number) + 1 if int(number) == expected else expected + 1
        if broken:
            yield Draft(
                lines=tuple(line for line, _ in broken),
                values={"table": row["table"], "numbers": ", ".join(number for _, number in broken)},
                subjects=(str(row["focus"]),),
            )
