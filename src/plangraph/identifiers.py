"""How an IRI is minted: official codes with their edition, and positions in the document; never a title.

Paths are relative to the data namespace. ``ids.csv`` beside a source freezes paths: a row ``anchor,iri`` keeps the path
an element had when its anchor (kind and verbatim text) was first read, so that a later correction does not move it.
"""

from __future__ import annotations

import csv
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


def anchor(kind: str, span: SourceSpan) -> str:
    """What an element is recognised by when its position changes: its kind and its verbatim text on one line."""
    return f"{kind}|{' '.join(span.text.split())}"[:200]


class Mint:
    """Paths of one document's elements, frozen ones first."""

    def __init__(self, document_id: str, frozen: dict[str, str]) -> None:
        self.document_id = document_id
        self.frozen = frozen
        self.minted: dict[str, str] = {}  # anchor -> path, of the elements worth freezing
        self._used: set[str] = set()

    def path(self, local: str) -> str:
        """A path below the document's own."""
        return f"{self.document_id}/{local}"

    def keep(self, kind: str, span: SourceSpan, local: str) -> str:
        """The frozen path of an element, else the one its position gives; never one already used."""
        key = anchor(kind, span)
        path = self.frozen.get(key) or self._free(self.path(local))
        self._used.add(path)
        self.minted[key] = path
        return path

    def _free(self, path: str) -> str:
        taken = self._used | set(self.frozen.values())
        if path not in taken:
            return path
        number = 2
        while f"{path}-{number}" in taken:
            number += 1
        return f"{path}-{number}"
