"""Find what PlanGraph ships: ``ontology/ graph/ queries/ viz/`` and the data files of the package.

In a checkout and in an editable install the folders stand at the top of the repository; in a wheel they stand in
``plangraph/_data``. Both are found from the place of this file, so the current folder never matters.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from plangraph.errors import ResourceMissing

Folder = Literal["ontology", "graph", "queries", "viz"]

PACKAGE: Final = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def root() -> Path:
    """The folder that holds ``ontology/ graph/ queries/ viz/``."""
    shipped = PACKAGE / "_data"
    return shipped if shipped.is_dir() else PACKAGE.parent.parent


def folder(name: Folder) -> Path:
    """One of the shipped folders; ``ResourceMissing`` when this installation lacks it."""
    path = root() / name
    if not path.is_dir():
        raise ResourceMissing(path)
    return path


def shipped(name: Folder, *parts: str) -> Path:
    """A file or folder inside a shipped folder: ``shipped("ontology", "plangraph.ttl")``."""
    path = folder(name).joinpath(*parts)
    if not path.exists():
        raise ResourceMissing(path)
    return path


def package_file(*parts: str) -> Path:
    """A data file that stands beside the code: ``package_file("texts", "cli.toml")``."""
    path = PACKAGE.joinpath(*parts)
    if not path.exists():
        raise ResourceMissing(path)
    return path
