"""The rules of the audit that are graph questions: ``queries/checks/*.rq`` with their headers.

A file is named after what is wrong; its name with hyphens is the name of the rule. Its header::

    #+ severity: high
    #+ problem: {th: "…", en: "…"}
    #+ fix: {th: "…", en: "…"}
    #+ group: money
    #+ title: {th: "…", en: "…"}
    #+ cause: document
    #+ judge: words_against_digits
    #+ numbers: [table, brief]

``cause`` is given where the kind of the defect settles whose it is, else the text of its lines does. ``judge`` names
the function of ``audit/judges`` that decides over the rows; without one, rows of one ``?finding`` are one finding.
``problem`` and ``fix`` may name any variable of the query (or value of the judge) in braces; ``numbers`` are those the
finding keeps. ``without`` leaves rows out whose ``?focus`` is of a set that no query can find, as ``LEFT_OUT`` of the
engine has them: ``aligned``, the projects with a strong chain, however long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from plangraph import resources
from plangraph.audit.findings import Cause, Severity
from plangraph.errors import PlanGraphError
from plangraph.query_header import Value, parse_header
from plangraph.texts import LANGS, Lang

FOLDER: Final = "checks"
GROUPS: Final = ("money", "time", "targets", "structure", "tables", "names", "alignment")
_OPENING: Final = ("severity", "problem", "fix")
_REQUIRED: Final = frozenset({*_OPENING, "group", "title"})
_KEYS: Final = _REQUIRED | {"cause", "judge", "numbers", "without"}


class BadCheckFile(PlanGraphError, ValueError):
    """A file of ``queries/checks`` has a header we cannot use."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(th=f"{path}: หัวแฟ้มใช้ไม่ได้: {what} — แก้ส่วนหัวของแฟ้ม", en=f"{path}: bad header: {what}; mend it")


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: what it asks of the graph and what it says of the answer."""

    rule: str
    severity: Severity
    group: str
    title: Mapping[Lang, str]
    problem: Mapping[Lang, str]
    fix: Mapping[Lang, str]
    cause: Cause | None  # None: the text of the lines decides
    judge: str | None
    without: str | None
    numbers: tuple[str, ...]
    query: str
    path: Path


@lru_cache(maxsize=1)
def all_checks() -> tuple[Check, ...]:
    """Every shipped check, by name. Raises ``BadCheckFile``."""
    return tuple(read_check(path) for path in sorted(resources.shipped("queries", FOLDER).glob("*.rq")))


def read_check(path: Path) -> Check:
    """One check file. Raises ``BadCheckFile``."""
    text = path.read_text(encoding="utf-8")
    try:
        header = parse_header(text)
    except ValueError as error:
        raise BadCheckFile(path, str(error)) from error
    if tuple(header)[:3] != _OPENING or not _REQUIRED <= set(header) <= _KEYS:
        raise BadCheckFile(path, f"keys {sorted(header)}, expected {', '.join(_OPENING)} first, then {sorted(_KEYS)}")
    group = str(header["group"])
    if group not in GROUPS:
        raise BadCheckFile(path, f"group {group!r} is none of {GROUPS}")
    try:
        severity = Severity(str(header["severity"]))
        cause = Cause(str(header["cause"])) if "cause" in header else None
    except ValueError as error:
        raise BadCheckFile(path, str(error)) from error
    return Check(
        rule=path.stem.replace("_", "-"),
        severity=severity,
        group=group,
        title=_both(path, header, "title"),
        problem=_both(path, header, "problem"),
        fix=_both(path, header, "fix"),
        cause=cause,
        judge=str(header["judge"]) if "judge" in header else None,
        without=str(header["without"]) if "without" in header else None,
        numbers=tuple(map(str, cast("list[Value]", header.get("numbers", [])))),
        query="".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")),
        path=path,
    )


def _both(path: Path, header: Mapping[str, Value], key: str) -> Mapping[Lang, str]:
    texts = header[key]
    if not isinstance(texts, dict) or set(texts) != set(LANGS):
        raise BadCheckFile(path, f"{key} needs a text in th and in en")
    return {lang: str(texts[lang]) for lang in LANGS}
