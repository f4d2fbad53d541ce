"""The forms of a project as files to keep."""

from __future__ import annotations

import importlib.util
import re
import threading
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import Response

from plangraph.exporting.as_pdf import find_program
from plangraph.exporting.errors import ExportError
from plangraph.exporting.formats import EXTRAS, make_form, print_form
from plangraph.exporting.notes import Printing
from plangraph.namespaces import ID
from plangraph.web.downloads import XLSX
from plangraph.web.pages.errors import is_iri
from plangraph.web.render import Words, language_of, page

if TYPE_CHECKING:
    from starlette.requests import Request

    from plangraph.web.site import Site

NAMES: Final = ("annex", "brief", "xyz")
KINDS: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": XLSX,
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
}
OFFERED: Final = (".docx", ".html", ".pdf")
NAME_LENGTH: Final = 80  # characters of a file name before its ending
PATIENCE: Final = 20.0  # seconds a request waits for the printing of another
_printer = threading.BoundedSemaphore(1)  # a browser takes much memory: one prints at a time


def _failed(request: Request, message: str, status: int) -> Response:
    return page(request, "form_error.html", status=status, message=message)


def endings() -> tuple[str, ...]:
    """The formats this machine can write."""
    return tuple(ending for ending in OFFERED if _can_write(ending))


def _can_write(ending: str) -> bool:
    if ending == ".pdf":
        try:
            return bool(find_program())
        except ExportError:
            return False
    return ending not in EXTRAS or importlib.util.find_spec(EXTRAS[ending][0]) is not None


def form_file(request: Request) -> Response:
    """``/forms/annex.docx?project=lampang-…/project/1.2.1.1``, ``&digits=thai`` for Thai digits."""
    site: Site = request.app.state.site
    lang = language_of(request)
    say = Words(lang)
    name, ending = _parts(request.path_params["file"])
    iri = ID + request.query_params.get("project", "")
    judgement = site.judgement(iri, lang) if name in NAMES and ending in KINDS and is_iri(iri) else None
    if judgement is None:
        return _failed(request, say("form_unknown"), 404)
    if not _printer.acquire(timeout=PATIENCE):
        return _failed(request, say("form_busy"), 503)
    try:
        form = make_form(site.store, name, iri, lang=lang)
        content = print_form(form, ending, Printing(lang, request.query_params.get("digits") == "thai"))
    except ExportError as error:
        return _failed(request, error.th if lang == "th" else error.en, 501)
    finally:
        _printer.release()
    headers = {"Content-Disposition": disposition(f"{name} {judgement.project.name}", name, ending)}
    return Response(content, media_type=KINDS[ending], headers=headers)


def _parts(file: str) -> tuple[str, str]:
    path = PurePosixPath(file)
    return path.stem, path.suffix


def disposition(title: str, plain: str, ending: str) -> str:
    """A file to keep under a Thai name, and a plain one for programs that read none; both safe as file names."""
    safe = " ".join(re.sub(r"[^\w\s().\u0e00-\u0e7f-]", " ", title).split())[:NAME_LENGTH].strip(". ") or plain
    return f"attachment; filename=\"{plain}{ending}\"; filename*=UTF-8''{quote(safe + ending, safe='')}"
