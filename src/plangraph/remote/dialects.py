"""What an engine does otherwise: the rows of ``data/dialects.toml``, chosen by the ``Server`` header."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from plangraph.resources import package_file


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine; the file explains the fields."""

    name: str
    server: str
    rows: int
    batch: int
    integer_bits: int
    sorts_texts: bool


@lru_cache(maxsize=1)
def dialects() -> tuple[Dialect, ...]:
    """All engines we know, the standard last."""
    tables = tomllib.loads(package_file("data", "dialects.toml").read_text(encoding="utf-8"))
    standard = tables.pop("standard")
    named = [Dialect(name=name, **{**standard, **table}) for name, table in tables.items()]
    return (*named, Dialect(name="standard", **standard))


def dialect_of(server: str) -> Dialect:
    """The engine that a ``Server`` header names."""
    return next(dialect for dialect in dialects() if server.startswith(dialect.server))
