"""What the plans contradict, by group, with the lines that say so."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

from plangraph.audit.findings import Finding, Severity
from plangraph.audit.pages import fetch_pages
from plangraph.commands.common import csv_text
from plangraph.described import DOCUMENTS
from plangraph.outputs.audit_rows import HEADER, as_json, as_row, fix, line_list, message, quoted
from plangraph.web.downloads import csv_response, json_response
from plangraph.web.render import language_of, page, path_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from plangraph.web.site import Site


OUTPUT: Final = "audit.xlsx"
NOT_HERE: Final = 503


def audit_page(request: Request) -> Response:
    """``/audit?severity=high|medium|low``."""
    site: Site = request.app.state.site
    lang = language_of(request)
    wanted = request.query_params.get("severity")
    severity = Severity(wanted) if wanted in list(Severity) else None
    if not site.audited:
        return _not_here(request, site)
    every = site.findings()
    found = [each for each in every if severity is None or each.severity is severity]
    form = request.query_params.get("format")
    if form == "json":
        return json_response(as_json(found))
    if form == "csv":
        return csv_response(csv_text(HEADER, (as_row(each, lang) for each in found)), "audit.csv")
    groups: dict[str, list[Finding]] = {}
    for each in found:
        groups.setdefault(each.group, []).append(each)
    pages = site.memory.get("pages", lambda: fetch_pages(site.store))
    subjects = {iri: site.node(iri, lang) for each in found for iri in each.subjects[:12]}
    return page(
        request,
        "audit.html",
        groups=groups,
        severity=severity.value if severity else None,
        counts=Counter(each.severity.value for each in every),
        total=len(every),
        message=lambda each: message(each, lang),
        fix=lambda each: fix(each, lang),
        line_list=line_list,
        quoted=lambda each: quoted(each, pages),
        line_at=line_at,
        subjects=subjects,
    )


def _not_here(request: Request, site: Site) -> Response:
    """An audit of many projects is made by a command, not while a page waits; which one is said."""
    projects = len(site.listing(language_of(request)))
    command = ["plangraph", "audit", *(["--store", site.settings.store] if site.settings.store else []), "-o", OUTPUT]
    if request.query_params.get("format") in ("json", "csv"):
        return PlainTextResponse(f"{' '.join(map(quote, command))}\n", NOT_HERE)
    return page(request, "audit_many.html", projects=projects, command=" ".join(map(quote, command)))


def line_at(document: str, line: int) -> str:
    """The address of one line of a document, which goes by its IRI."""
    iri = document if document.startswith(DOCUMENTS) else DOCUMENTS + document
    return f"{path_of(iri)}?lines={line}#L{line}"
