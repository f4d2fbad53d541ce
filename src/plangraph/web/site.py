"""The graph behind the pages, and what was already worked out from it: the graph never changes while a site runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from pyoxigraph import Store

from plangraph import opening
from plangraph.audit.findings import Finding
from plangraph.coverage import Survey, survey
from plangraph.links import Graph, Node, fetch_all_links, fetch_nodes
from plangraph.opening import Tell, open_graph, prepare, silent
from plangraph.outputs.check_note import farthest_first
from plangraph.projects import fetch_projects, projects_of_read_plans
from plangraph.remote.address import is_address
from plangraph.remote.opening import open_service
from plangraph.search import search
from plangraph.store import EmbeddedStore
from plangraph.texts import LANGS, Lang
from plangraph.verdicts import Judgement, judge
from plangraph.web.settings import Settings
from plangraph.web.worker import IN_MEMORY, copied

if TYPE_CHECKING:
    from plangraph.store import GraphStore
    from plangraph.web.pool import Pool
    from plangraph.web.sparql import Kept

T = TypeVar("T")
KEPT: Final = 2_000  # things worked out once, the oldest given up beyond


class Memory:
    """Remembers what was worked out; two threads may work the same thing out twice, never wait for each other."""

    def __init__(self, most: int = KEPT) -> None:
        self._found: dict[Hashable, object] = {}
        self._lock = threading.Lock()
        self._most = most

    def known(self, key: Hashable) -> object:
        """What was worked out; None when nothing was."""
        return self._found.get(key)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        if key in self._found:
            return cast("T", self._found[key])
        made = make()
        with self._lock:
            if len(self._found) >= self._most:
                self._found.pop(next(iter(self._found)))
            self._found[key] = made
        return made


@dataclass(slots=True)
class Site:
    """One graph, asked in this process for pages and in worker processes for queries of users."""

    settings: Settings
    store: GraphStore
    database: Path | str  # a folder, or the address of a service
    key: str  # changes with the data
    graphs: frozenset[str]
    pool: Pool
    kept: Kept
    memory: Memory = field(default_factory=Memory)
    _auditing: threading.Lock = field(default_factory=threading.Lock)

    def judgement(self, iri: str, lang: Lang) -> Judgement | None:
        """The verdict on one project; None when the graph has no such project."""
        return self.memory.get(("judgement", iri, lang), lambda: self._judge(iri, lang))

    def _judge(self, iri: str, lang: Lang) -> Judgement | None:
        if known := next((each for each in self.judgements(lang) if each.project.id == iri), None):
            return known
        found = fetch_projects(self.store, [iri], lang)
        return judge(self.store, list(found.values()), lang)[0] if found else None

    def judgements(self, lang: Lang) -> list[Judgement]:
        """The verdicts on every project of the plans that were read, the farthest first."""

        def work() -> list[Judgement]:
            return farthest_first(judge(self.store, projects_of_read_plans(self.store, lang), lang))

        return self.memory.get(("judgements", lang), work)

    def survey(self, lang: Lang) -> Survey:
        """The coverage of levels 1 and 2."""
        return self.memory.get(("survey", lang), lambda: survey(self.store, lang))

    def graph(self, lang: Lang) -> Graph:
        """Every link there is, and the nodes they join."""

        def work() -> Graph:
            links = fetch_all_links(self.store)
            ends = {link.target for reached in links.values() for link in reached} | links.keys()
            return Graph(links, fetch_nodes(self.store, ends, lang))

        return self.memory.get(("graph", lang), work)

    def node(self, iri: str, lang: Lang) -> Node:
        """Label, kind and place of one IRI."""
        return self.memory.get(("node", iri, lang), lambda: fetch_nodes(self.store, [iri], lang)[iri])

    def findings(self) -> list[Finding]:
        """What the audit finds."""
        from plangraph.audit.engine import findings

        with self._auditing:
            return self.memory.get("findings", lambda: findings(self.store))

    def findings_so_far(self) -> list[Finding] | None:
        """What the audit found; None while it has not run, so that no page waits for it that can do without."""
        found = self.memory.known("findings")
        return cast("list[Finding] | None", found)

    def warm_up(self) -> None:
        """Copy a small graph into memory, and work out what most pages need."""
        if isinstance(self.database, Path):
            stored = Store.read_only(str(self.database))
            if len(stored) <= IN_MEMORY:
                self.store = EmbeddedStore(copied(stored))
        search(self.store, "-")
        for lang in LANGS:
            self.judgements(lang)
            self.survey(lang)
            self.graph(lang)
        self.findings()


def open_site(settings: Settings, tell: Tell = silent) -> Site:
    """Open the graph of the settings. Raises ``PlanGraphError``. Call it where the event loop of the site runs."""
    if is_address(settings.store):
        service = open_service(settings.store, tell)
        return site_over(settings, service, settings.store, service.key)
    store = open_graph(settings.store, tell=tell)
    return site_over(settings, store, prepare(opening.chosen(settings.store)[0]))


def site_over(settings: Settings, store: GraphStore, database: Path | str, key: str | None = None) -> Site:
    """A site over an open store and its database folder, or the address of its service."""
    from plangraph.web.pool import Pool
    from plangraph.web.sparql import Kept

    return Site(
        settings=settings,
        store=store,
        database=database,
        key=key or Path(database).parent.name,
        graphs=frozenset(store.graph_names()),
        pool=Pool(database, settings.workers, settings.limits),
        kept=Kept(),
    )
