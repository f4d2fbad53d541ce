"""``plangraph snapshot``: the columns that let a graph of any size answer at once."""

from __future__ import annotations

import time
from dataclasses import asdict
from importlib.util import find_spec
from typing import Final

import click

from plangraph.commands import common
from plangraph.errors import PlanGraphError
from plangraph.texts import LANGS, Lang, Texts, sentences

SHOWN: Final = 3  # of each kind of problem; JSON has them all
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
    from plangraph.remote.address import is_address
    from plangraph.snapshot import folder_of

    try:
        from plangraph.snapshot.folder import make
        from plangraph.snapshot.graph import Snapshot
        from plangraph.snapshot.validation import problems
    except ModuleNotFoundError as missing:
        raise NoColumns(missing.name) from missing
    if not find_spec("scipy"):  # only circles of links need it, and none are known yet
        raise NoColumns("scipy")
    if is_address(store):
        raise click.UsageError(Texts("snapshot", lang)("needs_folder", address=store))
    folder, started = folder_of(store), time.monotonic()
    length = sum(path.stat().st_size for path in (folder / "data").glob("*.nq"))
    with common.progress(length, Texts("snapshot", lang)("reading"), soon=SOON) as progress:
        made = make(folder, common.tell, progress)
    snapshot, size = Snapshot(made), sum(path.stat().st_size for path in made.iterdir())
    found, quads = problems(snapshot), snapshot.facts["quads"]
    if form == "json":
        common.emit_json({"folder": str(made), "quads": quads, "bytes": size, "problems": asdict(found)})
        return
    say = Texts("snapshot", lang)
    click.echo(say("made", folder=made, quads=f"{quads:,}", megabytes=f"{size / 1e6:,.0f}",
                   seconds=f"{time.monotonic() - started:.1f}"))  # fmt: skip
    for kind, named in asdict(found).items():
        if named:
            shown = "; ".join(" → ".join(each) if isinstance(each, tuple) else each for each in named[:SHOWN])
            more = say("more", count=len(named) - SHOWN) if len(named) > SHOWN else ""
            click.echo(common.printable(say(kind, count=len(named), named=f"{shown} {more}".rstrip())))
