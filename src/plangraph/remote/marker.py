"""What a service holds, said in a graph of its own: which load answers, and what is in it.

A load is named by the graph that holds the union of its named graphs but the proposals, as a set; the marker points to
one of them. Everything about a load is written before the pointer is set, which one update does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from plangraph.namespaces import GRAPH, ID, expand
from plangraph.remote.errors import ForeignStore
from plangraph.store import Row

LAYOUT: Final = 1  # raised when services are filled differently
SERVICE: Final = f"{ID}service/"
MARKER: Final = f"{SERVICE}loaded"  # the graph, and the node that points to the load that answers
LOCK: Final = f"{SERVICE}loading"  # the node that says a load is under way
STAGING: Final = f"{SERVICE}new/"  # graphs a load writes beside, to be copied
UNION: Final = f"{GRAPH}union"  # with a load's name behind: its union
_CURRENT: Final = expand("dcterms:isVersionOf")
_PART: Final = expand("dcterms:isPartOf")
_GRAPH: Final = expand("dcterms:source")
_SHA256: Final = expand("schema:sha256")
_SIZE: Final = expand("schema:size")
_BEGUN: Final = expand("dcterms:extent")
_VERSION: Final = expand("schema:softwareVersion")
_LAYOUT: Final = expand("schema:schemaVersion")

_READ: Final = f"""
SELECT ?union ?version ?layout ?part ?graph ?sha256 ?size WHERE {{ GRAPH <{MARKER}> {{
  <{MARKER}> <{_CURRENT}> ?union . ?union <{_VERSION}> ?version ; <{_LAYOUT}> ?layout .
  ?part <{_PART}> ?union ; <{_GRAPH}> ?graph ; <{_SHA256}> ?sha256 ; <{_SIZE}> ?size }} }}"""


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph of a load: the SHA-256 of its canonical N-Triples, and how many there are."""

    sha256: str
    triples: int


@dataclass(frozen=True, slots=True)
class Load:
    """What a service answers from."""

    union: str
    plangraph: str
    parts: Mapping[str, Part] = field(default_factory=dict)  # by graph

    @property
    def key(self) -> str:
        """What it holds, as 16 hexadecimal digits."""
        return key_of(self.plangraph, self.parts)

    def places(self, count: int) -> list[str]:
        """So many graphs to write to beside."""
        return [f"{self.union.replace(f'{UNION}/', STAGING, 1)}/{number}" for number in range(count)]

    def beginning(self, places: int) -> str:
        """The update that says before anything is written what this load will write beside."""
        return f'INSERT DATA {{ GRAPH <{MARKER}> {{ <{self.union}> <{_BEGUN}> "{places}" }} }}'

    def triples(self) -> list[str]:
        """It as N-Triples lines, without the pointer."""
        lines = [
            f'<{self.union}> <{_VERSION}> "{self.plangraph}" .',
            f'<{self.union}> <{_LAYOUT}> "{LAYOUT}" .',
        ]
        for number, (graph, part) in enumerate(sorted(self.parts.items())):
            node = f"<{self.union}/part/{number}>"
            lines += [
                f"{node} <{_PART}> <{self.union}> .",
                f"{node} <{_GRAPH}> <{graph}> .",
                f'{node} <{_SHA256}> "{part.sha256}" .',
                f'{node} <{_SIZE}> "{part.triples}" .',
            ]
        return lines

    def pointer(self, former: Load | None) -> str:
        """The update that makes this load the one that answers, in the place of the former: one step, old or new.

        No OPTIONAL: Virtuoso then inserts nothing where there was no former.
        """
        new = f"GRAPH <{MARKER}> {{ <{MARKER}> <{_CURRENT}> <{self.union}> }}"
        if former is None:
            return f"INSERT DATA {{ {new} }}"
        old = f"GRAPH <{MARKER}> {{ <{MARKER}> <{_CURRENT}> <{former.union}> }}"
        return f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {old} }}"


def key_of(plangraph: str, parts: Mapping[str, Part]) -> str:
    """The name of this content: the same graphs, version and layout give the same 16 hexadecimal digits."""
    content = [f"{LAYOUT} {plangraph}", *(f"{graph} {part.sha256}" for graph, part in sorted(parts.items()))]
    return hashlib.sha256("\n".join(content).encode("utf-8")).hexdigest()[:16]


def new_load(plangraph: str, parts: Mapping[str, Part], token: str) -> Load:
    """A load of its own name: what it holds, and a token, so that two of the same content do not meet."""
    return Load(f"{UNION}/{key_of(plangraph, parts)}-{token}", plangraph, parts)


def loads_begun(select: Callable[[str], Sequence[Row]]) -> list[tuple[Load, int]]:
    """Every load that left something, with the number of its places beside."""
    rows = select(f"SELECT ?union ?places WHERE {{ GRAPH <{MARKER}> {{ ?union <{_BEGUN}> ?places }} }} ORDER BY ?union")
    return [(Load(row["union"].value, ""), int(row["places"].value)) for row in rows]


def forgetting(union: str) -> list[str]:
    """The updates that take the description of a former load out of the marker."""
    part = f"?part <{_PART}> <{union}> . ?part ?p ?o"
    return [
        f"DELETE {{ GRAPH <{MARKER}> {{ ?part ?p ?o }} }} WHERE {{ GRAPH <{MARKER}> {{ {part} }} }}",
        f"DELETE WHERE {{ GRAPH <{MARKER}> {{ <{union}> ?p ?o }} }}",
    ]


def is_there(union: str) -> str:
    """The query whether a load is still described."""
    return f"SELECT ?version WHERE {{ GRAPH <{MARKER}> {{ <{union}> <{_VERSION}> ?version }} }}"


def read_load(select: Callable[[str], Sequence[Row]], host: str) -> Load | None:
    """The load that answers; None when there is none. Raises ``ForeignStore`` for another layout."""
    rows = select(_READ)
    if not rows:
        return None
    if rows[0]["layout"].value != str(LAYOUT):
        raise ForeignStore("other_layout", host=host, version=rows[0]["version"].value)
    parts = {row["graph"].value: Part(row["sha256"].value, int(row["size"].value)) for row in rows}
    return Load(rows[0]["union"].value, rows[0]["version"].value, parts)
