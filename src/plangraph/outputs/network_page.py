"""The linkage network as HTML: one offline file, or a piece of a page."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from plangraph.outputs.network_model import NetworkData
from plangraph.outputs.network_payload import ViewExtraMissing, embeddable, payload
from plangraph.resources import shipped
from plangraph.texts import Lang, Texts

VIS: Final = "vendor/vis-network/vis-network.min.js"
STYLES: Final = ("network/network.css",)
SCRIPTS: Final = (
    VIS,
    "network/arrange.js",
    "network/dom.js",
    "network/model.js",
    "network/draw.js",
    "network/export.js",
    "network/panel.js",
    "network/controls.js",
    "network/names.js",
    "network/shell.js",
    "network/link.js",
    "network/hands.js",
    "network/app.js",
)
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page that embeds the network has its own pages; ``{id}``, ``{document}`` and ``{line}`` are filled in.

    ``{id}`` is an IRI without the namespace of the data, percent-encoded but for its slashes.
    """

    element: str = ""  # "/id/{id}"
    line: str = ""  # "/document/{document}#L{line}"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a page. It holds no executable script, no event handler and no style attribute."""

    html: str
    styles: tuple[str, ...]  # files under viz/ the page must link, in this order
    scripts: tuple[str, ...]  # files under viz/ the page must load with defer, in this order


def assets() -> tuple[Path, ...]:
    """The files a fragment needs: styles, then scripts."""
    return tuple(shipped("viz", *name.split("/")) for name in (*STYLES, *SCRIPTS))


def fragment(data: NetworkData, lang: Lang = "th", links: Links | None = None, *, name: str = "network") -> Fragment:
    """The network inside another page; ``name`` must be unique there, and is used for identifiers."""
    html = _template("fragment.html.j2", data=data, lang=lang, links=links or Links(), name=name, page=False)
    return Fragment(html, STYLES, SCRIPTS)


def render(data: NetworkData, lang: Lang = "th") -> str:
    """The network as one HTML file that asks for nothing outside itself: scripts and styles inline, each allowed by
    its hash alone.
    """
    styles = [_source(name) for name in STYLES]
    scripts = [_source(name) for name in SCRIPTS]
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _template(
        "page.html.j2", data=data, lang=lang, links=Links(), name="network", page=True,
        policy=policy, styles=styles, scripts=scripts,
    )  # fmt: skip


def _template(file: str, *, data: NetworkData, lang: Lang, **values: object) -> str:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ModuleNotFoundError as missing:
        raise ViewExtraMissing from missing
    loader = FileSystemLoader(shipped("viz", "network"), encoding="utf-8")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    say = Texts("view", lang)
    return environment.get_template(file).render(
        say=say, lang=lang, title=data.title, json=embeddable(payload(data, lang)), **values
    )


@lru_cache(maxsize=16)
def _source(name: str) -> str:
    text = shipped("viz", *name.split("/")).read_text(encoding="utf-8")
    return _SOURCE_MAP.sub("", text)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
