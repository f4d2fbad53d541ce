"""Read a sheet of decisions back: what people changed on it, as wishes for the desk; nothing half read.

Every problem names its cell. Rows nobody touched are left out, whether they wait or were decided before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

from plangraph.described import describe
from plangraph.drafts.package import check_package
from plangraph.namespaces import PREFIXES, expand
from plangraph.naming import as_iri
from plangraph.reviewing.desk import Verdict, Wish
from plangraph.reviewing.errors import ReviewError
from plangraph.reviewing.sheet import FIRST_ROW, HIDDEN, MARK, MARK_SHEET, VERDICTS, VERSION, column, row_digest
from plangraph.reviews import RELATIONS, Decision, Link
from plangraph.search import search
from plangraph.texts import LANGS, sentences
from plangraph.thai import to_arabic

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from plangraph.store import GraphStore

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_THAI: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_BUDDHIST: Final = 543
_FIRST_BUDDHIST: Final = 2400
_SURE: Final = 0.99  # likeness from which a name written as a new target is taken as meant
MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Defaults:
    """Who decided and when, for rows that do not say."""

    reviewer: str = ""
    date: str = ""


def read(
    path: Path, decisions: list[Decision], store: GraphStore | None = None, defaults: Defaults | None = None
) -> list[Wish]:
    """What a filled sheet wants. ``store`` finds new targets by name and checks that ids exist.

    ``ReviewError`` names the first cell that cannot be taken; ``BadDraft`` a file that is no clean workbook.
    """
    check_package(path)
    book = _open(path)
    try:
        _check_mark(path, book)
        reader = _Reader(store, {each.link: each for each in decisions}, defaults or Defaults())
        sheets = [sheet for sheet in book.worksheets if sheet.title != MARK_SHEET]
        wishes = [wish for sheet in sheets for wish in reader.sheet(sheet)]
    finally:
        book.close()
    _check_twice(wishes)
    return wishes


def _open(path: Path) -> Workbook:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise ReviewError("needs_extra") from error
    try:
        return load_workbook(path, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError) as error:
        raise ReviewError("not_a_sheet", path=path) from error


def _check_mark(path: Path, book: Workbook) -> None:
    if MARK_SHEET not in book.sheetnames or book[MARK_SHEET].cell(1, 1).value != MARK:
        raise ReviewError("not_a_sheet", path=path)
    if (found := book[MARK_SHEET].cell(1, 2).value) != VERSION:
        raise ReviewError("other_version", path=path, found=found, wanted=VERSION)


def _check_twice(wishes: list[Wish]) -> None:
    seen: dict[Link, str] = {}
    for wish in wishes:
        if (other := seen.setdefault(wish.link, wish.place)) != wish.place:
            raise ReviewError("twice", place=wish.place, other=other)


def verdict_words() -> dict[str, str]:
    """Every word for a decision in every language: what it means."""
    return {sentences("review")[verdict][lang]: verdict for verdict in VERDICTS for lang in LANGS}


class _Reader:
    """Reads the rows of one workbook."""

    def __init__(self, store: GraphStore | None, standing: dict[Link, Decision], defaults: Defaults) -> None:
        self.store, self.standing, self.defaults = store, standing, defaults
        self.pairs = 0

    def sheet(self, sheet: Worksheet) -> Iterator[Wish]:
        for row in range(FIRST_ROW, min(sheet.max_row, MOST_ROWS) + 1):
            if _text(sheet.cell(row, column("subject")).value):
                yield from self._row(sheet, row)

    def _row(self, sheet: Worksheet, row: int) -> Iterator[Wish]:
        *ids, seen, digest = (_text(sheet.cell(row, column(name)).value) for name in HIDDEN)
        if digest != row_digest((*ids, seen)) or any(each.partition(":")[0] not in PREFIXES for each in ids):
            raise ReviewError("row_broken", place=_place(sheet, row, "source"))
        link: Link = (expand(ids[0]), expand(ids[1]), expand(ids[2]))
        word = _text(sheet.cell(row, column("verdict")).value)
        if not word:
            return
        verdict = verdict_words().get(word)
        if verdict is None:
            known = " · ".join(verdict_words())
            raise ReviewError("bad_decision", place=_place(sheet, row, "verdict"), given=word, known=known)
        why, who = (_text(sheet.cell(row, column(name)).value) for name in ("why", "who"))
        when = _date(sheet.cell(row, column("when")).value, _place(sheet, row, "when")) or self.defaults.date
        names = tuple(_text(sheet.cell(row, column(name)).value) for name in ("source", "target"))
        wish = Wish(
            link, "undo" if verdict == "undo" else "refuse", who or self.defaults.reviewer, when, why, seen,
            (names[0], names[1]), place=_place(sheet, row, "verdict"),
        )  # fmt: skip
        self._complete(wish, sheet, row)
        if verdict in ("confirm", "retarget") and ids[1] not in RELATIONS:
            raise ReviewError("only_refused", place=wish.place, relation=ids[1])
        if verdict == "retarget":
            yield from self._moved(wish, sheet, row)
        elif not self._unchanged(wish, verdict):
            yield _as(wish, "confirm") if verdict == "confirm" else wish

    def _complete(self, wish: Wish, sheet: Worksheet, row: int) -> None:
        for name, key, value in (("who", "no_reviewer", wish.reviewer), ("why", "no_why", wish.why)):
            if not value:
                raise ReviewError(key, place=_place(sheet, row, name))
        if not wish.date:
            raise ReviewError("no_date", place=_place(sheet, row, "when"))

    def _unchanged(self, wish: Wish, verdict: str) -> bool:
        """The row says what stands already, word for word."""
        stands = self.standing.get(wish.link)
        if stands is None or verdict == "undo":
            return False
        said = (stands.confirmed, stands.reviewer, stands.date, stands.why)
        return said == (verdict == "confirm", wish.reviewer, wish.date, " ".join(wish.why.split()))

    def _moved(self, wish: Wish, sheet: Worksheet, row: int) -> Iterator[Wish]:
        """A link moved to another target: the old one refused, the new one confirmed, both or neither."""
        place = _place(sheet, row, "new")
        target, name = find_target(self.store, _text(sheet.cell(row, column("new")).value), place)
        if target == wish.link[2]:
            raise ReviewError("same_target", place=place)
        self.pairs += 1
        link = (wish.link[0], wish.link[1], target)
        yield _as(wish, "refuse", together=self.pairs)
        yield Wish(link, "confirm", wish.reviewer, wish.date, wish.why, "", (wish.labels[0], name), self.pairs, place)


def find_target(store: GraphStore | None, given: str, place: str) -> tuple[str, str]:
    """The element that an id or a full name means, and its name; ``ReviewError`` when it means none or several."""
    if not given:
        raise ReviewError("no_target", place=place)
    iri = as_iri(given)
    if store is None:
        return iri, given
    if re.fullmatch(r"[\w./~:#-]+", iri, re.ASCII) and (found := describe(store, [iri], ("rdfs:label",))):
        return iri, next(iter(next(iter(found[iri].values())))).value
    hits = search(store, given, least=_SURE, limit=5)
    if not hits:
        raise ReviewError("unknown_target", place=place, given=given)
    if len(hits) > 1:
        near = " · ".join(f"{hit.label} ({hit.id})" for hit in hits)
        raise ReviewError("several_targets", place=place, given=given, near=near)
    return hits[0].id, hits[0].label


def _as(wish: Wish, verdict: Verdict, together: int | None = None) -> Wish:
    return Wish(wish.link, verdict, wish.reviewer, wish.date, wish.why, wish.seen, wish.labels, together, wish.place)


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _place(sheet: Worksheet, row: int, name: str) -> str:
    return f"{sheet.title}!{sheet.cell(row, column(name)).coordinate}"


def _date(value: Any, place: str) -> str:
    """A date as people write it, Gregorian or Buddhist, as ISO 8601; "" for none."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _iso(value.year, value.month, value.day, place)
    text = to_arabic(_text(value))
    if not text:
        return ""
    if found := _ISO.fullmatch(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]), place)
    if found := _THAI.fullmatch(text):
        return _iso(int(found[3]), int(found[2]), int(found[1]), place)
    raise ReviewError("bad_date", place=place, given=text)


def _iso(year: int, month: int, day: int, place: str) -> str:
    gregorian = year - _BUDDHIST if year >= _FIRST_BUDDHIST else year
    try:
        return date(gregorian, month, day).isoformat()
    except ValueError as error:
        raise ReviewError("bad_date", place=place, given=f"{year}-{month}-{day}") from error


def parse_date(text: str) -> str:
    """The date of ``--date`` as ISO 8601; ``ReviewError`` when it is none."""
    return _date(text, "--date")
