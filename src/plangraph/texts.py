"""The sentences people read, in Thai and English: data files under ``texts/``, one per subject.

A file holds one table per sentence::

    [store_opened]
    th = "ตอบจากกราฟ {folder}"
    en = "answering from {folder}"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, cast

from plangraph.errors import TextMissing
from plangraph.resources import package_file

Lang = Literal["th", "en"]
LANGS: Final[tuple[Lang, ...]] = ("th", "en")

Sentences = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=32)
def sentences(name: str) -> Sentences:
    """All sentences of ``texts/<name>.toml``: key, then language."""
    text = package_file("texts", f"{name}.toml").read_text(encoding="utf-8")
    return cast("Sentences", tomllib.loads(text))


class Texts:
    """The sentences of one file in one language: ``Texts("read", "th")("unread_share", share="0.3")``."""

    def __init__(self, name: str, lang: Lang) -> None:
        self.name, self.lang = name, lang
        self._sentences = sentences(name)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its values filled in.

        ``TextMissing`` when the file has no such key in this language, or the sentence wants a value not given.
        """
        try:
            return self._sentences[key][self.lang].format(**values)
        except KeyError as missing:
            raise TextMissing(self.name, key, self.lang, str(missing)) from missing
