"""``plangraph snapshot``: the columns that let a graph of any size answer at once."""

from __future__ import annotations

import time
from typing import Final

import click

from plangraph.commands import common
from plangraph.errors import PlanGraphError
from plangraph.texts import LANGS, Lang, Texts, sentences

SOON: Final = 64 << 20  # bytes that are read in about a second: more get a bar


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("snapshot")[key][lang] for lang in LANGS}


class NoColumns(PlanGraphError):
    """What snapshots are made with is not installed."""

    def __init__(self, module: str | None) -> None:
        said = {lang: Texts("snapshot", lang)("needs", module=module) for lang in LANGS}
        super().__init__(th=said["th"], en=said["en"])


@common.command("snapshot", **_texts("about"))
@common.format_option("table", "json")
@common.store_option
@common.lang_option
def command(form: str, store: str | None, lang: Lang) -> None:
    """Make the snapshot of a built folder."""
    from plangraph.snapshot import folder_of

    try:
        from plangraph.snapshot.columns import Columns
        from plangraph.snapshot.folder import make
    except ModuleNotFoundError as missing:
        raise NoColumns(missing.name) from missing
    folder, started = folder_of(store), time.monotonic()
    length = sum(path.stat().st_size for path in (folder / "data").glob("*.nq"))
    with common.progress(length, Texts("snapshot", lang)("reading"), soon=SOON) as progress:
        made = make(folder, common.tell, progress)
    facts, size = Columns(made).facts, sum(path.stat().st_size for path in made.iterdir())
    if form == "json":
        common.emit_json({"folder": str(made), "quads": facts["quads"], "bytes": size, "cycles": facts["cycles"]})
        return
    say = Texts("snapshot", lang)
    click.echo(say("made", folder=made, quads=f"{facts['quads']:,}", megabytes=f"{size / 1e6:,.0f}",
                   seconds=f"{time.monotonic() - started:.1f}"))  # fmt: skip
    for cycle in facts["cycles"]:
        click.echo(say("cycle", elements=" → ".join(cycle)))
