"""Which plan element a text means: the catalogue of the reference data, and the rules by which a name resolves.

Number or code first, if it belongs to the reference; title second. The number wins over a title only when the title is
damaged; a title that is another element's clean title leaves both as candidates. Cut-offs, kinds and prefixes are data:
``data/resolve.toml``. Nothing here raises for a text it cannot place: the ``Resolution`` says what the problem is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from rapidfuzz.fuzz import partial_ratio, ratio

from plangraph.catalogue_entries import Entry, gather
from plangraph.plan_names import PlanName, PlanNames, agreement, known_years
from plangraph.records import Kind, Reference
from plangraph.reference import ReferenceFile
from plangraph.thai import fold_marks, normalize, to_arabic

__all__ = ["Catalogue", "Entry", "How", "Problem", "Resolution"]

How = Literal["number", "code", "title", "alias", "goal-text"]
Problem = Literal[
    "number-title-conflict",  # the number says one element, the clean title another
    "under-another-parent",  # the title or code is an element's, but not of the one the text puts it under
    "code-wrong-length",  # no code has that many digits; title or number was used instead
    "unknown-code",
    "unknown-number",
    "title-unclear",  # similar names, none near enough
    "ambiguous",  # several elements fit equally
    "within-unresolved",  # what the element stands under is not recognised
    "no-match",
    "other-edition",  # the plan is known, but not of that number or those years
    "edition-not-named",  # the plan has editions, the text says neither which nor the years
    "years-differ",  # one plan of that name, printed with other years than we know
]

_PLAN_KINDS = (Kind.PLAN, Kind.POLICY)
_EXACT = 99.95


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a reference resolves to; ``problem`` may be set beside an ``iri`` when something is worth saying."""

    iri: str | None
    score: float  # likeness of the title, 0–100; 100 when only a number or code was given
    how: How | None
    title_differs: bool  # the document prints another wording than the official one, not merely a shortened one
    official_title: str  # "" when unresolved
    candidates: tuple[tuple[str, float], ...] = ()
    problem: Problem | None = None


class _Fit(NamedTuple):
    entry: Entry
    score: float  # best ratio of any of its forms
    how: How
    inside: bool  # the printed name stands whole in a form, or a form in it
    covers: bool  # … and is most of it

    @property
    def rank(self) -> float:
        """The score for ordering: a name that covers most of another counts just below the same name."""
        return max(self.score, rules()["cutoffs"]["link"] - 1.0) if self.covers else self.score


class _Scope(NamedTuple):
    pool: Sequence[Entry]
    parent: str | None  # numbers count directly under it
    numbered: bool  # whether a number means anything here
    problem: Problem | None


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The policy of ``data/resolve.toml``."""
    return tomllib.loads(resources.files("plangraph").joinpath("data", "resolve.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, list[re.Pattern[str]]]:
    return {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in rules()["prefixes"].items()}


@lru_cache(maxsize=8192)
def _key(kind: Kind, title: str) -> str:
    """``title`` without the words that only name its kind, folded for comparing."""
    plain = to_arabic(normalize(title))
    for pattern in _prefixes().get(kind, ()):
        plain = pattern.sub("", plain, count=1)
    return fold_marks(plain)


def _named(entry: Entry) -> list[tuple[str, How]]:
    """The names of an entry, each with what it is: the official title first, then aliases."""
    return [(title, "alias" if place else "title") for place, title in enumerate(entry.titles)]


class Catalogue:
    """The plan elements that references can resolve to. It never changes: ``with_entries`` gives a larger one."""

    def __init__(self, entries: Iterable[Entry], places: Iterable[str] = ()) -> None:
        self._entries = {entry.iri: entry for entry in entries}
        self._places = tuple(sorted(set(places)))
        self._by_kind: dict[Kind, list[Entry]] = {}
        for entry in self._entries.values():
            self._by_kind.setdefault(entry.kind, []).append(entry)
        self._forms = {entry.iri: self._forms_of(entry) for entry in self._entries.values()}
        self._add_goal_texts()
        owners = {owner for entry in self._entries.values() for owner in entry.owners}
        self._names = PlanNames(rules()["plan"], owners, self._places)
        self._plan_forms = {entry.iri: self._plan_forms_of(entry) for entry in self._of(*_PLAN_KINDS)}

    @classmethod
    def from_reference(cls, files: Iterable[ReferenceFile]) -> Catalogue:
        """The catalogue of the shipped reference: every plan, element and policy of ``files``."""
        return cls(*gather(files))

    def with_entries(self, entries: Iterable[Entry]) -> Catalogue:
        """This catalogue and the elements a document adds; an entry with a known IRI takes that one's place."""
        return Catalogue([*self._entries.values(), *entries], self._places)

    def get(self, iri: str) -> Entry | None:
        """The entry with this IRI, if there is one."""
        return self._entries.get(iri)

    def of_kind(self, kind: Kind, within: str | None = None) -> tuple[Entry, ...]:
        """The entries of a kind; with ``within``, those that stand in that plan or under that element, at any depth."""
        found = self._by_kind.get(kind, ())
        return tuple(entry for entry in found if within is None or self._stands_in(entry, within))

    def resolve(self, reference: Reference) -> Resolution:
        """The element a reference means, or the candidates and the problem; see the module's first lines."""
        if reference.kind in _PLAN_KINDS:
            return self._resolve_plan(reference)
        scope = self._scope(reference)
        key = _key(reference.kind, reference.title)
        chosen, how, problem = self._pick(reference, scope)
        if chosen is None:
            return self._by_title(key, reference.kind, scope, problem or scope.problem)
        if chosen not in scope.pool:
            return _open([(chosen.iri, self._fit(key, chosen).score)], "under-another-parent")
        if problem == "code-wrong-length" and key:  # the number is only guessed from the code: the title goes first
            by_title = self._by_title(key, reference.kind, scope, problem)
            if by_title.iri:
                return by_title
        judged = self._judge(chosen, how, key)
        return replace(judged, problem=problem) if judged.iri and problem else judged

    # --- forms -------------------------------------------------------------------------------------------------------

    def _forms_of(self, entry: Entry) -> list[tuple[str, How]]:
        return [(_key(entry.kind, title), how) for title, how in _named(entry)]

    def _add_goal_texts(self) -> None:
        named = set(rules()["kinds"]["by_goal_text"])
        for goal in self._by_kind.get(Kind.GOAL, ()):
            parent = self._entries.get(goal.parent or "")
            if parent is not None and parent.kind in named:
                self._forms[parent.iri] += [(_key(Kind.GOAL, title), "goal-text") for title in goal.titles]

    def _plan_forms_of(self, entry: Entry) -> list[tuple[PlanName, How]]:
        edition = entry.number if entry.kind is Kind.PLAN else None
        return [(self._names.read(title, edition=edition), how) for title, how in _named(entry)]

    def _fit(self, key: str, entry: Entry) -> _Fit:
        """How well a folded title fits an entry: its best form, and whether one stands inside the other."""
        cut = rules()["cutoffs"]
        how: How = "title"
        best, inside, covers = 0.0, False, False
        for form, form_how in self._forms[entry.iri]:
            score = ratio(key, form)
            if score > best:
                best, how = score, form_how
            short, long = sorted((len(key), len(form)))
            if score >= cut["link"] or short < cut["contained_chars"] or partial_ratio(key, form) < cut["contained"]:
                continue
            inside, covers = True, covers or short >= cut["contained_share"] * long
        return _Fit(entry, best, how, inside, covers)

    # --- where to look -----------------------------------------------------------------------------------------------

    def _of(self, *kinds: Kind) -> list[Entry]:
        return [entry for kind in kinds for entry in self._by_kind.get(kind, ())]

    def _stands_in(self, entry: Entry, iri: str) -> bool:
        if entry.plan == iri:
            return True
        seen = entry.parent
        while seen is not None and seen != iri:
            above = self._entries.get(seen)
            seen = above.parent if above else None
        return seen == iri

    def _scope(self, reference: Reference) -> _Scope:
        within, kind = reference.within, reference.kind
        everything = self._by_kind.get(kind, [])
        if within is None:
            return _Scope(everything, None, True, None)
        found = self.resolve(within)
        if found.iri:
            return _Scope(self.of_kind(kind, found.iri), found.iri, True, None)
        if kind in rules()["kinds"]["national"] and found.problem != "other-edition":
            return _Scope(everything, None, True, None)
        if within.within is None:
            return _Scope((), None, False, "within-unresolved")
        above = self._scope(replace(reference, within=within.within))
        return above._replace(numbered=False, problem="within-unresolved")

    def _pick(self, reference: Reference, scope: _Scope) -> tuple[Entry | None, How, Problem | None]:
        """The entry that code or number says, and what is wrong with them."""
        problem: Problem | None = None
        number = reference.number
        if reference.code:
            hits = [entry for entry in self._of(reference.kind) if entry.code == reference.code]
            inside = [entry for entry in hits if entry in scope.pool]
            if inside or hits:
                return (inside or hits)[0], "code", None
            lengths = {len(entry.code) for entry in scope.pool if entry.code}
            problem = "unknown-code" if len(reference.code) in lengths else "code-wrong-length"
            if number is None and problem == "code-wrong-length" and scope.parent and reference.code.isdecimal():
                number = int(reference.code[-2:])
        if number is None or not scope.numbered:
            return None, "number", problem
        direct = [entry for entry in scope.pool if scope.parent in (None, entry.parent or entry.plan)]
        for pool in (direct, scope.pool):
            hits = [entry for entry in pool if entry.number == number]
            if len(hits) == 1:
                return hits[0], "number", problem
            if hits:
                return None, "number", problem
        return None, "number", problem or "unknown-number"

    # --- judging -----------------------------------------------------------------------------------------------------

    def _judge(self, chosen: Entry, how: How, key: str) -> Resolution:
        """Number or code chose an entry: it stands unless the title is another element's clean title."""
        if not key or not chosen.titles:
            return _linked(chosen, 100.0, how, differs=False)  # no wording on one side: nothing to compare
        fit = self._fit(key, chosen)
        if fit.score < rules()["cutoffs"]["link"]:
            rivals = [self._fit(key, entry) for entry in self.of_kind(chosen.kind, chosen.plan) if entry != chosen]
            rival = max(rivals, key=lambda other: other.rank, default=None)
            if rival is not None and self._is_clean(rival, fit):
                return _open([(chosen.iri, fit.score), (rival.entry.iri, rival.score)], "number-title-conflict")
        differs = fit.score < rules()["cutoffs"]["link"] and not fit.inside
        return _linked(chosen, fit.score, how, differs=differs or fit.how == "goal-text")

    @staticmethod
    def _is_clean(rival: _Fit, chosen: _Fit) -> bool:
        cut = rules()["cutoffs"]
        return rival.score >= cut["link"] or (rival.covers and not chosen.inside and chosen.score < cut["named"])

    def _by_title(self, key: str, kind: Kind, scope: _Scope, problem: Problem | None) -> Resolution:
        cut = rules()["cutoffs"]
        if not key:
            return _open([], problem or "no-match")
        fits = sorted((self._fit(key, entry) for entry in scope.pool), key=lambda fit: (-fit.rank, fit.entry.iri))
        clean = [fit for fit in fits if fit.score >= cut["link"]]
        exact = [fit for fit in clean if fit.score >= _EXACT]
        for same in (exact, clean):
            if len(same) == 1:
                return _of_title(same[0], problem)
        if clean:
            return _open([(fit.entry.iri, fit.score) for fit in clean], "ambiguous")
        elsewhere = [fit for fit in self._elsewhere(key, kind, scope) if fit.score >= cut["link"]]
        if elsewhere:
            why: Problem = "within-unresolved" if scope.problem and not scope.pool else "under-another-parent"
            return _open([(fit.entry.iri, fit.score) for fit in elsewhere], why)
        lead = fits[0].rank - (fits[1].rank if len(fits) > 1 else 0.0) if fits else 0.0
        if fits and kind in rules()["kinds"]["named"] and fits[0].rank >= cut["named"] and lead >= cut["lead"]:
            return _of_title(fits[0], problem)
        near = [(fit.entry.iri, fit.score) for fit in fits or self._elsewhere(key, kind, scope)]
        near = [(iri, score) for iri, score in near if score >= cut["candidate"]]
        return _open(near, problem or ("title-unclear" if near else "no-match"))

    def _elsewhere(self, key: str, kind: Kind, scope: _Scope) -> list[_Fit]:
        inside = {entry.iri for entry in scope.pool}
        return [self._fit(key, entry) for entry in self._of(kind) if entry.iri not in inside]

    # --- whole plans -------------------------------------------------------------------------------------------------

    def _resolve_plan(self, reference: Reference) -> Resolution:
        """A plan or policy by its name, its owner and its years."""
        name = self._names.read(reference.title, owner=reference.owner, edition=reference.number)
        years = known_years(reference.valid_from, reference.valid_until, reference.year) or name.years
        hits: list[tuple[float, Entry, How, str]] = []
        near: list[tuple[str, float]] = []
        for entry in self._of(*_PLAN_KINDS):
            if not entry.titles or not self._may_own(name, entry):
                continue
            scored = [(name.score(form), form, how) for form, how in self._plan_forms[entry.iri]]
            score, form, how = max(scored, key=lambda found: found[0])
            fits = agreement(years, known_years(entry.valid_from, entry.valid_until, entry.year))
            if score >= self._plan_cut(name, entry, fits):
                hits.append((score, entry, how, _edition_fits(name, form, fits)))
            elif score >= rules()["cutoffs"]["candidate"]:
                near.append((entry.iri, score))
        return self._choose_plan(hits, near)

    def _may_own(self, name: PlanName, entry: Entry) -> bool:
        return not name.owner or not entry.owners or name.owner in {self._names.owner_key(o) for o in entry.owners}

    @staticmethod
    def _plan_cut(name: PlanName, entry: Entry, fits: str) -> float:
        sure = bool(name.owner and entry.owners) and fits == "same"
        return float(rules()["plan"]["same_owner_and_years"] if sure else rules()["cutoffs"]["link"])

    def _choose_plan(self, hits: list[tuple[float, Entry, How, str]], near: list[tuple[str, float]]) -> Resolution:
        listed = [(entry.iri, score) for score, entry, _, _ in hits]
        if not hits:
            return _open(near, "title-unclear" if near else "no-match")
        for wanted in ("same", "overlap", "unknown"):
            found = [hit for hit in hits if hit[3] == wanted]
            current = [hit for hit in found if hit[1].replaced_by not in {other[1].iri for other in found}]
            best = max((hit[0] for hit in current), default=0.0)
            top = [hit for hit in current if hit[0] == best]
            if len(top) == 1:
                score, entry, how, _ = top[0]
                differs = score < rules()["cutoffs"]["link"]
                problem: Problem | None = "years-differ" if wanted == "overlap" else None
                return _linked(entry, score, how, differs=differs, problem=problem)
            if top:
                return _open(listed, "ambiguous")
        return _open(listed, "edition-not-named" if any(hit[3] == "silent" for hit in hits) else "other-edition")


def _edition_fits(name: PlanName, form: PlanName, years: str) -> str:
    """``years`` corrected by the edition: another one is another plan, an unnamed one needs the same years."""
    if form.edition is None or (years == "same" and name.edition is None):
        return years
    if name.edition is None:
        return "silent"
    return years if name.edition == form.edition else "other"


def _linked(entry: Entry, score: float, how: How, *, differs: bool, problem: Problem | None = None) -> Resolution:
    title = entry.titles[0] if entry.titles else ""
    return Resolution(entry.iri, round(score, 1), how, differs, title, (), problem)


def _of_title(fit: _Fit, problem: Problem | None) -> Resolution:
    near = fit.score < rules()["cutoffs"]["link"] and not fit.inside
    return _linked(fit.entry, fit.score, fit.how, differs=near or fit.how == "goal-text", problem=problem)


def _open(candidates: Sequence[tuple[str, float]], problem: Problem) -> Resolution:
    """Nothing is linked: the candidates, best first, and why."""
    ordered = sorted({iri: round(score, 1) for iri, score in candidates}.items(), key=lambda pair: (-pair[1], pair[0]))
    top = tuple(ordered[: rules()["cutoffs"]["candidates"]])
    return Resolution(None, top[0][1] if top else 0.0, None, False, "", top, problem)
