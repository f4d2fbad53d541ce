"""Run every rule over a graph: the check files, their judges, and the modules that recompute tables and figures."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from pyoxigraph import Literal

from plangraph.audit.causes import cause_of
from plangraph.audit.checkfiles import Check, all_checks
from plangraph.audit.drafts import Cell, Draft, Row, Word
from plangraph.audit.findings import Finding, Severity
from plangraph.audit.judges import JUDGES
from plangraph.audit.pages import Page, fetch_pages
from plangraph.store import GraphStore, Term
from plangraph.texts import LANGS, Lang
from plangraph.verdicts import aligned_projects

Rows: TypeAlias = dict[str, list[Row]]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
LEFT_OUT: Final[Mapping[str, Callable[[GraphStore], frozenset[str]]]] = {"aligned": aligned_projects}
MODULES: Final[tuple[str, ...]] = ("arithmetic",)  # they recompute: each has RULES and examine(store)
_MEMBERS: Final = 24  # of a list in a message; the lines name them all


class Examination(Protocol):
    """What a module that recomputes figures yields."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    @property
    def unchecked(self) -> dict[str, int]:
        """By kind of figure: how many could not be checked."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything wrong with the plans that were read, and what could not be looked at."""

    findings: list[Finding]  # worst first, then in the order of the documents
    pages: dict[str, Page]  # the printed lines they speak of, by document
    unchecked: dict[str, int]  # by kind of figure: how many could not be checked


def _unwatched(more: int) -> None:
    """Nobody watches."""


def findings(store: GraphStore) -> list[Finding]:
    """Everything wrong with the plans that were read, worst first, then in the order of the documents."""
    return audit(store).findings


def audit(store: GraphStore, rules: Sequence[str] = (), advance: Callable[[int], None] = _unwatched) -> Audit:
    """Look at a graph by these rules (none: by all); ``advance`` is told of every check that is done."""
    pages = fetch_pages(store)
    asked: dict[str, Rows] = {}
    found: list[Finding] = []
    for check in chosen_checks(rules):
        found += run_check(store, check, pages, asked)
        advance(1)
    unchecked: dict[str, int] = {}
    for name in MODULES:
        module_rules, examine = _module(name)
        if not rules or set(rules) & set(module_rules):
            examination = examine(store)
            found += [finding for finding in examination.findings if not rules or finding.rule in rules]
            unchecked |= {} if rules else examination.unchecked
    return Audit(in_order(found), pages, unchecked)


def chosen_checks(rules: Sequence[str] = ()) -> list[Check]:
    """The check files of these rules (none: all of them)."""
    return [check for check in all_checks() if not rules or check.rule in rules]


def rule_names() -> list[str]:
    """Every rule there is."""
    return sorted({check.rule for check in all_checks()} | {rule for name in MODULES for rule in _module(name)[0]})


def _module(name: str) -> tuple[Sequence[str], Callable[[GraphStore], Examination]]:
    module = importlib.import_module(f"plangraph.audit.{name}")
    return module.RULES, module.examine


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Worst first, then by document, line and rule."""
    return sorted(found, key=lambda each: (each.severity.rank, each.document, each.lines, each.rule, each.message_en))


def run_check(
    store: GraphStore, check: Check, pages: dict[str, Page], asked: dict[str, Rows] | None = None
) -> Iterator[Finding]:
    """The findings of one check file; rows whose ``?document`` is of no plan that was read are left out.

    ``asked`` keeps the rows of each query text, because several rules look at the same rows.
    """
    known = {} if asked is None else asked
    if check.query not in known:
        known[check.query] = _rows(store, check.query)
    judge = JUDGES[check.judge] if check.judge else by_finding
    left_out = LEFT_OUT[check.without](store) if check.without else frozenset()
    for document, rows in known[check.query].items():
        page = pages.get(document)
        if page is not None:
            wanted = [row for row in rows if row["focus"] not in left_out] if left_out else rows
            for draft in judge(wanted, page):
                yield worded(check, draft, page)


def _rows(store: GraphStore, query: str) -> Rows:
    """The rows of a query by their ``?document``, documents in order."""
    rows: Rows = defaultdict(list)
    for row in store.select(query):
        plain = {name: _plain(term) for name, term in row.items()}
        rows[str(plain.get("document", ""))].append(plain)
    return dict(sorted(rows.items()))


def _plain(term: Term) -> Cell:
    if not isinstance(term, Literal):
        return term.value
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "integer":
        return int(term.value)
    if kind == "boolean":
        return term.value == "true"
    return Decimal(term.value) if kind == "decimal" else term.value


# --- rows to findings without a judge --------------------------------------------------------------------------------


def by_finding(rows: Sequence[Row], _page: Page) -> Iterator[Draft]:
    """Rows of one ``?finding`` are one: every ``?line…`` is a line of it, other variables fill its sentences."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[str(row.get("finding", ""))].append(row)
    for members in grouped.values():
        values = values_of(members)
        severity = Severity(str(values["severity"])) if "severity" in values else None
        yield Draft(lines=lines_of(members), values=values, subjects=subjects_of(members), severity=severity)


def lines_of(rows: Iterable[Row]) -> tuple[int, ...]:
    """Every line the rows name, ascending."""
    return tuple(sorted({int(value) for row in rows for name, value in row.items() if name.startswith("line")}))


def subjects_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """The focus nodes in the order of the rows."""
    return tuple(dict.fromkeys(str(row["focus"]) for row in rows if "focus" in row))


def values_of(rows: Sequence[Row]) -> dict[str, Word]:
    """Each variable with its value, or its different values as a list; ``count`` is how many nodes are concerned."""
    values: dict[str, Word] = {"count": len(subjects_of(rows))}
    for name in dict.fromkeys(name for row in rows for name in row):
        different = list(dict.fromkeys(row[name] for row in rows if name in row))
        values[name] = different[0] if len(different) == 1 else listed(list(map(str, different)))
    return values


def listed(names: Sequence[str]) -> str:
    """Names in a row, the rest of a long list only counted."""
    more = f" … (+{len(names) - _MEMBERS})" if len(names) > _MEMBERS else ""
    return ", ".join(names[:_MEMBERS]) + more


# --- words -----------------------------------------------------------------------------------------------------------


def worded(check: Check, draft: Draft, page: Page) -> Finding:
    """The draft with the sentences of its rule."""
    cause = draft.cause or check.cause
    if cause is None:
        texts = [page.text(line) for line in draft.lines]
        cause = cause_of(draft.quotes or texts, texts)
    said = {lang: _said(check, draft, lang) for lang in LANGS}
    return Finding(
        rule=check.rule,
        severity=draft.severity or check.severity,
        cause=cause,
        lines=draft.lines,
        message_th=said["th"][0],
        message_en=said["en"][0],
        fix_th=said["th"][1],
        fix_en=said["en"][1],
        numbers={name: _number(draft.values[name]) for name in check.numbers if name in draft.values},
        subjects=draft.subjects,
        document=page.document,
        group=check.group,
    )


def _said(check: Check, draft: Draft, lang: Lang) -> tuple[str, str]:
    values = {name: shown(value, lang) for name, value in draft.values.items()}
    return check.problem[lang].format_map(values), check.fix[lang].format_map(values)


def shown(value: Word, lang: Lang) -> str:
    """A value as people read it: thousands with commas, but not in years."""
    if isinstance(value, dict):
        return value[lang]
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, int) and not isinstance(value, bool) and not 2400 <= value < 2700:
        return f"{value:,}"
    return str(value)


def _number(value: Word) -> Decimal | int | str:
    return value["en"] if isinstance(value, dict) else value


def worst(found: Iterable[Finding]) -> Severity | None:
    """The severity that matters most; None without findings."""
    return min((each.severity for each in found), key=lambda severity: severity.rank, default=None)
