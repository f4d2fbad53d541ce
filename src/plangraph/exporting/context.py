"""The JSON-LD context, made from the ontology; ``python -m plangraph.exporting.context`` prints it.

It ships as ``data/context.jsonld``, and a test holds the shipped file to what this makes.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from plangraph.namespaces import PG, PREFIXES, expand, shorten
from plangraph.resources import shipped

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
ALSO: Final = {  # terms of other vocabularies that our data use
    "label": "rdfs:label", "altLabel": "skos:altLabel", "description": "dcterms:description",
    "source": "dcterms:source", "comment": "rdfs:comment",
}  # fmt: skip


def make() -> dict[str, Any]:
    """The context as a JSON document."""
    classes, properties, ranges = _ontology()
    terms: dict[str, Any] = dict(sorted(ALSO.items()))
    terms |= {name: f"pg:{name}" for name in sorted(classes)}
    for name, kinds in sorted(properties.items()):
        terms[name] = _meaning(name, kinds, ranges.get(name, set()))
    return {"@context": {**dict(sorted(PREFIXES.items())), **terms}}


def _meaning(name: str, kinds: set[str], ranges: set[str]) -> Any:
    if "ObjectProperty" in kinds:
        return {"@id": f"pg:{name}", "@type": "@id"}
    typed = sorted(shorten(each) for each in ranges)
    if len(typed) == 1 and typed[0].startswith("xsd:") and typed[0] != "xsd:string":
        return {"@id": f"pg:{name}", "@type": typed[0]}
    return f"pg:{name}"


def _ontology() -> tuple[set[str], dict[str, set[str]], dict[str, set[str]]]:
    classes: set[str] = set()
    properties: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for triple in parse(path=str(shipped("ontology", "plangraph.ttl")), format=RdfFormat.TURTLE):
        subject, value = triple.subject, triple.object
        if not (isinstance(subject, NamedNode) and subject.value.startswith(PG)) or isinstance(value, Literal):
            continue
        name = subject.value.removeprefix(PG)
        kind = getattr(value, "value", "").rpartition("#")[2]
        if not NAME.fullmatch(name):
            continue
        if triple.predicate.value == expand("rdf:type"):
            if kind == "Class":
                classes.add(name)
            elif kind.endswith("Property"):
                properties.setdefault(name, set()).add(kind)
        elif triple.predicate.value == expand("rdfs:range"):
            ranges.setdefault(name, set()).add(getattr(value, "value", ""))
    return classes, properties, ranges


def text() -> str:
    """The shipped file."""
    return json.dumps(make(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
