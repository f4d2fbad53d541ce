"""Office files are ZIP packages: refuse those that are locked, run code, blow up, or are none, before reading them."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from plangraph.drafts.model import BadDraft

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files before 2007, and locked ones of any year
MEGABYTE: Final = 2**20
LARGEST_FILE: Final = 20 * MEGABYTE  # a filled template has 30 kB; pictures in a Word file may take some megabytes
LARGEST_XML: Final = 30 * MEGABYTE  # of all XML inside, unpacked
LARGEST_UNPACKED: Final = 200 * MEGABYTE
MOST_PARTS: Final = 2_000
MACRO_SUFFIXES: Final = (".xlsm", ".xltm", ".docm", ".dotm")
_DECLARED: Final = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_ENCODING: Final = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_PLAIN: Final = frozenset((b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252"))  # <!DOCTYPE looks like itself
_UTF_16: Final = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_LOCKED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")


def check_size(path: Path, most: int = LARGEST_FILE) -> None:
    """Refuse a file that is too large to be a draft, by its size alone."""
    size = path.stat().st_size
    if size > most:
        raise BadDraft(path, "too_large", size=round(size / MEGABYTE), most=round(most / MEGABYTE))


def check_package(path: Path) -> None:
    """Refuse what is no clean package; every refusal is one sentence. Nothing is unpacked beyond the limits above."""
    check_size(path)
    if path.suffix.lower() in MACRO_SUFFIXES:
        raise BadDraft(path, "macros")
    head = path.read_bytes()[:8]
    if head.startswith(OLE):
        raise BadDraft(path, "locked" if _LOCKED_STREAM in path.read_bytes() else "old_office")
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(path, package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise BadDraft(path, "damaged") from error


def _check_parts(path: Path, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if any(part.flag_bits & 1 for part in parts):
        raise BadDraft(path, "locked")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise BadDraft(path, "macros")
    if (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
        or sum(part.file_size for part in xml) > LARGEST_XML
    ):
        raise BadDraft(path, "bomb")
    if "[Content_Types].xml" not in package.namelist():
        raise BadDraft(path, "damaged")
    for part in xml:
        content = package.read(part)
        if any(word in content for word in _DECLARED) or not _plainly_encoded(content):
            raise BadDraft(path, "entities", part=part.filename)
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            raise BadDraft(path, "macros")


def _plainly_encoded(content: bytes) -> bool:
    """Whether an XML part is in an encoding that cannot hide a declaration."""
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(_UTF_16) or not text:
        return True
    said = _ENCODING.match(text)
    return text.startswith(b"<") and (said is None or said[1].lower() in _PLAIN)
