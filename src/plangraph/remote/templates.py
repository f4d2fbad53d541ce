"""CONSTRUCT and DESCRIBE by SELECT: services cut graphs in silence too, and each describes in its own way.

The rows are fetched whole like those of any SELECT, and the triples are made here. DESCRIBE gives the triples that have
the resource as subject, which is what the embedded store gives for data without blank nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from plangraph.remote.tokens import Token, modifiers, selects, text_of, tokens, variables
from plangraph.store import Row, Term

if TYPE_CHECKING:
    from rdflib.term import Node

Part: TypeAlias = str | Term  # a variable's name, or a term
Pattern: TypeAlias = tuple[Part, Part, Part]
Select: TypeAlias = Callable[[str], list[Row]]


def graph_of(query: str, select: Select) -> list[Triple]:
    """The triples of a prepared CONSTRUCT or DESCRIBE, each once; ``SyntaxError`` for another form."""
    found = tokens(query)
    form = found[selects(found)[0].start].word
    if form == "CONSTRUCT":
        return list(dict.fromkeys(_constructed(found, select)))
    if form == "DESCRIBE":
        return list(dict.fromkeys(_described(found, select)))
    raise SyntaxError("this query is no CONSTRUCT or DESCRIBE")


def _constructed(found: list[Token], select: Select) -> Iterator[Triple]:
    whole = selects(found)[0]
    prologue = text_of(found[: whole.start])
    if found[whole.start + 1].word == "{":
        end = next(at for at in range(whole.start, whole.opening) if found[at].word == "}")
        template, rest = text_of(found[whole.start + 1 : end + 1]), text_of(found[end + 1 :])
    else:  # CONSTRUCT WHERE { … }: the pattern is the template
        template, rest = text_of(found[whole.opening : whole.closing + 1]), text_of(found[whole.start + 1 :])
    wanted = " ".join(f"?{name}" for name in variables(tokens(template)))
    once = "" if modifiers(found, whole).keys() & {"LIMIT", "OFFSET"} else "DISTINCT "
    patterns = _patterns(prologue, template)
    for number, row in enumerate(select(f"{prologue} SELECT {once}{wanted or '*'} {rest}")):
        for pattern in patterns:
            if triple := _filled(pattern, row, number):
                yield triple


def _patterns(prologue: str, template: str) -> list[Pattern]:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    algebra = translateQuery(parseQuery(f"{prologue} CONSTRUCT {template} WHERE {{}}")).algebra
    return [(_part(s), _part(p), _part(o)) for s, p, o in algebra.template or ()]


def _part(node: Node) -> Part:
    from rdflib.term import BNode, URIRef, Variable
    from rdflib.term import Literal as RdflibLiteral

    if isinstance(node, Variable):
        return str(node)
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    assert isinstance(node, RdflibLiteral)  # noqa: S101  # nothing else stands in a template
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


def _filled(pattern: Pattern, row: Row, number: int) -> Triple | None:
    """The pattern with the values of a row; None where a variable has none, or a literal cannot stand."""
    terms = [row.get(part) if isinstance(part, str) else _fresh(part, number) for part in pattern]
    subject, predicate, value = terms
    if not isinstance(subject, NamedNode | BlankNode) or not isinstance(predicate, NamedNode) or value is None:
        return None
    return Triple(subject, predicate, value)


def _fresh(term: Term, number: int) -> Term:
    return BlankNode(f"{term.value}r{number}") if isinstance(term, BlankNode) else term


def _described(found: list[Token], select: Select) -> Iterator[Triple]:
    whole = selects(found)[0]
    prologue, head = text_of(found[: whole.start]), found[whole.start + 1 : whole.head_end]
    resources = {token.text for token in head if token.kind in {"iri", "name"}}
    if whole.opening < len(found):
        wanted = " ".join(f"?{name}" for name in variables(head)) or "*"
        rows = select(f"{prologue} SELECT DISTINCT {wanted} {text_of(found[whole.head_end :])}")
        resources |= {str(term) for row in rows for term in row.values() if isinstance(term, NamedNode)}
    for name in sorted(resources):
        for row in select(f"{prologue} SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {name} }} ?s ?p ?o }}"):
            yield from _one(row)


def _one(row: Row) -> Sequence[Triple]:
    triple = _filled(("s", "p", "o"), row, 0)
    return [triple] if triple else []
