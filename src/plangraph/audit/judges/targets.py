"""Judges of targets: what a brief asks for in its fields, and what last year already did."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rapidfuzz.fuzz import ratio

from plangraph.audit.drafts import Draft, Row, Word
from plangraph.audit.findings import Severity
from plangraph.audit.pages import Page
from plangraph.thai import fold_marks, mask_tags, to_arabic

PERCENT: Final = "ร้อยละ"
SAME_STATEMENT: Final = 86.0  # percent likeness of two statements of one brief that speak of the same thing
COPIED: Final = 88.0  # … of an indicator and the statement of another brief it was copied from
SAME_MEASURE: Final = 60.0  # percent of letter triples shared by this year's output and last year's measure
LIKE_MEASURE: Final = (
    36.0  # … enough for two that are each other's best: the plan's true pairs score 38 to 100, others below 34
)
_TOLD: Final = re.compile(
    r"แผน[^\d]{0,60}?(?:จำนวน)?\s*(?P<plan>\d[\d,]*)\s*(?P<unit>[ก-๙]{1,12})\s*ผล(?:สะสม)?\s*(?:จำนวน)?\s*(?P<done>\d[\d,]*)\s*(?P=unit)"
)
_FILLERS: Final = re.compile(r"จำนวน|ไม่น้อยกว่า|อย่างน้อย|ร้อยละ|\d[\d,.]*")
_ITEM: Final = re.compile(r"(?<=\s)(\d{1,2})\)\s+(?=[ก-๙])")
_HEAD: Final = 90  # letters of a told result that name what was done
_KINDS: Final = {
    "objective": {"th": "วัตถุประสงค์", "en": "objectives"},
    "output": {"th": "ผลผลิต", "en": "outputs"},
    "outcome": {"th": "ผลลัพธ์", "en": "outcomes"},
    "indicator": {"th": "ตัวชี้วัด", "en": "indicators"},
    "activity": {"th": "กิจกรรม", "en": "activities"},
}


@dataclass(frozen=True, slots=True)
class Amount:
    value: Decimal
    unit: str
    printed: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One output, outcome, indicator … of a brief with the quantities it sets."""

    project: str
    focus: str
    kind: str
    item: str
    label: str
    number: int | None
    lines: tuple[int, ...]
    amounts: tuple[Amount, ...]

    @property
    def key(self) -> str:
        """The statement without its figures and units, for comparing."""
        plain = _FILLERS.sub(" ", to_arabic(self.label))
        for amount in self.amounts:
            plain = plain.replace(f" {amount.unit}", " ") if amount.unit else plain
        return fold_marks(plain)


def statements(rows: Iterable[Row]) -> list[Statement]:
    """The rows of one statement joined, in their order."""
    items: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        items[row["item"]].append(row)
    return [_statement(members) for members in items.values()]


def _statement(members: Sequence[Row]) -> Statement:
    first = members[0]
    amounts = {
        (Decimal(str(row["value"])), str(row.get("unit", "")), str(row["printed"])): None
        for row in members
        if "value" in row
    }
    return Statement(
        project=str(first["project"]),
        focus=str(first["focus"]),
        kind=str(first["kind"]),
        item=str(first["item"]),
        label=str(first["label"]),
        number=int(first["number"]) if "number" in first else None,
        lines=tuple(sorted({int(row[name]) for row in members for name in ("line", "lineEnd") if name in row})),
        amounts=tuple(Amount(*amount) for amount in amounts),
    )


def _by_project(found: Iterable[Statement]) -> dict[str, list[Statement]]:
    projects: dict[str, list[Statement]] = defaultdict(list)
    for statement in found:
        projects[statement.focus].append(statement)
    return projects


# --- inside one brief ------------------------------------------------------------------------------------------------


def indicator_not_among_outputs(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """An indicator whose quantity no output or outcome of its project sets; where it was copied from, if seen."""
    found = statements(rows)
    for members in _by_project(found).values():
        results = [each for each in members if each.kind in ("output", "outcome")]
        own = {(amount.value, amount.unit): amount.printed for each in results for amount in each.amounts}
        for indicator in (each for each in members if each.kind == "indicator" and each.amounts):
            strange = [amount for amount in indicator.amounts if (amount.value, amount.unit) not in own]
            alike = max((ratio(indicator.key, each.key) for each in results), default=0.0)
            if not strange or alike >= SAME_STATEMENT or not own:
                continue  # a quantity that differs in the same statement is another rule's
            source = _copied_from(indicator, found)
            copied: Word = ""
            if source is not None:
                copied = {
                    "th": f" ข้อความคล้ายกับของ “{source.project}” จึงน่าจะคัดมา",
                    "en": f"; the words are those of “{source.project}”, probably copied",
                }
            yield Draft(
                lines=tuple(sorted({*indicator.lines, *(line for each in results for line in each.lines)})),
                values={
                    "project": indicator.project,
                    "printed": ", ".join(amount.printed for amount in strange),
                    "own": ", ".join(own.values()),
                    "copied": copied,
                },
                subjects=(indicator.focus, indicator.item),
            )


def _copied_from(indicator: Statement, found: Iterable[Statement]) -> Statement | None:
    others = [each for each in found if each.focus != indicator.focus and each.kind in ("output", "indicator")]
    scored = [(ratio(indicator.key, each.key), each) for each in others]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= COPIED else None


def two_thresholds(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Statements with two different percentages, all of one plan's as one finding."""
    twice = [each for each in statements(rows) if len({a.value for a in each.amounts if a.unit == PERCENT}) > 1]
    if twice:
        pairs = [" + ".join(amount.printed for amount in each.amounts if amount.unit == PERCENT) for each in twice]
        yield Draft(
            lines=tuple(sorted({line for each in twice for line in each.lines})),
            values={"pairs": "; ".join(pairs)},
            subjects=tuple(each.item for each in twice),
            quotes=tuple(pairs),
        )


def target_differs_in_brief(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """The same statement with another quantity, or the same quantity in another unit, in two fields of one brief."""
    for members in _by_project(statements(rows)).values():
        outputs = [each for each in members if each.kind == "output" and each.amounts]
        for other in (each for each in members if each.kind in ("indicator", "activity") and each.amounts):
            scored = [(ratio(each.key, other.key), each) for each in outputs]
            score, output = max(scored, key=lambda pair: pair[0], default=(0.0, None))
            if output is None or score < SAME_STATEMENT or _agree(output, other):
                continue
            yield Draft(
                lines=tuple(sorted({*output.lines, *other.lines})),
                values={
                    "project": output.project,
                    "label": _short(output.label),
                    "one": ", ".join(amount.printed for amount in output.amounts),
                    "two": ", ".join(amount.printed for amount in other.amounts),
                },
                subjects=(output.focus, output.item, other.item),
            )


def _agree(one: Statement, two: Statement) -> bool:
    """Whether the quantities of the shorter statement are among those of the longer."""
    first = {(amount.value, amount.unit) for amount in one.amounts}
    second = {(amount.value, amount.unit) for amount in two.amounts}
    return first <= second or second <= first


def _short(label: str, most: int = 90) -> str:
    plain = " ".join(label.split())
    return plain if len(plain) <= most else plain[:most].rstrip() + "…"


def numbers_skip_in_brief(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Lists of a brief whose printed numbers are not 1, 2, 3 …"""
    lists: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for each in sorted(statements(rows), key=lambda each: _place(each.item)):
        if each.number is not None:
            lists[each.focus, each.kind].append(each)
    for (focus, kind), members in lists.items():
        printed = [number for each in members for number in (each.number, *_inner(each.label))]
        if printed == list(range(1, len(printed) + 1)):
            continue
        yield Draft(
            lines=tuple(sorted({each.lines[0] for each in members})),
            values={
                "project": members[0].project,
                "what": {"th": _KINDS[kind]["th"], "en": _KINDS[kind]["en"]},
                "printed": ", ".join(map(str, printed)),
            },
            subjects=(focus,),
        )


def _inner(label: str) -> list[int]:
    """Numbers of items that reading could not tell apart, because they do not go on: "๑) อบรม ๓) ตรวจ"."""
    return [int(number) for number in _ITEM.findall(to_arabic(label))]


def _place(item: str) -> tuple[str, int]:
    head, _, tail = item.rpartition("/")
    return head, int(tail) if tail.isdigit() else 0


# --- against last year -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """What a past year did: from a table of plan and result, or told in a sentence."""

    label: str
    unit: str
    achieved: Decimal
    year: int
    line: int


def _pairs(rows: Sequence[Row], page: Page) -> Iterator[tuple[Statement, Amount, Past, float]]:
    """Outputs and measures of the past year that are each other's most alike, with how alike, project by project."""
    projects: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        projects[row["focus"]].append(row)
    for members in projects.values():
        outputs = statements(row for row in members if row["kind"] == "target")
        past = [*_measured(members), *_told(members, page)]
        for output in outputs:
            scored = [(_likeness(output, each), each) for each in past]
            score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
            if best is None or score < LIKE_MEASURE:
                continue
            if all(_likeness(other, best) <= score for other in outputs):
                yield output, output.amounts[0], best, score


def _likeness(output: Statement, past: Past) -> float:
    """How much of the shorter statement stands in the longer one, percent of its letter triples."""
    one = _triples(output.key)
    two = _triples(fold_marks(_FILLERS.sub(" ", to_arabic(past.label))))
    least = min(len(one), len(two))
    return 100.0 * len(one & two) / least if least else 0.0


def _triples(key: str) -> set[str]:
    return {key[place : place + 3] for place in range(len(key) - 2)}


def _measured(rows: Iterable[Row]) -> Iterator[Past]:
    for row in rows:
        if row["kind"] == "past":
            achieved = Decimal(str(row["achieved"]))
            yield Past(str(row["label"]), str(row.get("unit", "")), achieved, int(row["year"]), int(row["line"]))


def _told(rows: Sequence[Row], page: Page) -> Iterator[Past]:
    """Results told as "แผน … ๔๕ โรง ผลสะสม ๘๗ โรง" that are no measure of the graph yet."""
    known = {int(row["line"]) for row in rows if row["kind"] == "past"}
    for row in rows:
        if row["kind"] != "told":
            continue
        for line, text in page.between(int(row["lineFrom"]), int(row["lineTo"])):
            plain = to_arabic(mask_tags(text))
            match = _TOLD.search(plain) if line not in known else None
            if match:
                label = re.sub(r"^กิจกรรมที่\s*\d+\s*", "", plain[: match.start()])[:_HEAD]
                yield Past(label, match["unit"], Decimal(match["done"].replace(",", "")), int(row["year"]), line)


def target_below_last_year(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Outputs below what the last reported year achieved in the same unit, one finding per project."""
    found: dict[str, list[tuple[Statement, Amount, Past, float]]] = defaultdict(list)
    for output, amount, past, score in _pairs(rows, page):
        if amount.value < past.achieved and (not past.unit or not amount.unit or past.unit == amount.unit):
            found[output.focus].append((output, amount, past, score))
    for focus, members in found.items():
        pairs = [
            f"“{_short(output.label, 60)}” {amount.printed} < {past.achieved:,f} “{_short(past.label, 60)}”"
            for output, amount, past, _ in members
        ]
        yield Draft(
            lines=tuple(sorted({line for output, _, past, _ in members for line in (*output.lines, past.line)})),
            values={"project": members[0][0].project, "pairs": "; ".join(pairs), "year": members[0][2].year},
            subjects=(focus,),
            severity=None if max(score for *_, score in members) >= SAME_MEASURE else Severity.LOW,
        )


def unit_differs_from_result(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Outputs counted in another unit than the result of the year before."""
    for output, amount, past, score in _pairs(rows, page):
        if (
            score >= SAME_MEASURE
            and past.unit
            and amount.unit
            and past.unit != amount.unit
            and PERCENT not in (past.unit, amount.unit)
        ):
            yield Draft(
                lines=tuple(sorted({*output.lines, past.line})),
                values={
                    "project": output.project,
                    "label": _short(output.label, 60),
                    "target": amount.printed,
                    "past": f"{past.achieved:,f} {past.unit}",
                    "year": past.year,
                },
                subjects=(output.focus, output.item),
            )
