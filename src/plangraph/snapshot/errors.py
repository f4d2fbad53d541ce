"""What can be wrong with a snapshot."""

from __future__ import annotations

from pathlib import Path

from plangraph.errors import PlanGraphError


class SnapshotDamaged(PlanGraphError):
    """A file of a snapshot is not what was written; ``path`` says which."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            th=f"{path}: แฟ้มของสำเนาตารางเสียหายหรือไม่ครบ — สร้างใหม่ด้วย plangraph snapshot",
            en=f"{path}: this file of the snapshot is damaged or incomplete; build it again with plangraph snapshot",
        )
        self.path = path


class NumberTooLarge(PlanGraphError):
    """A number of the data does not fit into the columns; ``printed`` is that number."""

    def __init__(self, printed: str) -> None:
        super().__init__(
            th=f"{printed}: ตัวเลขนี้ใหญ่หรือละเอียดเกินกว่าที่สำเนาตารางเก็บได้ (ตอบด้วย SPARQL ได้ตามเดิม) — ตรวจตัวเลขในข้อมูล",
            en=f"{printed}: too large or too fine a number for a snapshot (SPARQL still answers); check it in the data",
        )
