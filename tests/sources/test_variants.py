"""The reader holds for the next document: other provinces, other numbers, other wordings of the same outline."""

from __future__ import annotations

from sources.variants import LINES, read_lines


def test_every_need_keeps_what_the_people_ask_for() -> None:
    """A line "ความต้องการของประชาชน คือ …" belongs to the problem above it; it is no heading of a new part."""
    needs = read_lines(LINES).needs
    assert len(needs) == 10
    assert all(need.demand and need.dimension.startswith("ด้าน") for need in needs)
    assert needs[7].demand.startswith("ให้นำหน่วยงานที่เกี่ยวข้องแบ่งเขต")
