"""Addresses of a service: https, or http to this machine; nothing else, and no password inside."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final, TypeGuard
from urllib.parse import SplitResult, urlsplit

from plangraph.remote.errors import AddressRefused

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a service takes queries, updates and, when it has one, graphs (SPARQL 1.1 Graph Store Protocol)."""

    query: str
    update: str
    graph_store: str | None = None

    @classmethod
    def of(cls, query: str, update: str | None = None, graph_store: str | None = None) -> Endpoints:
        """The endpoints a user names; updates go where queries go when nothing else is said.

        Raises ``AddressRefused`` for an address that may not be used.
        """
        for address in (query, update, graph_store):
            if address is not None:
                check_address(address)
        return cls(query, update or query, graph_store)


def is_address(store: str | None) -> TypeGuard[str]:
    """Whether ``--store`` names a service rather than a folder."""
    return store is not None and "://" in store


def check_address(address: str) -> None:
    """Raise ``AddressRefused`` unless the address is https, or http on this machine, without user or password."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise AddressRefused("bad_address", address=address) from None
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("password_in_address", host=parts.hostname or "")
    if parts.scheme not in _PORTS or not host:
        raise AddressRefused("bad_address", address=address)
    if any(char.isspace() or ord(char) < 32 for char in address) or parts.fragment:
        raise AddressRefused("bad_address", address=address)
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressRefused("plain_http", address=address)


def is_loopback(host: str) -> bool:
    """Whether a host name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(address: str) -> tuple[str, str, int]:
    """Scheme, host and port: what a password belongs to."""
    parts: SplitResult = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
