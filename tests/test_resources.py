"""What ships is found wherever PlanGraph runs from."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph import resources
from plangraph.errors import ResourceMissing
from plangraph.texts import LANGS, Texts, sentences


@pytest.mark.parametrize("name", ["ontology", "graph", "queries", "viz"])
def test_shipped_folders_are_found_from_any_folder(
    name: resources.Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert resources.folder(name).is_dir()


def test_a_missing_part_names_its_path() -> None:
    with pytest.raises(ResourceMissing, match=r"nothing\.ttl.*install it again"):
        resources.shipped("ontology", "nothing.ttl")
    with pytest.raises(ResourceMissing, match="no-such-text"):
        resources.package_file("texts", "no-such-text.toml")


def test_every_sentence_exists_in_both_languages() -> None:
    files = sorted(resources.package_file("texts").glob("*.toml"))
    assert len(files) >= 4
    for file in files:
        for key, sentence in sentences(file.stem).items():
            assert set(sentence) == set(LANGS), f"{file.name} [{key}]"
            assert all(sentence.values()), f"{file.name} [{key}]"


def test_a_sentence_takes_its_values() -> None:
    assert Texts("store", "en")("answering_folder", folder="x") == "answering from the graph: x"
    assert Texts("store", "th")("answering_folder", folder="x") == "ตอบจากกราฟ: x"


def test_a_sentence_that_is_missing_or_lacks_a_value_is_an_error_of_ours() -> None:
    say = Texts("store", "th")
    assert "answering_own" in say
    assert "nonsense" not in say
    with pytest.raises(KeyError, match="nonsense"):
        say("nonsense")
    with pytest.raises(KeyError, match="folder"):
        say("answering_own")
