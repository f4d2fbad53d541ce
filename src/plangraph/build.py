"""Build the graph: documents, reference data and reviews in; ``data/`` and ``store/`` of one folder out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad

from plangraph import __version__, resources
from plangraph.errors import FileMissing, SameSourceTwice, UnknownSource
from plangraph.namespaces import GRAPH, PROPOSALS_GRAPH, PROVENANCE_GRAPH, REVIEWS_GRAPH, graph_node, ident, shorten
from plangraph.opening import Tell, build_store, describe, held, silent
from plangraph.provenance import Input, provenance_quads
from plangraph.store import canonical
from plangraph.workspace import Marker, check_target, make_home, sweep, write_data, writing_into

if TYPE_CHECKING:
    from plangraph.catalogue import Catalogue
    from plangraph.records import PlanDocument
    from plangraph.reviews import Decision

SOURCE: Final = "source.txt"
CORRECTIONS: Final = "corrections.csv"
IDS: Final = "ids.csv"


@dataclass(slots=True)
class Assembly:
    """Everything a build will write, before anything is written."""

    files: dict[str, bytes] = field(default_factory=dict)  # name in data/ -> canonical N-Quads
    origins: dict[NamedNode, list[Input]] = field(default_factory=dict)
    documents: list[PlanDocument] = field(default_factory=list)

    def add(self, graph: str, quads: Iterable[Quad], inputs: Sequence[Input]) -> None:
        """Add one named graph; an empty one is not written."""
        if content := canonical(quads):
            self.files[file_name(graph)] = content
            self.origins[NamedNode(graph)] = list(inputs)

    @property
    def marker(self) -> Marker:
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        inputs = {source.path: source.sha256 for made in self.origins.values() for source in made if source.bundled}
        return Marker(__version__, digests, inputs)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    target: Path | str  # a folder, or the address of a service
    graphs: int
    quads: int
    documents: tuple[PlanDocument, ...]


def file_name(graph: str) -> str:
    """The file of a named graph in ``data/``: ``…/graph/reference/nesdp_13`` is ``reference.nesdp_13.nq``."""
    return graph.removeprefix(GRAPH).replace("/", ".") + ".nq"


def find_sources(paths: Sequence[Path]) -> list[Path]:
    """The text files to read, in the order given; with no paths those of every bundled plan, by name.

    A path is a text file, or a folder with ``source.txt``; anything else raises ``UnknownSource`` or ``FileMissing``.
    """
    if not paths:
        return sorted(resources.shipped("graph", "sources").glob(f"*/{SOURCE}"))
    return [_text_of(path) for path in paths]


def _text_of(path: Path) -> Path:
    if not path.exists():
        raise FileMissing(path)
    if not path.is_dir():
        return path
    if not (path / SOURCE).is_file():
        raise UnknownSource(path)
    return path / SOURCE


def input_of(path: Path, plan_id: str) -> Input:
    """A file with its hash; its path is kept relative to the bundled graph, or without the folders of this machine."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    bundled = resources.folder("graph").resolve()
    place = path.resolve()
    if place.is_relative_to(bundled):
        return Input(place.relative_to(bundled).as_posix(), sha256)
    return Input(f"{plan_id}/{path.name}", sha256, bundled=False)


def assemble(sources: Sequence[Path]) -> Assembly:
    """Read everything and make the quads of every named graph; nothing is written.

    Raises what reading a document, the reference or a review raises; a gap in a document raises nothing.
    """
    from plangraph.catalogue import Catalogue
    from plangraph.reference import load_reference
    from plangraph.reviewing.places import reviews_folder
    from plangraph.reviews import load_all_reviews

    assembly = Assembly()
    reference = load_reference(resources.shipped("graph", "reference"))
    for file in reference:
        assembly.add(graph_node(f"reference/{file.stem}").value, file.quads, [input_of(file.path, "reference")])
    decisions = load_all_reviews(resources.folder("graph") / "reviews", reviews_folder())
    _add_documents(assembly, sources, Catalogue.from_reference(reference), decisions)
    _add_reviews(assembly, decisions)
    assembly.add(PROVENANCE_GRAPH, provenance_quads(assembly.origins), [])
    return assembly


def add_findings(assembly: Assembly) -> int:
    """Add what the audit finds in an assembled graph as ``graph/findings``; returns how many findings there are.

    People's decisions on findings are laid over them. The same assembly gives the same quads.
    """
    from plangraph.audit.decisions import FILE, decided, read_decisions
    from plangraph.audit.engine import audit
    from plangraph.audit.graph import FINDINGS_GRAPH, finding_quads
    from plangraph.store import EmbeddedStore

    store = EmbeddedStore.in_memory(assembly.files.values())
    decisions = resources.folder("graph") / "reviews" / FILE
    found = decided(audit(store).findings, read_decisions(decisions))
    read = [source for document in assembly.documents for source in assembly.origins[graph_node(document.id)]]
    inputs = [*read, *([input_of(decisions, "reviews")] if decisions.is_file() else [])]
    assembly.add(FINDINGS_GRAPH.value, finding_quads(store, found), inputs)
    assembly.origins.pop(NamedNode(PROVENANCE_GRAPH), None)
    assembly.add(PROVENANCE_GRAPH, provenance_quads(assembly.origins), [])
    return len(found)


def _add_documents(
    assembly: Assembly, sources: Sequence[Path], catalogue: Catalogue, decisions: Sequence[Decision]
) -> None:
    from plangraph.dataset import document_quads
    from plangraph.places import province_slugs
    from plangraph.reviews import without_decided
    from plangraph.sources import read_plan

    proposals: list[Quad] = []
    read: list[Input] = []
    for path in sources:
        document = read_plan(path, slugs=province_slugs())
        if document.id in {other.id for other in assembly.documents}:
            raise SameSourceTwice(path, document.id)
        parts = document_quads(document, catalogue)
        inputs = inputs_of(path, document.id)
        assembly.add(graph_node(document.id).value, parts.graph, inputs)
        assembly.documents.append(document)
        proposals += parts.proposals
        read += inputs
    assembly.add(PROPOSALS_GRAPH, without_decided(proposals, decisions), read)


def _add_reviews(assembly: Assembly, decisions: Sequence[Decision]) -> None:
    """Add the confirmed links of the plans in this build; their two ends must be in it. Others wait for their plan."""
    from plangraph.reviews import review_quads

    plans = tuple(ident(document.id).value + "/" for document in assembly.documents)
    ours = [decision for decision in decisions if decision.link[0].startswith(plans)]
    if not ours:
        return
    subjects = {line.partition(b"> ")[0] + b">" for text in assembly.files.values() for line in text.split(b"\n")}
    for decision in ours:
        for end in (decision.link[0], decision.link[2]):
            if f"<{end}>".encode() not in subjects:
                decision.fail(f"ไม่มี {shorten(end)} ในกราฟ", f"{shorten(end)} is not in the graph")
    files = sorted({(decision.place, decision.path) for decision in ours}, reverse=True)
    assembly.add(REVIEWS_GRAPH, review_quads(ours), [input_of(path, place) for place, path in files])


def inputs_of(path: Path, plan_id: str) -> list[Input]:
    """The text of a document and, in a source folder, the corrections and frozen IRIs laid over it."""
    beside = [path.with_name(name) for name in (CORRECTIONS, IDS)] if path.name == SOURCE else []
    return [input_of(file, plan_id) for file in [path, *beside] if file.is_file()]


def build(
    sources: Sequence[Path] = (),
    into: Path | None = None,
    *,
    tell: Tell = silent,
    check: Callable[[Assembly], None] | None = None,
    findings: bool = False,
) -> Built:
    """Build exactly these documents (none: every bundled one) with the reference data into a folder.

    ``into`` defaults to the user's data folder. ``check`` sees the assembly before anything is written and may raise.
    What was in the folder stays whole until the new graph replaces it; ``ForeignFolder`` and ``FolderUnwritable`` say
    why a folder cannot be used. With ``findings`` the audit's findings are a graph of their own.
    """
    target = into or make_home()
    check_target(target)
    assembly = assemble(find_sources(sources))
    if findings:
        add_findings(assembly)
    if check:
        check(assembly)
    write(assembly, target, tell)
    quads = sum(content.count(b"\n") for content in assembly.files.values())
    return Built(target, len(assembly.files), quads, tuple(assembly.documents))


def write(assembly: Assembly, target: Path, tell: Tell = silent) -> None:
    """Write an assembly: data and store beside the former ones, then swapped in."""
    store = target / "store"

    def fill(data: Path) -> None:
        build_store(store, data, describe(data, []))

    check_target(target)
    with held(store, tell), writing_into(target):
        sweep(target)
        write_data(target, assembly.files, assembly.marker, fill)
