"""The vocabulary: every class and property with its definition, and examples from the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from plangraph.described import describe, label_of, text_of
from plangraph.errors import PlanGraphError
from plangraph.namespaces import ONTOLOGY, PG, PREFIXES, expand, shorten
from plangraph.web.graph_store import graph_response
from plangraph.web.negotiation import best
from plangraph.web.pages.facts import Value, labels_of
from plangraph.web.render import language_of, page
from plangraph.web.render_answer import TRIPLES
from plangraph.web.sparql import error_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.described import Properties
    from plangraph.texts import Lang
    from plangraph.web.site import Site

EXAMPLES: Final = 3
_OWL: Final = PREFIXES["owl"]
TERMS: Final = f"SELECT DISTINCT ?term WHERE {{ GRAPH <{ONTOLOGY}> {{ ?term a ?class }} }}"
_COUNTS: Final = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a ?class } GROUP BY ?class"
_USES: Final = "SELECT ?property (COUNT(*) AS ?count) WHERE { ?thing ?property ?value } GROUP BY ?property"
_MEMBERS: Final = "SELECT ?thing WHERE { ?thing a <%s> . FILTER EXISTS { ?thing ?p ?o } } LIMIT 3"
_USE: Final = "SELECT ?thing ?value WHERE { ?thing <%s> ?value } LIMIT 2"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the vocabulary."""

    iri: str
    local: str
    labels: tuple[str, str]  # th, en
    definitions: tuple[str, str]
    above: tuple[Value, ...]  # super-classes or super-properties
    domain: tuple[Value, ...]
    range: tuple[Value, ...]
    count: int
    examples: tuple[tuple[Value, ...], ...]


async def ontology(request: Request) -> Response:
    """``/ontology``: a page, or the ontology as RDF."""
    site: Site = request.app.state.site
    if best(request.headers.get("accept"), ("text/html", *TRIPLES)) == "text/html":
        return await run_in_threadpool(_page, request, site)
    try:
        return await graph_response(request, site, ONTOLOGY)
    except PlanGraphError as error:
        return error_response(error)


def _page(request: Request, site: Site) -> Response:
    lang = language_of(request)
    sections = site.memory.get(("ontology", lang), lambda: vocabulary(site, lang))
    return page(request, "ontology.html", sections=sections, scripts=["/static/js/filter.js"])


def vocabulary(site: Site, lang: Lang) -> list[tuple[str, list[Term]]]:
    """Classes, properties and named values, each by name."""
    iris = [text_of(row["term"]) for row in site.store.select(TERMS)]
    found = describe(site.store, [iri for iri in iris if iri.startswith(PG)])
    counts = _counts(site, _COUNTS, "class") | _counts(site, _USES, "property")
    kinds: dict[str, list[Term]] = {"classes": [], "properties": [], "individuals": []}
    for iri, facts in sorted(found.items()):
        types = {text_of(term) for term in facts.get(expand("rdf:type"), [])}
        kind = "classes" if f"{_OWL}Class" in types else "properties" if _is_property(types) else "individuals"
        kinds[kind].append(_term(site, iri, facts, counts.get(iri, 0), kind, lang))
    return list(kinds.items())


def _is_property(types: set[str]) -> bool:
    return any(name.startswith(_OWL) and name.endswith("Property") for name in types)


def _counts(site: Site, query: str, name: str) -> dict[str, int]:
    return {text_of(row[name]): int(text_of(row["count"])) for row in site.store.select(query)}


def _term(site: Site, iri: str, facts: Properties, count: int, kind: str, lang: Lang) -> Term:
    def values(*names: str) -> tuple[Value, ...]:
        iris = [text_of(term) for name in names for term in facts.get(expand(name), [])]
        return tuple(Value(shorten(each), each) for each in iris if each.startswith("http"))

    definitions = {getattr(term, "language", ""): text_of(term) for term in facts.get(expand("skos:definition"), [])}
    return Term(
        iri=iri,
        local=iri[len(PG) :],
        labels=(label_of(facts, "th") or "", label_of(facts, "en") or ""),
        definitions=(definitions.get("th", ""), definitions.get("en", "")),
        above=values("rdfs:subClassOf", "rdfs:subPropertyOf"),
        domain=values("rdfs:domain"),
        range=values("rdfs:range"),
        count=count,
        examples=_examples(site, iri, kind, lang) if count else (),
    )


def _examples(site: Site, iri: str, kind: str, lang: Lang) -> tuple[tuple[Value, ...], ...]:
    if kind == "classes":
        things = [text_of(row["thing"]) for row in site.store.select(_MEMBERS % iri)]
        labels = labels_of(site, things, lang)
        return tuple((Value(labels.get(thing, shorten(thing)), thing),) for thing in things)
    if kind != "properties":
        return ()
    rows = site.store.select(_USE % iri)
    labels = labels_of(site, {text_of(term) for row in rows for term in row.values() if _iri(term)}, lang)
    return tuple(tuple(_example(row[name], labels) for name in ("thing", "value")) for row in rows)


def _iri(term: object) -> bool:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode)


def _example(term: object, labels: dict[str, str]) -> Value:
    text = str(getattr(term, "value", ""))
    return Value(labels.get(text, shorten(text)), text) if _iri(term) else Value(text[:120])
