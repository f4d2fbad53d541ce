"""Load a source text: which encoding, which lines, and verbatim spans of it."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import BinaryFile, EmptyFile, FileMissing, FileUnreadable, NotAFile, UndecodableFile
from plangraph.records import SourceSpan
from plangraph.thai_text import is_mostly_thai, words

_LINE_END = re.compile(r"\r\n|\r|\n")  # nothing else ends a line, so numbers agree with editors and grep
_SIGNATURES = (  # first bytes of the files people hand us instead of a text
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "DOCX/XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b")
_MOST_CONTROLS = 0.01  # a text may hold this share of stray control bytes, a binary file holds more


@dataclass(frozen=True, slots=True)
class SourceText:
    """One document, decoded and cut into lines; lines count from 1 and have no line end."""

    path: Path
    document_id: str
    encoding: str  # "utf-8", "utf-8-sig", "cp874", "utf-16-le", "utf-16-be"
    lines: tuple[str, ...]
    sha256: str  # of the bytes of the file, in hex

    def line(self, number: int) -> str:
        """The text of line ``number``, from 1; ``IndexError`` outside the document."""
        if not 1 <= number <= len(self.lines):
            raise IndexError(f"{self.document_id}: no line {number} in {len(self.lines)} lines")
        return self.lines[number - 1]

    def span(self, first_line: int, last_line: int) -> SourceSpan:
        """Whole lines, joined by a newline."""
        last = self.line(last_line)
        text = "\n".join((*self.lines[first_line - 1 : last_line - 1], last))
        if first_line > last_line or first_line < 1:
            raise IndexError(f"{self.document_id}: lines {first_line}-{last_line} run backwards")
        return SourceSpan(self.document_id, first_line, last_line, text, 0, len(last))

    def clause(self, line: int, start: int, end: int) -> SourceSpan:
        """The stretch ``start:end`` of one line, verbatim."""
        text = self.line(line)
        if not 0 <= start <= end <= len(text):
            raise IndexError(f"{self.document_id}:{line}: no characters {start}-{end} in {len(text)}")
        return SourceSpan(self.document_id, line, line, text[start:end], start, end)

    def find(self, text: str, from_line: int = 1, to_line: int | None = None) -> SourceSpan | None:
        """The first verbatim occurrence of ``text`` (without line ends) in these lines; None without one."""
        last = len(self.lines) if to_line is None else min(to_line, len(self.lines))
        for number in range(max(from_line, 1), last + 1):
            start = self.lines[number - 1].find(text)
            if start >= 0:
                return self.clause(number, start, start + len(text))
        return None


def _binary_kind(data: bytes) -> str:
    """What a file that is no text looks like; "" for a text."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    controls = sum(data.count(byte) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return "binary data" if b"\0" in data or controls > _MOST_CONTROLS * len(data) else ""


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    """Text and encoding of the bytes of a file."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UndecodableFile(path, error.start) from error
    kind = _binary_kind(data)
    if kind:
        raise BinaryFile(path, kind)
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data[len(codecs.BOM_UTF8) :].decode("utf-8"), "utf-8-sig"
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        thai = _decode_thai(data)
        if thai is None:
            raise UndecodableFile(path, error.start) from error
        return thai, "cp874"


def _decode_thai(data: bytes) -> str | None:
    """The text if it is plausible TIS-620 / Windows-874, else None."""
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        return None
    return text if is_mostly_thai(text, words()["encoding"]["plausible_share"]) else None


def _read_bytes(path: Path) -> bytes:
    if not path.exists():
        raise FileMissing(path)
    if not path.is_file():
        raise NotAFile(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or type(error).__name__) from error


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of ``text``; a last line without a line end counts, the nothing behind a final line end does not."""
    lines = _LINE_END.split(text)
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def read_source(path: Path, document_id: str | None = None) -> SourceText:
    """Read a text file in UTF-8, UTF-16 with its mark, or TIS-620 / Windows-874.

    The id defaults to the file's stem, for ``source.txt`` to the name of its folder. Raises ``FileMissing``,
    ``NotAFile``, ``FileUnreadable``, ``EmptyFile``, ``BinaryFile`` or ``UndecodableFile``.
    """
    data = _read_bytes(path)
    if not data.strip(b" \t\r\n\v\f\0\xef\xbb\xbf"):
        raise EmptyFile(path)
    text, encoding = _decode(path, data)
    if not text.strip():
        raise EmptyFile(path)
    name = path.resolve().parent.name if path.name == "source.txt" else path.stem
    return SourceText(path, document_id or name, encoding, split_lines(text), hashlib.sha256(data).hexdigest())
