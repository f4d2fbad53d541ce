"""The graph behind the pages, and what was already worked out from it: the graph never changes while a site runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from pyoxigraph import Store

from plangraph.audit.findings import Finding
from plangraph.coverage import Survey, survey
from plangraph.links import Node, fetch_links, fetch_nodes
from plangraph.listing import Listing, listing
from plangraph.opening import Tell, chosen, open_graph, prepare, silent
from plangraph.pointing import links_into
from plangraph.remote.address import is_address
from plangraph.remote.opening import open_service
from plangraph.search import search
from plangraph.snapshot import preferred
from plangraph.store import EmbeddedStore
from plangraph.texts import LANGS, Lang
from plangraph.verdicts import Judgement
from plangraph.web.preparing import Preparing, StillPreparing
from plangraph.web.settings import Settings
from plangraph.web.worker import IN_MEMORY, copied

if TYPE_CHECKING:
    from plangraph.store import GraphStore
    from plangraph.web.pool import Pool
    from plangraph.web.sparql import Kept

T = TypeVar("T")
KEPT: Final = 2_000  # things worked out once, the one unasked for longest given up beyond
KEPT_OF_COLUMNS: Final = 200  # of a nation a thing may be large, and columns work it out again at once
MANY: Final = 2_000  # projects: an audit of more takes longer than anybody waits for a page, and so much memory


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
        with self._lock:
            if key in self._found:
                found = self._found[key] = self._found.pop(key)  # the last to be given up
                return cast("T", found)
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
    database: Path | str | None  # a folder, the address of a service; None: not made ready before a query asks for it
    key: str  # changes with the data
    graphs: frozenset[str]
    pool: Pool
    kept: Kept
    memory: Memory = field(default_factory=Memory)
    _auditing: threading.Lock = field(default_factory=threading.Lock)

    def listing(self, lang: Lang) -> Listing:
        """The projects of the plans that were read."""
        return self.memory.get(("listing", lang), lambda: listing(self.store, lang))

    def judgement(self, iri: str, lang: Lang) -> Judgement | None:
        """The verdict on one project; None when the graph has no such project."""
        return self.memory.get(("judgement", iri, lang), lambda: next(iter(self.listing(lang).judged([iri])), None))

    def survey(self, lang: Lang) -> Survey:
        """The coverage of levels 1 and 2."""
        return self.memory.get(("survey", lang), lambda: survey(self.store, lang))

    def node(self, iri: str, lang: Lang) -> Node:
        """Label, kind and place of one IRI."""
        return self.memory.get(("node", iri, lang), lambda: fetch_nodes(self.store, [iri], lang)[iri])

    def linked(self, iri: str) -> bool:
        """Whether any link leads from or to an IRI."""
        return bool(fetch_links(self.store, [iri])[iri]) or links_into(self.store, iri, 0, 0).every > 0

    @property
    def audited(self) -> bool:
        """Whether the projects are few enough for an audit while somebody waits."""
        return len(self.listing(LANGS[0])) <= MANY

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
        """Copy a small graph into memory, and work out what most pages need; no audit of many projects."""
        if isinstance(self.database, Path):
            stored = Store.read_only(str(self.database))
            if len(stored) <= IN_MEMORY:
                self.store = EmbeddedStore(copied(stored))
        search(self.store, "-")
        for lang in LANGS:
            self.listing(lang)
            self.survey(lang)
        if self.audited:
            with suppress(StillPreparing):
                self.findings()


def open_site(settings: Settings, tell: Tell = silent) -> Site:
    """Open the graph of the settings, with its snapshot when one fits. Raises ``PlanGraphError``.

    Call it where the event loop of the site runs.
    """
    if is_address(settings.store):
        service = open_service(settings.store, tell)
        return site_over(settings, service, settings.store, service.key)
    folder, _ = chosen(settings.store)
    database = Preparing(lambda: prepare(folder, tell))
    if columns := preferred(settings.store, tell, sparql=lambda: EmbeddedStore.open(database())):
        return _site(settings, columns, None, columns.key, database, Memory(KEPT_OF_COLUMNS))
    store = open_graph(settings.store, tell=tell)
    return site_over(settings, store, prepare(folder))


def site_over(settings: Settings, store: GraphStore, database: Path | str, key: str | None = None) -> Site:
    """A site over an open store and its database folder, or the address of its service."""
    return _site(settings, store, database, key or Path(database).parent.name, lambda: database)


def _site(
    settings: Settings,
    store: GraphStore,
    database: Path | str | None,
    key: str,
    opened: Callable[[], Path | str],
    memory: Memory | None = None,
) -> Site:
    from plangraph.web.pool import Pool
    from plangraph.web.sparql import Kept

    return Site(
        settings=settings,
        store=store,
        database=database,
        key=key,
        graphs=frozenset(store.graph_names()),
        pool=Pool(opened, settings.workers, settings.limits),
        kept=Kept(),
        memory=memory or Memory(),
    )
