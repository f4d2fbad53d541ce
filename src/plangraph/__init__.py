"""PlanGraph: is this project aligned with the national strategy, through which chain, and where does it say so?

The library is documented in ``plangraph.api``; its names are loaded when they are first used, so ``import plangraph``
costs nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType

__version__ = "0.1.0"

TYPE_CHECKING = False  # typing's own costs more to import than everything here
if TYPE_CHECKING:
    from plangraph.api import (
        Answer,
        ChainList,
        PlanGraph,
        ProjectNotFound,
        Table,
        chains,
        check,
        coverage,
        open_graph,
        query,
    )

__all__ = [
    "Answer", "ChainList", "PlanGraph", "ProjectNotFound", "Table", "__version__", "chains", "check", "coverage",
    "open_graph", "query",
]  # fmt: skip


class _Package(ModuleType):
    """Keeps ``plangraph.chains`` and ``plangraph.coverage`` the functions of the library.

    Python would put the modules of these names in their place as soon as one is imported; ``from plangraph.chains
    import …`` finds them without that.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("plangraph.api"), name)
    raise AttributeError(f"module 'plangraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
