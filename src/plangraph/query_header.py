"""The ``#+`` header of a query file: a small, strict subset of YAML, exactly as the files show it.

``key: value`` per line, two blanks of indent for the members of ``params``; a value is a flow mapping ``{a: b}``, a
flow list ``[a, b]``, a double-quoted string or a bare word. Anything else raises ``ValueError`` with the line number.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

MARK = "#+"
Value = str | list["Value"] | dict[str, "Value"]

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+)')
_LINE = re.compile(r"^#\+ ( {2})?([A-Za-z][A-Za-z0-9_]*):(?: (.*))?$")


def header_lines(text: str) -> list[tuple[int, str]]:
    """The header lines at the top of a query text, each with its line number from 1."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith(MARK):
            break
        found.append((number, line.rstrip()))
    return found


def parse_header(text: str) -> dict[str, Value]:
    """The header of a query text as nested mappings; ``ValueError`` names the line that is not understood."""
    header: dict[str, Value] = {}
    section: dict[str, Value] | None = None
    for number, line in header_lines(text):
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"line {number}: expected '{MARK} key: value', found {line!r}")
        indent, key, raw = match.groups()
        if indent and section is None:
            raise ValueError(f"line {number}: {key!r} is indented but stands under no key")
        target = section if indent and section is not None else header
        if key in target:
            raise ValueError(f"line {number}: {key!r} stands twice")
        section = section if indent else None
        if raw:
            target[key] = _parse_value(raw, number)
        elif indent:
            raise ValueError(f"line {number}: {key!r} has no value")
        else:
            section = {}
            header[key] = section
    return header


def _parse_value(raw: str, number: int) -> Value:
    tokens = _Tokens(_tokenise(raw, number), number)
    value = tokens.value()
    if tokens.peek() is not None:
        raise ValueError(f"line {number}: unexpected {tokens.peek()!r}")
    return value


def _tokenise(raw: str, number: int) -> list[str]:
    tokens: list[str] = []
    position = 0
    raw = raw.rstrip()
    while position < len(raw):
        match = _TOKEN.match(raw, position)
        if match is None:
            raise ValueError(f"line {number}: cannot read {raw[position:]!r}")
        tokens.append(match.group(1))
        position = match.end()
    return tokens


@dataclass(slots=True)
class _Tokens:
    """A cursor over the tokens of one header line."""

    tokens: list[str]
    line: int
    at: int = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, expected: str | None = None) -> str:
        token = self.peek()
        if token is None or (expected is not None and token != expected):
            raise ValueError(f"line {self.line}: expected {expected or 'a value'!r}, found {token or 'the end'!r}")
        self.at += 1
        return token

    def value(self) -> Value:
        if self.peek() == "{":
            return self._mapping()
        if self.peek() == "[":
            return self._list()
        return self.scalar()

    def scalar(self) -> str:
        token = self.take()
        if token.startswith('"'):
            return str(json.loads(token))
        if token in "{}[],:":
            raise ValueError(f"line {self.line}: expected a value, found {token!r}")
        return token

    def _mapping(self) -> dict[str, Value]:
        self.take("{")
        members: dict[str, Value] = {}
        while self.peek() != "}":
            if members:
                self.take(",")
            key = self.scalar()
            if key in members:
                raise ValueError(f"line {self.line}: {key!r} stands twice")
            self.take(":")
            members[key] = self.value()
        self.take("}")
        return members

    def _list(self) -> list[Value]:
        self.take("[")
        items: list[Value] = []
        while self.peek() != "]":
            if items:
                self.take(",")
            items.append(self.value())
        self.take("]")
        return items
