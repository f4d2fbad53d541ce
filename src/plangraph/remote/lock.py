"""One load at a time on a service: a lock in the marker graph that moves while its load lives.

SPARQL has no transactions across requests, so the lock is a value that its holder changes every few seconds, and before
anything is replaced; a lock that has not moved for ``DEAD`` seconds belongs to a load that died, and is taken over. No
clock of any machine counts.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Final

from plangraph.namespaces import expand
from plangraph.remote.client import Client
from plangraph.remote.errors import RemoteError
from plangraph.remote.marker import LOCK, MARKER
from plangraph.store import Row

DEAD: Final = 60.0  # seconds without a step
STEP: Final = 1.0  # seconds between two looks
MOVE: Final = 2.0  # seconds between two moves
_HELD: Final = expand("dcterms:identifier")
_READ: Final = f"SELECT ?held WHERE {{ GRAPH <{MARKER}> {{ <{LOCK}> <{_HELD}> ?held }} }} ORDER BY ?held"


class Lock:
    """Held from ``take`` to ``give_back``."""

    def __init__(
        self,
        client: Client,
        select: Callable[[str], Sequence[Row]],
        host: str,
        *,
        dead: float = DEAD,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._select, self._host = client, select, host
        self._dead, self._sleep = dead, sleep
        self._value, self._moved = "", 0.0

    def take(self, waiting: Callable[[float], None]) -> None:
        """Wait for the lock; ``waiting`` is told once, with the seconds after which a still lock is dead."""
        seen, still, told = self._held(), 0.0, False
        while seen and still < self._dead:
            if not told:
                waiting(self._dead)
                told = True
            self._sleep(STEP)
            now = self._held()
            still = still + STEP if now == seen else 0.0
            seen = now
        self._value = seen
        self.move()

    def live(self) -> None:
        """Move the lock when that is due."""
        if time.monotonic() - self._moved >= MOVE:
            self.move()

    def move(self) -> None:
        """Say that we live. Raises ``RemoteError`` when another load has taken over."""
        new = secrets.token_hex(8)
        old = f'<{LOCK}> <{_HELD}> "{self._value}"'
        free = f"FILTER NOT EXISTS {{ GRAPH <{MARKER}> {{ <{LOCK}> <{_HELD}> ?other }} }}"
        where = f"GRAPH <{MARKER}> {{ {old} }}" if self._value else free
        delete = f"DELETE {{ GRAPH <{MARKER}> {{ {old} }} }} " if self._value else ""
        self._client.update(
            f'{delete}INSERT {{ GRAPH <{MARKER}> {{ <{LOCK}> <{_HELD}> "{new}" }} }} WHERE {{ {where} }}'
        )
        if self._held() != new:
            raise RemoteError("lost_lock", host=self._host)
        self._value, self._moved = new, time.monotonic()

    def give_back(self) -> None:
        """Let the next load in."""
        if self._value:
            self._client.update(f'DELETE DATA {{ GRAPH <{MARKER}> {{ <{LOCK}> <{_HELD}> "{self._value}" }} }}')
            self._value = ""

    def _held(self) -> str:
        rows = self._select(_READ)
        return " ".join(row["held"].value for row in rows)
