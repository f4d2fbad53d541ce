"""What a generated nation is written with: documents as lines of N-Quads, levels 1 and 2, the plans in between."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from nation_truth import Network

from plangraph.namespaces import GRAPH, ID, PG, PREFIXES
from plangraph.reference import load_reference
from plangraph.resources import shipped
from plangraph.store import canonical

SEED = 2570
XSD, RDFS = PREFIXES["xsd"], PREFIXES["rdfs"]
TYPE = PREFIXES["rdf"] + "type"
STRONG = frozenset({"stated", "positioned"})
WORDS = tomllib.loads(Path(__file__).with_name("nation_words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Size:
    """How many plans were read, and how many projects each holds."""

    provinces: int
    ministries: int
    local: int
    per_plan: int

    @property
    def projects(self) -> int:
        return (self.provinces + self.ministries + self.local) * self.per_plan


@dataclass(slots=True)
class Document:
    """The quads of one document as lines; lines of the document are counted as its passages are made."""

    name: str
    network: Network
    lines: list[str] = field(default_factory=list)
    line: int = 0
    graph: str = ""

    def __post_init__(self) -> None:
        self.graph = f" <{GRAPH}{self.name}> .\n"

    def say(self, subject: str, **facts: str) -> None:
        """Facts of our vocabulary about one subject; the values are finished terms."""
        start, end = f"<{ID}{subject}> <", self.graph
        self.lines += [f"{start}{_PROPERTIES.get(name) or PG + name}> {value}{end}" for name, value in facts.items()]

    def passage(self, text: str) -> str:
        """The passage of a new line of the document."""
        self.line += 1
        path = f"document/{self.name}/passage/{self.line}.0-{self.line}.{len(text)}"
        line = f'"{self.line}"^^<{XSD}integer>'
        self.say(path, type=pg("Passage"), document=iri(f"document/{self.name}"), firstLine=line, lastLine=line,
                 exactText=plain(text))  # fmt: skip
        return path

    def element(self, path: str, kind: str, label: str, plan: str, number: int, level: int = 3) -> str:
        """An element under a heading of its own; returns the passage of the heading."""
        heading = f"{number}. {label}"
        passage = self.passage(heading)
        self.say(path, type=pg(kind), label=thai(label), asPrinted=plain(heading), inPlan=iri(plan),
                 planLevel=integer(level), number=integer(number), evidence=iri(passage))  # fmt: skip
        return passage

    def plan(self, path: str, label: str, **facts: str) -> str:
        """A plan; returns the passage of its title."""
        passage = self.passage(label)
        self.say(path, type=pg("Plan"), label=thai(label), planLevel=integer(3), evidence=iri(passage), **facts)
        self.say(f"document/{self.name}", type=pg("Document"), label=thai(label))
        return passage

    def link(self, source: str, target: str, basis: str, passage: str, relation: str = "alignedTo") -> None:
        """An asserted edge and its alignment."""
        self.say(source, **{relation: iri(target)})
        parts = "\n".join((source, target, relation, basis))
        # Sixteen digits: twelve collide in a nation of three million links about once in a hundred nations.
        node = f"alignment/{hashlib.sha256(parts.encode()).hexdigest()[:16]}"
        self.lines += [
            f"<{ID}{node}> <{TYPE}> <{PG}Alignment>{self.graph}",
            f"<{ID}{node}> <{PG}from> <{ID}{source}>{self.graph}",
            f"<{ID}{node}> <{PG}to> <{ID}{target}>{self.graph}",
            f"<{ID}{node}> <{PG}relation> <{PG}{relation}>{self.graph}",
            f"<{ID}{node}> <{PG}basis> <{PG}{basis}>{self.graph}",
            f"<{ID}{node}> <{PG}justification> <{PREFIXES['semapv']}ManualMappingCuration>{self.graph}",
            f"<{ID}{node}> <{PG}inPlan> <{ID}{self.name}>{self.graph}",
            f"<{ID}{node}> <{PG}evidence> <{ID}{passage}>{self.graph}",
        ]

    def above(self, source: str, target: str, basis: str, passage: str, relation: str = "alignedTo") -> None:
        """A link above the projects, which the truth walks."""
        self.network.link(source, target, basis in STRONG, relation == "partOf")
        self.link(source, target, basis, passage, relation)


_PROPERTIES = {"type": TYPE, "label": f"{RDFS}label"}


def iri(path: str) -> str:
    return f"<{ID}{path}>"


def pg(local: str) -> str:
    return f"<{PG}{local}>"


def plain(text: str) -> str:
    return f'"{text}"'


def thai(text: str) -> str:
    return f'"{text}"@th'


def integer(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


@dataclass(slots=True)
class Nation:
    """The generator: what it has made so far, and where it writes."""

    folder: Path
    size: Size
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  # a benchmark is no secret
    network: Network = field(default_factory=Network)
    labels: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    quads: int = 0
    base: int = 0  # quads that are there whatever the number of projects

    def pick(self, of: list[str]) -> str:
        return of[int(self.random.random() * len(of))]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def phrase(self) -> str:
        return self.pick(WORDS["verbs"]) + self.pick(WORDS["objects"]) + self.pick(WORDS["tails"])

    def save(self, document: Document) -> None:
        """Write one graph's file, sorted as ``canonical`` sorts."""
        self.write(document.name, b"".join(sorted(set("".join(document.lines).encode().splitlines(keepends=True)))))

    def write(self, name: str, content: bytes) -> None:
        file = f"{name}.nq"
        (self.folder / "data" / file).write_bytes(content)
        self.digests[file] = hashlib.sha256(content).hexdigest()
        self.quads += content.count(b"\n")

    # --- levels 1 and 2, and the plans between them and the projects --------------------------------------------------

    def reference(self) -> dict[str, list[str]]:
        """Write the shipped reference data; paths of its elements by class."""
        found: dict[str, list[str]] = {}
        rows = []
        for file in load_reference(shipped("graph", "reference")):
            self.write(f"reference.{file.stem}", canonical(file.quads))
            for quad in file.quads:
                subject, value = str(quad.subject).strip("<>"), getattr(quad.object, "value", "")
                rows.append((subject, quad.predicate.value, value))
                if quad.predicate.value == RDFS + "label" and getattr(quad.object, "language", "") == "th":
                    self.labels[subject.removeprefix(ID)] = value
        self.network.add_quads(sorted(rows))
        for path, kind in sorted(self.network.kinds.items()):
            found.setdefault(f"{kind}{self.network.levels[path]}", []).append(path)
        return found

    def ministries(self, national: dict[str, list[str]]) -> list[str]:
        """Twenty ministry plans; returns their strategies."""
        strategies: list[str] = []
        targets = [path for path in national["Goal2"] if path.startswith("master-plan")]
        for number in range(1, 21):
            plan = f"plan/nation-ministry-{number}"
            document = Document(f"nation-ministry-{number}", self.network)
            document.plan(plan, f"แผนปฏิบัติราชการของกระทรวงที่ {number}", fiscalYear=integer(2570))
            for at in range(1, 4):
                issue = f"{plan}/issue/{at}"
                heading = document.element(issue, "StrategicIssue", self.phrase(), plan, at)
                document.above(issue, plan, "positioned", heading, "partOf")
                for goal in sorted({self.pick(targets) for _ in range(2)}):
                    document.above(
                        issue, goal, "stated" if self.chance(0.7) else "tabulated", self.quote(document, goal)
                    )
                self.sometimes(document, issue, 0.3, national["Milestone2"])
                self.sometimes(document, issue, 0.2, national["NationalStrategy1"] + national["Goal1"])
                for row in range(1, 4):
                    strategy = f"{issue}/strategy/{row}"
                    passage = document.element(strategy, "Strategy", self.phrase(), plan, row)
                    document.above(strategy, issue, "positioned", passage, "partOf")
                    strategies.append(strategy)
            self.save(document)
        return strategies

    def sometimes(self, document: Document, source: str, share: float, targets: list[str]) -> None:
        if self.chance(share):
            target = self.pick(targets)
            document.above(source, target, "stated", self.quote(document, target))

    def quote(self, document: Document, target: str) -> str:
        return document.passage(f"สอดคล้องกับ{self.labels.get(target, 'แผนระดับที่สูงกว่า')}")

    def issues(self, name: str, title: str, count: int, above: list[str], basis: str) -> list[str]:
        """A development plan without projects: its issues serve those of the plans above it."""
        document = Document(name, self.network)
        document.plan(name, title, validFrom=integer(2566), validUntil=integer(2570))
        made = []
        for number in range(1, count + 1):
            issue = f"{name}/issue/{number}"
            self.labels[issue] = f"{WORDS['areas'][(number - 1) % len(WORDS['areas'])]} {self.phrase()}"
            heading = document.element(issue, "DevelopmentIssue", self.labels[issue], name, number)
            document.above(issue, name, "positioned", heading, "partOf")
            for target in sorted({self.pick(above) for _ in range(2)}):
                document.above(issue, target, basis if self.chance(0.6) else "tabulated", self.quote(document, target))
            made.append(issue)
        self.save(document)
        return made
