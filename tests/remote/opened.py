"""Clients and stores of services that are closed when their test ends (``conftest.closing``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from plangraph.remote.address import Endpoints
from plangraph.remote.client import Client
from plangraph.remote.store import RemoteStore
from plangraph.remote.transport import TimeOuts
from remote.servers import Server

OPENED: Final[list[Client]] = []


def client(address: str | Server, environ: Mapping[str, str] | None = None, *, waits: TimeOuts | None = None) -> Client:
    """A client of a fake at an address, or of a real server with its credentials."""
    if isinstance(address, Server):
        endpoints = Endpoints.of(address.query, address.update)
        known = address.env if environ is None else environ
    else:
        endpoints, known = Endpoints.of(address), environ or {}
    OPENED.append(Client(endpoints, waits, environ=known, sleep=lambda seconds: None))
    return OPENED[-1]


def opened(address: str | Server, *, with_proposals: bool = False) -> RemoteStore:
    """The store of a service."""
    return RemoteStore(client(address), with_proposals=with_proposals)
