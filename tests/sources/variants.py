"""Texts to read that nobody printed: the Lampang plan with something done to it, and plans of the same outline."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from plangraph.document import SourceText, read_source
from plangraph.records import Cell, PlanDocument, SourceSpan
from plangraph.sources import industry_plan
from plangraph.sources.repairs import Repairs, read_repairs
from support import LAMPANG

CORRECTIONS = read_repairs(LAMPANG.with_name("corrections.csv"))
LINES = read_source(LAMPANG).lines
NAME = LAMPANG.parent.name


def read_lines(lines: Sequence[str], *, name: str = NAME, repairs: Repairs = CORRECTIONS) -> PlanDocument:
    """The records of a text of the family, given as lines. Raises ``AssertionError`` when it names no year."""
    source = SourceText(Path(f"{name}.txt"), name, "utf-8", tuple(lines), "0" * 64)
    document = industry_plan.read(source, repairs)
    assert document is not None
    return document


BOOKKEEPING = {"lines", "fates", "ignored", "sha256"}  # of a document: what is compared apart from its records


def plain(value: object, lines: dict[int, int] | None = None) -> object:
    """A record as nested tuples that can be compared; spans as their lines, which ``lines`` may rename."""
    if isinstance(value, SourceSpan):
        names = lines or {}
        return ("lines", names.get(value.first_line, value.first_line), names.get(value.last_line, value.last_line))
    if isinstance(value, Cell):
        value = dataclasses.replace(value, line=(lines or {}).get(value.line, value.line))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if field.name not in BOOKKEEPING]
        return (type(value).__name__, *((name, plain(getattr(value, name), lines)) for name in fields))
    if isinstance(value, tuple | list):
        return tuple(plain(part, lines) for part in value)
    return value


# Where the Lampang plan prints lists, tables and briefs: first line, last line, what stands there.
STRUCTURES = (
    (56, 69, "table of contents"),
    (119, 123, "target industries"),
    (136, 142, "missions of the summary"),
    (148, 155, "guidelines of the summary"),
    (161, 193, "national strategies"),
    (199, 320, "master plans"),
    (323, 341, "reform plan"),
    (345, 373, "milestones"),
    (377, 409, "security policies"),
    (413, 438, "plans of level 3"),
    (501, 504, "directions"),
    (512, 514, "terrain"),
    (524, 526, "seasons"),
    (534, 537, "transport"),
    (545, 558, "distances"),
    (564, 580, "administration"),
    (586, 590, "offices"),
    (598, 604, "population"),
    (627, 642, "labour force"),
    (660, 672, "festivals"),
    (680, 695, "roads"),
    (705, 723, "water works"),
    (729, 734, "water statistics"),
    (745, 762, "electricity"),
    (774, 789, "households"),
    (805, 809, "crops"),
    (817, 825, "harvest"),
    (833, 849, "land use"),
    (863, 877, "mining concessions"),
    (899, 917, "minerals"),
    (923, 927, "largest industries"),
    (931, 952, "factories"),
    (956, 961, "factories by year"),
    (971, 1011, "needs"),
    (1023, 1035, "provincial product"),
    (1067, 1073, "letters of a model"),
    (1077, 1081, "missions of the province"),
    (1093, 1097, "issues of the province"),
    (1107, 1117, "strengths"),
    (1121, 1131, "weaknesses"),
    (1137, 1143, "opportunities"),
    (1147, 1155, "threats"),
    (1159, 1164, "TOWS matrix"),
    (1179, 1182, "missions"),
    (1186, 1214, "guideline 1"),
    (1216, 1244, "guideline 2"),
    (1246, 1263, "guideline 3"),
    (1269, 1448, "briefs"),
    (1454, 1459, "crosswalk"),
    (1479, 1482, "outputs of a result"),
    (1486, 1487, "outcomes of a result"),
    (1507, 1511, "enterprises"),
    (1517, 1519, "fair"),
    (1561, 1565, "measures of a result"),
    (1581, 1584, "visits of a result"),
)
GAPS = tuple(line for first, last, _ in STRUCTURES for line in range(first, last))  # foreign text goes below these


@dataclasses.dataclass(frozen=True)
class Mixed:
    """The Lampang plan with foreign lines in it."""

    lines: tuple[str, ...]
    foreign: tuple[int, ...]  # their numbers
    original: dict[int, int]  # number of every other line -> its number in the plan


def mixed(texts: Sequence[str], gaps: Sequence[int], *, apart: bool) -> Mixed:
    """``texts`` put below each line of ``gaps``, between blank lines or tight."""
    lines: list[str] = []
    foreign: list[int] = []
    original: dict[int, int] = {}
    below = frozenset(gaps)
    for number, line in enumerate(LINES, start=1):
        lines.append(line)
        original[len(lines)] = number
        if number in below:
            lines += [""] if apart else []
            foreign += range(len(lines) + 1, len(lines) + 1 + len(texts))
            lines += [*texts, ""] if apart else texts
    return Mixed(tuple(lines), tuple(foreign), original)
