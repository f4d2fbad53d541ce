"""Write what the commands print into README.md: each block between ``<!-- $ command -->`` and ``<!-- end -->``.

    python scripts/readme_output.py          # rewrite README.md
    python scripts/readme_output.py --check  # exit 1 when it differs

Commands run on the bundled graph with an empty data folder, 100 columns wide; only standard output is kept.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"(<!-- \$ plangraph (?P<args>[^\n]*) -->\n).*?(<!-- end -->)", re.DOTALL)


def refreshed(readme: str) -> str:
    """The text of README with every block as the commands print it now."""
    with tempfile.TemporaryDirectory() as home:
        return BLOCK.sub(lambda match: match[1] + _block(match["args"], home) + match[3], readme)


def _block(args: str, home: str) -> str:
    command = [sys.executable, "-m", "plangraph", *shlex.split(args)]
    env = {**os.environ, "PLANGRAPH_HOME": home, "COLUMNS": "100"}
    ended = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if ended.returncode == 2:
        sys.exit(ended.stderr)
    return f"```console\n$ plangraph {args}\n{ended.stdout.rstrip()}\n```\n"


def main() -> None:
    """Rewrite or check README.md."""
    old = README.read_text(encoding="utf-8")
    new = refreshed(old)
    if "--check" in sys.argv[1:]:
        sys.exit(
            0 if new == old else "README.md shows other output than the commands print; run scripts/readme_output.py"
        )
    README.write_text(new, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
