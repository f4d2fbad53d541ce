"""How well proposals find the right place, against chance, shared words, and character n-grams alone.

``python benchmarks/proposals.py [--strict] [--update]`` prints every figure of docs/propose.md, and with ``--update``
writes them there; with ``--strict`` exit 1 when the engine does not beat shared words on (b) and (c) together. Nothing
is measured on links that fed what is measured:

(a) what the bundled plan's briefs state themselves, those words taken out, the project's own links left out;
(b) the guidelines of sub-plans that the plan quotes, against sub-plans and their goals: both known from the reference;
(c) names of sub-plans against the texts of their goals, without anything else of either.

A rank among equal scores is the mean over all orders, so chance is exact and no tie is broken in anybody's favour.
"""

from __future__ import annotations

import random
import sys
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from plangraph import resources
from plangraph.drafts.gather import Gathering
from plangraph.drafts.model import Draft, Place, form_fields
from plangraph.namespaces import ID, shorten
from plangraph.opening import open_graph
from plangraph.places import province_slugs
from plangraph.proposing import Candidate, Engine, Group, Proposal
from plangraph.proposing.asking import Asking
from plangraph.proposing.engine import score_of
from plangraph.proposing.index import Index
from plangraph.proposing.targets import PREFIX, Target
from plangraph.proposing.words import Words, grams, joined
from plangraph.records import Brief, Kind
from plangraph.sources import read_plan
from plangraph.store import GraphStore
from plangraph.thai import mask_tags

RESAMPLES: Final = 10_000
SEED: Final = 2570
CUTS: Final = (1, 3, 5)
PLAN: Final = "lampang-industry-action-plan-2570"
PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "propose.md"
OPEN: Final = "<!-- benchmarks/proposals.py --update -->\n```text"
CLOSE: Final = "\n```\n<!-- end -->"
DRAFTS: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "drafts"

_NAMES: Final = (
    PREFIX
    + "SELECT DISTINCT ?sub ?label WHERE { ?sub a pg:SubPlan ; dcterms:source ?s ; rdfs:label ?label } ORDER BY ?sub"
)
_ABOVE: Final = (
    PREFIX
    + "SELECT DISTINCT ?goal ?sub WHERE { ?goal a pg:Goal ; pg:partOf ?sub . ?sub a pg:SubPlan } ORDER BY ?goal ?sub"
)
_QUOTED: Final = (
    PREFIX
    + f"""SELECT DISTINCT ?guideline ?label ?above WHERE {{
  ?guideline a pg:Guideline ; pg:inPlan <{ID}master-plan-2566> ; rdfs:label ?label ; pg:partOf ?above }}
ORDER BY ?guideline"""
)
_OF_BRIEF: Final = (
    PREFIX
    + f"""SELECT ?number ?project ?twin WHERE {{
  ?brief pg:briefOf ?project ; pg:number ?number ; pg:inPlan <{ID}{PLAN}> .
  OPTIONAL {{ ?project pg:sameSeriesAs ?twin }} }}"""
)


# --- ranking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the first right answer to one query stands."""

    reciprocal: float
    within: tuple[float, ...]  # the chance that it is among the first 1, 3, 5


def outcome(scores: Sequence[float], right: Collection[int]) -> Outcome:
    """The expected outcome when equal scores come in any order."""
    best = max(scores[at] for at in right)
    above = sum(score > best for score in scores)
    tied = sum(score == best for score in scores)
    good = sum(scores[at] == best for at in right)
    reciprocal, missing, within = 0.0, 1.0, [0.0] * len(CUTS)
    for place in range(1, tied - good + 2):
        here = missing * good / (tied - place + 1)
        reciprocal += here / (above + place)
        within = [sofar + here * (above + place <= cut) for sofar, cut in zip(within, CUTS, strict=True)]
        missing -= here
    return Outcome(reciprocal, tuple(within))


Scorer = Callable[[str], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Task:
    """Queries against some texts; ``right`` are the places of the right ones."""

    name: str
    own: tuple[tuple[str, ...], ...]
    context: tuple[tuple[str, ...], ...]
    queries: tuple[tuple[str, frozenset[int]], ...]


def chance(_words: Words, task: Task) -> Scorer:
    """Every text equally likely."""
    return lambda _query: [0.0] * len(task.own)


def shared_words(words: Words, task: Task) -> Scorer:
    """How many different telling words query and text share: the same words the engine sees, unweighted."""
    texts = [frozenset(words.telling(joined((*own, *above)))) for own, above in _texts(task)]
    return lambda query: [float(len(text & set(words.telling(query)))) for text in texts]


def shared_grams(_words: Words, task: Task) -> Scorer:
    """The share of character n-grams that query and text have in common (Jaccard)."""
    texts = [frozenset(gram for text in (*own, *above) for gram in grams(text)) for own, above in _texts(task)]

    def score(query: str) -> list[float]:
        asked = frozenset(grams(query))
        return [len(text & asked) / len(text | asked) if text | asked else 0.0 for text in texts]

    return score


def engine(words: Words, task: Task) -> Scorer:
    """What ``plangraph propose`` ranks by."""
    index = Index(words, task.own, task.context)

    def score(query: str) -> list[float]:
        draft = Gathering(Place("line", 1))
        draft.add("name", query, Place("line", 1))
        asking = Asking(Draft(Path("query"), Place("line", 1), draft.fields), words)
        return [compared.score for compared in index.compare(asking.terms, asking.letters, asking.doubt)]

    return score


SYSTEMS: Final = {"chance": chance, "shared words": shared_words, "character n-grams": shared_grams, "engine": engine}


def _texts(task: Task) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    return zip(task.own, task.context, strict=True)


# --- (b) and (c) ------------------------------------------------------------------------------------------------------


def tasks(store: GraphStore, targets: Iterable[Target]) -> tuple[Task, ...]:
    """Guidelines against sub-plans, guidelines against goals, names of sub-plans against goals."""
    goals = [target for target in targets if target.group is Group.SUB_PLAN_GOAL]
    subs = {row["sub"].value: row["label"].value for row in store.select(_NAMES)}
    above = {row["goal"].value: row["sub"].value for row in store.select(_ABOVE)}
    quoted = [(row["label"].value, row["above"].value) for row in store.select(_QUOTED) if row["above"].value in subs]
    of_sub = {sub: frozenset(at for at, goal in enumerate(goals) if above[goal.id] == sub) for sub in subs}
    places = {sub: frozenset({at}) for at, sub in enumerate(subs)}
    texts = {sub: tuple(goals[at].label for at in sorted(found)) for sub, found in of_sub.items()}
    own = tuple((goal.label,) for goal in goals)
    return (
        Task(
            "(b) guideline → sub-plan",
            tuple((label,) for label in subs.values()),
            tuple(texts[sub] for sub in subs),
            tuple((label, places[sub]) for label, sub in quoted),
        ),
        Task(
            "(b) guideline → goal",
            own,
            tuple((subs[above[goal.id]],) for goal in goals),
            tuple((label, of_sub[sub]) for label, sub in quoted if of_sub[sub]),
        ),
        Task(
            "(c) sub-plan's name → goal",
            own,
            tuple(() for _ in goals),
            tuple((label, of_sub[sub]) for sub, label in subs.items() if of_sub[sub]),
        ),
    )


@dataclass(slots=True)
class Measured:
    """The outcomes of every system, in the same order of queries."""

    clusters: list[str] = field(default_factory=list)  # the query's text: one guideline is asked twice
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)

    def add(self, words: Words, task: Task) -> dict[str, list[Outcome]]:
        """Run one task; its outcomes alone."""
        self.clusters += [query for query, _ in task.queries]
        found = {}
        for name, make in SYSTEMS.items():
            score = make(words, task)
            found[name] = [outcome(score(query), right) for query, right in task.queries]
            self.outcomes.setdefault(name, []).extend(found[name])
        return found

    def difference(self, better: str, worse: str) -> tuple[float, float, float]:
        """Mean difference of the reciprocal ranks, and its 95 % interval by paired bootstrap over whole queries."""
        pairs = zip(self.outcomes[better], self.outcomes[worse], strict=True)
        gains = [left.reciprocal - right.reciprocal for left, right in pairs]
        groups: dict[str, list[float]] = {}
        for cluster, gain in zip(self.clusters, gains, strict=True):
            groups.setdefault(cluster, []).append(gain)
        pool, draw = list(groups.values()), random.Random(SEED)  # noqa: S311  # resampling, not secrets
        means = sorted(
            _mean([gain for group in draw.choices(pool, k=len(pool)) for gain in group]) for _ in range(RESAMPLES)
        )
        return _mean(gains), means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def table(name: str, outcomes: dict[str, list[Outcome]]) -> Iterator[str]:
    """A row for every system."""
    count = len(next(iter(outcomes.values())))
    yield f"{name} ({count} queries)"
    for system, found in outcomes.items():
        recalls = "  ".join(f"{_mean([one.within[at] for one in found]):.3f}" for at in range(len(CUTS)))
        yield f"    {system:<20} {recalls}  {_mean([one.reciprocal for one in found]):.3f}"


# --- (a) --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """One thing a brief states, looked for after its words were taken out."""

    brief: int
    name: str
    stated: str
    quote: str
    rank: int | None  # of the first right target in its group, by the draft's words alone
    score: float
    voted: int | None  # the same with the votes of similar projects
    shown: str  # what the group's first proposal is; "" for an abstention


def without_mentions(brief: Brief) -> Draft:
    """A brief as a draft: its fields as printed but the sixth, and without every clause that names a plan's element."""
    draft = Gathering(Place("line", brief.span.first_line))
    clauses = sorted({one.target.span.text for one in brief.mentions}, key=lambda text: (-len(text), text))
    keys = [one.key for one in form_fields()]
    for printed in brief.fields:
        text = "\n".join(line.rpartition("\t")[2] for line in printed.span.text.split("\n"))
        for clause in clauses:
            text = text.replace(clause, " ")
        if keys[printed.number - 1] != "links":
            draft.add(keys[printed.number - 1], mask_tags(text), Place("line", printed.span.first_line))
    return draft.finish(Path("brief"))


def cases(engine_: Engine) -> Iterator[Case]:
    """What the briefs state that is a target, or the strategy of one."""
    plan = read_plan(resources.folder("graph") / "sources" / PLAN, slugs=province_slugs())
    own: dict[int, set[str]] = {}
    for row in engine_.store.select(_OF_BRIEF):
        twins = {row["twin"].value} if "twin" in row else set()
        own.setdefault(int(row["number"].value), set()).update({row["project"].value}, twins)
    for brief in plan.briefs:
        draft = without_mentions(brief)
        asking = Asking(draft, engine_.words)
        votes = engine_.projects.similar(asking, own.get(brief.position, set()))
        seen: set[str] = set()
        references = [one.target for one in brief.mentions if one.role == "stated"] + list(brief.links)
        for reference in references:
            found = engine_.names.catalogue.resolve(reference)
            right = _right(engine_, found.iri or "", reference.kind)
            if not right or (found.iri or "") in seen:
                continue
            seen.add(found.iri or "")
            group = next(one.group for one in engine_.targets if one.id in right)
            rank, score = _rank(engine_, asking, right, group, ())
            voted, _ = _rank(engine_, asking, right, group, votes)
            shown = engine_.propose(draft, leave_out=own.get(brief.position, set())).of(group)
            label = f"{shown[0].target.code} {shown[0].score:.2f}" if shown else ""
            quote = " ".join(reference.span.text.split())
            yield Case(brief.position, draft.name, found.iri or "", quote, rank, score, voted, label)


def _right(engine_: Engine, iri: str, kind: Kind) -> frozenset[str]:
    """The targets that are right for a stated element: itself, or the goals of a strategy."""
    under = iri if kind is Kind.NATIONAL_STRATEGY else None
    return frozenset(
        one.id for one in engine_.targets if one.id == iri or (under and one.id.startswith(f"{under}/goal/"))
    )


def _rank(
    engine_: Engine, asking: Asking, right: frozenset[str], group: Group, votes: Sequence[object]
) -> tuple[int | None, float]:
    ranked = [one for one in engine_.rank(asking, votes) if one[0].group is group]  # type: ignore[arg-type]
    best = max(strength for target, strength, _ in ranked if target.id in right)
    return (1 + sum(strength > best for _, strength, _ in ranked), score_of(best)) if best else (None, 0.0)


# --- abstention -------------------------------------------------------------------------------------------------------


def drafts_of(name: str) -> Iterator[tuple[Draft, frozenset[int]]]:
    """The drafts of a file of ours with the master plans a reviewer would accept."""
    data = tomllib.loads((DRAFTS / f"{name}.toml").read_text(encoding="utf-8"))
    for row in data["draft"]:
        draft = Gathering(Place("line", 1))
        for key in ("name", "rationale", "objectives"):
            draft.add(key, row[key], Place("line", 1))
        yield draft.finish(DRAFTS / f"{name}.toml"), frozenset(row["right"])


def wrong(proposal: Proposal, right: frozenset[int], acceptable: Collection[str]) -> list[Candidate]:
    """The first proposals of each level that a reviewer would not accept: of another plan or strategy, or local."""
    found = []
    for group in Group:
        first = next(iter(proposal.of(group)), None)
        if first is None:
            continue
        plan = first.target.code[:2]
        fits = {
            Group.SUB_PLAN_GOAL: plan.isdigit() and int(plan) in right,
            Group.NATIONAL_GOAL: first.target.id.partition("/goal/")[0] in acceptable,
        }
        if not fits.get(group, False):
            found.append(first)
    return found


@dataclass(slots=True)
class Tally:
    """What became of a list of drafts."""

    abstained: int = 0
    right: int = 0
    wrong: list[tuple[str, Candidate]] = field(default_factory=list)


def tally(engine_: Engine, name: str) -> Tally:
    """Propose for every draft of a file and count."""
    served = _served(engine_.store)
    result = Tally()
    for draft, right in drafts_of(name):
        proposal = engine_.propose(draft)
        acceptable = {strategy for number in right for strategy in served.get(number, ())}
        mistaken = wrong(proposal, right, acceptable)
        result.abstained += proposal.abstained
        result.right += not proposal.abstained and not mistaken
        result.wrong += [(draft.name, candidate) for candidate in mistaken]
    return result


def _served(store: GraphStore) -> dict[int, set[str]]:
    """The national strategies each of the 23 master plans serves, by its number."""
    found: dict[int, set[str]] = {}
    query = PREFIX + "SELECT ?number ?to WHERE { ?plan a pg:MasterPlan ; pg:number ?number ; pg:alignedTo ?to }"
    for row in store.select(query):
        found.setdefault(int(row["number"].value), set()).add(row["to"].value)
    return found


# --- the report -------------------------------------------------------------------------------------------------------


def report(engine_: Engine, measured: Measured) -> Iterator[str]:
    """Every figure, as lines; fills ``measured``."""
    yield "(a) what the briefs state, after those words were taken out: rank of the right target in its group"
    yield "    brief  stated  rank by words  score  rank with votes  first proposal of the group"
    for case in cases(engine_):
        stated = shorten(case.stated).removeprefix("id:")
        yield (
            f"    {case.brief:>2}  {stated:<42} {case.rank or '-':>3}  {case.score:.2f}  {case.voted or '-':>3}  "
            f"{case.shown or 'abstained':<12} “{case.quote[:60]}”"
        )
    yield ""
    yield f"{'recall at':<24} {'      '.join(map(str, CUTS))}      MRR"
    for task in tasks(engine_.store, engine_.targets):
        yield from table(task.name, measured.add(engine_.words, task))
    yield from table("(b) and (c) together", measured.outcomes)
    for worse in ("shared words", "character n-grams"):
        gain, low, high = measured.difference("engine", worse)
        yield f"engine - {worse}: MRR {gain:+.3f}, 95 % [{low:+.3f}, {high:+.3f}] ({RESAMPLES} paired resamples)"
    yield ""
    for name, what in (("calibration", "threshold chosen on them"), ("fits_nothing", "held out")):
        found = tally(engine_, name)
        wrong_drafts = len({draft for draft, _ in found.wrong})
        counts = f"{found.abstained} abstained, {found.right} right, {wrong_drafts} with a wrong first proposal"
        yield f"drafts of {name} ({what}): {counts}"
        for draft, candidate in found.wrong:
            yield f"    {candidate.score:.2f} {candidate.target.group.value} {candidate.target.code} for “{draft}”"


def main(arguments: Sequence[str]) -> int:
    """Print the report; 1 with ``--strict`` when the lower end of the bootstrap interval is not above zero."""
    engine_ = Engine(open_graph())
    measured = Measured()
    lines = list(report(engine_, measured))
    print("\n".join(lines))
    if "--update" in arguments:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(OPEN)
        PAGE.write_text("\n".join([f"{head}{OPEN}", *lines]) + CLOSE + rest.partition(CLOSE)[2], encoding="utf-8")
    _, low, _ = measured.difference("engine", "shared words")
    return int("--strict" in arguments and low <= 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
