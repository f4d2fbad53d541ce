"""What a plan document says, and where it says it: frozen records, no RDF.

Texts named ``title``, ``name`` or ``text`` are the clean reading (OCR repairs applied, numbers of the list removed);
``span.text`` is always verbatim. Years are Buddhist (2570), money is baht as ``Decimal``, lines count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Where something stands: a contiguous, verbatim stretch of the document, lines joined by a newline."""

    document: str  # document id, the last part of its IRI: "lampang-industry-action-plan-2570"
    first_line: int
    last_line: int
    text: str
    first_char: int = 0  # offset of ``text`` in the first line
    last_char: int = 0  # offset just behind ``text`` in the last line

    def __str__(self) -> str:
        lines = f"{self.first_line}" if self.first_line == self.last_line else f"{self.first_line}-{self.last_line}"
        return f"{self.document}:{lines}"


class Kind(StrEnum):
    """Kinds of plan elements a text can refer to; the values are local names of the ontology's classes."""

    PLAN = "Plan"
    NATIONAL_STRATEGY = "NationalStrategy"
    STRATEGIC_ISSUE = "StrategicIssue"
    MASTER_PLAN = "MasterPlan"
    SUB_PLAN = "SubPlan"
    MILESTONE = "Milestone"
    SECURITY_POLICY = "SecurityPolicy"
    REFORM_TOPIC = "ReformTopic"
    DEVELOPMENT_ISSUE = "DevelopmentIssue"
    GUIDELINE = "Guideline"
    STRATEGY = "Strategy"
    GOAL = "Goal"
    POLICY = "Policy"
    VISION = "Vision"
    INDICATOR = "Indicator"
    ACTIVITY = "Activity"
    MISSION = "Mission"
    POSITIONING = "Positioning"
    BACKGROUND = "Background"  # a law, foreign measure or slogan that a text cites
    ELEMENT = "PlanElement"  # stands in a plan, of no narrower kind


@dataclass(frozen=True, slots=True)
class Reference:
    """How a text names an element of another plan: number or code first, title second."""

    kind: Kind
    title: str  # clean wording without the number; "" when only a number is given
    span: SourceSpan  # the clause that names it, verbatim
    number: int | None = None  # only a number that belongs to the reference, never that of the list it stands in
    code: str | None = None  # Arabic digits as printed, also when of the wrong length ("08001")
    within: Reference | None = None  # the element or plan it stands under (goal of a master plan, issue of a plan)
    valid_from: int | None = None
    valid_until: int | None = None
    year: int | None = None  # of a yearly plan, or the year of a reviewed edition
    owner: str | None = None
    edition: str | None = None


class Basis(StrEnum):
    """How a link is known; local names of the ontology's individuals."""

    OFFICIAL = "official"
    POSITIONED = "positioned"
    STATED = "stated"
    CONFIRMED = "confirmed"
    TABULATED = "tabulated"
    PLAN_WIDE = "planWide"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered or bulleted statement of the document: a goal, an objective, a mission."""

    text: str
    span: SourceSpan
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and comparator inside a text: "ไม่น้อยกว่า ๓ ผลิตภัณฑ์"."""

    value: Decimal
    unit: str  # "" when none is printed
    comparator: str  # "atLeast" | "atMost" | "exactly"
    printed: str  # verbatim, with its digits and comparator


@dataclass(frozen=True, slots=True)
class Measure:
    """An output, outcome or indicator with the quantities its text sets."""

    text: str
    span: SourceSpan
    number: int | None = None
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """One printed figure, in baht."""

    baht: Decimal | None  # None when the figure cannot be read
    printed: str  # "๐.๒๘๐๐"
    unit: str  # "ล้านบาท", "บาท", "" when none is printed
    span: SourceSpan
    words: str | None = None  # the amount in words as printed, without its parentheses
    words_baht: Decimal | None = None  # None when the words are no number


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    number: str  # Arabic digits: "3.1.2"; "ส่วนที่ ๑" gives "1"
    title: str
    page: int | None
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Section:
    """A heading found in the body."""

    number: str  # "" when the heading has none
    title: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text under a recognised heading."""

    heading: str
    span: SourceSpan


# --- the plan itself ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanIdentity:
    title: str
    span: SourceSpan
    fiscal_year: int
    province: str | None  # "ลำปาง"
    owner: str | None  # the office that issues it
    owner_span: SourceSpan | None = None
    prepared_in: str | None = None  # "พฤษภาคม 2569"
    stated_years: tuple[tuple[int, SourceSpan], ...] = ()  # every year a title of this plan names


@dataclass(frozen=True, slots=True)
class Claim:
    """The alignment section says: this plan serves that element (``pg:planWide``)."""

    target: Reference
    achievement: str = ""  # the text under "การบรรลุเป้าหมายตาม…"
    achievement_span: SourceSpan | None = None


@dataclass(frozen=True, slots=True)
class ForeignElement:
    """An element of another plan that this document spells out: a sub-plan guideline, an issue, a strategy."""

    kind: Kind
    title: str
    span: SourceSpan
    plan: Reference  # the plan it belongs to
    number: int | None = None
    code: str | None = None
    parent: Reference | None = None  # the element it stands under, if not the plan itself
    heading: SourceSpan | None = None  # the heading it stands under
    quantities: tuple[Quantity, ...] = ()  # of an indicator
    detail: str = ""  # text that explains it


@dataclass(frozen=True, slots=True)
class PlanComponent:
    """An องค์ประกอบ of the development plan that groups milestones."""

    number: int
    title: str
    span: SourceSpan
    announced: int | None  # "ประกอบด้วย ๖ หมุดหมาย"
    milestones: tuple[Reference, ...] = ()


# --- situation ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Need:
    """A problem of the people, the districts that have it and what they ask for."""

    number: int
    title: str
    span: SourceSpan
    districts: tuple[str, ...]
    announced: int | None  # "๑๓ อำเภอ"
    demand: str
    dimension: str  # "ด้านเศรษฐกิจ"


@dataclass(frozen=True, slots=True)
class SwotItem:
    kind: str  # strength | weakness | opportunity | threat | so | wo | st | wt
    number: int
    text: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statistics table."""

    row: int  # from 1, header rows not counted
    column: int  # from 1
    row_header: str
    column_header: str  # header rows joined by " / "
    printed: str
    value: Decimal | None  # None for text, for "-" and for a damaged number
    damaged: bool  # looks like a number but is none: "874,31.38"
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A plain list of names under a heading that may announce their number ("๕ อุตสาหกรรมเป้าหมาย ดังนี้")."""

    heading: str
    announced: int | None
    items: tuple[Item, ...]
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Table:
    """A statistics or matrix table, page breaks joined."""

    caption: str
    header: tuple[str, ...]  # one text per column, header rows joined by " / "
    cells: tuple[Cell, ...]
    span: SourceSpan
    unit: str  # "" when none is printed
    source: str  # "(ที่มา : …)", "" when none
    notes: tuple[str, ...] = ()
    heading: str = ""  # the section it stands in


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of figures: "พื้นที่นา จำนวน ๔๓๘,๗๙๓ ไร่ คิดเป็นร้อยละ ๙๔.๔๗", in a list or in running text."""

    text: str
    span: SourceSpan
    quantities: tuple[Quantity, ...]  # of running text: the amount, then the share that belongs to it
    heading: str
    number: int | None = None  # of a list entry
    subject: str = ""  # what the amount counts; running text only
    year: int | None = None  # the Buddhist year it speaks of; running text only
    share_of: str = ""  # the whole its share is taken of, as far as the text names it
    lead: str = ""  # the words between the figure before and the amount; running text only


# --- the programme --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One row of the strategy table."""

    name: str
    number: int | None
    group: int  # funding group inside the strategy, from 1
    funding: str | None  # "ministryOrDepartment" | "province" | "provincialCluster" | "otherSource"
    funding_heading: SourceSpan | None
    money: Money
    fiscal_year: int | None  # of the column that funds it
    span: SourceSpan
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    number: int
    title: str
    span: SourceSpan
    rows: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class Guideline:
    number: int
    title: str
    span: SourceSpan
    goals: tuple[Item, ...]
    indicators: tuple[Measure, ...]
    strategies: tuple[Strategy, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A plan, strategy, milestone, policy, model, law or slogan that a brief's text names."""

    target: Reference
    role: str  # "stated" | "cites" | "generic" | "negated"
    field: str  # the brief field it stands in: "rationale", "objectives" …
    agency: bool = False  # the sentence speaks of the agency's mission rather than the project
    rule: str = ""  # which rule of the mention file matched


@dataclass(frozen=True, slots=True)
class BriefField:
    """One of the ten fields, whole: its printed label and its verbatim lines."""

    number: int
    name: str  # "rationale", "objectives" …
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Brief:
    """The ten-field form of one project (โครงการแบบย่อ)."""

    position: int  # its place among the briefs, from 1
    name: str
    name_span: SourceSpan
    span: SourceSpan
    fields: tuple[BriefField, ...]
    rationale: str = ""
    objectives: tuple[Item, ...] = ()
    outputs: tuple[Measure, ...] = ()
    outcomes: tuple[Measure, ...] = ()
    indicators: tuple[Measure, ...] = ()
    links: tuple[Reference, ...] = ()  # section 6: the provincial issue and the plan it is in
    stated_year: int | None = None
    year_span: SourceSpan | None = None
    activities: tuple[Measure, ...] = ()
    money: Money | None = None
    responsible: tuple[Item, ...] = ()
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[str, ...] = ()  # a short name in quotation marks or parentheses


@dataclass(frozen=True, slots=True)
class CrosswalkCell:
    """One cell of the crosswalk table: what it says and whose plan its column is."""

    row: str  # "วิสัยทัศน์", "ประเด็นการพัฒนา ด้านที่ ๑"
    row_number: int | None
    kind: Kind  # VISION or DEVELOPMENT_ISSUE
    own: bool  # the column of this plan
    plan: Reference | None  # the plan of the column; None for the own one
    text: str
    span: SourceSpan


# --- results of a past year -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ResultMeasure:
    label: str
    planned: str
    achieved: str
    planned_value: Decimal | None
    achieved_value: Decimal | None
    unit: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Result:
    """The reported result of one project in a past fiscal year."""

    section: str  # "4.3"
    number: int
    name: str
    fiscal_year: int
    span: SourceSpan
    funding: str | None
    budget: Money | None
    disbursed: Money | None
    measures: tuple[ResultMeasure, ...] = ()
    outputs: tuple[Measure, ...] = ()
    outcomes: tuple[Measure, ...] = ()
    narrative: tuple[Prose, ...] = ()
    problems: str = ""
    suggestions: str = ""
    aliases: tuple[str, ...] = ()


# --- the whole reading ----------------------------------------------------------------------------------------------


class Fate(StrEnum):
    """What became of a line."""

    BLANK = "blank"
    READ = "read"
    PROSE = "prose"
    IGNORED = "ignored"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap the reading found: a missing section, a table that is cut, an unknown heading."""

    message_th: str
    message_en: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Everything one document says, with the account of its lines."""

    id: str
    family: str
    identity: PlanIdentity
    sha256: str  # of the file's bytes
    lines: tuple[str, ...]
    fates: tuple[Fate, ...]  # one per line
    ignored: dict[str, tuple[int, ...]] = field(default_factory=dict)  # reason -> lines
    warnings: tuple[Gap, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    sections: tuple[Section, ...] = ()
    prose: tuple[Prose, ...] = ()
    visions: tuple[Item, ...] = ()
    missions: tuple[Item, ...] = ()
    claims: tuple[Claim, ...] = ()
    foreign: tuple[ForeignElement, ...] = ()
    components: tuple[PlanComponent, ...] = ()
    province_plan: Reference | None = None
    needs: tuple[Need, ...] = ()
    swot: tuple[SwotItem, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: tuple[Fact, ...] = ()
    listings: tuple[Listing, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    briefs: tuple[Brief, ...] = ()
    crosswalk: tuple[CrosswalkCell, ...] = ()
    results: tuple[Result, ...] = ()
    frozen: dict[str, str] = field(default_factory=dict)  # ids.csv: anchor -> path of the IRI it keeps
