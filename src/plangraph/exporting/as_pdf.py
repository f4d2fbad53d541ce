"""A form as PDF, printed by the Chromium, Chrome or Edge of this machine: no other way keeps Thai text whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from plangraph.exporting import as_html
from plangraph.exporting.errors import ExportError
from plangraph.exporting.form import Form
from plangraph.exporting.notes import Printing

CHOSEN: Final = "PLANGRAPH_CHROMIUM"  # names the program to print with
NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)
SECONDS: Final = 60
_CLOCK: Final = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")


def find_program() -> str:
    """The browser that prints; ``ExportError`` when this machine has none."""
    if chosen := os.environ.get(CHOSEN):
        return chosen
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for place in PLACES:
        if Path(place).is_file():
            return place
    raise ExportError("no_chromium")


def write(form: Form, how: Printing) -> bytes:
    """The printed pages as the bytes of a ``.pdf`` file; ``ExportError`` when nothing here can print them."""
    program = find_program()
    with tempfile.TemporaryDirectory(prefix="plangraph-") as folder:
        page, printed = Path(folder) / "form.html", Path(folder) / "form.pdf"
        page.write_bytes(as_html.write(form, how))
        _print(program, page, printed, Path(folder) / "profile")
        return _CLOCK.sub(rb"\g<1>19800101000000", printed.read_bytes())


def _print(program: str, page: Path, printed: Path, profile: Path) -> None:
    options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-extensions", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # Chromium's own sandbox refuses to run for root
        options.append("--no-sandbox")
    command = [program, *options, f"--user-data-dir={profile}", f"--print-to-pdf={printed}", page.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # our own page
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ExportError("chromium_failed", program=program, reason=str(error).partition(":")[0]) from error
    if done.returncode != 0 or not printed.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ExportError("chromium_failed", program=program, reason=said[-1] if said else done.returncode)
