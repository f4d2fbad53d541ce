"""IRIs come from positions, are frozen in ids.csv, and stay when titles are corrected or rows change places."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from lampang import PLAN_ID, catalogue, parts, plan
from plangraph.dataset import document_quads
from plangraph.identifiers import BadIds, Mint, anchor, ids_table, read_ids
from plangraph.namespaces import ID
from plangraph.records import Guideline, PlanDocument, SourceSpan, Strategy
from plangraph.store import canonical
from support import LAMPANG

IDS = LAMPANG.with_name("ids.csv")


def span(text: str, line: int = 1) -> SourceSpan:
    return SourceSpan(PLAN_ID, line, line, text, 0, len(text))


def projects(document: PlanDocument) -> dict[str, str]:
    """Label of every project of the plan's own year by its path."""
    text = canonical(document_quads(document, catalogue()).graph).decode()
    return dict(re.findall(rf"<{ID}{PLAN_ID}/(project/[\d.]+)> <\S+rdf-schema#label> \"(.*?)\"@th", text))


def with_strategies(document: PlanDocument, strategies: tuple[Strategy, ...]) -> PlanDocument:
    first: Guideline = replace(document.guidelines[0], strategies=strategies)
    return replace(document, guidelines=(first, *document.guidelines[1:]))


# --- the frozen ids of the Lampang plan ------------------------------------------------------------------------------


def test_the_frozen_ids_are_those_the_plan_is_given_today() -> None:
    """After a change that gives the plan new elements: ``python scripts/freeze_ids.py``."""
    assert read_ids(IDS) == parts().anchors
    assert ids_table(read_ids(IDS)) == IDS.read_text(encoding="utf-8")


def test_freezing_changes_nothing() -> None:
    free = document_quads(replace(plan(), frozen={}), catalogue())
    assert set(free.graph) == set(parts().graph)
    assert set(free.proposals) == set(parts().proposals)


def test_a_corrected_title_does_not_move_a_project() -> None:
    document = plan()
    strategy = document.guidelines[0].strategies[1]
    rows = tuple(replace(row, name=row.name.replace("ปั้นผู้ประกอบการ", "สร้างผู้ประกอบการ")) for row in strategy.rows)
    corrected = projects(
        with_strategies(document, (document.guidelines[0].strategies[0], replace(strategy, rows=rows)))
    )
    assert corrected.keys() == projects(document).keys()


def test_a_row_that_changes_places_keeps_its_iri() -> None:
    document = plan()
    strategy = document.guidelines[0].strategies[0]
    moved = replace(strategy, rows=tuple(replace(row, number=4 - (row.number or 0)) for row in reversed(strategy.rows)))
    after = with_strategies(document, (moved, document.guidelines[0].strategies[1]))
    assert projects(after) == projects(document)
    assert projects(replace(after, frozen={})) != projects(document), "without ids.csv the row's place would decide"


def test_a_project_listed_twice_keeps_its_iri_when_the_strategies_change_places() -> None:
    """OPOAI-C stands under both strategies, spelt differently: its second row leads to the frozen IRI as well."""
    document = plan()
    first, second = document.guidelines[0].strategies
    assert projects(with_strategies(document, (second, first))) == projects(document)


# --- minting ---------------------------------------------------------------------------------------------------------


def test_a_path_is_the_position_below_the_plan() -> None:
    mint = Mint(PLAN_ID, {})
    assert mint.path("guideline/1") == f"{PLAN_ID}/guideline/1"
    assert mint.keep("project", span("โครงการ ก"), "project/1.1.1.1") == f"{PLAN_ID}/project/1.1.1.1"
    assert mint.minted == {"project|โครงการ ก": f"{PLAN_ID}/project/1.1.1.1"}


def test_two_elements_never_share_a_path() -> None:
    mint = Mint(PLAN_ID, {})
    paths = [mint.keep("claim", span(text), "claim/1") for text in ("ก", "ข", "ค")]
    assert paths == [f"{PLAN_ID}/claim/1", f"{PLAN_ID}/claim/1-2", f"{PLAN_ID}/claim/1-3"]


def test_two_elements_of_one_wording_are_told_apart_also_when_frozen() -> None:
    """Lines 163 and 173 print the same goal."""
    free = Mint(PLAN_ID, {})
    first = [free.keep("claim", span("เป้าหมาย", line), f"claim/{line}") for line in (163, 173)]
    assert len(set(first)) == 2
    frozen = Mint(PLAN_ID, free.minted)
    assert [frozen.keep("claim", span("เป้าหมาย", line), f"claim/{line + 40}") for line in (163, 173)] == first


def test_a_frozen_path_is_given_to_nobody_else() -> None:
    mint = Mint(PLAN_ID, {"claim|ก": f"{PLAN_ID}/claim/1"})
    assert mint.keep("claim", span("ข"), "claim/1") == f"{PLAN_ID}/claim/1-2"
    assert mint.keep("claim", span("ก"), "claim/7") == f"{PLAN_ID}/claim/1"


def test_an_anchor_is_kind_and_verbatim_text_on_one_line() -> None:
    assert anchor("brief", span("ก\n  ข\t ค")) == "brief|ก ข ค"
    assert len(anchor("brief", span("ก" * 999))) == 200


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("anchor,path\nก,ข\n", 1),
        ("anchor,iri\nก,\n", 2),
        ("anchor,iri\nก,ข\nก,ค\n", 3),
        ("anchor,iri\nก,ข\nค,ข\n", 3),
    ],
)
def test_a_bad_row_of_ids_is_named_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    table = tmp_path / "ids.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(BadIds, match=f":{line}:"):
        read_ids(table)


def test_no_iri_of_the_plan_holds_a_title() -> None:
    text = canonical(parts().graph).decode()
    iris = set(re.findall(r"<([^<>\"]*)>", text))
    assert f"{ID}{PLAN_ID}/project/1.1.1.2" in iris
    assert all(iri.isascii() for iri in iris)
