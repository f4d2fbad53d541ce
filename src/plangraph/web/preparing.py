"""The database that queries ask, made ready behind the pages, which need none: of a nation that takes minutes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts
from plangraph.web.pool import Busy

PATIENCE: Final = 5.0  # seconds a request waits for it


class StillPreparing(Busy):
    """The database is being made ready."""

    def __init__(self) -> None:
        super().__init__(th=Texts("web", "th")("sparql_preparing"), en=Texts("web", "en")("sparql_preparing"))


class Preparing:
    """Makes a database ready when somebody first asks for it; what failed is tried again when it is asked for again."""

    def __init__(self, make: Callable[[], Path]) -> None:
        self._make = make
        self._made: Future[Path] | None = None
        self._starting = threading.Lock()

    def __call__(self) -> Path:
        """The database. Raises ``StillPreparing`` after a while, and what making it raises."""
        with self._starting:
            made = self._made
            if made is None or (made.done() and made.exception()):
                made = self._made = Future()
                threading.Thread(target=self._run, args=(made,), daemon=True).start()
        try:
            return made.result(PATIENCE)
        except TimeoutError:
            raise StillPreparing from None

    def _run(self, made: Future[Path]) -> None:
        try:
            made.set_result(self._make())
        except (PlanGraphError, OSError, RuntimeError) as error:  # whoever asks hears of it
            made.set_exception(error)
