"""What a site is started with, and the bounds it keeps."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECONDS: Final = 10.0  # wall-clock time of one query of a user
ROWS: Final = 100_000  # rows or triples of one answer
MEGABYTES: Final = 768  # of memory for the process that answers, its copy of the graph included
MAX_BODY: Final = 400_000  # bytes of a request: a query of 100,000 characters, of which Thai ones take three
BODY_SECONDS: Final = 10.0  # for a request's body to arrive
HEADER_SECONDS: Final = 15.0  # for a connection to send the whole head of a request
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def default_workers() -> int:
    """How many queries of users run at once: two for each processor, at least four, at most eight."""
    return max(4, min(8, 2 * (os.cpu_count() or 2)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query of a user may use."""

    seconds: float = SECONDS
    rows: int = ROWS
    megabytes: int = MEGABYTES


@dataclass(frozen=True, slots=True)
class Settings:
    """How a site is run."""

    store: str | None = None  # as ``opening.open_graph`` takes it
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: frozenset[str] = LOOPBACK  # names a request may ask for, without port, in lower case
    workers: int = field(default_factory=default_workers)
    limits: Limits = field(default_factory=Limits)
    reviews: Path | None = None  # folder of the decisions that the review desk writes; None: no desk
    token: str = field(default="", repr=False)  # whoever has it may decide
