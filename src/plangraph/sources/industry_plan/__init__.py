"""The family of provincial industry action plans (แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด)."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from plangraph.document import SourceText
from plangraph.records import Brief, Guideline, Item, PlanDocument, PlanIdentity, Reference, Result, SourceSpan
from plangraph.sources.family import Recognition
from plangraph.sources.industry_plan import (
    alignment,
    alignment_level3,
    alignment_master,
    briefs,
    crosswalk,
    front,
    matrices,
    outline,
    programme,
    results,
    situation,
)
from plangraph.sources.industry_plan.claims import Alignment
from plangraph.sources.industry_plan.outline import Part
from plangraph.sources.industry_plan.plan_names import named_plan
from plangraph.sources.industry_plan.running import Running
from plangraph.sources.listing import entries
from plangraph.sources.reading import Reading
from plangraph.sources.repairs import Repairs, read_repairs
from plangraph.sources.statements import statements

NAME_TH = "แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัด"
FIELDS = 10  # of the form of a project
ENOUGH_HEADINGS = 5  # main headings that make the family known where the title is damaged


def family_repairs() -> Repairs:
    """OCR repairs that hold for every document of the family."""
    path = resources.files(__package__).joinpath("repairs.csv")
    with resources.as_file(path) as file:
        return read_repairs(Path(file))


def recognise(source: SourceText) -> Recognition:
    """Whether this is a document of the family: its title, or enough of its main headings."""
    reading = Reading(source, family_repairs())
    outline.read_contents(reading)
    parts = outline.find_sections(reading)
    main = [rule for rule in outline.heading_rules() if rule.main]
    roles = {part.role for part in parts}
    found = tuple(rule.name for rule in main if rule.role in roles)
    missing = tuple(rule.name for rule in main if rule.role not in roles)
    titled = any(
        outline.family_title().search(reading.text(n)[:90]) for n in reading.numbers(1, min(120, reading.last_line))
    )
    known = (titled and bool(found)) or len(found) >= ENOUGH_HEADINGS
    return Recognition(outline.family_id(), NAME_TH, known, found, missing)


def identify(source: SourceText) -> PlanIdentity | None:
    """Whose plan of which year this is."""
    reading = Reading(source, family_repairs())
    outline.read_contents(reading)
    return front.read_identity(reading, outline.find_sections(reading))


def plan_id(identity: PlanIdentity, slug: str) -> str:
    """The id of a plan of this family: "lampang-industry-action-plan-2570"."""
    stem = slug.removesuffix(f"-industry-action-plan-{identity.fiscal_year}")
    return f"{stem}-industry-action-plan-{identity.fiscal_year}"


def read(source: SourceText, repairs: Repairs) -> PlanDocument | None:
    """Read the whole document; None when it names no fiscal year to be filed under."""
    reading = Reading(source, repairs + family_repairs())
    contents = outline.read_contents(reading)
    parts = outline.find_sections(reading)
    identity = front.read_identity(reading, parts)
    if identity is None:
        return None
    front.read_front(reading, parts, identity)
    aligned = Alignment()
    found = situation.Situation()
    summary = _summary(reading, parts, found.running)
    _alignment(reading, parts, aligned)
    found.province_plan = _province_plan(aligned, identity.province, identity.span)
    _situation(reading, parts, found)
    guidelines = _guidelines(reading, parts, identity.fiscal_year)
    vision, missions = _programme_front(reading, parts)
    forms = _briefs(reading, parts)
    cells = tuple(cell for part in _of(parts, "crosswalk") for cell in crosswalk.read_crosswalk(reading, part))
    reported = _results(reading, parts)
    matrix = matrices.matrix_tables(reading, parts, found.running.tables, guidelines, reported)
    yields = {
        "programme.guidelines": len(guidelines),
        "briefs": len(forms),
        "crosswalk": len(cells),
        "results": len(reported),
    }
    _report(reading, parts, yields)
    _report_cut(reading, guidelines, forms)
    return PlanDocument(
        id=source.document_id,
        family=outline.family_id(),
        identity=identity,
        sha256=source.sha256,
        lines=source.lines,
        fates=tuple(reading.account.fates),
        ignored={reason: tuple(lines) for reason, lines in sorted(reading.account.ignored.items())},
        warnings=tuple(reading.warnings),
        outline=contents,
        sections=(*outline.printed_sections(reading, parts), *found.running.headings),
        prose=tuple(reading.prose),
        visions=(*vision, *summary[0]),
        missions=(*missions, *summary[1]),
        claims=tuple(aligned.claims),
        foreign=(*aligned.foreign, *found.foreign),
        components=tuple(aligned.components),
        province_plan=found.province_plan,
        needs=tuple(found.needs),
        swot=tuple(found.swot),
        tables=(*found.running.tables, *matrix),
        facts=(*found.running.facts, *statements(reading.prose)),
        listings=tuple(found.running.listings),
        guidelines=guidelines,
        briefs=forms,
        crosswalk=cells,
        results=reported,
    )


def _of(parts: tuple[Part, ...], role: str) -> list[Part]:
    return [part for part in parts if part.role == role]


def _summary(
    reading: Reading, parts: tuple[Part, ...], out: Running
) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Item, ...]]:
    found = [front.read_executive(reading, part, out) for part in _of(parts, "executive")]
    return found[0] if found else ((), (), ())


def _alignment(reading: Reading, parts: tuple[Part, ...], out: Alignment) -> None:
    readers = {
        "alignment.level1": alignment.read_level1,
        "alignment.master": alignment_master.read_master,
        "alignment.reform": alignment.read_reform,
        "alignment.nesdp": alignment.read_nesdp,
        "alignment.security": alignment.read_security,
        "alignment.level3": alignment_level3.read_level3,
    }
    for part in parts:
        if part.role in readers:
            reading.read(part.heading_first, part.heading_last)
            readers[part.role](reading, part, out)
        elif part.role in ("alignment", "alignment.level2"):
            _plain_part(reading, part)


def _plain_part(reading: Reading, part: Part) -> None:
    """A heading whose own lines are running text."""
    reading.read(part.heading_first, part.heading_last)
    for number in reading.numbers(part.first, part.last):
        if len(reading.text(number)) > 40 and "\t" not in reading.line(number):
            reading.running_text(part.title, number)


def _province_plan(aligned: Alignment, province: str | None, span: SourceSpan) -> Reference | None:
    """The provincial development plan that section 2.3 lists, else the one the province must have by law."""
    for claim in aligned.claims:
        if "แผนพัฒนาจังหวัด" in claim.target.title and "กลุ่มจังหวัด" not in claim.target.title:
            return claim.target
    return named_plan(f"แผนพัฒนาจังหวัด{province}", span) if province else None


def _situation(reading: Reading, parts: tuple[Part, ...], out: situation.Situation) -> None:
    for part in parts:
        if part.role.startswith("situation."):
            situation.read_situation(reading, part, out)
        elif part.role in ("situation", "substance", "programme", "annex"):
            _plain_part(reading, part)


def _guidelines(reading: Reading, parts: tuple[Part, ...], fiscal_year: int) -> tuple[Guideline, ...]:
    return tuple(
        guideline
        for part in _of(parts, "programme.guidelines")
        for guideline in programme.read_guidelines(reading, part, fiscal_year)
    )


def _programme_front(reading: Reading, parts: tuple[Part, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    visions: list[Item] = []
    missions: list[Item] = []
    for part in _of(parts, "programme.vision"):
        reading.read(part.heading_first, part.heading_last)
        for number in list(reading.numbers(part.first, part.last))[:1]:
            visions.append(Item(reading.text(number, part.role).strip('“”" '), reading.span(number)))
            reading.read(number)
    for part in _of(parts, "programme.missions"):
        reading.read(part.heading_first, part.heading_last)
        for entry in entries(reading, part.first, part.last, part.role):
            missions.append(entry.item(reading))
            reading.read(entry.first, entry.last)
    return tuple(visions), tuple(missions)


def _briefs(reading: Reading, parts: tuple[Part, ...]) -> tuple[Brief, ...]:
    found: list[Brief] = []
    for part in _of(parts, "briefs"):
        reading.read(part.heading_first, part.heading_last)
        found += briefs.read_briefs(reading, part)
    return tuple(found)


def _results(reading: Reading, parts: tuple[Part, ...]) -> tuple[Result, ...]:
    return tuple(result for part in _of(parts, "results") for result in results.read_results(reading, part))


def _report_cut(reading: Reading, guidelines: tuple[Guideline, ...], forms: tuple[Brief, ...]) -> None:
    """Say which guidelines have no project, and which forms lack fields."""
    for guideline in guidelines:
        if not any(strategy.rows for strategy in guideline.strategies):
            reading.warn(
                f"แนวทางการพัฒนาที่ {guideline.number} ไม่มีแถวโครงการที่อ่านได้",
                f"guideline {guideline.number} has no project row that could be read",
                guideline.span.first_line,
            )
    for form in forms:
        missing = sorted(set(range(1, FIELDS + 1)) - {field.number for field in form.fields})
        if missing:
            fields = ", ".join(map(str, missing))
            reading.warn(
                f"แบบย่อโครงการ “{form.name[:60]}” ขาดช่องที่ {fields}",
                f"the brief of “{form.name[:60]}” lacks field {fields}",
                form.span.first_line,
            )


def _report(reading: Reading, parts: tuple[Part, ...], yields: dict[str, int]) -> None:
    """Say which main sections are missing or hold nothing that could be read, and which headings nobody knows."""
    printed = {part.role: part for part in parts if part.heading_first <= part.heading_last}
    for rule in outline.heading_rules():
        if rule.main and rule.role not in printed:
            reading.warn(f"ไม่พบหัวข้อ “{rule.name}”", f"section “{rule.name}” was not found")
        elif rule.role in printed and yields.get(rule.role) == 0:
            reading.warn(
                f"หัวข้อ “{rule.name}” ไม่มีรายการที่อ่านได้",
                f"section “{rule.name}” holds nothing that could be read",
                printed[rule.role].heading_first,
            )
    for part in parts:
        if not part.role:
            reading.warn(
                f"ไม่รู้จักหัวข้อ {part.number} “{part.title}” จึงไม่ได้อ่านเนื้อหาใต้หัวข้อนี้",
                f"unknown heading {part.number} “{part.title}”; the lines below it were not read",
                part.heading_first,
            )
