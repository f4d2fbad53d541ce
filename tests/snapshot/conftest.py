"""Snapshots need numpy and scipy: ``pip install plangraph[nation]``."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")
pytest.importorskip("scipy")
