"""The judges that check files name in their headers: functions over the rows of one document."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from plangraph.audit.drafts import Judge
from plangraph.audit.judges import alignment, money, names, numbering, structure, targets, time

_MODULES: Final[tuple[ModuleType, ...]] = (alignment, money, names, numbering, structure, targets, time)


def _judges(module: ModuleType) -> dict[str, Judge]:
    """The public functions of a module that take rows and a page."""
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value)
        and not name.startswith("_")
        and getattr(value, "__module__", "") == module.__name__
        and tuple(getattr(value, "__annotations__", {})) == ("rows", _page_name(value), "return")
    }


def _page_name(value: object) -> str:
    names = tuple(getattr(value, "__annotations__", {}))
    return names[1] if len(names) == 3 and names[1] in ("page", "_page") else "page"


JUDGES: Final[dict[str, Judge]] = {name: judge for module in _MODULES for name, judge in _judges(module).items()}
