"""Which projects reach an element, over which way, and where a document says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangraph.chains import any_link, strong_link, walk
from plangraph.links import fetch_graph
from plangraph.listing import shared, wholes
from plangraph.verdicts import fetch_accounts
from plangraph.web.pages.home import judged
from plangraph.web.paging import SHOWN, Cut

if TYPE_CHECKING:
    from plangraph.coverage import Share
    from plangraph.described import Passage
    from plangraph.links import Graph, Link, Node
    from plangraph.listing import Listed, Listing
    from plangraph.texts import Lang
    from plangraph.web.site import Site


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of the way to an element."""

    source: Node
    target: Node
    basis: str
    verification: str | None
    strong: bool
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Support:
    """A project that reaches an element."""

    project: Listed
    strong: bool  # some way there has only strong hops
    steps: tuple[Step, ...]

    @property
    def telling(self) -> Step:
        """The hop that decides: the weakest one, else the one that names something outside the project's own plan."""
        weak = [step for step in self.steps if not step.strong]
        own = self.project.plan
        naming = [step for step in self.steps if own not in (step.target.plan, step.target.id)]
        return (weak or naming or list(self.steps))[0]


def supporters(site: Site, iri: str, lang: Lang) -> list[Support]:
    """The projects of the plans that were read that reach an element or a part of it: a page of strong ones, then one
    of weak ones.
    """
    serving = site.listing(lang).serving(iri)
    return [each for some in serving for each in told(site, iri, some, Cut("", 1, len(some), SHOWN), lang)]


def told(site: Site, iri: str, some: Listing, chosen: Cut, lang: Lang) -> list[Support]:
    """A page of the projects that reach an element, each with its way there."""
    rows = some.rows(chosen.start, chosen.stop)
    if chosen.whole:
        listed = {row.id: row for row in rows}
        rows = [listed[each.project.id] for each in judged(site, rows, chosen, lang)]
    graph = fetch_graph(site.store, [row.id for row in rows], lang)
    found = [(row, way) for row in rows if (way := _way(graph, row.id, iri))]
    accounts = fetch_accounts(site.store, {link.ways[0].alignment for _, way in found for link in way})

    def step(link: Link) -> Step:
        best = link.ways[0]
        passages = accounts[best.alignment].passages
        return Step(
            graph.nodes[link.source], graph.nodes[link.target], best.basis, best.verification, best.strong,
            passages[0] if passages else None,
        )  # fmt: skip

    return [Support(row, all(link.strong for link in way), tuple(map(step, way))) for row, way in found]


def _way(graph: Graph, project: str, iri: str) -> Sequence[Link]:
    """The shortest strong way from a project to an element or a part of it, else the shortest of any strength."""
    for allowed in (strong_link, any_link):
        ways = [way for end, way in walk(graph, project, allowed).items() if iri in wholes(graph, end)]
        if ways:
            return min(ways, key=len)
    return ()


def share(supports: Iterable[Support]) -> Share:
    """How many projects, and how much money."""
    return shared(each.project.budget for each in supports)
