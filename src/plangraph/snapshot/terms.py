"""Tokens of terms: what an IRI or a literal of the snapshot says, as text or as a pyoxigraph term."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Literal, NamedNode

from plangraph.store import Term

_ESCAPED: Final = re.compile(
    r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL
)  # control characters are written by code
_CHARACTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def token_of(iri: str) -> bytes:
    """The token of an IRI."""
    return b"<" + iri.encode("utf-8")


def text_of_token(token: bytes) -> str:
    """The IRI or the text of a term."""
    if token[:1] == b"<":
        return token[1:].decode("utf-8")
    text = token[1 : token.rindex(b'"')]
    return text.decode("utf-8") if b"\\" not in text else _plain(text)


def term_of(token: bytes) -> Term:
    """The term as pyoxigraph has it."""
    if token[:1] == b"<":
        return NamedNode(token[1:].decode("utf-8"))
    end = token.rindex(b'"')
    text, tail = _plain(token[1:end]), token[end + 1 :]
    if tail[:1] == b"@":
        return Literal(text, language=tail[1:].decode("ascii"))
    return Literal(text, datatype=NamedNode(tail[3:].decode("utf-8"))) if tail else Literal(text)


def language_of(token: bytes) -> str | None:
    """The language of a literal."""
    tail = token[token.rindex(b'"') + 1 :] if token[:1] == b'"' else b""
    return tail[1:].decode("ascii") if tail[:1] == b"@" else None


def _plain(text: bytes) -> str:
    if b"\\" not in text:
        return text.decode("utf-8")
    return _ESCAPED.sub(_meant, text.decode("utf-8"))


def _meant(match: re.Match[str]) -> str:
    escape = match[1]
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _CHARACTERS.get(escape, escape)
