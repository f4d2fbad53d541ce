"""The libraries of the extra ``office``: imported when a file needs them, missed in one clear line."""

from __future__ import annotations

import importlib
from types import ModuleType

from plangraph.errors import PlanGraphError
from plangraph.texts import Texts

_PACKAGES = {"docx": "python-docx", "yaml": "PyYAML"}


class NeedsOffice(PlanGraphError):
    """A library of the extra ``office`` is not installed."""

    def __init__(self, module: str) -> None:
        package = _PACKAGES.get(module, module)
        super().__init__(
            th=Texts("propose", "th")("needs_office", package=package),
            en=Texts("propose", "en")("needs_office", package=package),
        )


def office(module: str) -> ModuleType:
    """The module ``openpyxl``, ``docx`` or ``yaml``; ``NeedsOffice`` without it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise NeedsOffice(module) from error
