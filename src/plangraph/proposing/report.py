"""Proposals for people and for programs: the JSON of ``propose --format json``, rows of a table, lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from plangraph.drafts.model import by_key
from plangraph.links import Node
from plangraph.proposing.asking import Clause
from plangraph.proposing.engine import Candidate, Proposal, Shared
from plangraph.proposing.leading import Leading
from plangraph.proposing.stated import Stated
from plangraph.proposing.targets import Group
from plangraph.texts import Lang, Texts

HEADER: Final = ("draft", "group", "rank", "score", "id", "code", "label", "level", "reaches", "because")


def as_json(proposal: Proposal, lang: Lang) -> dict[str, Any]:
    """One draft's proposals; the keys of DESIGN.md first, then what else is known."""
    draft = proposal.draft
    return {
        "draft": draft.name,
        "abstained": proposal.abstained,
        "missing_fields": list(draft.missing),
        "stated": [_stated(one, lang) for one in proposal.stated],
        "candidates": [_candidate(one, lang) for one in proposal.candidates],
        "file": str(draft.path),
        "place": draft.place.say(lang),
        "province": proposal.province,
        "remarks": [
            {"field": one.field, "kind": one.kind, "place": one.place.say(lang), "message": one.message(lang)}
            for one in draft.remarks
        ],
        "no_proposal": [group.value for group in Group if not proposal.of(group)],
        "similar": [
            {
                "id": one.id,
                "label": one.label,
                "score": one.score,
                "links": [{**_node(link.node), "basis": link.basis} for link in one.links],
            }
            for one in proposal.similar
        ],
    }


def _stated(one: Stated, lang: Lang) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "level": one.level,
        "type": one.kind,
        "quote": one.quote,
        "field": one.field.key,
        "place": one.field.place.say(lang),
        "agency_mission": one.agency,
        "problem": one.problem,
    }


def _candidate(one: Candidate, lang: Lang) -> dict[str, Any]:
    return {
        "id": one.target.id,
        "label": one.target.label,
        "level": one.target.level,
        "score": one.score,
        "because": list(because(one, lang)),
        "group": one.target.group.value,
        "code": one.target.code or None,
        "plan": {"id": one.target.plan, "label": one.target.plan_label},
        "words": [{"term": word.term, "in_draft": word.said, "worth": word.worth} for word in one.words],
        "passages": [
            {"field": quote.field.key, "place": quote.field.place.say(lang), "quote": quote.text}
            for quote in one.passages
        ],
        "similar": [project.id for project in one.similar],
        "chain": _chain(one.leading),
    }


def _chain(leading: Leading) -> dict[str, Any]:
    return {
        "reaches": _node(leading.reaches) if leading.reaches else None,
        "hops": [
            {
                "from": _node(hop.source) if hop.source else None,
                "to": _node(hop.target),
                "basis": hop.basis,
                "strength": "strong" if hop.strong else "weak",
            }
            for hop in leading.hops
        ],
        "y2": [_node(node) for node in leading.y2],
        "z": [_node(node) for node in leading.z],
    }


def _node(node: Node) -> dict[str, Any]:
    return {"id": node.id, "label": node.label, "level": node.level}


# --- reasons ----------------------------------------------------------------------------------------------------------


def because(one: Candidate, lang: Lang) -> Iterator[str]:
    """What speaks for a candidate, a sentence each: shared words, passages of the draft, similar projects."""
    say = Texts("propose", lang)
    if one.words:
        yield say("because_words", words=", ".join(_word(word, say) for word in one.words))
    for quote in one.passages:
        yield say("because_passage", place=_place(quote, lang), quote=quote.text)
    for project in one.similar:
        yield say("because_similar", name=project.label)


def _word(word: Shared, say: Texts) -> str:
    return word.term if word.said == word.term else say("stands_for", term=word.term, said=word.said)


def _place(quote: Clause, lang: Lang) -> str:
    return f"{by_key()[quote.field.key].title(lang)}, {quote.field.place.say(lang)}"


def rows(proposal: Proposal, lang: Lang) -> Iterator[tuple[object, ...]]:
    """A row of ``HEADER`` for every candidate; for an abstention one row without a candidate."""
    name = proposal.draft.name
    if proposal.abstained:
        yield (name, "", "", "", "", "", "", "", "", Texts("propose", lang)("abstained"))
    for group in Group:
        for rank, one in enumerate(proposal.of(group), start=1):
            target, end = one.target, one.leading.reaches
            reasons = " | ".join(because(one, lang))
            place = (target.id, target.code, target.label, target.level)
            yield (name, group.value, rank, one.score, *place, end.label if end else "", reasons)


# --- lines to read ----------------------------------------------------------------------------------------------------


def lines(proposal: Proposal, lang: Lang) -> Iterator[str]:
    """The proposals of one draft as a person reads them."""
    say = Texts("propose", lang)
    draft = proposal.draft
    yield draft.name
    yield f"  {draft.path} · {draft.place.say(lang)}"
    if proposal.stated:
        yield ""
        yield f"  {say('stated_heading')}"
        yield from (line for one in proposal.stated for line in _stated_lines(one, say, lang))
    yield ""
    yield f"  {say('abstained' if proposal.abstained else 'proposals_heading')}"
    stated = {one.id for one in proposal.stated}
    for group in Group:
        found = proposal.of(group)
        if found:
            yield f"  {say(group.value)}"
            yield from (line for one in found for line in _candidate_lines(one, one.target.id in stated, say, lang))
    silent = [say(group.value) for group in Group if not proposal.of(group)]
    if silent and not proposal.abstained:
        yield f"  {say('no_proposal', groups=', '.join(silent))}"
    yield from _similar_lines(proposal, say)


def _stated_lines(one: Stated, say: Texts, lang: Lang) -> Iterator[str]:
    yield f"    • {one.label}"
    yield f"      “{one.quote}” ({by_key()[one.field.key].title(lang)}, {one.field.place.say(lang)})"
    if one.id is None:
        yield f"      {say('known_by_name')}"
    if one.agency:
        yield f"      {say('agency_mission')}"


def _candidate_lines(one: Candidate, stated: bool, say: Texts, lang: Lang) -> Iterator[str]:
    code = f"{one.target.code} " if one.target.code else ""
    mark = f"  ({say('also_stated')})" if stated else ""
    yield f"    {one.score:.2f}  {code}{one.target.label}{mark}"
    yield from (f"          {reason}" for reason in because(one, lang))
    yield f"          {_chain_line(one, say)}"
    if one.leading.y2 and one.leading.z:
        yield f"          {say('y2', goals=' / '.join(node.label for node in one.leading.y2))}"
        yield f"          {say('z', goals=' / '.join(node.label for node in one.leading.z))}"


def _chain_line(one: Candidate, say: Texts) -> str:
    steps = " → ".join(say("step", label=hop.target.label, basis=say(hop.basis)) for hop in one.leading.hops)
    return say("chain" if one.leading.reaches else "chain_stops", steps=steps)


def _similar_lines(proposal: Proposal, say: Texts) -> Iterator[str]:
    if not proposal.similar:
        return
    yield ""
    yield f"  {say('similar_heading')}"
    for one in proposal.similar:
        yield f"    {one.score:.2f}  {one.label}"
        for link in one.links[:6]:
            yield f"          → {link.node.label} ({say(link.basis)})"
