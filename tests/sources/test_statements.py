"""Figures of running text: what each counts, its year, its share, and the clause that says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit_excerpts import read_excerpt
from lampang import line, plan
from plangraph.records import Fact, Prose, SourceSpan
from plangraph.sources.statements import statements


def of_line(number: int) -> list[Fact]:
    return [fact for fact in plan().facts if fact.subject and fact.span.first_line == number]


def of_text(*paragraphs: str, heading: str = "ข้อมูล") -> list[Fact]:
    spans = [SourceSpan("x", at, at, text, 0, len(text)) for at, text in enumerate(paragraphs, start=1)]
    return list(statements(Prose(heading, span) for span in spans))


@pytest.mark.parametrize(
    ("number", "subject", "value", "unit", "share", "share_of", "year"),
    [
        (770, "พื้นที่เกษตรกรรม", "973638", "ไร่", "12.43", "", None),
        (596, "หญิง", "384055", "คน", None, "", None),
        (613, "ผู้มีงานทำ", "362689", "คน", "97.86", "ผู้อยู่ในกำลังแรงงาน", 2566),
        (613, "ผู้ว่างงาน", "7944", "คน", "2.14", "", 2566),
        (615, "ตัวเลขในกลุ่มของผู้ที่ไม่อยู่ในกำลังแรงงาน", "101003", "คน", "36.60", "ผู้อยู่ในวัยทำงาน", 2566),
        (650, "สามเณร", "1418", "รูป", None, "", None),
        (676, "ระยะทาง", "1807.109", "กิโลเมตร", None, "", None),
        (859, "ประทานบัตร", "95", "แปลง", None, "", 2569),
        (1043, "ภาคเกษตรของจังหวัดลำปาง มูลค่า", "8317", "ล้านบาท", "12", "GPP ทั้งหมดของจังหวัด", 2565),
        (1045, "ภาคอุตสาหกรรมจังหวัดลำปาง มูลค่า", "25874", "ล้านบาท", "35", "GPP ทั้งหมดของจังหวัด", 2565),
    ],
)
def test_a_figure_of_the_plan_has_its_subject_share_and_year(
    number: int, subject: str, value: str, unit: str, share: str | None, share_of: str, year: int | None
) -> None:
    fact = next(fact for fact in of_line(number) if fact.quantities[0].value == Decimal(value))
    assert (fact.subject, fact.quantities[0].unit) == (subject, unit)
    assert [quantity.value for quantity in fact.quantities[1:]] == ([Decimal(share)] if share else [])
    assert (fact.share_of, fact.year) == (share_of, year)


def test_every_clause_is_verbatim_and_short_enough_to_quote() -> None:
    stated = [fact for fact in plan().facts if fact.subject]
    assert len(stated) > 100
    for fact in stated:
        span = fact.span
        assert line(span.first_line)[span.first_char : span.last_char] == span.text
        assert len(span.text) <= 300
        assert fact.quantities[0].printed in span.text


def test_a_year_behind_its_figure_is_its_year_and_one_compared_with_is_not() -> None:
    facts = of_text("ในปี ๒๕๖๕ มีมูลค่า ๗๔,๙๑๕ ล้านบาท เพิ่มขึ้นจากปี ๒๕๖๔ จำนวน ๑,๐๔๒ ล้านบาท จากที่เพิ่มขึ้นร้อยละ ๓.๔๓ ในปี ๒๕๖๔")
    assert [(fact.quantities[0].value, fact.year) for fact in facts] == [
        (Decimal(74915), 2565),
        (Decimal(1042), 2565),
        (Decimal("3.43"), 2564),
    ]


def test_a_year_is_carried_to_the_next_paragraph_of_the_heading_only() -> None:
    first, second = "ในปี ๒๕๖๖ มีผู้มีงานทำ ๓๖๒,๖๘๙ คน", "ทั้งนี้มีผู้ว่างงาน ๗,๙๔๔ คน"
    assert [fact.year for fact in of_text(first, second)] == [2566, 2566]
    spans = [SourceSpan("x", at, at, text, 0, len(text)) for at, text in enumerate((first, second), start=1)]
    apart = statements([Prose("ก", spans[0]), Prose("ข", spans[1])])
    assert [fact.year for fact in apart] == [2566, None]


def test_a_hypothetical_hundred_is_no_statement() -> None:
    facts = of_text("มีผู้มีงานทำ ๓๖๒,๖๘๙ คน นั้นหมายความว่า ผู้อยู่ในกำลังแรงงาน ๑๐๐ คน จะมีการมีงานทำประมาณ ๙๗ คน")
    assert [fact.quantities[0].value for fact in facts] == [Decimal(362689)]


def test_a_bare_verb_takes_the_subject_of_its_paragraph() -> None:
    facts = of_text("ภาคบริการจังหวัดลำปาง ในปี ๒๕๖๕ ลดลงร้อยละ ๐.๖๕ และมีมูลค่า ๓๙,๗๒๔ ล้านบาท")
    assert all(fact.subject.startswith("ภาคบริการ") for fact in facts)
    assert len(facts) == 2


def test_statements_take_no_line_away_from_the_account() -> None:
    """The lines of prose stay prose: the excerpt is read the same with and without its figures."""
    text = "จังหวัดลำปางมีวัดมหานิกาย จำนวน ๗๑๓ วัด และวัดธรรมยุต จำนวน ๓๑ วัด ซึ่งกระจายอยู่ในทุกอำเภอของจังหวัด"
    document = read_excerpt(text)
    assert [fate.value for fate in document.fates] == ["prose"]
    assert [fact.quantities[0].value for fact in document.facts] == [713, 31]
