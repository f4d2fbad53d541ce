"""The policy of ``data/proposing.toml``, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from plangraph.resources import package_file


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """``data/proposing.toml``."""
    return tomllib.loads(package_file("data", "proposing.toml").read_text(encoding="utf-8"))
