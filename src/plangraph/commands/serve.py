"""``plangraph serve``: the pages and the SPARQL endpoint of a graph, on this machine."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from plangraph.commands import common
from plangraph.errors import PlanGraphError
from plangraph.texts import LANGS, Lang, Texts, sentences


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("web")[key][lang] for lang in LANGS}


class ServeError(PlanGraphError):
    """The site cannot be opened as asked; ``key`` is that of its sentence in ``texts/web.toml``."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(th=Texts("web", "th")(key, **values), en=Texts("web", "en")(key, **values))


@common.command("serve", **_texts("serve_about"))
@common.option("--port", "port", type=click.IntRange(0, 65535), default=8000, show_default=True, **_texts("serve_port"))
@common.option("--host", "host", default="127.0.0.1", show_default=True, **_texts("serve_host"))
@common.option("--allow-host", "names", metavar="NAME", multiple=True, **_texts("serve_allow_host"))
@common.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=0, min_open=True, max=600),
    default=10.0,
    show_default=True,
    **_texts("serve_timeout"),
)
@common.option(
    "--max-rows", "rows", type=click.IntRange(min=1), default=100_000, show_default=True, **_texts("serve_rows")
)
@common.option("--review", "review", is_flag=True, **_texts("serve_review"))
@common.option(
    "--reviews", "folder", type=click.Path(path_type=Path), metavar="DIR", default=None, **_texts("serve_folder")
)
@common.store_option
@common.lang_option
def command(
    port: int,
    host: str,
    names: tuple[str, ...],
    seconds: float,
    rows: int,
    review: bool,
    folder: Path | None,
    store: str | None,
    lang: Lang,
) -> None:
    """Run the site until it is interrupted."""
    try:
        from plangraph.web.server import run
        from plangraph.web.settings import LOOPBACK, Limits, Settings
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.partition(".")[0] == "plangraph":
            raise
        raise ServeError("serve_extra") from missing
    from plangraph.reviewing.places import reviews_folder

    if host not in LOOPBACK and not names:
        raise ServeError("serve_needs_host", host=host)
    settings = Settings(
        store=store,
        host=host,
        port=port,
        allowed_hosts=LOOPBACK | {name.lower().removesuffix(".") for name in names},
        limits=Limits(seconds=seconds, rows=rows),
        reviews=(folder or reviews_folder()) if review else None,
        token=secrets.token_urlsafe(24) if review else "",
    )
    say = Texts("web", lang)
    if host not in LOOPBACK:
        common.note(say("serve_public"))

    def ready(at: int) -> None:
        common.note(say("serve_ready", host=host, port=at))
        if settings.reviews:
            common.note(say("serve_token", host=host, port=at, token=settings.token, folder=settings.reviews))

    try:
        run(settings, common.tell, ready)
    except OSError as error:
        raise ServeError("serve_port_taken", port=port, reason=error.strerror or str(error)) from error
