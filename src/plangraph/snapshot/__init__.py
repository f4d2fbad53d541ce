"""The columnar snapshot of a graph: what a nation of plans needs to answer at once. docs/snapshot.md tells the whole.

It needs numpy and scipy (``pip install plangraph[nation]``). Nothing here imports them before a snapshot is used.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from plangraph.opening import Tell
    from plangraph.snapshot.store import SnapshotStore
    from plangraph.store import EmbeddedStore

SNAPSHOTS: Final = "snapshot"  # the folder of snapshots beside data/ and store/
LARGE: Final = 50_000_000  # bytes of data: of some four thousand projects, which SPARQL takes seconds to go through


def preferred(
    store: str | None,
    tell: Tell,
    *,
    with_proposals: bool = False,
    sparql: Callable[[], EmbeddedStore] | None = None,
) -> SnapshotStore | None:
    """The graph that ``--store`` names with its snapshot; None when there is none that fits, which is said.

    ``sparql`` opens the same graph in Oxigraph when a query asks for it, in place of the ordinary way.
    """
    from plangraph.opening import chosen, open_folder
    from plangraph.remote.address import is_address

    if is_address(store):
        return None
    folder, _ = chosen(store)
    if not any((folder / SNAPSHOTS).glob("[0-9a-f]*")):
        if sum(path.stat().st_size for path in (folder / "data").glob("*.nq")) > LARGE:
            tell("snapshot_helps", folder=folder)
        return None
    try:
        from plangraph.snapshot.folder import fitting
        from plangraph.snapshot.store import SnapshotStore
    except ModuleNotFoundError as missing:
        tell("snapshot_needs", module=missing.name)
        return None
    found = fitting(folder)
    if found is None:
        tell("snapshot_stale", folder=folder)
        return None
    tell("answering_snapshot", folder=folder)

    def told(key: str, **values: object) -> None:
        if not key.startswith("answering"):  # which graph answers was said
            tell(key, **values)

    return SnapshotStore(found, sparql or (lambda: open_folder(store, with_proposals=with_proposals, tell=told)))


def folder_of(store: str | None) -> Path:
    """The built folder that ``--store`` names."""
    from plangraph.opening import chosen

    return chosen(store)[0]
