"""Arrays on disk: written once, mapped, and checked block by block before a block is first used.

A column is one file of plain little-endian numbers or of bytes. The CRC of every 4 KiB of every column stands in
``checks.bin``, whose own CRC stands in ``manifest.json`` with the names, types and lengths. So opening reads almost
nothing, and a flipped bit anywhere is refused with the name of its file before anything is made of it.
"""

from __future__ import annotations

import json
import mmap
import os
import threading
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from plangraph.snapshot.errors import SnapshotDamaged

BLOCK_BITS: Final = 12
BLOCK: Final = 1 << BLOCK_BITS  # bytes under one CRC
MANIFEST: Final = "manifest.json"
CHECKS: Final = "checks.bin"

Array: TypeAlias = NDArray[Any]


class Writer:
    """Writes the columns of one snapshot into an empty folder; ``finish`` writes the manifest, last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._columns: dict[str, dict[str, object]] = {}
        self._checks: list[int] = []

    def put(self, name: str, array: Array) -> None:
        """Write an array of numbers."""
        plain = np.ascontiguousarray(array)
        self.put_bytes(name, [plain.tobytes()], plain.dtype.newbyteorder("<").str)

    def put_bytes(self, name: str, pieces: Iterable[bytes], dtype: str = "|u1") -> None:
        """Write bytes that come in pieces."""
        length, first, rest = 0, len(self._checks), b""
        with (self.folder / f"{name}.bin").open("wb") as handle:
            for piece in pieces:
                handle.write(piece)
                length += len(piece)
                rest = self._check(rest + piece if rest else piece)
            if rest:
                self._checks.append(zlib.crc32(rest))
            _to_disk(handle.fileno(), handle.flush)
        self._columns[name] = {"dtype": dtype, "bytes": length, "check": first}

    def put_file(self, name: str) -> None:
        """Take a file of the folder that was written by others, ``<name>.bin``, as a column of bytes."""
        path = self.folder / f"{name}.bin"
        first = len(self._checks)
        with path.open("rb+") as handle:
            while piece := handle.read(BLOCK * BLOCK):
                self._checks += [zlib.crc32(piece[at : at + BLOCK]) for at in range(0, len(piece), BLOCK)]
            os.fsync(handle.fileno())
        self._columns[name] = {"dtype": "|u1", "bytes": path.stat().st_size, "check": first}

    def _check(self, piece: bytes) -> bytes:
        """Note the CRC of every whole block; the rest waits for the next piece."""
        view, whole = memoryview(piece), len(piece) - len(piece) % BLOCK
        self._checks += [zlib.crc32(view[at : at + BLOCK]) for at in range(0, whole, BLOCK)]
        return bytes(view[whole:])

    def finish(self, facts: Mapping[str, object]) -> None:
        """Write the checks and the manifest, which holds ``facts`` as well."""
        checks = np.array(self._checks, dtype="<u4").tobytes()
        content = {"facts": dict(facts), "columns": self._columns, "checks": zlib.crc32(checks)}
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")
        for name, text in ((CHECKS, checks), (MANIFEST, b"%08x\n%b\n" % (zlib.crc32(body), body))):
            with (self.folder / name).open("wb") as handle:
                handle.write(text)
                _to_disk(handle.fileno(), handle.flush)


def _to_disk(descriptor: int, flush: Any) -> None:
    flush()
    os.fsync(descriptor)


class Column:
    """One mapped column. Every way to its data checks the blocks it touches first."""

    __slots__ = ("_array", "_bytes", "_checking", "_checks", "_item", "_map", "_missing", "_numbers", "_path", "_seen")

    def __init__(self, path: Path, dtype: str, length: int, checks: Array) -> None:
        self._path, self._checks = path, checks
        self._map = _mapped(path, length)
        self._bytes = memoryview(self._map)
        self._array: Array = np.frombuffer(self._bytes, dtype=dtype)
        self._item = self._array.itemsize
        kind: Any = self._array.dtype.char
        self._numbers: memoryview[Any] = self._bytes.cast(kind)  # a number costs a third of what it does in the array
        self._seen = bytearray(len(checks))
        self._missing = len(checks)
        self._checking = threading.Lock()  # a block that two threads ask for at once is counted once

    def __len__(self) -> int:
        return len(self._array)

    def all(self) -> Array:
        """The whole array."""
        if self._missing:
            self._verify(0, len(self._seen) - 1)
        return self._array

    def at(self, index: int) -> int:
        """One number."""
        if self._missing and not self._seen[index * self._item >> BLOCK_BITS]:
            self._verify(index * self._item >> BLOCK_BITS, index * self._item >> BLOCK_BITS)
        number: int = self._numbers[index]
        return number

    def pair(self, index: int) -> tuple[int, int]:
        """One number and the next."""
        if self._missing:
            first, last = index * self._item >> BLOCK_BITS, (index + 1) * self._item >> BLOCK_BITS
            if first != last or not self._seen[first]:
                self._verify(first, last)
        numbers = self._numbers
        return numbers[index], numbers[index + 1]

    def checked(self) -> memoryview[Any] | None:
        """All numbers, once the larger part was checked; then the rest is."""
        if 2 * self._missing > len(self._seen):
            return None
        self.all()
        return self._numbers

    def part(self, start: int, stop: int) -> Array:
        """The numbers from ``start`` up to ``stop``."""
        if self._missing and start < stop:
            self._verify(start * self._item >> BLOCK_BITS, (stop * self._item - 1) >> BLOCK_BITS)
        return self._array[start:stop]

    def text(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to ``stop``, as a copy."""
        if self._missing and start < stop:
            first, last = start >> BLOCK_BITS, (stop - 1) >> BLOCK_BITS
            if first != last or not self._seen[first]:
                self._verify(first, last)
        return self._map[start:stop]

    def _verify(self, first: int, last: int) -> None:
        with self._checking:
            for block in range(first, last + 1):
                if not self._seen[block]:
                    if zlib.crc32(self._bytes[block * BLOCK : (block + 1) * BLOCK]) != self._checks[block]:
                        raise SnapshotDamaged(self._path)
                    self._seen[block] = 1
                    self._missing -= 1


def _mapped(path: Path, length: int) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as handle:
            if os.fstat(handle.fileno()).st_size != length:
                raise SnapshotDamaged(path)
            return mmap.mmap(handle.fileno(), length, access=mmap.ACCESS_READ) if length else b""
    except FileNotFoundError as missing:
        raise SnapshotDamaged(path) from missing


class Row:
    """Columns that have a number each of the same thing, read together."""

    __slots__ = ("_checked", "_columns")

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._checked: list[memoryview[Any]] | None = None

    def at(self, index: int) -> list[int]:
        """The number of each column."""
        if self._checked:
            return [numbers[index] for numbers in self._checked]
        found = [column.at(index) for column in self._columns]
        checked = [column.checked() for column in self._columns]
        if None not in checked:
            self._checked = [numbers for numbers in checked if numbers is not None]
        return found


class Columns:
    """The columns of a snapshot's folder by name, mapped at their first use, and the facts of its manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        content = _manifest(folder / MANIFEST)
        self.facts: dict[str, Any] = content["facts"]
        self._described: dict[str, dict[str, Any]] = content["columns"]
        self._checks = _checks(folder / CHECKS, content["checks"])
        self._open: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        column = self._open.get(name)
        if column is None:
            about = self._described[name]
            first, blocks = about["check"], -(-about["bytes"] // BLOCK)
            path = self.folder / f"{name}.bin"
            column = Column(path, about["dtype"], about["bytes"], self._checks[first : first + blocks])
            column = self._open.setdefault(name, column)  # of two threads that open it the first wins
        return column

    def row(self, *names: str) -> Row:
        """Several columns that are read together."""
        return Row([self[name] for name in names])

    def verify(self) -> None:
        """Check every byte of every column; ``SnapshotDamaged`` names the first file that is not what was written."""
        for name in self._described:
            self[name].all()


def _manifest(path: Path) -> dict[str, Any]:
    try:
        check, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError as missing:
        raise SnapshotDamaged(path) from missing
    if not body.endswith(b"\n") or check != b"%08x" % zlib.crc32(body := body[:-1]):
        raise SnapshotDamaged(path)
    content: dict[str, Any] = json.loads(body)
    return content


def _checks(path: Path, expected: int) -> Array:
    try:
        text = path.read_bytes()
    except FileNotFoundError as missing:
        raise SnapshotDamaged(path) from missing
    if zlib.crc32(text) != expected:
        raise SnapshotDamaged(path)
    return np.frombuffer(text, dtype="<u4")
