"""The linkage network as people use it, in headless Chromium: look, click, search, filter, come back by link, print."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from browser.conftest import PHONE, Opener
from chains_fixture import CARBON, DIGITAL, GREEN, MIND_STAR_2568, MINING, OPOAI, PLAN, STANDARD
from plangraph.outputs.layout import arrange, order
from plangraph.outputs.network import Links, NetworkData, fragment, network, render
from plangraph.outputs.network_payload import payload
from plangraph.store import EmbeddedStore
from support import ROOT
from test_network import HOSTILE, hostile_network

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_DRAW = 1500  # milliseconds, Lampang
STRATEGY = f"{PLAN}/guideline/2/strategy/1"
VIEW = "PlanGraph.views[0]"

# The colour on the screen near the upper left corner of a card.
STRIP_COLOUR = """(id) => {
  const view = PlanGraph.views[0];
  const place = view.placeOf(id);
  const at = view.net.canvasToDOM({ x: place.x - place.w / 2 + 8, y: place.y - 36 });
  const canvas = view.part("canvas").querySelector("canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const pixel = canvas.getContext("2d").getImageData(at.x * ratio, at.y * ratio, 1, 1).data;
  return "#" + [...pixel.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("");
}"""

# How many cards on show no sequence of arrow keys leads to.
REACHED_BY_ARROWS = """() => {
  const view = PlanGraph.views[0];
  const seen = new Set();
  view.selected = null;
  const waiting = [view.beside([0, 1])];
  while (waiting.length) {
    const id = waiting.pop();
    if (!id || seen.has(id)) continue;
    seen.add(id);
    view.selected = id;
    for (const step of [[0, 1], [0, -1], [1, 0], [-1, 0]]) waiting.push(view.beside(step));
  }
  return [...view.model.shown].filter((id) => !seen.has(id)).length;
}"""


@lru_cache(maxsize=1)
def lampang() -> NetworkData:
    from lampang import graph

    return network(EmbeddedStore(graph()))


def benchmark() -> ModuleType:
    """``benchmarks/network.py``, which is no package."""
    spec = spec_from_file_location("network_benchmark", ROOT / "benchmarks" / "network.py")
    assert spec
    assert spec.loader
    module = sys.modules.setdefault(spec.name, module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole Lampang plan as ``plangraph view`` writes it."""
    path = tmp_path_factory.mktemp("view") / "ผัง.html"
    path.write_text(render(lampang()), encoding="utf-8")
    return path


@pytest.fixture
def page(open_page: Opener, file: Path) -> Page:
    opened = open_page(file.as_uri()).page
    wait(opened)
    return opened


def wait(page: Page) -> None:
    page.wait_for_selector(".pg-net[data-drawn]")


def ask(page: Page, script: str) -> Any:
    """The value of a script about the picture."""
    return page.evaluate(f"(() => {{ const view = {VIEW}; const {{ model }} = view; return {script}; }})()")


def click_card(page: Page, node: str) -> None:
    """Click where a card stands on the screen."""
    place = ask(page, f"view.net.canvasToDOM(view.placeOf({json.dumps(node)}))")
    box = page.locator("[data-part=canvas]").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    page.wait_for_selector(".pg-panel:not([hidden])")


def panel(page: Page) -> str:
    return page.locator(".pg-panel").inner_text()


def shown(page: Page) -> set[str]:
    return set(ask(page, "[...model.shown]"))


# --- the first sight -------------------------------------------------------------------------------------------------


def test_the_lampang_network_is_drawn_in_a_second_and_a_half(page: Page) -> None:
    """Counted by the page itself, from the start of loading to the end of the first drawing."""
    assert 0 < int(page.get_attribute(".pg-net", "data-drawn") or 0) < FIRST_DRAW


def test_the_first_sight_is_what_python_chose_and_stands_where_python_put_it(page: Page) -> None:
    """The same rule arranges in both languages."""
    data = lampang()
    expected = {node["id"]: [node["x"], node["y"]] for node in payload(data, "th")["nodes"] if "x" in node}
    assert len(expected) > 100
    assert ask(page, "Object.fromEntries([...view.arrangement.places].map(([id, p]) => [id, [p.x, p.y]]))") == expected


@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.4])
def test_both_languages_wrap_rows_alike(page: Page, aspect: float) -> None:
    slots = order([node.slot for node in lampang().nodes.values()], [])
    given = json.dumps([{"id": slot.id, "lane": slot.lane, "band": slot.band} for slot in slots])
    found = page.evaluate(
        f"(() => {{ const a = PlanGraph.arrange({given}, {VIEW}.data.geometry, {aspect});"
        " return [[...a.places].map(([id, p]) => [id, p.x, p.y]), a.lanes, a.width]; })()"
    )
    expected = arrange(slots, aspect)
    assert found[0] == [[iri, *place] for iri, place in expected.places.items()]
    assert [tuple(lane.values()) for lane in found[1]] == [(lane.id, lane.top, lane.bottom) for lane in expected.lanes]
    assert found[2] == expected.width


def test_nothing_moves_by_itself(page: Page) -> None:
    positions = "JSON.stringify(view.net.getPositions())"
    before = ask(page, positions)
    page.wait_for_timeout(400)
    assert ask(page, positions) == before
    assert len(json.loads(before)) > 100


# --- clicking --------------------------------------------------------------------------------------------------------


def test_one_click_answers_who_serves_green_growth_with_how_much_and_where_it_says_so(page: Page) -> None:
    click_card(page, "national-strategy/5")
    text = panel(page)
    assert "หลักฐานแน่น 1 โครงการ 141,700 บาท" in text
    assert "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม" in text
    assert "บรรทัด 1346" in text


def test_a_click_lights_the_way_to_level_1_and_dims_the_rest(page: Page) -> None:
    click_card(page, GREEN)
    lit = ask(page, "Object.fromEntries(view.light.nodes)")
    assert lit["national-strategy/5"] == 2
    assert f"{PLAN}/project/3.1.1.1" not in lit
    dim, bright = (ask(page, f"view.look(model.nodes.get({json.dumps(node)})).light") for node in (DIGITAL, GREEN))
    assert (dim, bright) == (0, 2)
    opacities = ask(page, "view.drawn.map((line) => view.ink(line).color.opacity)")
    assert min(opacities) < 0.1
    assert max(opacities) == 1


def test_the_panel_shows_the_chain_hop_by_hop_with_basis_and_quote(page: Page) -> None:
    click_card(page, GREEN)
    first = page.locator(".pg-chain").first
    assert first.locator(".pg-worth").inner_text() == "แน่น"
    assert "เอกสารเขียนไว้เอง" in first.inner_text()
    assert first.locator("blockquote").count() >= 1


def test_a_project_short_of_aligned_says_what_is_missing_and_how_to_mend_it(page: Page) -> None:
    click_card(page, MINING)
    assert page.locator(".pg-missing li").count() >= 1
    assert page.locator(".pg-mend blockquote").inner_text()


def test_an_element_nobody_serves_says_so(page: Page) -> None:
    click_card(page, "national-strategy/6")
    assert "ยังไม่มีโครงการไปถึง" in panel(page)


def test_escape_brings_the_whole_picture_back(page: Page) -> None:
    click_card(page, GREEN)
    page.keyboard.press("Escape")
    assert page.locator(".pg-panel").is_hidden()
    assert ask(page, "view.light === null")


@pytest.mark.parametrize("side", [-0.47, 0.47])
def test_a_card_answers_up_to_its_edges(page: Page, side: float) -> None:
    card = f"view.placeOf({json.dumps(GREEN)})"
    edge = f"view.net.canvasToDOM({{x: {card}.x + {card}.w * {side}, y: {card}.y}})"
    place, box = ask(page, edge), page.locator("[data-part=canvas]").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    assert ask(page, "view.selected") == GREEN


def test_cards_that_come_into_sight_are_drawn_at_once(page: Page) -> None:
    """The strip of a card has its colour right after the picture was moved there, without a second drawing."""
    page.evaluate(f"{VIEW}.net.moveTo({{position: {VIEW}.placeOf('national-strategy/5'), scale: 1}})")
    page.wait_for_timeout(200)
    page.evaluate(f"{VIEW}.net.moveTo({{position: {VIEW}.placeOf({json.dumps(GREEN)}), scale: 1}})")
    page.wait_for_timeout(200)
    colour = page.evaluate(STRIP_COLOUR, GREEN)
    assert colour == ask(page, f"model.nodes.get({json.dumps(GREEN)}).color")


# --- folding ---------------------------------------------------------------------------------------------------------


def test_activities_unfold_from_their_project_and_fold_again(page: Page) -> None:
    before = shown(page)
    click_card(page, GREEN)
    page.get_by_role("button", name="แสดงส่วนย่อย").click()
    added = shown(page) - before
    assert added
    assert all(ask(page, f"model.nodes.get({json.dumps(node)}).kind") == "Activity" for node in added)
    page.get_by_role("button", name="พับส่วนย่อย").click()
    assert shown(page) == before


def test_a_click_on_the_count_unfolds_too(page: Page) -> None:
    before = shown(page)
    box = ask(
        page,
        f"(() => {{ const b = PlanGraph.badgeBox(view.placeOf({json.dumps(GREEN)}), view.shape, 1);"
        " return view.net.canvasToDOM({x: b.right - 14, y: (b.top + b.bottom) / 2}); })()",
    )
    canvas = page.locator("[data-part=canvas]").bounding_box()
    assert canvas
    page.mouse.click(canvas["x"] + box["x"], canvas["y"] + box["y"])
    page.wait_for_function(f"{VIEW}.model.shown.size > {len(before)}")
    assert before < shown(page)


def test_folding_a_strategy_keeps_its_links_on_show(page: Page) -> None:
    """Lines of folded projects run from the strategy, drawn once with their number kept."""
    page.evaluate(f"{VIEW}.toggleFold({json.dumps(STRATEGY)})")
    assert GREEN not in shown(page)
    lines = ask(
        page,
        f"view.drawn.filter((line) => line.from === {json.dumps(STRATEGY)})"
        ".map((line) => [line.to, line.links.length])",
    )
    assert any(to == "national-strategy/5" for to, _ in lines)
    assert any(count > 1 for _, count in lines)


# --- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("รักษ์สิ่ง", GREEN),
        ("OPOAI", OPOAI),
        ("mind star", f"{PLAN}/project/1.2.2.2"),
        ("หมุดหมาย ไม่มีแบบนี้", None),
        ("เศรษฐกิจหมุนเวียน", "nesdp-13/milestone/10"),
        ("๒๕๗๐", PLAN),
    ],
)
def test_search_finds_thai_by_part(page: Page, typed: str, node: str | None) -> None:
    found = ask(page, f"model.search({json.dumps(typed)}).map((node) => node.id)")
    assert (node in found) if node else found == []


def test_search_by_keyboard_selects_and_reveals_what_was_folded_or_filtered(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("MIND STAR")
    page.wait_for_selector(".pg-found li[role=option]")
    names = page.locator(".pg-found li[role=option]")
    assert names.count() >= 2
    old = ask(page, f"model.search('MIND STAR').findIndex((node) => node.id === {json.dumps(MIND_STAR_2568)})")
    assert MIND_STAR_2568 not in shown(page)
    for _ in range(old + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert ask(page, "view.selected") == MIND_STAR_2568
    assert MIND_STAR_2568 in shown(page)


# --- filters ---------------------------------------------------------------------------------------------------------


def test_the_legend_filters_links_by_basis(page: Page) -> None:
    before = ask(page, "view.drawn.length")
    page.uncheck("[data-basis=planWide]")
    assert ask(page, "view.drawn.some((line) => line.way.basis === 'planWide')") is False
    assert 0 < ask(page, "view.drawn.length") < before


def test_the_legend_filters_elements_by_kind(page: Page) -> None:
    page.uncheck("[data-kind=Milestone]")
    assert ask(page, "view.shownNodes().some((node) => node.kind === 'Milestone')") is False
    page.check("[data-kind=Milestone]")
    assert "nesdp-13/milestone/10" in shown(page)


def test_a_verdict_leaves_only_its_projects_and_what_they_reach(page: Page) -> None:
    page.uncheck("[data-verdict=aligned-by-plan]")
    projects = ask(page, "view.shownNodes().filter((node) => node.kind === 'Project').map((node) => node.id)")
    assert sorted(projects) == sorted([GREEN, OPOAI])
    assert "national-strategy/5" in shown(page)
    assert "national-strategy/6" not in shown(page)


def test_an_own_strategy_leaves_its_projects(page: Page) -> None:
    page.select_option("[data-only=strategy]", STRATEGY)
    projects = ask(page, "view.shownNodes().filter((node) => node.kind === 'Project').map((node) => node.id)")
    assert GREEN in projects
    assert STANDARD not in projects
    assert "lampang-development-plan-2566-2570/issue/3" in shown(page)


def test_a_plan_leaves_what_concerns_it(page: Page) -> None:
    page.select_option("[data-only=plan]", "nesdp-13")
    left = shown(page)
    assert {"nesdp-13/milestone/10", MINING} <= left
    assert "master-plan-2566/18" not in left


def test_years_bring_in_the_projects_of_other_years(page: Page) -> None:
    assert MIND_STAR_2568 not in shown(page)
    page.check('[data-year="2568"]')
    assert MIND_STAR_2568 in shown(page)
    page.uncheck('[data-year="2570"]')
    assert GREEN not in shown(page)


def test_start_again_undoes_every_filter(page: Page) -> None:
    before = shown(page)
    page.uncheck("[data-kind=Milestone]")
    page.uncheck("[data-verdict=aligned-by-plan]")
    page.click("[data-act=reset]")
    assert shown(page) == before


# --- paths -----------------------------------------------------------------------------------------------------------


def test_a_path_between_two_chosen_nodes_with_alternatives(page: Page) -> None:
    click_card(page, CARBON)
    page.get_by_role("button", name="หาเส้นทางไปยัง").click()
    click_card(page, "national-strategy/5")
    page.wait_for_selector(".pg-chain >> nth=1")
    assert page.locator(".pg-chain").count() > 1
    first = ask(page, "JSON.stringify([...view.light.links.keys()])")
    page.locator(".pg-chain summary").nth(1).click()
    assert ask(page, "view.path.chosen") == 1
    assert ask(page, "JSON.stringify([...view.light.links.keys()])") != first


def test_paths_never_pass_through_level_1_or_a_proposal(page: Page) -> None:
    script = (
        f"model.paths({json.dumps(GREEN)}, 'national-strategy/5', 50).found.map((path) => path.map((link) => link.at))"
    )
    paths = ask(page, script)
    assert len(paths) > 1
    links = lampang().links
    for path in paths:
        assert all(links[at].ways[0].basis not in ("proposed", "series") for at in path)
        inner = [links[at].source for at in path[1:]]
        assert all(lampang().nodes[iri].level != 1 or links[at].part for iri, at in zip(inner, path[1:], strict=True))


def test_two_elements_without_a_way_up_are_related_and_it_says_that_this_is_no_chain(page: Page) -> None:
    found = ask(
        page,
        f"(({{either, found}}) => [either, found.length])(model.paths({json.dumps(GREEN)}, {json.dumps(STANDARD)}, 5))",
    )
    assert found[0] is True
    assert found[1] > 0


# --- coming back by link ---------------------------------------------------------------------------------------------


def test_a_link_brings_the_same_view_back(page: Page, open_page: Opener) -> None:
    page.uncheck("[data-basis=planWide]")
    page.uncheck("[data-kind=Vision]")
    page.click("[data-act=by_budget]")
    click_card(page, GREEN)
    page.get_by_role("button", name="แสดงส่วนย่อย").click()
    again = open_page(page.url).page
    wait(again)
    assert again.url == page.url
    assert "sel=" in page.url
    for script in ("view.state()", "[...model.shown]", "view.selected"):
        assert ask(again, script) == ask(page, script)


def test_a_link_of_nonsense_is_harmless(open_page: Opener, file: Path) -> None:
    junk = "#sel=no/such&path=a,b,c&open=x&years=%3Cscript%3E&at=1,NaN,-3&lang=xx&verdicts=y&kinds=<b>"
    opened = open_page(file.as_uri() + junk).page
    wait(opened)
    assert ask(opened, "view.selected") is None
    assert len(shown(opened)) > 50


def test_a_project_and_a_path_can_be_linked_to(open_page: Opener, file: Path) -> None:
    opened = open_page(f"{file.as_uri()}#path={quote(f'{GREEN},national-strategy/5,0')}").page
    wait(opened)
    assert ask(opened, "view.path.to") == "national-strategy/5"
    assert ask(opened, "view.light.nodes.get('national-strategy/5')") == 2


# --- paper -----------------------------------------------------------------------------------------------------------


def test_svg_holds_every_card_on_show_as_text(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.click("[data-act=save_svg]")
    path = tmp_path / "out.svg"
    download.value.save_as(path)
    root = ElementTree.parse(path).getroot()  # noqa: S314  # our own file
    text = "".join(root.itertext())
    assert "ยุทธศาสตร์ชาติ พ.ศ. 2561 - 2580" in text
    assert lampang().title in text
    assert "เอกสารเขียนไว้เอง" in text
    names = root.findall(".//{http://www.w3.org/2000/svg}text")
    assert len(names) > 2 * len(shown(page))


def test_png_is_large_enough_for_a_wall(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.click("[data-act=save_png]")
    path = tmp_path / "out.png"
    download.value.save_as(path)
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = (int.from_bytes(head[at : at + 4], "big") for at in (16, 20))
    assert width > 5000
    assert 1.2 < width / height < 1.8


def test_print_puts_the_whole_picture_on_one_sheet_of_a3(page: Page, tmp_path: Path) -> None:
    page.pdf(path=tmp_path / "out.pdf", prefer_css_page_size=True)
    document = (tmp_path / "out.pdf").read_bytes()
    assert document.count(b"/Type /Page\n") + document.count(b"/Type /Page ") == 1
    assert b"/MediaBox [0 0 1191" in document


# --- keyboard, language, phone, table --------------------------------------------------------------------------------


def test_every_card_can_be_reached_from_the_keyboard(page: Page) -> None:
    page.locator("[data-part=stage]").focus()
    page.keyboard.press("ArrowDown")
    start = ask(page, "view.selected")
    assert ask(page, "model.nodes.get(view.selected).kind") == "Project"
    page.keyboard.press("ArrowRight")
    assert ask(page, "view.selected") != start
    for _ in range(25):
        page.keyboard.press("ArrowUp")
    assert ask(page, "model.nodes.get(view.selected).level") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    reached = page.evaluate(REACHED_BY_ARROWS)
    assert reached == 0


def test_english_is_one_click_away(page: Page) -> None:
    click_card(page, GREEN)
    page.click("[data-act=lang]")
    assert page.evaluate("document.documentElement.lang") == "en"
    text = page.locator(".pg-net").inner_text()
    for sentence in ("Legend and filters", "aligned", "Chains to level 1", "its own text says so"):
        assert sentence in text
    assert "lang=en" in page.url


def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_panel_leaves_room(open_page: Opener, file: Path) -> None:
    opened = open_page(file.as_uri(), PHONE, has_touch=True).page
    wait(opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    opened.evaluate(f"{VIEW}.pick({json.dumps(GREEN)})")
    opened.wait_for_selector(".pg-panel:not([hidden])")
    stage = opened.locator("[data-part=stage]").bounding_box()
    assert stage
    assert stage["height"] > 200
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_the_table_holds_what_the_picture_holds(page: Page) -> None:
    page.click("[data-act=as_table]")
    assert page.locator(".pg-table tbody tr").count() == len(shown(page))
    page.locator(".pg-table a.pg-node", has_text="รักษ์สิ่งแวดล้อม").first.click()
    assert ask(page, "view.selected") == GREEN


def test_size_by_budget_makes_the_dearest_project_the_largest(page: Page) -> None:
    page.click("[data-act=by_budget]")
    sizes = ask(
        page, "view.shownNodes().filter((n) => n.kind === 'Project').map((n) => [n.baht || 0, view.sizeOf(n.id)])"
    )
    assert max(sizes)[1] == max(size for _, size in sizes) > min(sizes)[1]
    assert ask(page, "view.arrangement.places.size") == len(shown(page))


# --- crowds ----------------------------------------------------------------------------------------------------------


def test_more_than_2000_nodes_are_offered_as_a_table(open_page: Opener, tmp_path: Path) -> None:
    crowd = benchmark().crowd
    path = tmp_path / "crowd.html"
    path.write_text(render(crowd(lampang(), 2100)), encoding="utf-8")
    opened = open_page(path.as_uri()).page
    opened.wait_for_selector("[data-part=offer]:not([hidden])")
    assert ask(opened, "view.drawn.length") == 0
    opened.click("[data-act=offer_table]")
    assert opened.locator(".pg-table tbody tr").count() > 2000


# --- inside another page, and attacks --------------------------------------------------------------------------------


def serve(open_page: Opener, data: NetworkData, policy: str) -> Page:
    """A page of a server that forbids inline scripts and styles, with the network in it."""
    from browser.strict_server import strict_page

    return strict_page(open_page, fragment(data, "th", Links("/id/{id}", "/document/{document}#L{line}")), policy)


def test_a_fragment_runs_under_a_strict_policy_and_links_to_the_pages_around_it(open_page: Opener) -> None:
    opened = serve(
        open_page, lampang(), "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:"
    )
    wait(opened)
    opened.evaluate(f"{VIEW}.pick({json.dumps(GREEN)})")
    assert opened.locator(".pg-panel h2 a").get_attribute("href") == f"/id/{GREEN}"
    assert opened.locator('.pg-panel a[href="/document/lampang-industry-action-plan-2570#L1346"]').count() >= 1


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_run_nothing_wherever_they_are_shown(open_page: Opener, tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(render(hostile_network(name)), encoding="utf-8")
    opened = open_page(path.as_uri()).page
    wait(opened)
    opened.evaluate(f"{VIEW}.pick({json.dumps(f'{PLAN}/project/9.9')})")
    opened.fill("[data-part=query]", name)
    opened.click("[data-act=as_table]")
    opened.evaluate(f"document.body.append(PlanGraph.svgPicture({VIEW}))")
    assert opened.evaluate("window.stolen") is None
    assert opened.locator("img, iframe, object").count() == 0
