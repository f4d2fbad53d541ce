"""One site over the Lampang graph for the tests of all pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plangraph import resources
from plangraph.opening import ontology_quads
from support import require


@pytest.fixture(scope="session")
def lampang_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A ``serving.Client`` of the bundled graph."""
    require("module:starlette")
    from web.serving import database, running

    files = sorted((resources.folder("graph") / "data").glob("*.nq"))
    texts = [*(path.read_bytes() for path in files), ontology_quads()]
    with running(database(tmp_path_factory.mktemp("site"), texts)) as client:
        yield client
