"""The printed lines come back from the graph, and no page is needed that the graph lacks."""

from __future__ import annotations

from audit_fixture import clean_text, store_of
from plangraph.audit.pages import Page, fetch_pages


def test_every_line_comes_back_as_printed() -> None:
    """Long lines are in pieces in the graph and whole on the page."""
    text = clean_text()
    long_line = "ผลการดำเนินงาน " + "ดำเนินการ จัดอบรม " * 60
    lines = [*text.split("\n"), long_line]
    (page,) = fetch_pages(store_of(lines)).values()
    assert {number: line.strip() for number, line in page.lines.items()} == {
        number: line.strip() for number, line in enumerate(lines, start=1) if line.strip()
    }


def test_a_line_that_is_not_there_is_empty() -> None:
    """Blank lines and lines behind the end read as nothing."""
    page = Page("d", {3: "ก"})
    assert (page.text(2), list(page.between(1, 9))) == ("", [(3, "ก")])
