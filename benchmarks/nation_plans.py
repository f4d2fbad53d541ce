"""The plans of a generated nation that were read: outline, budget rows, stated links, projects with a gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nation_document import WORDS, XSD, Document, Nation, integer, iri, pg, plain, thai
from nation_truth import Parents, Truth

from plangraph.thai_text import to_thai_digits

GUIDELINES, STRATEGIES = 3, 3
GAP = 0.04  # projects that only a brief knows and that nothing leads on from
TWICE = 0.05  # projects listed under two strategies
STATES = 0.15  # projects whose own text names what they serve
NO_PROVINCE = "-"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a plan is of."""

    id: str
    title: str
    province: str  # NO_PROVINCE for a ministry
    place: str
    year: int
    issues: list[str]  # what its guidelines serve


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan with its strategies, and the passages of their headings."""

    owner: Owner
    office: str
    strategies: list[tuple[str, str]]
    claims: list[str]  # what projects of it may name
    nowhere: list[str]  # policies that lead to nothing


def write_plans(nation: Nation, truth: Truth) -> None:
    """Write everything of a nation and count its projects."""
    national = nation.reference()
    strategies = nation.ministries(national)
    claims = [*national["Milestone2"], *national["NationalStrategy1"], *national["Goal1"], *national["MasterPlan2"]]
    for owner in _owners(nation, strategies):
        _write(nation, truth, owner, claims, national["Policy3"])


def _owners(nation: Nation, strategies: list[str]) -> Iterator[Owner]:
    """Whose plans were read, after the development plans their guidelines serve are written."""
    provinces = [path for path in sorted(nation.labels) if path.startswith("province/")][: nation.size.provinces]
    clusters = [
        nation.issues(f"nation-cluster-{at}", f"แผนพัฒนากลุ่มจังหวัดที่ {at}", 4, strategies, "stated") for at in range(1, 19)
    ]
    issues = []
    for at, path in enumerate(provinces):
        name, above = nation.labels[path], clusters[at % 18]
        issues.append(
            nation.issues(f"nation-province-{at}-development-plan", f"แผนพัฒนาจังหวัด{name}", 4, above, "stated")
        )
    nation.base = nation.quads
    for at, path in enumerate(provinces):
        name = nation.labels[path]
        title = f"แผนปฏิบัติราชการประจำปีของจังหวัด{name}"
        yield Owner(f"nation-province-{at}", title, name, f"จังหวัด{name}", 2568 + at % 3, issues[at])
    for at in range(nation.size.ministries):
        below = [strategy for strategy in strategies if strategy.startswith(f"plan/nation-ministry-{at + 1}/")]
        title = f"แผนปฏิบัติราชการประจำปีของกระทรวงที่ {at + 1}"
        yield Owner(f"nation-department-{at}", title, NO_PROVINCE, "ทั่วประเทศ", 2570, below)
    for at in range(nation.size.local):
        home = at % len(provinces)
        name = nation.labels[provinces[home]]
        place = f"เทศบาลที่ {at // len(provinces) + 1} จังหวัด{name}"
        own = nation.issues(f"nation-local-{at}-plan", f"แผนพัฒนาท้องถิ่นของ{place}", 3, issues[home], "stated")
        yield Owner(f"nation-local-{at}", f"แผนดำเนินงานของ{place}", name, place, 2568 + at % 3, own)


def _write(nation: Nation, truth: Truth, owner: Owner, claims: list[str], nowhere: list[str]) -> None:
    document = Document(owner.id, nation.network)
    outline = _outline(nation, document, owner, claims, nowhere)
    for number in range(1, nation.size.per_plan + 1):
        if nation.chance(GAP):
            _brief(nation, document, truth, outline, number)
        else:
            _row(nation, document, truth, outline, number)
    nation.save(document)


def _outline(nation: Nation, document: Document, owner: Owner, claims: list[str], nowhere: list[str]) -> Outline:
    facts = {"provinceName": plain(owner.province)} if owner.province != NO_PROVINCE else {}
    document.plan(
        owner.id, owner.title, fiscalYear=integer(owner.year), wasRead=f'"true"^^<{XSD}boolean>',
        document=iri(f"document/{owner.id}"), **facts,
    )  # fmt: skip
    office = f"org/{owner.id}"
    document.say(office, type="<http://www.w3.org/ns/org#Organization>", label=thai(f"สำนักงานของ{owner.place}"))
    for target in sorted({nation.pick(claims) for _ in range(6)} | {nation.pick(owner.issues)}):
        document.above(owner.id, target, "planWide", nation.quote(document, target))
    strategies = []
    for number in range(1, GUIDELINES + 1):
        guideline = f"{owner.id}/guideline/{number}"
        heading = document.element(guideline, "Guideline", nation.phrase(), owner.id, number)
        document.above(guideline, owner.id, "positioned", heading, "partOf")
        issue = nation.pick(owner.issues)
        basis = "stated" if nation.chance(0.6) else "tabulated"
        document.above(guideline, issue, basis, nation.quote(document, issue))
        for row in range(1, STRATEGIES + 1):
            strategy = f"{guideline}/strategy/{row}"
            heading = document.element(strategy, "Strategy", nation.phrase(), owner.id, row)
            document.above(strategy, guideline, "positioned", heading, "partOf")
            strategies.append((strategy, heading))
    return Outline(owner, office, strategies, [*owner.issues, *claims, "national-strategy"], nowhere)


def _row(nation: Nation, document: Document, truth: Truth, outline: Outline, number: int) -> None:
    """A project of a strategy table, under one strategy or two, some with a text that names what they serve."""
    places = [outline.strategies[number % len(outline.strategies)]]
    if nation.chance(TWICE):
        places.append(outline.strategies[(number + 4) % len(outline.strategies)])
    project = f"{outline.owner.id}/project/{number}"
    name, source = _name(nation, outline, number), nation.pick(list(WORDS["funding"]))
    parents: dict[str, bool] = {}
    figures: list[Decimal] = []
    for at, (strategy, heading) in enumerate(places):
        baht = figures[0] if at and nation.chance(0.8) else _baht(nation)
        figures.append(baht)
        row = document.passage(f"{number}. {name} {_millions(baht)} ล้านบาท")
        line = f"{outline.owner.id}/budget/table-{number}-{at + 1}"
        _line(document, line, project, baht, row, "strategyTable", outline.owner)
        document.say(line, underStrategy=iri(strategy), fundingSource=pg(source))
        document.say(project, evidence=iri(row))
        document.link(project, strategy, "positioned", heading, "partOf")
        parents[strategy] = True
    _project(document, project, name, outline, number)
    if nation.chance(STATES):
        target = nation.pick(outline.claims)
        document.link(project, target, "stated", nation.quote(document, target))
        parents[target] = True
    _count(truth, outline, project, parents, max(figures))


def _brief(nation: Nation, document: Document, truth: Truth, outline: Outline, number: int) -> None:
    """A project that only a brief knows; half of them name a policy that leads nowhere."""
    project, brief = f"{outline.owner.id}/project/brief-{number}", f"{outline.owner.id}/brief/{number}"
    name, baht = _name(nation, outline, number), _baht(nation)
    passage = document.passage(name)
    document.say(brief, type=pg("ProjectBrief"), briefOf=iri(project), label=thai(name), inPlan=iri(outline.owner.id),
                 evidence=iri(passage), statedYear=integer(outline.owner.year))  # fmt: skip
    _line(document, f"{outline.owner.id}/budget/brief-{number}", project, baht, passage, "projectBrief", outline.owner)
    document.say(project, evidence=iri(passage))
    _project(document, project, name, outline, number)
    parents: dict[str, bool] = {}
    if nation.chance(0.5):
        target = nation.pick(outline.nowhere)
        document.link(project, target, "stated", nation.quote(document, target))
        parents[target] = True
    _count(truth, outline, project, parents, baht)


def _count(truth: Truth, outline: Outline, project: str, parents: dict[str, bool], baht: Decimal) -> None:
    owner = outline.owner
    links: Parents = tuple(sorted(parents.items()))
    truth.project(project, links, baht, owner.province, owner.year, owner.id)


def _project(document: Document, project: str, name: str, outline: Outline, number: int) -> None:
    owner = outline.owner
    document.say(project, type=pg("Project"), label=thai(name), asPrinted=plain(name), inPlan=iri(owner.id),
                 planLevel=integer(3), fiscalYear=integer(owner.year), listingNumber=integer(number),
                 responsible=iri(outline.office))  # fmt: skip


def _line(document: Document, line: str, project: str, baht: Decimal, passage: str, origin: str, owner: Owner) -> None:
    document.say(project, hasBudgetLine=iri(line))
    document.say(line, type=pg("BudgetLine"), amount=f'"{baht}"^^<{XSD}decimal>',
                 amountAsPrinted=plain(f"{_millions(baht)} ล้านบาท"), figureFrom=pg(origin),
                 fiscalYear=integer(owner.year), inPlan=iri(owner.id), evidence=iri(passage))  # fmt: skip


def _name(nation: Nation, outline: Outline, number: int) -> str:
    return f"โครงการ{nation.phrase()} {outline.owner.place} ครั้งที่ {number}"


def _baht(nation: Nation) -> Decimal:
    """From 50,000 to 30 million baht in hundreds; one in fifty with satang."""
    hundreds = int(500 * 600 ** nation.random.random())
    return Decimal(hundreds * 100) + (Decimal("0.5") if nation.chance(0.02) else 0)


def _millions(baht: Decimal) -> str:
    return to_thai_digits(f"{baht / 1_000_000:.4f}")
