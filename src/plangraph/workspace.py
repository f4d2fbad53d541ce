"""Folders a graph is built into: where they are, what a build wrote there, how it is replaced.

A built folder holds ``data/`` (one canonical file per named graph and the marker ``.plangraph``) and ``store/``
(one sub-folder per store, named by its key). New data are written beside the old and swapped in by renaming, so a build
that dies leaves the former graph whole; ``data_folder`` finds it even when it died between the two renames.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from plangraph.errors import FolderUnwritable, ForeignFolder

MARKER: Final = ".plangraph"
LOCK: Final = ".lock"
FORMER: Final = ".data-former"
FRESH: Final = ".data-new-"
LAYOUT: Final = frozenset({"data", "store", "snapshot", "prepared", "sources", "reference", "reviews"})


@dataclass(frozen=True, slots=True)
class Marker:
    """What a build wrote, and from what: file names with the SHA-256 of their bytes, as hexadecimal text."""

    plangraph: str
    files: Mapping[str, str]
    inputs: Mapping[str, str] = field(default_factory=dict)  # bundled inputs, relative to the bundled ``graph/``

    def to_bytes(self) -> bytes:
        """The canonical form: sorted JSON, UTF-8, LF."""
        content = {"plangraph": self.plangraph, "files": dict(self.files), "inputs": dict(self.inputs)}
        return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def read_marker(data: Path) -> Marker | None:
    """The marker of a ``data/`` folder; None when there is none or it is not ours."""
    try:
        content = json.loads((data / MARKER).read_text(encoding="utf-8"))
        return Marker(str(content["plangraph"]), dict(content["files"]), dict(content["inputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def home() -> Path:
    """The user's data folder: ``PLANGRAPH_HOME``, else the platform's place for application data."""
    if chosen := os.environ.get("PLANGRAPH_HOME"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "PlanGraph"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "PlanGraph"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "plangraph"


def make_home() -> Path:
    """The user's data folder, made for its owner alone (mode 0700) when missing. Raises ``FolderUnwritable``."""
    path = home()
    with writing_into(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


@contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Turn what the system says against writing into ``FolderUnwritable``."""
    try:
        yield
    except FolderUnwritable:
        raise
    except OSError as error:
        raise FolderUnwritable(folder, error.strerror or _reason(str(error))) from error


def _reason(message: str) -> str:
    """RocksDB's "IO error: No space left on device: While appending …" without what only its makers need."""
    causes = re.findall(r"IO error: ([^:]+)", message)
    return causes[-1] if causes else message


def data_folder(folder: Path) -> Path | None:
    """The data of a built folder, or those a build that died was about to replace; None when there are none."""
    for path in (folder / "data", folder / FORMER):
        if (path / MARKER).is_file():
            return path
    return None


def check_target(folder: Path) -> None:
    """Refuse a target that holds anything no build wrote (``ForeignFolder``) or that is no folder.

    A folder laid out like the bundled ``graph/`` may also hold sources, reference data and reviews.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ForeignFolder(folder, folder.name)
    with writing_into(folder):
        names = sorted(entry.name for entry in folder.iterdir())
    built = data_folder(folder) is not None
    foreign = [name for name in names if not (built or name in LAYOUT or name.startswith((FRESH, FORMER)))]
    if foreign:
        raise ForeignFolder(folder, foreign[0])
    for part in ("data", "store"):
        _check_part(folder / part)


def _check_part(part: Path) -> None:
    if part.is_symlink() or (part.exists() and not part.is_dir()):
        raise ForeignFolder(part.parent, part.name)
    if not part.exists() or (part / MARKER).is_file():
        return
    if found := sorted(entry.name for entry in part.iterdir() if entry.name != LOCK):
        raise ForeignFolder(part.parent, f"{part.name}/{found[0]}")


@contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the folder's lock (the file ``LOCK`` in it); ``waiting`` is called once when another process holds it."""
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / LOCK).open("a+b")
    with handle:
        if not _try_lock(handle):
            waiting()
            while not _try_lock(handle):
                time.sleep(0.05)
        try:
            yield
        finally:
            _unlock(handle)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(handle: IO[bytes]) -> bool:
        handle.seek(0)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: IO[bytes]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def fresh_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder inside ``parent`` that is removed again unless it was renamed away; raises ``FolderUnwritable``."""
    path = parent / f"{prefix}{secrets.token_hex(4)}"
    with writing_into(parent):
        path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def write_data(folder: Path, files: Mapping[str, bytes], marker: Marker, use: Callable[[Path], None]) -> None:
    """Write ``data/`` of a built folder beside the former and swap it in. Call it with the lock held.

    ``use`` is called with the new data before the swap; when it raises, the former data stay.
    """
    with fresh_folder(folder, FRESH) as fresh, writing_into(folder):
        for name, content in {**files, MARKER: marker.to_bytes()}.items():
            with (fresh / name).open("wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
        use(fresh)
        _swap(folder, fresh)


def _swap(folder: Path, fresh: Path) -> None:
    data, former = folder / "data", folder / FORMER
    if former.exists() and not (data / MARKER).is_file():  # a build died between the two renames below
        shutil.rmtree(data, ignore_errors=True)
        former.replace(data)
    shutil.rmtree(former, ignore_errors=True)
    if data.exists():
        data.replace(former)
    try:
        fresh.replace(data)
    except OSError:
        if former.exists():
            former.replace(data)
        raise
    shutil.rmtree(former, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what a build that died left half written. Call it with the lock held."""
    for path in folder.glob(f"{FRESH}*"):
        shutil.rmtree(path, ignore_errors=True)
