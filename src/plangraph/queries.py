"""Named questions: the ``.rq`` files under ``queries/``, their headers, and their parameters bound as RDF terms."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from plangraph import resources
from plangraph.errors import FileMissing, FileUnreadable, NotAFile, UndecodableFile
from plangraph.namespaces import PREFIXES
from plangraph.query_errors import BadHeader, BadParameter, UnknownQuestion
from plangraph.query_header import MARK, Value, parse_header
from plangraph.texts import LANGS, Lang
from plangraph.thai import to_arabic

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from plangraph.store import GraphStore, Row, Term

Kind = Literal["iri", "text", "integer", "year"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
NOT_QUESTIONS: Final = frozenset({"rules", "checks"})  # folders of queries/ that other commands read
FIRST_YEAR: Final = 2400  # Buddhist years of a plan lie between these two, both included
LAST_YEAR: Final = 2699

_IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`]+")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_YEAR = re.compile(r"(?:พ\.?\s*ศ\.?\s*)?(\d{4}|\d{2})")
_HEADER_KEYS: Final = frozenset({"title", "note", "proposals", "params", "returns"})
_PARAMETER_KEYS: Final = frozenset({"type", "required", "th", "en", "example"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One ``-p name=value`` of a question."""

    name: str
    kind: Kind
    required: bool
    help: Mapping[Lang, str]
    example: str


@dataclass(frozen=True, slots=True)
class Question:
    """One query file. ``title`` and ``note`` are by language; ``returns`` are the columns in order."""

    name: str  # the file name without .rq
    topic: str  # the folder it stands in: "chains"
    title: Mapping[Lang, str]
    note: Mapping[Lang, str] | None  # how it counts, what it leaves out
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    reads_proposals: bool  # its answer is about proposals, which are no links
    text: str
    path: Path
    is_bundled: bool = True  # one of ours, which needs no guard


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query answers: rows of a SELECT, the yes or no of an ASK, or triples of a CONSTRUCT or DESCRIBE."""

    variables: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    boolean: bool | None = None
    triples: list[Triple] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show; the "no" of an ASK is an answer."""
        return self.boolean is None and not self.rows and not self.triples


# --- loading ----------------------------------------------------------------------------------------------------------


def load_questions() -> tuple[Question, ...]:
    """Every bundled question, by topic and name; ``BadHeader`` for a file whose header is wrong."""
    return tuple(read_question(path) for path in _question_files())


def find_question(name: str) -> Question:
    """The bundled question of this name (with or without ``.rq``); ``UnknownQuestion`` names the nearest."""
    wanted = name.strip().removesuffix(".rq").rpartition("/")[2]
    by_name = {path.stem: path for path in _question_files()}
    if wanted not in by_name:
        near = difflib.get_close_matches(wanted, by_name, n=3, cutoff=0.5)
        raise UnknownQuestion("unknown_question", name=name, near=", ".join(near) or "plangraph query --list")
    return read_question(by_name[wanted])


@lru_cache(maxsize=1)
def _question_files() -> tuple[Path, ...]:
    folder = resources.folder("queries")
    return tuple(sorted(path for path in folder.glob("*/*.rq") if path.parent.name not in NOT_QUESTIONS))


@lru_cache(maxsize=256)
def read_question(path: Path) -> Question:
    """The question in a query file of ours; ``BadHeader`` says which line of the header is wrong."""
    text = path.read_text(encoding="utf-8")
    try:
        return make_question(path, text)
    except ValueError as error:
        raise BadHeader("bad_header", path=path, reason=str(error)) from error


def read_query(path: Path) -> Question | str:
    """The query file of a user: a question when it opens with a header, else its text.

    ``DocumentError`` when it cannot be read, ``BadHeader`` when its header is wrong.
    """
    text = _user_text(path)
    if not text.startswith(MARK):
        return text
    try:
        return replace(make_question(path, text), is_bundled=False)
    except ValueError as error:
        raise BadHeader("bad_header", path=path, reason=str(error)) from error


def _user_text(path: Path) -> str:
    if not path.exists():
        raise FileMissing(path)
    if not path.is_file():
        raise NotAFile(path)
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UndecodableFile(path, error.start) from error


def make_question(path: Path, text: str) -> Question:
    """The question of a text with its header; ``ValueError`` when the header is not as documented."""
    header = parse_header(text)
    _known(header, _HEADER_KEYS)
    params = header.get("params", {})
    if not isinstance(params, dict):
        raise ValueError("params: expected one parameter per line")
    return Question(
        name=path.stem,
        topic=path.parent.name,
        title=_both_languages("title", header.get("title")),
        note=_both_languages("note", header["note"]) if "note" in header else None,
        parameters=tuple(_parameter(name, value) for name, value in params.items()),
        returns=tuple(_names(header.get("returns"))),
        reads_proposals=_flag("proposals", header.get("proposals", "false")),
        text=text,
        path=path,
    )


def _known(members: Mapping[str, Value], keys: frozenset[str]) -> None:
    if unknown := sorted(members.keys() - keys):
        raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(keys))}")


def _both_languages(key: str, value: Value | None) -> Mapping[Lang, str]:
    if not isinstance(value, dict) or value.keys() != set(LANGS) or not all(isinstance(v, str) for v in value.values()):
        raise ValueError(f'{key}: expected {{th: "…", en: "…"}}')
    return cast("Mapping[Lang, str]", value)


def _names(value: Value | None) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("returns: expected [column, …]")
    for item in value:
        if not isinstance(item, str):
            raise ValueError(f"returns: {item!r} is no name")
        yield item


def _flag(key: str, value: Value) -> bool:
    if value not in ("true", "false"):
        raise ValueError(f"{key}: expected true or false, found {value!r}")
    return value == "true"


def _parameter(name: str, value: Value) -> Parameter:
    if not isinstance(value, dict):
        raise ValueError(f"params: {name}: expected {{type: …, required: …, th: …, en: …, example: …}}")
    _known(value, _PARAMETER_KEYS)
    texts = {key: str(value.get(key, "")) for key in ("type", "th", "en", "example")}
    kind = next((kind for kind in KINDS if kind == texts["type"]), None)
    if kind is None or not all(texts.values()):
        raise ValueError(f"params: {name}: needs type ({'|'.join(KINDS)}), th, en and example")
    return Parameter(
        name=name,
        kind=kind,
        required=_flag(f"params: {name}: required", value.get("required", "false")),
        help={"th": texts["th"], "en": texts["en"]},
        example=texts["example"],
    )


# --- asking -----------------------------------------------------------------------------------------------------------


def bind(question: Question, params: Mapping[str, str]) -> dict[str, Term]:
    """The RDF terms of the given texts.

    ``BadParameter`` for a name the question does not have, a required one that is missing, and a text of another kind.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in params:
        if name not in known:
            names = ", ".join(known) or "-"
            raise BadParameter("unknown_parameter", name=name, question=question.name, names=names)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in params:
            raise BadParameter("missing_parameter", **_naming(parameter), question=question.name)
    return {name: _term(known[name], text) for name, text in params.items()}


def bind_freely(asked: Question | str, params: Mapping[str, str]) -> dict[str, Term]:
    """The RDF terms for a query of a user: by its header, or, without one, by their looks.

    By their looks, IRIs and prefixed names are IRIs, whole numbers integers, and everything else is a plain text.
    """
    return bind(asked, params) if isinstance(asked, Question) else {name: _guess(text) for name, text in params.items()}


def run(store: GraphStore, question: Question | str, params: Mapping[str, str] | None = None) -> Answer:
    """Ask a bundled question (or its name) in this process; ``bind`` says what may be wrong with the parameters.

    A query of a user goes through ``query_worker.ask`` instead, which guards and limits it.
    """
    asked = find_question(question) if isinstance(question, str) else question
    return Answer(variables=asked.returns, rows=store.select(asked.text, bind(asked, params or {})))


def iri_of(text: str) -> str | None:
    """The IRI a user typed: a full one, with or without ``<>``, or a prefixed name such as ``pg:stated``."""
    plain = text.strip()
    if plain.startswith("<") and plain.endswith(">"):
        plain = plain[1:-1]
    prefix, colon, local = plain.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        plain = PREFIXES[prefix] + local
    return plain if _IRI.fullmatch(plain) else None


def year_of(text: str) -> int | None:
    """A Buddhist year as people write it: 2570, ๒๕๗๐, พ.ศ. 2570, 70."""
    match = _YEAR.fullmatch(to_arabic(text.strip()))
    if match is None:
        return None
    year = int(match[1]) if len(match[1]) == 4 else 2500 + int(match[1])
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _guess(text: str) -> Term:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import NamedNode

    if iri := iri_of(text):
        return NamedNode(iri)
    return RdfLiteral(int(text)) if _INTEGER.fullmatch(text) else RdfLiteral(text)


def _naming(parameter: Parameter) -> dict[str, str]:
    return {"name": parameter.name, "kind": parameter.kind, "example": parameter.example}


def _term(parameter: Parameter, text: str) -> Term:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import NamedNode

    if parameter.kind == "iri" and (iri := iri_of(text)):
        return NamedNode(iri)
    if parameter.kind == "integer" and _INTEGER.fullmatch(number := to_arabic(text.strip())):
        return RdfLiteral(int(number))
    if parameter.kind == "year" and (year := year_of(text)):
        return RdfLiteral(year)
    if parameter.kind == "text" and text.strip():
        return RdfLiteral(text)
    raise BadParameter(f"wrong_{parameter.kind}", **_naming(parameter), given=text)
