"""What a load brings: named graphs as canonical N-Triples without blank nodes, and what stays of other documents.

Some graphs are shared by all documents of a service (proposals, provenance, reviews, findings): a load replaces in
them what its own documents say and leaves the rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from plangraph.namespaces import GRAPH, ID, ONTOLOGY, PG, PROPOSALS_GRAPH, PROVENANCE_GRAPH, REVIEWS_GRAPH, expand
from plangraph.opening import ontology_quads
from plangraph.remote.errors import RemoteError
from plangraph.remote.marker import Part
from plangraph.store import canonical

SHARED: Final = (PROPOSALS_GRAPH, PROVENANCE_GRAPH, REVIEWS_GRAPH, f"{GRAPH}findings")
Graphs = dict[str, bytes]  # graph -> sorted N-Triples
_GENID: Final = b"https://w3id.org/.well-known/genid/plangraph/"
_SUBJECT: Final = re.compile(rb"^_:(\S+) ")
_OBJECT: Final = re.compile(rb" _:(\S+) \.$")
_INTEGER: Final = re.compile(rb'"[+-]?(\d{18,})"\^\^<' + re.escape(expand("xsd:integer").encode()) + rb"> \.$")
_OWNER: Final = re.compile(rb"^<([^>]*)> <" + re.escape(PG.encode()) + rb"(?:from|inPlan)> <([^>]*)> \.$")
_INPUT: Final = f"<{ID}input/".encode()


def graphs_of(nquads: Iterable[bytes]) -> Graphs:
    """N-Quads texts of one named graph each as N-Triples by graph; ``SyntaxError`` for a line without a graph."""
    graphs: Graphs = {}
    for text in nquads:
        lines = [line for line in text.split(b"\n") if line]
        for line in lines:
            if not line.endswith(b"> ."):
                raise SyntaxError("a line names no graph")
        name = lines[0][lines[0].rindex(b" <") + 2 : -3].decode("utf-8")
        graphs[name] = _joined(line[: line.rindex(b" <")] + b" ." for line in lines)
    return graphs


def ontology_graph() -> bytes:
    """The ontology as N-Triples, its blank nodes as IRIs: Virtuoso takes none in an update."""
    dataset = Dataset(parse(ontology_quads(), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    ntriples = graphs_of([canonical(dataset)])[ONTOLOGY]
    return _joined(_named(line) for line in ntriples.split(b"\n") if line)


def _named(line: bytes) -> bytes:
    line = _SUBJECT.sub(lambda match: b"<" + _GENID + match[1] + b"> ", line)
    return _OBJECT.sub(lambda match: b" <" + _GENID + match[1] + b"> .", line)


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in sorted(set(lines)))


def part_of(ntriples: bytes) -> Part:
    """Hash and size of a graph."""
    return Part(hashlib.sha256(ntriples).hexdigest(), ntriples.count(b"\n"))


def with_others(ours: bytes, there: bytes, plans: Iterable[str]) -> bytes:
    """A shared graph after a load: what the service has of other plans than these (their IRIs), and what we bring."""
    prefixes = tuple(f"<{plan}/".encode() for plan in plans)
    exact = {f"<{plan}>".encode() for plan in plans}
    subjects = {line.partition(b" ")[0] for line in ours.split(b"\n") if line}
    lines = [line for line in there.split(b"\n") if line]
    for line in lines:
        if match := _OWNER.match(line):
            owner = b"<" + match[2] + b">"
            if owner in exact or owner.startswith(prefixes):
                subjects.add(b"<" + match[1] + b">")
    kept = [line for line in lines if line.partition(b" ")[0] not in subjects and not line.startswith(prefixes)]
    return _joined(_referenced([*kept, *(line for line in ours.split(b"\n") if line)]))


def _referenced(lines: list[bytes]) -> list[bytes]:
    """The lines without the inputs that no graph comes from any more."""
    named = {line.rpartition(b" <")[2] for line in lines if line.endswith(b"> .")}
    return [
        line
        for line in lines
        if not line.startswith(_INPUT) or line.partition(b" ")[0].removeprefix(b"<") + b" ." in named
    ]


def refuse_big_integers(graphs: Mapping[str, bytes], bits: int) -> None:
    """Raise ``RemoteError`` for the first integer that an engine of so many bits (0: any) would change."""
    if not bits:
        return
    for graph, ntriples in graphs.items():
        for line in ntriples.split(b"\n"):
            match = _INTEGER.search(line)
            if match and int(match[1]) >= 2 ** (bits - 1):
                raise RemoteError("big_integer", graph=graph, value=match[1].decode("ascii"))
