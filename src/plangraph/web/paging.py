"""Long lists in pages: how many there are in all, which of them are shown, and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlencode

if TYPE_CHECKING:
    from starlette.requests import Request

T = TypeVar("T")
SHOWN: Final = 100  # rows of a list on one page


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list; the query parameter ``name`` chooses it."""

    name: str
    at: int  # from 1
    total: int
    size: int

    @property
    def start(self) -> int:
        """Rows before it."""
        return (self.at - 1) * self.size

    @property
    def stop(self) -> int:
        """The rows up to its last."""
        return min(self.at * self.size, self.total)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def whole(self) -> bool:
        """Whether everything is on this page."""
        return self.pages == 1

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows on this page."""
        return rows[self.start : self.stop]


def cut(request: Request, name: str, total: int, size: int | None = None, *, at: int | None = None) -> Cut:
    """The page of a list that a request asks for, or the one that something else tells; the nearest that there is."""
    wanted, size = number(request.query_params.get(name)) if at is None else at, size or SHOWN
    return Cut(name, min(max(1, wanted), max(1, -(-total // size))), total, size)


def number(text: str | None) -> int:
    """A number in an address; 1 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 1


def page_path(request: Request, chosen: Cut, at: int) -> str:
    """This address with another page of one list."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != chosen.name]
    return f"{request.url.path}?{urlencode([*others, (chosen.name, str(at))])}"
