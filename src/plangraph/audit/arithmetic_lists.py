"""Lists of figures against the tables they come from: other figures, other names, who is missing from a ranking."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from plangraph.audit.arithmetic_prose import lists
from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_totals import additive_columns
from plangraph.audit.arithmetic_words import cause_of, is_total, last_part, settings, severity_of, shown
from plangraph.audit.figures import Amount, Cell, Figures, Statement, Table
from plangraph.audit.findings import Cause, Finding, Severity
from plangraph.thai import fold_marks, match_key, to_arabic

_SHORTEST = 3  # digits of a figure that says which cell it is
_FEWEST = 2  # entries that must be found in one table
_SAME_NAME = 70  # of 100: names that differ only in wording
_OTHER_NAME = 50  # … that are of different things
_LIST_LINES = 3
_SHORTEST_WORD = 4  # letters that a ranking and its measure must share


@dataclass(frozen=True, slots=True)
class _Match:
    """A list found again in the rows of a table: each entry beside its row, each figure beside its column."""

    table: Table
    rows: dict[int, int]  # entry -> row
    columns: dict[int, int]  # place of the figure in its entry -> column


def findings(figures: Figures) -> Iterator[Finding]:
    """The findings about the lists of one document."""
    for entries in lists(figures.statements):
        for table in figures.tables:
            yield from _along_a_row(entries, table)
            match = _along_rows(entries, table)
            if match:
                yield from _figures(entries, match)
                yield from _names(entries, match)
                yield from _ranking(entries, match, figures)


def _telling(amount: Amount) -> bool:
    return not amount.is_share and len(re.sub(r"\D", "", to_arabic(amount.printed))) >= _SHORTEST


def _name(entry: Statement) -> str:
    """What a list entry counts: the words before its first figure."""
    printed = to_arabic(entry.amounts[0].printed)
    at = to_arabic(entry.text).find(printed)
    return re.sub(r"\s*(?:มี)?จำนวน\s*$", "", entry.text[: max(at, 0)]).strip()


# --- a list beside one row -------------------------------------------------------------------------------------------


def _along_a_row(entries: Sequence[Statement], table: Table) -> Iterator[Finding]:
    """Entries whose amounts stand side by side in one row; those between two that agree must agree too."""
    columns = additive_columns(table)
    for row in table.rows:
        cells = [cell for column in columns if (cell := table.cells.get((row, column))) and cell.value is not None]
        found = {
            place: next(
                (cell for cell in cells if cell.value == entry.amounts[0].value and _telling(entry.amounts[0])), None
            )
            for place, entry in enumerate(entries)
        }
        known = {place: cell for place, cell in found.items() if cell}
        if len(known) < max(_FEWEST, (len(entries) + 1) // 2):
            continue
        for place, entry in enumerate(entries):
            cell = None if place in known else _between(place, known, cells)
            if cell and cell.value != entry.amounts[0].value:
                yield _against(entry, entry.amounts[0], table, cell)
        return


def _between(place: int, known: dict[int, Cell], cells: Sequence[Cell]) -> Cell | None:
    """The one unclaimed cell between those of the neighbours of an entry."""
    before = max((cell.column for at, cell in known.items() if at < place), default=0)
    after = min((cell.column for at, cell in known.items() if at > place), default=0)
    free = [cell for cell in cells if cell.column > before and (not after or cell.column < after)]
    free = [cell for cell in free if cell not in known.values()]
    return free[0] if free and (len(free) == 1 or not after) else None


def _against(entry: Statement, amount: Amount, table: Table, cell: Cell) -> Finding:
    value = cell.value or Decimal(0)
    return finding(
        "prose-differs-from-table",
        severity=severity_of(amount.value - value, amount.value),
        cause=cause_of(shown(amount.value, amount.places), shown(value, cell.places)),
        lines=(entry.line, cell.line),
        document=entry.document,
        subjects=(entry.iri, table.iri),
        numbers={"printed": amount.value, "recomputed": value, "difference": amount.value - value},
        subject=_name(entry),
        printed=shown(amount.value, amount.places),
        unit=amount.unit,
        line=entry.line,
        caption=table.caption,
        recomputed=shown(value, cell.places),
        difference=shown(abs(amount.value - value), max(amount.places, cell.places)),
    )


# --- a list beside several rows --------------------------------------------------------------------------------------


def _along_rows(entries: Sequence[Statement], table: Table) -> _Match | None:
    """Entries that stand in the rows of a table: by their figures, else by their name."""
    by_value: dict[Decimal, list[Cell]] = defaultdict(list)
    for cell in table.cells.values():
        if cell.value is not None and not is_total(cell.row_header):
            by_value[cell.value].append(cell)
    rows: dict[int, int] = {}
    columns: dict[int, Counter[int]] = defaultdict(Counter)
    for place, entry in enumerate(entries):
        hits = [
            (at, cell) for at, one in enumerate(entry.amounts) if _telling(one) for cell in by_value.get(one.value, ())
        ]
        counted = Counter(cell.row for _, cell in hits)
        if counted and (best := counted.most_common(1)[0])[1] >= _FEWEST:
            rows[place] = best[0]
            columns_of = [(at, cell.column) for at, cell in hits if cell.row == best[0]]
            for at, column in columns_of:
                columns[at][column] += 1
    if len(rows) < max(_FEWEST, (len(entries) + 1) // 2):
        return None
    _small_figures(entries, table, rows, columns)
    agreed = {at: counts.most_common(1)[0][0] for at, counts in columns.items()}
    _by_name(entries, table, rows)
    return _Match(table, rows, agreed)


def _small_figures(
    entries: Sequence[Statement], table: Table, rows: dict[int, int], columns: dict[int, Counter[int]]
) -> None:
    """Columns of figures too short to be known by themselves, from the rows found by the long ones."""
    for place, row in rows.items():
        for at, amount in enumerate(entries[place].amounts):
            for column in table.columns:
                if table.value(row, column) == amount.value:
                    columns[at][column] += 1


def _by_name(entries: Sequence[Statement], table: Table, rows: dict[int, int]) -> None:
    """Entries none of whose figures agree, beside the row of nearly the same name."""
    free = [row for row in table.rows if row not in rows.values() and not is_total(table.row_headers[row])]
    for place, entry in enumerate(entries):
        if place not in rows and free:
            best = max(free, key=lambda row: _alike(_name(entry), table.row_headers[row]))
            if _alike(_name(entry), table.row_headers[best]) >= _SAME_NAME:
                rows[place] = best


def _alike(one: str, two: str) -> float:
    return fuzz.partial_ratio(fold_marks(_core(one)), fold_marks(_core(last_part(two))))


def _core(name: str) -> str:
    """A name without the words that most names have."""
    rest = name
    for word in settings()["prose"]["plain_words"]:
        rest = rest.replace(word, "")
    return rest if len(rest.strip()) > 1 else name


def _figures(entries: Sequence[Statement], match: _Match) -> Iterator[Finding]:
    for place, row in match.rows.items():
        for at, column in match.columns.items():
            amount = entries[place].amounts[at] if at < len(entries[place].amounts) else None
            cell = match.table.cells.get((row, column))
            if amount and cell and cell.value is not None and cell.value != amount.value:
                yield _against(entries[place], amount, match.table, cell)


def _names(entries: Sequence[Statement], match: _Match) -> Iterator[Finding]:
    """An entry with all the figures of a row but the name of something else."""
    scores = {place: _alike(_name(entries[place]), match.table.row_headers[row]) for place, row in match.rows.items()}
    if sum(score >= _SAME_NAME for score in scores.values()) * 2 <= len(scores):
        return
    for place, score in scores.items():
        row = match.rows[place]
        equal = [
            amount
            for at, column in match.columns.items()
            if at < len(entries[place].amounts)
            and (amount := entries[place].amounts[at]).value == match.table.value(row, column)
        ]
        if score < _OTHER_NAME and len(equal) >= _FEWEST:
            entry, line = entries[place], match.table.lines[row]
            yield finding(
                "prose-names-another-row",
                severity=Severity.MEDIUM,
                cause=Cause.DOCUMENT,
                lines=(entry.line, line),
                document=entry.document,
                subjects=(entry.iri, match.table.iri),
                numbers={f"figure_{n}": amount.value for n, amount in enumerate(equal, start=1)},
                subject=_name(entry),
                line=entry.line,
                label=match.table.row_headers[row],
                row_line=line,
                caption=match.table.caption,
                listed=", ".join(shown(amount.value, amount.places) for amount in equal),
            )


# --- rankings --------------------------------------------------------------------------------------------------------


def _ranking(entries: Sequence[Statement], match: _Match, figures: Figures) -> Iterator[Finding]:
    """A list that says it gives the greatest: in order, and nothing greater left out."""
    lines = [line for line in figures.prose if 0 < entries[0].line - line <= _LIST_LINES]
    lead = figures.prose[max(lines)] if lines else ""
    plain = to_arabic(lead)
    most = next((word for word in settings()["prose"]["most"] if word in plain), None)
    if most is None or not re.search(settings()["prose"]["firsts"], plain):
        return
    at = _measure(entries, match, plain.split(most)[0])
    if at is None:
        return
    column = match.columns[at]
    listed = [entry.amounts[at] for entry in entries if at < len(entry.amounts)]
    ranked = sorted((amount.value for amount in listed), reverse=True)
    cells = [cell for key, cell in match.table.cells.items() if key[1] == column and cell.value is not None]
    missing = [
        cell
        for cell in cells
        if not is_total(cell.row_header) and cell.row not in match.rows.values() and (cell.value or 0) > ranked[-1]
    ]
    unordered = [amount.value for amount in listed] != ranked
    if not missing and not unordered:
        return
    last = min(entries, key=lambda entry: entry.amounts[at].value if at < len(entry.amounts) else Decimal("Infinity"))
    yield finding(
        "prose-ranking-incomplete",
        severity=Severity.MEDIUM,
        cause=Cause.DOCUMENT,
        lines=(max(lines), *(entry.line for entry in entries), *(cell.line for cell in missing)),
        document=entries[0].document,
        subjects=(*(entry.iri for entry in entries), match.table.iri),
        numbers={
            "least_listed": ranked[-1],
            **{f"left_out_{place}": cell.value or 0 for place, cell in enumerate(missing, start=1)},
        },
        line=max(lines),
        count=len(entries),
        caption=match.table.caption,
        measure=last_part(match.table.column_headers[column]),
        last=f"{_name(last)} {shown(last.amounts[at].value, last.amounts[at].places)} ({last.line})",
        listed="; ".join(f"{cell.row_header} {to_arabic(cell.printed)} ({cell.line})" for cell in missing) or "-",
        order={"th": " และไม่เรียงจากมากไปน้อย" if unordered else "", "en": ", and is not in order" if unordered else ""},
    )


def _measure(entries: Sequence[Statement], match: _Match, lead: str) -> int | None:
    """Which of the figures of an entry the ranking is by: the one whose column shares most letters with the lead."""
    best, most = None, _SHORTEST_WORD - 1
    for at, column in match.columns.items():
        shared = _shared(match_key(last_part(match.table.column_headers[column])), match_key(lead))
        if shared > most and all(at < len(entry.amounts) for entry in entries):
            best, most = at, shared
    return best


def _shared(one: str, two: str) -> int:
    """The length of the longest stretch two texts share."""
    for size in range(len(one), 0, -1):
        if any(one[at : at + size] in two for at in range(len(one) - size + 1)):
            return size
    return 0
