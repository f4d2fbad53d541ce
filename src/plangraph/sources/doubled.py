"""Pages that a scan holds twice: a stretch of lines followed at once by the same stretch again."""

from __future__ import annotations

from collections.abc import Sequence

_TELLING = 40  # characters: a line this long does not come again by chance
_LONGEST = 250  # lines of a page, or of the few pages that were scanned again together
_FEWEST = 6  # filled lines: fewer may be the header of a table, printed again on the next page
_LEAST = 200  # characters of such a stretch


def doubled_lines(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines that only print the page before them again."""
    plain = [line.strip() for line in lines]
    last: dict[str, int] = {}
    found: set[int] = set()
    for place, text in enumerate(plain):
        if len(text) < _TELLING:
            continue
        before = last.get(text)
        last[text] = place
        if before is not None and place not in found and place - before <= _LONGEST:
            start = _second(plain, before, place)
            if start is not None:
                found.update(range(start, start + place - before))
    return frozenset(place + 1 for place in found)


def _second(plain: list[str], first: int, second: int) -> int | None:
    """Where the second print of a page begins, when a line of it stands at ``first`` and again at ``second``."""
    length = second - first
    back = 0
    while back < length and first - back > 0 and plain[first - back - 1] == plain[second - back - 1]:
        back += 1
    ahead = 0
    while back + ahead < length and second + ahead < len(plain) and plain[first + ahead] == plain[second + ahead]:
        ahead += 1
    if back + ahead < length:
        return None
    start = second + ahead - length
    page = [text for text in plain[start : start + length] if text]
    return start if len(page) >= _FEWEST and sum(map(len, page)) >= _LEAST else None
