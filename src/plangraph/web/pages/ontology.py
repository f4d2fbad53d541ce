"""The vocabulary: every class and property with its definition, and examples from the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from plangraph.described import describe, label_of, text_of
from plangraph.errors import PlanGraphError
from plangraph.namespaces import ONTOLOGY, PG, PREFIXES, expand, shorten
from plangraph.usage import counts, some_members, some_uses, terms
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
    found = describe(site.store, [iri for iri in terms(site.store) if iri.startswith(PG)])
    used = counts(site.store)
    count = used.members | used.uses
    kinds: dict[str, list[Term]] = {"classes": [], "properties": [], "individuals": []}
    for iri, facts in sorted(found.items()):
        types = {text_of(term) for term in facts.get(expand("rdf:type"), [])}
        kind = "classes" if f"{_OWL}Class" in types else "properties" if _is_property(types) else "individuals"
        kinds[kind].append(_term(site, iri, facts, count.get(iri, 0), kind, lang))
    return list(kinds.items())


def _is_property(types: set[str]) -> bool:
    return any(name.startswith(_OWL) and name.endswith("Property") for name in types)


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
        things = some_members(site.store, iri, EXAMPLES)
        labels = labels_of(site, things, lang)
        return tuple((Value(labels.get(thing, shorten(thing)), thing),) for thing in things)
    if kind != "properties":
        return ()
    pairs = some_uses(site.store, iri, EXAMPLES - 1)
    labels = labels_of(site, {text_of(term) for pair in pairs for term in pair if _iri(term)}, lang)
    return tuple(tuple(_example(term, labels) for term in pair) for pair in pairs)


def _iri(term: object) -> bool:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode)


def _example(term: object, labels: dict[str, str]) -> Value:
    text = str(getattr(term, "value", ""))
    return Value(labels.get(text, shorten(text)), text) if _iri(term) else Value(text[:120])
