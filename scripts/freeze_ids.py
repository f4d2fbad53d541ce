"""Write ``ids.csv`` beside every bundled plan: the IRIs its elements have now, so that later corrections keep them.

Run ``python scripts/freeze_ids.py`` after reading a new plan, and again when one gains elements: rows that are there
stay as they are, new elements are added.
"""

from __future__ import annotations

from plangraph import resources
from plangraph.build import IDS, find_sources
from plangraph.catalogue import Catalogue
from plangraph.dataset import document_quads
from plangraph.identifiers import ids_table
from plangraph.reference import load_reference
from plangraph.sources import read_plan


def main() -> None:
    """Freeze the IRIs of every folder in ``graph/sources``."""
    catalogue = Catalogue.from_reference(load_reference(resources.shipped("graph", "reference")))
    for source in find_sources([]):
        document = read_plan(source.parent)
        anchors = {**document.frozen, **document_quads(document, catalogue).anchors}
        source.with_name(IDS).write_text(ids_table(anchors), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
