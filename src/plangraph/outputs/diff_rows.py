"""Changes as rows: what JSON, CSV and workbook share, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from plangraph.audit.pages import Page
from plangraph.diffing.changes import SEVERITIES, Change
from plangraph.diffing.compare import Compared, Difference
from plangraph.diffing.facts import Lines
from plangraph.outputs.audit_rows import figures, line_list, number
from plangraph.texts import Lang, Texts

HEADER: Final = (
    "severity", "group", "kind", "change", "message", "a", "b", "lines_a", "lines_b", "numbers", "why", "certain",
)  # fmt: skip


def as_json(changes: Iterable[Change]) -> list[dict[str, object]]:
    """Changes for programs; ``why`` is in Thai, ``why_en`` the same in English."""
    return [
        {
            "kind": each.kind,
            "change": each.change,
            "severity": each.severity,
            "certain": each.certain,
            "a": each.a,
            "b": each.b,
            "lines_a": list(each.lines_a),
            "lines_b": list(each.lines_b),
            "message_th": each.text("th"),
            "message_en": each.text("en"),
            "why": each.reasons("th"),
            "why_en": each.reasons("en"),
            "numbers": {name: number(value) for name, value in each.numbers.items()},
            "subjects": list(each.subjects),
            "document_a": each.document_a,
            "document_b": each.document_b,
        }
        for each in changes
    ]


def as_row(each: Change, lang: Lang) -> list[object]:
    """One change in the order of ``HEADER``, with the words of its codes."""
    say = Texts("diff", lang)
    return [
        say(f"severity_{each.severity}"),
        say(f"group_{each.group}"),
        say(f"kind_{each.kind}"),
        say(f"change_{each.change}"),
        each.text(lang),
        each.a or "",
        each.b or "",
        line_list(each.lines_a),
        line_list(each.lines_b),
        figures(each.numbers),
        "; ".join(each.reasons(lang)),
        say("certain_yes" if each.certain else "certain_no"),
    ]


def csv_row(each: Change, lang: Lang) -> list[object]:
    """One change in the order of ``HEADER``, its codes as JSON has them."""
    codes = [each.severity, each.group, each.kind, each.change]
    return [*codes, *as_row(each, lang)[4:-1], str(each.certain).lower()]


def place(each: Change, say: Texts) -> str:
    """The lines of a change on both sides."""
    a, b = line_list(each.lines_a), line_list(each.lines_b)
    if a and b:
        return say("lines_both", a=a, b=b)
    return say("lines_a", a=a) if a else say("lines_b", b=b) if b else say("no_lines")


def heads(found: Difference, lang: Lang) -> Iterator[str]:
    """Which plans were compared, and how many projects of each are one, dropped and new."""
    say = Texts("diff", lang)
    for position, plans in enumerate(found.plans):
        tally = counts(plans, found.changes)
        if position and not plans.a.read and tally["a"] == tally["b"] == tally["same"]:
            continue  # results of a past year that stayed as they were
        for key, plan in (("head_a", plans.a), ("head_b", plans.b)):
            yield say(key, name=plan.label if plan.read else say("head_results_only", name=plan.label))
        yield say("counts", **tally)


def counts(plans: Compared, changes: Iterable[Change]) -> dict[str, int]:
    """How many projects both sides have, by how sure that is, and how many only one has."""
    of_both = {(pair.a.id, pair.b.id) for pair in plans.projects.both}
    renamed = {each.subjects for each in changes if (each.kind, each.change) == ("project", "renamed")}
    proposed = sum(not pair.certain for pair in plans.projects.both)
    sure = {(pair.a.id, pair.b.id) for pair in plans.projects.both if pair.certain}
    other_name = sum(tuple(dict.fromkeys(pair)) in renamed for pair in sure)
    return {
        "a": len(plans.a.projects),
        "b": len(plans.b.projects),
        "same": len(of_both) - proposed - other_name,
        "renamed": other_name,
        "proposed": proposed,
        "gone": len(plans.projects.only_a),
        "new": len(plans.projects.only_b),
    }


def summary(changes: Iterable[Change], lang: Lang) -> str:
    """How many differences of each weight."""
    say, severities = Texts("diff", lang), [each.severity for each in changes]
    counted = {name: severities.count(name) for name in SEVERITIES}
    total = sum(counted.values()) - counted["none"]
    return say("summary", total=total, **counted) if total else say("no_difference")


def apart(changes: Iterable[Change], lang: Lang) -> str | None:
    """How many texts differ in wording or print alone; None when there are none."""
    found = list(changes)
    reworded = sum(each.change == "reworded" for each in found)
    misread = sum(int(each.numbers["count"]) for each in found if each.change == "ocr")
    return Texts("diff", lang)("apart", reworded=reworded, ocr=misread) if reworded or misread else None


def quoted(lines: Lines, document: str, pages: Mapping[str, Page]) -> list[tuple[int, str]]:
    """The lines one side of a change relies on with their printed text."""
    page = pages.get(document)
    return [(line, page.text(line)) for line in lines] if page else []
