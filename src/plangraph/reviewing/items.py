"""What waits for a decision, and what was decided: the rows of the review desk, on the web and in a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangraph.described import describe
from plangraph.links import fetch_nodes
from plangraph.namespaces import expand
from plangraph.projects import fetch_proposals, iris_with_proposals
from plangraph.reviews import Decision, Link
from plangraph.store import GraphStore
from plangraph.texts import Lang

if TYPE_CHECKING:
    from plangraph.drafts import Draft


@dataclass(frozen=True, slots=True)
class Item:
    """One link to decide on, or decided."""

    link: Link
    source: str  # names, for people
    target: str
    level: int | None  # of the target
    score: float | None
    because: tuple[str, ...] = ()
    decision: Decision | None = None


def waiting_items(store: GraphStore, decisions: Iterable[Decision], lang: str = "th") -> list[Item]:
    """The proposals of the graph that nobody has decided on, best first for each element."""
    decided = {link for decision in decisions for link in (decision.link, decision.link[::-1])}
    proposals = fetch_proposals(store, iris_with_proposals(store))
    nodes = fetch_nodes(store, {end for each in proposals for end in (each.source, each.target)}, lang)
    found = [
        Item(
            (each.source, each.what, each.target),
            nodes[each.source].label,
            nodes[each.target].label,
            nodes[each.target].level,
            float(each.score),
            each.because,
        )
        for each in proposals
        if (each.source, each.what, each.target) not in decided
    ]
    return sorted(dict.fromkeys(found), key=lambda item: (item.link[0], -(item.score or 0), item.link))


def decided_items(store: GraphStore | None, decisions: Sequence[Decision], lang: str = "th") -> list[Item]:
    """The decisions, in the order of their files; names come from the graph, else from the row itself."""
    ends = {end for decision in decisions for end in (decision.link[0], decision.link[2])}
    nodes = fetch_nodes(store, ends, lang) if store else {}
    known = describe(store, ends, ("rdfs:label",)) if store else {}
    found = []
    for decision in decisions:
        start, _, end = decision.link
        names = [nodes[iri].label if iri in known else "" for iri in (start, end)]
        level = nodes[end].level if end in known else None
        source, target = (decision.labels[at] or names[at] or iri for at, iri in enumerate((start, end)))
        found.append(Item(decision.link, source, target, level, None, (), decision))
    return found


def draft_items(
    store: GraphStore, drafts: Sequence[Draft], decisions: Iterable[Decision], lang: Lang = "th"
) -> list[Item]:
    """What is proposed for draft projects and not decided yet, in the order a form asks, best first in each group."""
    from plangraph.proposing import Engine, report
    from plangraph.reviewing.draft_graph import draft_projects

    decided = {decision.link for decision in decisions}
    engine = Engine(store)
    found = []
    for project in draft_projects(drafts):
        for candidate in engine.propose(project.draft).candidates:
            target = candidate.target
            link = (project.id, expand("pg:alignedTo"), target.id)
            if link not in decided:
                named = " ".join(filter(None, (target.code, target.label, f"({target.plan_label})")))
                because = tuple(report.because(candidate, lang))
                found.append(Item(link, project.draft.name, named, target.level, candidate.score, because))
    return found
