"""What can go wrong at the review desk: one line each, from ``texts/review.toml``."""

from __future__ import annotations

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts


class ReviewError(PlanGraphError, ValueError):
    """A decision or a sheet that cannot be taken; ``key`` is its sentence in ``texts/review.toml``."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(th=Texts("review", "th")(key, **values), en=Texts("review", "en")(key, **values))
        self.key = key
