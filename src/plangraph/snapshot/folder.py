"""Where snapshots stand, whether one fits the data it stands beside, and how a new one takes its place.

``FOLDER/snapshot/<key>/`` is good for exactly one set of data files, one ``chains.toml`` and one layout of columns; the
key is made of these. A snapshot is written beside the others and renamed in, so one that is there is whole. The newest
former one is kept, for a process may still be reading it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from plangraph.errors import NoGraphHere
from plangraph.opening import DataFile, Tell, digest, silent
from plangraph.resources import shipped
from plangraph.snapshot import SNAPSHOTS
from plangraph.snapshot.columns import Columns
from plangraph.snapshot.errors import SnapshotDamaged
from plangraph.snapshot.reading import Progress, unwatched
from plangraph.workspace import MARKER, check_target, data_folder, fresh_folder, locked, writing_into

LAYOUT: Final = 4  # raised when columns are filled differently
FRESH: Final = ".new-"
FORMER: Final = ".former-"


@dataclass(frozen=True, slots=True)
class Record:
    """What a snapshot was built from."""

    files: Mapping[str, DataFile]
    rules: str  # SHA-256 of queries/rules/chains.toml
    layout: int

    @property
    def key(self) -> str:
        """The name of the folder: 16 hexadecimal digits."""
        digests = {name: file.sha256 for name, file in self.files.items()}
        text = json.dumps([self.layout, self.rules, digests], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def read_record(folder: Path) -> Record | None:
    """The record of one snapshot; None when it is not ours or unreadable."""
    try:
        content = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        files = {name: DataFile(**file) for name, file in content["files"].items()}
        return Record(files, content["rules"], content["layout"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def snapshots(folder: Path) -> dict[Path, Record]:
    """The snapshots beside the data of a built folder, newest first."""
    place = folder / SNAPSHOTS
    found = [path for path in place.iterdir() if not path.name.startswith(".")] if place.is_dir() else []
    found.sort(key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return {path: record for path in found if (record := read_record(path))}


def fitting(folder: Path) -> Path | None:
    """The snapshot that fits the data of a built folder as they are now; None when there is none.

    Data files that have the size and time the snapshot knows are taken as unchanged; others are read.
    """
    data = data_folder(folder)
    if data is None:
        return None
    rules = _rules()
    for path, record in snapshots(folder).items():
        if (record.rules, record.layout) == (rules, LAYOUT) and _unchanged(data, record):
            return path
    return None


def _rules() -> str:
    return digest(shipped("queries", "rules", "chains.toml"))


def _unchanged(data: Path, record: Record) -> bool:
    now = {path.name: path for path in data.glob("*.nq")}
    if now.keys() != record.files.keys():
        return False
    for name, path in now.items():
        known, status = record.files[name], path.stat()
        if status.st_size != known.size:
            return False
        if status.st_mtime_ns != known.mtime_ns and digest(path) != known.sha256:
            return False
    return True


def make(folder: Path, tell: Tell = silent, progress: Progress = unwatched) -> Path:
    """The snapshot of a built folder, built when none fits or the one that fits is damaged.

    Raises ``FolderError`` for a folder that holds no graph or cannot be written, ``DataDamaged`` for a file of it.
    """
    data = data_folder(folder)
    if data is None:
        raise NoGraphHere(folder)
    check_target(folder)
    with locked(folder / SNAPSHOTS, lambda: tell("waiting", folder=folder / SNAPSHOTS)), writing_into(folder):
        known = fitting(folder)
        if known and _whole(known):
            return known
        for dead in (*(folder / SNAPSHOTS).glob(f"{FRESH}*"), *(folder / SNAPSHOTS).glob(f"{FORMER}*")):
            shutil.rmtree(dead, ignore_errors=True)
        return _build(folder / SNAPSHOTS, data, progress)


def _whole(folder: Path) -> bool:
    try:
        Columns(folder).verify()
    except SnapshotDamaged:
        return False
    return True


def _build(place: Path, data: Path, progress: Progress) -> Path:
    from plangraph.snapshot.build import build  # who only reads snapshots need not wait for it

    paths = sorted(data.glob("*.nq"))
    before = {path.name: path.stat() for path in paths}
    with fresh_folder(place, FRESH) as fresh:
        digests = build(paths, fresh, progress)
        files = {name: DataFile(digests[name], status.st_size, status.st_mtime_ns) for name, status in before.items()}
        record = Record(files, _rules(), LAYOUT)
        (fresh / MARKER).write_text(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True), encoding="utf-8")
        target = place / record.key
        if target.exists():  # damaged, or unreadable
            target.replace(place / f"{FORMER}{record.key}")
        fresh.replace(target)
    for former in list(snapshots(place.parent))[2:]:
        shutil.rmtree(former, ignore_errors=True)
    return target
