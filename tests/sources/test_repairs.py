"""OCR repairs are rows of a table: each has a scope and a reason, and none touches the same words elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from lampang import clean_line, line, plan, repairs, spans
from plangraph.records import Kind
from plangraph.sources.industry_plan import family_repairs
from plangraph.sources.repairs import BadRepair, Repair, Repairs, read_repairs
from support import LAMPANG


@pytest.mark.parametrize(
    ("number", "role", "repaired"),
    [
        (349, "alignment.nesdp", "หมุดหมายที่ 1 : การเกษตรและเกษตรแปรรูปมูลค่าสูง"),
        (363, "alignment.nesdp", "หมุดหมายที่ 7 : วิสาหกิจขนาดกลางและขนาดย่อม (SMEs) ที่เข้มแข็ง มีศักยภาพสูง และแข่งขันได้"),
        (371, "alignment.nesdp", "หมุดหมายที่ 10: เศรษฐกิจหมุนเวียนและสังคมคาร์บอนต่ำ"),
        (1095, "situation.industry", "- ประเด็นการพัฒนาที่ 3 ยกระดับหัตถอุตสาหกรรม อุตสาหกรรม บนพื้นฐานของเศรษฐกิจเชิงสร้างสรรค์"),
    ],
)
def test_a_damaged_line_reads_as_it_should_in_its_section(number: int, role: str, repaired: str) -> None:
    assert repairs().apply(clean_line(number), role, line_start=True) == repaired


@pytest.mark.parametrize("number", [613, 738, 793, 879, 963])
def test_the_same_words_outside_the_list_of_milestones_stay(number: int) -> None:
    """หมายเหตุ is a note under a table, หมายความว่า a verb: only the list of 2.2.3 shows that they are errors."""
    assert "หมุดหมาย" not in repairs().apply(clean_line(number), "situation.general", line_start=True)


def test_a_repair_that_needs_the_start_of_a_line_leaves_the_middle_alone() -> None:
    text = "ซึ่งหมายความว่า 1 : ใน 10"
    assert repairs().apply(text, "alignment.nesdp", line_start=True) == text
    assert repairs().apply("หมายความว่า 1 : ก", "alignment.nesdp") == "หมายความว่า 1 : ก"


def test_the_verbatim_text_stays_damaged() -> None:
    milestone = next(claim.target for claim in plan().claims if claim.target.kind is Kind.MILESTONE)
    assert (milestone.number, milestone.title) == (1, "การเกษตรและเกษตรแปรรูปมูลค่าสูง")
    assert milestone.span.text == line(349)
    assert any("พระราชรั้ว" in span.text for span in spans(plan().guidelines))
    assert not any("พระราชรั้ว" in row.name for g in plan().guidelines for s in g.strategies for row in s.rows)


@pytest.mark.parametrize("row", read_repairs(LAMPANG.with_name("corrections.csv")).rows, ids=lambda row: row.wrong)
def test_every_repair_of_this_document_finds_its_error_and_gives_a_reason(row: Repair) -> None:
    numbers = [n for n in range(1, len(plan().lines) + 1) if row.pattern.search(clean_line(n))]
    assert numbers
    assert len(row.reason) > 10


def test_repaired_text_leads_back_to_where_it_came_from() -> None:
    text = "ในหมวดหมายที่ 10 ไทยมีเศรษฐกิจหมุนเวียน"
    repaired, back = family_repairs().mapped(text, "briefs.mentions")
    assert repaired == "ในหมุดหมายที่ 10 ไทยมีเศรษฐกิจหมุนเวียน"
    assert len(back) == len(repaired) + 1
    start = repaired.index("หมุดหมาย")
    assert text[back[start] : back[repaired.index(" ไทย")]] == "หมวดหมายที่ 10"
    assert text[back[repaired.index("ไทย")] : back[len(repaired)]] == "ไทยมีเศรษฐกิจหมุนเวียน"


def test_repairs_of_a_wider_scope_reach_the_sections_below_it(tmp_path: Path) -> None:
    table = tmp_path / "corrections.csv"
    table.write_text("wrong,right,scope,reason\nแม่เม่า,แม่เมาะ,situation,อำเภอ\n", encoding="utf-8")
    found = read_repairs(table)
    assert found.apply("แม่เม่า", "situation.general") == "แม่เมาะ"
    assert found.apply("แม่เม่า", "situations") == "แม่เม่า"
    assert (found + Repairs()).rows == found.rows


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("wrong,right\nก,ข\n", ":1:"),
        ("wrong,right,scope,reason\nก,ข,*\n", ":2:"),
        ("wrong,right,scope,reason\nก,ข,*,เหตุ,เกิน\n", ":2:"),
        ("wrong,right,scope,reason\nก,ข,*,เหตุ\n ,ข,*,เหตุ\n", ":3:"),
        ("wrong,right,scope,reason\nก,ข,*,\n", ":2:"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, content: str, place: str) -> None:
    table = tmp_path / "corrections.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(BadRepair, match=place):
        read_repairs(table)
