"""Run the SHACL shapes of ``ontology/shapes.ttl`` over a graph and say in both languages what is wrong.

Needs pySHACL, the extra ``plangraph[validate]``, imported on first use. Import this module only to validate: it loads
rdflib.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from plangraph.errors import PlanGraphError
from plangraph.namespaces import ONTOLOGY, PREFIXES, shorten
from plangraph.resources import shipped

SHAPES = "https://w3id.org/plangraph/shapes#"


class ValidatorMissing(PlanGraphError, ImportError):
    """pySHACL is not installed."""

    def __init__(self) -> None:
        super().__init__(
            th="การตรวจข้อมูลต้องใช้ pySHACL โปรดติดตั้งด้วย pip install 'plangraph[validate]'",
            en="validation needs pySHACL; install it with: pip install 'plangraph[validate]'",
        )


@dataclass(frozen=True, slots=True, order=True)
class ShapeViolation:
    """One rule that one node breaks."""

    shape: str  # local name of the shape: "alignment-one-target"
    focus: str  # IRI of the node at fault
    path: str  # IRI of the property at fault; "" for rules about the whole node
    value: str  # the value at fault; "" when something is missing
    th: str
    en: str

    def message(self, lang: str) -> str:
        """The rule and the node in one line: in Thai for ``"th"``, in English for everything else."""
        return f"{shorten(self.focus)}: {self.th if lang == 'th' else self.en}"


def validate(data: str | Graph) -> list[ShapeViolation]:
    """Every violation in ``data`` (N-Triples text or an rdflib graph), sorted by shape and node; none when it conforms.

    Raises ``ValidatorMissing`` without pySHACL. Proposals may be among the data; classes are not inferred.
    """
    shacl = _pyshacl()
    graph = Graph().parse(data=data, format="nt") if isinstance(data, str) else data
    shapes = Graph().parse(shipped("ontology", "shapes.ttl"), format="turtle")
    _, report, _ = shacl.validate(graph, shacl_graph=shapes, inference="none", inplace=True)
    return sorted(set(_violations(report, shapes)))


def _pyshacl() -> Any:
    try:
        return importlib.import_module("pyshacl")
    except ImportError as error:
        raise ValidatorMissing from error


def _violations(report: Graph, shapes: Graph) -> Iterator[ShapeViolation]:
    for result in report.objects(None, _sh("result")):
        focus, path, value = (_text(report, result, name) for name in ("focusNode", "resultPath", "value"))
        if focus == ONTOLOGY and value:  # a rule over the whole graph: its query names the node at fault
            focus = value
        value = "" if value == focus else value
        shape = URIRef(_text(report, result, "sourceShape"))
        texts = _messages(shapes, shape)
        yield ShapeViolation(shape.removeprefix(SHAPES), focus, path, value, th=texts["th"], en=texts["en"])


def _messages(shapes: Graph, shape: Node) -> dict[str | None, str]:
    """The shape's messages by language, from our file: pySHACL's report loses the language of those of a query."""
    holder = shapes.value(shape, _sh("sparql")) or shape
    return {text.language: str(text) for text in shapes.objects(holder, _sh("message")) if isinstance(text, Literal)}


def _text(report: Graph, result: Node, name: str) -> str:
    """The value of one ``sh:`` property, "" without one; a blank node (a property path) says nothing to a reader."""
    found = report.value(result, _sh(name))
    return str(found) if isinstance(found, URIRef | Literal) else ""


def _sh(name: str) -> URIRef:
    return URIRef(PREFIXES["sh"] + name)
