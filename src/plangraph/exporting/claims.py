"""What a plan claims to serve, and what a project reaches: the entries of an alignment section, in order.

An entry is an element of another plan with the sources of the link to it. For a plan they stand in the order of its own
alignment section, with what the section quotes of them (guidelines, goals, indicators) in between. For a project they
are what strong hops reach, each under the elements it is part of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from plangraph.described import Passage, select_for, text_of
from plangraph.exporting.citing import Citer
from plangraph.exporting.form import Source
from plangraph.links import Node, fetch_nodes, rules
from plangraph.namespaces import ID
from plangraph.store import GraphStore
from plangraph.thai_text import match_key
from plangraph.verdicts import Hop, Judgement

_CLAIMS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?from ?to ?achievement WHERE { %s ?alignment pg:from ?from ; pg:to ?to ; pg:basis pg:planWide .
  OPTIONAL { ?alignment pg:achievement ?achievement } }"""
_PARTS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?whole ?part WHERE { %s { ?part pg:partOf ?whole } UNION { ?whole pg:hasIndicator ?part } UNION
  { ?whole pg:inComponent ?part } }"""
_ABOVE: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?part ?whole WHERE { %s ?part pg:partOf ?whole }"""
_TEXTS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?document ?first ?last ?text WHERE { %s ?passage pg:document ?document ; pg:firstLine ?first ;
  pg:lastLine ?last ; pg:exactText ?text }"""
_LEAST_MATCH: Final = 20  # letters a passage shares with an achievement before it is taken as its place
_NEAR: Final = 40  # lines behind an element in which its achievement stands
_GENERATIONS: Final = 3  # a policy, its strategies, their sub-strategies


@dataclass(frozen=True, slots=True)
class Entry:
    """An element of another plan, as the section names it."""

    node: Node
    sources: tuple[Source, ...]
    claimed: bool = True  # a link leads to it; else the section only quotes it, or it is what a claimed one is part of
    achievement: str = ""  # how the plan says it contributes
    achieved_at: tuple[Source, ...] = ()
    plan_label: str = ""  # the plan a level-3 element belongs to

    @property
    def at(self) -> Passage:
        return self.sources[0].passage


def plan_entries(store: GraphStore, plan: Node, citer: Citer) -> list[Entry]:
    """Everything the alignment section of a plan names, in the order it names it; empty when it has none."""
    claims = _claims(store, plan.id, citer)
    if not claims:
        return []
    return sorted([*claims, *_quoted(store, claims, citer)], key=_in_order)


def _in_order(entry: Entry) -> tuple[int, bool, int, str]:
    return (entry.at.first_line, not entry.claimed, entry.node.number or 0, entry.node.id)


def _claims(store: GraphStore, plan: str, citer: Citer) -> list[Entry]:
    rows = list(select_for(store, _CLAIMS, "from", [plan]))
    links = citer.of_links([plan])
    nodes = fetch_nodes(store, {text_of(row["to"]) for row in rows}, citer.lang)
    told = {text_of(row["to"]): text_of(row["achievement"]) for row in rows if "achievement" in row}
    found: list[Entry] = []
    for iri in sorted({text_of(row["to"]) for row in rows}):
        sources = [source for source in links.get((plan, iri), ()) if source.basis == "planWide"]
        entries = [Entry(nodes[iri], (source,)) for source in sources]
        if entries and iri in told:
            entries[-1] = replace(entries[-1], achievement=told[iri])
        found += entries
    return _with_places(store, sorted(found, key=lambda entry: entry.at), citer)


def _with_places(store: GraphStore, entries: Sequence[Entry], citer: Citer) -> list[Entry]:
    """The achievements with the lines that say them: passages of running text whose words they hold."""
    documents = {f"{ID}document/{entry.at.document}" for entry in entries}
    texts = [
        Passage(
            text_of(row["document"]).removeprefix(f"{ID}document/"),
            int(text_of(row["first"])),
            int(text_of(row["last"])),
            text_of(row["text"]),
        )
        for row in select_for(store, _TEXTS, "document", documents)
    ]
    return [_placed(entry, texts, citer) if entry.achievement else entry for entry in entries]


def _placed(entry: Entry, texts: Iterable[Passage], citer: Citer) -> Entry:
    said = match_key(entry.achievement)
    found = [
        text
        for text in sorted(texts)
        if entry.at.last_line < text.first_line <= entry.at.last_line + _NEAR
        and len(key := match_key(text.text)) >= _LEAST_MATCH
        and (key in said or said in key)
    ]
    if not found:
        return replace(entry, achieved_at=entry.sources)
    whole = Passage(found[0].document, found[0].first_line, max(text.last_line for text in found), found[0].text)
    return replace(entry, achieved_at=(citer.source(whole, "planWide"),))


def _quoted(store: GraphStore, claims: Sequence[Entry], citer: Citer) -> list[Entry]:
    """What the section quotes of the claimed elements and their plans, and of what it quotes."""
    first_line, last_line = claims[0].at.first_line, claims[-1].at.last_line
    claimed = {entry.node.id for entry in claims}
    found: dict[str, tuple[Source, ...]] = {}
    frontier = claimed | {entry.node.plan for entry in claims if entry.node.plan and (entry.node.level or 3) < 3}
    for _ in range(_GENERATIONS):
        parts = {text_of(row["part"]) for row in select_for(store, _PARTS, "whole", frontier)} - claimed - found.keys()
        fresh = {
            iri: inside
            for iri, sources in citer.of_elements(parts).items()
            if (inside := tuple(each for each in sources if _within(each, claims[0].at, first_line, last_line)))
        }
        found |= fresh
        frontier = set(fresh)
    nodes = fetch_nodes(store, found, citer.lang)
    return [Entry(nodes[iri], sources, claimed=False) for iri, sources in sorted(found.items())]


def _within(source: Source, section: Passage, first_line: int, last_line: int) -> bool:
    return source.passage.document == section.document and first_line <= source.passage.first_line <= last_line


# --- projects ---------------------------------------------------------------------------------------------------------


def project_entries(store: GraphStore, judgement: Judgement, citer: Citer) -> tuple[list[Entry], list[Entry]]:
    """What strong hops reach outside the own plan, and what only weak chains end at; both in the order of the plans."""
    own = judgement.project.plan
    strong, weak = _reached(judgement)
    strong_entries = [_entry(judgement, citer, hops) for hops in strong.values()]
    weak_entries = [_entry(judgement, citer, hops) for hops in weak.values()]
    whole = rules()["reach"]["plans_and_policies"]  # of which only those that a link names are reached
    inside = [
        entry
        for entry, hops in zip(strong_entries, strong.values(), strict=True)
        if entry
        and own not in (entry.node.id, entry.node.plan)
        and (entry.node.kind not in whole or hops[-1].link.named)
    ]
    outside = [entry for entry in weak_entries if entry and entry.node.id not in strong]
    return _under_wholes(store, inside, citer), sorted(outside, key=lambda entry: entry.node.id)


def _reached(judgement: Judgement) -> tuple[dict[str, tuple[Hop, ...]], dict[str, tuple[Hop, ...]]]:
    strong: dict[str, tuple[Hop, ...]] = {}
    weak: dict[str, tuple[Hop, ...]] = {}
    for hop in judgement.direct:
        if hop.link.strong:
            strong.setdefault(hop.target.id, (hop,))
    for chain in judgement.chains:
        for length in range(1, len(chain.hops) + 1):
            hops = chain.hops[:length]
            if all(hop.link.strong for hop in hops):
                strong.setdefault(hops[-1].target.id, hops)
        if not chain.strong and not all(hop.link.strong for hop in chain.hops):
            weak.setdefault(chain.end.id, chain.hops)
    return strong, weak


def _entry(judgement: Judgement, citer: Citer, hops: tuple[Hop, ...]) -> Entry | None:
    named = [hop for hop in hops if hop.link.named] or list(hops[-1:])
    sources = tuple(source for hop in named for source in citer.of_hop(hop))
    target = hops[-1].target
    plan = judgement.plans.get(target.plan or "")
    return Entry(target, sources, plan_label=plan.label if plan else "") if sources else None


def _under_wholes(store: GraphStore, entries: Sequence[Entry], citer: Citer) -> list[Entry]:
    """The entries with the elements they are part of before them, as the reference data say."""
    found = {entry.node.id: entry for entry in entries}
    above: dict[str, str] = {}
    frontier = {iri for iri, entry in found.items() if (entry.node.level or 3) < 3}
    while frontier:
        pairs = {text_of(row["part"]): text_of(row["whole"]) for row in select_for(store, _ABOVE, "part", frontier)}
        nodes = fetch_nodes(store, pairs.values(), citer.lang)
        links = citer.of_links(pairs)
        frontier = set()
        for part, whole in sorted(pairs.items()):
            if nodes[whole].kind == "Plan":
                continue
            above[part] = whole
            if whole not in found and (sources := links.get((part, whole), ())):
                found[whole] = Entry(nodes[whole], sources, claimed=False)
                frontier.add(whole)
    return sorted(found.values(), key=lambda entry: (entry.node.level or 3, _path(entry.node.id, above)))


def _path(iri: str, above: dict[str, str]) -> tuple[str, ...]:
    """From the topmost whole down, so that an element stands right behind what it is part of."""
    path = [iri]
    while path[-1] in above:
        path.append(above[path[-1]])
    return tuple(reversed(path))
