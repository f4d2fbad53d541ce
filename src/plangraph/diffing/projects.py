"""What became of the projects: new, dropped, renamed, moved, without brief, of another office, of another year."""

from __future__ import annotations

from collections.abc import Mapping

from plangraph.diffing import words
from plangraph.diffing.facts import PlanFacts, ProjectFacts
from plangraph.diffing.ledger import Ledger, clip, of_project, short_name
from plangraph.diffing.links import compare_links, compare_verdicts
from plangraph.diffing.money import compare_money
from plangraph.diffing.pairing import Pair, Pairs, pair_projects
from plangraph.diffing.phrases import Phrase
from plangraph.diffing.statements import compare_statements
from plangraph.thai import match_key

_OF_BRIEF = ("objective", "output", "outcome", "indicator", "activity")
_TITLE = 60  # characters of the title of a strategy inside a message
_SAME = (words.Relation.SAME, words.Relation.OCR)


def compare_projects(ledger: Ledger, strategies: Mapping[str, str]) -> Pairs[ProjectFacts]:
    """Compare all projects; ``strategies`` maps a strategy of A to the same one of B."""
    pairs = pair_projects(ledger.plan_a, ledger.plan_b, of_years=ledger.of_years)
    for gone in pairs.only_a:
        _alone(ledger, "dropped", gone)
    for new in pairs.only_b:
        _alone(ledger, "added", new)
    for both in pairs.both:
        _name(ledger, both)
        compare_money(ledger, both)
        if both.a.listed and both.b.listed:
            _place(ledger, both, strategies)
            _brief(ledger, both)
            compare_verdicts(ledger, both)
            links = (both.a.links, both.b.links)
            compare_links(ledger, *links, of_project(both.b), [both.a.id, both.b.id], both.certain)
    return pairs


def _alone(ledger: Ledger, change: str, one: ProjectFacts) -> None:
    gone = change == "dropped"
    budget = Phrase("with_budget", baht=f"{one.budget:,f}") if one.budget is not None else ""
    ledger.add(
        "project", change, f"project_{change}",
        a=one.name if gone else None, b=None if gone else one.name,
        lines=(one.lines, ()) if gone else ((), one.lines), subjects=[one.id],
        numbers={"baht": one.budget} if one.budget is not None else {},
        name=clip(short_name(one.name)), budget=budget,
    )  # fmt: skip


def _name(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    a, b = both.a, both.b
    relation = words.relation(a.name, b.name)
    values = {
        "a": a.name, "b": b.name, "lines": (a.lines, b.lines), "subjects": [a.id, b.id], "why": both.why,
        "certain": both.certain, "numbers": {} if both.certain else {"score": int(min(both.score, 100))},
    }  # fmt: skip
    if not ledger.of_years and (_prints(a, b.name) or _prints(b, a.name)):
        _other_names(ledger, both)
        return
    if relation in _SAME or _bare(a) == _bare(b):
        if ledger.of_years:
            ledger.add("project", "continued", "project_continued", **values, name=clip(short_name(b.name)))  # type: ignore[arg-type]
            return
        ledger.misread("project", a.name, b.name, (a.lines, b.lines))
        _other_names(ledger, both)
        return
    shown = {"one": clip(short_name(a.name)), "other": clip(short_name(b.name))}
    if relation is words.Relation.GLUE and both.certain:
        ledger.add("project", "reworded", "project_reworded", **values, **shown)  # type: ignore[arg-type]
    else:
        message = "project_renamed" if both.certain else "project_maybe_renamed"
        ledger.add("project", "renamed", message, **values, **shown)  # type: ignore[arg-type]


def _bare(project: ProjectFacts) -> str:
    return words.glueless(short_name(project.name))


def _other_names(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    """A name that the table or the brief alone prints, and prints otherwise on the other side."""
    if ledger.of_years:
        return
    gone = [name for name in both.a.names if not _has(both.b, name)]
    new = [name for name in both.b.names if not _has(both.a, name)]
    for one, other in zip(gone, new, strict=False):
        if words.relation(one, other) in (words.Relation.GLUE,):
            continue
        ledger.add(
            "project", "renamed", "project_other_name", a=one, b=other, lines=(both.a.lines, both.b.lines),
            subjects=[both.a.id, both.b.id], severity="low", of=of_project(both.b),
        )  # fmt: skip


def _prints(project: ProjectFacts, name: str) -> bool:
    """Whether a name is another of the names that the project is known by."""
    return project.name != name and name in project.names


def _has(project: ProjectFacts, name: str) -> bool:
    return any(words.relation(name, other) in (*_SAME, words.Relation.GLUE) for other in project.names)


def _place(ledger: Ledger, both: Pair[ProjectFacts], strategies: Mapping[str, str]) -> None:
    """Under which strategies the project is listed."""
    a, b = both.a, both.b
    before, after = {strategies.get(iri, iri) for iri in a.under}, set(b.under)
    if before == after:
        return
    gone, new = sorted(before - after), sorted(after - before)
    left = [_strategy(ledger.plan_a, _back(strategies, iri)) for iri in gone]
    came = [_strategy(ledger.plan_b, iri) for iri in new]
    message = "project_moved" if left and came else "project_listed_also" if came else "project_listed_no_longer"
    ledger.add(
        "project", "moved", message, a=", ".join(left) or None, b=", ".join(came) or None, lines=(a.lines, b.lines),
        subjects=[a.id, b.id], certain=both.certain, of=of_project(b),
    )  # fmt: skip


def _back(strategies: Mapping[str, str], iri: str) -> str:
    return next((one for one, other in strategies.items() if other == iri), iri)


def _strategy(plan: PlanFacts, iri: str) -> str:
    """ "1.2 ส่งเสริมการประชาสัมพันธ์…": guideline and number of a strategy, and its title."""
    found = next((part for part in plan.statements if part.id == iri), None)
    parts = plan.local(iri).split("/")
    number = ".".join(part for part in parts if part.isdecimal())
    return f"{number} {clip(found.text, _TITLE)}" if found else number


def _brief(ledger: Ledger, both: Pair[ProjectFacts]) -> None:
    a, b = both.a, both.b
    of, common = of_project(b), {"subjects": [a.id, b.id], "certain": both.certain}
    if bool(a.brief) != bool(b.brief):
        change = "dropped" if a.brief else "added"
        ledger.add("brief", change, f"brief_{change}", lines=(a.brief, b.brief), of=of, **common)  # type: ignore[arg-type]
        return
    for kind in _OF_BRIEF:
        before, after = ([part for part in side.statements if part.kind == kind] for side in (a, b))
        compare_statements(ledger, kind, before, after, of, certain=both.certain)
    if a.stated_year != b.stated_year and not ledger.of_years:
        ledger.add(
            "year", "changed", "year_changed", a=str(a.stated_year or ""), b=str(b.stated_year or ""),
            lines=(a.brief, b.brief), of=of, **common,  # type: ignore[arg-type]
        )  # fmt: skip
    if set(map(match_key, a.responsible)) != set(map(match_key, b.responsible)):
        ledger.add(
            "responsible", "changed", "responsible_changed", a=", ".join(a.responsible), b=", ".join(b.responsible),
            lines=(a.brief, b.brief), of=of, **common,  # type: ignore[arg-type]
        )  # fmt: skip
