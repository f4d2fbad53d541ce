"""Drafts in YAML: a mapping of the ten fields, a list of such mappings, or one under ``drafts:``.

Values are taken as they are typed: no dates, no octal numbers, no tags; aliases are refused, for they can multiply.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plangraph.document import read_source
from plangraph.drafts.gather import Gathering
from plangraph.drafts.model import BadDraft, Draft, FormField, Place, by_key, form, label_cell, template_mark
from plangraph.drafts.needs import office

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

VERSION: Final = "version"
MANY: Final = "drafts"
DEEPEST: Final = 50


def read_yaml(path: Path) -> list[Draft]:
    """The drafts of a YAML file."""
    yaml = office("yaml")
    text = "\n".join(read_source(path).lines)
    try:
        _check_events(path, yaml, text)
        node: Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise BadDraft(path, "bad_yaml", place=Place("line", line)) from error
    return [_draft(path, yaml, mapping) for mapping in _mappings(path, yaml, node)]


def _check_events(path: Path, yaml: Any, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        place = Place("line", event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            raise BadDraft(path, "yaml_alias", place=place)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise BadDraft(path, "bad_yaml", place=place)


def _mappings(path: Path, yaml: Any, node: Node | None) -> Iterator[MappingNode]:
    if isinstance(node, yaml.MappingNode):
        pairs = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        _check_version(path, yaml, pairs.get(VERSION))
        if MANY in pairs:
            node = pairs[MANY]
    rows = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for row in rows:
        if not isinstance(row, yaml.MappingNode):
            raise BadDraft(path, "no_form")
        yield row


def _check_version(path: Path, yaml: Any, node: Node | None) -> None:
    if node is None:
        return
    said = node.value if isinstance(node, yaml.ScalarNode) else ""
    if said not in {str(form()["version"]), template_mark()}:
        raise BadDraft(path, "other_version", found=said or "?", wanted=template_mark())


def _draft(path: Path, yaml: Any, mapping: MappingNode) -> Draft:
    draft = Gathering(Place("line", mapping.start_mark.line + 1))
    for key, value in mapping.value:
        if isinstance(key, yaml.ScalarNode) and key.value in {VERSION, MANY}:
            continue
        field = _field(key.value) if isinstance(key, yaml.ScalarNode) else None
        if field is None:
            known = ", ".join(by_key())
            raise BadDraft(
                path, "unknown_key", place=Place("line", key.start_mark.line + 1), name=key.value, known=known
            )
        for text, line in _texts(path, yaml, value):
            draft.add(field.key, text, Place("line", line))
    return draft.finish(path)


def _field(key: str) -> FormField | None:
    return by_key().get(key) or label_cell(key)


def _texts(path: Path, yaml: Any, node: Node) -> Iterator[tuple[str, int]]:
    """A scalar, or the scalars of a list, each with its line; a null is no text."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        yield ("" if node.tag == "tag:yaml.org,2002:null" else node.value), line
    elif isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        for item in node.value:
            yield item.value, item.start_mark.line + 1
    else:
        raise BadDraft(path, "nested_yaml", place=Place("line", line))
