"""Which projects have a strong chain, however long: the set the audit leaves out, from columns and from SPARQL."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from chains_fixture import iri, link, project
from plangraph.verdicts import aligned_projects
from snapshot_fixture import Drawn, graphs, pair

HOPS = 15  # more than any unrolled query walks


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_columns_and_sparql_agree_on_random_graphs(drawn: Drawn) -> None:
    both = pair(drawn.turtle(), names_too=False)
    assert aligned_projects(both.columns) == aligned_projects(both.sparql)


def test_a_long_chain_is_as_strong_as_a_short_one() -> None:
    steps = [f"step/{number}" for number in range(HOPS)]
    chain = ["p/long", *steps, "national-strategy/2"]
    turtle = project("p/long", "ทางไกล") + "".join(map(_strong, chain, chain[1:]))
    both = pair(turtle, names_too=False, with_chains=True)
    assert iri("p/long") in aligned_projects(both.sparql)
    assert aligned_projects(both.columns) == aligned_projects(both.sparql)


def _strong(source: str, target: str) -> str:
    return link(source, target, "stated")
