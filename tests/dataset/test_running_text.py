"""Whatever a line says can be quoted from the graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lampang import rows
from plangraph.dataset.running_text import pieces


@given(st.text(alphabet="กำ่ x๑\t", max_size=1200))
def test_pieces_hold_every_letter_in_order_within_the_quoting_limit(line: str) -> None:
    """Only blanks lie outside the pieces, and no piece is longer than 300 characters."""
    spans = list(pieces(line))
    assert all(0 < last - first <= 300 for first, last in spans)
    assert "".join(line[first:last] for first, last in spans).replace(" ", "").replace("\t", "") == line.replace(
        " ", ""
    ).replace("\t", "")


def test_a_long_line_is_cut_at_a_gap() -> None:
    """A word is not cut where a blank is near."""
    line = "โครงการ " * 80
    assert all(line[last - 1 : last + 1] in {"ร ", "ร"} for _, last in pieces(line))


def test_a_short_line_is_one_piece_without_its_indent() -> None:
    """The tab of a table cell is no part of the quotation."""
    assert list(pieces("\t๑. โครงการ ")) == [(1, 11)]


def test_the_graph_says_what_became_of_the_lines() -> None:
    """The loss account stands on the document: 1,111 lines with text, none of them unread."""
    read, prose, ignored, unread = rows(
        "SELECT ?read ?prose ?ignored ?unread WHERE { ?d pg:linesRead ?read ; pg:linesOfProse ?prose ; "
        "pg:linesIgnored ?ignored ; pg:linesUnread ?unread }"
    )[0]
    assert int(read) + int(prose) + int(ignored) + int(unread) == 1111
    assert int(unread) == 0
    assert int(prose) < 0.25 * 1111
