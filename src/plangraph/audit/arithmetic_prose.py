"""Figures of running text among themselves: parts against their whole, shares, converted units, orders of size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from plangraph.audit.arithmetic_shares import Shares
from plangraph.audit.arithmetic_texts import finding
from plangraph.audit.arithmetic_words import cause_of, settings, severity_of, shown, squeezed
from plangraph.audit.figures import Amount, Figures, Statement
from plangraph.audit.findings import Cause, Finding, Severity

_HUNDRED = Decimal(100)
_NEAR_WHOLE = Decimal("0.1")  # parts nobody calls so must come this close to their whole
_LIST_LINES = 3  # lines between a sentence and the list it opens


@dataclass(frozen=True, slots=True)
class Examined:
    """The findings about sentences alone, and how many shares could not be checked."""

    findings: tuple[Finding, ...]
    unchecked: int


@dataclass(frozen=True, slots=True)
class Block:
    """A whole and all of its parts."""

    whole: Statement
    parts: tuple[Statement, ...]

    @property
    def total(self) -> Decimal:
        return sum((amount_of(part).value for part in self.parts), Decimal(0))


def examine(figures: Figures, others: Mapping[str, Sequence[Decimal]] | None = None) -> Examined:
    """Check the sentences and lists of one document against themselves.

    ``others`` are the values, by statement, that its quantity has elsewhere: a share that fits one of them is right.
    """
    blocks = _blocks(figures)
    wrong = [block for block in blocks if not _adds_up(block)]
    totals = {block.whole.iri: block.total for block in wrong}
    shares = Shares(figures, [block.total for block in blocks], totals, others or {})
    found = [
        *(_total(block) for block in wrong),
        *shares.findings(),
        *_conversions(figures.statements),
        *_orders(figures.statements),
    ]
    return Examined(tuple(found), shares.unchecked)


def amount_of(statement: Statement) -> Amount:
    """The first figure of a statement that has one."""
    return statement.amounts[0]


def same_unit(first: str, second: str) -> bool:
    """Whether two units count the same things: "คน" and "รูป"."""
    return first == second or any(first in group and second in group for group in settings()["prose"]["same_unit"])


def by_line(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The statements of running text with an amount, line by line."""
    run: list[Statement] = []
    for each in statements:
        if not each.amounts or each.listed:
            continue
        if run and each.line != run[-1].line:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def lists(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The lists of figures: entries in lines that follow each other under one heading."""
    run: list[Statement] = []
    for each in statements:
        if not each.listed:
            continue
        goes_on = run and each.line - run[-1].line <= 2 and each.heading == run[-1].heading
        if run and not (goes_on and (each.number or 0) > (run[-1].number or 0)):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


# --- parts and wholes ------------------------------------------------------------------------------------------------


def _blocks(figures: Figures) -> list[Block]:
    out: list[Block] = []
    for line in by_line(figures.statements):
        amounts = [each for each in line if not amount_of(each).is_share]
        out += _named_blocks(amounts)
        out += [block for block in _full_shares(amounts) if block.parts not in {each.parts for each in out}]
    for entries in lists(figures.statements):
        whole = _opens(entries, figures.statements)
        if whole and all(same_unit(amount_of(each).unit, amount_of(whole).unit) for each in entries):
            out.append(Block(whole, tuple(entries)))
    return out


def _named_blocks(line: Sequence[Statement]) -> Iterator[Block]:
    """Wholes followed by "แยกเป็น" and their parts up to the last; without such words the parts must nearly add up."""
    words = settings()["prose"]
    for at, whole in enumerate(line):
        parts: list[Statement] = []
        cued = False
        for each in line[at + 1 :]:
            lead = squeezed(each.lead)
            if not same_unit(amount_of(whole).unit, amount_of(each).unit) or _only_greatest(lead):
                break
            cued = cued or (not parts and any(squeezed(word) in lead for word in words["parts"]))
            parts.append(each)
            if len(parts) > 1 and _is_last(each.lead):
                block = Block(whole, tuple(parts))
                if cued or abs(block.total - amount_of(whole).value) <= amount_of(whole).value * _NEAR_WHOLE:
                    yield block
                break


def _only_greatest(lead: str) -> bool:
    return any(word in lead for word in settings()["prose"]["not_parts"])


def _is_last(lead: str) -> bool:
    """Whether the words before a figure announce the last part: "… และสามเณร จำนวน"."""
    words = settings()["prose"]["last_part"]
    return any(word.startswith(tuple(words)) for word in lead.split(" "))


def _full_shares(line: Sequence[Statement]) -> Iterator[Block]:
    """Runs of parts whose shares make 100, with the figure of the same unit that stands before them in the line."""
    start = 0
    while start < len(line):
        run = _run_of_hundred(line, start)
        if run:
            before = [each for each in line[:start] if same_unit(amount_of(each).unit, amount_of(run[0]).unit)]
            wholes = [each for each in before if amount_of(each).value >= max(amount_of(part).value for part in run)]
            whole = _fitting(wholes or before, run)
            if whole:
                yield Block(whole, tuple(run))
            start += len(run)
        else:
            start += 1


def _run_of_hundred(line: Sequence[Statement], start: int) -> list[Statement]:
    total = Decimal(0)
    blur = Decimal(0)
    for at in range(start, len(line)):
        share = line[at].share
        if share is None or not same_unit(amount_of(line[start]).unit, amount_of(line[at]).unit):
            return []
        total += share.value
        blur += Decimal(1).scaleb(-share.places)
        if abs(total - _HUNDRED) <= blur and at > start:
            return list(line[start : at + 1])
    return []


def _fitting(wholes: Sequence[Statement], run: Sequence[Statement]) -> Statement | None:
    """The whole that the parts make, else the one that opens the line, else nothing."""
    total = sum((amount_of(part).value for part in run), Decimal(0))
    return next((each for each in wholes if amount_of(each).value == total), wholes[0] if wholes else None)


def _opens(entries: Sequence[Statement], statements: Sequence[Statement]) -> Statement | None:
    """The figure at the end of the sentence that opens a list."""
    first = entries[0].line
    above = [each for each in statements if not each.listed and each.amounts and 0 < first - each.line <= _LIST_LINES]
    return above[-1] if above else None


def _adds_up(block: Block) -> bool:
    whole = amount_of(block.whole)
    amounts = [amount_of(part) for part in block.parts]
    blur = sum((Decimal(1).scaleb(-each.places) for each in amounts if each.places), Decimal(0))
    return abs(whole.value - block.total) <= blur + (Decimal("0.5") if blur and not whole.places else Decimal(0))


def _total(block: Block) -> Finding:
    whole = amount_of(block.whole)
    amounts = [amount_of(part) for part in block.parts]
    places = max(each.places for each in (whole, *amounts))
    difference = whole.value - block.total
    return finding(
        "prose-parts-differ-from-whole",
        severity=severity_of(difference, whole.value),
        cause=cause_of(shown(whole.value, whole.places), shown(block.total, places)),
        lines=(block.whole.line, *(part.line for part in block.parts)),
        document=block.whole.document,
        subjects=(block.whole.iri, *(part.iri for part in block.parts)),
        numbers={"printed": whole.value, "recomputed": block.total, "difference": difference},
        subject=block.whole.subject or block.whole.text,
        printed=shown(whole.value, whole.places),
        recomputed=shown(block.total, places),
        difference=shown(abs(difference), places),
        unit=whole.unit,
        line=block.whole.line,
        listed=" + ".join(shown(each.value, each.places) for each in amounts),
    )


# --- units and orders ------------------------------------------------------------------------------------------------


def _conversions(statements: Sequence[Statement]) -> Iterator[Finding]:
    """One amount given in two units."""
    for first, second in pairwise(statements):
        if first.line != second.line or not first.amounts or not second.amounts:
            continue
        for rule in settings()["prose"]["conversion"]:
            one, two = amount_of(first), amount_of(second)
            if (one.unit, two.unit) != (rule["from"], rule["to"]) or "หรือ" not in second.lead:
                continue
            factor = Decimal(rule["factor"])
            expected = one.value * factor
            blur = factor * Decimal(1).scaleb(-one.places) / 2 + Decimal(1).scaleb(-two.places)
            if abs(expected - two.value) > blur:
                yield finding(
                    "prose-unit-conversion-differs",
                    severity=severity_of(expected - two.value, two.value),
                    cause=cause_of(shown(expected, two.places), shown(two.value, two.places)),
                    lines=(first.line, second.line),
                    document=first.document,
                    subjects=(first.iri, second.iri),
                    numbers={"printed": two.value, "recomputed": expected, "difference": two.value - expected},
                    first=shown(one.value, one.places),
                    first_unit=one.unit,
                    printed=shown(two.value, two.places),
                    unit=two.unit,
                    recomputed=shown(expected, two.places),
                    line=first.line,
                )


def _orders(statements: Sequence[Statement]) -> Iterator[Finding]:
    """ "มากที่สุด … รองลงมา … และ …": each must be less than the one before."""
    most = [squeezed(word) for word in settings()["prose"]["most"]]
    following = tuple(settings()["prose"]["not_parts"])
    for line in by_line(statements):
        for at, first in enumerate(line):
            if not any(word in squeezed(first.lead) for word in most):
                continue
            run = [first]
            for each in line[at + 1 :]:
                ranked = any(word in each.lead for word in following) or each.lead.startswith("และ")
                if not ranked or not same_unit(amount_of(first).unit, amount_of(each).unit):
                    break
                run.append(each)
            if any(amount_of(b).value > amount_of(a).value for a, b in pairwise(run)):
                yield finding(
                    "prose-order-differs",
                    severity=Severity.MEDIUM,
                    cause=Cause.UNDETERMINED,
                    lines=(first.line,),
                    document=first.document,
                    subjects=tuple(each.iri for each in run),
                    numbers={f"rank_{place}": amount_of(each).value for place, each in enumerate(run, start=1)},
                    line=first.line,
                    unit=amount_of(first).unit,
                    listed="; ".join(
                        f"{each.subject} {shown(amount_of(each).value, amount_of(each).places)}" for each in run
                    ),
                )
