"""What is a change of a text, what a rewording, what OCR."""

from __future__ import annotations

import pytest

from plangraph.diffing.words import Relation, differing, relation


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("ตามแนวทางการพัฒนา BCG Model ระยะที่ ๒", "ตาม แนวทางการพัฒนา  BCG MODEL ระยะที่ 2", Relation.SAME),
        ("น้ำ", "น้้ำ", Relation.SAME),
        ("ส่งเสริมผู้ประกอบการ", "สงเสริมผูประกอบการ", Relation.OCR),
        ("ผลิตภัณฑ์ชุมชน", "ผลิตกัณฑ์ชุมชน", Relation.OCR),
        ("สำนักงานอุตสาหกรรม", "สานักงานอุตสาหกรรม", Relation.OCR),
        ("โครงการพัฒนาตลาดผ้าทอ", "โครงการเพื่อการพัฒนาตลาดของผ้าทอ", Relation.GLUE),
        ("ผู้ประกอบการได้รับการพัฒนา จำนวน 25 คน", "ผู้ประกอบการได้รับการพัฒนา จำนวน 20 คน", Relation.CHANGED),
        ("ต้นทุนการผลิตของสถานประกอบการเพิ่มขึ้น", "ต้นทุนการผลิตของสถานประกอบการลดลง", Relation.CHANGED),
        ("พัฒนาเครือข่ายผู้ประกอบการหัตถกรรมจังหวัดลำปาง", "พัฒนาเครือข่ายผู้ประกอบการหัตถกรรมจังหวัดลำพูน", Relation.CHANGED),
        ("ให้ความรู้แก่ผู้ประกอบการเกี่ยวกับมาตรฐาน", "ให้ความรู้ผู้ประกอบการเกี่ยวกับเรื่องมาตรฐาน", Relation.REWORDED),
        ("ทดสอบตลาด", "ให้คำปรึกษาเชิงลึก", Relation.OTHER),
    ],
)  # fmt: skip
def test_two_texts_relate(a: str, b: str, expected: Relation) -> None:
    """Figures, directions and provinces are never a mere wording."""
    assert relation(a, b) is expected
    assert relation(b, a) is expected


def test_a_decimal_figure_is_no_misread_whole_one() -> None:
    """ "4.34" and "434" have the same digits and are not the same."""
    assert relation("ร้อยละ 4.34 ของรายได้ผู้ประกอบการ", "ร้อยละ 434 ของรายได้ผู้ประกอบการ") is Relation.CHANGED
    assert relation("งบ 141,700 บาท", "งบ ๑๔๑๗๐๐ บาท") is Relation.SAME


def test_only_what_differs_is_shown() -> None:
    """With a few letters around it, never cut before a mark or behind a vowel that is written first."""
    one, other = differing("ส่งเสริมตลาดผ้าทอพื้นเมือง", "ส่งเสริมตลาดกาแฟพื้นเมือง")
    assert ("ผ้าทอ" in one, "กาแฟ" in other) == (True, True)
    assert one.startswith("…") and other.startswith("…")
