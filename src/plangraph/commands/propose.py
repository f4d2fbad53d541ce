"""``plangraph propose FILE``: where a draft project may belong in the plans, and why. Proposals are never links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plangraph.commands import common
from plangraph.errors import PlanGraphError
from plangraph.outputs.terminal import terminal_width, wrap
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.proposing import Engine


class UnknownProvince(PlanGraphError, ValueError):
    """``--province`` names none of the provinces of the graph."""

    def __init__(self, name: str) -> None:
        said = {lang: Texts("propose", lang)("unknown_province", name=name) for lang in LANGS}
        super().__init__(th=said["th"], en=said["en"])


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("propose")[key][lang] for lang in LANGS}


@common.command("propose", **_texts("about"))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@common.option("--limit", type=click.IntRange(min=1), default=3, show_default=True, **_texts("option_limit"))
@common.option("--province", metavar="NAME", default=None, **_texts("option_province"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
def command(path: Path, limit: int, province: str | None, form: str, store: str | None, lang: Lang) -> None:
    """Print what every draft states, and what is proposed for it."""
    from plangraph.drafts import read_drafts
    from plangraph.proposing import Engine, report

    drafts = read_drafts(path)
    engine = Engine(common.open_store(store))
    place = _province(engine, province)
    for draft in drafts:
        for remark in draft.remarks:
            common.note(f"{draft.path}: {remark.message(lang)}")
    proposals = [engine.propose(draft, province=place, limit=limit) for draft in drafts]
    if form == "json":
        common.emit_json([report.as_json(proposal, lang) for proposal in proposals])
    elif form == "csv":
        common.emit_csv(report.HEADER, [row for proposal in proposals for row in report.rows(proposal, lang)])
    else:
        for at, proposal in enumerate(proposals):
            if at:
                click.echo()
            for line in report.lines(proposal, lang):
                _echo(common.printable(line))
        common.note(Texts("propose", lang)("never_a_link"))


def _echo(line: str) -> None:
    """A line as wide as the terminal takes it, what is wrapped set in by two more."""
    indent = " " * (len(line) - len(line.lstrip()))
    for part in wrap(line.strip(), terminal_width(), indent + "  ", indent):
        click.echo(part)


def _province(engine: Engine, name: str | None) -> str | None:
    if name is None:
        return None
    plain = name.strip().removeprefix("จังหวัด").strip()
    if plain not in engine.provinces:
        raise UnknownProvince(name)
    return plain
