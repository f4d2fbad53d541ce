"""Thai text in one place: digits, years, fiscal years, numbers, amounts in words, lists, quantities, clean-up.

The parts live in ``thai_text``, ``thai_numbers``, ``thai_money``, ``thai_items`` and ``thai_quantities``; everything
else imports from here.
"""

from __future__ import annotations

from plangraph.thai_items import TextItem, split_items
from plangraph.thai_money import baht_words, number_to_baht_words
from plangraph.thai_numbers import (
    NumberReading,
    YearMention,
    fiscal_year_be,
    fiscal_year_bounds,
    parse_number,
    year_range,
    years,
)
from plangraph.thai_quantities import quantities
from plangraph.thai_text import (
    fold_marks,
    is_mostly_thai,
    mask_tags,
    match_key,
    normalize,
    to_arabic,
    to_thai_digits,
)

__all__ = [
    "NumberReading",
    "TextItem",
    "YearMention",
    "baht_words",
    "fiscal_year_be",
    "fiscal_year_bounds",
    "fold_marks",
    "is_mostly_thai",
    "mask_tags",
    "match_key",
    "normalize",
    "number_to_baht_words",
    "parse_number",
    "quantities",
    "split_items",
    "to_arabic",
    "to_thai_digits",
    "year_range",
    "years",
]
