"""The linkage network as JSON: nodes, edges and options as pyvis builds them, and the facts our scripts show.

pyvis only collects nodes, edges and options here; none of its templates, which load from other hosts, is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from plangraph.cautions import cautions
from plangraph.described import Passage
from plangraph.errors import PlanGraphError
from plangraph.missing import missing_hops
from plangraph.namespaces import ID
from plangraph.outputs.check_json import number
from plangraph.outputs.check_words import message, sentence, warning, words
from plangraph.outputs.layout import (
    ASPECT,
    CARD,
    LANE_GAP,
    LANE_PAD,
    MOST_COLUMNS,
    PITCH,
    WIDEST,
    ZIGZAG,
    Tie,
    arrange,
    order,
)
from plangraph.outputs.network_model import PROPOSED, SERIES, NetLink, NetNode, NetworkData, looks
from plangraph.texts import LANGS, sentences
from plangraph.verdicts import Judgement

Json = dict[str, Any]
UI: Final = "ui_"  # sentences of texts/view.toml that begin so are those of the page
_OPTIONS: Final[Json] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "hierarchical": {"enabled": False}},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}}},
    "nodes": {"labelHighlightBold": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "dragNodes": False,
        "multiselect": False,
        "tooltipDelay": 200,
        "zoomSpeed": 0.6,
    },
}
_GEOMETRY: Final[Json] = {
    "card": CARD,
    "widest": WIDEST,
    "zigzag": ZIGZAG,
    "pitch": PITCH,
    "pad": LANE_PAD,
    "gap": LANE_GAP,
    "aspect": ASPECT,
    "columns": MOST_COLUMNS,
}
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class ViewExtraMissing(PlanGraphError):
    """pyvis is not installed."""

    def __init__(self) -> None:
        super().__init__(
            th='ภาพเครือข่ายต้องใช้ pyvis โปรดติดตั้งด้วย pip install "plangraph[view]"',
            en='the network needs pyvis; install it with pip install "plangraph[view]"',
        )


def embeddable(payload: Json) -> str:
    """JSON that may stand inside ``<script type="application/json">``: nothing in it can end that element."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return "".join(_ESCAPED.get(char, char) for char in text)


def payload(data: NetworkData, lang: str) -> Json:
    """Everything the scripts need, ready for ``embeddable``."""
    passages = _Passages()
    drawn = _pyvis(data)
    rows = {node["id"]: at for at, node in enumerate(drawn["nodes"])}
    return {
        "lang": lang,
        "base": ID,
        "view": data.view,
        "focus": _short(data.focus) if data.focus in data.nodes else None,
        "title": data.title,
        "texts": {each: _ui(each) for each in LANGS},
        "looks": {key: looks()[key] for key in ("lanes", "kinds", "bases", "dashes", "marks")},
        "geometry": _GEOMETRY,
        "nodes": drawn["nodes"],
        "edges": drawn["edges"],
        "options": drawn["options"],
        "facts": {_short(iri): _facts(data, node, rows, passages) for iri, node in data.nodes.items()},
        "links": [_link(link, passages) for link in data.links],
        "folded": sorted(_short(iri) for iri in data.folded),
        "years": list(data.years),
        "documents": data.documents,
        "passages": passages.rows,
    }


class _Passages:
    """Every passage once."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, int, str]] = []
        self._known: dict[Passage, int] = {}

    def add(self, passages: Iterable[Passage]) -> list[int]:
        """The places of some passages in ``rows``."""
        return [self._place(passage) for passage in passages]

    def _place(self, passage: Passage) -> int:
        if passage not in self._known:
            self._known[passage] = len(self.rows)
            self.rows.append((passage.document, passage.first_line, passage.last_line, passage.text))
        return self._known[passage]


def _short(iri: str | None) -> str:
    """An IRI of ours as the page names it: without the namespace of the data."""
    return (iri or "").removeprefix(ID)


def _ui(lang: str) -> dict[str, str]:
    texts = {key: text[lang] for key, text in sentences("view").items()}
    ui = {key.removeprefix(UI): text for key, text in texts.items() if key.startswith(UI)}
    check = {key: text[lang] for key, text in sentences("check").items()}
    for verdict in looks()["marks"]:
        ui[f"verdict_{verdict}"] = check[verdict]
    return ui


# --- what pyvis builds -----------------------------------------------------------------------------------------------


def _pyvis(data: NetworkData) -> Json:
    try:
        from pyvis.edge import Edge
        from pyvis.network import Network
    except ModuleNotFoundError as missing:
        raise ViewExtraMissing from missing
    kinds = looks()["kinds"]
    slots = order([node.slot for node in data.nodes.values()], _ties(data.links))
    shown = data.first_sight()
    places = arrange([slot for slot in slots if slot.id in shown]).places
    net = Network(directed=True)
    for slot in slots:
        node = data.nodes[slot.id]
        look = kinds.get(node.kind, kinds["other"])
        at = places.get(slot.id)
        where: Json = {"x": at[0], "y": at[1]} if at else {"hidden": True}
        net.add_node(_short(node.id), label=node.label or node.id, shape=look["shape"], color=look["color"],
                     level=slot.band, lane=slot.lane, **where)  # fmt: skip
    for link in data.links:
        # Network.add_edge asks for the list of all nodes twice for every edge
        net.edges.append(Edge(_short(link.source), _short(link.target), directed=True, **_line(link)).options)
    return {"nodes": net.nodes, "edges": net.edges, "options": _OPTIONS}


def _ties(links: Iterable[NetLink]) -> list[Tie]:
    """What stands under what: parts most of all, then strong links; a link of the whole plan hardly, a proposal not."""
    return [Tie(link.source, link.target, weight) for link in links if (weight := _weight(link))]


def _weight(link: NetLink) -> float:
    best = link.ways[0]
    if best.basis in (PROPOSED, SERIES):
        return 0.0
    if link.part:
        return 3.0
    return 2.0 if best.strong else 0.2 if best.basis == "planWide" else 1.0


def _line(link: NetLink) -> Json:
    look, best = looks()["bases"][link.ways[0].basis], link.ways[0]
    dashes = looks()["dashes"][best.basis if best.basis in (PROPOSED, SERIES) else "strong" if best.strong else "weak"]
    return {"color": look["color"], "width": look["width"], "dashes": dashes or False}


# --- facts -----------------------------------------------------------------------------------------------------------


def _facts(data: NetworkData, node: NetNode, rows: Mapping[str, int], passages: _Passages) -> Json:
    """What the panel says of a node; empty facts are left out."""
    strong, weak = data.served.get(node.id, ((), ()))
    facts: Json = {
        "kind": node.kind,
        "level": node.level,
        "plan": _short(node.plan),
        "number": node.number,
        "year": node.year,
        "baht": number(node.baht),
        "office": node.responsible,
        "passages": passages.add(node.passages),
        "figures": [_figure(baht, origin, where, passages) for baht, origin, where in node.figures],
        "strong": [rows[_short(iri)] for iri in strong if _short(iri) in rows],
        "weak": [rows[_short(iri)] for iri in weak if _short(iri) in rows],
    }
    if (judgement := data.judgements.get(node.id)) is not None:
        facts |= _verdict(judgement, data)
    return {key: value for key, value in facts.items() if value not in (None, "", [], {})}


def _figure(baht: Decimal, origin: str, where: Passage | None, passages: _Passages) -> Json:
    return {"baht": number(baht), "from": origin, "passage": passages.add([where])[0] if where else None}


def _verdict(judgement: Judgement, data: NetworkData) -> Json:
    """The verdict, the chains as rows of ``links``, what is missing, and the sentence that would mend it."""
    gaps = missing_hops(judgement)
    places = {(link.source, link.target): at for at, link in enumerate(data.links) if link.ways[0].basis != PROPOSED}
    hops = [[(hop.source.id, hop.target.id) for hop in chain.hops] for chain in judgement.chains]
    return {
        "verdict": judgement.verdict,
        "chains": [[places[pair] for pair in chain] for chain in hops if all(pair in places for pair in chain)],
        "missing": {each: [message(gap, words(each)) for gap in gaps] for each in LANGS} if gaps else {},
        "mend": {each: sentence(judgement, words(each)) for each in LANGS} if gaps else {},
        "warnings": {each: [warning(caution, words(each)) for caution in cautions(judgement)] for each in LANGS},
    }


def _link(link: NetLink, passages: _Passages) -> Json:
    found: Json = {"from": _short(link.source), "to": _short(link.target), "ways": []}
    if link.part:
        found["part"] = True
    for way in link.ways:
        entry: Json = {
            "basis": way.basis,
            "strong": way.strong,
            "passages": passages.add(way.account.passages),
            "verification": way.verification,
            "caveats": list(way.account.caveats),
            "score": number(way.score),
            "because": list(way.because),
        }
        found["ways"].append({key: value for key, value in entry.items() if value not in (None, [], False)})
    return found
