"""What a newcomer installs: the wheel holds everything, and the commands of README are the ones CI runs."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from plangraph import __version__
from support import ROOT, require

SHIPPED = ("ontology", "graph", "queries", "viz")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without network."""
    require("module:hatchling")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the wheel is installed into, away from this checkout."""
    target = tmp_path_factory.mktemp("site")
    options = ["--no-deps", "--no-index", "--no-compile", "--target", str(target)]
    command = [sys.executable, "-m", "pip", "install", "-q", *options, str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def run_installed(installed: Path, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the installed package from the root of the file system."""
    env = {**os.environ, "PYTHONPATH": str(installed), "PLANGRAPH_HOME": str(home)}
    return subprocess.run([sys.executable, *args], cwd="/", env=env, capture_output=True, encoding="utf-8", check=False)


def tracked(*folders: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, check=True)
    return {name for name in listed.stdout.decode("utf-8").split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_holds_every_shipped_file_and_all_data_of_the_package(wheel: Path) -> None:
    require("git")
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {f"plangraph/_data/{name}" for name in tracked(*SHIPPED)}
    package = {name.removeprefix("src/") for name in tracked("src/plangraph")}
    assert len(data) > 30
    assert len(package) > 40
    assert (data | package) - names == set()
    assert "plangraph/_data/graph/data/.plangraph" in names


def test_the_wheel_holds_nothing_a_machine_made(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if re.search(r"/store/|__pycache__|_cache/|\.data-", name)] == []
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}


def test_the_installed_package_answers_from_the_root_folder(installed: Path, user_home: Path) -> None:
    version = run_installed(installed, user_home, "-m", "plangraph", "--version")
    assert version.stdout == f"plangraph {__version__}\n"
    where = run_installed(installed, user_home, "-c", "from plangraph import resources; print(resources.root())")
    assert where.stdout.strip() == str(installed / "plangraph" / "_data")
    before = sorted(installed.rglob("*"))
    answer = run_installed(installed, user_home, "-B", "-m", "plangraph", "coverage", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert f"ตอบจากกราฟที่มากับ PlanGraph: {installed}" in answer.stderr
    assert sorted(installed.rglob("*")) == before, "an installed package is not written into"


def test_the_commands_of_readme_are_the_ones_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert len(commands) == 2
    assert commands[0].endswith(".venv/bin/plangraph build && .venv/bin/plangraph check --all")
    assert commands[1].endswith(".venv/bin/pytest")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == commands[1]


def test_versions_agree() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased" in changelog
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert all(re.search(r">=[\d.]+,<[\d.]+$", need) for need in project["dependencies"]), "ranges have both ends"


def test_every_bundled_origin_is_named_in_the_licence_page() -> None:
    page = (ROOT / "docs" / "data-licence.md").read_text(encoding="utf-8")
    plans = sorted(path.parent.name for path in (ROOT / "graph" / "sources").glob("*/source.txt"))
    files = sorted(path.name for path in (ROOT / "graph" / "reference").glob("*.ttl"))
    assert plans
    assert len(files) >= 8
    assert [name for name in plans + files if f"`{name}`" not in page] == []


def module_at(path: Path) -> Any:
    """A script of the checkout as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_shows_the_ratios_of_the_committed_results(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    script = module_at(folder / "nation_readme.py")
    table = module_at(folder / "nation_table.py")
    shown = script.block(
        table.read(folder / "results"), table.growth(folder / "results"), table.turns(folder / "results")
    )
    readme = script.README.read_text(encoding="utf-8")
    assert shown in readme, "run benchmarks/run table"
    assert readme.count("times less") == 1


def test_readme_shows_what_the_commands_print() -> None:
    script = module_at(ROOT / "scripts" / "readme_output.py")
    readme = script.README.read_text(encoding="utf-8")
    assert len(script.BLOCK.findall(readme)) >= 2
    assert script.refreshed(readme) == readme, "run scripts/readme_output.py"
