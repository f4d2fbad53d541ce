"""The site as people use it, in headless Chromium: every page clean and accessible, and the ways through it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from browser.conftest import DESKTOP, PHONE, Opener, Watched
from support import ROOT, require

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from web.serving import Client

AXE = ROOT / "tests" / "data" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PLAN = "lampang-industry-action-plan-2570"
GREEN = f"/id/{PLAN}/project/2.1.2.1"
PAGES = {
    "home": "/",
    "search": "/search?q=BCG",
    "strategy": "/id/national-strategy/5",
    "project": GREEN,
    "weak project": f"/id/{PLAN}/project/3.1.1.2",
    "plan": f"/id/{PLAN}",
    "document": f"/id/document/{PLAN}?lines=1346#L1346",
    "coverage": "/coverage",
    "audit": "/audit?severity=high",
    "questions": "/questions",
    "question": "/questions/budget_by_guideline",
    "ontology": "/ontology",
    "editor": "/editor",
    "network": f"/network?focus={PLAN}/project/2.1.2.1",
    "not found": "/id/nothing-of-that-name",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The bundled graph, served."""
    require("module:starlette")
    require("module:playwright")
    from plangraph import resources
    from plangraph.opening import ontology_quads
    from web.serving import database, running

    texts = [path.read_bytes() for path in sorted((resources.folder("graph") / "data").glob("*.nq"))]
    with running(database(tmp_path_factory.mktemp("browser"), [*texts, ontology_quads()]), warm=True) as client:
        yield client


def visit(open_page: Opener, site: Client, path: str, size: tuple[int, int] = DESKTOP, lang: str = "th") -> Page:
    """A page with everything loaded; complaints of console and network fail the test."""
    host = site.address.removeprefix("http://")
    wrong = frozenset({404}) if "nothing-of" in path else frozenset[int]()
    watched: Watched = open_page(f"{site.address}/robots.txt", size=size, host=host)
    watched.allowed_statuses = wrong
    page = watched.page
    page.context.add_cookies([{"name": "plangraph-lang", "value": lang, "url": site.address}])
    page.goto(site.address + path)
    page.wait_for_load_state("networkidle")
    return page


VIEWS = "(window.PlanGraph && PlanGraph.views ? PlanGraph.views.length : 0)"


def until(page: Page, expression: str, seconds: float = 10) -> None:
    """Wait for something to be so; Playwright's own waiting evaluates texts, which our pages forbid."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, with the elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
        ".then(done => done.violations.map(each => [each.id, each.nodes.slice(0, 3).map(node => node.html)]))",
        RULES,
    )
    return [f"{name}: {json.dumps(nodes, ensure_ascii=False)[:400]}" for name, nodes in found]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_complains_calls_elsewhere_or_shuts_anyone_out(site: Client, open_page: Opener, name: str) -> None:
    """English, on a desktop: no console error, no other host, no WCAG A or AA violation that axe-core can find."""
    page = visit(open_page, site, PAGES[name], lang="en")
    assert page.evaluate("document.fonts.check('16px Sarabun', 'ก')")
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone(site: Client, open_page: Opener, name: str) -> None:
    """Thai, on a phone: likewise, and nothing is wider than the screen but what scrolls inside its own frame."""
    page = visit(open_page, site, PAGES[name], size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert violations(page) == []


def test_from_search_over_the_project_to_the_line_that_says_it(site: Client, open_page: Opener) -> None:
    """Type part of a name, take the suggestion, follow the quote: the document opens at the marked words."""
    page = visit(open_page, site, "/")
    page.fill("#q", "รักษ์สิ่งแวดล้อม")
    page.click(".suggest a >> nth=0")
    page.wait_for_url(f"**{GREEN}")
    assert "สอดคล้อง" in page.inner_text(".verdict")
    page.click(".chain .quote a >> nth=0")
    page.wait_for_url("**/id/document/**")
    line = page.locator("#L1346")
    assert line.get_attribute("class") == "here"
    box = line.bounding_box()
    assert box
    assert 0 <= box["y"] < DESKTOP[1]
    assert "ตามแนวทางยุทธศาสตร์ชาติ ๒๐ ปี" in page.inner_text("mark.on")
    assert "เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม" in page.inner_text("#reading")


def test_who_serves_green_growth_with_how_much_and_where_it_says_so(site: Client, open_page: Opener) -> None:
    """Two clicks from the first page."""
    page = visit(open_page, site, "/")
    page.click(".six-card >> nth=4")
    page.wait_for_url("**/id/national-strategy/5")
    assert page.inner_text(".figures .f-strong strong") == "141,700 บาท"
    page.click(".supports.strong .quote a >> nth=0")
    page.wait_for_url("**lines=1346#L1346")


def test_pointing_at_a_passage_says_what_was_read(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, f"/id/document/{PLAN}?lines=1349")
    page.hover("#L1349 mark.link >> nth=0")
    assert "ยุทธศาสตร์ชาติด้าน" in page.inner_text("#reading ul")
    page.locator("#L1349 mark.link >> nth=0").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#reading') !== null")


def test_the_network_of_a_project_opens_on_its_page_and_comes_back_by_its_address(
    site: Client, open_page: Opener
) -> None:
    page = visit(open_page, site, GREEN)
    page.locator("[data-network]").scroll_into_view_if_needed()
    until(page, f"{VIEWS} === 1 && PlanGraph.views[0].model.shown.size > 3")
    page.goto(f"{site.address}{PAGES['network']}")
    until(page, f"{VIEWS} === 1")
    shown = page.evaluate("PlanGraph.views[0].model.shown.size")
    page.reload()
    until(page, f"{VIEWS} === 1")
    assert page.evaluate("PlanGraph.views[0].model.shown.size") == shown


def test_lists_are_filtered_while_typing(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, "/questions")
    everything = page.locator(".question-list li:visible").count()
    page.fill("#filter", "งบประมาณ")
    assert 0 < page.locator(".question-list li:visible").count() < everything


def test_a_question_is_asked_by_its_form_and_kept_in_its_address(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, "/questions/chain_of_project")
    page.select_option("select", label="โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการมีส่วนร่วมและธรรมาภิบาล")
    page.click(".ask button")
    page.wait_for_selector("table.answer")
    rows = page.locator("table.answer tbody tr").count()
    assert rows > 3
    page.goto(page.url)
    assert page.locator("table.answer tbody tr").count() == rows
    page.click("text=เปิดในหน้า SPARQL")
    page.wait_for_selector(".CodeMirror")
    assert "hasBudgetLine" not in page.inner_text(".CodeMirror")
    assert "?project" in page.evaluate("plangraphEditor.getTab().getQuery()")


def test_a_query_typed_in_the_editor_is_answered(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, "/editor")
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type(
        f"SELECT ?o WHERE {{ <https://w3id.org/plangraph{GREEN}> <http://www.w3.org/2000/01/rdf-schema#label> ?o }}"
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".yasr table td")
    assert "เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อม" in page.inner_text(".yasr")


def test_an_example_is_loaded_into_the_editor_and_answers(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, "/editor")
    page.select_option("#examples", "projects_reaching_strategy")
    assert "national-strategy/5" in page.evaluate("plangraphEditor.getTab().getQuery()")
    page.click("button.yasqe_queryButton")
    page.wait_for_selector(".yasr table td")
    assert page.locator(".yasr table tbody tr").count() > 0


def test_the_language_changes_and_stays(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, GREEN)
    page.click(".langs a")
    page.wait_for_load_state()
    assert "Aligned (aligned)" in page.inner_text(".verdict")
    page.click(".menu a >> nth=1")
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == "en"


def test_the_cells_of_the_matrix_open_their_projects(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, "/coverage?measure=baht")
    cell = page.locator(".matrix tr", has_text="เติบโตบนคุณภาพชีวิต").locator("a.cell", has_text="141,700").first
    cell.click()
    page.wait_for_url("**under=**")
    assert page.locator(".supports a", has_text="รักษ์สิ่งแวดล้อม").count() == 1


@pytest.mark.parametrize("name", ["project", "weak project"])
def test_a_project_prints_as_an_annex_of_one_page(site: Client, open_page: Opener, name: str) -> None:
    """Verdict, chain, quotes with their lines, money and what the audit says; no menu, no network, no brief."""
    assert site.site.findings()
    page = visit(open_page, site, PAGES[name])
    page.emulate_media(media="print")
    for hidden in (".menu", "[data-network]", ".brief", "body > footer"):
        assert not page.is_visible(hidden)
    assert page.is_visible(".chain .quote footer >> nth=0")
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1


def test_the_sentence_that_mends_is_copied(site: Client, open_page: Opener) -> None:
    page = visit(open_page, site, PAGES["weak project"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    page.click("[data-copy]")
    until(page, "document.querySelector('[data-copy]').textContent === 'คัดลอกแล้ว'")
    assert page.evaluate("navigator.clipboard.readText()").startswith("โครงการนี้สอดคล้องกับ")


def test_every_link_is_reached_from_the_keyboard(site: Client, open_page: Opener) -> None:
    """The first stop is the way past the menu."""
    page = visit(open_page, site, "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_hostile_search_shows_its_text_and_runs_nothing(site: Client, open_page: Opener) -> None:
    text = "\"><img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    page = visit(open_page, site, f"/search?q={quote(text)}")
    time.sleep(0.2)
    assert page.title() != "run"
    assert "<script>" in page.inner_text("h1")
