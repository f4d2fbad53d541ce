"""The library: the same answers as the command line, in a notebook or a program; the examples of its docs run."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

import plangraph
from chains_fixture import GREEN, STANDARD, built, iri, only
from lampang import assembly
from plangraph import api
from plangraph.build import write
from plangraph.outputs.notebook import table_html
from plangraph.queries import find_question
from support import ROOT, require

DOCS = ROOT / "docs" / "library.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled plan, built."""
    target = tmp_path_factory.mktemp("built")
    write(assembly(), target)
    return target


@pytest.fixture
def graph(tmp_path: Path) -> api.PlanGraph:
    """The small graph, opened as a user would."""
    return plangraph.open_graph(built(tmp_path / "small"))


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    heavy = ("plangraph.", "pyoxigraph", "rdflib", "click")
    script = f"import sys, plangraph; print(*[name for name in sys.modules if name.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert done.stdout.split() == []


def test_every_public_name_is_there_and_listed() -> None:
    for name in plangraph.__all__:
        assert getattr(plangraph, name) is not None
    assert set(plangraph.__all__) - {"__version__"} == set(api.__all__)
    assert set(plangraph.__all__) <= set(dir(plangraph))
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(plangraph, "nonsense")  # noqa: B009  # mypy knows there is none


def test_functions_are_not_hidden_by_the_modules_of_their_names() -> None:
    """``plangraph.chains`` and ``plangraph.coverage`` are modules too, and were imported by now."""
    import plangraph.chains
    import plangraph.coverage

    assert plangraph.chains is api.chains
    assert plangraph.coverage is api.coverage
    assert sys.modules["plangraph.chains"].best_chains


def test_a_verdict_is_that_of_the_command_line(graph: api.PlanGraph) -> None:
    answer = graph.check(iri(GREEN))
    assert (answer.verdict, answer.budget) == ("aligned", Decimal(141700))
    told = answer.to_dict()
    assert told["verdict"] == answer.verdict
    assert len(told["chains"]) == len(answer.chains) == len(graph.chains(iri(GREEN)))
    assert answer.name in str(answer)


def test_all_projects_are_judged_at_once(graph: api.PlanGraph) -> None:
    answers = graph.check_all()
    assert len(answers) == len({answer.judgement.project.id for answer in answers}) > 5
    assert {answer.verdict for answer in answers} == {"aligned", "aligned-by-plan"}


def test_a_name_that_means_nothing_raises_with_what_comes_near(graph: api.PlanGraph) -> None:
    with pytest.raises(plangraph.ProjectNotFound) as caught:
        graph.check("สะพานข้ามแม่น้ำวัง")
    assert not caught.value.ambiguous
    assert "สะพานข้ามแม่น้ำวัง" in caught.value.th


def test_coverage_keeps_strong_and_weak_apart(graph: api.PlanGraph) -> None:
    table = graph.coverage()
    rows = {row["id"]: row for row in table}
    assert rows[iri("national-strategy/5")]["strong_projects"] >= 1
    assert len(table) == len(rows)
    assert isinstance(rows[iri("national-strategy/5")]["strong_baht"], Decimal)


def test_a_named_question_takes_its_parameters_by_name(graph: api.PlanGraph) -> None:
    table = graph.query("chain_of_project", project=iri(GREEN))
    assert table.columns == find_question("chain_of_project").returns
    assert iri("national-strategy/5") in {value for row in table for value in row.values()}


def test_sparql_answers_in_plain_values(graph: api.PlanGraph) -> None:
    table = graph.query("SELECT (COUNT(?p) AS ?n) WHERE { ?p a <https://w3id.org/plangraph/ontology#Project> }")
    assert table.columns == ("n",)
    assert next(iter(table))["n"] > 5
    assert list(graph.query("ASK { ?s ?p ?o }")) == [{"answer": True}]


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "DROP ALL", "SELECT {"])
def test_sparql_is_guarded_as_on_the_command_line(graph: api.PlanGraph, text: str) -> None:
    from plangraph.query_errors import QueryError

    with pytest.raises(QueryError):
        graph.query(text if "{" in text else f"{text} # {{")


def test_a_notebook_shows_a_verdict_with_its_quotes_and_nothing_active(graph: api.PlanGraph) -> None:
    page = html.fragment_fromstring(graph.check(iri(GREEN))._repr_html_())
    text = page.text_content()
    assert "สอดคล้อง" in text and "บรรทัด 1346" in text
    assert not page.xpath("//script | //@onclick | //@src | //@href")
    assert len(page.xpath("//ol")) == len(graph.chains(iri(GREEN)))


def test_a_notebook_says_what_is_missing(graph: api.PlanGraph) -> None:
    text = html.fragment_fromstring(graph.check(iri(STANDARD))._repr_html_()).text_content()
    assert "ข้อต่อที่ยังขาด" in text


def test_names_with_markup_are_harmless_in_a_notebook() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    store = only(f'<{GREEN}> a pg:Project ; rdfs:label "{hostile}"@th ; pg:inPlan <p> .')
    shown = api.PlanGraph(store).check(iri(GREEN))._repr_html_()
    assert "<img" not in shown and "&lt;img" in shown
    assert "<img" not in table_html([hostile], [[hostile]])


def test_a_slice_of_chains_shows_itself_too(graph: api.PlanGraph) -> None:
    chains = graph.chains(iri(GREEN))
    assert isinstance(chains[:1], api.ChainList)
    assert chains[0].hops[0].source.id == iri(GREEN)
    assert chains[:1]._repr_html_().count("<ol") == 1


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_table_becomes_a_data_frame_where_one_is_installed(graph: api.PlanGraph, library: str) -> None:
    table = graph.coverage()
    make = table.to_pandas if library == "pandas" else table.to_polars
    if not _installed(library):
        with pytest.raises(ModuleNotFoundError, match=library):
            make()
        return
    frame = make()
    assert tuple(frame.columns) == table.columns
    assert len(frame) == len(table)


def _installed(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    from plangraph.errors import NoGraphHere

    with pytest.raises(NoGraphHere, match=re.escape(str(tmp_path))):
        plangraph.open_graph(tmp_path)


# --- the examples of docs/library.md ----------------------------------------------------------------------------------


def examples() -> list[str]:
    return EXAMPLE.findall(DOCS.read_text(encoding="utf-8"))


def test_the_docs_have_examples() -> None:
    assert len(examples()) >= 4


def test_the_examples_of_the_docs_run_in_the_order_they_stand(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``FOLDER`` stands for the reader's own graph; what an example prints is what the docs say it prints."""
    monkeypatch.chdir(folder.parent)
    names: dict[str, object] = {}
    for example in examples():
        exec(compile(example.replace("my-graph", folder.name), str(DOCS), "exec"), names)  # noqa: S102
        printed = capsys.readouterr().out.splitlines()
        expected = [line.partition("# → ")[2] for line in example.splitlines() if "# → " in line]
        assert printed == expected


def test_the_examples_of_the_docs_are_type_checked(tmp_path: Path) -> None:
    require("module:mypy")
    path = tmp_path / "examples.py"
    path.write_text("\n".join(examples()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", ROOT / "pyproject.toml", path],
        capture_output=True, encoding="utf-8", cwd=ROOT, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
