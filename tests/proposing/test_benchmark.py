"""The recall table is what docs/propose.md says, and its arithmetic is right."""

from __future__ import annotations

import importlib.util
import sys
from functools import lru_cache
from itertools import permutations
from types import ModuleType

import pytest

from proposing_fixture import engine
from support import ROOT


@lru_cache(maxsize=1)
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("proposals", ROOT / "benchmarks" / "proposals.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["proposals"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("scores", "right"),
    [([3, 2, 1], {0}), ([3, 2, 1], {2}), ([0, 0, 0, 0], {1}), ([2, 2, 1, 2], {0, 2}), ([1, 1, 1, 0, 0], {3, 4})],
)
def test_ties_count_as_the_mean_over_all_orders(scores: list[float], right: set[int]) -> None:
    orders = [order for order in permutations(range(len(scores))) if _sorted([scores[at] for at in order])]
    ranks = [min(place for place, at in enumerate(order, start=1) if at in right) for order in orders]
    found = benchmark().outcome(scores, right)
    assert found.reciprocal == pytest.approx(sum(1 / rank for rank in ranks) / len(ranks))
    assert found.within == pytest.approx([sum(rank <= cut for rank in ranks) / len(ranks) for cut in (1, 3, 5)])


def _sorted(values: list[float]) -> bool:
    return values == sorted(values, reverse=True)


def test_the_engine_beats_shared_words_on_b_and_c_together() -> None:
    measured = benchmark().Measured()
    sizes = []
    for task in benchmark().tasks(engine().store, engine().targets):
        measured.add(engine().words, task)
        sizes.append(len(task.queries))
    assert sizes == [13, 13, 82]
    for worse in ("shared words", "character n-grams"):
        gain, low, high = measured.difference("engine", worse)
        assert 0 < low < gain < high


def test_the_report_prints_what_the_documentation_shows() -> None:
    lines = list(benchmark().report(engine(), benchmark().Measured()))
    printed = [line for line in lines if line.strip()]
    shown = (ROOT / "docs" / "propose.md").read_text(encoding="utf-8")
    assert [line for line in printed if line not in shown] == []
    assert sum(line.startswith("    ") and "“" in line for line in printed) >= 12  # the cases of (a)


def test_words_of_a_mention_are_taken_out_of_the_brief() -> None:
    from lampang import plan

    brief = plan().briefs[9]
    text = "\n".join(found.text for found in benchmark().without_mentions(brief).fields.values())
    quotes = [one.target.span.text for one in brief.mentions if one.role == "stated"]
    assert len(quotes) >= 5
    assert [quote for quote in quotes if quote in text] == []
