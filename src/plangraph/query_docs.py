"""The list of questions in ``docs/queries.md``: ``python -m plangraph.query_docs`` writes it anew in a checkout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from plangraph.queries import Parameter, Question, load_questions
from plangraph.texts import Texts

MARK: Final = "<!-- Below this line: python -m plangraph.query_docs docs/queries.md -->"


def listing() -> str:
    """Every question by topic, in English and Thai, as Markdown."""
    parts = [MARK]
    for topic, questions in groupby(load_questions(), key=lambda question: question.topic):
        parts.append(f"## {Texts('query', 'en')(f'topic_{topic}')} · {Texts('query', 'th')(f'topic_{topic}')}")
        parts.extend("\n\n".join(_section(question)) for question in questions)
    return "\n\n".join(parts) + "\n"


def _section(question: Question) -> Iterator[str]:
    yield f"### `{question.name}`"
    yield f"{question.title['en']}  \n{question.title['th']}"
    if question.note:
        yield f"*{question.note['en']}*  \n*{question.note['th']}*"
    if question.parameters:
        yield "\n".join(_parameter(parameter) for parameter in question.parameters)
    yield "Columns: " + ", ".join(f"`{name}`" for name in question.returns)


def _parameter(parameter: Parameter) -> str:
    must = "required" if parameter.required else "optional"
    help_texts = f"{parameter.help['en']} · {parameter.help['th']}"
    return f"- `{parameter.name}` ({parameter.kind}, {must}): {help_texts}; for example `{parameter.example}`"


def main(path: Path) -> None:
    """Replace the list in the page at ``path``; what stands above the mark stays."""
    above = path.read_text(encoding="utf-8").partition(MARK)[0]
    path.write_text(above + listing(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
