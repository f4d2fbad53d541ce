"""The pages over HTTP: what they say of the Lampang plan, in both languages, and with hostile names in every place."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode
from rdflib import Graph, URIRef

from chains_fixture import PREFIXES, files, link, nquads, project
from plangraph.document import read_source
from plangraph.namespaces import ID
from plangraph.queries import load_questions
from plangraph.web.pages.supporters import share, supporters
from support import LAMPANG
from web.serving import Answer, Client, database, running

PLAN = "lampang-industry-action-plan-2570"
GREEN = f"/id/{PLAN}/project/2.1.2.1"
WEAK = f"/id/{PLAN}/project/3.1.1.2"
DOCUMENT = f"/id/document/{PLAN}"
PAGES = [
    "/", "/search?q=BCG", "/search", "/search?q=ไม่มีชื่อนี้แน่นอน", GREEN, WEAK, f"/id/{PLAN}", DOCUMENT,
    f"{DOCUMENT}?lines=1346", "/id/national-strategy/5", "/id/master-plan-2566/18", f"/id/{PLAN}/guideline/2",
    f"/id/{PLAN}/budget/table-10", "/id/org/lampang-provincial-industry-office", f"/id/{PLAN}/brief/07",
    "/id/document/reference/master_plans", "/coverage", "/coverage?by=province&measure=baht&zeros=1&deep=1", "/audit",
    "/audit?severity=high", "/questions", "/questions/budget_by_guideline", "/questions/chain_of_project", "/ontology",
    "/editor", f"/network?focus={PLAN}/project/2.1.2.1", "/network", "/id/graph/proposals",
]  # fmt: skip


@pytest.fixture(name="site")
def _site(lampang_site: Client) -> Client:
    return lampang_site


def page(site: Client, path: str, lang: str = "th", **headers: str) -> Answer:
    return site.get(path, accept="text/html", cookie=f"plangraph-lang={lang}", **headers)


class Shape(HTMLParser):
    """What a page is made of: tags, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._quiet = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._quiet += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text += data

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a" and "href" in attrs]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_both_languages_and_safe(site: Client, path: str, lang: str) -> None:
    """One h1, the language said, no inline script or style, no address of another host loaded, no id twice."""
    answer = page(site, path, lang)
    assert (answer.status, answer.kind) == (200, "text/html")
    shape = Shape(answer.text)
    assert [attrs["lang"] for tag, attrs in shape.tags if tag == "html"] == [lang]
    assert [tag for tag, _ in shape.tags].count("h1") == 1
    for tag, attrs in shape.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        assert tag != "style"
        if tag == "script":
            assert attrs.get("src", "").startswith(("/static/", "/viz/")) or attrs["type"] == "application/json"  # type: ignore[union-attr]
        if tag in ("img", "link", "script", "iframe"):
            assert not (attrs.get("src") or attrs.get("href") or "").startswith(("http:", "https:", "//"))
    ids = [attrs["id"] for _, attrs in shape.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_links_of_the_pages_lead_somewhere(site: Client) -> None:
    """Every link of this site on the main pages answers, whatever its query string."""
    wanted = set()
    for path in ("/", GREEN, WEAK, f"/id/{PLAN}", "/id/national-strategy/5", "/coverage", "/questions"):
        wanted |= {link.partition("#")[0] for link in Shape(page(site, path).text).links if link.startswith("/")}
    assert len(wanted) > 150
    bad = [path for path in sorted(wanted) if site.send("GET", path, accept="text/html").status not in (200, 303)]
    assert bad == []


def test_green_growth_is_answered_by_two_clicks(site: Client) -> None:
    """From the first page to the strategy: which projects, with how much money, and where it says so."""
    home = Shape(page(site, "/").text)
    assert "/id/national-strategy/5" in home.links
    strategy = page(site, "/id/national-strategy/5")
    text = " ".join(Shape(strategy.text).text.split())
    assert "หลักฐานแน่น: 1 โครงการ รวม 141,700 บาท" in text
    assert "หลักฐานอ่อน: 13 โครงการ รวม 16,301,990 บาท" in text
    assert "โครงการเครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมบนหลักการมีส่วนร่วมและธรรมาภิบาล" in text
    assert f"{DOCUMENT}?lines=1346#L1346" in Shape(strategy.text).links


def test_a_project_page_shows_its_verdict_every_hop_and_its_money(site: Client) -> None:
    shape = Shape(page(site, GREEN).text)
    text = " ".join(shape.text.split())
    assert "สอดคล้องกับยุทธศาสตร์ชาติ (aligned)" in text
    assert "ตามแนวทางยุทธศาสตร์ชาติ ๒๐ ปี" in text
    assert {f"{DOCUMENT}?lines={line}#L{line}" for line in (1239, 1346, 1356)} <= set(shape.links)
    assert "โครงการแบบย่อพิมพ์ปีงบประมาณ 2569 แต่ตารางโครงการให้งบในปี 2570" in text


def test_a_weak_project_page_says_what_is_missing_and_how_to_mend_it(site: Client) -> None:
    text = " ".join(Shape(page(site, WEAK).text).text.split())
    assert "ข้อความ (บรรทัด 1389) เอ่ยถึงยุทธศาสตร์ชาติ" in text
    assert "โครงการนี้สอดคล้องกับ [เลือกด้านที่ตรงกับโครงการ:" in text


def test_the_document_page_is_the_printed_text_line_by_line(site: Client) -> None:
    """All but blanks at the start of a line, which no passage holds."""
    html = page(site, DOCUMENT).text
    shown = dict(
        re.findall(r'<li id="L(\d+)"[^>]*><a [^>]*>\d+</a><span class="tx">(.*?)</span></li>', html, re.DOTALL)
    )
    printed = read_source(LAMPANG).lines
    assert len(shown) >= len(printed) - 1
    wrong = [
        number
        for number, line in enumerate(printed, 1)
        if Shape(shown.get(str(number), "")).text.strip() != line.strip()
    ]
    assert wrong == []


def test_the_document_marks_what_a_link_relies_on_and_says_what_was_read(site: Client) -> None:
    html = page(site, f"{DOCUMENT}?lines=1346").text
    line = html[html.index('<li id="L1346"') : html.index('<li id="L1347"')]
    assert 'class="here"' in line
    marked = re.search(r'<mark class="r link" data-r="([\d ]+)">(ตามแนวทางยุทธศาสตร์ชาติ[^<]*)</mark>', line)
    assert marked
    readings = json.loads(html.partition('id="readings">')[2].partition("</script>")[0])
    first = readings[marked[1].split()[0]]
    assert (first["link"], first["path"]) == (True, GREEN)


def test_lists_and_totals_of_elements_agree_with_coverage(site: Client) -> None:
    """Strong and weak, projects and baht, for every element of levels 1 and 2."""
    survey = site.site.survey("th")
    assert len(survey.elements) > 400
    for each in survey.elements:
        found = supporters(site.site, each.element.id, "th")
        strong, weak = share(s for s in found if s.strong), share(s for s in found if not s.strong)
        assert (strong, weak) == (each.strong, each.weak), each.element.id


def test_the_matrix_adds_up_to_its_totals_where_a_project_has_one_guideline(site: Client) -> None:
    """The columns are guidelines; every project stands under exactly one here, so the cells add up."""
    from plangraph.web.pages.coverage import columns_of, matrix

    columns = columns_of(site.site, "guideline", "th")
    assert [len(column.projects) for column in columns] == [6, 5, 3]
    for row in matrix(site.site, columns, "th"):
        assert sum(cell.strong.projects for cell in row.cells) == row.coverage.strong.projects
        assert sum(cell.weak.baht for cell in row.cells) == row.coverage.weak.baht


def test_all_the_money_flows_and_none_flows_twice(site: Client) -> None:
    from plangraph.web.pages.flows import picture
    from plangraph.web.render import Words

    flow = picture(site.site, Words("th"), "th")
    assert flow
    assert sum(row[3] for row in flow.rows) == site.site.survey("th").projects.baht
    assert sum(row[4] for row in flow.rows) == 14
    for x in {box.x for box in flow.boxes}:
        assert sum(box.amount for box in flow.boxes if box.x == x) == site.site.survey("th").projects.baht


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.name)
def test_every_question_is_answered_with_its_example(site: Client, question: object) -> None:
    from plangraph.queries import Question

    assert isinstance(question, Question)
    given = "&".join(f"{each.name}={quote(each.example)}" for each in question.parameters if each.required)
    path = f"/questions/{question.name}?ask=1&{given}"
    assert site.send("GET", path, accept="text/html").status == 200
    table = site.send("GET", f"{path}&format=csv")
    header, *_ = csv.reader(io.StringIO(table.body.decode("utf-8-sig")))
    assert header == list(question.returns)
    assert [list(row) for row in site.send("GET", f"{path}&format=json").json()][:1] in ([], [list(question.returns)])


def test_an_answer_comes_as_a_workbook(site: Client) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    answer = site.get("/questions/budget_by_guideline?ask=1&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).active
    assert [cell.value for cell in sheet[1]] == ["plan", "guideline", "number", "label", "lines", "baht"]
    assert sum(row[5] for row in sheet.iter_rows(min_row=2, values_only=True)) == 16571500


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/questions/nothing_like_it", 404, "ไม่พบหน้านี้"),
        ("/questions/chain_of_project?project=%22%3E%3Cscript%3E", 400, "ไม่ใช่ IRI"),
        ("/questions/results_of_year?year=1234", 400, "ไม่ใช่ปี พ.ศ."),
        ("/id/lampang-industry-action-plan-2570/project/9.9.9.9", 404, "อาจหมายถึง"),
        ("/nothing", 404, "กลับหน้าแรก"),
        ("/network?focus=nothing", 404, "ไม่พบหน้านี้"),
    ],
)
def test_what_is_not_there_is_said_with_help(site: Client, path: str, status: int, says: str) -> None:
    answer = site.send("GET", path, accept="text/html")
    assert (answer.status, says in answer.text) == (status, True)


def test_pages_are_not_posted_to(site: Client) -> None:
    answer = site.send("POST", "/", "x=1")
    assert (answer.status, "อ่านได้อย่างเดียว" in answer.text) == (405, True)


# --- one address, many forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [("text/turtle", "text/turtle", "turtle"), ("application/ld+json", "application/ld+json", "json-ld")],
)
@pytest.mark.parametrize("path", [GREEN, f"/id/{PLAN}", "/id/national-strategy/5", DOCUMENT])
def test_every_thing_answers_as_rdf_too(site: Client, path: str, accept: str, kind: str, form: str) -> None:
    answer = site.get(path, accept=accept)
    assert (answer.status, answer.kind, "Accept" in answer.headers["vary"]) == (200, kind, True)
    described = Graph().parse(data=answer.text, format=form)
    assert set(described.subjects()) == {URIRef(ID + path.removeprefix("/id/"))}
    assert site.get(f"{path}?format=ttl", accept="text/html").kind == "text/turtle"


def test_every_iri_of_the_data_has_a_page(site: Client) -> None:
    """One of each class, proposals among them; a passage leads to its line."""
    rows = site.site.store.select("SELECT ?class (SAMPLE(?thing) AS ?one) WHERE { ?thing a ?class } GROUP BY ?class")
    paths = {row["class"].value: row["one"].value.removeprefix(ID) for row in rows if row["one"].value.startswith(ID)}
    assert len(paths) > 35
    for kind, path in sorted(paths.items()):
        answer = site.send("GET", f"/id/{path}", accept="text/html")
        passage = kind.endswith("#Passage")
        assert answer.status == (303 if passage else 200), (kind, path)
        if passage:
            assert re.fullmatch(r"/id/document/.*\?lines=\d+(-\d+)?#L\d+", answer.headers["location"])
    proposed = "SELECT ?a WHERE { GRAPH <https://w3id.org/plangraph/id/graph/proposals> { ?a ?p ?o } } LIMIT 1"
    path = site.site.store.select(proposed)[0]["a"].value.removeprefix(ID)
    assert site.send("GET", f"/id/{path}", accept="text/turtle").status == 200


def test_a_language_is_kept_once_chosen(site: Client) -> None:
    answer = site.send("GET", "/?lang=en", accept="text/html")
    assert "plangraph-lang=en" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "Find a project" in page(site, "/", "en").text
    assert "set-cookie" not in page(site, "/?lang=xx").headers


def test_the_ontology_is_a_page_and_turtle(site: Client) -> None:
    assert 'id="contributesTo"' in page(site, "/ontology").text
    turtle = site.send("GET", "/ontology", accept="text/turtle")
    assert len(Graph().parse(data=turtle.text, format="turtle")) > 500


def test_findings_come_as_csv_and_json(site: Client) -> None:
    found = site.get("/audit?format=json").json()
    table = list(csv.reader(io.StringIO(site.get("/audit?format=csv").body.decode("utf-8-sig"))))
    assert len(found) == len(table) - 1 == len(site.site.findings())


# --- hostile names ---------------------------------------------------------------------------------------------------

EVIL = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</script><script>x",
    "</title><svg onload=alert(1)>", "javascript:alert(1)", "{{ 7 * 7 }}", "=cmd|' /C calc'!A0", "\u202e<b>x</b>\u0007",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The small graph with hostile text in names, quotes, documents, organisations and IRIs of other hosts."""
    turtle = [PREFIXES]
    for at, text in enumerate(EVIL):
        name = json.dumps(text)[1:-1]
        turtle.append(
            project(f"evil/project/{at}", name, more=f"; pg:responsible <evil/org/{at}>").replace(PLAN, "evil")
        )
        turtle.append(link(f"evil/project/{at}", "national-strategy/5", "stated").replace("ข้อความ", name))
        turtle.append(f"<evil/project/{at}> pg:hasBudgetLine <evil/b/{at}> . <evil/b/{at}> a pg:BudgetLine ;")
        turtle.append(f' rdfs:label "{name}"@th ; pg:amount 5 ; pg:figureFrom pg:strategyTable .')
        turtle.append(f'<evil/org/{at}> rdfs:label "{name}"@th ; rdfs:seeAlso <javascript:alert({at})> .')
        turtle.append(f"<document/x/passage/7.0-7.{at}> a pg:Passage ; pg:document <document/x> ; pg:firstLine 7 ;")
        turtle.append(
            f' pg:lastLine 7 ; pg:exactText "{name}" . <evil/org/{at}> pg:evidence <document/x/passage/7.0-7.{at}> .'
        )
    name = json.dumps(EVIL[3])[1:-1]
    turtle.append(
        f'<evil> a pg:Plan ; pg:wasRead true ; rdfs:label "{name}"@th ; pg:planLevel 3 ; pg:document <document/x> .'
    )
    turtle.append(f'<document/x> a pg:Document ; rdfs:label "{name}"@th ; pg:lineCount 9 .')
    db = database(tmp_path_factory.mktemp("hostile"), [*files().values(), nquads("\n".join(turtle).encode(), "evil")])
    with running(db) as client:
        yield client


HOSTILE_PAGES = [
    "/", "/search?q=script", "/id/evil", "/id/evil/project/0", "/id/evil/project/3", "/id/evil/org/0", "/id/evil/b/1",
    "/id/document/x", "/id/document/x?lines=7", "/id/national-strategy/5", "/coverage", "/audit",
    "/questions/projects_of_plan", "/questions/budget_by_project", "/network?focus=evil/project/0", "/network",
    "/ontology", *(f"/search?q={quote(text)}" for text in EVIL), *(f"/id/{quote(text)}" for text in EVIL),
    *(f"{path}?lines={quote(EVIL[1])}" for path in ("/id/document/x",)), f"/?lang={quote(EVIL[1])}",
    f"/questions/chain_of_project?project={quote(EVIL[1])}", f"/coverage?by={quote(EVIL[1])}&measure={quote(EVIL[0])}",
    f"/editor?query={quote(EVIL[3])}", f"/id/national-strategy/5?under={quote(EVIL[1])}",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE_PAGES)
def test_hostile_names_are_only_text(hostile: Client, path: str) -> None:
    """No element, attribute or script of theirs comes to life."""
    answer = hostile.send("GET", path, accept="text/html")
    assert answer.status in (200, 400, 404)
    shape = Shape(answer.text)
    for tag, attrs in shape.tags:
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        assert not (attrs.get("href") or "").lower().startswith("javascript:")
        assert tag not in ("img", "iframe", "object", "embed", "base")
        if tag == "script":
            assert attrs.get("src", "").startswith(("/static/", "/viz/")) or attrs.get("type") == "application/json"  # type: ignore[union-attr]


def test_downloads_hold_no_formula(hostile: Client) -> None:
    """A name that begins with = comes with an apostrophe in CSV, and as text in a workbook."""
    table = hostile.send("GET", "/questions/projects_of_plan?ask=1&format=csv").body.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    openpyxl = pytest.importorskip("openpyxl")
    book = hostile.send("GET", "/questions/projects_of_plan?ask=1&format=xlsx").body
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == EVIL[7]}
    assert kinds == {"s"}


def test_the_redirect_of_a_passage_stays_on_this_site(hostile: Client) -> None:
    answer = hostile.send("GET", "/id/document/x/passage/7.0-7.1", accept="text/html")
    assert (answer.status, answer.headers["location"]) == (303, "/id/document/x?lines=7#L7")


def test_addresses_of_other_schemes_are_no_links() -> None:
    from plangraph.web.render import path_of

    assert path_of("javascript:alert(1)") == ""
    assert path_of("urn:x") == ""
    assert path_of(f'{ID}a"b<c>') == "/id/a%22b%3Cc%3E"
    assert path_of('https://example.org/"onclick=') == "https://example.org/%22onclick="
    assert NamedNode("javascript:alert(1)").value == "javascript:alert(1)"


def test_static_files_of_the_wheel_are_all_there() -> None:
    from plangraph.resources import package_file

    names = {path.name for path in Path(package_file("web", "static")).rglob("*") if path.is_file()}
    assert {"site.css", "site.js", "yasgui.min.js", "LICENSE-OFL.txt", "LICENSE.md"} <= names
    assert len([name for name in names if name.endswith(".woff2")]) == 6
