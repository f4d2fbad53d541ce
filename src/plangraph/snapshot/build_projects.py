"""The nodes and projects of a snapshot: names, levels, plans, budgets by the rule, sources of funds, provinces."""

from __future__ import annotations

import zlib
from decimal import Decimal

import numpy as np

from plangraph.links import rules
from plangraph.namespaces import PG
from plangraph.projects import BRIEF, RESULT, TABLE, decimal_of
from plangraph.snapshot.columns import Array, Writer
from plangraph.snapshot.errors import NumberTooLarge
from plangraph.snapshot.facts import Facts, distinct, join, look_up, numbered, offsets
from plangraph.snapshot.graph import COUNTS, STOPS, WHOLE
from plangraph.snapshot.terms import language_of

NO_BUDGET = np.iinfo(np.int64).min
TRUE = tuple(b'"%b"^^<http://www.w3.org/2001/XMLSchema#boolean' % text for text in (b"true", b"1"))
MOST = np.iinfo(np.int64).max
ORIGINS = (BRIEF, TABLE, RESULT)  # the first of them that a project has is its budget


def find_nodes(facts: Facts, *ends: Array) -> Array:
    """Everything a link joins or an answer names, as terms in order."""
    named = [facts.subjects("rdf:type", kind) for kind in ("pg:Project", "pg:Plan")]
    found = [*ends, facts.pairs("pg:planLevel")[0], facts.pairs("pg:wasRead")[0], facts.pairs("pg:inPlan")[1], *named]
    return distinct(np.concatenate(found))


def write_nodes(writer: Writer, facts: Facts, nodes: Array) -> dict[str, list[str]]:
    """Write what every node has; returns the vocabulary of its kinds."""
    kinds, where = numbered(facts.of(nodes, "rdf:type"))
    writer.put("node_term", nodes.astype(np.int32))
    writer.put("node_kind", where.astype(np.int16))
    names = [facts.text(kind).removeprefix(PG) if kind >= 0 else "" for kind in kinds.tolist()]
    level = facts.numbers(facts.of(nodes, "pg:planLevel"), 0).astype(np.int32)
    writer.put("node_level", level)
    writer.put("node_ends", _ends(level, where, names))
    writer.put("node_plan", look_up(nodes, np.arange(len(nodes)), facts.of(nodes, "pg:inPlan")).astype(np.int32))
    writer.put("node_year", facts.numbers(facts.of(nodes, "pg:fiscalYear"), 0).astype(np.int32))
    writer.put("node_number", facts.numbers(facts.of(nodes, "pg:number")))
    writer.put("node_code", facts.of(nodes, "pg:code").astype(np.int32))
    _write_buckets(writer, facts, nodes)
    for lang in ("th", "en"):
        writer.put(f"node_label_{lang}", labels(facts, nodes, lang).astype(np.int32))
    return {"kinds": names}


def _ends(level: Array, kind: Array, kinds: list[str]) -> Array:
    """What each node is to chains, by ``queries/rules/chains.toml``."""
    rule = rules()["ends"]
    stops = level == rule["level"]
    flags = np.where(stops, STOPS, 0)
    for worth, flag in (("strong", COUNTS), ("weak", WHOLE)):
        flags[stops & np.array([name in rule[worth] for name in kinds] or [False])[kind]] |= flag
    return flags.astype(np.uint8)


def _write_buckets(writer: Writer, facts: Facts, nodes: Array) -> None:
    """Nodes by the CRC of their tokens: what finds the node of an IRI."""
    buckets = 1 << max(len(nodes) - 1, 1).bit_length()
    tokens = (facts.terms[term] for term in nodes.tolist())
    bucket = np.fromiter(map(zlib.crc32, tokens), np.int64, len(nodes)) & (buckets - 1)
    order = np.argsort(bucket, kind="stable")
    writer.put("bucket_start", offsets(bucket[order], buckets).astype(np.int32))
    writer.put("bucket_node", order.astype(np.int32))


def labels(facts: Facts, nodes: Array, lang: str) -> Array:
    """The label of each node in a language, else in Thai, else any; -1 for none."""
    subjects, objects = facts.pairs("rdfs:label")
    found = look_up(*facts.firsts("rdfs:label"), nodes)
    rows, several = join(nodes, subjects)
    counts = np.bincount(rows, minlength=len(nodes)) if len(rows) else np.zeros(len(nodes), np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)))
    for at in np.flatnonzero(counts > 1).tolist():
        terms = objects[several[starts[at] : starts[at + 1]]].tolist()
        known = {term: language_of(facts.terms[term]) for term in terms}
        found[at] = min(terms, key=lambda term: (known[term] != lang, known[term] != "th", facts.text(term)))
    return found


def write_projects(writer: Writer, facts: Facts, nodes: Array) -> dict[str, object]:
    """Write the projects and their figures; returns the decimals of an amount and the names of the sources of funds."""
    projects = distinct(facts.subjects("rdf:type", "pg:Project"))
    owner, amount, origin, source, scale = _figures(facts, projects)
    briefs = np.isin(projects, facts.pairs("pg:briefOf")[1])
    tables = np.zeros(len(projects), bool)
    tables[owner[origin == ORIGINS.index(TABLE)]] = True
    budgets = _budgets(len(projects), owner, amount, origin)
    sources, where = numbered(source)
    writer.put("project_node", np.searchsorted(nodes, projects).astype(np.int32))
    writer.put("project_listed", briefs | tables)
    writer.put("project_read", np.isin(projects, _in_read_plans(facts)))
    writer.put("project_budget", budgets)
    writer.put("figure_start", offsets(owner, len(projects)))
    writer.put("figure_amount", amount)
    writer.put("figure_origin", origin.astype(np.int8))
    writer.put("figure_source", where.astype(np.int16))
    writer.put("project_province", facts.of(facts.of(projects, "pg:inPlan"), "pg:provinceName").astype(np.int32))
    names = [facts.text(term).removeprefix(PG) if term >= 0 else "" for term in sources.tolist()]
    return {"scale": scale, "sources": names}


def _in_read_plans(facts: Facts) -> Array:
    subjects, objects = facts.pairs("pg:wasRead")
    plans = subjects[np.isin(objects, [place for text in TRUE if (place := facts.place(text)) >= 0])]
    members, belongs = facts.pairs("pg:inPlan")
    return members[np.isin(belongs, plans)]


def _figures(facts: Facts, projects: Array) -> tuple[Array, Array, Array, Array, int]:
    """Owner (place among the projects), amount, origin and source of each figure, by owner; decimals of an amount."""
    subjects, lines = facts.pairs("pg:hasBudgetLine")
    owner, found = join(projects, subjects)
    lines = lines[found]
    amounts = facts.of(lines, "pg:amount")
    values = {term: decimal_of(facts.text(term)) for term in distinct(amounts).tolist() if term >= 0}
    scale = max([2, *(-_exponent(value) for value in values.values() if value is not None)])
    scaled = {term: int(value.scaleb(scale)) for term, value in values.items() if value is not None}
    used = np.isin(amounts, list(scaled))
    owner, lines, amounts = owner[used], lines[used], amounts[used]
    _refuse_too_large(facts, scaled, amounts)
    keys = sorted(scaled)
    amount = look_up(np.array(keys, np.int64), np.array([scaled[key] for key in keys], np.int64), amounts)
    places = [facts.number(f"pg:{name}") for name in ORIGINS]
    origins = facts.of(lines, "pg:figureFrom")
    origin = np.full(len(lines), len(ORIGINS))
    for at, place in enumerate(places):
        origin[(origins == place) & (place >= 0)] = at
    return owner, amount, origin, facts.of(lines, "pg:fundingSource"), scale


def _refuse_too_large(facts: Facts, scaled: dict[int, int], amounts: Array) -> None:
    """Raise ``NumberTooLarge`` unless the sum of all amounts fits into 63 bits, whatever is added up of them."""
    used, counts = np.unique(amounts, return_counts=True)
    total = sum(abs(scaled[term]) * count for term, count in zip(used.tolist(), counts.tolist(), strict=True))
    if total > MOST:
        raise NumberTooLarge(facts.text(max(used.tolist(), key=lambda term: abs(scaled[term]))))


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _budgets(projects: int, owner: Array, amount: Array, origin: Array) -> Array:
    """The largest figure of the first origin a project has; ``NO_BUDGET`` for none."""
    budgets = np.full(projects, NO_BUDGET)
    for at in reversed(range(len(ORIGINS))):
        of_origin = origin == at
        largest = np.full(projects, NO_BUDGET)
        np.maximum.at(largest, owner[of_origin], amount[of_origin])
        budgets = np.where(largest != NO_BUDGET, largest, budgets)
    return budgets
