"""A site over a snapshot: the pages are those over Oxigraph, and long lists say what they leave for the next page."""

from __future__ import annotations

import html
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chains_fixture import GREEN, MINING, PLAN, built
from plangraph import resources
from plangraph.errors import NoGraphHere
from plangraph.opening import prepare
from plangraph.snapshot.store import SnapshotStore
from plangraph.store import EmbeddedStore
from plangraph.web import paging, preparing
from plangraph.web import site as sites
from plangraph.web.pages import coverage, document, element, flows, home, network, plan
from plangraph.web.preparing import Preparing, StillPreparing
from plangraph.web.settings import Settings
from plangraph.web.site import open_site
from support import require
from web.serving import Answer, Client, serving

DOCUMENT = f"/id/document/{PLAN}"
PAGES = [
    "/", "/search?q=BCG", "/search?q=ไม่มีชื่อนี้แน่นอน", f"/id/{GREEN}", f"/id/{MINING}", f"/id/{PLAN}", DOCUMENT,
    f"{DOCUMENT}?lines=1346", "/id/national-strategy/5", "/id/master-plan-2566/18", f"/id/{PLAN}/guideline/2",
    f"/id/national-strategy/5?under=https://w3id.org/plangraph/id/{PLAN}/guideline/2", f"/id/{PLAN}/budget/table-10",
    "/id/org/lampang-provincial-industry-office", f"/id/{PLAN}/brief/07", "/id/document/reference/master_plans",
    "/coverage", "/coverage?by=province&measure=baht&zeros=1&deep=1", "/coverage?format=csv", "/coverage?format=json",
    "/audit", "/questions/budget_by_guideline", "/questions/chain_of_project", "/editor", "/network",
    f"/network?focus={GREEN}", "/network?focus=national-strategy/5", f"/network?focus={PLAN}", "/id/graph/proposals",
    f"/id/{PLAN}/nothing", "/network?focus=nothing", f"/id/{GREEN}?format=ttl", "/id/national-strategy/5?format=nt",
    "/graphs",
]  # fmt: skip


def snapshots() -> Callable[[Path], Path]:
    """What makes a snapshot, where there is what it takes."""
    for name in ("starlette", "numpy", "scipy"):
        require(f"module:{name}")
    from plangraph.snapshot.folder import make

    return make


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled graph as somebody's own, with a snapshot."""
    make = snapshots()
    target = tmp_path_factory.mktemp("nation")
    shutil.copytree(resources.folder("graph") / "data", target / "data")
    make(target)
    return target


@pytest.fixture(scope="module")
def columns(folder: Path) -> Iterator[Client]:
    """The site over the snapshot."""
    with serving(lambda: open_site(Settings(store=str(folder)))) as client:
        assert isinstance(client.site.store, SnapshotStore)
        yield client


@pytest.fixture(scope="module")
def oxigraph(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The site over the same data without it."""
    target = tmp_path_factory.mktemp("plain")
    shutil.copytree(folder / "data", target / "data")
    with serving(lambda: open_site(Settings(store=str(target)))) as client:
        assert isinstance(client.site.store, EmbeddedStore)
        yield client


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_byte_for_byte(columns: Client, oxigraph: Client, path: str, lang: str) -> None:
    found, expected = (
        each.get(path, accept="text/html", cookie=f"plangraph-lang={lang}") for each in (columns, oxigraph)
    )
    assert (found.status, found.kind) == (expected.status, expected.kind)
    assert found.text.replace(str(columns.port), "") == expected.text.replace(str(oxigraph.port), "")


def test_the_vocabulary_is_told_without_a_store(columns: Client, oxigraph: Client) -> None:
    """The same terms and counts; which few things stand as examples nobody promises."""
    counts = [re.findall(r'id="(\w+)"', each.get("/ontology", accept="text/html").text) for each in (columns, oxigraph)]
    assert counts[0] == counts[1]
    assert len(counts[0]) > 100


# --- lists that are cut ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph with its snapshot."""
    make = snapshots()
    target = built(tmp_path_factory.mktemp("small") / "built")
    make(target)
    return target


@pytest.fixture
def cut(small: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A site where next to nothing fits on a page."""
    for module, name, value in (
        (paging, "SHOWN", 2), (home, "PROJECTS", 4), (coverage, "COLUMNS", 1), (flows, "BOXES", 2),
        (plan, "OUTLINED", 1), (plan, "FEW", 1), (document, "LINES_SHOWN", 500), (network, "DRAWN", 3),
        (network, "SUPPORTERS", 2), (element, "PARTS_SHOWN", 2), (sites, "MANY", 3),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    with serving(lambda: open_site(Settings(store=str(small))), warm=True) as client:
        yield client


def page(site: Client, path: str) -> str:
    answer: Answer = site.get(path, accept="text/html", cookie="plangraph-lang=en")
    assert answer.status == 200
    return html.unescape(answer.text)


def projects_in(text: str) -> list[str]:
    return re.findall(rf'<a href="/id/({PLAN}/project/[\d.]+)">', text)


def test_all_projects_stand_on_the_pages_of_the_first_page_once(cut: Client) -> None:
    """Nine projects, four on a page: each once, the aligned first, and what there is in all is said."""
    texts = [page(cut, path) for path in ("/", "/?page=2", "/?page=3")]
    found = [iri for text in texts for iri in projects_in(text)]
    assert (len(found), len(set(found))) == (9, 9)
    assert "1–4 of 9 · by verdict, then the largest budget first" in texts[0]
    assert '<a rel="next" href="/?page=2">' in texts[0]
    assert "9–9 of 9" in texts[2]
    verdicts = [
        verdict for text in texts for verdict in re.findall(r'badge v-([\w-]+)">', text.partition("<tbody>")[2])
    ]
    assert verdicts == sorted(verdicts, key=["aligned", "aligned-by-plan", "not-aligned"].index)
    assert page(cut, "/?page=99").count("9–9 of 9") == 1


def test_supporters_are_counted_in_full_and_shown_in_pages(cut: Client) -> None:
    text = page(cut, "/id/lampang-development-plan-2566-2570/issue/3")
    total = int(re.findall(r"strong evidence: (\d+) projects", text)[0])
    assert total > 4
    pages = [
        page(cut, f"/id/lampang-development-plan-2566-2570/issue/3?strong={at}") for at in range(1, total // 2 + 2)
    ]
    found = [iri for each in pages for iri in projects_in(each.partition("links_down")[0])]
    assert len(set(found)) == total
    assert f"1–2 of {total}" in pages[0]


def test_a_long_outline_shows_a_few_of_each_strategy_and_leads_to_the_rest(cut: Client) -> None:
    text = page(cut, f"/id/{PLAN}")
    more = [int(each) for each in re.findall(r"and (\d+) more</a>", text.partition('id="outline"')[2])]
    assert more
    assert len(projects_in(text.partition('id="outline"')[2])) + sum(more) >= 9


def test_all_the_money_flows_where_boxes_are_joined(cut: Client) -> None:
    text = page(cut, "/coverage")
    whole = cut.site.listing("en").share
    rows = re.findall(r'<td class="num">([\d,]+)</td><td class="num">([\d,.]+)</td></tr>', text.partition("flow")[2])
    assert sum(int(projects.replace(",", "")) for projects, _ in rows) == sum(
        stream.share.projects for stream in cut.site.listing("en").streams()
    )
    assert sum(float(baht.replace(",", "")) for _, baht in rows) == float(whole.baht)
    assert "other guidelines" in text
    assert "The largest are shown one by one" in text


def test_columns_of_coverage_come_in_pages_the_largest_first(cut: Client) -> None:
    columns = coverage.columns_of(cut.site, "guideline", "en")
    amounts = [column.projects.share.baht for column in columns]
    assert len(amounts) > 2
    assert amounts == sorted(amounts, reverse=True)
    assert f"1–1 of {len(columns)} · columns with the largest budget first" in page(cut, "/coverage")
    assert "1 projects" not in page(cut, f"/coverage?columns={len(columns)}").partition("pager")[0]


def test_a_document_opens_at_the_page_of_the_line_that_is_asked_for(cut: Client) -> None:
    text = page(cut, f"{DOCUMENT}?lines=1346")
    assert 'id="L1346" class="here"' in text
    assert "1,001–" in text
    assert 'id="L1"' not in text
    assert 'id="L1"' in page(cut, DOCUMENT)


def test_a_network_of_many_says_what_it_leaves_out_or_asks_which_plan(cut: Client) -> None:
    assert "9 projects do not fit one picture" in page(cut, "/network")
    assert "3 of 9 projects" in page(cut, f"/network?focus={PLAN}")
    assert re.search(r"2 of \d+ projects", page(cut, "/network?focus=lampang-development-plan-2566-2570/issue/3"))


def test_an_audit_of_many_is_left_to_a_command(cut: Client, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page starts it, and neither does the site by itself."""
    monkeypatch.setattr("plangraph.audit.engine.findings", lambda store: pytest.fail("an audit was made"))
    assert f"plangraph audit --store {small} -o audit.xlsx" in page(cut, "/audit")
    assert "not audited here" in page(cut, "/")
    assert "not audited here" in page(cut, f"/id/{PLAN}")
    assert cut.get("/audit?format=json").status == 503
    cut.site.warm_up()
    assert cut.site.findings_so_far() is None


def test_links_of_cut_pages_lead_somewhere(cut: Client) -> None:
    """Every link to another page of a list answers."""
    wanted = set()
    for path in ("/", f"/id/{PLAN}", "/coverage", "/network", DOCUMENT, "/id/national-strategy/5"):
        wanted |= set(re.findall(r'<a rel="(?:next|prev)" href="([^"]+)"', page(cut, path)))
    assert len(wanted) >= 5
    assert [path for path in sorted(wanted) if cut.send("GET", path, accept="text/html").status != 200] == []


# --- the store that SPARQL asks --------------------------------------------------------------------------------------

WITHOUT_STORE = [
    "/", f"/id/{GREEN}", f"/id/{PLAN}", DOCUMENT, "/id/national-strategy/5", "/coverage", "/search?q=ก", "/editor",
    f"/network?focus={GREEN}", "/ontology", "/questions/chain_of_project", "/id/graph/proposals",
]  # fmt: skip


def test_pages_of_many_need_no_store_and_a_query_makes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "MANY", 3)
    make = snapshots()
    target = built(tmp_path / "built")
    make(target)
    said: list[str] = []
    with serving(lambda: open_site(Settings(store=str(target)), lambda key, **values: said.append(key))) as client:
        assert [path for path in WITHOUT_STORE if client.get(path, accept="text/html").status != 200] == []
        assert not (target / "store").exists()
        assert said == ["answering_snapshot"]
        assert client.sparql("ASK {}").json()["boolean"] is True
        assert (target / "store").exists()
        assert said == ["answering_snapshot", "preparing"]


def test_a_query_hears_that_its_store_is_being_prepared(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with a word on when to come back, for programs and for people; other pages answer meanwhile."""
    going = threading.Event()

    def slow(*given: object) -> Path:
        going.wait(20)
        return prepare(small)

    monkeypatch.setattr(preparing, "PATIENCE", 0.05)
    monkeypatch.setattr("plangraph.web.site.prepare", slow)
    with serving(lambda: open_site(Settings(store=str(small)))) as client:
        answer = client.sparql("ASK {}")
        assert (answer.status, "being prepared" in answer.text, "retry-after" in answer.headers) == (503, True, True)
        answer = client.get("/questions/budget_by_guideline?ask=1", accept="text/html", cookie="plangraph-lang=en")
        assert (answer.status, "is being prepared" in answer.text) == (503, True)
        assert client.get("/", accept="text/html").status == 200
        going.set()
        for _ in range(100):
            if client.sparql("ASK {}").status == 200:
                break
            time.sleep(0.1)
        assert client.get("/questions/budget_by_guideline?ask=1", accept="text/html").status == 200


def test_what_cannot_be_prepared_is_said_and_tried_again(tmp_path: Path) -> None:
    tries: list[int] = []

    def make() -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise NoGraphHere(tmp_path)
        return tmp_path

    opened = Preparing(make)
    for _ in range(2):
        with pytest.raises(NoGraphHere):
            opened()
    assert (opened(), opened(), len(tries)) == (tmp_path, tmp_path, 3)
    assert issubclass(StillPreparing, Exception)
