"""The sentences of a verdict: elements by their kind and number, reasons, warnings, the sentence that would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from plangraph.cautions import Caution, line_range
from plangraph.described import Passage
from plangraph.links import Node, rules
from plangraph.missing import Missing, claimed_strategies
from plangraph.projects import Figure
from plangraph.texts import Lang, Texts, sentences
from plangraph.thai_text import to_thai_digits
from plangraph.verdicts import Hop, Judgement, OtherYear

_REFERENCE: Final = "reference/"


def words(lang: Lang) -> Texts:
    """The sentences of ``texts/check.toml``."""
    return Texts("check", lang)


def called(node: Node, say: Texts) -> str:
    """An element as people call it: ``หมุดหมายที่ 10 …``."""
    key = f"kind_{node.kind}"
    if node.kind == "Project":
        return say("start")
    if key not in say or (node.number is None and "{number}" in sentences("check")[key][say.lang]):
        return node.label
    return say(key, label=node.label, number=node.number)


def baht(amount: Decimal | None) -> str:
    """An amount with its thousands apart, without empty decimals; a dash for none."""
    if amount is None:
        return "-"
    return f"{amount:,.2f}".removesuffix(".00")


def place(passage: Passage | None, say: Texts) -> str:
    """Where a passage stands; the reference file is named, the plan's own document is understood."""
    if passage is None:
        return "-"
    if passage.document.startswith(_REFERENCE):
        return say("line_of", document=passage.document, lines=line_range(passage))
    return say("line", lines=line_range(passage))


def places(passages: Iterable[Passage], say: Texts) -> str:
    """Several places of one document: ``บรรทัด 1346 และ 1349``."""
    several = list(passages)
    if len(several) < 2:
        return place(several[0] if several else None, say)
    return say("line", lines=say("and").join(dict.fromkeys(line_range(passage) for passage in several)))


def paths_counted(judgement: Judgement, say: Texts) -> str:
    """How many paths there are and how many are shown; where counting stopped, at least so many."""
    key = "paths_at_least" if judgement.paths >= rules()["counted"] else "paths_counted"
    return say(key, count=judgement.paths, shown=len(judgement.chains))


def weak_because(hop: Hop, say: Texts) -> str | None:
    """Why a hop, or the end it leads to, is weak."""
    if hop.weak_because is None:
        return None
    return say(f"weak_because_{hop.weak_because}", place=place(hop.passage, say))


def message(gap: Missing, say: Texts) -> str:
    """Why a hop is missing."""
    return _message([gap], say)


def _message(alike: list[Missing], say: Texts) -> str:
    gap = alike[0]
    return say(
        _key(gap),
        source=" · ".join(called(each.source, say) for each in alike),
        to=called(gap.to, say) if gap.to else "",
        plan=gap.plan or "",
        place=place(gap.passage, say),
    )


def _key(gap: Missing) -> str:
    return "plan_known_by_name" if gap.case == "plan_not_loaded" and gap.source.kind == "Plan" else gap.case


def messages(gaps: Iterable[Missing], say: Texts) -> list[str]:
    """Why hops are missing, those of one reason and plan in one sentence."""
    alike: dict[tuple[str, str | None, Passage | None], list[Missing]] = {}
    for gap in gaps:
        plan = None if gap.source.kind in ("Plan", "Policy") else gap.plan
        alike.setdefault((_key(gap), plan, gap.passage), []).append(gap)
    return [_message(several, say) for several in alike.values()]


def sentence(judgement: Judgement, say: Texts) -> str:
    """The sentence that would mend it, for a Thai form: it offers the strategies the own plan claims, never another."""
    strategies = claimed_strategies(judgement)
    if not strategies:
        return say("sentence_open")
    plans = {judgement.plans[node.plan].label for node in strategies if node.plan in judgement.plans}
    key = "sentence_one" if len(strategies) == 1 else "sentence_choose"
    names = say("sentence_or").join(node.label for node in strategies)
    return to_thai_digits(say(key, names=names, plan=" / ".join(sorted(plans))))


def warning(caution: Caution, say: Texts) -> str:
    """One warning as a sentence."""
    values = {name: _inner(value) for name, value in caution.values}
    if caution.kind == "budgets_differ":
        return say("budgets_differ", figures=_figures(values, say))
    if isinstance(targets := values.get("targets"), tuple):
        values["target"] = say("and").join(targets)
    if "lines" in values:
        values["place"] = say("line", lines=values["lines"])
    return say(caution.kind, **values)


def _inner(value: object) -> object:
    """A text that will stand inside quotation marks, with single ones of its own."""
    return value.replace("“", "‘").replace("”", "’") if isinstance(value, str) else value


def _figures(values: dict[str, object], say: Texts) -> str:
    figures = values["figures"]
    assert isinstance(figures, tuple)  # noqa: S101  # made by cautions
    return " · ".join(say("figure", baht=baht(figure.baht), where=figure_place(figure, say)) for figure in figures)


def figure_place(figure: Figure, say: Texts) -> str:
    """Where a figure is printed: ``โครงการแบบย่อ บรรทัด 1356``."""
    return say(f"figure_{figure.origin}", lines=place(figure.passage, say))


def other_year(other: OtherYear, say: Texts) -> str:
    """The same project in another year; one that is only proposed says so."""
    year = other.fiscal_year or say("no_year")
    return say(f"other_{other.how}", year=year, name=other.name, id=other.id)
