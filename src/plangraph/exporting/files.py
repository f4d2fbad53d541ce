"""Files of an export: the same answer gives the same bytes, and nobody ever sees half of one."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

STILL: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can name


def write_beside(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it there; ``OSError`` as it comes, what was there then stays."""
    try:
        handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        error.filename = str(path)  # not the name beside it, which nobody asked for
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(fresh).chmod(0o666 & ~_umask())
        Path(fresh).replace(path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file whose bytes depend on its parts alone: no clock, no system, parts in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, STILL)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, content)
    return buffer.getvalue()


def still(package: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """An office file without its clock; ``replaced`` are parts with other contents."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped(parts | dict(replaced or {}))
