"""A draft read as a project brief: the reader of plan documents finds the same items, figures and mentions in it."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.document import SourceText
from plangraph.drafts.model import Draft, FieldText, form_fields
from plangraph.records import Brief, SourceSpan
from plangraph.sources.industry_plan import family_repairs
from plangraph.sources.industry_plan.briefs import read_briefs
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.reading import Reading
from plangraph.thai import mask_tags


@dataclass(frozen=True, slots=True)
class Briefed:
    """A draft as a brief, and the way back from its lines to the draft's fields."""

    brief: Brief
    fields: tuple[FieldText, ...]  # the field each line of the form came from

    def field_of(self, span: SourceSpan) -> FieldText:
        """The field a stretch of the brief stands in."""
        return self.fields[span.first_line - 1]


def as_brief(draft: Draft) -> Briefed:
    """The draft in the form of a plan document: two columns, a label in the first line of every field."""
    lines: list[str] = []
    fields: list[FieldText] = []
    for field in form_fields():
        found = draft.fields.get(field.key)
        texts = mask_tags(found.text).replace("\t", " ").split("\n") if found else []
        for at, text in enumerate(texts):
            lines.append(f"{field.number}. {field.th}\t{text}" if at == 0 else f"\t{text}")
            fields += [found] if found else []
    source = SourceText(draft.path, draft.path.stem, "utf-8", tuple(lines), "")
    part = Part("briefs", "", "", 0, 0, 1, len(lines))
    (brief,) = read_briefs(Reading(source, family_repairs()), part)
    return Briefed(brief, tuple(fields))
