"""Judges of alignment: what all projects of a plan have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plangraph.audit.drafts import Draft, Row
from plangraph.audit.pages import Page

FEWEST = 3  # projects from which on sharing one issue says something


def all_projects_on_one_issue(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Every project that states an issue states the same."""
    issues = {row["focus"] for row in rows}
    projects = {row["project"] for row in rows}
    if len(issues) == 1 and len(projects) >= FEWEST:
        yield Draft(
            lines=tuple(sorted({int(row["line"]) for row in rows})),
            values={"count": len(projects), "issue": rows[0]["issue"], "name": rows[0]["name"]},
            subjects=tuple(map(str, issues)),
        )
