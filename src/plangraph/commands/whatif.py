"""``plangraph whatif``: how the coverage would change with links that are not there yet, without touching the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.coverage import Coverage, Share
    from plangraph.store import GraphStore
    from plangraph.whatif import Effect

HEADER: Final = (
    "id", "label", "level", "strong_before", "strong_after", "weak_before", "weak_after",
    "strong_baht_before", "strong_baht_after", "weak_baht_before", "weak_baht_after",
)  # fmt: skip


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("whatif")[key][lang] for lang in LANGS}


@common.command("whatif", **_texts("about"))
@common.option("--add", "added", nargs=2, multiple=True, metavar="FROM TO", **_texts("option_add"))
@common.option("--weak", "weak", is_flag=True, **_texts("option_weak"))
@common.option("--remove", "removed", nargs=2, multiple=True, metavar="FROM TO", **_texts("option_remove"))
@common.option("--move", "moved", nargs=3, multiple=True, metavar="FROM OLD NEW", **_texts("option_move"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
@click.pass_context
def command(
    ctx: click.Context,
    added: tuple[tuple[str, str], ...],
    weak: bool,
    removed: tuple[tuple[str, str], ...],
    moved: tuple[tuple[str, str, str], ...],
    form: str,
    store: str | None,
    lang: Lang,
) -> None:
    """Show the elements whose coverage would change."""
    from plangraph.whatif import Change, effects, move

    if not (added or removed or moved):
        raise click.UsageError(Texts("whatif", lang)("nothing_asked"), ctx)
    graph = common.open_store(store)
    meant = _meant(graph, {name for names in (*added, *removed, *moved) for name in names}, lang)
    _refuse_missing(graph, [(source, target) for source, target, *_ in (*removed, *moved)], meant, ctx, lang)
    changes = [Change("remove", meant[source], meant[target]) for source, target in removed]
    changes += [Change("add", meant[source], meant[target], strong=not weak) for source, target in added]
    for source, former, target in moved:
        changes += move(meant[source], meant[former], meant[target], strong=not weak)
    print_effects(effects(graph, changes, lang), form, lang)


def _meant(graph: GraphStore, names: Iterable[str], lang: Lang) -> dict[str, str]:
    from plangraph.commands.meant import element_meant

    return {name: element_meant(graph, name, None, lang) for name in sorted(names)}


def _refuse_missing(
    graph: GraphStore, links: Sequence[tuple[str, str]], meant: dict[str, str], ctx: click.Context, lang: Lang
) -> None:
    """Raise ``UsageError`` for a link that should go and is not there: what came out would look like an answer."""
    from plangraph.links import fetch_links

    out = fetch_links(graph, {meant[source] for source, _ in links})
    for source, target in links:
        if all(link.target != meant[target] for link in out.get(meant[source], ())):
            raise click.UsageError(Texts("whatif", lang)("no_link", source=source, target=target), ctx)


def print_effects(found: Sequence[Effect], form: str, lang: Lang) -> None:
    """Print what would change."""
    if form == "json":
        common.emit_json([as_json(effect) for effect in found])
    elif form == "csv":
        common.emit_csv(HEADER, [as_csv_row(effect) for effect in found])
    else:
        for line in table_lines(found, lang):
            click.echo(common.printable(line))


def as_json(effect: Effect) -> dict[str, object]:
    """One element with its coverage before and after."""
    from plangraph.commands.coverage import as_json as coverage_as_json

    before, after = coverage_as_json(effect.before), coverage_as_json(effect.after)
    of_element = {name: before.pop(name) for name in ("id", "label", "level")}
    return {**of_element, "before": before, "after": {name: after[name] for name in before}}


def as_csv_row(effect: Effect) -> list[object]:
    """A row under ``HEADER``."""
    from plangraph.outputs.check_json import number

    element = effect.element
    projects = [share.projects for share in _shares(effect.before, effect.after)]
    baht = [number(share.baht) for share in _shares(effect.before, effect.after)]
    return [element.id, element.label, element.level, *projects, *baht]


def _shares(before: Coverage, after: Coverage) -> tuple[Share, Share, Share, Share]:
    return before.strong, after.strong, before.weak, after.weak


def table_lines(found: Sequence[Effect], lang: Lang) -> Iterator[str]:
    """The elements that would gain or lose, with their projects and money before and after."""
    from plangraph.outputs.check_words import baht, called, words
    from plangraph.outputs.terminal import Column, shortened, table, terminal_width, wrap

    say, width = Texts("whatif", lang), terminal_width()
    if not found:
        yield from wrap(say("no_change"), width)
        return
    yield from wrap(say("title", count=len(found)), width)
    yield ""
    cells = [
        [
            called(effect.element, words(lang)),
            f"{effect.before.strong.projects:,} → {effect.after.strong.projects:,}",
            f"{effect.before.weak.projects:,} → {effect.after.weak.projects:,}",
            _signed(baht(effect.after.strong.baht - effect.before.strong.baht)),
            _signed(baht(effect.after.weak.baht - effect.before.weak.baht)),
        ]
        for effect in found
    ]
    titles = [say(f"column_{name}") for name in ("strong", "weak", "strong_baht", "weak_baht")]
    narrow = [
        Column(title, max(14, *(len(row[at]) for row in cells)), "right") for at, title in enumerate(titles, start=1)
    ]
    left = max(24, width - sum(column.width for column in narrow) - 2 * len(narrow))
    rows = [[shortened(name, left), *rest] for name, *rest in cells]
    yield from table([Column(say("column_element"), left), *narrow], rows)
    yield ""
    yield from wrap(say("note"), width)


def _signed(amount: str) -> str:
    return amount if amount.startswith("-") or amount == "0" else f"+{amount}"
