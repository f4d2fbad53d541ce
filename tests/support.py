"""What tests of all folders share: ``require`` for what a machine may lack, and runs of the command line."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAMPANG = ROOT / "graph" / "sources" / "lampang-industry-action-plan-2570" / "source.txt"


def require(name: str) -> None:
    """Skip the test where a program (``java``) or a module (``module:pyshacl``) is missing; with ``CI=true``, fail."""
    module = name.removeprefix("module:")
    there = importlib.util.find_spec(module) if module != name else shutil.which(name)
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing, and CI must run every test")
    pytest.skip(f"{name} is not installed here")


def plangraph(
    *args: str | Path, home: Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m plangraph`` as a user would, with its own data folder."""
    return subprocess.run(
        [sys.executable, "-m", "plangraph", *map(str, args)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PLANGRAPH_HOME": str(home), **(env or {})},
        check=False,
        timeout=120,
    )
