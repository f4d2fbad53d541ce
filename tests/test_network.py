"""The linkage network as data, as JSON and as one offline file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from chains_fixture import (
    CARBON,
    DIGITAL,
    GREEN,
    ISSUE_3,
    MIND_STAR_2568,
    MINING,
    OPOAI,
    PLAN,
    iri,
    link,
    only,
    project,
    store,
)
from plangraph.outputs.network import Links, NetworkData, assets, fragment, network, render
from plangraph.outputs.network_model import NetNode, fold, looks, visible
from plangraph.outputs.network_payload import ViewExtraMissing, embeddable, payload
from plangraph.projects import projects_of_read_plans
from plangraph.texts import LANGS, sentences
from plangraph.verdicts import judge
from support import ROOT, require

HOSTILE = (
    "</script><script>window.stolen=1</script>",
    "<!--<script>",
    "\"'><img src=x onerror=window.stolen=2>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "a\u2028b\u2029c & d",
    "javascript:window.stolen=3",
    "=1+1",
)


@lru_cache(maxsize=1)
def whole() -> NetworkData:
    return network(store())


def data_of(page: str) -> dict[str, Any]:
    """The JSON of a page, as a browser finds it."""
    (found,) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    loaded: dict[str, Any] = json.loads(found)
    return loaded


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text of each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.cdata_elem:
            self.texts.append((self.tags[-1][0], data))


def hostile_network(name: str) -> NetworkData:
    """The fixture with a project of this name, whose own text has the same words."""
    text = "".join(f"\\u{ord(char):04X}" for char in name)
    path, line = f"{PLAN}/project/9.9", f"{PLAN}/budget/9"
    extra = project(path, text, more=f"; pg:hasBudgetLine <{line}>")
    extra += link(path, f"{PLAN}/guideline/1/strategy/1", "positioned", "partOf")
    extra += f"<{line}> pg:amount 5 ; pg:figureFrom pg:strategyTable ."
    return network(store(extra))


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_a_whole_plan_shows_its_projects_and_all_six_strategies_served_or_not() -> None:
    """The gap is part of the picture: a national strategy no project reaches is there too."""
    nodes = whole().nodes
    listed = {project.id for project in projects_of_read_plans(store())}
    assert listed <= nodes.keys()
    assert {iri(f"national-strategy/{number}") for number in (2, 5, 6)} <= nodes.keys()
    assert whole().served.get(iri("national-strategy/6")) is None


def test_lanes_follow_the_level_of_the_plan() -> None:
    lanes = {path: whole().nodes[iri(path)].lane for path in ("national-strategy/5", ISSUE_3, GREEN)}
    assert lanes == {"national-strategy/5": "level1", ISSUE_3: "other", GREEN: "own"}


def test_verdicts_and_chains_are_those_of_check() -> None:
    data = payload(whole(), "th")
    for judgement in judge(store(), projects_of_read_plans(store())):
        facts = data["facts"][judgement.project.id.removeprefix(iri(""))]
        assert facts["verdict"] == judgement.verdict
        drawn = [
            [(data["links"][at]["from"], data["links"][at]["to"]) for at in chain] for chain in facts.get("chains", [])
        ]
        assert drawn == [
            [(hop.source.id.removeprefix(iri("")), hop.target.id.removeprefix(iri(""))) for hop in chain.hops]
            for chain in judgement.chains
        ]


def test_green_growth_is_served_by_one_project_strongly_and_the_clause_is_quoted() -> None:
    strong, weak = whole().served[iri("national-strategy/5")]
    assert strong == (iri(GREEN),)
    assert iri(CARBON) in weak
    (stated,) = (
        each for each in whole().links if (each.source, each.target) == (iri(GREEN), iri("national-strategy/5"))
    )
    assert {passage.first_line for way in stated.ways for passage in way.account.passages} >= {1346}


def test_strong_and_weak_supporters_never_mix() -> None:
    assert whole().served
    for strong, weak in whole().served.values():
        assert not {*strong} & {*weak}


def test_a_proposal_is_dotted_and_no_part_of_any_chain() -> None:
    proposed = [at for at, each in enumerate(whole().links) if each.ways[0].basis == "proposed"]
    assert proposed
    data = payload(whole(), "th")
    assert all(data["edges"][at]["dashes"] == looks()["dashes"]["proposed"] for at in proposed)
    chained = {at for facts in data["facts"].values() for chain in facts.get("chains", []) for at in chain}
    assert not chained & {*proposed}


@pytest.mark.parametrize(("strong", "dashes"), [(True, False), (False, looks()["dashes"]["weak"])])
def test_strong_links_are_solid_and_weak_ones_dashed(strong: bool, dashes: object) -> None:
    data = payload(whole(), "th")
    pairs = [
        (each, edge)
        for each, edge in zip(whole().links, data["edges"], strict=True)
        if each.ways[0].basis not in ("proposed", "series") and each.ways[0].strong is strong
    ]
    assert pairs
    assert all(edge["dashes"] == dashes for _, edge in pairs)


def test_a_project_in_focus_shows_its_chains_and_nothing_of_its_neighbours() -> None:
    data = network(store(), iri(MINING))
    assert data.view == "project"
    assert iri("nesdp-13/milestone/10") in data.nodes
    assert [node.id for node in data.nodes.values() if node.kind == "Project"] == [iri(MINING)]


def test_a_goal_in_focus_shows_the_projects_that_reach_it_and_the_ways_there() -> None:
    data = network(store(), iri("nesdp-13/milestone/10"))
    assert data.view == "element"
    assert iri(MINING) in data.nodes
    assert data.served[iri("nesdp-13/milestone/10")][0] == (iri(MINING),)


def test_a_plan_in_focus_is_the_whole_plan() -> None:
    assert network(store(), iri(PLAN)).nodes.keys() == whole().nodes.keys()


def test_projects_of_other_years_are_there_but_not_on_show() -> None:
    assert whole().years == (2570,)
    assert iri(MIND_STAR_2568) in whole().nodes
    places = {node["id"]: node for node in payload(whole(), "th")["nodes"]}
    assert places[MIND_STAR_2568]["hidden"]
    assert "x" in places[GREEN]


def test_a_graph_without_a_plan_gives_an_empty_network() -> None:
    data = network(only(""))
    assert data.nodes == {}
    assert data_of(render(data))["nodes"] == []


def test_the_budget_is_that_of_the_brief() -> None:
    assert whole().nodes[iri(GREEN)].baht == Decimal(141700)


# --- the first sight -------------------------------------------------------------------------------------------------


def crowd(projects: int) -> tuple[dict[str, NetNode], dict[str, tuple[str, ...]]]:
    """A plan of ten strategies and many projects."""
    nodes = {f"s{at}": _node(f"s{at}", "Strategy") for at in range(10)}
    nodes |= {f"p{at}": _node(f"p{at}", "Project") for at in range(projects)}
    return nodes, {f"p{at}": (f"s{at % 10}",) for at in range(projects)}


def _node(name: str, kind: str) -> NetNode:
    return NetNode(id=name, label=name, kind=kind, level=3, own=True, plan=None, number="")


def test_up_to_300_nodes_are_shown_at_once() -> None:
    nodes, parents = crowd(290)
    assert len(visible(nodes, parents, fold(nodes, parents, ()))) == 300


def test_beyond_300_projects_are_folded_into_their_strategies() -> None:
    nodes, parents = crowd(291)
    assert visible(nodes, parents, fold(nodes, parents, ())) == {f"s{at}" for at in range(10)}


def test_a_project_under_two_strategies_stays_while_one_is_open() -> None:
    nodes, _ = crowd(1)
    parents = {"p0": ("s0", "s1")}
    assert "p0" in visible(nodes, parents, frozenset({"s0"}))
    assert "p0" not in visible(nodes, parents, frozenset({"s0", "s1"}))


def test_parts_of_each_other_do_not_hide_forever() -> None:
    """Bad data: two elements that are each a part of the other."""
    nodes, _ = crowd(2)
    assert {"p0", "p1"} <= visible(nodes, {"p0": ("p1",), "p1": ("p0",)}, frozenset())


# --- one offline file ------------------------------------------------------------------------------------------------


def test_the_page_asks_for_nothing_outside_itself() -> None:
    tags = Tags(render(whole())).tags
    assert len(tags) > 20
    assert [attributes for _, attributes in tags if "src" in attributes] == []
    assert {attributes.get("href") for tag, attributes in tags if tag in ("link", "a")} == {"data:,"}


def test_every_script_and_style_is_allowed_by_its_hash_and_nothing_else_is() -> None:
    page = Tags(render(whole()))
    (policy,) = (
        attributes["content"] or ""
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = [text for tag, text in page.texts if tag == "script"]
    executable = [text for text in scripts if not text.startswith("{")]
    styles = [text for tag, text in page.texts if tag == "style"]
    assert len(executable) == len([path for path in assets() if path.suffix == ".js"])
    for text in executable + styles:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_leave_the_data(name: str) -> None:
    page = render(hostile_network(name))
    labels = [node["label"] for node in data_of(page)["nodes"]]
    assert name in labels
    plain = Tags(render(whole()))
    assert [tag for tag, _ in Tags(page).tags] == [tag for tag, _ in plain.tags]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_as_the_title_stays_text(name: str) -> None:
    data = replace(hostile_network(name), title=name)
    found = Tags(render(data))
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in Tags(render(whole())).tags]
    embedded = Tags(fragment(data).html)
    assert not [key for _, attributes in embedded.tags for key in attributes if key.startswith("on") or key == "style"]


@pytest.mark.parametrize("char", ["<", ">", "&", "\u2028", "\u2029"])
def test_json_in_a_page_holds_no_character_that_ends_or_opens_anything(char: str) -> None:
    text = embeddable({"a": f"x{char}y"})
    assert char not in text
    assert json.loads(text) == {"a": f"x{char}y"}


def test_a_fragment_fits_a_page_without_inline_scripts() -> None:
    piece = fragment(whole(), "th", Links("/id/{id}", "/document/{document}#L{line}"), name="net-1")
    tags = Tags(piece.html).tags
    assert [attributes.get("type") for tag, attributes in tags if tag == "script"] == ["application/json"]
    assert not [tag for tag, _ in tags if tag in ("style", "link", "h1")]
    assert [path.relative_to(ROOT / "viz").as_posix() for path in assets()] == [*piece.styles, *piece.scripts]


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert render(network(store())) == render(network(store()))


def test_scripts_parse_no_name_as_html() -> None:
    """Names reach the page as text nodes and attributes only."""
    own = [path for path in assets() if path.suffix == ".js" and "vendor" not in path.parts]
    assert len(own) == 12
    for path in own:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            path
        )


def test_no_inlined_file_can_end_its_element() -> None:
    for path in assets():
        assert not re.search(r"</(script|style)|<!--", path.read_text(encoding="utf-8"), re.IGNORECASE), path


def test_the_vendored_library_is_pinned_and_carries_its_licences() -> None:
    folder = ROOT / "viz" / "vendor" / "vis-network"
    script = folder / "vis-network.min.js"
    assert "@version 10.1.5" in script.read_text(encoding="utf-8")[:400]
    assert {path.name for path in folder.iterdir()} >= {"LICENSE-MIT", "LICENSE-APACHE-2.0", "NOTICE.md"}


# --- texts and looks -------------------------------------------------------------------------------------------------


def test_every_sentence_of_the_page_is_there_in_both_languages_and_used() -> None:
    scripts = "".join(
        path.read_text(encoding="utf-8") for path in assets() if "network" in path.parts and path.suffix == ".js"
    )
    composed = ("basis_", "worth_", "verdict_", "caveat_", "from_", "served_", "paths_")
    ui = {key.removeprefix("ui_") for key in sentences("view") if key.startswith("ui_")}
    assert len(ui) > 60
    for key in ui:
        assert all(sentences("view")[f"ui_{key}"][lang].strip() for lang in LANGS)
        used = f'"{key}"' in scripts or key.startswith(composed) or key == "stage"
        assert used, key
    asked = set(re.findall(r'\bsay\("(\w+)"', scripts))
    assert asked <= ui


def test_kinds_of_one_colour_differ_in_shape() -> None:
    pairs = [
        (look["color"], look["shape"]) for kind, look in looks()["kinds"].items() if kind not in ("other", "Vision")
    ]
    assert len(pairs) == len({*pairs})


@pytest.mark.parametrize("kind", sorted(looks()["kinds"]))
def test_white_signs_read_on_every_colour(kind: str) -> None:
    """WCAG AA wants 4.5 to 1 between text and ground."""
    color = looks()["kinds"][kind]["color"]
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_without_pyvis_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyvis.network", None)
    monkeypatch.setitem(sys.modules, "pyvis.edge", None)
    with pytest.raises(ViewExtraMissing, match=r"plangraph\[view\]"):
        render(whole())


# --- plangraph view --------------------------------------------------------------------------------------------------


def view(*args: str | Path) -> Any:
    from click.testing import CliRunner

    from plangraph.commands.view import command

    return CliRunner().invoke(command, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from chains_fixture import built

    return built(tmp_path_factory.mktemp("view") / "graph")


@pytest.mark.parametrize(
    ("name", "kind", "focus"),
    [
        ((), "plan", None),
        (("MIND", "STAR"), "project", f"{PLAN}/project/1.2.2.2"),
        ((iri(OPOAI),), "project", OPOAI),
        ((DIGITAL,), "project", DIGITAL),
        (("national-strategy/5",), "element", "national-strategy/5"),
    ],
)
def test_view_writes_the_network_of_a_name(
    tmp_path: Path, built_store: Path, name: tuple[str, ...], kind: str, focus: str | None
) -> None:
    out = tmp_path / "ผัง เครือข่าย.html"
    found = view(*name, "-o", out, "--store", built_store)
    assert found.exit_code == 0, found.output
    data = data_of(out.read_bytes().decode("utf-8"))
    assert (data["view"], data["focus"]) == (kind, focus)
    assert list(tmp_path.iterdir()) == [out]


def test_a_name_that_fits_nothing_is_bad_input_and_writes_nothing(tmp_path: Path, built_store: Path) -> None:
    found = view("สะพานข้ามแม่น้ำ", "-o", tmp_path / "x.html", "--store", built_store)
    assert found.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_old_one_whole(tmp_path: Path, built_store: Path) -> None:
    out = tmp_path / "gone" / "x.html"
    assert isinstance(view("-o", out, "--store", built_store).exception, OSError)


def test_the_whole_lampang_plan_is_a_file_of_less_than_1_2_megabytes() -> None:
    from lampang import graph
    from plangraph.store import EmbeddedStore

    require("module:pyvis")
    data = network(EmbeddedStore(graph()))
    assert len(data.nodes) > 100
    assert len(render(data).encode()) < 1_200_000
    assert 50 < len(data.first_sight()) <= 300
