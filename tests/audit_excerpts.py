"""A graph of a few lines of a plan, read, written and stored as a whole document is."""

from __future__ import annotations

from pathlib import Path

from plangraph.catalogue import Catalogue
from plangraph.dataset import document_quads
from plangraph.document import SourceText
from plangraph.records import PlanDocument, PlanIdentity
from plangraph.sources.industry_plan.running import Running, read_running
from plangraph.sources.reading import Reading
from plangraph.sources.repairs import Repairs
from plangraph.sources.statements import statements
from plangraph.store import EmbeddedStore, canonical

ID = "excerpt-industry-action-plan-2570"


def read_excerpt(text: str) -> PlanDocument:
    """The running text, lists and tables of an excerpt; its lines count from 1."""
    lines = tuple(text.split("\n"))
    source = SourceText(Path("excerpt.txt"), ID, "utf-8", lines, "0" * 64)
    reading = Reading(source, Repairs())
    running = Running()
    read_running(reading, 1, len(lines), "situation.general", "ข้อมูลทั่วไป", running)
    return PlanDocument(
        id=ID,
        family="industry-action-plan",
        identity=PlanIdentity("แผนปฏิบัติการ", source.span(1, 1), 2570, None, None),
        sha256=source.sha256,
        lines=lines,
        fates=tuple(reading.account.fates),
        prose=tuple(reading.prose),
        tables=tuple(running.tables),
        facts=(*running.facts, *statements(reading.prose)),
    )


def stored(text: str) -> EmbeddedStore:
    """An excerpt as a store."""
    quads = document_quads(read_excerpt(text), Catalogue.from_reference(())).graph
    return EmbeddedStore.in_memory([canonical(quads)])
