"""Snapshots of small graphs, and random graphs with several parents and accidental cycles."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from chains_fixture import PLAN, PREFIXES, files, link, nquads
from plangraph.snapshot.build import build
from plangraph.snapshot.store import SnapshotStore
from plangraph.store import EmbeddedStore

KINDS = {
    1: ("NationalStrategy", "StrategicIssue", "Goal", "Plan", "Indicator"),
    2: ("MasterPlan", "SubPlan", "Goal", "Plan"),
    3: ("Plan", "DevelopmentIssue", "Guideline", "Strategy", "Policy"),
}
BASES = ("stated", "confirmed", "positioned", "official", "tabulated", "planWide", "proposed")
ORIGINS = ("strategyTable", "projectBrief", "resultReport")


@dataclass(frozen=True, slots=True)
class Pair:
    """One graph twice: asked by SPARQL, and by columns."""

    sparql: EmbeddedStore
    columns: SnapshotStore


def snapshot_of(*texts: bytes, names_too: bool = True) -> SnapshotStore:
    """A snapshot of N-Quads texts, one file for each, in a folder that stays as long as the tests run."""
    folder = Path(tempfile.mkdtemp(dir=_ROOM.name))
    paths = []
    for at, text in enumerate(texts):
        paths.append(folder / f"{at}.nq")
        paths[-1].write_bytes(text)
    (folder / "made").mkdir()
    build(paths, folder / "made", names_too=names_too)
    return SnapshotStore(folder / "made")


def pair(*turtle: str, names_too: bool = True, with_chains: bool = False) -> Pair:
    """A graph of Turtle in the graph of the Lampang plan; ``with_chains``: with the graph of ``tests/data/chains``."""
    texts = [nquads((PREFIXES + text).encode(), PLAN) for text in turtle]
    if with_chains:
        texts = [*files().values(), *texts]
    return Pair(EmbeddedStore.in_memory(texts), snapshot_of(*texts, names_too=names_too))


_ROOM = tempfile.TemporaryDirectory(prefix="plangraph-snapshots-")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A random graph in Turtle: its nodes, and its links by source and target."""

    nodes: str
    links: tuple[tuple[str, str, str], ...]

    def turtle(self, without: tuple[str, str] | None = None) -> str:
        """All of it, or all but the links between two nodes."""
        return "\n".join([self.nodes, *(text for source, target, text in self.links if (source, target) != without)])


@st.composite
def graphs(draw: st.DrawFn) -> Drawn:
    """Plans, elements and projects with links in all directions, some of them in a circle."""
    elements = {f"e{at}": draw(st.sampled_from((1, 2, 2, 3, 3))) for at in range(draw(st.integers(1, 9)))}
    projects = [f"p{at}" for at in range(draw(st.integers(0, 5)))]
    plans = {f"plan{at}": draw(st.booleans()) for at in range(2)}
    text = [
        f'<{plan}> a pg:Plan ; pg:planLevel 3 ; rdfs:label "{plan}"@th .'
        + (f" <{plan}> pg:wasRead true ." if read else "")
        for plan, read in plans.items()
    ]
    text.append('<plan0> pg:provinceName "ลำปาง" .')
    text += [_element(draw, path, level, sorted(plans)) for path, level in elements.items()]
    text += [_project(draw, path, sorted(plans)) for path in projects]
    links = []
    everything = [*elements, *projects, *plans]
    for _ in range(draw(st.integers(0, 22))):
        source, target = draw(st.sampled_from(everything)), draw(st.sampled_from([*elements, *plans, *projects]))
        basis, relation = draw(st.sampled_from(BASES)), draw(st.sampled_from(("alignedTo", "partOf")))
        verified = draw(st.sampled_from(("", "; pg:verification pg:verified", "; pg:verification pg:unverified")))
        caveat = draw(st.sampled_from(("", "", "; pg:caveat pg:agencyMission")))
        links.append((source, target, link(source, target, basis, relation, f"{verified} {caveat}")))
    return Drawn("\n".join(text), tuple(links))


def _element(draw: st.DrawFn, path: str, level: int, plans: list[str]) -> str:
    kind, plan = draw(st.sampled_from(KINDS[level])), draw(st.sampled_from(plans))
    labels = draw(st.sampled_from(('"ก"@th', '"ข"@th , "b"@en', '"x\\"y\\\\z\\n"@th', '"a"@en , "c"')))
    number = draw(st.sampled_from(("", "; pg:number 7", '; pg:code "๐๑"')))
    return f"<{path}> a pg:{kind} ; pg:planLevel {level} ; pg:inPlan <{plan}> ; rdfs:label {labels} {number} ."


def _project(draw: st.DrawFn, path: str, plans: list[str]) -> str:
    plan, year = draw(st.sampled_from(plans)), draw(st.sampled_from((2569, 2570)))
    text = f'<{path}> a pg:Project ; pg:planLevel 3 ; pg:inPlan <{plan}> ; rdfs:label "{path}"@th .\n'
    text += f"<{path}> pg:fiscalYear {year} .\n"
    for at in range(draw(st.integers(0, 3))):
        amount = draw(st.sampled_from(("100", "100.5", "2500", "0.1", "-7")))
        origin = draw(st.sampled_from(ORIGINS))
        source = draw(st.sampled_from(("", "; pg:fundingSource pg:province", "; pg:fundingSource pg:otherSource")))
        text += f"<{path}> pg:hasBudgetLine <{path}/{at}> .\n"
        text += f"<{path}/{at}> pg:amount {amount} ; pg:figureFrom pg:{origin} {source} .\n"
    if draw(st.booleans()):
        text += f'<{path}/brief> a pg:ProjectBrief ; pg:briefOf <{path}> ; rdfs:label "แบบ {path}"@th .\n'
    return text
