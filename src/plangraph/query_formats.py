"""An answer as text: the SPARQL result formats, RDF for triples, and plain cells for tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from plangraph.namespaces import PREFIXES, shorten
from plangraph.query_errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import Triple

    from plangraph.queries import Answer
    from plangraph.store import Row, Term

Cell: TypeAlias = "Term | None"

XSD: Final = PREFIXES["xsd"]
PLAIN: Final = f"{XSD}string"
_INTEGER: Final = f"{XSD}integer"
_DECIMALS: Final = frozenset({f"{XSD}decimal", f"{XSD}double", f"{XSD}float"})
_RESULTS: Final = "http://www.w3.org/2005/sparql-results#"
_RDF_FORMATS: Final = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "json": "JSON_LD"}

RESULT_FORMATS: Final = ("table", "json", "csv", "tsv", "xml")
GRAPH_FORMATS: Final = ("turtle", "ntriples")


def render(answer: Answer, form: str) -> str:
    """The answer in ``json|tsv|xml|turtle|ntriples``; ``QueryError`` where the format does not fit the answer.

    ``json`` is SPARQL 1.1 JSON results for SELECT and ASK, and JSON-LD for CONSTRUCT and DESCRIBE. For CSV and tables
    there are ``columns`` and ``rows``.
    """
    if answer.triples is not None and form in _RDF_FORMATS:
        return _rdf(answer.triples, form)
    if form in GRAPH_FORMATS:
        raise QueryError("needs_graph", form=form)
    if answer.triples is not None and form == "xml":
        raise QueryError("needs_rows", form=form)
    return {"json": _json, "tsv": _tsv, "xml": _xml}[form](answer)


def columns(answer: Answer) -> tuple[str, ...]:
    """The header of the answer as a table."""
    if answer.boolean is not None:
        return ("answer",)
    return answer.variables if answer.triples is None else ("subject", "predicate", "object")


def rows(answer: Answer) -> Iterator[list[Cell]]:
    """The rows of the answer as a table, in the order of ``columns``."""
    from pyoxigraph import Literal as RdfLiteral

    if answer.boolean is not None:
        yield [RdfLiteral(answer.boolean)]
    for triple in answer.triples or ():
        yield [triple.subject, triple.predicate, triple.object]  # type: ignore[list-item]  # our data nest no triples
    for row in answer.rows:
        yield [row.get(name) for name in answer.variables]


def cell(term: Cell) -> object:
    """A term as a cell of CSV: an ``int`` or ``Decimal`` for a number, else its text."""
    if term is None:
        return ""
    number = number_of(term)
    return term.value if number is None else number


def number_of(term: Cell) -> int | Decimal | None:
    """The number of a numeric literal; integers (years, lines) and decimals (money) stay apart."""
    datatype = getattr(term, "datatype", None)
    if term is None or datatype is None:
        return None
    try:
        if datatype.value == _INTEGER:
            return int(term.value)
        return Decimal(term.value) if datatype.value in _DECIMALS else None
    except (ValueError, InvalidOperation):
        return None


def kind_of(column: Sequence[Cell]) -> Literal["text", "number", "name"]:
    """What a column holds: numbers, names (IRIs), or anything else."""
    from pyoxigraph import NamedNode

    found = [term for term in column if term is not None]
    if found and all(number_of(term) is not None for term in found):
        return "number"
    return "name" if found and all(isinstance(term, NamedNode) for term in found) else "text"


def shown(term: Cell) -> str:
    """A term for people: IRIs with their prefix, money with thousands separators, line breaks as blanks."""
    from pyoxigraph import NamedNode

    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    number = number_of(term)
    return f"{number:,}" if isinstance(number, Decimal) else " ".join(term.value.split())


def _rdf(triples: list[Triple], form: str) -> str:
    from pyoxigraph import RdfFormat, serialize

    prefixes = PREFIXES if form != "ntriples" else None
    content = serialize(triples, format=getattr(RdfFormat, _RDF_FORMATS[form]), prefixes=prefixes) or b""
    return content.decode("utf-8").rstrip("\n") + "\n"


def _json(answer: Answer) -> str:
    if answer.boolean is not None:
        content: dict[str, object] = {"head": {}, "boolean": answer.boolean}
    else:
        bindings = [{name: _json_term(row[name]) for name in answer.variables if name in row} for row in answer.rows]
        content = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    from pyoxigraph import BlankNode, NamedNode

    if isinstance(term, NamedNode | BlankNode):
        return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}
    return {"type": "literal", "value": term.value, **_kind(term)}


def _kind(literal: RdfLiteral) -> dict[str, str]:
    if literal.language:
        return {"xml:lang": literal.language}
    return {} if literal.datatype.value == PLAIN else {"datatype": literal.datatype.value}


def _tsv(answer: Answer) -> str:
    prefix = "" if answer.triples is not None or answer.boolean is not None else "?"
    lines = ["\t".join(prefix + name for name in columns(answer))]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows(answer)]
    return "\n".join(lines).replace("\r", "") + "\n"


def _xml(answer: Answer) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in answer.variables)
    if answer.boolean is not None:
        body = f"<boolean>{str(answer.boolean).lower()}</boolean>"
    else:
        body = "<results>\n" + "".join(_xml_row(answer, row) for row in answer.rows) + "</results>"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{declaration}\n<sparql xmlns="{_RESULTS}">\n<head>{head}</head>\n{body}\n</sparql>\n'


def _xml_row(answer: Answer, row: Row) -> str:
    bound = [(name, row[name]) for name in answer.variables if name in row]
    cells = "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in bound)
    return f"<result>{cells}</result>\n"


def _xml_term(term: Term) -> str:
    parts = _json_term(term)
    name, value = parts.pop("type"), parts.pop("value")
    attributes = "".join(f" {key}={quoteattr(text)}" for key, text in parts.items())
    allowed = "".join(char for char in value if char.isprintable() or char in "\t\n")
    return f"<{name}{attributes}>{escape(allowed)}</{name}>"
