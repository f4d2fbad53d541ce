"""A query taken apart: its words, and where its SELECTs begin, what they project, and where their patterns are.

Only texts that parse come here, so this knows brackets, texts, IRIs and keywords, and no grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_LEXEME: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<space>\s+)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
      | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''
                  |"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')
      | (?P<tag>@[A-Za-z0-9-]++)
      | (?P<variable>[?$]\w++)
      | (?P<name>[\w.-]*+:[\w.:%\\~-]*+)
      | (?P<word>\w++)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_BEHIND: Final = frozenset({"ORDER", "LIMIT", "OFFSET", "VALUES", "GROUP", "HAVING"})


@dataclass(slots=True)
class Token:
    """One word; spaces are kept in front of it, comments are not."""

    kind: str
    text: str
    space: str = ""

    @property
    def word(self) -> str:
        """A keyword in upper case, a bracket, or nothing."""
        return self.text.upper() if self.kind in {"word", "other"} else ""

    @property
    def variable(self) -> str:
        return self.text[1:] if self.kind == "variable" else ""


@dataclass(slots=True)
class Select:
    """One SELECT (or the whole of another form): places in the list of tokens, ends exclusive."""

    start: int  # its SELECT, ASK, CONSTRUCT or DESCRIBE
    head_end: int  # where its head (projection, FROM) ends
    opening: int  # the { of its pattern; ``end`` when it has none (DESCRIBE <x>)
    closing: int  # the } of its pattern
    end: int  # where its modifiers end
    names: frozenset[str] | None = None  # what it projects; None for everything
    outer: Select | None = None
    bodies: list[int] = field(default_factory=list)

    def sees(self, name: str) -> bool:
        """Whether a variable here is the variable of that name in the whole query."""
        here = self.names is None or name in self.names
        return here and (self.outer is None or self.outer.sees(name))


def tokens(query: str) -> list[Token]:
    """The words of a query in order; put together by ``text_of`` they are the query without its comments."""
    found: list[Token] = []
    space = ""
    for match in _LEXEME.finditer(query):
        kind = match.lastgroup or "other"
        if kind in {"space", "comment"}:
            space += match[0] if kind == "space" else " "
            continue
        found.append(Token(kind, match[0], space))
        space = ""
    return found


def text_of(found: Sequence[Token]) -> str:
    """The text of these tokens."""
    return "".join(token.space + token.text for token in found).strip()


def selects(found: Sequence[Token]) -> list[Select]:
    """The query form first, then every sub-SELECT in order."""
    pairs = _pairs(found)
    places = [at for at, token in enumerate(found) if token.word == "SELECT"]
    first = next(at for at, token in enumerate(found) if token.word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
    whole = _whole(found, first, pairs)
    known = [whole]
    for at in places:
        if at != first:
            known.append(_sub(found, at, pairs, known))
    return known


def innermost(known: Sequence[Select], at: int) -> Select:
    """The SELECT that a token belongs to."""
    return max((each for each in known if each.start <= at < each.end), key=lambda each: each.start)


def modifiers(found: Sequence[Token], select: Select) -> dict[str, int]:
    """Where ORDER, LIMIT, OFFSET, VALUES, GROUP and HAVING stand behind the pattern of a SELECT."""
    places: dict[str, int] = {}
    depth = 0
    for at in range(select.closing + 1, select.end):
        word = found[at].word
        depth += (word in {"(", "{"}) - (word in {")", "}"})
        if depth == 0 and word in _BEHIND:
            places.setdefault(word, at)
    return places


def _pairs(found: Sequence[Token]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.word == "{":
            opened.append(at)
        elif token.word == "}":
            pairs[opened.pop()] = at
    return pairs


def _whole(found: Sequence[Token], first: int, pairs: dict[int, int]) -> Select:
    form = found[first].word
    openings = [at for at in sorted(pairs) if at > first]
    at = first + 1
    if form == "CONSTRUCT" and openings and openings[0] == first + 1:
        at = pairs[openings[0]] + 1
    opening = next((place for place in openings if place >= at), len(found))
    head_end = opening - 1 if opening < len(found) and found[opening - 1].word == "WHERE" else opening
    names = _projected(found, first + 1, head_end) if form == "SELECT" else None
    return Select(first, head_end, opening, pairs.get(opening, opening), len(found), names)


def _sub(found: Sequence[Token], at: int, pairs: dict[int, int], known: Sequence[Select]) -> Select:
    opening = next(place for place in sorted(pairs) if place > at)
    head_end = opening - 1 if found[opening - 1].word == "WHERE" else opening
    around = max(place for place in pairs if place < at and pairs[place] > at)
    names = _projected(found, at + 1, head_end)
    return Select(at, head_end, opening, pairs[opening], pairs[around], names, innermost(known, at))


def _projected(found: Sequence[Token], start: int, end: int) -> frozenset[str] | None:
    """The names between SELECT and its pattern: bare ones, and those behind AS."""
    names: set[str] = set()
    depth = 0
    for at in range(start, end):
        token = found[at]
        depth += (token.word == "(") - (token.word == ")")
        if token.word == "*" and depth == 0:
            return None
        if token.variable and (depth == 0 or found[at - 1].word == "AS"):
            names.add(token.variable)
    return frozenset(names)


def variables(found: Sequence[Token]) -> Iterator[str]:
    """The names of all variables, each once, in order."""
    yield from dict.fromkeys(token.variable for token in found if token.variable)
