"""Which family reads a document, under which id, and what is said of a text nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from lampang import PLAN_ID, line, plan, source
from plangraph.errors import DocumentError
from plangraph.identifiers import BadIds
from plangraph.sources import FAMILIES, NoFiscalYear, UnknownFamily, industry_plan, read_plan
from support import LAMPANG

SLUGS = {"ลำปาง": "lampang"}


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_families_are_registered_explicitly() -> None:
    assert list(FAMILIES) == [industry_plan]
    assert plan().family == "provincial-industry-action-plan"


def test_the_plan_is_recognised_by_all_of_its_main_headings() -> None:
    found = industry_plan.recognise(source())
    assert found.known
    assert found.missing == ()
    assert len(found.found) >= 8


def test_a_folder_is_read_under_its_own_name() -> None:
    assert plan().id == PLAN_ID
    assert plan().sha256 == source().sha256
    assert plan().warnings == ()


def test_a_bare_file_is_named_after_province_family_and_year(tmp_path: Path) -> None:
    copied = tmp_path / "แผน.txt"
    copied.write_bytes(LAMPANG.read_bytes())
    assert read_plan(copied, slugs=SLUGS).id == PLAN_ID
    assert read_plan(copied).id == "plan-industry-action-plan-2570", "a province without a Latin name, a Thai file name"
    latin = copied.rename(tmp_path / "Lampang Industry-Action-Plan-2570.TXT")
    assert read_plan(latin).id == PLAN_ID


def test_a_text_of_no_known_family_is_refused_with_the_headings_found_and_missing(tmp_path: Path) -> None:
    file = write(tmp_path / "recipe.txt", "ต้มยำกุ้ง", "", "ส่วนที่ ๑ บทสรุปผู้บริหาร", "ต้มน้ำให้เดือด")
    with pytest.raises(UnknownFamily) as raised:
        read_plan(file, slugs=SLUGS)
    (recognition,) = raised.value.recognitions
    assert not recognition.known
    assert len(recognition.found) == 1
    assert len(recognition.missing) >= 7
    assert isinstance(raised.value, DocumentError)
    assert all(name in str(raised.value) for name in (*recognition.found, *recognition.missing))


def test_a_plan_without_a_year_is_refused(tmp_path: Path) -> None:
    lines = ["แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัดลำปาง", "", "ส่วนที่ ๑ บทสรุปผู้บริหาร", "", "ส่วนที่ ๔ ภาคผนวก"]
    with pytest.raises(NoFiscalYear, match=r"2570"):
        read_plan(write(tmp_path / "plan.txt", *lines), slugs=SLUGS)


def test_a_plan_that_lacks_a_section_is_read_as_far_as_it_goes_with_one_warning(tmp_path: Path) -> None:
    cut = [*source().lines[:1449], *source().lines[1460:]]  # without section 4.2
    document = read_plan(write(tmp_path / "plan.txt", *cut), slugs=SLUGS)
    assert document.crosswalk == ()
    assert (len(document.briefs), len(document.results)) == (13, 11)
    assert len(document.warnings) == 1
    assert "ไม่พบหัวข้อ" in document.warnings[0].message_th


def test_cut_tables_leave_what_is_left_of_them(tmp_path: Path) -> None:
    cut = [
        *source().lines[:1212],
        *source().lines[1263:],
    ]  # the strategy tables end in the middle of the second strategy
    document = read_plan(write(tmp_path / "plan.txt", *cut), slugs=SLUGS)
    assert [len(strategy.rows) for strategy in document.guidelines[0].strategies] == [3, 2]
    assert len(document.guidelines) == 1


def test_a_heading_nobody_knows_is_reported_with_its_line_and_its_text_stays_unread(tmp_path: Path) -> None:
    added = [*source().lines, "", "๔.๕ ปฏิทินการดำเนินงาน", "", "เดือนตุลาคม จัดประชุม"]
    document = read_plan(write(tmp_path / "plan.txt", *added), slugs=SLUGS)
    (warning,) = document.warnings
    assert warning.line == 1698
    assert "4.5" in warning.message_en
    assert document.fates[1699] == "unread"


def test_frozen_ids_are_read_from_the_folder_and_a_bad_row_stops_us(tmp_path: Path) -> None:
    folder = tmp_path / PLAN_ID
    folder.mkdir()
    (folder / "source.txt").write_bytes(LAMPANG.read_bytes())
    write(folder / "ids.csv", "anchor,iri", f"brief|{line(1269)},{PLAN_ID}/brief/77")
    assert read_plan(folder, slugs=SLUGS).frozen == {f"brief|{line(1269)}": f"{PLAN_ID}/brief/77"}
    write(folder / "ids.csv", "anchor,iri", ",x")
    with pytest.raises(BadIds, match=":2:"):
        read_plan(folder, slugs=SLUGS)
