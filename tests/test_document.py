"""A source text is decoded, cut into lines and quoted verbatim; what is no text is refused in one line."""

from __future__ import annotations

import codecs
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.document import SourceText, read_source, split_lines
from plangraph.errors import (
    BinaryFile,
    DocumentError,
    EmptyFile,
    FileMissing,
    FileUnreadable,
    NotAFile,
    PlanGraphError,
    UndecodableFile,
)

LAMPANG = Path(__file__).parents[1] / "graph" / "sources" / "lampang-industry-action-plan-2570" / "source.txt"
EXCERPT = "แผนปฏิบัติการด้านการพัฒนาอุตสาหกรรมจังหวัดลำปาง\nรายปี พ.ศ. ๒๕๗๐\n๕) ข้อเสนอแนะ : ไม่มี"


def write(folder: Path, data: bytes, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (EXCERPT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + EXCERPT.encode("utf-8"), "utf-8-sig"),
        (EXCERPT.encode("cp874"), "cp874"),
        (EXCERPT.encode("tis-620"), "cp874"),
        (codecs.BOM_UTF16_LE + EXCERPT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + EXCERPT.encode("utf-16-be"), "utf-16-be"),
        (EXCERPT.replace("\n", "\r\n").encode("utf-8"), "utf-8"),
        (EXCERPT.replace("\n", "\r").encode("cp874"), "cp874"),
    ],
)
def test_every_encoding_of_thai_offices_gives_the_same_lines(tmp_path: Path, data: bytes, encoding: str) -> None:
    source = read_source(write(tmp_path, data))
    assert source.lines == tuple(EXCERPT.split("\n"))
    assert source.encoding == encoding
    assert source.sha256 == hashlib.sha256(data).hexdigest()


def test_the_last_line_of_the_plan_has_no_newline_and_counts() -> None:
    source = read_source(LAMPANG)
    assert len(source.lines) == 1696
    assert source.line(1696) == "๕) ข้อเสนอแนะ : ไม่มี"
    assert not LAMPANG.read_bytes().endswith(b"\n")


def test_a_document_is_named_after_its_file_or_folder(tmp_path: Path) -> None:
    assert read_source(LAMPANG).document_id == "lampang-industry-action-plan-2570"
    path = write(tmp_path, EXCERPT.encode("utf-8"), "phrae-2571.txt")
    assert read_source(path).document_id == "phrae-2571"
    assert read_source(path, "phrae").document_id == "phrae"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ("a", "b")),
        ("a\nb\n", ("a", "b")),
        ("a\r\n\r\nb\r", ("a", "", "b")),
        ("a\u2028b\x0bc\x0cd\x85e\x1cf", ("a\u2028b\x0bc\x0cd\x85e\x1cf",)),
        ("\n", ("",)),
    ],
)
def test_only_newline_and_return_end_a_line(text: str, lines: tuple[str, ...]) -> None:
    assert split_lines(text) == lines


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")), min_size=1))
def test_lines_put_together_again_are_the_text(lines: list[str]) -> None:
    assert split_lines("\n".join(lines) + "\n") == tuple(lines)


# --- spans


@pytest.fixture
def source() -> SourceText:
    return SourceText(Path("plan.txt"), "plan", "utf-8", ("หนึ่ง", "สอง สาม", "", "สอง สี่"), "")


def test_a_span_of_whole_lines_is_verbatim(source: SourceText) -> None:
    span = source.span(1, 2)
    assert (span.text, span.first_char, span.last_char, str(span)) == ("หนึ่ง\nสอง สาม", 0, 7, "plan:1-2")


def test_a_clause_is_a_stretch_of_one_line(source: SourceText) -> None:
    span = source.clause(2, 4, 7)
    assert (span.text, span.first_char, span.last_char, str(span)) == ("สาม", 4, 7, "plan:2")


def test_find_gives_the_first_place_within_the_lines_asked_for(source: SourceText) -> None:
    first, second = source.find("สอง"), source.find("สอง", 3)
    assert first is not None
    assert second is not None
    assert (first.first_line, second.first_line) == (2, 4)
    assert source.find("สอง", 3, 3) is None


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 5)])
def test_lines_outside_the_document_are_refused(source: SourceText, first: int, last: int) -> None:
    with pytest.raises(IndexError):
        source.span(first, last)


def test_characters_outside_the_line_are_refused(source: SourceText) -> None:
    with pytest.raises(IndexError, match="plan:2"):
        source.clause(2, 4, 8)


# --- what is refused


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \r\n\t\n", EmptyFile),
        (codecs.BOM_UTF8, EmptyFile),
        ("\u00a0\n".encode(), EmptyFile),
        (codecs.BOM_UTF16_LE + b"\n\0", EmptyFile),
        (b"%PDF-1.7\n%\xe2\xe3", BinaryFile),
        (b"PK\x03\x04rest of a docx", BinaryFile),
        (bytes(range(256)), BinaryFile),
        (b"\x01\x02\x03\x04 text", BinaryFile),
        ("élève à Genève".encode("latin-1"), UndecodableFile),
        ("日本語のテキスト".encode("shift-jis"), UndecodableFile),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", UndecodableFile),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(tmp_path: Path, data: bytes, error: type[DocumentError]) -> None:
    path = write(tmp_path, data)
    with pytest.raises(error) as caught:
        read_source(path)
    assert caught.value.path == path


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_source(tmp_path / "none.txt")
    with pytest.raises(NotAFile):
        read_source(tmp_path)


def test_a_file_that_may_not_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, b"text")

    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(FileUnreadable, match=os.strerror(13)):
        read_source(path)


@pytest.mark.parametrize(
    "error",
    [
        FileMissing(Path("plan.txt")),
        NotAFile(Path("plan.txt")),
        FileUnreadable(Path("plan.txt"), "Permission denied"),
        EmptyFile(Path("plan.txt")),
        BinaryFile(Path("plan.txt"), "PDF"),
        UndecodableFile(Path("plan.txt"), 7),
    ],
)
def test_a_refusal_is_one_line_in_either_language_and_says_what_to_do(error: PlanGraphError) -> None:
    assert str(error) == error.en == error.message("en")
    assert error.message("th") == error.th
    for message in (error.th, error.en):
        assert message.startswith("plan.txt: ")
        assert "\n" not in message
    assert "โปรด" in error.th
    assert any(word in error.en for word in ("check", "save", "export", "name"))
