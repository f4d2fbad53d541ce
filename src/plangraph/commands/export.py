"""``plangraph export``: official forms of a plan or a project, and the graph in the standards other tools read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.exporting.formats import NAMES
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.store import GraphStore


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("export")[key][lang] for lang in LANGS}


_PATH: Final = click.Path(path_type=Path)


@common.command("export", **_texts("about"))
@click.argument("form", metavar="FORMAT", type=click.Choice(NAMES))
@click.argument("name", nargs=-1, metavar="[NAME|IRI]")
@common.option(
    "-o",
    "--output",
    "output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    **_texts("option_output"),
)
@common.option("--year", "year", type=int, metavar="N", default=None, **_texts("option_year"))
@common.option("--thai-digits", "thai_digits", is_flag=True, **_texts("option_thai_digits"))
@common.option("--part", "part", type=click.IntRange(1, 2), metavar="1|2", default=1, **_texts("option_part"))
@common.option("--draft", "draft", type=_PATH, metavar="FILE", default=None, **_texts("option_draft"))
@common.option("--reviews", "folder", type=_PATH, metavar="DIR", default=None, **_texts("option_folder"))
@common.with_proposals_option
@common.store_option
@common.lang_option
def command(
    form: str,
    name: tuple[str, ...],
    output: Path,
    year: int | None,
    thai_digits: bool,
    part: int,
    draft: Path | None,
    folder: Path | None,
    with_proposals: bool,
    store: str | None,
    lang: Lang,
) -> None:
    """Write one export."""
    from plangraph.exporting.formats import Wanted, absent_places, export

    text = " ".join(name).strip() or None
    wanted = Wanted(form, output, text, year, part, lang, thai_digits, with_proposals)
    graph = common.open_store(store)
    written = export(_with_draft(graph, draft, folder) if draft else graph, wanted)
    say = Texts("export", lang)
    if written.form is None:
        common.note(say("written", file=written.output, size=-(-written.size // 1000)))
        return
    common.note(
        say(
            "written_form",
            file=written.output,
            sources=len(written.form.sources()),
            absent=absent_places(written.form),
        )
    )


def _with_draft(graph: GraphStore, path: Path, folder: Path | None) -> GraphStore:
    """The graph with the drafts of a file, and with what people confirmed of them."""
    from plangraph.drafts import read_drafts
    from plangraph.reviewing.draft_graph import with_drafts
    from plangraph.reviewing.places import reviews_folder
    from plangraph.reviews import load_reviews

    return with_drafts(graph, read_drafts(path), load_reviews(folder or reviews_folder()))
