"""``plangraph build``: documents and reference data in, graph out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from plangraph.commands import common
from plangraph.namespaces import ident, shorten
from plangraph.remote.address import Endpoints, is_address
from plangraph.remote.errors import RemoteError
from plangraph.texts import Lang, Texts

if TYPE_CHECKING:
    from plangraph.build import Assembly, Built
    from plangraph.records import PlanDocument

SHOWN_GAPS: Final = 3
SHOWN_VIOLATIONS: Final = 20


class Invalid(Exception):
    """The shapes refuse the new graph; ``messages`` say why, one per broken rule and node."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(f"{len(messages)} violations")
        self.messages = messages


@common.command(
    "build",
    th="สร้างกราฟจากเอกสารแผนที่ระบุ (แฟ้มข้อความ หรือโฟลเดอร์ที่มี source.txt) กับข้อมูลอ้างอิง "
    "ถ้าไม่ระบุ สร้างจากเอกสารทั้งหมดที่มากับ PlanGraph",
    en="Build the graph from the plans named (text files, or folders with source.txt) and the reference data; "
    "with none, from everything that comes with PlanGraph.",
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=click.Path(readable=False, path_type=Path))
@common.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=None,
    th="โฟลเดอร์ปลายทาง เขียน DIR/data และ DIR/store (ถ้าไม่ระบุ: โฟลเดอร์ข้อมูลของผู้ใช้ หรือ PLANGRAPH_HOME)",
    en="target folder: writes DIR/data and DIR/store (default: the user's data folder, or PLANGRAPH_HOME)",
)
@common.option(
    "--store",
    metavar="URL",
    default=None,
    th="โหลดไว้ที่บริการ SPARQL แทนโฟลเดอร์ แทนที่เฉพาะกราฟของเอกสารเหล่านี้",
    en="load to this SPARQL service instead of a folder; only the graphs of these documents are replaced",
)
@common.option(
    "--update",
    metavar="URL",
    default=None,
    th="ที่อยู่สำหรับแก้ไขของบริการ เมื่อต่างจาก --store",
    en="where the service takes updates, when that is not --store",
)
@common.option(
    "--graph-store",
    metavar="URL",
    default=None,
    th="ที่อยู่ Graph Store Protocol ของบริการ ถ้ามี (โหลดได้เร็วกว่า)",
    en="where the service speaks the Graph Store Protocol, if it does (loads faster)",
)
@common.option(
    "--exactly",
    is_flag=True,
    th="ลบกราฟของเอกสารอื่นที่เคยโหลดไว้ที่บริการนี้ด้วย",
    en="also drop the graphs of other documents loaded to this service before",
)
@common.option(
    "--validate",
    is_flag=True,
    th="ตรวจด้วยกฎ SHACL ก่อนเขียน (ต้องติดตั้ง plangraph[validate])",
    en="check with the SHACL shapes before writing (needs plangraph[validate])",
)
@common.option(
    "--findings",
    is_flag=True,
    th="เก็บข้อค้นพบของ plangraph audit ไว้ในกราฟด้วย (graph/findings) เพื่อถามด้วย SPARQL",
    en="also store what plangraph audit finds (graph/findings), to ask for it with SPARQL",
)
@common.lang_option
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[Path, ...],
    into: Path | None,
    store: str | None,
    update: str | None,
    graph_store: str | None,
    exactly: bool,
    validate: bool,
    findings: bool,
    lang: Lang,
) -> None:
    """Build, say what was built, and warn of documents with gaps in one line each."""
    from plangraph.build import build

    say = Texts("build", lang)
    service = Service.of(store, update, graph_store, exactly, lang)
    if service and into:
        raise RemoteError("into_and_store")
    check = (lambda assembly: refuse_invalid(assembly, lang)) if validate else None
    try:
        if service:
            built = service.build(sources, check, findings)
        else:
            built = build(sources, into, tell=common.tell, check=check, findings=findings)
    except Invalid as refused:
        for message in refused.messages[:SHOWN_VIOLATIONS]:
            common.note(message)
        common.note(say("invalid", count=len(refused.messages)))
        ctx.exit(1)
    for document in built.documents:
        if document.warnings:
            common.note(gaps(document, lang))
    if validate:
        click.echo(say("valid"))
    click.echo(say("done", documents=len(built.documents), graphs=built.graphs, quads=built.quads, folder=built.target))


@dataclass(frozen=True, slots=True)
class Service:
    """The SPARQL service that a build goes to."""

    endpoints: Endpoints
    exactly: bool
    lang: Lang

    @classmethod
    def of(
        cls, store: str | None, update: str | None, graph_store: str | None, exactly: bool, lang: Lang
    ) -> Service | None:
        """The service that the options name; None for a folder. Raises ``RemoteError`` where they do not fit."""
        if store is None:
            if update or graph_store or exactly:
                raise RemoteError("store_missing")
            return None
        if not is_address(store):
            raise RemoteError("store_is_folder")
        return cls(Endpoints.of(store, update, graph_store), exactly, lang)

    def build(self, sources: Sequence[Path], check: Callable[[Assembly], None] | None, findings: bool) -> Built:
        """Build these documents and load them. Raises ``RemoteError``."""
        from plangraph.build import Built, add_findings, assemble, find_sources
        from plangraph.remote.opening import connect

        client = connect(self.endpoints)
        from plangraph.remote.loading import load

        assembly = assemble(find_sources(sources))
        if findings:
            add_findings(assembly)
        if check:
            check(assembly)
        say = Texts("remote", self.lang)

        def tell(key: str, **values: object) -> None:
            common.note(say(key, **values))

        plans = [ident(document.id).value for document in assembly.documents]
        loaded = load(client, assembly.files.values(), plans, exactly=self.exactly, tell=tell)
        if not loaded.sent:
            common.note(say("unchanged", address=self.endpoints.query))
        if loaded.others:
            common.note(say("others_stay", graphs=", ".join(shorten(graph) for graph in loaded.others)))
        return Built(self.endpoints.query, loaded.graphs, loaded.triples, tuple(assembly.documents))


def gaps(document: PlanDocument, lang: Lang) -> str:
    """One line that names the first gaps of a document."""
    say = Texts("build", lang)
    named = [(w.message_th if lang == "th" else w.message_en, w.line) for w in document.warnings]
    shown = [say("at_line", line=line, message=text) if line else text for text, line in named[:SHOWN_GAPS]]
    if more := len(named) - len(shown):
        shown.append(say("more", count=more))
    return say("gaps", document=document.id, count=len(named), gaps="; ".join(shown))


def refuse_invalid(assembly: Assembly, lang: Lang) -> None:
    """Raise ``Invalid`` when a shape refuses the data; ``ValidatorMissing`` without pySHACL."""
    from plangraph.shapes import validate
    from plangraph.store import without_graphs

    triples = b"".join(without_graphs(content) for content in assembly.files.values())
    if violations := validate(triples.decode("utf-8")):
        raise Invalid([violation.message(lang) for violation in violations])
