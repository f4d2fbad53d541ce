"""``check --format json`` and ``csv``: the contract of DESIGN.md."""

from __future__ import annotations

from decimal import Decimal

from plangraph.cautions import cautions
from plangraph.described import Passage
from plangraph.links import Node
from plangraph.missing import missing_hops
from plangraph.naming import Match
from plangraph.outputs.check_words import message, other_year, sentence, warning, weak_because, words
from plangraph.projects import Figure, Project
from plangraph.texts import Lang, Texts
from plangraph.verdicts import Hop, Judgement, ShownChain, level_of

CSV_HEADER = (
    "id", "name", "fiscal_year", "budget_baht", "verdict", "strong_reach_level", "strong_reach", "chains", "missing",
    "warnings",
)  # fmt: skip


def as_json(judgement: Judgement, lang: Lang) -> dict[str, object]:
    """One project's answer as a JSON document."""
    say = words(lang)
    mending = sentence(judgement, say)
    return {
        "project": _project(judgement, say),
        "verdict": judgement.verdict,
        "strong_reach": [_levelled(node) for node in judgement.reach],
        "chains": [_chain(chain, say) for chain in judgement.chains],
        "missing": [
            {
                "from": {"id": gap.source.id, "label": gap.source.label},
                "to_level": 1,
                "reason": gap.reason,
                "message": message(gap, say),
                "sentence": mending,
            }
            for gap in missing_hops(judgement)
        ],
        "warnings": [warning(caution, say) for caution in cautions(judgement)],
        "proposals": [
            {
                "to": {"id": node.id, "label": node.label},
                "score": float(proposal.score),
                "because": list(proposal.because),
            }
            for proposal, node in judgement.proposals
        ],
    }


def as_csv_row(judgement: Judgement, lang: Lang) -> list[object]:
    """One project's answer as a row under ``CSV_HEADER``."""
    say, project = words(lang), judgement.project
    return [
        project.id,
        project.name,
        project.fiscal_year,
        number(project.budget),
        judgement.verdict,
        level_of(judgement.reach[0]) if judgement.reach else None,
        " | ".join(node.label for node in judgement.reach),
        len(judgement.chains),
        " | ".join(message(gap, say) for gap in missing_hops(judgement)),
        " | ".join(warning(caution, say) for caution in cautions(judgement)),
    ]


def no_match(match: Match) -> dict[str, object]:
    """The answer to a name that means no one project."""
    return {
        "error": match.kind,
        "candidates": [
            {"id": found.id, "name": found.name, "fiscal_year": found.fiscal_year, "score": round(found.score, 3)}
            for found in match.candidates
        ],
    }


def number(amount: Decimal | None) -> int | float | None:
    """Baht as a JSON number, whole where it is whole."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _project(judgement: Judgement, say: Texts) -> dict[str, object]:
    project = judgement.project
    return {
        "id": project.id,
        "name": project.name,
        "as_printed": list(project.as_printed),
        "fiscal_year": project.fiscal_year,
        "budget_baht": number(project.budget),
        "budgets": [_figure(figure) for figure in project.figures],
        "source": _source(project),
        "other_years": [other_year(other, say) for other in judgement.other_years],
    }


def _source(project: Project) -> dict[str, object] | None:
    if project.source is None:
        return None
    return {"document": project.source.document, "lines": _lines(project.source)}


def _figure(figure: Figure) -> dict[str, object]:
    lines = _lines(figure.passage) if figure.passage else []
    return {"baht": number(figure.baht), "from": figure.origin, "under": figure.under, "lines": lines}


def _lines(passage: Passage) -> list[int]:
    return [passage.first_line, passage.last_line]


def _levelled(node: Node) -> dict[str, object]:
    return {"id": node.id, "label": node.label, "level": level_of(node)}


def _chain(chain: ShownChain, say: Texts) -> dict[str, object]:
    return {
        "reaches": _levelled(chain.end),
        "strength": "strong" if chain.strong else "weak",
        "hops": [_hop(hop, say) for hop in chain.hops],
    }


def _hop(hop: Hop, say: Texts) -> dict[str, object]:
    passage = hop.passage
    return {
        "from": _levelled(hop.source),
        "to": _levelled(hop.target),
        "basis": hop.way.basis,
        "quote": passage.text if passage else "",
        "document": passage.document if passage else "",
        "lines": _lines(passage) if passage else [],
        "verification": hop.way.verification,
        "weak_because": weak_because(hop, say),
    }
