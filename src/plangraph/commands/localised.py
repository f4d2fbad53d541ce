"""Click in two languages: commands and options that carry Thai and English help, and its errors in our words.

The language is read from ``--lang`` before anything else is parsed, so that help and errors follow it wherever it
stands on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, cast

import click

from plangraph.texts import LANGS, Lang, Texts

_LANG: Final = "plangraph.lang"
DEFAULT: Final[Lang] = "th"


def scan_language(words: Iterable[str]) -> Lang | None:
    """The last valid ``--lang`` on a command line; None when there is none."""
    found: Lang | None = None
    previous = ""
    for word in words:
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else word if previous == "--lang" else ""
        found = value if value in LANGS else found
        previous = word
    return found


def language(ctx: click.Context | None = None) -> Lang:
    """The language of this run."""
    ctx = ctx or click.get_current_context(silent=True)
    return cast("Lang", ctx.meta.get(_LANG, DEFAULT)) if ctx else DEFAULT


class LocalOption(click.Option):
    """An option with help in both languages."""

    def __init__(self, *args: Any, th: str, en: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helps: dict[Lang, str] = {"th": th, "en": en}

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        text = self.helps[language(ctx)]
        default = self.get_default(ctx, call=False)
        if self.show_default and default is not None and not callable(default):
            text = f"{text}  [{Texts('cli', language(ctx))('default')}: {default}]"
        return self.get_help_spec(ctx), text

    def get_help_spec(self, ctx: click.Context) -> str:
        """The left column: ``--format [table|json]``."""
        names = ", ".join(self.opts)
        return names if self.is_flag else f"{names} {self.make_metavar(ctx)}"


class _Localised(click.Command):
    """What a command and the group of commands share."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if found := scan_language(args):
            ctx.meta[_LANG] = found
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Texts("cli", language(ctx))("help_option")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = Texts("cli", language(ctx))("usage") + " "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section(Texts("cli", language(ctx))("options")):
            formatter.write_dl([record for record in records if record])


class LocalCommand(_Localised):
    """A command with help in both languages."""

    def __init__(self, *args: Any, th: str, en: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helps: dict[Lang, str] = {"th": th, "en": en}

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.helps[language(ctx)])


class LocalGroup(_Localised, click.Group):
    """A group of commands in both languages."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Localised.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)


Function = Callable[..., Any]


def command(name: str, *, th: str, en: str) -> Callable[[Function], click.Command]:
    """Make a function a command with help in Thai and English."""
    return click.command(name, cls=LocalCommand, th=th, en=en)


def option(*names: str, th: str, en: str, **settings: Any) -> Callable[[Function], Function]:
    """An option with help in Thai and English; ``settings`` are those of ``click.option``."""
    return click.option(*names, cls=LocalOption, th=th, en=en, **settings)


def explain(error: click.ClickException, lang: Lang) -> str:
    """A Click error as one line in ``lang``: what is wrong, and where the usage is explained."""
    say = Texts("cli", lang)
    what = _what(error, say)
    ctx = getattr(error, "ctx", None)
    return f"{what} · {say('see_help', command=ctx.command_path)}" if ctx else what


def _what(error: click.ClickException, say: Texts) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("no_such_option", name=error.option_name, near=_near(error.possibilities, say))
    if isinstance(error, click.exceptions.NoSuchCommand):
        return say("no_such_command", name=error.command_name, near=_near(error.possibilities, say))
    if isinstance(error, click.MissingParameter):
        return say("missing_argument", name=_name(error))
    if isinstance(error, click.BadParameter):
        return say("bad_value", name=_name(error), reason=_reason(error, say))
    return say("usage_error", reason=_one_line(error.format_message()))


def _reason(error: click.BadParameter, say: Texts) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return say("choices", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.types.IntParamType):
        return say("whole_number")
    return _one_line(error.message)


def _near(names: Sequence[str] | None, say: Texts) -> str:
    return say("near", names=", ".join(sorted(names))) if names else ""


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        hint = error.param_hint or ""
        return hint if isinstance(hint, str) else " / ".join(hint)
    return error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(_context(error))


def _context(error: click.BadParameter) -> click.Context:
    return error.ctx or click.Context(click.Command("plangraph"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
