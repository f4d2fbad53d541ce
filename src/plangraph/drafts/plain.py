"""Drafts in plain text: the ten labels at the heads of lines, or a name and some text without any label."""

from __future__ import annotations

from pathlib import Path

from plangraph.document import read_source
from plangraph.drafts.gather import Gathering
from plangraph.drafts.model import Draft, Place, label_line


def read_text(path: Path) -> list[Draft]:
    """The drafts of a text file; every line that begins with ชื่อโครงการ begins one.

    A file without any label is one draft: its first line the name, the rest its rationale.
    """
    lines = read_source(path).lines
    if not any(label_line(line) for line in lines):
        return [_unlabelled(path, lines)]
    found: list[Gathering] = []
    key = ""
    for number, line in enumerate(lines, start=1):
        place = Place("line", number)
        label = label_line(line)
        if label and (label[0].key == "name" or not found):
            found.append(Gathering(place))
        if label:
            key = label[0].key
            found[-1].add(key, label[1], place)
        elif key and line.strip():
            found[-1].add(key, line, place)
    return [draft.finish(path) for draft in found]


def _unlabelled(path: Path, lines: tuple[str, ...]) -> Draft:
    filled = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    draft = Gathering(Place("line", filled[0][0]))
    draft.add("name", filled[0][1], Place("line", filled[0][0]))
    for number, line in filled[1:]:
        draft.add("rationale", line, Place("line", number))
    return draft.finish(path)
