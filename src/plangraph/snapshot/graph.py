"""A snapshot that is open: its terms, nodes, links and facts by place and by IRI."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from plangraph.described import DOCUMENTS, Passage, Properties
from plangraph.links import Link, Node, Way
from plangraph.snapshot.columns import Array, Column, Columns, Row
from plangraph.snapshot.terms import term_of, text_of_token, token_of

Step = tuple[int, int, bool]  # target, edge, strong
KEPT = 50_000  # nodes and links kept ready in memory
COUNTS, WHOLE, STOPS = 1, 2, 4  # what a node is to chains: flags of the column ``node_ends``
NEAR = 64  # while more terms than these come into question, the one in the middle is worth remembering


class Snapshot:
    """The columns of one snapshot. Nothing is read before it is asked for.

    Any number of threads may ask. What is kept is only ever added or dropped as a whole, and what a thread found it
    hands on itself, so that nobody misses what another one drops.
    """

    def __init__(self, folder: Path) -> None:
        self.columns = Columns(folder)
        self.facts = self.columns.facts
        self._tokens, self._starts = self.columns["terms"], self.columns["term_start"]
        self._bucket_starts, self._bucket_nodes = self.columns["bucket_start"], self.columns["bucket_node"]
        self._node_terms = self.columns["node_term"]
        self._steps: dict[int, tuple[Step, ...]] = {}
        self._nodes: dict[str, dict[int, Node]] = {}  # by language
        self._pivots: dict[int, bytes] = {}
        self._texts: dict[int, str] = {}

    # --- terms -------------------------------------------------------------------------------------------------------

    def token(self, term: int) -> bytes:
        """The token of a term."""
        return self._tokens.text(*self._starts.pair(term))

    def text(self, term: int) -> str:
        """The IRI or the text of a term; "" for -1."""
        return text_of_token(self._tokens.text(*self._starts.pair(term))) if term >= 0 else ""

    def term(self, iri: str) -> int | None:
        """The place of an IRI among the terms."""
        node = self.node(iri)
        return self._node_terms.at(node) if node is not None else self.term_of_token(token_of(iri))

    def term_of_token(self, wanted: bytes) -> int | None:
        """The place of a token among the terms."""
        pivots = self._pivots
        low, high = 0, len(self.columns["term_start"]) - 1
        while low < high:
            middle = (low + high) // 2
            found_there = pivots.get(middle) or self.token(middle)
            if high - low > NEAR:
                pivots[middle] = found_there
            if found_there < wanted:
                low = middle + 1
            else:
                high = middle
        found = low < len(self.columns["term_start"]) - 1 and self.token(low) == wanted
        return low if found else None

    def node(self, iri: str) -> int | None:
        """The place of an IRI among the nodes."""
        token, starts = token_of(iri), self._bucket_starts
        bucket = zlib.crc32(token) & (len(starts) - 2)
        for place in range(starts.at(bucket), starts.at(bucket + 1)):
            node = self._bucket_nodes.at(place)
            if self.token(self._node_terms.at(node)) == token:
                return node
        return None

    def iri(self, node: int) -> str:
        """The IRI of a node."""
        return self.text(self._node_terms.at(node))

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.columns["node_term"])

    # --- nodes -------------------------------------------------------------------------------------------------------

    def named(self, node: int, lang: str) -> Node:
        """A node as answers show it."""
        known = self._nodes.setdefault(lang, {})
        found = known.get(node)
        if found is None:
            if len(known) > KEPT:
                known.clear()
            found = known[node] = self._read_node(node, lang)
        return found

    def _read_node(self, node: int, lang: str) -> Node:
        term, kind, level, plan, number, code, label_th, label_en = self._of_node.at(node)
        iri, label = self.text(term), label_en if lang == "en" else label_th
        return Node(
            id=iri,
            label=(self.text(label) if label >= 0 else "") or iri,
            kind=self.facts["kinds"][kind],
            level=level or None,
            plan=self._known(self._node_terms.at(plan)) if plan >= 0 else None,
            number=number if number >= 0 else None,
            code=self.text(code) if code >= 0 else None,
        )

    @cached_property
    def _of_node(self) -> Row:
        names = ("term", "kind", "level", "plan", "number", "code", "label_th", "label_en")
        return self.columns.row(*(f"node_{name}" for name in names))

    def _known(self, term: int) -> str:
        """The text of a term that many things have in common."""
        known = self._texts.get(term)
        if known is None:
            if len(self._texts) > KEPT:
                self._texts.clear()
            known = self._texts[term] = self.text(term)
        return known

    @cached_property
    def ends(self) -> tuple[Array, Array, Array]:
        """Whether a node is an end that counts, the National Strategy as a whole, a place where chains stop."""
        flags = self.columns["node_ends"].all()
        strong, weak, stops = ((flags & flag).astype(bool) for flag in (COUNTS, WHOLE, STOPS))
        return strong, weak, stops

    def end(self, node: int, *flags: int) -> bool:
        """Whether a node is any of these: ``COUNTS``, ``WHOLE``, ``STOPS``."""
        return bool(self._ends.at(node) & sum(flags))

    @cached_property
    def _ends(self) -> Column:
        return self.columns["node_ends"]

    # --- links -------------------------------------------------------------------------------------------------------

    def steps(self, node: int) -> tuple[Step, ...]:
        """The links of a node, by target."""
        known = self._steps.get(node)
        if known is None:
            if len(self._steps) > KEPT:
                self._steps.clear()
            known = self._steps[node] = self.read_steps(node)
        return known

    def read_steps(self, node: int) -> tuple[Step, ...]:
        """The links of a node that nobody asks for again."""
        starts, targets, strong = self._out
        return tuple([(targets.at(edge), edge, bool(strong.at(edge))) for edge in range(*starts.pair(node))])

    @cached_property
    def _out(self) -> tuple[Column, Column, Column]:
        return self.columns["out_start"], self.columns["edge_target"], self.columns["edge_strong"]

    def link(self, edge: int, lang: str = "th") -> tuple[Link, Node, Node, tuple[int, ...]]:
        """A link with all its ways, its ends, and the places of the alignments."""
        source, target, named = self._of_edge.at(edge)
        places = range(*self._way_starts.pair(edge))
        ways, alignments = zip(*map(self._way, places), strict=True)
        begin, end = self.named(source, lang), self.named(target, lang)
        return Link(begin.id, end.id, bool(named), ways), begin, end, alignments

    @cached_property
    def _way_starts(self) -> Column:
        return self.columns["way_start"]

    @cached_property
    def _of_edge(self) -> Row:
        return self.columns.row("edge_source", "edge_target", "edge_named")

    def _way(self, way: int) -> tuple[Way, int]:
        """A way with the place of its alignment."""
        alignment, basis, verification, strong = self._of_way.at(way)
        known = self.facts["bases"][basis], self.facts["verifications"][verification]
        return Way(self.text(self._alignment_terms.at(alignment)), *known, bool(strong)), alignment

    @cached_property
    def _alignment_terms(self) -> Column:
        return self.columns["alignment_term"]

    @cached_property
    def _of_way(self) -> Row:
        return self.columns.row("way_alignment", "way_basis", "way_verification", "way_strong")

    def passages(self, alignment: int) -> tuple[Passage, ...]:
        """What an alignment rests on, in the order of the document."""
        starts, places = self._evidence
        return tuple([self.passage(places.at(place)) for place in range(*starts.pair(alignment))])

    @cached_property
    def _evidence(self) -> tuple[Column, Column]:
        return self.columns["evidence_start"], self.columns["evidence_passage"]

    def passage(self, place: int) -> Passage:
        """One passage."""
        document, first, last, text = self._of_passage.at(place)
        return Passage(self._known(document).removeprefix(DOCUMENTS), first, last, self.text(text))

    @cached_property
    def _of_passage(self) -> Row:
        return self.columns.row("passage_document", "passage_first", "passage_last", "passage_text")

    # --- facts -------------------------------------------------------------------------------------------------------

    def described(self, iri: str, only: Iterable[str] = ()) -> Properties:
        """What is said of an IRI by property; ``only`` are the IRIs of the properties wanted, none for all."""
        term = self.term(iri)
        if term is None:
            return {}
        start, stop = self.columns["fact_start"].at(term), self.columns["fact_start"].at(term + 1)
        names: list[str] = self.facts["names"]["fact"]
        wanted = set(only)
        found: Properties = {}
        for name, value in zip(
            self.columns["fact_name"].part(start, stop).tolist(),
            self.columns["fact_value"].part(start, stop).tolist(),
            strict=True,
        ):
            if not wanted or names[name] in wanted:
                found.setdefault(names[name], []).append(term_of(self.token(value)))
        for values in found.values():
            if len(values) > 1:
                values.sort(key=str)
        return found
