"""Which addresses may be used, and that none carries a password."""

from __future__ import annotations

import pytest

from plangraph.remote.address import Endpoints, is_address, is_loopback, origin
from plangraph.remote.errors import AddressRefused


@pytest.mark.parametrize(
    "address",
    [
        "https://sparql.example.go.th/sparql",
        "https://sparql.example.go.th:8443/sparql?dataset=plans",
        "http://127.0.0.1:7878/query",
        "http://localhost/sparql",
        "http://[::1]:8890/sparql",
    ],
)
def test_https_anywhere_and_http_on_this_machine_are_services(address: str) -> None:
    assert is_address(address)
    assert Endpoints.of(address).update == address


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("file:///etc/passwd", "bad_address"),
        ("ftp://127.0.0.1/graph", "bad_address"),
        ("data://text/plain", "bad_address"),
        ("https:///sparql", "bad_address"),
        ("https://example.org:port/sparql", "bad_address"),
        ("https://example.org/spar ql", "bad_address"),
        ("http://sparql.example.go.th/sparql", "plain_http"),
        ("http://10.0.0.8:8890/sparql", "plain_http"),
        ("http://127.0.0.1.example.org/sparql", "plain_http"),
        ("https://dba:secret@example.org/sparql", "password_in_address"),
    ],
)
def test_every_other_address_is_refused_by_name(address: str, key: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        Endpoints.of(address)
    assert refused.value.key == key
    assert "secret" not in refused.value.th + refused.value.en


@pytest.mark.parametrize("place", ["update", "graph_store"])
def test_the_addresses_for_writing_are_held_to_the_same(place: str) -> None:
    with pytest.raises(AddressRefused):
        Endpoints.of("https://example.org/sparql", **{place: "http://example.org/update"})


def test_a_folder_is_no_address() -> None:
    assert not is_address("graph")
    assert not is_address(None)


@pytest.mark.parametrize(
    ("host", "here"), [("127.8.9.1", True), ("::1", True), ("192.168.1.1", False), ("local", False)]
)
def test_only_the_loopback_addresses_are_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_a_password_belongs_to_scheme_host_and_port() -> None:
    assert origin("https://example.org/a") == origin("https://example.org:443/b")
    assert origin("https://example.org") != origin("https://example.org:8443")
