"""Footnotes of a form as text: numbered once, short, Thai digits on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from plangraph.exporting.form import Form, Phrase, Source
from plangraph.exporting.safe import printable
from plangraph.texts import Lang, Texts
from plangraph.thai_text import mask_tags, normalize, to_thai_digits

QUOTE: Final = 90  # characters of a quote in a footnote; the whole quote is in the workbook's list of sources


@dataclass(frozen=True, slots=True)
class Printing:
    """How a form is printed."""

    lang: Lang = "th"
    thai_digits: bool = False

    @property
    def text(self) -> Callable[[str], str]:
        """Makes any text of the form printable, in the digits asked for."""
        return (lambda text: to_thai_digits(printable(text))) if self.thai_digits else printable


class Notes:
    """The footnotes of one form."""

    def __init__(self, form: Form, how: Printing) -> None:
        self.say = Texts("export", how.lang)
        self.sources = form.sources()
        self.text = how.text
        self._numbers = {source: number for number, source in enumerate(self.sources, start=1)}

    def of(self, phrase: Phrase) -> list[int]:
        """The numbers of a phrase's sources."""
        return [self._numbers[source] for source in phrase.sources]

    def shown(self, phrase: Phrase) -> str:
        """The text of a phrase; what only the whole plan claims says so."""
        return self.text(phrase.text) + (self.text(self.say("weak_mark")) if phrase.kind == "weak" else "")

    def note(self, number: int) -> str:
        """The text of one footnote; a document named by the one before is not named again."""
        source = self.sources[number - 1]
        same = number > 1 and self.sources[number - 2].document == source.document
        document = self.say("same_document") if same else source.document
        text = self.say(
            "footnote",
            document=document,
            lines=source.lines,
            basis=self.basis(source),
            quote=self._quote(source),
            remark=self.say("remark", remark=source.remark) if source.remark else "",
        )
        return self.text(text)

    def basis(self, source: Source) -> str:
        """The basis of a source, in words."""
        return self.say(f"basis_{source.basis}")

    def _quote(self, source: Source) -> str:
        if source.basis in ("official", "confirmed"):  # rows of our own files, which nobody would read here
            return ""
        text = normalize(mask_tags(source.passage.text))
        return self.say("footnote_quote", quote=text if len(text) <= QUOTE else text[:QUOTE].rstrip() + "…")
