"""Look at a user's query before it runs: no update, no ``SERVICE``, no ``FROM`` of anything but our graphs.

Neither rdflib nor Oxigraph can switch these off, so the text is parsed with rdflib's SPARQL grammar and the parse tree
is walked. What runs afterwards is exactly the text that was looked at: line ends, comments and ``\\u`` escapes, which
the two parsers treat differently, are resolved first. The prefixes of ``namespaces.PREFIXES`` are known without being
declared: the parsers are told of them, the text stays the user's own, and so do the places of its mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from plangraph.namespaces import GRAPH, ONTOLOGY, PREFIXES
from plangraph.query_errors import QueryRefused, QuerySyntax

if TYPE_CHECKING:
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

MAX_LENGTH: Final = 100_000  # characters: far beyond any query written by hand
MAX_NESTING: Final = 100  # open brackets at once: the parsers recurse
_UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS: Final[dict[str, Form]] = {
    "SelectQuery": "SELECT",
    "AskQuery": "ASK",
    "ConstructQuery": "CONSTRUCT",
    "DescribeQuery": "DESCRIBE",
}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Every alternative is linear: what is left open is taken to its end, never given up to be scanned again.
_LEXEME = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
      | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+(?:\"\"\")?|'''(?:'{0,2}(?:[^'\\]|\\.))*+(?:''')?
                  |"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
      | (?P<variable>[?$]\w++)
      | (?P<run>[\w.-]++(?!:))
      | (?P<name>[\w.-]*+:[\w.:%\\~-]*+)
      | (?P<open>[({\[])
      | (?P<close>[)}\]])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d]\w*+")
_OX_ERROR = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """A query that was looked at: run ``text`` with the prefixes of ``namespaces.PREFIXES``, never the original."""

    text: str
    form: Form
    has_dataset: bool  # it names its own graphs with FROM


def guard(text: str) -> GuardedQuery:
    """The query, fit to run.

    Raises ``QueryRefused`` for an update, ``SERVICE`` or a foreign ``FROM``, and ``QuerySyntax`` where it is no query.
    """
    plain = resolve_text(text)
    words = _words(plain)
    if any(word.endswith("SERVICE") for word in words):
        raise QueryRefused("service_refused")
    tree = _parse(plain, words)
    nodes = list(_nodes(tree))
    if any(node.name == "ServiceGraphPattern" for node in nodes):
        raise QueryRefused("service_refused")
    graphs = _graphs(nodes)
    for iri in graphs:
        if not (iri.startswith(GRAPH) or iri == ONTOLOGY):
            raise QueryRefused("from_refused", graph=iri)
    if words.count("FROM") != len(graphs):
        raise QueryRefused("from_refused", graph="?")
    form = next(_FORMS[node.name] for node in nodes if node.name in _FORMS)
    return GuardedQuery(text=plain, form=form, has_dataset=bool(graphs))


def resolve_text(text: str) -> str:
    """The text with ``\\n`` line ends, code point escapes resolved and comments blanked; places stay the same.

    An escape that only an escape makes, and characters no query holds, raise ``QueryRefused``.
    """
    if len(text) > MAX_LENGTH:
        raise QueryRefused("too_long", limit=MAX_LENGTH)
    plain = _ESCAPE.sub(_character, _line_ends(text.removeprefix("\ufeff")))
    if _ESCAPE.search(plain) or any(char in "\0\r" or "\ud800" <= char <= "\udfff" for char in plain):
        raise QueryRefused("escape_refused")
    return _LEXEME.sub(lambda match: " " * len(match[0]) if match.lastgroup == "comment" else match[0], plain)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(match: re.Match[str]) -> str:
    point = int(match[1] or match[2], 16)
    return chr(point) if point <= 0x10FFFF else match[0]


def _words(text: str) -> list[str]:
    """The bare words outside strings, IRIs and names, in upper case; deep nesting is refused.

    A name whose prefix ends in SERVICE counts as that word: Oxigraph reads ``SERVICE:x`` as the keyword and a name.
    """
    words: list[str] = []
    depth = 0
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup
        if kind == "run":
            words.extend(word.upper() for word in _WORD.findall(match[0]))
        elif kind == "name" and match[0].partition(":")[0].upper().endswith("SERVICE"):
            words.append("SERVICE")
        depth += (kind == "open") - (kind == "close")
        if depth > MAX_NESTING:
            raise QueryRefused("too_deep", limit=MAX_NESTING)
    return words


def _parse(text: str, words: list[str]) -> ParseResults:
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return parseQuery(_without_minus(text))
    except ParseException as error:
        update = next((word for word in words if word in _UPDATES or word in _FORMS.values()), "")
        if update in _UPDATES:
            raise QueryRefused("update_refused", word=update) from None
        place = None if "SERVICE" in text.upper() else _place(text)
        raise place or _stumble(text, error.lineno, error.col) from None
    except RecursionError:
        raise QueryRefused("too_deep", limit=MAX_NESTING) from None
    except (TypeError, ValueError, ArithmeticError):  # rdflib makes terms while it parses
        raise _stumble(text, 1, 1) from None


def _without_minus(text: str) -> str:
    """The text for rdflib alone, which cannot negate a decimal: ``-2.5`` reads ``+2.5`` there, which parses alike."""

    def signed(match: re.Match[str]) -> str:
        return re.sub(r"-(?=\d*\.\d)", "+", match[0]) if match.lastgroup == "run" else match[0]

    return _LEXEME.sub(signed, text)


def _place(text: str) -> QuerySyntax | None:
    """Where Oxigraph's parser stops, which is closer than rdflib's. The store is empty, and nothing can be fetched."""
    from pyoxigraph import Store

    try:
        Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        return syntax_error(text, str(error))
    return None


def syntax_error(text: str, message: str) -> QuerySyntax:
    """Oxigraph's message about a text as our error, with its line, its column and the word it stumbles over."""
    match = _OX_ERROR.match(message)
    if match is None:
        return _stumble(text, 1, 1)
    line, column, expected = int(match[1]), int(match[2]), match[3]
    place = _offset(text, line, column)
    if "Prefix not found" in expected and (name := _name_before(text, place)):
        return _at(text, name.start(), "unknown_prefix", prefix=name[0].partition(":")[0])
    if "a variable that is unbound" in expected:
        return _at(text, place, "unbound_variable")
    return _stumble(text, *_step_back(text, line, column, expected))


def _name_before(text: str, place: int) -> re.Match[str] | None:
    names = [match for match in _LEXEME.finditer(text, 0, place) if match.lastgroup == "name"]
    return names[-1] if names else None


def _step_back(text: str, line: int, column: int, expected: str) -> tuple[int, int]:
    """Oxigraph reads a keyword whole before it sees that it is another: its place is that much too far."""
    hopes = expected.removeprefix("expected ").removeprefix("one of ").split(", ")
    if not all(re.fullmatch("[A-Z_ ]+", hope) for hope in hopes):
        return line, column
    return _line_and_column(text, max(0, _offset(text, line, column) - min(map(len, hopes))))


def _stumble(text: str, line: int, column: int) -> QuerySyntax:
    """The error at the first word from this place on; behind the last word it is an end that comes too early.

    When every bracket is closed the last word itself is at fault.
    """
    lexemes = [match for match in _LEXEME.finditer(text) if not match[0].isspace()]
    place = _offset(text, line, column)
    if word := next((match for match in lexemes if match.end() > place), None):
        prefix, colon, _ = word[0].partition(":")
        if colon and word.lastgroup == "name" and prefix not in _known_prefixes(lexemes):
            return _at(text, word.start(), "unknown_prefix", prefix=prefix)
        return _at(text, max(place, word.start()), "query_syntax", word=word[0][:40])
    kinds = [match.lastgroup for match in lexemes]
    if lexemes and kinds[-1] == "run" and kinds.count("open") == kinds.count("close"):
        return _at(text, lexemes[-1].start(), "query_syntax", word=lexemes[-1][0][:40])
    return _at(text, place, "query_ends")


def _known_prefixes(lexemes: list[re.Match[str]]) -> set[str]:
    declared = (name for word, name in pairwise(lexemes) if word[0].upper() == "PREFIX")
    return {*PREFIXES, *(name[0].partition(":")[0] for name in declared)}


def _at(text: str, offset: int, key: str, **values: object) -> QuerySyntax:
    line, column = _line_and_column(text, offset)
    return QuerySyntax(key, text, line=line, column=column, **values)


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(earlier) + 1 for earlier in text.split("\n")[: line - 1]) + column - 1


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _nodes(tree: object) -> Iterator[CompValue]:
    """Every named node of rdflib's parse tree, without recursion."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    pending: list[object] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, CompValue):
            yield node
            pending.extend(node.values())
        elif isinstance(node, ParseResults | list | tuple):
            pending.extend(node)


def _graphs(nodes: list[CompValue]) -> list[str]:
    """The graphs that ``FROM`` and ``FROM NAMED`` name, as full IRIs."""
    declared = {_part(node, "prefix"): _part(node, "iri") for node in nodes if node.name == "PrefixDecl"}
    prefixes = {**PREFIXES, **declared}
    clauses = [node for node in nodes if node.name == "DatasetClause"]
    return [_iri(dict.get(node, "default", dict.get(node, "named")), prefixes) for node in clauses]


def _part(node: CompValue, key: str) -> str:
    return str(dict.get(node, key, ""))


def _iri(node: object, prefixes: dict[str, str]) -> str:
    from rdflib.plugins.sparql.parserutils import CompValue

    if not isinstance(node, CompValue):
        return str(node)
    return prefixes.get(_part(node, "prefix"), "") + _part(node, "localname")
