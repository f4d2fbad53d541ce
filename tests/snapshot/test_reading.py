"""What files of N-Quads say, as numbers: the same whatever is read at once and kept in one table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from plangraph.errors import DataDamaged
from plangraph.snapshot import reading
from plangraph.snapshot.reading import read
from plangraph.snapshot.terms import term_of
from plangraph.store import canonical

ID = "https://w3id.org/plangraph/id/"
GRAPH = NamedNode(f"{ID}graph/a")

iris = st.integers(0, 30).map(lambda number: NamedNode(f"{ID}{number}"))
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6) | st.sampled_from(
    ['"', "\\", "a\nb", '\\"']
)
literals = st.builds(Literal, texts) | st.builds(lambda text: Literal(text, language="th"), texts)
files = st.lists(st.lists(st.builds(Quad, iris, iris, iris | literals, st.just(GRAPH)), max_size=12), max_size=6)


def written(folder: Path, files: list[list[Quad]]) -> list[Path]:
    paths = [folder / f"{at}.nq" for at in range(len(files))]
    for path, quads in zip(paths, files, strict=True):
        path.write_bytes(canonical(quads))
    return paths


def said(table: reading.Table) -> list[str]:
    terms = [str(term_of(token)) for token in table.terms]
    return [
        " ".join(terms[at] for at in triple) for triple in zip(*(part.tolist() for part in table.triples), strict=True)
    ]


@settings(deadline=None, max_examples=60)
@given(files, st.integers(0, 20), st.integers(60, 400))
def test_reading_loses_nothing_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[Quad]], most: int, chunk: int
) -> None:
    paths = written(tmp_path_factory.mktemp("data"), files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "TABLE", most)
        patch.setattr(reading, "CHUNK", chunk)
        table = read(paths)
    assert sorted(said(table)) == sorted(
        {f"{each.subject} {each.predicate} {each.object}" for file in files for each in file}
    )
    assert list(table.terms) == sorted(set(table.terms))
    assert table.lines == sum(len(set(file)) for file in files)


def test_of_a_file_that_turns_out_not_to_be_canonical_no_term_is_left_that_it_does_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 200)
    lines = [f'<{ID}{at}> <{ID}says> "a\\tb" {GRAPH} .\n' for at in range(9)]
    path = tmp_path / "a.nq"
    path.write_text("".join(lines) + f'<{ID}9>  <{ID}says> "a\\u0009b" {GRAPH} .\n', encoding="utf-8")
    table = read([path])
    assert len(table.terms) == 12, table.terms
    assert len(list(parse(path=str(path), format=RdfFormat.N_QUADS))) == table.lines == 10


@pytest.mark.parametrize(
    "term", ['"a"b"', '"a', '"a"@', '"a"@th x', "<a<b", "<a b", '"a"^^x', '"a\\"', '"a\r"', "a", '"' * 3 + '"@th']
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_file_with_something_that_is_no_term_is_named(tmp_path: Path, term: str, place: int) -> None:
    good = [Quad(NamedNode(f"{ID}{at}"), NamedNode(f"{ID}says"), Literal(f"{at}"), GRAPH) for at in range(20)]
    paths = written(tmp_path, [good, good, good])
    end = ">" if term.startswith("<") else ""
    broken = f"<{ID}{'0' if place == 0 else '9'}x> <{ID}says> {term}{end} {GRAPH} .\n"
    paths[1].write_bytes(paths[1].read_bytes() + broken.encode())
    with pytest.raises(DataDamaged, match=r"1\.nq"):
        read(paths)


@pytest.mark.parametrize(
    "end",
    [
        f"<{ID}o",
        f"<{ID}o?",
        f"<{ID}o>>",
        '"1"^^<http://x/integer',
        '"1"^^<http://x/integer>>',
        '"a"@th>',
        '"a">',
        '"a\\q"',
    ],
)
def test_an_object_is_closed_as_what_it_is(tmp_path: Path, end: str) -> None:
    good = Quad(NamedNode(f"{ID}s"), NamedNode(f"{ID}says"), Literal("a"), GRAPH)
    paths = written(tmp_path, [[good], [good]])
    paths[1].write_text(f"<{ID}s> <{ID}says> {end} {GRAPH} .\n", encoding="utf-8")
    with pytest.raises(DataDamaged, match=r"1\.nq"):
        read(paths)


def test_a_graph_is_an_iri(tmp_path: Path) -> None:
    path = tmp_path / "0.nq"
    path.write_bytes(f'<{ID}s> <{ID}says> "a" <http://a/'.encode() + b"\xff> .\n")
    with pytest.raises(DataDamaged, match=r"0\.nq"):
        read([path])
