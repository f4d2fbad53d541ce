"""Screenshots of every page in Thai: ``python scripts/screenshots.py FOLDER [--store DIR] [--lang en] [--phone]``.

Starts ``plangraph serve`` on a free port and drives Debian's Chromium through Playwright.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLAN = "lampang-industry-action-plan-2570"
PAGES = {
    "home": "/",
    "search": "/search?q=เติบโตบนคุณภาพชีวิต",
    "strategy": "/id/national-strategy/5",
    "project": f"/id/{PLAN}/project/2.1.2.1",
    "project-weak": f"/id/{PLAN}/project/3.1.1.2",
    "plan": f"/id/{PLAN}",
    "document": f"/id/document/{PLAN}?lines=1346#L1346",
    "coverage": "/coverage",
    "audit": "/audit",
    "questions": "/questions",
    "question": "/questions/budget_by_guideline",
    "ontology": "/ontology",
    "editor": "/editor",
    "not-found": "/id/nothing-of-that-name",
}
DESKTOP, PHONE = (1366, 900), (390, 844)


@contextmanager
def served(store: str | None) -> Iterator[str]:
    """The address of a site that runs until the block ends."""
    command = [sys.executable, "-m", "plangraph", "serve", "--port", "0", "--lang", "en"]
    command += ["--store", store] if store else []
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:  # noqa: S603  # our own program
        try:
            for line in process.stderr or ():
                if found := re.search(r"http://[\w.:]+/", line):
                    yield found[0].rstrip("/")
                    break
            else:
                sys.exit("plangraph serve did not start")
        finally:
            process.terminate()


def main() -> None:
    """Write one PNG for each page."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store")
    parser.add_argument("--lang", default="th", choices=("th", "en"))
    parser.add_argument("--phone", action="store_true", help="phone width instead of a desktop's")
    parser.add_argument("--fold", action="store_true", help="the first screen only, not the whole page")
    parser.add_argument("--only", nargs="*", choices=sorted(PAGES), default=sorted(PAGES))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    width, height = PHONE if given.phone else DESKTOP
    with served(given.store) as address, sync_playwright() as playwright:
        program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.goto(f"{address}/?lang={given.lang}")
        for name in given.only:
            page.goto(address + PAGES[name])
            page.wait_for_load_state("networkidle")
            whole = not given.fold and name not in {"document", "audit", "ontology"}
            page.screenshot(path=given.folder / f"{name}.png", full_page=whole)
        chromium.close()


if __name__ == "__main__":
    main()
