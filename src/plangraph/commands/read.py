"""``plangraph read``: read one document and account for every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from plangraph.records import PlanDocument

TUPLES: Final = (
    *("outline", "sections", "prose", "visions", "missions", "claims", "foreign", "components", "needs", "swot"),
    *("tables", "facts", "guidelines", "briefs", "crosswalk", "results"),
)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the lines of a document; every line is counted once."""

    document: PlanDocument
    fates: Counter[str]

    @classmethod
    def of(cls, document: PlanDocument) -> Account:
        return cls(document, Counter(fate.value for fate in document.fates))

    @property
    def unread(self) -> list[int]:
        """Numbers of the lines that fit nothing."""
        return [number for number, fate in enumerate(self.document.fates, start=1) if fate.value == "unread"]

    @property
    def ignored(self) -> dict[str, int]:
        """How many lines each reason ignores."""
        return {reason: len(lines) for reason, lines in sorted(self.document.ignored.items())}

    @property
    def records(self) -> dict[str, int]:
        """How many records of each kind were read."""
        document = self.document
        strategies = [strategy for guideline in document.guidelines for strategy in guideline.strategies]
        return {kind: len(getattr(document, kind)) for kind in TUPLES} | {
            "strategies": len(strategies),
            "goals": sum(len(guideline.goals) for guideline in document.guidelines),
            "indicators": sum(len(guideline.indicators) for guideline in document.guidelines),
            "project_rows": sum(len(strategy.rows) for strategy in strategies),
        }

    def as_json(self) -> dict[str, object]:
        """The contract of ``read --format json``."""
        return {
            "document": self.document.id,
            "family": self.document.family,
            "lines": len(self.document.lines),
            "blank": self.fates["blank"],
            "read": self.fates["read"],
            "prose": self.fates["prose"],
            "ignored": self.ignored,
            "unread": self.unread,
            "records": self.records,
        }

    def as_text(self, lang: Lang) -> Iterator[str]:
        """The account as lines for people."""
        say, document = Texts("read", lang), self.document
        filled = len(document.lines) - self.fates["blank"]
        yield document.identity.title
        yield say("document", **(self.as_json() | {"unread": "", "records": "", "ignored": ""}))
        yield say("shares", filled=filled)
        for fate in ("read", "prose", "ignored", "unread"):
            count = self.fates[fate]
            yield "  " + say("share", name=say(f"fate_{fate}"), lines=count, share=100 * count / max(filled, 1))
            if fate == "ignored":
                yield from ("    " + say("reason", reason=reason, lines=n) for reason, n in self.ignored.items())
        yield say("records")
        yield from (f"  {say(kind)} {count:,}" for kind, count in self.records.items() if count)
        yield from self._gaps(say)
        yield from self._unread(say)

    def _gaps(self, say: Texts) -> Iterator[str]:
        if self.document.warnings:
            yield say("gaps")
        for gap in self.document.warnings:
            message = gap.message_th if say.lang == "th" else gap.message_en
            yield "  " + (say("at_line", line=gap.line, message=message) if gap.line else message)

    def _unread(self, say: Texts) -> Iterator[str]:
        lines = self.unread
        yield say("unread" if lines else "all_read")
        yield from (f"  {number}: {self.document.lines[number - 1].strip()}" for number in lines)


@common.command(
    "read",
    th="อ่านเอกสารแผนหนึ่งฉบับ แล้วบอกว่าแต่ละบรรทัดอ่านเป็นข้อมูล เป็นความเรียง ข้าม หรืออ่านไม่ได้",
    en="Read one plan and say what became of its lines: read as data, running text, ignored or unread.",
)
@click.argument("file", metavar="FILE", type=click.Path(readable=False, path_type=Path))
@common.format_option("table", "json")
@common.lang_option
def command(file: Path, form: str, lang: Lang) -> None:
    """Print the account of one document."""
    from plangraph.places import province_slugs
    from plangraph.sources import read_plan

    account = Account.of(read_plan(file, slugs=province_slugs()))
    if form == "json":
        common.emit_json(account.as_json())
        return
    for line in account.as_text(lang):
        click.echo(common.printable(line))
