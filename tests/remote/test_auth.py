"""Who we say we are, and to whom."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from plangraph.remote.address import Endpoints
from plangraph.remote.auth import Credentials, credentials_for
from plangraph.remote.client import Client
from plangraph.remote.errors import Refused, RemoteError
from plangraph.remote.results import JSON, table
from remote.fake import Asked, Said, Service, service

USER = {"PLANGRAPH_STORE_USER": "planner", "PLANGRAPH_STORE_PASSWORD": "ลับมาก:1"}
TOKEN = {"PLANGRAPH_STORE_TOKEN": "t0ken"}
ASK = "SELECT (1 AS ?n) {}"


def rows(fake: Service, environ: dict[str, str]) -> int:
    client = Client(Endpoints.of(fake.address), environ=environ)
    try:
        return len(table(client.query(ASK, accept=JSON))[1])
    finally:
        client.close()


def guarded(challenge: str, lets_in: Callable[[str], bool]) -> Callable[[Asked], Said]:
    def behave(asked: Asked) -> Said:
        given = asked.headers.get("authorization", "")
        return Said() if given and lets_in(given) else Said(401, b"", {"WWW-Authenticate": challenge})

    return behave


def test_basic_answers_a_challenge_with_user_and_password_in_utf8() -> None:
    expected = "Basic " + base64.b64encode("planner:ลับมาก:1".encode()).decode()
    with service(guarded('Basic realm="plans"', expected.__eq__)) as fake:
        assert rows(fake, USER) == 1
        assert "authorization" not in fake.asked[0].headers, "nothing is sent before the service asks"
        assert fake.asked[1].form == fake.asked[0].form


def test_digest_is_preferred_and_its_challenge_is_kept() -> None:
    def lets_in(given: str) -> bool:
        return given.startswith('Digest username="planner"') and 'nonce="abc"' in given

    challenge = 'Digest realm="SPARQL", nonce="abc", opaque="def", qop="auth", algorithm="MD5"'
    with service(guarded(challenge, lets_in)) as fake:
        client = Client(Endpoints.of(fake.address), environ=USER)
        for _ in range(3):
            client.query(ASK, accept=JSON)
        client.close()
        assert len(fake.asked) == 4, "one challenge, three answers"


def test_a_token_goes_with_every_request() -> None:
    with service(guarded("Bearer", "Bearer t0ken".__eq__)) as fake:
        assert rows(fake, TOKEN | USER) == 1
        assert len(fake.asked) == 1


def test_a_wrong_password_ends_in_one_clear_line_and_is_never_shown() -> None:
    said = Said(401, b"no", {"WWW-Authenticate": 'Basic realm="x"'})
    with service(said) as fake, pytest.raises(Refused) as refused:
        rows(fake, USER)
    assert refused.value.key == "unauthorised"
    assert "PLANGRAPH_STORE_USER" in refused.value.th
    assert "ลับ" not in refused.value.th + repr(credentials_for(fake.address, USER))


@pytest.mark.parametrize("environ", [USER, TOKEN])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_credentials_never_follow_a_redirect(environ: dict[str, str], status: int) -> None:
    with service(Said()) as other:
        moved = Said(status, b"", {"Location": other.address})
        challenge = Said(401, b"", {"WWW-Authenticate": 'Basic realm="x"'})
        with service(*([moved] if environ is TOKEN else [challenge, moved])) as fake:
            with pytest.raises(Refused) as refused:
                rows(fake, environ)
            assert fake.asked
        assert other.asked == []
    assert refused.value.key == "redirected"
    assert other.address in refused.value.en


def test_netrc_answers_for_its_host_alone(tmp_path: Path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine 127.0.0.1 login dba password p1\ndefault login x password y\n", encoding="utf-8")
    environ = {"NETRC": str(path)}
    assert credentials_for("http://127.0.0.1:8890/sparql", environ) == Credentials("dba", "p1")
    assert not credentials_for("https://example.org/sparql", environ)
    assert credentials_for("http://127.0.0.1/sparql", environ | USER).user == "planner", "the environment wins"


@pytest.mark.parametrize(
    ("environ", "key"),
    [
        ({"PLANGRAPH_STORE_USER": "dba"}, "half_credentials"),
        ({"PLANGRAPH_STORE_PASSWORD": "x"}, "half_credentials"),
        ({"PLANGRAPH_STORE_TOKEN": "a\r\nHost: evil"}, "bad_token"),
    ],
)
def test_half_and_broken_credentials_are_named(environ: dict[str, str], key: str) -> None:
    with pytest.raises(RemoteError) as refused:
        credentials_for("https://example.org/sparql", environ)
    assert refused.value.key == key


def test_a_broken_netrc_is_named(tmp_path: Path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine\n", encoding="utf-8")
    with pytest.raises(RemoteError) as refused:
        credentials_for("https://example.org/sparql", {"NETRC": str(path)})
    assert refused.value.key == "bad_netrc"
    assert str(path) in refused.value.en
