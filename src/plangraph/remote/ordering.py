"""The order that a query asks for, kept where an engine does not keep it.

Virtuoso compares long texts by a part of them, so ``ORDER BY ?quote`` comes back in another order than elsewhere. The
rows are complete when they get here; they are sorted again by the same conditions, as Oxigraph sorts them: no value,
blank nodes, IRIs, numbers, other literals by code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from plangraph.namespaces import PREFIXES
from plangraph.remote.tokens import Token, modifiers, selects, tokens
from plangraph.store import Row, Term

Condition: TypeAlias = tuple[str, bool]  # a variable, and whether the greatest comes first
Key: TypeAlias = tuple[int, Decimal, str, str]
_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset(
    f"{_XSD}{name}"
    for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger")
)


def ordered(query: str, rows: list[Row]) -> list[Row]:
    """The rows by the ORDER BY of the query; as they came when it has none, or sorts by more than variables."""
    conditions = conditions_of(query)
    for name, greatest_first in reversed(conditions):
        rows = sorted(rows, key=lambda row: key_of(row.get(name)), reverse=greatest_first)
    return rows


def conditions_of(query: str) -> list[Condition]:
    """What the whole query is sorted by; nothing when a condition is an expression or is not projected."""
    found = tokens(query)
    whole = selects(found)[0]
    places = modifiers(found, whole)
    if "ORDER" not in places:
        return []
    start = places["ORDER"] + 2
    end = min((at for at in places.values() if at >= start), default=whole.end)
    conditions = list(_conditions(found[start:end]))
    known = [name for name, _ in conditions if name and (whole.names is None or name in whole.names)]
    return conditions if len(known) == len(conditions) else []


def _conditions(found: Sequence[Token]) -> list[Condition]:
    conditions: list[Condition] = []
    at = 0
    while at < len(found):
        if found[at].variable:
            conditions.append((found[at].variable, False))
            at += 1
        elif found[at].word in {"ASC", "DESC"} and at + 3 < len(found) and found[at + 3].word == ")":
            conditions.append((found[at + 2].variable, found[at].word == "DESC"))
            at += 4
        else:
            return [("", False)]
    return conditions


def key_of(term: Term | None) -> Key:
    """Where a value stands among others."""
    nothing = Decimal(0)
    if term is None:
        return 0, nothing, "", ""
    if isinstance(term, BlankNode):
        return 1, nothing, term.value, ""
    if isinstance(term, NamedNode):
        return 2, nothing, term.value, ""
    number = _number(term)
    if number is not None:
        return 3, number, "", ""
    return 4, nothing, term.value, term.language or term.datatype.value


def _number(term: Literal) -> Decimal | None:
    if term.datatype.value not in _NUMBERS:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
