"""Judges of alignment: what all projects of a plan have in common."""

from __future__ import annotations

from collections import defaultdict
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


def issue_no_project_serves(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Listed issues of a plan that projects serve, which none of them states; one finding per plan."""
    served = {row["focus"] for row in rows if row["kind"] == "served"}
    wholes = {row["whole"] for row in rows if row["kind"] == "served"}
    idle: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "listed" and row["whole"] in wholes and row["focus"] not in served:
            idle[row["whole"]].append(row)
    for members in idle.values():
        yield Draft(
            lines=tuple(sorted({int(row["line"]) for row in members})),
            values={
                "count": len({row["focus"] for row in members}),
                "name": members[0]["name"],
                "label": ", ".join(dict.fromkeys(str(row["label"]) for row in members)),
            },
            subjects=tuple(dict.fromkeys(str(row["focus"]) for row in members)),
        )


def level_2_claim_without_level_1(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Claimed master plans none of whose official strategies is claimed, where some strategy is."""
    strategies = {row["focus"] for row in rows if "parent" not in row}
    masters: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if "parent" in row:
            masters[row["focus"]].append(row)
    for focus, members in masters.items():
        if strategies and not strategies & {row["parent"] for row in members}:
            yield Draft(
                lines=tuple(sorted({int(row["line"]) for row in members})),
                values={
                    "label": members[0]["label"],
                    "parents": ", ".join(dict.fromkeys(str(row["parents"]) for row in members)),
                },
                subjects=(str(focus),),
            )
