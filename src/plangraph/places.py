"""Latin names of provinces, for the ids of documents: "ลำปาง" is ``lampang``, "สมุทรปราการ" is ``samut-prakan``."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import Literal, RdfFormat, parse

from plangraph import resources
from plangraph.namespaces import expand


@lru_cache(maxsize=1)
def province_slugs() -> dict[str, str]:
    """Thai name to slug, for every province of the shipped reference that has both names."""
    path = resources.shipped("graph", "reference", "provinces.ttl")
    thai: dict[str, str] = {}
    english: dict[str, str] = {}
    for triple in parse(path=str(path), format=RdfFormat.TURTLE):
        if triple.predicate.value == expand("rdfs:label") and isinstance(triple.object, Literal):
            names = english if triple.object.language == "en" else thai
            names[str(triple.subject)] = triple.object.value
    return {name: _slug(english[place]) for place, name in thai.items() if place in english}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")
