"""Parameters of a query for a service, which knows no substitutions: bound as RDF terms in the query itself.

What an embedded store does with ``substitutions`` is said in standard SPARQL: a one-row ``VALUES`` in the pattern of
every SELECT that projects the variable, so that projection, grouping and order see it, and the term itself in place of
the variable inside patterns, because Virtuoso does not take the start of a path from ``VALUES``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from plangraph.remote.tokens import Select, Token, innermost, selects, text_of, tokens
from plangraph.store import Params

_AROUND: Final = ("BOUND", "(")


def prepared(query: str, params: Params | None = None, prefixes: Mapping[str, str] | None = None) -> str:
    """The query with its parameters bound, the prefixes it uses declared, and without comments.

    Raises ``SyntaxError`` when a SELECT does not project a parameter, or brackets do not match.
    """
    try:
        found = tokens(query)
        known = selects(found)
    except (IndexError, StopIteration, ValueError) as error:
        raise SyntaxError("this is no query") from error
    for name, term in (params or {}).items():
        if known[0].names is not None and name not in known[0].names:
            raise SyntaxError(f"the SELECT projection has no ?{name}")
        _bind(found, known, name, str(term))
    return _declared(found, prefixes or {}) + text_of(found)


def _bind(found: list[Token], known: list[Select], name: str, term: str) -> None:
    for at, token in enumerate(found):
        if token.variable != name:
            continue
        select = innermost(known, at)
        if not (select.opening < at < select.closing and select.sees(name)) or _is_target(found, at):
            continue
        if [before.word for before in found[at - 2 : at]] == list(_AROUND):
            found[at - 2].text = found[at - 1].text = found[at + 1].text = ""
            found[at] = Token("bound", "true", " ")
        else:
            found[at] = Token("bound", term, " ")
    for select in known:
        if select.opening < len(found) and select.sees(name):
            found[select.opening].text += f" VALUES ?{name} {{ {term} }}"


def _is_target(found: list[Token], at: int) -> bool:
    """Whether a variable is given a value here: ``AS ?x``, ``VALUES ?x``, ``VALUES (?w ?x)``."""
    before = at - 1
    if found[before].word in {"AS", "VALUES"}:
        return True
    while found[before].variable:
        before -= 1
    return found[before].word == "(" and found[before - 1].word == "VALUES"


def _declared(found: list[Token], prefixes: Mapping[str, str]) -> str:
    own = {found[at + 1].text for at, token in enumerate(found[:-1]) if token.word == "PREFIX"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    wanted = [prefix for prefix in prefixes if prefix in used and f"{prefix}:" not in own]
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in wanted)
