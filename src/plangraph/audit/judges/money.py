"""Judges of money: what rounding explains, what words spell, what a repeated row does to a total."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from plangraph.audit.drafts import Draft, Row, Word
from plangraph.audit.findings import Severity
from plangraph.audit.pages import Page
from plangraph.thai import baht_words, number_to_baht_words, parse_number, to_arabic

LARGE: Final = Decimal("0.05")  # of the brief's figure: a gap from here on changes what the plan costs
_TOTAL: Final = "รวม"
_FIGURE: Final = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.,]*\d)")
_MILLION: Final = Decimal(1_000_000)
_BEHIND: Final = 6  # lines behind the last row of a table in which its total may stand


def _amount(row: Row, name: str) -> Decimal:
    return Decimal(str(row[name]))


# --- table against brief ---------------------------------------------------------------------------------------------


def last_digit(printed: str, baht: Decimal) -> Decimal | None:
    """What the last printed digit is worth in baht: 100 for "0.0468" million; None when the print is no figure."""
    value = parse_number(printed).value
    if not value:
        return None
    decimals = len(to_arabic(printed).strip().partition(".")[2])
    return baht / value / Decimal(10) ** decimals


def explained(table: Decimal, brief: Decimal, step: Decimal) -> str | None:
    """ "rounded" or "cut" when the table's figure is the brief's at its printed digits; None when it is neither."""
    if (brief / step).to_integral_value(ROUND_HALF_UP) * step == table:
        return "rounded"
    return "cut" if (brief / step).to_integral_value(ROUND_FLOOR) * step == table else None


def _compared(rows: Iterable[Row]) -> Iterator[tuple[list[Row], str | None, Decimal]]:
    """Rows of one project and pair of figures, what explains the difference, and what a printed digit is worth."""
    pairs: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        pairs[row["focus"], row["table"], row["brief"]].append(row)
    for members in pairs.values():
        table, brief = _amount(members[0], "table"), _amount(members[0], "brief")
        step = last_digit(str(members[0]["tablePrinted"]), table)
        if step is not None and step > 0:
            yield members, explained(table, brief, step), step


def _lines(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(sorted({int(value) for row in rows for name, value in row.items() if name.startswith("line")}))


def row_contradicts_brief(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """A difference that neither rounding nor cutting off at the printed digits explains."""
    for members, why, step in _compared(rows):
        if why is not None:
            continue
        first = members[0]
        table, brief = _amount(first, "table"), _amount(first, "brief")
        unit = step * Decimal(10) ** len(to_arabic(str(first["tablePrinted"])).strip().partition(".")[2])
        yield Draft(
            lines=_lines(members),
            values={
                **first,
                "tableUnit": first.get("tableUnit", ""),
                "difference": abs(table - brief),
                "step": step,
                "wouldPrint": f"{(brief / unit).normalize():f}",
            },
            subjects=(str(first["focus"]),),
            quotes=(str(first["tablePrinted"]), str(first["briefPrinted"])),
            severity=Severity.HIGH if abs(table - brief) >= LARGE * brief else Severity.MEDIUM,
        )


def row_cut_off(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """All figures of the tables that were cut off, as one finding."""
    cut = [members for members, why, _ in _compared(rows) if why == "cut"]
    if not cut:
        return
    heads = [members[0] for members in cut]
    yield Draft(
        lines=_lines(row for members in cut for row in members),
        values={
            "count": len({head["focus"] for head in heads}),
            "pairs": ", ".join(f"{head['tablePrinted']} ← {head['briefPrinted']}" for head in heads),
            "difference": sum((_amount(head, "brief") - _amount(head, "table") for head in heads), Decimal(0)),
        },
        subjects=tuple(dict.fromkeys(str(head["focus"]) for head in heads)),
        quotes=tuple(str(head[name]) for head in heads for name in ("tablePrinted", "briefPrinted")),
    )


# --- words -----------------------------------------------------------------------------------------------------------


def _spelt(rows: Sequence[Row], *, readable: bool) -> Iterator[tuple[Draft, Decimal | None, Decimal | None]]:
    for row in rows:
        words = baht_words(str(row["words"]))
        amount = _amount(row, "amount") if "amount" in row else None
        if (words is not None) is readable:
            printed = row.get("printed", "")
            right = number_to_baht_words(amount) if amount is not None and amount == round(amount, 2) else ""
            values: dict[str, Word] = {**row, "printed": printed, "right": right}
            quotes = (str(row["words"]), str(printed))
            draft = Draft(lines=(int(row["line"]),), values=values, subjects=(str(row["focus"]),), quotes=quotes)
            yield draft, amount, words


def words_contradict_digits(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Words that spell another amount than the digits beside them."""
    for draft, amount, words in _spelt(rows, readable=True):
        if amount is not None and words is not None and amount != words:
            more: dict[str, Word] = {"spelt": words, "difference": abs(amount - words)}
            yield replace(draft, values={**draft.values, **more})


def words_no_number(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Words that no reading makes a number."""
    return (draft for draft, _, _ in _spelt(rows, readable=False))


# --- totals ----------------------------------------------------------------------------------------------------------


def _budget_rows(rows: Sequence[Row]) -> list[Row]:
    """One row per budget line, its lines gathered under ``line``, ``line2`` …"""
    found: dict[object, Row] = {}
    for row in rows:
        known = found.setdefault(row["budget"], dict(row))
        if row["line"] not in known.values():
            known[f"line{len(known)}"] = row["line"]
    return list(found.values())


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((_amount(row, "amount") for row in rows), Decimal(0))


def counted_twice(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """A project with rows under several strategies in one year, and what that does to the sum of all rows."""
    lines = _budget_rows(rows)
    listed: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in lines:
        listed[row["focus"], row.get("year")].append(row)
    total = _sum(lines)
    for members in listed.values():
        if len({row["strategy"] for row in members}) < 2:
            continue
        extra = _sum(members) - max(_amount(row, "amount") for row in members)
        yield Draft(
            lines=_lines(members),
            values={
                "project": members[0]["project"],
                "times": len({row["strategy"] for row in members}),
                "extra": extra,
                "total": total,
                "once": total - extra,
            },
            subjects=(str(members[0]["focus"]),),
        )


def no_total(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Strategy tables none of whose lines says รวม; what they would have said."""
    lines = _budget_rows(rows)
    if not lines or _says_total(page, _lines(lines)):
        return
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in lines:
        parts[str(row["guideline"]).rpartition("/")[2]] += _amount(row, "amount")
    yield Draft(
        lines=_lines(lines),
        values={
            "total": _sum(lines),
            "rows": len(lines),
            "parts": {
                "th": ", ".join(f"ด้านที่ {number} {amount:,f} บาท" for number, amount in parts.items()),
                "en": ", ".join(f"guideline {number} {amount:,f} baht" for number, amount in parts.items()),
            },
        },
    )


def printed_total_differs(rows: Sequence[Row], page: Page) -> Iterator[Draft]:
    """Printed totals that are neither the sum of a strategy, of a guideline nor of all rows above them."""
    lines = sorted(_budget_rows(rows), key=lambda row: int(row["line"]))
    years = {row.get("year") for row in lines}
    if not lines or len(years) > 1:
        return
    for line, text in page.between(int(lines[0]["line"]), int(lines[-1]["line"]) + _BEHIND):
        found = _printed_total(text)
        above = [row for row in lines if int(row["line"]) < line]
        if found is None or not above:
            continue
        baht, printed, step = found
        sums = {_sum(some): some for some in _summed(above)}
        if any(abs(total - baht) <= step for total in sums):
            continue
        total = min(sums, key=lambda each: abs(each - baht))
        yield Draft(
            lines=tuple(sorted({line, *_lines(sums[total])})),
            values={"printed": printed, "baht": baht, "total": total, "difference": abs(total - baht)},
            subjects=(str(sums[total][0]["guideline"]),),
            quotes=(printed,),
            severity=Severity.HIGH if abs(total - baht) >= LARGE * total else None,
        )


def _printed_total(text: str) -> tuple[Decimal, str, Decimal] | None:
    """The baht of the figure in a line or cell that begins with รวม, as printed, and what its last digit is worth."""
    cells = [cell.strip(" *-•") for cell in text.split("\t")]
    start = next((at for at, cell in enumerate(cells) if cell.startswith(_TOTAL)), None)
    if start is None:
        return None
    said = " ".join(cells[start:])
    figures = [found for found in _FIGURE.finditer(to_arabic(said)) if "." in found[0] or "," in found[0]]
    if not figures:
        return None
    printed = figures[-1][0]
    decimals = len(printed.partition(".")[2])
    factor = _MILLION if "ล้าน" in said or (decimals > 2 or "," not in printed) else Decimal(1)
    return Decimal(printed.replace(",", "")) * factor, said[slice(*figures[-1].span())], factor / 10**decimals


def _summed(above: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows a total may sum up: the last strategy's, the last guideline's, all; each also without repetitions."""
    last = above[-1]
    for some in (
        [row for row in above if row["strategy"] == last["strategy"]],
        [row for row in above if row["guideline"] == last["guideline"]],
        list(above),
    ):
        yield some
        yield list({row["focus"]: row for row in some}.values())
    listed = [row for row in above if row["guideline"] == last["guideline"]]
    before = {row["focus"] for row in above if row["guideline"] != last["guideline"]}
    yield [row for row in listed if row["focus"] not in before]


def _says_total(page: Page, lines: tuple[int, ...]) -> bool:
    return any(
        cell.strip(" *-•").startswith(_TOTAL)
        for _, text in page.between(lines[0], lines[-1] + _BEHIND)
        for cell in text.split("\t")
    )
