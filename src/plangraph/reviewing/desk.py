"""Save decisions: under a lock, all or nothing on the disk, and never over a decision somebody has not seen.

A decision says which one its writer saw (``seen``: the fingerprint of the row, "" for none). Where the row that stands
is another, the two agree (nothing to write) or they conflict (nothing is overwritten); either way the log keeps what
was wanted. A table is written beside the old one and renamed, so a reader sees the one or the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

from plangraph.exporting.files import write_beside
from plangraph.exporting.safe import guarded, printable, unguarded
from plangraph.namespaces import PREFIXES, shorten
from plangraph.reviewing import log
from plangraph.reviewing.errors import ReviewError
from plangraph.reviews import REVIEW, SUFFIX, Decision, Link, load_reviews, read_row
from plangraph.workspace import locked

FILE: Final = f"links{SUFFIX}"
HEADER: Final = (
    "subject_id", "subject_label", "predicate_modifier", "predicate_id", "object_id", "object_label",
    "mapping_justification", "reviewer_label", "mapping_date", "comment",
)  # fmt: skip
_PREFIXES: Final = ("id", "owl", "pg", "semapv")
Verdict = Literal["confirm", "refuse", "undo"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of one link."""

    link: Link
    verdict: Verdict
    reviewer: str
    date: str  # ISO 8601, Gregorian
    why: str
    seen: str = ""  # fingerprint of the decision the person saw, "" for none
    labels: tuple[str, str] = ("", "")  # names of the two ends, for people
    together: int | None = None  # wishes of one number are written all or none (a link moved to another target)
    place: str = ""  # where it was written: a cell


@dataclass(frozen=True, slots=True)
class Conflict:
    """A wish that was not written because somebody decided otherwise in the meantime."""

    wish: Wish
    stands: Decision | None  # None: the decision that was seen has been withdrawn


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of some wishes."""

    written: tuple[Wish, ...]
    already: tuple[Wish, ...]  # decided so before
    conflicts: tuple[Conflict, ...]


def fingerprint(decision: Decision | None) -> str:
    """What a decision was when somebody saw it: 12 hexadecimal digits, "" for none."""
    return hashlib.sha256(decision.text.encode("utf-8")).hexdigest()[:12] if decision else ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Desk:
    """The decisions in one folder. Safe to use from several processes and threads at once."""

    def __init__(
        self, folder: Path, *, clock: Callable[[], str] = _now, waiting: Callable[[], None] | None = None
    ) -> None:
        self.folder, self._clock, self._waiting = folder, clock, waiting or (lambda: None)

    def decisions(self) -> list[Decision]:
        """Every decision that stands."""
        return load_reviews(self.folder)

    def history(self) -> list[log.Entry]:
        """Every change that was made or refused, oldest first."""
        return log.read(self.folder)

    def save(self, wishes: Iterable[Wish]) -> Saved:
        """Write what can be written, and say what could not; raises ``ReviewError`` before writing anything at all.

        An incomplete wish raises; so does a table that is broken already, or a folder that cannot be written.
        """
        wanted = [self._checked(_clean(wish)) for wish in wishes]
        with locked(self.folder, self._waiting):
            standing = {decision.link: decision for decision in self.decisions()}
            outcomes = _with_partners([(wish, _outcome(wish, standing.get(wish.link))) for wish in wanted])
            at = self._clock()
            log.append(self.folder, [_entry(wish, outcome, standing.get(wish.link), at) for wish, outcome in outcomes])
            self._write([wish for wish, outcome in outcomes if outcome == "write"], standing)
        return Saved(
            tuple(wish for wish, outcome in outcomes if outcome == "write"),
            tuple(wish for wish, outcome in outcomes if outcome == "already"),
            tuple(Conflict(wish, standing.get(wish.link)) for wish, outcome in outcomes if outcome == "conflict"),
        )

    def undo(self, link: Link, reviewer: str, why: str, date: str) -> Saved:
        """Withdraw the decision on a link as it stands now."""
        standing = next((each for each in self.decisions() if each.link == link), None)
        return self.save([Wish(link, "undo", reviewer, date, why, fingerprint(standing))])

    def _checked(self, wish: Wish) -> Wish:
        """The wish, if the row it makes can be read back; a table nobody can read would stop every build."""
        parse_day(wish.date, wish.place or shorten(wish.link[0]))
        if wish.verdict != "undo":
            text = _row(wish, HEADER)
            read_row(self.folder / FILE, 0, text, dict(zip(HEADER, map(unguarded, text.split("\t")), strict=True)))
        return wish

    def _write(self, wishes: Sequence[Wish], standing: dict[Link, Decision]) -> None:
        gone = {standing[wish.link] for wish in wishes if wish.link in standing}
        added = [wish for wish in wishes if wish.verdict != "undo"]
        target = self.folder / FILE
        for path in sorted({decision.path for decision in gone} | ({target} if added else set())):
            lines = _lines(path)
            dropped = {decision.line for decision in gone if decision.path == path}
            kept = [line for number, line in enumerate(lines, start=1) if number not in dropped]
            if path == target:
                header = next(line for line in lines if line.strip() and not line.startswith("#")).split("\t")
                kept += [_row(wish, header) for wish in added]
            write_beside(path, "".join(f"{line}\n" for line in kept).encode("utf-8"))


def parse_day(text: str, place: str) -> None:
    """Refuse what is no day of the calendar as ISO 8601 writes it."""
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ReviewError("bad_date", place=place, given=text) from error


def _lines(path: Path) -> list[str]:
    if path.exists():
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        has_header = any(line.strip() and not line.startswith("#") for line in lines)
        return lines if has_header else [*filter(None, lines), "\t".join(HEADER)]
    head = ["# curie_map:", *(f"#   {name}: {PREFIXES[name]}" for name in _PREFIXES)]
    return [*head, "\t".join(HEADER)]


def _row(wish: Wish, header: Sequence[str]) -> str:
    start, relation, end = map(shorten, wish.link)
    cells = {
        "subject_id": start,
        "subject_label": wish.labels[0],
        "predicate_modifier": "" if wish.verdict == "confirm" else "Not",
        "predicate_id": relation,
        "object_id": end,
        "object_label": wish.labels[1],
        "mapping_justification": REVIEW,
        "reviewer_label": wish.reviewer,
        "mapping_date": wish.date,
        "comment": wish.why,
    }
    return "\t".join(guarded(cells.get(name, "")) for name in header)


def _clean(wish: Wish) -> Wish:
    """A wish whose texts fit in one cell; ``ReviewError`` names what it lacks."""
    reviewer, why, *labels = (" ".join(printable(text).split()) for text in (wish.reviewer, wish.why, *wish.labels))
    for name, text in (("reviewer", reviewer), ("why", why), ("date", wish.date.strip())):
        if not text:
            raise ReviewError(f"no_{name}", place=wish.place or shorten(wish.link[0]))
    return Wish(
        wish.link,
        wish.verdict,
        reviewer,
        wish.date.strip(),
        why,
        wish.seen,
        (labels[0], labels[1]),
        wish.together,
        wish.place,
    )


def _outcome(wish: Wish, stands: Decision | None) -> str:
    if stands is None:
        return "already" if wish.verdict == "undo" else "conflict" if wish.seen else "write"
    if wish.seen == fingerprint(stands):
        return "write"
    return "already" if wish.verdict == _verdict(stands) else "conflict"


def _verdict(decision: Decision) -> Verdict:
    return "confirm" if decision.confirmed else "refuse"


def _with_partners(outcomes: Sequence[tuple[Wish, str]]) -> list[tuple[Wish, str]]:
    """Wishes that go together are all in conflict when one is."""
    broken = {wish.together for wish, outcome in outcomes if outcome == "conflict" and wish.together is not None}
    return [(wish, "conflict" if wish.together in broken else outcome) for wish, outcome in outcomes]


def _entry(wish: Wish, outcome: str, stands: Decision | None, at: str) -> log.Entry:
    done = {"confirm": "confirmed", "refuse": "refused", "undo": "undone"}[wish.verdict]
    start, relation, end = map(shorten, wish.link)
    return log.Entry(
        at=at,
        outcome=done if outcome == "write" else outcome,
        reviewer=wish.reviewer,
        date=wish.date,
        subject=start,
        predicate=relation,
        object=end,
        why=f"{done}: {wish.why}" if outcome != "write" else wish.why,
        replaced=stands.text if stands and outcome == "write" else "",
    )
