"""Chains: what is walked, where a chain ends, which of several is shown."""

from __future__ import annotations

import pytest

from chains_fixture import FOLDER, GREEN, ISSUE_3, MINING, PLAN, STANDARD, iri, link, only, project, store
from plangraph.chains import Chain, all_chains, best_chains
from plangraph.links import Graph, Link, Node, Way, fetch_all_links, fetch_graph, fetch_links, rules

NS = iri("national-strategy")
KINDS = {"s": ("NationalStrategy", 1), "g": ("Goal", 1), "whole": ("Plan", 1), "v": ("Vision", 1)}


def graph(*edges: str) -> Graph:
    """A graph of edges written ``a>b`` (strong) or ``a~b`` (weak); the first letters say what is level 1."""
    out: dict[str, list[Link]] = {}
    names = set()
    for edge in edges:
        strong = ">" in edge
        source, target = edge.split(">" if strong else "~")
        way = Way(f"alignment/{edge}", "stated" if strong else "planWide", None, strong)
        out.setdefault(source, []).append(Link(source, target, named=True, ways=(way,)))
        names |= {source, target}
    return Graph({source: tuple(sorted(links, key=str)) for source, links in out.items()}, {n: _node(n) for n in names})


def _node(name: str) -> Node:
    kind, level = KINDS.get(name.rstrip("123456789"), ("Strategy", 3))
    return Node(name, name, kind, level)


def shape(chains: list[Chain]) -> list[str]:
    """Chains as ``strong p>a>s1``."""
    return [
        ("strong " if chain.strong else "weak ") + ">".join([chain.links[0].source, *(x.target for x in chain.links)])
        for chain in chains
    ]


def reached(path: str) -> dict[str, bool]:
    """The ends a project of the fixture reaches, and whether strongly."""
    found = best_chains(fetch_graph(store(), [iri(path)]), iri(path))
    return {chain.end.removeprefix(iri("")): chain.strong for chain in found}


def test_the_fixture_has_three_files() -> None:
    assert len(list(FOLDER.glob("*.ttl"))) == 3


def test_a_stated_strategy_is_a_strong_chain_of_one_hop() -> None:
    """Line 1346 of the plan names the green-growth strategy; what the whole plan claims stays weak beside it."""
    assert reached(GREEN) == {
        "national-strategy/5": True,
        "national-strategy/2": False,
        "national-strategy/5/goal/1": False,
    }


def test_naming_the_national_strategy_as_a_whole_is_a_weak_end() -> None:
    """Line 1389 says ตามเป้าหมายยุทธศาสตร์ชาติ ๒๐ ปี and not which of the six."""
    found = best_chains(fetch_graph(store(), [iri(MINING)]), iri(MINING))
    assert (found[0].end, found[0].whole, found[0].strong) == (NS, True, False)


def test_a_chain_ends_at_the_first_element_of_level_1() -> None:
    """A strategy is part of the National Strategy, but no chain goes on to the plan as a whole."""
    assert NS not in {iri(end) for end in reached(GREEN)}
    assert shape(best_chains(graph("p>g1", "g1>s1", "s1>whole"), "p")) == ["strong p>g1"]


def test_a_level_1_element_that_is_no_end_stops_a_chain() -> None:
    """The vision of the National Strategy is neither a strategy nor a goal or issue of one."""
    assert best_chains(graph("p>v", "v>s1"), "p") == []


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        (("p~s1", "p>a", "a>b", "b>s1"), ["strong p>a>b>s1"]),  # strongest before shortest
        (("p>a", "a>b", "b>s1", "p>c", "c>s1"), ["strong p>c>s1"]),  # shortest of the strong
        (("p>b", "p>a", "b>s1", "a>s1"), ["strong p>a>s1"]),  # ties by IRI
        (("p>a", "a~s1", "p>b", "b>s2"), ["strong p>b>s2", "weak p>a>s1"]),  # one for each end, strong ones first
        (("p>a", "a>p", "a>b", "b>a", "b~s1"), ["weak p>a>b>s1"]),  # circles are never walked
        (("p>a", "a>p"), []),
    ],
)
def test_one_chain_for_each_end_strongest_then_shortest_then_by_iri(
    edges: tuple[str, ...], expected: list[str]
) -> None:
    assert shape(best_chains(graph(*edges), "p")) == expected


def test_all_chains_are_the_simple_paths() -> None:
    found, count = all_chains(graph("p>a", "p>b", "a>b", "b>a", "a>s1", "b~s1"), "p")
    assert (count, shape(found)) == (
        4,
        ["strong p>a>s1", "strong p>b>a>s1", "weak p>b>s1", "weak p>a>b>s1"],
    )


def test_all_chains_lists_200_and_says_how_many_there_are() -> None:
    """Eight pairs in a row are 256 paths."""
    pairs = [f"x{n}{a}>x{n + 1}{b}" for n in range(1, 8) for a in "ab" for b in "ab"]
    found, count = all_chains(graph("p>x1a", "p>x1b", *pairs, "x8a>s1", "x8b>s1"), "p")
    assert (len(found), count) == (200, 256)


def test_paths_that_lead_nowhere_cost_nothing() -> None:
    """Forty pairs in a row without an end are 2 to the 40 paths, none of which is walked."""
    pairs = [f"x{n}{a}>x{n + 1}{b}" for n in range(1, 40) for a in "ab" for b in "ab"]
    assert all_chains(graph("p>x1a", *pairs, "p~s1"), "p")[1] == 1


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    edges = [f"x{n}>x{n + 1}" for n in range(1, 3000)]
    assert len(all_chains(graph("p>x1", *edges, "x3000>s1"), "p")[0][0].links) == 3001


@pytest.mark.parametrize(
    ("basis", "more", "strong"),
    [
        ("stated", "", True),
        ("confirmed", "", True),
        ("positioned", "", True),
        ("official", "; pg:verification pg:verified", True),
        ("official", "; pg:verification pg:unverified", False),
        ("official", "", False),
        ("tabulated", "", False),
        ("planWide", "", False),
    ],
)
def test_a_link_is_worth_its_basis(basis: str, more: str, strong: bool) -> None:
    links = fetch_links(only(link("p", "q", basis, more=more)), [iri("p")])
    assert [found.strong for found in links[iri("p")]] == [strong]


def test_a_proposal_is_never_walked_even_where_it_names_a_relation() -> None:
    """Only pg:proposed alignments in the proposals graph exist; one that strays into a document counts for nothing."""
    assert fetch_links(only(link("p", "q", "proposed")), [iri("p")]) == {iri("p"): ()}


def test_links_outside_the_rules_are_not_followed() -> None:
    assert fetch_links(only(link("p", "q", "stated", relation="cites")), [iri("p")]) == {iri("p"): ()}


def test_of_several_ways_to_know_a_link_the_strongest_comes_first() -> None:
    text = link("p", "q", "planWide") + link("p", "q", "positioned", relation="partOf") + link("p", "q", "stated")
    (found,) = fetch_links(only(text), [iri("p")])[iri("p")]
    assert ([way.basis for way in found.ways], found.named) == (["stated", "positioned", "planWide"], True)


def test_links_are_the_same_walked_from_a_project_or_fetched_at_once() -> None:
    every = fetch_all_links(store())
    walked = fetch_links(store(), [iri(STANDARD)])
    assert {source: links for source, links in walked.items() if links} == {
        source: every[source] for source in walked if source in every
    }
    assert iri(ISSUE_3) in walked


def test_a_node_carries_what_people_call_it() -> None:
    nodes = fetch_graph(store(), [iri(MINING)]).nodes
    milestone = nodes[iri("nesdp-13/milestone/10")]
    assert (milestone.kind, milestone.number, milestone.level) == ("Milestone", 10, 2)
    assert nodes[iri(PLAN)].level == 3


def test_an_element_nothing_is_known_of_is_labelled_with_its_iri() -> None:
    nodes = fetch_graph(only(project("p", "โครงการ") + link("p", "nowhere", "stated")), [iri("p")]).nodes
    assert (nodes[iri("nowhere")].label, nodes[iri("nowhere")].level) == (iri("nowhere"), None)


def test_every_basis_of_the_rules_has_an_order_and_a_worth() -> None:
    """A basis without an order would be shown by chance; one that is neither strong nor weak would break verdicts."""
    assert set(rules()["shown"]["order"]) == set(rules()["strength"])
    assert set(rules()["strength"].values()) <= {"strong", "weak"}
    assert "proposed" not in rules()["strength"]
