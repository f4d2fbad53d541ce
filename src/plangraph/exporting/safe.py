"""Texts of documents made safe for a spreadsheet and for XML: no formulas, no characters a file cannot hold."""

from __future__ import annotations

import re
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text with the characters XML 1.0 forbids shown as U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that reads this from a text file would take it for a formula."""
    return text.lstrip(" ").startswith(FORMULA)


def guarded(text: str) -> str:
    """The text as a cell of a text table: one that looks like a formula, or like a guarded one, gets an apostrophe."""
    plain = printable(text)
    return f"'{plain}" if is_formula(plain.lstrip("'")) else plain


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text
