"""Every line of the document is accounted for, and every record quotes it verbatim."""

from __future__ import annotations

from lampang import PLAN_ID, line, plan, reading, source, spans
from plangraph.records import Fate
from plangraph.sources.reading import Block, LossAccount


def test_every_span_of_every_record_is_verbatim_and_contiguous() -> None:
    document = plan()
    text = "\n".join(document.lines)
    starts = [0]
    for one in document.lines:
        starts.append(starts[-1] + len(one) + 1)
    found = list(spans(document))
    assert len(found) > 1000
    for span in found:
        begin = starts[span.first_line - 1] + span.first_char
        end = starts[span.last_line - 1] + span.last_char
        assert text[begin:end] == span.text, span
        assert span.document == PLAN_ID


def test_the_loss_account_keeps_its_promises() -> None:
    """Unread under 1 %, prose under 25 % of the lines that are not blank, every line with one fate."""
    fates = plan().fates
    filled = [fate for fate in fates if fate is not Fate.BLANK]
    assert len(fates) == len(source().lines) == 1696
    assert len(filled) == sum(1 for one in source().lines if one.strip()) == 1111
    assert sum(1 for fate in filled if fate is Fate.UNREAD) < len(filled) * 0.01
    assert sum(1 for fate in filled if fate is Fate.PROSE) < len(filled) * 0.25


def test_a_line_is_ignored_for_a_named_reason_only() -> None:
    ignored = {number for lines in plan().ignored.values() for number in lines}
    assert ignored == {n for n, fate in enumerate(plan().fates, start=1) if fate is Fate.IGNORED}
    assert ignored == {9, 11, 13, 15, 16, 20, 21, 25, 26, 30, 31, 35, 36, 40, 41}, "the words of the cover's picture"
    assert all(reason for reason in plan().ignored)


def test_no_line_inside_a_table_a_brief_or_a_list_is_prose() -> None:
    inside = [
        number for number, fate in enumerate(plan().fates, start=1) if fate is Fate.PROSE and "\t" in line(number)
    ]
    assert inside == []
    in_briefs = range(plan().briefs[0].span.first_line, plan().briefs[-1].span.last_line + 1)
    assert not [n for n in in_briefs if plan().fates[n - 1] is Fate.PROSE]


def test_prose_keeps_the_heading_it_stands_under() -> None:
    headings = {prose.span.first_line: prose.heading for prose in plan().prose}
    assert headings[45] == "คำนำ"
    assert headings[510] == "สภาพภูมิประเทศ"
    assert headings[596] == "โครงสร้างประชากร"
    assert all(prose.heading for prose in plan().prose)


def test_blank_lines_stay_blank_whoever_claims_them() -> None:
    account = LossAccount.of(("ก", "", "ข"))
    account.mark(Fate.READ, 1, 3)
    account.ignore("เลขหน้า", 2)
    assert account.fates == [Fate.READ, Fate.BLANK, Fate.READ]
    assert account.ignored == {}
    account.ignore("เลขหน้า", 3)
    assert account.ignored == {"เลขหน้า": [3]}
    assert not account.open(3)


def test_spans_of_whole_lines_leave_out_the_white_space_at_their_ends() -> None:
    desk = reading("  ก ข  ", "", "\tค ง ")
    assert (desk.span(1).text, desk.span(1).first_char, desk.span(1).last_char) == ("ก ข", 2, 5)
    assert desk.span(1, 3).text == "ก ข  \n\n\tค ง"
    assert desk.clause(1, 0, 3).text == "ก ข"


def test_blocks_are_runs_of_lines_between_blank_ones() -> None:
    desk = reading("ก", "ข", "", "ค", "")
    assert list(desk.blocks(1, 5)) == [Block(1, 2), Block(4, 4)]
    assert list(desk.numbers(1, 5)) == [1, 2, 4]
    assert desk.blank(3)
