"""The family's labels: compiled once from labels.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from plangraph.thai_text import spaced


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the head of a line."""

    name: str
    number: int | None
    code: str | None
    title: str
    start: int  # offset of the label itself in the text, behind any list number
    title_start: int


@cache
def _data() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    data: dict[str, dict[str, str]] = tomllib.loads(text)
    return data


@cache
def patterns(section: str, *, marked: bool = True) -> dict[str, re.Pattern[str]]:
    """The compiled patterns of one section; with ``marked`` a list number may stand before each."""
    mark = str(_data()["mark"]) if marked else ""
    bodies = {name: spaced(body) for name, body in _data()[section].items()}
    return {name: re.compile(mark + f"(?:{body})" if marked else body) for name, body in bodies.items()}


@cache
def words(section: str) -> dict[str, str]:
    """The plain strings of one section."""
    return dict(_data()[section])


def label(text: str, section: str, names: tuple[str, ...]) -> Label | None:
    """The first of ``names`` whose label the text starts with."""
    for name in names:
        found = patterns(section)[name].match(text)
        if found:
            number, code, title = (group(found, part) for part in ("n", "code", "title"))
            pair = group(found, "pair")
            if pair:
                code = "".join(f"{int(part):02}" for part in pair.split("."))
            title_start = found.start("title") if title is not None else found.end()
            mark = re.match(str(_data()["mark"]), text)
            start = mark.end() if mark else 0
            return Label(name, int(number) if number else None, code, (title or "").strip(), start, title_start)
    return None


def group(found: re.Match[str], name: str) -> str | None:
    """What a group matched, or the group of the same name with a digit behind it; None without either."""
    groups = found.groupdict()
    return next((groups[key] for key in groups if key.rstrip("0123456789") == name and groups[key] is not None), None)
