"""``plangraph view``: the linkage network as one offline HTML file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plangraph.commands import common
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.store import GraphStore

BAD_INPUT = 2
_SURE = 0.9  # likeness from which an element found by name is taken as meant


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("view")[key][lang] for lang in LANGS}


@common.command("view", **_texts("about"))
@click.argument("name", nargs=-1, metavar="[NAME|IRI]")
@common.option(
    "-o", "--output", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", required=True,
    **_texts("option_output"),
)  # fmt: skip
@common.option("--year", "year", type=int, metavar="N", default=None, **_texts("option_year"))
@common.store_option
@common.lang_option
def command(name: tuple[str, ...], output: Path, year: int | None, store: str | None, lang: Lang) -> None:
    """Write the network of a name, or of everything that was read."""
    from plangraph.errors import PlanGraphError
    from plangraph.outputs.network import network, render

    graph = common.open_store(store)
    text = " ".join(name).strip()
    focus = _focus(graph, text, year, lang) if text else None
    data = network(graph, focus, lang)
    if not data.nodes:
        raise PlanGraphError(th=sentences("view")["nothing"]["th"], en=sentences("view")["nothing"]["en"])
    page = render(data, lang).encode()
    write_beside(output, page)
    say = Texts("view", lang)
    size = -(-len(page) // 1000)
    common.note(say("written", file=output, nodes=len(data.nodes), links=len(data.links), size=size))


def _focus(graph: GraphStore, text: str, year: int | None, lang: Lang) -> str:
    """The IRI of the project or element that a name means; what fits nothing or several ends with candidates."""
    from plangraph.commands.check import print_no_match
    from plangraph.naming import as_iri, find_project
    from plangraph.outputs.network_collect import is_element
    from plangraph.search import search

    if is_element(graph, as_iri(text)):
        return as_iri(text)
    match = find_project(graph, text, year)
    if match.kind == "found":
        return match.candidates[0].id
    hits = search(graph, text, least=_SURE, limit=2) if match.kind == "unknown" else []
    if hits and (len(hits) == 1 or hits[0].score > hits[1].score):
        return hits[0].id
    print_no_match(match, text, year, "table", lang)
    raise click.exceptions.Exit(BAD_INPUT)


def write_beside(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it there: nobody ever sees half of it. ``OSError`` as it comes."""
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(fresh).chmod(0o666 & ~_umask())
        Path(fresh).replace(path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
