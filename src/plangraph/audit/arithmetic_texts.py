"""Findings of the arithmetic rules, worded in Thai and English by ``texts/arithmetic.toml``."""

from __future__ import annotations

from decimal import Decimal

from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.texts import LANGS, Lang, Texts

MOST_SHOWN = 12  # failures spelled out in one message

Details = tuple[tuple[str, str, str, int], ...]


def finding(
    rule: str,
    *,
    severity: Severity,
    cause: Cause,
    lines: tuple[int, ...],
    document: str,
    subjects: tuple[str, ...],
    numbers: dict[str, Decimal | int | str],
    details: Details = (),
    **values: object,
) -> Finding:
    """A finding of ``rule`` whose message and advice are its sentences, filled with ``values``.

    ``details`` are the place, printed figure, recomputed figure and line of each failure; they become ``{details}``.
    """
    said = {lang: Texts("arithmetic", lang) for lang in LANGS}

    def say(key: str, lang: Lang) -> str:
        parts = [
            said[lang]("detail", place=place, printed=printed, recomputed=recomputed, line=line)
            for place, printed, recomputed, line in details[:MOST_SHOWN]
        ]
        if len(details) > MOST_SHOWN:
            parts.append(said[lang]("more", count=len(details) - MOST_SHOWN))
        listed = "; ".join(parts)
        named = {name: value[lang] if isinstance(value, dict) else value for name, value in values.items()}
        return said[lang](key, details=listed, **named)

    return Finding(
        rule=rule,
        severity=severity,
        cause=cause,
        lines=tuple(sorted(set(lines))),
        message_th=say(rule, "th"),
        message_en=say(rule, "en"),
        fix_th=say(f"{rule}-fix", "th"),
        fix_en=say(f"{rule}-fix", "en"),
        numbers=numbers,
        subjects=subjects,
        document=document,
    )
