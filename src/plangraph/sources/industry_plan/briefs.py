"""Section 4.1: the ten-field project briefs (โครงการแบบย่อ), fields that run over a page break joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plangraph.records import (
    Brief,
    BriefField,
    Item,
    Measure,
    Mention,
    Money,
)
from plangraph.sources.industry_plan.amounts import Amount, amount_of
from plangraph.sources.industry_plan.brief_links import read_links
from plangraph.sources.industry_plan.joined import Joined, Piece, join
from plangraph.sources.industry_plan.labels import patterns, words
from plangraph.sources.industry_plan.mentions import find_mentions
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.strategy_table import aliases
from plangraph.sources.listing import marker_of
from plangraph.sources.reading import Reading
from plangraph.thai import baht_words, is_mostly_thai, quantities, split_items, years

FIELD = re.compile(r"^(?P<number>\d{1,2})[.)] ?(?P<label>\S.*)$")
OUTPUTS = re.compile(r"(?:(?<=^)|(?<=\s))ผลผลิต(?: ?\(?Outputs?\)?)?(?= |$|:)")
OUTCOMES = re.compile(r"(?:(?<=^)|(?<=\s))ผลลัพธ์(?: ?\(?Outcomes?\)?)?(?= |$|:)")
WORDS = re.compile(r"\(\s*+(?P<words>[^()]*+)\)")
MONEY_WORDS = ("บาท", "สตางค์", "ถ้วน")
LONGEST_LABEL = 60  # characters
RATIONALE = 2
LISTS = (3, 4, 5, 8)  # the fields that hold numbered lists
MOST_ITEMS = 99  # a longer list has no numbers that can be told from figures
RUNNING = 200  # characters: an untabbed page-break paragraph of the rationale is at least this long


@dataclass(slots=True)
class _Field:
    number: int
    name: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Brief:
    fields: dict[int, _Field] = field(default_factory=dict)

    @property
    def current(self) -> _Field | None:
        return next(reversed(self.fields.values()), None)


def read_briefs(reading: Reading, part: Part) -> tuple[Brief, ...]:
    """All briefs of the section, in document order."""
    drafts = list(_drafts(reading, part))
    return tuple(_brief(reading, draft, position) for position, draft in enumerate(drafts, start=1))


def _drafts(reading: Reading, part: Part) -> Iterator[_Brief]:
    current: _Brief | None = None
    following = _rows_below(reading, part)
    for number in reading.numbers(part.first, part.last):
        cells = reading.line(number).split("\t")
        if len(cells) == 1:
            _page_break(reading, current, number, following[number])
            continue
        if any(reading.clean(cell) for cell in cells[2:]):
            continue  # a third column is no part of the form
        found = _field_label(reading, cells[0])
        if found == 1 and (current is None or 1 not in current.fields or len(current.fields) > 1):
            if current is not None:
                yield current
            current = _Brief()
        if current is None or (found is None and reading.clean(cells[0])):
            continue
        _take(reading, current, number, cells, found)
    if current is not None:
        yield current


def _field_label(reading: Reading, cell: str) -> int | None:
    """Which of the ten fields a first cell names: number and words must agree; without a number the words do."""
    text = reading.clean(cell, "briefs")
    found = FIELD.match(text)
    names = patterns("brief", marked=False)
    if found:
        known = names.get(found["number"])
        return int(found["number"]) if known and known.search(found["label"]) else None
    if len(text) > LONGEST_LABEL:
        return None
    return next((int(number) for number, pattern in names.items() if pattern.match(text)), None)


def _take(reading: Reading, brief: _Brief, number: int, cells: list[str], found: int | None) -> None:
    start = len(cells[0]) + 1
    piece = Piece(number, start, start + len(cells[1]))
    if found is not None:
        brief.fields.setdefault(found, _Field(found, words("brief_fields")[str(found)])).pieces.append(piece)
        if found in brief.fields and next(reversed(brief.fields)) != found:
            brief.fields[found] = brief.fields.pop(found)
    elif brief.current is not None and reading.clean(cells[1]):
        brief.current.pieces.append(piece)
    else:
        return
    reading.read(number)


def _rows_below(reading: Reading, part: Part) -> dict[int, str]:
    """For every line the first cell of the next table row below it; a row whose first cell is empty goes on."""
    found: dict[int, str] = {}
    row = "-"
    for number in range(part.last, part.first - 1, -1):
        found[number] = row
        if "\t" in reading.line(number):
            row = reading.clean(reading.line(number).partition("\t")[0])
    return found


def _page_break(reading: Reading, brief: _Brief | None, number: int, following: str) -> None:
    """A paragraph that lost its table cell at a page break: of the rationale, or the next item of a list."""
    if brief is None or brief.current is None or reading.stranger(number):
        return
    text = reading.line(number)
    rationale = brief.current.number == RATIONALE and not following
    if (rationale and len(text) >= RUNNING and is_mostly_thai(text)) or _next_item(reading, brief.current, number):
        brief.current.pieces.append(Piece(number, 0, len(text)))
        reading.read(number)


def _next_item(reading: Reading, part: _Field, number: int) -> bool:
    """Whether a line has the number that comes next in the list of a field."""
    _, value, _ = marker_of(reading.folded(number).text)
    if part.number not in LISTS or value is None:
        return False
    held = [item.number for item in split_items(join(reading, part.pieces).text) if item.number is not None]
    return bool(held) and value == held[-1] + 1


# --- from pieces to fields -------------------------------------------------------------------------------------------


def _brief(reading: Reading, draft: _Brief, position: int) -> Brief:
    joined = {number: join(reading, part.pieces) for number, part in draft.fields.items()}
    empty = Joined("", ((draft.fields[1].pieces[0].line, 0),), reading)

    def get(number: int) -> Joined:
        return joined.get(number, empty)

    lines = [piece.line for part in draft.fields.values() for piece in part.pieces]
    name = get(1)
    clean_name = reading.clean(name.text, "briefs.name")
    outputs, outcomes = _products(get(4))
    stated = years(get(7).text)
    return Brief(
        position=position,
        name=clean_name,
        name_span=name.span(0, len(name.text)),
        span=reading.span(min(lines), max(lines)),
        fields=tuple(_field(reading, part) for part in draft.fields.values()),
        rationale=reading.clean(get(2).text, "briefs"),
        objectives=_items(get(3), "briefs"),
        outputs=outputs,
        outcomes=outcomes,
        indicators=_measures(get(5), 0, len(get(5).text)),
        links=read_links(reading, get(6)),
        stated_year=stated[0].year if stated else None,
        year_span=get(7).span(stated[0].start, stated[0].end) if stated else None,
        activities=_measures(get(8), 0, len(get(8).text)),
        money=_money(reading, get(9)) if 9 in joined else None,
        responsible=_items(get(10), "briefs"),
        mentions=tuple(_mentions(reading, joined)),
        aliases=aliases(clean_name),
    )


def _field(reading: Reading, part: _Field) -> BriefField:
    first, last = part.pieces[0], part.pieces[-1]
    return BriefField(part.number, part.name, reading.span(first.line, last.line))


def _split(text: str) -> list[tuple[int | None, int, int]]:
    """(number, start, end) of the items of a field: sub-bullets belong to the item above, an introduction to none."""
    found: list[tuple[int | None, int, int]] = []
    for item in split_items(text):
        if item.number is None and found and found[-1][0] is not None:
            number, start, _ = found[-1]
            found[-1] = (number, start, item.end)
        else:
            found.append((item.number, item.start, item.end))
    found = [part for row in found for part in _missed(text, row)]
    numbered = any(number is not None for number, *_ in found)
    return [row for row in found if row[0] is not None] if numbered else [row for row in found if row[2] > row[1]]


def _missed(text: str, row: tuple[int | None, int, int]) -> Iterator[tuple[int | None, int, int]]:
    """An item and those it hides, because their numbers are printed in another style ("๑) … ๒.สถานประกอบการ…")."""
    number, start, end = row
    while number is not None and number < MOST_ITEMS:
        found = re.compile(rf"(?<=\s){number + 1}[.)] ?(?=[^\d\s])").search(text, start, end)
        if not found:
            break
        yield number, start, found.start()
        number, start = number + 1, found.end()
    yield number, start, end


def _items(joined: Joined, role: str) -> tuple[Item, ...]:
    """Numbered items of a field; a field without numbers is one item."""
    return tuple(
        Item(joined.reading.clean(joined.text[start:end], role), joined.span(start, end), number)
        for number, start, end in _split(joined.text)
    )


def _measures(joined: Joined, start: int, end: int) -> tuple[Measure, ...]:
    part = joined.text[start:end]
    shift = start + len(part) - len(part.lstrip(" :"))
    return tuple(
        Measure(
            joined.reading.clean(joined.text[shift + first : shift + last], "briefs"),
            joined.span(shift + first, shift + last),
            number,
            tuple(quantities(joined.text[shift + first : shift + last])),
        )
        for number, first, last in _split(part.lstrip(" :"))
    )


def _products(joined: Joined) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
    """Outputs and outcomes: the field is cut at the words ผลผลิต and ผลลัพธ์ that stand alone."""
    text = joined.text
    outputs, outcomes = OUTPUTS.search(text), OUTCOMES.search(text)
    if not outputs and not outcomes:
        return _measures(joined, 0, len(text)), ()
    first = outputs.end() if outputs else 0
    cut = outcomes.start() if outcomes else len(text)
    after = outcomes.end() if outcomes else len(text)
    return _measures(joined, first, cut), _measures(joined, after, len(text))


def _money(reading: Reading, joined: Joined) -> Money:
    text = joined.text
    in_parentheses = WORDS.finditer(text)
    in_words = next((m for m in in_parentheses if any(word in m["words"] for word in MONEY_WORDS)), None)
    words_baht = baht_words(in_words["words"]) if in_words else None
    found = amount_of(text[: in_words.start()] if in_words else text, words_baht)
    words_printed = joined.span(in_words.start("words"), in_words.end("words")).text if in_words else None
    if found is None:
        return Money(None, text, "", joined.span(0, len(text)), words_printed, words_baht)
    if found.value is None:
        _warn_amount(reading, joined, found)
    in_baht = found.value if not found.unit and words_baht is not None else found.baht
    span = joined.span(found.start, in_words.end() if in_words and in_words.end() > found.end else found.end)
    printed = joined.span(found.start, found.figure_end).text
    return Money(in_baht, printed, found.unit, span, words_printed, words_baht)


def _warn_amount(reading: Reading, joined: Joined, found: Amount) -> None:
    printed = joined.span(found.start, found.figure_end)
    reading.warn(
        f"อ่านงบประมาณ “{printed.text}” ของแบบย่อโครงการไม่ได้",
        f"the budget “{printed.text}” of a project brief cannot be read",
        printed.first_line,
    )


def _mentions(reading: Reading, joined: dict[int, Joined]) -> Iterator[Mention]:
    """What the fields that argue name; section 6 and the form's other fields are read as such."""
    for number, field_text in joined.items():
        if number in (1, 2, 3, 4, 5, 8):
            text, back = reading.repairs.mapped(field_text.text, "briefs.mentions")
            for found in find_mentions(text, words("brief_fields")[str(number)]):
                yield found.at(field_text.span(back[found.start], back[found.end]))
