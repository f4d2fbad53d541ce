"""The Lampang plan of 2570, read once: its records, its lines, and every span its records quote."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from plangraph.build import Assembly, assemble, find_sources
from plangraph.catalogue import Catalogue
from plangraph.dataset import DatasetParts, document_quads
from plangraph.document import SourceText, read_source
from plangraph.namespaces import ID, expand, shorten, sparql_prefixes
from plangraph.places import province_slugs
from plangraph.records import PlanDocument, SourceSpan
from plangraph.reference import load_reference
from plangraph.sources import industry_plan, read_plan
from plangraph.sources.reading import Reading
from plangraph.sources.repairs import Repairs, read_repairs
from plangraph.store import load
from plangraph.thai import normalize, to_arabic
from support import LAMPANG, ROOT

PLAN_ID = "lampang-industry-action-plan-2570"


@lru_cache(maxsize=1)
def plan() -> PlanDocument:
    """What the reader makes of the bundled plan."""
    return read_plan(LAMPANG.parent, slugs=province_slugs())


@lru_cache(maxsize=1)
def source() -> SourceText:
    return read_source(LAMPANG)


def line(number: int) -> str:
    """A verbatim line of the plan, counted from 1."""
    return source().lines[number - 1]


def clean_line(number: int) -> str:
    """A line with Arabic digits and single spaces."""
    return normalize(to_arabic(line(number)))


@lru_cache(maxsize=1)
def repairs() -> Repairs:
    return read_repairs(LAMPANG.with_name("corrections.csv")) + industry_plan.family_repairs()


def reading(*lines: str) -> Reading:
    """A desk with the plan on it, or with the lines given, and the plan's OCR repairs."""
    text = source() if not lines else SourceText(Path("excerpt.txt"), "excerpt", "utf-8", lines, "0" * 64)
    return Reading(text, repairs())


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return Catalogue.from_reference(load_reference(ROOT / "graph" / "reference"))


@lru_cache(maxsize=1)
def parts() -> DatasetParts:
    """The quads of the bundled plan."""
    return document_quads(plan(), catalogue())


@lru_cache(maxsize=1)
def assembly() -> Assembly:
    """Everything a build of the bundled sources writes."""
    return assemble(find_sources([]))


@lru_cache(maxsize=1)
def graph() -> Store:
    """The built graph in memory; the proposals are left out unless a query names their graph."""
    store = Store()
    load(store, assembly().files.values())
    return store


def rows(query: str) -> list[tuple[Any, ...]]:
    """The answer of a SELECT: numbers as ``Decimal``, IRIs shortened, those of the data without their prefix.

    ``<…>`` is relative to the data namespace, and every prefix of ``PREFIXES`` is known.
    """
    found = graph().query(f"BASE <{ID}>\n{sparql_prefixes()}{query}")
    assert isinstance(found, QuerySolutions)
    return [tuple(_value(term) for term in solution) for solution in found]


def _value(term: object) -> Any:
    if isinstance(term, Literal) and term.datatype.value in {expand("xsd:integer"), expand("xsd:decimal")}:
        return Decimal(term.value)
    return shorten(term.value).removeprefix("id:") if isinstance(term, NamedNode | Literal) else term


def count(pattern: str, what: str = "?x") -> int:
    """How many different values a graph pattern gives ``what``."""
    ((found,),) = rows(f"SELECT (COUNT(DISTINCT {what}) AS ?n) WHERE {{ {pattern} }}")
    return int(found)


def spans(value: object) -> Iterator[SourceSpan]:
    """Every span inside a record, its own and those of what it holds."""
    if isinstance(value, SourceSpan):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from spans(part)
