"""``rules.toml``: the policy of ``plangraph diff``, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from plangraph.resources import package_file


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(package_file("diffing", "rules.toml").read_text(encoding="utf-8"))
