"""What the ontology tests share: the vocabulary, the built data and a run of HermiT."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

ROOT = Path(__file__).resolve().parents[2]
PG = "https://w3id.org/plangraph/ontology#"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def vocabulary() -> Graph:
    return Graph().parse(ROOT / "ontology/plangraph.ttl")


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return Graph().parse(ROOT / "ontology/shapes.ttl")


@pytest.fixture(scope="session")
def built_triples() -> list[str]:
    """Every triple of the committed graphs, proposals too, as sorted N-Triples lines."""
    files = sorted((ROOT / "graph/data").glob("*.nq"))
    quads = (quad for file in files for quad in parse(path=str(file), format=RdfFormat.N_QUADS))
    return sorted({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads})


@pytest.fixture(scope="session")
def is_consistent(vocabulary: Graph) -> Callable[[str], bool]:
    """Whether HermiT finds the ontology consistent with these N-Triples, no class of it being empty by definition."""
    if shutil.which("java") is None:
        message = "HermiT needs Java (apt-get install default-jre-headless)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    ontology = vocabulary.serialize(format="nt")
    return lambda data: _hermit(ontology + data)


def _hermit(ntriples: str) -> bool:
    import owlready2  # an extra: only these tests need it

    owlready2.set_log_level(0)
    world = owlready2.World()
    ontology = world.get_ontology(PG).load(fileobj=io.BytesIO(ntriples.encode("utf-8")))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:  # its message is empty
        return False
    return not list(world.inconsistent_classes())  # an unsatisfiable class does not raise
