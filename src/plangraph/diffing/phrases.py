"""Sentences of ``texts/diff.toml`` that are filled in when they are read, in either language."""

from __future__ import annotations

from plangraph.texts import Lang, Texts


class Phrase:
    """A sentence with its values; a value may be a phrase itself, and is said in the same language."""

    __slots__ = ("key", "values")

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values

    def say(self, lang: Lang) -> str:
        """The sentence in ``lang``."""
        filled = {name: said(value, lang) for name, value in self.values.items()}
        return " ".join(Texts("diff", lang)(self.key, **filled).split())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted((name, str(value)) for name, value in self.values.items()))))

    def __repr__(self) -> str:
        return f"Phrase({self.key!r}, {self.values!r})"


def said(value: object, lang: Lang) -> object:
    """A value in ``lang``: phrases are said, lists of them joined, everything else stays."""
    if isinstance(value, Phrase):
        return value.say(lang)
    if isinstance(value, tuple):
        return "; ".join(str(said(part, lang)) for part in value)
    return value
