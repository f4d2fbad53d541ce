"""The small Lampang-like graph of ``tests/data/chains``, and ways to add a few links to it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from plangraph import __version__
from plangraph.namespaces import GRAPH, ID
from plangraph.store import EmbeddedStore
from plangraph.workspace import Marker, write_data

FOLDER = Path(__file__).parent / "data" / "chains"
PLAN = "lampang-industry-action-plan-2570"
GREEN = f"{PLAN}/project/2.1.2.1"  # states the green-growth strategy in lines 1346 and 1349
OPOAI = f"{PLAN}/project/1.1.1.2"  # its agency's mission serves strategy 2; listed under two strategies
STANDARD = f"{PLAN}/project/1.1.1.1"  # names provincial issue 3 and nothing else
DIGITAL = f"{PLAN}/project/1.2.1.1"  # likewise, and a machine proposes strategy 2
MIND_STAR = f"{PLAN}/project/1.2.2.2"
CARBON = f"{PLAN}/project/2.1.1.1"  # names the 13th development plan as a whole
BCG = f"{PLAN}/project/2.1.1.2"  # follows a policy known by name
MINING = f"{PLAN}/project/3.1.1.2"  # names milestone 10, the National Strategy as a whole, a master plan on minerals
OLD_NAME = f"{PLAN}/project/3.1.1.1"  # a row without a brief
MIND_STAR_2568 = "lampang-industry-action-plan-2568/project/4.4.04"
STANDARD_2568 = "lampang-industry-action-plan-2568/project/4.4.02"
ISSUE_3 = "lampang-development-plan-2566-2570/issue/3"
PREFIXES = """@prefix pg: <https://w3id.org/plangraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://w3id.org/plangraph/id/> .
"""


def iri(path: str) -> str:
    """A path under the data namespace as a full IRI."""
    return ID + path


def link(source: str, target: str, basis: str, relation: str = "alignedTo", more: str = "") -> str:
    """Turtle of one asserted edge and its alignment, with a passage of line 7."""
    name = hashlib.sha256(f"{source}{target}{basis}{relation}".encode()).hexdigest()[:12]
    return f"""<{source}> pg:{relation} <{target}> .
<alignment/{name}> a pg:Alignment ; pg:from <{source}> ; pg:to <{target}> ; pg:relation pg:{relation} ;
    pg:basis pg:{basis} ; pg:evidence <document/x/passage/{name}> {more} .
<document/x/passage/{name}> a pg:Passage ; pg:document <document/x> ; pg:firstLine 7 ; pg:lastLine 7 ;
    pg:exactText "ข้อความ" .
"""


def project(path: str, name: str, *, year: int = 2570, more: str = "") -> str:
    """Turtle of one project of the Lampang plan."""
    return (
        f'<{path}> a pg:Project ; rdfs:label "{name}"@th ; pg:asPrinted "{name}" ; pg:planLevel 3 ; '
        f"pg:inPlan <{PLAN}> ; pg:fiscalYear {year} {more} .\n"
    )


@lru_cache(maxsize=1)
def files() -> dict[str, bytes]:
    """The fixture as the files of a built ``data/`` folder."""
    return {f"{path.stem}.nq": nquads(path.read_bytes(), path.stem) for path in sorted(FOLDER.glob("*.ttl"))}


def store(*extra: str) -> EmbeddedStore:
    """The fixture, and what some Turtle adds to it."""
    return EmbeddedStore.in_memory([*files().values(), *(nquads((PREFIXES + text).encode(), PLAN) for text in extra)])


def only(*extra: str) -> EmbeddedStore:
    """A store of this Turtle alone."""
    return EmbeddedStore.in_memory([nquads((PREFIXES + text).encode(), PLAN) for text in extra])


def built(folder: Path) -> Path:
    """The fixture as a folder that ``--store`` takes."""
    folder.mkdir(parents=True)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files().items()}
    write_data(folder, files(), Marker(__version__, digests), use=lambda data: None)
    return folder


def nquads(turtle: bytes, name: str) -> bytes:
    """Turtle as the N-Quads of one of our graphs."""
    graph = NamedNode(GRAPH + name)
    quads = [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parse(turtle, RdfFormat.TURTLE)]
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
