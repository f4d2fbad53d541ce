"""The statistics tables of the Lampang plan come out whole: captions, headers, page breaks, figures, sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from plangraph.document import SourceText, read_source
from plangraph.records import Cell
from plangraph.sources.tables import FoundTable, find_tables, read_table

LAMPANG = Path(__file__).parents[2] / "graph" / "sources" / "lampang-industry-action-plan-2570" / "source.txt"
FIRST, LAST = 490, 1165  # the situation chapter and the TOWS matrix: where the statistics stand
OFFICE = "(ที่มา : สำนักงานเกษตรและสหกรณ์จังหวัดลำปาง)"


@lru_cache(maxsize=1)
def lampang() -> SourceText:
    return read_source(LAMPANG)


def tables_of(source: SourceText) -> list[FoundTable]:
    return find_tables(source, FIRST, LAST, "สถานการณ์")


@lru_cache(maxsize=1)
def found() -> dict[int, FoundTable]:
    """The tables by the line of their first row."""
    return {table.table.span.first_line: table for table in tables_of(lampang())}


def cell(table: FoundTable, row: str, column: str) -> Cell:
    (only,) = [one for one in table.table.cells if (one.row_header, one.column_header) == (row, column)]
    return only


@dataclass(frozen=True)
class Expected:
    line: int  # of the first row
    last: int
    caption: str
    rows: int
    columns: int
    source: str = ""
    unit: str = ""


EXPECTED = (
    Expected(501, 504, "ที่ตั้ง และขนาดพื้นที่", 4, 2),
    Expected(545, 558, "ระยะทางจากอำเภอเมืองลำปางไปยังอำเภอต่าง ๆ", 13, 2),
    Expected(564, 580, "การปกครอง", 14, 9, "(ที่มา : ที่ทำการปกครองจังหวัดลำปาง)"),
    Expected(586, 590, "การบริหารราชการในจังหวัดลำปาง แบ่งออกเป็น ๔ ลักษณะ", 4, 3, "(ที่มา : ที่ทำการปกครองจังหวัดลำปาง)"),
    Expected(598, 604, "โครงสร้างประชากร", 6, 5, "(ที่มา : ที่ทำการปกครองจังหวัดลำปาง)"),
    Expected(
        627,
        642,
        "ประชากรจังหวัดลำปาง จำแนกตามเพศและสถานภาพแรงงานไทย ปี ๒๕๖๖",
        14,
        5,
        "(ที่มา : สำนักงานสถิติจังหวัดลำปางและสำนักงานแรงงานจังหวัดลำปาง)",
        "คน",
    ),
    Expected(
        680,
        695,
        "ระยะทางถนนของจังหวัดลำปาง จำแนกตามหน่วยงานที่รับผิดชอบและประเมินผิวจราจร",
        15,
        3,
        "(ที่มา : แขวงทางหลวงลำปางที่ ๑ แขวงทางหลวงลำปางที่ ๒ และแขวงทางหลวงชนบทลำปาง)",
    ),
    Expected(705, 723, "การให้บริการของการประปาส่วนภูมิภาค (กปภ.) ในพื้นที่จังหวัดลำปาง", 17, 5),
    Expected(
        729,
        734,
        "สถิติการให้บริการของ กปภ.ลำปาง กปภ.เกาะคา และ กปภ.เถิน ปีงบประมาณ พ.ศ. ๒๕๖๔ - ๒๕๖๗ (ตุลาคม ๒๕๖๖ - มีนาคม ๒๕๖๗)",
        4,
        6,
        "(ที่มา : การประปาส่วนภูมิภาคเขต ๙)",
    ),
    Expected(
        745,
        762,
        "จำนวนผู้ใช้ไฟฟ้า และการจำหน่ายพลังงานไฟฟ้าของการไฟฟ้าส่วนภูมิภาคจังหวัดลำปาง จำแนกตามประเภทผู้ใช้ไฟฟ้า พ.ศ. ๒๕๖๖",
        13,
        5,
        "(ที่มา: การไฟฟ้าส่วนภูมิภาคจังหวัดลำปาง)",
    ),
    Expected(774, 789, "ข้อมูลครัวเรือนเกษตรกรและพื้นที่การเกษตร พ.ศ. ๒๕๖๖/๒๕๖๗", 14, 4, OFFICE),
    Expected(817, 825, "พืชเศรษฐกิจที่สำคัญของจังหวัดลำปาง ปี ๒๕๖๖/๒๕๖๗", 8, 5, OFFICE),
    Expected(833, 849, "การใช้ที่ดินเพื่อการเกษตรแยกตามรายอำเภอ จังหวัดลำปาง", 14, 15, "(ที่มา : สำนักงานเกษตรจังหวัดลำปาง)"),
    Expected(863, 877, "ประทานบัตรจำแนกตามชนิดแร่ จังหวัดลำปาง ปี ๒๕๖๕-๒๕๖๙", 14, 7),
    Expected(899, 917, "ปริมาณการผลิตแร่ ปีงบประมาณ พ.ศ. ๒๕๖๕ – ๒๕๖๙ (ณ ๓๐ เมษายน ๒๕๖๙)", 14, 7),
    Expected(931, 952, "จำนวนโรงงาน เงินทุน คนงาน จำแนกตามกลุ่มอุตสาหกรรม ของจังหวัดลำปาง ณ วันที่ ๓๐ เมษายน ๒๕๖๙", 19, 5),
    Expected(956, 961, "สถิติสะสมจำนวนโรงงานในจังหวัดลำปาง ณ สิ้นปี ปี พ.ศ. ๒๕๖๕ - ๒๕๖๙ (ณ ๓๐ เมษายน ๒๕๖๙)", 5, 4),
    Expected(1023, 1035, "ผลิตภัณฑ์มวลรวมจังหวัด (GPP จังหวัด) และผลิตภัณฑ์มวลรวมภาคอุตสาหกรรมจังหวัด", 12, 8),
    Expected(1159, 1164, "TOWS Matrix", 3, 3),
)


def test_every_table_of_the_chapter_is_found_and_no_line_is_left() -> None:
    assert sorted(found()) == [expected.line for expected in EXPECTED]
    used = {line for table in found().values() for line in table.lines()}
    with_tabs = {line for line in range(FIRST, LAST + 1) if "\t" in lampang().line(line)}
    assert with_tabs <= used
    assert all(table.unread == () for table in found().values())


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: str(expected.line))
def test_a_table_has_its_caption_size_unit_and_source(expected: Expected) -> None:
    table = found()[expected.line]
    assert table.table.caption == expected.caption
    assert (len(table.body_lines), len(table.table.header)) == (expected.rows, expected.columns)
    assert table.table.span == lampang().span(expected.line, expected.last)
    assert (table.table.unit, table.table.source) == (expected.unit, expected.source)
    assert {one.row for one in table.table.cells} == set(range(1, expected.rows + 1))


CROPS = "พื้นที่การเกษตร (พื้นที่เพาะปลูก)"
ROAD = "แขวงทางหลวงลำปางที่ ๑ จำนวน ๒๑ สายทาง"


@pytest.mark.parametrize(
    ("line", "row", "column", "printed", "value"),
    [
        (545, "เมืองลำปาง", "ระยะทาง", "-", None),
        (545, "แม่พริก", "ระยะทาง", "๑๒๕", "125"),
        (564, "เมืองลำปาง", "เทศบาลเมือง", "๒", "2"),
        (564, "แม่พริก", "ตำบล", "๔", "4"),  # behind the page break
        (564, "รวม", "อบต.", "๕๙", "59"),
        (586, "ราชการบริหารส่วนกลาง", "จำนวน (หน่วย)", "๗๐", "70"),
        (598, "๒๕๖๑", "ลดลงจากปีที่ผ่านมา (-)", "- ๒,๘๒๓ คน", "-2823"),
        (598, "๒๕๖๕", "ลดลงจากปีที่ผ่านมา (-)", "+๒๙,๕๔๙ คน", "29549"),
        (627, "ประชากรรวม", "ปี ๒๕๖๖ / หญิง", "๓๕๗,๑๑๘", "357118"),
        (627, "๑.๑ กำลังแรงงานปัจจุบัน / ผู้ว่างงาน", "ปี ๒๕๖๕", "๑๘,๕๐๕", "18505"),
        (627, "๑.๒ กำลังแรงงานที่รอฤดูกาล", "ปี ๒๕๖๖ / ชาย", "-", None),
        (627, "ประชากรผู้มีอายุต่ำกว่า ๑๕ ปี", "ปี ๒๕๖๖ / รวม", "๑๑๑,๐๐๒", "111002"),
        (627, "อัตราการว่างงาน", "ปี ๒๕๖๖ / รวม", "๒.๐๘", "2.08"),
        (680, ROAD, "กม.", "๔๗๕.๔๙๙", "475.499"),
        (680, f"{ROAD} / ผิวลาดยาง", "%", "๘๖.๒๕", "86.25"),
        (680, "แขวงทางหลวงชนบทลำปาง จำนวน ๓๔ สายทาง / ผิวลูกรัง", "กม.", "๐.๑๙๖", "0.196"),
        (705, "กปภ. สาขาลำปาง", "จำนวนลูกค้า (ราย) / (ข้อมูล ณ เดือนมีนาคม ๒๕๖๗)", "๔๘,๑๗๕", "48175"),
        (705, "กปภ. สาขาเถิน / แม่ข่ายเถิน", "พื้นที่ให้บริการ / อำเภอ", "เถิน", None),
        (729, "ปริมาณน้ำจำหน่าย (สะสม)", "หน่วยนับ", "ล้าน ลบ.ม.", None),
        (729, "ปริมาณน้ำจำหน่าย (สะสม)", "ปีงบประมาณ / ๒๕๖๗ (ต.ค. ๖๖ - มี.ค. ๖๗)", "๖.๕๓๘", "6.538"),
        (745, "ไฟสำรอง", "จำนวนผู้ใช้ไฟ / ราย", "-", None),
        (745, "รวมทั้งสิ้น", "พลังงานไฟฟ้าที่จำหน่ายและใช้ / กิโลวัตต์ - ชั่วโมง", "๑,๐๕๓,๕๖๓,๓๖๕", "1053563365"),
        (774, "เถิน", "จำนวน / พื้นที่การเกษตร (ไร่) (ด้านพืช)", "๕๗,๗๘๑", "57781"),
        (817, "๔. มันสำปะหลัง", "ผลผลิตต่อไร่ (กก.)", "๓,๑๔๗", "3147"),
        (833, "งาว", "พื้นที่ทั้งหมด (ไร่)", "๑,๑๓๔,๕๖๙", "1134569"),
        (833, "งาว", f"{CROPS} / พืชไร่ / ร้อยละ", "๕.๓๖", "5.36"),
        (833, "เกาะคา", f"{CROPS} / เกษตรอื่นๆ / จำนวน (ไร่)", "-", None),
        (833, "รวม", f"{CROPS} / รวม / จำนวน (ไร่)", "๙๖๕,๐๓๒", "965032"),
        (833, "รวม", "สัดส่วนพื้นที่การเกษตรต่อพื้นที่ทั้งหมด", "๑๒.๒๑", "12.21"),
        (863, "ถ่านหิน", "ปี ๒๕๖๙", "๕๒", "52"),
        (863, "รวมทั้งสิ้น", "ปี ๒๕๖๕", "๑๐๓", "103"),
        (899, "แร่ดีบุก", "ปริมาณการผลิต (เมตริกตัน) / พ.ศ. ๒๕๖๖", "๓๐๐.๐๐", "300.00"),
        (899, "รวม", "ปริมาณการผลิต (เมตริกตัน) / พ.ศ. ๒๕๖๙ (ณ ๓๐ เม.ย. ๖๙)", "๘,๕๗๒,๘๓๘.๑๖", "8572838.16"),
        (931, "ผลิตภัณฑ์อโลหะ", "คนงานรวม (คน)", "๕,๕๔๓", "5543"),
        (931, "การผลิตอื่นๆ", "เงินลงทุน (ล้านบาท)", "๕๗,๓๑๐.๐๘", "57310.08"),
        (931, "รวม", "จำนวน โรงงาน (แห่ง)", "๕๑๙", "519"),
        (956, "๒๕๖๙ (๓๐ เม.ย. ๖๙)", "คนงาน (คน)", "๒๒,๑๐๙", "22109"),
        (1023, "Agriculture", "๒๕๖๕", "๙,๓๑๗", "9317"),
        (1023, "Agriculture / อัตราการ เปลี่ยนแปลง%", "๒๕๖๑", "(๑.๖๑)", "-1.61"),
        (1023, "Services / อัตราการ เปลี่ยนแปลง%", "เฉลี่ย ๕ ปี", "๑.๗๕", "1.75"),
        (1023, "Population (๑,๐๐๐ persons) / อัตราการ เปลี่ยนแปลง%", "เฉลี่ย ๕ ปี", "(๐.๗๕)", "-0.75"),
    ],
)
def test_a_cell_stands_under_its_headers(line: int, row: str, column: str, printed: str, value: str | None) -> None:
    one = cell(found()[line], row, column)
    assert (one.printed, one.value, one.damaged) == (printed, None if value is None else Decimal(value), False)
    assert one.printed in lampang().line(one.line)


def test_the_one_damaged_figure_is_flagged() -> None:
    damaged = [one for table in found().values() for one in table.table.cells if one.damaged]
    assert [(one.line, one.row_header, one.column_header, one.printed, one.value) for one in damaged] == [
        (847, "ห้างฉัตร", f"{CROPS} / พืชผัก / จำนวน (ไร่)", "๑๑,๑๘", None)
    ]


def test_parts_of_a_table_on_two_pages_are_one_and_the_header_again_is_no_row() -> None:
    assert found()[564].header_lines == (564, 574)
    assert found()[745].header_lines == (745, 746, 757, 758)
    assert found()[899].header_lines == (899, 900, 913, 914)
    assert found()[931].header_lines == (931, 947)
    assert found()[1159].header_lines == (1159, 1162)


def test_an_empty_label_takes_the_one_above() -> None:
    towns = [
        one for one in found()[705].table.cells if one.row_header == "กปภ. สาขาลำปาง / แม่ข่ายลำปาง" and one.column == 3
    ]
    assert [one.printed for one in towns] == ["เมือง ลำปาง", "ห้างฉัตร"]
    opportunity = [one for one in found()[1159].table.cells if one.row_header == "โอกาสที่สำคัญ (Opportunity)"]
    assert [(one.row, one.column) for one in opportunity] == [(1, 2), (1, 3), (2, 2)]


def test_a_row_with_nothing_but_a_label_keeps_it() -> None:
    exports = [one for one in found()[899].table.cells if one.printed == "ส่งออกนอกฯ"]
    assert [(one.row, one.column, one.line) for one in exports] == [(11, 2, 911), (13, 2, 916)]


def test_numbered_notes_run_on_over_blank_lines() -> None:
    table = found()[863]
    assert table.note_lines == (879, 881, 883, 885, 887)
    assert table.table.notes[0].startswith("หมายเหตุ: ๑. ข้อมูล ณ วันที่ ๓๑ มกราคม ๒๕๖๔")
    assert table.table.notes[4].startswith("๕. ข้อมูล ณ วันที่ ๓๐ เมษายน ๒๕๖๘")


def test_a_note_may_follow_the_source() -> None:
    assert (found()[729].source_lines, found()[729].note_lines) == ((736,), (738,))
    assert found()[956].note_lines == (963,)


def test_a_caption_of_two_lines_may_have_a_blank_one_between() -> None:
    assert found()[729].caption_lines == (725, 727)
    assert found()[745].caption_lines == (742, 743)
    assert (found()[627].caption_lines, found()[627].unit_line) == ((623,), 625)


def test_a_table_behind_running_text_borrows_the_heading_and_does_not_use_it_up() -> None:
    assert (found()[598].table.caption, found()[598].caption_lines) == ("โครงสร้างประชากร", ())


def test_a_table_without_header_has_only_rows() -> None:
    table = found()[501]
    assert table.headless
    assert cell(table, "ทิศใต้", "").printed == "ติดต่อกับ จังหวัดสุโขทัย และจังหวัดตาก"


def test_result_tables_have_figures_with_units_and_an_empty_corner() -> None:
    plan, loans = find_tables(lampang(), 1553, 1590, "๔.๔")
    assert plan.table.header == ("", "แผน (ต.ค.๖๗ - ก.ย. ๖๘)", "ผล (ณ ๓๐ ก.ย. ๖๘)")
    assert cell(plan, "(๑) รับคำขอ มผช.", "ผล (ณ ๓๐ ก.ย. ๖๘)").value == 59
    assert cell(loans, "แนะนำโครงการสินเชื่อกองทุนพัฒนาเอสเอ็มอีตามแนวประชารัฐ", "แผน (ทั้งปี)").value == 60


# --- another document: damage and other habits


def with_lines(source: SourceText, lines: list[str]) -> SourceText:
    return replace(source, lines=tuple(lines))


FOREIGN = (
    "บทความนี้ไม่เกี่ยวข้องกับแผนแต่อย่างใด",
    "ซื้อหนึ่งแถมหนึ่ง\tเฉพาะวันนี้เท่านั้น",
    "\t".join("กขคงจฉชซฌญฎฏฐฑฒณด"),
)


@pytest.mark.parametrize("foreign", FOREIGN, ids=["no tab", "few cells", "too many cells"])
@pytest.mark.parametrize(
    "at", [503, 545, 570, 589, 604, 632, 690, 709, 723, 731, 750, 760, 790, 820, 840, 870, 911, 935, 958, 1030, 1163]
)
def test_foreign_text_in_a_table_is_unread_and_shifts_nothing(foreign: str, at: int) -> None:
    at = max(line for table in found().values() for line in table.body_lines if line <= at)
    lines = list(lampang().lines)
    lines.insert(at, foreign)
    tables = find_tables(with_lines(lampang(), lines), FIRST, LAST + 1, "สถานการณ์")
    assert [line for table in tables for line in table.unread] == [at + 1]
    whole = [replace(one, line=0) for table in found().values() for one in table.table.cells]
    assert [replace(one, line=0) for table in tables for one in table.table.cells] == whole


def test_tables_survive_an_editor_that_trims_line_ends() -> None:
    trimmed = with_lines(lampang(), [line.rstrip() for line in lampang().lines])
    assert [table.table.cells for table in tables_of(trimmed)] == [table.table.cells for table in found().values()]


def test_tables_survive_a_lost_repetition_of_the_header() -> None:
    lines = list(lampang().lines)
    for line in (574, 757, 758, 913, 914, 947):
        lines[line - 1] = ""
    tables = {table.table.span.first_line: table for table in tables_of(with_lines(lampang(), lines))}
    for line in (564, 745, 899, 931):
        assert tables[line].table.cells == found()[line].table.cells


def test_page_numbers_between_two_parts_join_them() -> None:
    lines = list(lampang().lines)
    lines[573 - 1] = "- ๑๙ -"
    (table,) = [one for one in tables_of(with_lines(lampang(), lines)) if one.table.span.first_line == 564]
    assert table.page_lines == (573,)
    assert table.table.cells == found()[564].table.cells


def test_a_table_whose_header_was_cut_away_is_read_without_one() -> None:
    (table,) = find_tables(lampang(), 946 + 2, 953, "โรงงาน")
    assert table.headless
    assert [one.printed for one in table.table.cells if one.row == 1] == ["ผลิตเครื่องจักรและเครื่องกล", "๖", "๓๔.๔๔", "๖๕"]


PHRAE = """\
ตารางที่ ๕ จำนวนวิสาหกิจชุมชน จังหวัดแพร่
(หน่วย : แห่ง)
ลำดับ\tอำเภอ\tปี พ.ศ.\t\tหมายเหตุ
\t\t๒๕๖๘\t๒๕๖๙\t
1\tเมืองแพร่\t1,204\t1,311\tรวมเทศบาล ๒ แห่ง
2\tลอง\t98\t101\t-
\tรวม\t1,302\t1,412\t
แหล่งที่มา: สำนักงานเกษตรจังหวัดแพร่
ข้อความต่อไป"""


def test_a_table_of_another_province_is_read_by_the_same_rules() -> None:
    source = SourceText(Path("phrae.txt"), "phrae", "utf-8", tuple(PHRAE.split("\n")), "")
    (table,) = find_tables(source, 1, 9, "วิสาหกิจชุมชน")
    assert (table.table.caption, table.table.unit) == ("ตารางที่ ๕ จำนวนวิสาหกิจชุมชน จังหวัดแพร่", "แห่ง")
    assert table.table.header == ("ลำดับ", "อำเภอ", "ปี พ.ศ. / ๒๕๖๘", "ปี พ.ศ. / ๒๕๖๙", "หมายเหตุ")
    assert cell(table, "เมืองแพร่", "ปี พ.ศ. / ๒๕๖๙").value == 1311
    assert cell(table, "รวม", "ปี พ.ศ. / ๒๕๖๘").value == 1302
    assert table.table.source == "แหล่งที่มา: สำนักงานเกษตรจังหวัดแพร่"
    assert table.lines() == (1, 2, 3, 4, 5, 6, 7, 8)


def test_read_table_takes_its_surroundings_from_the_caller() -> None:
    table = read_table(
        lampang(), 774, 789, caption="ครัวเรือนเกษตรกร", unit="", source_note=OFFICE, heading="ด้านการเกษตร"
    )
    assert (table.caption, table.source, table.heading) == ("ครัวเรือนเกษตรกร", OFFICE, "ด้านการเกษตร")
    assert table.cells == found()[774].table.cells


def test_read_table_refuses_lines_without_a_table() -> None:
    with pytest.raises(ValueError, match="no table"):
        read_table(lampang(), 608, 616, caption="", unit="", source_note="", heading="")


def test_a_range_without_tables_has_none() -> None:
    assert find_tables(lampang(), 608, 624, "ด้านสังคม") == []
