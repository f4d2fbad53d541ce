"""Every format by its name: what it exports, what it needs, and the bytes it gives."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from plangraph.exporting.errors import ExportError
from plangraph.exporting.files import write_beside, zipped

if TYPE_CHECKING:
    from plangraph.exporting.form import Form
    from plangraph.exporting.notes import Printing
    from plangraph.store import GraphStore
    from plangraph.texts import Lang

# name: (module, function) of what writes the whole graph
GRAPH: Final = {
    "turtle": ("rdf", "turtle"),
    "trig": ("rdf", "trig"),
    "nquads": ("rdf", "nquads"),
    "jsonld": ("rdf", "jsonld"),
    "sssom": ("sssom", "write"),
    "graphml": ("networks", "graphml"),
    "gexf": ("networks", "gexf"),
}
# name: (module, whether it is of a plan, whether it is of a project)
FORMS: Final = {
    "alignment-section": ("alignment_section", True, True),
    "crosswalk": ("crosswalk", True, False),
    "brief": ("brief", False, True),
    "xyz": ("xyz", False, True),
    "annex": ("annex", False, True),
}
NAMES: Final = (*GRAPH, "stratml", "csv", *FORMS)
ENDINGS: Final = {".docx": "as_docx", ".xlsx": "as_xlsx", ".html": "as_html", ".pdf": "as_pdf"}
EXTRAS: Final = {".docx": ("docx", "office"), ".xlsx": ("openpyxl", "office")}
WITH_PROPOSALS: Final = ("trig", "nquads", "jsonld", "sssom")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for."""

    format: str
    output: Path
    name: str | None = None  # of a plan or a project
    year: int | None = None
    part: int = 1  # of StratML
    lang: Lang = "th"
    thai_digits: bool = False
    with_proposals: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    output: Path
    size: int  # bytes
    form: Form | None = None


def export(store: GraphStore, wanted: Wanted) -> Written:
    """Write an export; ``ExportError`` says why it cannot be made, ``OSError`` why it cannot be written."""
    if not wanted.output.absolute().parent.is_dir():
        raise ExportError("no_folder", folder=wanted.output.absolute().parent)
    if wanted.format in FORMS:
        return _form(store, wanted)
    if wanted.format == "csv":
        return _tables(store, wanted)
    content = _stratml(store, wanted) if wanted.format == "stratml" else _graph(store, wanted)
    write_beside(wanted.output, content)
    return Written(wanted.output, len(content))


def _graph(store: GraphStore, wanted: Wanted) -> bytes:
    _no_name(wanted)
    module, function = GRAPH[wanted.format]
    write = cast("Callable[..., bytes]", getattr(importlib.import_module(f"plangraph.exporting.{module}"), function))
    return write(store, with_proposals=wanted.with_proposals)


def _no_name(wanted: Wanted) -> None:
    if wanted.name:
        raise ExportError("no_name_needed", what=wanted.format, name=wanted.name)


def _stratml(store: GraphStore, wanted: Wanted) -> bytes:
    from plangraph.exporting import stratml
    from plangraph.exporting.focus import find_plan

    write = stratml.part_2 if wanted.part == 2 else stratml.part_1
    return write(store, find_plan(store, wanted.name, wanted.lang), wanted.lang)


def _tables(store: GraphStore, wanted: Wanted) -> Written:
    from plangraph.exporting.tables import parts

    _no_name(wanted)
    files = parts(store)
    if wanted.output.suffix.lower() == ".zip":
        content = zipped(files)
        write_beside(wanted.output, content)
        return Written(wanted.output, len(content))
    if wanted.output.suffix:
        raise ExportError("unknown_ending", file=wanted.output, ending=wanted.output.suffix, known=".zip / folder")
    wanted.output.mkdir(exist_ok=True)
    for name, content in files.items():
        write_beside(wanted.output / name, content)
    return Written(wanted.output, sum(map(len, files.values())))


# --- forms ------------------------------------------------------------------------------------------------------------


def make_form(store: GraphStore, name: str, of: str | None, year: int | None = None, lang: Lang = "th") -> Form:
    """A form by its name, of the plan or the project that ``of`` means; ``ExportError`` when it means neither."""
    from plangraph.exporting.citing import Citer
    from plangraph.exporting.focus import find_focus, find_one_project, find_plan

    module_name, of_plans, of_projects = FORMS[name]
    module = importlib.import_module(f"plangraph.exporting.forms.{module_name}")
    citer = Citer(store, lang)
    if of_plans and of_projects:
        focus = find_focus(store, of, year, lang)
        found: Form = (
            module.of_project(store, focus.project, citer)
            if focus.project
            else module.of_plan(store, focus.plan, citer)
        )
        return found
    if of_plans:
        return cast("Form", module.of_plan(store, find_plan(store, of, lang), citer))
    return cast("Form", module.of_project(store, find_one_project(store, of, year, lang), citer))


def print_form(form: Form, ending: str, how: Printing) -> bytes:
    """A form in the format of a file ending; ``ExportError`` for an unknown one, or where what writes it is missing."""
    if ending not in ENDINGS:
        raise ExportError("unknown_ending", file=form.name, ending=ending or "-", known=" ".join(ENDINGS))
    if ending in EXTRAS and importlib.util.find_spec(EXTRAS[ending][0]) is None:
        raise ExportError("needs_extra", what=ending, extra=EXTRAS[ending][1])
    write = importlib.import_module(f"plangraph.exporting.{ENDINGS[ending]}").write
    return cast("bytes", write(form, how))


def _form(store: GraphStore, wanted: Wanted) -> Written:
    from plangraph.exporting.notes import Printing

    ending = wanted.output.suffix.lower()
    if ending not in ENDINGS:
        raise ExportError("unknown_ending", file=wanted.output, ending=ending or "-", known=" ".join(ENDINGS))
    form = make_form(store, wanted.format, wanted.name, wanted.year, wanted.lang)
    content = print_form(form, ending, Printing(wanted.lang, wanted.thai_digits))
    write_beside(wanted.output, content)
    return Written(wanted.output, len(content), form)


def absent_places(form: Form) -> int:
    """How many places of a form no document fills."""
    return sum(phrase.kind == "absent" for line in form.lines() for phrase in line.phrases)
