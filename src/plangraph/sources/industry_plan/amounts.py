"""Which of the figures in a text is its amount of money, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from plangraph.thai import parse_number, years

UNITS = {"ล้านบาท": Decimal(1_000_000), "แสนบาท": Decimal(100_000), "พันบาท": Decimal(1_000), "บาท": Decimal(1)}
_AMOUNT = re.compile(r"(?<![\d.,])(?P<figure>\d[\d,.]*+)(?:-(?!\d))? ?(?P<unit>ล้านบาท|แสนบาท|พันบาท|บาท)?")
_TOTAL = re.compile(r"(?:รวม|ทั้งสิ้น|ทั้งหมด|วงเงิน) ?(?:เป็นเงิน|จำนวน|งบประมาณ)?(?:ทั้งสิ้น)? ?$")
_NUMBER_OF_ITEM = re.compile(r"^\)|^\.(?!\d)")
_BEFORE = 30  # characters in front of a figure that say it is the total


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure by its offsets in a folded text."""

    start: int
    end: int  # behind the unit
    figure_end: int
    unit: str  # "" when none is printed
    value: Decimal | None  # in that unit; None when the figure is damaged

    @property
    def baht(self) -> Decimal | None:
        """In baht; None without a unit or with a damaged figure."""
        return self.value * UNITS[self.unit] if self.value is not None and self.unit else None


def amounts(text: str) -> list[Amount]:
    """Every figure of a folded text that can be money: no years, no numbers of items."""
    dated = {mention.start for mention in years(text)}
    found = (match for match in _AMOUNT.finditer(text) if match.start() not in dated)
    return [_amount(match) for match in found if not _NUMBER_OF_ITEM.match(text[match.end("figure") :][:2])]


def _amount(match: re.Match[str]) -> Amount:
    figure = match["figure"].rstrip(".,")
    end = match.start() + len(figure)
    unit = match["unit"] or ""
    return Amount(match.start(), match.end() if unit else end, end, unit, parse_number(figure).value)


def amount_of(text: str, words_baht: Decimal | None = None) -> Amount | None:
    """The figure that is meant: the one that the amount in words repeats, the total, else the first with a unit."""
    found = amounts(text)
    with_unit = [amount for amount in found if amount.unit] or found
    same = [amount for amount in with_unit if words_baht is not None and amount.baht == words_baht]
    total = [amount for amount in with_unit if _TOTAL.search(text[max(0, amount.start - _BEFORE) : amount.start])]
    return next(iter([*same, *total, *with_unit]), None)
