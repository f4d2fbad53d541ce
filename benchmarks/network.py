"""How fast the linkage network is first drawn in headless Chromium, beside stock pyvis on the same data.

``python benchmarks/network.py [--strict] [--patience SECONDS]``: one line per measure; with ``--strict`` exit 1 when a
limit is broken. Needs ``plangraph[view]``, playwright and a Chromium (``CHROMIUM`` names it). Stock pyvis is what
``Network.generate_html()`` writes with its defaults, its libraries taken from our copy instead of the net: the time is
until it shows its first picture, and its run is given up after ``--patience`` seconds.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plangraph.described import Passage
from plangraph.opening import open_graph
from plangraph.outputs.network import NetworkData, network, render
from plangraph.outputs.network_model import NetLink, NetNode, NetWay
from plangraph.outputs.network_payload import payload
from plangraph.resources import shipped
from plangraph.verdicts import Account

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPEATS: Final = 5
PATIENCE: Final = 90.0
MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure; ``limit`` is None where we promise nothing."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    more: str = ""

    @property
    def broken(self) -> bool:
        return self.limit is not None and self.value > self.limit

    def __str__(self) -> str:
        promise = f"  limit {self.limit:g} {self.unit}" if self.limit is not None else ""
        return (
            f"{self.name:<52} {self.value:9.2f} {self.unit:<3}{promise}{self.more}{'  BROKEN' if self.broken else ''}"
        )


def crowd(data: NetworkData, shown: int) -> NetworkData:
    """The network of a plan with as many further projects as make ``shown`` nodes visible, nothing folded away.

    Every added project stands under a strategy and names an element of level 1 or 2, with a quote for each link.
    """
    strategies = [iri for iri, node in data.nodes.items() if node.kind == "Strategy" and node.own]
    targets = [iri for iri, node in data.nodes.items() if node.kind in ("Milestone", "MasterPlan", "SubPlan", "Goal")]
    nodes = dict(data.nodes)
    links = list(data.links)
    for at in range(shown - len(data.first_sight())):
        iri = f"https://w3id.org/plangraph/id/crowd/project/{at}"
        words = f"โครงการส่งเสริมและพัฒนาผู้ประกอบการในพื้นที่ ลำดับที่ {at} เพื่อเพิ่มขีดความสามารถในการแข่งขัน"
        quote = Passage("crowd", at + 1, at + 1, f"สอดคล้องกับแผนระดับ ๒ ข้อที่ {at}")
        nodes[iri] = NetNode(
            id=iri, label=words, kind="Project", level=3, own=True, plan=None, number="", year=2570, passages=(quote,)
        )
        for end, basis in (
            (strategies[at % len(strategies)], "positioned"),
            (targets[at * 7 % len(targets)], "stated"),
        ):
            way = NetWay(basis, None, strong=True, account=Account((quote,), (), ()))
            links.append(NetLink(iri, end, basis == "positioned", (way,)))
    return replace(data, nodes=nodes, links=tuple(links))


def first_draw(browser: Browser, html: str) -> float:
    """Seconds from the start of loading to the end of the first drawing, as the page counts them: the median run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.html"
        path.write_text(html, encoding="utf-8")
        times = []
        for _ in range(REPEATS):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_selector(".pg-net[data-drawn]", timeout=60 * MILLISECONDS)
            times.append(int(page.get_attribute(".pg-net", "data-drawn") or 0) / MILLISECONDS)
            page.close()
    return statistics.median(times)


def stock_html(data: NetworkData) -> str:
    """The same visible nodes and links as stock pyvis writes them, with our copy of vis-network for the CDN's."""
    from pyvis.network import Network

    drawn = payload(data, "th")
    on_show = {node["id"] for node in drawn["nodes"] if not node.get("hidden")}
    net = Network(directed=True, cdn_resources="remote")
    for node in drawn["nodes"]:
        if node["id"] in on_show:
            net.add_node(node["id"], label=node["label"], shape=node["shape"], color=node["color"])
    for edge in drawn["edges"]:
        if {edge["from"], edge["to"]} <= on_show:
            net.add_edge(edge["from"], edge["to"])
    html = re.sub(r"<(script|link)[^>]*(src|href)=[^>]*>(</script>)?", "", net.generate_html())
    vis = shipped("viz", "vendor", "vis-network", "vis-network.min.js").read_text(encoding="utf-8")
    ready = "network.once('afterDrawing', () => { document.title = 'drawn ' + Math.round(performance.now()); });"
    html = html.replace("<head>", f"<head><script>{vis}</script>", 1)
    return html.replace("return network;", f"{ready} return network;", 1)


def stock_draw(browser: Browser, html: str, patience: float) -> float | None:
    """Seconds until stock pyvis shows its picture; None when patience runs out."""
    from playwright.sync_api import TimeoutError as PatienceLost

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stock.html"
        path.write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        try:
            page.goto(path.as_uri(), timeout=patience * MILLISECONDS)
            page.wait_for_function("document.title.startsWith('drawn')", timeout=patience * MILLISECONDS)
            return float(page.title().removeprefix("drawn ")) / MILLISECONDS
        except PatienceLost:
            return None
        finally:
            page.close()


def measures(patience: float) -> list[Measure]:
    """Every figure, in the order it is printed."""
    from playwright.sync_api import sync_playwright

    lampang = network(open_graph())
    begun = time.perf_counter()
    page = render(lampang)
    found = [
        Measure("write the Lampang page", time.perf_counter() - begun, "s"),
        Measure("size of the Lampang page", len(page.encode()) / 1e6, "MB", 1.2),
    ]
    with sync_playwright() as playwright:
        program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        cases: list[tuple[str, NetworkData, float | None]] = [
            ("Lampang", lampang, 1.5),
            ("500 nodes", crowd(lampang, 500), None),
            ("2,000 nodes", crowd(lampang, 2000), 5.0),
        ]
        for name, data, limit in cases:
            found.append(Measure(f"first draw, {name}", first_draw(browser, render(data)), "s", limit))
        for name, data, _ in cases:
            seconds = stock_draw(browser, stock_html(data), patience)
            more = "" if seconds is not None else "  given up"
            found.append(Measure(f"stock pyvis, {name}", patience if seconds is None else seconds, "s", more=more))
        browser.close()
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--patience", type=float, default=PATIENCE)
    given: Any = parser.parse_args(arguments)
    found = measures(given.patience)
    for measure in found:
        print(measure, flush=True)
    return 1 if given.strict and any(measure.broken for measure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
