"""A decision names one finding, says why, and is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.audit.decisions import BrokenDecision, decided, read_decisions, unmatched
from plangraph.audit.findings import Cause, Finding, Severity, Status

HEAD = "finding,status,reason,reviewer,date\n"
FINDING = Finding("budget-without-unit", Severity.LOW, Cause.DOCUMENT, (1419,), "ก", "a", "ข", "b", document="doc")


def written(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "findings.csv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_a_decided_finding_keeps_its_reason(tmp_path: Path) -> None:
    """Status and reason come from the file, with who and when."""
    path = written(tmp_path, f'{FINDING.key},accepted,"ฟอร์มเดิม, ไม่แก้",สมชาย,2026-05-01\n')
    (found,) = decided([FINDING], read_decisions(path))
    assert (found.status, found.reason) == (Status.ACCEPTED, "ฟอร์มเดิม, ไม่แก้ (สมชาย, 2026-05-01)")


def test_a_decision_without_its_finding_is_reported(tmp_path: Path) -> None:
    """When the document is mended, the decision is named, not dropped."""
    decisions = read_decisions(written(tmp_path, "budget-without-unit#00000000,false,อ่านผิด,สมชาย,2026-05-01\n"))
    assert unmatched([FINDING], decisions) == ["budget-without-unit#00000000"]
    assert decided([FINDING], decisions) == [FINDING]


def test_no_file_means_no_decision(tmp_path: Path) -> None:
    """A fresh checkout has none."""
    assert read_decisions(tmp_path / "findings.csv") == {}


@pytest.mark.parametrize(
    "rows",
    [
        f"{FINDING.key},open,เหตุผล,สมชาย,2026-05-01\n",
        f"{FINDING.key},false,,สมชาย,2026-05-01\n",
        f"{FINDING.key},false,เหตุผล,สมชาย,1 พ.ค. 2569\n",
        f"{FINDING.key},false,เหตุผล,สมชาย,2026-05-01,เกิน\n",
        "ข้อแรก,false,เหตุผล,สมชาย,2026-05-01\n",
        2 * f"{FINDING.key},false,เหตุผล,สมชาย,2026-05-01\n",
    ],
)
def test_a_row_we_cannot_use_stops_with_its_line(tmp_path: Path, rows: str) -> None:
    """Our own files are read strictly."""
    with pytest.raises(BrokenDecision) as caught:
        read_decisions(written(tmp_path, rows))
    assert caught.value.line >= 2


def test_unknown_columns_stop(tmp_path: Path) -> None:
    """A table with other columns is not ours."""
    with pytest.raises(BrokenDecision):
        read_decisions(written(tmp_path, "", head="finding,status\n"))
