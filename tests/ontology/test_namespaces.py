"""Names and IRIs: both ways, in one place."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Store

from plangraph.namespaces import ID, PG, PREFIXES, expand, graph_node, ident, pg, shorten, sparql_prefixes, term


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("pg:Project", "https://w3id.org/plangraph/ontology#Project"),
        ("id:master-plan-2566/09/goal/090101", "https://w3id.org/plangraph/id/master-plan-2566/09/goal/090101"),
        ("prov:Entity", "http://www.w3.org/ns/prov#Entity"),
        ("schema:MonetaryAmount", "https://schema.org/MonetaryAmount"),
    ],
)
def test_a_prefixed_name_and_its_iri_turn_into_each_other(name: str, iri: str) -> None:
    assert expand(name) == iri
    assert shorten(iri) == name
    assert term(name) == NamedNode(iri)


def test_an_iri_of_no_known_namespace_stays_whole() -> None:
    assert shorten("https://example.org/x") == "https://example.org/x"


def test_an_unknown_prefix_is_an_error() -> None:
    with pytest.raises(KeyError, match="foo"):
        expand("foo:Bar")


def test_terms_data_and_graphs_have_their_namespaces() -> None:
    assert pg("Project").value == f"{PG}Project"
    assert ident("national-strategy/2").value == f"{ID}national-strategy/2"
    assert graph_node("reviews").value == f"{ID}graph/reviews"


@pytest.mark.parametrize("path", ["two words", "a<b", 'quote"'])
def test_a_path_that_is_no_iri_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        ident(path)


def test_the_prefixes_are_the_head_of_a_query() -> None:
    query = sparql_prefixes() + "ASK { ?project a pg:Project ; prov:wasDerivedFrom ?source }"
    assert query.startswith("PREFIX dcterms: <http://purl.org/dc/terms/>\n")
    assert sparql_prefixes().count("\n") == len(PREFIXES)
    assert not Store().query(query)
