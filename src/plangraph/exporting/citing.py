"""The sources of phrases, read from the graph: evidence of elements, of links, of hops of a chain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from plangraph.described import DOCUMENTS, Passage, describe, fetch_passages, first, label_of, select_for, text_of
from plangraph.exporting.form import Source
from plangraph.namespaces import PG
from plangraph.store import GraphStore
from plangraph.texts import Lang, Texts
from plangraph.thai_text import mask_tags, normalize
from plangraph.verdicts import Account, Hop, fetch_accounts

READ: Final = "read"  # the document says it of the thing itself

_LINKS: Final = """PREFIX pg: <https://w3id.org/plangraph/ontology#>
SELECT ?from ?to ?alignment ?basis WHERE { %s ?alignment pg:from ?from ; pg:to ?to ; pg:relation ?relation ;
  pg:basis ?basis }"""
_CONFIRMED: Final = ("sssom:reviewer_label", "sssom:mapping_date", "rdfs:comment")


class Citer:
    """Makes sources; the names of documents are read once."""

    def __init__(self, store: GraphStore, lang: Lang = "th") -> None:
        self.store, self.lang = store, lang
        self.say = Texts("export", lang)
        self._names: dict[str, str] = {}

    def source(self, passage: Passage, basis: str, remark: str = "") -> Source:
        """One passage as a source."""
        return Source(self._name(passage.document), passage, basis, remark)

    def of_elements(self, iris: Iterable[str]) -> dict[str, tuple[Source, ...]]:
        """What each element rests on itself: the places where the document says it."""
        wanted = sorted(set(iris))
        passages = fetch_passages(self.store, describe(self.store, wanted, ("pg:evidence",)))
        return {iri: tuple(self.source(each, READ) for each in passages.get(iri, ())) for iri in wanted}

    def of_hop(self, hop: Hop) -> tuple[Source, ...]:
        """What a hop rests on: the first place that says it, and who confirmed it."""
        if hop.passage is None:
            return ()
        remark = self._remark(hop.account, hop.way.basis, hop.way.alignment, hop.target.label)
        return (self.source(hop.passage, hop.way.basis, remark),)

    def of_links(self, starts: Iterable[str]) -> dict[tuple[str, str], tuple[Source, ...]]:
        """What every asserted link from ``starts`` rests on, by its two ends."""
        rows = list(select_for(self.store, _LINKS, "from", starts))
        bases = {text_of(row["alignment"]): text_of(row["basis"]).removeprefix(PG) for row in rows}
        accounts = fetch_accounts(self.store, bases)
        found: dict[tuple[str, str], list[Source]] = {}
        for row in rows:
            alignment = text_of(row["alignment"])
            account = accounts[alignment]
            for passage in account.passages:
                source = self.source(passage, bases[alignment], self._remark(account, bases[alignment], alignment))
                found.setdefault((text_of(row["from"]), text_of(row["to"])), []).append(source)
        return {ends: tuple(dict.fromkeys(sorted(sources, key=_order))) for ends, sources in found.items()}

    def _remark(self, account: Account, basis: str, alignment: str, target: str = "") -> str:
        remarks = [self.say("printed_as", title=title) for title in account.printed_titles]
        if "agencyMission" in account.caveats:
            remarks.append(self.say("agency_mission", target=target))
        if basis == "confirmed":
            facts = describe(self.store, [alignment], _CONFIRMED).get(alignment, {})
            who, when, why = (first(facts, name) or "" for name in _CONFIRMED)
            remarks.append(
                self.say("confirmed_by", who=who, when=thai_date(when) if self.lang == "th" else when, why=why)
            )
        return " · ".join(remarks)

    def _name(self, document: str) -> str:
        if document not in self._names:
            iri = DOCUMENTS + document
            facts = describe(self.store, [iri], ("rdfs:label",)).get(iri, {})
            name = (label_of(facts, self.lang) or document).partition(":")[0]
            self._names[document] = self.say("reference", name=name) if document.startswith("reference/") else name
        return self._names[document]


def _order(source: Source) -> tuple[Passage, str]:
    return (source.passage, source.basis)


def thai_date(iso: str) -> str:
    """``2026-05-31`` as 31/5/2569; anything else as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal()):
        return iso
    return f"{int(day)}/{int(month)}/{int(year) + 543}"


def said(source: Source, citer: Citer) -> str:
    """What a source says, to be read in a form: its quote, or what stands for a row of our own files."""
    if source.basis == "confirmed":
        return source.remark
    if source.basis == "official":
        return citer.say("basis_official")
    return citer.say("quoted", text=normalize(mask_tags(source.passage.text)))
