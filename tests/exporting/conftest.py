"""The graph of the bundled plan in memory, and its forms, made once for all tests of exports."""

from __future__ import annotations

import pytest

from lampang import assembly
from plangraph.store import EmbeddedStore


@pytest.fixture(scope="session")
def graph() -> EmbeddedStore:
    """The graph a build of the bundled plan writes; the proposals are in it, under their own name."""
    return EmbeddedStore.in_memory(assembly().files.values())
