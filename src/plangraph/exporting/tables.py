"""The graph as CSV tables with a data dictionary: what each table holds stands in ``data/export_tables.toml``.

A zip file, or a folder where the name has no ending: the tables, ``dictionary.csv`` for people, and
``datapackage.json`` (Frictionless Data Package) for tools. CSV is UTF-8 with a byte order mark, which Excel needs to
see Thai; texts that a spreadsheet would take for a formula carry an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from plangraph.exporting.safe import guarded
from plangraph.namespaces import shorten, sparql_prefixes
from plangraph.resources import package_file
from plangraph.store import GraphStore, Row

DICTIONARY: Final = ("table", "column", "type", "th", "en")
TYPES: Final = {"id": "string", "text": "string", "integer": "integer", "decimal": "number", "year": "integer"}


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """``data/export_tables.toml``: table, then its query and columns."""
    return tomllib.loads(package_file("data", "export_tables.toml").read_text(encoding="utf-8"))


def parts(store: GraphStore) -> dict[str, bytes]:
    """Every file of the export by its name."""
    found = {f"{name}.csv": _table(store, about) for name, about in tables().items()}
    found["dictionary.csv"] = _csv(DICTIONARY, _dictionary())
    found["datapackage.json"] = _package()
    return found


def _table(store: GraphStore, about: dict[str, Any]) -> bytes:
    columns = about["column"]
    rows = sorted({tuple(_cell(row, column) for column in columns) for row in store.select(_query(about["query"]))})
    return _csv([column["name"] for column in columns], rows)


def _query(text: str) -> str:
    return sparql_prefixes() + text


def _cell(row: Row, column: dict[str, str]) -> str:
    value = row.get(column["name"])
    if isinstance(value, NamedNode):
        return shorten(value.value)
    if not isinstance(value, Literal):
        return ""
    return guarded(value.value) if TYPES[column["type"]] == "string" else value.value


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _dictionary() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, about in tables().items():
        found.append((name, "", "table", about["th"], about["en"]))
        found += [(name, each["name"], each["type"], each["th"], each["en"]) for each in about["column"]]
    return found


def _package() -> bytes:
    resources = [
        {
            "name": name.replace("_", "-"),
            "path": f"{name}.csv",
            "title": about["th"],
            "description": about["en"],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": each["name"], "type": TYPES[each["type"]], "title": each["th"], "description": each["en"]}
                    for each in about["column"]
                ]
            },
        }
        for name, about in tables().items()
    ]
    package = {"name": "plangraph-tables", "resources": resources}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
