"""``/id/…``: every IRI of the data answers with its page, or as Turtle, N-Triples, JSON-LD or RDF/XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from plangraph.described import describe, fetch_passages, first, text_of
from plangraph.errors import PlanGraphError
from plangraph.namespaces import ID, PG, expand
from plangraph.projects import described_proposal
from plangraph.web.graph_store import graph_response
from plangraph.web.negotiation import best
from plangraph.web.pages.document import document_page
from plangraph.web.pages.element import element_page, graph_page
from plangraph.web.pages.errors import is_iri, not_found
from plangraph.web.pages.plan import plan_page
from plangraph.web.pages.project import project_page
from plangraph.web.render import line_path
from plangraph.web.render_answer import TRIPLES, rdf
from plangraph.web.sparql import content_type, error_response

if TYPE_CHECKING:
    from starlette.requests import Request

    from plangraph.described import Properties
    from plangraph.web.site import Site

HTML: Final = "text/html"
SUFFIXES: Final = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json", "html": HTML}


async def resource(request: Request) -> Response:
    """The thing whose IRI ends in the path."""
    site: Site = request.app.state.site
    iri = ID + request.path_params["path"]
    wanted = request.query_params.get("format", "")
    offer = SUFFIXES.get(wanted) or best(request.headers.get("accept"), (HTML, *TRIPLES))
    if iri in site.graphs and offer != HTML:
        try:
            return await graph_response(request, site, iri)
        except PlanGraphError as error:
            return error_response(error)
    return await run_in_threadpool(_respond, request, site, iri, offer)


def _respond(request: Request, site: Site, iri: str, offer: str | None) -> Response:
    if iri in site.graphs:
        return graph_page(request, iri)
    properties = described(site, iri)
    if not properties:
        return not_found(request)
    if offer is None:
        return Response("ขอได้เป็น / can be had as: " + ", ".join((HTML, *TRIPLES)) + "\n", 406, media_type="text/plain")
    if offer != HTML:
        content = rdf(triples(iri, properties), offer)
        return Response(content, media_type=content_type(offer), headers={"Vary": "Accept"})
    return html(request, site, iri, properties)


def described(site: Site, iri: str) -> Properties:
    """What the graph says of a thing; of a proposal, what the proposals graph says."""
    if not is_iri(iri):
        return {}
    return describe(site.store, [iri]).get(iri) or described_proposal(site.store, iri)


def triples(iri: str, properties: Properties) -> list[Triple]:
    """A description as triples."""
    return [
        Triple(NamedNode(iri), NamedNode(name), value)
        for name, values in sorted(properties.items())
        for value in values
    ]


def html(request: Request, site: Site, iri: str, properties: Properties) -> Response:
    """The page of a thing, by its class."""
    classes = {text_of(term) for term in properties.get(expand("rdf:type"), [])}
    if PG + "Project" in classes:
        return project_page(request, iri)
    if PG + "Passage" in classes:
        return _to_line(site, iri)
    if PG + "Document" in classes:
        return document_page(request, iri)
    if PG + "Plan" in classes and first(properties, "pg:wasRead") == "true":
        return plan_page(request, iri)
    return element_page(request, iri, properties)


def _to_line(site: Site, iri: str) -> Response:
    evidence: dict[str, Properties] = {iri: {expand("pg:evidence"): [NamedNode(iri)]}}
    return RedirectResponse(line_path(fetch_passages(site.store, evidence)[iri][0]), 303, headers={"Vary": "Accept"})
