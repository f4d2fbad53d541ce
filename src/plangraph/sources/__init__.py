"""Document families. A second family is one package with ``recognise`` and ``read``, and one entry in ``FAMILIES``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from plangraph.document import SourceText, read_source
from plangraph.errors import DocumentError
from plangraph.identifiers import read_ids
from plangraph.records import PlanDocument, PlanIdentity
from plangraph.sources import industry_plan
from plangraph.sources.family import Recognition
from plangraph.sources.repairs import Repairs, read_repairs


class Family(Protocol):
    """What a family module offers."""

    def recognise(self, source: SourceText) -> Recognition: ...
    def identify(self, source: SourceText) -> PlanIdentity | None: ...
    def plan_id(self, identity: PlanIdentity, slug: str) -> str: ...
    def read(self, source: SourceText, repairs: Repairs) -> PlanDocument | None: ...


FAMILIES: tuple[Family, ...] = (industry_plan,)


class UnknownFamily(DocumentError):
    """No registered family recognises the document."""

    def __init__(self, path: Path, recognitions: tuple[Recognition, ...]) -> None:
        self.recognitions = recognitions
        th = "; ".join(
            f"{r.name_th}: พบหัวข้อ {_list(r.found, 'ไม่มี')} ขาดหัวข้อ {_list(r.missing, 'ไม่มี')}" for r in recognitions
        )
        en = "; ".join(
            f"{r.family}: headings found {_list(r.found, 'none')}, missing {_list(r.missing, 'none')}"
            for r in recognitions
        )
        super().__init__(
            path,
            th=f"ไม่ใช่แผนรูปแบบที่รู้จัก ({th}) ตรวจว่าเป็นข้อความทั้งฉบับของแผนตามเค้าโครงนี้",
            en=f"no known kind of plan ({en}); check that this is the whole text of a plan of that outline",
        )


class NoFiscalYear(DocumentError):
    """The plan's titles name no year to file it under."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            th="ไม่พบชื่อแผนที่ระบุปี พ.ศ. ใส่บรรทัดชื่อแผน เช่น “แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด… รายปี พ.ศ. 2570”",
            en="no title with a year; add the title line, such as “แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด… รายปี พ.ศ. 2570”",
        )


def _list(names: tuple[str, ...], none: str) -> str:
    return ", ".join(names) or none


def read_plan(path: Path, *, slugs: Mapping[str, str] | None = None) -> PlanDocument:
    """Read one plan: a text file, or a folder with ``source.txt`` and the data laid over it (``corrections.csv``).

    The document id is the folder's name; for a bare file it is made of province, family and year, where ``slugs`` maps
    Thai province names to Latin ones. Raises the errors of ``read_source``, UnknownFamily, NoFiscalYear, BadRepair.
    """
    file = path / "source.txt" if path.is_dir() else path
    source = read_source(file)
    recognitions = tuple(family.recognise(source) for family in FAMILIES)
    known = next((f for f, r in zip(FAMILIES, recognitions, strict=True) if r.known), None)
    if known is None:
        raise UnknownFamily(file, recognitions)
    if file.name != "source.txt":
        source = replace(source, document_id=_document_id(known, source, slugs or {}))
    table = file.parent / "corrections.csv"
    repairs = read_repairs(table) if file.name == "source.txt" and table.exists() else Repairs()
    document = known.read(source, repairs)
    if document is None:
        raise NoFiscalYear(file)
    ids = file.parent / "ids.csv"
    if file.name == "source.txt" and ids.exists():
        document = replace(document, frozen=read_ids(ids))
    return document


def _document_id(family: Family, source: SourceText, slugs: Mapping[str, str]) -> str:
    identity = family.identify(source)
    if identity is None:
        raise NoFiscalYear(source.path)
    return family.plan_id(identity, slugs.get(identity.province or "", "") or _slug(source.path.stem))


def _slug(text: str) -> str:
    """Latin letters and digits of a file name; "plan" when it has none."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "plan"
