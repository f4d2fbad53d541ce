"""From texts with their places to drafts: what is missing, what is malformed, and what is no draft at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from plangraph.drafts.model import BadDraft, Draft, FieldText, Place, Remark, by_key, form, form_fields
from plangraph.texts import Texts
from plangraph.thai import baht_words, parse_number, to_arabic, years

_TEXT_FIELDS: Final = ("rationale", "objectives", "outputs", "indicators", "activities")
LONGEST_FIELD: Final = 50_000  # characters; the longest rationale of a real brief has 6,000


@dataclass(slots=True)
class Gathering:
    """A draft while it is read: what was typed so far, and where an empty field's text would have gone."""

    place: Place
    fields: dict[str, FieldText] = field(default_factory=dict)
    empty: dict[str, Place] = field(default_factory=dict)  # key -> place of a field that is there and empty

    def add(self, key: str, text: str, place: Place) -> None:
        """Text of a field; more text of the same field goes on the next line, at the first one's place."""
        text = text.strip()
        if not text:
            self.empty.setdefault(key, place)
        elif (before := self.fields.get(key)) is not None:
            self.fields[key] = FieldText(key, f"{before.text}\n{text}", before.place)
        else:
            self.fields[key] = FieldText(key, text, place)

    def finish(self, path: Path) -> Draft:
        """The draft; ``BadDraft`` without a name, or with nothing but a name."""
        if "name" not in self.fields:
            raise BadDraft(path, "no_name", place=self.empty.get("name", self.place))
        if not any(key in self.fields for key in _TEXT_FIELDS):
            raise BadDraft(path, "no_text", place=self.place)
        for found in self.fields.values():
            if len(found.text) > LONGEST_FIELD:
                raise BadDraft(path, "field_too_long", place=found.place, most=LONGEST_FIELD)
        ordered = {one.key: self.fields[one.key] for one in form_fields() if one.key in self.fields}
        return Draft(path, self.place, ordered, tuple(_remarks(ordered, self.empty, self.place)))


def _remarks(fields: Mapping[str, FieldText], empty: Mapping[str, Place], start: Place) -> Iterator[Remark]:
    for one in form_fields():
        found = fields.get(one.key)
        if found is None:
            yield _remark(one.key, empty.get(one.key, start), "missing")
        elif one.key in _CHECKS and (key := _CHECKS[one.key](found.text)):
            yield _remark(one.key, found.place, "malformed", key)


def _remark(key: str, place: Place, kind: str, text: str = "missing_field") -> Remark:
    names = by_key()[key]
    values = {"first": form()["first_year"], "last": form()["last_year"]}
    return Remark(
        key,
        place,
        kind,
        th=Texts("propose", "th")(text, field=names.th, **values),
        en=Texts("propose", "en")(text, field=names.en, **values),
    )


def _check_period(text: str) -> str | None:
    """The sentence about a period that names no fiscal year we can use."""
    plain = to_arabic(text).strip()
    found = [int(plain)] if plain.isdecimal() else [mention.year for mention in years(text)]
    if not found:
        return "no_year"
    return None if all(form()["first_year"] <= year <= form()["last_year"] for year in found) else "odd_year"


def _check_budget(text: str) -> str | None:
    """The sentence about a budget whose figure cannot be read, or says another amount than its words."""
    figure, _, words = to_arabic(text).partition("(")
    digits = "".join(char for char in figure.split("บาท")[0] if char.isdigit() or char in ",.")
    value = parse_number(digits).value if digits else None
    if value is None:
        return "no_amount"
    said = baht_words(words.rstrip(") \n")) if words else None
    in_baht = not any(unit in figure for unit in ("ล้าน", "แสน", "พัน", "หมื่น"))
    return "amounts_differ" if said is not None and in_baht and said != value else None


_CHECKS: Final[Mapping[str, Callable[[str], str | None]]] = {"period": _check_period, "budget": _check_budget}
