"""Fixtures of the whole suite: no test sees or changes the data folder of the person who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``PLANGRAPH_HOME`` of this test alone; the folder is not made yet."""
    home = tmp_path_factory.mktemp("home") / "plangraph"
    monkeypatch.setenv("PLANGRAPH_HOME", str(home))
    return home
