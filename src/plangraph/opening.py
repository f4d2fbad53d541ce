"""Which graph answers, and its store made ready: found, checked against its data, built again when it does not fit.

A store is good for exactly one set of data files, ontology, PlanGraph version and pyoxigraph version; its folder is
named by a key over all four and holds ``.plangraph`` (what it was built from) and ``db`` (Oxigraph's own files).
Readers open such a folder and never one that is being written. Stores of the bundled graph, and of folders that
cannot be written, stand under ``prepared/`` in the user's data folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from plangraph import __version__, resources
from plangraph.errors import (
    DataDamaged,
    FolderUnwritable,
    NoGraphHere,
    StoreFromElsewhere,
)
from plangraph.namespaces import ONTOLOGY
from plangraph.remote.address import is_address
from plangraph.store import EmbeddedStore, canonical, write_store
from plangraph.workspace import (
    MARKER,
    data_folder,
    fresh_folder,
    home,
    locked,
    make_home,
    read_marker,
    writing_into,
)

if TYPE_CHECKING:
    from plangraph.remote.store import RemoteStore

LAYOUT_VERSION: Final = 1  # raised when stores are filled differently
DATABASE: Final = "db"
FRESH_STORE: Final = ".new-"


class Tell(Protocol):
    """Says a sentence of ``texts/store.toml`` to the user."""

    def __call__(self, key: str, **values: object) -> None: ...


def silent(key: str, **values: object) -> None:
    """A ``Tell`` that says nothing."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of ``data/``; size and time of change let a reader trust the digest without reading the file."""

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Record:
    """What a store was built from, and by what."""

    plangraph: str
    pyoxigraph: str
    ontology: str  # SHA-256 of the ontology file
    files: dict[str, DataFile]
    layout: int = LAYOUT_VERSION

    @property
    def key(self) -> str:
        """The name of the store's folder: 16 hexadecimal digits."""
        digests = {name: file.sha256 for name, file in self.files.items()}
        text = json.dumps([self.layout, self.plangraph, self.pyoxigraph, self.ontology, digests], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

    @property
    def versions(self) -> str:
        return f"PlanGraph {self.plangraph}, pyoxigraph {self.pyoxigraph}"

    def fits(self) -> bool:
        """Whether the versions running now built it."""
        return (self.plangraph, self.pyoxigraph, self.layout) == (__version__, pyoxigraph.__version__, LAYOUT_VERSION)


def ontology_file() -> Path:
    """The ontology that every store carries beside the data."""
    return resources.shipped("ontology", "plangraph.ttl")


def read_record(store: Path) -> Record | None:
    """The record of one store folder; None when it is not ours or unreadable."""
    try:
        content = json.loads((store / MARKER).read_text(encoding="utf-8"))
        files = {name: DataFile(**file) for name, file in content.pop("files").items()}
        return Record(files=files, **content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def records(place: Path) -> dict[Path, Record]:
    """The stores in a ``store/`` or ``prepared/`` folder with their records, newest first."""
    if not place.is_dir():
        return {}
    folders = [path for path in place.iterdir() if path.is_dir() and not path.name.startswith(".")]
    folders.sort(key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return {path: record for path in folders if (record := read_record(path))}


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal text."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def describe(data: Path, known: list[Record]) -> Record:
    """The record a store of these data would have; files that look unchanged since a known record are not read."""
    files = {}
    for path in sorted(data.glob("*.nq")):
        status = path.stat()
        seen = [record.files[path.name] for record in known if path.name in record.files]
        same = [file for file in seen if (file.size, file.mtime_ns) == (status.st_size, status.st_mtime_ns)]
        files[path.name] = same[0] if same else DataFile(digest(path), status.st_size, status.st_mtime_ns)
    return Record(__version__, pyoxigraph.__version__, digest(ontology_file()), files)


def open_graph(
    store: str | None = None, *, with_proposals: bool = False, tell: Tell = silent
) -> EmbeddedStore | RemoteStore:
    """The graph that ``--store`` names (folder or SPARQL service), else the one built last, else the bundled one."""
    if is_address(store):
        from plangraph.remote.opening import open_service

        return open_service(store, tell, with_proposals=with_proposals)
    return open_folder(store, with_proposals=with_proposals, tell=tell)


def open_folder(store: str | None = None, *, with_proposals: bool = False, tell: Tell = silent) -> EmbeddedStore:
    """The graph of a built folder; without one, of the user's data folder, else the bundled one."""
    folder, kind = chosen(store)
    database = prepare(folder, tell)
    tell(kind, folder=folder)
    try:
        return EmbeddedStore.open(database, with_proposals=with_proposals)
    except (OSError, RuntimeError):  # RocksDB's corruption errors come as either
        tell("store_damaged", folder=database.parent)
        shutil.rmtree(database.parent, ignore_errors=True)
    return EmbeddedStore.open(prepare(folder, tell), with_proposals=with_proposals)


def chosen(store: str | None) -> tuple[Path, str]:
    """The folder that ``--store`` names, else the user's, else the bundled one; and the sentence that says which."""
    if store is None:
        own = home()
        return (own, "answering_own") if data_folder(own) else (resources.folder("graph"), "answering_bundled")
    return Path(store), "answering_folder"


def prepare(folder: Path, tell: Tell = silent) -> Path:
    """The database of a built folder, built from its ``data/`` first when none there fits. Raises ``FolderError``."""
    data = data_folder(folder)
    if data is None:
        return _without_data(folder)
    places = [folder / "store", home() / "prepared"]
    found = {path: record for place in places for path, record in records(place).items()}
    wanted = describe(data, list(found.values()))
    _tell_changes(data, wanted, tell)
    for place in places:
        if read_record(place / wanted.key):
            return place / wanted.key / DATABASE
    if stale := records(places[0]):
        _tell_stale(next(iter(stale.values())), wanted, folder, tell)
    bundled = folder.resolve() == resources.root() / "graph"
    if not bundled:
        try:
            with held(places[0], tell):
                return build_store(places[0], data, wanted, tell)
        except FolderUnwritable:
            tell("store_elsewhere", folder=folder, place=places[1])
    make_home()
    with held(places[1], tell):
        return build_store(places[1], data, wanted, tell)


def _without_data(folder: Path) -> Path:
    for path, record in (stores := records(folder / "store")).items():
        if record.fits():
            return path / DATABASE
    for path, record in stores.items():
        raise StoreFromElsewhere(path, record.versions, f"PlanGraph {__version__}, pyoxigraph {pyoxigraph.__version__}")
    raise NoGraphHere(folder)


def _tell_changes(data: Path, wanted: Record, tell: Tell) -> None:
    """Name what no longer fits the marker: edited data files, another version, inputs that changed since."""
    if (marker := read_marker(data)) is None:
        return
    now = {name: file.sha256 for name, file in wanted.files.items()}
    if edited := _different(now, dict(marker.files)):
        tell("data_edited", files=", ".join(edited))
    if marker.plangraph != __version__:
        tell("data_other_version", version=marker.plangraph, current=__version__)
    bundled = resources.folder("graph")
    inputs = {name: digest(bundled / name) for name in marker.inputs if (bundled / name).is_file()}
    if changed := _different(inputs, dict(marker.inputs)):
        tell("inputs_changed", files=", ".join(changed))


def _different(now: dict[str, str], then: dict[str, str]) -> list[str]:
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


def _tell_stale(found: Record, wanted: Record, folder: Path, tell: Tell) -> None:
    if not found.fits():
        tell("store_other_version", folder=folder, built_by=found.versions)
        return
    names = _different(_digests(wanted), _digests(found))
    tell("store_other_inputs", folder=folder, files=", ".join(names))


def _digests(record: Record) -> dict[str, str]:
    return {"plangraph.ttl": record.ontology} | {name: file.sha256 for name, file in record.files.items()}


@contextmanager
def held(place: Path, tell: Tell) -> Iterator[None]:
    """Hold the lock of a ``store/`` or ``prepared/`` folder, and mark it as ours."""
    with locked(place, lambda: tell("waiting", folder=place)):
        with writing_into(place):
            (place / MARKER).touch()
        yield


def build_store(place: Path, data: Path, record: Record, tell: Tell = silent) -> Path:
    """Build the store of these data beside the others in ``place`` and rename it in; returns its database.

    Call it with the place ``held``. A store of the same key is used as it is.
    """
    target = place / record.key
    if read_record(target):
        return target / DATABASE
    for dead in place.glob(f"{FRESH_STORE}*"):
        shutil.rmtree(dead, ignore_errors=True)
    tell("preparing", folder=place)
    with fresh_folder(place, FRESH_STORE) as fresh, writing_into(place):
        _fill(fresh / DATABASE, data, record)
        content = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)
        (fresh / MARKER).write_text(content, encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        fresh.replace(target)
    _prune(place, keep=target)
    return target / DATABASE


def _fill(database: Path, data: Path, record: Record) -> None:
    texts = {data / name: (data / name).read_bytes() for name in record.files}
    try:
        write_store(database, [*texts.values(), ontology_quads()])
    except SyntaxError as error:
        path, reason = next(_damaged(texts), (data, str(error)))
        raise DataDamaged(path, reason) from error


def ontology_quads() -> bytes:
    """The ontology as N-Quads in its own graph."""
    graph = NamedNode(ONTOLOGY)
    triples = parse(path=str(ontology_file()), format=RdfFormat.TURTLE)
    return canonical(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _damaged(texts: dict[Path, bytes]) -> Iterator[tuple[Path, str]]:
    for path, text in texts.items():
        try:
            for _ in parse(text, format=RdfFormat.N_QUADS):
                pass
        except SyntaxError as error:
            yield path, str(error)


def _prune(place: Path, keep: Path) -> None:
    """Remove old stores but the newest former one, which a reader may still have open."""
    former = [path for path in records(place) if path != keep]
    for path in former[1:]:
        shutil.rmtree(path, ignore_errors=True)
