"""Where decisions are kept: ``graph/reviews`` of a checkout, where git keeps them, else the user's data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from plangraph import resources
from plangraph.workspace import home

FOLDER: Final = "reviews"


def in_checkout() -> bool:
    """Whether this PlanGraph runs from its repository rather than from an installed package."""
    return (resources.root() / "pyproject.toml").is_file()


def reviews_folder() -> Path:
    """The folder new decisions go to."""
    return (resources.root() / "graph" / FOLDER) if in_checkout() else home() / FOLDER
