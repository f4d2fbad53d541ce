"""The ten-field project brief (โครงการแบบย่อ) of a project, each field with the place that says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from plangraph.described import Passage, Properties, describe, fetch_passages, first, label_of, number, text_of
from plangraph.drafts.model import form_fields
from plangraph.exporting.citing import READ, Citer
from plangraph.exporting.claims import Entry
from plangraph.exporting.form import Form, Grid, Line, Phrase, Source, fact, label
from plangraph.exporting.forms.lines import absent, called
from plangraph.namespaces import expand
from plangraph.outputs.check_words import baht
from plangraph.projects import BRIEF, Figure, Project
from plangraph.store import GraphStore
from plangraph.thai_text import match_key, to_arabic
from plangraph.verdicts import Judgement, judge

NAME: Final = "brief"
SAME_START: Final = 30  # letters by which the place of the rationale is known
FIELD_WIDTH: Final = 30
TEXT_WIDTH: Final = 70


class _Filler:
    """Fills the fields of one project's form."""

    def __init__(self, store: GraphStore, project: Project, citer: Citer) -> None:
        self.store, self.project, self.citer, self.say = store, project, citer, citer.say
        self.facts = describe(store, [project.id]).get(project.id, {})
        self.judgement: Judgement = judge(store, [project], citer.lang)[0]
        self.brief = project.briefs[0] if project.briefs else None
        self.brief_facts = describe(store, [self.brief.id]).get(self.brief.id, {}) if self.brief else {}

    def name(self) -> list[Line]:
        return _line(fact(self.project.name, self._sources(self.project.passages[:1]))) if self.project.passages else []

    def rationale(self) -> list[Line]:
        text = first(self.brief_facts, "dcterms:description")
        if not text or self.brief is None:
            return []
        start = match_key(text)[:SAME_START]
        found = [passage for passage in self.brief.passages if start in match_key(passage.text)]
        sources = self._sources(found[:1] or self.brief.passages[:1])
        return [Line((fact(part.strip(), sources),)) for part in text.split("\n") if part.strip()]

    def objectives(self) -> list[Line]:
        return self._items("pg:hasObjective")

    def outputs(self) -> list[Line]:
        lines: list[Line] = []
        for key, name in (("outputs", "pg:hasOutput"), ("outcomes", "pg:hasOutcome")):
            lines += [Line((label(self.say(key)),), "subheading"), *(self._items(name) or _line(absent(self.say)))]
        return lines

    def indicators(self) -> list[Line]:
        return self._items("pg:hasIndicator")

    def links(self) -> list[Line]:
        """What the project itself states or a person confirmed: links of the whole plan are none of its own."""
        lines: list[Line] = []
        issues_first = sorted(self.judgement.direct, key=lambda hop: hop.target.kind != "DevelopmentIssue")
        for hop in issues_first:
            if not (hop.link.named and hop.link.strong) or not (sources := self.citer.of_hop(hop)):
                continue
            plan = self.judgement.plans.get(hop.target.plan or "")
            entry = Entry(hop.target, sources, plan_label=plan.label if plan else "")
            lines.append(Line((label("- "), fact(called(entry, self.say), sources))))
        return lines

    def period(self) -> list[Line]:
        year, stated = self.project.fiscal_year, self.brief.stated_year if self.brief else None
        if stated is not None and self.brief:
            printed = [passage for passage in self.brief.passages if _says_year(passage.text, stated)]
            sources = self._sources(printed[:1] or self.brief.passages[:1])
            line = Line((fact(self.say("fiscal_year", year=stated), sources),))
            if year in (None, stated):
                return [line]
            return [line, Line((label(self.say("stated_year", stated=stated, year=year)),), "remark")]
        if year is None or not self.project.passages:
            return []
        return _line(fact(self.say("fiscal_year", year=year), self._sources(self.project.passages[:1])))

    def activities(self) -> list[Line]:
        return self._items("pg:hasActivity")

    def budget(self) -> list[Line]:
        figures = [figure for figure in self.project.figures if figure.passage]
        best = [figure for figure in figures if figure.baht == self.project.budget]
        best.sort(key=lambda figure: figure.origin != BRIEF)
        return _line(self._amount(best[0])) if best else []

    def responsible(self) -> list[Line]:
        organisations = [text_of(term) for term in self.facts.get(expand("pg:responsible"), [])]
        named = describe(self.store, organisations, ("rdfs:label", "skos:altLabel"))
        lines: list[Line] = []
        passages = self.brief.passages if self.brief else self.project.passages
        for iri in organisations:
            name = label_of(named.get(iri, {}), self.citer.lang)
            names = [text_of(term) for terms in named.get(iri, {}).values() for term in terms]
            found = [passage for passage in passages if any(each in passage.text for each in names)]
            if name and (found or passages):
                lines.append(Line((fact(name, self._sources(sorted(found or passages, key=_shortest)[:1])),)))
        return lines

    def _amount(self, figure: Figure) -> Phrase:
        assert figure.passage  # noqa: S101  # the caller chose it
        words = self._words(figure)
        text = self.say("baht_words" if words else "baht", baht=baht(figure.baht), words=words)
        return fact(text, self._sources([figure.passage]))

    def _words(self, figure: Figure) -> str | None:
        lines = describe(self.store, [text_of(term) for term in self.facts.get(expand("pg:hasBudgetLine"), [])])
        for facts in lines.values():
            if (said := first(facts, "pg:amountInWords")) and first(facts, "pg:amount") == _plain(figure):
                return said
        return None

    def _items(self, name: str) -> list[Line]:
        """The numbered statements of one kind, in the order of their numbers."""
        iris = [text_of(term) for term in self.facts.get(expand(name), [])]
        facts = describe(self.store, iris)
        passages = fetch_passages(self.store, facts)
        ordered = sorted((iri for iri in iris if passages.get(iri)), key=lambda iri: (_number(facts[iri]), iri))
        lines = []
        for iri in ordered:
            head = f"{_number(facts[iri])}) " if len(ordered) > 1 else ""
            text = fact(label_of(facts[iri], self.citer.lang) or "", self._sources(passages[iri][:1]))
            lines.append(Line((label(head), text) if head else (text,)))
        return lines

    def _sources(self, passages: Iterable[Passage]) -> tuple[Source, ...]:
        return tuple(self.citer.source(passage, READ) for passage in passages)


def _plain(figure: Figure) -> str:
    return f"{figure.baht.normalize():f}"


def _shortest(passage: Passage) -> int:
    return len(passage.text)


def _number(facts: Properties) -> int:
    return number(facts, "pg:number") or 0


def _says_year(text: str, year: int) -> bool:
    return str(year) in to_arabic(text) and len(text) < 80  # the field, not the rationale that names years


def _line(phrase: Phrase) -> list[Line]:
    return [Line((phrase,))]


def of_project(store: GraphStore, project: Project, citer: Citer) -> Form:
    """The brief of a project; fields that no document fills read so."""
    filler = _Filler(store, project, citer)
    rows = []
    for field in form_fields():
        lines: Sequence[Line] = getattr(filler, field.key)() or _line(absent(citer.say))
        rows.append(((Line((label(f"{field.number}. {field.title(citer.lang)}"),)),), tuple(lines)))
    grid = Grid((citer.say("column_field"), citer.say("column_text")), tuple(rows), (FIELD_WIDTH, TEXT_WIDTH))
    return Form(NAME, citer.say("brief_title"), (grid,))
