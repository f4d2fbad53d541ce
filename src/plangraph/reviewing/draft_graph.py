"""Draft projects beside a graph: what each would be in it, so that they can be decided on and filled into forms.

A draft becomes a project of a plan of its own, by the same steps as a brief of a plan that was read. It never enters
the graph that was built: the store made here lives in memory, as long as the command that asked for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad

from plangraph.dataset import document_quads
from plangraph.drafts import Draft
from plangraph.drafts.briefing import as_brief
from plangraph.drafts.model import form, form_fields
from plangraph.exporting.quads import all_quads
from plangraph.namespaces import ident
from plangraph.proposing.stated import catalogue_of
from plangraph.records import Fate, PlanDocument, PlanIdentity, SourceSpan
from plangraph.reviews import Decision, review_quads
from plangraph.store import EmbeddedStore, GraphStore, canonical
from plangraph.texts import Texts
from plangraph.thai import mask_tags, match_key, to_arabic

PREFIX: Final = "draft-"
PLACE: Final = "project/brief-01"
_YEAR: Final = re.compile(r"\b2[45]\d\d\b")


@dataclass(frozen=True, slots=True)
class DraftProject:
    """A draft and the IRI it has while it is one."""

    draft: Draft
    id: str


def draft_id(draft: Draft) -> str:
    """The id of the plan a draft makes: from its name alone, so that a corrected draft keeps its decisions."""
    return PREFIX + hashlib.sha256(match_key(draft.name).encode("utf-8")).hexdigest()[:10]


def draft_projects(drafts: Iterable[Draft]) -> list[DraftProject]:
    """The drafts with the IRIs of their projects."""
    return [DraftProject(draft, ident(f"{draft_id(draft)}/{PLACE}").value) for draft in drafts]


def with_drafts(store: GraphStore, drafts: Sequence[Draft], decisions: Iterable[Decision] = ()) -> EmbeddedStore:
    """The graph with drafts and with what people confirmed of them, in memory; ``store`` is untouched."""
    catalogue = catalogue_of(store)
    quads: list[Quad] = list(all_quads(store, with_proposals=True))
    for draft in drafts:
        quads += document_quads(as_document(draft), catalogue).graph
    ours = tuple(f"{ident(draft_id(draft)).value}/" for draft in drafts)
    known = {str(quad.subject) for quad in quads}
    confirmed = [each for each in decisions if each.link[0].startswith(ours) and f"<{each.link[2]}>" in known]
    quads += review_quads(confirmed)
    return EmbeddedStore.in_memory([canonical(quads)])


def as_document(draft: Draft) -> PlanDocument:
    """A draft as the plan document it would be: its form line by line, and the brief read from it."""
    lines = tuple(_lines(draft))
    brief = as_brief(draft).brief
    title = Texts("review", "th")("draft_title", file=draft.path.name, place=draft.place.say("th"))
    named = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return PlanDocument(
        id=draft_id(draft),
        family="draft",
        identity=PlanIdentity(title, _span(draft, named + 1, lines[named]), _year(draft), None, None),
        sha256=hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest(),
        lines=lines,
        fates=tuple(Fate.READ if line.strip() else Fate.BLANK for line in lines),
        briefs=(brief,),
    )


def _lines(draft: Draft) -> Iterable[str]:
    """The form ``as_brief`` reads, line by line: the lines that its spans count."""
    for field in form_fields():
        found = draft.fields.get(field.key)
        for at, text in enumerate(mask_tags(found.text).replace("\t", " ").split("\n") if found else []):
            yield f"{field.number}. {field.th}\t{text}" if at == 0 else f"\t{text}"


def _span(draft: Draft, number: int, text: str) -> SourceSpan:
    return SourceSpan(draft_id(draft), number, number, text, 0, len(text))


def _year(draft: Draft) -> int:
    """The fiscal year the draft names; the first a form takes where it names none."""
    found = _YEAR.search(to_arabic(draft.text("period")))
    return int(found[0]) if found else int(form()["first_year"])
