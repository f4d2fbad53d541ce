"""The SPARQL editor: YASGUI before our own endpoint, with our questions as examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plangraph.namespaces import PG, PREFIXES, shorten
from plangraph.queries import Question, load_questions
from plangraph.usage import terms
from plangraph.web.render import language_of, page
from plangraph.web.security import EDITOR_POLICY

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.web.site import Site


def editor_page(request: Request) -> Response:
    """``/editor``; ``?question=NAME`` opens one of our questions, ``?query=TEXT`` any query."""
    lang = language_of(request)
    site: Site = request.app.state.site
    questions = load_questions()
    examples = [
        {"name": each.name, "title": each.title[lang], "topic": each.topic, "text": with_examples(each)}
        for each in questions
    ]
    response = page(
        request,
        "editor.html",
        examples=examples,
        prefixes=PREFIXES,
        terms=site.memory.get("terms", lambda: names(site)),
        styles=["/static/vendor/yasgui/yasgui.min.css", "/static/css/editor.css"],
        scripts=["/static/vendor/yasgui/yasgui.min.js", "/static/js/editor.js"],
    )
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response


def names(site: Site) -> list[str]:
    """The classes and properties of our vocabulary as prefixed names."""
    return sorted({shorten(iri) for iri in terms(site.store) if iri.startswith(PG)})


def with_examples(question: Question) -> str:
    """The text of a question without its header, its parameters bound to their examples in a VALUES block."""
    text = "\n".join(line for line in question.text.splitlines() if not line.startswith("#+"))
    needed = [parameter for parameter in question.parameters if parameter.required]
    if not needed:
        return text.strip()
    names = " ".join(f"?{parameter.name}" for parameter in needed)
    values = " ".join(sparql_term(parameter.kind, parameter.example) for parameter in needed)
    head, brace, rest = text.partition("WHERE {")
    block = f"\n  VALUES ({names}) {{ ({values}) }}"
    return f"{head}{brace}{block}{rest}".strip() if brace else text.strip()


def sparql_term(kind: str, example: str) -> str:
    """An example as a SPARQL term."""
    if kind == "iri":
        return f"<{example}>" if example.startswith(("http:", "https:", "urn:")) else example
    return example if kind in ("integer", "year") else '"' + example.replace("\\", "\\\\").replace('"', '\\"') + '"'
