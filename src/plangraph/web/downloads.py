"""Answers to keep: CSV for spreadsheets, JSON, workbooks."""

from __future__ import annotations

import json
from typing import Final

from starlette.responses import Response

BOM: Final = "\ufeff"  # Excel reads UTF-8 only behind it
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(text: str, name: str) -> Response:
    """A CSV file; its cells must already be safe for spreadsheets."""
    return _file((BOM + text).encode("utf-8"), "text/csv; charset=utf-8", name)


def json_response(content: object) -> Response:
    """JSON, unescaped UTF-8."""
    return Response(json.dumps(content, ensure_ascii=False, indent=1) + "\n", media_type="application/json")


def xlsx_response(content: bytes, name: str) -> Response:
    """An Excel workbook."""
    return _file(content, XLSX, name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
