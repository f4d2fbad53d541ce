"""A draft project: the ten fields of a project brief as somebody typed them, each with the place it was typed in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from plangraph.errors import DocumentError
from plangraph.resources import package_file
from plangraph.texts import LANGS, Lang, Texts
from plangraph.thai import normalize, to_arabic

_NUMBER: Final = re.compile(r"^\(?\d{1,2}[.)] ?")
_SEPARATOR: Final = re.compile(r"[ \t]*(?:\([^()]{0,60}\)[ \t]*)?(?:[:：]|\t|$|(?<=\s)(?=\s))")
_LONGEST_LABEL: Final = 120  # characters of a cell that can be a label


@lru_cache(maxsize=1)
def form() -> dict[str, Any]:
    """``data/draft_fields.toml``."""
    return tomllib.loads(package_file("data", "draft_fields.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class FormField:
    """One of the ten fields."""

    key: str  # "name", "rationale" …
    number: int  # 1 to 10
    th: str
    en: str
    help_th: str
    help_en: str
    label: re.Pattern[str]

    def title(self, lang: str) -> str:
        """Its label in ``lang``."""
        return self.th if lang == "th" else self.en


@lru_cache(maxsize=1)
def form_fields() -> tuple[FormField, ...]:
    """The ten fields in the order of the form."""
    return tuple(
        FormField(
            row["key"], number, row["th"], row["en"], row["help_th"], row["help_en"], re.compile(f"(?:{row['label']})")
        )
        for number, row in enumerate(form()["field"], start=1)
    )


@lru_cache(maxsize=1)
def by_key() -> dict[str, FormField]:
    """The fields by their keys."""
    return {field.key: field for field in form_fields()}


def template_mark() -> str:
    """What a file written on our template says of itself: ``plangraph-draft 1``."""
    return f"{form()['mark']} {form()['version']}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: a cell (``โครงการ!D5``), a row of a table, a paragraph, a line. Numbers count from 1."""

    kind: str  # "cell" | "sheet" | "row" | "paragraph" | "line": the keys of texts/propose.toml that name it
    number: int = 0
    inside: str = ""  # the cell's sheet and coordinate, the number of the row's table

    def say(self, lang: str) -> str:
        """The place in ``lang``: ``บรรทัด 3``."""
        return Texts("propose", "th" if lang == "th" else "en")(self.kind, number=self.number, inside=self.inside)


@dataclass(frozen=True, slots=True)
class FieldText:
    """What a field says, and where."""

    key: str
    text: str  # as typed; lines kept
    place: Place


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a field that the writer should look at; never a reason to refuse the draft."""

    field: str  # key
    place: Place  # where it is, or where it should be
    kind: str  # "missing" | "malformed"
    th: str
    en: str

    def message(self, lang: str) -> str:
        """The remark in ``lang``, with its place."""
        text = self.th if lang == "th" else self.en
        return f"{self.place.say(lang)}: {text}"


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft project. Only its name and some text are certain to be there."""

    path: Path
    place: Place  # where in the file it begins
    fields: Mapping[str, FieldText]
    remarks: tuple[Remark, ...] = ()

    @property
    def name(self) -> str:
        """Its name on one line."""
        return normalize(self.text("name"))

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of the fields without text, in the order of the form."""
        return tuple(field.key for field in form_fields() if not self.text(field.key))

    def text(self, key: str) -> str:
        """What a field says; "" when it says nothing."""
        found = self.fields.get(key)
        return found.text if found else ""


class BadDraft(DocumentError, ValueError):
    """A file that cannot be read as drafts; the text is ``[key]`` of ``texts/propose.toml``."""

    def __init__(self, path: Path, key: str, **values: object) -> None:
        said = {lang: {name: _said(value, lang) for name, value in values.items()} for lang in LANGS}
        sentence = {lang: Texts("propose", lang)(key, **said[lang]) for lang in LANGS}
        super().__init__(path, th=sentence["th"], en=sentence["en"])


def _said(value: object, lang: Lang) -> object:
    return value.say(lang) if isinstance(value, Place) else value


# --- labels -----------------------------------------------------------------------------------------------------------


def label_cell(text: str) -> FormField | None:
    """The field a whole cell names: its label, a list number before it or not, a remark in parentheses behind it."""
    plain = _NUMBER.sub("", to_arabic(normalize(text)))
    if not plain or len(plain) > _LONGEST_LABEL:
        return None
    for field in form_fields():
        if plain.lower() == field.key or field.label.match(plain):
            return field
    return None


def label_line(text: str) -> tuple[FormField, str] | None:
    """The field a line of running text begins, and the rest of the line.

    The label must be followed by a colon, a tab, two spaces or the end; behind its own number one space is enough.
    """
    plain = to_arabic(text).lstrip()
    number = _NUMBER.match(plain)
    start = number.end() if number else 0
    for field in form_fields():
        found = field.label.match(plain, start)
        if found is None:
            continue
        numbered = number is not None and int(re.sub(r"\D", "", number[0])) == field.number
        behind = _SEPARATOR.match(plain, found.end())
        if behind or (numbered and plain[found.end() : found.end() + 1] == " "):
            end = behind.end() if behind else found.end()
            return field, text.lstrip()[end:].strip()
    return None
