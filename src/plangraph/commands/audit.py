"""``plangraph audit``: where do the plans that were read contradict themselves?"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.errors import PlanGraphError
from plangraph.texts import LANGS, Lang, Texts, sentences

if TYPE_CHECKING:
    from plangraph.audit.findings import Finding
    from plangraph.audit.pages import Page

NO: Final = 1
SOON: Final = 200  # projects that are audited in about two seconds: more get a bar
SEVERITIES: Final = ("high", "medium", "low")
SUFFIXES: Final = (".xlsx", ".html", ".json", ".csv")


def _texts(key: str) -> dict[Lang, str]:
    return {lang: sentences("audit")[key][lang] for lang in LANGS}


@common.command("audit", **_texts("about"))
@common.option("--rule", "rules", metavar="R", multiple=True, **_texts("option_rule"))
@common.option("--severity", "severity", type=click.Choice(SEVERITIES), default=None, **_texts("option_severity"))
@common.option("--fail-on", "fail_on", type=click.Choice(SEVERITIES), default=None, **_texts("option_fail_on"))
@common.option("-o", "--output", "output", metavar="FILE", default=None, **_texts("option_output"))
@common.option("--reviews", "reviews", metavar="FILE", default=None, **_texts("option_reviews"))
@common.format_option("table", "json", "csv")
@common.store_option
@common.lang_option
@click.pass_context
def command(
    ctx: click.Context,
    rules: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    output: str | None,
    reviews: str | None,
    form: str,
    store: str | None,
    lang: Lang,
) -> None:
    """Find every contradiction of the plans that were read."""
    from plangraph.audit.engine import audit, chosen_checks
    from plangraph.projects import iris_of_read_plans

    target = None if output is None else _target(output, lang)
    wanted, graph = _known(rules, lang), common.open_store(store)
    steps = len(chosen_checks(wanted)) if len(iris_of_read_plans(graph)) > SOON else 0
    with common.progress(steps, Texts("audit", lang)("auditing"), soon=0) as advance:
        done = audit(graph, wanted, advance)
    found, pages = _decided(done.findings, reviews), done.pages
    shown = [each for each in found if severity is None or at_least(each, severity)]
    if target is None:
        print_findings(shown, form, lang)
        if form == "table" and done.unchecked:
            click.echo("")
            click.echo(Texts("audit", lang)("unchecked", count=sum(done.unchecked.values())))
    else:
        write(target, shown, pages, lang)
        common.note(Texts("audit", lang)("written", path=target))
    if fail_on is not None and any(at_least(each, fail_on) and each.status == "open" for each in found):
        ctx.exit(NO)


def at_least(finding: Finding, severity: str) -> bool:
    """Whether a finding is as severe as that, or worse."""
    return finding.severity.rank <= SEVERITIES.index(severity)


def _known(rules: Sequence[str], lang: Lang) -> tuple[str, ...]:
    """The rules asked for by name; an unknown one raises, with those that look like it."""
    from plangraph.audit.engine import rule_names

    known = rule_names()
    for name in rules:
        if name not in known:
            say, near = Texts("audit", lang), difflib.get_close_matches(name, known)
            raise click.UsageError(
                say("unknown_rule", name=name, near=say("near", names=", ".join(near)) if near else "")
            )
    return tuple(rules)


def _decided(found: list[Finding], reviews: str | None) -> list[Finding]:
    """The findings with people's decisions; a note says which decisions have no finding any more."""
    from plangraph import resources
    from plangraph.audit.decisions import FILE, decided, read_decisions, unmatched
    from plangraph.errors import FileMissing

    path = resources.folder("graph") / "reviews" / FILE if reviews is None else Path(reviews)
    if reviews is not None and not path.is_file():
        raise FileMissing(path)
    decisions = read_decisions(path)
    if reviews is not None and (left := unmatched(found, decisions)):
        common.note(Texts("audit", common.language())("unmatched", count=len(left), keys=", ".join(left)))
    return decided(found, decisions)


def print_findings(found: Sequence[Finding], form: str, lang: Lang) -> None:
    """The findings on standard output."""
    from plangraph.outputs import audit_rows

    if form == "json":
        common.emit_json(audit_rows.as_json(found))
    elif form == "csv":
        common.emit_csv(audit_rows.HEADER, [audit_rows.as_row(each, lang) for each in found])
    else:
        from plangraph.outputs.audit_table import table_lines

        for line in table_lines(found, lang):
            click.echo("".join(char if char == "\x1b" else common.printable(char) for char in line))


# --- files -----------------------------------------------------------------------------------------------------------


class NeedsOffice(PlanGraphError):
    """openpyxl is not installed."""

    def __init__(self) -> None:
        super().__init__(th=sentences("audit")["needs_office"]["th"], en=sentences("audit")["needs_office"]["en"])


def _target(output: str, lang: Lang) -> Path:
    path = Path(output)
    if path.suffix.lower() not in SUFFIXES:
        raise click.UsageError(Texts("audit", lang)("unknown_format", name=path.name))
    return path


def write(path: Path, found: Sequence[Finding], pages: Mapping[str, Page], lang: Lang) -> None:
    """The findings as a file of the kind its name ends in, written beside and renamed."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content(path.suffix.lower(), found, pages, lang))
    draft.replace(path)


def content(suffix: str, found: Sequence[Finding], pages: Mapping[str, Page], lang: Lang) -> bytes:
    """The bytes of a file with these findings; ``NeedsOffice`` for a workbook without openpyxl."""
    from plangraph.outputs import audit_rows

    if suffix == ".json":
        return (json.dumps(audit_rows.as_json(found), ensure_ascii=False, indent=2) + "\n").encode()
    if suffix == ".csv":
        rows = [audit_rows.as_row(each, lang) for each in found]
        return common.csv_text(audit_rows.HEADER, rows).encode("utf-8-sig")  # Excel wants the byte order mark
    if suffix == ".html":
        from plangraph.outputs.audit_html import report

        return report(found, pages, lang).encode()
    try:
        from plangraph.outputs.audit_excel import workbook
    except ModuleNotFoundError as error:
        raise NeedsOffice from error
    return workbook(found, pages, lang)
