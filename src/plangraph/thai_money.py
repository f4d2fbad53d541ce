"""Amounts in words: "สองแสนแปดหมื่นบาทถ้วน" is 280000 baht, and back."""

from __future__ import annotations

import re
from decimal import Decimal

from plangraph.thai_text import normalize

_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("แสน", "หมื่น", "พัน", "ร้อย", "สิบ")
_MILLION = "ล้าน"
_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {"เอ็ด": 1, "ยี่": 2}
_WEIGHTS = {word: 10 ** (5 - place) for place, word in enumerate(_PLACES)}
_WORD = re.compile("|".join((*_VALUES, *_WEIGHTS, _MILLION)))
_RUN = re.compile(f"(?:{_WORD.pattern}|บาท|สตางค์|ถ้วน|ลบ)+")
_LARGEST_SATANG = 99


def _below_million(tokens: list[str], first_group: bool) -> int | None:
    """The value of one group of words below a million; None when they are no number."""
    total, digit, weight_before = 0, None, 10**6
    for token in tokens:
        if token in _WEIGHTS:
            weight = _WEIGHTS[token]
            if weight >= weight_before or (digit is None and token != "สิบ") or digit in {"ศูนย์", "เอ็ด"}:
                return None
            if digit == "ยี่" and token != "สิบ":
                return None
            total += (_VALUES[digit] if digit else 1) * weight
            digit, weight_before = None, weight
        elif digit is not None or weight_before == 1:
            return None  # two digit words in a row
        else:
            digit = token
    if digit == "ยี่" or (digit == "เอ็ด" and first_group and not total) or (digit == "ศูนย์" and total):
        return None
    return total + (_VALUES[digit] if digit else 0)


def _whole(text: str) -> int | None:
    """The value of number words without a unit; None when they are no number."""
    tokens = _WORD.findall(text)
    if not tokens or "".join(tokens) != text:
        return None
    total, group = 0, list[str]()
    for token in (*tokens, ""):
        if token and token != _MILLION:
            group.append(token)
            continue
        value = _below_million(group, first_group=not total)
        if value is None or (token == _MILLION and not total + value) or ("ศูนย์" in group and total):
            return None
        total = (total + value) * (10**6 if token else 1)
        group = []
    return total


def _amount(text: str) -> Decimal | None:
    """The baht of one run of words that may end in ถ้วน."""
    plain = text.removesuffix("ถ้วน")
    sign = -1 if plain.startswith("ลบ") else 1
    baht_part, said_baht, rest = plain.removeprefix("ลบ").partition("บาท")
    satang_part = rest
    if not said_baht and baht_part.endswith("สตางค์"):
        baht_part, satang_part = "", baht_part
    if satang_part and not satang_part.endswith("สตางค์"):
        return None
    baht = _whole(baht_part) if baht_part else 0
    satang = _whole(satang_part.removesuffix("สตางค์")) if satang_part else 0
    if baht is None or satang is None or satang > _LARGEST_SATANG or not baht_part + satang_part:
        return None
    return sign * (Decimal(baht) + Decimal(satang) / 100)


def baht_words(text: str) -> Decimal | None:
    """The baht that ``text`` spells out in words, alone or somewhere inside it; None without one valid amount.

    Spaces and ถ้วน do not matter. Words that are no number ("แปดห้าร้อย") and two different amounts give None.
    """
    plain = re.sub(r"\s", "", normalize(text)).strip("()")
    if _RUN.fullmatch(plain):
        return _amount(plain)
    runs = [run[0] for run in _RUN.finditer(plain) if run[0].endswith(("บาท", "สตางค์", "ถ้วน")) and _WORD.search(run[0])]
    values = {_amount(run) for run in runs}
    return values.pop() if len(values) == 1 else None


def _group_words(number: int, has_more: bool) -> str:
    """Words of a number below a million; ``has_more`` when something stands before it (…ล้านเอ็ด)."""
    out: list[str] = []
    for place, digit in zip((*_PLACES, ""), f"{number:06}", strict=True):
        if digit == "0":
            continue
        word = _DIGITS[int(digit)]
        if place == "สิบ":
            word = {"1": "", "2": "ยี่"}.get(digit, word)
        elif not place and digit == "1" and (out or has_more):
            word = "เอ็ด"
        out.append(word + place)
    return "".join(out)


def _whole_words(number: int) -> str:
    if not number:
        return _DIGITS[0]
    millions, rest = divmod(number, 10**6)
    head = _whole_words(millions) + _MILLION if millions else ""
    return head + _group_words(rest, bool(millions))


def number_to_baht_words(amount: Decimal) -> str:
    """An amount in words as Thai forms print it; more than two decimals raise ``ValueError``."""
    satang_total = abs(amount) * 100
    if satang_total != satang_total.to_integral_value():
        raise ValueError(f"{amount}: baht have two decimals")
    baht, satang = divmod(int(satang_total), 100)
    sign = "ลบ" if amount < 0 else ""
    if not satang:
        return f"{sign}{_whole_words(baht)}บาทถ้วน"
    head = f"{_whole_words(baht)}บาท" if baht else ""
    return f"{sign}{head}{_whole_words(satang)}สตางค์"
