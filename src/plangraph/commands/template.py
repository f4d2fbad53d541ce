"""``plangraph template -o FILE``: an empty form for draft projects, in Excel, Word or YAML."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph.commands import common
from plangraph.errors import FolderUnwritable, PlanGraphError
from plangraph.texts import LANGS, Lang, Texts, sentences


class FileThere(PlanGraphError, FileExistsError):
    """The target exists; nothing is replaced without ``--force``."""

    def __init__(self, path: Path) -> None:
        said = {lang: Texts("template", lang)("exists", path=path) for lang in LANGS}
        super().__init__(th=said["th"], en=said["en"])


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("template")[key][lang] for lang in LANGS}


@common.command("template", **_texts("about"))
@common.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    **_texts("option_output"),
)
@common.option("--force", is_flag=True, **_texts("option_force"))
@common.lang_option
def command(output: Path, force: bool, lang: Lang) -> None:
    """Write the form beside its place and rename it there."""
    from plangraph.drafts.template import template

    content = template(output)
    if output.exists() and not force:
        raise FileThere(output)
    fresh = output.with_name(f".{output.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(output)
    except OSError as error:
        raise FolderUnwritable(output.parent, error.strerror or str(error)) from error
    common.note(Texts("template", lang)("written", path=output, name=output.name))
