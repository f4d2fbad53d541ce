"""``plangraph view``: the linkage network as one offline HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph.commands import common
from plangraph.commands.meant import element_meant
from plangraph.texts import LANGS, Lang, Texts, sentences


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
    from plangraph.exporting.files import write_beside
    from plangraph.outputs.network import network, render

    graph = common.open_store(store)
    text = " ".join(name).strip()
    focus = element_meant(graph, text, year, lang) if text else None
    data = network(graph, focus, lang)
    if not data.nodes:
        raise PlanGraphError(th=sentences("view")["nothing"]["th"], en=sentences("view")["nothing"]["en"])
    page = render(data, lang).encode()
    write_beside(output, page)
    say = Texts("view", lang)
    size = -(-len(page) // 1000)
    common.note(say("written", file=output, nodes=len(data.nodes), links=len(data.links), size=size))
