"""Plans to audit: a clean one of an invented province, the same with a defect seeded, and the Lampang plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Store

from plangraph import resources
from plangraph.audit.engine import audit
from plangraph.audit.findings import Finding
from plangraph.catalogue import Catalogue
from plangraph.dataset import document_quads
from plangraph.document import SourceText, read_source
from plangraph.reference import load_reference
from plangraph.sources import industry_plan
from plangraph.sources.repairs import Repairs, read_repairs
from plangraph.store import EmbeddedStore, canonical, load
from support import LAMPANG

CLEAN = Path(__file__).parent / "data" / "audit" / "clean_plan.txt"
NOTHING = Repairs()


@lru_cache(maxsize=1)
def clean_text() -> str:
    """The clean plan."""
    return CLEAN.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _reference() -> tuple[Catalogue, bytes]:
    files = load_reference(resources.shipped("graph", "reference"))
    return Catalogue.from_reference(files), canonical(quad for file in files for quad in file.quads)


def store_of(
    lines: Sequence[str], name: str = "nan-industry-action-plan-2571", repairs: Repairs = NOTHING
) -> EmbeddedStore:
    """The graph of a text with the reference data."""
    document = industry_plan.read(SourceText(Path(f"{name}.txt"), name, "utf-8", tuple(lines), "0" * 64), repairs)
    assert document is not None
    catalogue, reference = _reference()
    parts = document_quads(document, catalogue)
    store = Store()
    load(store, [reference, canonical(parts.graph), canonical(parts.proposals)])
    return EmbeddedStore(store)


def findings_of(text: str, rules: Sequence[str] = ()) -> list[Finding]:
    """What the audit finds in a text; ``rules`` as for ``audit``."""
    return audit(store_of(text.split("\n")), rules).findings


def seeded(changes: Iterable[tuple[str, str]], text: str | None = None) -> str:
    """The clean plan with each first text replaced by the second; a text that is not there fails the test."""
    changed = clean_text() if text is None else text
    for old, new in changes:
        assert old in changed, old
        changed = changed.replace(old, new, 1)
    return changed


def lines_with(text: str, markers: Iterable[str]) -> set[int]:
    """The lines of a text that hold one of the markers; each marker is somewhere."""
    numbered = list(enumerate(text.split("\n"), start=1))
    found = {marker: {number for number, line in numbered if marker in line} for marker in markers}
    assert all(found.values()), [marker for marker, where in found.items() if not where]
    return set().union(*found.values())


@lru_cache(maxsize=1)
def lampang_findings() -> tuple[Finding, ...]:
    """What the audit finds in the Lampang plan as it is read now."""
    corrections = read_repairs(LAMPANG.with_name("corrections.csv"))
    return tuple(audit(store_of(read_source(LAMPANG).lines, LAMPANG.parent.name, corrections)).findings)
