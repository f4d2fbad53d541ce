"""The review desk on the site: who may decide, what a decision does, and that nobody's is lost; forms as files."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest

from plangraph import resources
from plangraph.exporting import as_pdf
from plangraph.namespaces import expand, shorten
from plangraph.reviewing.desk import Desk
from plangraph.reviews import load_reviews
from plangraph.web.pages.forms import disposition
from plangraph.web.settings import Settings
from web.serving import FORM, Answer, Client, database, running

TOKEN = "a-token-that-only-this-test-knows"
MIND_STAR = "id:lampang-industry-action-plan-2570/project/1.2.2.2"
GREEN = "lampang-industry-action-plan-2570/project/2.1.2.1"


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody at the desk in a browser: a cookie, and the number in the forms of their page."""

    client: Client
    cookie: str = ""
    csrf: str = ""

    def page(self, path: str = "/review") -> Answer:
        return self.client.get(path, cookie=self.cookie)

    def forms(self, path: str = "/review") -> list[dict[str, str]]:
        """The hidden fields of each form that decides."""
        found = re.findall(r'<form method="post" action="/review/decide">(.*?)</form>', self.page(path).text, re.DOTALL)
        hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)">'
        return [{name: unescape(value) for name, value in re.findall(hidden, form)} for form in found]

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        sent = {"origin": self.client.address, "content_type": FORM, "cookie": self.cookie, **headers}
        return self.client.send("POST", path, urlencode(fields), **{key: value for key, value in sent.items() if value})

    def decide(
        self, form: dict[str, str], verdict: str, why: str = "ตรวจแล้ว", who: str = "ผู้ตรวจ", **more: str
    ) -> Answer:
        return self.post("/review/decide", {**form, "verdict": verdict, "why": why, "who": who, **more})


def enter(client: Client) -> Person:
    answer = Person(client).post("/review/enter", {"token": TOKEN})
    assert answer.status == 303
    cookie = answer.headers["set-cookie"].partition(";")[0]
    csrf = re.search(r'name="csrf" value="([^"]+)"', Person(client, cookie).page().text)
    assert csrf
    return Person(client, cookie, csrf[1])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = sorted((resources.folder("graph") / "data").glob("*.nq"))
    return database(tmp_path_factory.mktemp("desk"), [path.read_bytes() for path in files])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reviews"


@pytest.fixture
def desk(db: Path, folder: Path) -> Iterator[Client]:
    with ExitStack() as stack:
        yield stack.enter_context(running(db, settings=Settings(reviews=folder, token=TOKEN)))


def written(folder: Path) -> list[tuple[str, bool, str]]:
    return [(shorten(each.link[2]), each.confirmed, each.why) for each in load_reviews(folder)]


def series(forms: list[dict[str, str]]) -> list[dict[str, str]]:
    return [form for form in forms if "sameSeriesAs" in form["link"]]


# --- who may decide ---------------------------------------------------------------------------------------------------


def test_a_site_without_the_desk_has_no_page_and_takes_no_decision(lampang_site: Client) -> None:
    assert lampang_site.get("/review").status == 404
    assert Person(lampang_site).post("/review/decide", {"verdict": "confirm"}).status == 404
    assert 'href="/review"' not in lampang_site.get("/").text


def test_anyone_reads_the_desk_and_only_the_token_opens_its_forms(desk: Client) -> None:
    page = desk.get("/review").text
    assert "รอตัดสิน (8)" in page
    assert "plangraph build" in page
    assert "/review/decide" not in page
    assert "ใกล้เคียง “มูลค่าพาณิชย์อิเล็กทรอนิกส์" in page
    assert '<blockquote class="quote">' in page
    assert len(enter(desk).forms()) == 8


def test_the_cookie_stays_in_the_browser_and_on_the_site(desk: Client) -> None:
    cookie = Person(desk).post("/review/enter", {"token": TOKEN}).headers["set-cookie"].lower()
    assert [part in cookie for part in ("httponly", "samesite=strict", "path=/review")] == [True] * 3
    assert TOKEN not in cookie


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "รหัส"])
def test_another_token_is_refused(desk: Client, token: str) -> None:
    answer = Person(desk).post("/review/enter", {"token": token})
    assert (answer.status, "รหัสไม่ถูกต้อง" in answer.text, "set-cookie" in answer.headers) == (403, True, False)


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        pytest.param({"origin": "https://evil.example"}, {}, id="another site"),
        pytest.param({"origin": "null"}, {}, id="a sandboxed page"),
        pytest.param({"origin": ""}, {}, id="nobody says where from"),
        pytest.param({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, {}, id="a form of another site"),
        pytest.param({"origin": "http://localhost:1"}, {}, id="another port of this machine"),
        pytest.param({"host": "evil.example", "origin": "http://evil.example"}, {}, id="another host name"),
        pytest.param({"cookie": ""}, {}, id="no cookie"),
        pytest.param({"cookie": "plangraph-review=guessed"}, {}, id="a guessed cookie"),
        pytest.param({}, {"csrf": "guessed"}, id="a guessed number"),
        pytest.param({}, {"csrf": ""}, id="no number"),
        pytest.param({"content_type": "text/plain"}, {}, id="no form"),
    ],
)
def test_a_change_from_elsewhere_is_refused_and_writes_nothing(
    desk: Client, folder: Path, headers: dict[str, str], fields: dict[str, str]
) -> None:
    person = enter(desk)
    good = {**series(person.forms())[0], "verdict": "confirm", "why": "ตรวจแล้ว", "who": "ผู้ตรวจ"}
    answer = person.post("/review/decide", {**good, **fields}, **headers)
    assert answer.status in (403, 415, 421)
    assert not list(folder.glob("*.tsv"))
    assert person.post("/review/decide", good).status == 303


def test_nothing_is_decided_by_following_a_link(desk: Client, folder: Path) -> None:
    person = enter(desk)
    good = {**series(person.forms())[0], "verdict": "confirm", "why": "ตรวจแล้ว", "who": "ผู้ตรวจ"}
    answer = person.page(f"/review/decide?{urlencode(good)}&lang=en")
    assert (answer.status, answer.headers["location"]) == (303, "/review?lang=en")
    assert not folder.exists()


def test_who_leaves_may_no_longer_decide(desk: Client) -> None:
    person = enter(desk)
    form = series(person.forms())[0]
    assert person.post("/review/leave", {"csrf": person.csrf}).status == 303
    assert person.decide(form, "confirm").status == 403


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_decision_is_stored_with_name_and_reason_shown_and_undone(desk: Client, folder: Path) -> None:
    person = enter(desk)
    form = series(person.forms())[0]
    assert person.decide(form, "confirm", "ชื่อย่อเดียวกัน", "หัวหน้ากลุ่มแผน").headers["location"].endswith("done=written")
    [decision] = load_reviews(folder)
    assert (decision.confirmed, decision.reviewer, decision.why) == (True, "หัวหน้ากลุ่มแผน", "ชื่อย่อเดียวกัน")
    assert "รอตัดสิน (7)" in person.page().text
    [decided] = person.forms("/review?show=decided")
    assert person.decide(decided, "undo", "ยืนยันผิดข้อ").status == 303
    assert load_reviews(folder) == []
    assert [entry.outcome for entry in Desk(folder).history()] == ["confirmed", "undone"]
    history = person.page("/review?show=history").text
    assert history.index("ยืนยันผิดข้อ") < history.index("ชื่อย่อเดียวกัน")
    assert "รอตัดสิน (8)" in history


def test_a_link_moved_to_another_target_is_refused_and_the_new_one_confirmed(desk: Client, folder: Path) -> None:
    person = enter(desk)
    form = series(person.forms())[0]
    other = shorten(expand(form["link"].split()[2]).rpartition("/")[0] + "/4.4.04")
    target = other if other != form["link"].split()[2] else MIND_STAR
    assert person.decide(form, "retarget", "คนละโครงการ", target=target).status == 303
    assert {(end, confirmed) for end, confirmed, _ in written(folder)} == {
        (form["link"].split()[2], False),
        (target, True),
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"why": " "}, "ยังไม่ได้กรอกเหตุผล"),
        ({"who": ""}, "ยังไม่ได้กรอกชื่อผู้ตัดสิน"),
        ({"verdict": ""}, "โปรดเลือกคำตัดสิน"),
        ({"verdict": "retarget", "target": "ไม่มีชื่อนี้แน่นอน"}, "ไม่พบ “ไม่มีชื่อนี้แน่นอน” ในกราฟ"),
        ({"verdict": "retarget", "target": ""}, "ไม่ได้ระบุเป้าหมายใหม่"),
        ({"link": "id:a pg:alignedTo id:b"}, "ไม่มีความเชื่อมโยงนี้ในโต๊ะตรวจ"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    desk: Client, folder: Path, fields: dict[str, str], said: str
) -> None:
    person = enter(desk)
    good = {"verdict": "confirm", "why": "<b>ตรวจ & เทียบแล้ว</b>", "who": "ผู้ตรวจ"}
    answer = person.post("/review/decide", {**series(person.forms())[0], **good, **fields})
    assert (answer.status in (400, 404), said in answer.text) == (True, True)
    assert "<b>ตรวจ" not in answer.text
    if "why" not in fields and "link" not in fields:
        assert "&lt;b&gt;ตรวจ &amp; เทียบแล้ว&lt;/b&gt;</textarea>" in answer.text
    assert not list(folder.glob("*.tsv"))


def test_the_same_thing_can_only_be_refused(desk: Client, folder: Path) -> None:
    person = enter(desk)
    form = next(form for form in person.forms() if "owl:sameAs" in form["link"])
    assert person.decide(form, "confirm").status == 400
    assert person.decide(form, "refuse").status == 303
    assert [confirmed for _, confirmed, _ in written(folder)] == [False]


def test_whoever_decides_against_somebody_else_sees_both_and_overwrites_nothing(desk: Client, folder: Path) -> None:
    one, two = enter(desk), enter(desk)
    form, late = series(one.forms())[0], series(two.forms())[0]
    assert one.decide(form, "refuse", "คนละโครงการ", "คนแรก").status == 303
    answer = two.decide(late, "confirm", "ชื่อเดียวกัน", "คนที่สอง")
    assert answer.status == 409
    assert "คนแรก ตัดสินไว้แล้วเมื่อ" in answer.text
    assert "ชื่อเดียวกัน</textarea>" in answer.text
    assert [why for _, _, why in written(folder)] == ["คนละโครงการ"]
    assert [entry.outcome for entry in Desk(folder).history()] == ["refused", "conflict"]
    [now] = two.forms("/review?show=decided")
    assert two.decide(now, "confirm", "ตกลงกันแล้ว").status == 303
    assert [(confirmed, why) for _, confirmed, why in written(folder)] == [(True, "ตกลงกันแล้ว")]


def test_many_who_save_at_once_lose_nothing(desk: Client, folder: Path) -> None:
    """Eight people, each with another link; then eight more on one link, of whom one writes and the log has all."""
    people = [enter(desk) for _ in range(8)]
    forms = people[0].forms()
    with ThreadPoolExecutor(8) as pool:
        own = [{**form, "csrf": person.csrf} for person, form in zip(people, forms, strict=True)]
        answers = list(pool.map(lambda each: each[0].decide(each[1], "refuse").status, zip(people, own, strict=True)))
    assert answers == [303] * 8
    assert len(load_reviews(folder)) == 8
    shared = people[0].forms("/review?show=decided")
    form = next(each for each in shared if "sameSeriesAs" in each["link"])
    with ThreadPoolExecutor(8) as pool:
        tries = [(person, {**form, "csrf": person.csrf}, str(at)) for at, person in enumerate(people)]
        answers = list(pool.map(lambda each: each[0].decide(each[1], "undo", each[2]).status, tries))
    assert 303 in answers
    assert set(answers) <= {303, 404, 409}
    assert len(load_reviews(folder)) == 7
    assert sum(entry.outcome == "undone" for entry in Desk(folder).history()) == 1


def test_a_broken_table_is_named_on_the_page(desk: Client, folder: Path) -> None:
    folder.mkdir()
    (folder / "links.sssom.tsv").write_text("subject_id\tcolour\n", encoding="utf-8")
    answer = desk.get("/review?lang=en")
    assert (answer.status, "links.sssom.tsv:1: wrong columns" in answer.text) == (500, True)


def name_in(header: str) -> str:
    """The Thai name a browser saves under."""
    assert re.match(r"attachment; filename=\"[a-z]+\.docx\"; ", header)
    return unquote(header.rpartition("filename*=UTF-8''")[2])


# --- forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["annex", "brief", "xyz"])
def test_a_project_page_offers_its_forms_as_word_files(lampang_site: Client, name: str) -> None:
    link = f"/forms/{name}.docx?project={GREEN}"
    assert link in unescape(lampang_site.get(f"/id/{GREEN}").text).replace("%2F", "/")
    answer = lampang_site.get(link)
    assert answer.status == 200
    text = zipfile.ZipFile(BytesIO(answer.body)).read("word/document.xml").decode("utf-8")
    assert "โครงการ" in text
    assert name_in(answer.headers["content-disposition"]).startswith(f"{name} โครงการ")


@pytest.mark.parametrize("path", [f"/forms/annex.exe?project={GREEN}", f"/forms/crosswalk.docx?project={GREEN}",
                                  "/forms/annex.docx?project=national-strategy/2", "/forms/annex.docx",
                                  "/forms/annex.docx?project=%3E%20%7D"])  # fmt: skip
def test_what_is_no_form_of_a_project_is_said(lampang_site: Client, path: str) -> None:
    answer = lampang_site.send("GET", path)
    assert (answer.status, "ไม่มีแบบฟอร์มหรือโครงการนี้" in answer.text) == (404, True)


def test_without_a_browser_to_print_with_the_page_offers_no_pdf_and_says_why(
    lampang_site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(as_pdf.CHOSEN, raising=False)
    monkeypatch.setattr(as_pdf, "NAMES", ())
    monkeypatch.setattr(as_pdf, "PLACES", ())
    assert "/forms/annex.pdf" not in lampang_site.get(f"/id/{GREEN}").text
    answer = lampang_site.get(f"/forms/annex.pdf?project={GREEN}")
    assert (answer.status, "ต้องมี Chromium" in answer.text) == (501, True)


@pytest.mark.parametrize("title", ['../../etc/"passwd"', "a\r\nSet-Cookie: x", "โครงการ/ที่ ๑\x00", "...", "ก" * 300])
def test_a_file_name_holds_no_path_quote_or_control(title: str) -> None:
    header = disposition(title, "annex", ".docx")
    assert header.isascii()
    assert not re.search(r"[\r\n\x00]", header)
    assert re.fullmatch(r"[^/\\\"\x00-\x1f.][^/\\\"\x00-\x1f]{0,80}\.docx", name_in(header))
