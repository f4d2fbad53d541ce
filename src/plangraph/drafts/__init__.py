"""Draft projects as people type them: Word, Excel on our template, YAML, plain text; a folder or a workbook with many.

Nothing leaves the machine. A file that cannot be read as drafts raises ``DocumentError``, most often ``BadDraft``; what
is missing or malformed in a draft that can be read is a ``Remark`` with its cell, paragraph or line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from plangraph.drafts.excel import read_workbook
from plangraph.drafts.model import BadDraft, Draft, FieldText, FormField, Place, Remark, form_fields, template_mark
from plangraph.drafts.package import MACRO_SUFFIXES, MEGABYTE, check_package, check_size
from plangraph.drafts.plain import read_text
from plangraph.drafts.word import read_word
from plangraph.drafts.yaml_file import read_yaml
from plangraph.errors import FileMissing

__all__ = [
    "BadDraft", "Draft", "FieldText", "FormField", "Place", "Remark", "form_fields", "read_drafts", "template_mark",
]  # fmt: skip

LARGEST_TEXT: Final = 5 * MEGABYTE
_PACKAGES: Final[dict[str, Callable[[Path], list[Draft]]]] = {
    ".docx": read_word, ".dotx": read_word, ".xlsx": read_workbook, ".xltx": read_workbook,
}  # fmt: skip
_TEXTS: Final[dict[str, Callable[[Path], list[Draft]]]] = {
    ".yaml": read_yaml, ".yml": read_yaml, ".txt": read_text, ".md": read_text, ".text": read_text,
}  # fmt: skip
SUFFIXES: Final = (*_PACKAGES, *_TEXTS)


def read_drafts(path: Path) -> list[Draft]:
    """Every draft of a file, or of all files of a folder in the order of their names.

    Hidden files, Word's lock files (``~$…``) and files of other kinds in a folder are left out.
    """
    if not path.exists():
        raise FileMissing(path)
    if not path.is_dir():
        return _of_file(path)
    files = sorted(file for file in path.iterdir() if file.is_file() and _is_draft(file))
    if not files:
        raise BadDraft(path, "empty_folder", suffixes=" ".join(SUFFIXES))
    return [draft for file in files for draft in _of_file(file)]


def _is_draft(file: Path) -> bool:
    known = file.suffix.lower() in {*SUFFIXES, *MACRO_SUFFIXES}
    return known and not file.name.startswith((".", "~$"))


def _of_file(path: Path) -> list[Draft]:
    suffix = path.suffix.lower()
    if suffix in MACRO_SUFFIXES:
        check_package(path)
    if suffix in _TEXTS:
        check_size(path, LARGEST_TEXT)
    reader = _PACKAGES.get(suffix) or _TEXTS.get(suffix)
    if reader is None:
        raise BadDraft(path, "unknown_kind", suffixes=" ".join(SUFFIXES))
    found = reader(path)
    if not found:
        raise BadDraft(path, "no_form")
    return found
