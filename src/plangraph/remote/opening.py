"""Open a service for reading or loading; the one place that finds out whether ``plangraph[remote]`` is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plangraph import __version__
from plangraph.remote.address import Endpoints
from plangraph.remote.errors import RemoteError

if TYPE_CHECKING:
    from plangraph.opening import Tell
    from plangraph.remote.client import Client
    from plangraph.remote.store import RemoteStore


def connect(endpoints: Endpoints) -> Client:
    """A client of the service, with the credentials of the environment. Raises ``RemoteError``."""
    try:
        from plangraph.remote.client import Client
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.partition(".")[0] == "plangraph":
            raise
        raise RemoteError("not_installed") from missing
    return Client(endpoints)


def open_service(address: str, tell: Tell, *, with_proposals: bool = False) -> RemoteStore:
    """The graph of a service, and a line that says so. Raises ``RemoteError``."""
    client = connect(Endpoints.of(address))
    from plangraph.remote.store import RemoteStore

    store = RemoteStore(client, with_proposals=with_proposals)
    tell("answering_service", address=address, graphs=len(store.graph_names()))
    if store.load is None:
        tell("service_of_others")
    elif store.load.plangraph != __version__:
        tell("service_other_version", version=store.load.plangraph, current=__version__)
    return store
