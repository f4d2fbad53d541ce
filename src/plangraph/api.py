"""The library: open a graph and ask it what the command line asks, in a notebook or a program.

``import plangraph`` costs nothing; what a function needs is imported when it is called. All names here are also names
of ``plangraph``. Every answer shows itself in a notebook and turns into plain Python (``to_dict``, iteration).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangraph.errors import PlanGraphError
from plangraph.texts import Lang

if TYPE_CHECKING:
    from plangraph.naming import Candidate
    from plangraph.store import GraphStore
    from plangraph.verdicts import Judgement, ShownChain

__all__ = [
    "Answer", "ChainList", "PlanGraph", "ProjectNotFound", "Table", "chains", "check", "coverage", "open_graph",
    "query",
]  # fmt: skip


class ProjectNotFound(PlanGraphError, LookupError):
    """A name that means no project, or several of one year; ``candidates`` are the near ones."""

    def __init__(self, name: str, candidates: Sequence[Candidate], *, ambiguous: bool) -> None:
        from plangraph.texts import Texts

        key = "ambiguous" if ambiguous else "unknown" if candidates else "unknown_alone"
        super().__init__(th=Texts("check", "th")(key, name=name), en=Texts("check", "en")(key, name=name))
        self.candidates = tuple(candidates)
        self.ambiguous = ambiguous


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict of one project."""

    judgement: Judgement
    lang: Lang = "th"

    @property
    def name(self) -> str:
        """The project's name."""
        return self.judgement.project.name

    @property
    def verdict(self) -> str:
        """``aligned``, ``aligned-by-plan`` or ``not-aligned``."""
        return self.judgement.verdict

    @property
    def budget(self) -> Decimal | None:
        """Baht; None when no figure is printed."""
        return self.judgement.project.budget

    @property
    def chains(self) -> ChainList:
        """One chain for each end at level 1, strongest then shortest."""
        return ChainList(self.judgement.chains, self.lang)

    def to_dict(self) -> dict[str, Any]:
        """The answer as ``plangraph check --format json`` prints it."""
        from plangraph.outputs.check_json import as_json

        return as_json(self.judgement, self.lang)

    def __str__(self) -> str:
        from plangraph.outputs.check_note import note_lines

        return "\n".join(note_lines(self.judgement, self.lang, 100, every_path=False))

    def _repr_html_(self) -> str:
        from plangraph.outputs.notebook import answer_html

        return answer_html(self.judgement, self.lang)


@dataclass(frozen=True, slots=True)
class ChainList(Sequence["ShownChain"]):
    """Chains of one project; each is a ``ShownChain`` with its ``hops``."""

    items: tuple[ShownChain, ...]
    lang: Lang = "th"

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: Any) -> Any:
        found = self.items[index]
        return ChainList(found, self.lang) if isinstance(index, slice) else found

    def _repr_html_(self) -> str:
        from plangraph.outputs.notebook import chains_html

        return chains_html(self.items, self.lang)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of an answer: ``columns`` and plain values (text, ``int``, ``Decimal``, ``bool``, None)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; ``ModuleNotFoundError`` without pandas."""
        pandas = import_module("pandas")
        return pandas.DataFrame([list(row) for row in self.rows], columns=list(self.columns))

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``; ``ModuleNotFoundError`` without polars."""
        polars = import_module("polars")
        columns = {name: [row[at] for row in self.rows] for at, name in enumerate(self.columns)}
        return polars.DataFrame(columns, strict=False)

    def frame(self) -> Any:
        """A data frame of pandas, else of polars, whichever is installed; ``ModuleNotFoundError`` without either."""
        return self.to_polars() if find_spec("pandas") is None and find_spec("polars") else self.to_pandas()

    def _repr_html_(self) -> str:
        from plangraph.outputs.notebook import table_html

        return table_html(self.columns, self.rows)


class PlanGraph:
    """An opened graph."""

    def __init__(self, store: GraphStore, folder: str | None = None, lang: Lang = "th") -> None:
        self.store, self.folder, self.lang = store, folder, lang

    def check(self, name: str, year: int | None = None) -> Answer:
        """The verdict of the project a name or an IRI means; ``ProjectNotFound`` when it means none or several."""
        from plangraph.naming import find_project
        from plangraph.projects import fetch_projects
        from plangraph.verdicts import judge

        match = find_project(self.store, name, year)
        if match.kind != "found":
            raise ProjectNotFound(name, match.candidates, ambiguous=match.kind == "ambiguous")
        iri = match.candidates[0].id
        project = fetch_projects(self.store, [iri], self.lang)[iri]
        return Answer(judge(self.store, [project], self.lang)[0], self.lang)

    def check_all(self) -> list[Answer]:
        """The verdicts of all projects of the plans that were read, in the order of their documents."""
        from plangraph.projects import projects_of_read_plans
        from plangraph.verdicts import judge

        projects = projects_of_read_plans(self.store, self.lang)
        return [Answer(judgement, self.lang) for judgement in judge(self.store, projects, self.lang)]

    def chains(self, name: str, year: int | None = None) -> ChainList:
        """The chains of the project that a name or an IRI means; errors as ``check``."""
        return self.check(name, year).chains

    def coverage(self) -> Table:
        """How many projects, and how many baht, serve each element of levels 1 and 2; strong and weak apart."""
        from plangraph.coverage import survey

        columns = ("id", "label", "level", "strong_projects", "strong_baht", "weak_projects", "weak_baht")
        found = survey(self.store, self.lang).elements
        return Table(
            columns,
            tuple(
                (
                    each.element.id,
                    each.element.label,
                    each.element.level,
                    each.strong.projects,
                    each.strong.baht,
                    each.weak.projects,
                    each.weak.baht,
                )
                for each in found
            ),
        )

    def query(self, question: str, **parameters: str) -> Table:
        """The answer of a named question (``plangraph query --list``) or of SPARQL with ``SELECT`` or ``ASK``.

        SPARQL is guarded as on the command line: no ``SERVICE``, no graphs from elsewhere, no updates, and a process of
        its own with limits of time, rows and memory. Raises the ``QueryError`` that says what is wrong.
        """
        from plangraph import query_formats, query_worker
        from plangraph.queries import bind_freely, find_question, run
        from plangraph.query_errors import UnknownQuestion

        try:
            answer = run(self.store, find_question(question), parameters)
        except UnknownQuestion:
            if "{" not in question:
                raise
            params = bind_freely(question, parameters)
            answer = query_worker.ask(query_worker.Request(text=question, store=self.folder, params=params))
        columns = query_formats.columns(answer)
        if answer.boolean is not None:
            return Table(columns, ((answer.boolean,),))
        return Table(columns, tuple(tuple(map(_plain, row)) for row in query_formats.rows(answer)))


def _plain(term: Any) -> Any:
    from plangraph import query_formats

    number = query_formats.number_of(term)
    return number if number is not None else query_formats.cell(term)


def open_graph(folder: str | Path | None = None, *, lang: Lang = "th") -> PlanGraph:
    """The graph in a folder that ``plangraph build --into`` made; without one the graph built last, else the bundled.

    Raises ``PlanGraphError`` when there is none. The folder is only read.
    """
    from plangraph.opening import open_graph as open_store
    from plangraph.opening import silent
    from plangraph.snapshot import preferred

    place = None if folder is None else str(folder)
    return PlanGraph(preferred(place, silent) or open_store(place), place, lang)


def check(name: str, year: int | None = None, *, graph: PlanGraph | None = None) -> Answer:
    """``PlanGraph.check`` on a graph, by default the one that ``open_graph()`` opens."""
    return (graph or open_graph()).check(name, year)


def chains(name: str, year: int | None = None, *, graph: PlanGraph | None = None) -> ChainList:
    """``PlanGraph.chains`` on a graph, by default the one that ``open_graph()`` opens."""
    return (graph or open_graph()).chains(name, year)


def coverage(*, graph: PlanGraph | None = None) -> Table:
    """``PlanGraph.coverage`` on a graph, by default the one that ``open_graph()`` opens."""
    return (graph or open_graph()).coverage()


def query(question: str, *, graph: PlanGraph | None = None, **parameters: str) -> Table:
    """``PlanGraph.query`` on a graph, by default the one that ``open_graph()`` opens."""
    return (graph or open_graph()).query(question, **parameters)
