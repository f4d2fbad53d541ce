"""A form as one HTML page that prints on A4: footnotes at its end, nothing loaded from anywhere."""

from __future__ import annotations

from html import escape
from typing import Final

from plangraph.exporting.form import Cell, Form, Grid, Line, Phrase
from plangraph.exporting.notes import Notes, Printing
from plangraph.resources import package_file

_PAGE: Final = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>@page {{ size: A4 {orientation}; }}
{style}</style>
</head>
<body class="{classes}">
<main>
<h1>{title}</h1>
{body}
<section class="sources" aria-label="{sources}">
<h2>{sources}</h2>
<ol>
{notes}
</ol>
</section>
</main>
</body>
</html>
"""


def write(form: Form, how: Printing) -> bytes:
    """The page as UTF-8."""
    notes = Notes(form, how)
    body = "\n".join(_grid(block, notes) if isinstance(block, Grid) else _line(block, notes) for block in form.blocks)
    numbered = (escape(notes.note(number)) for number in range(1, len(notes.sources) + 1))
    page = _PAGE.format(
        lang=how.lang,
        title=escape(notes.text(form.title)),
        orientation="landscape" if form.landscape else "portrait",
        style=package_file("data", "form.css").read_text(encoding="utf-8"),
        classes=" ".join(["form", *(["one-page"] if form.one_page else []), *(["thai"] if how.thai_digits else [])]),
        body=body,
        sources=escape(notes.say("sources")),
        notes="\n".join(f'<li id="n{number}">{text}</li>' for number, text in enumerate(numbered, start=1)),
    )
    return page.encode("utf-8")


def _line(line: Line, notes: Notes) -> str:
    tag = {"heading": "h2", "subheading": "h3"}.get(line.style, "p")
    return f'<{tag} class="{line.style} in{line.indent}">{_inside(line, notes)}</{tag}>'


def _grid(grid: Grid, notes: Notes) -> str:
    widths = "".join(f'<col style="width:{100 * share / sum(grid.widths):.1f}%">' for share in grid.widths)
    head = "".join(f'<th scope="col">{escape(notes.text(text))}</th>' for text in grid.header)
    rows = "\n".join("<tr>" + "".join(_cell(cell, notes) for cell in row) + "</tr>" for row in grid.rows)
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _cell(cell: Cell, notes: Notes) -> str:
    return "<td>" + "".join(f'<p class="{line.style}">{_inside(line, notes)}</p>' for line in cell) + "</td>"


def _inside(line: Line, notes: Notes) -> str:
    return "".join(_phrase(phrase, notes) for phrase in line.phrases)


def _phrase(phrase: Phrase, notes: Notes) -> str:
    text = escape(notes.shown(phrase))
    numbers = notes.of(phrase)
    marks = ",".join(f'<a href="#n{number}">{escape(notes.text(str(number)))}</a>' for number in numbers)
    shown = f'<span class="{phrase.kind}">{text}</span>' if phrase.kind in ("absent", "weak") else text
    return shown + (f"<sup>{marks}</sup>" if marks else "")
