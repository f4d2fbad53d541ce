"""The defects of ``tests/data/audit/seeds.toml``, each with the rule that must find it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plangraph.audit.findings import Severity

FILE = Path(__file__).parent / "data" / "audit" / "seeds.toml"


@dataclass(frozen=True)
class Seed:
    """One defect: what is changed in the clean plan, and a text of each line the rule must name."""

    rule: str
    changes: tuple[tuple[str, str], ...]
    markers: tuple[str, ...]
    severity: Severity | None  # None: the rule's own


@lru_cache(maxsize=1)
def seeds() -> tuple[Seed, ...]:
    """Every seed in the order of the file."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Seed(
            rule=entry["rule"],
            changes=tuple((old, new) for old, new in entry["changes"]),
            markers=tuple(entry["markers"]),
            severity=Severity(entry["severity"]) if "severity" in entry else None,
        )
        for entry in content["seed"]
    )
