"""How an IRI is minted: official codes with their edition, and positions in the document; never a title.

Paths are relative to the data namespace. ``ids.csv`` beside a source freezes paths: a row ``anchor,iri`` keeps the path
an element had when its anchor (kind and verbatim text) was first read, so that a later correction does not move it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from plangraph.errors import PlanGraphError
from plangraph.records import SourceSpan

COLUMNS = ("anchor", "iri")


class BadIds(PlanGraphError, ValueError):
    """A row of ids.csv cannot be used."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(
            th=f"{path}:{line}: ต้องมีสองช่อง anchor,iri ที่ไม่ว่างและไม่ซ้ำ — แก้แถวนี้",
            en=f"{path}:{line}: a row needs anchor,iri, neither empty nor repeated; mend this row",
        )


def read_ids(path: Path) -> dict[str, str]:
    """The frozen paths of one document. Raises BadIds."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadIds(path, 1)
        frozen: dict[str, str] = {}
        for number, row in enumerate(reader, start=2):
            anchor, iri = row.get("anchor"), row.get("iri")
            if not anchor or not iri or anchor in frozen or iri in frozen.values():
                raise BadIds(path, number)
            frozen[anchor] = iri
        return frozen


def ids_table(anchors: Mapping[str, str]) -> str:
    """The text of ids.csv for these anchors and paths, sorted by path."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((key, path) for path, key in sorted((path, key) for key, path in anchors.items()))
    return stream.getvalue()


def anchor(kind: str, span: SourceSpan) -> str:
    """What an element is recognised by when its position changes: its kind and its verbatim text on one line."""
    return f"{kind}|{' '.join(span.text.split())}"[:200]


class Mint:
    """Paths of one document's elements, frozen ones first."""

    def __init__(self, document_id: str, frozen: dict[str, str]) -> None:
        self.document_id = document_id
        self.frozen = frozen
        self.minted: dict[str, str] = {}  # anchor -> path, of the elements worth freezing

    def path(self, local: str) -> str:
        """A path below the document's own."""
        return f"{self.document_id}/{local}"

    def keep(self, kind: str, span: SourceSpan, local: str, also: Iterable[SourceSpan] = ()) -> str:
        """The frozen path of an element, else the one its position gives; never one already used.

        ``also`` are other places the element is known by: a project that is listed twice keeps its path when the
        order of its listings changes. Two elements of the same kind and text are told apart by their order.
        """
        keys = [self._free_anchor(anchor(kind, place)) for place in (span, *also)]
        key = next((known for known in keys if known in self.frozen), keys[0])
        self.minted[key] = self.frozen.get(key) or self._free_path(self.path(local))
        return self.minted[key]

    def _free_anchor(self, key: str) -> str:
        return _numbered(key, set(self.minted), " #")

    def _free_path(self, path: str) -> str:
        return _numbered(path, {*self.minted.values(), *self.frozen.values()}, "-")


def _numbered(name: str, taken: set[str], joint: str) -> str:
    """The name, or the first of ``name-2``, ``name-3`` … that is not taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}{joint}{number}"
    return free
