"""What can go wrong with an export: one line each, from ``texts/export.toml``."""

from __future__ import annotations

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts


class ExportError(PlanGraphError, ValueError):
    """An export that cannot be made; ``key`` is its sentence in ``texts/export.toml``."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(th=Texts("export", "th")(key, **values), en=Texts("export", "en")(key, **values))
        self.key = key
